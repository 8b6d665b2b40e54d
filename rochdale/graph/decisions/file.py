"""The file of decisions: one Turtle file that people and `rochdale review` write, fit for version control.

    #: merge “BIT” into “International Labour Organization”
    decision:merge-bit-5c3f09b1
        a sse:Merge ;
        sse:about organisation:bit ;
        sse:into organisation:ilo ;
        sse:decidedBy "Amel Haddad" ;
        sse:reason "BIT is its French name." .

A new decision is put in where its name belongs; nothing else in the file is touched, so that comments and an order of
one's own survive. The same decisions, put into an empty file in any order, give the same bytes.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec
import pyoxigraph as ox

from rochdale.errors import DecisionError
from rochdale.graph.canonical import replacing
from rochdale.graph.decisions.decision import Broken, Decision, broken, fault
from rochdale.graph.decisions.meaning import UnclearError, by_subject, understood
from rochdale.graph.statements import decision_statements
from rochdale.graph.turtle import PREFIXES, format_turtle
from rochdale.loaders.vocabulary import BASE, Vocabulary

MAX_BYTES: Final = 64 << 20
_HEADING = """\
# What people decided about the things that pages name. Every `rochdale build` applies it anew.
# To undo a decision delete its lines. A line with #: says in words what follows; comments of your own stay.
"""
_MARK = "#: "
_TOKEN = re.compile(
    r'(?P<text>"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''|'(?:[^'\\\n]|\\.)*')"
    r"|(?P<iri><[^<>\x00-\x20]*>)|(?P<comment>#[^\r\n]*)|(?P<space>\s+)"
    r"|(?P<word>(?:\\.|[^\s#\"'<>.\\;,()\[\]]|\.(?=[\w:%\\-]))+)|(?P<end>\.)|(?P<sign>.)",
    re.DOTALL,
)
_PREFIX_LINE = re.compile(r"^@prefix[ \t]+([A-Za-z-]*):[ \t]*<([^<>\s]*)>[ \t]*\.[ \t]*$", re.MULTILINE)
_ESCAPE = re.compile(r"\\(?=[_~.!$&'()*+,;=/?#@%-])")
_COMMENT_BEFORE = re.compile(r"(?:^[ \t]*#[^\r\n]*\r?\n)+\Z", re.MULTILINE)
_PLACE = re.compile(r"Parser error at line \d+ (?:between columns \d+ and \d+|column \d+)[^:]*: ")


class Block(msgspec.Struct, frozen=True):
    """Where a statement stands in the text of a file."""

    subject: str
    """Its IRI."""
    start: int
    """Offset at which the statement begins, without the comments above it."""
    end: int
    """Offset behind the full stop."""


class DecisionFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file of decisions, read and found to be in order."""

    source: str
    """Its name in messages."""
    text: str = ""
    decisions: tuple[Decision, ...] = ()
    """In the order of their keys."""

    def lines(self) -> dict[str, int]:
        """The line on which each decision begins, by its key."""
        found: dict[str, int] = {}
        at = line = 0
        for block in _blocks(self.text):
            line += self.text.count("\n", at, block.start)
            at = block.start
            found.setdefault(block.subject.removeprefix(BASE), line + 1)
        return {one.key: found.get(one.key, 0) for one in self.decisions}


def read_decisions(path: Path, words: Vocabulary, source: str | None = None) -> DecisionFile:
    """Read a file of decisions.

    Raises:
        DecisionError: it cannot be read, is no Turtle, or a decision breaks a rule; with the line.
    """
    told = source or str(path)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise DecisionError(told, 0, f"the decisions cannot be read: {error.strerror or error}") from error
    if len(data) > MAX_BYTES:
        raise DecisionError(told, 0, f"there are more than {MAX_BYTES:,} bytes; that is no file of decisions")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise DecisionError(told, line, "this is not UTF-8; save the file in that encoding") from error
    return parse_decisions(text, words, told)


