import errno
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rochdale.errors import OutputError
from rochdale.graph.canonical import LINE, replacing, write_canonical
from tests.graph.terms import triples

SUBJECT = "<https://example.org/s>"
PREDICATE = "<https://example.org/p>"


def line(written: str) -> str:
    return f"{SUBJECT} {PREDICATE} {written} ."


def canonical(given: list[ox.Triple] | list[str], run_lines: int = 200_000) -> bytes:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)  # some hundred times a test: too slow
        target = Path(folder, "graph.nt")
        count = write_canonical(given, target, scratch=Path(folder), run_lines=run_lines)
        data = target.read_bytes()
        assert names(Path(folder)) == ["graph.nt"]
    assert count == data.count(b"\n")
    return data


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def read(data: bytes) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(data, format=ox.RdfFormat.N_TRIPLES)}


@settings(deadline=None)
@given(st.lists(triples))
def test_what_is_written_is_read_back(some: list[ox.Triple]) -> None:
    assert read(canonical(some)) == set(some)


@settings(deadline=None)
@given(st.lists(triples, min_size=1), st.randoms(use_true_random=False), st.integers(1, 9))
def test_order_repetition_and_size_of_runs_leave_no_trace(
    some: list[ox.Triple], order: random.Random, run_lines: int
) -> None:
    shuffled = some + order.sample(some, order.randint(0, len(some)))
    order.shuffle(shuffled)
    assert canonical(shuffled, run_lines) == canonical(some)


@settings(deadline=None)
@given(st.lists(triples))
def test_lines_and_triples_give_the_same_bytes(some: list[ox.Triple]) -> None:
    assert canonical([f"{triple} .\n" for triple in some]) == canonical(some)


@settings(deadline=None)
@given(st.lists(triples))
def test_every_line_is_canonical_and_greater_than_the_one_before(some: list[ox.Triple]) -> None:
    lines = canonical(some).splitlines()
    assert all(LINE.fullmatch(line.decode()) for line in lines)
    assert lines == sorted(set(lines))


def test_lines_are_sorted_by_byte_not_by_alphabet() -> None:
    words = ["Zebra", "apple", "élan", "\U0001f600", "\uff5e"]
    expected = "".join(line(f'"{word}"') + "\n" for word in ("Zebra", "apple", "élan", "\uff5e", "\U0001f600"))
    assert canonical([line(f'"{word}"') for word in words], run_lines=2) == expected.encode()


def test_many_runs_are_merged_in_several_rounds() -> None:
    numbers = random.Random(1844).choices(range(3000), k=5000)  # noqa: S311 - no secret
    lines = [line(f'"{number:04}"') for number in numbers]
    expected = "".join(sorted({f"{each}\n" for each in lines})).encode()
    assert canonical(lines, run_lines=7) == expected


def test_long_lines_span_the_blocks_that_are_merged() -> None:
    lines = [line(f'"{letter * 300_000}{number}"') for letter in "ba" for number in range(3)]
    assert canonical(lines, run_lines=2) == "".join(f"{each}\n" for each in sorted(lines)).encode()


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ('say "cheese"', r'"say \"cheese\""'),
        ("back\\slash", r'"back\\slash"'),
        ("a\tb\nc\rd\be\ff", r'"a\tb\nc\rd\be\ff"'),
        ("\x00\x0b\x1f\x7f", r'"\u0000\u000B\u001F\u007F"'),
        ("\ufffe\uffff", r'"\uFFFE\uFFFF"'),
        ("\x85\u2028\u200f\ufeff", '"\x85\u2028\u200f\ufeff"'),
        ("{} <> ' é تعاونية 🤝", '"{} <> \' é تعاونية 🤝"'),
    ],
)
def test_characters_are_escaped_in_one_way(value: str, written: str) -> None:
    triple = ox.Triple(ox.NamedNode("https://example.org/s"), ox.NamedNode("https://example.org/p"), ox.Literal(value))
    assert canonical([triple]).decode() == line(written) + "\n"


