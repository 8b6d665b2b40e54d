import csv
import datetime
import io
import json
import re
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rochdale.errors import OutputError, QueryError, StoreError
from rochdale.graph.answers import Answer, Format, collect, value_of
from rochdale.graph.naming import NameResolver, as_iri, find_thing
from rochdale.graph.query import ask, bind
from rochdale.graph.questions import Column, Parameter, catalogue, find_question, read_question
from rochdale.graph.safety import form_of, refuse_service
from rochdale.graph.turtle import PREFIXES
from rochdale.loaders.vocabulary import BASE
from tests.graph.terms import iris, literals, texts

SMALL = Path(__file__).parent.parent / "queries" / "small.ttl"
XSD = PREFIXES["xsd"]
ILO = ox.NamedNode(BASE + "organisation/ilo")
HEADER = """\
#+ summary: Items of a year
#+ description: How many
#+    there are.
#+ parameters: year (year), theme (IRI, optional),
#+    other (IRI of organisation, optional), words (text, optional)
#+ columns: item (IRI),
#+    items (count)
"""
BODY = """\
SELECT ?item ?items
WHERE {
    VALUES ?year { UNDEF }
    VALUES ?theme { UNDEF }
    VALUES ?other { UNDEF }
    VALUES ?words { UNDEF }
    BIND (1 AS ?items)
}
ORDER BY ?item
"""


@pytest.fixture(scope="module")
def store() -> ox.Store:
    store = ox.Store()
    store.load(path=SMALL, format=ox.RdfFormat.TURTLE)
    return store


@pytest.fixture(scope="module")
def names(store: ox.Store) -> NameResolver:
    return NameResolver(store)


# -- headers ------------------------------------------------------------------------------------------------


def test_a_header_says_what_the_question_takes_and_gives() -> None:
    question = read_question(HEADER + BODY, "items-of-year.rq")
    assert question.name == "items-of-year"
    assert question.summary == "Items of a year"
    assert question.description == "How many there are."
    assert question.parameters == (
        Parameter("year", "year"),
        Parameter("theme", "IRI", "theme", required=False),
        Parameter("other", "IRI", "organisation", required=False),
        Parameter("words", "text", required=False),
    )
    assert [str(parameter) for parameter in question.parameters] == [
        "year (year)",
        "theme (IRI, optional)",
        "other (IRI of organisation, optional)",
        "words (text, optional)",
    ]
    assert question.columns == (Column("item", "IRI"), Column("items", "count"))
    assert question.text == HEADER + BODY


@pytest.mark.parametrize(
    ("wrong", "right", "message"),
    [
        ("#+ sumary: Items of a year", "#+ summary: Items of a year", "q.rq:1: no line of a header"),
        ("#+ description: How many", "#+ summary: Items of a year", "q.rq:1: 'description' stands where summary"),
        ("#+summary: Items", "#+ summary: Items of a year", "q.rq:1: no line of a header"),
        ("#+ summary:", "#+ summary: Items of a year", "q.rq:1: no line of a header"),
        ("#+  there are.", "#+ there are.", ""),
        ("# there are.", "#+    there are.", "q.rq:4: the header begins on the first line and has no gaps"),
        ("\n#+ summary: Items of a year", "#+ summary: Items of a year", "q.rq:2: the header begins on the first line"),
        ("", "#+    items (count)\n", "q.rq:6: 'item (IRI),' is not of the form"),
        (
            "#+ columns: item (IRI), items (counts)\n",
            "#+ columns: item (IRI),\n#+    items (count)\n",
            "q.rq:6: 'items (co",
        ),
        ("item (count)\n", "items (count)\n", "q.rq:7: 'item (count)' stands here twice"),
        ("", "#+ columns: item (IRI),\n#+    items (count)\n", "q.rq:6: the header lacks '#+ columns: ...'"),
        (
            "other (IRI, optional)",
            "other (IRI of organisation, optional)",
            "q.rq:5: other is no class; say 'IRI of' one",
        ),
        ("other (IRI of firm)", "other (IRI of organisation, optional)", "q.rq:5: other is no class"),
        ("year (year of theme)", "year (year)", "q.rq:4: year is no class"),
        ("year (years)", "year (year)", "q.rq:4: 'year (years)' is not of the form"),
        ("year (year) theme", "year (year), theme", "q.rq:4: 'year"),
        ("jear (year)", "year (year)", "q.rq:4: ?jear has no line VALUES"),
        ("year (year)", "year (year), theme (IRI, optional)", "q.rq:4: ?theme is no parameter of the header"),
        ("    VALUES ?yea { UNDEF }", "    VALUES ?year { UNDEF }", "q.rq:4: ?yea is no parameter"),
        ("SELECT ?item ?items\n#+ more: x", "SELECT ?item ?items", "q.rq:9: no line of a header"),
        (
            "SELECT ?item ?items\n#+ summary: x",
            "SELECT ?item ?items",
            "q.rq:9: 'summary' stands where the query should",
        ),
    ],
)
def test_a_wrong_header_is_told_with_its_line(wrong: str, right: str, message: str) -> None:
    text = (HEADER + BODY).replace(right, wrong)
    if not message:
        read_question(text, "q.rq")
        return
    with pytest.raises(QueryError) as caught:
        read_question(text, "q.rq")
    assert str(caught.value).startswith(message)


