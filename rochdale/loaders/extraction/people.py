"""Persons: introduced by an honorific, an interview or an office."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from rochdale.loaders.extraction.names import Hit
from rochdale.loaders.extraction.spans import Spans
from rochdale.loaders.vocabulary import Vocabulary

_CAP = (
    r"(?:[A-ZÀ-ÞĀ-Ž][a-zß-ÿā-ž’'][\w’'-]*|[A-ZÀ-Þ]\.|[A-ZÀ-Þ]{3,}(?=[ ,.;)]|$)"
    r"|O['’][A-Z]\w+|D['’][A-Z]\w+|Mc[A-Z]\w+|Mac[A-Z]\w+)"
)
_SMALL = r"(?:de|da|del|della|van|von|der|den|bin|ben|al|el|la|las|dos|di|du|le|ten|abu|ibn)"
_NAME = re.compile(rf"{_CAP}(?:[ \u00a0-](?:(?:{_SMALL}[ \u00a0]){{0,2}}){_CAP}){{1,4}}")
_ONE = re.compile(rf"{_CAP}")
_GAP = re.compile(r"[ \u00a0]*\.?[ \u00a0]*(?:[,:][ \u00a0]*)?")
_AND = re.compile(r"(?:,)?[ \u00a0](?:and|et|y|&)[ \u00a0]")
_AFTER = re.compile(r"[ \u00a0]*(?:,|\(|[–—-][ \u00a0]|:|de la |of |from |du |de |del |on |sur |sobre |and |et |y )")
_STOP = re.compile(r"[.;:()]")
_QUOTES_OPEN = re.compile(r":[ \u00a0][“\"«‘]")
_NOT_A_NAME = frozenset(
    "the this these that those what how why when where who our your ilo coop international national "
    "cooperative cooperatives unit office social solidarity economy spotlight interview interviews "
    "general director manager president united nations labour women world global youth".split()
)


@dataclass
class Person:
    """A person named at a place in the text."""

    start: int
    end: int
    name: str
    rule: str
    confidence: float
    affiliation: str = ""


@cache
def honorifics(words: Vocabulary) -> re.Pattern[str]:
    """Matches one honorific or several at the start of a name."""
    found = {label.text for thing in words.of("person-word") if thing.slug == "honorific" for label in thing.labels}
    longest_first = sorted(found, key=lambda text: (-len(text), text))
    return re.compile(rf"(?:(?:{'|'.join(re.escape(text) for text in longest_first)})\.?[ \u00a0]+)+")


def persons(
    text: str,
    cues: Sequence[Hit],
    titles: Iterable[tuple[int, int, bool]],
    authors: Iterable[tuple[int, int]],
    taken: Spans,
    words: Vocabulary,
) -> Iterator[Person]:
    """The persons that a document names.

    Args:
        text: the document.
        cues: hits of honorifics, introductions, offices and verbs of speech, by start.
        titles: title spans, with those of interviews told apart: a name may open them.
        authors: spans of the values of author fields.
        taken: spans of organisations, countries and projects: a name inside one is no person.
        words: the vocabulary.
    """
    pattern = honorifics(words)
    found: dict[int, Person] = {}
    for cue in cues:
        for person in _by_cue(text, cue, pattern):
            if not taken.touches(person.start, person.end):
                found.setdefault(person.start, person)
    for start, end in authors:
        for match in _NAME.finditer(text, start, end):
            if _is_name(match.group()):
                found.setdefault(match.start(), Person(match.start(), match.end(), _clean(match.group()), "field", 0.9))
    for start, end, interview in titles:
        first = _opening(text, start, end, interview)
        if first and not taken.touches(first.start, first.end):
            found.setdefault(first.start, first)
    yield from sorted(found.values(), key=lambda person: person.start)


def _by_cue(text: str, cue: Hit, pattern: re.Pattern[str]) -> Iterator[Person]:
    kind = cue.entry.slug
    if kind == "honorific":
        if text[cue.start].isupper() and (not cue.start or text[cue.start - 1] in " \n\u00a0(“\"'’—–\t"):
            yield from _named(text, cue.end, pattern, "person-title", 0.95)
    elif kind == "introduction":
        yield from _named(text, cue.end, pattern, "person-title", 0.9)
    elif kind == "office":
        yield from _before_office(text, cue, pattern)
        if text[cue.start].isupper():
            yield from _named(text, cue.end, pattern, "person-role", 0.75)
    elif kind == "speech":
        person = _ending(text, cue.start, pattern)
        if person:
            yield person
        else:
            yield from _named(text, cue.end, pattern, "person-role", 0.8)


def _named(text: str, at: int, pattern: re.Pattern[str], rule: str, confidence: float) -> Iterator[Person]:
    """The names that begin at `at`: one, or several joined by `and`."""
    gap = _GAP.match(text, at)
    at = gap.end() if gap else at
    while True:
        title = pattern.match(text, at)
        at = title.end() if title else at
        match = _NAME.match(text, at)
        if not match or not _is_name(match.group()):
            return
        yield Person(match.start(), match.end(), _clean(match.group()), rule, confidence)
        joined = _AND.match(text, match.end())
        if not joined:
            return
        at = joined.end()


def _before_office(text: str, cue: Hit, pattern: re.Pattern[str]) -> Iterator[Person]:
    """`Name Surname, Office of ...`: the name ends right before the comma; adjectives may stand before the office."""
    line = text.rfind("\n", 0, cue.start) + 1
    comma = text.rfind(",", max(line, cue.start - 60), cue.start)
    if comma < 0 or _STOP.search(text, comma, cue.start):
        return
    person = _ending(text, comma, pattern)
    if person:
        yield Person(person.start, person.end, person.name, "person-role", 0.85)


def _ending(text: str, at: int, pattern: re.Pattern[str]) -> Person | None:
    """The name that ends right before `at`."""
    while at and text[at - 1] in " \u00a0,":
        at -= 1
    line = max(text.rfind("\n", 0, at) + 1, at - 60)
    for match in _NAME.finditer(text, line, at):
        if match.end() == at and _is_name(match.group()):
            title = pattern.match(match.group())
            start = match.start() + (title.end() if title else 0)
            name = text[start:at]
            return Person(start, at, _clean(name), "person-role", 0.8) if " " in name else None
    return None


def _opening(text: str, start: int, end: int, interview: bool) -> Person | None:
    """The name that opens an interview's title (`Name Surname, ...`), or that words in quotation marks follow."""
    match = _NAME.match(text, start)
    if not match or match.end() > end or not _is_name(match.group()):
        return None
    if _QUOTES_OPEN.match(text, match.end()) or (interview and (match.end() == end or _AFTER.match(text, match.end()))):
        return Person(start, match.end(), _clean(match.group()), "person-title", 0.85)
    return None


def _is_name(name: str) -> bool:
    words = name.replace("\u00a0", " ").split()
    return 2 <= len(words) <= 6 and not any(word.lower().strip(".,") in _NOT_A_NAME for word in words)


def _clean(name: str) -> str:
    name = " ".join(name.replace("\u00a0", " ").split())
    for ending in ("’s", "'s"):
        name = name.removesuffix(ending)
    return name
