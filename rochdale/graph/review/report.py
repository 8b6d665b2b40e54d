"""Reports of a review: what waits for people to decide, as lines to read, as CSV and as JSON."""

import csv
import io
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import msgspec

from rochdale.graph.review.entry import Entered
from rochdale.graph.review.queue import Pair, Queue, Sentence, Subject

_INDENT: Final = " " * 24
_SHOWN: Final = 5
_COLUMNS: Final = (
    "what class key name kind country pages items mentions other_key other_name likeness reasons "
    "page line words sentence"
).split()


def as_lines(queue: Queue, graph: Path, decisions: Path, width: int) -> Iterator[str]:
    """The queue for a person: how much there is, then candidates, then possible duplicates."""
    yield from map(_printable, _lines(queue, graph, decisions, width))


def as_json(queue: Queue) -> str:
    """The queue for a program."""
    return msgspec.json.format(msgspec.json.encode(queue)).decode()


def as_csv(queue: Queue) -> str:
    """The queue for a spreadsheet: one row for each candidate and each pair, with its best sentence."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(_COLUMNS)
    for one in queue.candidates:
        rows.writerow(map(_cell, ("candidate", *_of_subject(one), "", "", "", "", *_of_sentence(one))))
    for pair in queue.duplicates:
        other = (pair.stays.key, pair.stays.name, pair.likeness, "; ".join(pair.reasons))
        rows.writerow(map(_cell, ("duplicate", *_of_subject(pair.goes), *other, *_of_sentence(pair.goes))))
    return out.getvalue()


def told_entry(entered: Entered, graph: Path, path: Path, *, hint: bool) -> Iterator[str]:
    """What was taken down, and what makes it so."""
    for old in entered.replaced:
        yield _printable(f"replaced  {old.told} (by {old.by})")
    told = f"{entered.told} ({_count(entered.mentions, 'mention')})"
    yield _printable(f"decided   {told}")
    yield f"wrote     {path}:{entered.line}"
    yield f"to apply  rochdale build SOURCE... --out {graph}{f' --decisions {path}' if hint else ''}"


# -- lines ---------------------------------------------------------------------------------------------------------


def _lines(queue: Queue, graph: Path, decisions: Path, width: int) -> Iterator[str]:
    counts = [_count(number, of) for of, number in queue.waiting.items() if number]
    yield (
        f"{_listed(counts)} {'waits' if sum(queue.waiting.values()) == 1 else 'wait'} for a decision"
        if counts
        else ("nothing waits for a decision")
    )
    yield f"{decisions}: {_count(queue.decisions, 'decision')}" if queue.decisions else f"{decisions}: no decisions yet"
    yield from _unapplied(queue, graph, decisions)
    if queue.candidates:
        yield ""
        yield "Candidates: names that no vocabulary lists, the strongest evidence first"
        yield ""
        yield "pages  items  mentions  name"
        for one in queue.candidates:
            yield from _candidate(one, width)
        yield from _more(queue.more_candidates, "candidate")
    if queue.duplicates:
        yield ""
        yield "Possible duplicates, the likeliest first; nothing is merged unless you say so"
        for pair in queue.duplicates:
            yield from _pair(pair, graph, width)
        yield from _more(queue.more_duplicates, "pair")
    if queue.candidates:
        yield from _next(queue.candidates[0].key, graph)


def _unapplied(queue: Queue, graph: Path, decisions: Path) -> Iterator[str]:
    fresh = [one for one in queue.unapplied if not one.reason]
    stale = [one for one in queue.unapplied if one.reason]
    if fresh or queue.withdrawn:
        said = [f"{_count(len(fresh), 'decision')} to apply"] if fresh else []
        said += [f"{_count(queue.withdrawn, 'decision')} to take back"] if queue.withdrawn else []
        yield f"the next build has {' and '.join(said)}: rochdale build SOURCE... --out {graph}"
    for one in stale[:_SHOWN]:
        yield f"{decisions}:{one.line}: does not apply, for {one.reason}"
    if len(stale) > _SHOWN:
        yield f"and {len(stale) - _SHOWN} more that do not apply"


def _candidate(one: Subject, width: int) -> Iterator[str]:
    called = f" ({', '.join(one.acronyms)})" if one.acronyms else ""
    yield ""
    yield from _wrapped(f"{one.pages:5}  {one.items:5}  {one.mentions:8}  {one.name}{called}", _INDENT, width, first="")
    kind = f"  {one.kind}" if one.kind else ""
    yield f"{_INDENT}{one.key}{kind}{f'  {one.country}' if one.country else ''}"
    for sentence in one.sentences:
        yield from _sentence(sentence, _INDENT, width)


def _pair(pair: Pair, graph: Path, width: int) -> Iterator[str]:
    indent = " " * 6
    yield ""
    yield from _wrapped(f"{pair.likeness:.2f}  {'; '.join(pair.reasons)}", indent, width, first="")
    for one in (pair.goes, pair.stays):
        state = one.state if one.state != "candidate" else f"candidate, {_count(one.mentions, 'mention')}"
        yield from _wrapped(f"{one.name} ({state})", indent + "  ", width, first=indent)
        for sentence in one.sentences[:1]:
            yield from _sentence(sentence, indent + "  ", width)
    yield f"{indent}rochdale review {graph} merge {pair.goes.key} {pair.stays.key}"


def _sentence(one: Sentence, indent: str, width: int) -> Iterator[str]:
    yield from _wrapped(f"“{one.sentence}”", f"{indent}  ", width)
    yield f"{indent}    {one.page}:{one.line}  {one.words!r}"


def _wrapped(text: str, indent: str, width: int, first: str | None = None) -> Iterator[str]:
    begin = indent if first is None else first
    room = max(width, len(indent) + 40)
    yield from textwrap.wrap(
        _printable(text),
        room,
        initial_indent=begin,
        subsequent_indent=indent,
        break_on_hyphens=False,
        drop_whitespace=True,
    ) or [begin]


def _more(number: int, noun: str) -> Iterator[str]:
    if number:
        yield ""
        yield f"and {number:,} more {noun if number == 1 else noun + 's'} (--limit shows more)"


def _next(key: str, graph: Path) -> Iterator[str]:
    yield ""
    yield "To decide, for example (or reject, merge, split, rename; each tells its use with --help):"
    yield f'  rochdale review {graph} accept {key} --by "Your name" --why "the reason"'


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun if number == 1 else noun + 's'}"


def _listed(parts: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def _printable(text: str) -> str:
    """Text that does not steer the terminal, whatever was captured."""
    return "".join(char if char.isprintable() else " " for char in text)


# -- cells ---------------------------------------------------------------------------------------------------------


def _of_subject(one: Subject) -> Iterable[object]:
    return one.of, one.key, one.name, one.kind, one.country.rpartition("/")[2], one.pages, one.items, one.mentions


def _of_sentence(one: Subject) -> Iterable[object]:
    best = next(iter(one.sentences), None)
    return (best.page, best.line, best.words, best.sentence) if best else ("", "", "", "")


def _cell(value: object) -> str:
    """A value for a spreadsheet, which must not take what a page says for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