def test_a_query_without_a_header_is_no_question() -> None:
    with pytest.raises(QueryError, match=r"q.rq:1: the header lacks '#\+ summary"):
        read_question("SELECT ?s { ?s ?p ?o }", "q.rq")


def test_a_wrong_file_in_a_folder_of_questions_is_named(tmp_path: Path) -> None:
    (tmp_path / "mine.rq").write_text("#+ summary: Mine\nSELECT ?s { ?s ?p ?o }\n")
    with pytest.raises(QueryError, match=r"mine.rq:2: the header lacks '#\+ description"):
        catalogue(tmp_path)


def test_a_folder_of_ones_own_is_a_catalogue(tmp_path: Path) -> None:
    (tmp_path / "mine.rq").write_text(HEADER + BODY)
    assert list(catalogue(tmp_path)) == ["mine"]


# -- names of things ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "of", "key"),
    [
        (BASE + "organisation/ilo", "organisation", "organisation/ilo"),
        (f"<{BASE}organisation/ilo>", "organisation", "organisation/ilo"),
        ("organisation/ilo", "organisation", "organisation/ilo"),
        ("organisation:ilo", "organisation", "organisation/ilo"),
        ("ILO", "organisation", "organisation/ilo"),
        (" ilo ", "organisation", "organisation/ilo"),
        ("OIT", "thing", "organisation/ilo"),
        ("Organisation internationale du travail", "organisation", "organisation/ilo"),
        ("cooperative atlas miel", "organisation", "organisation/atlas-miel"),
        ("Orchard Growers’ Union", "organisation", "organisation/orchard-union"),
        ("Think.Coop", "project", "project/think-coop"),
        ("Think.Coop", "thing", "project/think-coop"),
        ("Tunisia", "country", "country/TUN"),
        ("Túnez", "thing", "country/TUN"),
        ("TUN", "country", "country/TUN"),
        ("tn", "country", "country/TUN"),
        ("788", "country", "country/TUN"),
        ("Savings", "item", "item/savings-00000009"),
        ("Kenji Mori", "person", "person/kenji-mori-0000000b"),
        ("listing", "document", "document/d2"),
        ("network", "kind", "kind/network"),
        ("mention/m01", "mention", "mention/m01"),
    ],
)
def test_a_thing_is_found_by_what_it_is_called(names: NameResolver, text: str, of: str, key: str) -> None:
    assert names.resolve(text, of) == ox.NamedNode(BASE + key)


def test_a_name_of_two_things_is_refused_with_both(names: NameResolver) -> None:
    with pytest.raises(QueryError) as caught:
        names.resolve("LWN", "organisation")
    assert str(caught.value) == (
        "'LWN' may mean more than one organisation: Lakeside Women's Network (organisation/lake-women), "
        "Loom Weavers' Network (organisation/loom-network); give a key or an IRI"
    )


def test_a_preferred_name_goes_before_another_name() -> None:
    turtle = """
    PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
    PREFIX sse: <https://w3id.org/rochdale/ontology#>
    <urn:first> a sse:Organisation ; skos:prefLabel "Harbour Bank"@en .
    <urn:second> a sse:Organisation ; skos:prefLabel "Bank of the Harbour"@en ; skos:altLabel "Harbour Bank"@en .
    """
    store = ox.Store()
    store.load(turtle, format=ox.RdfFormat.TURTLE)
    assert find_thing(store, "Harbour Bank").value == "urn:first"


def test_an_unknown_name_is_refused_with_the_nearest(names: NameResolver) -> None:
    with pytest.raises(QueryError) as caught:
        names.resolve("Orchad Growers Union", "organisation")
    assert str(caught.value) == (
        "the graph knows no organisation 'Orchad Growers Union'; the nearest are: "
        "Orchard Growers' Union (organisation/orchard-union)"
    )


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("organisation/nobody", "organisation"),
        (BASE + "organisation/nobody", "organisation"),
        (BASE + "country/TUN", "organisation"),
        ("country/TUN", "organisation"),
        ("Tunisia", "organisation"),
        ("https://example.org/a>b", "thing"),
        ("", "thing"),
        ("...", "thing"),
        ("zzzzzz", "thing"),
    ],
)
def test_what_is_not_in_the_graph_or_of_another_class_is_refused(names: NameResolver, text: str, of: str) -> None:
    with pytest.raises(QueryError, match=f"the graph knows no {of} "):
        names.resolve(text, of)


