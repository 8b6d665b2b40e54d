"""Roles of organisations, and the partnerships that a sentence states: cues before, after and between names.

Organisations that a list joins (`A, B and C`) are read as one group; a cue gives its role to the whole group. A
sentence that denies or calls off what it tells gives no role and no partnership.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rochdale.loaders.extraction.names import Entry, Hit
from rochdale.loaders.extraction.organisations import Organisation

_LIST_WORDS = frozenset(
    "and et y e & the la le les l el los las as well ainsi que asi como así both its of du de des del its "
    "from in jointly the".split()
)
_SEPARATORS = re.compile(r"[,;/&+–]|\b(?:and|et|y|e|ainsi|well|como)\b|(?<=\w)-(?=\w)|^-$")
_TOKEN = re.compile(r"[^\W_]+|&")
_BREAK = re.compile(r"[.;:!?\n]|\bthat\b|\bwhich\b|\bwhere\b")
_NEGATED = re.compile(
    r"\b(?:not|never|no longer|neither|nor|without|cancell?ed|postponed|declined|refused|ne|n['’]|pas|jamais|sans|"
    r"annulée?|reportée?|no|nunca|sin|cancelad[oa]|aplazad[oa]|suspendid[oa])\b",
    re.I,
)
_CALLED_OFF = re.compile(
    r"\b(?:was|were|is|has been|have been|a été|est|fue|ha sido|está)\s"
    r"(?:cancell?ed|postponed|called off|annulée?|reportée?|cancelad[oa]|aplazad[oa]|suspendid[oa])\b",
    re.I,
)
_CALLED_OFF_STEMS = ("cancel", "postpon", "called off", "annulé", "reporté", "aplazad", "suspendid")
"""One of them stands wherever `_CALLED_OFF` matches; plain words are found much faster."""
_SUBJECT_AFTER = re.compile(r"\s?[:–—]\s|\s-\s|,\s(?:a|an|the|une?|una?)\s")
_JOINT_BEFORE = re.compile(r"\b(?:[Jj]oint|[Cc]onjoint|[Cc]onjunt[ao]|[Aa]n?|[Tt]he)\s(?:the\s)?$")
_WITH = re.compile(r"\b(?:with|avec|con)\s(?:the\s|l['’]|la\s|el\s)?$", re.I)
_ACRONYM_FIRST = re.compile(r"^\s?\([^()]{1,20}\)")
_CONJUNCTION = re.compile(r"[;/&+]|\b(?:and|et|y|e|as well as|ainsi que|así como)\b")
_STOP = re.compile(r"[.;:!?\n,]")
_ARE = re.compile(r"\b(?:are|is|were|include|includes|sont|est|incluent|son|es|incluyen)\b|:")
_MAX_GAP = 28
_MAX_LISTING = 60
_INSERTED = 3
"""Characters from the end of an insertion to the verb behind it."""
_MOST_APART = 2
"""Capitalised words that may stand between the names of a list: `Ministry of Labour of X and ...`."""


class Cue:
    """A role cue at a place: its role, how it stands to the organisation, and the relation it gives a pair."""

    def __init__(self, start: int, end: int, role: str, use: str, relation: str) -> None:
        self.start = start
        self.end = end
        self.role = role
        """Role that it gives, or "" for the cue of a relation."""
        self.use = use
        self.relation = relation


@dataclass
class Group:
    """Organisations that a list joins."""

    members: list[Organisation]
    role: str = ""
    rule: str = ""
    relation: str = ""
    """Relation between the members, if there are several."""
    joined_by: str = ""
    """Relation to the sentence's acting group, for a group behind `in partnership with` and the like."""

    @property
    def start(self) -> int:
        """Where the first member begins."""
        return self.members[0].start

    @property
    def end(self) -> int:
        """Where the last member ends."""
        return self.members[-1].end


@dataclass
class Pair:
    """Two organisations in a relation, as stated between two offsets."""

    first: Organisation
    second: Organisation
    relation: str
    rule: str
    start: int
    end: int
    confidence: float


def cues_of(hits: Sequence[Hit], masked: Sequence[tuple[int, int]]) -> list[Cue]:
    """Role cues from hits (sorted by start, longer first), the longest at each place; none inside a masked span."""
    found: list[Cue] = []
    reach = -1
    spans = iter(masked)
    span = next(spans, None)
    for hit in hits:
        while span is not None and span[1] <= hit.start:
            span = next(spans, None)
        if span is not None and span[0] <= hit.start and hit.end <= span[1]:
            continue
        if hit.start < reach and not (found and found[-1].start == hit.start and found[-1].end == hit.end):
            continue
        found += [_cue(hit, entry) for entry in hit.entries]
        reach = hit.end
    return found


def _cue(hit: Hit, entry: Entry) -> Cue:
    if entry.of == "relation":
        return Cue(hit.start, hit.end, "", entry.use, entry.slug)
    return Cue(hit.start, hit.end, entry.slug, entry.use, entry.relation)


