"""How fast the canonical sort and the Turtle writer are, and how much memory they take.

    python bench/turtle.py [--quick]

Each figure is the median of three fresh processes, on triples made up here in the shape of a built graph, always
the same. In the same run, on the same triples: the Turtle serialisers of rdflib (its graph already in memory, only
the writing is timed) and of pyoxigraph (N-Triples read and Turtle written, as by ours).
"""

import argparse
import random
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from time import perf_counter

import pyoxigraph as ox
import rdflib

from rochdale.graph.canonical import write_canonical
from rochdale.graph.turtle import PREFIXES, write_turtle

SIZES = (10_000, 100_000, 1_000_000)
COMPARED = 100_000
"""What the others are measured on."""
RUNS = 3
SEED = 1844

TYPE = f"<{PREFIXES['rdf']}type>"
PLAIN = ["cooperatives", "members", "workers", "gender", "care", "finance", "rural", "youth", "platform", "training"]
WORDS = [
    *PLAIN,
    "statistics",
    "économie",
    "coopérative",
    "solidaire",
    "economía",
    "trabajo",
    'decent "work"',
    "in",
    "the",
]


def main() -> None:
    """Measure, and print two tables."""
    parser = argparse.ArgumentParser(description="Speed and memory of the canonical sort and of the Turtle writer.")
    parser.add_argument("--quick", action="store_true", help="one run each, 100,000 triples at most")
    parser.add_argument("--one", nargs=2, metavar=("TASK", "FILE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        task, name = options.one
        seconds = TASKS[task](Path(name))
        print(seconds, peak_memory())
        return
    sizes, runs = (SIZES[:2], 1) if options.quick else (SIZES, RUNS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for size in sizes:
            measured("generate", folder / f"{size}.lines", 1)
            measured("sort", folder / f"{size}.lines", 1)
        report(folder, sizes, runs)


def report(folder: Path, sizes: tuple[int, ...], runs: int) -> None:
    """Print what was measured."""
    _, nothing = measured("nothing", folder, runs)
    print(f"Peak memory: {nothing / 1024:.0f} MiB are Python and its imports; the sort holds a run of 200,000 lines\n")
    print(f"{'triples':>10}  {'canonical sort':>26}  {'Turtle writer':>26}")
    for size in sizes:
        sort, sort_peak = measured("sort", folder / f"{size}.lines", runs)
        write, write_peak = measured("write", folder / f"{size}.nt", runs)
        cells = [
            f"{size / seconds:>11,.0f}/s {peak / 1024:>7.0f} MiB"
            for seconds, peak in ((sort, sort_peak), (write, write_peak))
        ]
        print(f"{size:>10,}  {cells[0]:>26}  {cells[1]:>26}")
    print(f"\nTurtle of {COMPARED:,} triples\n")
    rates = {
        name: COMPARED / measured(task, folder / f"{COMPARED}.nt", runs)[0]
        for task, name in (("write", "rochdale"), ("pyoxigraph", "pyoxigraph"), ("rdflib", "rdflib"))
    }
    for name, rate in rates.items():
        print(f"{name:>10}  {rate:>11,.0f}/s  {rate / rates['rdflib']:>5.1f} x rdflib")


def measured(task: str, file: Path, runs: int) -> tuple[float, float]:
    """Run a task in fresh processes: the medians of its seconds and of its peak memory in KiB."""
    found = []
    for _ in range(runs):
        command = [sys.executable, __file__, "--one", task, str(file)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        found.append([float(figure) for figure in done.stdout.split()])
    seconds, peaks = zip(*found, strict=True)
    return statistics.median(seconds), statistics.median(peaks)


def peak_memory() -> int:
    """Most memory that this process held at a time, in KiB."""
    status = Path("/proc/self/status")
    if status.exists():  # getrusage counts in what the parent held when it started this process
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def timed(action: Callable[[], object]) -> float:
    """Seconds that the action took."""
    start = perf_counter()
    action()
    return perf_counter() - start


def generate(file: Path) -> float:
    """Write as many lines as the file's name says, in the order in which they come up."""
    with file.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(islice(made_up_lines(), int(file.stem)))
    return 0


def sort(file: Path) -> float:
    """Sort the lines into the N-Triples beside them."""
    with file.open(encoding="utf-8", newline="\n") as lines:
        return timed(lambda: write_canonical(lines, file.with_suffix(".nt"), scratch=file.parent))


def write(file: Path) -> float:
    """Write the N-Triples as Turtle."""
    return timed(lambda: write_turtle(file, file.with_suffix(".ttl"), prefixes=PREFIXES))


def write_with_pyoxigraph(file: Path) -> float:
    """Write the N-Triples as Turtle with pyoxigraph."""
    target = file.with_suffix(".pyoxigraph.ttl")
    return timed(
        lambda: ox.serialize(
            (quad.triple for quad in ox.parse(path=str(file), format=ox.RdfFormat.N_TRIPLES)),
            str(target),
            format=ox.RdfFormat.TURTLE,
            prefixes=dict(PREFIXES),
        )
    )


def write_with_rdflib(file: Path) -> float:
    """Write the N-Triples as Turtle with rdflib, their reading not counted."""
    graph = rdflib.Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    graph.parse(file, format="nt")
    return timed(lambda: graph.serialize(file.with_suffix(".rdflib.ttl"), format="turtle"))


TASKS: dict[str, Callable[[Path], float]] = {
    "nothing": lambda _: 0,
    "generate": generate,
    "sort": sort,
    "write": write,
    "pyoxigraph": write_with_pyoxigraph,
    "rdflib": write_with_rdflib,
}


def made_up_lines() -> Iterator[str]:
    """Yield lines of N-Triples without end: items, their documents and mentions, and the organisations they name."""
    chance = random.Random(SEED)
    number = 0
    while True:
        number += 1
        slug = "-".join(chance.choices(PLAIN, k=6)) + f"-{chance.getrandbits(32):08x}"
        item = thing("item", slug)
        document = thing("document", f"{chance.getrandbits(64):016x}")
        organisations = [thing("organisation", f"org-{chance.randrange(20 + number // 4)}") for _ in range(3)]
        yield from about(item, item_facts(chance, document, organisations))
        yield from about(document, document_facts(chance, number))
        for organisation in organisations:
            yield from about(organisation, organisation_facts(chance))
        for organisation in organisations * 2:
            mention = thing("mention", f"{chance.getrandbits(64):016x}")
            yield from about(mention, mention_facts(chance, item, document, organisation))


Facts = Iterator[tuple[str, str]]


def about(subject: str, facts: Facts) -> Iterator[str]:
    """Yield one line for each predicate and object."""
    return (f"{subject} {predicate} {term} .\n" for predicate, term in facts)


def item_facts(chance: random.Random, document: str, organisations: list[str]) -> Facts:
    """Yield what is said of an item."""
    yield TYPE, thing("sse", "Item")
    yield TYPE, thing("schema", "CreativeWork")
    yield thing("dcterms", "title"), text(chance, 8) + "@en"
    yield thing("dcterms", "type"), thing("type", chance.choice(("news", "event", "article", "publication")))
    yield thing("dcterms", "abstract"), text(chance, 25) + "@en"
    yield thing("schema", "datePublished"), typed(f"20{chance.randrange(10, 26)}-0{chance.randrange(1, 10)}-15", "date")
    yield thing("schema", "inLanguage"), '"en"'
    yield thing("schema", "url"), f"<https://example.org/news/{chance.getrandbits(32)}/index.htm>"
    for _ in range(3):
        yield thing("dcterms", "subject"), thing("theme", chance.choice(PLAIN))
        yield thing("sse", "country"), thing("country", "".join(chance.choices("ABCDE", k=3)))
    for organisation in organisations:
        yield thing("sse", "organisation"), organisation
    yield thing("sse", "document"), document


def document_facts(chance: random.Random, number: int) -> Facts:
    """Yield what is said of a document."""
    yield TYPE, thing("sse", "Document")
    yield TYPE, thing("foaf", "Document")
    yield TYPE, thing("prov", "Entity")
    yield thing("dcterms", "identifier"), f'"page-{number}"'
    yield thing("dcterms", "format"), '"text/plain"'
    yield thing("sse", "sha256"), f'"{chance.getrandbits(256):064x}"'
    yield thing("prov", "generatedAtTime"), typed("2025-07-05T12:00:00Z", "dateTime")


def organisation_facts(chance: random.Random) -> Facts:
    """Yield what is said of an organisation."""
    yield TYPE, thing("sse", "Organisation")
    yield TYPE, thing("org", "Organization")
    yield thing("skos", "prefLabel"), text(chance, 4) + "@en"
    yield thing("skos", "prefLabel"), text(chance, 4) + "@fr"
    yield thing("sse", "kind"), thing("kind", "cooperative")
    yield thing("sse", "status"), thing("status", "curated")


def mention_facts(chance: random.Random, item: str, document: str, entity: str) -> Facts:
    """Yield what is said of a mention."""
    start = chance.randrange(9000)
    yield TYPE, thing("sse", "Mention")
    yield thing("sse", "entity"), entity
    yield thing("sse", "item"), item
    yield thing("sse", "document"), document
    yield thing("sse", "exact"), text(chance, 4)
    yield thing("sse", "start"), typed(str(start), "nonNegativeInteger")
    yield thing("sse", "end"), typed(str(start + 20), "nonNegativeInteger")
    yield thing("sse", "line"), typed(str(start // 80 + 1), "positiveInteger")
    yield thing("sse", "sentence"), text(chance, 20)
    yield thing("sse", "rule"), thing("rule", "name")
    yield thing("sse", "confidence"), typed(f"0.{chance.randrange(10)}5", "decimal")


def thing(prefix: str, name: str) -> str:
    """An IRI as a term of N-Triples."""
    return f"<{PREFIXES[prefix]}{name}>"


def typed(value: str, datatype: str) -> str:
    """A literal of XML Schema as a term of N-Triples."""
    return f'"{value}"^^{thing("xsd", datatype)}'


def text(chance: random.Random, words: int) -> str:
    """A string as a term of N-Triples."""
    return str(ox.Literal(" ".join(chance.choices(WORDS, k=words))))


if __name__ == "__main__":
    main()
