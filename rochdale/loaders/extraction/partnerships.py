"""Roles and partnerships of one item: sentence by sentence, field by field, list by list."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from rochdale.loaders.extraction.cues import Cue
from rochdale.loaders.extraction.denial import is_denied_before, is_title_of_called_off
from rochdale.loaders.extraction.echoes import Thread, echoes, may_echo
from rochdale.loaders.extraction.groups import Group
from rochdale.loaders.extraction.organisations import Organisation
from rochdale.loaders.extraction.parts import Part
from rochdale.loaders.extraction.passages import Passage, Sentences
from rochdale.loaders.extraction.relations import Open, Pair, pairs_of
from rochdale.loaders.extraction.roles import only_determiners, read_sentence
from rochdale.loaders.extraction.sections import sections
from rochdale.loaders.items import Partnership
from rochdale.loaders.vocabulary import Vocabulary

_FIELD_ROLES = {
    "field-donor": "donor",
    "field-partner": "partner",
    "field-implementer": "implementer",
    "field-organiser": "organiser",
}
_ACTING = ("implementer", "organiser", "publisher")
_UMBRELLA = "organisation/un"
"""Its bodies are no units of it: two of them, or one and it, can be partners."""
_MOST_ANCESTORS = 6
_START = attrgetter("start")
_QUESTIONS = 2
"""So many lines that ask make an interview."""
_REACH = 260
"""Characters back to those whom a sentence speaks of without their name."""
_SPEAKS_OF_IT = re.compile(
    r"\b(?:it|them|le|la|lo|les|los|las)\s(?!\S*[A-Z])|\b[Ll]['’](?:a|ont|est|ha)\b|\b(?:It|Il|Elle)\b"
)
_OFFICE = re.compile(
    r"\b(?:president|chair\w*|director|head|manager|secretary|présidente?|directrice|presidenta?|gerente)\b", re.I
)
_OPENS = re.compile(
    r"(?:…\s?|\([^()]*\)\s?)?(?:(?:In|On|At|À|En|Le|El|Since|Depuis|Desde)\s[^.;:]{1,40},\s)?(?:[Tt]he\s|[Ll][ae]\s|[Ll]['’]|[Ee]l\s)?"
)
_VERB_NEXT = re.compile(r"(?:,[^.;:,]{1,80},)?\s(?!(?:and|et|y|or|ou|o|is|est|es|in|of|de|en)\b)[a-zà-ÿ]")
_DENIED = 25
"""Characters behind a name within which its verb is denied."""
_INTRODUCED = 400
"""Characters of an item within which the person who speaks is introduced."""


@dataclass
class Stated:
    """A pair, and the passage that states it."""

    pair: Pair
    passage: Passage


def read_roles(text: str, part: Part, sentences: Sentences, *, interview: bool, recall: bool = False) -> list[Stated]:
    """Give the organisations of an item their roles (changing them in place); returns the pairs that it states.

    Args:
        text: the document.
        part: what the item names.
        sentences: of the document.
        interview: the item is one.
        recall: state weaker readings as well.
    """
    if not part.organisations:
        return []
    stated = [*_of_sentences(text, part, sentences, interview=interview, recall=recall)]
    stated += _of_fields(part)
    stated += _of_sections(text, part)
    _give_subject(text, part, interview=interview)
    return stated


def _give_subject(text: str, part: Part, *, interview: bool) -> None:
    """Let whom the title names be what the item is about where the words give nobody there another part.

    Of a title that names nobody, it is who opens the text and plays no part in it.
    """
    titled = [organisation for organisation, passage in part.organisations if passage.zone == "title"]
    acting = {one.key or one.name for one, _ in part.organisations if one.role}
    for organisation in titled:
        introduced = organisation.role == "participant" and organisation.role_rule == "passive-cue"
        if (not organisation.role and interview) or (
            introduced
            and len(titled) == 1
            and _OFFICE.search(text, max(0, organisation.start - 30), organisation.start)
        ):
            organisation.role, organisation.role_rule = "subject", "type-line"
    if titled:
        free = titled if not any(one.role or one.role_rule for one in titled) else []
        free = [one for one in free if (one.key or one.name) not in acting]
    else:
        opening = [(one, passage) for one, passage in part.organisations if passage.zone in ("lead", "body")][:1]
        free = [
            one
            for one, passage in opening
            if not one.role_rule
            and (one.key or one.name) not in acting
            and _OPENS.fullmatch(text, passage.start, one.start)
            and _VERB_NEXT.match(text, one.end)
            and not is_denied_before(text, one.end, one.end + _DENIED)
        ]
    for organisation in free[:1]:
        organisation.role, organisation.role_rule = "subject", "opening"


# -- sentences ---------------------------------------------------------------------------------------------------------


@dataclass
class _Told:
    """A sentence that names an organisation, or may stand for some by other words."""

    passage: Passage
    names: list[Organisation]


def _of_sentences(text: str, part: Part, sentences: Sentences, *, interview: bool, recall: bool) -> Iterator[Stated]:
    told = _told(text, part, sentences)
    thread = Thread(own=_own(text, part, sentences, interview=interview))
    thread.title_end = max((p.end for p in part.passages if p.zone == "title"), default=0)
    off = any(p.zone == "title" and is_title_of_called_off(text, p.start) for p in part.passages)
    waiting: list[tuple[Open, Passage]] = []
    for start, end in sorted(told):
        one = told[start, end]
        cues = list(_within(part.cues, start, end))
        said = echoes(text, start, end, cues, thread)
        is_title = one.passage.zone == "title"
        sentence = read_sentence(text, start, end, one.names, cues, title=is_title, echoes=said)
        if sentence is None:
            thread.recent += [Group([name], name.start, name.end, role=name.role) for name in one.names]
            continue
        for pair in [] if off else pairs_of(sentence, recall=recall):
            if isinstance(pair, Pair):
                yield Stated(_with_parents(pair, one.names), one.passage)
            else:
                found = _resolved(text, pair, sentence.groups, thread)
                if found is None:
                    waiting.append((pair, one.passage))
                else:
                    yield from _closed(pair, found, one.passage, 0.7)
        thread.recent += [group for group in sentence.groups if not group.echo]
    for pair, passage in waiting:
        doing = _doers(part, pair)
        if doing:
            yield from _closed(pair, doing, passage, 0.65)
        elif recall:
            yield from _closed(replace(pair, rule="body-of-the-item"), _body(part, pair), passage, 0.4)


def _told(text: str, part: Part, sentences: Sentences) -> dict[tuple[int, int], _Told]:
    """The sentences with something to read in them, by their bounds."""
    told: dict[tuple[int, int], _Told] = {}
    for organisation, passage in part.organisations:
        if passage.zone != "field":
            bounds = sentences.bounds(passage, organisation.start)
            told.setdefault(bounds, _Told(passage, [])).names.append(organisation)
    places = [passage.start for passage in part.passages]
    for cue in part.cues if len(part.organisations) > 1 else ():
        if may_echo(text, cue):
            passage = part.passages[bisect_right(places, cue.start) - 1]
            if passage.zone != "field":
                told.setdefault(sentences.bounds(passage, cue.start), _Told(passage, []))
    return told


def _within(cues: Sequence[Cue], start: int, end: int) -> Iterator[Cue]:
    for at in range(bisect_left(cues, start, key=_START), len(cues)):
        if cues[at].start >= end:
            return
        if cues[at].end <= end:
            yield cues[at]


def _own(text: str, part: Part, sentences: Sentences, *, interview: bool) -> Organisation | None:
    """Of an interview: the organisation for which the person speaks who says `we`."""
    if not interview and sum(text[p.end - 1] == "?" for p in part.passages[1:]) < _QUESTIONS:
        return None
    opens = part.passages[0].start if part.passages else 0
    places = [passage.start for passage in part.passages]
    for cue in part.cues:
        if cue.start - opens > _INTRODUCED:
            break
        if cue.use == "office":
            bounds = sentences.bounds(part.passages[bisect_right(places, cue.start) - 1], cue.start)
            for organisation, _ in part.organisations:
                if cue.end <= organisation.start < bounds[1]:
                    gap = text[cue.end : organisation.start]
                    if only_determiners(gap) or (len(gap) < 40 and not re.search(r"[,.;:]", gap)):
                        organisation.role, organisation.role_rule = "subject", "type-line"
                        return organisation
                    break
    return next((o for o, passage in part.organisations if passage.zone == "title"), None)


def _resolved(text: str, said: Open, groups: Sequence[Group], thread: Thread) -> list[Organisation] | None:
    """For or with whom they act: who speaks in an interview, else those who acted last, right before."""
    here = {id(member) for group in groups for member in group.members}
    if thread.own is not None and said.relation == "fund":
        return [thread.own] if thread.own not in said.group.members else []
    near = [g for g in thread.recent[-4:] if _is_right_before(text, g.end, said.start, thread.title_end)]
    near = [g for g in near if not g.denied and not any(id(member) in here for member in g.members)]
    if said.relation == "member-of":
        return next((g.members for g in reversed(near) if len(g.members) == 1), None)
    for group in reversed(near):
        if group.role in _ACTING or (group.role == "partner" and not group.joined_by):
            return group.members
    if near and (said.relation == "partner" or _SPEAKS_OF_IT.search(text, said.start, said.end)):
        return near[0].members
    return None


def _is_right_before(text: str, end: int, start: int, title_end: int) -> bool:
    """No more than a sentence or two lie between, and no gap between paragraphs but one; below a title, two."""
    between = text[end:start]
    return len(between) < _REACH and between.count("\n\n") < (3 if end <= title_end else 2)


def _closed(said: Open, others: Sequence[Organisation], passage: Passage, confidence: float) -> Iterator[Stated]:
    for one in said.group.members:
        for other in others:
            if one is not other and (one.key or one.name) != (other.key or other.name):
                yield Stated(Pair(one, other, said.relation, said.rule, said.start, said.end, confidence), passage)


def _doers(part: Part, said: Open) -> list[Organisation]:
    """A donor whose sentences name no receiver pays those who carry out what the item tells of."""
    if said.relation != "fund":
        return []
    acting = [o for o, _ in part.organisations if o.role in ("implementer", "organiser") and o.role_rule != "noun-cue"]
    doing = list({o.key or o.name: o for o in acting}.values())
    if not doing:
        others = {o.key: o for o, _ in part.organisations if o.role not in ("donor", "partner")}
        doing = list(others.values()) if len(others) == 1 and "" not in others else []
    return doing


def _body(part: Part, said: Open) -> list[Organisation]:
    """The weaker reading: whom the item names first, in its title if it names somebody there."""
    mine = {member.key or member.name for member in said.group.members}
    named = sorted(part.organisations, key=lambda one: (one[1].zone != "title", one[0].start))
    return [one for one, _ in named if (one.key or one.name) not in mine and one.role not in ("donor", "participant")][
        :1
    ]


def _with_parents(pair: Pair, names: Sequence[Organisation]) -> Pair:
    """Where a body and its unit act in one sentence, the body is the party."""
    by_key = {name.key: name for name in names if name.key}
    first, second = (by_key.get(end.parent, end) for end in (pair.first, pair.second))
    if first is pair.first and second is pair.second:
        return pair
    return replace(pair, first=first, second=second)


# -- fields and lists --------------------------------------------------------------------------------------------------


def _of_fields(part: Part) -> Iterator[Stated]:
    """Donors, implementers and partners named in fields; they stand to whoever carries the work out."""
    groups: dict[str, list[tuple[Organisation, Passage]]] = defaultdict(list)
    for organisation, passage in part.organisations:
        role = _FIELD_ROLES.get(passage.mark, "")
        if role:
            organisation.role, organisation.role_rule = role, "field"
            groups[role].append((organisation, passage))
    if not groups:
        return
    organisers = [organisation for organisation, _ in groups["organiser"]]
    doing = [organisation for organisation, _ in groups["implementer"]] or organisers or _lead(part)
    for role, relation in (("organiser", "co-organise"), ("implementer", "implement")):
        for index, (first, passage) in enumerate(groups[role]):
            for second, _ in groups[role][index + 1 :]:
                yield Stated(Pair(first, second, relation, "field", passage.start, passage.end, 0.85), passage)
    for role, relation in (("donor", "fund"), ("partner", "partner")):
        for organisation, passage in groups[role]:
            for other in doing:
                if other.name != organisation.name:
                    pair = Pair(organisation, other, relation, "field", passage.start, passage.end, 0.8)
                    yield Stated(pair, passage)


def _lead(part: Part) -> list[Organisation]:
    """Who carries out what a fact sheet tells of: who its text says does, else the first listed body."""
    free = [organisation for organisation, passage in part.organisations if passage.zone != "field"]
    named = [organisation for organisation in free if organisation.role_rule == "passive-cue"]
    acting = [organisation for organisation in named if organisation.role in ("implementer", "organiser")]
    acting += [organisation for organisation in free if organisation.role in ("implementer", "organiser")]
    listed = [organisation for organisation in (*acting, *free) if organisation.key]
    lead = (acting[:1] if acting and acting[0] in named else listed[:1]) or acting[:1]
    return [next((body for body in free if body.key and body.key == one.parent), one) for one in lead]


def _of_sections(text: str, part: Part) -> Iterator[Stated]:
    """Members, partners and donors listed below headings; they stand to the body whose list it is."""
    for section in sections(text, part):
        listed = {one.key or one.name for one, _ in section.organisations}
        for organisation, _ in section.organisations:
            if not organisation.role:
                organisation.role, organisation.role_rule = section.role, "list"
        owners = [section.owner] if section.owner is not None else _owners(part, section.start, listed, section.role)
        relation = {"member": "member-of", "donor": "fund", "partner": "partner"}.get(section.role, "")
        if section.role in ("organiser", "implementer"):
            relation = {"organiser": "co-organise", "implementer": "implement"}[section.role]
            for index, (first, passage) in enumerate(section.organisations):
                for second, _ in section.organisations[index + 1 :]:
                    yield Stated(Pair(first, second, relation, "list", passage.start, passage.end, 0.75), passage)
            continue
        for organisation, passage in section.organisations:
            for owner in owners if relation else ():
                pair = Pair(organisation, owner, relation, "list", passage.start, passage.end, 0.75)
                yield Stated(pair, passage)


def _owners(part: Part, start: int, listed: set[str], role: str) -> list[Organisation]:
    """Whose list it is: of members, the body in the title or named first; else who carries the work out, too."""
    before = [(o, p) for o, p in part.organisations if (o.key or o.name) not in listed]
    if role != "member":
        acting = [o for o, _ in before if o.role in ("implementer", "organiser")]
        fields = [o for o in acting if o.role_rule == "field"]
        if fields or acting:
            return list({o.key or o.name: o for o in fields}.values()) or acting[:1]
    titled = [o for o, p in before if p.zone == "title"]
    return (titled or [o for o, p in before if o.start < start and p.zone != "field"])[:1]


# -- as the records keep them ------------------------------------------------------------------------------------------


def partnerships(text: str, stated: Iterable[Stated], words: Vocabulary) -> Iterator[Partnership]:
    """The partnerships of an item, each once. A body and its own unit are no partners."""
    seen: set[tuple[str, str, str]] = set()
    for one in stated:
        first, second = one.pair.first, one.pair.second
        a, b = first.key or first.name, second.key or second.name
        low, high = sorted((a, b))
        if a == b or (low, high, one.pair.relation) in seen or are_kin(first, second, words):
            continue
        seen.add((low, high, one.pair.relation))
        yield _partnership(text, one, a, b, words)


def _partnership(text: str, stated: Stated, a: str, b: str, words: Vocabulary) -> Partnership:
    pair, passage = stated.pair, stated.passage
    inside = [one for one in (pair.first, pair.second) if pair.start <= one.start and one.end <= pair.end]
    if passage.zone == "field" or not inside:
        start, end = pair.start, pair.end
    else:
        start, end = min(one.start for one in inside), max(one.end for one in inside)
    return Partnership(
        first=a,
        second=b,
        first_name=full_name(pair.first, words),
        second_name=full_name(pair.second, words),
        relation=pair.relation,
        words=" ".join(text[start:end].split()),
        start=start,
        end=end,
        sentence=" ".join(text[pair.start : pair.end].split()),
        line=passage.line,
        rule=pair.rule,
        confidence=pair.confidence,
    )


def full_name(organisation: Organisation, words: Vocabulary) -> str:
    """Its name with the acronym in parentheses, where it has one."""
    if organisation.key:
        return words.name(organisation.key)
    acronym = organisation.acronym
    shows = not acronym or acronym in organisation.name
    return organisation.name if shows else f"{organisation.name} ({acronym})"


def are_kin(first: Organisation, second: Organisation, words: Vocabulary) -> bool:
    """Whether one is a unit of the other: these are no partners."""
    return _is_above(first.key, second, words) or _is_above(second.key, first, words)


def _is_above(body: str, unit: Organisation, words: Vocabulary) -> bool:
    if not body or body == _UMBRELLA:
        return False
    parent = unit.parent
    for _ in range(_MOST_ANCESTORS):
        if parent == body:
            return True
        thing = words.things.get(parent)
        if thing is None:
            return False
        parent = thing.parent
    return False
