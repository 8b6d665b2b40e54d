"""Each question of the catalogue, asked of a graph small enough to answer by hand."""

import datetime
import re
from collections.abc import Mapping, Set
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.sparql import prepareQuery

from rochdale.graph.answers import Answer, Value, collect, value_of
from rochdale.graph.naming import NameResolver
from rochdale.graph.query import ask, bind
from rochdale.graph.questions import FOLDER, Column, catalogue
from rochdale.graph.tables import Term
from rochdale.graph.turtle import PREFIXES
from rochdale.loaders.vocabulary import BASE

SMALL = Path(__file__).parent / "small.ttl"
QUESTIONS = sorted(catalogue())
XSD = PREFIXES["xsd"]

I1 = "item/orchards-meet-00000001"
I2 = "item/second-meeting-00000002"
I3 = "item/bank-funds-orchards-00000003"
I4 = "item/guide-to-weaving-00000004"
I5 = "item/weavers-join-00000005"
I6 = "item/miel-et-vergers-00000006"
I7 = "item/think-coop-training-00000007"
I8 = "item/field-notes-00000008"
I9 = "item/savings-00000009"
I10 = "item/tools-00000010"
ATLAS = "organisation/atlas-miel"
BANK = "organisation/lagoon-bank"
ILO = "organisation/ilo"
LAKE = "organisation/lake-women"
LOOM = "organisation/loom-network"
UNION = "organisation/orchard-union"
UNIT = "organisation/ilo-coop"
NAMES = {
    ATLAS: "Coopérative Atlas Miel",
    BANK: "Lagoon Development Bank",
    ILO: "International Labour Organization",
    LAKE: "Lakeside Women's Network",
    LOOM: "Loom Weavers' Network",
    UNION: "Orchard Growers' Union",
    UNIT: "ILO Cooperatives Unit",
}
AMEL = "person/amel-haddad-0000000a"
KENJI = "person/kenji-mori-0000000b"
ORCHARD = "project/orchard-resilience"
TOOL = "project/think-coop"
FRA, JPN, TUN = "country/FRA", "country/JPN", "country/TUN"
CARE, FINANCE, GENDER = "theme/care-economy", "theme/finance", "theme/gender-equality"
NEWS, EVENT, PUBLICATION = "type/news", "type/event", "type/publication"
FIELD_NOTES = "series/field-notes"

TITLES: Mapping[str, tuple[Value, ...]] = {
    I1: ("Orchards meet in Tunis", datetime.date(2021, 3, 1), EVENT),
    I2: ("Second meeting of the orchards", datetime.date(2022, 5, 10), EVENT),
    I3: ("Bank funds the orchards", "2021-07", NEWS),
    I4: ("A guide to weaving", "2020", PUBLICATION),
    I5: ("Weavers join", None, NEWS),
    I6: ("Miel et vergers", datetime.date(2021, 11, 20), NEWS),
    I7: ("Training with Think.Coop", datetime.date(2022, 1, 15), EVENT),
    I8: ("Notes from the hives", datetime.date(2022, 5, 10), PUBLICATION),
    I9: ("Savings", datetime.date(2019, 12, 31), NEWS),
    I10: ("Tools for honey", None, PUBLICATION),
}
URLS = {I1: "https://example.org/meetings/1"}


def listed(*items: str) -> list[tuple[Value, ...]]:
    """Rows of the questions that list items."""
    return [(item, *TITLES[item], URLS.get(item)) for item in items]


def named(*organisations: str) -> tuple[Value, ...]:
    return tuple(cell for one in organisations for cell in (one, NAMES[one]))


D1, D2, D3 = "document/d1", "document/d2", "document/d3"
FIRST, LAST = datetime.date(2021, 3, 1), datetime.date(2022, 5, 10)
MEETING = "The ILO and the Orchard Growers' Union hold a meeting."
TOGETHER = "The union works together with the ILO."

