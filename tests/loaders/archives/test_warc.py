"""Pages in WARC and WET files, whole and damaged."""

import gzip
import io
import random
import zlib

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rochdale.errors import SourceError
from rochdale.loaders.document import Capture
from rochdale.loaders.readers.archives import warc
from rochdale.loaders.readers.archives.entry import MAX_BROKEN, Skipped
from rochdale.loaders.readers.kinds import most_bytes
from rochdale.loaders.readers.reader import read_document
from tests.loaders.archives.making import MILL, OVEN, ROAD, errors, packed, pages, read, record, response, skipped

A, B, C = "https://example.org/oven.txt", "https://example.org/mill.txt", "https://example.org/road.txt"
THREE = (response(A, OVEN), response(B, MILL), response(C, ROAD))


def test_a_page_has_its_address_its_time_and_what_its_server_said() -> None:
    (found,) = read("crawl.warc", response(A, OVEN))
    assert found == Capture(
        source=f"crawl.warc@0 {A}",
        slug="oven",
        data=OVEN,
        media_type="text/plain; charset=utf-8",
        url=A,
        captured="2022-05-12T08:00:00Z",
    )
    document = read_document(found)
    assert (document.url, document.captured, document.text) == (A, "2022-05-12T08:00:00Z", OVEN.decode())


@pytest.mark.parametrize("data", [b"".join(THREE), packed(*THREE)])
def test_each_record_is_named_by_its_offset(data: bytes) -> None:
    found = read("c", data)
    assert list(pages(found).values()) == [OVEN, MILL, ROAD]
    for name in pages(found):
        at = int(name.partition("@")[2].partition(" ")[0])
        assert data[at:].startswith((b"WARC/1.0", b"\x1f\x8b"))


def test_in_a_file_packed_as_a_whole_records_are_told_by_their_number() -> None:
    chance = random.Random(1)  # noqa: S311 - what does not pack well
    long = [response(f"https://example.org/{n}", chance.randbytes(40_000).hex().encode()) for n in range(4)]
    found = read("c.warc.gz", gzip.compress(b"".join(long), mtime=0))
    assert [name.partition(" ")[0] for name in pages(found)] == [
        "c.warc.gz@0",
        "c.warc.gz#2",
        "c.warc.gz#3",
        "c.warc.gz#4",
    ]


def test_extracted_text_of_wet_files_is_read() -> None:
    wet = record(A, OVEN, {"WARC-Type": "conversion"})
    info = record(A, b"software: x\r\n", {"WARC-Type": "warcinfo", "Content-Type": "application/warc-fields"})
    found = read("c.warc.wet.gz", packed(info, wet))
    assert list(pages(found).values()) == [OVEN]
    assert len(found) == 1


def test_what_is_no_page_is_left_out() -> None:
    data = b"".join(
        [
            response(A, OVEN, status="404 Not Found"),
            response(A, OVEN, status="301 Moved"),
            response(A, b"", status="204 No Content"),
            response("https://example.org/a.png", b"\x89PNG\r\n", "image/png"),
            response("https://example.org/a.css", b"p { color: red }", "text/css"),
            response("https://example.org/a", b"let a = 1", "application/javascript"),
            response("https://example.org/robots.txt", b"User-agent: *\n"),
            response("https://example.org/app.js", b"let a = 1"),
        ]
    )
    found = read("c", data)
    assert len(skipped(found)) == len(found) == 8


def test_requests_and_lookups_of_names_are_not_counted() -> None:
    data = record(A, b"GET / HTTP/1.1\r\n\r\n", {"WARC-Type": "request"}) + record(
        "dns:example.org", b"20220512 example.org. A 10.0.0.1", {"WARC-Type": "response", "Content-Type": "text/dns"}
    )
    assert read("c", data) == []


def test_a_revisit_counts_as_a_repeated_page() -> None:
    (found,) = read("c", record(A, b"HTTP/1.1 200 OK\r\n\r\n", {"WARC-Type": "revisit"}))
    assert found == Skipped(f"c@0 {A}", repeated=True, url=A)


def test_a_page_of_html_is_one_whatever_its_name() -> None:
    found = read("c", response("https://example.org/page.php?a=1", b"<!DOCTYPE html><p>Ten", "text/html"))
    assert list(pages(found).values()) == [b"<!DOCTYPE html><p>Ten"]


