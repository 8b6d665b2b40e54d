"""A made-up graph in the model of Rochdale, of any size, with planted faults: to measure and to test."""

import hashlib
import random
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path

import msgspec

from rochdale.graph.canonical import write_canonical
from rochdale.loaders.vocabulary import BASE, TERMS

_A = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_DCTERMS = "http://purl.org/dc/terms/"
_FOAF = "http://xmlns.com/foaf/0.1/"
_ORG = "http://www.w3.org/ns/org#"
_PROV = "http://www.w3.org/ns/prov#"
_SCHEMA = "https://schema.org/"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_XSD = "http://www.w3.org/2001/XMLSchema#"

_TRIPLES_AT_FIRST = 1_700
"""The countries, concepts and so on that every graph has."""
_TRIPLES_AN_ITEM = 88.1
"""What an item brings in, with its mentions and its share of documents, organisations, persons and partnerships."""
_MENTIONS_AN_ITEM = 5
_WORDS = (
    "cooperative union members finance training workshop rural youth women market harvest savings federation council "
    "policy statistics regional programme report launch partners support health housing energy dairy coffee credit "
    "society network care"
).split()
_CONCEPTS = {
    "type": ("ItemType", ["news", "event", "article", "publication", "interview", "call"]),
    "kind": ("Kind", ["cooperative", "network", "ministry", "university", "trade-union", "unit"]),
    "role": ("Role", ["organiser", "partner", "donor", "implementer", "participant", "member", "subject"]),
    "relation": ("Relation", ["co-organise", "fund", "implement", "member-of", "partner", "support"]),
    "rule": ("Rule", ["name", "acronym", "passive-cue", "active-cue", "demonym", "joint-cue"]),
    "status": ("Status", ["curated", "candidate"]),
    "theme": ("Theme", ["care-economy", "finance", "statistics", "decent-work", "child-labour", "youth-employment"]),
}
_DIRECTED = {"fund", "member-of", "support"}
_COUNTRIES = [f"{a}{b}A" for a in "BCDFGKLMNPRSTVZ" for b in "ABCDEFGHIJ"]
_REGIONS = ["africa", "americas", "asia", "europe", "oceania"]

Pairs = list[tuple[str, str]]
"""What is said of one thing: predicates and objects as in N-Triples."""


class Fault(msgspec.Struct, frozen=True):
    """One planted fault."""

    kind: str
    focus: str
    """IRI of the thing that it was planted in."""
    breaks: tuple[tuple[str, str], ...]
    """What the gate has to find: (IRI of a focus node, IRI of a shape)."""
    whole: bool
    """Whether the thing has to go as a whole; else a value of it."""


class _Kind(msgspec.Struct, frozen=True):
    of: str
    plant: Callable[[Pairs], Pairs]
    breaks: tuple[str, ...]
    whole: bool = True


def write_graph(path: Path, triples: int, faults: int, seed: int) -> list[Fault]:
    """Write a graph of about this many triples as canonical N-Triples.

    The same arguments give the same bytes.

    Args:
        path: the file to write; sorting takes place in its folder.
        triples: from 6,000 on; the graph has this many, give or take one in a hundred.
        faults: how many faults to plant; kinds take turns.
        seed: of the chance that picks words, links and places.

    Returns:
        what was planted.
    """
    graph = _Graph(round((triples - _TRIPLES_AT_FIRST) / _TRIPLES_AN_ITEM), faults, seed)
    write_canonical(graph.lines(), path, scratch=path.parent)
    return sorted(graph.planted, key=lambda fault: (fault.kind, fault.focus))


# -- terms -------------------------------------------------------------------------------------------------------------


def _thing(key: str) -> str:
    return f"<{BASE}{key}>"


def _sse(name: str) -> str:
    return f"<{TERMS}{name}>"


def _in(namespace: str, name: str) -> str:
    return f"<{namespace}{name}>"


def _typed(value: object, datatype: str) -> str:
    return f'"{value}"^^<{_XSD}{datatype}>'


_TITLE = _in(_DCTERMS, "title")
_DATE = _in(_SCHEMA, "datePublished")
_NAME = _in(_SKOS, "prefLabel")
_OTHER_NAME = _in(_SKOS, "altLabel")
_NOWHERE = _thing("organisation/nowhere")


# -- faults ------------------------------------------------------------------------------------------------------------


def _without(predicate: str) -> Callable[[Pairs], Pairs]:
    return lambda said: [pair for pair in said if pair[0] != predicate]


