"""A wheel of this checkout, installed where nothing of the checkout is."""

import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from rochdale import __version__
from tests.conftest import PAGES, ROOT

pytestmark = pytest.mark.slow

BUILT_FROM = ("pyproject.toml", "setup.py", "README.md", "LICENSE", "LICENSE-DATA")


def run(*words: str | Path, cwd: Path) -> str:
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run(
        [*map(str, words)], cwd=cwd, env=kept, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that setuptools makes of a copy of the checkout."""
    if not _can_build():
        missing = "build, or setuptools 77 or newer, is not installed"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    copy = tmp_path_factory.mktemp("copy")
    shutil.copytree(ROOT / "rochdale", copy / "rochdale", ignore=shutil.ignore_patterns("__pycache__"))
    for name in BUILT_FROM:
        shutil.copy(ROOT / name, copy)
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", copy / "dist", copy, cwd=copy)
    (made,) = (copy / "dist").glob("*.whl")
    return made


def _can_build() -> bool:
    try:
        return int(version("setuptools").partition(".")[0]) >= 77 and bool(version("build"))
    except PackageNotFoundError:
        return False


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment that holds the wheel, and reads the libraries it needs from this environment."""
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, with_pip=False)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    run(sys.executable, "-m", "pip", "--python", programs / "python", "install", *_OFFLINE, wheel, cwd=folder)
    site = run(programs / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder)
    (Path(site.strip()) / "libraries.pth").write_text("".join(f"{path}\n" for path in _libraries()))
    return programs


_OFFLINE = ("--quiet", "--no-deps", "--no-index", "--disable-pip-version-check")


def _libraries() -> Sequence[str]:
    return [path for path in sys.path if "site-packages" in Path(path).parts]


def test_the_wheel_is_named_by_the_version(wheel: Path) -> None:
    assert wheel.name == f"rochdale-{__version__}-py3-none-any.whl"


def test_the_wheel_holds_all_data_and_nothing_of_the_tests(wheel: Path) -> None:
    names = set(run(sys.executable, "-m", "zipfile", "-l", wheel, cwd=wheel.parent).split())
    data = [path for path in (ROOT / "rochdale").rglob("*") if path.suffix in (".ttl", ".rq", ".typed", ".py")]
    assert len(data) > 100
    assert {path.relative_to(ROOT).as_posix() for path in data} <= names
    assert not [name for name in names if name.startswith(("tests", "bench", "scripts", "docs"))]


def test_an_installed_wheel_builds_and_answers_elsewhere(installed: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    shutil.copy(PAGES / "en-article-forteress-launch.txt", page)
    where = run(installed / "python", "-c", "import rochdale; print(rochdale.__file__)", cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(installed.parent)
    told = run(installed / "rochdale", "build", "page.txt", "--out", "kg", "--no-cache", cwd=tmp_path)
    assert told.startswith("read     1 document (1 extracted)\n")
    assert run(installed / "rochdale", "check", "kg", cwd=tmp_path) == "kg: conforms\n"
    answer = json.loads(run(installed / "rochdale", "query", "kg", "projects", "--format", "json", cwd=tmp_path))
    assert any("FORTER" in row["name"]["value"] for row in answer["results"]["bindings"])
