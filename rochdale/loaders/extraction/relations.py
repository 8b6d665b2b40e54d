"""Relations: the partnerships that one sentence states between the groups of organisations in it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rochdale.loaders.extraction.cues import Cue
from rochdale.loaders.extraction.denial import is_denied_before, is_over
from rochdale.loaders.extraction.groups import Group
from rochdale.loaders.extraction.organisations import Organisation
from rochdale.loaders.extraction.roles import Act, Sentence, only_determiners

_ARE = re.compile(r"\b(?:are|is|were|include|includes|sont|est|incluent|son|es|incluyen)\b|:")
_BREAK = re.compile(r"[.;:!?\n]")
_HELP = re.compile(
    r"support|assist|help|advice|advis|accompan|accompagn|appu[iy]|conseil|soutien|souten|concours|apoy|ayuda|auspici|asesor|respald",
    re.I,
)
_RELATIVE = re.compile(
    r"^\s?(?:\([^()\n]*\))?,?\s(?:(?:of|to|by|with|for|in)\s)?(?:which|whom|whose)\s(?:the\s)?$|"
    r"^,?\s(?:dont|que|qu['’]|(?:del|al|(?:de|à|con|a|en|avec))\s(?:la|los|las|el|le|les)?\s?(?:que|cual|quien|laquelle|lequel))\s?"
    r"(?:la\s|le\s|l['’]|el\s|los\s|las\s|les\s)?$",
    re.I,
)
_WITH_WHICH = re.compile(
    r"\b(?:with wh(?:ich|om)|avec (?:laquelle|lequel|qui)|con (?:la|el) (?:que|cual)|con quien)\s"
    r"(?:the\s|la\s|le\s|l['’]|el\s)?$",
    re.I,
)
_BY = re.compile(r"\b(?:by|par|por)\s?(?:the|l['’]|la|le|el)?$", re.I)
_OBJECT_ENDS = re.compile(
    r"(?:^|\s|['’])(?:of|to|for|the|its|their|a|an|de|du|des|del|al|à|au|aux|para|pour|la|le|les|l['’]|el|los|las|d['’])\s?$",
    re.I,
)
_NO_OBJECT = re.compile(
    r"\b(?:in|at|by|with|against|from|on behalf|under|than|during|within|around|like|through|and|"
    r"dans|par|avec|contre|chez|sous|lors|et|en|por|con|contra|desde|durante|según|y)\b",
    re.I,
)
_AUXILIARY = re.compile(
    r"^\s?(?:\([^()\n]*\))?,?\s?(?:(?:which|that|who|qui|que)\s)?(?:(?:is|are|was|were|has been|have been|being|a été|"
    r"ont été|est|sont|était|fue|fueron|es|son|está|están|ha sido|han sido|cuenta|contó|bénéficie|receives?|received|"
    r"reçoit|a reçu|recibe|recibió|relies on|works|runs)\s)?(?:\w+(?:ly|ment|mente)\s|also\s|partly\s|jointly\s)?$",
    re.I,
)
_AMONG_THEM = re.compile(
    r"(?:^|,\s|\s)(?:among (?:them|which|whom)|including|such as|namely|dont|parmi lesquel(?:le)?s|notamment|"
    r"entre ell[oa]s|entre l[oa]s que|inclu(?:id|yend)[oa]s?|como)\s(?:the\s|la\s|le\s|l['’]|el\s|les\s|los\s|las\s)?$",
    re.I,
)
_THEIR_PARTNERS = re.compile(r"\b(?:its|ses|sus|su|son)\s\w+$", re.I)
_TALK = re.compile(
    r"meeting|talks|discussion|interview|consultation|dialogue|exchange|r[ée]union|rencontre|entretien|reuni[óo]n|"
    r"encuentro|charla|contract|dispute",
    re.I,
)
_JOINS = re.compile(r"(?:\bjoin(?:s|ed)?|rejoint|rejoignent|une|unió|unieron a|unen a)$", re.I)
_FOR_GOOD = re.compile(
    r"\s*(?:[.;)]|$|\n|,?\s*(?:as an?|as its|as (?:members?|observers?)|as the)\b|in (?:19|20)\d\d|on \d|"
    r"(?:this|last|earlier) |comme |en tant que |como |en (?:19|20)\d\d)"
)
_UNKNOWN_VERB = re.compile(
    r"\s?(?:\([^()]*\))?(?:\s(?:have|has|will|are|ont|a|han|ha|se|also|both|now|today))*\s"
    r"(?!(?:is|are|was|were|has|have|had|will|in|of|at|on|to|from|for|by|with|and|or|who|which|that|not|but|as|did|do|"
    r"say|says|said|think|met|differ|disagree|est|sont|était|étaient|de|du|à|en|dans|pour|sur|par|avec|et|ou|qui|que|ne|"
    r"es|son|fue|fueron|del|para|por|con|y|o|no|a|al)\b)[a-zà-ÿ]{3,}"
)
_EACH = re.compile(
    r"\b(?:both|each|separately|respectively|tous deux|toutes deux|chacune?|ambas|ambos|cada un[oa])\b", re.I
)
_SAYING = re.compile(
    r"\b(?:messages?|letters?|greetings|congratulations|delegations?|proposals?|requests?|invitations?|questions?|"
    r"statements?|comments?|reply|answers?|lettres?|félicitations|délégations?|demandes?|mensajes?|cartas?|saludos?|"
    r"delegación|solicitud(?:es)?|propuestas?|invitación)\b",
    re.I,
)
_TO = frozenset(("to", "à", "au", "a", "al", "para", "pour"))
_FROM = frozenset(("from", "by", "de", "du", "del", "par", "por"))
_FAR = 75
_LONG = 90
_CLOSE = 28


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


@dataclass
class Open:
    """Donors, helpers or partners whose sentence does not name for whom or with whom they act."""

    group: Group
    relation: str
    rule: str
    start: int
    end: int


def pairs_of(sentence: Sentence, *, recall: bool = False) -> list[Pair | Open]:
    """The partnerships that a sentence states, and what it leaves open.

    Also gives those a role whose part in a relation the sentence tells.
    """
    if sentence.called_off:
        return []
    found: list[Pair | Open] = []
    _together(sentence)
    for group in sentence.groups:
        if group.relation and len(group.members) > 1 and not group.denied:
            found += _among(sentence, group, group.relation, group.rule or "joint-cue", 0.9)
    for act in sentence.acts:
        found += _of_act(sentence, act)
    for first, second in zip(sentence.groups, sentence.groups[1:], strict=False):
        found += _of_joint_cue(sentence, first, second)
    for first, second in zip(sentence.groups, sentence.groups[1:], strict=False):
        found += _with_which(sentence, first, second)
        found += _grant_to(sentence, first, second)
    for group in sentence.groups:
        if group.bound is not None or group.joined_by or group.role == "donor":
            found += _of_bound(sentence, group)
    if recall:
        found += _co_actors(sentence, found)
    return found


# -- among the members of a group --------------------------------------------------------------------------------------


def _together(sentence: Sentence) -> None:
    """Groups that act `jointly` or `together`: what they do, they do as partners."""
    for cue in sentence.cues:
        if cue.use != "adverb" or cue.start >= sentence.asks_from:
            continue
        at = sum(group.end <= cue.start for group in sentence.groups) - 1
        while at >= 0 and len(sentence.groups[at].members) < 2:
            at -= 1
        if at < 0:
            continue
        group = sentence.groups[at]
        gap = sentence.text[group.end : cue.start]
        if (
            group.denied
            or len(gap) > _LONG
            or _BREAK.search(gap)
            or is_denied_before(sentence.text, group.end, cue.start)
        ):
            continue
        act = next((act for act in sentence.acts if act.subject is group), None)
        relation = act.cue.relation if act is not None else ""
        group.relation = group.relation or relation or "partner"
        if not group.role:
            group.role, group.rule = "implementer", "joint-cue"


def _among(sentence: Sentence, group: Group, relation: str, rule: str, confidence: float) -> Iterator[Pair]:
    for index, first in enumerate(group.members):
        for second in group.members[index + 1 :]:
            yield Pair(first, second, relation, rule, sentence.start, sentence.end, confidence)


def _co_actors(sentence: Sentence, found: Sequence[Pair | Open]) -> Iterator[Pair]:
    """The weaker reading: those who are the subject of one verb that the vocabulary does not know do it together."""
    known = {frozenset((id(one.first), id(one.second))) for one in found if isinstance(one, Pair)}
    for group in sentence.groups:
        if len(group.members) < 2 or group.denied or group.echo or group.role or group.bound is not None:
            continue
        if group.start >= sentence.asks_from or is_denied_before(sentence.text, group.end, group.end + _CLOSE):
            continue
        if _UNKNOWN_VERB.match(sentence.text, group.end, sentence.end):
            for pair in _among(sentence, group, "partner", "co-actors", 0.5):
                if frozenset((id(pair.first), id(pair.second))) not in known:
                    yield pair


# -- what a verb says --------------------------------------------------------------------------------------------------


def _of_act(sentence: Sentence, act: Act) -> Iterator[Pair | Open]:
    cue, subject = act.cue, act.subject
    if cue.use == "inverse":
        for group in _objects_listed(sentence, cue):
            yield from _all(sentence, group, subject, cue.relation, "active-cue")
            _plays(group, "member")
        return
    if cue.role and cue.relation and len(subject.members) > 1 and not subject.relation and _acts_itself(sentence, act):
        yield from _among(sentence, subject, cue.relation, "active-cue", 0.9)
    if cue.role == "implementer" and (other := _with_whom(sentence, act)) is not None:
        yield from _all(sentence, subject, other, "implement", "active-cue", 0.8)
        _plays(other, "partner")
    relation = cue.toward if cue.role else cue.relation
    if relation and not (cue.role and relation == "partner"):
        yield from _toward(sentence, act, relation)


def _toward(sentence: Sentence, act: Act, relation: str) -> Iterator[Pair | Open]:
    """`A funds B`, `A helps B`, `A is a member of B`, `A works with B`."""
    text, cue, subject = sentence.text, act.cue, act.subject
    other = _object(sentence, cue, subject, relation)
    if relation == "support" and _is_paid(sentence, cue, other):
        relation = "fund"
    if other is None or other is subject:
        if relation == "fund" or (relation == "partner" and _THEIR_PARTNERS.search(text, cue.start, cue.end)):
            _plays(subject, _PART[relation])
            yield Open(subject, relation, "active-cue", sentence.start, sentence.end)
    elif not _is_refuted(sentence, act, relation, other):
        if subject.role in ("", "implementer", "organiser", "participant") and not subject.bound:
            _plays(subject, _PART[relation], anew=relation in ("fund", "support"))
        _plays(other, "partner" if relation == "partner" else "subject")
        yield from _all(sentence, subject, other, relation, "active-cue")


def _is_refuted(sentence: Sentence, act: Act, relation: str, other: Group) -> bool:
    """What follows says that it is over, that only a message was sent, or that somebody joined in for once."""
    text, cue = sentence.text, act.cue
    if relation == "support":
        return _SAYING.search(text, other.end, other.end + _CLOSE) is not None
    if relation != "member-of":
        return False
    if is_over(text, act.subject.end, sentence.end):
        return True
    return _JOINS.search(text, cue.start, cue.end) is not None and not _FOR_GOOD.match(text, other.end)


_PART = {"fund": "donor", "support": "partner", "member-of": "member", "partner": "partner"}


def _acts_itself(sentence: Sentence, act: Act) -> bool:
    """Those who send representatives act together; those who host what others do, or act each for itself, do not."""
    group = act.subject
    if _EACH.search(sentence.text, group.end, act.cue.start):
        return False
    return group.bound is None or group.role in ("participant", "partner")


def _plays(group: Group, role: str, *, anew: bool = False) -> None:
    for member in group.members:
        if not member.role or (anew and member.role_rule == "active-cue" and member.role != role):
            member.role, member.role_rule = role, "active-cue"


def _object(sentence: Sentence, cue: Cue, subject: Group, relation: str) -> Group | None:
    """For whom, to whom or with whom the verb's subject acts."""
    text, groups = sentence.text, sentence.groups
    tight = relation in ("partner", "member-of")
    behind = next((group for group in groups if group.start >= cue.end and group is not subject), None)
    if behind is not None and behind.bound is None:
        gap = text[cue.end : behind.start]
        if only_determiners(gap) or (not tight and _is_object_gap(sentence, gap, cue.end, behind)):
            return behind
    at = next((i for i, group in enumerate(groups) if group is subject), 0)
    if subject.start < cue.start and at:
        before = groups[at - 1]
        if not before.denied and _RELATIVE.search(text[before.end : subject.start]):
            return before
    return next(
        (g for g in groups if g.echo and len(g.members) == 1 and subject.end <= g.start and g.end <= cue.start), None
    )


