"""Feeds in RSS, Atom and JSON: whole, odd, broken and hostile."""

import codecs
import json
import time
from pathlib import Path

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rochdale.errors import SourceError
from rochdale.graph.build import build
from rochdale.loaders.document import Capture, Document
from rochdale.loaders.items import Item, Record
from rochdale.loaders.readers.feed import read_feed
from rochdale.loaders.readers.reader import read_document
from rochdale.loaders.reading import read_record

RSS = """\
<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel>
<title>Bread of the valley</title>
<link>https://example.org/</link>
<description>What the bakers do</description>
<language>en-GB</language>
<item>
  <title>Ten bakers share &lt;b&gt;one&lt;/b&gt; oven</title>
  <link>/oven</link>
  <guid isPermaLink="false">1</guid>
  <pubDate>Thu, 12 May 2022 23:30:00 -0500</pubDate>
  <category>Valley</category>
  <category>Press release</category>
  <description>&lt;p&gt;The ILO bakes in Kenya.&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;</description>
  <content:encoded><![CDATA[<p>The ILO bakes in Kenya.</p><style>p {}</style>
  <p>The FAO brings flour &amp; salt.</p>]]></content:encoded>
</item>
<item>
  <title>Flour from the hill</title>
  <link>https://example.org/flour</link>
  <description>The mill turns for Uganda.</description>
</item>
</channel>
</rss>
"""

ATOM = """\
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr" xml:base="https://example.org/actus/">
<title>Le pain</title><link href="https://example.org/"/><updated>2023-01-01T00:00:00Z</updated>
<entry><id>urn:x:1</id><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Dix <i>boulangers</i></div></title>
<link rel="alternate" href="four"/><link rel="enclosure" href="four.mp3"/>
<published>2022-05-12T08:00:00Z</published><updated>2022-06-12T08:00:00Z</updated>
<category term="n" label="Actualité"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Le four est chaud.</p></div></content></entry>
<entry><id>urn:x:2</id><title>Farine</title><link href="https://example.org/farine"/><updated>2022-06-13T08:00:00Z</updated>
<summary>La farine du Kenya.</summary></entry>
</feed>
"""

RDF = """\
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://example.org/"><title>Bread</title><link>https://example.org/</link></channel>
<item rdf:about="https://example.org/oven"><title>The oven is hot</title><link>https://example.org/oven</link>
<dc:date>2022-05-12T01:00:00+02:00</dc:date></item>
</rdf:RDF>
"""

JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Bread",
    "home_page_url": "https://example.org/",
    "language": "es",
    "items": [
        {
            "id": "1",
            "url": "/horno",
            "title": "El horno",
            "content_html": "<p>La OIT hornea.</p><p>En Kenia.</p>",
            "date_published": "2022-05-12T08:00:00Z",
            "tags": ["Valle", "Noticias"],
        },
        {"id": "https://example.org/2", "content_text": "El molino gira. Y gira."},
    ],
}

BASE = "https://example.org/feed.xml"


def document(feed: str | bytes, url: str | None = BASE) -> Document:
    data = feed if isinstance(feed, bytes) else feed.encode()
    return read_feed(Capture(source="feed.xml", slug="feed", data=data, url=url))


def record(feed: str | bytes, url: str | None = BASE) -> Record:
    return read_record(document(feed, url))


def entries(feed: str | bytes) -> list[Item]:
    return [item for item in record(feed).items if item.part == "entry"]


def rss(*items: str, head: str = "<title>Bread</title>") -> str:
    inner = "".join(f"<item>{item}</item>" for item in items)
    return f"<rss version='2.0'><channel>{head}{inner}</channel></rss>"


def test_a_feed_is_a_listing_and_each_entry_an_item() -> None:
    found = record(RSS)
    page, oven, flour = found.items
    assert (found.kind, found.language, found.media_type) == ("listing", "en", "application/rss+xml")
    assert (page.part, page.title, page.type, page.summary) == (
        "page",
        "Bread of the valley",
        "thematic",
        "What the bakers do",
    )
    assert (oven.title, oven.url, oven.date) == ("Ten bakers share one oven", "https://example.org/oven", "2022-05-12")
    assert (oven.label, oven.type) == ("Press release", "press-release")
    assert oven.summary == "The ILO bakes in Kenya."
    assert {m.key for m in oven.mentions} >= {"organisation/ilo", "organisation/fao", "country/KEN"}
    assert (flour.date, flour.label, flour.summary) == ("", "", "The mill turns for Uganda.")
    assert "organisation/ilo" not in {m.key for m in flour.mentions}