def _also(predicate: str, value: str) -> Callable[[Pairs], Pairs]:
    return lambda said: [*said, (predicate, value)]


def _instead(predicate: str, value: str) -> Callable[[Pairs], Pairs]:
    return lambda said: [*_without(predicate)(said), (predicate, value)]


def _only_one(predicate: str) -> Callable[[Pairs], Pairs]:
    return lambda said: [*_without(predicate)(said), next(pair for pair in said if pair[0] == predicate)]


def _swapped(said: Pairs) -> Pairs:
    start, end = _sse("start"), _sse("end")
    return [(end if p == start else start if p == end else p, o) for p, o in said]


def _misspelt_class(said: Pairs) -> Pairs:
    return [(p, _sse("Mentoin") if p == _A else o) for p, o in said]


_KINDS = {
    "item: no title": _Kind("item", _without(_TITLE), ("item-title",)),
    "item: two titles": _Kind("item", _also(_TITLE, '"Another title"@en'), ("item-title",)),
    "item: a title of spaces": _Kind("item", _instead(_TITLE, '"   "@en'), ("item-title",)),
    "item: a title without language": _Kind("item", _instead(_TITLE, '"Plain"'), ("item-title",)),
    "item: a language that does not exist": _Kind(
        "item", _instead(_in(_SCHEMA, "inLanguage"), '"xx"'), ("item-language",)
    ),
    "item: no type": _Kind("item", _without(_in(_DCTERMS, "type")), ("item-type",)),
    "item: 31 June": _Kind("item", _instead(_DATE, _typed("2021-06-31", "date")), ("item-date",), False),
    "item: a year as a date": _Kind("item", _instead(_DATE, _typed("2021", "date")), ("item-date",), False),
    "item: the year 1021": _Kind("item", _instead(_DATE, _typed("1021-06-30", "date")), ("item-date",), False),
    "item: no document": _Kind("item", _without(_sse("document")), ("item-document",)),
    "item: an unknown country": _Kind("item", _also(_sse("country"), _thing("country/XXX")), ("item-country",), False),
    "item: a kind as theme": _Kind(
        "item", _also(_in(_DCTERMS, "subject"), _thing("kind/unit")), ("item-theme",), False
    ),
    "item: a role without a link": _Kind(
        "item", _also(_sse("donor"), _thing("organisation/quiet")), ("item-role",), False
    ),
    "item: a foreign property": _Kind("item", _also(_sse("colour"), '"red"'), ("item",), False),
    "item: an address in quotes": _Kind(
        "item", _instead(_in(_SCHEMA, "url"), '"https://example.org/"'), ("item-url",), False
    ),
    "item: one class only": _Kind(
        "item", lambda said: [(p, o) for p, o in said if o != _in(_SCHEMA, "CreativeWork")], ("item-class",)
    ),
    "mention: ends before it starts": _Kind("mention", _swapped, ("mention-start",)),
    "mention: too sure": _Kind(
        "mention", _instead(_sse("confidence"), _typed("1.5", "decimal")), ("mention-confidence",)
    ),
    "mention: no sentence": _Kind("mention", _without(_sse("sentence")), ("mention-sentence",)),
    "mention: of nothing": _Kind("mention", _instead(_sse("entity"), _NOWHERE), ("mention-entity-class",)),
    "mention: line 0": _Kind("mention", _instead(_sse("line"), _typed(0, "positiveInteger")), ("mention-line",)),
    "mention: a start in words": _Kind("mention", _instead(_sse("start"), '"ten"'), ("mention-start",)),
    "mention: two rules": _Kind("mention", _also(_sse("rule"), _thing("rule/guess")), ("mention-rule",)),
    "mention: an unknown role": _Kind("mention", _also(_sse("role"), _thing("role/guest")), ("mention-role",), False),
    "mention: a misspelt class": _Kind("mention", _misspelt_class, ("thing-class",)),
    "organisation: no name": _Kind("organisation", _without(_NAME), ("organisation-name",)),
    "organisation: two English names": _Kind("organisation", _also(_NAME, '"Another name"@en'), ("organisation-name",)),
    "organisation: an empty other name": _Kind(
        "organisation", _also(_OTHER_NAME, '""@en'), ("organisation-other-name",), False
    ),
    "organisation: a name in no language": _Kind(
        "organisation", _also(_OTHER_NAME, '"Tagged"@xx'), ("organisation-other-name",), False
    ),
    "organisation: no status": _Kind("organisation", _without(_sse("status")), ("organisation-status",)),
    "organisation: a country as parent": _Kind(
        "organisation",
        _also(_in(_ORG, "subOrganizationOf"), _thing(f"country/{_COUNTRIES[0]}")),
        ("organisation-parent",),
        False,
    ),
    "organisation: a partner on one side": _Kind(
        "organisation",
        _also(_sse("partnerOf"), _thing("organisation/quiet")),
        ("organisation-partner-back",),
        False,
    ),
    "partnership: one party": _Kind(
        "partnership", _only_one(_sse("party")), ("partnership-outsider", "partnership-party")
    ),
    "partnership: who receives is left out": _Kind("partnership", _without(_sse("to")), ("partnership-direction",)),
    "partnership: the last date first": _Kind(
        "partnership", _instead(_sse("lastDate"), _typed("1999-01-01", "date")), ("partnership-dates",)
    ),
    "partnership: an organisation as evidence": _Kind(
        "partnership",
        _also(_sse("evidence"), _thing("organisation/quiet")),
        ("partnership-evidence", "partnership-mentions"),
        False,
    ),
    "partnership: no evidence": _Kind(
        "partnership", _without(_sse("evidence")), ("partnership-evidence", "partnership-mentions")
    ),
    "document: a short digest": _Kind("document", _instead(_sse("sha256"), '"abc"'), ("document-sha256",)),
    "document: a capture without time": _Kind(
        "document",
        _instead(_in(_PROV, "generatedAtTime"), _typed("2022-07-29", "dateTime")),
        ("document-captured",),
        False,
    ),
    "person: no name": _Kind("person", _without(_in(_FOAF, "name")), ("person-name",)),
    "person: a birthday": _Kind(
        "person", _also(_in(_SCHEMA, "birthDate"), _typed("1980-01-01", "date")), ("person",), False
    ),
}


