"""Tables: rows to items, cells to things; what is no row is named, and the rest is read."""

import io
import json
import re
from pathlib import Path

import pyarrow as arrow
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from rochdale.errors import SourceError
from rochdale.loaders.pipeline import harvest
from rochdale.loaders.tables import limits, opening, rows
from rochdale.loaders.tables.opening import Table
from rochdale.loaders.tables.rows import BadRow, Layout
from tests.loaders.tabling import MAPPING, capture, document, faults, only, record

PEOPLE = """\
title = "{Name}"
language = "fr"
separator = ";"
[columns]
"Name" = { field = "donor", kind = "foundation" }
"Where" = { field = "country", of = "Name" }
"Role" = { field = "role", of = "Name" }
"""


# -- rows --------------------------------------------------------------------------------------------------------------


def test_a_row_stands_on_its_line_of_the_file() -> None:
    text = '"Name",Country\n\n"Loom\nWeavers",Kenya\n\nBakers,Peru\n'
    found = record(text)
    assert [(item.title, item.line) for item in found.items] == [("Loom Weavers", 3), ("Bakers", 6)]
    lines = document(text).text.split("\n")
    assert (lines[2], lines[5]) == ("Name: Loom Weavers | Country: Kenya", "Name: Bakers | Country: Peru")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Short", "the row has 1 cells, the header 2"),
        ("Long,Kenya,x", "the row has 3 cells, the header 2"),
        ('"Quoted" twice,Kenya', "a quotation mark inside a quoted cell is not doubled"),
        ('"Open,Kenya', "a quotation mark opens here and is not closed within 200 lines; double it, or close it"),
        ("Nul\0,Kenya", "a NUL byte stands in the row"),
        (",Kenya", 'it has no title: "Name" is empty'),
        ("x" * 2_000 + ",Kenya", "its title has more than 1,000 characters"),
        ("x" * 50_000 + ",Kenya", "the cell of column 'Name' has more than 40,000 characters"),
        ("x" * 150_000 + ",Kenya", "the cell of column 'Name' has more than 40,000 characters"),
        ('"' + "x" * 150_000 + '",Kenya', "the cell of column 'Name' has more than 40,000 characters"),
    ],
)
def test_a_row_that_is_none_is_named_and_the_rest_is_read(row: str, reason: str) -> None:
    found = record(f"Name,Country\nBefore,Peru\n{row}\nAfter,Chile\n")
    assert [item.title for item in found.items] == ["Before", "After"]
    (fault,) = found.faults
    said = "a cell is too large" if len(row) > 140_000 else reason
    assert (fault.source, fault.line, fault.field, fault.reason) == ("list.csv", 3, "row", said)


def test_bytes_in_another_encoding_cost_only_their_rows() -> None:
    found = record("Name,Country\nAfter,Chile\nMaçons,Kenya\n".encode("cp1252"))
    assert [item.title for item in found.items] == ["After"]
    ((line, _, reason),) = faults(found)
    assert line == 3
    assert reason.startswith("byte 0xE7 is not utf-8; if the file is in another encoding, say so in the mapping")
    assert (
        only("Name,Country\nMaçons,Kenya\n".encode("cp1252"), f'encoding = "windows-1252"\n{MAPPING}').title == "Maçons"
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_mark_of_the_byte_order_is_no_part_of_the_header(encoding: str) -> None:
    assert only("Name,Country\nMaçons,Kenya\n".encode(encoding)).title == "Maçons"


def test_an_open_quotation_mark_takes_no_other_rows_with_it() -> None:
    text = 'Name,Country\n"Open,Kenya\n' + "".join(f"Bakers {n},Peru\n" for n in range(300))
    found = record(text)
    assert len(found.items) == 300
    assert [line for line, _, _ in faults(found)] == [2]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_gives_the_columns(sign: str) -> None:
    assert only(
        f"Name{sign}Country\nA, B; C{'' if sign in ',;' else ' '}{sign}Kenya\n".replace("A, B; C", "Bakers")
    ).title


def test_the_header_is_the_row_with_the_columns() -> None:
    text = "List of members\n\nName,Country\nBakers,Peru\n"
    assert only(text).line == 4
    assert record(text, f"header = 3\n{MAPPING}").items[0].title == "Bakers"


def test_columns_of_one_name_are_numbered() -> None:
    mapping = MAPPING.replace('"Name"', '"Name (2)"').replace("{Name}", "{Name (2)}")
    assert only("Name,Name,Country\nBakers,Bakers of Lima,Peru\n", mapping).title == "Bakers of Lima"
    with pytest.raises(
        SourceError, match=r'has no column "Name", perhaps "Name \([12]\)"; it has "Name \(1\)", "Name \(2\)"'
    ):
        record("Name,Name,Country\nBakers,Bakers of Lima,Peru\n")


def test_blank_rows_are_none() -> None:
    found = record("Name,Country\n,\n  ,\nBakers,Peru,\n\n")
    assert [item.title for item in found.items] == ["Bakers"]
    assert found.faults == ()


@pytest.mark.parametrize("data", [b"", b"\n\n", b"   \n"])
def test_an_empty_table_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match="the table is empty"):
        document(data)