def test_words_of_a_title_find_the_only_item_that_has_them(store: ox.Store) -> None:
    assert find_thing(store, "guide to weaving").value == BASE + "item/guide-to-weaving-00000004"
    assert find_thing(store, "ILO") == ILO
    with pytest.raises(QueryError, match="may mean more than one thing"):
        find_thing(store, "orchards")
    with pytest.raises(QueryError, match="knows no thing 'chards'"):
        find_thing(store, "chards")


def test_words_of_a_name_are_not_enough_for_a_parameter(names: NameResolver) -> None:
    with pytest.raises(QueryError, match=r"the nearest are: A guide to weaving \(item/guide"):
        names.resolve("guide to weaving", "item")


def test_a_name_that_looks_like_a_key_is_found() -> None:
    store = ox.Store()
    name = ox.Literal("COOP/SSE Unit", language="en")
    store.add(ox.Quad(ILO, ox.NamedNode(PREFIXES["skos"] + "prefLabel"), name))
    assert find_thing(store, "COOP/SSE Unit") == ILO
    assert as_iri("COOP/SSE Unit") is None


# -- binding ------------------------------------------------------------------------------------------------


def test_parameters_are_bound_as_terms(names: NameResolver) -> None:
    question = read_question(HEADER + BODY, "q.rq")
    sparql = bind(question, {"year": "2021", "other": "ILO", "words": 'say "no"\n'}, names)
    assert sparql == question.text.replace(
        "VALUES ?year { UNDEF }", 'VALUES ?year { "2021"^^<http://www.w3.org/2001/XMLSchema#integer> }'
    ).replace("VALUES ?other { UNDEF }", f"VALUES ?other {{ <{BASE}organisation/ilo> }}").replace(
        "VALUES ?words { UNDEF }", 'VALUES ?words { "say \\"no\\"\\n" }'
    )


def test_every_marker_of_a_parameter_is_bound() -> None:
    question = read_question(HEADER + BODY + BODY, "q.rq")
    assert bind(question, {"year": "2021"}).count('VALUES ?year { "2021"^^') == 2


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({}, r"^year must be given: q takes year \(year\), theme \(IRI, optional\), other \(IRI of organisation, "),
        ({"yaer": "2021"}, r"^'yaer' is no parameter: q takes year \(year\)"),
        ({"year": "21"}, "^year: '21' is no year; write it as 2021$"),
        ({"year": "２０２１"}, "^year: "),
        ({"year": "2021 }"}, "^year: "),
        ({"year": "2021", "theme": "Finnance"}, r"^theme: .* the nearest are: Finance \(theme/finance\)$"),
        ({"year": "2021", "other": "LWN"}, "^other: 'LWN' may mean more than one organisation"),
        ({"year": "2021", "words": "\ud800"}, "^words: the text holds half a character"),
    ],
)
def test_a_wrong_parameter_is_refused(names: NameResolver, parameters: dict[str, str], message: str) -> None:
    with pytest.raises(QueryError, match=message):
        bind(read_question(HEADER + BODY, "q.rq"), parameters, names)


@pytest.mark.parametrize("text", ["2021-02-30", "2021-2-3", "yesterday", "20210203", "2021-02-03T00:00:00"])
def test_a_date_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(QueryError, match=f"since: .*{text}"):
        bind(catalogue()["recent-items"], {"since": text})


def test_an_integer_is_bound_as_one() -> None:
    text = (HEADER + BODY).replace("year (year)", "year (integer)")
    assert '{ "-12"^^' in bind(read_question(text, "q.rq"), {"year": "-12"})
    with pytest.raises(QueryError, match=r"'1\.5' is no integer; write it as 10"):
        bind(read_question(text, "q.rq"), {"year": "1.5"})


def test_without_a_graph_names_are_refused_and_keys_taken() -> None:
    question = catalogue()["partners"]
    assert f"<{BASE}organisation/ilo>" in bind(question, {"organisation": "organisation/ilo"})
    with pytest.raises(QueryError, match=r"organisation: 'ILO' is no IRI and no key"):
        bind(question, {"organisation": "ILO"})


def test_a_question_that_takes_nothing_says_so() -> None:
    with pytest.raises(QueryError, match="'organisation' is no parameter: size takes no parameters"):
        bind(catalogue()["size"], {"organisation": "ILO"})


ATTACKS = (
    "x> } ?s ?p ?o . { VALUES ?a { <urn:b",
    f"{BASE}organisation/ilo> }} SERVICE <http://127.0.0.1/> {{ ?s ?p ?o",
    'women" } SERVICE <http://127.0.0.1/> { ?s ?p "',
    "women' } #",
    '"""',
    "\\",
    '\\" } #',
    "\n} LIMIT 1 #",
    "\r\n}\u2028",
    "VALUES ?words { UNDEF }",
    "\nVALUES ?words { UNDEF }\n",
    "\\g<0>\\1",
    "\\u0022 } #",
    "\x00",
    "?item",
    "UNDEF",
)
values = st.sampled_from(ATTACKS) | st.lists(st.sampled_from(ATTACKS) | texts).map("".join)