def _is_object_gap(sentence: Sentence, gap: str, start: int, group: Group) -> bool:
    if len(gap) > _FAR or _BREAK.search(gap) or _NO_OBJECT.search(gap) or _SAYING.search(gap):
        return False
    if not group.echo and not _OBJECT_ENDS.search(gap):
        return False
    return not any(
        cue.use in ("active", "passive", "plural") and start <= cue.start < group.start and cue.use != "plural"
        for cue in sentence.cues
    )


def _is_paid(sentence: Sentence, cue: Cue, other: Group | None) -> bool:
    """The help is money: `gave Lagan Cabs a grant`."""
    end = sentence.end if other is None else min(sentence.end, max(cue.end, other.end) + 45)
    money = (c for c in sentence.cues if c.use == "noun" and c.role == "donor" and cue.end <= c.start < end)
    return any(not _BREAK.search(sentence.text[cue.end : c.start]) for c in money)


def _with_whom(sentence: Sentence, act: Act) -> Group | None:
    """`A built the store with B`."""
    group = next((group for group in sentence.groups if group.start >= act.cue.end), None)
    if group is None or group.bound is not None or group.echo:
        return None
    gap = sentence.text[act.cue.end : group.start]
    with_at = max(gap.rfind(word) for word in (" with ", " avec ", " con "))
    if with_at < 0 or len(gap) > _FAR or _BREAK.search(gap) or "," in gap or _TALK.search(gap):
        return None
    if any(
        c.use in ("active", "passive", "noun") and act.cue.end <= c.start < group.start and c.role
        for c in sentence.cues
    ):
        return None
    return (
        group if only_determiners(gap[with_at:].replace("with", "").replace("avec", "").replace(" con ", " ")) else None
    )


