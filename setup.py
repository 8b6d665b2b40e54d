"""Compiles the modules that read a page, where ROCHDALE_COMPILE=1 asks for it; all else stands in pyproject.toml.

Needs a C compiler, and mypy in the environment that builds (`pip install --no-build-isolation`). The modules are plain
typed Python: compiled or not, they read the same.
"""

import os
import sys
from pathlib import Path

from setuptools import Extension, setup

COMPILED = (
    "rochdale/loaders/folding.py",
    "rochdale/loaders/dates.py",
    "rochdale/loaders/reading.py",
    "rochdale/loaders/layout/*.py",
    "rochdale/loaders/extraction/*.py",
)


def extensions() -> list[Extension]:
    """The compiled modules; none in an editable install, where they would hide what is edited."""
    if os.environ.get("ROCHDALE_COMPILE") != "1" or "editable_wheel" in sys.argv:
        return []
    from mypyc.build import mypycify  # noqa: PLC0415 - asked for only here

    modules = sorted(str(path) for pattern in COMPILED for path in Path().glob(pattern) if path.name != "__init__.py")
    return list(mypycify(modules))


setup(ext_modules=extensions())
