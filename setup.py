"""Compiles the modules that read a page where ROCHDALE_COMPILE=1 asks for it; all else stands in pyproject.toml.

They are plain typed Python and read the same either way. An editable install is never compiled: what is edited would
stay hidden behind it.
"""

import os
import sys
from pathlib import Path

from setuptools import Extension, setup

COMPILED = ("folding.py", "dates.py", "reading.py", "layout/*.py", "extraction/*.py")
ASKED = os.environ.get("ROCHDALE_COMPILE") == "1"


def extensions() -> list[Extension]:
    """The modules to compile; none but for a wheel."""
    if not ASKED or "bdist_wheel" not in sys.argv:
        return []
    from mypyc.build import mypycify  # noqa: PLC0415 - there only where it was asked for

    loaders = Path("rochdale", "loaders")
    modules = sorted(path for pattern in COMPILED for path in loaders.glob(pattern) if path.name != "__init__.py")
    return list(mypycify([str(path) for path in modules]))


setup(ext_modules=extensions(), setup_requires=["mypy>=1.13"] if ASKED else [])
