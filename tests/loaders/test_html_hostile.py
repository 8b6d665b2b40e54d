"""Whatever an HTML file holds, it is read in bounded time or refused with one clear message."""

import time
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from rochdale.errors import SourceError
from rochdale.loaders.document import Capture, Document
from rochdale.loaders.readers.html import read_html
from rochdale.loaders.readers.markup.addresses import MAX_ADDRESS, address
from rochdale.loaders.readers.markup.bounds import MAX_DEPTH
from rochdale.loaders.reading import read_record

BODY = "<h1>Bakers of the valley share an oven</h1><p>The ILO bakes bread with them in Kenya.</p>"
SECONDS = 8
"""More than any of these takes on a slow machine; without bounds the worst take minutes."""


def read(markup: str | bytes, url: str | None = "https://example.org/a/") -> Document:
    data = markup.encode("utf-8", "surrogatepass") if isinstance(markup, str) else markup
    return read_html(Capture(source="page.html", slug="page", data=data, url=url))


def refusal(markup: str | bytes) -> str:
    with pytest.raises(SourceError) as caught:
        read(markup)
    return caught.value.reason


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 100_000 + BODY,
        "<ul><li>" * 50_000 + BODY,
        "<span>" * 60_000 + BODY + "</x>" * 60_000,
        "<div><marquee>" + "<div>" * 40_000 + "</div>" * 40_000 + "<div>" * 40_000 + BODY,
        "<!--><div>" * 30_000 + BODY,
        "<svg><script>" + "<div>" * 40_000 + "</script></svg>" + BODY,
        "<table><tr><td>" * 30_000 + BODY,
        "<b><i><font>" * 20_000 + BODY,
        "<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">" + BODY,
        "<p " + " ".join(f"a{n}='>'" for n in range(50_000)) + ">" + BODY,
        f"<p title='{'x' * 2_000_000}'>" + BODY,
        "<a href='x'>" * 10_000 + BODY,
        BODY + "<i>" + "&amp" * 300_000,
        BODY + "<p>" + "|" * 100_000,
        f"<title>{'a|' * 50_000}</title>" + BODY,
        f'<script type="application/ld+json">{"[" * 100_000}</script>' + BODY,
        f'<script type="application/ld+json">{"[" * 900}{"]" * 900}</script>' + BODY,
        '<script type="application/ld+json">{"@type":"Article","headline":{"name":[]},"datePublished":7}</script>'
        + BODY,
        f"<div class='{'nav-' * 100_000}'></div>" + BODY,
        "".join(f"<div><h2><a href='/{n}'>Bread number {n} of the valley</a></h2></div>" for n in range(6_000)) + BODY,
    ],
    ids=lambda markup: markup[:24],
)
def test_markup_made_to_stop_a_reader_is_read_in_bounded_time(markup: str) -> None:
    start = time.process_time()
    document = read(markup)
    assert time.process_time() - start < SECONDS
    assert "Bakers of the valley share an oven" in document.text


def test_nesting_is_cut_where_browsers_cut_it_and_no_words_are_lost() -> None:
    document = read("".join(f"<div>word{n} " for n in range(30_000)))
    words = document.text.split()
    assert [word for word in words if word.startswith("word")] == [f"word{n}" for n in range(30_000)]
    assert MAX_DEPTH == 500


def test_a_page_is_bounded_in_bytes_tags_and_lines() -> None:
    assert "split it into pages" in refusal(b"<p>" + b"x" * 50_000_000)
    assert "tags" in refusal("<p>" * 151_000)
    assert "lines" in refusal("<p>a</p>" * 60_000)


@pytest.mark.parametrize(
    ("markup", "says"),
    [
        ("<html><body></body></html>", "nothing to read"),
        ("", "nothing to read"),
        ("<frameset><frame src='a.html'></frameset>", "frames"),
        ("<body><div id=app></div><script>go()</script></body>", "script"),
        ("<body><p hidden>Bread</p><template>Bread</template><svg><text>Bread</text></svg></body>", "nothing to read"),
        ("<title>Only a title</title><body><script>document.write('x')", "script"),
    ],
)
def test_a_page_that_shows_no_text_is_refused_in_plain_words(markup: str, says: str) -> None:
    assert says in refusal(markup)


