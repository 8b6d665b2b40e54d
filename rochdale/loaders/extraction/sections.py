"""Sections: lists of members, observers, partners and donors under a heading that says what they are."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rochdale.loaders.extraction.cues import Cue
from rochdale.loaders.extraction.organisations import Organisation
from rochdale.loaders.extraction.parts import Part
from rochdale.loaders.extraction.passages import Passage

_ENDS = re.compile(r"[.!?…]['\"”’»)]*$")
_NO_LONGER = re.compile(
    r"\b(?:past|former|previous|pending|prospective|not|no|applications?|ancien(?:ne)?s?|candidat\w*|demandes?|"
    r"antigu[oa]s|ex|solicitud(?:es)?|anteriores)\b",
    re.I,
)
_NOT_IN_NAMES = re.compile(r"\bno (?:vote|voting)\b", re.I)
_MAX_HEADING = 60
_MAX_ENTRY = 240
_MAX_BESIDE = 90
_BULLET = re.compile(r"[-*•·▪●–—]\s")


@dataclass
class Section:
    """A heading and the organisations that stand below it."""

    role: str
    organisations: list[tuple[Organisation, Passage]]
    start: int
    owner: Organisation | None
    """The organisation that the heading itself names."""


def sections(text: str, part: Part) -> Iterator[Section]:
    """The lists of an item, by place."""
    headings = [(cue, passage) for cue, passage in _heading_cues(part) if passage.zone != "field"]
    if not headings or not part.organisations:
        return
    named: dict[int, list[Organisation]] = {}
    for organisation, passage in part.organisations:
        named.setdefault(passage.start, []).append(organisation)
    starts = {passage.start for _, passage in headings}
    at = {passage.start: index for index, passage in enumerate(part.passages)}
    seen: set[int] = set()
    for cue, passage in headings:
        if passage.start in seen or not _is_heading(text, cue, passage, named):
            continue
        seen.add(passage.start)
        found = list(_entries(text, part.passages[at[passage.start] + 1 :], named, starts, passage))
        if found and not _is_past(text, passage):
            owner = next(iter(named.get(passage.start, ())), None)
            yield Section(cue.role, found, passage.start, owner)


def _heading_cues(part: Part) -> Iterator[tuple[Cue, Passage]]:
    cues = [cue for cue in part.cues if cue.use == "heading"]
    starts = [passage.start for passage in part.passages] if cues else []
    for cue in cues:
        yield cue, part.passages[bisect_right(starts, cue.start) - 1]


def _is_past(text: str, heading: Passage) -> bool:
    words = _NOT_IN_NAMES.sub("", text[heading.start : heading.end])
    return _NO_LONGER.search(words) is not None


def _is_heading(text: str, cue: Cue, passage: Passage, named: dict[int, list[Organisation]]) -> bool:
    words = text[passage.start : passage.end].rstrip(" :")
    before = text[passage.start : cue.start]
    if named.get(passage.start) and ":" in text[cue.end : cue.end + 8]:
        return False  # a field, whose value stands on the line itself
    return (
        len(words) <= _MAX_HEADING
        and not _ENDS.search(words)
        and len(before.split()) < 3
        and all(one.start >= cue.end for one in named.get(passage.start, ()))
    )


def _entries(
    text: str, passages: Sequence[Passage], named: dict[int, list[Organisation]], headings: set[int], heading: Passage
) -> Iterator[tuple[Organisation, Passage]]:
    line = heading.line
    for passage in passages:
        words = text[passage.start : passage.end]
        gap, line = passage.line - line > 1, passage.line
        if passage.zone in ("field", "title") or (passage.start in headings and not named.get(passage.start)):
            return
        here = named.get(passage.start, [])
        beside = len(words) - sum(one.end - one.start for one in here)
        bullet = text[passage.start - 2 : passage.start].strip() in ("-", "*", "•", "·", "–", "▪", "●")
        if len(words) > _MAX_ENTRY or beside > _MAX_BESIDE or (_ENDS.search(words) and beside > _MAX_BESIDE // 3):
            return
        if not here and gap and not bullet and passage.line - heading.line > 2:
            return
        if here and not bullet and beside > _MAX_BESIDE // 2 and here[0].start - passage.start > _MAX_BESIDE // 2:
            return
        for one in here:
            yield one, passage
