"""The parts of the HTML reader by themselves: encodings, addresses, bounds, names of classes."""

import pytest

from rochdale.errors import SourceError
from rochdale.loaders.readers.markup.addresses import address
from rochdale.loaders.readers.markup.bounds import MAX_ATTRIBUTES, bounded
from rochdale.loaders.readers.markup.encoding import decode
from rochdale.loaders.readers.markup.furniture import names_say

WORDS = "Économie – coopérative"


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (WORDS.encode(), ""),
        (b"\xef\xbb\xbf" + WORDS.encode(), "text/html; charset=windows-1252"),
        (WORDS.encode("utf-16"), ""),
        (b"\xfe\xff" + WORDS.encode("utf-16-be"), "text/html; charset=utf-8"),
        (WORDS.encode("cp1252"), ""),
        (WORDS.encode("cp1252"), "text/html;charset=ISO-8859-1"),
        (WORDS.encode("cp1252"), "text/html; charset=utf-8"),
        (b"<meta charset=iso-8859-1>" + WORDS.encode("cp1252"), ""),
        (b"<meta charset=iso-8859-1>" + WORDS.encode(), ""),
        (
            b'<meta http-equiv=Content-Type content="text/html; charset=none">' + WORDS.encode(),
            'text/html; charset="x"',
        ),
        (b"<meta charset=utf-16>" + WORDS.encode(), ""),
        (b"<meta charset=rot13>" + WORDS.encode(), "text/html; charset=base64"),
    ],
)
def test_a_page_is_decoded_as_browsers_do_and_as_what_it_is(data: bytes, media_type: str) -> None:
    assert decode(data, media_type).endswith(WORDS)


def test_a_declared_encoding_is_believed() -> None:
    assert decode('<meta charset="windows-1251">Кооператив'.encode("cp1251")).endswith("Кооператив")
    assert decode("生協".encode("shift_jis"), "text/html; charset=Shift_JIS") == "生協"
    assert decode("Кооператив".encode("koi8-r"), "text/html; charset=koi8-r") == "Кооператив"


def test_a_few_wrong_bytes_do_not_make_a_page_another_encoding() -> None:
    assert decode((WORDS * 20).encode() + b"\xff").startswith(WORDS)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("oven", "https://example.org/a/oven"),
        ("/oven?x=1&y=2#z", "https://example.org/oven?x=1&y=2#z"),
        ("//example.net/oven", "https://example.net/oven"),
        ("?page=2", "https://example.org/a/b?page=2"),
        ("HTTP://EXAMPLE.NET/", "HTTP://EXAMPLE.NET/"),
        (" /deux fours ", "https://example.org/deux%20fours"),
        ("/four à pain", "https://example.org/four%20%C3%A0%20pain"),
        ("https://coopérative.example/", "https://xn--cooprative-e7a.example/"),
        ("/50%", "https://example.org/50%25"),
        ("/a%20b", "https://example.org/a%20b"),
        ("#top", ""),
        ("", ""),
        ("javascript:alert(1)", ""),
        ("JaVaScRiPt:alert(1)", ""),
        ("data:text/html,x", ""),
        ("mailto:a@example.org", ""),
        ("file:///etc/passwd", ""),
        ("https://user:word@example.net/", ""),
        ("http://[::1", ""),
        ("http://exa mple.net/", ""),
        ("/" + "a" * 3000, ""),
    ],
)
def test_an_address_is_made_whole_or_left_out(written: str, found: str) -> None:
    assert address(written, "https://example.org/a/b?c") == found


def test_without_a_base_only_a_whole_address_is_one() -> None:
    assert address("/oven", "") == ""
    assert address("https://example.org/oven", "") == "https://example.org/oven"


def test_a_page_within_the_bounds_is_passed_on_as_it_is() -> None:
    page = "<div class='a'><p>Bread</p><br></div>" * 2_000
    assert bounded("page.html", page) == page
    large = "<ul><li>flour<li>salt</ul><table><tr><td>a<td>b<tr><td>c</table><p>one<p>two<br>" * 3_000
    assert bounded("page.html", large) == large


def test_attributes_beyond_the_bound_are_cut_and_the_tag_stays_whole() -> None:
    many = "".join(f" a{number}='>'" for number in range(10_000))
    assert bounded("page.html", f"<p{many}>Bread</p>").count("'>'") == MAX_ATTRIBUTES
    assert bounded("page.html", f"<p{many}>Bread</p>").endswith(">Bread</p>")


def test_more_tags_than_a_page_has_are_refused() -> None:
    with pytest.raises(SourceError, match="150,000 tags"):
        bounded("page.html", "<" * 150_001)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ("main-nav", "furniture"),
        ("siteNavigation", "furniture"),
        ("block block--breadcrumb", "furniture"),
        ("cookie-notice", "furniture"),
        ("social-media-links", "furniture"),
        ("social-economy", ""),
        ("social-protection", ""),
        ("search-results", ""),
        ("category-newsletter", ""),
        ("no-sidebar", ""),
        ("article-share-title", ""),
        ("sidebar", "aside"),
        ("related-articles", "related"),
        ("card__date", "date"),
        ("teaser-category", "label"),
        ("visually-hidden", "hidden"),
        ("hidden lg:block", ""),
        ("d-none d-md-block", ""),
        ("", ""),
    ],
)
def test_the_names_of_classes_tell_furniture_from_content(names: str, said: str) -> None:
    assert names_say(names) == said
