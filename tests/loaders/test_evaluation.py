import copy
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from rochdale.errors import SourceError
from rochdale.loaders.evaluation.comparison import FIELDS, Error
from rochdale.loaders.evaluation.report import Report, Score, evaluate, read_gold

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "tests" / "pages" / "expected.jsonl"
SHARED = ROOT.parent / "shared" / "gold"

ILO = {"name": "International Labour Organization (ILO)", "surface": "ILO", "role": "organiser"}
UGTT = {"name": "Tunisian General Labour Union (UGTT)", "surface": "the labour union", "role": "partner"}
ICA = {"name": "International Cooperative Alliance (ICA)", "surface": "ICA"}


def item(title: str = "A cooperative opens its doors in the old town", **fields: Any) -> dict[str, Any]:
    return {"title": title, **fields}


def page(*items: dict[str, Any], slug: str = "one", **fields: Any) -> dict[str, Any]:
    return {"slug": slug, "language": "en", "kind": "listing", "items": list(items), **fields}


def scores(report: Report, group: str = "overall") -> dict[str, Score]:
    found = next(one for one in report.groups if one.name == group)
    return {score.field: score for score in found.scores}


def counts(gold: dict[str, Any], predicted: dict[str, Any], field: str) -> tuple[int, int, int]:
    """True positives, false positives, false negatives of one field of one page."""
    score = scores(evaluate([gold], [predicted], rounds=0))[field]
    return score.tp, score.fp, score.fn


def one_field(field: str, gold: Any, predicted: Any, **both: Any) -> tuple[int, int, int]:
    """The counts of a field of one item that has these values."""
    return counts(page(item(**{field: gold}, **both)), page(item(**{field: predicted}, **both)), field)


def errors(gold: dict[str, Any], predicted: dict[str, Any]) -> list[tuple[str, str, str]]:
    found = evaluate([gold], [predicted], rounds=0).errors
    return [(error.field, error.side, error.value) for error in found]


# Titles


@pytest.mark.parametrize(
    ("gold", "predicted", "pairs"),
    [
        ("Growing a field of dreams", "GROWING A FIELD – of dreams!", True),
        ("Growing a field of dreams", "Growing a field of dreams: how olives changed a town", True),
        ("Growing a field of dreams", "Growing a field of dr", False),  # 17 letters in common
        ("Cultiver un rêve : les oliviers", "Cultiver un reve les oliv", True),
        ("Care", "Care work and cooperatives", True),
        ("Care work and cooperatives", "Care", False),
        ("Growing a field of dreams", "Sowing a field of dreams", False),
    ],
)
def test_titles_match_when_one_begins_with_the_other(gold: str, predicted: str, pairs: bool) -> None:
    one, other = page(item(gold), item("Another entry")), page(item(predicted))
    assert counts(one, other, "items") == ((1, 0, 1) if pairs else (0, 1, 2))


def test_an_entry_predicted_twice_is_wrong_once() -> None:
    entry = item(themes=["finance"])
    assert counts(page(entry), page(entry, entry), "items") == (1, 1, 0)
    assert counts(page(entry), page(entry, entry), "themes") == (1, 1, 0)
    assert counts(page(entry, entry), page(entry, entry), "items") == (2, 0, 0)


def test_a_missed_item_loses_all_its_fields() -> None:
    gold = page(
        item("The first of two entries", type="news", date="2021-07-29"),
        item("And now for something else", type="event", organisations=[ILO, UGTT], countries=["TUN"]),
    )
    predicted = page(item("The first of two entries", type="news", date="2021-07-29"))
    report = scores(evaluate([gold], [predicted]))
    shown = {field: (score.tp, score.fp, score.fn) for field, score in report.items()}
    assert shown["items"] == shown["type"] == (1, 0, 1)
    assert shown["date"] == (1, 0, 0)
    assert shown["organisations"] == (0, 0, 2)
    assert shown["countries"] == (0, 0, 1)
    assert shown["roles of organisations found"] == (0, 0, 0)


