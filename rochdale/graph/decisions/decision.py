"""Decisions: what people found about the things that pages name, and the rules that decisions keep together.

A decision has a verb, and is about one thing:

    accept   the thing is what its name says: it is no longer a candidate
    reject   the words name no such thing (everywhere, or in some items, or some words alone)
    merge    the thing is another one, which survives
    split    some of its mentions mean another thing
    rename   the thing is called otherwise
"""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Final, Literal

import msgspec
import pyoxigraph as ox

from rochdale.loaders.vocabulary import Vocabulary

Verb = Literal["accept", "reject", "merge", "split", "rename"]
OF: Final = ("organisation", "project", "person", "item")
"""The classes of things that can be decided upon."""
MAX_NAME: Final = 300
MAX_REASON: Final = 4000
MAX_BY: Final = 200

_LANGUAGES = Path(__file__).parents[2] / "shapes" / "language.ttl"
_KEY = re.compile(rf"({'|'.join(OF)})/[a-z0-9-]+")
_FIELDS: Final[dict[Verb, frozenset[str]]] = {
    "accept": frozenset({"names", "kind", "country"}),
    "reject": frozenset({"items", "words"}),
    "merge": frozenset({"into"}),
    "split": frozenset({"into", "items", "words", "names", "kind", "country"}),
    "rename": frozenset({"names"}),
}
_FIELD_NAMES: Final = {
    "into": "another thing (sse:into)",
    "names": "a new name (sse:newName)",
    "kind": "a new kind (sse:newKind)",
    "country": "a new country (sse:newCountry)",
    "items": "items (sse:inItem)",
    "words": "words (sse:withWords)",
}