@given(values)
def test_a_text_cannot_become_part_of_the_query(text: str) -> None:
    question = catalogue()["items-by-words"]
    sparql = bind(question, {"words": text})
    before, after = question.text.split("UNDEF")
    assert sparql.startswith(before)
    assert sparql.endswith(after)
    bound = sparql.removeprefix(before).removesuffix(after)
    assert "\n" not in bound
    assert "\r" not in bound
    # what stands there is read as this text and nothing else
    found = ox.Store().query(f"SELECT ?words {{ VALUES ?words {{ {bound} }} }}")
    assert list(collect(found).rows) == [(ox.Literal(text),)]
    assert sparql.count("\n") == question.text.count("\n")


@given(values | st.builds(str.__add__, st.just(BASE + "organisation/"), values))
def test_an_iri_cannot_become_part_of_the_query(text: str) -> None:
    question = catalogue()["partners"]
    before, after = question.text.split("UNDEF")
    try:
        sparql = bind(question, {"organisation": text})
    except QueryError:
        return
    bound = sparql.removeprefix(before).removesuffix(after)
    assert re.fullmatch(r"<[^<>\"{}|^`\\\x00-\x20]*>", bound)
    assert sparql == f"{before}{bound}{after}"


@given(values)
def test_a_name_cannot_become_part_of_the_query(text: str) -> None:
    store = ox.Store()
    label = ox.NamedNode(PREFIXES["skos"] + "prefLabel")
    store.add(ox.Quad(ILO, ox.NamedNode(PREFIXES["rdf"] + "type"), ox.NamedNode(PREFIXES["sse"] + "Organisation")))
    store.add(ox.Quad(ILO, label, ox.Literal(text)))
    question = catalogue()["partners"]
    try:
        sparql = bind(question, {"organisation": text}, NameResolver(store))
    except QueryError:
        return
    assert sparql == question.text.replace("UNDEF", f"<{BASE}organisation/ilo>")


def test_a_thing_that_exists_under_an_awkward_iri_is_bound(store: ox.Store) -> None:
    awkward = ox.NamedNode("https://example.org/?a=b&c=(d)'#é")
    other = ox.Store()
    other.add(ox.Quad(awkward, ox.NamedNode(PREFIXES["rdf"] + "type"), ox.NamedNode(PREFIXES["sse"] + "Organisation")))
    assert f"{{ <{awkward.value}> }}" in bind(
        catalogue()["partners"], {"organisation": awkward.value}, NameResolver(other)
    )


# -- asking -------------------------------------------------------------------------------------------------


def test_a_question_is_asked_by_its_name(store: ox.Store) -> None:
    answer = ask(store, "partners", {"organisation": "LDB"})
    assert answer.columns == ("partner", "name", "relation", "direction", "items", "first", "last")
    assert [row["name"] for row in answer] == ["Orchard Growers' Union"]


def test_sparql_is_asked_as_it_is_with_the_prefixes_of_the_graph(store: ox.Store) -> None:
    answer = ask(store, "SELECT ?b ?a { ?a sse:kind ?b ; org:subOrganizationOf organisation:ilo }")
    assert answer.columns == ("b", "a")
    assert [tuple(row.values()) for row in answer] == [(BASE + "kind/unit", BASE + "organisation/ilo-coop")]


def test_prefixes_of_ones_own_win(store: ox.Store) -> None:
    assert len(ask(store, f"PREFIX sse: <{PREFIXES['foaf']}> SELECT ?a {{ ?a sse:name ?n }}")) == 3


def test_a_file_with_a_header_takes_parameters(store: ox.Store) -> None:
    text = (HEADER + BODY).replace("BIND (1 AS ?items)", "?item dcterms:subject ?theme . BIND (1 AS ?items)")
    answer = ask(store, text, {"year": "2021", "theme": "Finance"}, limit=1)
    assert len(answer) == 1
    assert answer.cut


def test_a_header_that_names_other_columns_than_the_select_is_refused(store: ox.Store) -> None:
    text = (HEADER + BODY).replace("SELECT ?item ?items", "SELECT ?items ?item")
    with pytest.raises(QueryError, match="the columns of its header are not those of its SELECT"):
        ask(store, text, {"year": "2021"})


def test_a_word_that_is_no_question_is_refused_with_the_nearest(store: ox.Store) -> None:
    with pytest.raises(QueryError, match="no question is called 'partnerz'; there are: partners"):
        ask(store, "partnerz")
    with pytest.raises(QueryError, match="no question is called 'xyz'; there are: candidates, co-mentions"):
        ask(store, "xyz")


