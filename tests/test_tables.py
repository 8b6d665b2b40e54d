"""The sample tables, from their files to answers."""

import json
from pathlib import Path

import pytest

import rochdale
from rochdale.graph.build import Built, build
from rochdale.loaders.items import Item, Record
from rochdale.loaders.pipeline import harvest
from tests.conftest import ROOT, Cli

TABLES = ROOT / "tests" / "tables"
EXPECTED = json.loads((TABLES / "expected.json").read_bytes())
FAULTS = [
    ("activities", 4, "country", "XX"),
    ("activities", 4, "date", "2020-13-01"),
    ("activities", 4, "role", "1; 4; 2"),
    ("activities", 4, "url", "not yet"),
    ("activities", 5, "row", 'XM-DAC-41122-A4,International Labour Organization,"Honey, wax and "more",Two hiv'),
    ("activities", 6, "row", "XM-DAC-41122-A5 International Labour Organization Tools for repair shops Solar l"),
    ("adherents", 9, "date", "31/02/2020"),
    ("adherents", 10, "country", "Barbarie"),
    ("adherents", 10, "country", "Barbarie"),
    ("adherents", 11, "row", "Ligne trop courte LTC Coopérative"),
    ("adherents", 12, "row", ""),
    ("proyectos", 3, "row", '{"proyecto": "Línea rota", "año":'),
    ("proyectos", 4, "country", "Abya Yala"),
    ("proyectos", 4, "date", "desde siempre"),
    ("proyectos", 5, "row", '["no", "es", "un", "objeto"]'),
]


@pytest.fixture(scope="module")
def records() -> dict[str, Record]:
    """The record of each sample table, by name."""
    return {record.slug: record for record in harvest([TABLES], jobs=1).records}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A graph of the sample tables."""
    return build([TABLES], tmp_path_factory.mktemp("tables") / "kg", jobs=1)


def _said(item: Item) -> dict[str, object]:
    """What an item says, in the shape of the expectations."""
    roles: dict[str, str] = {}
    for mention in item.mentions:
        if mention.of == "organisation":
            roles[mention.name] = roles.get(mention.name) or mention.role
    return {
        "title": item.title,
        "line": item.line,
        "type": item.type,
        "date": item.date,
        "countries": sorted({m.key.removeprefix("country/") for m in item.mentions if m.of == "country"}),
        "themes": sorted(item.themes),
        "projects": [m.name for m in item.mentions if m.of == "project"],
        "url": item.url,
        "organisations": sorted([name, role] for name, role in roles.items()),
        "partnerships": [[p.first_name, p.second_name, p.relation] for p in item.partnerships],
    }


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_table_says_what_a_careful_reader_takes_from_it(name: str, records: dict[str, Record]) -> None:
    wanted = [one | {"organisations": sorted(one["organisations"])} for one in EXPECTED[name]]
    assert [_said(item) for item in records[name].items] == wanted


def test_what_cannot_be_read_is_named_by_file_and_row(built: Built) -> None:
    found = [(Path(fault.source).stem, fault.line, fault.field, fault.words) for fault in built.quarantine]
    assert found == FAULTS
    assert built.report.quarantined == 0


def test_every_mention_stands_where_it_says(records: dict[str, Record]) -> None:
    for record in records.values():
        lines = (
            (TABLES / Path(record.source).name).read_bytes().decode("cp1252" if record.slug == "adherents" else "utf-8")
        )
        rows = lines.replace("\r\n", "\n").split("\n")
        for item in record.items:
            for mention in item.mentions:
                assert mention.end - mention.start == len(mention.words)
                assert mention.words in mention.sentence
                cell = mention.words.split("; ")[0]
                constant = mention.rule == "table-constant"
                assert constant or cell in "\n".join(rows[mention.line - 1 : mention.line + 1]), mention


def test_a_question_is_answered_from_a_table(built: Built) -> None:
    g = rochdale.open(built.folder)
    members = g.query("members", organisation="Réseau maghrébin des coopératives")
    assert sorted(str(row["name"]) for row in members) == [
        "Coopérative des pêcheurs de Nouadhibou",
        "Coopérative oléicole de Zarzis",
        "Coopérative sans pays",
        "Groupement des apicultrices du Rif",
        "Mutuelle des artisans de Fès",
        "Tunisian General Labour Union",
    ]
    (funded,) = g.query(
        """SELECT ?title ?date ?line ?sentence {
            ?fund sse:from organisation:aecid ; sse:to ?to ; sse:item ?item ; sse:evidence ?mention .
            ?to skos:prefLabel "Unión de Cacaoteras del Napo"@es ; sse:acronym "UCN" .
            ?item dcterms:title ?title ; schema:datePublished ?date .
            ?mention sse:line ?line ; sse:sentence ?sentence ; sse:rule rule:table-column
        }"""
    )
    assert (funded["title"], funded["line"]) == ("Raíces de cacao (2021)", 1)
    assert str(funded["sentence"]).startswith("proyecto: Raíces de cacao | año: 2021 | países: Ecuador; PER | ")


def test_one_activity_on_two_rows_is_one_item(built: Built) -> None:
    g = rochdale.open(built.folder)
    rows = g.query(
        'SELECT ?item ?name { ?item dcterms:title "Decent work for cotton pickers"@en ; sse:implementer ?o . '
        "?o skos:prefLabel ?name FILTER (LANG(?name) = 'en') } ORDER BY ?name"
    )
    assert len({row["item"] for row in rows}) == 1
    assert [row["name"] for row in rows] == [
        "Food and Agriculture Organization of the United Nations",
        "International Labour Organization",
        "Union des cueilleuses de Sikasso",
    ]


def test_an_organisation_of_a_register_has_its_kind_country_and_acronym(built: Built) -> None:
    g = rochdale.open(built.folder)
    assert g.query(
        'ASK { ?o skos:prefLabel "Coopérative oléicole de Zarzis"@fr ; sse:kind kind:cooperative ; sse:acronym "COZ" ; '
        "sse:country country:TUN ; sse:status status:candidate }"
    )
    assert g.query('ASK { ?o skos:prefLabel "Réseau maghrébin des coopératives"@fr ; sse:kind kind:network }')


def test_a_column_that_the_mapping_does_not_name_goes_nowhere(built: Built) -> None:
    assert b"+216" in (TABLES / "adherents.csv").read_bytes()
    assert "+216" not in (built.folder / "graph.nt").read_text(encoding="utf-8")


def test_explain_shows_the_row_the_file_and_the_line(built: Built, cli: Cli) -> None:
    said = cli("explain", built.folder, "Unión de Cacaoteras del Napo", "AECID")
    assert said.code == 0
    assert "fund ←  Spanish Agency for International Development Cooperation" in said.out
    assert "“proyecto: Raíces de cacao | año: 2021 | " in said.out
    assert "proyectos:1  'AECID' by table-column, confidence 0.95" in said.out


def test_tables_give_the_same_graph_in_any_order(built: Built, tmp_path: Path) -> None:
    names = ["proyectos.jsonl", "adherents.csv", "activities.csv"]
    again = build([TABLES / name for name in names], tmp_path / "kg", jobs=1)
    assert (again.folder / "graph.nt").read_bytes() == (built.folder / "graph.nt").read_bytes()


def test_a_name_means_the_organisation_or_project_rather_than_the_row_titled_so(built: Built, cli: Cli) -> None:
    said = cli("explain", built.folder, "Decent work for cotton pickers")
    assert said.code == 0
    assert said.out.startswith("Decent work for cotton pickers  <https://w3id.org/rochdale/project/")