def test_a_table_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Name,Country\n" + "Bakers,Peru\n" * 11
    for module in (opening, rows):
        monkeypatch.setattr(module, "MAX_ROWS", 10)
    with pytest.raises(SourceError, match="at most 10 rows"):
        document(text)
    monkeypatch.setattr(opening, "MAX_BYTES", 100)
    with pytest.raises(SourceError, match="at most 100 bytes"):
        document(text)


def test_all_the_rows_that_a_table_may_have_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (opening, rows):
        monkeypatch.setattr(module, "MAX_ROWS", 10)
    assert len(document("Name,Country\n" + "Bakers,Peru\n" * 10).entries) == 10


_PIECES = st.sampled_from(
    ['"', ",", "\n", "\r\n", "\r", "a", "é", "\0", " ", ";", "Kenya", "\ufeff", '""', "\u2028", "\x1c"]
)
_SOUP = st.lists(_PIECES, max_size=40).map("".join).map(str.encode) | st.binary(max_size=120)


@given(_SOUP)
@settings(deadline=None, max_examples=300)
def test_no_row_of_any_csv_is_lost(data: bytes) -> None:
    data = b"Name,Country\n" + data
    read = document(data)
    bad = [fault for fault in read.faults if fault.field == "row"]
    table = Table(capture(data), Layout(("Name", "Country")))
    outcomes = list(table.rows())
    assert len(read.entries) + len(bad) == len(outcomes)
    taken = {line for one in outcomes for line in range(one.number, max(one.last, one.number) + 1)}
    for number, line in enumerate(io.StringIO(data.decode("utf-8-sig", "surrogateescape"), newline=""), 1):
        assert number == 1 or number in taken or not re.sub(r'[\s,"]', "", line), (number, line)
    assert len(read_items(data)) == len(read.entries)


def read_items(data: bytes) -> list[str]:
    """Titles of what the record holds."""
    return [item.title for item in record(data).items]


@given(
    st.lists(
        st.binary(max_size=30) | st.just(b'{"Name": "A", "Country": "Peru"}') | st.just(b'{"Name": [1, {"x": null}]}')
    )
)
@settings(deadline=None, max_examples=200)
def test_no_line_of_any_json_lines_is_lost(lines: list[bytes]) -> None:
    data = b"\n".join([b'{"Name": "First", "Country": "Kenya"}', *lines])
    read = document(data, name="list.jsonl")
    text = data.decode("utf-8-sig", "surrogateescape")
    filled = sum(bool(line.strip()) for line in io.StringIO(text, newline=""))
    assert len(read.entries) + sum(fault.field == "row" for fault in read.faults) == filled


# -- other formats -----------------------------------------------------------------------------------------------------


