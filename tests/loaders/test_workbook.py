"""Workbooks: the sheet with the columns, days, formulas and merged cells; nothing vast is unpacked."""

import random
from collections.abc import Sequence

import pytest

from rochdale.errors import SourceError
from rochdale.loaders.readers.kinds import kind_of
from tests.loaders.tabling import document, faults, only, record
from tests.loaders.workbooks import Day, Formula, Value, sheet_xml, workbook

MAPPING = """\
title = "{Proyecto}"
type = "project"
language = "es"
[columns]
"Proyecto" = "project"
"País" = "country"
"Inicio" = "date"
"""
HEADER = ("Proyecto", "País", "Inicio", "Monto")
SHEET = "xl/worksheets/sheet1.xml"


def test_a_workbook_says_what_its_rows_say() -> None:
    data = workbook({"Notas": [["nada"]], "Datos": [["Lista"], [], HEADER, ["Telares", "Perú", Day(44197), 2.0]]})
    assert kind_of("list.xlsx", data) == "table"
    item = only(data, MAPPING, "list.xlsx")
    assert (item.title, item.line, item.date) == ("Telares", 4, "2021-01-01")
    assert [m.key for m in item.mentions] == ["", "country/PER"]
    assert item.mentions[1].sentence == "Proyecto: Telares | País: Perú | Inicio: 2021-01-01"
    assert document(data, MAPPING, "list.xlsx").media_type.endswith("spreadsheetml.sheet")


def test_the_sheets_that_the_mapping_names_are_read_and_told() -> None:
    data = workbook(
        {"2022": [HEADER, ["Telares", "Perú"]], "2023": [HEADER, ["Velas", "Atlántida"], ["Redes", "Chile"]]}
    )
    found = record(data, f'sheet = ["2022", "2023"]\n{MAPPING}', "list.xlsx")
    assert [(item.title, item.line) for item in found.items] == [("Telares", 2), ("Velas", 2), ("Redes", 3)]
    assert found.items[2].mentions[0].sentence == "[2023] | Proyecto: Redes | País: Chile"
    assert [item.title for item in record(data, f'sheet = "2023"\n{MAPPING}', "list.xlsx").items] == ["Velas", "Redes"]
    assert [item.title for item in record(data, MAPPING, "list.xlsx").items] == ["Telares"]


def test_a_sheet_that_is_not_there_is_told_of() -> None:
    data = workbook({"Uno": [HEADER], "Dos": [["Otra", "Cosa"], ["a", "b"]]})
    with pytest.raises(SourceError, match='there is no sheet "Tres"; there are "Uno", "Dos"'):
        record(data, f'sheet = "Tres"\n{MAPPING}', "list.xlsx")
    with pytest.raises(SourceError, match='sheet "Dos" has no column "Proyecto"; it has "Otra", "Cosa"'):
        record(data, f'sheet = ["Uno", "Dos"]\n{MAPPING}', "list.xlsx")
    with pytest.raises(SourceError, match=r'list.xlsx has no column "Proyecto"; it has "Otra", "Cosa"'):
        record(workbook({"Dos": [["Otra", "Cosa"]]}), MAPPING, "list.xlsx")


def test_a_formula_has_the_value_that_was_stored() -> None:
    rows: list[Sequence[Value]] = [
        HEADER,
        ["Telares", Formula('"Pe"&"rú"', "Perú")],
        ["Velas", Formula('"Pe"&"rú"')],
        ["Redes", Formula('""', "")],
    ]
    found = record(workbook({"Datos": rows}), MAPPING, "list.xlsx")
    assert [(item.title, len(item.mentions)) for item in found.items] == [("Telares", 2), ("Redes", 1)]
    reason = "a formula has no stored value; open the workbook in a spreadsheet program and save it"
    assert faults(found) == [(3, "row", reason)]