MERGED: tuple[Value, ...] = (
    "decision/merge-oit-0000000a",
    "sse:Merge",
    "organisation/oit",
    ILO,
    "Ada",
    datetime.date(2022, 6, 1),
    "Its French acronym.",
)
REJECTED: tuple[Value, ...] = (
    "decision/reject-the-union-0000000b",
    "sse:Rejection",
    "organisation/the-union",
    None,
    "Ada",
    None,
    "No name.",
)

EXPECTED: list[tuple[str, dict[str, str], list[tuple[Value, ...]]]] = [
    (
        "strongest-partnerships",
        {},
        [
            (*named(ILO, UNION), "relation/co-organise", 2, FIRST, LAST),
            (*named(ILO, UNION), "relation/partner", 1, "2021-07", "2021-07"),
            (*named(BANK, UNION), "relation/fund", 1, "2021-07", "2021-07"),
            (*named(LOOM, ILO), "relation/member-of", 1, None, None),
        ],
    ),
    (
        "partners",
        {"organisation": "ILO"},
        [
            (*named(UNION), "relation/co-organise", None, 2, FIRST, LAST),
            (*named(LOOM), "relation/member-of", "in", 1, None, None),
            (*named(UNION), "relation/partner", None, 1, "2021-07", "2021-07"),
        ],
    ),
    (
        "partners",
        {"organisation": "Lagoon Development Bank"},
        [(*named(UNION), "relation/fund", "out", 1, "2021-07", "2021-07")],
    ),
    (
        "partnership-evidence",
        {"organisation": "OIT", "partner": "OGU"},
        [
            (
                UNION,
                "relation/co-organise",
                I2,
                *TITLES[I2][:2],
                "The ILO and the OGU meet again.",
                D1,
                12,
                "rule/active-cue",
                0.9,
                "mention/m05",
            ),
            (UNION, "relation/co-organise", I1, *TITLES[I1][:2], MEETING, D1, 3, "rule/active-cue", 0.9, "mention/m03"),
            (UNION, "relation/partner", I3, *TITLES[I3][:2], TOGETHER, D2, 4, "rule/passive-cue", 0.8, "mention/m07"),
        ],
    ),
    (
        "partnership-evidence",
        {"organisation": LOOM},
        [
            (
                ILO,
                "relation/member-of",
                I5,
                *TITLES[I5][:2],
                "The weavers became a member.",
                D2,
                20,
                "rule/active-cue",
                0.8,
                "mention/m08",
            ),
        ],
    ),
    (
        "network-edges",
        {},
        [
            (*named(ILO, UNION), "relation/co-organise", False, 2),
            (*named(ILO, UNION), "relation/partner", False, 1),
            (*named(BANK, UNION), "relation/fund", True, 1),
            (*named(LOOM, ILO), "relation/member-of", True, 1),
        ],
    ),
    (
        "partnerships-in-country",
        {"country": "Tunisie"},
        [
            (*named(ILO, UNION), "relation/co-organise", 2),
            (*named(ILO, UNION), "relation/partner", 1),
            (*named(BANK, UNION), "relation/fund", 1),
        ],
    ),
    ("partnerships-in-country", {"country": "JPN"}, [(*named(LOOM, ILO), "relation/member-of", 1)]),
    (
        "donors",
        {},
        [
            (*named(BANK), "project", ORCHARD, "Orchard Resilience", 1),
            (*named(BANK), "organisation", *named(UNION), 1),
            (*named(BANK), "item", I3, "Bank funds the orchards", 1),
            (*named(BANK), "item", I9, "Savings", 1),
        ],
    ),
    ("donors", {"donor": "ILO"}, []),
    ("decisions", {}, [MERGED, REJECTED]),
    ("decisions", {"thing": "ILO"}, [MERGED]),
    ("decisions", {"thing": "Lagoon Development Bank"}, []),
    ("members", {"organisation": "ILO"}, [(*named(LOOM), JPN, "Japan", 1, None, None)]),
    (
        "organisation",
        {"organisation": "ILO"},
        [
            ("skos:prefLabel", False, "International Labour Organization", None),
            ("skos:prefLabel", False, "Organisation internationale du Travail", None),
            ("sse:acronym", False, "ILO", None),
            ("sse:acronym", False, "OIT", None),
            ("sse:itemCount", False, 4, None),
            ("sse:kind", False, "kind/un-body", "United Nations body"),
            ("sse:partnerOf", False, *named(LOOM)),
            ("sse:partnerOf", False, *named(UNION)),
            ("sse:status", False, "status/curated", "Curated"),
            ("dcterms:publisher", True, FIELD_NOTES, "Field notes"),
            ("org:subOrganizationOf", True, *named(UNIT)),
            ("sse:implementer", True, ORCHARD, "Orchard Resilience"),
        ],
    ),
    (
        "organisation",
        {"organisation": "organisation:lake-women"},
        [
            ("skos:prefLabel", False, "Lakeside Women's Network", None),
            ("sse:acronym", False, "LWN", None),
            ("sse:itemCount", False, 1, None),
            ("sse:kind", False, "kind/network", "Network"),
            ("sse:status", False, "status/candidate", "Candidate"),
        ],
    ),
    (
        "organisation",
        {"organisation": "Orchard Union"},
        [
            ("skos:altLabel", False, "Orchard Union", None),
            ("skos:prefLabel", False, "Orchard Growers' Union", None),
            ("skos:prefLabel", False, "Union des arboriculteurs", None),
            ("sse:acronym", False, "OGU", None),
            ("sse:country", False, TUN, "Tunisia"),
            ("sse:itemCount", False, 5, None),
            ("sse:kind", False, "kind/cooperative-federation", "Cooperative federation"),
            ("sse:partnerOf", False, *named(ILO)),
            ("sse:partnerOf", False, *named(BANK)),
            ("sse:status", False, "status/curated", "Curated"),
            ("sse:affiliation", True, AMEL, "A. Haddad"),
            ("sse:implementer", True, ORCHARD, "Orchard Resilience"),
        ],
    ),
    (
        "organisations-by-country",
        {},
        [
            (FRA, "France", *named(BANK), "kind/development-bank", "status/curated", 2),
            (JPN, "Japan", *named(LOOM), "kind/network", "status/curated", 3),
            (TUN, "Tunisia", *named(UNION), "kind/cooperative-federation", "status/curated", 5),
            (TUN, "Tunisia", *named(ATLAS), "kind/cooperative", "status/candidate", 3),
        ],
    ),
    (
        "organisations-by-country",
        {"country": "jp"},
        [(JPN, "Japan", *named(LOOM), "kind/network", "status/curated", 3)],
    ),
    (
        "organisations-by-kind",
        {"kind": "Réseau"},
        [
            ("kind/network", *named(LOOM), JPN, "status/curated", 3),
            ("kind/network", *named(LAKE), None, "status/candidate", 1),
        ],
    ),
    (
        "organisations-active-in-country",
        {"country": "Japan"},
        [
            (*named(LOOM), "kind/network", 3, 2020, 2021),
            (*named(ATLAS), "kind/cooperative", 1, 2021, 2021),
            (*named(ILO), "kind/un-body", 1, None, None),
        ],
    ),
    (
        "organisations-by-theme",
        {"theme": "gender-equality"},
        [
            (*named(ILO), "kind/un-body", None, 1, 2021, 2021),
            (*named(LOOM), "kind/network", JPN, 1, 2020, 2020),
            (*named(UNION), "kind/cooperative-federation", TUN, 1, 2021, 2021),
        ],
    ),
    (
        "organisations-by-theme",
        {"theme": "theme/gender-equality", "country": "Tunisia"},
        [
            (*named(ILO), "kind/un-body", None, 1, 2021, 2021),
            (*named(UNION), "kind/cooperative-federation", TUN, 1, 2021, 2021),
        ],
    ),
    (
        "organisations-by-theme",
        {"theme": "économie des soins"},
        [
            (*named(LOOM), "kind/network", JPN, 2, 2020, 2021),
            (*named(ATLAS), "kind/cooperative", TUN, 1, 2021, 2021),
        ],
    ),
    ("units", {"organisation": "ILO"}, [(*named(UNIT), *named(ILO), 1)]),
    (
        "co-mentions",
        {},
        [
            (*named(ILO, UNION), 3, True),
            (*named(ATLAS, LOOM), 1, False),
            (*named(ATLAS, UNION), 1, False),
            (*named(ILO, BANK), 1, False),
            (*named(ILO, LOOM), 1, True),
            (*named(UNIT, UNION), 1, False),
            (*named(BANK, LAKE), 1, False),
            (*named(BANK, UNION), 1, True),
        ],
    ),
    (
        "named-with",
        {"organisation": "LDB"},
        [(*named(ILO), 1, False), (*named(LAKE), 1, False), (*named(UNION), 1, True)],
    ),
    (
        "candidates",
        {},
        [
            (*named(ATLAS), "kind/cooperative", TUN, 4, 3, "Ask Atlas Miel for a copy."),
            (*named(LAKE), "kind/network", None, 1, 1, "Lakeside Women's Network saves."),
        ],
    ),
    (
        "persons",
        {},
        [(AMEL, "A. Haddad", *named(UNION), 1), (KENJI, "Kenji Mori", None, None, 1)],
    ),
    ("persons", {"organisation": "OGU"}, [(AMEL, "A. Haddad", *named(UNION), 1)]),
    (
        "projects",
        {},
        [
            (ORCHARD, "Orchard Resilience", "kind/project", "role/donor", *named(BANK), 2),
            (ORCHARD, "Orchard Resilience", "kind/project", "role/implementer", *named(ILO), 2),
            (ORCHARD, "Orchard Resilience", "kind/project", "role/implementer", *named(UNION), 2),
            (TOOL, "Think.Coop", "kind/tool", None, None, None, 1),
        ],
    ),
    (
        "project",
        {"project": "Résilience des vergers"},
        [
            ("country", TUN, "Tunisia", 2),
            ("donor", *named(BANK), 1),
            ("implementer", *named(UNION), 1),
            ("implementer", *named(ILO), 0),
            ("item", I3, "Bank funds the orchards", 1),
            ("item", I10, "Tools for honey", 1),
            ("organisation", *named(UNION), 2),
            ("organisation", *named(ATLAS), 1),
            ("organisation", *named(ILO), 1),
            ("organisation", *named(BANK), 1),
            ("partner", *named(ILO), 1),
            ("theme", FINANCE, "Finance", 1),
            ("theme", GENDER, "Gender equality", 0),
        ],
    ),
    ("items-of-project", {"project": "Think.Coop"}, listed(I7)),
    ("items-of-country", {"country": "Japón"}, listed(I6, I4, I5)),
    ("items-of-person", {"person": "Amel Haddad"}, listed(I1)),
    ("items-of-series", {"series": "Field notes"}, listed(I8, I4)),
    ("items-by-theme", {"theme": "Finance"}, listed(I3, I9)),
    ("items-by-words", {"words": "ORCHARD"}, listed(I2, I3, I1)),
    ("items-by-words", {"words": "métier d'"}, listed(I6)),
    ("recent-items", {"since": "2021-07-15"}, listed(I8, I2, I7, I6, I3)),
    ("recent-items", {}, listed(I8, I2, I7, I6, I3, I1, I4, I9)),
    (
        "items-of-organisation",
        {"organisation": "ILO"},
        [
            (I2, *TITLES[I2], "role/organiser", None),
            (I3, *TITLES[I3], "role/partner", None),
            (I1, *TITLES[I1], "role/organiser", URLS[I1]),
            (I4, *TITLES[I4], "role/publisher", None),
            (I5, *TITLES[I5], None, None),
        ],
    ),
    (
        "items-of-organisation",
        {"organisation": "ILO", "role": "organiser"},
        [(I2, *TITLES[I2], "role/organiser", None), (I1, *TITLES[I1], "role/organiser", URLS[I1])],
    ),
    (
        "items-by-theme-and-year",
        {},
        [
            (CARE, "Care economy", 2020, 1),
            (CARE, "Care economy", 2021, 1),
            (FINANCE, "Finance", 2019, 1),
            (FINANCE, "Finance", 2021, 1),
            (GENDER, "Gender equality", 2020, 1),
            (GENDER, "Gender equality", 2021, 1),
        ],
    ),
    (
        "items-by-theme-and-year",
        {"year": "2021"},
        [
            (CARE, "Care economy", 2021, 1),
            (FINANCE, "Finance", 2021, 1),
            (GENDER, "Gender equality", 2021, 1),
        ],
    ),
    (
        "items-by-theme-and-year",
        {"year": "2019", "theme": "finances"},
        [(FINANCE, "Finance", 2019, 1)],
    ),
    (
        "items-by-type-and-year",
        {},
        [
            (EVENT, 2021, 1),
            (EVENT, 2022, 2),
            (NEWS, 2019, 1),
            (NEWS, 2021, 2),
            (PUBLICATION, 2020, 1),
            (PUBLICATION, 2022, 1),
        ],
    ),
    ("items-by-type-and-year", {"type": "News", "year": "2021"}, [(NEWS, 2021, 2)]),
    (
        "series-by-year",
        {},
        [(FIELD_NOTES, "Field notes", 2020, 1), (FIELD_NOTES, "Field notes", 2022, 1)],
    ),
    (
        "countries-by-theme",
        {"theme": "Care economy"},
        [(JPN, "Japan", 2, 2020, 2021), (TUN, "Tunisia", 1, 2021, 2021)],
    ),
    (
        "themes-of-country",
        {"country": "TUN"},
        [
            (CARE, "Care economy", 1, 2021, 2021),
            (FINANCE, "Finance", 1, 2021, 2021),
            (GENDER, "Gender equality", 1, 2021, 2021),
        ],
    ),
    (
        "links-between-countries",
        {"country": "Tunisia", "other": "Japan"},
        [
            (*named(ATLAS), TUN, 3, 1, 1),
            (*named(LOOM), JPN, 1, 3, 1),
            (*named(ILO), None, 3, 1, 0),
        ],
    ),
    ("countries-together", {}, [(JPN, "Japan", TUN, "Tunisia", 1, 2)]),
    ("countries-without-items", {}, [(FRA, "France", 1, 0)]),
    (
        "regions",
        {},
        [
            ("region/northern-africa", "Northern Africa", 1, 6, 1),
            ("region/africa", "Africa", 1, 6, 0),
            ("region/eastern-asia", "Eastern Asia", 1, 3, 0),
            ("region/western-europe", "Western Europe", 0, 0, 0),
        ],
    ),
    (
        "evidence",
        {"thing": "ILO"},
        [
            (I3, *TITLES[I3][:2], "ILO", TOGETHER, "role/partner", "rule/acronym", 0.95, D2, 4, "mention/m14"),
            (I1, *TITLES[I1][:2], "ILO", MEETING, "role/organiser", "rule/acronym", 0.95, D1, 3, "mention/m01"),
        ],
    ),
    (
        "evidence",
        {"thing": "Tunisia", "item": "Orchards meet in Tunis"},
        [
            (
                I1,
                *TITLES[I1][:2],
                "Tunis",
                "Orchards meet in Tunis",
                None,
                "rule/place-name",
                0.85,
                D1,
                1,
                "mention/m04",
            ),
        ],
    ),
    (
        "weak-links",
        {},
        [
            (I9, "Savings", LAKE, 0.5, 1, "Lakeside Women's Network saves."),
            (I8, "Notes from the hives", ATLAS, 0.6, 1, "The story of Coopérative Atlas Miel."),
            (I6, "Miel et vergers", ATLAS, 0.6, 1, "La Coopérative Atlas Miel accueille des tisserandes."),
        ],
    ),
    (
        "rules",
        {},
        [
            ("rule/head-noun", "head noun", 5, 0.5, 0.63, 0.8),
            ("rule/active-cue", "active cue", 4, 0.8, 0.875, 0.9),
            ("rule/acronym", "acronym", 2, 0.95, 0.95, 0.95),
            ("rule/label", "label", 1, 0.98, 0.98, 0.98),
            ("rule/passive-cue", "passive cue", 1, 0.8, 0.8, 0.8),
            ("rule/place-name", "place name", 1, 0.85, 0.85, 0.85),
        ],
    ),
    (
        "coverage",
        {},
        [
            ("document/d4", "blank", None, 0, 0, 0),
            (D3, "notes", None, 3, 3, 4),
            (D1, "meetings", "https://example.org/meetings", 2, 5, 5),
            (D2, "listing", None, 5, 5, 5),
        ],
    ),
    (
        "size",
        {},
        [
            ("sse:Country", 3),
            ("sse:Document", 4),
            ("sse:Item", 10),
            ("sse:Mention", 14),
            ("sse:Organisation", 7),
            ("sse:Partnership", 4),
            ("sse:Person", 2),
            ("sse:Project", 2),
            ("sse:Region", 4),
            ("sse:Series", 1),
            ("sse:Theme", 3),
        ],
    ),
]
CASES = [
    pytest.param(name, parameters, rows, id=f"{name}-{'-'.join(parameters)}") for name, parameters, rows in EXPECTED
]