def test_sparql_without_a_header_takes_no_parameters(store: ox.Store) -> None:
    with pytest.raises(QueryError, match="SPARQL without a header takes no parameters, so a, b cannot"):
        ask(store, "ASK { ?s ?p ?o }", {"b": "1", "a": "2"})


def test_a_question_is_told_from_sparql() -> None:
    assert find_question(" size \n") == catalogue()["size"]
    assert find_question("ASK{}") is None
    assert find_question("") is None
    assert find_question(HEADER + BODY) is not None


@pytest.mark.parametrize(
    ("sparql", "message"),
    [
        ("SELECT ?s WHERE {\n  ?s ?p ?o .\n  FILTER (?o > )\n}", r"^line 3, column 16: .* at or soon after '\)'$"),
        ("SELECT ?s WHERE { ?s ?p ?o }\nORDER BY ?s LIMIT ten", r"^line 2, column 13: .* 'LIMIT ten'$"),
        ("SELEC ?s { ?s ?p ?o }", r"^line 1, column 1: the query is not SPARQL at or soon after 'SELEC"),
        ("SELECT ?s { ?s ?p ?o ", r"^line 1, column 22: the query is not SPARQL before its end$"),
        ("SELECT ?s {\n ?s nope:p ?o }", r"^line 2, column 12: a prefix is used that is not declared$"),
        ("SELECT ?s ?s { ?s ?p ?o }", "selected twice"),
        ("SELECT ?s { ?s ?p ?o } GROUP BY ?o", "neither grouped nor counted"),
        ("SELECT ?s { ?s ?p <a b> }", "no IRI"),
        ("hello world", r"^line 1, column 1: "),
        ("", r"^line 1, column 1: "),
        ('SELECT ?s { ?s ?p "\ud800" }', "half a character"),
    ],
)
def test_malformed_sparql_is_told_with_its_place(store: ox.Store, sparql: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        ask(store, sparql)


def test_a_function_that_is_not_there_is_told(store: ox.Store) -> None:
    with pytest.raises(QueryError, match="cannot be answered: The custom function <urn:f> is not supported"):
        ask(store, "SELECT (<urn:f>(1) AS ?x) {}")


def test_a_malformed_file_is_told_with_the_line_in_the_file(store: ox.Store) -> None:
    with pytest.raises(QueryError, match=r"^query, line 14, column 5: "):
        ask(store, (HEADER + BODY).replace("BIND (1 AS", "BINT (1 AS"), {"year": "2021"})


def test_a_damaged_store_is_told(store: ox.Store) -> None:
    class Damaged:
        def query(self, *_: object, **__: object) -> None:
            raise OSError("block checksum mismatch")

    with pytest.raises(StoreError, match="block checksum mismatch"):
        ask(Damaged(), "ASK {}")  # type: ignore[arg-type]


# -- what is refused --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sparql",
    [
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "delete where { ?s ?p ?o }",
        "PREFIX a: <urn:a>\n# a comment\nBASE <urn:b> LOAD <https://example.org/>",
        "CLEAR ALL",
        "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "#INSERT\nDROP ALL",
    ],
)
def test_an_update_is_refused(store: ox.Store, sparql: str) -> None:
    with pytest.raises(QueryError, match="would change the graph, which is here for reading"):
        ask(store, sparql)


@pytest.mark.parametrize(
    ("sparql", "form"),
    [
        ("SELECT ?s {}", "SELECT"),
        ("prefix : <urn:select#>\nprefix a.b: <urn:b> # insert <x>\nask{}", "ASK"),
        ("  \n", ""),
        ("#" * 100_000 + "\nDESCRIBE <urn:a>", "DESCRIBE"),
        ("PREFIX " * 20_000, "PREFIX"),
        (" \n#\n" * 30_000 + "!", ""),
    ],
)
def test_the_form_of_a_query_is_its_first_word(sparql: str, form: str) -> None:
    assert form_of(sparql) == form


