"""Item types: by the type line, by the series, by cues in the title, by the shape of the page."""

import re
from collections.abc import Iterable, Sequence

from rochdale.loaders.extraction.names import Hit
from rochdale.loaders.layout import RawItem

_QUESTION = re.compile(r"\?\s*$")
_PUBLICATION_FIELDS = frozenset({"field-author", "field-reference", "field-published"})
_PROJECT_FIELDS = frozenset({"field-donor", "field-duration", "field-implementer"})
_EVENT_FIELDS = frozenset({"field-event-date", "field-organiser"})
_SUBTITLE = re.compile(r"(?::|\s[-–—])\s")
_VERB_AFTER = re.compile(r"[a-z]s\b|ed\b")


def item_type(item: RawItem, kind: str, cues: Sequence[Hit], projects: Iterable[tuple[int, int]], acting: bool) -> tuple[str, str]:
    """The slug of an item's type and the rule that gave it.

    Args:
        item: its lines.
        kind: the page's kind (listing, thematic, article).
        cues: title cues found in its title.
        projects: spans of projects named in its title.
        acting: an organisation acts in the title (a verb follows its name), as in news.
    """
    meaning = item.meaning
    cue = _strongest(cues)
    if meaning is not None and meaning.of == "topic" and cue in ("statement", "interview"):
        return cue, "title-cue"
    if meaning is not None and meaning.type:
        return meaning.type, "type-line"
    if item.label and "interview" in item.label.lower() or "entrevista" in item.label.lower():
        return "interview", "type-line"
    if item.part == "page":
        return _page_type(item, kind, cue)
    return _entry_type(item, cue, projects, acting)


def _strongest(cues: Sequence[Hit]) -> str:
    order = ("interview", "statement", "press-release", "call", "event", "thematic", "publication", "project", "article", "news")
    slugs = {entry.thing.slug for hit in cues for entry in hit.entries if entry.label.use == "title"}
    return next((slug for slug in order if slug in slugs), "")


def _page_type(item: RawItem, kind: str, cue: str) -> tuple[str, str]:
    marks = {field.mark for field in item.fields}
    if cue in ("interview", "statement"):
        return cue, "title-cue"
    if marks & _PROJECT_FIELDS and not marks & _EVENT_FIELDS:
        return "project", "layout"
    if marks & _EVENT_FIELDS and not item.date:
        return "event", "layout"
    if marks & _PUBLICATION_FIELDS or cue == "publication":
        return "publication", "layout"
    if kind in ("listing", "thematic"):
        return "thematic", "layout"
    questions = sum(bool(_QUESTION.search(line.text)) for line in item.body)
    if questions > 3:
        return "interview", "layout"
    if item.date is None and not item.body and not item.lead:
        return "thematic", "layout"
    if cue:
        return cue, "title-cue"
    return ("news" if item.date is not None else "thematic"), "layout"


def _entry_type(item: RawItem, cue: str, projects: Iterable[tuple[int, int]], acting: bool) -> tuple[str, str]:
    start, end = item.title.start, item.title.end
    if any(begin <= start + 1 and stop >= end - 1 for begin, stop in projects):
        return "project", "title-cue"
    if cue in ("interview", "statement", "call", "press-release", "event") or (cue and not acting):
        return cue, "title-cue"
    if not acting and item.related and _is_publication_title(item.title.text, projects, start):
        return "publication", "title-cue"
    return "news", "default"


def _is_publication_title(title: str, projects: Iterable[tuple[int, int]], start: int) -> bool:
    """A tool's name with what it is (`Think.Coop - an orientation ...`)."""
    return any(begin == start for begin, _ in projects) and bool(_SUBTITLE.search(title))
