"""The queue: what a graph holds that people have not decided about, the strongest evidence first."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Final, Literal

import msgspec
import pyoxigraph as ox

from rochdale.graph.decisions.application import Known, made_by_splits, why_stale
from rochdale.graph.decisions.decision import Decision, chain, survivors
from rochdale.graph.decisions.file import DecisionFile
from rochdale.graph.decisions.meaning import by_subject, understood
from rochdale.graph.evidence import evidence, label
from rochdale.graph.review.likeness import Likeness, Named, likenesses
from rochdale.graph.statements import iri
from rochdale.graph.terms import FOAF, RDF, SKOS, SSE, STATUS_ACCEPTED, STATUS_CANDIDATE
from rochdale.loaders.vocabulary import BASE, Thing, Vocabulary

CLASSES: Final = {"organisation": SSE.Organisation, "project": SSE.Project, "person": SSE.Person}
State = Literal["candidate", "accepted", "listed"]


class Sentence(msgspec.Struct, frozen=True):
    """A sentence that names a thing, and where it stands."""

    page: str
    line: int
    words: str
    sentence: str
    item: str
    """Title of the item."""
    confidence: float


class Subject(msgspec.Struct, kw_only=True):
    """A thing that may be decided upon."""

    key: str
    of: str
    name: str
    state: State
    names: tuple[str, ...] = ()
    """Other names."""
    acronyms: tuple[str, ...] = ()
    kind: str = ""
    country: str = ""
    """Key of its country."""
    pages: int = 0
    items: int = 0
    mentions: int = 0
    sentences: tuple[Sentence, ...] = ()


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """Two things that may be one."""

    goes: Subject
    """The one that would be merged: never a listed one."""
    stays: Subject
    likeness: float
    reasons: tuple[str, ...]


class Unapplied(msgspec.Struct, frozen=True):
    """A decision that the graph does not show."""

    line: int
    told: str
    reason: str = ""
    """Why it does not apply; "" where it waits for the next build."""


class Queue(msgspec.Struct, kw_only=True):
    """What there is to decide."""

    decisions: int
    """In the file."""
    waiting: dict[str, int]
    """How many things wait, by class; those that the filters leave out count too."""
    candidates: tuple[Subject, ...]
    more_candidates: int
    duplicates: tuple[Pair, ...]
    more_duplicates: int
    unapplied: tuple[Unapplied, ...]
    withdrawn: int
    """Decisions that the graph shows and the file no longer holds."""


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """Which things are wanted."""

    of: str = ""
    kind: str = ""
    least: int = 1
    """Mentions at least."""
    limit: int | None = None
    """Candidates, and pairs, at most."""
    only: Literal["candidates", "duplicates", ""] = ""
    sentences: int = 2
    """For each candidate at most."""

    def wants(self, subject: Subject) -> bool:
        """Whether a thing passes."""
        return (
            (not self.of or subject.of == self.of)
            and (not self.kind or subject.kind == self.kind)
            and subject.mentions >= self.least
        )


def queue(store: ox.Store, file: DecisionFile, words: Vocabulary, wanted: Filter) -> Queue:
    """What a graph holds that nobody has decided about, in the graph or in the file.

    Args:
        store: of a built graph.
        file: the decisions, those among them that are not built yet.
        words: the vocabulary.
        wanted: which things to list; counts are of all.
    """
    subjects = {one.key: one for one in _subjects(store)}
    settled = _settled(file.decisions)
    waiting = [one for one in subjects.values() if one.state == "candidate" and one.key not in settled]
    waiting.sort(key=lambda one: (-one.pages, -one.items, -one.mentions, one.key))
    passed = [one for one in waiting if wanted.wants(one)]
    shown = [] if wanted.only == "duplicates" else passed[: wanted.limit]
    pairs = [] if wanted.only == "candidates" else list(_pairs(subjects, file, words, wanted))
    listed = pairs[: wanted.limit]
    for one in {
        id(one): one for one in (*shown, *(side for pair in listed for side in (pair.goes, pair.stays)))
    }.values():
        one.sentences = tuple(islice(sentences(store, one.key), wanted.sentences))
    return Queue(
        decisions=len(file.decisions),
        waiting={of: sum(one.of == of for one in waiting) for of in CLASSES},
        candidates=tuple(shown),
        more_candidates=0 if wanted.only == "duplicates" else len(passed) - len(shown),
        duplicates=tuple(listed),
        more_duplicates=len(pairs) - len(listed),
        unapplied=tuple(_unapplied(store, file, words)),
        withdrawn=len(_built(store).keys() - {one.key for one in file.decisions}),
    )


def _settled(decisions: Iterable[Decision]) -> set[str]:
    """Keys of things that need no decision any more."""
    return {
        one.about for one in decisions if one.verb in ("accept", "merge") or (one.verb == "reject" and not one.partial)
    }


# -- what the graph holds ------------------------------------------------------------------------------------------


def _subjects(store: ox.Store) -> Iterator[Subject]:
    for of, kind in CLASSES.items():
        for quad in store.quads_for_pattern(None, RDF.type, kind, None):
            if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(BASE):
                yield _subject(store, quad.subject, of)


def _subject(store: ox.Store, node: ox.NamedNode, of: str) -> Subject:
    status = {quad.object for quad in store.quads_for_pattern(node, SSE.status, None, None)}
    candidate = STATUS_CANDIDATE in status or (of == "person" and not status)
    name = label(store, node)
    found = Subject(
        key=node.value.removeprefix(BASE),
        of=of,
        name=name,
        state="candidate" if candidate else "accepted" if STATUS_ACCEPTED in status else "listed",
        names=tuple(sorted({*_texts(store, node, SKOS.prefLabel, SKOS.altLabel, FOAF.name)} - {name})),
        acronyms=tuple(sorted(set(_texts(store, node, SSE.acronym)))),
        kind=next(iter(_keys(store, node, SSE.kind)), "").removeprefix("kind/"),
        country=next(iter(_keys(store, node, SSE.country)), ""),
    )
    items, pages = set(), set()
    for quad in store.quads_for_pattern(None, SSE.entity, node, None):
        if isinstance(quad.subject, ox.NamedNode):
            found.mentions += 1
            items.update(_keys(store, quad.subject, SSE.item))
            pages.update(_keys(store, quad.subject, SSE.document))
    found.items, found.pages = len(items), len(pages)
    return found


def sentences(store: ox.Store, key: str) -> Iterator[Sentence]:
    """The sentences that name a thing: those that say more than its name, the surest, the newest first; each once."""
    seen = set()
    found = evidence(store, entity=iri(key))
    for one in sorted(found, key=lambda one: (one.sentence == one.words, -float(one.confidence or 0))):
        if one.sentence not in seen:
            seen.add(one.sentence)
            yield Sentence(one.document, one.line, one.words, one.sentence, one.item_title, float(one.confidence or 0))


def _texts(store: ox.Store, node: ox.NamedNode, *predicates: ox.NamedNode) -> Iterator[str]:
    for predicate in predicates:
        for quad in store.quads_for_pattern(node, predicate, None, None):
            if isinstance(quad.object, ox.Literal):
                yield quad.object.value


def _keys(store: ox.Store, node: ox.NamedNode, predicate: ox.NamedNode) -> list[str]:
    found = (quad.object for quad in store.quads_for_pattern(node, predicate, None, None))
    return sorted(one.value.removeprefix(BASE) for one in found if isinstance(one, ox.NamedNode))


# -- possible duplicates -------------------------------------------------------------------------------------------


def _pairs(subjects: dict[str, Subject], file: DecisionFile, words: Vocabulary, wanted: Filter) -> Iterator[Pair]:
    """Pairs that pass the filter, the likeliest first."""
    steps = survivors(file.decisions)
    out = {one.about for one in file.decisions if one.drops} | set(steps)
    known = {key: one for key, one in subjects.items() if key not in out}
    for of in ("organisation", "project"):
        for thing in words.of(of):
            if thing.key not in out:
                known.setdefault(thing.key, _listed(thing))
    accepted = {one.about for one in file.decisions if one.verb == "accept"}
    for one in likenesses([_named(subject, accepted, words) for subject in known.values()], words):
        pair = _pair(one, known)
        if wanted.wants(pair.goes) and chain(pair.goes.key, steps)[-1] != chain(pair.stays.key, steps)[-1]:
            yield pair


def _listed(thing: Thing) -> Subject:
    return Subject(
        key=thing.key,
        of=thing.of,
        name=thing.name,
        state="listed",
        names=tuple(sorted({one.text for one in thing.labels if one.use in ("name", "other")} - {thing.name})),
        acronyms=tuple(sorted({one.text for one in thing.labels if one.use == "acronym"})),
        kind=thing.kind,
        country=next(iter(thing.country), ""),
    )


def _named(subject: Subject, accepted: set[str], words: Vocabulary) -> Named:
    thing = words.things.get(subject.key)
    hidden = tuple(one.text for one in thing.labels if one.use in ("name", "other")) if thing else ()
    return Named(
        key=subject.key,
        of=subject.of,
        names=tuple(dict.fromkeys((subject.name, *subject.names, *hidden))),
        acronyms=subject.acronyms,
        kind=subject.kind,
        countries=frozenset(filter(None, [subject.country])),
        settled=subject.state != "candidate" or subject.key in accepted,
    )


_STATED: Final = frozenset({"status/curated", "status/published"})
"""What a thing of the vocabulary, or of another publisher, has as its status."""
_STANDING: Final = {"listed": 0, "accepted": 1, "candidate": 2}


def _pair(found: Likeness, known: dict[str, Subject]) -> Pair:
    """What would stay of two: the listed one, the accepted one, the one that more pages name."""
    sides = sorted(
        (known[found.first], known[found.second]),
        key=lambda one: (_STANDING[one.state], -one.pages, -one.mentions, one.key),
    )
    return Pair(goes=sides[1], stays=sides[0], likeness=found.score, reasons=found.reasons)


# -- decisions that the graph does not show ------------------------------------------------------------------------


def _built(store: ox.Store) -> dict[str, Decision]:
    """The decisions that a graph shows, by key."""
    nodes = {quad.subject for quad in store.quads_for_pattern(None, RDF.type, SSE.Decision, None)}
    found = {}
    for node in nodes:
        if isinstance(node, ox.NamedNode):
            facts = by_subject(store.quads_for_pattern(node, None, None, None))
            found[node.value.removeprefix(BASE)] = understood(node.value, facts[node.value])
    return found


def _unapplied(store: ox.Store, file: DecisionFile, words: Vocabulary) -> Iterator[Unapplied]:
    built = _built(store)
    changed = [one for one in file.decisions if not _is_built(one, built)]
    known = things_of(store, (key for one in changed for key in (one.about, one.into)), words)
    once = frozenset(one.about for one in built.values())  # what is rejected is there no more
    known = msgspec.structs.replace(known, keys=known.keys | once)
    lines, made = file.lines(), made_by_splits(file.decisions)
    for one in changed:
        yield Unapplied(lines[one.key], one.told, why_stale(one, known, made))


def _is_built(decision: Decision, built: Mapping[str, Decision]) -> bool:
    """Whether a graph shows a decision as it stands, but for keys that were spelled another way."""
    shown = built.get(decision.key)
    return shown is not None and msgspec.structs.replace(shown, about=decision.about, into=decision.into) == decision


def things_of(store: ox.Store, keys: Iterable[str], words: Vocabulary) -> Known:
    """Which of these keys are those of things, in a graph (merged ones too) or in a vocabulary."""
    listed = frozenset(thing.key for of in ("organisation", "project") for thing in words.of(of))
    there = {key for key in keys if key and is_there(store, key)}
    listed |= {key for key in there if _STATED.intersection(_keys(store, iri(key), SSE.status))}
    return Known(listed | there, listed, {})


def is_there(store: ox.Store, key: str) -> bool:
    """Whether a graph says anything of a thing."""
    return next(store.quads_for_pattern(iri(key), None, None, None), None) is not None