def test_scripts_and_styles_are_no_text() -> None:
    text = document(RSS).text
    assert "alert" not in text
    assert "{}" not in text
    assert "The FAO brings flour & salt." in text


def test_atom_gives_title_address_date_and_text() -> None:
    found = record(ATOM)
    _, oven, flour = found.items
    assert found.language == "fr"
    assert (oven.title, oven.url, oven.date) == ("Dix boulangers", "https://example.org/actus/four", "2022-05-12")
    assert (oven.type, oven.summary) == ("news", "Le four est chaud.")
    assert (flour.url, flour.summary) == ("https://example.org/farine", "La farine du Kenya.")


def test_an_update_is_no_publication_where_the_feed_tells_them_apart() -> None:
    assert [item.date for item in entries(ATOM)] == ["2022-05-12", ""]


def test_an_update_stands_for_the_publication_where_no_entry_tells_one() -> None:
    only_updates = ATOM.replace("<published>2022-05-12T08:00:00Z</published>", "")
    assert [item.date for item in entries(only_updates)] == ["2022-06-12", "2022-06-13"]


def test_one_and_the_same_update_of_all_entries_tells_nothing() -> None:
    same = ATOM.replace("<published>2022-05-12T08:00:00Z</published>", "").replace("2022-06-12T08", "2022-06-13T08")
    assert [item.date for item in entries(same)] == ["", ""]


def test_rss_1_has_its_date_from_dublin_core() -> None:
    (oven,) = entries(RDF)
    assert (oven.title, oven.date, oven.url) == ("The oven is hot", "2022-05-12", "https://example.org/oven")


def test_json_feeds_are_read() -> None:
    found = record(json.dumps(JSON))
    page, oven, mill = found.items
    assert (found.language, page.title, found.media_type) == ("es", "Bread", "application/feed+json")
    assert (oven.title, oven.url, oven.date, oven.type) == (
        "El horno",
        "https://example.org/horno",
        "2022-05-12",
        "news",
    )
    assert oven.summary == "La OIT hornea."
    assert {m.key for m in oven.mentions} >= {"organisation/ilo", "country/KEN"}
    assert (mill.title, mill.url, mill.summary) == ("El molino gira.", "https://example.org/2", "Y gira.")


@pytest.mark.parametrize(
    "data",
    [
        '{"items": [',
        '{"version": 1}',
        '{"items": 3}',
        "[" * 100_000,
        '{"items": ' + "[" * 100_000,
        '{"items": "\\ud800"}',
    ],
)
def test_json_that_is_no_feed_is_refused(data: str) -> None:
    with pytest.raises(SourceError, match=r"JSON|XML"):
        document(data)


def test_json_of_the_wrong_types_is_read_as_far_as_it_goes() -> None:
    odd = {"items": [3, {"title": 4, "tags": "x", "url": [], "content_text": "The oven is hot."}, {}], "title": None}
    found = document(json.dumps(odd))
    assert [entry.url for entry in found.entries] == [""]
    assert [fault.field for fault in found.faults] == ["title"]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Thu, 12 May 2022 23:30:00 -0500", "2022-05-12"),
        ("12 May 2022 00:30 +0200", "2022-05-12"),
        ("Thu, 12 May 22 08:00:00 GMT", "2022-05-12"),
        ("2022-05-12", "2022-05-12"),
        ("2022-05-12 08:00:00", "2022-05-12"),
        ("2022-05-12T00:30:00+14:00", "2022-05-12"),
        ("20220512T080000Z", "2022-05-12"),
        ("jeu., 12 mai 2022 08:00:00 +0200", "2022-05-12"),
        ("12 de mayo de 2022", "2022-05-12"),
        ("May 12, 2022 8:00 AM", "2022-05-12"),
        ("May 12, 2022", "2022-05-12"),
        ("Sept. 12, 2022", "2022-09-12"),
        ("13/05/2022 10:00", "2022-05-13"),
        ("", ""),
    ],
)
def test_dates_are_read_as_feeds_write_them(written: str, day: str) -> None:
    (item,) = entries(rss(f"<title>The oven is hot</title><pubDate>{written}</pubDate>"))
    assert item.date == day


@pytest.mark.parametrize(
    "written", ["31 Jun 2022 08:00:00 GMT", "2022-02-30", "0000-00-00", "last Tuesday", "05/06/2022"]
)
def test_a_date_that_names_no_day_is_a_fault(written: str) -> None:
    found = record(rss(f"<title>The oven is hot</title><pubDate>{written}</pubDate>"))
    assert found.items[1].date == ""
    (fault,) = found.faults
    assert (fault.field, fault.line) == ("date", 4)
    assert document(rss(f"<title>x</title><pubDate>{written}</pubDate>")).text.splitlines()[3] == written


