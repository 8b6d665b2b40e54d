"""Addresses that a graph can state, and which of them lead to one page."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rochdale.loaders.addresses import address, comparable, name_in


@pytest.mark.parametrize(
    ("written", "base", "whole"),
    [
        ("https://example.org/a", "", "https://example.org/a"),
        ("  HTTP://Example.ORG/a b?q=ü#x ", "", "http://example.org/a%20b?q=%C3%BC#x"),
        ("../b", "https://example.org/a/c", "https://example.org/b"),
        ("//example.org/b", "https://example.com/", "https://example.org/b"),
        ("https://müller.example/", "", "https://xn--mller-kva.example/"),
        ("https://example.org/100%", "", "https://example.org/100%25"),
        ("https://example.org/%C3%A9", "", "https://example.org/%C3%A9"),
        ("/b", "", ""),
        ("mailto:a@example.org", "https://example.org/", ""),
        ("javascript:alert(1)", "https://example.org/", ""),
        ("https://me:secret@example.org/", "", ""),
        ("https://exa mple.org/", "", ""),
        ("https://example.org:port/", "", ""),
        ("http://[::1/", "", ""),
        ("", "https://example.org/", ""),
        ("https://example.org/" + "a" * 3000, "", ""),
    ],
)
def test_an_address_is_whole_or_none(written: str, base: str, whole: str) -> None:
    assert address(written, base) == whole


@given(st.text(max_size=80), st.sampled_from(["", "https://example.org/a/", "http:"]))
def test_every_address_is_an_iri(written: str, base: str) -> None:
    for one in (written, f"https://example.org/{written}", f"https://{written}/"):
        if whole := address(one, base):
            ox.NamedNode(whole)
            assert whole.startswith(("http://", "https://"))
            assert whole.isascii()
            assert address(whole) == whole


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("http://example.org/a", "https://www.example.org/a/"),
        ("https://example.org/", "https://EXAMPLE.org:443"),
        ("https://example.org/a#top", "https://example.org/a"),
        ("https://example.org/a/index.html", "https://example.org/a"),
        ("https://example.org/%7Ea/%c3%a9", "https://example.org/~a/é"),
        ("https://example.org/?b=2&a=1&utm_source=x", "https://example.org?a=1&b=2"),
    ],
)
def test_two_spellings_of_one_address_compare_equal(first: str, second: str) -> None:
    assert comparable(first) == comparable(second) != ""


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("https://example.org/a", "https://example.org/A"),
        ("https://example.org/?p=1", "https://example.org/?p=2"),
        ("https://example.org:8080/", "https://example.org/"),
        ("https://example.org/a%2Fb", "https://example.org/a/b"),
    ],
)
def test_two_pages_compare_different(first: str, second: str) -> None:
    assert comparable(first) != comparable(second)


def test_what_is_no_address_compares_to_nothing() -> None:
    assert comparable("example.org") == ""


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://example.org/a/oven.html?x=1.5", "oven"),
        ("https://example.org/a/b/", "b"),
        ("https://example.org/", "example.org"),
        ("https://example.org/caf%C3%A9", "café"),
        ("https://example.org/.txt", ".txt"),
    ],
)
def test_a_page_is_called_by_the_end_of_its_path(url: str, name: str) -> None:
    assert name_in(url) == name