HIDDEN = [
    "SELECT ?s { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT ?s { service silent <URL> { ?s ?p ?o } }",
    "SELECT ?s {SERVICE<URL>{?s ?p ?o}}",
    "SELECT ?s { SERVICESILENT<URL>{ ?s ?p ?o } }",
    "PREFIX ex: <URL> SELECT ?s { SERVICEex:{ ?s ?p ?o } }",
    "SELECT ?s { VALUES ?x { <URL> } SERVICE?x{ ?s ?p ?o } }",
    "PREFIX ex: <URL> SELECT ?s { ?s ?p ?o OPTIONAL { ?s ?p ?o SERVICE ex: { ?s ?p ?o } } }",
    "PREFIX ex: <URL> SELECT ?s { ?s ?p trueSERVICE ex: { ?s ?p ?o } }",
    "PREFIX ex: <URL> SELECT ?s { ?s ?p 1e5SERVICE ex: { ?s ?p ?o } }",
    "PREFIX ex: <URL> SELECT ?s { ?s ?p 1.SERVICE ex: { ?s ?p ?o } }",
    "PREFIX ex: <URL> SELECT ?s { ?s ?p ?o FILTER('a'<'>'&&'b'='b') SERVICE ex: { ?s ?p ?o } FILTER('c'='c') }",
    'PREFIX ex: <URL> SELECT ?s { ?s ?p ?o FILTER("a"<"b#>") SERVICE ex: { ?s ?p ?o } }',
    "PREFIX ex: <URL> SELECT ?s { ?s ?p ?o . ?s ex:a\\'b ?z . SERVICE ex: { ?s ?p ?o } ?s ex:a\\'b ?z }",
    "PREFIX ex: <URL> SELECT ?s { ?s ?p ?o . ?s ex:a\u0301\\'b ?z . SERVICE ex: { ?s ?p ?o } ?s ex:a\\'b ?z }",
    "PREFIX ex: <URL> SELECT ?s { ?s ?p ?o . ?s ex:a\\#b ?z . SERVICE ex: { ?s ?p ?o } }",
    "PREFIX ex: <URL> SELECT ?s { ?s ?p <http://x/\\u0041#> . SERVICE ex: { ?s ?p ?o } }",
    'PREFIX ex: <URL> SELECT ?s { ?s ?p "\\u0022 . SERVICE ex: { ?s ?p ?o } #" }',
    "SELECT ?s { \\u0053ERVICE <URL> { ?s ?p ?o } }",
    'PREFIX ex: <URL> SELECT ?s { ?s ?p """""" . SERVICE ex: { ?s ?p ?o } }',
    "PREFIX ex: <URL> SELECT ?s { ?s ?p 'a'@en-bSERVICE . SERVICE ex: { ?s ?p ?o } }",
    "SELECT ?s { ?s ?p ?o # a comment\rSERVICE <URL> { ?s ?p ?o } }",
    "SELECT ?s { { SELECT ?s { SERVICE <URL> { ?s ?p ?o } } } }",
    "SELECT ?s { ?s ?p ?o FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
]


@pytest.mark.parametrize("sparql", HIDDEN)
def test_service_is_refused_wherever_it_hides(store: ox.Store, sparql: str) -> None:
    with pytest.raises(QueryError, match="SERVICE is refused: it would make this machine ask another"):
        ask(store, sparql)


@pytest.mark.parametrize(
    "sparql",
    [
        'SELECT ?s { ?s ?p "SERVICE <urn:a>" }',
        "SELECT ?s { ?s ?p 'it\\'s SERVICE' ; <urn:SERVICE> '''a 'SERVICE' b''' }",
        "# SERVICE\nSELECT ?service { ?service ?p ?o } # SERVICE",
        "SELECT ?s { ?s sse:hasService ?o ; sse:service $service }",
        'SELECT ?s { ?s ?p "x"@service FILTER (?s < ?p && ?o > 3 && CONTAINS(?o, "services")) }',
        "SELECT ?s { ?s ?p ?o FILTER(?o<5||?o>7) } # service",
    ],
)
def test_the_word_service_may_stand_where_it_asks_nobody(sparql: str) -> None:
    refuse_service(sparql)


PIECES = (
    """SERVICE service < > ' " ''' \"\"\" # \\ ?s ?p ?o { } . ( ) FILTER <urn:a> 'a' = && ex:a ex: 1 true ; , @en"""
)
pieces = st.sampled_from([*PIECES.split(), "\n", "\r", " ", "\\u0027"])


class Listener:
    """Counts who asks it."""

    def __init__(self) -> None:
        listener = self
        self.calls = 0

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                listener.calls += 1
                self.send_error(500)

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))

    def __enter__(self) -> "Listener":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


def test_no_query_that_passes_asks_another_machine(store: ox.Store) -> None:
    with Listener() as listener:
        url = f"http://127.0.0.1:{listener.server.server_port}/"

        @given(st.lists(pieces, max_size=12), st.lists(pieces, max_size=8))
        def asks_nobody(before: list[str], after: list[str]) -> None:
            service = f"{''.join(before)} SERVICE <{url}> {{ ?s ?p ?o }} {''.join(after)}"
            sparql = f"PREFIX ex: <{url}> SELECT ?s {{ ?s ?p ?o {service} }}"
            try:
                ask(store, sparql, limit=1)
            except QueryError:
                return

        asks_nobody()
    assert listener.calls == 0


# -- answers --------------------------------------------------------------------------------------------------


def written(answer: Answer, form: Format = "table", width: int | None = None) -> str:
    stream = io.StringIO()
    answer.write(stream, form, width)
    return stream.getvalue()


