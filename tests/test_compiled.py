"""The compiled modules (`make compiled`) read pages as the plain ones do."""

import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from rochdale.loaders import reading
from rochdale.loaders.document import file_capture
from rochdale.loaders.readers.capture import read_capture
from tests.conftest import PAGES, ROOT

COMPILED = ROOT / "build" / "compiled"
READ_IN_ANOTHER_PROCESS = "from tests.test_compiled import print_records; print_records()"


def encoded_records() -> bytes:
    """The records of the sample pages, one line each."""
    pages = sorted(PAGES.glob("*.txt"))
    documents = [read_capture(file_capture(page.relative_to(ROOT), page.read_bytes())) for page in pages]
    return b"".join(msgspec.json.encode(reading.read_record(document)) + b"\n" for document in documents)


def print_records() -> None:
    """Print how the reading is there, in its file's suffix, and the records."""
    sys.stdout.buffer.write(Path(reading.__file__).suffix.encode() + b"\n" + encoded_records())


@pytest.fixture
def compiled() -> Path:
    """The folder with the compiled package."""
    if not (COMPILED / "rochdale").is_dir():
        missing = "make compiled makes the modules that this test reads with"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    return COMPILED


def test_compiled_modules_read_the_sample_pages_as_plain_ones_do(compiled: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-c", READ_IN_ANOTHER_PROCESS],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (compiled, ROOT)))},
        cwd=ROOT,
        capture_output=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr.decode()
    suffix, records = done.stdout.split(b"\n", maxsplit=1)
    assert suffix in (b".so", b".pyd")
    assert records == encoded_records()
