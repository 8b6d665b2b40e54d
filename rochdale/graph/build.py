"""Build: from sources to a published graph, written aside and swapped in whole.

A built graph is a folder:

    graph.nt          canonical N-Triples: sorted, unique; what everything else is made from
    graph.ttl         the same, to read
    ontology.ttl      classes and properties
    shapes.ttl        what the gate checked
    store/            Oxigraph, for queries
    quarantine.jsonl  what was left out: source, line, field, words, reason
    report.json       counts
    coverage.jsonl    where there are sitemaps: the addresses of theirs that were not captured
"""

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec

from rochdale.errors import OutputError, SourceError
from rochdale.graph import gate, store
from rochdale.graph.canonical import write_canonical
from rochdale.graph.decisions.application import Applied, Stale, apply
from rochdale.graph.decisions.file import DecisionFile, read_decisions
from rochdale.graph.decisions.place import as_known, found_decisions
from rochdale.graph.exchange import swap
from rochdale.graph.resolve import resolve
from rochdale.graph.statements import Origin, iri, origins, statements, without
from rochdale.graph.terms import RDF, SSE
from rochdale.graph.turtle import PREFIXES, write_turtle
from rochdale.loaders.coverage import as_lines, coverage
from rochdale.loaders.items import Fault
from rochdale.loaders.pipeline import Harvest, Progress, Tally, harvest
from rochdale.loaders.vocabulary import FOLDER as ONTOLOGY
from rochdale.loaders.vocabulary import vocabulary

REPORT = "report.json"
GRAPH = "graph.nt"
TURTLE = "graph.ttl"
QUARANTINE = "quarantine.jsonl"
COVERAGE = "coverage.jsonl"
_NOTHING = "no pages were found (text captures end in .txt; a table needs a mapping beside it)"
_OWN = frozenset({GRAPH, TURTLE, QUARANTINE, COVERAGE, REPORT, "ontology.ttl", "shapes.ttl", store.NAME})
"""What a build writes in its folder; nothing else there is replaced."""
_MARK = "rochdale graph"
_A_MENTION = f" {RDF.type} {SSE.Mention} .\n".encode()


class Decided(msgspec.Struct, kw_only=True):
    """What a file of decisions did to a build."""

    file: DecisionFile
    applied: Applied

    def stale(self) -> Iterator[tuple[int, Stale]]:
        """The decisions that do not apply, each with its line, in the order of the lines."""
        lines = self.file.lines()
        yield from sorted(((lines[one.decision.key], one) for one in self.applied.stale), key=lambda pair: pair[0])


class Report(msgspec.Struct, kw_only=True):
    """What a build read, linked, refused and wrote. Holds nothing that differs from run to run."""

    format: str = _MARK
    documents: int
    items: int
    dated: int
    organisations: int
    candidates: int
    projects: int
    countries: int
    themes: int
    persons: int
    partnerships: int
    mentions: int
    triples: int
    unread: int
    faults: int
    quarantined: int
    sitemaps: int = 0
    listed: int = 0
    """Addresses of pages that sitemaps list."""
    captured: int = 0
    """Those of them that were captured, or that an item has."""
    decided: int = 0
    """Decisions of people that were applied."""
    undecided: int = 0
    """Decisions that do not apply to this build."""
    left_out: int = 0
    """Mentions of what people rejected."""
    decisions: str = ""
    """Where the decisions stand, from the folder that the graph stands in; "" without any."""


class Built(msgspec.Struct, kw_only=True):
    """A finished build: its report, and what concerns only this run."""

    folder: Path
    report: Report
    tally: Tally
    quarantine: list[Fault]
    decided: Decided | None = None
    """What people's decisions did; None where there are none."""


