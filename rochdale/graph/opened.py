"""A built graph, opened for reading: the Python face."""

from pathlib import Path

import networkx
import pyoxigraph as ox
from rdflib import Graph as RdflibGraph

from rochdale.errors import QueryError
from rochdale.graph.answers import Answer
from rochdale.graph.build import TURTLE
from rochdale.graph.naming import NameResolver
from rochdale.graph.network import partnership_network
from rochdale.graph.query import ask
from rochdale.graph.store import open_store


class Graph:
    """A built graph: `g.query(...)` asks it, `g.rdflib()` hands it to rdflib."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store: ox.Store = open_store(folder)
        self._names = NameResolver(self.store)

    def __repr__(self) -> str:
        return f"<rochdale graph {str(self.folder)!r}>"

    def __len__(self) -> int:
        """Triples."""
        return len(self.store)

    def query(self, question: str | Path, limit: int | None = None, **parameters: str) -> Answer:
        """Ask a question of the catalogue, a .rq file, or SPARQL itself.

        Args:
            question: a name of the catalogue, the path of a .rq file, or SPARQL.
            limit: rows at most.
            parameters: of the question; things may be told by an IRI, a key (`organisation/ilo`), a name or an acronym.

        Raises:
            QueryError: the question is unknown or malformed, or a parameter is missing or wrong.
        """
        return ask(self.store, text_of(question), parameters, names=self._names, limit=limit)

    def network(self) -> "networkx.MultiDiGraph[str]":
        """The partnerships between organisations as a networkx graph; see `network.partnership_network`."""
        return partnership_network(self.store)

    def rdflib(self) -> RdflibGraph:
        """The whole graph as an `rdflib.Graph`, read from its Turtle file; a copy in memory."""
        graph = RdflibGraph()
        graph.parse(self.folder / TURTLE, format="turtle")
        return graph


def text_of(question: str | Path) -> str:
    """The question itself, or the text of the .rq file that it names.

    Raises:
        QueryError: the file cannot be read.
    """
    if isinstance(question, str) and not question.endswith(".rq"):
        return question
    try:
        return Path(question).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{question}: the file cannot be read: {error}") from error