class Name(msgspec.Struct, frozen=True, order=True):
    """A name with the tag of its language."""

    text: str
    language: str = ""
    """Persons alone have names without one."""

    def __str__(self) -> str:
        return f"“{self.text}”"


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody decided about a thing, and why."""

    verb: Verb
    about: str
    """Key of the thing: `organisation/bit`."""
    by: str
    why: str
    date: str = ""
    """ISO day, or "" where nobody gave one."""
    into: str = ""
    """Key of the thing that survives a merge, or to which split mentions belong."""
    names: tuple[Name, ...] = ()
    """Names to go by, one a language; of a split, those of a thing that it makes."""
    kind: str = ""
    """Slug of its kind."""
    country: str = ""
    """Key of its country."""
    items: tuple[str, ...] = ()
    """Keys of the items whose mentions are meant; none for those of any item."""
    words: tuple[str, ...] = ()
    """Exact words of the mentions that are meant; none for any words."""
    key: str = ""
    """Path of its own IRI: `decision/merge-bit-0a1b2c3d`."""

    @property
    def partial(self) -> bool:
        """Whether some mentions of the thing are meant rather than all."""
        return bool(self.items or self.words)

    @property
    def drops(self) -> bool:
        """Whether it leaves out the thing as a whole."""
        return self.verb == "reject" and not self.partial

    @property
    def of(self) -> str:
        """The class of the thing."""
        return class_of(self.about)

    @property
    def told(self) -> str:
        """The decision in words, by keys."""
        where = f" in {', '.join(self.items)}" if self.items else ""
        what = f" where it is called {', '.join(f'“{word}”' for word in self.words)}" if self.words else ""
        match self.verb:
            case "merge":
                return f"merge {self.about} into {self.into}"
            case "split":
                return f"split {self.about}{where}{what}: that is {self.into}"
            case "reject":
                return f"reject {self.about}{where}{what}"
            case "rename":
                return f"rename {self.about} to {', '.join(map(str, self.names))}"
        return f"accept {self.about}{' as ' + ', '.join(map(str, self.names)) if self.names else ''}"


class Broken(msgspec.Struct, frozen=True):
    """A rule that decisions break."""

    decision: Decision
    """The one to blame."""
    reason: str
    other: Decision | None = None
    """The one that it does not go with."""


def class_of(key: str) -> str:
    """The class that a key shows: `organisation` of `organisation/ilo`."""
    return key.partition("/")[0]


# -- what one decision keeps ---------------------------------------------------------------------------------------


def fault(decision: Decision, words: Vocabulary) -> str:
    """The first rule that a decision breaks by itself, as a sentence without its end, or ""."""
    return next(_faults(decision, words), "")


def _faults(decision: Decision, words: Vocabulary) -> Iterator[str]:
    yield from _faults_of_record(decision)
    if not _KEY.fullmatch(decision.about):
        yield f"nothing can be decided about '{decision.about}'; take an organisation, a project, a person or an item"
    if decision.of == "item" and decision.verb not in ("merge", "rename"):
        yield f"an item can be merged or renamed alone, not {_PAST[decision.verb]}"
    for name, told in _FIELD_NAMES.items():
        if getattr(decision, name) and name not in _FIELDS[decision.verb]:
            yield f"{_ARTICLE[decision.verb]} says nothing about {told}; leave that out"
    yield from _faults_of_target(decision)
    if decision.verb == "rename" and not decision.names:
        yield "a rename gives the new name (sse:newName)"
    if decision.verb == "split" and not decision.partial:
        yield "a split says which mentions it means: items (sse:inItem), words (sse:withWords) or both"
    yield from _faults_of_selection(decision)
    yield from _faults_of_description(decision, words)


_ARTICLE: Final = {
    "accept": "an acceptance",
    "reject": "a rejection",
    "merge": "a merge",
    "split": "a split",
    "rename": "a rename",
}
_PAST: Final = {
    "accept": "accepted",
    "reject": "rejected",
    "merge": "merged",
    "split": "split",
    "rename": "renamed",
}


def _faults_of_record(decision: Decision) -> Iterator[str]:
    if not decision.by.strip() or len(decision.by) > MAX_BY:
        yield f"a decision says who made it (sse:decidedBy), in at most {MAX_BY} characters"
    if not decision.why.strip() or len(decision.why) > MAX_REASON:
        yield f"a decision says why (sse:reason), in at most {MAX_REASON} characters"
    if decision.date and not is_day(decision.date):
        yield f"the date '{decision.date}' is no day of the calendar; write it as 2026-07-29"


@cache
def languages_known() -> frozenset[str]:
    """The languages that the shapes let a name have."""
    found = ox.parse(path=_LANGUAGES, format=ox.RdfFormat.TURTLE)
    return frozenset(quad.object.value for quad in found if isinstance(quad.object, ox.Literal))


def is_day(text: str) -> bool:
    """Whether the text is a day in the form of ISO 8601, `2026-07-29`."""
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _faults_of_target(decision: Decision) -> Iterator[str]:
    if decision.verb not in ("merge", "split"):
        return
    if not decision.into:
        yield f"{_ARTICLE[decision.verb]} names the other thing (sse:into)"
    elif not _KEY.fullmatch(decision.into) or class_of(decision.into) != decision.of:
        yield f"'{decision.into}' is no {decision.of}; a thing goes with another of its class alone"
    elif decision.into == decision.about:
        yield f"{decision.about} cannot go into itself"


def _faults_of_selection(decision: Decision) -> Iterator[str]:
    for item in decision.items:
        if not (_KEY.fullmatch(item) and item.startswith("item/")):
            yield f"'{item}' is no item; give the IRI of one"
    if any(not word.strip() for word in decision.words):
        yield "words to go by (sse:withWords) are empty"


def _faults_of_description(decision: Decision, words: Vocabulary) -> Iterator[str]:
    languages = [name.language for name in decision.names]
    for name in decision.names:
        if not name.text.strip() or len(name.text) > MAX_NAME:
            yield f"a name has at least one character and at most {MAX_NAME}"
        if decision.of == "person":
            continue
        if not name.language:
            yield f'the name {name} has no language; tag it, as in "{name.text}"@en'
        elif name.language.partition("-")[0] not in languages_known():
            yield f"the language '{name.language}' of {name} is unknown; take a code of ISO 639-1, such as en, fr, es"
        elif languages.count(name.language) > 1:
            yield f"there are two names in one language ({name.language}); keep one"
    if decision.of in ("person", "item") and len(decision.names) > 1:
        yield f"{'an' if decision.of == 'item' else 'a'} {decision.of} has one name; keep one"
    if decision.of == "person" and (decision.kind or decision.country):
        yield "a person has no kind and no country; leave them out"
    for key in filter(None, (decision.kind and f"kind/{decision.kind}", decision.country)):
        if key not in words.things:
            yield f"the vocabulary lists no {key}; take one that it lists"


# -- what decisions keep together ----------------------------------------------------------------------------------


def broken(decisions: Sequence[Decision]) -> Broken | None:
    """The first rule that decisions break between them, in their order."""
    by_thing: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        for earlier in by_thing[decision.about]:
            if reason := clash(earlier, decision):
                return Broken(decision, reason, earlier)
        by_thing[decision.about].append(decision)
    whole = {one.about: one for one in decisions if one.drops}
    for decision in decisions:
        if decision.into in whole:
            reason = f"{decision.into} is rejected, so that nothing can go into it; keep one of the two"
            return Broken(decision, reason, whole[decision.into])
    return _round(decisions) or _two_named(decisions)


def clash(first: Decision, second: Decision) -> str:
    """Why two decisions about one thing cannot both stand, or ""."""
    if first.about != second.about or {first.verb, second.verb} & {"split"}:
        return ""
    if (first.verb == "reject" and first.partial) or (second.verb == "reject" and second.partial):
        return ""
    verbs = {first.verb, second.verb}
    if verbs == {"accept", "rename"}:
        both = {name.language for name in first.names} & {name.language for name in second.names}
        return f"{first.about} is given two names in one language; keep one" if both else ""
    if len(verbs) == 1:
        return f"{first.about} is {_PAST[first.verb]} twice; keep one"
    return f"{first.about} is {_PAST[first.verb]} and {_PAST[second.verb]}; keep one"


def survivors(decisions: Iterable[Decision]) -> dict[str, str]:
    """Where merged things go, by key: one step, chains are not followed."""
    return {one.about: one.into for one in decisions if one.verb == "merge"}


def chain(key: str, steps: dict[str, str]) -> list[str]:
    """A key and the keys that it goes on to, step by step; ends before a key would come again."""
    path = [key]
    while (following := steps.get(path[-1], "")) and following not in path:
        path.append(following)
    return path


def _round(decisions: Sequence[Decision]) -> Broken | None:
    steps = survivors(decisions)
    for decision in decisions:
        if decision.verb == "merge" and decision.about in chain(decision.into, steps):
            ring = [*chain(decision.about, steps), decision.about]
            other = next(one for one in decisions if one.verb == "merge" and one.about == decision.into)
            return Broken(decision, f"these merges go round: {' → '.join(ring)}; delete one of them", other)
    return None


def _two_named(decisions: Sequence[Decision]) -> Broken | None:
    named: dict[tuple[str, str], tuple[str, Decision]] = {}
    for decision in decisions:
        for name in decision.names if decision.verb == "split" else ():
            text, other = named.setdefault((decision.into, name.language), (name.text, decision))
            if text != name.text:
                return Broken(decision, f"{decision.into} is given two names in one language; keep one", other)
    return None