def read_sentence(
    text: str, start: int, end: int, names: Sequence[Organisation], cues: Sequence[Cue], *, title: bool
) -> Iterator[Pair]:
    """Give the organisations of one sentence their roles and yield the partnerships that it states.

    `names` are changed in place: `role` and `role_rule` are set where a cue gives one.
    """
    if not cues and len(names) == 1:
        if title and _is_subject(text, start, names[0].start, names[0].end):
            names[0].role, names[0].role_rule = "subject", "type-line"
        return
    groups = _groups(text, names)
    relations = [cue for cue in cues if not cue.role]
    cues = [cue for cue in cues if cue.role]
    called_off = _is_called_off(text, start, end)
    for index, group in enumerate(groups):
        before = groups[index - 1].end if index else start
        after = groups[index + 1].start if index + 1 < len(groups) else end
        _give_role(text, group, before, after, start, cues, called_off)
        if title and not group.role and _is_subject(text, start, group.start, group.end):
            group.role, group.rule = "subject", "type-line"
    _act_across(text, groups, cues, called_off)
    for group in groups:
        for member in group.members:
            if group.role and not member.role:
                member.role, member.role_rule = group.role, group.rule
    if not called_off:
        yield from _pairs(text, groups, relations, start, end)


def _is_called_off(text: str, start: int, end: int) -> bool:
    sentence = text[start:end].lower()
    return any(stem in sentence for stem in _CALLED_OFF_STEMS) and bool(_CALLED_OFF.search(text, start, end))


def _is_subject(text: str, title: int, start: int, end: int) -> bool:
    """The name opens the title, and what follows tells of it."""
    return start - title < 4 and _SUBJECT_AFTER.match(text, end) is not None


def _act_across(text: str, groups: Sequence[Group], cues: Sequence[Cue], called_off: bool) -> None:
    """`A, in partnership with B, organised ...`: the verb behind the insertion is A's."""
    for first, second in itertools.pairwise(groups):
        if first.role or not second.joined_by or called_off or text[first.end : first.end + 1] != ",":
            continue
        verb = next((c for c in cues if c.use == "active" and second.end < c.start <= second.end + _INSERTED), None)
        if verb is not None and text[second.end] == ",":
            first.role, first.rule = verb.role, "active-cue"


def _groups(text: str, names: Sequence[Organisation]) -> list[Group]:
    """Organisations that lists join. A list ends with its `and`; two names with a comma alone between them are none."""
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
        pair = len(run) == 2 and _is_comma(text[run[0].end : run[1].start])
        groups += [Group([one]) for one in run] if pair else [Group(run)]
    return groups


def _is_comma(gap: str) -> bool:
    """Only a comma joins: no `and`, no slash."""
    gap = _ACRONYM_FIRST.sub("", gap)
    return "," in gap and not _CONJUNCTION.search(gap)


def _is_list_gap(gap: str) -> bool:
    if len(gap) > _MAX_GAP + 6:
        return False
    gap = _ACRONYM_FIRST.sub("", gap)
    if not _SEPARATORS.search(gap) or any(sign in gap for sign in ".:\n("):
        return False
    other = [token for token in _TOKEN.findall(gap) if token.lower() not in _LIST_WORDS]
    return not other or (len(other) <= _MOST_APART and all(token[0].isupper() for token in other))


def _give_role(
    text: str, group: Group, before: int, after: int, start: int, cues: Sequence[Cue], called_off: bool
) -> None:
    left = [cue for cue in cues if before <= cue.start and cue.end <= group.start and cue.use == "passive"]
    right = [cue for cue in cues if group.end <= cue.start and cue.end <= after]
    passive = left[-1] if left and _only_determiners(text[left[-1].end : group.start]) else None
    if passive is not None:
        if not called_off and not _denied(text, start, passive.start):
            group.role, group.rule = passive.role, "passive-cue"
            if passive.relation == "partner" or passive.role == "partner":
                group.joined_by = "support" if "support" in text[passive.start : passive.end].lower() else "partner"
            elif passive.relation:
                group.relation = passive.relation
        if passive.role == "partner" and text.endswith(("between", "entre"), 0, passive.end):
            group.relation, group.joined_by = "partner", ""
        return
    noun = next((cue for cue in right if cue.use == "noun" and _near(text, group.end, cue.start, 18)), None)
    if noun is not None and noun.role == "partner" and _WITH.search(text[max(0, group.start - 16) : group.start]):
        group.role, group.rule, group.joined_by = "partner", "noun-cue", "support"
        return
    active = next((cue for cue in right if cue.use == "active" and _near(text, group.end, cue.start, _MAX_GAP)), None)
    if active is not None and (
        noun is None or noun.role == "partner" or active.start <= noun.start or active.start - noun.end > 12
    ):
        if not called_off and not _denied(text, group.end, active.start):
            group.role, group.rule, group.relation = active.role, "active-cue", active.relation
        return
    if noun is not None and noun.role != "partner":
        group.role, group.rule = noun.role, "noun-cue"
        if noun.relation and (
            _is_slashed(text, group) or _JOINT_BEFORE.search(text[max(0, group.start - 12) : group.start])
        ):
            group.relation = noun.relation