def test_text_is_decoded_as_its_server_says_where_it_is_not_utf_8() -> None:
    (found,) = read("c", response(A, "Café\n".encode("latin-1"), "text/plain; charset=ISO-8859-1"))
    assert isinstance(found, Capture)
    assert read_document(found).text == "Café\n"
    (found,) = read("c", response(A, "Café\n".encode(), "text/plain; charset=ISO-8859-1"))
    assert isinstance(found, Capture)
    assert read_document(found).text == "Café\n"


def test_an_address_in_angle_brackets_or_with_blanks_is_mended() -> None:
    (found,) = read("c", record("<https://example.org/a b.txt>", OVEN))
    assert isinstance(found, Capture)
    assert found.url == "https://example.org/a%20b.txt"


RAW = zlib.compressobj(wbits=-15)
RAW_OVEN = RAW.compress(OVEN * 99) + RAW.flush()


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"5\r\nTen b\r\n15\r\nakers share one oven\n\r\n0\r\n\r\n", {"Transfer_Encoding": "chunked"}),
        (OVEN, {"Transfer_Encoding": "chunked"}),
        (gzip.compress(OVEN, mtime=0), {"Content_Encoding": "gzip"}),
        (gzip.compress(OVEN, mtime=0), {"Content_Encoding": "x-gzip, identity"}),
        (OVEN, {"Content_Encoding": "gzip"}),
        (zlib.compress(OVEN), {"Content_Encoding": "deflate"}),
        (brotli.compress(OVEN), {"Content_Encoding": "br"}),
        (OVEN, {"Content_Encoding": "br"}),
        (brotli.compress(gzip.compress(OVEN, mtime=0)), {"Content_Encoding": "gzip, br"}),
    ],
)
def test_what_a_server_did_to_send_a_page_is_undone(body: bytes, headers: dict[str, str]) -> None:
    assert list(pages(read("c", response(A, body, **headers))).values()) == [OVEN]


def test_deflate_without_its_header_is_undone_too() -> None:
    assert list(pages(read("c", response(A, RAW_OVEN, Content_Encoding="deflate"))).values()) == [OVEN * 99]


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(OVEN, mtime=0)[:-12], {"Content_Encoding": "gzip"}),
        (b"5\r\nTen b\r\nzz\r\n", {"Transfer_Encoding": "chunked"}),
        (OVEN, {"Content_Encoding": "compress"}),
        (b"\x00\x01\x02" * 30, {"Content_Encoding": "br"}),
    ],
)
def test_an_answer_that_does_not_unpack_is_named(body: bytes, headers: dict[str, str]) -> None:
    found = read("c", response(A, body, **headers) + response(B, MILL))
    assert list(errors(found)) == [f"c@0 {A}"]
    assert list(pages(found).values()) == [MILL]


@pytest.mark.parametrize("way", ["gzip", "br"])
def test_a_bomb_is_stopped_at_the_limit_of_a_page(way: str) -> None:
    bread = b"Bread. " * (10 << 20)
    bomb = gzip.compress(bread, 1, mtime=0) if way == "gzip" else brotli.compress(bread, quality=1)
    found = read("c", response(A, bomb, Content_Encoding=way) + response(B, MILL))
    assert "more than one page holds" in errors(found)[f"c@0 {A}"]
    assert list(pages(found).values()) == [MILL]


def test_a_page_larger_than_a_page_is_named_and_other_large_things_are_not() -> None:
    large = b"a" * (most_bytes("capture") + 1)
    found = read("c", response(A, large) + response("https://example.org/film", large, "video/mp4"))
    assert list(errors(found)) == [f"c@0 {A}"]
    assert len(skipped(found)) == 1


# -- damage ------------------------------------------------------------------------------------------------------------


def test_what_stands_between_two_records_is_named_and_both_are_read() -> None:
    found = read("c", THREE[0] + b"garbage\r\n" * 20 + THREE[1] + THREE[2])
    assert list(pages(found).values()) == [OVEN, MILL, ROAD]
    assert list(errors(found)) == ["c@0"]
    assert f"read on from {len(THREE[0]) + 180}" in errors(found)["c@0"]


