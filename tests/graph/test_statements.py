import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings

from rochdale.graph.build import GRAPH, TURTLE
from rochdale.graph.resolve import resolve
from rochdale.graph.statements import statements
from rochdale.graph.store import open_store
from rochdale.graph.terms import DCTERMS, RDF, SKOS, SSE
from rochdale.loaders.document import file_capture
from rochdale.loaders.items import Record
from rochdale.loaders.readers.capture import read_capture
from rochdale.loaders.reading import read_record
from rochdale.loaders.vocabulary import BASE, TERMS, vocabulary
from tests.conftest import PAGES
from tests.graph.terms import texts
from tests.graph.test_resolve import LONG, item, mention, page

PREFIXES = {
    "sse": TERMS,
    "dcterms": "http://purl.org/dc/terms/",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "org": "http://www.w3.org/ns/org#",
}
MINTED = re.compile(re.escape(BASE) + r"[a-z-]+/[A-Za-z0-9-]+")
ITEM = re.compile(re.escape(BASE) + r"item/[a-z0-9]+(-[a-z0-9]+)*-[0-9a-f]{8}")


def stated(*records: Record) -> list[ox.Triple]:
    words = vocabulary()
    return list(statements(resolve(records, words), words))


def told(triples: list[ox.Triple], predicate: ox.NamedNode) -> set[str]:
    """The texts that a property gives."""
    return {t.object.value for t in triples if t.predicate == predicate and isinstance(t.object, ox.Literal)}


def read(text: str) -> Record:
    return read_record(read_capture(file_capture(Path("page.txt"), text.encode())))


@pytest.fixture(scope="module")
def store(sample_graph: Path) -> ox.Store:
    return open_store(sample_graph)


def rows(store: ox.Store, sparql: str, **bound: ox.NamedNode) -> list[tuple[str, ...]]:
    terms: dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple] = {}
    terms |= {ox.Variable(name): term for name, term in bound.items()}
    found = store.query(sparql, prefixes=PREFIXES, substitutions=terms)
    assert isinstance(found, ox.QuerySolutions)
    return [tuple(str(term) for term in row) for row in found]


# -- IRIs ------------------------------------------------------------------------------------------------------

ODD = {
    "quotes": 'The "weavers\' union" of ‘Tunis’ meets',
    "braces": "Weavers {of Tunis} [meet] <again> | `now` ^ \\",
    "right to left": "تعاونية النساجين في تونس",
    "mixed directions": "Weavers \u202eof Tunis\u202c meet تعاونية",
    "emoji": "🤝 Weavers 👩🏽‍🌾 meet 🎉",
    "percent and hash": "100% of weavers #meet? at a/b/c & d",
    "Chinese": "合作社的故事",
}


@pytest.mark.parametrize("title", ODD.values(), ids=ODD)
def test_an_odd_title_stands_as_it_is_and_its_iri_is_ascii(title: str) -> None:
    triples = stated(read(f"{title}\n\n4 May 2022\n\nThe ILO met weavers in Tunisia.\n"))
    (subject,) = {t.subject.value for t in triples if t.object == SSE.Item and isinstance(t.subject, ox.NamedNode)}
    assert ITEM.fullmatch(subject)
    assert title in told(triples, DCTERMS.title)


@given(texts, texts)
@settings(deadline=None)
def test_whatever_a_title_and_a_name_hold_the_iris_are_valid_and_ascii(title: str, name: str) -> None:
    people = (mention("organisation", name), mention("person", name), mention("project", name))
    triples = stated(page("p", item(title, mentions=people)))
    for triple in triples:
        assert isinstance(triple.subject, ox.NamedNode)
        assert MINTED.fullmatch(triple.subject.value)
    nt = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    assert nt is not None
    assert set(ox.parse(nt, format=ox.RdfFormat.N_TRIPLES)) == {
        ox.Quad(t.subject, t.predicate, t.object) for t in triples
    }


@given(texts, texts)
def test_two_titles_that_fold_apart_have_two_iris(first: str, second: str) -> None:
    records = [page("a", item(f"{LONG} {first}")), page("b", item(f"{LONG} {second}"))]
    works = resolve(records, vocabulary()).works
    assert len({work.key for work in works}) == len(works)


