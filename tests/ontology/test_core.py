"""core.ttl: complete, consistent, and spelled by `SSE` word for word."""

import re
from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox
import pytest

from rochdale.graph.terms import SSE
from rochdale.loaders.vocabulary import FOLDER, TERMS

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
SCHEMA = "https://schema.org/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"
ONTOLOGY = ox.NamedNode("https://w3id.org/rochdale/ontology")

TRIPLES = [quad.triple for quad in ox.parse(path=FOLDER / "core.ttl", format=ox.RdfFormat.TURTLE)]
SPELLED_OTHERWISE = {"giver": "from", "taker": "to"}
"""`from` is a keyword of Python, and `to` its counterpart."""
OF_THE_READER = frozenset(
    """
    themes PersonWord LayoutMark Column localLabel demonym placeName alsoCalled gives property
    titleCue topicLabel activeCue passiveCue nounCue jointCue headNoun toward verb
    adverbCue echoCue headingCue inverseCue officeCue
    """.split()
)
"""Terms that only the reader uses: the graph never states them."""
FROM_ELSEWHERE = frozenset(
    [
        RDF + "Property",
        RDF + "langString",
        SKOS + "Concept",
        *(XSD + name for name in ("string", "boolean", "decimal", "date", "gYearMonth", "gYear")),
        *(XSD + name for name in ("nonNegativeInteger", "positiveInteger")),
    ]
)


def facts(term: str) -> dict[str, list[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]]:
    found = defaultdict(list)
    for triple in TRIPLES:
        if triple.subject == ox.NamedNode(TERMS + term):
            found[triple.predicate.value].append(triple.object)
    return found


CORE = sorted(
    {t.subject.value.removeprefix(TERMS) for t in TRIPLES if isinstance(t.subject, ox.NamedNode)} - {ONTOLOGY.value}
)
SPELLED = {name: node.value for name, node in vars(SSE).items() if isinstance(node, ox.NamedNode)}


@pytest.mark.parametrize("term", CORE)
def test_a_term_has_three_labels_one_comment_and_its_ontology(term: str) -> None:
    said = facts(term)
    labels = [label.language for label in said[RDFS + "label"] if isinstance(label, ox.Literal)]
    comments = [comment.language for comment in said[RDFS + "comment"] if isinstance(comment, ox.Literal)]
    assert sorted(map(str, labels)) == ["en", "es", "fr"]
    assert comments == ["en"]
    assert said[RDFS + "isDefinedBy"] == [ONTOLOGY]


def test_a_class_is_capitalised_and_a_property_is_not() -> None:
    for term in CORE:
        types = {
            type_.value.removeprefix(OWL) for type_ in facts(term)[RDF + "type"] if isinstance(type_, ox.NamedNode)
        }
        if term == "themes":
            assert types == {SKOS + "ConceptScheme"}
        elif term[0].isupper():
            assert types == {"Class"}, term
        else:
            assert len(types) == 1, term
            assert types <= {"ObjectProperty", "DatatypeProperty"}, term


@pytest.mark.parametrize(
    "where", [RDFS + "domain", RDFS + "range", SCHEMA + "domainIncludes", SCHEMA + "rangeIncludes"]
)
def test_domains_and_ranges_name_terms_that_exist(where: str) -> None:
    for term in CORE:
        for target in facts(term)[where]:
            assert isinstance(target, ox.NamedNode)
            known = target.value in FROM_ELSEWHERE or target.value.removeprefix(TERMS) in CORE
            assert known, f"{term}: {target.value} is no term of core.ttl"


def test_a_parent_property_exists() -> None:
    for term in CORE:
        for parent in facts(term)[RDFS + "subPropertyOf"]:
            assert isinstance(parent, ox.NamedNode)
            assert parent.value.removeprefix(TERMS) in CORE, term


def test_an_object_property_never_ranges_over_literals() -> None:
    for term in CORE:
        said = facts(term)
        literal = any(
            isinstance(target, ox.NamedNode) and target.value in FROM_ELSEWHERE - {RDF + "Property", SKOS + "Concept"}
            for where in (RDFS + "range", SCHEMA + "rangeIncludes")
            for target in said[where]
        )
        if ox.NamedNode(OWL + "ObjectProperty") in said[RDF + "type"]:
            assert not literal, term
        if ox.NamedNode(OWL + "DatatypeProperty") in said[RDF + "type"]:
            assert literal, term


@pytest.mark.parametrize("name", sorted(SPELLED))
def test_a_word_of_sse_is_spelled_as_in_core(name: str) -> None:
    term = SPELLED_OTHERWISE.get(name, name)
    assert SPELLED[name] == TERMS + term
    assert term in CORE


def test_sse_has_every_term_that_the_graph_states() -> None:
    stated = {term.removeprefix(TERMS) for term in SPELLED.values()}
    assert stated == set(CORE) - OF_THE_READER


def test_terms_of_the_reader_are_terms_of_core() -> None:
    assert set(CORE) >= OF_THE_READER


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.ttl")), ids=lambda path: str(path.relative_to(FOLDER)))
def test_every_sse_word_of_a_vocabulary_file_is_in_core(path: Path) -> None:
    used = set()
    for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
        for node in (quad.subject, quad.predicate, quad.object):
            if isinstance(node, ox.NamedNode) and node.value.startswith(TERMS):
                used.add(node.value.removeprefix(TERMS))
    assert used <= set(CORE)


def test_every_sse_word_of_the_code_is_in_core() -> None:
    words = set()
    for path in sorted(FOLDER.parent.rglob("*.py")):
        words |= set(re.findall(r'TERMS \+ "(\w+)"', path.read_text(encoding="utf-8")))
    assert words
    assert words <= set(CORE)
