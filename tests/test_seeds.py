"""What is read of pages, held to what people read in them: the seeds where they are at hand, always the samples."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rochdale.graph.build import build
from rochdale.loaders.evaluation.report import evaluate, read_gold
from rochdale.loaders.export import as_page
from rochdale.loaders.pipeline import harvest
from rochdale.loaders.vocabulary import vocabulary
from tests.conftest import PAGES, Cli

SEEDS = {
    "items": 0.98,
    "date": 1.0,
    "type": 0.95,
    "series": 0.95,
    "countries": 0.97,
    "organisations": 0.92,
    "projects": 0.95,
    "themes": 0.85,
    "persons": 0.85,
}
SAMPLES = {
    "items": 0.99,
    "date": 0.99,
    "type": 0.96,
    "series": 0.98,
    "organisations": 0.97,
    "countries": 0.95,
    "regions": 0.95,
    "projects": 0.96,
    "persons": 0.85,
    "themes": 0.94,
    "partnerships": 0.65,
}
MERGED = {
    "Advancing gender equality": 2,
    "COVID-19 Response: SEWA": 2,
    "ILO COOP 100 Webinar II ": 2,
    "Indian women co-operators": 3,
    "SSE: Gender equality": 2,
}
"""How the titles begin that stand on several of the seeds, and on how many each stands."""


@pytest.fixture(scope="module")
def scores(shared: Path, cli: Cli, tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    """F1 by field, as the script beside the gold counts it."""
    predicted = tmp_path_factory.mktemp("seeds") / "predicted.jsonl"
    said = cli("extract", shared / "seeds")
    assert (said.code, said.err) == (0, "")
    predicted.write_text(said.out, encoding="utf-8")
    gold = shared / "gold"
    words = [sys.executable, gold / "score.py", gold / "seeds.jsonl", predicted, "--json"]
    done = subprocess.run([*map(str, words)], capture_output=True, text=True, check=True)
    return {field: counts["f1"] for field, counts in json.loads(done.stdout)["overall"].items()}


@pytest.mark.parametrize(("field", "floor"), SEEDS.items())
def test_the_seeds_are_read_at_least_so_well(scores: dict[str, float], field: str, floor: float) -> None:
    assert scores[field] >= floor


@pytest.fixture(scope="module")
def kg(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of the seeds."""
    return build([shared / "seeds"], tmp_path_factory.mktemp("seeds") / "kg", jobs=1).folder


def bindings(cli: Cli, kg: Path, question: str, *words: str) -> Iterator[dict[str, str]]:
    said = cli("query", kg, question, *words, "--format", "json")
    assert (said.code, said.err) == (0, "")
    for row in json.loads(said.out)["results"]["bindings"]:
        yield {name: term["value"] for name, term in row.items()}


def test_the_works_that_stand_more_than_once_are_merged(cli: Cli, kg: Path) -> None:
    sparql = """
        SELECT ?title (COUNT(DISTINCT ?place) AS ?places) {
            ?item a sse:Item ; dcterms:title ?title ; sse:document ?place .
        } GROUP BY ?item ?title ORDER BY ?title"""
    found = {row["title"]: int(row["places"]) for row in bindings(cli, kg, sparql)}
    assert len(found) == 106
    several = {title: number for title, number in found.items() if number > 1}
    assert len(several) == len(MERGED)
    for start, pages in MERGED.items():
        assert [number for title, number in several.items() if title.startswith(start)] == [pages]


@pytest.mark.parametrize(
    ("project", "expected"),
    [
        ("Think.Coop", {("implementer", "International Labour Organization"), ("country", "India")}),
        ("FORTER'ESS", {("implementer", "International Labour Organization"), ("country", "Tunisia")}),
    ],
)
def test_the_catalogue_tells_of_a_project_of_the_seeds(
    cli: Cli, kg: Path, project: str, expected: set[tuple[str, str]]
) -> None:
    rows = list(bindings(cli, kg, "project", "--param", f"project={project}"))
    assert {(row["what"], row["name"]) for row in rows} >= expected
    assert sum(row["what"] == "item" for row in rows) == 2


@pytest.mark.parametrize(
    ("project", "words"),
    [
        ("Think.Coop", ["named in 2 items", "“Indian women co-operators are being trained to roll out Think.Coop”"]),
        ("FORTER'ESS", ["named in 2 items", "“ILO launches FORTER'ESS project", "000_4e3484df2ee5d1f4:90 "]),
    ],
)
def test_a_project_of_the_seeds_is_explained_by_sentences(cli: Cli, kg: Path, project: str, words: list[str]) -> None:
    said = cli("explain", kg, project)
    assert (said.code, said.err) == (0, "")
    for word in words:
        assert word in said.out


@pytest.fixture(scope="module")
def measured() -> dict[str, float]:
    """F1 of the sample pages by field."""
    records = harvest([PAGES], jobs=1).records
    gold = read_gold(PAGES / "expected.jsonl")
    report = evaluate(gold, [as_page(record, vocabulary()) for record in records], rounds=0)
    assert (report.pages, report.unpredicted) == (len(records), ())
    return {score.field: score.f1.value for score in report.groups[0].scores if score.f1 is not None}


@pytest.mark.parametrize(("field", "floor"), SAMPLES.items())
def test_the_samples_are_read_at_least_so_well(measured: dict[str, float], field: str, floor: float) -> None:
    assert measured[field] >= floor
