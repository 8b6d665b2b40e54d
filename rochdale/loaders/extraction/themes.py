"""Themes: what the lexicon's terms in an item's title, summary and text add up to.

Weights and thresholds were set on annotated items of unseen pages (docs/quality.md).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from rochdale.loaders.extraction.names import Hit

Terms = Mapping[str, list[Hit]]
MAX_THEMES = 4
_WEIGHT = {"title": 3.0, "label": 3.0, "lead": 2.0, "body": 1.0, "field": 0.0}
_WEAK = 0.4
_REPEAT = 0.25
_MOST_STRONG, _MOST_WEAK = 3.0, 2
_ENOUGH, _ENOUGH_IN_BODY = 1.199, 2.0


def strongest(terms: Iterable[tuple[Hit, str]]) -> tuple[tuple[str, ...], Terms]:
    """The themes of one item, strongest first, at most four, and the terms of each.

    A term counts once in a zone (title, lead, body), its repeats a quarter. A hint (hidden label) counts in the title, elsewhere only
    beside another term of its theme. What only the body says must be said twice. Ties go to the theme named first.

    Args:
        terms: theme hits of the item, in the order of the text, with the zone each stands in.
    """
    strong: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
    weak: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    found: dict[str, list[Hit]] = defaultdict(list)
    for hit, zone in terms:
        for slug, (text, hidden) in _meanings(hit).items():
            if hidden:
                weak[slug][zone].add(text)
            else:
                strong[slug][zone][text] += 1
            found[slug].append(hit)
    scores = {slug: _score(strong[slug], weak[slug]) for slug in found}
    order = {slug: place for place, slug in enumerate(found)}
    kept = sorted((slug for slug in scores if scores[slug] >= _ENOUGH), key=lambda slug: (-scores[slug], order[slug]))
    return tuple(kept[:MAX_THEMES]), found


def _meanings(hit: Hit) -> dict[str, tuple[str, bool]]:
    """Theme slug to (label, whether it is but a hint); a strong label wins over a hint of the same theme."""
    found: dict[str, tuple[str, bool]] = {}
    for entry in hit.entries:
        slug = entry.thing.slug
        if slug not in found or (found[slug][1] and not entry.label.hidden):
            found[slug] = (entry.label.text, entry.label.hidden)
    return found


def _score(strong: Mapping[str, Mapping[str, int]], weak: Mapping[str, set[str]]) -> float:
    distinct = {text for zone in strong.values() for text in zone} | {text for zone in weak.values() for text in zone}
    score = 0.0
    for zone, texts in strong.items():
        score += _WEIGHT[zone] * min(_MOST_STRONG, len(texts) + _REPEAT * (sum(texts.values()) - len(texts)))
    for zone, hints in weak.items():
        if zone in ("title", "label") or len(distinct) > 1:
            score += _WEIGHT[zone] * _WEAK * min(_MOST_WEAK, len(hints))
    only_body = all(zone == "body" for zone in strong) and all(zone == "body" for zone in weak)
    return 0.0 if only_body and score < _ENOUGH_IN_BODY else score
