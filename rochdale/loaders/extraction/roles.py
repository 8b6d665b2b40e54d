"""Roles of organisations in a sentence: cues before, after and between their names.

A cue gives its role to the whole group that a list joins. What a sentence denies, calls off or only wishes gives no
role.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rochdale.loaders.extraction.cues import Cue
from rochdale.loaders.extraction.denial import is_called_off, is_denied_before, is_wished, question_from
from rochdale.loaders.extraction.groups import Group, is_slashed, listed, with_echoes
from rochdale.loaders.extraction.organisations import Organisation

_TOKEN = re.compile(r"[^\W_]+|&")
_BREAK = re.compile(r"[.;:!?\n]|\bthat\b|\bwhich\b|\bwhere\b")
_SUBJECT_AFTER = re.compile(r"\s?[:–—]\s|\s-\s|,\s(?:a|an|the|une?|una?)\s")
_JOINT_BEFORE = re.compile(r"\b(?:[Jj]oint|[Cc]onjoint|[Cc]onjunt[ao]|[Aa]n?|[Tt]he)\s(?:the\s)?$")
_WITH = re.compile(r"\b(?:with|avec|con)\s(?:the\s|l['’]|la\s|el\s)?$", re.I)
_STOP = re.compile(r"[.;:!?\n,]")
_CLAUSE = re.compile(r"[.;:!?\n]|,\s(?:but|and|while|mais|et|pero|y|mientras)\s", re.I)
_RELATIVE = re.compile(r"^,?\s(?:which|who|that|qui|que|quien|quienes)\s(?:[a-zà-ÿ]{2,4}\s)?(?!\w*\s?[A-ZÀ-Þ])")
_OTHER_SUBJECT = re.compile(r"\b(?:who|whom|whose|which|that|where|qui|que|dont|où|donde|quien|cuyo|cuya)\b")
_APPOSITION = re.compile(r"^,[^.;:!?\n]{0,110},\s?")
_BRACKETS = re.compile(r"\s?\([^()\n]{0,80}\)")
_SUCH_AS = re.compile(
    r"(?:such as|including|namely|among them|like|notamment|comme|tels? que|telles que|à savoir|"
    r"tales como|como|incluid[oa]s?|entre ell[oa]s|a saber)\s(?:the\s|l['’]|la\s|le\s|les\s|el\s|los\s|las\s)?$|:\s*$",
    re.I,
)
_LIST_ON = re.compile(r"^[\s,;()/&–-]*(?:[^\W\d_]+[\s,;()/&–-]*){0,8}$")
_VERB_FIRST = re.compile(r"(?:^|[.;:!?–—…,\n)]|\b(?:lo|la|los|las|que|y|donde|also|también))\s*$", re.I)
_ARTICLE = re.compile(r"\b(?:the|an?|its|their|this|these|our|new|his|her|of)\s$", re.I)
_PARTS_NOUN = re.compile(
    r"\b(?:for|to|from|at|in|on|with|by|and|is|was|has|an?|the|les?|la|une?|el|los|las|una?|pour|à|dans|avec|par|para|por|en|con)\b",
    re.I,
)
_NOUN_PHRASE = re.compile(r"\b(?:the|an?|their|its|of|for|in|on|at|from|with|this|these|new|'s)\b", re.I)
_NOT_ITS_OBJECT = re.compile(
    r"[,.;:]|\b(?:of|for|in|on|at|from|with|by|to|de|du|pour|dans|par|para|en|por|con)\b", re.I
)
_OBJECT = 45
"""Characters from a verb to the noun that tells what its subject holds."""
_BEFORE_NOUN = 18
_MAX_GAP = 28
_MAX_LISTING = 150
_INSERTED = 3
"""Characters from the end of an insertion to the verb behind it."""
_KIND_WORDS = 4
"""Words that tell what a name is, before it: `the Belgian development agency Enabel`."""
_FAR = 40

_SPEAKS_OF_ONE = frozenset(("active", "plural", "passive", "noun", "inverse", "heading"))
"""Uses of cues that give an organisation a role where it is the only one of its sentence."""
_DETERMINERS = frozenset(
    "the a an l la le les el los las its their both our his her un une una d de of du des del al au aux "
    "among others other and su sus son sa ses leur leurs nos notre nuestro nuestra".split()
)
_PREPOSITIONS = frozenset(
    "in to for at by with from on as into over under within through about against between during since until who "
    "which that where when and or but is was are were has had be been dans à pour avec sur par sous chez entre "
    "pendant depuis qui que dont où et ou mais est sont a ont en por para con sin desde hasta donde y o pero es son "
    "fue ha han members membres miembros".split()
)


@dataclass
class Act:
    """A verb with its subject."""

    cue: Cue
    subject: Group


@dataclass
class Sentence:
    """One sentence with what was found in it."""

    text: str
    """Of the document."""
    start: int
    end: int
    groups: list[Group]
    cues: Sequence[Cue]
    acts: list[Act] = field(default_factory=list)
    called_off: bool = False
    asks_from: int = 0
    """Where a question begins that the sentence ends with, or its end."""

    def clause(self, at: int) -> int:
        """Where the clause begins that holds the offset `at`."""
        begin = self.start
        for found in _CLAUSE.finditer(self.text, self.start, at):
            begin = found.end()
        return begin


def read_sentence(
    text: str,
    start: int,
    end: int,
    names: Sequence[Organisation],
    cues: Sequence[Cue],
    *,
    title: bool = False,
    echoes: Sequence[Group] = (),
) -> Sentence | None:
    """Give the organisations of one sentence their roles, changing them in place.

    Args:
        text: the document.
        start: of the sentence.
        end: of the sentence.
        names: its organisations, by place.
        cues: its cues, by place.
        title: it is the item's title.
        echoes: words of it that stand for organisations named elsewhere.

    Returns:
        What was found in it, or None where there is nothing more to ask.
    """
    if len(names) == 1 and not echoes and not any(cue.use in _SPEAKS_OF_ONE for cue in cues):
        if title and _is_subject(text, start, names[0].start, names[0].end):
            names[0].role, names[0].role_rule = "subject", "type-line"
        return None
    groups = listed(text, names, title=title)
    if echoes:
        groups = with_echoes(text, groups, echoes)
    cues = [cue for cue in cues if not _is_misread(text, cue, cues)]
    sentence = Sentence(text, start, end, groups, cues)
    sentence.called_off = is_called_off(text, start, end)
    sentence.asks_from = question_from(text, start, end)
    _bind(sentence)
    _find_acts(sentence)
    for index, group in enumerate(groups):
        _give_role(sentence, group, groups[index + 1].start if index + 1 < len(groups) else end)
        if title and not group.role and _is_subject(text, start, group.start, group.end):
            group.role, group.rule = "subject", "type-line"
    for group in groups:
        for member in group.members:
            if group.role and not member.role:
                member.role, member.role_rule = group.role, group.rule
            elif not member.role and (group.denied or sentence.called_off):
                member.role_rule = "denied"
    return sentence


def _is_subject(text: str, title: int, start: int, end: int) -> bool:
    """The name opens the title, and what follows tells of it."""
    return start - title < 4 and _SUBJECT_AFTER.match(text, end) is not None


def _is_misread(text: str, cue: Cue, cues: Sequence[Cue]) -> bool:
    """`financé` where `finance` is sought, the verb of `funded by` alone, or a noun that looks like a verb."""
    if not cue.accented and text[cue.end - 1] in "éÉ":
        return True
    if cue.hyphened and "-" not in text[cue.start - 1 : cue.start + 1]:
        return True
    if cue.use not in ("active", "plural"):
        return False
    if cue.language == "en" and _ARTICLE.search(text, max(0, cue.start - 8), cue.start):
        return True
    return any(other.use == "passive" and other.start <= cue.start and cue.end < other.end for other in cues)


# -- cues before a group -----------------------------------------------------------------------------------------------


def _bind(sentence: Sentence) -> None:
    """Bind groups to the cues that stand before them; those that a cue lists one by one become one group."""
    text, groups = sentence.text, sentence.groups
    for cue in sentence.cues:
        if cue.use not in ("passive", "heading") or not cue.role:
            continue
        at = next((i for i, group in enumerate(groups) if group.start >= cue.end), None)
        if at is None:
            continue
        gap = text[cue.end : groups[at].start]
        if cue.use == "heading":
            if text[sentence.start : cue.start].strip(" -•*–·") or ":" not in gap[:8]:
                continue
        elif only_determiners(gap) or _tells_its_kind(gap):
            groups[at].bound = cue
            continue
        if groups[at].bound is None and len(gap) <= _MAX_LISTING and _lists(gap, cue, sentence.cues, groups[at].start):
            _merge(sentence, at)
            if len(groups[at].members) > 1 or ":" not in gap:
                groups[at].bound = cue


def _lists(gap: str, cue: Cue, cues: Sequence[Cue], end: int) -> bool:
    """`... with six federations: A (B), C; D`, `with bodies such as A`."""
    return _SUCH_AS.search(gap) is not None and not any(
        other.role not in ("", "participant") and cue.end <= other.start < end and other.use in ("active", "passive")
        for other in cues
    )


def _merge(sentence: Sentence, at: int) -> None:
    """Join the groups of an enumeration that begins with the one at `at`."""
    groups, text = sentence.groups, sentence.text
    first = groups[at]
    while at + 1 < len(groups):
        gap = text[first.end : groups[at + 1].start]
        verbs = any(
            c.use in ("active", "passive") and first.end <= c.start < groups[at + 1].start for c in sentence.cues
        )
        if verbs or not any(sign in gap for sign in ",;(") or not _LIST_ON.match(gap):
            return
        first.members = [*first.members, *groups[at + 1].members]
        first.end = groups[at + 1].end
        del groups[at + 1]


def only_determiners(gap: str) -> bool:
    """Nothing but articles and the like stands between a cue and a name."""
    return (
        len(gap) < _MAX_GAP
        and all(token.lower() in _DETERMINERS for token in _TOKEN.findall(gap))
        and not _BREAK.search(gap)
    )


def _tells_its_kind(gap: str) -> bool:
    """`of the association`, `by the Belgian development agency`."""
    tokens = [token.lower() for token in _TOKEN.findall(gap)]
    other = [token for token in tokens if token not in _DETERMINERS]
    return (
        len(gap) < _FAR
        and not _STOP.search(gap)
        and len(other) <= _KIND_WORDS
        and not any(token in _PREPOSITIONS for token in tokens)
    )


# -- verbs and their subjects ------------------------------------------------------------------------------------------


def _find_acts(sentence: Sentence) -> None:
    for cue in sentence.cues:
        if cue.use not in ("active", "plural", "inverse") or cue.start >= sentence.asks_from:
            continue
        subject = _subject(sentence, cue)
        if subject is None:
            continue
        if sentence.called_off or subject.denied:
            continue
        clause = sentence.clause(min(cue.start, subject.start))
        if subject.start >= cue.end:
            subject.denied = is_denied_before(sentence.text, clause, cue.start)
        elif is_denied_before(sentence.text, subject.end, cue.start):
            subject.denied = subject.bound is None
            continue
        elif is_wished(sentence.text, clause, subject.end, cue.start):
            continue
        if not subject.denied:
            sentence.acts.append(Act(cue, subject))


def _subject(sentence: Sentence, cue: Cue) -> Group | None:
    text, groups = sentence.text, sentence.groups
    at = sum(group.end <= cue.start for group in groups) - 1
    while at >= 0:
        group = groups[at]
        if _leads_to(text[group.end : cue.start], apposed=cue.relation == "member-of" or cue.role == "member"):
            before = groups[at - 1] if at else None
            if before is not None and _is_beside_the_verb(text, before, group):
                group = before
            between = text[group.end : cue.start]
            if cue.use == "plural" and (
                _NOUN_PHRASE.search(between) or (len(group.members) == 1 and not between.strip())
            ):
                return None
            return group
        inside = text.count("(", sentence.start, group.start) > text.count(")", sentence.start, group.start)
        if not inside and not (group.bound and at and "," in text[group.end : cue.start]):
            break
        at -= 1
    return _subject_behind(sentence, cue)


def _is_beside_the_verb(text: str, before: Group, group: Group) -> bool:
    """`A together with B organised`, `A nous a aidés`: the verb right behind the second is the first's."""
    if group.bound is not None and group.bound.role == "partner":
        return len(text[before.end : group.bound.start]) <= _INSERTED
    return group.echo and len(group.members) == 1 and text[before.end : group.start].isspace()