def test_cells_merged_downwards_have_one_value_and_those_merged_across_none() -> None:
    rows: list[Sequence[Value]] = [
        HEADER,
        ["Telares", "Perú"],
        ["Velas", None],
        ["AMÉRICA", None, None],
        ["Redes", "Chile"],
    ]
    found = record(workbook({"Datos": rows}, merged=["B2:B3", "A4:C4"]), MAPPING, "list.xlsx")
    assert [(item.title, item.mentions[1].key) for item in found.items] == [
        ("Telares", "country/PER"),
        ("Velas", "country/PER"),
        ("Redes", "country/CHL"),
    ]
    ((line, field, reason),) = faults(found)
    assert (line, field) == (4, "row")
    assert reason.startswith("cells are merged across columns")


def test_a_number_in_a_column_of_dates_is_no_day_unless_the_mapping_says_so() -> None:
    data = workbook({"Datos": [HEADER, ["Telares", "Perú", 44197], ["Velas", "Perú", 2021]]})
    found = record(data, MAPPING, "list.xlsx")
    assert [item.date for item in found.items] == ["", "2021"]
    assert [line for line, _, _ in faults(found)] == [2]
    assert record(data, f'dates = "serial"\n{MAPPING}', "list.xlsx").items[0].date == "2021-01-01"


def _far(place: str) -> bytes:
    xml = sheet_xml([HEADER, ["Telares"]]).replace(
        "</row></sheetData>", f'<c r="{place}"><v>1</v></c></row></sheetData>'
    )
    return workbook({"Datos": [HEADER]}, parts={SHEET: xml.encode()})


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK\x03\x04" + b"x" * 100, "the workbook is damaged: File is not a zip file"),
        (workbook({"Datos": [HEADER]})[:-30], "the workbook is damaged: File is not a zip file"),
        (_far("XFD1048576"), "uses 1,048,576 rows by 16,384 columns, more than 5,000,000 cells"),
        (_far("A0"), "'A0' is no place of a cell"),
        (_far("A99999999999999999999"), "'A9999999999999999999' is no place of a cell"),
        (workbook({"D": [HEADER]}, parts={SHEET: b"<worksheet><row"}), "sheet1.xml is damaged: unclosed token"),
        (
            workbook({"D": [HEADER]}, parts={SHEET: b'<!DOCTYPE w [<!ENTITY a "b">]>' + sheet_xml([HEADER]).encode()}),
            "it declares a document type, which no workbook needs",
        ),
        (workbook({"D": [HEADER]}, parts={"xl/workbook.xml": b"<workbook/>"}), "the table is empty"),
    ],
)  # fmt: skip
def test_a_workbook_that_is_damaged_or_vast_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(SourceError) as caught:
        record(data, MAPPING, "list.xlsx")
    assert caught.value.source == "list.xlsx"
    assert reason in caught.value.reason


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rochdale.loaders.tables.workbook.MAX_UNPACKED", 100_000)
    data = workbook({"Datos": [HEADER]}, parts={"xl/bomb.xml": b" " * 200_000})
    assert len(data) < 5_000
    with pytest.raises(SourceError, match="the workbook unpacks to more than 100,000 bytes"):
        record(data, MAPPING, "list.xlsx")


def test_another_package_is_no_workbook() -> None:
    data = workbook({"D": [HEADER]}).replace(b"xl/workbook.xml", b"xl/workbook.bin")
    with pytest.raises(SourceError, match=r"no workbook of Excel \(xlsx\); save it as xlsx or as CSV"):
        record(data, MAPPING, "list.xlsx")


def test_no_change_of_a_sheet_does_more_than_refuse_it() -> None:
    chance = random.Random(11)  # noqa: S311 - the same changes each time
    xml = sheet_xml([HEADER, ["Telares", "Perú", Day(44197), 2.0], ["Velas", None, 44198, True]], ["B2:B3"]).encode()
    pieces = [
        b"99999999999",
        b"<",
        b'"',
        b"-1",
        b'r="ZZZ9999999"',
        b'<dimension ref="A1:XFD1048576"/>',
        b"&#0;",
        b"1e999",
    ]
    read = 0
    for _ in range(400):
        data = bytearray(xml)
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(len(data))
            data[at : at + chance.choice((0, 0, 1, 12))] = chance.choice(pieces) if chance.random() < 0.5 else b""
        try:
            record(workbook({"Datos": [HEADER]}, parts={SHEET: bytes(data)}), MAPPING, "list.xlsx")
        except SourceError:
            continue
        read += 1
    assert read > 5