def test_an_entry_without_title_is_called_by_its_first_sentence() -> None:
    (item,) = entries(rss("<description>The ILO bakes. It bakes in Kenya.</description>"))
    assert (item.title, item.summary) == ("The ILO bakes.", "It bakes in Kenya.")


def test_a_title_is_cut_between_words() -> None:
    (item,) = entries(rss(f"<title>{'bread ' * 200}</title>"))
    assert item.title == ("bread " * 50).strip()


def test_an_entry_with_nothing_in_it_is_a_fault() -> None:
    found = document(rss("<link>https://example.org/x</link>", "<title>Bread</title>"))
    assert len(found.entries) == 2
    assert [(fault.field, fault.words) for fault in found.faults] == [("title", "https://example.org/x")]


def test_an_entry_twice_is_one_and_two_at_one_address_are_two() -> None:
    oven = "<title>The oven</title><guid>1</guid>"
    found = entries(rss(oven, oven, "<title>The mill</title><guid>1</guid>", "<title>The oven</title><guid>2</guid>"))
    assert [item.title for item in found] == ["The oven", "The mill", "The oven"]


def test_a_summary_that_the_text_begins_with_is_not_said_twice() -> None:
    cut = "<description>The ILO bakes in [&amp;hellip;]</description>"
    more = "<content:encoded><![CDATA[<p>The ILO bakes in Kenya.</p><p>More.</p>]]></content:encoded>"
    found = document(rss(f"<title>The oven</title>{cut}{more}"))
    assert found.text.splitlines()[2:] == ["The oven", "The ILO bakes in Kenya.", "More."]


def test_addresses_are_resolved_and_others_than_web_pages_left_out() -> None:
    found = entries(rss("<title>a</title><link>?p=1</link>", "<title>b</title><link>javascript:x()</link>"))
    assert [item.url for item in found] == ["https://example.org/feed.xml?p=1", ""]
    assert [e.url for e in document(rss("<title>a</title><link>/a</link>"), None).entries] == ["", ""]


def test_a_category_is_a_label_only_if_it_names_a_type() -> None:
    first, second = entries(
        rss("<title>a</title><category>Bread</category>", "<title>b</title><category>News</category>")
    )
    assert (first.label, second.label, second.type) == ("", "News", "news")


# -- encodings, and what is not well-formed ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8", "utf-8"), ("utf-8", "iso-8859-1"), ("cp1252", "iso-8859-1"), ("cp1252", ""), ("koi8-r", "koi8-r")],
)
def test_encodings_are_read_as_they_are_rather_than_as_declared(encoding: str, declared: str) -> None:
    title = "Хлеб" if encoding == "koi8-r" else "Café du marché"
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    data = (head + rss(f"<title>{title}</title>")).encode(encoding)
    assert entries(data)[0].title == title


