import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rochdale.loaders.folding import fold, key, slug

ANY = st.text(max_size=200)


@given(ANY)
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(ANY)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY, ANY)
def test_folding_works_sign_by_sign(one: str, other: str) -> None:
    assert fold(one + other) == fold(one) + fold(other)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Coopérative", "cooperative"),
        ("CO-OPERATIVE", "co operative"),
        ("Women’s", "women s"),
        ("Women's", "women s"),
        ("Économie–Café", "economie cafe"),
        ("Türkiye", "turkiye"),
        ("Çatalhöyük\nİzmir", "catalhoyuk izmir"),
        ("Trinidad & Tobago", "trinidad & tobago"),
        ("a\u00a0b", "a b"),
        ("التعاون", "التعاون"),
        ("", ""),
    ],
)
def test_folding_drops_case_accents_and_signs(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Growing a field – of dreams!", "growing a FIELD of dreams"),
        ("  SSE:   Gender equality ", "SSE: Gender equality"),
        ("L’économie sociale", "L'economie sociale"),
    ],
)
def test_lines_that_differ_only_in_signs_have_one_key(one: str, other: str) -> None:
    assert key(one) == key(other)


@given(ANY)
def test_a_key_has_single_spaces_and_none_at_its_ends(text: str) -> None:
    assert key(text).split(" ") == key(text).split() or key(text) == ""


@given(ANY.filter(lambda text: unicodedata.is_normalized("NFKD", text)), st.integers(min_value=1, max_value=80))
def test_a_slug_is_ascii_and_within_its_limit(text: str, limit: int) -> None:
    found = slug(text, limit)
    assert found.isascii()
    assert len(found) <= limit
    assert all(c.isdigit() or c.islower() or c == "-" for c in found)
    assert not found.startswith("-")
    assert "--" not in found


def test_a_slug_of_ornamental_letters_is_lower_case() -> None:
    assert slug("\N{MATHEMATICAL BOLD FRAKTUR CAPITAL A}bc") == "abc"


@given(ANY)
def test_a_slug_does_not_end_in_a_hyphen(text: str) -> None:
    assert not slug(text).endswith("-")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bakers’ Cooperative of Tell Aval", "bakers-cooperative-of-tell-aval"),
        ("Coopérative oléicole d'Azour", "cooperative-oleicole-dazour"),
        ("Straße", "strasse"),
        ("SSE: Care economy (2)", "sse-care-economy-2"),
        ("协同组合", ""),
    ],
)
def test_a_slug_holds_the_words_in_ascii(text: str, found: str) -> None:
    assert slug(text) == found


@pytest.mark.parametrize(
    ("word", "slugs"),
    [("Kalkınma", {"kalkinma", "kalknma"}), ("Wałbrzych", {"walbrzych", "wabrzych"}), ("Bjørn", {"bjorn", "bjrn"})],
)
def test_a_letter_without_an_ascii_form_does_not_cut_its_word(word: str, slugs: set[str]) -> None:
    assert slug(word) in slugs


def test_a_slug_is_cut_between_words() -> None:
    assert slug("one two three four", limit=10) == "one-two"


def test_a_single_long_word_is_cut_inside() -> None:
    assert slug("a" * 90, limit=60) == "a" * 60
