"""The embedded store: Oxigraph on disk, loaded in bulk from canonical N-Triples, opened read-only by everyone else."""

import shutil
from pathlib import Path

import pyoxigraph as ox

from rochdale.errors import OutputError, StoreError

NAME = "store"


def load(ntriples: Path, folder: Path) -> None:
    """Make a store in `folder` from a file of N-Triples.

    Raises:
        OutputError: the file is no N-Triples, or the store cannot be written.
    """
    try:
        store = ox.Store(str(folder))
        store.bulk_load(path=str(ntriples), format=ox.RdfFormat.N_TRIPLES)
        store.optimize()
        store.flush()
    except (OSError, RuntimeError, SyntaxError, ValueError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise OutputError(str(folder), f"the store cannot be written: {error}") from error


def open_store(graph: Path) -> ox.Store:
    """Open the store of a built graph, read-only.

    Raises:
        StoreError: there is no graph at this place, or its store is damaged.
    """
    folder = graph / NAME
    if not folder.is_dir():
        raise StoreError(f"{graph}: there is no graph here; make one with: rochdale build SOURCE... --out {graph}")
    try:
        return ox.Store.read_only(str(folder))
    except (OSError, RuntimeError, ValueError) as error:
        raise StoreError(f"{graph}: the store cannot be opened ({error}); build the graph again") from error
