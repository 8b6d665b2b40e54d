import errno
import json
import logging
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.context import BaseContext
from pathlib import Path

import msgspec
import pyoxigraph as ox
import pyshacl
import pytest
import rdflib

from rochdale.errors import OutputError, RochdaleError, SourceError
from rochdale.graph import build as build_module
from rochdale.graph import exchange, gate, store
from rochdale.graph.build import GRAPH, QUARANTINE, REPORT, TURTLE, Built, build, is_graph
from rochdale.graph.exchange import swap
from rochdale.graph.store import open_store
from rochdale.loaders import cache as cache_module
from rochdale.loaders import pipeline
from rochdale.loaders.vocabulary import vocabulary
from tests.conftest import PAGES, ROOT

SAMPLES = sorted(PAGES.glob("*.txt"))
SOME = SAMPLES[::4]
FEW = [PAGES / f"{name}.txt" for name in ("es-articulo-cacao", "es-ficha-thinkcoop", "es-publicacion-tejado")]
OTHERS = [PAGES / f"{name}.txt" for name in ("fr-fiche-apexfincoop", "en-event-sheet-mycoop")]
STABLE = (GRAPH, TURTLE, REPORT, QUARANTINE, "ontology.ttl", "shapes.ttl")
BAD = {
    "june.txt": b"Weavers meet in Tunis\n\n31 June 2021\n\nThe ILO met weavers in Tunisia.\n",
    "latin.txt": "Café\n\nUn café coopératif.\n".encode("latin-1"),
    "twin.txt": SOME[0].read_bytes(),
}


def published(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in STABLE}


def whole(folder: Path) -> int:
    """The number of documents of a graph of which every part agrees with every other."""
    report = json.loads((folder / REPORT).read_bytes())
    lines = (folder / GRAPH).read_bytes().splitlines()
    assert is_graph(folder)
    assert report["triples"] == len(lines) == len(set(lines)) == len(open_store(folder))
    assert len(set(ox.parse(path=folder / TURTLE))) == len(lines)
    assert all((folder / name).exists() for name in STABLE)
    return int(report["documents"])


def beside(out: Path) -> list[str]:
    """What else stands in the folder of the graph."""
    return sorted(path.name for path in out.parent.iterdir() if path != out)


def _ungated(lines: Path, passed: Path) -> list[gate.Quarantined]:
    shutil.copyfile(lines, passed)
    return []


@pytest.fixture
def gated(tmp_path: Path) -> Path:
    """Where a graph goes that is checked, as any is."""
    return tmp_path / "graphs" / "kg"