KINDS = len(_KINDS)
"""How many kinds of faults there are: as many faults plant each kind once."""


# -- the graph ---------------------------------------------------------------------------------------------------------


class _Graph:
    def __init__(self, items: int, faults: int, seed: int) -> None:
        self.chance = random.Random(seed)
        self.items = items
        self.documents = items // 3 + 1
        self.organisations = items // 4 + 10
        self.persons = items // 5 + 1
        self.partnerships = items // 3 + 6
        self.planted: list[Fault] = []
        self.places = self._places(faults)

    def _places(self, faults: int) -> dict[tuple[str, int], str]:
        """Which thing gets which fault, evenly spread over the things of its class."""
        kinds = list(islice(cycle(_KINDS), faults))
        there = {
            "item": self.items,
            "mention": self.items * _MENTIONS_AN_ITEM,
            "organisation": self.organisations,
            "partnership": self.partnerships // 6,
            "document": self.documents,
            "person": self.persons,
        }
        wanted = Counter(_KINDS[kind].of for kind in kinds)
        placed: Counter[str] = Counter()
        places = {}
        for kind in kinds:
            of = _KINDS[kind].of
            step = there[of] // wanted[of]
            if not step:
                raise ValueError(f"so small a graph has no room for {wanted[of]} faults in things of class {of}")
            # only partnerships of a relation with a direction have all that a fault may take away
            place = placed[of] * step
            places[of, place * 6 + 1 if of == "partnership" else place] = kind
            placed[of] += 1
        return places

    def lines(self) -> Iterator[str]:
        """All triples as lines."""
        yield from self._vocabulary()
        for index in range(self.documents):
            yield from self._document(index)
        for index in range(self.organisations):
            yield from self._organisation(index)
        for index in range(self.persons):
            yield from self._person(index)
        for index in range(self.items):
            yield from self._item(index)
        for index in range(self.partnerships):
            yield from self._partnership(index)

    def _said(self, key: str, said: Pairs, of: str = "", index: int = -1) -> Iterator[str]:
        focus = BASE + key
        if (name := self.places.get((of, index))) is not None:
            kind = _KINDS[name]
            said = kind.plant(said)
            breaks = [(focus, f"{BASE}shape/{shape}") for shape in kind.breaks]
            if name == "organisation: a partner on one side":
                breaks.append((f"{BASE}organisation/quiet", f"{BASE}shape/{kind.breaks[0]}"))
            self.planted.append(Fault(name, focus, tuple(breaks), kind.whole))
        return (f"<{focus}> {predicate} {value} ." for predicate, value in said)

    def _words(self, least: int, most: int) -> str:
        return " ".join(self.chance.choices(_WORDS, k=self.chance.randint(least, most)))

    # IRIs

    @staticmethod
    def _hash(text: str, digits: int) -> str:
        return hashlib.sha256(text.encode()).hexdigest()[:digits]

    def document(self, index: int) -> str:
        return f"document/{self._hash(f'document {index}', 16)}"

    def item(self, index: int) -> str:
        return f"item/{_WORDS[index % len(_WORDS)]}-{index}-{self._hash(f'item {index}', 8)}"

    @staticmethod
    def organisation(index: int) -> str:
        return f"organisation/{_WORDS[index % len(_WORDS)]}-{index}"

    def person(self, index: int) -> str:
        return f"person/{_WORDS[index % len(_WORDS)]}-{self._hash(f'person {index}', 8)}"

    # things

    def _vocabulary(self) -> Iterator[str]:
        for folder, (of, slugs) in _CONCEPTS.items():
            for slug in slugs:
                said = [(_A, _sse(of)), (_A, _in(_SKOS, "Concept")), (_NAME, f'"{slug}"@en')]
                if of == "Relation":
                    said.append((_sse("directed"), _typed(str(slug in _DIRECTED).lower(), "boolean")))
                yield from self._said(f"{folder}/{slug}", said)
        for slug in _REGIONS:
            said = [(_A, _sse("Region")), (_A, _in(_SCHEMA, "Place")), (_NAME, f'"{slug}"@en')]
            yield from self._said(f"region/{slug}", said)
        for place, code in enumerate(_COUNTRIES):
            said = [(_A, _sse("Country")), (_A, _in(_SCHEMA, "Country"))]
            said += [(_NAME, f'"{code.title()}"@{language}') for language in ("en", "fr", "es")]
            said += [(_sse("alpha2"), f'"{code[:2]}"'), (_sse("alpha3"), f'"{code}"')]
            said += [(_sse("m49"), f'"{place + 4:03}"'), (_sse("region"), _thing(f"region/{_REGIONS[place % 5]}"))]
            yield from self._said(f"country/{code}", said)
        quiet = [(_A, _sse("Organisation")), (_A, _in(_ORG, "Organization")), (_NAME, '"Quiet Society"@en')]
        yield from self._said("organisation/quiet", [*quiet, (_sse("status"), _thing("status/curated"))])

    def _document(self, index: int) -> Iterator[str]:
        said = [
            (_A, _sse("Document")),
            (_A, _in(_FOAF, "Document")),
            (_A, _in(_PROV, "Entity")),
            (_in(_DCTERMS, "identifier"), f'"page-{index}"'),
            (_sse("sha256"), f'"{self._hash(f"document {index}", 64)}"'),
            (_in(_DCTERMS, "format"), '"text/plain"'),
            (_sse("reader"), '"capture"'),
            (_in(_SCHEMA, "inLanguage"), '"en"'),
            (_in(_SCHEMA, "url"), f"<https://pages.example/{index}>"),
            (_in(_PROV, "generatedAtTime"), _typed("2022-07-29T08:00:00Z", "dateTime")),
        ]
        return self._said(self.document(index), said, "document", index)

    def _organisation(self, index: int) -> Iterator[str]:
        words = self._words(2, 5).title()
        said = [
            (_A, _sse("Organisation")),
            (_A, _in(_ORG, "Organization")),
            (_NAME, f'"{words} {index}"@en'),
            (_NAME, f'"{words} {index}"@fr'),
            (_OTHER_NAME, f'"The {words} {index}"@en'),
            (_sse("acronym"), f'"{"".join(word[0] for word in words.split())}{index}"'),
            (_sse("kind"), _thing(f"kind/{_CONCEPTS['kind'][1][index % 6]}")),
            (_sse("country"), _thing(f"country/{_COUNTRIES[index % len(_COUNTRIES)]}")),
            (_sse("status"), _thing("status/candidate" if index % 3 else "status/curated")),
        ]
        if index % 7 == 6:
            said.append((_in(_ORG, "subOrganizationOf"), _thing(self.organisation(index - 1))))
        return self._said(self.organisation(index), said, "organisation", index)

    def _person(self, index: int) -> Iterator[str]:
        said = [
            (_A, _sse("Person")),
            (_A, _in(_FOAF, "Person")),
            (_in(_FOAF, "name"), f'"{self._words(2, 3).title()}"'),
            (_sse("affiliation"), _thing(self.organisation(index % self.organisations))),
        ]
        return self._said(self.person(index), said, "person", index)

    def _item(self, index: int) -> Iterator[str]:
        organisations = sorted({self.chance.randrange(self.organisations) for _ in range(3)})
        country = f"country/{self.chance.choice(_COUNTRIES)}"
        theme = f"theme/{self.chance.choice(_CONCEPTS['theme'][1])}"
        roles = _CONCEPTS["role"][1]
        said = [
            (_A, _sse("Item")),
            (_A, _in(_SCHEMA, "CreativeWork")),
            (_TITLE, f'"{self._words(5, 12).capitalize()}"@en'),
            (_in(_DCTERMS, "type"), _thing(f"type/{_CONCEPTS['type'][1][index % 6]}")),
            (_DATE, self._date(index)),
            (_in(_SCHEMA, "inLanguage"), '"en"'),
            (_in(_DCTERMS, "abstract"), f'"{self._words(20, 40).capitalize()}."@en'),
            (_in(_SCHEMA, "url"), f"<https://pages.example/item/{index}>"),
            (_in(_DCTERMS, "subject"), _thing(theme)),
            (_sse("country"), _thing(country)),
            (_sse("person"), _thing(self.person(index % self.persons))),
            (_sse("document"), _thing(self.document(index % self.documents))),
            (_sse("related"), _thing(self.item((index + 1) % self.items))),
        ]
        for place, organisation in enumerate(organisations):
            said.append((_sse("organisation"), _thing(self.organisation(organisation))))
            said.append((_sse(roles[(index + place) % 7]), _thing(self.organisation(organisation))))
        yield from self._said(self.item(index), said, "item", index)
        entities = [*(self.organisation(o) for o in organisations), country, theme]
        entities += [self.person(index % self.persons)] * (_MENTIONS_AN_ITEM - len(entities))
        for place, entity in enumerate(entities):
            yield from self._mention(index * _MENTIONS_AN_ITEM + place, entity, index)

    @staticmethod
    def _date(index: int) -> str:
        year, month, day = 2015 + index % 8, index % 12 + 1, index % 28 + 1
        if index % 10 == 9:
            return _typed(f"{year}-{month:02}", "gYearMonth")
        return _typed(f"{year}-{month:02}-{day:02}", "date")

    def _mention(self, number: int, entity: str, item: int) -> Iterator[str]:
        sentence = self._words(12, 30).capitalize()
        start = self.chance.randrange(10_000)
        words = sentence[: self.chance.randint(5, 40)]
        said = [
            (_A, _sse("Mention")),
            (_sse("entity"), _thing(entity)),
            (_sse("item"), _thing(self.item(item))),
            (_sse("document"), _thing(self.document(item % self.documents))),
            (_sse("exact"), f'"{words}"'),
            (_sse("start"), _typed(start, "nonNegativeInteger")),
            (_sse("end"), _typed(start + len(words), "nonNegativeInteger")),
            (_sse("line"), _typed(start // 80 + 1, "positiveInteger")),
            (_sse("sentence"), f'"{sentence}."'),
            (_sse("rule"), _thing(f"rule/{_CONCEPTS['rule'][1][number % 6]}")),
            (_sse("confidence"), _typed(f"0.{number % 50 + 50}", "decimal")),
        ]
        place = -1 if entity.startswith("partnership/") else number
        return self._said(f"mention/{self._hash(f'mention {number}', 16)}", said, "mention", place)

    def _partnership(self, index: int) -> Iterator[str]:
        first = index % self.organisations
        second = (first + 1 + index // self.organisations) % self.organisations
        relation = _CONCEPTS["relation"][1][index % 6]
        a, b = self.organisation(first), self.organisation(second)
        key = f"partnership/{a.partition('/')[2]}--{b.partition('/')[2]}--{relation}"
        item, number = index % self.items, self.items * _MENTIONS_AN_ITEM + index
        said = [
            (_A, _sse("Partnership")),
            (_sse("party"), _thing(a)),
            (_sse("party"), _thing(b)),
            (_sse("relation"), _thing(f"relation/{relation}")),
            (_sse("evidence"), _thing(f"mention/{self._hash(f'mention {number}', 16)}")),
            (_sse("item"), _thing(self.item(item))),
            (_sse("itemCount"), _typed(1, "positiveInteger")),
            (_sse("firstDate"), _typed("2016-02-03", "date")),
            (_sse("lastDate"), _typed("2021-07-29", "date")),
        ]
        if relation in _DIRECTED:
            said += [(_sse("from"), _thing(a)), (_sse("to"), _thing(b))]
        yield from self._said(key, said, "partnership", index)
        yield from self._mention(number, key, item)
        yield f"{_thing(a)} {_sse('partnerOf')} {_thing(b)} ."
        yield f"{_thing(b)} {_sse('partnerOf')} {_thing(a)} ."
