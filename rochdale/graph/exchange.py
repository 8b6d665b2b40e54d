"""Putting a finished folder in the place of an older one, by one rename."""

import ctypes
import errno
import os
import shutil
import sys
from pathlib import Path

_EXCHANGE = 2
"""RENAME_EXCHANGE of renameat2(2), and RENAME_SWAP of renamex_np(3)."""
_HERE = -100
"""AT_FDCWD"""


def swap(new: Path, target: Path) -> None:
    """Put the folder `new` at `target`. What stood there is gone afterwards; there is no moment with half of either.

    Where nothing stands at `target`, or an empty folder, this is a plain rename. On systems that cannot exchange two
    names at once the old folder is moved aside first, for the time of one rename.

    Raises:
        OSError: neither could be done; then `target` is as it was.
    """
    try:
        new.rename(target)
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
            raise
    else:
        return
    if not _exchange(new, target):
        _in_two_steps(new, target)
    shutil.rmtree(new, ignore_errors=True)


def _exchange(a: Path, b: Path) -> bool:
    """Exchange two names in one step; False if this system or file system cannot."""
    library = ctypes.CDLL(None, use_errno=True)
    first, second = os.fsencode(a), os.fsencode(b)
    if sys.platform == "linux" and hasattr(library, "renameat2"):
        return bool(library.renameat2(_HERE, first, _HERE, second, _EXCHANGE) == 0)
    if sys.platform == "darwin" and hasattr(library, "renamex_np"):
        return bool(library.renamex_np(first, second, _EXCHANGE) == 0)
    return False


def _in_two_steps(new: Path, target: Path) -> None:
    old = new.with_name(new.name + ".old")
    target.rename(old)
    try:
        new.rename(target)
    except OSError:
        old.rename(target)
        raise
    old.rename(new)