def test_an_invented_item_adds_all_its_fields_as_false_positives() -> None:
    gold = page(item("The first of two entries"))
    predicted = page(item("The first of two entries"), item("Not on the page", persons=["Ada"], type="news"))
    assert counts(gold, predicted, "items") == (1, 1, 0)
    assert counts(gold, predicted, "persons") == counts(gold, predicted, "type") == (0, 1, 0)


def test_the_only_item_of_a_page_is_compared_though_its_title_differs() -> None:
    gold = page(item("A page and its title", countries=["TUN", "FRA"]))
    predicted = page(item("Something else", countries=["TUN"]), item("And more"))
    assert counts(gold, predicted, "countries") == (1, 0, 1)
    assert counts(gold, predicted, "items") == (0, 2, 1)
    assert counts(page(item("")), predicted, "items") == (1, 1, 0)


# Values


@pytest.mark.parametrize(
    "name",
    [
        "International Labour Organization (ILO)",
        "the International Labour Organization",
        "ILO",
        {"name": "ILO headquarters", "surface": "L'ILO"},
        "Bureau (ILO)",
    ],
)
def test_an_organisation_is_known_by_name_surface_and_acronym(name: Any) -> None:
    assert one_field("organisations", [ILO], [name]) == (1, 0, 0)


def test_a_country_in_parentheses_is_no_acronym() -> None:
    labour, health = "Ministry of Labour (Tunisia)", "Ministry of Health (Tunisia)"
    assert one_field("organisations", [labour], [health]) == (0, 1, 1)
    assert one_field("organisations", [labour], ["Ministry of Labour"]) == (1, 0, 0)


def test_an_organisation_given_twice_is_one() -> None:
    assert one_field("organisations", [ILO], ["ILO", ILO["name"], "the ILO"]) == (1, 0, 0)
    assert one_field("organisations", [ILO], ["ILO", "International Labour Organization"]) == (1, 1, 0)


def test_an_organisation_answers_for_one_of_the_gold_only() -> None:
    gold = [{"name": "Union of North"}, {"name": "Union of South"}]
    both = [{"name": "Union of North", "surface": "Union of South"}]
    assert one_field("organisations", gold, both) == (1, 0, 1)


def test_persons_are_compared_without_honorifics() -> None:
    gold = [{"name": "Simel Esim", "affiliation": "ILO"}, {"name": "Amélie Durand"}, {"name": "Mrs Bee"}]
    predicted = ["Dr. Simel Esim", "Her Excellency Mme Amelie Durand", "Mister Bee"]
    assert one_field("persons", gold, predicted) == (2, 1, 1)


def test_date_and_type_are_one_value_each() -> None:
    assert one_field("date", "2021-07-29", "2021-07-29") == (1, 0, 0)
    assert one_field("date", "2021-07-29", "2021-07-30") == (0, 1, 1)
    assert one_field("date", None, "2021") == (0, 1, 0)
    assert one_field("date", None, None) == (0, 0, 0)
    assert one_field("type", "news", "News") == (1, 0, 0)


def test_regions_countries_and_themes_are_sets() -> None:
    assert one_field("themes", ["finance", "statistics"], ["statistics", "statistics", "sdgs"]) == (1, 1, 1)
    assert one_field("regions", ["Arab States"], ["arab states", "Africa"]) == (1, 1, 0)
    assert one_field("countries", ["TUN"], []) == (0, 0, 1)


def test_the_surface_of_a_project_counts_as_its_name() -> None:
    names = {"project_surfaces": {"ITCILO Gender Academy": "Turin Gender Academy"}}
    assert one_field("projects", ["ITCILO Gender Academy"], ["Turin Gender Academy"], **names) == (1, 0, 0)
    assert one_field("projects", ["ITCILO Gender Academy"], ["Turin Gender Academy"]) == (0, 1, 1)


def test_series_are_compared_without_signs_and_accents() -> None:
    assert one_field("series", "Co-operators", "COOPERATORS") == (1, 0, 0)
    assert one_field("series", "Co-operators", None) == (0, 0, 1)


# Partnerships and roles


