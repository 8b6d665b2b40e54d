"""The examples of the documentation: run their commands, and write their blocks anew from what the commands print.

    python -m tests.docs.refresh

A block marked `console` holds commands, each after `$ `, and below each what it prints. A line `...` stands for any
lines, `...` within a line for any characters. A block with a name after its language (three backquotes, `sparql
my.rq`) is a file that later commands find in the working folder, beside the sample pages and a graph `kg` of them.
"""

import difflib
import io
import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

import msgspec

from rochdale.cli import main as rochdale
from rochdale.graph.build import build

ROOT = Path(__file__).parent.parent.parent
PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")))
COLUMNS = 120
"""Of the terminal that the examples are shown in."""

_FENCE = re.compile(r"```([a-z]+)(?: (\S+))?")
_ANY = "..."
_ALIKE = 0.5


class Block(msgspec.Struct, frozen=True):
    """One fenced block of a page of the documentation."""

    language: str
    name: str
    """Of the file that the block is, or ""."""
    line: int
    """On which its text begins, from 1."""
    text: str


class Step(msgspec.Struct, frozen=True):
    """One command of a console block, and what the block shows that it prints."""

    line: int
    """Of the page, on which the command stands, from 1."""
    command: str
    shown: tuple[str, ...]
    after: int
    """The line after what it prints."""


def blocks(text: str) -> Iterator[Block]:
    """The fenced blocks of a page, in their order."""
    lines = text.split("\n")
    opened: re.Match[str] | None = None
    start = 0
    for number, line in enumerate(lines, 1):
        if opened is None:
            opened, start = _FENCE.fullmatch(line), number + 1
        elif line == "```":
            yield Block(opened[1], opened[2] or "", start, "".join(f"{one}\n" for one in lines[start - 1 : number - 1]))
            opened = None


def steps(block: Block) -> list[Step]:
    """The commands of a console block; a command goes on in the next line after a backslash."""
    lines = block.text.split("\n")[:-1]
    begins = [number for number, line in enumerate(lines) if line.startswith("$ ")]
    found = []
    for begin, after in zip(begins, [*begins[1:], len(lines)], strict=True):
        last, end = begin, after
        while lines[last].endswith("\\"):
            last += 1
        command = " ".join(line.removesuffix("\\").strip() for line in lines[begin : last + 1]).removeprefix("$ ")
        while end > last + 1 and not lines[end - 1]:
            end -= 1
        found.append(Step(block.line + begin, command, tuple(lines[last + 1 : end]), block.line + end))
    return found


class _Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