def _leads_to(gap: str, *, apposed: bool = False) -> bool:
    """Between a subject and its verb: an apposition or a bracket, then a few words."""
    gap = _BRACKETS.sub("", gap)
    gap = _APPOSITION.sub(" ", gap)
    gap = _RELATIVE.sub(" ", gap)
    if apposed:
        gap = gap.removeprefix(",")
    return len(gap) <= _MAX_GAP and not _STOP.search(gap) and not _OTHER_SUBJECT.search(gap)


def _subject_behind(sentence: Sentence, cue: Cue) -> Group | None:
    """In Spanish the subject may follow its verb: `Convocan A y B`, `lo imparten A y B`."""
    if cue.language != "es" or not cue.role:
        return None
    group = next((group for group in sentence.groups if group.start >= cue.end), None)
    if group is None or not only_determiners(sentence.text[cue.end : group.start]):
        return None
    opens = _VERB_FIRST.search(sentence.text, sentence.start, cue.start) or cue.start == sentence.start
    return group if opens else None


# -- roles -------------------------------------------------------------------------------------------------------------


def _give_role(sentence: Sentence, group: Group, after: int) -> None:
    text = sentence.text
    if group.start >= sentence.asks_from:
        return
    if group.bound is not None:
        _give_bound_role(sentence, group, group.bound)
        return
    nouns = [c for c in sentence.cues if c.use == "noun" and group.end <= c.start and c.end <= after]
    noun = next((cue for cue in nouns if _is_its_noun(text[group.end : cue.start])), None)
    if noun is not None and _is_a_verb(sentence, group, noun):
        noun = None
    if noun is not None and noun.role == "partner" and _WITH.search(text[max(0, group.start - 16) : group.start]):
        group.role, group.rule, group.joined_by = "partner", "noun-cue", "support"
        return
    act = next(
        (act for act in sentence.acts if act.subject is group and act.cue.role and act.cue.use != "inverse"), None
    )
    if act is not None and _is_the_verb(act.cue, noun):
        group.role, group.rule = _what_it_does(sentence, act.cue), "active-cue"
        return
    if group.denied:
        return
    if noun is not None and noun.role != "partner" and not sentence.called_off:
        group.role, group.rule = noun.role, "noun-cue"
        if noun.relation and (
            is_slashed(text, group) or _JOINT_BEFORE.search(text[max(0, group.start - 12) : group.start])
        ):
            group.relation = noun.relation
        return
    if is_slashed(text, group) and not sentence.called_off:
        held = next((c for c in sentence.cues if c.use == "noun" and 0 < group.start - c.end < _INSERTED), None)
        if held is not None and held.role in ("organiser", "implementer"):
            group.role, group.rule, group.relation = held.role, "noun-cue", held.relation