def quads() -> list[ox.Quad]:
    return list(ox.parse(path=SMALL, format=ox.RdfFormat.TURTLE))


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return filled(quads())


def filled(quads: list[ox.Quad]) -> ox.Store:
    store = ox.Store()
    for quad in quads:
        store.add(quad)
    return store


def shown(answer: Answer) -> list[tuple[Value, ...]]:
    return [tuple(shortened(value_of(term)) for term in row) for row in answer.rows]


def shortened(value: Value) -> Value:
    """An IRI as its key, or with its prefix where it is a word of a vocabulary."""
    if not isinstance(value, str):
        return value
    for prefix in ("dcterms", "org", "skos", "sse"):
        value = value.replace(PREFIXES[prefix], f"{prefix}:") if value.startswith(PREFIXES[prefix]) else value
    return value.removeprefix(BASE)


@pytest.mark.parametrize(("name", "parameters", "rows"), CASES)
def test_a_question_answers_what_a_reader_of_the_graph_would(
    store: ox.Store, name: str, parameters: dict[str, str], rows: list[tuple[Value, ...]]
) -> None:
    assert shown(ask(store, name, parameters)) == rows


def test_every_question_is_asked_here() -> None:
    assert sorted({name for name, _, _ in EXPECTED}) == QUESTIONS


