import csv
import errno
import io
import json
import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import msgspec
import pyoxigraph as ox
import pytest

import rochdale
from rochdale.graph import gate
from rochdale.graph.build import QUARANTINE, build
from rochdale.graph.store import open_store
from rochdale.loaders.items import Record
from rochdale.loaders.readers.capture import MAX_BYTES
from tests.conftest import PAGES, ROOT, Cli, Said

PAGE = "Weavers meet in Tunis\n\n4 May 2022\n\nThe ILO met weavers in Tunisia.\n"
COMMANDS = ["build", "extract", "evaluate", "check", "query", "explain", "review"]


@pytest.fixture
def kg(tmp_path: Path) -> Path:
    """Where a graph may go."""
    return tmp_path / "kg"


@pytest.fixture
def page(tmp_path: Path) -> Callable[[str | bytes], Path]:
    """Write a page to a file."""

    def write(text: str | bytes) -> Path:
        path = tmp_path / "page.txt"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


@pytest.fixture
def read(cli: Cli, page: Callable[[str | bytes], Path]) -> Callable[[str | bytes], Record]:
    """Extract the record of a page that is nothing to complain of."""

    def extract(text: str | bytes) -> Record:
        said = cli("extract", "--mentions", "--no-cache", page(text))
        assert (said.code, said.err) == (0, "")
        return msgspec.json.decode(said.out, type=Record)

    return extract


def is_told(said: Said, *words: str) -> None:
    """It ended with 1 and said why in one line, with these words in it."""
    assert said.code == 1
    assert said.err.startswith("rochdale: ")
    assert said.err.count("\n") == 1
    assert said.err.endswith("\n")
    assert "Traceback" not in said.err
    for word in words:
        assert word in said.err


def out(command: str, folder: Path) -> list[str]:
    """The words that tell where to write, for the one command that writes."""
    return ["--out", str(folder)] if command == "build" else []


def quarantine(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / QUARANTINE).read_bytes().splitlines()]


# -- help and codes ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_tells_its_use(cli: Cli, command: str) -> None:
    said = cli(command, "--help")
    assert said.code == 0
    assert said.out.startswith(f"usage: rochdale {command} ")
    assert f"\n  rochdale {command} " in said.out
    assert said.err == ""


def test_the_help_lists_every_command(cli: Cli) -> None:
    said = cli("--help")
    assert said.code == 0
    assert all(f"\n    {command} " in said.out for command in COMMANDS)


def test_the_version_is_that_of_the_package(cli: Cli) -> None:
    assert cli("--version") == Said(0, f"rochdale {rochdale.__version__}\n", "")


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["bulid"],
        ["build"],
        ["build", "pages"],
        ["build", "--out", "kg"],
        ["build", "pages", "--out", "kg", "--jobs", "0"],
        ["build", "pages", "--out", "kg", "--jobs", "-1"],
        ["build", "pages", "--out", "kg", "--jobs", "many"],
        ["build", "pages", "--out", "kg", "--speed", "high"],
        ["query", "kg", "size", "--format", "pdf"],
        ["query", "kg", "size", "--limit", "0"],
        ["explain", "kg"],
    ],
    ids=" ".join,
)
def test_a_command_that_is_not_understood_ends_with_2(cli: Cli, words: list[str]) -> None:
    said = cli(*words)
    assert said.code == 2
    assert said.err.startswith("usage: rochdale")
    assert said.out == ""


def test_a_number_that_is_none_is_called_so(cli: Cli) -> None:
    said = cli("build", "pages", "--out", "kg", "--jobs", "many")
    assert said.err.endswith("argument --jobs: 'many' is no whole number from 1\n")


def test_all_well_ends_with_0_and_only_tells_what_was_done(
    cli: Cli, page: Callable[[str | bytes], Path], kg: Path
) -> None:
    said = cli("build", page(PAGE), "--out", kg)
    assert (said.code, said.err) == (0, "")
    assert [line.split()[0] for line in said.out.splitlines() if line[0] != " "] == [
        "read",
        "linked",
        "refused",
        "wrote",
    ]


# -- sources that cannot be read -----------------------------------------------------------------------------------