def test_nested_values_of_json_are_columns() -> None:
    mapping = """
        title = "{project.name}"
        language = "en"
        [columns]
        "where" = "country"
        "by.org" = "organisation"
        "by.as" = { field = "role", of = "by.org" }
    """
    line = {
        "project": {"name": "Looms"},
        "where": ["KE", "Peru"],
        "by": [{"org": "FAO", "as": "donor"}, {"org": "Weavers of Lima"}],
    }
    item = only(json.dumps(line), mapping, "list.ndjson")
    assert [m.key for m in item.mentions if m.of == "country"] == ["country/KEN", "country/PER"]
    assert [(m.name, m.role) for m in item.mentions if m.of == "organisation"] == [
        ("Food and Agriculture Organization of the United Nations (FAO)", "donor"),
        ("Weavers of Lima", ""),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "the line is not JSON: Input data was truncated"),
        ("[1]", "the line is no JSON object: Expected `object`, got `array`"),
        ('{"Name": NaN}', "the line is not JSON: JSON is malformed: invalid character (byte 9)"),
        ('{"a": ' * 12 + "1" + "}" * 12, "the line cannot be read: it is nested deeper than 8 levels"),
        (
            '{"a": ' + "[" * 5000 + "}",
            "the line cannot be read: maximum recursion depth exceeded while deserializing an object",
        ),
    ],
)
def test_a_broken_line_of_json_is_named(line: str, reason: str) -> None:
    found = record(f'{{"Name": "Bakers", "Country": "Peru"}}\n{line}\n{{"Name": "Weavers"}}\n', name="list.jsonl")
    assert [(item.title, item.line) for item in found.items] == [("Bakers", 1), ("Weavers", 3)]
    assert faults(found) == [(2, "row", reason)]


