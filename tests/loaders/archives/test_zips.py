"""Pages in zip archives: nothing leaves the archive, nothing grows without end, what is broken is named."""

import io
import os
import stat
import struct
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rochdale.errors import SourceError
from rochdale.loaders.readers.archives import entry as limits
from rochdale.loaders.readers.archives import zips
from rochdale.loaders.readers.kinds import most_bytes
from tests.loaders.archives.making import MILL, OVEN, ROAD, errors, pages, read, skipped, tarred, zipped


def test_pages_are_named_by_the_archive_and_their_path() -> None:
    found = read("pages.zip", zipped(("sub/oven.txt", OVEN), ("mill.txt", MILL)))
    assert pages(found) == {"pages.zip/sub/oven.txt": OVEN, "pages.zip/mill.txt": MILL}
    assert [one.slug for one in found if hasattr(one, "slug")] == ["oven", "mill"]


def test_what_is_no_page_is_left_out_as_in_a_folder() -> None:
    found = read(
        "p", zipped(("a.png", b"\x89PNG\r\n\x1a\n"), ("README", OVEN), ("a.csv", b"a,b\n"), ("oven.txt", OVEN))
    )
    assert skipped(found) == ["p/a.png", "p/README", "p/a.csv"]
    assert pages(found) == {"p/oven.txt": OVEN}


def test_folders_and_hidden_entries_do_not_count() -> None:
    assert read("p", zipped(("sub/", b""), (".git/oven.txt", OVEN), ("__MACOSX/oven.txt", OVEN))) == []


def test_a_path_out_of_the_archive_leads_nowhere() -> None:
    found = read("p", zipped(("../../etc/oven.txt", OVEN), ("/mill.txt", MILL), ("a\\..\\road.txt", ROAD)))
    assert pages(found) == {"p/etc/oven.txt": OVEN, "p/mill.txt": MILL, "p/a/road.txt": ROAD}


def test_a_second_entry_of_a_name_is_read_under_a_name_of_its_own() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        data = zipped(("oven.txt", OVEN), ("oven.txt", MILL))
    assert pages(read("p", data)) == {"p/oven.txt": OVEN, "p#2/oven.txt": MILL}


def test_an_archive_in_the_archive_is_refused_by_name() -> None:
    found = read("p", zipped(("more.zip", zipped(("oven.txt", OVEN))), ("more.tar", tarred(("a.txt", OVEN)))))
    assert list(errors(found)) == ["p/more.zip", "p/more.tar"]
    assert "archive within an archive" in errors(found)["p/more.zip"]


def test_an_entry_without_a_name_is_no_page() -> None:
    found = read("p", zipped(("/", b""), ("oven.txt", OVEN)).replace(b"oven.txt", b"\0ven.txt"))
    assert len(found) == 1


def test_links_are_not_followed() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert skipped(read("p", out.getvalue())) == ["p/link.txt"]


def test_an_encrypted_entry_is_named_and_the_others_are_read() -> None:
    data = bytearray(zipped(("oven.txt", OVEN), ("mill.txt", MILL)))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    found = read("p", bytes(data))
    assert "encrypted" in errors(found)["p/oven.txt"]
    assert pages(found) == {"p/mill.txt": MILL}


def test_a_way_of_packing_that_is_not_read_is_named() -> None:
    found = read("p", zipped(("oven.txt", OVEN), way=zipfile.ZIP_LZMA))
    assert "pack it with deflate" in errors(found)["p/oven.txt"]


def test_a_damaged_entry_is_named_and_the_others_are_read() -> None:
    data = bytearray(zipped(("oven.txt", OVEN * 9), ("mill.txt", MILL)))
    data[data.index(b"oven.txt") + 12] ^= 0xFF
    found = read("p", bytes(data))
    assert "damaged" in errors(found)["p/oven.txt"]
    assert pages(found) == {"p/mill.txt": MILL}


def test_an_archive_that_breaks_off_is_named() -> None:
    (found,) = read("p", zipped(("oven.txt", OVEN))[:-10])
    assert isinstance(found, SourceError)
    assert "fetch it again" in found.reason


def test_a_bomb_is_stopped_at_the_limit_of_a_page() -> None:
    found = read("p", zipped(("bomb.txt", b"a" * (most_bytes("capture") + 1)), ("oven.txt", OVEN)))
    assert "more than one page holds" in errors(found)["p/bomb.txt"]
    assert pages(found) == {"p/oven.txt": OVEN}


def test_the_whole_is_bounded_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FREE", 10_000)
    monkeypatch.setattr(limits, "MAX_RATIO", 2)
    found = read("p", zipped(*((f"{n}.txt", b"Bread. " * 500) for n in range(9))))
    assert list(pages(found)) == ["p/0.txt", "p/1.txt"]
    assert list(errors(found)) == ["p"]


def test_entries_that_share_their_bytes_are_counted_each() -> None:
    """A bomb of overlapping entries: one piece of data, many entries."""
    name, body = b"a.txt", b"Bread. " * 100
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 0, 0, 33, zlib.crc32(body), len(body), len(body), 5, 0)
    local += name + body
    central = struct.pack(
        "<4s6H3L5H2L",
        b"PK\x01\x02",
        20,
        20,
        0,
        0,
        0,
        33,
        zlib.crc32(body),
        len(body),
        len(body),
        5,
        0,
        0,
        0,
        0,
        0,
        0,
    )
    central = (central + name) * 50
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 50, 50, len(central), len(local), 0)
    found = read("p", local + central + end)
    assert len(found) == 50
    assert len(pages(found)) + len(errors(found)) == 50


def test_a_large_index_is_not_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "MAX_INDEX", 70_000)
    (found,) = read("p", zipped(*((f"{'x' * 100}{n}.txt", b"") for n in range(500))))
    assert isinstance(found, SourceError)
    assert "split the archive" in found.reason


@pytest.mark.skipif(os.name == "nt", reason="names of files there are text")
def test_a_name_that_would_steer_a_terminal_is_cleaned() -> None:
    found = read("p", zipped(("a\x1b[31m\n.txt", OVEN)))
    assert list(pages(found)) == ["p/a\ufffd[31m\ufffd.txt"]


WHOLE = zipped(("oven.txt", OVEN * 9), ("sub/mill.txt", MILL), ("road.txt", ROAD))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=6), st.integers(0, len(WHOLE)))
def test_any_damage_is_survived(damage: list[tuple[int, int]], cut: int) -> None:
    data = bytearray(WHOLE)
    for at, value in damage:
        data[at] = value
    for one in (data, data[:cut], data[cut:]):
        for found in zips.zip_entries("p", io.BytesIO(bytes(one)), len(one)):
            assert isinstance(found, SourceError) or found.source.startswith("p")
