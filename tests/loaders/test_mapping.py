"""Mappings: what is wrong in one is told with its key."""

import pytest

from rochdale.errors import SourceError
from rochdale.loaders.tables.mapping import FIELDS, read_mapping
from rochdale.loaders.vocabulary import vocabulary
from tests.loaders.tabling import record

WORDS = vocabulary()
TITLE = 'title = "{Name}"\n'
TABLE = "Name,Country\nBakers,Peru\n"


def told(mapping: str | bytes) -> str:
    """What is said of a mapping for a table with the columns Name and Country."""
    with pytest.raises(SourceError) as caught:
        record(TABLE, mapping.decode("latin-1") if isinstance(mapping, bytes) else mapping)
    assert caught.value.source == "list.toml"
    assert "\n" not in caught.value.reason
    return caught.value.reason


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ("", "title: is missing; say which column names the items"),
        ("title = 3", "title: 3 is not text in quotation marks"),
        ('title = ""', "title: is empty"),
        ('title = "List"', "title: 'List' names no column"),
        (TITLE + "[columns", "is not TOML: "),
        (TITLE + 'title = "{Name}"', "is not TOML: Cannot overwrite a value"),
        (TITLE + "colums = 1", "colums: there is no such key, perhaps columns; the keys are always, columns, "),
        (TITLE + "columns = 1", "columns: is no table; write [columns]"),
        (
            TITLE + '[columns]\nCountry = "contry"',
            "columns.\"Country\".field: there is no field 'contry', perhaps country; the fields are title",
        ),
        (TITLE + "[columns]\nCountry = 7", 'columns."Country": 7 is neither a field nor a table'),
        (
            TITLE + '[columns]\nCountry = { field = "country", seperator = ";" }',
            'columns."Country".seperator: there is no such key, perhaps separator',
        ),
        (
            TITLE + '[columns]\nLand = "country"',
            'columns."Land": list.csv has no column "Land"; it has "Name", "Country"',
        ),
        ('title = "{Nam}"', 'title: list.csv has no column "Nam", perhaps "Name"; it has "Name", "Country"'),
        (
            TITLE + '[columns]\nName = { field = "organisation", role = "boss" }',
            "columns.\"Name\".role: there is no role 'boss'; there are donor, ",
        ),
        (
            TITLE + '[columns]\nName = { field = "project", role = "donor" }',
            'columns."Name".role: only what the field organisation names has a role',
        ),
        (
            TITLE + '[columns]\nName = { field = "organisation", kind = "zebra" }',
            "columns.\"Name\".kind: there is no kind 'zebra'",
        ),
        (
            TITLE + '[columns]\nName = ["donor", "partner"]',
            'columns."Name": one column names organisations or projects once, in one role',
        ),
        (
            TITLE + '[columns]\nName = "acronym"',
            'columns."Name".of: is missing; say which column names what has this acronym',
        ),
        (
            TITLE + '[columns]\nCountry = { field = "kind", of = "Name" }',
            'columns."Country".of: "Name" is no column that names organisations or projects (no column does)',
        ),
        (
            TITLE + '[columns]\nName = "project"\nCountry = { field = "role", of = "Name" }',
            'columns."Country".of: only organisations have roles',
        ),
        (
            TITLE + '[columns]\nName = "organisation"\nCountry = { field = "theme", of = "Name" }',
            'columns."Country".of: the field theme describes nothing',
        ),
        (
            TITLE + '[columns]\nCountry = { field = "country", text = true }',
            'columns."Country".text: is true or false, and only for summary, text, title',
        ),
        (
            TITLE + '[columns]\nCountry = { field = "url", separator = ";" }',
            'columns."Country".separator: a cell holds one url',
        ),
        (
            TITLE + '[columns]\nCountry = { field = "country", values = { "1" = 2 } }',
            'columns."Country".values: is no table of texts',
        ),
        (
            TITLE
            + '[columns]\nName = "organisation"\nCountry = { field = "role", of = "Name", values = { "1" = "x" } }',
            'columns."Country".values."1": there is no role \'x\'',
        ),
        (TITLE + '[columns]\nName = "title"', 'title: the title is that of column "Name" already'),
        (TITLE + '[columns]\nName = "url"\nCountry = "url"', 'columns."Country": the url is that of "Name" already'),
        (TITLE + '[columns]\n" " = "country"', 'columns." ": this is no name of a column'),
        (TITLE + '[always]\nBody = "organisation"', "always.\"Body\": 'organisation' is neither a field nor a table"),
        (
            TITLE + '[always]\nBody = { field = "organisation" }',
            'always."Body".value: is missing; say what all rows have',
        ),
        (TITLE + 'type = "zebra"', "type: there is no type 'zebra'; there are article, "),
        (TITLE + 'series = "Zebra letters"', "series: ontology/series.ttl lists no series 'Zebra letters'"),
        (TITLE + 'language = "xx"', "language: 'xx' is none of en, fr, es"),
        (TITLE + 'dates = "dmy"', "dates: 'dmy' is none of YMD, DMY, MDY, serial"),
        (TITLE + 'encoding = "latin-99"', "encoding: 'latin-99' is no encoding that is known"),
        (TITLE + 'encoding = "zlib_codec"', "encoding: 'zlib_codec' is no encoding that is known"),
        (TITLE + 'delimiter = ";;"', "delimiter: ';;' is not one character"),
        (TITLE + "header = 0", "header: 0 is no number of a row, from 1"),
        (TITLE + "header = true", "header: True is no number of a row"),
        (TITLE + "sheet = 3", "sheet: 3 is neither text nor a list of texts"),
        (TITLE + "[partnerships]", "partnerships: is no list; write [[partnerships]]"),
        (TITLE + "[[partnerships]]", "partnerships.1.relation: is missing; there are co-organise, fund, "),
        (TITLE + '[[partnerships]]\nrelation = "pays"', "partnerships.1.relation: there is no relation 'pays'"),
        (TITLE + '[[partnerships]]\nrelation = "fund"', "partnerships.1: say which organisations: from and to"),
        (
            TITLE + '[[partnerships]]\nrelation = "partner"',
            "partnerships.1: say which organisations: between, or from and to",
        ),
        (
            TITLE + '[[partnerships]]\nrelation = "fund"\nbetween = "donor"',
            "partnerships.1: between is for relations without a direction",
        ),
        (
            TITLE + '[[partnerships]]\nrelation = "fund"\nfrom = "donor"\nto = "Name"',
            'partnerships.1.to: "Name" is neither a column of organisations () nor a role',
        ),
        ("a = " + "[" * 5_000, "is not TOML: "),
    ],
)
def test_a_wrong_mapping_is_told_by_its_key(mapping: str, said: str) -> None:
    assert told(mapping).startswith(said)


