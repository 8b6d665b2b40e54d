"""Workbooks of Excel made on the spot, part by part, so that a test can make a wrong one too."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts><font/></fonts><fills><fill/></fills><borders><border/></borders>'
    '<cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'
    "</styleSheet>"
)


class Day(NamedTuple):
    """A day as Excel keeps it: a number that is shown as a date."""

    serial: int


class Formula(NamedTuple):
    """A formula with the value that was stored with it, if any."""

    text: str
    value: str | None = None


Value = str | int | float | bool | Day | Formula | None


def workbook(
    sheets: Mapping[str, Sequence[Sequence[Value]]],
    merged: Sequence[str] = (),
    parts: Mapping[str, bytes] | None = None,
) -> bytes:
    """A workbook of these sheets; `merged` are ranges of the first; `parts` are put in, or in the place of others."""
    names = list(sheets)
    found = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"></Types>',
        "_rels/.rels": _relations({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": _workbook_xml(names),
        "xl/_rels/workbook.xml.rels": _relations(
            {f"rId{n}": ("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(names) + 1)}
            | {"rId99": ("styles", "styles.xml")}
        ),
        "xl/styles.xml": _STYLES,
    }
    for number, name in enumerate(names, 1):
        found[f"xl/worksheets/sheet{number}.xml"] = sheet_xml(sheets[name], merged if number == 1 else ())
    written = {name: (_HEAD + text).encode() for name, text in found.items()} | dict(parts or {})
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in written.items():
            package.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _workbook_xml(names: Sequence[str]) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>' for number, name in enumerate(names, 1)
    )
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>'


def _relations(targets: Mapping[str, tuple[str, str]]) -> str:
    said = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{said}</Relationships>'


def sheet_xml(rows: Sequence[Sequence[Value]], merged: Sequence[str] = ()) -> str:
    """The part of a workbook that holds a sheet."""
    said = "".join(
        f'<row r="{number}">{"".join(_cell(value, f"{chr(64 + at)}{number}") for at, value in enumerate(row, 1))}</row>'
        for number, row in enumerate(rows, 1)
    )
    ranges = "".join(f'<mergeCell ref="{one}"/>' for one in merged)
    cells = f'<mergeCells count="{len(merged)}">{ranges}</mergeCells>' if merged else ""
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{said}</sheetData>{cells}</worksheet>'


def _cell(value: Value, place: str) -> str:
    match value:
        case None:
            return ""
        case Day(serial):
            return f'<c r="{place}" s="1"><v>{serial}</v></c>'
        case Formula(text, stored):
            if stored is None:
                return f'<c r="{place}"><f>{escape(text)}</f></c>'
            return f'<c r="{place}" t="str"><f>{escape(text)}</f><v>{escape(stored)}</v></c>'
        case bool():
            return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
        case str():
            return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
        case _:
            return f'<c r="{place}"><v>{value}</v></c>'
