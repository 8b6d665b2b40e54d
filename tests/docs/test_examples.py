"""What the documentation shows is what happens: its commands, its Python, its queries, its Turtle and its links."""

import contextlib
import doctest
import io
import re
import tomllib
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

import pyoxigraph as ox
import pytest

from rochdale.cli import main
from rochdale.graph.query import ask
from rochdale.graph.store import open_store
from rochdale.graph.turtle import PREFIXES
from rochdale.loaders.vocabulary import FOLDER, TERMS
from tests.docs.refresh import PAGES, ROOT, Block, Shell, agrees, blocks, renewed, sample_graph, steps

TEXTS = (*PAGES, ROOT / "CHANGELOG.md")
NAMES = [path.relative_to(ROOT).as_posix() for path in TEXTS]
HOW = "if what is printed is right, write the page anew: python -m tests.docs.refresh"

_PROMPT = doctest.DocTestParser()
_FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of the sample pages."""
    return sample_graph(tmp_path_factory.mktemp("docs"))


@pytest.mark.parametrize("name", NAMES)
def test_commands_and_python_do_what_a_page_shows(
    name: str, graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = Shell(tmp_path, graph)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    wrong: list[str] = []
    for block in blocks((ROOT / name).read_text(encoding="utf-8")):
        if block.name:
            shell.write(block)
        if block.language == "console":
            wrong += _wrong_steps(block, name, shell)
        elif block.language == "python":
            wrong += _wrong_python(block, name, names)
    assert not wrong, "\n".join([*wrong, HOW])


def _wrong_steps(block: Block, name: str, shell: Shell) -> Iterator[str]:
    for step in steps(block):
        printed = shell.run(step.command)
        if not agrees(step.shown, printed):
            yield "\n    ".join([f"{name}:{step.line}: $ {step.command}", "prints", *printed])


def _wrong_python(block: Block, name: str, names: dict[str, object]) -> Iterator[str]:
    assert ">>> " in block.text, f"{name}:{block.line}: write Python with prompts, so that what it shows is checked"
    if "to_frame" in block.text and find_spec("pandas") is None:
        return
    said: list[str] = []
    example = _PROMPT.get_doctest(block.text, names, name, name, block.line - 1)
    doctest.DocTestRunner(optionflags=_FLAGS).run(example, out=said.append, clear_globs=False)
    names.update(example.globs)
    if said:
        yield "".join(said)


def _blocks_of(language: str) -> list[object]:
    return [
        pytest.param(block, id=f"{name}:{block.line}")
        for name, path in zip(NAMES, TEXTS, strict=True)
        for block in (blocks(path.read_text(encoding="utf-8")) if path.exists() else ())
        if block.language == language
    ]


@pytest.mark.parametrize("block", _blocks_of("sparql"))
def test_a_query_finds_something(block: Block, graph: Path) -> None:
    # without its header a question answers for every value of its parameters
    lines = [line for line in block.text.split("\n") if not line.startswith("#+")]
    assert ask(open_store(graph), "\n".join(lines))


@pytest.mark.parametrize("block", _blocks_of("turtle"))
def test_turtle_is_turtle_with_terms_that_exist(block: Block) -> None:
    known = {
        quad.subject.value
        for quad in ox.parse(path=str(FOLDER / "core.ttl"), format=ox.RdfFormat.TURTLE)
        if isinstance(quad.subject, ox.NamedNode)
    }
    declared = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    quads = list(ox.parse((declared + block.text).encode(), format=ox.RdfFormat.TURTLE))
    terms = {term.value for quad in quads for term in (quad.predicate, quad.object) if isinstance(term, ox.NamedNode)}
    assert quads
    assert {term for term in terms if term.startswith(TERMS)} <= known


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_somewhere(name: str) -> None:
    page = ROOT / name
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), f"{name}: {target}"
        assert file.is_relative_to(ROOT), f"{name}: {target}"
        assert not anchor or anchor in _anchors(file), f"{name}: {target}"


def _anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", NAMES)
def test_commands_and_options_exist(name: str) -> None:
    text = re.sub(r"\\\n\s*", " ", (ROOT / name).read_text(encoding="utf-8"))
    for command, rest in re.findall(r"(?<![\w/.'])rochdale ([a-z]+)\b([^\n`]*)", _code(text)):
        options = _options(command)
        for option in re.findall(r"(?<=\s)--[a-z-]+", rest.partition("   ")[0]):
            assert option in options, f"{name}: rochdale {command} has no {option}"


@pytest.mark.parametrize("name", NAMES)
def test_targets_of_make_exist(name: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"\bmake ([a-z]+)\b", _code((ROOT / name).read_text(encoding="utf-8"))):
        assert f"\n{target}:" in makefile, f"{name}: make {target}"


def test_each_library_is_told_of() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    told = (ROOT / "docs" / "libraries.md").read_text(encoding="utf-8")
    assert [one for one in wanted if f"`{re.split('[^A-Za-z0-9-]', one)[0]}`" not in told] == []


def test_the_tree_shows_what_there_is() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    tree = readme.partition("## Where things are")[2].partition("\n## ")[0]
    shown = re.findall(r"^    (  )?([\w.]+/?) {2,}", tree, re.MULTILINE)
    assert shown
    assert [name for inner, name in shown if not (ROOT / ("rochdale" if inner else "") / name).exists()] == []


def _code(text: str) -> str:
    """What stands in code: fenced, indented or in backquotes."""
    fenced = "".join(block.text for block in blocks(text) if block.language == "console")
    plain = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    return "\n".join([fenced, *re.findall(r"^    .*$", plain, re.MULTILINE), *re.findall(r"`([^`\n]+)`", plain)])


def _options(command: str) -> set[str]:
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said), pytest.raises(SystemExit) as stopped:
        main([command, "--help"])
    assert stopped.value.code == 0, f"there is no command: rochdale {command}"
    return set(re.findall(r"--[a-z-]+", said.getvalue()))


# -- the reading of blocks itself ----------------------------------------------------------------------------


def test_dots_stand_for_lines_and_for_characters() -> None:
    assert agrees(["read ... items", "...", "end"], ["read 12 items", "a", "b", "end"])
    assert agrees(["..."], [])
    assert not agrees(["read ... items"], ["read 12 items", "more"])
    assert not agrees(["a.c"], ["abc"])


def test_what_was_left_out_stays_left_out_when_written_anew() -> None:
    printed = ["read 13 pages", "x", "y", "partners of one", "z", "(5 rows)"]
    assert renewed([], printed) == printed
    assert renewed(["read 12 pages", "...", "(4 rows)"], printed) == ["read 13 pages", "...", "(5 rows)"]
    assert renewed(["read ... pages", "...", "(4 rows)"], printed) == ["read ... pages", "...", "(5 rows)"]
    shown = ["read 12 pages", "...", "partners of two", "...", "(5 rows)"]
    assert renewed(shown, printed) == ["read 13 pages", "...", "partners of one", "...", "(5 rows)"]


def test_a_command_goes_on_after_a_backslash() -> None:
    text = "```console\n$ rochdale query kg \\\n    size\nthree\n\n$ echo $?\n0\n```\n"
    found = steps(next(blocks(text)))
    assert [(step.command, step.shown, step.line) for step in found] == [
        ("rochdale query kg size", ("three",), 2),
        ("echo $?", ("0",), 6),
    ]
