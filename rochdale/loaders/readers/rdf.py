"""RDF of other publishers: the organisations and projects it describes, as things that join the vocabulary.

Read are Turtle, N-Triples, N-Quads, TriG, RDF/XML and JSON-LD that describe organisations with ORG, schema.org, FOAF,
the Registered Organization Vocabulary, ESSGLOBAL or the terms of this project. What else the file says is left alone.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec
import pyoxigraph as ox

from rochdale.errors import SourceError
from rochdale.loaders.document import Capture, digest
from rochdale.loaders.folding import key as fold_key
from rochdale.loaders.folding import slug
from rochdale.loaders.vocabulary import BASE, TERMS, Label, Thing, Use, Vocabulary

MAX_BYTES = 256 * 1024 * 1024
MAX_NAME = 200
_MAX_LABELS = 40

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_SCHEMA = "https://schema.org/"
_OLD_SCHEMA = "http://schema.org/"
_ORG = "http://www.w3.org/ns/org#"
_FOAF = "http://xmlns.com/foaf/0.1/"
_DUBLIN_CORE = "http://purl.org/dc/terms/"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"
_REGORG = "http://www.w3.org/ns/regorg#"
_VCARD = "http://www.w3.org/2006/vcard/ns#"
_GOODRELATIONS = "http://purl.org/goodrelations/v1#"
_A = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_HEAD = 4096
_UNDETERMINED = "und"
_CLASSES: Mapping[str, str] = {
    TERMS + "Organisation": "organisation",
    TERMS + "Project": "project",
    _FOAF + "Organization": "organisation",
    _FOAF + "Project": "project",
    _REGORG + "RegisteredOrganization": "organisation",
    "http://data.europa.eu/m8g/PublicOrganisation": "organisation",
    _GOODRELATIONS + "BusinessEntity": "organisation",
    **{_ORG + name: "organisation" for name in ("Organization", "FormalOrganization", "OrganizationalUnit")},
    **{
        _SCHEMA + name: "organisation"
        for name in (
            "CollegeOrUniversity",
            "Cooperative",
            "Corporation",
            "EducationalOrganization",
            "FundingAgency",
            "GovernmentOrganization",
            "LocalBusiness",
            "NGO",
            "Organization",
            "ResearchOrganization",
            "WorkersUnion",
        )
    },
    **{_SCHEMA + name: "project" for name in ("FundingScheme", "Project", "ResearchProject")},
}
_NAMES: Mapping[str, Use] = {
    _SKOS + "prefLabel": "name",
    TERMS + "acronym": "acronym",
    _SCHEMA + "name": "name",
    _FOAF + "name": "name",
    _RDFS + "label": "name",
    _DUBLIN_CORE + "title": "name",
    _GOODRELATIONS + "name": "name",
    _REGORG + "legalName": "other",
    _GOODRELATIONS + "legalName": "other",
    _SCHEMA + "legalName": "other",
    _SKOS + "altLabel": "other",
    _SCHEMA + "alternateName": "other",
    _DUBLIN_CORE + "alternative": "other",
}
_SAME = frozenset({_OWL + "sameAs", _SKOS + "exactMatch", _SCHEMA + "sameAs"})
_PARENTS = frozenset({_ORG + "subOrganizationOf", _ORG + "unitOf", _SCHEMA + "parentOrganization"})
_COUNTRIES = frozenset({TERMS + "country", _SCHEMA + "addressCountry", _VCARD + "country-name", _SCHEMA + "location"})
_TO_ADDRESS = frozenset(
    {_SCHEMA + "address", _VCARD + "hasAddress", _VCARD + "adr", _ORG + "siteAddress", _ORG + "hasPrimarySite",
     _ORG + "hasRegisteredSite", _REGORG + "hasRegisteredSite"}
)  # fmt: skip
_EXACT_MATCH = _SKOS + "exactMatch"
_ACRONYM = re.compile(r"[A-Z][A-Z0-9.&-]{1,11}$")
_USES: tuple[Use, ...] = ("name", "other", "acronym")
_UNSAFE_ENTITY = re.compile(
    rb"<!ENTITY\s+%|<!ENTITY\s+[^\s>]+\s+(?:\"[^\"]*[&%][^\"]*\"|'[^']*[&%][^']*'|SYSTEM\b|PUBLIC\b)"
)
_QUAD = re.compile(
    rb"(?:#[^\n]*\n|\s)*+<[^<>\s]*>\s+<[^<>\s]*>\s+(?:<[^<>\s]*>|_:\S+|\"(?:[^\"\\\\\n]|\\\\.)*+\"\S*)\s+<[^<>\s]*>\s*\."
)
_SCHEMA_CONTEXT = re.compile(r"https?://(?:www\.)?schema\.org(?:/|/docs/jsonldcontext\.jsonld?)?$")
_SCHEMA_TERMS = {
    "@vocab": _SCHEMA,
    **{name: {"@id": _SCHEMA + name, "@type": "@id"} for name in ("sameAs", "parentOrganization", "url")},
}

_Value = ox.NamedNode | ox.BlankNode | ox.Literal
_Facts = dict[str, list[tuple[str, _Value]]]


def read_things(capture: Capture, words: Vocabulary) -> tuple[Thing, ...]:
    """The organisations and projects that an RDF file describes, by key, ready to join the vocabulary.

    One that the vocabulary lists (by its IRI, by an IRI that both match, or by a name that is its alone) keeps its key
    and brings its further names; any other is new. A name of one word counts only where the page speaks of
    the same country or parent, an acronym that a listed organisation bears not at all.

    Raises:
        SourceError: over `MAX_BYTES`, not of the syntax that it looks like, or with a context or entity from elsewhere.
    """
    facts = _facts(capture)
    found = dict(_described(facts))
    homes = _Homes(words, found, facts)
    things: dict[str, Thing] = {}
    for iri in sorted(found):
        thing = _thing(iri, found[iri], facts, homes)
        if thing is not None:
            things[thing.key] = _joined(things[thing.key], thing) if thing.key in things else thing
    return tuple(things[key] for key in sorted(things))


# -- parsing -----------------------------------------------------------------------------------------------------------


def _facts(capture: Capture) -> _Facts:
    """What the file says of each subject, every graph of it."""
    if len(capture.data) > MAX_BYTES:
        raise SourceError(capture.source, f"this is more than {MAX_BYTES:,} bytes of RDF; split it")
    facts: _Facts = defaultdict(list)
    try:
        for quad in ox.parse(_prepared(capture), format=_format(capture)):
            subject, value = quad.subject, quad.object
            if isinstance(subject, ox.Triple) or isinstance(value, ox.Triple):
                continue
            facts[_node(subject)].append((quad.predicate.value.replace(_OLD_SCHEMA, _SCHEMA), value))
    except (SyntaxError, ValueError) as error:
        raise SourceError(capture.source, f"this is no RDF that can be read: {error}") from error
    return dict(facts)


def _node(node: ox.NamedNode | ox.BlankNode) -> str:
    return node.value if isinstance(node, ox.NamedNode) else str(node)


def _format(capture: Capture) -> ox.RdfFormat:
    start = capture.data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] in (b"{", b"[") and b'"@' in capture.data:
        return ox.RdfFormat.JSON_LD
    if re.match(rb"<(?:\?xml|!--|!DOCTYPE|(?:\w+:)?RDF\b)", start):
        return ox.RdfFormat.RDF_XML
    return ox.RdfFormat.N_QUADS if _QUAD.match(start) else ox.RdfFormat.TRIG


def _prepared(capture: Capture) -> bytes:
    """The bytes to parse: nothing in them makes the parser look elsewhere or grow without bound."""
    form = _format(capture)
    if form == ox.RdfFormat.RDF_XML and _UNSAFE_ENTITY.search(capture.data):
        raise SourceError(capture.source, "it declares entities within entities or from elsewhere; write them out")
    if form == ox.RdfFormat.JSON_LD:
        try:
            return json.dumps(_with_own_contexts(json.loads(capture.data), capture.source)).encode()
        except (ValueError, RecursionError) as error:
            raise SourceError(capture.source, f"this is no JSON-LD that can be read: {error}") from error
    return capture.data


def _with_own_contexts(node: Any, source: str) -> Any:
    """JSON-LD whose one well-known context from elsewhere, schema.org's, is written out; others are refused."""
    if isinstance(node, list):
        return [_with_own_contexts(one, source) for one in node]
    if not isinstance(node, dict):
        return node
    return {
        name: _own_context(value, source) if name == "@context" else _with_own_contexts(value, source)
        for name, value in node.items()
    }


