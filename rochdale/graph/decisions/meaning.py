"""The meaning of triples that are said of a decision. How a decision is stated is in statements.py."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Triple

from rochdale.graph.decisions.decision import Decision, Name, Verb
from rochdale.graph.statements import VERBS
from rochdale.graph.terms import DCTERMS, PROV, RDF, SSE, XSD
from rochdale.loaders.vocabulary import BASE

Object = NamedNode | ox.BlankNode | Literal | Triple

_LINKS: Final = {SSE.about: "about", SSE.into: "into", SSE.newCountry: "country", SSE.newKind: "kind"}
_TEXTS: Final = {SSE.decidedBy: "by", SSE.reason: "why", DCTERMS.date: "date"}
_SEVERAL: Final = {SSE.newName: "names", SSE.inItem: "items", SSE.withWords: "words"}
_TYPES: Final = frozenset({SSE.Decision, PROV.Activity})
_STRING: Final = frozenset({Literal("").datatype, Literal("", language="en").datatype})


class UnclearError(ValueError):
    """What is said of a subject is no decision."""


def by_subject(triples: Iterable[ox.Triple | ox.Quad]) -> dict[str, list[tuple[NamedNode, Object]]]:
    """Predicates and objects by the IRI of their subject; a blank node keeps its underscore and colon."""
    found: dict[str, list[tuple[NamedNode, Object]]] = defaultdict(list)
    for triple in triples:
        name = triple.subject.value if isinstance(triple.subject, NamedNode) else str(triple.subject)
        found[name].append((triple.predicate, triple.object))
    return dict(found)


def understood(subject: str, facts: Sequence[tuple[NamedNode, Object]]) -> Decision:
    """The decision that is said of a subject.

    Raises:
        UnclearError: it is none; the message says why, and how to mend it.
    """
    key = subject.removeprefix(BASE)
    if key == subject or not key.startswith("decision/"):
        raise UnclearError(f"<{subject}> is no decision; the IRI of one begins with {BASE}decision/ (decision:a-name)")
    verb = _verb(facts)
    fields: dict[str, str] = {}
    several: dict[str, list[Object]] = defaultdict(list)
    for predicate, value in facts:
        if predicate in _LINKS or predicate in _TEXTS:
            name = _LINKS.get(predicate) or _TEXTS[predicate]
            if name in fields:
                raise UnclearError(f"there are two values of {_short(predicate)}; keep one")
            fields[name] = _key(predicate, value) if predicate in _LINKS else _string(predicate, value)
        elif predicate in _SEVERAL:
            several[_SEVERAL[predicate]].append(value)
        elif predicate != RDF.type:
            raise UnclearError(f"a decision says nothing by {_short(predicate)}; leave it out")
    for needed, told in (("about", "sse:about"), ("by", "sse:decidedBy"), ("why", "sse:reason")):
        if needed not in fields:
            raise UnclearError(f"a decision needs {told}")
    return Decision(
        key=key,
        verb=verb,
        about=fields["about"],
        by=fields["by"],
        why=fields["why"],
        date=fields.get("date", ""),
        into=fields.get("into", ""),
        kind=fields.get("kind", "").removeprefix("kind/"),
        country=fields.get("country", ""),
        names=tuple(sorted(_name(value) for value in several["names"])),
        items=tuple(sorted(_key(SSE.inItem, value) for value in several["items"])),
        words=tuple(sorted(_string(SSE.withWords, value) for value in several["words"])),
    )


def _verb(facts: Iterable[tuple[NamedNode, Object]]) -> Verb:
    types = {value for predicate, value in facts if predicate == RDF.type} - _TYPES
    verbs = [verb for verb, kind in VERBS.items() if kind in types]
    if len(verbs) != 1 or len(types) != 1:
        raise UnclearError(
            f"a decision is one of {', '.join(_short(kind) for kind in VERBS.values())}; say which by 'a'"
        )
    return verbs[0]


def _key(predicate: NamedNode, value: Object) -> str:
    if not isinstance(value, NamedNode) or not value.value.startswith(BASE):
        raise UnclearError(f"{_short(predicate)} names a thing by its IRI below {BASE}, not {value}")
    return value.value.removeprefix(BASE)


def _string(predicate: NamedNode, value: Object) -> str:
    wanted = {XSD.date} if predicate == DCTERMS.date else _STRING
    if isinstance(value, Literal) and value.datatype in wanted:
        return value.value
    if predicate == DCTERMS.date:
        raise UnclearError(f'{_short(predicate)} is a day, as in "2026-07-29"^^xsd:date, not {value}')
    raise UnclearError(f"{_short(predicate)} is text in quotation marks, not {value}")


def _name(value: Object) -> Name:
    text = _string(SSE.newName, value)
    return Name(text, (value.language or "") if isinstance(value, Literal) else "")


def _short(term: NamedNode) -> str:
    for namespace, prefix in ((BASE + "ontology#", "sse:"), ("http://purl.org/dc/terms/", "dcterms:")):
        if term.value.startswith(namespace):
            return prefix + term.value.removeprefix(namespace)
    return f"<{term.value}>"