def _parquet(groups: int = 1) -> bytes:
    packed = io.BytesIO()
    names = [f"Bakers {number}" for number in range(100)]
    table = arrow.table({"Name": names, "Country": [["Peru", "KE"]] * 100, "Telephone": ["555"] * 100})
    parquet.write_table(table, packed, row_group_size=100 // groups, compression="NONE", use_dictionary=False)
    return packed.getvalue()


def test_parquet_is_read() -> None:
    found = record(_parquet(), name="list.parquet")
    assert (len(found.items), found.faults, found.media_type) == (100, (), "application/vnd.apache.parquet")
    assert [m.key for m in found.items[99].mentions if m.of == "country"] == ["country/PER", "country/KEN"]
    assert "555" not in document(_parquet(), name="list.parquet").text


def test_parquet_that_is_cut_off_is_refused() -> None:
    for data in (_parquet()[:-20], b"PAR1", b"PAR1PAR1PAR1"):
        with pytest.raises(SourceError, match="the file is cut off or damaged, or no Parquet"):
            document(data, name="list.parquet")


def test_a_damaged_part_of_parquet_is_named_and_the_rest_is_read() -> None:
    data = bytearray(_parquet(groups=4))
    at = data.index(b"Bakers 30")
    data[at - 200 : at] = b"\xff" * 200
    found = record(bytes(data), name="list.parquet")
    ((line, field, reason),) = faults(found)
    assert (line, field) == (26, "row")
    assert reason.startswith("rows 26 to 50 cannot be read")
    assert len(found.items) == 75


def test_parquet_that_would_unpack_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rochdale.loaders.tables.parquet.MAX_UNPACKED", 1_000)
    with pytest.raises(SourceError, match=r"it unpacks to [0-9,]+ bytes, more than 1,000"):
        document(_parquet(), name="list.parquet")


@pytest.mark.parametrize(("name", "module"), [("list.parquet", "pyarrow"), ("list.xlsx", "python_calamine")])
def test_a_library_that_is_missing_is_named(name: str, module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, module, None)
    with pytest.raises(SourceError, match=r"install it with: pip install 'rochdale\[tables\]'"):
        document(_parquet() if module == "pyarrow" else b"PK\x03\x04", name=name)


# -- cells -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", ["Tunisia", "tunisie", "Túnez", "TN", "tn", "TUN", "788", "Republic of Tunisia"])
def test_a_country_is_told_by_name_or_code(cell: str) -> None:
    (country,) = [m for m in only(f"Name,Country\nBakers,{cell}\n").mentions if m.of == "country"]
    assert (country.key, country.words, country.rule) == ("country/TUN", cell, "table-column")


def test_a_code_that_lost_its_zeros_is_still_one() -> None:
    assert only("Name,Country\nBakers,12\n").mentions[1].key == "country/DZA"


def test_a_region_in_a_column_of_countries_is_a_region() -> None:
    (region,) = [m for m in only("Name,Country\nBakers,Africa\n").mentions if m.of == "region"]
    assert region.key == "region/africa"


def test_a_wrong_value_is_told_once_with_the_number_of_its_rows() -> None:
    found = record("Name,Country\nBakers,Atlantis\nWeavers,Atlantis\nMasons,Atlantis\n")
    ((line, field, reason),) = faults(found)
    assert (line, field) == (2, "country")
    assert reason.endswith("(so in 2 more rows, first 3)")
    assert len(found.items) == 3


def test_an_organisation_that_nobody_listed_is_one_all_the_same() -> None:
    (one,) = [m for m in only("Name,Country\nZebra Seven,Kenya\n").mentions if m.of == "organisation"]
    assert (one.key, one.name, one.confidence) == ("", "Zebra Seven", 0.95)


@pytest.mark.parametrize(
    "name",
    [
        "ILO",
        "International Labour Organization",
        "OIT",
        "International Labour Organization (ILO)",
        "Organisation internationale du Travail",
    ],
)
def test_a_listed_organisation_is_told_by_name_or_acronym(name: str) -> None:
    mapping = MAPPING.replace('"en"', '"fr"')
    (one,) = [m for m in only(f"Name,Country\n{name},Kenya\n", mapping).mentions if m.of == "organisation"]
    assert (one.key, one.words) == ("organisation/ilo", name)


def test_a_name_is_never_told_by_a_part_of_it() -> None:
    (one,) = [m for m in only("Name,Country\nFriends of the ILO,Kenya\n").mentions if m.of == "organisation"]
    assert one.key == ""


def test_an_acronym_of_several_is_not_guessed() -> None:
    found = record("Name,Country\nCUT,France\n")
    ((_, field, reason),) = faults(found)
    assert field == "organisation"
    assert "may mean organisation/cut-brazil, organisation/cut-chile, organisation/cut-colombia" in reason
    assert [m.of for m in found.items[0].mentions] == ["country"]


def test_the_country_of_the_row_settles_a_namesake() -> None:
    assert only("Name,Country\nCUT,Chile\n").mentions[0].key == "organisation/cut-chile"


def test_the_country_beside_an_organisation_is_its_own_and_not_the_items() -> None:
    item = only("Name;Where;Role\nFonds des tisserandes;MA;\n", PEOPLE.replace('separator = ";"', 'delimiter = ";"'))
    (one,) = item.mentions
    assert (one.role, one.kind, one.country) == ("donor", "foundation", "country/MAR")


def test_values_side_by_side_belong_together() -> None:
    item = only("Name,Where,Role\nFAO;Fonds des tisserandes;FIDA,;MA;,Bailleur;;Partenaire\n", PEOPLE)
    assert [(m.name, m.role, m.country) for m in item.mentions] == [
        ("Food and Agriculture Organization of the United Nations (FAO)", "donor", ""),
        ("Fonds des tisserandes", "donor", "country/MAR"),
        ("International Fund for Agricultural Development (IFAD)", "partner", ""),
    ]


def test_values_that_do_not_fit_side_by_side_are_left_out() -> None:
    found = record("Name,Where,Role\nFAO;FIDA,,Partenaire;;x\n", PEOPLE)
    assert [m.role for m in found.items[0].mentions] == ["donor", "donor"]
    reason = 'column "Role" has 3 values where column "Name" has 2; they are left out'
    assert faults(found) == [(2, "role", reason)]


def test_a_cell_with_too_many_values_keeps_the_first() -> None:
    mapping = MAPPING.replace('"country"', '{ field = "country", separator = "|" }')
    found = record(f"Name,Country\nBakers,{'|'.join(['KE'] * 300)}\n", mapping)
    assert len(found.items[0].mentions) == limits.MAX_VALUES + 1
    assert faults(found) == [(2, "row", "a cell holds 300 values; those after the first 200 are left out")]


def test_a_row_does_not_state_partnerships_without_end() -> None:
    mapping = """
        title = "{T}"
        columns = { O = { field = "partner", separator = "|" } }
        partnerships = [{ relation = "partner", between = "O" }]
    """
    found = record("T,O\nMany," + "|".join(f"Bakers of street {n}" for n in range(100)) + "\n", mapping)
    assert found.items[0].partnerships == ()
    assert faults(found) == [
        (2, "partnerships", "the row states 4,950 partnerships, more than 2,000; they are left out")
    ]


def test_a_body_and_its_unit_are_no_partners() -> None:
    mapping = """
        title = "{A}"
        columns = { A = "partner", B = "implementer" }
        partnerships = [{ relation = "partner", from = "A", to = "B" }]
    """
    assert only("A,B\nILO,ILO Cooperatives Unit\n", mapping).partnerships == ()


def test_running_text_is_read_as_a_page_is_and_each_row_for_itself() -> None:
    mapping = MAPPING + '"About" = { field = "summary", text = true }\n'
    text = (
        "Name,Country,About\n"
        "Bakers,Peru,The Sowers of the Old Valley Association (SOVA) trains women bakers. The FAO helps in Kenya.\n"
        "Weavers,Peru,SOVA is a word of ours.\n"
    )
    bakers, weavers = record(text, mapping).items
    assert bakers.summary.startswith("The Sowers")
    told = {(m.key or m.name, m.rule, m.sentence) for m in bakers.mentions if m.rule != "table-column"}
    assert ("organisation/fao", "acronym", "The FAO helps in Kenya.") in told
    assert "country/KEN" in {key for key, _, _ in told}
    assert [m.rule for m in weavers.mentions] == ["table-column", "table-column"]
    text_of = document(text, mapping).text
    for item in (bakers, weavers):
        assert all(text_of[m.start : m.end] == m.words for m in item.mentions)


def test_a_summary_is_not_searched_for_names_unless_the_mapping_says_so() -> None:
    item = only("Name,Country,About\nBakers,Peru,The FAO helps.\n", MAPPING + '"About" = "summary"\n')
    assert (item.summary, len(item.mentions)) == ("The FAO helps.", 2)


@pytest.mark.parametrize(
    ("order", "cell", "iso"),
    [
        ("", "2021-03-04", "2021-03-04"),
        ("", "2021-03-04 10:00:00", "2021-03-04"),
        ("", "2021", "2021"),
        ("", "2021-03", "2021-03"),
        ("", "4 mars 2021", "2021-03-04"),
        ("", "13/04/2021", "2021-04-13"),
        ("", "04/13/2021", "2021-04-13"),
        ("DMY", "03/04/2021", "2021-04-03"),
        ("MDY", "03/04/2021", "2021-03-04"),
        ("DMY", "3.4.2021", "2021-04-03"),
        ("serial", "44197", "2021-01-01"),
        ("serial", "2021", "2021"),
    ],
)
def test_a_date_is_read_as_the_mapping_says(order: str, cell: str, iso: str) -> None:
    mapping = (f'dates = "{order}"\n' if order else "") + MAPPING + '"When" = "date"\n'
    assert only(f"Name,Country,When\nBakers,Peru,{cell}\n", mapping).date == iso


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("03/04/2021", "can be read in two ways; put dates = 'DMY' or 'MDY' into the mapping"),
        ("31/02/2021", "does not exist"),
        ("03/04/21", "has not four figures"),
        ("44197", "is no date; if it counts days, put dates"),
        ("1500-01-01", "is not between 1800 and 2099"),
        ("soon", "is no date"),
    ],
)
def test_a_date_that_is_none_is_a_fault(cell: str, reason: str) -> None:
    found = record(f"Name,Country,When\nBakers,Peru,{cell}\n", MAPPING + '"When" = "date"\n')
    assert found.items[0].date == ""
    ((line, field, said),) = faults(found)
    assert (line, field) == (2, "date")
    assert reason in said