def _own_context(context: Any, source: str) -> Any:
    if isinstance(context, list):
        return [_own_context(one, source) for one in context]
    if not isinstance(context, str):
        return context
    if _SCHEMA_CONTEXT.match(context):
        return _SCHEMA_TERMS
    raise SourceError(source, f"its context {context[:MAX_NAME]} is elsewhere and is not fetched; write it out")


# -- what is described -------------------------------------------------------------------------------------------------


def _described(facts: _Facts) -> Iterator[tuple[str, str]]:
    """Every organisation and project with its class."""
    for subject, said in facts.items():
        for predicate, value in said:
            if predicate == _A and isinstance(value, ox.NamedNode) and (of := _class(value.value)):
                yield subject, of
                break


def _class(iri: str) -> str:
    iri = iri.replace(_OLD_SCHEMA, _SCHEMA)
    if iri.endswith("SSEInitiative") and "essglobal" in iri.lower():
        return "organisation"
    return _CLASSES.get(iri, "")


class _Homes:
    """Which key each described thing has: a listed thing's, or a new one."""

    def __init__(self, words: Vocabulary, described: Mapping[str, str], facts: _Facts) -> None:
        self._words = words
        self.bearers = words.bearers
        self._by_match = {to: thing.key for thing in words.things.values() for _, to in thing.matches}
        self._by_name: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._countries: dict[str, str] = {}
        for thing in words.things.values():
            for label in thing.labels:
                if label.use in ("name", "other") and not label.hidden:
                    self._by_name[(thing.of, fold_key(label.text))].add(thing.key)
                    if thing.of == "country":
                        self._countries[fold_key(label.text)] = thing.key
            if thing.of == "country":
                self._countries |= {value.lower(): thing.key for _, value in thing.codes}
                self._countries |= {to: thing.key for _, to in thing.matches}
        taken = set(words.things)
        self._keys: dict[str, str] = {}
        for iri in sorted(described):
            key = self._listed(iri, described[iri], facts) or _new_key(iri, described[iri], facts, taken)
            if key:
                self._keys[iri] = key
                taken.add(key)

    def _listed(self, iri: str, of: str, facts: _Facts) -> str:
        """Key of the listed thing that is meant, or ""."""
        if iri.startswith(BASE) and (key := iri.removeprefix(BASE)) in self._words.things:
            return key
        for to in (iri, *_same(facts[iri])):
            if (key := self._by_match.get(to, "")) and self._words.things[key].of == of:
                return key
        for name in _names(facts[iri]):
            bearing = self._by_name.get((of, fold_key(name.text)), set())
            if name.use != "acronym" and len(bearing) == 1 and self._may_be(min(bearing), iri, facts):
                return min(bearing)
        return ""

    def _may_be(self, key: str, iri: str, facts: _Facts) -> bool:
        """What the file says of the country does not speak against it."""
        listed, said = self._words.things[key].country, self.countries(iri, facts)
        return not listed or not said or not set(listed).isdisjoint(said)

    def of(self, iri: str) -> str:
        """Key of a described thing, or "" for one without a name."""
        return self._keys.get(iri, "")

    def listed(self, key: str) -> Thing | None:
        """The thing as the vocabulary lists it."""
        return self._words.things.get(key)

    def countries(self, iri: str, facts: _Facts) -> tuple[str, ...]:
        """Keys of the countries that a thing is said to be in, also by its address."""
        found = set()
        for predicate, value in facts.get(iri, ()):
            if predicate in _COUNTRIES or predicate.endswith("countryName"):
                said = value.value if not isinstance(value, ox.BlankNode) else ""
                key = said.removeprefix(BASE) if said.startswith(f"{BASE}country/") else ""
                found.add(key or self._countries.get(said, "") or self._countries.get(fold_key(said), ""))
            if (predicate in _TO_ADDRESS or predicate.endswith("hasAddress")) and not isinstance(value, ox.Literal):
                address = _node(value)
                if address != iri and address in facts:
                    found.update(_countries_of_address(address, facts, self._countries))
        return tuple(sorted(found - {""}))


