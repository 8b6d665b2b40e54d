"""How long the gate takes, how much memory, and whether it finds just what is wrong.

    python bench/gate.py            a million triples; and a tenth of it, to compare with pySHACL alone
    python bench/gate.py --quick    a twentieth of that

Each figure is from processes of their own: seconds are the median of three, memory is the most of three, with the
pages of the file that are mapped. What starts them stays small, for its memory counts as theirs.
"""

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import cast

import msgspec

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.generate import KINDS, Fault, write_graph
from rochdale.graph.gate import check, sift
from rochdale.graph.gate.verdict import Engine

RUNS = 3
SEED = 1844


class Figures(msgspec.Struct):
    """What one process measured."""

    seconds: float
    megabytes: float
    found: list[tuple[str, str]]
    """(focus, shape), sorted; of a sift, (focus, "whole" or "value")."""


def main() -> int:
    """Measure and print, or measure one thing for another process."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a twentieth of the size")
    parser.add_argument("--one", nargs=3, metavar=("WORK", "ENGINE", "GRAPH"), help=argparse.SUPPRESS)
    parser.add_argument("--write", nargs=3, metavar=("GRAPH", "TRIPLES", "FAULTS"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        work, engine, graph = arguments.one
        sys.stdout.buffer.write(msgspec.json.encode(measured(work, cast("Engine", engine), Path(graph))))
        return 0
    if arguments.write:
        graph, triples, faults = arguments.write
        sys.stdout.buffer.write(msgspec.json.encode(write_graph(Path(graph), int(triples), int(faults), SEED)))
        return 0
    scale = 20 if arguments.quick else 1
    large: list[tuple[str, Engine]] = [("check", "auto"), ("sift", "auto"), ("check", "shacl")]
    small: list[tuple[str, Engine]] = [("check", "auto"), ("check", "pyshacl")]
    with tempfile.TemporaryDirectory() as folder:
        right = [
            measure(Path(folder), 1_000_000 // scale, max(10 // scale, 1) * KINDS, large),
            measure(Path(folder), max(100_000 // scale, 8_000), KINDS, small),
        ]
    return 0 if all(right) else 1


def measure(folder: Path, triples: int, faults: int, works: list[tuple[str, Engine]]) -> bool:
    """Print a table for one graph; return whether every verdict is the right one."""
    graph = folder / f"{triples}.nt"
    planted = msgspec.json.decode(in_process_of_its_own("--write", graph, triples, faults), type=list[Fault])
    with graph.open("rb") as lines:
        count = sum(1 for _ in lines)
    print(f"{count:,} triples, {len(planted)} faults of {KINDS} kinds")
    print(f"  {'work':<8}{'engine':<10}{'seconds':>8}{'MB':>8}{'found':>8}  verdict")
    right = True
    for work, engine in works:
        said = [in_process_of_its_own("--one", work, engine, graph) for _ in range(RUNS)]
        runs = [msgspec.json.decode(one, type=Figures) for one in said]
        found = runs[0].found
        as_planted = all(run.found == found for run in runs) and JUDGES[work](planted, found)
        right = right and as_planted
        seconds = statistics.median(run.seconds for run in runs)
        megabytes = max(run.megabytes for run in runs)
        verdict = "just what was planted" if as_planted else "WRONG"
        print(f"  {work:<8}{engine:<10}{seconds:>8.1f}{megabytes:>8.0f}{len(found):>8}  {verdict}")
    print()
    return right


def finds_what_was_planted(planted: list[Fault], found: list[tuple[str, str]]) -> bool:
    """Whether a check found each planted fault and nothing else."""
    return set(found) == {broken for fault in planted for broken in fault.breaks}


def takes_what_was_planted(planted: list[Fault], found: list[tuple[str, str]]) -> bool:
    """Whether a sift took out each thing, or value of a thing, that has a fault; what hung on them goes too."""
    taken = dict(found)
    return all(taken.get(fault.focus) in ({"whole"} if fault.whole else {"value", "whole"}) for fault in planted)


JUDGES: dict[str, Callable[[list[Fault], list[tuple[str, str]]], bool]] = {
    "check": finds_what_was_planted,
    "sift": takes_what_was_planted,
}


def in_process_of_its_own(*arguments: object) -> bytes:
    """What this script says in a fresh process."""
    command = [sys.executable, __file__, *map(str, arguments)]
    return subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout


def measured(work: str, engine: Engine, graph: Path) -> Figures:
    """Measure in this process, whose memory nothing else has touched."""
    start = time.perf_counter()
    if work == "check":
        found = sorted({(violation.focus, violation.shape) for violation in check(graph, engine=engine)})
    else:
        passed = graph.with_suffix(".passed.nt")
        found = [(one.focus, "whole" if one.whole else "value") for one in sift(graph, passed, engine=engine)]
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return Figures(seconds, peak / (1 << 20 if sys.platform == "darwin" else 1 << 10), found)


if __name__ == "__main__":
    sys.exit(main())