def test_of_several_dates_the_first_that_is_filled_counts() -> None:
    mapping = MAPPING + '"Actual" = "date"\n"Planned" = "date"\n'
    assert only("Name,Country,Planned,Actual\nBakers,Peru,2020,\n", mapping).date == "2020"
    assert only("Name,Country,Planned,Actual\nBakers,Peru,2020,2021\n", mapping).date == "2021"


@pytest.mark.parametrize(
    "cell", ["example.org", "ftp://example.org", "http://exa mple.org", "https://[", "javascript:alert(1)"]
)
def test_an_address_that_is_none_is_a_fault(cell: str) -> None:
    found = record(f"Name,Country,Web\nBakers,Peru,{cell}\n", MAPPING + '"Web" = "url"\n')
    assert found.items[0].url == ""
    assert [field for _, field, _ in faults(found)] == ["url"]


def test_a_cell_that_says_nothing_is_empty() -> None:
    item = only("Name,Country,Web\nBakers,N/A,-\n", MAPPING + '"Web" = "url"\n')
    assert (item.url, [m.of for m in item.mentions]) == ("", ["organisation"])
    assert only("Name,Country\nBakers,keine\n", f'empty = ["keine"]\n{MAPPING}').mentions[0].of == "organisation"


def test_a_title_is_made_of_several_columns() -> None:
    mapping = 'title = "{Name} ({Year})"\n[columns]\n"Name" = "project"\n'
    titles = [item.title for item in record("Name,Year\nLooms,2021\nSails,\n", mapping).items]
    assert titles == ["Looms (2021)", "Sails"]


