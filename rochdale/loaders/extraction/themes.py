"""Themes: what the lexicon's terms in an item's title, summary and text add up to.

Weights and thresholds were set on annotated items of unseen pages (docs/quality.md).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from rochdale.loaders.extraction.names import Entry, Hit
from rochdale.loaders.extraction.passages import Passage

MAX_THEMES = 4
_WEIGHT = {"title": 3.0, "label": 3.0, "lead": 2.0, "body": 1.0, "field": 0.0}
_WEAK = 0.4
_REPEAT = 0.25
_MOST_STRONG, _MOST_WEAK = 3.0, 2
_ENOUGH, _ENOUGH_IN_BODY = 1.199, 1.2


Term = tuple[Hit, Entry, Passage]
"""A term of a theme as found, what it means, and the passage that it stands in."""
Terms = Mapping[str, list[Term]]
"""Terms by theme slug, by place in the text."""


def strongest(found: Iterable[tuple[Hit, Passage]]) -> tuple[tuple[str, ...], Terms]:
    """The themes of one item, strongest first, at most four, and the terms of each.

    A term counts once in a zone (title, lead, body), its repeats a quarter. A hint (hidden label) counts in the title,
    elsewhere only beside another term of its theme. What only the body says must be said twice. Ties go to the theme
    named first.

    Args:
        found: theme hits of the item, in the order of the text, with the passage each stands in.
    """
    terms: dict[str, list[Term]] = defaultdict(list)
    for hit, passage in found:
        if len(hit.entries) == 1:
            entry = hit.entries[0]
            terms[entry.slug].append((hit, entry, passage))
        else:
            for slug, entry in _meanings(hit).items():
                terms[slug].append((hit, entry, passage))
    if not terms:
        return (), terms
    scores = {slug: _score(several) for slug, several in terms.items()}
    # a stable sort: of equal scores the theme named first stays first
    kept = sorted((slug for slug in scores if scores[slug] >= _ENOUGH), key=lambda slug: -scores[slug])
    return tuple(kept[:MAX_THEMES]), terms


def _meanings(hit: Hit) -> dict[str, Entry]:
    """The entry for each theme; a strong label wins over a hint of the same theme."""
    found: dict[str, Entry] = {}
    for entry in hit.entries:
        slug = entry.slug
        if slug not in found or (found[slug].hidden and not entry.hidden):
            found[slug] = entry
    return found


def _score(terms: list[Term]) -> float:
    if len(terms) == 1:  # the usual case, told at once
        _, entry, passage = terms[0]
        zone, weak = passage.zone, entry.hidden
        if zone == "body" or (weak and zone == "lead"):
            return 0.0
        return _WEIGHT[zone] * (_WEAK if weak else 1.0)
    strong: dict[str, dict[str, int]] = {}
    weak_: dict[str, set[str]] = {}
    for _, entry, passage in terms:
        zone = passage.zone
        if entry.hidden:
            weak_.setdefault(zone, set()).add(entry.text)
        else:
            counts = strong.setdefault(zone, {})
            counts[entry.text] = counts.get(entry.text, 0) + 1
    return _weighed(strong, weak_)


def _weighed(strong: Mapping[str, Mapping[str, int]], weak: Mapping[str, set[str]]) -> float:
    distinct = {text for zone in strong.values() for text in zone} | {text for zone in weak.values() for text in zone}
    score = 0.0
    for zone, texts in strong.items():
        score += _WEIGHT[zone] * min(_MOST_STRONG, len(texts) + _REPEAT * (sum(texts.values()) - len(texts)))
    for zone, hints in weak.items():
        if zone in ("title", "label") or len(distinct) > 1:
            score += _WEIGHT[zone] * _WEAK * min(_MOST_WEAK, len(hints))
    only_body = all(zone == "body" for zone in strong) and all(zone == "body" for zone in weak)
    return 0.0 if only_body and score < _ENOUGH_IN_BODY else score