def test_a_partnership_is_an_unordered_pair() -> None:
    gold = [["ILO", "ICA", "partner", ""]]
    assert one_field("partnerships", gold, [["ICA", "ILO", "partner", "of both"]]) == (1, 0, 0)
    assert one_field("partnerships", gold, [["ICA", "ILO"], ["ILO", "ICA"]]) == (1, 0, 0)
    assert one_field("partnerships", gold, [["ICA", "UGTT"]]) == (0, 1, 1)


def test_an_end_has_all_names_of_the_organisation_that_it_names() -> None:
    gold = page(item(organisations=[ILO, UGTT], partnerships=[["ILO", "the labour union", "partner", ""]]))
    predicted = page(item(organisations=[], partnerships=[["International Labour Organization", "UGTT"]]))
    assert counts(gold, predicted, "partnerships") == (1, 0, 0)
    bare = page(item(partnerships=[["ILO", "the labour union", "partner", ""]]))
    assert counts(bare, predicted, "partnerships") == (0, 1, 1)


def test_the_relation_counts_only_in_its_own_row() -> None:
    gold = page(item(partnerships=[["ILO", "ICA", "partner", ""], ["ILO", "UGTT", "fund", ""]]))
    predicted = page(item(partnerships=[["ICA", "ILO", "partner", ""], ["ILO", "UGTT", "implement", ""]]))
    assert counts(gold, predicted, "partnerships") == (2, 0, 0)
    assert counts(gold, predicted, "partnerships with relation") == (1, 1, 1)
    assert errors(gold, predicted) == [
        ("partnerships with relation", "missing", "ILO – UGTT: fund"),
        ("partnerships with relation", "wrong", "ILO – UGTT: implement"),
    ]


def test_a_missing_partnership_is_listed_once() -> None:
    gold = page(item(partnerships=[["ILO", "ICA", "partner", ""]]))
    assert counts(gold, page(item()), "partnerships with relation") == (0, 0, 1)
    assert errors(gold, page(item())) == [("partnerships", "missing", "ILO – ICA: partner")]


def test_roles_are_compared_for_organisations_found() -> None:
    gold = page(item(organisations=[ILO, UGTT, ICA]))
    predicted = page(item(organisations=[ILO | {"role": "donor"}, ICA | {"role": "member"}]))
    assert counts(gold, predicted, "roles of organisations found") == (0, 1, 1)
    assert counts(gold, gold, "roles of organisations found") == (2, 0, 0)
    assert errors(gold, predicted) == [
        ("organisations", "missing", UGTT["name"]),
        ("roles of organisations found", "missing", f"{ILO['name']}: organiser"),
        ("roles of organisations found", "wrong", f"{ILO['name']}: donor"),
    ]


# Pages, groups, measures


def test_pages_are_paired_by_slug_and_else_by_url() -> None:
    gold = [
        page(item(), slug="one"),
        page(item(), slug="two", url="https://example.org/2"),
        page(slug="three"),
    ]
    predicted = [
        page(item(), slug="two-by-url") | {"slug": None, "url": "https://example.org/2"},
        page(item(), slug="one"),
        page(item(), slug="four"),
    ]
    report = evaluate(gold, predicted)
    assert scores(report)["items"].tp == 2
    assert report.unpredicted == ("three",)
    assert report.unjudged == ("four",)


def test_scores_are_given_overall_by_language_and_by_kind() -> None:
    gold = [
        page(item(themes=["finance"]), slug="a", kind="thematic"),
        page(item(themes=["finance"]), slug="b", language="fr"),
        page(item(themes=["finance"]), slug="c", language="fr"),
    ]
    predicted = copy.deepcopy(gold)
    predicted[1]["items"][0]["themes"] = []
    report = evaluate(gold, predicted)
    assert [(group.name, group.pages) for group in report.groups] == [
        ("overall", 3),
        ("language en", 1),
        ("language fr", 2),
        ("kind listing", 2),
        ("kind thematic", 1),
    ]
    assert all(tuple(score.field for score in group.scores) == FIELDS for group in report.groups)
    recalls = [scores(report, group.name)["themes"].recall for group in report.groups]
    assert [recall and round(recall.value, 3) for recall in recalls] == [0.667, 1.0, 0.5, 0.5, 1.0]


