"""Pages in tar archives and in packed files: nothing leaves the archive, nothing grows without end."""

import bz2
import gzip
import io
import lzma
import tarfile
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rochdale.errors import SourceError
from rochdale.loaders.document import Capture
from rochdale.loaders.readers.archives import entry as limits
from rochdale.loaders.readers.archives.tars import tar_entries
from rochdale.loaders.readers.archives.unpacking import Bounded
from rochdale.loaders.readers.kinds import most_bytes
from tests.loaders.archives.making import (
    MILL,
    OVEN,
    ROAD,
    errors,
    packed,
    pages,
    read,
    response,
    skipped,
    tarred,
    zipped,
)

PACK: dict[str, Callable[[bytes], bytes]] = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_pages_are_read_however_the_archive_is_packed(mode: str) -> None:
    found = read(
        "pages.tar", tarred(("sub/oven.txt", OVEN), ("mill.txt", MILL), ("logo.png", b"\x89PNG\r\n"), mode=mode)
    )
    assert pages(found) == {"pages.tar/sub/oven.txt": OVEN, "pages.tar/mill.txt": MILL}
    assert skipped(found) == ["pages.tar/logo.png"]


@pytest.mark.parametrize("way", PACK)
def test_a_single_page_that_is_packed_is_a_page(way: str) -> None:
    (found,) = read(f"pages/oven.txt.{way}", PACK[way](OVEN))
    assert isinstance(found, Capture)
    assert (found.source, found.slug, found.data) == (f"pages/oven.txt.{way}", "oven", OVEN)


@pytest.mark.parametrize("way", PACK)
def test_a_packed_page_may_be_of_several_pieces(way: str) -> None:
    (found,) = read("oven.txt", PACK[way](OVEN) + PACK[way](MILL))
    assert isinstance(found, Capture)
    assert found.data == OVEN + MILL


def test_zeros_may_follow_a_page_packed_by_xz() -> None:
    (found,) = read("oven.txt", lzma.compress(OVEN) + bytes(8) + lzma.compress(MILL) + bytes(4))
    assert isinstance(found, Capture)
    assert found.data == OVEN + MILL


@pytest.mark.parametrize("way", PACK)
def test_a_packed_page_that_breaks_off_is_named(way: str) -> None:
    (found,) = read(f"oven.txt.{way}", PACK[way](OVEN * 50)[:-3])
    assert isinstance(found, SourceError)
    assert "damaged" in found.reason


@pytest.mark.parametrize("way", PACK)
def test_a_packed_bomb_is_stopped_at_the_limit_of_a_page(way: str) -> None:
    (found,) = read(f"oven.txt.{way}", PACK[way](b"a" * (most_bytes("capture") + 1)))
    assert isinstance(found, SourceError)
    assert "more than one page holds" in found.reason


def test_what_asks_for_more_memory_than_any_page_is_refused() -> None:
    data = bytearray(lzma.compress(OVEN, filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 16}]))
    at = data.index(b"\x21\x01") + 2
    data[at] = 38  # 2 GiB, https://tukaani.org/xz/xz-file-format.txt, section 5.3.1
    data[20:24] = _crc(bytes(data[12:20]))
    (found,) = read("oven.txt.xz", bytes(data))
    assert isinstance(found, SourceError)
    assert "emory" in found.reason


def _crc(data: bytes) -> bytes:
    return zlib.crc32(data).to_bytes(4, "little")


def test_an_archive_within_is_refused_by_name() -> None:
    assert list(errors(read("p", tarred(("a.zip", zipped(("a.txt", OVEN))))))) == ["p/a.zip"]
    assert list(errors(read("p.gz", gzip.compress(zipped(("a.txt", OVEN)))))) == ["p.gz"]
    assert list(errors(read("p.gz", gzip.compress(gzip.compress(OVEN, mtime=0), mtime=0)))) == ["p.gz"]