LATIN = "Une coopérative de café\n\nLe café est bon.\n".encode("latin-1")
UNREADABLE = {
    "empty": (b"", "the file is empty"),
    "blank": (b" \n\t\n\r\n", "the file is empty"),
    "mark alone": (b"\xef\xbb\xbf", "the file is empty"),
    "binary": (bytes(range(256)) * 20, "this is a binary file"),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR\0\0\1\0\0\0\1\0\x08\6\0\0\0" * 9, "this is a binary file"),
    "Latin-1": (LATIN, "byte 0xE9 at 8 is not UTF-8"),
    "Latin-1 behind a mark": (b"\xef\xbb\xbf" + LATIN, "byte 0xE9 at 11 is not UTF-8"),
    "half a character": (PAGE.encode() + "é".encode()[:1], f"byte 0xC3 at {len(PAGE)} is not UTF-8"),
    "half a surrogate": (b"Weavers \xed\xa0\x80 meet\n", "byte 0xED at 8 is not UTF-8"),
    "UTF-16 cut short": (PAGE.encode("utf-16")[:-1], "is not UTF-16"),
    "UTF-16 without a mark": (PAGE.encode("utf-16-le"), "this is a binary file"),
    "UTF-32": (PAGE.encode("utf-32"), "this is a binary file"),
    "HTML without text": (b"<!DOCTYPE html>\n<html><title>Weavers</title></html>\n", "the page shows no text"),
}


@pytest.mark.parametrize(("data", "reason"), UNREADABLE.values(), ids=UNREADABLE)
@pytest.mark.parametrize("command", ["build", "extract"])
def test_a_file_that_is_no_capture_is_told_with_its_reason(
    cli: Cli, page: Callable[[str | bytes], Path], kg: Path, command: str, data: bytes, reason: str
) -> None:
    path = page(data)
    said = cli(command, path, *out(command, kg))
    is_told(said, f"{path}: ", reason)
    assert said.out == ""
    assert not kg.exists()


@pytest.mark.parametrize("command", ["build", "extract", "evaluate"])
@pytest.mark.parametrize("name", ["missing.txt", "m" * 300, "no/such/folder", "line\nbreak"])
def test_a_source_that_is_not_there_is_told(cli: Cli, tmp_path: Path, kg: Path, command: str, name: str) -> None:
    gold = [PAGES / "expected.jsonl"] if command == "evaluate" else []
    said = cli(command, *gold, tmp_path / name, *out(command, kg))
    is_told(said, name.replace("\n", "\N{REPLACEMENT CHARACTER}"))


def test_a_file_of_fifty_megabytes_is_refused_at_once(cli: Cli, tmp_path: Path, kg: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.write(PAGE.encode())
        file.truncate(50 * 2**20)
    began = time.perf_counter()
    said = cli("build", path, "--out", kg)
    assert time.perf_counter() - began < 5
    is_told(said, f"more than one page holds (at most {MAX_BYTES:,} bytes)")


def test_a_file_of_the_largest_size_is_read(read: Callable[[str | bytes], Record]) -> None:
    text = PAGE.encode()
    assert read(text + b"\n" * (MAX_BYTES - len(text))).items[0].title == "Weavers meet in Tunis"


def test_a_folder_without_pages_is_told(cli: Cli, tmp_path: Path, kg: Path) -> None:
    (tmp_path / "notes.md").write_text(PAGE)
    (tmp_path / ".hidden.txt").write_text(PAGE)
    is_told(cli("build", tmp_path, "--out", kg), "no pages were found", ".txt")


def test_a_folder_that_cannot_be_read_is_told_and_the_others_are_read(
    cli: Cli, tmp_path: Path, kg: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "open").mkdir()
    (tmp_path / "open" / "page.txt").write_text(PAGE)
    listed = Path.iterdir

    def guarded(self: Path) -> object:
        if self.name == "closed":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self))
        return listed(self)

    monkeypatch.setattr(Path, "iterdir", guarded)
    said = cli("extract", tmp_path)
    is_told(said, f"{tmp_path / 'closed'}: ", "Permission denied")
    assert said.out.count("\n") == 1


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="everything can be read by root")
@pytest.mark.parametrize("mode", [0o000, 0o400])
def test_a_folder_without_permission_is_told(cli: Cli, tmp_path: Path, mode: int) -> None:
    folder = tmp_path / "closed"
    folder.mkdir()
    (folder / "page.txt").write_text(PAGE)
    folder.chmod(mode)
    try:
        for path in (folder, folder / "page.txt"):
            is_told(cli("extract", path), "Permission denied")
    finally:
        folder.chmod(0o700)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