def parse_decisions(text: str, words: Vocabulary, source: str) -> DecisionFile:
    """The decisions of a text of Turtle.

    Raises:
        DecisionError: as `read_decisions`.
    """
    try:
        facts = by_subject(ox.parse(text.encode(), format=ox.RdfFormat.TURTLE))
    except (SyntaxError, UnicodeEncodeError) as error:
        line = getattr(error, "lineno", None) or 0
        reason = _PLACE.sub("", getattr(error, "msg", None) or str(error))
        raise DecisionError(source, line, f"this is no Turtle: {' '.join(reason.split())}") from error
    decisions = []
    for subject in sorted(facts):
        try:
            decision = understood(subject, facts[subject])
        except UnclearError as error:
            raise DecisionError(source, _line_of(text, subject), str(error)) from error
        if reason := fault(decision, words):
            raise DecisionError(source, _line_of(text, subject), reason)
        decisions.append(decision)
    found = broken(decisions)
    if found is not None:
        raise _contradiction(text, source, found)
    return DecisionFile(source=source, text=text, decisions=tuple(decisions))


def _contradiction(text: str, source: str, found: Broken) -> DecisionError:
    """The error of a rule that two decisions break, blamed on the lower one."""
    lines = [_line_of(text, BASE + one.key) for one in (found.decision, found.other) if one is not None]
    also = f" (the other is in line {min(lines)})" if len(lines) > 1 else ""
    return DecisionError(source, max(lines), found.reason + also)


# -- writing -------------------------------------------------------------------------------------------------------


def write_decisions(path: Path, before: DecisionFile, after: DecisionFile) -> None:
    """Put a changed file in the place of the one that was read.

    Raises:
        DecisionError: somebody else changed it meanwhile.
        OutputError: it cannot be written.
    """
    target = path.resolve()
    try:
        now = target.read_bytes().decode("utf-8-sig") if target.exists() else ""
        target.parent.mkdir(parents=True, exist_ok=True)
    except (OSError, UnicodeDecodeError) as error:
        raise DecisionError(before.source, 0, f"the decisions cannot be read: {error}") from error
    if now != before.text:
        raise DecisionError(before.source, 0, "somebody changed the decisions meanwhile; decide again")
    mode = target.stat().st_mode & 0o777 if target.exists() else None
    with replacing(target) as file:
        file.write(after.text.encode())
    if mode is not None:
        target.chmod(mode)


def with_decision(
    file: DecisionFile, decision: Decision, told: str, words: Vocabulary, *, replacing: Sequence[Decision] = ()
) -> DecisionFile:
    """The file with one more decision, and without those that it replaces.

    Args:
        file: as read.
        decision: the new one, with its key.
        told: it in words, for the comment above it.
        words: the vocabulary.
        replacing: decisions of the file that go. Comments above them stay, but for the line that says them in words.

    Raises:
        DecisionError: it does not go with the others.
    """
    text = file.text
    for old in replacing:
        text = _without(text, BASE + old.key)
    others = [one for one in file.decisions if one not in replacing]
    found = fault(decision, words)
    if found:
        raise DecisionError(file.source, 0, found)
    clashing = broken([*others, decision])
    if clashing is not None:
        other = clashing.other or clashing.decision
        raise DecisionError(file.source, file.lines().get(other.key, 0), clashing.reason)
    new = parse_decisions(_inserted(text, decision, told), words, file.source)
    if set(new.decisions) != {*others, decision}:
        raise DecisionError(file.source, 0, "the decision cannot be put into this file; write it in by hand")
    return new


def _inserted(text: str, decision: Decision, told: str) -> str:
    """The text with a decision where it belongs by its name, and with the prefixes that it needs."""
    if not text.strip():
        text = _HEADING
    elif not text.endswith("\n"):
        text += "\n"
    prefixes = dict(_PREFIX_LINE.findall(text))
    own = {prefix: iri for prefix, iri in PREFIXES.items() if prefixes.get(prefix, iri) == iri}
    lines = "".join(f"{triple} .\n" for triple in decision_statements(decision))
    turtle = format_turtle(lines, prefixes=own)
    header, _, body = turtle.partition("\n\n")
    block = f"{_MARK}{_plain(told)}\n{_escaped(body)}"
    text = _with_prefixes(text, dict(_PREFIX_LINE.findall(header)))
    later = next((one for one in _blocks(text) if one.subject > BASE + decision.key), None)
    if later is None:
        return f"{text}\n{block}"
    comments = _COMMENT_BEFORE.search(text, 0, later.start)
    at = comments.start() if comments else later.start
    return f"{text[:at]}{block}\n{text[at:]}"


