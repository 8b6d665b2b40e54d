"""Echoes: words that stand for organisations named elsewhere in the item: `both organisations`, `they`, `we`.

An echo is read only where it is certain: where the number agrees, where `they` do something `together` right after
those who can be meant, and where the person who says `we` was introduced as somebody of an organisation.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rochdale.loaders.extraction.cues import Cue
from rochdale.loaders.extraction.groups import Group
from rochdale.loaders.extraction.organisations import Organisation

_COUNTED = re.compile(
    r"\b(?:(?:(?:the|these|les|ces|las|los|estas|estos)\s)?"
    r"(?:(two|deux|dos)|(three|trois|tres)|(four|quatre|cuatro)|(five|cinq|cinco)|(six|seis))|(both|ambas|ambos))\s"
    r"(?:[^\W\d_]+[\s-])?$",
    re.I,
)
_THEY = re.compile(r"(?:They|Their|Ils|Elles|Leurs?|Ell[oa]s|Ambas|Ambos|Sus?)\b")
_WE = re.compile(
    r"\b(?:we|We|us|our|Our|[Nn]ous|[Nn]otre|[Nn]os|[Nn]osotr[oa]s|[Nn]uestr[oa]s?|[Ss]omos|[Hh]emos|hacemos)\b|"
    r"\b(?:[Tt]he|[Ll]a|[Ll]e) (?:co-?operative|cooperativa|coopérative|union|federation|unión|federación|fédération)\b"
    r"(?!\s(?:of|de|du|[A-Z]))"
)
_NUMBER_BEFORE = 40
_BOTH = 6
_REACH = 4
"""How many groups back a counted echo may lie."""


@dataclass
class Thread:
    """What the sentences of an item have named so far."""

    recent: list[Group] = field(default_factory=list)
    """Groups in the order of the text; echoes are none."""
    title_end: int = 0
    """Where the title ends."""
    own: Organisation | None = None
    """Whose person says `we`."""


def echoes(text: str, start: int, end: int, cues: Sequence[Cue], thread: Thread) -> list[Group]:
    """The echoes of a sentence, by place."""
    found = list(_counted(text, start, cues, thread))
    together = any(cue.use == "adverb" for cue in cues)
    if together and not found and (they := _THEY.match(text, start, end)) and thread.recent:
        last = thread.recent[-1]
        if len(last.members) > 1:
            found.append(_echo(last.members, start, they.end()))
    if thread.own is not None and cues:
        found += [_echo([thread.own], said.start(), said.end()) for said in _WE.finditer(text, start, end)]
    return sorted(found, key=lambda group: group.start)


def may_echo(text: str, cue: Cue) -> bool:
    """The cue may speak of organisations in a sentence that names none."""
    return cue.use == "adverb" or (
        cue.use == "echo" and _COUNTED.search(text, max(0, cue.start - 40), cue.start) is not None
    )


def _counted(text: str, start: int, cues: Sequence[Cue], thread: Thread) -> Iterator[Group]:
    """`the three networks`, `ambas organizaciones`: the last group of so many."""
    for cue in cues:
        if cue.use != "echo":
            continue
        counted = _COUNTED.search(text, max(start, cue.start - _NUMBER_BEFORE), cue.start)
        if counted is None:
            continue
        index = counted.lastindex or _BOTH
        number = 2 if index == _BOTH else index + 1
        group = next((g for g in reversed(thread.recent[-_REACH:]) if len(g.members) == number), None)
        if group is not None:
            yield _echo(group.members, counted.start(), cue.end)


def _echo(members: list[Organisation], start: int, end: int) -> Group:
    return Group(list(members), start, end, echo=True)