@pytest.mark.parametrize(
    ("given", "written"),
    [
        (r'"\u0065\U0001F600"', '"e\U0001f600"'),
        ('"\ttab"', r'"\ttab"'),
        (r'"\u000a\u001f"', r'"\n\u001F"'),
        ('"text"^^<http://www.w3.org/2001/XMLSchema#string>', '"text"'),
        ('"text"@en-GB', '"text"@en-gb'),
        ("<https://example.org/\\u00E9>", "<https://example.org/é>"),
        ('  "spaced"  ', '"spaced"'),
    ],
)
def test_other_spellings_of_a_line_become_the_canonical_one(given: str, written: str) -> None:
    assert canonical([line(given), line(written)]).decode() == line(written) + "\n"


def test_comments_and_blank_lines_are_passed_over() -> None:
    assert canonical(["# a comment\n", "\n", line('"x"') + "  # said so\n"]).decode() == line('"x"') + "\n"


def test_two_lines_in_one_string_are_two_triples() -> None:
    assert canonical([line('"b"') + "\n" + line('"a"')]).decode() == line('"a"') + "\n" + line('"b"') + "\n"


def test_no_triples_give_an_empty_file() -> None:
    assert canonical([]) == b""
    assert canonical(["# nothing here"]) == b""


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ("no triple at all", "no line of N-Triples"),
        (line("<relative>"), "no line of N-Triples"),
        (line('"cut off'), "no line of N-Triples"),
        (line('"half \ud83d"'), "no line of N-Triples"),
        (line("_:b0"), "no stable bytes"),
        (f'_:b0 {PREDICATE} "x" .', "no stable bytes"),
        (line('"x"@ar--rtl'), "no stable bytes"),
    ],
)
def test_what_has_no_canonical_form_is_refused(tmp_path: Path, wrong: str, reason: str) -> None:
    target = tmp_path / "graph.nt"
    target.write_text("as it was")
    with pytest.raises(OutputError, match=reason) as caught:
        write_canonical([line('"good"'), wrong], target, scratch=tmp_path)
    assert caught.value.target == str(target)
    assert target.read_text() == "as it was"
    assert names(tmp_path) == ["graph.nt"]


@pytest.mark.parametrize("run_lines", [100, 200_000])
def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path, run_lines: int) -> None:
    target = tmp_path / "graph.nt"
    target.write_text("as it was")
    script = f"""
import resource
from pathlib import Path
from rochdale.errors import OutputError
from rochdale.graph.canonical import write_canonical
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
lines = [f'{SUBJECT} {PREDICATE} "{{n}}" .' for n in range(1000)]
try:
    write_canonical(lines, Path({str(target)!r}), scratch=Path({str(tmp_path)!r}), run_lines={run_lines})
except OutputError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == f"{target}: File too large\n"
    assert target.read_text() == "as it was"
    assert names(tmp_path) == ["graph.nt"]


def test_a_disk_that_cannot_sync_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    target = tmp_path / "graph.nt"
    target.write_text("as it was")
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OutputError, match="No space left on device"):
        write_canonical([line('"x"')], target, scratch=tmp_path)
    assert target.read_text() == "as it was"
    assert names(tmp_path) == ["graph.nt"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="No such file or directory"):
        write_canonical([line('"x"')], tmp_path / "nowhere" / "graph.nt", scratch=tmp_path)
    with pytest.raises(OutputError, match=r"graph\.nt: No such file or directory \(.*nowhere.*\)"):
        write_canonical([line('"x"')], tmp_path / "graph.nt", scratch=tmp_path / "nowhere")
    assert names(tmp_path) == []


def test_a_fault_of_the_source_is_not_called_a_fault_of_the_output(tmp_path: Path) -> None:
    def source() -> Iterator[str]:
        yield line('"x"')
        raise FileNotFoundError(errno.ENOENT, "gone", "source.nt")

    with pytest.raises(FileNotFoundError):
        write_canonical(source(), tmp_path / "graph.nt", scratch=tmp_path)
    assert names(tmp_path) == []


def test_an_interrupted_replacement_vanishes(tmp_path: Path) -> None:
    target = tmp_path / "graph.nt"
    with pytest.raises(KeyboardInterrupt), replacing(target) as file:
        file.write(b"half")
        raise KeyboardInterrupt
    assert names(tmp_path) == []
