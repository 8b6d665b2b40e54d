"""Persons: known by an honorific, an interview, an office, a verb of speech or a given name."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rochdale.loaders.extraction.head_nouns import Heads, heads
from rochdale.loaders.extraction.names import GIVEN_NAMES, Hit
from rochdale.loaders.extraction.spans import Spans
from rochdale.loaders.folding import key
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
_LISTED = re.compile(r"(?:[ \u00a0]\([^()\n]{2,60}\))?(?:[,;]|,?[ \u00a0](?:and|et|y|e|&)|[ \u00a0][·|])[ \u00a0]")
_AFTER = re.compile(r"[ \u00a0]*(?:,|\(|[–—-][ \u00a0]|:|de la |of |from |du |de |del |on |sur |sobre |and |et |y )")
_STOP = re.compile(r"[.;:()]")
_QUOTES_OPEN = re.compile(r"[ \u00a0]?:[ \u00a0][“\"«‘]")
_QUOTE_CLOSED = re.compile(r"[”\"»’][ \u00a0]?[:,–—-][ \u00a0]{0,2}")
"""What stands between words in quotation marks and the name of who said them."""
_OF_SOMEBODY = re.compile(r"(?:[ \u00a0](?:of|de|du|des|del|at|for|d['’])[ \u00a0]?[^,.;:!?\n]{2,60})?,[ \u00a0]")
"""Between an office and the name of its holder: `coordinator of the Network, ...`."""
_WORD_BEFORE = re.compile(r"(\S+)[ \u00a0]$")
_OPENER = re.compile(r"(?:Said|Says|Selon|Según|By|Par|Por|With|For|As|When|But|And|Et|Y|Pour|Para|Meet)[ \u00a0]")
_IN_PLACE = re.compile(r"\b(?:[Ii]n|[Nn]ear|[Aa]cross|[Tt]o|[Ff]rom|en|à|au|[Aa]t)[ \u00a0]$")
_LOWER_AFTER = re.compile(r"[ \u00a0]?(?:[,;:.)(“”\"»!?–—’']|$|\n)|[ \u00a0][a-zß-ÿ]")
_MOST_CAPITALISED = 0.7
_TITLE_WORDS = 5
_NOT_A_NAME = frozenset(
    "the this these that those what how why when where who our your ilo coop international national "
    "cooperative cooperatives unit office social solidarity economy spotlight interview interviews "
    "general director manager president united nations labour women world global youth".split()
)


_OPENERS = frozenset(
    "by par por with avec con meet voici said says about when as for after and but so while since where dr mr ms mrs "
    "president director minister secretary farmer member chair author text texte texto her his my our then later today "
    "yesterday now here puis ensuite hier enfin luego entonces ayer hoy".split()
)
"""Words that may open a sentence or line right before a person's name."""


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
    given = {cue.start: cue for cue in cues if cue.entry.slug in GIVEN_NAMES}
    for cue in cues:
        for person in _by_cue(text, cue, pattern):
            if not taken.touches(person.start, person.end):
                found.setdefault(person.start, person)
    for person in _authors(text, authors):
        found.setdefault(person.start, person)
    for start, end, interview in titles:
        first = _opening(text, start, end, interview)
        if first and not taken.touches(first.start, first.end):
            found.setdefault(first.start, first)
    if given:
        known = Spans((person.start, person.end) for person in found.values())
        for person in _by_given_name(text, given, heads(words)):
            if not (known.touches(person.start, person.end) or taken.touches(person.start, person.end)):
                found.setdefault(person.start, person)
    yield from sorted(found.values(), key=lambda person: person.start)


def _authors(text: str, authors: Iterable[tuple[int, int]]) -> Iterator[Person]:
    """The names in the values of author fields."""
    for start, end in authors:
        for match in _NAME.finditer(text, start, end):
            if _is_name(match.group()):
                yield Person(match.start(), match.end(), _clean(match.group()), "field", 0.9)


def _by_given_name(text: str, given: Mapping[int, Hit], known: Heads) -> Iterator[Person]:
    """The names that a given name opens: `Rosa Quispe`, `Jean-Luc Petit`."""
    reach = 0
    for start, cue in given.items():
        if start < reach or (start and (text[start - 1].isalnum() or text[start - 1] in "-@/.'’&")):
            continue
        match = _NAME.match(text, start)
        if match is None or match.end() <= cue.end or not _is_name(match.group()):
            continue
        end = _end_in_title(text, match, given)
        if _has_head(text[start:end], known) or _goes_on(text, start):
            continue
        if end == match.end() and not _LOWER_AFTER.match(text, end):
            continue
        if cue.entry.slug == "shared-name" and (
            _is_title(text, start) or _IN_PLACE.search(text, max(0, start - 9), start)
        ):
            continue
        reach = end
        yield Person(start, end, _clean(text[start:end]), "given-name", 0.75)


def _line(text: str, at: int) -> str:
    end = text.find("\n", at)
    return text[text.rfind("\n", 0, at) + 1 : end if end >= 0 else len(text)]