@pytest.mark.parametrize("length", ["5", "400", "-4", "many", "9" * 30])
def test_a_record_of_a_wrong_length_costs_no_other_record(length: str) -> None:
    broken = record(B, MILL, {"Content-Length": length})
    found = read("c", THREE[0] + broken + THREE[2])
    assert OVEN in pages(found).values()
    assert ROAD in pages(found).values()
    assert [name.partition(" ")[0] for name in errors(found)] == [f"c@{len(THREE[0])}"]


@pytest.mark.parametrize("cut", [1, 30, 200])
def test_a_file_that_breaks_off_gives_all_records_before(cut: int) -> None:
    whole = THREE[0] + THREE[1] + response(C, ROAD * 50)
    found = read("c", whole[: -cut - 4])
    assert list(pages(found).values()) == [OVEN, MILL]
    assert len(errors(found)) == 1


def test_a_packed_file_that_breaks_off_gives_all_records_before() -> None:
    data = packed(*THREE)
    found = read("c", data[:-30])
    assert list(pages(found).values()) == [OVEN, MILL]
    (reason,) = errors(found).values()
    assert "breaks off" in reason


@pytest.mark.parametrize("at", [3, 60, -5, -3])
def test_a_damaged_member_costs_no_other_record(at: int) -> None:
    members = [bytearray(gzip.compress(one, mtime=0)) for one in THREE]
    members[1][at] ^= 0xFF
    members[1][at + 1] ^= 0xFF
    found = read("c", b"".join(members))
    assert OVEN in pages(found).values()
    assert ROAD in pages(found).values()
    assert len(pages(found)) + len(errors(found)) == 3 or at == 3


def test_zeros_between_members_are_skipped() -> None:
    first, second = packed(THREE[0]), packed(THREE[1])
    found = read("c", first + bytes(512) + second)
    assert list(pages(found).values()) == [OVEN, MILL]


def test_a_header_without_end_is_named() -> None:
    found = read("c", THREE[0] + b"WARC/1.0\r\nX: " + b"a" * 100_000 + b"\r\n\r\n" + THREE[2])
    assert list(pages(found).values()) == [OVEN, ROAD]
    assert len(errors(found)) == 1


def test_a_file_broken_everywhere_comes_to_an_end() -> None:
    found = read("c", b"WARC/1.0\r\n\r\nno\r\n" * (3 * MAX_BROKEN))
    assert MAX_BROKEN <= len(found) <= MAX_BROKEN + 2
    assert "the rest is not read" in str(found[-1])


def test_records_within_records_are_not_read_over_and_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "_FREE", 0)
    nested = b"".join(record(A, b"", {"Content-Length": str(200_000 - 300 * n)})[:-4] for n in range(600))
    data = packed(nested + b"x" * 150_000) * 3 + nested + b"y" * 150_000
    last = read("c", nested + b"y" * 150_000 + data)[-1]
    assert isinstance(last, SourceError)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_damage_is_survived(data: st.DataObject) -> None:
    whole = bytearray(packed(*THREE) if data.draw(st.booleans()) else b"".join(THREE))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(whole) - 1))
        piece = data.draw(st.binary(max_size=8))
        whole[at : at + data.draw(st.integers(0, 40))] = piece
        if not whole:
            return
    for found in warc.warc_entries("c", io.BytesIO(bytes(whole)), len(whole)):
        if isinstance(found, Capture):
            assert found.url
            assert len(found.data) <= most_bytes("pdf")
        elif isinstance(found, SourceError):
            assert found.reason.isprintable()


@given(
    st.binary(max_size=300),
    st.sampled_from([b"WARC/1.0\r\n", b"\x1f\x8b\x08\x00", b"WARC/1.1\r\nWARC-Type: response\r\n"]),
)
def test_any_bytes_are_survived(data: bytes, start: bytes) -> None:
    list(warc.warc_entries("c", io.BytesIO(start + data), len(start + data)))


@given(st.binary(max_size=200), st.text(max_size=30))
def test_any_answer_is_survived(block: bytes, said: str) -> None:
    kind = {"WARC-Type": "response", "Content-Type": "application/http"}
    ways = f"HTTP/1.1 200 OK\r\nContent-Encoding: {said}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
    for data in (block, ways + block):
        assert len(read("c", record(A, data, kind))) == 1