def test_controls_and_lone_halves_of_characters_are_never_in_the_text() -> None:
    document = read(b"<h1>Bread\x00 of\x08 the&#0; val&#xD800;ley&#x85;</h1><p>\xff\xfe \x1b[31m</p>")
    assert all(char.isprintable() or char == "\n" for char in document.text.replace("\N{REPLACEMENT CHARACTER}", ""))
    document.text.encode()


def test_plain_text_elements_and_broken_tags_are_read_as_browsers_show_them() -> None:
    assert "<b>not bold</b>" in read("<h1>Bread</h1><plaintext><b>not bold</b>").text
    assert read("<h1>Bread</h1><p<b>oven</b").text.startswith("Bread\n")
    assert "oven" not in read("<h1>Bread</h1><p>flour</p><script>oven").text


TAGS = st.sampled_from(
    "div p a h1 h2 h3 ul ol li table tr td th dl dt dd span b time article section aside nav main header footer figure "
    "figcaption br hr pre title base meta link script style template svg form button body html head select plaintext "
    "frameset noscript".split()
)
VALUES = st.one_of(st.text(max_size=30), st.sampled_from(["/a", "//b", "https://c.example/d", "2022-05-12", "main"]))
ATTRIBUTES = st.dictionaries(
    st.sampled_from("href class id role datetime hidden style lang property name content rel type aria-hidden".split()),
    VALUES,
    max_size=3,
)


@st.composite
def markups(draw: st.DrawFn) -> str:
    """Tags, words and rubbish in any order."""
    pieces = []
    for _ in range(draw(st.integers(0, 40))):
        kind = draw(st.integers(0, 5))
        if kind < 2:
            attributes = "".join(f' {name}="{value}"' for name, value in draw(ATTRIBUTES).items())
            pieces.append(f"<{draw(TAGS)}{attributes}>")
        elif kind == 2:
            pieces.append(f"</{draw(TAGS)}>")
        elif kind == 3:
            pieces.append(
                draw(st.sampled_from(["Related content", "News", "12 May 2022", "Read more", "<", "&#0;", "]]>"]))
            )
        else:
            pieces.append(draw(st.text(max_size=60)))
    return "".join(pieces)


@settings(max_examples=300, deadline=None)
@given(markups())
def test_any_markup_gives_a_document_whose_spans_hold_or_a_refusal(markup: str) -> None:
    try:
        document = read(markup)
    except SourceError as error:
        assert error.reason
        return
    text = document.text
    assert text.strip()
    for entry in document.entries:
        for span in (entry.title, entry.label, entry.date_at, entry.lead, entry.body):
            if span is not None:
                assert 0 <= span[0] < span[1] <= len(text)
                assert span[0] == 0 or text[span[0] - 1] == "\n"
                assert text[span[1] - 1] == "\n"
        assert not entry.url or NamedNode(entry.url)
    for link in document.links:
        assert 0 <= link.start < link.end <= len(text)
        assert NamedNode(link.url)
    record = read_record(document)
    assert read(markup) == document
    assert read_record(document) == record


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_a_document_or_a_refusal(data: bytes) -> None:
    for media_type in ("", "text/html; charset=utf-8", "text/html; charset=x-sjis", "text/html; charset=rot13"):
        try:
            document = read_html(Capture(source="page.html", slug="page", data=data, media_type=media_type))
        except SourceError as error:
            assert error.reason
        else:
            document.text.encode()


@settings(max_examples=400, deadline=None)
@given(
    st.one_of(st.text(max_size=80), st.from_regex(r"(https?:)?//[^\s]{0,40}", fullmatch=True)),
    st.sampled_from(["", "https://example.org/a/b?c#d", "http://[", "ftp://example.org/"]),
)
def test_an_address_is_one_of_the_web_that_can_be_stated_or_none(written: str, base: str) -> None:
    found = address(written, base)
    if found:
        assert urlsplit(found).scheme.lower() in ("http", "https")
        assert len(found) <= MAX_ADDRESS
        assert "@" not in urlsplit(found).netloc
        NamedNode(found)
