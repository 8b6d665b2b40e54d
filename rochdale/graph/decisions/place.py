"""The place of a file of decisions: beside the graph, or where the last build found it."""

import os
from pathlib import Path
from typing import Any

import msgspec

from rochdale.errors import DecisionError


def place_of_decisions(graph: Path, report: Path, given: Path | None) -> Path:
    """Where the decisions about a graph stand, or would stand: `kg.decisions.ttl` beside `kg`.

    Args:
        graph: its folder, which need not exist.
        report: its report, which says where the last build found its decisions, if it found any.
        given: the file that somebody names; goes before all others.
    """
    return given or _last_known(graph, report) or _beside(graph)


def found_decisions(graph: Path, report: Path, given: Path | None) -> Path | None:
    """The file whose decisions a build is to apply, or None if there is none.

    Raises:
        DecisionError: the file that was named, or that the last build applied, is not there.
    """
    place = place_of_decisions(graph, report, given)
    if place.exists() or place.is_symlink():
        return place
    if given is not None:
        raise DecisionError(str(given), 0, "there is no such file; `rochdale review` makes one with its first decision")
    if _last_known(graph, report) is not None:
        reason = "the decisions of the last build are gone; name their file by --decisions, or say --no-decisions"
        raise DecisionError(str(place), 0, reason)
    return None


def as_known(graph: Path, place: Path) -> str:
    """How the report of a graph remembers the place: from the folder that the graph stands in."""
    try:
        return Path(os.path.relpath(place, _absolute(graph).parent)).as_posix()
    except ValueError:  # another drive
        return str(_absolute(place))


def _beside(graph: Path) -> Path:
    named = graph if graph.name not in ("", "..") else _absolute(graph)
    return named.with_name(f"{named.name}.decisions.ttl")


def _last_known(graph: Path, report: Path) -> Path | None:
    try:
        known = msgspec.json.decode(report.read_bytes(), type=dict[str, Any]).get("decisions")
    except (OSError, msgspec.MsgspecError):
        return None
    return _beside(graph).parent / known if isinstance(known, str) and known and "\0" not in known else None


def _absolute(path: Path) -> Path:
    """The path from the root; a link stays a link, since it is beside this that people look."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links
