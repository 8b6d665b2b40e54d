"""Acronyms: those that the page itself defines, those inside a listed name, and those with the number of a session."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from rochdale.loaders.extraction.names import Entry, Gazetteer, Hit, entry_of
from rochdale.loaders.folding import fold
from rochdale.loaders.vocabulary import Vocabulary

_ACRONYM = re.compile(r"\((?:the |l['’]|la |le |el )?[“\"']?([A-ZÀ-Þ][\w&/.’'+-]{1,19})[”\"']?(?:[,;][^()]{0,30})?\)")
_WORD = re.compile(r"(?:(?<![^\W_])[LlDd]['’])?([^\W_]+(?:['’][^\W_]+)?)")
_BREAK = re.compile(r"[.;:?!()]\s")
_CAPITAL_AFTER = re.compile(r" [A-Z]")
_NUMBERED = re.compile(r"([A-Z](?<![A-Za-z].)[A-Z]{2,6})\d{1,3}(?!\w)")
"""A word of capitals and a number; the search runs from capital to capital."""
_SMALL_WORDS = frozenset(
    "of for and & the in on de del la las los du des et y e para pour do da dos das di a au aux en to "
    "with by from sur con".split()
)


@dataclass
class Definition:
    """`Long Name (LN)`: what the page itself says an acronym means."""

    start: int
    """Where the long name begins."""
    paren: int
    """Where the opening parenthesis stands."""
    end: int
    acronym: str


def definitions(text: str) -> Iterator[Definition]:
    """Every `Long Name (LN)` whose acronym the initials of the long name spell."""
    at = text.find("(")
    while at >= 0:
        match = _ACRONYM.match(text, at)
        if match and sum(c.isupper() for c in match.group(1)) > 1:
            start = _long_form(text, at, match.group(1))
            if start is not None:
                yield Definition(start, at, match.end(), match.group(1))
        at = text.find("(", at + 1)


def _long_form(text: str, paren: int, acronym: str) -> int | None:
    """Where the long name before a parenthesis begins: the shortest run of words whose initials spell the acronym."""
    line = max(text.rfind("\n", 0, paren) + 1, paren - 140)
    letters = [c for c in fold(acronym) if c.isalpha()]
    if not letters or text[paren - 1 : paren] not in (" ", "\u00a0"):
        return None
    folded_line = fold(text[line:paren])
    words = [
        (match.start(1), match[1], folded_line[match.start(1) - line : match.end(1) - line])
        for match in _WORD.finditer(text, line, paren)
    ]
    for in_order in (_spells, _nearly_spells):
        for count in range(2, min(len(words), 2 * len(letters) + 5) + 1):
            start, first, folded = words[-count]
            if first[0].isupper() and folded[0] == letters[0] and in_order(words[-count:], letters):
                return None if _BREAK.search(text, start, paren) else start
    return None


def spells(name: str, acronym: str) -> bool:
    """Whether the words of a name spell an acronym."""
    letters = [c for c in fold(acronym) if c.isalpha()]
    folded = fold(name)
    words = [(match.start(1), match[1], folded[match.start(1) : match.end(1)]) for match in _WORD.finditer(name)]
    capitals = sum(c.isupper() for c in acronym) > 1
    return capitals and (_spells(words, letters) or _nearly_spells(words, letters))


def _nearly_spells(words: Sequence[tuple[int, str, str]], letters: list[str]) -> bool:
    """Each letter opens a word or follows in it, in order: FE CO LUM, A N I M F; most capitalised words give one."""
    states = {(0, 0)}  # letters used, capitalised words that gave none
    for _, word, folded in words:
        missed = int(word[0].isupper() and folded not in _SMALL_WORDS)
        grown = {(at, without + missed) for at, without in states}
        for used, without in states:
            at, place = used, 0
            while at < len(letters) and (place := _next(folded, letters[at], place)):
                at += 1
                grown.add((at, without))
        states = grown
    return any(at == len(letters) and without <= max(0, len(letters) // 3) for at, without in states)


def _next(folded: str, letter: str, place: int) -> int:
    """Place (from 1) of the letter in a word, behind `place`; the first only as the first. Or 0."""
    return folded.find(letter, place) + 1 if place else int(folded[:1] == letter)


def _spells(words: Sequence[tuple[int, str, str]], letters: list[str]) -> bool:
    """The initials of the words hold the letters in order; small words may give none, capitalised ones give one."""
    at, missed = 0, 0
    for _, word, folded in words:
        if at < len(letters) and folded[:1] == letters[at]:
            at += 1
            for char in folded[1:]:  # a word may give several letters: COOP, SWaCH
                if at < len(letters) and char == letters[at] and len(letters) - at > len(words):
                    at += 1
        elif word[0].isupper() and folded not in _SMALL_WORDS:
            missed += 1
    if at == len(letters):
        return missed <= max(0, len(letters) // 3)
    return False


def inner_definitions(text: str, gazetteer: Gazetteer) -> Iterator[Hit]:
    """Listed names with their acronym in the middle: `Gender, Equality (GE) Branch`."""
    at = text.find("(")
    while at >= 0:
        match = _ACRONYM.match(text, at)
        if match and _CAPITAL_AFTER.match(text, match.end()):
            line = max(text.rfind("\n", 0, at) + 1, at - 120)
            cut = text[line:at] + text[match.end() + 1 : match.end() + 60].split("\n", maxsplit=1)[0]
            gap = match.end() + 1 - at
            for hit in gazetteer.find(cut, fold(cut))["organisation"]:
                if hit.start < at - line < hit.end:
                    yield Hit(line + hit.start, line + hit.end + gap, hit.entries)
        at = text.find("(", at + 1)


@cache
def _bodies(words: Vocabulary) -> dict[str, Entry]:
    """Bodies that meet in sessions, by acronym."""
    return {
        label.text: entry_of(thing, label, "exact", "acronym")
        for thing in words.of("organisation")
        if thing.kind in ("un-body", "unit", "intergovernmental-organisation")
        for label in thing.labels
        if label.use == "acronym"
    }


def numbered_sessions(text: str, words: Vocabulary) -> Iterator[Hit]:
    """The acronym of a listed body run together with the number of its session."""
    bodies = _bodies(words)
    for match in _NUMBERED.finditer(text):
        entry = bodies.get(match.group(1))
        if entry is not None:
            yield Hit(match.start(), match.end(), (entry,))