def literal(text: str, datatype: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + datatype))


SOME = Answer(
    columns=("thing", "name", "items"),
    rows=(
        (ILO, ox.Literal("International Labour Organization", language="en"), ox.Literal(12)),
        (ox.NamedNode("https://example.org/a"), ox.Literal("협동조합, a\nb"), ox.Literal(3)),
        (None, ox.Literal('say "no"'), None),
    ),
)


def test_a_table_is_aligned_and_shortens_iris() -> None:
    assert written(SOME) == (
        "thing                  name                               items\n"
        "---------------------  ---------------------------------  -----\n"
        "organisation:ilo       International Labour Organization     12\n"
        "https://example.org/a  협동조합, a b                          3\n"
        '                       say "no"\n'
        "(3 rows)\n"
    )


def test_a_table_keeps_to_its_width() -> None:
    assert written(SOME, width=40) == (
        "name                               items\n"
        "---------------------------------  -----\n"
        "International Labour Organization     12\n"
        "협동조합, a b                          3\n"
        'say "no"\n'
        "(3 rows)\n"
    )


@given(st.integers(1, 120))
def test_no_line_of_a_table_is_wider_than_asked(width: int) -> None:
    lines = written(SOME, width=width).splitlines()
    assert all(len(line) <= max(width, 40) for line in lines)


def test_where_columns_would_be_too_narrow_each_field_has_a_line() -> None:
    assert written(SOME, width=14).splitlines()[:6] == [
        "name   International",
        "       Labour",
        "       Organization",
        "items  12",
        "",
        "name   협동조합, a b",
    ]


def test_a_thing_without_a_name_is_told_by_its_iri() -> None:
    answer = Answer(columns=("thing", "name"), rows=((ILO, None),))
    assert written(answer, width=60).splitlines()[2] == "organisation:ilo"


def test_a_table_says_that_there_are_more_rows(store: ox.Store) -> None:
    answer = ask(store, "size", limit=2)
    assert written(answer).endswith("(the first 2 rows; there are more)\n")
    assert written(ask(store, "size", limit=11)).endswith("(11 rows)\n")
    assert written(ask(store, "size", limit=0)).endswith("(the first 0 rows; there are more)\n")


def test_an_empty_table_has_its_head(store: ox.Store) -> None:
    assert written(ask(store, "donors", {"donor": "ILO"})).splitlines()[0].split() == [
        *("donor", "donor_name", "what", "funded", "funded_name", "items"),
    ]
    assert written(Answer(columns=("a",), rows=((ox.Literal("x"),),))) == "a\n-\nx\n(1 row)\n"


def test_captured_text_does_not_steer_the_terminal() -> None:
    answer = Answer(columns=("a",), rows=((ox.Literal("x\x1b[2J\u202ey\tz\u200b"),),))
    assert written(answer) == "a\n---------\nx [2J y z\n(1 row)\n"


