"""The kind of a source is told by its bytes; its name decides only where they leave it open."""

import gzip
import io
import tarfile
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rochdale.loaders.readers.kinds import SAMPLE, Kind, charset, kind_of, kind_served


def _zip(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


def _tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("page.txt"))
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.txt", b"Ten bakers share one oven\n", "capture"),
        ("a", b"Ten bakers share one oven\n", "capture"),
        ("a.md", b"# Ten bakers\n", "other"),
        ("a.txt", b"<!DOCTYPE html>\n<html><p>Ten", "html"),
        ("a.txt", b"<?xml version='1.0'?>\n<!-- <rss> -->\n<!DOCTYPE html><html>", "html"),
        ("a.txt", b"\xef\xbb\xbf  <html lang=fr>", "html"),
        ("a.txt", "<html>".encode("utf-16"), "html"),
        ("a.html", b"Ten bakers <b>share</b>", "html"),
        ("a.txt", b"<3 bakers share one oven", "capture"),
        ("a.xml", b"<?xml version='1.0'?><rss version='2.0'>", "feed"),
        ("a.html", b"<feed xmlns='http://www.w3.org/2005/Atom'>", "feed"),
        ("a", b"<rdf:RDF xmlns='http://purl.org/rss/1.0/'>", "feed"),
        ("a", b"<rdf:RDF xmlns:org='http://www.w3.org/ns/org#'>", "rdf"),
        ("a.xml", b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>", "sitemap"),
        ("a.xml", b"<?xml version='1.0'?><sitemapindex>", "sitemap"),
        ("a.xml", b"<?xml version='1.0'?><records><record/></records>", "other"),
        ("a.json", b'{"version": "https://jsonfeed.org/version/1.1"}', "feed"),
        ("a.json", b'{"@context": "https://schema.org"}', "rdf"),
        ("a.json", b'{"a": 1}', "other"),
        ("a.jsonl", b'{"a": 1}\n{"a": 2}\n', "table"),
        ("a.csv", b"a,b\n1,2\n", "table"),
        ("a.tsv", b"a\tb\n", "table"),
        ("a.csv", b"<html><body>not found", "html"),
        ("a.txt", b"@prefix org: <http://www.w3.org/ns/org#> .\n", "rdf"),
        ("a.txt", b"# bakers\n<http://a/b> <http://a/c> <http://a/d> .\n", "rdf"),
        ("a.txt", b"# bakers\n", "capture"),
        ("a.ttl", b"", "rdf"),
        ("a.pdf", b"%PDF-1.7\n", "pdf"),
        ("a.txt", b"%PDF-1.7\n", "pdf"),
        ("a", b"PAR1\x00", "table"),
        ("a", b"WARC/1.1\r\n", "archive"),
        ("a.gz", gzip.compress(b"WARC/1.0\r\n", mtime=0), "archive"),
        ("a", _tar(), "archive"),
        ("a.txt", _zip("page.txt"), "archive"),
        ("a.xlsx", _zip("[Content_Types].xml", "xl/workbook.xml"), "table"),
        ("a.docx", _zip("[Content_Types].xml", "word/document.xml"), "other"),
        ("a.odt", _zip("mimetype", "content.xml"), "other"),
        ("a.zip", _zip("html/xl/a.txt", "password/b.txt"), "archive"),
        ("a.txt.gz", b"Ten bakers share one oven\n", "capture"),
        ("a.md.gz", b"Ten bakers share one oven\n", "other"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "other"),
    ],
)
def test_the_first_bytes_tell_the_kind(name: str, data: bytes, kind: Kind) -> None:
    assert kind_of(name, data) == kind


@given(st.binary(max_size=400), st.sampled_from(["a", "a.txt", "a.csv", "a.html", "a.ttl", "a.json"]))
def test_any_bytes_are_of_some_kind(data: bytes, name: str) -> None:
    assert kind_of(name, data)
    assert kind_of(name, b"<" + data)


@pytest.mark.parametrize(
    "piece", [b"<?x ", b"<?x?>", b"<!--", b"<!---->", b"<!doctype", b"<!doctype a[", b" ", b"#\n", b"<a> "]
)
def test_a_sample_made_to_be_slow_is_told_at_once(piece: bytes) -> None:
    assert kind_of("a.txt", b"<" + piece * (SAMPLE // len(piece)))
    assert kind_of("a.txt", piece * (SAMPLE // len(piece)))


@pytest.mark.parametrize(
    ("name", "data", "served", "kind"),
    [
        ("/a.php", b"Ten bakers", "text/plain; charset=utf-8", "capture"),
        ("/a.php", b"Ten bakers", "Text/HTML", "html"),
        ("/a", b"Ten bakers", "text/html", "capture"),
        ("/a", b"let a = 1", "application/javascript", "other"),
        ("/a", b"<html>", "application/javascript", "html"),
        ("/a", b"<rss>", "text/html", "feed"),
        ("/a.txt", b"Ten bakers", "", "capture"),
    ],
)
def test_what_a_server_says_decides_where_the_bytes_do_not(name: str, data: bytes, served: str, kind: Kind) -> None:
    assert kind_served(name, data, served) == kind


@pytest.mark.parametrize(
    ("served", "encoding"),
    [
        ("text/html; charset=UTF-8", "utf-8"),
        ('text/html; Charset="iso-8859-1"', "cp1252"),
        ("text/html; charset=zip", ""),
        ("text/html", ""),
    ],
)
def test_an_encoding_is_one_that_browsers_know(served: str, encoding: str) -> None:
    assert charset(served) == encoding