def _objects_listed(sentence: Sentence, cue: Cue) -> Iterator[Group]:
    group = next((group for group in sentence.groups if group.start >= cue.end), None)
    if group is not None:
        gap = sentence.text[cue.end : group.start]
        if only_determiners(gap) or (len(gap) < 2 * _LONG and not _BREAK.search(gap) and _AMONG_THEM.search(gap)):
            yield group


def _of_joint_cue(sentence: Sentence, first: Group, second: Group) -> Iterator[Pair]:
    """`the partners of A are B`, `the members of A: B`."""
    text = sentence.text
    for cue in sentence.cues:
        if cue.use != "joint" or cue.end > first.start or not only_determiners(text[cue.end : first.start]):
            continue
        if is_denied_before(text, sentence.start, cue.start):
            continue
        gap = text[first.end : second.start]
        if _ARE.search(gap) and len(gap) < 60 and not is_denied_before(text, first.end, second.start):
            one, other = (second, first) if cue.relation == "member-of" else (first, second)
            yield from _all(sentence, one, other, cue.relation, "joint-cue")
            _plays(second, _PART[cue.relation])


def _with_which(sentence: Sentence, first: Group, second: Group) -> Iterator[Pair]:
    """`A, a union with which B runs a school`."""
    gap = sentence.text[first.end : second.start]
    if _WITH_WHICH.search(gap) and len(gap) < _LONG and not _BREAK.search(gap) and not second.denied:
        yield from _all(sentence, first, second, "partner", "joint-cue", 0.75)
        _plays(first, "partner")


