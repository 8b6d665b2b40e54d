"""Names that one page defines are found on the pages that use them."""

from pathlib import Path

import pytest

from rochdale.loaders import pipeline
from rochdale.loaders.items import Mention
from rochdale.loaders.pipeline import Harvest, harvest

DEFINES = (
    "Ten bakers share one oven\n\n4 May 2022\n\nThe Bakers Union of the Lakes (BUOL) met in Kenya. The oven was hot.\n"
)
USES = "Flour for all\n\n5 May 2022\n\nThe flour of the valley went to BUOL, which bakes it. The mill was old.\n"
OTHER = "Ten millers\n\n6 May 2022\n\nThe millers of the valley went home. The mill was old.\n"


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for name, text in (("a", DEFINES), ("b", USES), ("c", OTHER)):
        (folder / f"{name}.txt").write_text(text)
    return folder


def _organisations(found: Harvest, slug: str) -> list[Mention]:
    record = next(record for record in found.records if record.slug == slug)
    return [mention for item in record.items for mention in item.mentions if mention.of == "organisation"]


def test_an_acronym_that_another_page_defines_is_found(pages: Path) -> None:
    (mention,) = _organisations(harvest([pages], jobs=1), "b")
    assert (mention.words, mention.key, mention.rule) == ("BUOL", "", "learned-name")
    assert mention.name == "Bakers Union of the Lakes (BUOL)"
    assert mention.sentence == "The flour of the valley went to BUOL, which bakes it."


def test_the_page_that_defines_it_and_pages_that_do_not_name_it_are_read_as_before(pages: Path) -> None:
    alone = harvest([pages / "a.txt"], jobs=1).records + harvest([pages / "c.txt"], jobs=1).records
    together = harvest([pages], jobs=1).records
    assert [together[0].items, together[2].items] == [record.items for record in alone]


@pytest.mark.parametrize(
    "text",
    [
        "The Bread Union of Lamu (BUOL) met too.",
        "The Bakers Union of the Lakes met too, not the Boat Users Organisation of Lamu (BUOL).",
    ],
)
def test_an_acronym_with_several_meanings_is_left_open(pages: Path, text: str) -> None:
    (pages / "d.txt").write_text(f"More bakers\n\n7 May 2022\n\n{text}\n")
    assert _organisations(harvest([pages], jobs=1), "b") == []


def test_an_acronym_of_the_vocabulary_is_not_learned_anew(pages: Path) -> None:
    (pages / "a.txt").write_text(DEFINES.replace("BUOL", "ILO"))
    (pages / "b.txt").write_text(USES.replace("BUOL", "the ILO"))
    assert [mention.key for mention in _organisations(harvest([pages], jobs=1), "b")] == ["organisation/ilo"]


def test_what_is_learned_does_not_depend_on_order_or_processes(pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = sorted(pages.iterdir())
    expected = {record.slug: record for record in harvest(paths, jobs=1).records}
    assert {record.slug: record for record in harvest(reversed(paths), jobs=1).records} == expected
    monkeypatch.setattr(pipeline, "_FEW", 1)
    assert {record.slug: record for record in harvest(paths, jobs=2).records} == expected


def test_learned_names_come_from_the_cache_and_go_when_the_definition_goes(pages: Path, tmp_path: Path) -> None:
    cache = tmp_path / "records.sqlite"
    first = harvest([pages], jobs=1, cache=cache)
    second = harvest([pages], jobs=1, cache=cache)
    assert second.records == first.records
    assert (second.tally.extracted, second.tally.cached) == (0, 3)
    (pages / "a.txt").write_text(OTHER.replace("6 May", "8 May"))
    assert _organisations(harvest([pages], jobs=1, cache=cache), "b") == []
