import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import RDF, SH, BNode, Graph, URIRef

from bench.generate import KINDS, Fault, write_graph
from rochdale.errors import GateError, RochdaleError, ShapeError, SourceError
from rochdale.graph.gate import Quarantined, Violation, check, sift, verdict
from rochdale.graph.gate.shapes import SHAPES
from rochdale.graph.gate.verdict import Engine
from rochdale.loaders.vocabulary import BASE, TERMS

EXAMPLES = Path(__file__).parent / "shape_examples"
SUITE = Path(__file__).parents[2].parent / "shared/w3c/shacl/core"
ENGINES: tuple[Engine, ...] = ("pyshacl", "shacl")

SHAPE = f"{BASE}shape/"
ITEM = f"{BASE}item/forum-0a1b2c3d"
DAIRY = f"{BASE}organisation/dairy-union"
SEED = f"{BASE}organisation/seed-bank"
FUND = f"{BASE}partnership/dairy-union--seed-bank--fund"
MENTIONS = [f"{BASE}mention/{'1' * 16}", f"{BASE}mention/{'2' * 16}"]
NAME = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
OTHER_NAME = "<http://www.w3.org/2004/02/skos/core#altLabel>"
TITLE = "<http://purl.org/dc/terms/title>"


def good_lines() -> set[str]:
    graph = Graph().parse(EXAMPLES / "good.ttl")
    return {line for line in graph.serialize(format="nt11").splitlines() if line}


GOOD = frozenset(good_lines())


def written(path: Path, lines: set[str] | frozenset[str] = GOOD) -> Path:
    path.write_bytes(b"".join(sorted(f"{line}\n".encode() for line in lines)))
    return path


def sifted(folder: Path, lines: set[str] | frozenset[str], shapes: Path = SHAPES) -> tuple[list[Quarantined], set[str]]:
    graph, passed = written(folder / "graph.nt", lines), folder / "passed.nt"
    held = sift(graph, passed, shapes=shapes)
    assert check(passed, shapes=shapes) == []
    return held, set(passed.read_text(encoding="utf-8").splitlines())


def said_of(iri: str, lines: set[str] | frozenset[str] = GOOD) -> set[str]:
    """What lines say of a thing, and what points to it."""
    return {line for line in lines if f"<{iri}>" in line}


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Fault]]:
    path = tmp_path_factory.mktemp("planted") / "graph.nt"
    return path, write_graph(path, triples=8_000, faults=KINDS, seed=1844)


def found_in(violations: list[Violation]) -> set[tuple[str, str]]:
    return {(violation.focus, violation.shape) for violation in violations}


# -- the verdict -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", ENGINES)
def test_what_was_planted_is_found_and_nothing_else(engine: Engine, planted: tuple[Path, list[Fault]]) -> None:
    path, faults = planted
    assert found_in(check(path, engine=engine)) == {broken for fault in faults for broken in fault.breaks}


def test_the_engines_say_the_same_word_for_word(planted: tuple[Path, list[Fault]]) -> None:
    path, _ = planted
    assert check(path, engine="pyshacl") == check(path, engine="shacl")