def test_an_item_keeps_its_iri_when_another_page_shows_it_too() -> None:
    alone = {work.key for work in resolve([page("a", item())], vocabulary()).works}
    both = {work.key for work in resolve([page("a", item()), page("b", item(summary="More."))], vocabulary()).works}
    assert alone == both


# -- every link has its evidence ---------------------------------------------------------------------------------

LINKS = [SSE.country, SSE.region, SSE.organisation, SSE.project, SSE.person, SSE.series, SSE.related, DCTERMS.subject]
ROLES = [SSE.organiser, SSE.partner, SSE.donor, SSE.implementer, SSE.participant, SSE.member, SSE.subject]
ROLES += [DCTERMS.publisher]


def local(term: ox.NamedNode) -> str:
    return re.split("[/#]", term.value)[-1]


def test_every_link_of_an_item_is_looked_at_here(store: ox.Store) -> None:
    found = store.query("SELECT DISTINCT ?link { ?i a sse:Item ; ?link ?x FILTER isIRI(?x) }", prefixes=PREFIXES)
    assert isinstance(found, ox.QuerySolutions)
    others = {RDF.type, DCTERMS.type, SSE.document}
    assert {row["link"] for row in found} <= {*LINKS, *ROLES, *others}


@pytest.mark.parametrize("link", LINKS, ids=local)
def test_a_mention_backs_every_link_of_an_item(store: ox.Store, link: ox.NamedNode) -> None:
    assert rows(store, "SELECT ?link ?x { ?i a sse:Item ; ?link ?x }", link=link)
    unbacked = """
        SELECT ?link ?i ?x {
            ?i a sse:Item ; ?link ?x
            FILTER NOT EXISTS { ?m a sse:Mention ; sse:item ?i ; sse:entity ?x }
        }"""
    assert rows(store, unbacked, link=link) == []


@pytest.mark.parametrize("role", ROLES, ids=local)
def test_a_mention_in_this_role_backs_every_role(store: ox.Store, role: ox.NamedNode) -> None:
    unbacked = """
        SELECT ?role ?as ?i ?x {
            ?i a sse:Item ; ?role ?x
            FILTER NOT EXISTS { ?m sse:item ?i ; sse:entity ?x ; sse:role ?as }
        }"""
    assert rows(store, unbacked, role=role, **{"as": ox.NamedNode(f"{BASE}role/{local(role)}")}) == []


@pytest.mark.parametrize("role", ROLES, ids=local)
def test_who_has_a_role_in_an_item_is_an_organisation_of_it(store: ox.Store, role: ox.NamedNode) -> None:
    assert rows(store, "SELECT ?role ?x { ?i a sse:Item ; ?role ?x MINUS { ?i sse:organisation ?x } }", role=role) == []


@pytest.mark.parametrize("role", ROLES, ids=local)
def test_a_role_is_stated_by_its_property_and_as_an_organisation(role: ox.NamedNode) -> None:
    union = mention("organisation", "Loom Union", role=local(role))
    triples = stated(page("p", item(mentions=(union,))))
    subject = ox.NamedNode(BASE + "organisation/loom-union")
    links = {t.predicate for t in triples if t.object == subject} - {SSE.entity}
    assert links == {role, SSE.organisation}


def test_evidence_backs_every_partnership(store: ox.Store) -> None:
    assert rows(store, "SELECT ?p { ?p a sse:Partnership }")
    for sparql in (
        "SELECT ?p { ?p a sse:Partnership MINUS { ?p sse:evidence/sse:entity ?p } }",
        "SELECT ?p ?i { ?p a sse:Partnership ; sse:item ?i MINUS { ?p sse:evidence/sse:item ?i } }",
        "SELECT ?a ?b { ?a sse:partnerOf ?b MINUS { ?p sse:party ?a, ?b FILTER (?a != ?b) } }",
        "SELECT ?a ?b { ?a sse:partnerOf ?b MINUS { ?b sse:partnerOf ?a } }",
        "SELECT ?p ?o ?i { ?p a sse:Partnership ; sse:party ?o ; sse:item ?i MINUS { ?i sse:organisation ?o } }",
    ):
        assert rows(store, sparql) == [], sparql


def test_every_mention_speaks_of_something_that_is_linked(store: ox.Store) -> None:
    linked = """
        SELECT ?m {
            ?m a sse:Mention ; sse:entity ?x ; sse:item ?i
            FILTER NOT EXISTS { ?i ?link ?x }
            FILTER NOT EXISTS { ?x a sse:Partnership ; sse:evidence ?m }
            FILTER NOT EXISTS { ?x a sse:Theme }
        }"""
    assert rows(store, linked) == []


