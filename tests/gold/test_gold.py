"""The development gold is well formed: what an annotation names stands in its page, in words the rules know."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

HERE = Path(__file__).parent

KINDS = {"thematic", "listing", "article"}
TYPES = set(
    "article call event interview news press_release project publication statement thematic".split(),
)
ROLES = {None, *"donor implementer member organiser participant partner publisher subject".split()}
RELATIONS = set("co-organise fund implement member-of partner support".split())
THEMES = set(
    """care-economy child-labour climate-and-environment cooperative-governance-and-history crisis-response decent-work
    education-and-training fair-trade-and-value-chains finance gender-equality health-and-social-protection
    housing-and-energy indigenous-peoples informal-economy international-day-and-events migration-and-refugees
    policy-and-legislation rural-and-agriculture sdgs-and-2030-agenda statistics technology-and-platforms
    waste-and-recycling youth-employment""".split(),
)
PAGE_KEYS = {"slug", "url", "language", "publisher", "kind", "items"}
ITEM_KEYS = set(
    """part title title_prefix same_as type label date series organisations countries regions projects persons themes
    partnerships""".split(),
)


class Floor(NamedTuple):
    """What a half must at least hold."""

    languages: dict[str, int]
    organisations: int
    partnerships: int


FLOORS = {
    "tune": Floor({"en": 16, "fr": 8, "es": 8}, organisations=270, partnerships=90),
    "frozen": Floor({"en": 16, "fr": 8, "es": 8}, organisations=270, partnerships=90),
    "layouts": Floor({"en": 24, "fr": 12, "es": 12}, organisations=0, partnerships=0),
}
HALVES = [half for half in FLOORS if (HERE / half).is_dir()]


@cache
def pages(half: str) -> list[dict[str, Any]]:
    """The annotated pages of one half, in the order of its file."""
    lines = (HERE / f"{half}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def text(half: str, slug: str) -> str:
    """The page, every run of white space counted as one space."""
    return " ".join((HERE / half / f"{slug}.txt").read_text(encoding="utf-8").split())


def every_page() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each annotated page with the name of its half."""
    for half in HALVES:
        for page in pages(half):
            yield half, page


ANNOTATED = [pytest.param(half, page, id=f"{half}/{page['slug']}") for half, page in every_page()]


def shown(item: dict[str, Any]) -> Iterator[str]:
    """All that an item says stands in its page letter by letter."""
    yield item["title"]
    if item["label"]:
        yield item["label"]
    yield from (organisation["surface"] for organisation in item["organisations"])
    yield from (person["name"] for person in item["persons"])
    yield from item["regions"]
    yield from (item.get("project_surfaces", {}).get(project, project) for project in item["projects"])
    yield from (evidence for *_, evidence in item["partnerships"])


def test_the_tuning_half_is_here() -> None:
    assert "tune" in HALVES


@pytest.mark.parametrize("half", HALVES)
def test_each_page_has_one_annotation_and_each_annotation_a_page(half: str) -> None:
    slugs = [page["slug"] for page in pages(half)]
    assert sorted(slugs) == sorted(path.stem for path in (HERE / half).glob("*.txt"))


@pytest.mark.parametrize("half", HALVES)
def test_a_half_is_as_large_as_was_agreed(half: str) -> None:
    floor = FLOORS[half]
    items = [item for page in pages(half) for item in page["items"]]
    languages = Counter(page["language"] for page in pages(half))
    assert all(languages[language] >= least for language, least in floor.languages.items()), languages
    assert sum(len(item["organisations"]) for item in items) >= floor.organisations
    assert sum(len(item["partnerships"]) for item in items) >= floor.partnerships


def test_the_halves_share_no_page() -> None:
    texts = Counter(text(half, page["slug"]) for half, page in every_page())
    assert not [start[:60] for start, times in texts.items() if times > 1]
    slugs = Counter(page["slug"] for _, page in every_page())
    assert not [slug for slug, times in slugs.items() if times > 1]


@pytest.mark.parametrize(("half", "page"), ANNOTATED)
def test_what_is_annotated_stands_in_the_page(half: str, page: dict[str, Any]) -> None:
    written = text(half, page["slug"])
    missing = [words for item in page["items"] for words in shown(item) if " ".join(words.split()) not in written]
    assert not missing


@pytest.mark.parametrize(("half", "page"), ANNOTATED)
def test_a_page_has_the_agreed_shape(half: str, page: dict[str, Any]) -> None:
    assert set(page) == PAGE_KEYS
    assert page["kind"] in KINDS
    assert page["language"] in FLOORS[half].languages
    assert [item["part"] for item in page["items"]] == ["page"] + ["entry"] * (len(page["items"]) - 1)
    for item in page["items"]:
        assert set(item) - {"series_no", "project_surfaces"} == ITEM_KEYS
        assert item["title_prefix"] == item["title"][:60]
        assert set(item.get("project_surfaces", {})) <= set(item["projects"])


def test_the_layouts_annotate_items_only() -> None:
    said = {"part", "title", "title_prefix", "same_as", "type", "label", "date", "series", "series_no"}
    items = [item for page in pages("layouts") for item in page["items"]]
    assert items
    assert not any(item[left_open] for item in items for left_open in ITEM_KEYS - said)


def test_a_third_of_the_layouts_are_single_pages_and_the_others_list_their_entries() -> None:
    listings = [page for page in pages("layouts") if page["kind"] == "listing"]
    assert len(listings) * 3 <= len(pages("layouts")) * 2
    assert all(len(page["items"]) > 3 for page in listings)


@pytest.mark.parametrize(("half", "page"), ANNOTATED)
def test_types_themes_roles_and_relations_are_known(half: str, page: dict[str, Any]) -> None:
    for item in page["items"]:
        assert item["type"] in TYPES
        assert set(item["themes"]) <= THEMES
        assert len(item["themes"]) == len(set(item["themes"])) <= 4
        assert {organisation["role"] for organisation in item["organisations"]} <= ROLES
        assert {relation for _, _, relation, _ in item["partnerships"]} <= RELATIONS


@pytest.mark.parametrize(("half", "page"), ANNOTATED)
def test_dates_exist_and_countries_are_three_letters(half: str, page: dict[str, Any]) -> None:
    for item in page["items"]:
        assert item["date"] is None or date.fromisoformat(item["date"])
        assert all(re.fullmatch(r"[A-Z]{3}", country) for country in item["countries"])
        assert len(item["countries"]) == len(set(item["countries"]))


@pytest.mark.parametrize(("half", "page"), ANNOTATED)
def test_partners_are_two_organisations_of_the_item_and_named_once(half: str, page: dict[str, Any]) -> None:
    for item in page["items"]:
        names = [organisation["name"] for organisation in item["organisations"]]
        assert len(names) == len(set(names))
        pairs = [frozenset(ends) for *ends, _, _ in item["partnerships"]]
        assert all(len(pair) == 2 and pair <= set(names) for pair in pairs)
        assert len(pairs) == len(set(pairs))
        assert all(len(evidence.split()) <= 6 for *_, evidence in item["partnerships"])


@pytest.mark.parametrize(("half", "page"), ANNOTATED)
def test_a_unit_and_its_parent_are_no_partners(half: str, page: dict[str, Any]) -> None:
    for item in page["items"]:
        parents = {frozenset((unit["name"], unit["parent"])) for unit in item["organisations"] if unit.get("parent")}
        paired = {frozenset(ends) for *ends, relation, _ in item["partnerships"] if relation != "member-of"}
        assert not parents & paired