def test_a_column_of_types_tells_type_and_series() -> None:
    mapping = MAPPING + '"Type" = { field = "type", values = { "PB" = "publication" } }\n'
    found = record("Name,Country,Type\nA1,Peru,Policy brief\nB1,Peru,PB\nC1,Peru,Zebra\n", mapping)
    assert [(item.type, item.label) for item in found.items] == [
        ("publication", "Policy brief"),
        ("publication", ""),
        ("register-entry", ""),
    ]
    assert [(line, field) for line, field, _ in faults(found)] == [(4, "type")]


def test_themes_are_told_by_any_of_their_labels() -> None:
    mapping = MAPPING + '"Theme" = { field = "theme", separator = "/" }\n'
    item = only("Name,Country,Theme\nBakers,Peru,gender-equality/Égalité des genres/Travail des enfants\n", mapping)
    assert item.themes == ("gender-equality", "child-labour")


def test_a_person_speaks_for_the_organisation_beside() -> None:
    item = only("Name,Country,Chair\nBakers,Peru,Ada Ruiz\n", MAPPING + '"Chair" = { field = "person", of = "Name" }\n')
    (person,) = [m for m in item.mentions if m.of == "person"]
    assert (person.name, person.affiliation) == ("Ada Ruiz", "Bakers")


def test_what_the_mapping_says_of_all_rows_stands_in_brackets() -> None:
    mapping = MAPPING + '[always."Published by"]\nfield = "publisher"\nvalue = "ILO"\n'
    item = only("Name,Country\nBakers,Peru\n", mapping)
    (publisher,) = [m for m in item.mentions if m.rule == "table-constant"]
    assert (publisher.key, publisher.role) == ("organisation/ilo", "publisher")
    assert publisher.sentence == "Name: Bakers | Country: Peru | [Published by: ILO]"


def test_a_long_row_is_quoted_around_the_words() -> None:
    mapping = MAPPING.replace('"country"', '{ field = "country", separator = "|" }')
    cell = "|".join(["Kenya", "Peru"] * 90)
    item = only(f"Name,Country\nBakers,{cell}\n", mapping)
    last = item.mentions[-1]
    assert last.sentence.startswith("…")
    assert last.sentence.endswith("Peru")
    assert len(last.sentence) < 1_000