def _countries_of_address(address: str, facts: _Facts, countries: Mapping[str, str]) -> Iterator[str]:
    for predicate, value in facts[address]:
        if (predicate in _COUNTRIES or predicate.endswith("countryName")) and not isinstance(value, ox.BlankNode):
            yield countries.get(value.value, "") or countries.get(fold_key(value.value), "")


def _new_key(iri: str, of: str, facts: _Facts, taken: Iterable[str]) -> str:
    """A key for what nobody listed: its slug, where another has that with a digest of its IRI; "" if unnamed."""
    name = next((label.text for label in _names(facts[iri]) if label.use != "acronym"), "")
    if not slug(name):
        return ""
    key = iri.removeprefix(BASE) if iri.startswith(f"{BASE}{of}/") else f"{of}/{slug(name)}"
    return f"{key}-{digest(iri.encode())[:8]}" if key in taken else key


def _same(said: Iterable[tuple[str, _Value]]) -> list[str]:
    """IRIs of the same thing elsewhere."""
    found = {value.value for predicate, value in said if predicate in _SAME and not isinstance(value, ox.BlankNode)}
    return sorted(iri for iri in found if re.match(r"https?://[^\s<>\"{}|\\^`]+$", iri))


def _names(said: Iterable[tuple[str, _Value]]) -> list[Label]:
    """Its names: preferred ones first, then in the order of language and text; what is written as one is an acronym."""
    found = set()
    for predicate, value in said:
        use = _NAMES.get(predicate)
        text = " ".join(value.value.split()) if isinstance(value, ox.Literal) else ""
        if use is None or not isinstance(value, ox.Literal) or not 1 < len(text) <= MAX_NAME:
            continue
        if use == "other" and _ACRONYM.match(text):
            use = "acronym"
        language = (value.language or _UNDETERMINED).partition("-")[0]
        found.add(Label(text, "" if use == "acronym" else language, use))
    return sorted(found, key=lambda label: (_USES.index(label.use), label.language != "en", label.language, label.text))