@pytest.fixture
def out(gated: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a graph goes that nobody checks, to save the time."""
    monkeypatch.setattr(gate, "sift", _ungated)
    return gated


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Some sample pages, and pages with something to refuse."""
    folder = tmp_path_factory.mktemp("bad")
    for name, data in BAD.items():
        (folder / name).write_bytes(data)
    return [*SOME, *(folder / name for name in BAD)]


@pytest.fixture(scope="module")
def expected(sources: list[Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    built = build(sources, tmp_path_factory.mktemp("expected") / "kg", jobs=1)
    assert (built.report.unread, built.report.faults, built.tally.repeated) == (1, 1, 1)
    return published(built.folder)


# -- the same bytes ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [1, 2])
def test_sources_in_another_order_give_the_same_bytes(
    sources: list[Path], expected: dict[str, bytes], gated: Path, seed: int
) -> None:
    shuffled = random.Random(seed).sample(sources, len(sources))  # noqa: S311
    assert published(build(shuffled, gated, jobs=1).folder) == expected


def test_several_processes_give_the_same_bytes(
    sources: list[Path], expected: dict[str, bytes], gated: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    used = []

    class Pool(ProcessPoolExecutor):
        def __init__(
            self, workers: int, mp_context: BaseContext, initializer: Callable[[bytes], None], initargs: tuple[bytes]
        ) -> None:
            used.append(workers)
            super().__init__(workers, mp_context=mp_context, initializer=initializer, initargs=initargs)

    monkeypatch.setattr(pipeline, "_FEW", 1)
    monkeypatch.setattr(pipeline, "_CHUNK", 4)
    monkeypatch.setattr(pipeline, "ProcessPoolExecutor", Pool)
    assert published(build(sources, gated, jobs=2).folder) == expected
    assert set(used) == {2}


def test_the_cache_gives_the_same_bytes(
    sources: list[Path], expected: dict[str, bytes], out: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "records.sqlite"
    first = build(sources, out, jobs=1, cache=kept)
    assert published(out) == expected
    second = build(sources, out, jobs=1, cache=kept)
    assert published(out) == expected
    assert (first.tally.extracted, first.tally.cached) == (len(SOME) + 1, 0)
    assert (second.tally.extracted, second.tally.cached) == (0, len(SOME) + 1)


def test_the_cache_keeps_what_is_stated_on_request_apart(out: Path, tmp_path: Path) -> None:
    page, kept = tmp_path / "page.txt", tmp_path / "records.sqlite"
    page.write_text("Notes from the valley\n\n4 May 2022\n\nThe ILO and the ICA whitewash the oven.\n")
    for recall in (False, True, False, True):
        built = build([page], out, jobs=1, cache=kept, recall=recall)
        assert built.report.partnerships == int(recall)
    assert (built.tally.extracted, built.tally.cached) == (0, 1)


def test_several_processes_state_on_request_what_one_does(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "_FEW", 1)
    for name in ("a", "b", "c"):
        text = f"Notes from the valley\n\n4 May 2022\n\nThe ILO and the ICA whitewash oven {name}.\n"
        (tmp_path / f"{name}.txt").write_text(text)
    assert build(sorted(tmp_path.glob("*.txt")), out, jobs=2, recall=True).report.partnerships == 1


def test_a_cached_page_that_was_renamed_is_told_by_its_new_name(out: Path, tmp_path: Path) -> None:
    old, new, kept = tmp_path / "old.txt", tmp_path / "new.txt", tmp_path / "records.sqlite"
    old.write_bytes(BAD["june.txt"])
    build([old], out, cache=kept)
    old.rename(new)
    (fault,) = build([new], out, cache=kept).quarantine
    assert (fault.source, fault.line) == (str(new), 3)
    assert b'"new"' in (out / GRAPH).read_bytes()
    assert b'"old"' not in (out / GRAPH).read_bytes()


def test_nothing_in_a_graph_says_when_or_where_it_was_made(expected: dict[str, bytes]) -> None:
    for name in (GRAPH, TURTLE, REPORT):
        assert str(ROOT).encode() not in expected[name]
        assert b"generatedAtTime" not in expected[name]


def test_files_of_equal_content_are_told_by_the_first_name_in_any_order(out: Path, tmp_path: Path) -> None:
    twins = [tmp_path / name for name in ("b.txt", "a.txt", "c.txt")]
    for twin in twins:
        twin.write_bytes(BAD["june.txt"])
    for order in (twins, twins[::-1]):
        built = build(order, out)
        assert (built.report.documents, built.tally.repeated) == (1, 2)
        assert [fault.source for fault in built.quarantine] == [str(tmp_path / "a.txt")]


# -- the cache ---------------------------------------------------------------------------------------------------


def test_a_changed_vocabulary_empties_the_cache(out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / "records.sqlite"
    build(FEW, out, cache=kept)
    monkeypatch.setattr(vocabulary(), "digest", "0" * 64)
    again = build(FEW, out, cache=kept)
    assert (again.tally.extracted, again.tally.cached) == (3, 0)


def test_a_changed_extractor_empties_the_cache(out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / "records.sqlite"
    build(FEW, out, cache=kept)
    monkeypatch.setattr(cache_module, "VERSION", "another")
    again = build(FEW, out, cache=kept)
    assert (again.tally.extracted, again.tally.cached) == (3, 0)


def _is_no_database(path: Path) -> None:
    path.write_bytes(b"this is no database " * 100)


def _lost_its_end(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def _holds_other_records(path: Path) -> None:
    import sqlite3  # noqa: PLC0415

    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE reading SET data = x'c0ffee'")
    connection.close()


def _has_another_table(path: Path) -> None:
    import sqlite3  # noqa: PLC0415

    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE reading")
        connection.execute("CREATE TABLE reading (something TEXT)")
    connection.close()


def _is_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    "damage", [_is_no_database, _lost_its_end, _holds_other_records, _has_another_table, _is_a_folder]
)
def test_a_damaged_cache_is_left_aside_with_a_sentence(
    out: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    kept = tmp_path / "records.sqlite"
    build(FEW, out, cache=kept)
    before = published(out)
    damage(kept)
    built = build(FEW, out, cache=kept)
    assert published(out) == before
    assert "is left aside: " in built.tally.trouble
    assert "\n" not in built.tally.trouble
    assert built.tally.extracted == 3


def test_without_a_cache_nothing_is_kept(out: Path) -> None:
    build(FEW, out)
    assert build(FEW, out).tally.extracted == 3


# -- where a graph may go ----------------------------------------------------------------------------------------


def test_a_folder_that_holds_something_else_is_refused_and_untouched(out: Path) -> None:
    out.mkdir(parents=True)
    (out / "thesis.txt").write_text("Years of work.\n")
    with pytest.raises(OutputError, match="something else than a graph"):
        build(FEW, out)
    assert [path.name for path in out.iterdir()] == ["thesis.txt"]
    assert (out / "thesis.txt").read_text() == "Years of work.\n"
    assert beside(out) == []


@pytest.mark.parametrize("report", [b"{}", b'{"format": "something else"}', b"[]", b"no json", b""])
def test_a_folder_with_a_report_of_something_else_is_refused(out: Path, report: bytes) -> None:
    out.mkdir(parents=True)
    (out / REPORT).write_bytes(report)
    with pytest.raises(OutputError, match="something else than a graph"):
        build(FEW, out)
    assert (out / REPORT).read_bytes() == report


def test_a_file_is_refused_and_untouched(out: Path) -> None:
    out.parent.mkdir(parents=True)
    out.write_text("Years of work.\n")
    with pytest.raises(OutputError, match="this is a file"):
        build(FEW, out)
    assert out.read_text() == "Years of work.\n"


def test_a_folder_that_cannot_be_listed_is_refused(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out.mkdir(parents=True)

    def forbidden(_: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", forbidden)
    with pytest.raises(OutputError, match="Permission denied"):
        build(FEW, out)


def test_what_comes_to_that_place_while_a_graph_is_built_is_not_lost(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(*_: object) -> None:
        out.mkdir()
        (out / "thesis.txt").write_text("Years of work.\n")

    monkeypatch.setattr(store, "load", write)
    monkeypatch.setattr(build_module, "_count", lambda *_: {})
    with pytest.raises(OutputError, match="something else than a graph"):
        build(FEW, out)
    assert (out / "thesis.txt").read_text() == "Years of work.\n"
    assert beside(out) == []


def test_a_place_behind_links_that_go_round_is_refused(out: Path) -> None:
    out.parent.mkdir(parents=True)
    out.symlink_to(out)
    with pytest.raises(OutputError):
        build(FEW, out / "kg")


def test_an_empty_folder_is_taken(out: Path) -> None:
    out.mkdir(parents=True)
    build(FEW, out)
    assert whole(out) == 3


def test_an_earlier_graph_is_replaced(out: Path) -> None:
    build(FEW, out)
    build(OTHERS, out)
    assert whole(out) == 2
    assert beside(out) == []


@pytest.mark.parametrize("built_before", [True, False])
def test_a_link_to_a_folder_stays_a_link(out: Path, tmp_path: Path, built_before: bool) -> None:
    disk = tmp_path / "disk" / "kg"
    disk.mkdir(parents=True)
    if built_before:
        build(OTHERS, disk)
    out.parent.mkdir(parents=True)
    out.symlink_to(disk)
    build(FEW, out)
    assert out.is_symlink()
    assert whole(disk) == 3


def test_a_link_to_nothing_is_refused(out: Path) -> None:
    out.parent.mkdir(parents=True)
    out.symlink_to(out.parent / "nowhere")
    with pytest.raises(OutputError):
        build(FEW, out)
    assert out.is_symlink()


def test_the_folder_of_a_graph_can_be_read_by_others(out: Path) -> None:
    build(FEW, out)
    assert out.stat().st_mode & 0o777 == 0o755


def test_folders_above_are_made(tmp_path: Path) -> None:
    assert whole(build(FEW, tmp_path / "a" / "b" / "c" / "kg").folder) == 3


def test_nothing_to_read_leaves_no_folder(out: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceError, match="no pages were found"):
        build([tmp_path / "empty"], out)
    assert not out.exists()


# -- what fails on the way ---------------------------------------------------------------------------------------


def _full_disk(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (gate, "sift"),
        (store, "load"),
        (build_module, "write_canonical"),
        (build_module, "write_turtle"),
        (build_module, "_count"),
        (build_module, "swap"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_full_disk_leaves_the_old_graph_whole_and_nothing_beside(
    out: Path, monkeypatch: pytest.MonkeyPatch, module: object, name: str
) -> None:
    build(FEW, out)
    before = published(out)
    with monkeypatch.context() as patch:
        patch.setattr(module, name, _full_disk)
        with pytest.raises(OutputError, match=r"kg: cannot be written: No space left on device$"):
            build(OTHERS, out)
    assert published(out) == before
    assert whole(out) == 3
    assert beside(out) == []


@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError, RochdaleError])
def test_any_other_stop_leaves_the_old_graph_whole_and_nothing_beside(
    out: Path, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise error

    build(FEW, out)
    monkeypatch.setattr(store, "load", stop)
    with pytest.raises(error):
        build(OTHERS, out)
    assert whole(out) == 3
    assert beside(out) == []


def test_a_reading_process_that_dies_is_told(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Pool:
        def __init__(self, *_: object, **__: object) -> None: ...

        def __enter__(self) -> "Pool":
            return self

        def __exit__(self, *_: object) -> None: ...

        def submit(self, *_: object) -> None:
            raise BrokenProcessPool

    monkeypatch.setattr(pipeline, "_FEW", 1)
    monkeypatch.setattr(pipeline, "ProcessPoolExecutor", Pool)
    with pytest.raises(RochdaleError, match="--jobs"):
        build(SAMPLES, out, jobs=2)
    assert not out.exists()


_LIMITED = """
import resource, sys
from rochdale.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
sys.exit(main(sys.argv[2:]))
"""


def python(code: str, *words: object) -> list[str]:
    return [sys.executable, "-c", code, *map(str, words)]


@pytest.mark.parametrize("share", [0.0, 0.999])
def test_a_disk_too_small_is_told_in_one_line(out: Path, share: float) -> None:
    build(FEW, out)
    before = published(out)
    limit = int(share * len(before[GRAPH]))
    words = ("build", *OTHERS, *FEW, "--out", out, "--no-cache")
    done = subprocess.run(python(_LIMITED, str(limit), *words), cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"rochdale: {out}: cannot be written: File too large\n"
    assert published(out) == before
    assert beside(out) == []


_ENDLESS = """
import shutil, sys
from pathlib import Path
from rochdale.graph import gate
from rochdale.graph.build import build
gate.sift = lambda lines, passed: [] if shutil.copyfile(lines, passed) else []
out, *sources = map(Path, sys.argv[1:])
while True:
    build(sources[:3], out, jobs=1)
    print("built", flush=True)
    build(sources[3:], out, jobs=1)
"""


@pytest.mark.parametrize("seed", range(3))
def test_a_build_killed_at_any_moment_never_leaves_half_a_graph(out: Path, seed: int) -> None:
    with subprocess.Popen(python(_ENDLESS, out, *FEW, *OTHERS), cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "built\n"
        time.sleep(random.Random(seed).uniform(0, 0.3))  # noqa: S311
        process.send_signal(signal.SIGKILL)
    assert whole(out) in (len(FEW), len(OTHERS))
    build(FEW, out)
    assert whole(out) == len(FEW)


def test_a_first_build_that_is_killed_leaves_no_graph_of_that_name(out: Path) -> None:
    code = "import os; from rochdale.graph import build as b; b.store.load = lambda *_: os.kill(os.getpid(), 9)\n"
    code += "import sys; from rochdale.cli import main; main(sys.argv[1:])"
    done = subprocess.run(python(code, "build", *FEW, "--out", out), cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL
    assert not out.exists()


# -- one folder in the place of another --------------------------------------------------------------------------


def folder(path: Path, text: str) -> Path:
    path.mkdir(parents=True)
    (path / "file").write_text(text)
    return path


@pytest.fixture(params=["in one step", "in two steps"])
def steps(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "in two steps":
        monkeypatch.setattr(exchange, "_exchange", lambda *_: False)
    return str(request.param)


def test_a_folder_takes_the_place_of_another(tmp_path: Path, steps: str) -> None:
    new, target = folder(tmp_path / "new", "new"), folder(tmp_path / "target", "old")
    swap(new, target)
    assert (target / "file").read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("empty", [True, False])
def test_a_folder_takes_an_empty_place(tmp_path: Path, steps: str, empty: bool) -> None:
    new, target = folder(tmp_path / "new", "new"), tmp_path / "target"
    if empty:
        target.mkdir()
    swap(new, target)
    assert (target / "file").read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_does_not_take_the_place_of_a_file(tmp_path: Path, steps: str) -> None:
    new, target = folder(tmp_path / "new", "new"), tmp_path / "target"
    target.write_text("old")
    with pytest.raises(OSError, match="Not a directory"):
        swap(new, target)
    assert target.read_text() == "old"
    assert (new / "file").read_text() == "new"


def test_an_exchange_that_fails_half_way_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new, target = folder(tmp_path / "new", "new"), folder(tmp_path / "target", "old")
    monkeypatch.setattr(exchange, "_exchange", lambda *_: False)
    rename, calls = Path.rename, []

    def failing(self: Path, to: Path) -> Path:
        calls.append(self.name)
        if len(calls) == 3:
            raise OSError(errno.EIO, "Input/output error")
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(OSError, match="Input/output error"):
        swap(new, target)
    assert calls == ["new", "target", "new", "new.old"]
    assert (target / "file").read_text() == "old"
    assert (new / "file").read_text() == "new"


# -- what others read --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def triples(sample_graph: Path) -> int:
    return len((sample_graph / GRAPH).read_bytes().splitlines())


def test_the_parts_of_a_graph_agree(sample_graph: Path) -> None:
    assert whole(sample_graph) == len(SAMPLES)


def test_oxigraph_reads_the_turtle(sample_graph: Path, triples: int) -> None:
    quads = set(ox.parse(path=sample_graph / TURTLE))
    assert quads == set(ox.parse(path=sample_graph / GRAPH))
    assert len(quads) == triples


def test_rdflib_reads_the_turtle_without_a_warning(
    sample_graph: Path, triples: int, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert len(rdflib.Graph().parse(sample_graph / TURTLE)) == triples
    assert caplog.records == []


@pytest.mark.parametrize(("name", "syntax"), [(TURTLE, "turtle"), (GRAPH, "ntriples")])
def test_rapper_reads_the_graph_without_a_warning(sample_graph: Path, triples: int, name: str, syntax: str) -> None:
    rapper = shutil.which("rapper")
    if rapper is None:
        if os.environ.get("CI") == "true":
            pytest.fail("rapper is not installed (raptor2-utils)")
        pytest.skip("rapper is not installed (raptor2-utils)")
    words = [rapper, "--input", syntax, "--count", str(sample_graph / name)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert f"Parsing returned {triples} triples" in done.stderr
    assert "warning" not in done.stderr.lower()
    assert "error" not in done.stderr.lower()


def test_the_turtle_conforms_to_the_shapes_beside_it(sample_graph: Path) -> None:
    data = rdflib.Graph().parse(sample_graph / TURTLE)
    shapes = rdflib.Graph().parse(sample_graph / "shapes.ttl")
    conforms, _, text = pyshacl.validate(data, shacl_graph=shapes, advanced=True)
    assert conforms, text


def test_the_ontology_beside_a_graph_is_turtle(sample_graph: Path) -> None:
    assert len(rdflib.Graph().parse(sample_graph / "ontology.ttl")) > 100


def test_the_report_counts_what_the_graph_holds(sample_graph: Path) -> None:
    report = json.loads((sample_graph / REPORT).read_bytes())
    opened = open_store(sample_graph)

    def count(pattern: str) -> int:
        found = opened.query(
            "PREFIX sse: <https://w3id.org/rochdale/ontology#> PREFIX schema: <https://schema.org/>"
            "SELECT (COUNT(DISTINCT ?x) AS ?n) { " + pattern + " }"
        )
        assert isinstance(found, ox.QuerySolutions)
        (row,) = found
        return int(row[0].value)

    assert report["documents"] == count("?x a sse:Document")
    assert report["items"] == count("?x a sse:Item")
    assert report["dated"] == count("?x schema:datePublished ?day")
    assert report["countries"] == count("?i a sse:Item ; sse:country ?x")
    assert report["organisations"] == count("?i a sse:Item ; sse:organisation ?x")
    assert report["projects"] == count("?i a sse:Item ; sse:project ?x")
    assert report["persons"] == count("?x a sse:Person")
    assert report["partnerships"] == count("?x a sse:Partnership")
    assert report["themes"] == count("?i a sse:Item ; <http://purl.org/dc/terms/subject> ?x")


def test_mentions_are_counted_as_the_graph_holds_them(sample_graph: Path) -> None:
    report = json.loads((sample_graph / REPORT).read_bytes())
    kinds = open_store(sample_graph).quads_for_pattern(
        None, None, ox.NamedNode("https://w3id.org/rochdale/ontology#Mention"), None
    )
    assert report["mentions"] == len(list(kinds))


def faults(built: Built) -> Sequence[tuple[str, int, str, str]]:
    return [(Path(fault.source).name, fault.line, fault.field, fault.words) for fault in built.quarantine]


def test_what_was_left_out_is_listed_with_its_place(out: Path, sources: list[Path]) -> None:
    built = build(sources[-3:-1], out)
    assert faults(built) == [("june.txt", 3, "date", "31 June 2021"), ("latin.txt", 0, "source", "")]
    lines = (out / QUARANTINE).read_bytes().splitlines()
    assert [msgspec.json.decode(line)["reason"] for line in lines] == [fault.reason for fault in built.quarantine]
