"""Drafts of mappings: by headers in three languages and by values; a draft can be used as it is."""

import csv
import io
import json
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rochdale.errors import SourceError
from rochdale.loaders.tables.draft import draft
from tests.conftest import ROOT, Cli
from tests.loaders.tabling import capture, document, record

TABLES = ROOT / "tests" / "tables"


def drafted(text: str | bytes, name: str = "list.csv") -> dict[str, object]:
    """The draft for a table, parsed; it can be used as it is."""
    mapping = draft(capture(text, "", name))
    document(text, mapping, name)
    return tomllib.loads(mapping)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Country", "country"), ("Pays d'intervention", "country"), ("País", "country"),
        ("recipient_country_code", "country"), ("Bailleur(s) de fonds", "donor"), ("Donantes", "donor"),
        ("fundingReferences.funderName", "donor"), ("Maître d'œuvre", "implementer"),
        ("Entidad ejecutora", "implementer"),
        ("Partenaires", "partner"), ("Thématique", "theme"), ("publicationYear", "date"), ("Date d’adhésion", "date"),
        ("Fecha de inicio", "date"), ("Proyecto", "project"), ("creators.name", "person"), ("Website", "url"),
        ("Éditeur", "publisher"), ("Raison sociale", "organisation"), ("ejecutores.nombre", "implementer"),
    ],
)  # fmt: skip
def test_a_header_tells_what_a_column_holds(header: str, field: str) -> None:
    columns = drafted(f'"{header}",Zebra\n2020,1\n')["columns"]
    assert isinstance(columns, dict)
    said = columns[header]
    first = said[0] if isinstance(said, list) else said
    assert first == field or first["field"] == field


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (["Kenya", "Perú", "TUN", "FR"], "country"),
        (["https://example.org/1", "https://example.org/2"], "url"),
        (["3 May 2021", "2021-05-03"], "date"),
        (["FAO", "ILO", "Zebra Seven"], "organisation"),
        (["Travail des enfants", "Gender equality"], "theme"),
        (["A long sentence that goes on about bread, and about ovens, and about the hill behind them."] * 2, "text"),
    ],
)
def test_values_tell_where_the_header_does_not(values: list[str], field: str) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([["Name", "Zebra"], *(["Bakers", value] for value in values)])
    columns = drafted(text.getvalue())["columns"]
    assert isinstance(columns, dict)
    first = columns["Zebra"][0] if isinstance(columns["Zebra"], list) else columns["Zebra"]
    assert first == field


def test_what_is_not_recognised_stays_as_a_comment() -> None:
    mapping = draft(capture("Name,Shoe size\nBakers,42\n"))
    assert '# "Shoe size" = ""  # for example 42' in mapping


@pytest.mark.parametrize(
    ("dates", "order"),
    [
        (["13/01/2021", "1/2/2021"], "DMY"),
        (["01/13/2021"], "MDY"),
        (["44197", "44198"], "serial"),
        (["2021-01-01"], None),
    ],
)
def test_values_tell_the_order_of_figures_in_dates(dates: list[str], order: str | None) -> None:
    assert drafted("Name,Date\n" + "".join(f"Bakers,{date}\n" for date in dates)).get("dates") == order


def test_an_order_that_the_values_leave_open_is_said_to_be() -> None:
    assert 'dates = "DMY"  # or "MDY": the values leave it open' in draft(capture("Name,Date\nBakers,1/2/2021\n"))


def test_the_export_of_activities_is_drafted() -> None:
    found = drafted((TABLES / "activities.csv").read_bytes(), "activities.csv")
    assert (found["title"], found["type"]) == ("{title_narrative}", "project")
    columns = found["columns"]
    assert isinstance(columns, dict)
    assert columns["participating_org_narrative"] == {"field": "organisation", "separator": "|"}
    assert columns["participating_org_role"]["values"] == {"1": "donor", "2": "", "3": "", "4": "implementer"}
    assert found["partnerships"] == [{"relation": "fund", "from": "donor", "to": "implementer"}]


def test_the_command_drafts_a_mapping_that_can_be_used(cli: Cli) -> None:
    said = cli("mapping", TABLES / "adherents.csv")
    assert (said.code, said.err) == (0, "")
    assert 'encoding = "windows-1252"' in said.out
    found = record((TABLES / "adherents.csv").read_bytes(), said.out)
    assert found.items[0].title == "Coopérative oléicole de Zarzis"
    assert found.items[0].date == "2016-05-03"


def test_the_command_says_what_is_no_table(cli: Cli) -> None:
    for path, reason in (
        (TABLES / "README.md", "this is no table (CSV, TSV, JSON Lines, Parquet or Excel)"),
        (TABLES, "this is no table (CSV, TSV, JSON Lines, Parquet or Excel)"),
        (TABLES / "none.csv", "there is no such file or folder"),
    ):
        said = cli("mapping", path)
        assert (said.code, said.out, said.err) == (1, "", f"rochdale: {path}: {reason}\n")


def test_nothing_is_drafted_from_nothing() -> None:
    for text in ("", "\n\n", "\0\n"):
        with pytest.raises(SourceError, match="nothing to draft from"):
            draft(capture(text))


_HEADERS = st.lists(
    st.text(max_size=12) | st.sampled_from(["Pays", "Role", "Name", "Sigle", "Date", "a.b", '"', "{x}"]),
    min_size=2,
    max_size=6,
)


@given(_HEADERS, st.lists(st.lists(st.text(max_size=12), min_size=2, max_size=6), max_size=4))
@settings(deadline=None, max_examples=150)
def test_the_draft_for_any_table_is_a_mapping(header: list[str], rows: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([header, *(row[: len(header)] for row in rows)])
    data = text.getvalue().encode("utf-8", "replace")
    try:
        mapping = draft(capture(data))
    except SourceError:
        return
    tomllib.loads(mapping)


def test_a_draft_is_made_of_json_lines() -> None:
    lines = "\n".join(json.dumps({"título": f"Obra {n}", "país": ["PE", "CL"]}) for n in range(3))
    assert drafted(lines, "list.jsonl")["columns"] == {"país": "country"}
