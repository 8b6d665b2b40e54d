"""What sitemaps list, and which of it was captured."""

import gzip
import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rochdale.errors import SourceError
from rochdale.graph.build import build
from rochdale.loaders.coverage import as_lines, coverage
from rochdale.loaders.document import Capture
from rochdale.loaders.readers.sitemap import Sitemap, is_sitemap, read_sitemap
from tests.conftest import Cli
from tests.loaders.archives.making import packed, response, zipped
from tests.loaders.test_feed import rss

NS = "http://www.sitemaps.org/schemas/sitemap/0.9"
URLS = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="{NS}" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://example.org/oven</loc><lastmod>2022-05-12</lastmod>
 <image:image><image:loc>https://example.org/oven.jpg</image:loc></image:image></url>
<url><loc> https://example.org/mill?a=1&amp;b=2 </loc></url>
<url><loc>https://example.org/road</loc></url>
</urlset>
"""
INDEX = f"""\
<sitemapindex xmlns="{NS}"><sitemap><loc>https://example.org/maps/pages.xml.gz</loc><lastmod>2022-05-12</lastmod></sitemap>
<sitemap><loc>https://example.org/maps/more.xml</loc></sitemap></sitemapindex>
"""
PAGE = b"The ILO trains bakers in Kenya\n\nNews | 12 May 2022\n\nThe ILO trained bakers of the valley.\n"


def sitemap(text: str, source: str = "sitemap.xml", url: str | None = None) -> Sitemap:
    return read_sitemap(Capture(source=source, slug="sitemap", data=text.encode(), url=url))


def test_a_sitemap_lists_addresses_with_the_time_of_their_change() -> None:
    found = sitemap(URLS)
    assert [(one.address, one.lastmod, one.is_sitemap) for one in found.listed] == [
        ("https://example.org/oven", "2022-05-12", False),
        ("https://example.org/mill?a=1&b=2", "", False),
        ("https://example.org/road", "", False),
    ]
    assert {one.sitemap for one in found.listed} == {"sitemap.xml"}


def test_an_index_lists_sitemaps() -> None:
    assert [(one.address, one.is_sitemap) for one in sitemap(INDEX).listed] == [
        ("https://example.org/maps/pages.xml.gz", True),
        ("https://example.org/maps/more.xml", True),
    ]


def test_a_prefix_changes_nothing() -> None:
    prefixed = f"<s:urlset xmlns:s='{NS}'><s:url><s:loc>https://example.org/a</s:loc></s:url></s:urlset>"
    assert [one.address for one in sitemap(prefixed).listed] == ["https://example.org/a"]


def test_an_entry_without_an_address_is_a_fault() -> None:
    found = sitemap("<urlset><url><loc>/road</loc></url><url/><url><loc>https://example.org/a</loc></url></urlset>")
    assert [one.address for one in found.listed] == ["https://example.org/a"]
    assert [(fault.field, fault.words) for fault in found.faults] == [("loc", "/road"), ("loc", "")]


def test_a_sitemap_that_breaks_off_keeps_what_stands_before() -> None:
    cut = URLS[: URLS.index("https://example.org/road")]
    found = sitemap(cut)
    assert len(found.listed) == 2
    assert [(fault.field, fault.line) for fault in found.faults] == [("xml", cut.count("\n") + 1)]


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE urlset [<!ENTITY a "x">]><urlset><url><loc>&a;</loc></url></urlset>',
        "<urlset><url><loc>",
        "<urlset>" + "<a>" * 100_000,
        "<urlset>" + "<url/>" * 200_001 + "</urlset>",
    ],
)
def test_what_no_sitemap_has_is_refused_at_once(text: str) -> None:
    start = time.process_time()
    with pytest.raises(SourceError):
        sitemap(text)
    assert time.process_time() - start < 5


def test_a_sitemap_is_told_from_a_page_that_speaks_of_one() -> None:
    assert is_sitemap(Capture(source="a.xml", slug="a", data=URLS.encode()))
    assert not is_sitemap(Capture(source="a.txt", slug="a", data=b"How to write an <urlset>\n"))
    assert not is_sitemap(Capture(source="a.html", slug="a", data=b"<html><pre><urlset></pre>"))


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([URLS, INDEX]), st.lists(st.tuples(st.integers(0, 700), st.binary(max_size=9)), max_size=4))
def test_any_damage_gives_a_sitemap_or_one_error(text: str, damage: list[tuple[int, bytes]]) -> None:
    data = bytearray(text.encode())
    for at, piece in damage:
        data[at : at + len(piece)] = piece
    try:
        found = read_sitemap(Capture(source="s", slug="s", data=bytes(data)))
    except SourceError:
        return
    assert all(one.address.startswith("http") for one in found.listed)


# -- coverage ----------------------------------------------------------------------------------------------------------


def test_addresses_are_compared_however_they_are_spelled() -> None:
    found = coverage([sitemap(URLS)], ["http://www.example.org/oven/", "https://example.org/mill?b=2&a=1#top"])
    assert (found.sitemaps, found.listed, found.captured) == (1, 3, 2)
    assert [one.address for one in found.missing] == ["https://example.org/road"]


def test_an_address_in_two_sitemaps_counts_once() -> None:
    found = coverage([sitemap(URLS, "b.xml"), sitemap(URLS, "a.xml")], [])
    assert (found.listed, found.captured) == (3, 0)
    assert {one.sitemap for one in found.missing} == {"a.xml"}


def test_a_sitemap_that_an_index_names_and_nobody_has_is_missing() -> None:
    there = [sitemap(INDEX), sitemap(URLS, "saved/pages.xml")]
    assert [one.address for one in coverage(there, []).missing if one.is_sitemap] == [
        "https://example.org/maps/more.xml"
    ]
    there.append(sitemap(URLS, "crawl.warc@5 x", "https://example.org/maps/more.xml"))
    assert not any(one.is_sitemap for one in coverage(there, []).missing)


def test_what_is_missing_is_one_object_a_line() -> None:
    lines = [json.loads(line) for line in as_lines(coverage([sitemap(URLS)], []).missing)]
    assert lines[1] == {
        "address": "https://example.org/oven",
        "kind": "page",
        "lastmod": "2022-05-12",
        "sitemap": "sitemap.xml",
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A sitemap, a page at one of its addresses, a feed with an entry at another."""
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "a.warc.gz").write_bytes(packed(response("http://example.org/oven/", PAGE)))
    entry = "<title>The ILO mills in Kenya</title><link>https://example.org/mill?a=1&amp;b=2</link>"
    (tmp_path / "sources" / "feed.xml").write_text(rss(entry), encoding="utf-8")
    (tmp_path / "sources" / "sitemap.xml.gz").write_bytes(gzip.compress(URLS.encode(), mtime=0))
    return tmp_path