def _plain(told: str) -> str:
    """One line that steers neither a terminal nor an editor."""
    line = " ".join("".join(char if char.isprintable() else " " for char in told).split())
    return line if len(line) <= 300 else f"{line[:299]}…"


def _escaped(turtle: str) -> str:
    """Turtle in which signs that cannot be seen are written by their number (Turtle 1.1, section 6.4)."""
    return "".join(char if char.isprintable() or char == "\n" else _by_number(char) for char in turtle)


def _by_number(char: str) -> str:
    return f"\\u{ord(char):04X}" if ord(char) < 1 << 16 else f"\\U{ord(char):08X}"


def _with_prefixes(text: str, wanted: Mapping[str, str]) -> str:
    """The text with lines for the prefixes that it lacks, among its own in their order."""
    for prefix in sorted(wanted):
        declared = list(_PREFIX_LINE.finditer(text))
        names = [match[1] for match in declared]
        if prefix in names:
            continue
        line = f"@prefix {prefix}: <{wanted[prefix]}> .\n"
        place = bisect_left(names, prefix)
        if place < len(declared):
            at = declared[place].start()
        elif declared:
            at = text.find("\n", declared[-1].end()) + 1
        else:
            at = _end_of_heading(text)
        text = text[:at] + line + text[at:]
    return text


def _end_of_heading(text: str) -> int:
    match = re.match(r"(?:#[^\n]*\n)*", text)
    return match.end() if match else 0


def _without(text: str, subject: str) -> str:
    """The text without what is said of a subject, and without the line above that says it in words."""
    for block in reversed([one for one in _blocks(text) if one.subject == subject]):
        start, end = block.start, block.end
        before = text[:start].rpartition("\n")[0]
        line = before.rpartition("\n")[2]
        if line.startswith(_MARK) and text[len(before) : start].strip() == "":
            start = len(before) - len(line)
        rest = re.compile(r"[ \t]*(?:\r?\n)?(?:[ \t]*\r?\n)?").match(text, end)
        text = text[:start] + text[rest.end() if rest else end :]
    return text


# -- where statements stand ----------------------------------------------------------------------------------------


def _line_of(text: str, subject: str) -> int:
    """The line on which the first statement about a subject begins; of several the first."""
    for block in _blocks(text):
        if block.subject == subject:
            return text.count("\n", 0, block.start) + 1
    end = subject.rpartition("/")[2]
    return text.count("\n", 0, max(text.find(end), 0)) + 1


def _blocks(text: str) -> Iterator[Block]:
    """The statements of a text of Turtle, in its order; directives are passed over."""
    prefixes: dict[str, str] = {}
    for tokens in _statements(text):
        first, *rest = tokens
        word = first[0].lower()
        if word in ("@prefix", "prefix"):
            if len(rest) > 1:
                prefixes[rest[0][0].rstrip(":")] = rest[1][0][1:-1]
        elif word not in ("@base", "base"):
            prefix, _, local = first[0].partition(":")
            iri = first[0][1:-1] if first["iri"] else prefixes.get(prefix, "") + _ESCAPE.sub("", local)
            yield Block(iri, first.start(), tokens[-1].end())


def _statements(text: str) -> Iterator[list[re.Match[str]]]:
    """The tokens of each statement, without space and comments, with the full stop that ends it."""
    tokens: list[re.Match[str]] = []
    for token in _TOKEN.finditer(text):
        if token["space"] or token["comment"]:
            continue
        tokens.append(token)
        directive = tokens[0][0].lower() in ("prefix", "base") and token["iri"]
        if token["end"] or directive:
            yield tokens
            tokens = []
    if tokens:
        yield tokens


def decisions_in(path: Path, words: Vocabulary) -> DecisionFile:
    """The decisions of a file that may not be there yet.

    Raises:
        DecisionError: as `read_decisions`.
    """
    return read_decisions(path, words) if path.exists() or path.is_symlink() else DecisionFile(source=str(path))
