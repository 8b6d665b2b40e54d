"""The desk: opens a graph and its file of decisions, for looking at what waits and for deciding."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from rochdale.errors import StoreError
from rochdale.graph.build import REPORT
from rochdale.graph.decisions.file import decisions_in
from rochdale.graph.decisions.place import place_of_decisions
from rochdale.graph.review.entry import Wish, enter
from rochdale.graph.review.queue import Filter, queue
from rochdale.graph.review.report import as_csv, as_json, as_lines, told_entry
from rochdale.graph.store import open_store
from rochdale.loaders.vocabulary import vocabulary


def look(graph: Path, decisions: Path | None, wanted: Filter, form: Literal["table", "csv", "json"]) -> Iterator[str]:
    """What a graph holds that people have not decided about, as lines with their ends.

    Raises:
        StoreError: there is no graph, or it is damaged.
        DecisionError: the decisions cannot be read.
    """
    store = open_store(graph)
    place = place_of_decisions(graph, graph / REPORT, decisions)
    with _reading(graph):
        found = queue(store, decisions_in(place, vocabulary()), vocabulary(), wanted)
    if form == "table":
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 120
        yield from (f"{line.rstrip()}\n" for line in as_lines(found, graph, place, width))
    else:
        yield as_csv(found) if form == "csv" else as_json(found) + "\n"


def decide(graph: Path, decisions: Path | None, wish: Wish) -> Iterator[str]:
    """Take down a decision, and tell it in lines with their ends.

    Raises:
        RochdaleError: as `enter`, or there is no graph.
    """
    store = open_store(graph)
    place = place_of_decisions(graph, graph / REPORT, decisions)
    with _reading(graph):
        entered = enter(store, place, wish, vocabulary())
    hint = place_of_decisions(graph, graph / REPORT, None) != place
    yield from (f"{line}\n" for line in told_entry(entered, graph, place, hint=hint))


@contextmanager
def _reading(graph: Path) -> Iterator[None]:
    try:
        yield
    except RuntimeError as error:  # how pyoxigraph tells of damage
        raise StoreError(f"{graph}: the store cannot be read: {error}") from error
