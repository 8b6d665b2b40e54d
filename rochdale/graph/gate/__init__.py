"""Gate: what of a graph breaks a shape, and the graph without it.

`check` lists what breaks a shape; `sift` writes the graph without it and lists what was left out.
"""

from rochdale.graph.gate.quarantine import Quarantined, sift
from rochdale.graph.gate.shapes import Violation, shapes_text
from rochdale.graph.gate.verdict import check

__all__ = ["Quarantined", "Violation", "check", "shapes_text", "sift"]