@pytest.mark.parametrize("named_itself", [True, False])
def test_a_pipe_with_a_name_is_not_waited_for(cli: Cli, tmp_path: Path, named_itself: bool) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    is_told(cli("extract", pipe if named_itself else tmp_path), f"{pipe}: this is no regular file")


def test_links_that_go_round_come_to_an_end(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE)
    (tmp_path / "round").symlink_to(tmp_path)
    (tmp_path / "itself.txt").symlink_to(tmp_path / "itself.txt")
    said = cli("extract", tmp_path)
    is_told(said, str(tmp_path / "itself.txt"))
    assert said.out.count("\n") == 1


def test_a_link_to_a_page_is_read(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text(PAGE)
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "link.txt").symlink_to(tmp_path / "elsewhere")
    said = cli("extract", tmp_path / "pages")
    assert (said.code, json.loads(said.out)["slug"]) == (0, "link")


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are text here")
def test_a_name_that_is_no_text_is_shown_with_a_sign_in_its_place(cli: Cli, tmp_path: Path, kg: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    path.write_text(PAGE.replace("4 May", "31 June"))
    for words in (["--no-cache"], [], []):
        said = cli("build", path, "--out", kg, *words)
        assert said.code == 0
        assert "/caf\N{REPLACEMENT CHARACTER}.txt:3: " in said.out
    assert ox.Literal("caf\N{REPLACEMENT CHARACTER}") in {q.object for q in open_store(kg)}


def test_weaker_readings_are_stated_on_request(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text("Notes from the valley\n\n4 May 2022\n\nThe ILO and the ICA whitewash the oven.\n")
    for words, number in (([], 0), (["--recall"], 1)):
        said = cli("extract", path, *words)
        assert (said.code, said.err) == (0, "")
        assert len(json.loads(said.out)["items"][0]["partnerships"]) == number


def test_one_bad_file_among_good_ones_is_left_out_and_told(cli: Cli, tmp_path: Path, kg: Path) -> None:
    (tmp_path / "good.txt").write_text(PAGE)
    (tmp_path / "latin.txt").write_bytes(LATIN)
    said = cli("build", tmp_path, "--out", kg)
    assert (said.code, said.err) == (1, "")
    assert f"{tmp_path / 'latin.txt'}: byte 0xE9" in said.out
    assert [fault["source"] for fault in quarantine(kg)] == [str(tmp_path / "latin.txt")]
    assert len(list(open_store(kg))) > 100


def test_of_many_faults_the_first_are_shown_and_the_rest_counted(cli: Cli, tmp_path: Path, kg: Path) -> None:
    (tmp_path / "good.txt").write_text(PAGE)
    for n in range(8):
        (tmp_path / f"bad{n}.txt").write_bytes(LATIN + bytes([n + 65]))
    said = cli("build", tmp_path, "--out", kg)
    assert said.out.count("is not UTF-8") == 5
    assert f"and 3 more in {kg / QUARANTINE}" in said.out
    assert len(quarantine(kg)) == 8


# -- pages with something odd ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_marked_utf_16_is_read_as_utf_8_is(read: Callable[[str | bytes], Record], encoding: str) -> None:
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    item = read(mark + PAGE.replace("Tunis\n", "Tūnis 🧵\n").encode(encoding)).items[0]
    assert (item.title, item.date) == ("Weavers meet in Tūnis 🧵", "2022-05-04")


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\n\u2029"])
def test_lines_may_end_as_they_do_elsewhere(read: Callable[[str | bytes], Record], end: str) -> None:
    item = read(PAGE.replace("\n", end)).items[0]
    assert (item.title, item.date) == ("Weavers meet in Tunis", "2022-05-04")


def test_a_date_that_does_not_exist_is_quarantined_and_the_item_stays_undated(
    cli: Cli, page: Callable[[str | bytes], Path], kg: Path
) -> None:
    path = page(PAGE.replace("4 May 2022", "31 June 2021"))
    said = cli("build", path, "--out", kg)
    assert (said.code, said.err) == (0, "")
    assert f"{path}:3: the date '31 June 2021' does not exist" in said.out
    assert quarantine(kg) == [
        {
            "source": str(path),
            "line": 3,
            "field": "date",
            "words": "31 June 2021",
            "reason": "the date '31 June 2021' does not exist",
        }
    ]
    answer = json.loads(cli("query", kg, "recent-items", "--format", "json").out)
    assert answer["results"]["bindings"] == []
    assert "Weavers meet in Tunis" in cli("query", kg, "items-of-country", "--param", "country=Tunisia").out


@pytest.mark.parametrize("text", ["4 May 2022\n\n5 May 2022\n", "---\n\n***\n", "…\n", "🤝\n"])
def test_a_page_without_a_title_is_left_out_and_told(
    cli: Cli, page: Callable[[str | bytes], Path], kg: Path, text: str
) -> None:
    said = cli("build", page(text), "--out", kg)
    assert (said.code, said.err) == (0, "")
    (fault,) = quarantine(kg)
    assert (fault["line"], fault["field"]) == (1, "title")
    assert "no line of the page can be a title" in said.out


def test_a_listing_cut_in_mid_word_keeps_what_is_whole(read: Callable[[str | bytes], Record]) -> None:
    text = "Latest from the valley\n\n  1. News\n\n    Weavers meet in Tunis\n\n    4 May 2022\n\n  2. News\n\n"
    items = read(text + "    Bakers of Kenya and Tunisia meet again for a third ti").items
    assert [(item.title, item.date, item.cut) for item in items[1:]] == [
        ("Weavers meet in Tunis", "2022-05-04", False),
        ("Bakers of Kenya and Tunisia meet again for a third ti", "", True),
    ]


def test_control_characters_become_spaces(read: Callable[[str | bytes], Record]) -> None:
    item = read(
        "Weavers\x00meet\x1b[31m in\x07 Tunis\x9b\n\n4 May 2022\n\nThe ILO\x0bmet\x7fweavers." + " They wove." * 40
    ).items[0]
    assert (item.title, item.date) == ("Weavers meet [31m in Tunis", "2022-05-04")
    assert {mention.key for mention in item.mentions} >= {"organisation/ilo"}


ODD_TITLES = [
    'The "weavers\' union" of ‘Tunis’ meets',
    "Weavers {of Tunis} [meet] <again> | `now` ^ \\ back",
    'Weavers """ meet \'\'\' in Tunis \\" again',
    "تعاونية النساجين في تونس",
    "🤝 Weavers 👩🏽‍🌾 meet 🎉",
    "%s {0} $HOME ${HOME} Weavers",
]


@pytest.mark.parametrize("title", ODD_TITLES)
def test_an_odd_title_goes_through_unharmed(
    cli: Cli, page: Callable[[str | bytes], Path], kg: Path, title: str
) -> None:
    said = cli("build", page(PAGE.replace("Weavers meet in Tunis", title)), "--out", kg)
    assert (said.code, said.err) == (0, "")
    assert "0 statements" in said.out
    items = cli("query", kg, "items-of-country", "--param", "country=TUN", "--format", "json")
    (row,) = json.loads(items.out)["results"]["bindings"]
    assert row["title"]["value"] == title
    assert title.replace("\N{ZERO WIDTH JOINER}", " ") in cli("explain", kg, title).out
    assert title in {q.object.value for q in ox.parse(path=kg / "graph.ttl") if isinstance(q.object, ox.Literal)}


def test_two_files_with_equal_content_are_one_document(cli: Cli, tmp_path: Path, kg: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.txt").write_text(PAGE)
    said = cli("build", tmp_path / "b.txt", tmp_path / "a.txt", "--out", kg, "--no-cache")
    assert said.code == 0
    assert said.out.startswith("read     1 document (1 extracted, 1 repeated file)\n")
    assert '"a"' in (kg / "graph.nt").read_text(encoding="utf-8")


def test_a_word_of_a_megabyte_does_no_harm(cli: Cli, page: Callable[[str | bytes], Path]) -> None:
    began = time.perf_counter()
    assert cli("extract", "--no-cache", page("x" * 1_000_000)).code == 0
    assert time.perf_counter() - began < 20


def test_nothing_is_said_of_progress_where_the_output_is_no_terminal(cli: Cli, tmp_path: Path, kg: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(f"{PAGE}\n{name}\n")
    said = cli("build", tmp_path, "--out", kg)
    assert (said.code, said.err) == (0, "")
    assert "\r" not in said.out
    assert "\x1b" not in said.out


def test_a_second_build_extracts_nothing_and_says_so(
    cli: Cli, page: Callable[[str | bytes], Path], kg: Path, tmp_path: Path
) -> None:
    words = ("build", page(PAGE), "--out", kg, "--cache", tmp_path / "records.sqlite")
    assert cli(*words).out.startswith("read     1 document (1 extracted)\n")
    assert cli(*words).out.startswith("read     1 document (0 extracted, 1 unchanged since last read)\n")


def test_a_cache_that_cannot_be_used_is_told_and_does_no_harm(
    cli: Cli, page: Callable[[str | bytes], Path], kg: Path, tmp_path: Path
) -> None:
    said = cli("build", page(PAGE), "--out", kg, "--cache", tmp_path)
    assert said.code == 0
    assert said.err == f"rochdale: the cache {tmp_path} is left aside: unable to open database file\n"


# -- where a graph cannot go -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["page.txt", "", "k" * 300, "page.txt/kg"])
def test_a_place_where_no_graph_can_go_is_told(
    cli: Cli, page: Callable[[str | bytes], Path], tmp_path: Path, name: str
) -> None:
    path = page(PAGE)
    is_told(cli("build", path, "--out", tmp_path / name), name)
    assert path.read_text() == PAGE
    assert list(tmp_path.iterdir()) == [path]


# -- evaluate and check ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("gold", ["[]", "{", '{"slug": ""}', "\xff"])
def test_gold_that_is_none_is_told_with_its_line(cli: Cli, tmp_path: Path, gold: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(b"\n" + gold.encode("latin-1"))
    is_told(cli("evaluate", path, PAGES), f"{path}:2: ")


def test_what_cannot_be_read_is_told_below_the_scores(cli: Cli, tmp_path: Path) -> None:
    said = cli("evaluate", PAGES / "expected.jsonl", PAGES / "fr-listing-news.txt", tmp_path / "missing")
    is_told(said, "there is no such file")
    assert "precision" in said.out


def test_a_built_graph_conforms(cli: Cli, sample_graph: Path) -> None:
    assert cli("check", sample_graph) == Said(0, f"{sample_graph}: conforms\n", "")


def test_what_breaks_a_shape_is_told_and_ends_with_1(cli: Cli, tmp_path: Path) -> None:
    bad = tmp_path / "bad.ttl"
    bad.write_text(
        "@prefix sse: <https://w3id.org/rochdale/ontology#> .\n"
        "<https://w3id.org/rochdale/organisation/x> a sse:Organisation .\n"
    )
    said = cli("check", bad)
    assert (said.code, said.err) == (1, "")
    assert f"{bad}: <https://w3id.org/rochdale/organisation/x>: " in said.out


@pytest.mark.parametrize("text", ["<a> <b", "\0", "<a> <b> <c>", "no Turtle"])
def test_a_file_that_is_no_turtle_is_told(cli: Cli, tmp_path: Path, text: str) -> None:
    path = tmp_path / "bad.ttl"
    path.write_text(text)
    is_told(cli("check", path), str(path))


@pytest.mark.parametrize("name", ["missing", "empty"])
def test_a_graph_that_is_none_cannot_be_checked(cli: Cli, tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    is_told(cli("check", tmp_path / name), name)


# -- query -----------------------------------------------------------------------------------------------------------

SELECT = "SELECT ?s ?p ?o { ?s a sse:Item ; ?p ?o } LIMIT 50"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } { ?s a sse:Item ; ?p ?o }"


def test_the_catalogue_is_listed(cli: Cli, sample_graph: Path) -> None:
    said = cli("query", sample_graph)
    assert (said.code, said.err) == (0, "")
    assert "\npartners " in said.out
    assert cli("query").out == said.out


def test_an_answer_is_csv_that_can_be_read(cli: Cli, sample_graph: Path) -> None:
    said = cli("query", sample_graph, SELECT, "--format", "csv")
    table = list(csv.reader(io.StringIO(said.out, newline="")))
    assert table[0] == ["s", "p", "o"]
    assert len(table) == 51
    assert {len(row) for row in table} == {3}


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("tsv", ox.QueryResultsFormat.TSV),
        ("json", ox.QueryResultsFormat.JSON),
        ("xml", ox.QueryResultsFormat.XML),
    ],
)
@pytest.mark.parametrize("sparql", [SELECT, "SELECT ?s { ?s a sse:Nothing }"])
def test_an_answer_can_be_read_in_every_format(
    cli: Cli, sample_graph: Path, sparql: str, name: str, form: ox.QueryResultsFormat
) -> None:
    said = cli("query", sample_graph, sparql, "--format", name)
    found = ox.parse_query_results(said.out.encode(), form)
    assert isinstance(found, ox.QuerySolutions)
    assert len(list(found)) == (50 if sparql == SELECT else 0)


@pytest.mark.parametrize(("name", "said"), [("table", "yes\n"), ("csv", "true"), ("json", "true"), ("xml", "true")])
def test_yes_or_no_can_be_told_in_every_format(cli: Cli, sample_graph: Path, name: str, said: str) -> None:
    assert said in cli("query", sample_graph, "ASK { ?s a sse:Item }", "--format", name).out


def test_xml_and_json_are_what_they_are_called(cli: Cli, sample_graph: Path) -> None:
    ET.fromstring(cli("query", sample_graph, SELECT, "--format", "xml").out)  # noqa: S314
    assert json.loads(cli("query", sample_graph, SELECT, "--format", "json").out)["head"]["vars"] == ["s", "p", "o"]


@pytest.mark.parametrize(("name", "form"), [("turtle", ox.RdfFormat.TURTLE), ("nt", ox.RdfFormat.N_TRIPLES)])
def test_triples_can_be_read_in_every_format(cli: Cli, sample_graph: Path, name: str, form: ox.RdfFormat) -> None:
    said = cli("query", sample_graph, CONSTRUCT, "--format", name)
    found = set(ox.parse(said.out.encode(), form))
    expected = open_store(sample_graph).query(CONSTRUCT, prefixes={"sse": "https://w3id.org/rochdale/ontology#"})
    assert isinstance(expected, ox.QueryTriples)
    assert {quad.triple for quad in found} == set(expected)


def test_rows_are_no_more_than_asked_for(cli: Cli, sample_graph: Path) -> None:
    said = cli("query", sample_graph, "recent-items", "--limit", "3", "--format", "csv")
    assert len(said.out.splitlines()) == 4
    assert "there are more" in cli("query", sample_graph, "recent-items", "--limit", "3").out


QUESTIONS = {
    "unknown": (["partnesr"], "partners"),
    "unknown file": (["mine.rq"], "mine.rq"),
    "no parameter": (["partners"], "organisation must be given"),
    "no value": (["partners", "--param", "organisation"], "NAME=VALUE"),
    "another parameter": (["partners", "--param", "organization=ILO"], "organization"),
    "unknown thing": (["partners", "--param", "organisation=ILOO"], "ILOO"),
    "no SPARQL": (["SELECT * { ?s ?p }"], "line 1"),
    "an update": (["DELETE WHERE { ?s ?p ?o }"], "DELETE"),
    "another endpoint": (["SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }"], "SERVICE"),
    "rows as triples": (["size", "--format", "turtle"], "turtle"),
}


@pytest.mark.parametrize(("words", "reason"), QUESTIONS.values(), ids=QUESTIONS)
def test_a_question_that_cannot_be_answered_is_told(
    cli: Cli, sample_graph: Path, words: list[str], reason: str
) -> None:
    said = cli("query", sample_graph, *words)
    is_told(said, reason)
    assert said.out == ""


@pytest.mark.parametrize("words", [["query", "kg", "size"], ["explain", "kg", "ILO"], ["query", "kg"]])
def test_a_graph_that_is_not_there_is_told(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    is_told(cli(*words), "kg: there is no graph here")


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph with nonsense in the files of its store."""
    folder = tmp_path_factory.mktemp("damaged")
    (folder / "page.txt").write_text(PAGE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gate, "sift", lambda lines, passed: lines.rename(passed) and [])
        graph = build([folder / "page.txt"], folder / "kg").folder
    for path in (graph / "store").glob("*.sst"):
        path.write_bytes(b"\xff" * path.stat().st_size)
    return graph


@pytest.mark.parametrize("words", [["query", "size"], ["explain", "ILO"]], ids=lambda words: words[0])
def test_a_damaged_store_is_told(cli: Cli, damaged: Path, words: list[str]) -> None:
    is_told(cli(words[0], damaged, *words[1:]), "the store cannot be", "build the graph again")


# -- explain ---------------------------------------------------------------------------------------------------------


def test_a_thing_is_explained_with_the_sentence_and_its_place(
    cli: Cli, page: Callable[[str | bytes], Path], kg: Path
) -> None:
    cli("build", page(PAGE), "--out", kg)
    said = cli("explain", kg, "ILO", "Tunisia")
    assert (said.code, said.err) == (0, "")
    assert "“The ILO met weavers in Tunisia.”" in said.out
    assert "page:5" in said.out


@pytest.mark.parametrize(
    ("first", "second", "line"),
    [
        ("Government of Flanders", "ILO", "fund →  International Labour Organization  "),
        ("ILO", "Government of Flanders", "fund ←  Government of Flanders  "),
        ("ILO", "International Cooperative Alliance", "co-organise  International Cooperative Alliance  "),
    ],
)
def test_an_arrow_leads_from_who_gives(cli: Cli, sample_graph: Path, first: str, second: str, line: str) -> None:
    assert f"\n{line}<" in cli("explain", sample_graph, first, second).out


@pytest.mark.parametrize(
    ("words", "nearest"),
    [
        (["Tunisi"], "Tunisia (country/TUN)"),
        (["Think.Cop"], "Think.Coop"),
        (["International Labor Organisatio"], "International Labour Organization"),
        (["ILO", "Tunisi"], "Tunisia (country/TUN)"),
    ],
)
def test_for_an_unknown_thing_the_nearest_are_named(
    cli: Cli, sample_graph: Path, words: list[str], nearest: str
) -> None:
    is_told(cli("explain", sample_graph, *words), f"'{words[-1]}'", "nearest", nearest)


def test_a_thing_that_is_like_nothing_is_just_unknown(cli: Cli, sample_graph: Path) -> None:
    is_told(cli("explain", sample_graph, "Qqzzxxyy"), "knows no thing 'Qqzzxxyy'")


@pytest.mark.parametrize("nothing", ["", " ", "\n", "…"])
def test_nothing_is_unknown_too(cli: Cli, sample_graph: Path, nothing: str) -> None:
    said = cli("explain", sample_graph, nothing)
    assert said.code == 1
    assert "knows no thing" in said.err


def test_what_a_page_says_does_not_steer_the_terminal(cli: Cli, page: Callable[[str | bytes], Path], kg: Path) -> None:
    cli("build", page(PAGE.replace("met", "\u202emet\x1b[31m\u2066")), "--out", kg)
    for command, *words in (["explain", "ILO"], ["query", "evidence", "--param", "thing=ILO"], ["check"]):
        said = cli(command, kg, *words)
        assert all(char.isprintable() or char == "\n" for char in said.out + said.err)


# -- the command as others run it ------------------------------------------------------------------------------------


def run(*words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "rochdale.cli", *map(str, words)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize("question", ["SELECT * { ?s ?p ?o }", "size"])
def test_a_reader_that_goes_away_is_no_error(sample_graph: Path, question: str) -> None:
    words = [sys.executable, "-m", "rochdale.cli", "query", str(sample_graph), question, "--format", "csv"]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_an_output_that_takes_no_more_is_told_in_one_line(sample_graph: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "rochdale.cli", "query", str(sample_graph), "size"],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    is_told(Said(done.returncode, "", done.stderr), "No space left on device")


def test_an_output_without_the_letters_is_told_in_one_line(sample_graph: Path) -> None:
    done = run("explain", sample_graph, "Think.Coop", PYTHONIOENCODING="ascii")
    is_told(Said(done.returncode, "", done.stderr), "ascii", "PYTHONIOENCODING=utf-8")


def test_bad_input_leaves_no_traceback(tmp_path: Path) -> None:
    done = run("build", tmp_path / "missing", "--out", tmp_path / "kg")
    is_told(Said(done.returncode, done.stdout, done.stderr), "there is no such file or folder")


def test_a_stop_by_the_keyboard_is_told_in_one_line(cli: Cli, monkeypatch: pytest.MonkeyPatch, kg: Path) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(gate, "sift", stop)
    assert cli("build", PAGES / "fr-listing-news.txt", "--out", kg) == Said(130, "", "rochdale: stopped\n")
    assert not kg.exists()
