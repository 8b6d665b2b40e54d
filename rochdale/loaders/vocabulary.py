"""The vocabulary: every thing that the Turtle under `ontology/` lists, with the words that name it.

The Turtle is the only list. Nothing here knows a name.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
import pyoxigraph as ox

from rochdale.errors import VocabularyError
from rochdale.loaders.folding import key as fold_key

BASE = "https://w3id.org/rochdale/"
TERMS = BASE + "ontology#"
LEARNED = "learned"
"""Status of a thing that only the corpus at hand tells of, and that has no key of its own."""
FOLDER = Path(__file__).parent.parent / "ontology"

Use = Literal[
    "name",
    "other",
    "acronym",
    "local",
    "demonym",
    "place",
    "active",
    "passive",
    "noun",
    "joint",
    "verb",
    "plural",
    "inverse",
    "adverb",
    "heading",
    "echo",
    "office",
    "head",
    "title",
    "topic",
]

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_USES: dict[str, Use] = {
    _SKOS + "prefLabel": "name",
    _SKOS + "altLabel": "other",
    _SKOS + "hiddenLabel": "other",
    TERMS + "acronym": "acronym",
    TERMS + "localLabel": "local",
    TERMS + "demonym": "demonym",
    TERMS + "placeName": "place",
    TERMS + "activeCue": "active",
    TERMS + "passiveCue": "passive",
    TERMS + "nounCue": "noun",
    TERMS + "jointCue": "joint",
    TERMS + "verb": "verb",
    TERMS + "inverseCue": "inverse",
    TERMS + "adverbCue": "adverb",
    TERMS + "headingCue": "heading",
    TERMS + "echoCue": "echo",
    TERMS + "officeCue": "office",
    TERMS + "headNoun": "head",
    TERMS + "titleCue": "title",
    TERMS + "topicLabel": "topic",
}
_CLASSES = {
    "Organisation": "organisation",
    "Project": "project",
    "Country": "country",
    "Region": "region",
    "Theme": "theme",
    "Series": "series",
    "ItemType": "type",
    "Kind": "kind",
    "Role": "role",
    "Relation": "relation",
    "LayoutMark": "layout",
    "Column": "column",
    "PersonWord": "person-word",
    "Rule": "rule",
    "Status": "status",
}
CLASSES = tuple(_CLASSES.values())
"""The classes of things, as `Thing.of` names them."""
_CODES = frozenset({"alpha2", "alpha3", "m49"})
_A = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_PARENT = "http://www.w3.org/ns/org#subOrganizationOf"


class Label(msgspec.Struct, frozen=True, gc=False):
    """One word or phrase that names a thing."""

    text: str
    language: str
    use: Use
    hidden: bool = False
    """Matched, never shown; in a theme's lexicon: a weak hint."""


