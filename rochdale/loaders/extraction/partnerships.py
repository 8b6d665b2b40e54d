"""Roles and partnerships of one item: sentence by sentence, and field by field."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from rochdale.loaders.extraction.organisations import Organisation
from rochdale.loaders.extraction.parts import Part
from rochdale.loaders.extraction.passages import Passage, Sentences
from rochdale.loaders.extraction.roles import Cue, Pair, read_sentence
from rochdale.loaders.items import Partnership
from rochdale.loaders.vocabulary import Vocabulary

_FIELD_ROLES = {
    "field-donor": "donor",
    "field-partner": "partner",
    "field-implementer": "implementer",
    "field-organiser": "organiser",
}
_UMBRELLA = "organisation/un"
"""Its bodies are no units of it: two of them, or one and it, can be partners."""
_MOST_ANCESTORS = 6
_START = attrgetter("start")


@dataclass
class Stated:
    """A pair, and the passage that states it."""

    pair: Pair
    passage: Passage


def read_roles(text: str, part: Part, sentences: Sentences, *, interview: bool) -> list[Stated]:
    """Give the organisations of an item their roles (changing them in place); returns the pairs that it states."""
    if not part.organisations:
        return []
    stated = [*_of_sentences(text, part, sentences), *_of_fields(part)]
    if interview:
        for organisation, passage in part.organisations:
            if passage.zone == "title" and not organisation.role:
                organisation.role, organisation.role_rule = "subject", "type-line"
    return [*stated, *_of_donors(part, stated, sentences)]


def _of_donors(part: Part, stated: Sequence[Stated], sentences: Sentences) -> Iterator[Stated]:
    """A donor whose sentence names no receiver pays those who carry out what the item tells of."""
    paying = {id(one.pair.first) for one in stated if one.pair.relation == "fund"}
    donors = [
        (organisation, passage)
        for organisation, passage in part.organisations
        if organisation.role == "donor" and passage.zone != "field" and id(organisation) not in paying
    ]
    if not donors:
        return
    doing = [o for o, _ in part.organisations if o.role in ("implementer", "organiser") and o.role_rule != "noun-cue"]
    if not doing:
        others = {o.key: o for o, _ in part.organisations if o.role not in ("donor", "partner")}
        doing = list(others.values()) if len(others) == 1 and "" not in others else []
    for donor, passage in donors:
        start, end = sentences.bounds(passage, donor.start)
        for other in doing:
            pair = Pair(donor, other, "fund", donor.role_rule, start, end, 0.7)
            yield Stated(pair, passage)


def _of_sentences(text: str, part: Part, sentences: Sentences) -> Iterator[Stated]:
    by_sentence: dict[tuple[int, int], tuple[Passage, list[Organisation]]] = {}
    for organisation, passage in part.organisations:
        if passage.zone != "field":
            bounds = sentences.bounds(passage, organisation.start)
            by_sentence.setdefault(bounds, (passage, []))[1].append(organisation)
    for (start, end), (passage, names) in by_sentence.items():
        cues = list(_within(part.cues, start, end))
        for pair in read_sentence(text, start, end, names, cues, title=passage.zone == "title"):
            yield Stated(_with_parents(pair, names), passage)


def _within(cues: Sequence[Cue], start: int, end: int) -> Iterator[Cue]:
    for at in range(bisect_left(cues, start, key=_START), len(cues)):
        if cues[at].start >= end:
            return
        if cues[at].end <= end:
            yield cues[at]


def _with_parents(pair: Pair, names: Sequence[Organisation]) -> Pair:
    """Where a body and its unit act in one sentence, the body is the party."""
    by_key = {name.key: name for name in names if name.key}
    first, second = (by_key.get(end.parent, end) for end in (pair.first, pair.second))
    if first is pair.first and second is pair.second:
        return pair
    return replace(pair, first=first, second=second)


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
    for index, (first, passage) in enumerate(groups["organiser"]):
        for second in organisers[index + 1 :]:
            yield Stated(Pair(first, second, "co-organise", "field", passage.start, passage.end, 0.85), passage)
    for role, relation in (("donor", "fund"), ("partner", "partner")):
        for organisation, passage in groups[role]:
            for other in doing:
                if other.name != organisation.name:
                    pair = Pair(organisation, other, relation, "field", passage.start, passage.end, 0.8)
                    yield Stated(pair, passage)


def _lead(part: Part) -> list[Organisation]:
    """Who carries out what a fact sheet tells of: the listed implementer its text names, else the first listed body."""
    free = [organisation for organisation, passage in part.organisations if passage.zone != "field"]
    acting = [organisation for organisation in free if organisation.role in ("implementer", "organiser")]
    return [organisation for organisation in (*acting, *free) if organisation.key][:1]


def partnerships(text: str, stated: Sequence[Stated], words: Vocabulary) -> Iterator[Partnership]:
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
    start, end = min(pair.first.start, pair.second.start), max(pair.first.end, pair.second.end)
    if passage.zone == "field":
        start, end = pair.start, pair.end
    elif start < pair.start or end > pair.end:  # the other stands elsewhere in the item
        start, end = pair.first.start, pair.first.end
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