def test_a_table_on_a_terminal_fits_it(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(stream, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "40")
    SOME.write(stream)
    assert stream.getvalue() == written(SOME, width=40)


def test_csv_keeps_values_and_tsv_terms() -> None:
    assert list(csv.reader(io.StringIO(written(SOME, "csv"), newline=""))) == [
        ["thing", "name", "items"],
        [ILO.value, "International Labour Organization", "12"],
        ["https://example.org/a", "협동조합, a\nb", "3"],
        ["", 'say "no"', ""],
    ]
    assert written(SOME, "tsv") == (
        "?thing\t?name\t?items\n"
        f'<{ILO.value}>\t"International Labour Organization"@en\t12\n'
        '<https://example.org/a>\t"협동조합, a\\nb"\t3\n'
        '\t"say \\"no\\""\t\n'
    )


def test_json_and_xml_follow_their_standards() -> None:
    data = json.loads(written(SOME, "json"))
    assert data["head"] == {"vars": ["thing", "name", "items"]}
    assert data["results"]["bindings"][0]["name"] == {
        "type": "literal",
        "value": "International Labour Organization",
        "xml:lang": "en",
    }
    assert data["results"]["bindings"][2] == {"name": {"type": "literal", "value": 'say "no"'}}
    root = ElementTree.fromstring(written(SOME, "xml"))  # noqa: S314 - our own
    assert len(root.findall(".//{http://www.w3.org/2005/sparql-results#}binding")) == 7


@given(st.lists(st.tuples(*[st.none() | iris | literals] * 2)))
def test_rows_come_back_from_json_as_they_were(rows: list[tuple[ox.NamedNode | ox.Literal | None, ...]]) -> None:
    answer = Answer(columns=("a", "b"), rows=tuple(rows))
    read = ox.parse_query_results(written(answer, "json").encode(), ox.QueryResultsFormat.JSON)
    assert collect(read) == answer


def test_yes_and_no_are_written(store: ox.Store) -> None:
    yes, no = ask(store, "ASK { ?s a sse:Item }"), ask(store, "ASK { ?s a sse:Items }")
    assert (yes.boolean, bool(yes), no.boolean, bool(no)) == (True, True, False, False)
    assert [written(yes), written(no)] == ["yes\n", "no\n"]
    assert [written(yes, "csv"), written(no, "tsv")] == ["true\n", "false\n"]
    assert json.loads(written(no, "json"))["boolean"] is False
    assert "<boolean>true</boolean>" in written(yes, "xml")


CONSTRUCT = "CONSTRUCT { ?a sse:kind ?k ; skos:prefLabel ?l } WHERE { ?a sse:kind ?k ; skos:prefLabel ?l } ORDER BY ?a"


def test_triples_are_written_as_turtle_with_the_prefixes_they_use(store: ox.Store) -> None:
    answer = ask(store, CONSTRUCT.replace("?a sse:kind ?k ;", "?a sse:kind ?k ; sse:kind kind:unit ;"))
    assert written(answer, "turtle") == (
        "@prefix kind: <https://w3id.org/rochdale/kind/> .\n"
        "@prefix organisation: <https://w3id.org/rochdale/organisation/> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "@prefix sse: <https://w3id.org/rochdale/ontology#> .\n"
        "\n"
        "organisation:ilo-coop\n"
        '    skos:prefLabel "ILO Cooperatives Unit"@en ;\n'
        "    sse:kind kind:unit .\n"
    )


def test_triples_are_written_as_sorted_n_triples(store: ox.Store) -> None:
    lines = written(ask(store, CONSTRUCT), "nt").splitlines()
    assert lines == sorted(set(lines))
    assert len(list(ox.parse("\n".join(lines), ox.RdfFormat.N_TRIPLES))) == len(lines) > 10


def test_triples_are_rows_of_three_columns_too(store: ox.Store) -> None:
    answer = ask(store, CONSTRUCT, limit=3)
    assert answer.columns == ("subject", "predicate", "object")
    assert answer.triples is not None
    assert len(answer) == len(answer.triples) == 3
    assert answer.cut
    assert written(answer, "csv").startswith("subject,predicate,object\r\n")


def test_triples_with_blank_nodes_are_written(store: ox.Store) -> None:
    answer = ask(store, "CONSTRUCT { [] sse:kind kind:unit } WHERE {}")
    assert "sse:kind kind:unit" in written(answer, "turtle")
    assert written(ask(store, "CONSTRUCT WHERE { <urn:a> <urn:b> ?c }"), "turtle") == ""


def test_rows_cannot_be_written_as_turtle() -> None:
    with pytest.raises(OutputError, match="turtle: only triples"):
        written(SOME, "turtle")
    with pytest.raises(OutputError, match="doc: this format is unknown; there are table, csv"):
        written(SOME, "doc")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("term", "value"),
    [
        (None, None),
        (ILO, ILO.value),
        (ox.Literal("a", language="en"), "a"),
        (ox.Literal(5), 5),
        (literal("5", "positiveInteger"), 5),
        (literal("0.95", "decimal"), 0.95),
        (literal("true", "boolean"), True),
        (literal("0", "boolean"), False),
        (literal("2021-07-29", "date"), datetime.date(2021, 7, 29)),
        (literal("2021-07", "gYearMonth"), "2021-07"),
        (literal("2021", "gYear"), "2021"),
        (literal("2024-01-02T03:04:05Z", "dateTime"), datetime.datetime(2024, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)),
        (literal("2021-02-30", "date"), "2021-02-30"),
        (literal("many", "integer"), "many"),
        (literal("perhaps", "boolean"), "perhaps"),
        (ox.BlankNode("b"), "_:b"),
    ],
)
def test_a_term_is_a_value_of_python(term: ox.NamedNode | None, value: object) -> None:
    assert value_of(term) == value


def test_a_data_frame_has_the_columns_of_the_answer(store: ox.Store) -> None:
    pytest.importorskip("pandas")
    frame = ask(store, "organisations-by-kind", {"kind": "kind/network"}).to_frame()
    assert list(frame.columns) == ["kind", "organisation", "name", "country", "status", "items"]
    assert frame["items"].tolist() == [3, 1]
    empty = ask(store, "donors", {"donor": "ILO"}).to_frame()
    assert (len(empty), len(empty.columns)) == (0, 6)
    assert ask(store, CONSTRUCT).to_frame().columns.tolist() == ["subject", "predicate", "object"]


def test_without_pandas_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(OutputError, match=r"pandas is missing; install it with: pip install 'rochdale\[frames\]'"):
        SOME.to_frame()


def test_yes_or_no_is_no_data_frame() -> None:
    with pytest.raises(OutputError, match="yes or no"):
        Answer(boolean=True).to_frame()