class Shell:
    """A working folder in which the commands of the documentation run, in this process."""

    def __init__(self, folder: Path, graph: Path) -> None:
        self.folder = folder
        self._code = 0
        (folder / "tests").symlink_to(ROOT / "tests")
        shutil.copytree(graph, folder / "kg")

    def write(self, block: Block) -> None:
        """Write the file that a block is."""
        path = self.folder / block.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")

    def run(self, command: str) -> list[str]:
        """Run one command and return the lines that it prints, standard error among them.

        Raises:
            ValueError: the command is none that the documentation may show.
        """
        words = shlex.split(command)
        into = self.folder / words[-1] if len(words) > 2 and words[-2] == ">" else None
        printed = io.BytesIO()
        out = (io.TextIOWrapper if into else _Terminal)(printed, encoding="utf-8", write_through=True)
        told = io.BytesIO() if into else printed
        err = io.TextIOWrapper(told, encoding="utf-8", write_through=True)
        cache = str(self.folder / ".cache")
        with (
            chdir(self.folder),
            patch.dict(os.environ, {"COLUMNS": str(COLUMNS), "XDG_CACHE_HOME": cache}),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            self._do(words[:-2] if into else words)
        lines = told.getvalue().decode().rstrip("\n").split("\n")
        if into:
            into.write_bytes(printed.getvalue())
        out.detach()
        err.detach()
        return [line.rstrip() for line in lines] if lines != [""] else []

    def _do(self, words: Sequence[str]) -> None:
        match list(words):
            case ["rochdale", *arguments]:
                try:
                    self._code = rochdale(arguments)
                except SystemExit as stop:
                    self._code = stop.code if isinstance(stop.code, int) else 1
            case ["make", "run"]:
                for line in recipe("run"):
                    self._do(line)
            case ["echo", *said]:
                print(*(str(self._code) if word == "$?" else word for word in said))  # noqa: T201
            case ["cat", name]:
                sys.stdout.write(Path(name).read_text(encoding="utf-8"))
            case ["ls", name]:
                print(*sorted(path.name for path in Path(name).iterdir()), sep="\n")  # noqa: T201
            case _:
                raise ValueError(f"no command of the examples: {shlex.join(words)}")


def recipe(target: str) -> list[list[str]]:
    """What `make` would run for a target: the words of each line of its recipe."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    values = dict(re.findall(r"^([A-Z]+) *[?:]?= *(\S+)$", text, re.MULTILINE))
    found = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", text, re.MULTILINE)
    lines = found[1].splitlines() if found else []
    for name in reversed(values):
        lines = [line.replace(f"$({name})", values[name]) for line in lines]
    words = [shlex.split(line.strip().lstrip("@")) for line in lines]
    return [[one[0].rpartition("/")[2], *one[1:]] for one in words]


def agrees(shown: Sequence[str], printed: Sequence[str]) -> bool:
    """Whether a command prints what is shown."""
    pattern = "".join(r"(?:.*\n)*" if line.strip() == _ANY else _line(line) + r"\n" for line in shown)
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in printed)) is not None


def _line(shown: str) -> str:
    return ".*".join(map(re.escape, shown.rstrip().split(_ANY)))


def renewed(shown: Sequence[str], printed: Sequence[str]) -> list[str]:
    """What is printed, with lines left out where what is shown left some out."""
    if agrees(shown, printed):
        return list(shown)
    parts = _parts(shown)
    if len(parts) == 1:
        return [_kept(parts[0], line) for line in printed]
    left = list(printed)
    found = [_kept(parts[0], line) for line in left[: len(parts[0])]]
    left = left[len(parts[0]) :]
    tail = left[len(left) - len(parts[-1]) :] if parts[-1] else []
    left = left[: len(left) - len(tail)]
    for part in parts[1:-1]:
        at = _like(part[0], left) if part else None
        if at is not None:
            found += [_ANY, *(_kept(part, line) for line in left[at : at + len(part)])]
            left = left[at + len(part) :]
    return [*found, _ANY, *(_kept(parts[-1], line) for line in tail)]


def _parts(shown: Sequence[str]) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for line in shown:
        if line.strip() == _ANY:
            parts.append([])
        else:
            parts[-1].append(line)
    return parts


def _kept(part: Sequence[str], line: str) -> str:
    """The line as it was shown, if it was and had something left out."""
    return next((old for old in part if _ANY in old and agrees([old], [line])), line)


def _like(line: str, lines: Sequence[str]) -> int | None:
    ratios = [difflib.SequenceMatcher(None, line, other).ratio() for other in lines]
    best = max(range(len(lines)), key=ratios.__getitem__, default=None)
    return best if best is not None and ratios[best] > _ALIKE else None


def refreshed(text: str, shell: Shell) -> str:
    """A page with what its commands print now."""
    lines = text.split("\n")
    shift = 0
    for block in blocks(text):
        if block.name:
            shell.write(block)
        for step in steps(block) if block.language == "console" else ():
            now = renewed(step.shown, shell.run(step.command))
            end = step.after - 1 + shift
            lines[end - len(step.shown) : end] = now
            shift += len(now) - len(step.shown)
    return "\n".join(lines)


def sample_graph(folder: Path) -> Path:
    """Build the graph of the sample pages."""
    return build([ROOT / "tests" / "pages"], folder / "kg").folder


def main() -> int:
    """Write the pages anew whose commands print something else than they show."""
    with tempfile.TemporaryDirectory() as name:
        graph = sample_graph(Path(name))
        for path in PAGES:
            folder = Path(name) / path.stem
            folder.mkdir()
            before = path.read_text(encoding="utf-8")
            after = refreshed(before, Shell(folder, graph))
            if after != before:
                path.write_text(after, encoding="utf-8")
                print(f"{path.relative_to(ROOT)}: written anew")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