def _is_slashed(text: str, group: Group) -> bool:
    """`A/B/C symposium`, `A-B study tour`: the names are joined by a sign, not by a word."""
    gaps = [text[a.end : b.start].strip() for a, b in itertools.pairwise(group.members)]
    return bool(gaps) and all(gap in ("/", "-", "–") for gap in gaps)


def _only_determiners(gap: str) -> bool:
    return (
        len(gap) < _MAX_GAP
        and all(token.lower() in _DETERMINERS for token in _TOKEN.findall(gap))
        and not _BREAK.search(gap)
    )


_DETERMINERS = frozenset(
    "the a an l la le les el los las its their both our his her un une una d de of du des del al au aux "
    "among others other and".split()
)


def _near(text: str, start: int, end: int, most: int) -> bool:
    gap = text[start:end]
    return end - start <= most and not _STOP.search(gap)


def _denied(text: str, start: int, end: int) -> bool:
    return bool(_NEGATED.search(text, max(start, end - 30), end))


def _pairs(text: str, groups: Sequence[Group], relations: Sequence[Cue], start: int, end: int) -> Iterator[Pair]:
    for group in groups:
        if group.relation and len(group.members) > 1:
            yield from _among(group, start, end)
    for first, second in itertools.pairwise(groups):
        yield from _related(text, first, second, relations, start, end)
    for group in groups:
        if group.joined_by:
            partner = _acting(groups, group)
            if partner is not None:
                yield from _between(partner, group, start, end)
        elif group.role == "donor":
            receiver = _receiving(groups, group)
            if receiver is not None:
                yield from _all_pairs(group, receiver, "fund", group.rule, start, end)


def _related(text: str, first: Group, second: Group, relations: Sequence[Cue], start: int, end: int) -> Iterator[Pair]:
    """`A supports B`, `A is a member of B`, `the partners of A are B`: what the words between two groups say."""
    for cue in relations:
        if cue.use == "joint" and cue.end <= first.start and _only_determiners(text[cue.end : first.start]):
            gap = text[first.end : second.start]
            if _ARE.search(gap) and len(gap) < _MAX_LISTING and not _denied(text, first.end, second.start):
                one, other = (second, first) if cue.relation == "member-of" else (first, second)
                yield from _all_pairs(one, other, cue.relation, "joint-cue", start, end)
        if cue.use == "active" and first.end <= cue.start and cue.end <= second.start:
            near = _near_or_apposed(text, first.end, cue.start)
            if near and _only_determiners(text[cue.end : second.start]) and not _denied(text, first.end, cue.start):
                yield from _all_pairs(first, second, cue.relation, "active-cue", start, end)
                return


def _near_or_apposed(text: str, start: int, end: int) -> bool:
    gap = text[start:end]
    return len(gap) <= _MAX_GAP and not _BREAK.search(gap) and gap.count(",") < 2


def _all_pairs(
    first: Group, second: Group, relation: str, rule: str, start: int, end: int, confidence: float = 0.85
) -> Iterator[Pair]:
    for giver in first.members:
        for taker in second.members:
            yield Pair(giver, taker, relation, rule, start, end, confidence)


def _among(group: Group, start: int, end: int) -> Iterator[Pair]:
    for index, first in enumerate(group.members):
        for second in group.members[index + 1 :]:
            yield Pair(first, second, group.relation, group.rule, start, end, 0.9)


def _between(acting: Group, group: Group, start: int, end: int) -> Iterator[Pair]:
    relation = group.joined_by
    if relation == "partner" and acting.role in ("organiser", "implementer"):
        relation = {"organiser": "co-organise", "implementer": "implement"}[acting.role]
    for first in acting.members:
        for second in group.members:
            giver, taker = (second, first) if relation == "support" else (first, second)
            yield Pair(giver, taker, relation, group.rule, start, end, 0.85)


def _acting(groups: Sequence[Group], group: Group) -> Group | None:
    """The nearest group before (else after) that acts: it holds, runs, or has no other role."""
    at = next(i for i, other in enumerate(groups) if other is group)
    for other in (*reversed(groups[:at]), *groups[at + 1 :]):
        agrees = other.role == "partner" and other.rule == "active-cue"
        if (agrees or other.role in ("organiser", "implementer", "", "publisher")) and not other.joined_by:
            return other if other.role or abs(groups.index(other) - at) == 1 else None
    return None


def _receiving(groups: Sequence[Group], group: Group) -> Group | None:
    at = next(i for i, other in enumerate(groups) if other is group)
    return next(
        (other for other in (*reversed(groups[:at]), *groups[at + 1 :]) if other.role in ("implementer", "organiser")),
        None,
    )
