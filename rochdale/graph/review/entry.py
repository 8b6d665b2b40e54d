"""Entries: taking down what somebody decides, in words, as a decision of the file."""

import difflib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec
import pyoxigraph as ox

from rochdale.errors import QueryError, RochdaleError
from rochdale.graph.decisions.application import made_by_splits, why_stale
from rochdale.graph.decisions.decision import OF, Decision, Name, Verb, clash, class_of, is_day
from rochdale.graph.decisions.file import DecisionFile, decisions_in, with_decision, write_decisions
from rochdale.graph.evidence import evidence, label
from rochdale.graph.naming import NameResolver, as_iri
from rochdale.graph.review.queue import is_there, things_of
from rochdale.graph.statements import decision_key, iri, made_key
from rochdale.loaders.folding import key as fold_key
from rochdale.loaders.vocabulary import BASE, Thing, Vocabulary

_TAGGED: Final = re.compile(r"(.*\S)@([A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*)", re.DOTALL)
_NEAREST: Final = 5


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wants to be decided, as they tell it."""

    verb: Verb
    about: str
    """An IRI, a key, or a name; so are the others."""
    by: str = ""
    why: str = ""
    date: str = ""
    into: str = ""
    names: tuple[str, ...] = ()
    """With their language behind an @, or without."""
    kind: str = ""
    country: str = ""
    items: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    replace: bool = False
    """Take it down in place of what was decided about the same thing before."""


class Entered(msgspec.Struct, frozen=True, kw_only=True):
    """A decision that was taken down."""

    file: DecisionFile
    decision: Decision
    told: str
    """In words, with names."""
    mentions: int
    """That it touches in the graph as it is built."""
    replaced: tuple[Decision, ...]

    @property
    def line(self) -> int:
        """On which it begins."""
        return self.file.lines()[self.decision.key]


def enter(store: ox.Store, path: Path, wish: Wish, words: Vocabulary) -> Entered:
    """Take down a decision in a file, which is made if it is not there.

    Raises:
        RochdaleError: it is not told who decides and why; what is meant is unknown; or the decision breaks a rule or
            does not go with another. The file then stays as it is.
    """
    _tells_all(wish)
    file = decisions_in(path, words)
    decision = _decision(store, file, wish, words)
    known = things_of(store, (decision.about, decision.into), words)
    known = msgspec.structs.replace(known, keys=known.keys | {one.about for one in file.decisions})
    made = made_by_splits([*file.decisions, decision])
    if reason := why_stale(decision, known, made):
        raise RochdaleError(reason)
    mentions = _mentions(store, decision)
    replaced = [one for one in file.decisions if one.key == decision.key or clash(one, decision)]
    for old in replaced:
        place = f"{path}:{file.lines()[old.key]}"
        if (old.verb, decision.verb) == ("accept", "rename"):
            hint = "accept it again by its new name with --name and --replace"
            raise RochdaleError(f"{place}: {decision.about} was accepted by a name in this language; {hint}")
        if not wish.replace:
            raise RochdaleError(f"{place}: {old.by} decided already: {old.told}; delete these lines, or say --replace")
    told = _told(store, decision, words)
    after = with_decision(file, decision, told, words, replacing=replaced)
    write_decisions(path, file, after)
    return Entered(file=after, decision=decision, told=told, mentions=mentions, replaced=tuple(replaced))


def _tells_all(wish: Wish) -> None:
    if not wish.by.strip():
        raise RochdaleError('who decides? say --by "Your name", or set ROCHDALE_BY; the name is kept with the decision')
    if not wish.why.strip():
        raise RochdaleError('why? say --why "the reason"; it is kept with the decision')
    if wish.date and not is_day(wish.date):
        raise RochdaleError(f"--date: '{wish.date}' is no day of the calendar; write it as 2026-07-29")


def _decision(store: ox.Store, file: DecisionFile, wish: Wish, words: Vocabulary) -> Decision:
    """The decision that is wished for, with its key."""
    finder = _Finder(store, file, words)
    about = finder.found(wish.about, OF if wish.verb in ("merge", "rename") else OF[:-1])
    names = tuple(sorted(_name(one, _language(store, about)) for one in wish.names))
    decision = Decision(
        verb=wish.verb,
        about=about,
        by=wish.by,
        why=wish.why,
        date=wish.date,
        into=finder.target(wish.into, class_of(about), names) if wish.into or wish.verb == "split" else "",
        names=names,
        kind=_listed(words, "kind", wish.kind).rpartition("/")[2] if wish.kind else "",
        country=_listed(words, "country", wish.country) if wish.country else "",
        items=tuple(sorted({finder.found(item, ("item",)) for item in wish.items})),
        words=tuple(sorted({" ".join(said.split()) for said in wish.words})),
    )
    return msgspec.structs.replace(decision, key=decision_key(decision))


def _name(text: str, language: str) -> Name:
    match = _TAGGED.fullmatch(text)
    return Name(match[1], match[2].lower()) if match else Name(text, language)


def _language(store: ox.Store, key: str) -> str:
    """The language that a name has which nobody tagged: that of the name that the thing has."""
    if class_of(key) == "person":
        return ""
    for quad in store.quads_for_pattern(iri(key), None, None, None):
        if isinstance(quad.object, ox.Literal) and quad.predicate.value.rpartition("/")[2].rpartition("#")[2] in (
            "prefLabel",
            "title",
        ):
            return quad.object.language or "en"
    return "en"


class _Finder:
    """Finds what is meant, in the graph, in the vocabulary and among what was decided before."""

    def __init__(self, store: ox.Store, file: DecisionFile, words: Vocabulary) -> None:
        self._store = store
        self._words = words
        self._names = NameResolver(store)
        self._decided = {key for one in file.decisions for key in (one.about, one.into)}

    def found(self, text: str, classes: Sequence[str]) -> str:
        """The key of the thing of one of these classes that a text means.

        Raises:
            QueryError: nothing is meant by it, or more than one thing.
        """
        spelled = as_iri(text.strip())
        if spelled is not None:
            key = spelled.value.removeprefix(BASE)
            if key in self._decided or key in self._words.things or is_there(self._store, key):
                return key
        for among in (tuple(of for of in classes if of != "item"), tuple(of for of in classes if of == "item")):
            for partly in (False, True):
                found = [iri for of in among for iri in self._names.meant(text, of, partly=partly)]
                found = found or [
                    BASE + thing.key for thing in self._words.things.values() if _bears(thing, among, text)
                ]
                if len(found) > 1:
                    several = ", ".join(map(self._names.told, found[:_NEAREST]))
                    more = f" or {len(found) - _NEAREST} more" if len(found) > _NEAREST else ""
                    raise QueryError(f"'{text}' may mean {several}{more}; give a key or an IRI")
                if found:
                    return found[0].removeprefix(BASE)
        wanted = ", ".join(classes[:-1]) + f" or {classes[-1]}" if len(classes) > 1 else classes[0]
        raise QueryError(f"there is no {wanted} '{text}'; `rochdale review GRAPH` lists what waits for a decision")

    def target(self, text: str, of: str, names: Sequence[Name]) -> str:
        """The key of the thing that a merge or split leads to; of a split that gives it a name a new one.

        Raises:
            QueryError: as `found`.
        """
        if not text and not names:
            raise QueryError("what are these mentions? say --into and the thing, or --name for one that is new")
        if not names:
            return self.found(text, (of,))
        spelled = as_iri(text.strip()) if text else None
        return spelled.value.removeprefix(BASE) if spelled else made_key(of, text or names[0].text)


def _bears(thing: Thing, classes: Sequence[str], name: str) -> bool:
    """Whether a listed thing of one of these classes has a name."""
    if thing.of not in classes:
        return False
    return any(fold_key(label.text) == fold_key(name) for label in thing.labels)


def _listed(words: Vocabulary, of: str, text: str) -> str:
    """The key of a listed kind or country that a slug, a code or a name means.

    Raises:
        QueryError: nothing is meant by it.
    """
    slug = text.strip().rpartition("/")[2].rpartition(":")[2]
    for thing in words.of(of):
        codes = {value for _, value in thing.codes}
        labels = {fold_key(label.text) for label in thing.labels if label.use in ("name", "other")}
        if slug == thing.slug or slug.upper() in codes or fold_key(text) in labels:
            return thing.key
    slugs = [thing.slug if of == "kind" else thing.name for thing in words.of(of)]
    near = difflib.get_close_matches(text, slugs, _NEAREST, 0.5) or sorted(slugs)[: 4 * _NEAREST]
    raise QueryError(f"the vocabulary lists no {of} '{text}'; there are: {', '.join(near)}")


def _mentions(store: ox.Store, decision: Decision) -> int:
    """How many mentions a decision touches, of those that the graph has.

    Raises:
        QueryError: it means some, and there are none.
    """
    found = evidence(store, entity=iri(decision.about))
    items = {iri(item).value for item in decision.items}
    meant = [
        one
        for one in found
        if (not items or one.item in items) and (not decision.words or " ".join(one.words.split()) in decision.words)
    ]
    if decision.partial and found and not meant:
        words = ", ".join(sorted({f"“{one.words}”" for one in found})[: 2 * _NEAREST])
        raise QueryError(f"no mention of {decision.about} is meant by that; it is mentioned as {words}")
    return len(meant)


def _told(store: ox.Store, decision: Decision, words: Vocabulary) -> str:
    """A decision in words, with the names of things rather than their keys."""
    told = decision.told
    for key in sorted({decision.about, decision.into, *decision.items} - {""}, key=len, reverse=True):
        name = label(store, iri(key))
        if name == key and key in words.things:
            name = words.things[key].name
        if name == key and key == decision.into and decision.names:
            name = decision.names[0].text
        told = f"“{name}”".join(re.split(rf"{re.escape(key)}(?![a-z0-9-])", told))
    described = [words.things[key].name for key in (f"kind/{decision.kind}", decision.country) if key in words.things]
    return ", ".join([told, *described])