# -- sources -----------------------------------------------------------------------------------------------------------


def test_a_mapping_stands_beside_its_table(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("Name,Country\nBakers,Peru\n", encoding="utf-8")
    (tmp_path / "list.toml").write_text(MAPPING.replace("{Name}", "short {Name}"), encoding="utf-8")
    assert harvest([tmp_path], jobs=1).records[0].items[0].title == "short Bakers"
    (tmp_path / "list.csv.toml").write_text(MAPPING.replace("{Name}", "long {Name}"), encoding="utf-8")
    assert harvest([tmp_path], jobs=1).records[0].items[0].title == "long Bakers"
    other = tmp_path / "other.toml"
    other.write_text(MAPPING.replace("{Name}", "other {Name}"), encoding="utf-8")
    found = harvest([tmp_path / "list.csv"], jobs=1, mapping=other)
    assert found.records[0].items[0].title == "other Bakers"


def test_in_a_folder_a_table_without_mapping_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("Name,Country\nBakers,Peru\n", encoding="utf-8")
    found = harvest([tmp_path], jobs=1)
    assert (found.records, found.unread, found.tally.passed_over) == ([], [], 1)


def test_a_table_named_by_itself_without_mapping_is_told_how_to_write_one(tmp_path: Path) -> None:
    table = tmp_path / "list.csv"
    table.write_text("Nom,Pays\nBoulangers,Pérou\n", encoding="utf-8")
    (fault,) = harvest([table], jobs=1).unread
    assert fault.reason.startswith(
        "a table is read with a mapping, which says what its columns hold; write list.toml beside it"
    )
    lines = [line.strip() for line in fault.reason.split("\n")]
    assert lines[1:4] == ['title = "{Nom}"', "[columns]", '"Nom" = "organisation"']
    table.with_suffix(".toml").write_text("\n".join(lines[1:4]), encoding="utf-8")
    assert harvest([table], jobs=1).records[0].items[0].title == "Boulangers"


def test_a_mapping_without_a_table_is_told_of(tmp_path: Path) -> None:
    mapping = tmp_path / "list.toml"
    mapping.write_text(MAPPING, encoding="utf-8")
    (fault,) = harvest([tmp_path], jobs=1, mapping=mapping).unread
    assert fault.reason == "no table is named by itself that this mapping could be for"


def test_one_table_with_two_mappings_is_not_read_twice(tmp_path: Path) -> None:
    for name, title in (("a", "{Name}"), ("b", "{Country}")):
        (tmp_path / f"{name}.csv").write_text("Name,Country\nBakers,Peru\n", encoding="utf-8")
        (tmp_path / f"{name}.toml").write_text(MAPPING.replace("{Name}", title), encoding="utf-8")
    found = harvest([tmp_path], jobs=1)
    assert [record.items[0].title for record in found.records] == ["Bakers"]
    assert [fault.reason for fault in found.unread] == ["the same table was read already, with another mapping"]


def test_a_change_of_the_mapping_is_a_change_of_the_record(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("Name,Country\nBakers,Peru\n", encoding="utf-8")
    titles = []
    for title in ("{Name}", "{Country}", "{Country}"):
        (tmp_path / "list.toml").write_text(MAPPING.replace("{Name}", title), encoding="utf-8")
        found = harvest([tmp_path], jobs=1, cache=tmp_path / "cache.sqlite")
        titles.append((found.records[0].items[0].title, found.tally.cached))
    assert titles == [("Bakers", 0), ("Peru", 0), ("Peru", 1)]


def test_a_bad_row_says_no_more_than_its_beginning() -> None:
    outcomes = list(Table(capture("Name,Country\n" + "x" * 500 + "\n"), Layout(("Name",))).rows())
    assert [len(one.words) for one in outcomes if isinstance(one, BadRow)] == [80]
