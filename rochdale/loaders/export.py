"""Records in the shape of the gold annotations, for scoring and for other programs."""

from collections.abc import Iterable, Sequence
from typing import Any

from rochdale.loaders.items import Item, Mention, Record
from rochdale.loaders.vocabulary import Vocabulary

_PREFIX = 60


def as_page(record: Record, words: Vocabulary) -> dict[str, Any]:
    """One page as a JSON object: slug, url, language, publisher, kind, items."""
    return {
        "slug": record.slug,
        "url": record.url,
        "language": record.language,
        "publisher": words.things[record.publisher].acronym if record.publisher else None,
        "kind": record.kind,
        "items": [_as_item(item, words) for item in record.items],
    }


def _as_item(item: Item, words: Vocabulary) -> dict[str, Any]:
    def of(name: str) -> list[Mention]:
        return [mention for mention in item.mentions if mention.of == name]

    found: dict[str, Any] = {
        "part": item.part,
        "title": item.title,
        "title_prefix": item.title[:_PREFIX],
        "type": item.type.replace("-", "_"),
        "label": item.label or None,
        "date": item.date or None,
        "series": item.series or None,
        "series_no": item.series_number or None,
        "summary": item.summary or None,
        "organisations": organisations(of("organisation"), words),
        "countries": list(dict.fromkeys(m.key.rpartition("/")[2] for m in of("country"))),
        "regions": list(dict.fromkeys(m.name for m in of("region"))),
        "projects": list(dict.fromkeys(m.name for m in of("project"))),
        "project_surfaces": {m.name: m.words for m in reversed(of("project"))},
        "persons": _persons(of("person")),
        "themes": list(item.themes),
        "partnerships": [[p.first_name, p.second_name, p.relation, p.words] for p in item.partnerships],
    }
    return found


def organisations(mentions: Iterable[Mention], words: Vocabulary) -> list[dict[str, Any]]:
    """Each organisation once: canonical name, first surface, the first role that its words give it, its parent."""
    grouped: dict[str, list[Mention]] = {}
    for mention in mentions:
        grouped.setdefault(mention.key or mention.name, []).append(mention)
    found = []
    for several in grouped.values():
        first = several[0]
        one: dict[str, Any] = {
            "name": first.name,
            "surface": first.words,
            "role": next((m.role for m in several if m.role), None),
        }
        if first.parent:
            one["parent"] = words.name(first.parent)
        found.append(one)
    return found


def _persons(mentions: Sequence[Mention]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for mention in mentions:
        one = found.setdefault(mention.name, {"name": mention.name, "affiliation": None})
        one["affiliation"] = one["affiliation"] or mention.affiliation or None
    return list(found.values())
