"""Everything raised on purpose.

    RochdaleError
    ├── SourceError          a source cannot be read             .source .reason
    ├── VocabularyError      a vocabulary file breaks its rules  .source .reason
    ├── DecisionError        a file of decisions breaks its rules .source .line .reason
    ├── ShapeError           the graph breaks a shape            .results
    ├── GateError            the gate's two engines disagree     .only_shacl .only_pyshacl
    ├── QueryError           unknown, malformed, or a parameter is missing
    │   └── QueryTimeout     stopped at its limit                .seconds
    ├── StoreError           the store is missing, locked or damaged
    └── OutputError          a result cannot be written          .target .reason

Only the command line and the server's edge catch `RochdaleError`.
"""

from collections.abc import Sequence


class RochdaleError(Exception):
    """Anything that Rochdale reports to its user rather than as a fault of its own."""


class SourceError(RochdaleError):
    """A source cannot be read."""

    def __init__(self, source: str, reason: str) -> None:
        self.source = source
        self.reason = reason
        super().__init__(f"{source}: {reason}")


class VocabularyError(RochdaleError):
    """A vocabulary file breaks its rules."""

    def __init__(self, source: str, reason: str) -> None:
        self.source = source
        self.reason = reason
        super().__init__(f"{source}: {reason}")


class DecisionError(RochdaleError):
    """What people decided cannot be understood, or contradicts itself; `line` is 0 for the file as a whole."""

    def __init__(self, source: str, line: int, reason: str) -> None:
        self.source = source
        self.line = line
        self.reason = reason
        super().__init__(f"{source}:{line}: {reason}" if line else f"{source}: {reason}")


class ShapeError(RochdaleError):
    """The graph breaks a shape; `results` holds what broke, one sentence each."""

    def __init__(self, results: Sequence[str]) -> None:
        self.results = tuple(results)
        super().__init__("\n".join(self.results))


class GateError(RochdaleError):
    """The two engines disagree about a graph, and nothing was passed. The engine "pyshacl" decides by itself.

    `only_shacl` and `only_pyshacl` hold what only the one complains of: the thing, the shape and the message, as text.
    """

    def __init__(self, only_shacl: Sequence[str], only_pyshacl: Sequence[str]) -> None:
        self.only_shacl = tuple(only_shacl)
        self.only_pyshacl = tuple(only_pyshacl)
        said = [
            *(f"only shacl complains of {complaint}" for complaint in self.only_shacl),
            *(f"only pySHACL complains of {complaint}" for complaint in self.only_pyshacl),
        ]
        super().__init__("the engines disagree; check again with the engine pyshacl\n" + "\n".join(said[:20]))


class QueryError(RochdaleError):
    """A query is unknown or malformed, or one of its parameters is missing or wrong."""


class QueryTimeout(QueryError):  # noqa: N818 - what happened is a time-out
    """A query was stopped at its limit."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"the query was stopped after {seconds:g} seconds")


class StoreError(RochdaleError):
    """The store is missing, locked or damaged."""


class OutputError(RochdaleError):
    """A result cannot be written."""

    def __init__(self, target: str, reason: str) -> None:
        self.target = target
        self.reason = reason
        super().__init__(f"{target}: {reason}")