def test_links_and_devices_are_left_out_and_paths_lead_nowhere() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
            info = tarfile.TarInfo(f"{kind.decode()}.txt")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        info = tarfile.TarInfo("../../etc/oven.txt")
        info.size = len(OVEN)
        archive.addfile(info, io.BytesIO(OVEN))
    found = read("p", out.getvalue())
    assert len(skipped(found)) == 4
    assert pages(found) == {"p/etc/oven.txt": OVEN}


def test_a_second_entry_of_a_name_is_read_under_a_name_of_its_own() -> None:
    assert pages(read("p", tarred(("a.txt", OVEN), ("a.txt", MILL)))) == {"p/a.txt": OVEN, "p#2/a.txt": MILL}


def test_two_archives_in_one_file_are_both_read() -> None:
    found = read("p", tarred(("a.txt", OVEN)) + tarred(("b.txt", MILL)))
    assert pages(found) == {"p/a.txt": OVEN, "p/b.txt": MILL}
    assert len(found) == 2


def test_a_broken_header_costs_its_entry_only() -> None:
    data = bytearray(tarred(("a.txt", OVEN), ("b.txt", MILL), ("c.txt", ROAD)))
    data[1024 + 3] ^= 0xFF
    found = read("p", bytes(data))
    assert pages(found) == {"p/a.txt": OVEN, "p/c.txt": ROAD}
    assert list(errors(found)) == ["p@1024"]


@pytest.mark.parametrize("way", ["gz", "bz2", "xz", ""])
def test_an_archive_that_breaks_off_gives_the_entries_before(way: str) -> None:
    chance = bytes(range(256)) * 400
    data = tarred(("a.txt", OVEN), ("b.txt", chance.hex().encode()), ("c.txt", ROAD))
    data = PACK[way](data)[:-40] if way else data[:150_000]
    found = read("p", data)
    assert "p/a.txt" in pages(found) or way == "bz2"
    assert errors(found)


def test_a_header_that_says_it_is_large_is_not_held() -> None:
    head = tarfile.TarInfo("x")
    head.type, head.size = tarfile.XHDTYPE, 1 << 40
    data = head.tobuf(tarfile.GNU_FORMAT) + bytes(8 << 20) + tarred(("a.txt", OVEN))
    found = read("p.gz", gzip.compress(data, 1, mtime=0))
    assert len(errors(found)) == 1


def test_the_whole_is_bounded_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FREE", 100_000)
    monkeypatch.setattr(limits, "MAX_RATIO", 2)
    found = read("p", tarred(("a.txt", OVEN), ("b.bin", bytes(1 << 20)), mode="w:gz"))
    assert pages(found) == {"p/a.txt": OVEN}
    assert "unpacks to more than" in errors(found)["p"]


def test_a_warc_is_told_within_its_packing() -> None:
    found = read("c.gz", packed(response("https://example.org/oven", OVEN)))
    assert list(pages(found)) == ["c.gz@0 https://example.org/oven"]


WHOLE = tarred(("a.txt", OVEN), ("long" * 60 + ".txt", MILL), ("c.txt", ROAD))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5000), st.binary(max_size=12)), max_size=5), st.integers(0, len(WHOLE)))
def test_any_damage_is_survived(damage: list[tuple[int, bytes]], cut: int) -> None:
    data = bytearray(WHOLE)
    for at, piece in damage:
        data[at : at + len(piece)] = piece
    for one in (data, data[:cut], data[cut:]):
        stream = Bounded(io.BytesIO(bytes(one)), 1 << 24)
        for found in tar_entries("p", stream, len(one)):
            assert isinstance(found, SourceError) or found.source.startswith("p")


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(PACK)), st.integers(0, 200), st.binary(min_size=1, max_size=8))
def test_any_damage_to_the_packing_is_survived(way: str, at: int, piece: bytes) -> None:
    data = bytearray(PACK[way](WHOLE))
    data[at : at + len(piece)] = piece
    assert read("p", bytes(data)) is not None
