"""Archives among the sources: found in folders, read as a stream, told in the tally and on the bar."""

import gzip
from pathlib import Path

import pytest

from rochdale.graph.build import build
from rochdale.loaders import sources
from rochdale.loaders.document import Capture
from rochdale.loaders.items import Record
from rochdale.loaders.pipeline import Tally, harvest, stream, survey
from tests.conftest import Cli
from tests.loaders.archives.making import MILL, OVEN, captures_of, packed, pages, record, response, tarred, zipped

PAGE = b"The ILO trains bakers in Kenya\n\nNews | 12 May 2022\n\nThe ILO and the FAO trained bakers of the valley.\n"
URL = "https://example.org/oven"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an archive of each kind, and what is none."""
    (tmp_path / "a.warc.gz").write_bytes(packed(response(URL, PAGE), record(URL, b"", {"WARC-Type": "revisit"})))
    (tmp_path / "b.zip").write_bytes(zipped(("sub/oven.txt", OVEN), ("page.txt", PAGE), ("a.png", b"\x89PNG\r\n")))
    (tmp_path / "c.tar.gz").write_bytes(tarred(("mill.txt", MILL), mode="w:gz"))
    (tmp_path / "d.txt.gz").write_bytes(gzip.compress(OVEN + MILL, mtime=0))
    (tmp_path / "e.png").write_bytes(b"\x89PNG\r\n")
    return tmp_path


def test_archives_in_a_folder_are_read(folder: Path) -> None:
    names = [name.removeprefix(f"{folder}/") for name in pages(captures_of(folder))]
    assert names == [f"a.warc.gz@0 {URL}", "b.zip/sub/oven.txt", "b.zip/page.txt", "c.tar.gz/mill.txt", "d.txt.gz"]


def test_the_tally_counts_what_archives_hold_besides(folder: Path) -> None:
    found = harvest([folder], jobs=1)
    assert [r.slug for r in found.records] == ["oven", "oven", "mill", "d"]
    assert (found.tally.repeated, found.tally.passed_over, found.unread) == (2, 2, [])


def test_address_and_time_of_a_capture_come_into_the_graph(folder: Path) -> None:
    built = build([folder / "a.warc.gz"], folder / "kg", jobs=1)
    graph = (built.folder / "graph.nt").read_text(encoding="utf-8")
    assert f"<https://schema.org/url> <{URL}>" in graph
    assert '"2022-05-12T08:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>' in graph
    assert built.quarantine == []


def test_a_time_that_does_not_exist_is_quarantined_and_the_page_stays(tmp_path: Path) -> None:
    data = response(URL, PAGE).replace(b"2022-05-12T", b"2022-02-31T")
    (tmp_path / "a.warc").write_bytes(data)
    built = build([tmp_path / "a.warc"], tmp_path / "kg", jobs=1)
    assert built.report.items == 1
    assert [fault.field for fault in built.quarantine] == ["generatedAtTime"]


def test_a_page_in_several_processes_is_read_as_in_one(tmp_path: Path) -> None:
    data = packed(*(response(f"https://example.org/{n}", PAGE + str(n).encode()) for n in range(260)))
    (tmp_path / "a.warc.gz").write_bytes(data)
    found = survey([tmp_path])
    one, two = ([o for o in stream(found, Tally(), jobs=jobs) if isinstance(o, Record)] for jobs in (1, 2))
    assert one == two
    assert len(one) == 260


def test_a_page_that_is_served_otherwise_is_read_anew(tmp_path: Path) -> None:
    said = "Café au marché".encode("latin-1")
    cache = tmp_path / "cache"
    titles = []
    for charset in ("iso-8859-1", "iso-8859-7"):
        (tmp_path / "a.warc").write_bytes(response(URL, said, f"text/plain; charset={charset}"))
        found = harvest([tmp_path / "a.warc"], jobs=1, cache=cache)
        titles.append(found.records[0].items[0].title)
    assert titles == ["Café au marché", "Cafι au marchι"]


def test_only_the_entry_at_hand_is_held(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(packed(*(response(f"https://example.org/{n}", OVEN * 5000) for n in range(40))))
    (place,) = sources.find([path])
    assert isinstance(place, sources.Place)
    places: list[int] = []
    for found in sources.captures(place, places.append):
        assert isinstance(found, Capture)
    assert places == sorted(places)
    assert len(places) == 40
    assert places[-1] == place.size


def test_the_bar_moves_within_an_archive(tmp_path: Path) -> None:
    pages = [response(f"https://example.org/{n}", b"%d %s" % (n, PAGE)) for n in range(3000)]
    (tmp_path / "a.warc").write_bytes(b"".join(pages))
    told: list[tuple[int, int]] = []
    sink = stream(survey([tmp_path]), Tally(), jobs=1, progress=lambda done, total: told.append((done, total)))
    for _ in zip(range(3000), sink, strict=False):
        if len(told) > 3:
            break
    size = (tmp_path / "a.warc").stat().st_size
    assert {total for _, total in told} == {size}
    assert 0 < told[0][0] < told[1][0] < size


def test_the_bar_ends_at_its_end_and_is_not_told_each_page(tmp_path: Path) -> None:
    for n in range(30):
        (tmp_path / f"{n}.txt").write_bytes(PAGE + str(n).encode())
    told: list[tuple[int, int]] = []
    list(stream(survey([tmp_path]), Tally(), jobs=1, progress=lambda done, total: told.append((done, total))))
    assert told[-1][0] == told[-1][1]
    assert len(told) <= 30


def test_what_is_broken_in_an_archive_is_told_and_the_rest_is_built(tmp_path: Path, cli: Cli) -> None:
    whole = [response(f"https://example.org/{n}", PAGE + str(n).encode()) for n in range(3)]
    (tmp_path / "a.warc").write_bytes(whole[0] + b"garbage" * 9 + whole[1] + whole[2][:-60])
    said = cli("build", tmp_path / "a.warc", "--out", tmp_path / "kg", "--jobs", "1")
    assert said.code == 1
    assert "2 documents" in said.out
    assert f"a.warc@{len(whole[0] + whole[1]) + 63} https://example.org/2: the record is damaged" in said.out
    assert "a.warc@0: the file is damaged in or behind this record" in said.out