def build(
    sources: Iterable[Path],
    out: Path,
    *,
    jobs: int | None = None,
    cache: Path | None = None,
    mapping: Path | None = None,
    progress: Progress | None = None,
    recall: bool = False,
    decisions: Path | None = None,
    decided: bool = True,
) -> Built:
    """Read the sources and leave a checked graph in the folder `out`.

    An earlier graph in `out` stays whole until the new one takes its place by one rename; if anything fails it stays.

    Args:
        sources: files and folders.
        out: the folder of the graph.
        jobs: processes at most; all cores by default.
        cache: file of the record cache; None to keep nothing.
        mapping: of the tables that are named by themselves; else it stands beside each.
        progress: called as the sources are read.
        recall: state weaker readings of partnerships as well, with a rule of their own and a lower confidence.
        decisions: the file of people's decisions; None for where the last build found it, or beside `out`.
        decided: whether decisions are applied at all.

    Raises:
        DecisionError: the decisions cannot be read, or contradict each other.
        OutputError: `out` holds something else than a graph, or cannot be written.
        SourceError: nothing could be read at all.
    """
    _refuse_foreign(out)
    place = found_decisions(out, out / REPORT, decisions) if decided else None
    file = read_decisions(place, vocabulary()) if place else None
    gathered = harvest(sources, jobs=jobs, cache=cache, mapping=mapping, progress=progress, recall=recall)
    if not gathered.records:
        reason = gathered.unread[0].reason if gathered.unread else _NOTHING
        raise SourceError(gathered.unread[0].source if gathered.unread else "sources", reason)
    with _aside(out) as folder:
        resolved = resolve(gathered.records, gathered.words)
        applied = apply(resolved, file.decisions if file else (), gathered.words)
        report, quarantine = _write(gathered, applied, file, folder, as_known(out, place) if place else "")
    return Built(
        folder=out,
        report=report,
        tally=gathered.tally,
        quarantine=quarantine,
        decided=Decided(file=file, applied=applied) if file else None,
    )


def _refuse_foreign(out: Path) -> None:
    try:
        if not out.exists() and not out.is_symlink():
            return
        if not out.is_dir():
            raise OutputError(str(out), "this is a file; name a folder that does not exist yet")
        if any(out.iterdir()) and not is_graph(out):
            raise OutputError(str(out), "the folder holds something else than a graph; name another, or empty it")
        others = sorted(entry.name for entry in out.iterdir() if entry.name not in _OWN)
        if others:
            names = ", ".join(others[:3])
            raise OutputError(str(out), f"the folder holds files of yours besides the graph: {names}; move them first")
    except OSError as error:
        raise OutputError(str(out), f"the folder cannot be read: {error.strerror}") from error


def is_graph(folder: Path) -> bool:
    """Whether a build made this folder."""
    try:
        return bool(msgspec.json.decode((folder / REPORT).read_bytes(), type=dict[str, Any]).get("format") == _MARK)
    except (OSError, msgspec.MsgspecError):
        return False


