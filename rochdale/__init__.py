"""Rochdale: a knowledge graph of the cooperative, social and solidarity economy.

>>> import rochdale
>>> g = rochdale.open("kg")                                 # doctest: +SKIP
>>> g.query("partners", organisation="ILO").to_frame()      # doctest: +SKIP
"""

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rochdale.graph.opened import Graph

__version__ = "0.1.0"
__all__ = ["__version__", "open"]


def open(path: str | PathLike[str]) -> "Graph":  # noqa: A001 - `rochdale.open(...)` is the name its users read
    """Open a built graph for reading.

    Raises:
        StoreError: there is no graph at this place, or its store is damaged.
    """
    from rochdale.graph.opened import Graph  # noqa: PLC0415 - importing the package stays light

    return Graph(Path(path))
