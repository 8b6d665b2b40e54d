"""Groups: the organisations of a sentence that a list joins (`A, B and C`); a cue speaks of all of them."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from rochdale.loaders.extraction.cues import Cue
from rochdale.loaders.extraction.organisations import Organisation

_LIST_WORDS = frozenset(
    "and et y e & the la le les l el los las as well ainsi que asi como así both its of du de des del its "
    "from in jointly the nor ni un une una uno su sus son sa ses leur".split()
)
_SEPARATORS = re.compile(r"[,;/&+–]|\b(?:and|et|y|e|ainsi|well|como|nor|ni)\b|(?<=\w)-(?=\w)|^-$", re.I)
_TOKEN = re.compile(r"[^\W_]+|&")
_IN_BRACKETS = re.compile(r"^\s?\([^()\n]{1,60}\)")
_CONJUNCTION = re.compile(r"[;/&+]|\b(?:and|et|y|e|as well as|ainsi que|así como|nor|ni)\b", re.I)
_KIND_BEFORE = re.compile(
    r"(?:,|\b(?:and|et|y|e))\s(?:with\s)?(?:the\s|la\s|le\s|el\s|l['’]|los\s|las\s|les\s|its\s)"
    r"(?:(?!of\b|de\b|du\b|del\b)[^\W\d_]{2,14}\s){1,2}$"
)
_AND = re.compile(r"\s(?:and|et|y|e)\s(?:the\s|la\s|le\s|el\s|l['’])?", re.I)
_NOR = re.compile(r"\b(?:nor|ni)\b", re.I)
_NEITHER = re.compile(
    r"\b(?:neither(?:\s+of)?|ni|none of|aucun[e]?\s+d[eu]|ningun[oa]\s+de)\s+(?:the\s|la\s|le\s|el\s|l['’])?$", re.I
)
_APART = (".", ":", "\n", "(", ")", " – ", " - ")
_MAX_GAP = 60
_MOST_APART = 2
"""Capitalised words that may stand between the names of a list: `Ministry of Labour of X and ...`."""


@dataclass
class Group:
    """Organisations that a list joins, or words that stand for them (`both organisations`, `we`)."""

    members: list[Organisation]
    start: int
    end: int
    role: str = ""
    rule: str = ""
    relation: str = ""
    """Relation between the members, if there are several."""
    joined_by: str = ""
    """Relation to the sentence's acting group, for a group behind `in partnership with` and the like."""
    bound: Cue | None = None
    """The cue that stands before the group and speaks of it."""
    denied: bool = False
    """A verb of which it is the subject is denied, called off or only thought of."""
    echo: bool = False
    """It stands for organisations that are named elsewhere."""


def listed(text: str, names: Sequence[Organisation], *, title: bool = False) -> list[Group]:
    """Organisations that lists join.

    A list ends with its `and`; two names with a comma alone between them are none, but in a headline (`A, B sign`).
    """
    runs: list[list[Organisation]] = []
    closed = False
    for name in names:
        gap = text[runs[-1][-1].end : name.start] if runs else ""
        if runs and not (closed and _is_comma(gap)) and _is_list_gap(gap):
            runs[-1].append(name)
            closed = closed or not _is_comma(gap)
        else:
            runs.append([name])
            closed = False
    groups: list[Group] = []
    for run in runs:
        pair = not title and len(run) == 2 and _is_comma(text[run[0].end : run[1].start])
        groups += [_group(text, [one]) for one in run] if pair else [_group(text, run)]
    return groups


def with_echoes(text: str, groups: Sequence[Group], echoes: Sequence[Group]) -> list[Group]:
    """Groups and echoes by place; an echo that a list joins with a group is of the group (`A and the cooperative`)."""
    found: list[Group] = []
    for group in sorted([*groups, *echoes], key=lambda group: (group.start, -group.end)):
        last = found[-1] if found else None
        if last is not None and group.start < last.end:
            continue
        single = last is not None and (group.echo or last.echo) and len(group.members) == len(last.members) == 1
        if last is not None and single and _AND.fullmatch(text[last.end : group.start]):
            last.members = [*last.members, *group.members]
            last.end, last.echo = group.end, False
        else:
            found.append(group)
    return found


def _group(text: str, run: list[Organisation]) -> Group:
    gaps = (text[a.end : b.start] for a, b in itertools.pairwise(run))
    start = run[0].start
    denied = any(_NOR.search(gap) for gap in gaps) or _NEITHER.search(text, max(0, start - 24), start) is not None
    return Group(run, start, run[-1].end, denied=denied)


def _is_comma(gap: str) -> bool:
    """Only a comma joins: no `and`, no slash."""
    gap = _IN_BRACKETS.sub("", gap)
    return "," in gap and not _CONJUNCTION.search(gap)


def _is_list_gap(gap: str) -> bool:
    if len(gap) > _MAX_GAP + 6:
        return False
    gap = _IN_BRACKETS.sub("", gap)
    if len(gap) > _MAX_GAP // 2 + 4 or not _SEPARATORS.search(gap) or any(sign in gap for sign in _APART):
        return False
    if kind := _KIND_BEFORE.search(gap):
        gap = gap[: kind.start()]
    other = [token for token in _TOKEN.findall(gap) if token.lower() not in _LIST_WORDS]
    return not other or (len(other) <= _MOST_APART and all(token[0].isupper() for token in other))


def is_slashed(text: str, group: Group) -> bool:
    """`A/B/C symposium`, `A-B study tour`: the names are joined by a sign, not by a word."""
    gaps = [text[a.end : b.start].strip() for a, b in itertools.pairwise(group.members)]
    return not group.echo and bool(gaps) and all(gap in ("/", "-", "–") for gap in gaps)
