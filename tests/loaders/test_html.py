"""HTML pages: what is content and what is furniture, the items that the markup sets apart, what the page declares."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import rochdale
from rochdale.graph.build import build
from rochdale.loaders.document import Capture, Document, file_capture
from rochdale.loaders.evaluation.report import evaluate, read_gold
from rochdale.loaders.export import as_page
from rochdale.loaders.items import Item, Record
from rochdale.loaders.pipeline import harvest
from rochdale.loaders.readers.reader import read_document
from rochdale.loaders.reading import read_record
from rochdale.loaders.vocabulary import vocabulary
from tests.conftest import PAGES, ROOT
from tests.loaders.views import organisations, partnerships

HTML_PAGES = ROOT / "tests" / "html_pages"
PAIRS = ("en-article-forteress-launch", "en-listing-news-2021")
"""Samples that are there as text and as HTML."""
TEXT = "<p>The ILO and the bakers of the valley share an oven in Kenya, and the FAO pays for the flour.</p>"
LONG = TEXT * 8

Field = Callable[[Item], object]


def document(markup: str, url: str | None = "https://example.org/news/oven") -> Document:
    return read_document(Capture(source="page.html", slug="page", data=markup.encode(), url=url))


def record(markup: str) -> Record:
    return read_record(document(markup))


def page(markup: str) -> Item:
    return record(markup).items[0]


def entries(markup: str) -> list[Item]:
    return [item for item in record(markup).items if item.part == "entry"]


# -- the samples -------------------------------------------------------------------------------------------------------


def _read(path: Path) -> Record:
    return read_record(read_document(file_capture(path, path.read_bytes())))


@pytest.mark.parametrize("slug", PAIRS)
@pytest.mark.parametrize(
    "field",
    [
        lambda item: (item.part, item.title, item.type, item.label, item.date, item.series, item.summary, item.related),
        lambda item: sorted((mention.of, mention.key, mention.name, mention.role) for mention in item.mentions),
        lambda item: item.themes,
        partnerships,
    ],
    ids=["head", "mentions", "themes", "partnerships"],
)
def test_a_page_says_the_same_as_html_and_as_text(slug: str, field: Field) -> None:
    text, markup = _read(PAGES / f"{slug}.txt"), _read(HTML_PAGES / f"{slug}.html")
    assert list(map(field, markup.items)) == list(map(field, text.items))
    assert (markup.kind, markup.language) == (text.kind, text.language)


def test_every_item_of_the_samples_is_found_with_its_date_and_type() -> None:
    words = vocabulary()
    predicted = [as_page(_read(path), words) for path in sorted(HTML_PAGES.glob("*.html"))]
    scores = {
        score.field: score
        for score in evaluate(list(read_gold(HTML_PAGES / "expected.jsonl")), predicted).groups[0].scores
    }
    for field in ("items", "date", "type", "series"):
        assert (scores[field].fp, scores[field].fn) == (0, 0), field
    for field in ("organisations", "countries"):
        assert (scores[field].fp, scores[field].fn) in ((0, 0), (1, 0)), field


FURNITURE = {
    "en-article-forteress-launch": "cookies Kenya Peru Japan Newsroom Share Colombia Geneva Norway reserved",
    "en-listing-news-2021": "Desk About Kenya Français Filter 2020 Read Next Legal Germany",
    "en-event-seed-fair": "Union View Lakeside Sweden",
    "en-project-millet": "Start Projects Quick Mexico Jobs Imprint",
    "en-publication-ledger": "Home Browse Brazil Contact feedback",
    "es-listado-tabla": "Inicio Nosotros Enlaces",
    "es-noticia-molino": "Suiza Inicio Contacto Compartir Imprimir Chile Bolivia Paraguay Aviso Argentina Actualizado",
    "fr-archive-fournil": "Aller Togo admin juin Lire Classé Canada commentaire Pagination récents Archives Mali",
}
"""Words that only the furniture of a sample has."""


@pytest.mark.parametrize("slug", FURNITURE)
def test_nothing_of_the_furniture_of_the_samples_is_read(slug: str) -> None:
    path = HTML_PAGES / f"{slug}.html"
    text = read_document(file_capture(path, path.read_bytes())).text
    words = set(re.findall(r"\w+", text))
    assert [word for word in FURNITURE[slug].split() if word in words] == []
    assert all(word in path.read_text(encoding="utf-8") for word in FURNITURE[slug].split())


# -- lines -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markup", "line"),
    [
        ("<p>co<b>operat</b>ive <i>bread</i> , warm</p>", "cooperative bread , warm"),
        ("<p>one<br>two</p>", "one\ntwo"),
        ("<p>a&nbsp;b&amp;c &#8211;\n\n  d</p>", "a b&c – d"),
        ("<div><span>News</span><span>Kenya</span></div>", "News Kenya"),
        ("<ul><li>flour<li>salt</ul>", "- flour\n- salt"),
        ("<ol><li>flour</li><li>salt</li></ol>", "1. flour\n2. salt"),
        ("<dl><dt>Donor</dt><dd>European Union</dd><dd>Sida</dd></dl>", "Donor\nEuropean Union\nSida"),
        ("<table><tr><td>a</td><td>b</td><td>c</td></tr></table>", "a | b | c"),
        ("<table><tr><th>Donor</th><td>Sida<br>EU</td></tr></table>", "Donor\nSida\nEU"),
        ("<pre>one\n  two</pre>", "one\ntwo"),
        ("<h2><button>Donors</button></h2><p>Sida</p>", "Donors\n\nSida"),
    ],
)
def test_elements_become_lines_as_a_browser_shows_them(markup: str, line: str) -> None:
    assert f"\n{line}\n" in document(f"<h1>Bread of the valley</h1>{markup}{TEXT}").text


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>Peru</p>",
        "<p aria-hidden=true>Peru</p>",
        "<p style='color: red; display : none'>Peru</p>",
        "<p style='visibility:hidden'>Peru</p>",
        "<p class='sr-only'>Peru</p>",
        "<noscript><p>Peru</p></noscript>",
        "<template><p>Peru</p></template>",
        "<svg><text>Peru</text></svg>",
        "<script>var a = 'Peru';</script>",
        "<style>.Peru {}</style>",
        "<!-- Peru -->",
        "<img alt=Peru>",
        "<textarea>Peru</textarea>",
        "<select><option>Peru</select>",
    ],
)
def test_what_is_not_shown_is_not_read(hidden: str) -> None:
    assert "Peru" not in document(f"<h1>Bread of the valley</h1>{TEXT}{hidden}").text


@pytest.mark.parametrize(
    "furniture",
    [
        "<nav><a href=/peru>Peru</a></nav>",
        "<div role=navigation><a href=/peru>Peru</a></div>",
        "<header><p>Peru</p></header>",
        "<footer><p>Peru</p></footer>",
        "<div id=main-menu><a href=/peru>Peru</a></div>",
        "<div class='block block-breadcrumb'>Peru</div>",
        "<div class='cookie-consent'><p>Peru</p></div>",
        "<ul class=social-links><li>Peru</ul>",
        "<div class=shareButtons>Peru</div>",
        "<aside><h3>Links</h3><ul><li><a href=/p>Bread in Peru</a></li><li><a href=/q>Flour</a></li></ul></aside>",
        "<div class=l-sidebar><div class=sidebar><a href=/p>Bread in Peru</a></div></div>",
        "<form><label>Peru</label><button>Peru</button></form>",
    ],
)
def test_furniture_is_left_out(furniture: str) -> None:
    assert "Peru" not in document(f"<body>{furniture}<div><h1>Bread of the valley</h1>{TEXT}</div>").text


@pytest.mark.parametrize(
    "content",
    [
        "<div class='social-economy'><p>Peru bakes.</p></div>",
        "<div class='no-sidebar has-menu'><p>Peru bakes.</p></div>",
        "<div class='search-results'><p>Peru bakes.</p></div>",
        "<article class='post category-newsletter tag-menu'><p>Peru bakes.</p></article>",
        "<aside><p>Peru bakes more bread than its neighbours do.</p></aside>",
        "<div class='hidden md:block'><p>Peru bakes.</p></div>",
        "<section><header><p>Peru bakes.</p></header></section>",
        "<form><p>Peru bakes.</p></form>",
    ],
)
def test_content_stays_whatever_its_names_remind_of(content: str) -> None:
    assert "Peru" in document(f"<body><h1>Bread of the valley</h1>{TEXT}{content}").text


def test_a_page_that_is_all_furniture_is_read_all_the_same() -> None:
    assert "Bread in Kenya" in document("<nav><p>Bread in Kenya</p></nav>").text


def test_words_below_a_picture_are_no_summary() -> None:
    item = page(f"<h1>Bread of the valley</h1><figure><figcaption>A hot oven</figcaption></figure>{TEXT}")
    assert item.summary.startswith("The ILO and the bakers")
    assert "A hot oven" in document(f"<h1>Bread</h1><figure><figcaption>A hot oven</figcaption></figure>{TEXT}").text


def test_links_keep_their_place_and_their_whole_address() -> None:
    read = document(
        "<base href=/kenya/><h1>Bread of the valley</h1>"
        '<p>See the <a href="oven">oven</a>, the <a href="//fao.example/mill#top">mill</a>, the '
        '<a href="javascript:go()">shop</a> and the <a href="mailto:a@example.org">baker</a>.</p>'
    )
    assert [(read.text[link.start : link.end], link.url) for link in read.links] == [
        ("oven", "https://example.org/kenya/oven"),
        ("mill", "https://fao.example/mill#top"),
    ]


# -- listings ----------------------------------------------------------------------------------------------------------


def cards(card: str, count: int = 3) -> str:
    return "".join(card.replace("%", str(number)) for number in range(1, count + 1))


@pytest.mark.parametrize(
    "listing",
    [
        cards("<div><p>News</p><h3><a href=/n%>Bakers of street % meet</a></h3><p>% May 2022</p><p>In Kenya.</p>"
              "</div>"),
        cards("<a href=/n%><div>News</div><div>Bakers of street % meet</div><div>% May 2022</div><p>In Kenya.</p></a>"),
        "<ul>" + cards("<li><span class=type>News</span> <a href=/n%>Bakers of street % meet</a> "
                       "<time datetime=2022-05-0%>% May 2022</time><p>In Kenya.</p></li>") + "</ul>",
        "<table>" + cards("<tr><td>% May 2022</td><td class=type>News</td><td><a href=/n%>Bakers of street % meet</a>"
                          "</td><td>In Kenya.</td></tr>") + "</table>",
        cards("<article><header><h2><a href=/n%>Bakers of street % meet</a></h2><span class=category>News</span>"
              "</header><div>In Kenya.</div><footer><time datetime=2022-05-0%T10:00>a while ago</time> <a href=/t>"
              "Peru</a></footer></article>"),
        cards("<div><h4><a href=/n%><span>Bakers of street % meet</span></a></h4><div>News – % May 2022</div>"
              "<p>In Kenya. <a href=/n%>Read more</a></p></div>"),
        "<div>" + cards("<div class=col>" + "<div class=card><img><h5>Bakers of street % meet</h5>"
                        "<p class=kicker>News</p><p>% May 2022</p><p>In Kenya.</p><a href=/n%>More</a>"
                        "</div></div>") + "</div>",
        cards("<div><div class=meta><span class=tag>News</span> | <span class=date>% May 2022</span></div>"
              "<a href=/n%>Bakers of street % meet</a><p>In Kenya.</p></div>"),
    ],
)  # fmt: skip
def test_a_listing_keeps_every_item_with_kicker_date_teaser_and_address(listing: str) -> None:
    read = record(f"<h1>What is new</h1><p>All our bread.</p><div class=list>{listing}</div>")
    assert read.kind == "listing"
    assert [(item.title, item.label, item.date, item.url) for item in read.items if item.part == "entry"] == [
        (f"Bakers of street {number} meet", "News", f"2022-05-0{number}", f"https://example.org/n{number}")
        for number in (1, 2, 3)
    ]
    assert all(item.summary.startswith("In Kenya.") and not item.related for item in read.items[1:])
    assert (read.items[0].title, read.items[0].date) == ("What is new", "")


def test_headings_that_are_links_are_items_without_a_block_of_their_own() -> None:
    flat = cards("<h3><a href=/n%>Bakers of street % meet</a></h3><p>% May 2022</p><p>In Kenya.</p>")
    assert [(item.title, item.date) for item in entries(f"<h1>What is new</h1>{flat}")] == [
        (f"Bakers of street {number} meet", f"2022-05-0{number}") for number in (1, 2, 3)
    ]


def test_a_date_beside_a_link_is_the_date_of_the_item() -> None:
    listing = cards("<li><a href=/n%>Bakers of street % meet</a> (% May 2022)</li>")
    assert [item.date for item in entries(f"<h1>What is new</h1><ul>{listing}</ul>")] == [
        "2022-05-01",
        "2022-05-02",
        "2022-05-03",
    ]


def test_the_only_item_of_its_month_is_an_item_too() -> None:
    card = "<li><p>News</p><h3><a href=/n%>Bakers of street % meet</a></h3></li>"
    months = f"<h2>May 2022</h2><ul>{cards(card, 2)}</ul><h2>April 2022</h2><ul>{card.replace('%', '9')}</ul>"
    assert [item.title[-6:] for item in entries(f"<h1>What is new</h1>{months}")] == ["1 meet", "2 meet", "9 meet"]


def test_titles_that_are_all_first_headings_are_items_of_an_archive() -> None:
    posts = cards("<div class=post><h1><a href=/n%>Bakers of street % meet</a></h1><p>In Kenya.</p></div>")
    read = record(f"<title>Baker's blog &raquo; News</title>{posts}")
    assert [item.title for item in read.items] == ["News", *(f"Bakers of street {n} meet" for n in (1, 2, 3))]


def test_links_in_a_text_are_no_items() -> None:
    links = "<ul>" + cards("<li><a href=/n%>The long guide to ovens of kind %</a></li>") + "</ul>"
    assert entries(f"<h1>Bread of the valley</h1><p>3 May 2022</p>{LONG}{links}") == []


def test_the_partners_that_a_project_links_to_are_partners_and_no_items() -> None:
    names = ("World Food Programme", "International Labour Organization", "International Cooperative Alliance")
    links = "".join(f"<li><a href=https://example.net/>{name}</a></li>" for name in names)
    item = page(f"<p>Project</p><h1>Ovens for Togo</h1><p>An oven a street.</p><h2>Partners</h2><ul>{links}</ul>")
    assert organisations(item) == {"wfp": "partner", "ilo": "partner", "ica": "partner"}


# -- related content ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading", ["You may also be interested in", "Read also", "Articles liés", "Contenido relacionado"]
)
@pytest.mark.parametrize(
    "block",
    [
        "<section><h2>{}</h2><div><div><h3><a href=/a>Flour from the hill</a></h3></div>"
        "<div><h3><a href=/b>Salt of the lake</a></h3></div></div></section>",
        "<h3>{}</h3><ul><li><a href=/a>Flour from the hill</a></li><li><a href=/b>Salt of the lake</a></li></ul>",
        "<div><div class=title>{}</div><p><a href=/a>Flour from the hill</a></p><p><a href=/b>Salt of the lake</a></p>"
        "</div>",
        "<aside><h4>{}</h4><a href=/a>Flour from the hill</a><br><a href=/b>Salt of the lake</a></aside>",
    ],
)
def test_related_content_is_items_of_its_own_and_no_text_of_the_page(heading: str, block: str) -> None:
    read = record(f"<main><h1>Bread of the valley</h1><p>3 May 2022</p>{LONG}{block.format(heading)}</main>")
    assert [(item.title, item.url[-2:], item.related) for item in read.items[1:]] == [
        ("Flour from the hill", "/a", True),
        ("Salt of the lake", "/b", True),
    ]
    assert read.kind == "article"


def test_the_text_below_related_content_is_the_page_s() -> None:
    related = "<h2>Read also</h2><ul><li><a href=/a>Flour from the hill</a></li></ul>"
    read = document(f"<main><h1>Bread of the valley</h1>{LONG}{related}<h2>Thanks</h2><p>Peru helped us.</p></main>")
    own = next(entry for entry in read.entries if entry.page)
    assert own.body is not None
    assert "Peru helped us." in read.text[slice(*own.body)]


# -- what the page declares --------------------------------------------------------------------------------------------


def test_the_title_is_the_one_that_is_shown() -> None:
    for head in (
        "<title>Bread of the valley | Bakers' Union</title>",
        "<title>Union - Bread of the valley</title>",
        "<title>Something else</title><meta property=og:title content='Something else'>",
    ):
        assert page(f"{head}<h1>Bread of the valley</h1>{TEXT}").title == "Bread of the valley"


@pytest.mark.parametrize(
    "head",
    [
        "<title>Bread of the valley | Union</title>",
        "<title>Bread of the valley - Bakers Union</title><meta property=og:site_name content='Bakers Union'>",
        "<title>x</title><meta property=og:title content='Bread of the valley'>",
        "<title>x</title><meta name=DC.title content='Bread of the valley'>",
        "<title>Bread of the valley – Example</title>",
        '<script type="application/ld+json">{"@type":"Article","headline":"Bread of the valley"}</script>',
    ],
)
def test_a_title_that_no_line_shows_is_the_declared_one_without_the_site(head: str) -> None:
    read = document(f"{head}<body><h3>Background</h3>{TEXT}</body>")
    assert read.text.startswith("Bread of the valley\n")
    assert read_record(read).items[0].title == "Bread of the valley"


def test_the_site_s_own_heading_is_no_title() -> None:
    markup = (
        f"<title>Bread of the valley - Union</title><h1 class=site-title>Union</h1><h2>Bread of the valley</h2>{TEXT}"
    )
    assert page(markup).title == "Bread of the valley"


LD = '<script type="application/ld+json">{}</script>'


@pytest.mark.parametrize(
    "head",
    [
        "<meta property='article:published_time' content='2022-05-12T23:30:00-05:00'>",
        "<meta name='dcterms.issued' content='2022-05-12'>",
        "<meta name='DC.date' content='2022-05-12'>",
        "<meta name=citation_publication_date content='2022/05/12'>",
        "<meta name=date content='12 May 2022'>",
        LD.format('{"@type":"NewsArticle","headline":"x","datePublished":"2022-05-12","dateModified":"2023-01-01"}'),
        LD.format('[{"@type":["Article","NewsArticle"],"headline":"x","datePublished":"2022-05-12T10:00Z"}]'),
        LD.format(
            '{"@graph":[{"@type":"WebSite","name":"y"},{"@type":"WebPage","name":"x","datePublished":"2022-05-12"}]}'
        ),
        LD.format('<!-- {"@type":"Article","headline":"a\nb","datePublished":"2022-05-12",} -->'),
        LD.format("{broken") + LD.format('{"@type":"Article","headline":"x","datePublished":"2022-05-12"}'),
        "<meta itemprop=datePublished content=2022-05-12>",
    ],
)
def test_a_date_that_no_line_shows_is_the_declared_day_of_publication(head: str) -> None:
    changed = "<meta property='article:modified_time' content='2023-01-01'>"
    assert page(f"<head>{changed}{head}</head><h1>Bread of the valley</h1>{TEXT}").date == "2022-05-12"


def test_the_date_shown_settles_it() -> None:
    head = "<meta property='article:published_time' content='2020-01-01'>"
    assert page(f"{head}<h1>Bread of the valley</h1><p>News | 12 May 2022</p>{TEXT}").date == "2022-05-12"


def test_the_day_of_a_change_is_no_day_of_publication() -> None:
    for changed in (
        "Last updated: 7 June 2023",
        "Mis à jour le 7 juin 2023",
        "Actualizado: <time>7 de junio de 2023</time>",
    ):
        assert page(f"<h1>Bread of the valley</h1><p>{changed}</p><p>12 May 2022</p>{TEXT}").date == "2022-05-12"


@pytest.mark.parametrize(
    "line",
    [
        "<div>Posted on <time datetime=2022-05-12>May 12, 2022</time> by <a href=/jane>Jane Doe</a></div>",
        "<p>Published: 12 May 2022</p>",
        "<p><span class=date>12 May 2022</span> <span class=author>Jane Doe</span></p>",
        "<time datetime=2022-05-12T08:00></time>",
        "<p><time datetime=2022-05-12>Last Thursday</time></p>",
    ],
)
def test_a_date_is_read_from_the_line_of_who_wrote_when(line: str) -> None:
    item = page(f"<article><h1>Bread of the valley</h1>{line}{TEXT}</article>")
    assert item.date == "2022-05-12"
    assert item.summary.startswith("The ILO and the bakers")


def test_an_unset_or_impossible_date_is_none_and_the_latter_is_told() -> None:
    head = "<meta property='article:published_time' content='{}'>"
    assert page(f"{head.format('1970-01-01T00:00:00Z')}<h1>Bread of the valley</h1>{TEXT}").date == ""
    read = record(f"{head.format('2022-02-31')}<h1>Bread of the valley</h1>{TEXT}")
    assert read.items[0].date == ""
    assert [(fault.field, fault.reason) for fault in read.faults] == [("date", "the date '2022-02-31' does not exist")]


def test_an_event_has_its_first_day_and_not_the_day_of_its_announcement() -> None:
    event = LD.format('{"@type":"Event","name":"Bread fair","startDate":"2022-06-03T09:00","endDate":"2022-06-05"}')
    published = "<meta property='article:published_time' content='2022-05-12'>"
    item = page(f"{published}{event}<h1>Bread fair</h1>{TEXT}")
    assert (item.type, item.date) == ("event", "2022-06-03")


def test_articles_that_a_listing_declares_say_nothing_of_the_listing() -> None:
    listed = LD.format('[{"@type":"NewsArticle","headline":"a","datePublished":"2022-05-12"},'
                       '{"@type":"NewsArticle","headline":"b","datePublished":"2022-05-13"}]')  # fmt: skip
    assert (
        page(f"{listed}<h1>What is new</h1>{cards('<div><h2><a href=/%>Bakers of street %</a></h2></div>')}").date == ""
    )


@pytest.mark.parametrize(
    ("declared", "type_"),
    [
        (LD.format('{"@type":"Report","name":"Bread"}'), "publication"),
        (LD.format('{"@type":"NewsArticle","headline":"Bread"}'), "news"),
        (LD.format('{"@type":"Article","headline":"Bread","articleSection":"Press release"}'), "press-release"),
        (
            "<meta property='article:section' content='Bread and salt'><meta property='og:type' content='article'>",
            "thematic",
        ),
        ("<meta property='article:section' content='Interview'>", "interview"),
    ],
)
def test_the_type_may_be_declared(declared: str, type_: str) -> None:
    assert page(f"{declared}<h1>Bread</h1>{TEXT}").type == type_


def test_the_language_is_the_declared_one_unless_the_text_is_plainly_in_another() -> None:
    french = (PAGES / "fr-article-olives.txt").read_text(encoding="utf-8")
    paragraphs = "".join(f"<p>{line}</p>" for line in french.splitlines() if line)
    assert record(f"<html lang=en-GB><h1>Oliviers</h1>{paragraphs}").language == "fr"
    assert record(f"<html lang=fr-FR><h1>Oliviers</h1>{paragraphs}").language == "fr"
    assert record(f"<html lang=es><h1>Pan</h1>{TEXT}").language == "es"
    assert record(f"<html><meta name=dcterms.language content=es><h1>Pan</h1>{TEXT}").language == "es"


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ("", "https://example.org/news/oven"),
        ("<link rel=canonical href=/bread>", "https://example.org/bread"),
        ("<link rel=canonical href='https://example.net/bread'>", "https://example.net/bread"),
        ("<meta property=og:url content='https://example.net/bread'>", "https://example.net/bread"),
        ("<base href='https://example.com/x/'><link rel=canonical href=bread>", "https://example.com/x/bread"),
        ("<base href='javascript:alert(1)//'><link rel=canonical href=bread>", "https://example.org/news/bread"),
        ("<link rel=canonical href='data:text/html,x'>", "https://example.org/news/oven"),
        ("<link rel=canonical href='https://user:secret@example.net/'>", "https://example.org/news/oven"),
    ],
)
def test_a_page_has_the_address_that_it_gives_itself(head: str, url: str) -> None:
    read = record(f"<head>{head}</head><h1>Bread of the valley</h1>{TEXT}")
    assert (read.canonical, read.items[0].url) == (url, url)
    assert read.url == "https://example.org/news/oven"


def test_the_lines_decide_where_no_markup_tells_items_apart() -> None:
    read = document(
        "<body><div>News of the bakers</div>"
        + "".join(f"<div>Bakers of street {n} meet</div><div>{n} May 2022</div>" for n in (1, 2, 3, 4))
    )
    assert read.entries == ()
    assert [item.date for item in read_record(read).items] == ["", *(f"2022-05-0{n}" for n in (1, 2, 3, 4))]


# -- sources and graph -------------------------------------------------------------------------------------------------


def test_what_a_browser_saves_beside_a_page_is_no_source(tmp_path: Path) -> None:
    (tmp_path / "oven.html").write_text(f"<h1>Bread of the valley</h1>{TEXT}")
    for name in ("oven_files", "mill_files"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "frame.html").write_text(f"<h1>{name}</h1>{TEXT}")
    assert [record.items[0].title for record in harvest([tmp_path], jobs=1).records] == [
        "mill_files",
        "Bread of the valley",
    ]


def test_the_graph_knows_pages_and_entries_by_their_addresses(tmp_path: Path) -> None:
    graph = rochdale.open(build([HTML_PAGES / "en-listing-news-2021.html"], tmp_path / "kg", jobs=1).folder)
    found = graph.query(
        "SELECT ?title ?url ?of { ?item dcterms:title ?title ; schema:url ?url ; sse:document/schema:url ?of }"
    )
    addresses = {row["title"]: (row["url"], row["of"]) for row in found}
    listing = "https://coop.example.org/en/news/"
    assert addresses["News, stories and statements on cooperatives"] == (listing, listing)
    assert addresses["COVID-19 and waste pickers: what cooperatives did"] == (f"{listing}waste", listing)
    assert len(addresses) == 14


def test_a_page_that_is_declared_as_html_is_read_as_such_whatever_it_begins_with() -> None:
    capture = Capture(
        source="x", slug="x", data=b"Bread of the valley<br>is <b>warm</b>", media_type="text/html; charset=utf-8"
    )
    assert read_document(capture).text == "Bread of the valley\nis warm\n"