def test_a_large_graph_is_read_by_shacl_and_confirmed(
    planted: tuple[Path, list[Fault]], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _ = planted
    whole = check(path, engine="pyshacl")
    monkeypatch.setattr(verdict, "SMALL", 0)
    assert check(path) == whole


def test_a_large_graph_is_read_part_by_part_where_shacl_is_not_installed(
    planted: tuple[Path, list[Fault]], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _ = planted
    whole = check(path, engine="pyshacl")
    monkeypatch.setattr(verdict, "SMALL", 0)
    monkeypatch.setattr(verdict, "_PART", 37)
    monkeypatch.setattr(verdict, "find_spec", lambda *_: None)
    monkeypatch.setattr(verdict, "_by_shacl", None)
    assert check(path) == whole


def test_an_engine_that_is_not_installed_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "shacl", None)
    with pytest.raises(RochdaleError, match=r'pip install "rochdale\[large\]"'):
        check(written(tmp_path / "graph.nt"), engine="shacl")


def test_what_only_shacl_complains_of_is_raised_and_is_no_violation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    invented = Violation(DAIRY, "", "", f"{SHAPE}organisation", "Not so.", "Violation")
    monkeypatch.setattr(verdict, "SMALL", 0)
    monkeypatch.setattr(verdict, "_by_shacl", lambda *_: {invented})
    with pytest.raises(GateError, match=r"only shacl complains of .*dairy-union.*: Not so\.") as caught:
        check(written(tmp_path / "graph.nt"))
    assert caught.value.only_shacl == (f"{DAIRY} ({SHAPE}organisation): Not so.",)
    assert caught.value.only_pyshacl == ()
    assert check(tmp_path / "graph.nt", engine="pyshacl") == []


def test_what_shacl_overlooks_in_the_sample_is_raised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verdict, "SMALL", 0)
    monkeypatch.setattr(verdict, "_by_shacl", lambda *_: set())
    graph = written(tmp_path / "graph.nt", GOOD - {f'<{DAIRY}> {NAME} "Dairy Union"@en .'} | {f'<{DAIRY}> {NAME} "" .'})
    with pytest.raises(GateError, match="only pySHACL complains") as caught:
        check(graph)
    assert {complaint.split()[0] for complaint in caught.value.only_pyshacl} == {DAIRY}
    assert caught.value.only_shacl == ()


def test_a_violation_names_the_thing_the_property_the_value_and_the_way_out(tmp_path: Path) -> None:
    broken = f'<{ITEM}> <https://schema.org/datePublished> "2021-06-31"^^<http://www.w3.org/2001/XMLSchema#date> .'
    lines = {line for line in GOOD if not (line.startswith(f"<{ITEM}>") and "datePublished" in line)} | {broken}
    (violation,) = check(written(tmp_path / "graph.nt", lines))
    assert violation.focus == ITEM
    assert violation.path == "https://schema.org/datePublished"
    assert violation.value == '"2021-06-31"^^<http://www.w3.org/2001/XMLSchema#date>'
    assert violation.shape == f"{SHAPE}item-date"
    assert violation.message.startswith("An item has at most one date of publication: a day, month or year that exists")
    assert violation.severity == "Violation"


def test_violations_come_in_one_order_whatever_the_order_of_the_lines(
    tmp_path: Path, planted: tuple[Path, list[Fault]]
) -> None:
    path, _ = planted
    lines = path.read_bytes().splitlines(keepends=True)
    lines.reverse()
    shuffled = tmp_path / "shuffled.nt"
    shuffled.write_bytes(b"".join(lines))
    violations = check(path)
    assert violations == sorted(violations)
    assert check(shuffled) == violations


@pytest.mark.parametrize("engine", ENGINES)
def test_turtle_is_checked_like_n_triples(engine: Engine, tmp_path: Path) -> None:
    turtle = tmp_path / "graph.ttl"
    turtle.write_text(
        (EXAMPLES / "good.ttl").read_text(encoding="utf-8").replace('"Seed Bank"@en', '"Seed Bank"'), encoding="utf-8"
    )
    assert found_in(check(turtle, engine=engine)) == {(SEED, f"{SHAPE}organisation-name")}


@pytest.mark.parametrize("engine", ["auto", *ENGINES])
def test_an_empty_graph_breaks_nothing(engine: Engine, tmp_path: Path) -> None:
    assert check(written(tmp_path / "graph.nt", set()), engine=engine) == []


@pytest.mark.parametrize(
    "value",
    [
        '"x"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger>',
        '"1e3"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger>',
        '"-5"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger>',
        '"5.0"^^<http://www.w3.org/2001/XMLSchema#decimal>',
        '"2021"^^<http://www.w3.org/2001/XMLSchema#gYear>',
        '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>',
        '"none"^^<http://www.w3.org/2001/XMLSchema#boolean>',
        '"5"^^<https://example.org/number>',
        '"five"@en',
        f"<{ITEM}>",
    ],
)
def test_a_value_that_cannot_be_compared_breaks_the_shape_and_not_the_engine(value: str, tmp_path: Path) -> None:
    start = f"<{TERMS}start>"
    lines = {line for line in GOOD if not (line.startswith(f"<{MENTIONS[0]}>") and start in line)}
    graph = written(tmp_path / "graph.nt", lines | {f"<{MENTIONS[0]}> {start} {value} ."})
    for engine in ENGINES:
        assert found_in(check(graph, engine=engine)) == {(MENTIONS[0], f"{SHAPE}mention-start")}
    assert check(graph, engine="pyshacl") == check(graph, engine="shacl")