def test_f1_is_the_harmonic_mean_and_nothing_to_find_has_no_measure() -> None:
    gold = page(item(countries=["TUN", "FRA", "ITA"]))
    found = scores(evaluate([gold], [page(item(countries=["TUN", "ESP"]))], rounds=0))
    precision, recall, f1 = found["countries"].precision, found["countries"].recall, found["countries"].f1
    assert precision and recall and f1
    assert (precision.value, recall.value, f1.value) == pytest.approx((1 / 2, 1 / 3, 2 / 5))
    assert found["persons"].f1 is None


def test_intervals_come_from_resampled_pages() -> None:
    gold = [page(item(countries=["TUN"], themes=["finance"]), slug=slug) for slug in ("a", "b")]
    half = [
        page(item(countries=["TUN"], themes=["finance"]), slug="a"),
        page(item(themes=["finance"]), slug="b"),
    ]
    found = scores(evaluate(gold, half))
    # Of two pages, one found and one missed, a quarter of the samples holds the missed one twice.
    recall = found["countries"].recall
    assert recall
    assert (recall.low, recall.value, recall.high) == (0.0, 0.5, 1.0)
    recall = found["themes"].recall
    assert recall
    assert (recall.low, recall.value, recall.high) == (1.0, 1.0, 1.0)


def test_one_page_has_no_interval() -> None:
    f1 = scores(evaluate([page(item())], [page(item())]))["items"].f1
    assert f1
    assert (f1.low, f1.value, f1.high) == (None, 1.0, None)


def test_equal_seeds_give_equal_reports() -> None:
    gold = read_gold(SAMPLES)
    predicted = perturbed(gold)
    assert evaluate(gold, predicted, rounds=50) == evaluate(gold, predicted, rounds=50)
    assert evaluate(gold, predicted, rounds=50) != evaluate(gold, predicted, rounds=50, seed=1)


# Errors and output


def test_errors_follow_the_pages_and_show_the_surface() -> None:
    gold = [
        page(item("First page", organisations=[UGTT]), slug="a"),
        page(item("Second page", date="2020-01-02"), slug="b"),
    ]
    predicted = [page(item("Second page", themes=["finance"]), slug="b"), page(item("First page"), slug="a")]
    assert list(evaluate(gold, predicted).errors) == [
        Error(
            page="a",
            item="First page",
            field="organisations",
            side="missing",
            value="Tunisian General Labour Union (UGTT)",
            surface="the labour union",
        ),
        Error(page="b", item="Second page", field="date", side="missing", value="2020-01-02"),
        Error(page="b", item="Second page", field="themes", side="wrong", value="finance"),
    ]


def test_every_false_count_has_its_error() -> None:
    gold = read_gold(SAMPLES)
    report = evaluate(gold, perturbed(gold), rounds=0)
    listed = Counter((error.field, error.side) for error in report.errors)
    for field, score in scores(report).items():
        if field != "partnerships with relation":
            assert (listed[field, "wrong"], listed[field, "missing"]) == (score.fp, score.fn), field


def test_the_table_fits_a_terminal_and_lists_a_missed_item_once() -> None:
    gold = page(item("A missed entry", organisations=[ILO]), item("A found entry", organisations=[UGTT]))
    report = evaluate([gold], [page(item("A found entry", themes=["finance"]))])
    shown = report.table(errors=True).split("\n")
    assert shown[shown.index("errors (3)") :] == [
        "errors (3)",
        "",
        "one",
        "  A missed entry",
        "    missing  items: A missed entry",
        "  A found entry",
        "    missing  organisations: Tunisian General Labour Union (UGTT) “the labour union”",
        "    wrong    themes: finance",
    ]
    assert (
        "organisations                 0.000            0.000            0.000                0      0      2" in shown
    )
    assert report.table(errors=True, errors_limit=1).endswith("A missed entry\n… and 2 more")
    assert "errors" not in report.table()


def test_no_line_of_the_table_is_longer_than_100_characters() -> None:
    gold = read_gold(SAMPLES)
    lines = evaluate(gold, perturbed(gold)).table(errors=True).split("\n")
    assert max(len(line) for line in lines) <= 100