def _grant_to(sentence: Sentence, first: Group, second: Group) -> Iterator[Pair]:
    """`a grant to A from B`, `a loan from A to B`."""
    text = sentence.text
    money = [c for c in sentence.cues if c.use == "noun" and c.role == "donor" and 0 < first.start - c.end < _CLOSE]
    between = text[first.end : second.start].split()
    if not money or not between or len(between) > 3 or is_denied_before(text, sentence.start, money[-1].start):
        return
    before = text[money[-1].end : first.start].split()
    if before and before[0] in _TO and between[0] in _FROM:
        giver, taker = second, first
    elif before and before[0] in _FROM and between[0] in _TO:
        giver, taker = first, second
    else:
        return
    _plays(giver, "donor", anew=True)
    yield from _all(sentence, giver, taker, "fund", "noun-cue")


# -- what stands before a group ----------------------------------------------------------------------------------------


def _of_bound(sentence: Sentence, group: Group) -> Iterator[Pair | Open]:
    """Donors, helpers and partners that a phrase names: `funded by`, `with the support of`, `together with`."""
    cue = group.bound
    if group.denied or not group.role or group.rule == "active-cue":
        return
    if group.role == "member":
        yield from _members(sentence, group)
        return
    helps = cue is not None and cue.role == "partner" and _HELP.search(sentence.text, cue.start, cue.end) is not None
    relation = "fund" if group.role == "donor" else "support" if helps else group.joined_by
    if not relation or (group.relation and not group.joined_by):
        return
    other = _acting(sentence, group, relation)
    if other is None:
        yield Open(group, relation, group.rule, sentence.start, sentence.end)
    elif relation in ("fund", "support"):
        yield from _all(sentence, group, other, relation, group.rule)
    else:
        named = {"organiser": "co-organise", "implementer": "implement"}.get(other.role, relation)
        yield from _all(sentence, other, group, named, group.rule)
        if not other.role and cue is not None and only_determiners(sentence.text[other.end : cue.start]):
            _plays(other, "partner")