@pytest.mark.parametrize(("name", "parameters", "rows"), CASES)
def test_rdflib_gives_the_same_rows(
    store: ox.Store, name: str, parameters: dict[str, str], rows: list[tuple[Value, ...]]
) -> None:
    graph = rdflib.Graph().parse(SMALL)
    found = graph.query(bind(catalogue()[name], parameters, NameResolver(store)))
    assert [tuple(shortened(of_rdflib(term)) for term in row) for row in found if isinstance(row, tuple)] == rows


def of_rdflib(term: object) -> Value:
    if isinstance(term, rdflib.Literal):
        datatype = ox.NamedNode(str(term.datatype)) if term.datatype else None
        return value_of(ox.Literal(str(term), datatype=datatype, language=term.language))
    return None if term is None else str(term)


@pytest.mark.parametrize(("name", "parameters", "rows"), CASES)
def test_the_order_of_the_rows_is_that_of_the_query_not_of_the_store(
    name: str, parameters: dict[str, str], rows: list[tuple[Value, ...]]
) -> None:
    assert shown(ask(filled(quads()[::-1]), name, parameters)) == rows


@pytest.mark.parametrize(("name", "parameters", "rows"), CASES)
def test_no_two_rows_are_equal_in_what_they_are_ordered_by(
    store: ox.Store, name: str, parameters: dict[str, str], rows: list[tuple[Value, ...]]
) -> None:
    answer = ask(store, name, parameters)
    order = catalogue()[name].text.rpartition("ORDER BY")[2]
    columns = [n for n, column in enumerate(answer.columns) if re.search(rf"\?{column}\b", order)]
    assert len({tuple(row[n] for n in columns) for row in answer.rows}) == len(rows)


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_is_sparql_by_itself(name: str) -> None:
    question = catalogue()[name]
    expected = [column.name for column in question.columns]
    found = ox.Store().query(question.text)
    assert isinstance(found, ox.QuerySolutions)
    assert [variable.value for variable in found.variables] == expected
    assert [str(variable) for variable in prepareQuery(question.text).algebra.PV] == expected


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_without_its_parameters_answers_for_everything(store: ox.Store, name: str) -> None:
    assert collect(store.query(catalogue()[name].text)).rows


