"""What tests share: the graph of the sample pages, the command in this process, what lies beside the checkout."""

import io
import os
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple, Protocol

import pytest
from hypothesis import settings

from rochdale.cli import main
from rochdale.graph.build import build

# how long one example takes says nothing on a machine that others use too
settings.register_profile("rochdale", deadline=None)
settings.load_profile("rochdale")

ROOT = Path(__file__).parent.parent
PAGES = ROOT / "tests" / "pages"


class Said(NamedTuple):
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str


class Cli(Protocol):
    """Runs the `rochdale` command in this process."""

    def __call__(self, *words: str | Path) -> Said:
        """Run it with these words."""


def pytest_configure(config: pytest.Config) -> None:
    """Know the markers."""
    config.addinivalue_line("markers", "slow: takes more than a few seconds; leave it out with -m 'not slow'")


@pytest.fixture(scope="session", autouse=True)
def no_cache_of_the_user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep records that tests read in a folder of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def sample_graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the graph of the sample pages; for reading."""
    return build([PAGES], tmp_path_factory.mktemp("sample") / "kg", jobs=1).folder


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the seeds and their gold, where it is at hand."""
    folder = ROOT.parent / "shared"
    if not (folder / "seeds").is_dir():
        pytest.skip(f"{folder} is not here")
    return folder


@pytest.fixture(scope="session")
def cli() -> Cli:
    """Run the command in this process, its output no terminal."""
    return _run


def _run(*words: str | Path) -> Said:
    printed, told = io.BytesIO(), io.BytesIO()
    out = io.TextIOWrapper(printed, encoding="utf-8", write_through=True)
    err = io.TextIOWrapper(told, encoding="utf-8", errors="backslashreplace", write_through=True)
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code = main([os.fspath(word) for word in words])
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 1
    said = Said(code, printed.getvalue().decode(), told.getvalue().decode())
    out.detach()
    err.detach()
    return said