class Thing(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One thing that the vocabulary lists."""

    key: str
    """Path of its IRI below the base: `organisation/ilo`."""
    slug: str
    """Last part of the key."""
    of: str
    """Its class: organisation, project, country, region, theme, series, type, kind, role, relation, ..."""
    name: str
    """Preferred label in English, else in any language."""
    labels: tuple[Label, ...]
    acronym: str = ""
    kind: str = ""
    """Slug of its kind."""
    parent: str = ""
    country: tuple[str, ...] = ()
    codes: tuple[tuple[str, str], ...] = ()
    """Its codes: (alpha2 | alpha3 | m49, value)."""
    matches: tuple[tuple[str, str], ...] = ()
    """What it matches elsewhere: (IRI of the mapping property, IRI)."""
    links: tuple[tuple[str, str], ...] = ()
    """Other links to things of the vocabulary: (local name of the property, key)."""
    status: str = "curated"
    """Slug of its status: `published` for one that another publisher's data brought."""

    @property
    def full_name(self) -> str:
        """Preferred name with the acronym in parentheses, where it has one that the name does not show."""
        shows = not self.acronym or self.acronym in self.name or self.name.endswith(")")
        return self.name if shows else f"{self.name} ({self.acronym})"

    def linked(self, name: str) -> str:
        """Key of the first thing that the property `name` links to, or ""."""
        return next((to for by, to in self.links if by == name), "")


class LineMeaning(msgspec.Struct, frozen=True, gc=False):
    """What a line that stands alone says about an item: its type, its series, or a topic."""

    of: Literal["type", "series", "topic"]
    key: str
    name: str
    type: str
    """Slug of the item type, or ""."""


class Vocabulary:
    """All things by key, and the words of lines that stand alone."""

    def __init__(self, things: Iterable[Thing], digest: str) -> None:
        self.things = {thing.key: thing for thing in things}
        self.full_names = {thing.key: thing.full_name for thing in self.things.values()}
        self.digest = digest
        """Changes with any byte of any vocabulary file."""
        self.lines = dict(_line_meanings(self.things.values()))
        self.marks = {fold_key(label.text): thing.slug for thing in self.of("layout") for label in thing.labels}
        self.covers = tuple(f"{mark} " for mark, slug in self.marks.items() if slug == "cover")
        """How captions of covers begin, folded."""
        self.offers = tuple(label.text for thing in self.of("layout") if thing.slug == "more" for label in thing.labels)
        """How lines begin that offer the rest of an entry."""
        self.governments = {
            thing.country[0]: thing
            for thing in self.of("organisation")
            if thing.kind == "government" and thing.country and thing.name.startswith("Government of")
        }
        """Listed national governments by the key of their country."""
        self.place_names = {
            (thing.key, label.language): label.text
            for of in ("country", "region")
            for thing in self.of(of)
            for label in reversed(thing.labels)
            if label.use == "name"
        }
        """Preferred labels of countries and regions by key and language."""
        self.bearers: dict[str, list[Thing]] = defaultdict(list)
        """Organisations by acronym."""
        for thing in self.of("organisation"):
            for label in thing.labels:
                if label.use == "acronym" and thing not in self.bearers[label.text]:
                    self.bearers[label.text].append(thing)

    def with_things(self, things: Sequence[Thing]) -> "Vocabulary":
        """The same with more things; one whose key is here already takes the place of that."""
        if not things:
            return self
        joined = self.things | {thing.key: thing for thing in things}
        said = hashlib.sha256(self.digest.encode() + msgspec.msgpack.encode(list(things)))
        return Vocabulary((joined[key] for key in sorted(joined)), said.hexdigest())

    def of(self, name: str) -> Iterator[Thing]:
        """The things of one class, by key."""
        return (thing for thing in self.things.values() if thing.of == name)

    def name(self, key: str) -> str:
        """Full name of a listed thing; the key itself where nothing is listed."""
        return self.full_names.get(key, key)


@cache
def vocabulary(folder: Path = FOLDER) -> Vocabulary:
    """Read every Turtle file below `folder`; once a process.

    Raises:
        VocabularyError: a file is no Turtle, or a thing has no preferred label.
    """
    triples: dict[str, list[tuple[str, ox.NamedNode | ox.Literal]]] = defaultdict(list)
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.ttl")):
        data = path.read_bytes()
        digest.update(hashlib.sha256(data).digest())
        try:
            for triple in ox.parse(data, format=ox.RdfFormat.TURTLE):
                if isinstance(triple.subject, ox.NamedNode) and not isinstance(
                    triple.object, (ox.BlankNode, ox.Triple)
                ):
                    triples[triple.subject.value].append((triple.predicate.value, triple.object))
        except SyntaxError as error:
            raise VocabularyError(str(path), f"is not Turtle: {error}") from error
    things = [thing for iri in sorted(triples) if (thing := _thing(iri, triples[iri])) is not None]
    return Vocabulary(things, digest.hexdigest())


def _thing(iri: str, facts: list[tuple[str, ox.NamedNode | ox.Literal]]) -> Thing | None:
    classes = {o.value.removeprefix(TERMS) for p, o in facts if p == _A}
    of = next((_CLASSES[c] for c in sorted(classes) if c in _CLASSES), "")
    if not of or not iri.startswith(BASE):
        return None
    labels = tuple(
        sorted(
            (
                Label(o.value, o.language or "", _USES[p], p.endswith("hiddenLabel"))
                for p, o in facts
                if p in _USES and isinstance(o, ox.Literal)
            ),
            key=lambda label: (label.use, label.language, label.text),
        )
    )
    key = iri.removeprefix(BASE)
    links = sorted(
        (p.rpartition("#")[2].rpartition("/")[2], o.value.removeprefix(BASE))
        for p, o in facts
        if isinstance(o, ox.NamedNode) and o.value.startswith(BASE) and p != _A
    )
    return Thing(
        key=key,
        slug=key.rpartition("/")[2],
        of=of,
        name=_preferred(iri, labels),
        labels=labels,
        acronym=_best((label for label in labels if label.use == "acronym"), ("", "en")),
        kind=next((to.rpartition("/")[2] for by, to in links if by == "kind"), ""),
        parent=next((to for by, to in links if by == "subOrganizationOf"), ""),
        country=tuple(to for by, to in links if by == "country"),
        codes=tuple(sorted((p.removeprefix(TERMS), o.value) for p, o in facts if p.removeprefix(TERMS) in _CODES)),
        matches=tuple(
            sorted(
                (p, o.value)
                for p, o in facts
                if p.startswith(_SKOS) and p.endswith("Match") and isinstance(o, ox.NamedNode)
            )
        ),
        links=tuple(links),
    )


def _preferred(iri: str, labels: tuple[Label, ...]) -> str:
    names = [label for label in labels if label.use == "name"]
    if not names:
        raise VocabularyError(iri, "has no skos:prefLabel; give it one")
    return _best(iter(names), ("en", "")) or names[0].text


def _best(labels: Iterator[Label], languages: tuple[str, ...]) -> str:
    found = {label.language: label.text for label in reversed(list(labels))}
    return next((found[language] for language in languages if language in found), "")


def _line_meanings(things: Iterable[Thing]) -> Iterator[tuple[str, LineMeaning]]:
    """Words of whole lines, later ones winning: topics, then types, then series."""
    known = list(things)
    types = [thing for thing in known if thing.of == "type"]
    for thing in types:
        for label in thing.labels:
            if label.use == "topic":
                yield fold_key(label.text), LineMeaning("topic", thing.key, thing.name, thing.slug)
    for thing in types:
        for label in thing.labels:
            if label.use in ("name", "other"):
                yield fold_key(label.text), LineMeaning("type", thing.key, thing.name, thing.slug)
    for thing in (thing for thing in known if thing.of == "series"):
        kind = thing.linked("itemType").rpartition("/")[2]
        for label in thing.labels:
            if label.use in ("name", "other", "acronym"):
                name = thing.name if label.language in ("en", "") else label.text
                yield fold_key(label.text), LineMeaning("series", thing.key, name, kind)