@pytest.mark.parametrize(
    ("first", "last", "conforms"),
    [
        (("2021-07-29", "date"), ("2021-07-29", "date"), True),
        (("2021-07-30", "date"), ("2021-07-29", "date"), False),
        (("2021-07", "gYearMonth"), ("2021-08", "gYearMonth"), True),
        (("2020", "gYear"), ("2021", "gYear"), True),
        (("2022", "gYear"), ("2021-07-29", "date"), True),
        (("2021-07", "gYearMonth"), ("2021", "gYear"), True),
    ],
)
def test_days_are_in_order_and_what_cannot_be_compared_is_let_be(
    first: tuple[str, str], last: tuple[str, str], conforms: bool, tmp_path: Path
) -> None:
    lines = {line for line in GOOD if "firstDate" not in line and "lastDate" not in line}
    for name, (value, datatype) in (("firstDate", first), ("lastDate", last)):
        lines.add(f'<{FUND}> <{TERMS}{name}> "{value}"^^<http://www.w3.org/2001/XMLSchema#{datatype}> .')
    graph = written(tmp_path / "graph.nt", lines)
    expected = set() if conforms else {(FUND, f"{SHAPE}partnership-dates")}
    for engine in ENGINES:
        assert found_in(check(graph, engine=engine)) == expected


def test_ill_formed_values_leave_no_trace_in_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    lines = GOOD | {f'<{ITEM}> <{TERMS}seriesNumber> "two"^^<http://www.w3.org/2001/XMLSchema#integer> .'}
    assert check(written(tmp_path / "graph.nt", lines), engine="pyshacl")
    assert caplog.records == []
    rdflib.Literal("two", datatype=rdflib.XSD.integer)
    assert caplog.records  # others hear of theirs as before


# -- what cannot be checked --------------------------------------------------------------------------------------------


def test_a_graph_that_is_not_there_is_told_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"missing\.nt: No such file"):
        check(tmp_path / "missing.nt")
    with pytest.raises(SourceError, match=r"missing\.nt: No such file"):
        sift(tmp_path / "missing.nt", tmp_path / "passed.nt")