@pytest.mark.parametrize(("mark", "encoding"), [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")])
def test_utf_16_is_read_by_its_mark(mark: bytes, encoding: str) -> None:
    data = mark + ('<?xml version="1.0" encoding="utf-16"?>' + rss("<title>Café</title>")).encode(encoding)
    assert entries(data)[0].title == "Café"


@pytest.mark.parametrize(
    "title",
    ["Bread & salt", "Bread &amp; salt", "Bread &#38; salt", "<![CDATA[Bread & salt]]>", "Bread\x0b &amp; salt"],
)
def test_what_authors_forget_to_escape_is_mended(title: str) -> None:
    assert entries(rss(f"<title>{title}</title>"))[0].title == "Bread & salt"


def test_entities_of_html_are_known() -> None:
    assert entries(rss("<title>Caf&eacute;&nbsp;&amp;&rsquo;&unknown;</title>"))[0].title == "Café &’&unknown;"


def test_a_prefix_that_nobody_declared_costs_nothing() -> None:
    found = entries(rss("<title>a</title><dc:date>2022-05-12</dc:date><x:y>z</x:y>"))
    assert [(item.title, item.date) for item in found] == [("a", "2022-05-12")]


def test_a_feed_that_breaks_off_keeps_the_entries_before() -> None:
    cut = RSS[: RSS.index("The mill turns")]
    found = record(cut)
    assert [item.title for item in found.items] == ["Bread of the valley", "Ten bakers share one oven"]
    (fault,) = found.faults
    assert (fault.field, fault.line) == ("xml", cut.count("\n") + 1)
    assert "breaks off" in fault.reason


@pytest.mark.parametrize("feed", [RSS, ATOM, RDF])
def test_a_feed_may_break_anywhere(feed: str) -> None:
    data = feed.encode()
    for end in range(0, len(data), 7):
        try:
            found = document(data[:end])
        except SourceError as error:
            assert error.reason
        else:
            assert found.entries


def test_a_broken_feed_is_built_and_its_break_quarantined(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(RSS[: RSS.index("The mill turns")], encoding="utf-8")
    built = build([tmp_path / "feed.xml"], tmp_path / "kg", jobs=1)
    assert (built.report.items, built.report.faults) == (2, 1)
    assert [fault.field for fault in built.quarantine] == ["xml"]


# -- hostile -----------------------------------------------------------------------------------------------------------

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    "dtd", [f'<!ENTITY l0 "ha">{LAUGHS}', '<!ENTITY x SYSTEM "file:///etc/passwd">', '<!ENTITY % x SYSTEM "http://a/">']
)
def test_entities_of_its_own_are_refused(dtd: str) -> None:
    with pytest.raises(SourceError, match="entities of its own"):
        document(f"<!DOCTYPE rss [{dtd}]>{rss('<title>&l11;&x;</title>')}")


def test_the_doctype_of_old_feeds_is_let_be() -> None:
    old = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://example.org/rss-0.91.dtd">'
    assert len(entries(old + rss("<title>Caf&eacute;</title>"))) == 1


@pytest.mark.parametrize(
    "feed",
    [
        "<rss><channel>" + "<a>" * 100_000,
        "<rss><channel><item><x " + " ".join(f'a{n}="1"' for n in range(20_000)) + "/></item></channel></rss>",
        rss(*(["<title>a</title>"] * 20_001)),
        "<rss/>",
        "<html><body>Bread</body></html>",
        "<rss",
        "",
        "bread",
    ],
)
def test_what_no_feed_has_is_refused_at_once(feed: str) -> None:
    start = time.process_time()
    try:
        found = document(feed)
    except SourceError:
        pass
    else:
        assert found.entries == ()
    assert time.process_time() - start < 3


@pytest.mark.parametrize("piece", ["<", "&", "<!--", "<p>", "]]", "&lt;", "\\", "<b><p>"])
def test_large_text_made_to_be_slow_is_read_in_time(piece: str) -> None:
    start = time.process_time()
    document(rss(f"<title>a</title><description><![CDATA[{piece * (1_000_000 // len(piece))}]]></description>"))
    document(rss(f"<title><![CDATA[{piece * (300_000 // len(piece))}]]></title>"))
    assert time.process_time() - start < 10


def test_a_feed_larger_than_a_page_is_refused() -> None:
    with pytest.raises(SourceError, match="more than one page"):
        document(b" " * (9 << 20))


def test_feedparser_is_never_given_a_name_to_open(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[object] = []
    real = feedparser.parse

    def parse(what: object, **said: object) -> object:
        given.append(what)
        return real(what, **said)

    monkeypatch.setattr(feedparser, "parse", parse)
    document(rss("<title>a</title>"))
    assert [hasattr(one, "read") for one in given] == [True]


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([RSS, ATOM, RDF, json.dumps(JSON)]),
    st.lists(st.tuples(st.integers(0, 1500), st.integers(0, 30), st.binary(max_size=12)), min_size=1, max_size=4),
)
def test_any_damage_gives_a_document_or_one_error(feed: str, damage: list[tuple[int, int, bytes]]) -> None:
    data = bytearray(feed.encode())
    for at, size, piece in damage:
        data[at : at + size] = piece
    try:
        found = document(bytes(data))
    except SourceError:
        return
    for entry in found.entries:
        for span in (entry.title, entry.label, entry.date_at, entry.lead, entry.body):
            if span is not None:
                assert 0 <= span[0] < span[1] <= len(found.text)
                assert found.text[span[1] - 1] == "\n"
    read_record(found)


@given(st.text(max_size=200))
def test_any_words_make_a_feed_or_one_error(words: str) -> None:
    for feed in (words, rss(words), f"<feed>{words}</feed>", rss(f"<title><![CDATA[{words}]]></title>")):
        try:
            document(feed.encode(errors="replace"))
        except SourceError as error:
            assert error.reason


def test_a_feed_among_other_sources_is_told_by_its_bytes() -> None:
    found = read_document(Capture(source="news.txt", slug="news", data=RSS.encode()))
    assert found.reader == "feed"
