"""Names: which thing of a graph a person means by an IRI, a key or a name."""

import difflib
import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import islice
from typing import Final

import pyoxigraph as ox

from rochdale.errors import QueryError
from rochdale.graph.questions import CLASSES
from rochdale.graph.terms import DCTERMS, FOAF, RDF, SKOS, SSE
from rochdale.graph.turtle import PREFIXES
from rochdale.loaders.folding import key as fold_key
from rochdale.loaders.vocabulary import BASE

_NAMES: Final[Sequence[tuple[ox.NamedNode, int]]] = (
    (SKOS.prefLabel, 0),
    (FOAF.name, 0),
    (SSE.alpha3, 0),
    (SSE.acronym, 1),
    (SSE.alpha2, 1),
    (SSE.m49, 1),
    (SKOS.altLabel, 2),
    (DCTERMS.identifier, 2),
    (DCTERMS.title, 3),
)
"""What names a thing, and how strongly: of several things of one name, those it names most strongly count.

A title is the weakest: an entry of a register has the name of the organisation that it tells of.
"""
_KEY = re.compile(r"([a-z-]+)[/:](\S+)")
_NEAREST = 5
_MOST_COMPARED = 4000


class NameResolver:
    """Finds the thing of a graph that a person means by an IRI, a key, or a name.

    The names of a class are read from the store when the first of them is asked for.
    """

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._read: dict[str, _Names] = {}

    def resolve(self, text: str, of: str = "thing", *, partly: bool = False) -> ox.NamedNode:
        """The one thing that `text` means.

        Args:
            text: an IRI; a key (`organisation/ilo`); a preferred name, acronym, code or other name in any language, as
                written or but for capitals, accents and punctuation.
            of: a key of `CLASSES`, or `thing` for any class.
            partly: where nothing bears the name, take the only thing that has it within a name.

        Raises:
            QueryError: nothing is meant by it, or more than one thing; the message lists the nearest or all.
        """
        wanted = text.strip()
        iri = self._followed(as_iri(wanted))
        if iri is not None and (self._is(iri, of) or "://" in wanted):
            if self._is(iri, of):
                return iri
            raise QueryError(f"the graph knows no {of} <{iri.value}>")
        found = self._names(of).meant(wanted, partly=partly)
        if len(found) == 1:
            return ox.NamedNode(found[0])
        if found:
            several = ", ".join(self.told(one) for one in found[: 2 * _NEAREST])
            raise QueryError(f"'{wanted}' may mean more than one {of}: {several}; give a key or an IRI")
        near = ", ".join(self.told(one) for one in self._names(of).nearest(wanted))
        raise QueryError(f"the graph knows no {of} '{wanted}'" + (f"; the nearest are: {near}" if near else ""))

    def meant(self, name: str, of: str, *, partly: bool = False) -> list[str]:
        """The IRIs of the things of a class that bear a name, or if none do and `partly` have it in one."""
        return self._names(of).meant(name.strip(), partly=partly)

    def _followed(self, iri: ox.NamedNode | None) -> ox.NamedNode | None:
        """What took the place of a thing that was merged; any other thing itself."""
        if iri is None:
            return None
        quad = next(self._store.quads_for_pattern(iri, DCTERMS.isReplacedBy, None, ox.DefaultGraph()), None)
        return quad.object if quad is not None and isinstance(quad.object, ox.NamedNode) else iri

    def _is(self, iri: ox.NamedNode, of: str) -> bool:
        kind = CLASSES.get(of)
        return any(True for _ in self._store.quads_for_pattern(iri, RDF.type, kind, ox.DefaultGraph()))

    def _names(self, of: str) -> "_Names":
        if of not in self._read:
            self._read[of] = _Names(self._store, CLASSES.get(of))
        return self._read[of]

    def told(self, iri: str) -> str:
        """A thing by its name and key."""
        key = iri.removeprefix(BASE)
        labels = {
            quad.object.language or "": quad.object.value
            for predicate in (SKOS.prefLabel, DCTERMS.title, FOAF.name)
            for quad in self._store.quads_for_pattern(ox.NamedNode(iri), predicate, None, ox.DefaultGraph())
            if isinstance(quad.object, ox.Literal)
        }
        name = labels.get("en") or labels[min(labels)] if labels else ""
        return f"{name} ({key})" if name else key


class _Names:
    """All names of the things of one class."""

    def __init__(self, store: ox.Store, kind: ox.NamedNode | None) -> None:
        self._exact: dict[str, dict[str, int]] = defaultdict(dict)
        self._folded: dict[str, dict[str, int]] = defaultdict(dict)
        things = kind and {quad.subject for quad in store.quads_for_pattern(None, RDF.type, kind, ox.DefaultGraph())}
        for predicate, rank in _NAMES:
            for quad in store.quads_for_pattern(None, predicate, None, ox.DefaultGraph()):
                if isinstance(quad.subject, ox.NamedNode) and (things is None or quad.subject in things):
                    self._add(
                        quad.object.value if isinstance(quad.object, ox.Literal) else "", quad.subject.value, rank
                    )

    def _add(self, name: str, iri: str, rank: int) -> None:
        for names, spelled in ((self._exact, name), (self._folded, fold_key(name))):
            if spelled:
                names[spelled].setdefault(iri, rank)

    def meant(self, name: str, *, partly: bool) -> list[str]:
        """The things of this name, those that it names most strongly alone."""
        found = self._exact.get(name) or self._folded.get(fold_key(name))
        if found:
            return sorted(iri for iri, rank in found.items() if rank == min(found.values()))
        words = f" {fold_key(name)} "
        if not partly or not words.strip():
            return []
        return sorted({iri for known, things in self._folded.items() if words in f" {known} " for iri in things})

    def nearest(self, name: str) -> list[str]:
        """Things of similar names, the most similar first."""
        wanted = fold_key(name)
        words = {word for word in wanted.split() if len(word) > 2}
        near = (n for n in self._folded if n[:2] == wanted[:2] or not words.isdisjoint(n.split()))
        compared = list(islice(near, _MOST_COMPARED))
        similar = sorted((n for n in compared if wanted and wanted in n), key=len)[:_NEAREST]
        similar += difflib.get_close_matches(wanted, compared, _NEAREST, 0.6)
        return list(dict.fromkeys(iri for known in similar for iri in sorted(self._folded[known])))[:_NEAREST]


def find_thing(store: ox.Store, text: str) -> ox.NamedNode:
    """The one thing of any class that `text` means: an IRI, a key, a name, or words of a name or title.

    Raises:
        QueryError: as `NameResolver.resolve`.
    """
    return NameResolver(store).resolve(text, partly=True)


def as_iri(text: str) -> ox.NamedNode | None:
    """The IRI that `text` spells: in full, as a key (`organisation/ilo`) or with a prefix (`organisation:ilo`).

    None where it spells none, so that it may be a name.
    """
    match = _KEY.fullmatch(text)
    if match and match[1] in PREFIXES:
        text = PREFIXES[match[1]] + match[2]
    elif "://" not in text:
        return None
    try:
        return ox.NamedNode(text.removeprefix("<").removesuffix(">"))
    except ValueError:
        return None