@pytest.mark.parametrize(("name", "parameters", "rows"), CASES)
def test_a_column_holds_what_its_header_says(
    store: ox.Store, name: str, parameters: dict[str, str], rows: list[tuple[Value, ...]]
) -> None:
    concepts: set[Term] = {quad.subject for quad in store.quads_for_pattern(None, None, CONCEPT, None)}
    for row in ask(store, name, parameters).rows:
        for column, term in zip(catalogue()[name].columns, row, strict=True):
            assert term is None or holds(column, term, concepts), (column, term)


CONCEPT = ox.NamedNode(PREFIXES["skos"] + "Concept")
DATATYPES = {
    "boolean": {"boolean"},
    "count": {"integer", "positiveInteger"},
    "date": {"date", "gYearMonth", "gYear"},
    "integer": {"integer", "positiveInteger", "nonNegativeInteger"},
    "number": {"decimal"},
    "text": {"string"},
    "year": {"integer"},
}


def holds(column: Column, term: Term, concepts: Set[Term]) -> bool:
    if column.type == "term":
        return True
    if isinstance(term, ox.Literal):
        if column.type == "text" and term.language:
            return True
        return term.datatype.value.removeprefix(XSD) in DATATYPES.get(column.type, set())
    return column.type == "IRI" or (column.type == "concept" and term in concepts)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.rq")), ids=lambda path: path.stem)
def test_a_file_keeps_to_the_house_style(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.fullmatch("[a-z]+(-[a-z]+)*", path.stem)
    assert text.endswith("\n") and not text.endswith("\n\n")
    assert "SELECT *" not in text
    assert text.count("ORDER BY") == 1 and "\nORDER BY" in text
    assert max(map(len, text.splitlines())) <= 120
    assert not re.search(r"[^\S\n]$|\t", text, re.MULTILINE)
    declared = re.findall(r"^PREFIX (\w+): <(.+)>$", text, re.MULTILINE)
    body = text.rpartition(">\n\n")[2]
    assert declared == sorted(declared)
    assert {prefix for prefix, _ in declared} == set(re.findall(r"(?<![?\w])(\w+):\w", body))
    assert all(PREFIXES[prefix] == namespace for prefix, namespace in declared)