def _members(sentence: Sentence, group: Group) -> Iterator[Pair | Open]:
    """`The four members, A, B, C and D`, `its members are A and B`."""
    at = _place(sentence.groups, group)
    before = next((other for other in reversed(sentence.groups[:at]) if len(other.members) == 1), None)
    if before is not None:
        yield from _all(sentence, group, before, "member-of", "passive-cue", 0.8)
    else:
        yield Open(group, "member-of", "passive-cue", sentence.start, sentence.end)


def _acting(sentence: Sentence, group: Group, relation: str) -> Group | None:
    """Whom the phrase before the group speaks of: the nearest that acts before it, else behind it, else beside it."""
    groups = sentence.groups
    at = _place(groups, group)
    before = [other for other in reversed(groups[:at]) if not other.joined_by and other.role != "donor"]
    if group.bound is not None and before and _is_patient(sentence, before[0], group.bound):
        return before[0]
    behind = [other for other in groups[at + 1 :] if not other.joined_by and other.role != "donor"]
    for other in (*before, *behind):
        agrees = other.role == "partner" and other.rule == "active-cue"
        if (other.role in ("organiser", "implementer", "publisher") or agrees) and not other.denied:
            return other
    beside = [other for other in (*before[:1], *behind[:1]) if not other.role and not other.denied]
    near = (other for other in beside if abs(_place(groups, other) - at) == 1)
    return next(near, None) if relation != "fund" else None


def _is_patient(sentence: Sentence, other: Group, cue: Cue) -> bool:
    """`B is supported by A`, `B, funded by A`, `B received funds from A`: whom the words before `A` speak of."""
    gap = sentence.text[other.end : cue.start]
    if other.denied or not _AUXILIARY.match(gap):
        return False
    return bool(gap.strip(" ,")) or _BY.search(sentence.text, cue.start, cue.end) is not None


def _place(groups: Sequence[Group], group: Group) -> int:
    return next(i for i, other in enumerate(groups) if other is group)


def _all(
    sentence: Sentence, first: Group, second: Group, relation: str, rule: str, confidence: float = 0.85
) -> Iterator[Pair]:
    for giver in first.members:
        for taker in second.members:
            yield Pair(giver, taker, relation, rule, sentence.start, sentence.end, confidence)