@contextmanager
def _aside(out: Path) -> Iterator[Path]:
    """A folder beside `out` to write in; takes the place of `out` when all went well, and goes when it did not.

    Where `out` is a link to a folder, that folder is meant.
    """
    try:
        target = out.resolve()
        target.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".building", dir=target.parent))
    except OSError as error:
        raise OutputError(str(out), f"cannot be written: {error.strerror}") from error
    except RuntimeError as error:  # how Python before 3.13 tells of links that go round
        raise OutputError(str(out), f"cannot be written: {error}") from error
    try:
        yield folder
        folder.chmod(0o755)
        _refuse_foreign(target)  # what came there meanwhile would be lost
        swap(folder, target)
    except OSError as error:
        raise OutputError(str(out), f"cannot be written: {error.strerror or error}") from error
    except OutputError as error:
        raise OutputError(str(out), f"cannot be written: {error.reason}") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write(
    gathered: Harvest, applied: Applied, file: DecisionFile | None, folder: Path, place: str
) -> tuple[Report, list[Fault]]:
    words = gathered.words
    resolved = applied.resolved
    scratch = folder / "scratch"
    scratch.mkdir()
    places = origins(resolved)
    if file:
        lines = file.lines()
        places |= {iri(one.key).value: Origin(file.source, lines[one.key], one.told) for one in resolved.decided}
    held: dict[tuple[str, str, str], gate.Quarantined] = {}
    gone: frozenset[str] = frozenset()
    while True:
        write_canonical(statements(resolved, words), scratch / "stated.nt", scratch=scratch)
        broken = gate.sift(scratch / "stated.nt", folder / GRAPH)
        for one in broken:
            held.setdefault((one.focus, one.path, one.value), one)
        more = gone.union(one.focus for one in broken if one.whole)
        if more == gone:
            break
        # what went takes with it what was stated because of it: links, counts, dates
        gone = more
        resolved = without(resolved, gone)
    shutil.rmtree(scratch)
    quarantine = [
        *gathered.unread,
        *(f for r in gathered.records for f in r.faults),
        *_held_back(held.values(), places),
    ]
    quarantine.sort(key=lambda fault: (fault.source, fault.line, fault.field, fault.words, fault.reason))
    write_turtle(folder / GRAPH, folder / TURTLE, prefixes=PREFIXES)
    shutil.copyfile(ONTOLOGY / "core.ttl", folder / "ontology.ttl")
    (folder / "shapes.ttl").write_text(gate.shapes_text(), encoding="utf-8")
    store.load(folder / GRAPH, folder / store.NAME)
    applied.resolved = resolved
    report = _count(gathered, applied, folder / GRAPH, len(held), place)
    if gathered.sitemaps:
        report = _covered(gathered, folder, report)
    (folder / QUARANTINE).write_bytes(b"".join(msgspec.json.encode(fault) + b"\n" for fault in quarantine))
    (folder / REPORT).write_bytes(msgspec.json.format(msgspec.json.encode(report)) + b"\n")
    return report, quarantine


def _covered(gathered: Harvest, folder: Path, report: Report) -> Report:
    """Write which addresses of the sitemaps are missing, and count them."""
    pages = (record.canonical for record in gathered.records if record.canonical)
    items = (item.url for record in gathered.records for item in record.items if item.url)
    found = coverage(gathered.sitemaps, chain(gathered.captured, pages, items))
    (folder / COVERAGE).write_bytes(b"".join(as_lines(found.missing)))
    return msgspec.structs.replace(report, sitemaps=found.sitemaps, listed=found.listed, captured=found.captured)


def _held_back(held: Iterable[gate.Quarantined], places: dict[str, Origin]) -> Iterator[Fault]:
    """What the gate took out, with the page and line it was read from."""
    for one in held:
        origin = places.get(one.focus)
        yield Fault(
            source=origin.source if origin else "graph",
            line=origin.line if origin else 0,
            field=one.path.rpartition("#")[2].rpartition("/")[2] or "node",
            words=origin.words if origin else one.value,
            reason=f"{one.message} ({one.focus})",
        )


def _count(gathered: Harvest, applied: Applied, graph: Path, held: int, decisions: str) -> Report:
    resolved = applied.resolved

    def distinct(of: str) -> int:
        return len({found.entity for found in resolved.found if found.mention.of == of})

    triples = mentions = 0
    with graph.open("rb") as lines:
        for line in lines:
            triples += 1
            mentions += line.endswith(_A_MENTION)
    return Report(
        documents=len(resolved.records),
        items=len(resolved.works),
        dated=sum(bool(work.date) for work in resolved.works),
        organisations=distinct("organisation"),
        candidates=sum(one.of == "organisation" and one.status == "candidate" for one in resolved.candidates),
        projects=distinct("project"),
        countries=distinct("country"),
        themes=len({theme for work in resolved.works for theme in work.themes}),
        persons=distinct("person"),
        partnerships=len({(*sorted((tie.first, tie.second)), tie.relation) for tie in resolved.ties}),
        mentions=mentions,
        triples=triples,
        unread=len(gathered.unread),
        faults=sum(len(record.faults) for record in gathered.records),
        quarantined=held,
        decided=len(resolved.decided),
        undecided=len(applied.stale),
        left_out=applied.left_out,
        decisions=decisions,
    )