def _thing(iri: str, of: str, facts: _Facts, homes: _Homes) -> Thing | None:
    key = homes.of(iri)
    names = _names(facts[iri])
    if not key or not any(label.use != "acronym" for label in names):
        return None
    matches = {(_EXACT_MATCH, to) for to in (iri, *_same(facts[iri])) if "://" in to and not to.startswith(BASE)}
    listed = homes.listed(key)
    if listed is not None:
        brought = [_brought(label) for label in names]
        return _joined(listed, Thing(key=key, slug=listed.slug, of=of, name=listed.name, labels=tuple(brought),
                                     matches=tuple(sorted(matches))))  # fmt: skip
    countries = homes.countries(iri, facts)
    parents = {homes.of(_node(v)) for p, v in facts[iri] if p in _PARENTS and not isinstance(v, ox.Literal)} - {""}
    preferred = next(label.text for label in names if label.use != "acronym")
    return Thing(
        key=key,
        slug=key.rpartition("/")[2],
        of=of,
        name=preferred,
        labels=tuple(_safe(names[:_MAX_LABELS], homes)),
        acronym=next((label.text for label in names if label.use == "acronym"), ""),
        parent=min(parents, default=""),
        country=countries,
        matches=tuple(sorted(matches)),
        links=tuple([("country", country) for country in countries]
                    + [("subOrganizationOf", parent) for parent in sorted(parents)]),
        status="published",
    )  # fmt: skip


def _brought(label: Label) -> Label:
    """A further name of a listed thing: none is preferred over what is listed, and what may be a word is left to it."""
    return Label(label.text, label.language, "other" if label.use == "name" else label.use)


def _safe(labels: Iterable[Label], homes: _Homes) -> Iterator[Label]:
    """The labels that name a new thing: a word counts only in context, a listed acronym not at all."""
    for label in labels:
        if _is_one_word(label):
            yield Label(label.text, label.language, "local")
        elif label.use != "acronym" or label.text not in homes.bearers:
            yield label


def _is_one_word(label: Label) -> bool:
    return label.use != "acronym" and " " not in label.text and not label.text.isupper()


def _joined(one: Thing, other: Thing) -> Thing:
    """One thing with the labels and matches of both; the rest is the first's."""
    known = {fold_key(label.text) for label in one.labels}
    more = [label for label in other.labels if fold_key(label.text) not in known and not _is_one_word(label)]
    return msgspec.structs.replace(
        one,
        labels=(*one.labels, *more)[: max(_MAX_LABELS, len(one.labels))],
        matches=tuple(sorted({*one.matches, *other.matches})),
    )
