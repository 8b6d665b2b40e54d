"""Review: what waits, decisions by the command and by hand, and what each build makes of them."""

import csv
import io
import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

import rochdale
from rochdale.errors import DecisionError
from rochdale.graph import gate
from rochdale.graph.build import GRAPH, QUARANTINE, REPORT, TURTLE, Built, build
from rochdale.loaders.vocabulary import BASE
from tests.conftest import Cli, Said

PAGES = {
    "school": """\
News

Weavers and the ILO open a school of cooperation in Tunis

4 May 2022

The Loom Weavers' Cooperative Union (LWCU) and the International Labour Organization (ILO) opened a school in Tunis.

The LWCU trains women weavers, and the Bakers' Cooperative of Tell Aval gives the bread.
""",
    "ecole": """\
Actualité

Les tisserands de Tunis ont une école

6 mai 2022

L’OIT a ouvert une école à Tunis.

Le pain vient de la Fédération des boulangers de Tell Aval.
""",
    "fair": """\
News

A fair for weavers

1 June 2022

The Loom Weavers' Cooperative Union held a fair with the Weavers' Market Association of Keur Aval.

Interview with Rosa Fields, Secretary of the Loom Weavers' Cooperative Union
""",
}
UNION = "organisation/loom-weavers-cooperative-union"
BAKERS = "organisation/bakers-cooperative-of-tell-aval"
BOULANGERS = "organisation/federation-des-boulangers-de-tell-aval"
MARKET = "organisation/weavers-market-association-of-keur-aval"
SCHOOL = "item/weavers-and-the-ilo-open-a-school-of-cooperation-in-tunis-eb0c41cb"
PREFIXES = f"@prefix sse: <{BASE}ontology#> .\n" + "".join(
    f"@prefix {name}: <{BASE}{name}/> .\n" for name in ("decision", "organisation", "item", "kind", "country")
)
SIGNED = 'sse:decidedBy "Ada" ; sse:reason "So it is." .\n'


class Desk:
    """A folder with pages, the graph of them, and the command."""

    def __init__(self, folder: Path, cli: Cli) -> None:
        self.folder = folder
        self.graph = folder / "kg"
        self.decisions = folder / "kg.decisions.ttl"
        self._cli = cli
        self.sources = []
        for name, text in PAGES.items():
            path = folder / f"{name}.txt"
            path.write_text(text, encoding="utf-8")
            self.sources.append(path)

    def build(self, *, decided: bool = True) -> Built:
        return build(self.sources, self.graph, jobs=1, cache=self.folder / "records", decided=decided)

    def review(self, *words: str | Path) -> Said:
        return self._cli("review", self.graph, *words)

    def decide(self, *words: str) -> Said:
        said = self.review(*words, "--by", "Ada", "--why", "So it is.")
        assert (said.code, said.err) == (0, ""), said.err
        return said

    def queue(self, *words: str) -> dict[str, list[dict[str, object]]]:
        said = self.review("--format", "json", *words)
        assert (said.code, said.err) == (0, "")
        found: dict[str, list[dict[str, object]]] = json.loads(said.out)
        return found

    def by_hand(self, text: str) -> None:
        self.decisions.write_text(PREFIXES + text, encoding="utf-8")

    def bytes(self) -> dict[str, bytes]:
        return {name: (self.graph / name).read_bytes() for name in (GRAPH, TURTLE, QUARANTINE)}

    def holds(self, pattern: str) -> bool:
        answer = rochdale.open(self.graph).query(f"ASK {{ {pattern} }}")
        return bool(answer)

    def mentions(self, key: str) -> int:
        rows = rochdale.open(self.graph).query(f"SELECT ?m {{ ?m sse:entity <{BASE}{key}> }}")
        return len(rows)


