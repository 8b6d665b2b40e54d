"""Themes: what the lexicon's terms in an item's title, summary and text add up to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from rochdale.loaders.extraction.names import Hit

Terms = Mapping[str, list[Hit]]
MAX_THEMES = 4
_WEIGHT = {"title": 3.0, "lead": 2.0, "body": 0.5, "field": 0.0, "label": 0.0}
_WEAK = 0.4
_ENOUGH = 1.9


def strongest(terms: Iterable[tuple[Hit, str]]) -> tuple[tuple[str, ...], Mapping[str, list[Hit]]]:
    """The themes of one item, strongest first, at most four, and the terms of each.

    Args:
        terms: theme hits of the item with the zone each stands in.
    """
    score: dict[str, float] = defaultdict(float)
    found: dict[str, list[Hit]] = defaultdict(list)
    seen: set[tuple[str, str, str]] = set()
    for hit, zone in terms:
        for entry in hit.entries:
            slug = entry.thing.slug
            once = (slug, zone, entry.label.text)
            weight = _WEIGHT[zone] * (_WEAK if entry.label.weak else 1.0)
            if once in seen:
                weight = 0.0
            seen.add(once)
            score[slug] += weight
            found[slug].append(hit)
    kept = sorted((slug for slug in score if score[slug] >= _ENOUGH), key=lambda slug: (-score[slug], slug))
    return tuple(kept[:MAX_THEMES]), found