def test_a_mapping_is_utf_8() -> None:
    with pytest.raises(SourceError, match=r"list.toml: byte 10 is not UTF-8; save the mapping as UTF-8"):
        read_mapping("list.toml", b'title = "{\xe9}"', WORDS)
    assert read_mapping("list.toml", '\ufefftitle = "{É}"\r\n'.encode(), WORDS).columns == ("É",)


def test_a_mapping_has_a_size() -> None:
    with pytest.raises(SourceError, match="at most 1,048,576 bytes"):
        read_mapping("list.toml", b"#" * (1024 * 1024 + 1), WORDS)


def test_a_column_may_have_several_uses() -> None:
    mapping = TITLE + '[columns]\nName = "member"\nCountry = ["country", { field = "country", of = "Name" }]'
    found = read_mapping("list.toml", mapping.encode(), WORDS)
    assert [(use.column, use.field, use.of, use.role) for use in found.uses] == [
        ("Name", "organisation", "", "member"),
        ("Country", "country", "", ""),
        ("Country", "country", "Name", ""),
    ]
    assert found.columns == ("Name", "Country")


def test_a_series_brings_its_type() -> None:
    found = read_mapping("list.toml", (TITLE + 'series = "Policy brief"').encode(), WORDS)
    assert (found.type, found.series.partition("/")[0]) == ("publication", "series")


def test_roles_are_no_fields_of_other_names() -> None:
    assert {thing.slug for thing in WORDS.of("role")}.isdisjoint(FIELDS)