def _ungated(lines: Path, passed: Path) -> list[gate.Quarantined]:
    shutil.copyfile(lines, passed)
    return []


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, cli: Cli) -> Path:
    """A folder with pages and their graph, to be copied."""
    folder = tmp_path_factory.mktemp("built")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gate, "sift", _ungated)
        Desk(folder, cli).build()
    return folder


@pytest.fixture
def desk(built: Path, tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk whose builds nobody checks, to save the time; there is a graph."""
    monkeypatch.setattr(gate, "sift", _ungated)
    monkeypatch.delenv("ROCHDALE_BY", raising=False)
    shutil.copytree(built, tmp_path / "desk")
    return Desk(tmp_path / "desk", cli)


# -- each verb, by the command and by hand -------------------------------------------------------------------------


def accepted(desk: Desk) -> None:
    assert desk.holds(f"<{BASE}{UNION}> sse:status status:accepted ; sse:country country:TUN")
    assert desk.holds(f'<{BASE}{UNION}> skos:prefLabel "Weavers\' Union"@en, "Union des tisserands"@fr')
    assert desk.holds(f'<{BASE}{UNION}> skos:altLabel "Loom Weavers\' Cooperative Union"@en')
    assert desk.mentions(UNION) == 4


def rejected(desk: Desk) -> None:
    assert not desk.holds(f"<{BASE}{BAKERS}> ?p ?o")
    assert not desk.holds(f"?i a sse:Item ; ?p <{BASE}{BAKERS}>")
    assert json.loads((desk.graph / REPORT).read_bytes())["left_out"] == 1


def merged(desk: Desk) -> None:
    assert desk.holds(f"<{BASE}{BOULANGERS}> a sse:Merged ; dcterms:isReplacedBy <{BASE}{BAKERS}>")
    assert not desk.holds(f"<{BASE}{BOULANGERS}> a sse:Organisation")
    assert desk.holds(f'<{BASE}{BAKERS}> skos:altLabel "Fédération des boulangers de Tell Aval"@fr')
    assert desk.mentions(BAKERS) == 2


def listed(desk: Desk) -> None:
    assert desk.holds(f"<{BASE}{UNION}> dcterms:isReplacedBy organisation:ilo")
    assert desk.holds("organisation:ilo sse:acronym 'LWCU' ; sse:status status:curated")
    assert desk.mentions("organisation/ilo") == 7


def split(desk: Desk) -> None:
    assert desk.holds("organisation:school-union a sse:Organisation ; sse:status status:accepted")
    assert (desk.mentions("organisation/school-union"), desk.mentions(UNION)) == (2, 2)
    assert desk.holds(f"<{BASE}{SCHOOL}> sse:organisation organisation:school-union")


def renamed(desk: Desk) -> None:
    assert desk.holds(f'<{BASE}{MARKET}> skos:prefLabel "Market of Keur Aval"@en ; sse:status status:candidate')
    assert desk.holds(f'<{BASE}{MARKET}> skos:altLabel "Weavers\' Market Association of Keur Aval"@en')


VERBS: dict[str, tuple[list[str], str, Callable[[Desk], None]]] = {
    "accept": (
        [
            "accept",
            "Loom Weavers",
            "--name",
            "Weavers' Union@en",
            "--name",
            "Union des tisserands@fr",
            "--country",
            "TN",
        ],
        f"a sse:Acceptance ; sse:about <{BASE}{UNION}> ; sse:newCountry country:TUN ;"
        ' sse:newName "Weavers\' Union"@en, "Union des tisserands"@fr',
        accepted,
    ),
    "reject": (["reject", BAKERS], f"a sse:Rejection ; sse:about <{BASE}{BAKERS}>", rejected),
    "merge": (
        ["merge", "boulangers", "organisation:bakers-cooperative-of-tell-aval"],
        f"a sse:Merge ; sse:about <{BASE}{BOULANGERS}> ; sse:into <{BASE}{BAKERS}>",
        merged,
    ),
    "merge into a listed one": (
        ["merge", "LWCU", "ILO"],
        f"a sse:Merge ; sse:about <{BASE}{UNION}> ; sse:into organisation:ilo",
        listed,
    ),
    "split": (
        ["split", f"{BASE}{UNION}", "--item", "open a school", "--name", "School Union"],
        f"a sse:Split ; sse:about <{BASE}{UNION}> ; sse:into organisation:school-union ; sse:inItem <{BASE}{SCHOOL}> ;"
        ' sse:newName "School Union"@en',
        split,
    ),
    "rename": (
        ["rename", MARKET, "Market of Keur Aval@en"],
        f'a sse:Renaming ; sse:about <{BASE}{MARKET}> ; sse:newName "Market of Keur Aval"@en',
        renamed,
    ),
}


@pytest.mark.parametrize(("words", "text", "check"), VERBS.values(), ids=VERBS)
def test_a_decision_by_the_command_is_applied_at_each_build(
    desk: Desk, words: list[str], text: str, check: Callable[[Desk], None]
) -> None:
    desk.decide(*words)
    first = desk.build()
    assert (first.report.decided, first.report.undecided) == (1, 0)
    check(desk)
    before = desk.bytes()
    random.Random(2).shuffle(desk.sources)  # noqa: S311
    desk.build()
    assert desk.bytes() == before


@pytest.mark.parametrize(("words", "text", "check"), VERBS.values(), ids=VERBS)
def test_a_decision_by_hand_does_the_same_and_is_undone_by_deleting_it(
    desk: Desk, words: list[str], text: str, check: Callable[[Desk], None]
) -> None:
    before = desk.bytes()
    desk.by_hand(f"decision:mine {text} ; {SIGNED}")
    desk.build()
    check(desk)
    desk.decisions.write_text("# nothing any more\n", encoding="utf-8")
    desk.build()
    assert desk.bytes() == before


def test_what_the_gate_checks_conforms_with_all_decisions_at_once(built: Path, tmp_path: Path, cli: Cli) -> None:
    shutil.copytree(built, tmp_path / "desk")
    desk = Desk(tmp_path / "desk", cli)
    person = "person/rosa-fields-131ebb2f"
    for words in (
        *(VERBS[verb][0] for verb in ("accept", "merge", "split", "rename")),
        ["accept", person],
        ["rename", person, "Rosa M. Fields"],
        ["reject", "ILO", "--words", "OIT"],
        ["merge", "item/a-fair-for-weavers-cbe4c7e4", SCHOOL],
    ):
        desk.decide(*words)
    made = desk.build()
    assert (made.report.decided, made.report.undecided, made.report.quarantined) == (8, 0, 0)
    assert made.report.items == 2
    assert cli("check", desk.graph).out == f"{desk.graph}: conforms\n"


def test_merged_iris_lead_to_the_survivor_in_commands(desk: Desk, cli: Cli) -> None:
    desk.decide("merge", BOULANGERS, BAKERS)
    desk.build()
    told = cli("explain", desk.graph, BOULANGERS)
    assert told.out.startswith(f"Bakers' Cooperative of Tell Aval  <{BASE}{BAKERS}>\n")
    assert f"{BOULANGERS} merged into it by Ada: “So it is.”\n" in told.out
    rows = cli("query", desk.graph, "items-of-organisation", "--param", f"organisation={BOULANGERS}", "--format", "csv")
    assert rows.out.count("\n") == 3
    decided = cli("query", desk.graph, "decisions", "--param", f"thing={BAKERS}", "--format", "csv")
    assert "So it is." in decided.out


# -- what waits ----------------------------------------------------------------------------------------------------


def test_what_waits_is_listed_strongest_first_with_its_sentences(desk: Desk) -> None:
    first, *others = desk.queue()["candidates"]
    assert (first["key"], first["pages"], first["items"], first["mentions"]) == (UNION, 2, 2, 4)
    assert first["acronyms"] == ["LWCU"]
    sentences = first["sentences"]
    assert isinstance(sentences, list)
    assert len(sentences) == 2
    for one in sentences:
        assert one["sentence"] in PAGES[one["page"]].split("\n")[one["line"] - 1]
        assert one["words"] in one["sentence"]
        assert one["item"] in PAGES[one["page"]].split("\n")
    assert [one["key"] for one in others] == [BAKERS, BOULANGERS, MARKET, "person/rosa-fields-131ebb2f"]


def test_the_table_says_how_much_waits_and_how_to_go_on(desk: Desk) -> None:
    said = desk.review("--limit", "1")
    lines = said.out.split("\n")
    assert lines[0] == "4 organisations and 1 person wait for a decision"
    assert lines[1] == f"{desk.decisions}: no decisions yet"
    assert "    2      2         4  Loom Weavers' Cooperative Union (LWCU)" in lines
    assert "and 4 more candidates (--limit shows more)" in lines
    assert lines[-2] == (f'  rochdale review {desk.graph} accept {UNION} --by "Your name" --why "the reason"')


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        (["--class", "person"], ["person/rosa-fields-131ebb2f"]),
        (["--class", "project"], []),
        (["--kind", "association"], [MARKET]),
        (["--min-evidence", "2"], [UNION]),
        (["--limit", "2"], [UNION, BAKERS]),
        (["--only", "duplicates"], []),
    ],
    ids=" ".join,
)
def test_filters_leave_out_the_rest(desk: Desk, words: list[str], keys: list[str]) -> None:
    assert [one["key"] for one in desk.queue(*words)["candidates"]] == keys


def test_possible_duplicates_are_suggested_and_never_merged(desk: Desk) -> None:
    more = desk.folder / "more.txt"
    more.write_text(PAGES["fair"].replace("Loom Weavers'", "Loom Wevers'").replace("A fair", "Another fair"))
    desk.sources.append(more)
    desk.build()
    (pair,) = desk.queue()["duplicates"]
    goes, stays = pair["goes"], pair["stays"]
    assert isinstance(goes, dict)
    assert isinstance(stays, dict)
    assert (goes["key"], stays["key"]) == ("organisation/loom-wevers-cooperative-union", UNION)
    assert goes["sentences"]
    assert stays["sentences"]
    command = f"rochdale review {desk.graph} merge {goes['key']} {stays['key']}"
    assert f"      {command}\n" in desk.review().out
    desk.decide("merge", str(goes["key"]), str(stays["key"]))
    assert desk.queue()["duplicates"] == []


def test_csv_has_a_row_for_each_and_nothing_that_a_spreadsheet_runs(desk: Desk) -> None:
    desk.decide("rename", MARKET, "=HYPERLINK(1)@en")
    desk.build()
    rows = list(csv.DictReader(io.StringIO(desk.review("--format", "csv").out)))
    assert [row["key"] for row in rows if row["what"] == "candidate"][:2] == [UNION, BAKERS]
    (market,) = [row for row in rows if row["key"] == MARKET]
    assert (market["name"], market["page"], market["line"], market["mentions"]) == ("'=HYPERLINK(1)", "fair", "7", "1")


def test_what_is_decided_waits_no_more_and_what_is_not_built_is_told(desk: Desk) -> None:
    desk.decide("accept", BAKERS)
    desk.decide("reject", MARKET)
    assert [one["key"] for one in desk.queue("--class", "organisation")["candidates"]] == [UNION, BOULANGERS]
    assert (
        f"the next build has 2 decisions to apply: rochdale build SOURCE... --out {desk.graph}\n" in desk.review().out
    )
    desk.build()
    assert "the next build" not in desk.review().out
    desk.decisions.write_text("")
    assert "the next build has 2 decisions to take back" in desk.review().out


def test_nothing_a_page_says_steers_the_terminal(desk: Desk) -> None:
    evil = "\x1b[31mred\u202e\u2066"
    desk.review("accept", BAKERS, "--name", f"Bakers {evil}@en", "--by", evil, "--why", evil)
    desk.build()
    for said in (desk.review(), desk.review("accept", BAKERS, "--by", "x", "--why", "y")):
        assert all(char.isprintable() or char == "\n" for char in said.out)
    assert all(char.isprintable() or char == "\n" for char in desk.decisions.read_text(encoding="utf-8"))
    (row,) = rochdale.open(desk.graph).query("SELECT ?why { ?d sse:reason ?why }")
    assert row["why"] == evil


# -- who, why, and what is refused ---------------------------------------------------------------------------------

REFUSED = {
    "nobody": (["accept", BAKERS, "--why", "x"], "who decides? say --by"),
    "no reason": (["accept", BAKERS, "--by", "Ada"], "why? say --why"),
    "a blank reason": (["accept", BAKERS, "--by", "Ada", "--why", " \n"], "why? say --why"),
    "no day": (["accept", BAKERS, "--by", "Ada", "--why", "x", "--date", "31 June"], "--date: '31 June' is no day"),
    "nothing": (["accept", "Atlantis Bank", "--by", "Ada", "--why", "x"], "'Atlantis Bank'"),
    "several": (["accept", "Tell Aval", "--by", "Ada", "--why", "x"], "may mean"),
    "a country": (["accept", "country/TUN", "--by", "Ada", "--why", "x"], "nothing can be decided"),
    "a listed one": (["accept", "ILO", "--by", "Ada", "--why", "x"], "listed in the vocabulary"),
    "a listed one that goes": (["merge", "ILO", BAKERS, "--by", "Ada", "--why", "x"], "merge that one into it"),
    "into itself": (["merge", BAKERS, BAKERS, "--by", "Ada", "--why", "x"], "one thing"),
    "another class": (
        ["merge", BAKERS, "person/rosa-fields-131ebb2f", "--by", "Ada", "--why", "x"],
        "is no organisation",
    ),
    "words that nobody said": (
        ["reject", UNION, "--words", "Spinners", "--by", "Ada", "--why", "x"],
        "mentioned as “LWCU”",
    ),
    "a split to nowhere": (["split", UNION, "--words", "LWCU", "--by", "Ada", "--why", "x"], "say --into"),
    "a split of all": (["split", UNION, "--into", BAKERS, "--by", "Ada", "--why", "x"], "which mentions"),
    "an unknown kind": (["accept", BAKERS, "--kind", "circus", "--by", "Ada", "--why", "x"], "lists no kind 'circus'"),
    "an unknown country": (["accept", BAKERS, "--country", "Utopia", "--by", "A", "--why", "x"], "lists no country"),
}


@pytest.mark.parametrize(("words", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_decided_is_told_in_one_line_and_nothing_is_written(
    desk: Desk, words: list[str], reason: str
) -> None:
    said = desk.review(*words)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("rochdale: ")
    assert said.err.count("\n") == 1
    assert reason in said.err
    assert not desk.decisions.exists()


def test_who_decides_may_stand_in_the_environment_and_a_date_is_kept_if_given(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROCHDALE_BY", "Amel")
    assert desk.review("accept", BAKERS, "--why", "x").code == 0
    assert desk.review("reject", MARKET, "--why", "x", "--date", "2026-07-29").code == 0
    text = desk.decisions.read_text(encoding="utf-8")
    assert text.count('sse:decidedBy "Amel"') == 2
    assert text.count("dcterms:date") == 1


def test_what_was_decided_before_is_told_and_replaced_only_if_asked(desk: Desk) -> None:
    desk.decide("reject", BAKERS)
    said = desk.review("accept", BAKERS, "--by", "Amel", "--why", "It is one.")
    assert said.code == 1
    assert f"{desk.decisions}:8: Ada decided already: reject {BAKERS}" in said.err
    said = desk.review("accept", BAKERS, "--by", "Amel", "--why", "It is one.", "--replace")
    assert said.out.startswith(f"replaced  reject {BAKERS} (by Ada)\n")
    assert "sse:Rejection" not in desk.decisions.read_text(encoding="utf-8")


def test_merges_that_go_round_are_refused(desk: Desk) -> None:
    desk.decide("merge", BOULANGERS, BAKERS)
    said = desk.review("merge", BAKERS, BOULANGERS, "--by", "Ada", "--why", "x")
    assert said.code == 1
    assert "these merges go round" in said.err


# -- builds --------------------------------------------------------------------------------------------------------


def test_malformed_decisions_stop_the_build_and_leave_the_old_graph(desk: Desk, cli: Cli) -> None:
    before = desk.bytes()
    desk.by_hand(f"decision:a a sse:Merge ; sse:about <{BASE}{BAKERS}> ; {SIGNED}")
    said = cli("build", *desk.sources, "--out", desk.graph)
    assert (said.code, said.out) == (1, "")
    assert said.err == f"rochdale: {desk.decisions}:7: a merge names the other thing (sse:into)\n"
    assert desk.bytes() == before
    assert desk.review().err == said.err


def test_a_decision_that_no_longer_applies_is_told_by_build_and_review_and_stops_nothing(desk: Desk, cli: Cli) -> None:
    desk.by_hand(
        f"decision:a a sse:Rejection ; sse:about organisation:gone ; {SIGNED}"
        f"decision:b a sse:Rejection ; sse:about <{BASE}{BAKERS}> ; {SIGNED}"
    )
    said = cli("build", *desk.sources, "--out", desk.graph)
    assert said.code == 0
    assert f"decided  1 of 2 decisions of {desk.decisions} applied\n" in said.out
    assert f"         {desk.decisions}:7: not applied, for organisation/gone is not in this build\n" in said.out
    assert f"{desk.decisions}:7: does not apply, for organisation/gone is not in this build\n" in desk.review().out


def test_decisions_elsewhere_are_found_again_by_the_next_build_and_by_review(desk: Desk, cli: Cli) -> None:
    ours = desk.folder / "team" / "ours.ttl"
    said = desk.review("reject", BAKERS, "--by", "Ada", "--why", "x", "--decisions", ours)
    assert f"to apply  rochdale build SOURCE... --out {desk.graph} --decisions {ours}\n" in said.out
    assert cli("build", *desk.sources, "--out", desk.graph, "--decisions", ours).code == 0
    rejected(desk)
    desk.build()
    rejected(desk)
    assert f"{desk.graph.parent / 'team' / 'ours.ttl'}: 1 decision\n" in desk.review().out
    ours.unlink()
    with pytest.raises(DecisionError, match="decisions of the last build are gone"):
        desk.build()
    desk.build(decided=False)
    assert desk.holds(f"<{BASE}{BAKERS}> a sse:Organisation")
    assert desk.build().decided is None


def test_a_file_that_is_named_must_be_there(desk: Desk, cli: Cli) -> None:
    said = cli("build", *desk.sources, "--out", desk.graph, "--decisions", desk.folder / "typo.ttl")
    assert said.code == 1
    assert "typo.ttl: there is no such file" in said.err


def test_decisions_do_not_touch_the_record_cache(desk: Desk) -> None:
    desk.build()
    desk.decide("reject", BAKERS)
    again = desk.build()
    assert (again.tally.extracted, again.tally.cached) == (0, 3)


def test_review_without_a_graph_is_told(cli: Cli, tmp_path: Path) -> None:
    said = cli("review", tmp_path / "kg")
    assert said.code == 1
    assert "there is no graph here" in said.err


def test_the_turtle_of_a_graph_with_decisions_is_that_of_its_lines(desk: Desk) -> None:
    desk.decide("merge", BOULANGERS, BAKERS)
    desk.build()
    assert set(ox.parse(path=desk.graph / TURTLE)) == set(ox.parse(path=desk.graph / GRAPH))
