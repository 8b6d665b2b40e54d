"""Item types: by the type line, by the series, by cues in the title, by the shape of the page."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rochdale.loaders.dates import names_a_day
from rochdale.loaders.extraction.names import Hit
from rochdale.loaders.layout.lines import RawItem

_MANY_QUESTIONS = 3
_HEADLINE_WORDS = 6
_SPEAKER = re.compile(r"([^\W\d_]|[^\W\d_][^.:!?]{1,30}(?=\s?:))\s?[.:]\s")
_QUOTED = re.compile(r"[“”\"«»‘]")
_QUESTION = re.compile(r"\?\s*$")
_PUBLICATION_FIELDS = frozenset({"field-author", "field-reference", "field-published"})
_PROJECT_FIELDS = frozenset({"field-donor", "field-duration", "field-implementer"})
_EVENT_FIELDS = frozenset({"field-event-date", "field-organiser"})
_HEADED_TYPES = frozenset({"publication", "event", "project", "call", "interview", "press-release", "article"})
_DETERMINED_SUBTITLE = re.compile(r"(?::|\s[-–—])\s(?:An?|The|Une?|Les?|La|El|Los|Las|Una)\s[^:]+$")
"""A title and a subtitle that is a noun with its article: how reports and studies are called, not news."""


@dataclass
class Clues:
    """What speaks for an item's type besides its lines."""

    kind: str
    """Kind of the page: listing, thematic, article."""
    cues: Sequence[Hit]
    """Title cues found in the title."""
    works: Sequence[tuple[int, int, bool]]
    """Projects named in the title: start, end, and whether the project is a tool, which is published."""
    acting: bool
    """An organisation acts in the title: a verb follows its name, as in news."""
    series_type: str
    """Type of the items of the series that the title or summary names, or ""."""
    listed_type: str
    """Type that the listing's own title gives its entries, or ""."""
    opening_type: str = ""
    """Type that the title states before its colon, or ""."""


def item_type(item: RawItem, clues: Clues) -> tuple[str, str]:
    """The slug of an item's type and the rule that gave it.

    A line that states the type wins; then the series; then what the title says; then the shape of the page.
    """
    meaning = item.meaning
    cue = _strongest(clues.cues)
    if meaning is not None and meaning.of == "topic" and cue in ("statement", "interview"):
        return cue, "title-cue"
    if meaning is not None and meaning.type:
        return meaning.type, "type-line"
    if "interview" in item.label.lower() or "entrevista" in item.label.lower():
        return "interview", "type-line"
    if clues.series_type:
        return clues.series_type, "type-line"
    if clues.opening_type:
        return clues.opening_type, "title-cue"
    if item.part == "page":
        return _page_type(item, clues, cue)
    return _entry_type(item, cue, clues)


def _strongest(cues: Sequence[Hit]) -> str:
    order = (
        "interview",
        "statement",
        "press-release",
        "call",
        "event",
        "news",
        "publication",
        "project",
        "thematic",
        "article",
    )
    slugs = {entry.slug for hit in cues for entry in hit.entries if entry.use == "title"}
    return next((slug for slug in order if slug in slugs), "")


def _page_type(item: RawItem, clues: Clues, cue: str) -> tuple[str, str]:
    marks = {field.mark for field in item.fields}
    if item.date is None and any(begin <= item.title.start + 1 for begin, _, _ in clues.works):
        return "project", "title-cue"
    if said := cue if cue in ("interview", "statement") else item.declared_type:
        return said, "title-cue" if said == cue else "declared"
    if marks & _PROJECT_FIELDS and not marks & _EVENT_FIELDS:
        return "project", "layout"
    if marks & _EVENT_FIELDS and not item.date:
        return "event", "layout"
    if marks & _PUBLICATION_FIELDS or cue == "publication":
        return "publication", "layout"
    if clues.kind in ("listing", "thematic"):
        return "thematic", "layout"
    standing = cue == "thematic" and item.date is None
    if standing or _is_conversation(item):
        return ("thematic", "title-cue") if standing else ("interview", "layout")
    if item.date is None and not item.body and not item.lead:
        return "thematic", "layout"
    if cue:
        return cue, "title-cue"
    dated = item.date is not None or (item.is_work and item.published is not None)
    told = "news" if dated or _tells(item, clues) else "thematic"
    return item.likely_type or told, "layout"


def _tells(item: RawItem, clues: Clues) -> bool:
    """An undated page tells what happened: a headline, and a text that opens with a day or an organisation's doing."""
    if item.title.key.count(" ") + 1 < _HEADLINE_WORDS:
        return False
    return clues.acting or any(names_a_day(line.text) for line in (*item.lead[:2], *item.body[:1]))


def _is_conversation(item: RawItem) -> bool:
    """Questions, or lines that open with who speaks, again and again: `Q. ...`, `ICA: ...`."""
    asked = sum(bool(_QUESTION.search(line.text)) for line in item.body)
    if asked > _MANY_QUESTIONS and (item.date is not None or _QUOTED.search(item.title.text)):
        return True
    speakers = Counter(match.group(1) for line in item.body if (match := _SPEAKER.match(line.text)))
    return sum(times for _, times in speakers.most_common(2) if times > 1) > _MANY_QUESTIONS


def _entry_type(item: RawItem, cue: str, clues: Clues) -> tuple[str, str]:
    start, end = item.title.start, item.title.end
    for begin, stop, tool in clues.works:
        if begin <= start + 1 and stop >= end - 1:
            return ("publication" if tool else "project"), "title-cue"
    if cue in ("interview", "statement", "call", "press-release", "event", "news") or (cue and not clues.acting):
        return cue, "title-cue"
    if any(field.mark == "field-event-date" for field in item.fields):
        return "event", "layout"
    if any(field.mark == "field-deadline" for field in item.fields):
        return "call", "layout"
    if item.heading in _HEADED_TYPES:
        return item.heading, "layout"
    if clues.listed_type:
        return clues.listed_type, "layout"
    if item.label and item.meaning is None and not item.label.isupper():
        return "article", "type-line"
    if item.related and not item.label and not clues.acting and _DETERMINED_SUBTITLE.search(item.title.text):
        return "publication", "title-cue"
    return "news", "default"