def test_a_build_says_what_of_a_sitemap_was_captured(folder: Path, cli: Cli) -> None:
    said = cli("build", folder / "sources", "--out", folder / "kg", "--jobs", "1")
    assert said.code == 0
    assert f"covered  2 of 3 addresses in 1 sitemap; the others are in {folder / 'kg' / 'coverage.jsonl'}\n" in said.out
    missing = [json.loads(line) for line in (folder / "kg" / "coverage.jsonl").read_text().splitlines()]
    assert [one["address"] for one in missing] == ["https://example.org/road"]
    report = json.loads((folder / "kg" / "report.json").read_bytes())
    assert (report["sitemaps"], report["listed"], report["captured"]) == (1, 3, 2)
    assert report["documents"] == 2


def test_a_build_in_the_same_folder_without_sitemap_leaves_no_coverage(folder: Path) -> None:
    build([folder / "sources"], folder / "kg", jobs=1)
    build([folder / "sources" / "feed.xml"], folder / "kg", jobs=1)
    assert not (folder / "kg" / "coverage.jsonl").exists()


def test_a_page_that_was_captured_and_cannot_be_read_is_not_missing(folder: Path) -> None:
    broken = response("https://example.org/road", b"<!DOCTYPE html>", "text/html")
    (folder / "sources" / "b.warc").write_bytes(broken)
    built = build([folder / "sources"], folder / "kg", jobs=1)
    assert (built.report.listed, built.report.captured, built.report.unread) == (3, 3, 1)


def test_a_page_saved_as_a_file_counts_by_the_address_that_it_gives_itself(folder: Path) -> None:
    page = '<html><head><link rel="canonical" href="https://example.org/road"><title>A road</title></head>'
    (folder / "sources" / "saved.html").write_text(
        f"{page}<body><h1>A road to the market</h1><p>The ILO builds it.</p>"
    )
    built = build([folder / "sources"], folder / "kg", jobs=1)
    assert (built.report.listed, built.report.captured) == (3, 3)


def test_a_sitemap_within_an_archive_counts(folder: Path) -> None:
    (folder / "sources" / "sitemap.xml.gz").unlink()
    (folder / "sources" / "c.zip").write_bytes(zipped(("maps/sitemap.xml", URLS.encode())))
    built = build([folder / "sources"], folder / "kg", jobs=1)
    assert (built.report.sitemaps, built.report.captured) == (1, 2)
    assert json.loads((folder / "kg" / "coverage.jsonl").read_bytes())["sitemap"].endswith("c.zip/maps/sitemap.xml")


def test_a_broken_sitemap_is_told(folder: Path) -> None:
    (folder / "sources" / "d.xml").write_text(URLS[:-80], encoding="utf-8")
    built = build([folder / "sources"], folder / "kg", jobs=1)
    assert any("breaks off" in fault.reason for fault in built.quarantine)