def test_a_graph_that_is_no_turtle_is_told_by_its_line(tmp_path: Path) -> None:
    graph = tmp_path / "graph.ttl"
    graph.write_text("@prefix e: <https://example.org/> .\ne:a e:b .\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"graph\.ttl:2: "):
        check(graph)


@pytest.mark.parametrize("engine", ["auto", *ENGINES])
def test_lines_that_are_no_n_triples_are_told(engine: Engine, tmp_path: Path) -> None:
    graph = tmp_path / "graph.nt"
    graph.write_text("<https://example.org/a> .\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"graph\.nt"):
        check(graph, engine=engine)


def test_against_no_shapes_nothing_is_checked(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there are no shapes here"):
        check(written(tmp_path / "graph.nt"), shapes=tmp_path)
    with pytest.raises(SourceError, match="there are no shapes here"):
        check(written(tmp_path / "graph.nt"), shapes=EXAMPLES / "good.ttl")


@pytest.mark.parametrize("engine", ENGINES)
def test_a_malformed_shape_is_told_by_its_file(engine: Engine, tmp_path: Path) -> None:
    shapes = shape_file(
        tmp_path, f'e:s a sh:PropertyShape ; sh:targetNode <{ITEM}> ; sh:path sse:series ; sh:pattern "(" .'
    )
    with pytest.raises(SourceError, match=r"shapes\.ttl"):
        check(written(tmp_path / "graph.nt"), shapes=shapes, engine=engine)


def shape_file(folder: Path, body: str) -> Path:
    path = folder / "shapes.ttl"
    prefixes = {
        "sh": str(SH),
        "sse": TERMS,
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "e": "https://example.org/",
    }
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in prefixes.items())
    path.write_text(head + body, encoding="utf-8")
    return path


# -- sifting -----------------------------------------------------------------------------------------------------------


def test_a_graph_that_breaks_nothing_passes_byte_for_byte(tmp_path: Path) -> None:
    graph, passed = written(tmp_path / "graph.nt"), tmp_path / "passed.nt"
    assert sift(graph, passed) == []
    assert passed.read_bytes() == graph.read_bytes()


def test_a_bad_value_goes_and_its_thing_stays(tmp_path: Path) -> None:
    bad = f'<{DAIRY}> {OTHER_NAME} " "@en .'
    held, passed = sifted(tmp_path, GOOD | {bad})
    assert passed == GOOD
    (one,) = held
    assert (one.focus, one.whole, one.triples, one.after) == (DAIRY, False, 1, ())
    assert (one.path, one.value) == (OTHER_NAME[1:-1], '" "@en')
    assert one.message.startswith("Another name is words with a language tag")


def test_several_bad_values_go_together(tmp_path: Path) -> None:
    bad = {
        f'<{DAIRY}> {OTHER_NAME} ""@en .',
        f"<{DAIRY}> <{TERMS}kind> <{BASE}kind/none> .",
        f'<{DAIRY}> <{TERMS}x> "y" .',
    }
    bad_kind = {line for line in GOOD if line.startswith(f"<{DAIRY}>") and "#kind>" in line}
    held, passed = sifted(tmp_path, GOOD - bad_kind | bad)
    assert passed == GOOD - bad_kind
    assert [(one.focus, one.whole, one.triples) for one in held] == [(DAIRY, False, 3)]
    assert len(held[0].messages) == 3


def test_one_of_two_bad_values_too_many_cannot_be_told_so_the_thing_goes(tmp_path: Path) -> None:
    held, passed = sifted(tmp_path, GOOD | {f'<{BASE}role/donor> {NAME} "Giver"@en .'})
    assert [(one.focus, one.whole) for one in held] == [(f"{BASE}role/donor", True)]
    assert passed == {line for line in GOOD if f"<{BASE}role/donor>" not in line}


def test_a_bad_value_that_must_be_there_takes_the_thing_with_it(tmp_path: Path) -> None:
    lines = {line for line in GOOD if not line.startswith(f"<{MENTIONS[0]}> <{TERMS}line>")}
    bad = f'<{MENTIONS[0]}> <{TERMS}line> "0"^^<http://www.w3.org/2001/XMLSchema#positiveInteger> .'
    held, passed = sifted(tmp_path, lines | {bad})
    assert [(one.focus, one.whole, one.triples) for one in held] == [(MENTIONS[0], True, 12)]
    assert len(held[0].messages) == 1
    assert passed == GOOD - said_of(MENTIONS[0])


def test_a_link_to_itself_goes_and_the_thing_stays(tmp_path: Path) -> None:
    held, passed = sifted(tmp_path, GOOD | {f"<{ITEM}> <{TERMS}related> <{ITEM}> ."})
    assert passed == GOOD
    assert [(one.focus, one.whole, one.triples) for one in held] == [(ITEM, False, 1)]


def test_a_partnership_stated_on_one_side_goes_and_both_stay(tmp_path: Path) -> None:
    grand = f"{BASE}organisation/grand-union"
    held, passed = sifted(tmp_path, GOOD | {f"<{grand}> <{TERMS}partnerOf> <{DAIRY}> ."})
    assert passed == GOOD
    assert [(one.focus, one.whole) for one in held] == [(DAIRY, False), (grand, False)]
    assert sum(one.triples for one in held) == 1


def test_a_role_without_its_organisation_goes(tmp_path: Path) -> None:
    grand = f"{BASE}organisation/grand-union"
    held, passed = sifted(tmp_path, GOOD | {f"<{ITEM}> <{TERMS}partner> <{grand}> ."})
    assert passed == GOOD
    assert [(one.focus, one.whole) for one in held] == [(ITEM, False)]


def test_evidence_that_is_none_goes_and_the_partnership_stays(tmp_path: Path) -> None:
    held, passed = sifted(tmp_path, GOOD | {f"<{FUND}> <{TERMS}evidence> <{ITEM}> ."})
    assert passed == GOOD
    assert [(one.focus, one.whole) for one in held] == [(FUND, False)]


def test_what_stands_on_a_thing_that_goes_goes_too(tmp_path: Path) -> None:
    lines = {line for line in GOOD if not line.startswith(f"<{ITEM}> {TITLE}")}
    held, passed = sifted(tmp_path, lines)
    assert [(one.focus, one.whole, one.after) for one in held] == [
        (ITEM, True, ()),
        (MENTIONS[0], True, (ITEM,)),
        (MENTIONS[1], True, (ITEM,)),
        (FUND, True, (ITEM, MENTIONS[1])),
    ]
    gone = said_of(ITEM) | said_of(MENTIONS[0]) | said_of(MENTIONS[1]) | said_of(FUND)
    assert passed == lines - gone
    by_focus = {one.focus: one for one in held}
    assert by_focus[ITEM].message.startswith("An item has one title")
    assert by_focus[MENTIONS[0]].message == (
        "A mention stands in one item that the graph states; say in which. "
        f"It was linked to what was left out before: {ITEM}."
    )


def test_a_thing_of_a_misspelt_class_goes_with_all_that_points_to_it(tmp_path: Path) -> None:
    misspelt = {line.replace(f"<{TERMS}Series>", f"<{TERMS}Serie>") for line in GOOD}
    held, passed = sifted(tmp_path, misspelt)
    assert passed == {line for line in GOOD if f"<{BASE}series/" not in line}
    assert {one.focus for one in held} == {f"{BASE}series/forum-notes", ITEM}


def test_triples_that_went_are_counted_once(planted: tuple[Path, list[Fault]], tmp_path: Path) -> None:
    path, _ = planted
    held = sift(path, tmp_path / "passed.nt")
    before, after = path.read_bytes().splitlines(), (tmp_path / "passed.nt").read_bytes().splitlines()
    assert set(after) < set(before)
    assert sum(one.triples for one in held) == len(before) - len(after)
    assert held == sorted(held)
    assert len({one.focus for one in held}) == len(held)


def test_planted_faults_go_whole_or_by_value_as_they_should(planted: tuple[Path, list[Fault]], tmp_path: Path) -> None:
    path, faults = planted
    held = {one.focus: one for one in sift(path, tmp_path / "passed.nt")}
    alone = {fault.focus: fault for fault in faults}
    assert {focus: held[focus].whole for focus in alone if not held[focus].after} == {
        focus: fault.whole for focus, fault in alone.items() if not held[focus].after
    }
    assert check(tmp_path / "passed.nt", engine="pyshacl") == check(tmp_path / "passed.nt", engine="shacl") == []


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_sifts_to_the_same_bytes(engine: Engine, tmp_path: Path) -> None:
    lines = {line for line in GOOD if not line.startswith((f"<{ITEM}> {TITLE}", f"<{SEED}> <{TERMS}partnerOf>"))}
    graph = written(tmp_path / "graph.nt", lines | {f'<{DAIRY}> {OTHER_NAME} ""@en .'})
    held = sift(graph, tmp_path / "auto.nt")
    assert len(held) == 6
    assert sift(graph, tmp_path / "engine.nt", engine=engine) == held
    assert (tmp_path / "engine.nt").read_bytes() == (tmp_path / "auto.nt").read_bytes()


def test_a_large_graph_is_sifted_as_a_small_one(
    planted: tuple[Path, list[Fault]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _ = planted
    held = sift(path, tmp_path / "small.nt")
    monkeypatch.setattr(verdict, "SMALL", 0)
    monkeypatch.setattr(verdict, "_FEW", 100)
    assert sift(path, tmp_path / "large.nt") == held
    assert (tmp_path / "large.nt").read_bytes() == (tmp_path / "small.nt").read_bytes()


def test_another_process_sifts_to_the_same_bytes(planted: tuple[Path, list[Fault]], tmp_path: Path) -> None:
    path, _ = planted
    code = "import sys, pathlib; from rochdale.graph.gate import sift; print(sift(*map(pathlib.Path, sys.argv[1:])))"
    said = set()
    for seed in ("1", "2"):
        passed = tmp_path / f"{seed}.nt"
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(
            [sys.executable, "-c", code, str(path), str(passed)], env=environment, capture_output=True, check=True
        )
        assert done.stderr == b""
        said.add((done.stdout, passed.read_bytes()))
    assert len(said) == 1


def test_what_passed_passes_again_unchanged(planted: tuple[Path, list[Fault]], tmp_path: Path) -> None:
    path, _ = planted
    sift(path, tmp_path / "once.nt")
    assert sift(tmp_path / "once.nt", tmp_path / "twice.nt") == []
    assert (tmp_path / "twice.nt").read_bytes() == (tmp_path / "once.nt").read_bytes()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lost=st.sets(st.sampled_from(sorted(GOOD)), max_size=12))
def test_whatever_is_lost_what_passes_breaks_nothing(lost: set[str], tmp_path: Path) -> None:
    held, passed = sifted(tmp_path, GOOD - lost)
    assert passed <= GOOD - lost
    assert sum(one.triples for one in held) == len(GOOD - lost) - len(passed)


def test_a_graph_may_be_sifted_in_its_place(tmp_path: Path) -> None:
    graph = written(tmp_path / "graph.nt", GOOD | {f'<{DAIRY}> {OTHER_NAME} ""@en .'})
    assert len(sift(graph, graph)) == 1
    assert set(graph.read_text(encoding="utf-8").splitlines()) == GOOD
    assert [path.name for path in tmp_path.iterdir()] == ["graph.nt"]


# -- other shapes ------------------------------------------------------------------------------------------------------


def test_a_warning_is_told_and_takes_nothing_out(tmp_path: Path) -> None:
    shapes = shape_file(
        tmp_path,
        "e:s a sh:PropertyShape ; sh:targetClass sse:Organisation ; sh:path sse:country ; sh:minCount 1 ; "
        'sh:severity sh:Warning ; sh:message "No country."@en .',
    )
    graph = written(tmp_path / "graph.nt")
    for engine in ENGINES:
        found = check(graph, shapes=shapes, engine=engine)
        assert [(v.severity, v.message) for v in found] == [("Warning", "No country.")] * 2
    assert sift(graph, tmp_path / "passed.nt", shapes=shapes) == []
    assert (tmp_path / "passed.nt").read_bytes() == graph.read_bytes()


@pytest.mark.parametrize(
    "body",
    [
        "e:s a sh:PropertyShape ; sh:targetClass sse:Mention ; sh:path ( sse:item sse:series ) ; sh:minCount 1 .",
        "e:s a sh:PropertyShape ; sh:targetClass sse:Mention ; sh:path sse:entity ; sh:node e:t . "
        "e:t a sh:NodeShape ; sh:property [ sh:path sse:country ; sh:minCount 1 ] .",
        "e:s a sh:PropertyShape ; sh:targetClass sse:Organisation ; sh:path [ sh:zeroOrMorePath sse:partnerOf ] ; "
        "sh:maxCount 1 .",
        "e:s a sh:PropertyShape ; sh:targetObjectsOf sse:organisation ; sh:path sse:kind ; sh:in ( e:k ) .",
        "e:s a sh:NodeShape ; sh:targetSubjectsOf sse:partnerOf ; "
        "sh:property [ sh:path [ sh:inversePath sse:donor ] ; sh:minCount 1 ] .",
    ],
    ids=["two steps", "shape of a value", "any number of steps", "objects as targets", "backward"],
)
def test_a_large_graph_is_checked_as_a_small_one_by_any_shapes(
    body: str, planted: tuple[Path, list[Fault]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _ = planted
    shapes = shape_file(tmp_path, body)
    whole = check(path, shapes=shapes, engine="pyshacl")
    assert whole
    monkeypatch.setattr(verdict, "SMALL", 0)
    monkeypatch.setattr(verdict, "_SAMPLE", 50)
    assert check(path, shapes=shapes) == whole
    monkeypatch.setattr(verdict, "find_spec", lambda *_: None)
    assert check(path, shapes=shapes) == whole


def test_subclasses_in_a_graph_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    union = "https://example.org/Union"
    lines = {line.replace(f"#type> <{TERMS}Organisation>", f"#type> <{union}>") for line in GOOD}
    lines.add(f"<{union}> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <{TERMS}Organisation> .")
    shapes = shape_file(
        tmp_path, "e:s a sh:PropertyShape ; sh:targetClass sse:Organisation ; sh:path sse:country ; sh:minCount 1 ."
    )
    graph = written(tmp_path / "graph.nt", lines)
    whole = check(graph, shapes=shapes, engine="pyshacl")
    assert len(whole) == 2
    monkeypatch.setattr(verdict, "SMALL", 0)
    assert check(graph, shapes=shapes) == whole


def test_what_is_missing_as_a_whole_cannot_be_left_out(tmp_path: Path) -> None:
    shapes = shape_file(
        tmp_path,
        'e:s a sh:PropertyShape ; sh:targetNode e:seal ; sh:path e:p ; sh:minCount 1 ; sh:message "No seal."@en .',
    )
    with pytest.raises(ShapeError, match=r"https://example.org/seal: No seal\."):
        sift(written(tmp_path / "graph.nt"), tmp_path / "passed.nt", shapes=shapes)
    assert not (tmp_path / "passed.nt").exists()


# -- the suite of the W3C ----------------------------------------------------------------------------------------------

MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = rdflib.Namespace("http://www.w3.org/ns/shacl-test#")
EXPECTED_TO_FAIL = {
    ("pyshacl", "property/uniqueLang-002"): 'pySHACL takes sh:uniqueLang "1"^^xsd:boolean for true; only "true" is',
}


def suite() -> Iterator[tuple[str, Path, Path, set[tuple[str, str, str, str]]]]:
    """Name, data, shapes and expected results of each test."""
    for path in sorted(SUITE.rglob("*.ttl")):
        graph = Graph()
        graph.parse(data=path.read_text(encoding="utf-8"), format="turtle", publicID=path.resolve().as_uri())
        for test in graph.subjects(RDF.type, SHT.Validate):
            action, report = graph.value(test, MF.action), graph.value(test, MF.result)
            data, shapes = (local(graph.value(action, SHT[which])) for which in ("dataGraph", "shapesGraph"))
            results = {
                (
                    plain(graph.value(result, SH.focusNode)),
                    plain(graph.value(result, SH.resultPath)),
                    plain(graph.value(result, SH.value)),
                    plain(graph.value(result, SH.resultSeverity)).rpartition("#")[2],
                )
                for result in graph.objects(report, SH.result)
            }
            yield str(path.relative_to(SUITE).with_suffix("")), data, shapes, results


def local(iri: object) -> Path:
    return Path(unquote(urlparse(str(iri)).path))


def plain(term: object) -> str:
    """A term as violations have it; blank nodes and paths of several steps have no name that both sides know."""
    if term is None:
        return ""
    if isinstance(term, BNode):
        return "_:"
    if isinstance(term, URIRef):
        return str(term)
    assert isinstance(term, rdflib.Literal)
    return term.n3().replace("^^<http://www.w3.org/2001/XMLSchema#string>", "")


def without_labels(term: str) -> str:
    bare = term[1:-1] if term.startswith("<") and term.endswith(">") else term
    return "_:" if bare.startswith("_:") else bare


@pytest.fixture
def unchanged_literals(monkeypatch: pytest.MonkeyPatch) -> None:
    """rdflib would rewrite the expected values."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)


@pytest.mark.skipif(not SUITE.is_dir(), reason="the SHACL test suite of the W3C is not beside the repository")
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.filterwarnings("ignore:Parsing weird boolean")
def test_the_engines_pass_the_core_suite_of_the_w3c(engine: Engine, unchanged_literals: None) -> None:
    failed, tests = set(), list(suite())
    assert len(tests) == 98
    for name, data, shapes, expected in tests:
        found = {
            (
                without_labels(violation.focus),
                "_:" if "<" in violation.path else violation.path,
                without_labels(violation.value),
                violation.severity,
            )
            for violation in check(data, shapes=shapes, engine=engine)
        }
        if found != expected:
            failed.add(name)
    assert failed == {name for which, name in EXPECTED_TO_FAIL if which == engine}