def _what_it_does(sentence: Sentence, verb: Cue) -> str:
    """Who runs or launches a workshop holds it."""
    if verb.role != "implementer":
        return verb.role
    limit = min((group.start for group in sentence.groups if group.start >= verb.end), default=sentence.end)
    for cue in sentence.cues:
        if cue.use == "noun" and cue.role == "organiser" and verb.end < cue.start < min(limit, verb.end + _OBJECT):
            return "implementer" if _NOT_ITS_OBJECT.search(sentence.text[verb.end : cue.start]) else "organiser"
    return verb.role


def _is_a_verb(sentence: Sentence, group: Group, noun: Cue) -> bool:
    """`The ILO funds it` is no `with ILO funds`."""
    verb = any(c.start == noun.start and c.end == noun.end and c.use == "active" for c in sentence.cues)
    return verb and not _WITH.search(sentence.text[max(0, group.start - 16) : group.start])


def _is_the_verb(verb: Cue, noun: Cue | None) -> bool:
    """The verb is the group's, not that of the event which a noun right behind the name tells of."""
    return noun is None or noun.role == "partner" or verb.start <= noun.start or verb.start - noun.end > 12


def _give_bound_role(sentence: Sentence, group: Group, cue: Cue) -> None:
    text = sentence.text
    if sentence.called_off or group.denied or cue.start >= sentence.asks_from:
        return
    if is_denied_before(text, sentence.clause(cue.start), cue.start):
        group.denied = True
        return
    group.role, group.rule = cue.role, "passive-cue"
    if cue.role == "partner" and text.endswith(("between", "entre"), 0, cue.end):
        group.relation = "partner"
    elif cue.role == "partner":
        group.joined_by = "partner"
    elif cue.relation:
        group.relation = cue.relation
        if text.endswith((" with", " avec", " con"), 0, cue.end):
            group.joined_by = cue.relation


def _is_its_noun(gap: str) -> bool:
    """Nothing parts a name from the noun behind it: `the ILO's first workshop`, not `the ILO for a workshop`."""
    return len(gap) <= _BEFORE_NOUN and not _STOP.search(gap) and not _PARTS_NOUN.search(gap)