def test_the_report_is_json() -> None:
    told = json.loads(evaluate([page(item(date="2020-01-02"))], [page(item())]).as_json())
    assert told["groups"][0]["scores"][1] == {
        "field": "date",
        "tp": 0,
        "fp": 0,
        "fn": 1,
        "precision": {"value": 0.0, "low": None, "high": None},
        "recall": {"value": 0.0, "low": None, "high": None},
        "f1": {"value": 0.0, "low": None, "high": None},
    }
    assert told["errors"][0]["value"] == "2020-01-02"


# Files


def test_gold_is_read_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text('{"slug": "a", "items": []}\n\n{"slug": "b", "items": [{"title": "x\u2028y"}]}\n', "utf-8")
    assert [one["slug"] for one in read_gold(file)] == ["a", "b"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"slug": "a", "items": [', "not JSON"),
        (b'{"slug": "\xff", "items": []}', "not JSON"),
        (b"[1, 2]", "not a JSON object"),
        (b'{"items": []}', "no slug"),
        (b'{"slug": "a"}', "no list of items"),
        (b'{"slug": "a", "items": ["title"]}', "no list of items"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, line: bytes, reason: str) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_bytes(b'{"slug": "a", "items": []}\n' + line + b"\n")
    with pytest.raises(SourceError, match=reason) as caught:
        read_gold(file)
    assert caught.value.source == f"{file}:2"


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"none\.jsonl"):
        read_gold(tmp_path / "none.jsonl")


# Agreement with the script that comes with the gold


def perturbed(gold: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A copy with something of every kind changed, always the same."""
    pages = copy.deepcopy(gold)
    for number, entry in enumerate(entry for one in pages for entry in one["items"]):
        _perturb(entry, number)
    for one in pages[::2]:
        one["items"].append(copy.deepcopy(one["items"][0]))
        one["items"].append(item("An entry that no page shows", themes=["finance"], organisations=["ILO"]))
        del one["items"][1]
    return pages[:-1]


def _perturb(entry: dict[str, Any], number: int) -> None:
    field = ("organisations", "countries", "projects", "persons", "themes", "partnerships")[number % 6]
    entry[field] = entry[field][1:]
    entry["organisations"] = [
        one["surface"] if (number + i) % 5 == 0 else one | {"role": "donor"} if (number + i) % 5 == 1 else one
        for i, one in enumerate(entry["organisations"])
    ]
    entry["persons"] = [f"Ms. {one['name']}" for one in entry["persons"]]
    entry["partnerships"] = [[b, a, "support", ""] for a, b, *_ in entry["partnerships"]]
    if number % 7 == 0:
        entry["date"], entry["type"], entry["series"] = "2020-02-29", "news", None
        entry["themes"] = [*entry["themes"], "finance", "statistics"]
        entry["organisations"].append("The Alliance (ICA)")
        entry["regions"] = [*entry["regions"], "Africa"]
    if number % 11 == 0:
        entry["title_prefix"] = entry["title_prefix"][:25]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the gold and its script are not beside this checkout")
@pytest.mark.parametrize("name", ["seeds", "samples"])
def test_every_count_is_that_of_the_gold_script(name: str, tmp_path: Path) -> None:
    source = {"seeds": SHARED / "seeds.jsonl", "samples": SAMPLES}[name]
    gold = read_gold(source)
    predicted = perturbed(gold)
    file = tmp_path / "predicted.jsonl"
    file.write_text("".join(json.dumps(one) + "\n" for one in predicted), "utf-8")
    command = [sys.executable, str(SHARED / "score.py"), str(source), str(file), "--json"]
    output = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    told = json.loads(output.replace("(found orgs)", "of organisations found"))
    report = evaluate(gold, predicted, rounds=0)
    assert {group.name.replace(" ", "=") for group in report.groups} == set(told)
    assert set(FIELDS) - set(told["overall"]) == {"partnerships with relation"}
    for group, fields in told.items():
        ours = scores(report, group.replace("=", " "))
        assert {field: (one["tp"], one["fp"], one["fn"]) for field, one in fields.items()} == {
            field: (ours[field].tp, ours[field].fp, ours[field].fn) for field in fields
        }