def _is_title(text: str, at: int) -> bool:
    """The line writes (nearly) all its words with a capital, so that none shows where a name ends."""
    words = [word for word in _line(text, at).split() if len(word) > 3]
    return len(words) >= _TITLE_WORDS and sum(word[0].isupper() for word in words) > _MOST_CAPITALISED * len(words)


def _end_in_title(text: str, match: re.Match[str], given: Mapping[int, Hit]) -> int:
    """Where a name ends: among words that are all capitalised, after the first that is no given name."""
    if match.group().count(" ") < 2 or not _is_title(text, match.start()):
        return match.end()
    at = match.start()
    while at in given and given[at].end < match.end():
        at = given[at].end + 1
    space = text.find(" ", at, match.end())
    return space if space > 0 else match.end()


def _has_head(name: str, known: Heads) -> bool:
    """A word of the name is a head noun: `Martin Luther King Day`, `Rosa Luxemburg Foundation`."""
    return any(word in known.last or word in known.first for word in key(name).split()[1:])


def _goes_on(text: str, start: int) -> bool:
    """A capitalised word stands right before, which is no opener of a sentence: the name is of something else."""
    before = _WORD_BEFORE.search(text, max(0, start - 30), start)
    if before is None or not before.group(1)[0].isupper() or before.group(1)[-1] in ",.;:":
        return False
    if before.group(1).endswith(("’s", "'s")):
        return False
    opens = before.start() == 0 or text[: before.start()].rstrip(' \u00a0“"«(•-')[-1:] in (
        "",
        "\n",
        ".",
        "!",
        "?",
        ":",
        "…",
    )
    return not opens or not _is_opener(before.group(1))


def _is_opener(word: str) -> bool:
    return word.lower() in _OPENERS


def _by_cue(text: str, cue: Hit, pattern: re.Pattern[str]) -> Iterator[Person]:
    kind = cue.entry.slug
    if kind == "honorific":
        if text[cue.start].isupper() and (not cue.start or text[cue.start - 1] in " \n\u00a0(“\"'’—–\t"):
            yield from _named(text, cue.end, pattern, "person-title", 0.95)
    elif kind == "introduction":
        yield from _named(text, cue.end, pattern, "person-title", 0.9)
    elif kind == "list":
        if text[cue.end : cue.end + 1] == ":" or text[cue.start].islower() or " " in cue.entry.text:
            yield from _named(text, cue.end, pattern, "person-title", 0.85, _LISTED)
    elif kind == "office":
        yield from _before_office(text, cue, pattern)
        before = None
        if text[cue.start].isupper():
            before = next(_named(text, cue.end, pattern, "person-role", 0.75), None)
        person = before or _behind_office(text, cue, pattern)
        if person:
            yield person
    elif kind == "speech":
        person = _ending(text, cue.start, pattern)
        if person:
            yield person
        else:
            yield from _named(text, cue.end, pattern, "person-role", 0.8)


def _named(
    text: str, at: int, pattern: re.Pattern[str], rule: str, confidence: float, joint: re.Pattern[str] = _AND
) -> Iterator[Person]:
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
        joined = joint.match(text, match.end())
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


def _behind_office(text: str, cue: Hit, pattern: re.Pattern[str]) -> Person | None:
    """`their coordinator, Name Surname`, `the spokeswoman of the Network, Name Surname`, `le député Name Surname`."""
    between = _OF_SOMEBODY.match(text, cue.end)
    at = between.end() if between else cue.end + 1
    if not between and text[cue.end : at] not in (" ", "\u00a0"):
        return None
    title = pattern.match(text, at)
    at = title.end() if title else at
    match = _NAME.match(text, at)
    if match is None or not _is_name(match.group()) or not _LOWER_AFTER.match(text, match.end()):
        return None
    return Person(at, match.end(), _clean(match.group()), "person-role", 0.75)


def _ending(text: str, at: int, pattern: re.Pattern[str]) -> Person | None:
    """The name that ends right before `at`."""
    while at and text[at - 1] in " \u00a0,":
        at -= 1
    line = max(text.rfind("\n", 0, at) + 1, at - 60)
    for match in _NAME.finditer(text, line, at):
        if match.end() == at and _is_name(match.group()):
            title = pattern.match(match.group())
            start = match.start() + (title.end() if title else 0)
            opener = _OPENER.match(text, start, at)
            start = opener.end() if opener and " " in text[opener.end() : at] else start
            name = text[start:at]
            return Person(start, at, _clean(name), "person-role", 0.8) if " " in name else None
    return None


def _opening(text: str, start: int, end: int, interview: bool) -> Person | None:
    """The name that opens an interview's title (`Name Surname, ...`), or that words in quotation marks follow."""
    said = None
    if interview or text[start] in '“"«‘':
        said = next((m for m in _QUOTE_CLOSED.finditer(text, start + 1, end) if text[m.end()].isupper()), None)
    start = said.end() if said else start
    match = _NAME.match(text, start)
    if not match or match.end() > end or not _is_name(match.group()):
        return None
    if (
        said
        or _QUOTES_OPEN.match(text, match.end())
        or (interview and (match.end() == end or _AFTER.match(text, match.end())))
    ):
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