@pytest.fixture(scope="module")
def mentions(store: ox.Store) -> list[tuple[str, str, int, int, int, str]]:
    """(document's text, exact, start, end, line, rule) of every mention."""
    captured = {path.stem: path.read_text(encoding="utf-8") for path in PAGES.glob("*.txt")}
    found = store.query(
        """SELECT ?slug ?exact ?start ?end ?line ?rule {
            ?m sse:document/dcterms:identifier ?slug ; sse:exact ?exact ; sse:start ?start ; sse:end ?end ;
                sse:line ?line ; sse:rule ?rule
        }""",
        prefixes=PREFIXES,
    )
    assert isinstance(found, ox.QuerySolutions)
    return [
        (captured[slug.value], exact.value, int(start.value), int(end.value), int(line.value), rule.value)
        for slug, exact, start, end, line, rule in found
    ]


def test_the_words_of_a_mention_stand_in_the_page_where_it_says(
    mentions: list[tuple[str, str, int, int, int, str]],
) -> None:
    assert len(mentions) > 1000
    for text, exact, start, end, _, _ in mentions:
        assert " ".join(text[start:end].split()) == " ".join(exact.split())


def test_a_mention_stands_on_the_line_that_it_says(mentions: list[tuple[str, str, int, int, int, str]]) -> None:
    wrong = {
        (exact, rule)
        for text, exact, start, end, line, rule in mentions
        if not rule.endswith("/type-line")
        and line - text.count("\n", 0, start) - 1 not in range(_lines(text[start:end]))
    }
    assert not wrong


def _lines(text: str) -> int:
    return text.count("\n") + 1


def test_the_evidence_of_a_series_stands_on_the_line_that_it_says(
    mentions: list[tuple[str, str, int, int, int, str]],
) -> None:
    said = [(text, start, line) for text, _, start, _, line, rule in mentions if rule.endswith("/type-line")]
    assert said
    assert all(text.count("\n", 0, start) + 1 == line for text, start, line in said)


def test_the_evidence_of_a_related_item_ends_where_its_title_does() -> None:
    title = "Weavers   of the\tvalley meet"
    text = f"Bakers meet\n\n4 May 2022\n\nThey met.\n\nRelated content\n\nNews\n\n{title}\n\n5 May 2022\n"
    triples = stated(read(text))
    (entry,) = {t.object for t in triples if t.predicate == SSE.related}
    (cited,) = {t.subject for t in triples if t.predicate == SSE.entity and t.object == entry}
    (end,) = told([t for t in triples if t.subject == cited], SSE.end)
    assert int(end) == text.index(title) + len(title)


# -- what the graph does not hold --------------------------------------------------------------------------------


def test_there_are_no_blank_nodes(sample_graph: Path) -> None:
    for path in (sample_graph / GRAPH, sample_graph / TURTLE):
        for quad in ox.parse(path=path):
            assert isinstance(quad.subject, ox.NamedNode)
            assert not isinstance(quad.object, ox.BlankNode)


def test_words_that_are_only_for_matching_are_not_in_the_graph(store: ox.Store) -> None:
    words = ["localLabel", "demonym", "placeName", "activeCue", "passiveCue", "nounCue", "jointCue"]
    words += [
        "headNoun",
        "titleCue",
        "topicLabel",
        "verb",
        "adverbCue",
        "echoCue",
        "headingCue",
        "inverseCue",
        "officeCue",
    ]
    predicates = [ox.NamedNode(TERMS + word) for word in words]
    predicates.append(ox.NamedNode(SKOS.prefLabel.value.replace("prefLabel", "hiddenLabel")))
    assert [p for p in predicates if next(store.quads_for_pattern(None, p, None, None), None) is not None] == []


def test_no_label_of_a_thing_is_one_that_is_hidden(store: ox.Store) -> None:
    for thing in vocabulary().things.values():
        hidden = {label.text for label in thing.labels if label.hidden}
        open_ = {label.text for label in thing.labels if not label.hidden}
        subject = ox.NamedNode(BASE + thing.key)
        objects = [quad.object for quad in store.quads_for_pattern(subject, None, None, None)]
        shown = {term.value for term in objects if isinstance(term, ox.Literal)}
        assert not shown & (hidden - open_)
