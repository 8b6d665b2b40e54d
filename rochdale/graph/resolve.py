"""Resolve: which items of several documents are the same work, and which unlisted names are the same thing.

The only step that sees more than one document. It groups by keys (folded titles, folded names), so its result does not
depend on the order of the records.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from rochdale.graph.decisions.decision import Decision, Name
from rochdale.loaders.folding import key as fold_key
from rochdale.loaders.folding import slug
from rochdale.loaders.items import Item, Mention, Partnership, Record
from rochdale.loaders.vocabulary import Thing, Vocabulary

_TYPE_RANK = {"type-line": 0, "title-cue": 1, "declared": 1, "layout": 2, "default": 3}
_GENERIC_WORDS = 2
_MIN_CUT = 30
_AND = frozenset({"&", "and", "et", "y"})
SMALL_WORDS = _AND | frozenset(
    "of the for in on to at by with from la le les los las el l de du des d del a au aux en e o da do dos das di "
    "para por pour sur con con al der die das fur und".split()
)
"""Words that names of one thing may have or lack, folded."""
_NO_APOSTROPHE = str.maketrans("", "", "'’")
_NATIONAL = frozenset({"ministry", "government", "public-agency"})


class Occurrence(msgspec.Struct, frozen=True):
    """One item as one document has it."""

    record: Record
    index: int

    @property
    def item(self) -> Item:
        """The item."""
        return self.record.items[self.index]

    @property
    def place(self) -> tuple[str, int]:
        """Where it stands: a total order over all occurrences."""
        return self.record.document, self.index


class Work(msgspec.Struct, kw_only=True):
    """One item of the graph: the best of its occurrences."""

    key: str
    title: str
    language: str
    type: str
    date: str = ""
    series_key: str = ""
    series_number: str = ""
    summary: str = ""
    summary_language: str = ""
    url: str = ""
    themes: tuple[str, ...] = ()
    occurrences: tuple[Occurrence, ...]
    related: tuple[tuple[str, Occurrence], ...] = ()
    """Keys of the works that a page of this one offers beside it, each with the entry that does."""


class Candidate(msgspec.Struct, kw_only=True):
    """A thing that no vocabulary lists: an organisation, a project or a person."""

    key: str
    of: str
    name: str
    language: str
    acronyms: tuple[str, ...] = ()
    kind: str = ""
    parent: str = ""
    country: str = ""
    affiliations: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    """Other spellings that pages use."""
    status: Literal["candidate", "accepted"] = "candidate"
    given: bool = False
    """Whether people gave it its name, rather than a page."""
    more: tuple[Name, ...] = ()
    """The names that people gave it in further languages."""
    others: tuple[Name, ...] = ()
    """What else it is called, by its names of before and by those of what was merged into it."""


class Found(msgspec.Struct, frozen=True):
    """A mention in the work that it belongs to, with the key of the thing that it means."""

    mention: Mention
    entity: str
    work: str
    document: str


class Tie(msgspec.Struct, frozen=True):
    """A partnership stated in one item."""

    first: str
    second: str
    relation: str
    stated: Partnership
    work: str
    document: str
    date: str


class Resolved(msgspec.Struct, kw_only=True):
    """Everything the graph is stated from, in key order."""

    records: tuple[Record, ...]
    works: tuple[Work, ...]
    candidates: tuple[Candidate, ...]
    found: tuple[Found, ...]
    ties: tuple[Tie, ...]
    organisations: dict[str, str]
    """Keys of organisations by the names by which persons are said to belong to them."""
    things: dict[str, Thing] = {}
    """What the vocabulary lists, by key, where decisions changed it."""
    merged: tuple[tuple[str, str], ...] = ()
    """Keys of what was merged, each with the key of what it was merged into in the end."""
    decided: tuple[Decision, ...] = ()
    """The decisions that were applied."""


def resolve(records: Iterable[Record], words: Vocabulary) -> Resolved:
    """Resolve the records of all documents; documents with equal content count once."""
    by_document: dict[str, Record] = {}
    for record in records:
        seen = by_document.get(record.document)
        if seen is None or (record.slug, record.source) < (seen.slug, seen.source):
            by_document[record.document] = record
    ordered = tuple(by_document[document] for document in sorted(by_document))
    works, home = _works(ordered)
    names = _Names(words)
    for record in ordered:
        for item in record.items:
            names.add(item)
    candidates = names.candidates()
    found, ties = _links(ordered, works, home, names)
    return Resolved(
        records=ordered,
        works=tuple(sorted(works.values(), key=lambda work: work.key)),
        candidates=candidates,
        found=tuple(found),
        ties=tuple(ties),
        organisations={one.name: one.key for one in candidates if one.of == "organisation"}
        | {thing.name: thing.key for thing in words.of("organisation")},
    )


# -- works -------------------------------------------------------------------------------------------------------------


def _works(records: Sequence[Record]) -> tuple[dict[str, Work], dict[tuple[str, int], str]]:
    """Works by key, and the key of the work of each occurrence."""
    groups: dict[str, list[Occurrence]] = defaultdict(list)
    for record in records:
        for index, item in enumerate(record.items):
            groups[_identity(item)].append(Occurrence(record, index))
    _join_cut_titles(groups)
    works: dict[str, Work] = {}
    home: dict[tuple[str, int], str] = {}
    for identity in sorted(groups):
        for date, occurrences in _apart(groups[identity]).items():
            work = _best(identity, date, occurrences)
            works[work.key] = work
            home.update({occurrence.place: work.key for occurrence in occurrences})
    for work in works.values():
        work.related = _related(work, home)
    return works, home


def _identity(item: Item) -> str:
    """What the occurrences of one work share: the folded title; one of a word or two also the type and language."""
    folded = fold_key(item.title)
    if len(folded.split()) <= _GENERIC_WORDS:
        return f"{folded}|{item.type}|{item.language}"
    return folded


def _join_cut_titles(groups: dict[str, list[Occurrence]]) -> None:
    """A title cut off where its capture ends is the one whole title that begins so, if there is just one."""
    whole = sorted(groups)
    for identity in reversed(whole):  # the longer first: a cut title may join one cut later
        occurrences = groups[identity]
        if len(identity) < _MIN_CUT or not all(occurrence.item.cut for occurrence in occurrences):
            continue
        longer = [other for other in whole if other != identity and other in groups and other.startswith(identity)]
        if len(longer) == 1:
            groups[longer[0]] += groups.pop(identity)


def _apart(occurrences: list[Occurrence]) -> dict[str, list[Occurrence]]:
    """Namesakes with different dates stay apart; an undated occurrence joins the one date there is.

    Returns:
        The occurrences by date; the key is "" unless there are several dates.
    """
    dates = {occurrence.item.date for occurrence in occurrences} - {""}
    if len(dates) < 2:
        return {"": occurrences}
    by_date: dict[str, list[Occurrence]] = defaultdict(list)
    for occurrence in occurrences:
        by_date[occurrence.item.date or "undated"].append(occurrence)
    return dict(sorted(by_date.items()))


def _best(identity: str, apart: str, occurrences: list[Occurrence]) -> Work:
    """One work with the best of its occurrences: dated ones first, then those whose type a line states."""
    ranked = sorted(
        occurrences,
        key=lambda o: (not o.item.date, o.item.cut, _TYPE_RANK.get(o.item.type_rule, 9), -len(o.item.summary), o.place),
    )
    typed = min(ranked, key=lambda o: (_TYPE_RANK.get(o.item.type_rule, 9), not o.item.date, o.place))
    first = ranked[0].item
    series = next((o.item for o in ranked if o.item.series_key), None)
    summary = next((o.item for o in ranked if o.item.summary), None)
    themes: Counter[str] = Counter()
    for occurrence in occurrences:
        for rank, theme in enumerate(occurrence.item.themes):
            themes[theme] += 4 - rank
    digest = hashlib.sha256(f"{identity}\x1f{apart}".encode()).hexdigest()[:8]
    return Work(
        key=f"item/{slug(first.title) or 'untitled'}-{digest}",
        title=first.title,
        language=first.language,
        type=typed.item.type,
        date=first.date,
        series_key=series.series_key if series else "",
        series_number=series.series_number if series else "",
        summary=summary.summary if summary else "",
        summary_language=summary.language if summary else "",
        url=next((o.item.url for o in ranked if o.item.url), ""),
        themes=tuple(sorted(themes)),
        occurrences=tuple(sorted(occurrences, key=lambda o: o.place)),
    )


def _related(work: Work, home: dict[tuple[str, int], str]) -> tuple[tuple[str, Occurrence], ...]:
    found: dict[str, Occurrence] = {}
    for occurrence in work.occurrences:
        if occurrence.item.part != "page":
            continue
        for index, item in enumerate(occurrence.record.items):
            other = home[(occurrence.record.document, index)]
            if item.related and other != work.key:
                found.setdefault(other, Occurrence(occurrence.record, index))
    return tuple(sorted(found.items(), key=lambda pair: pair[0]))


# -- unlisted names ----------------------------------------------------------------------------------------------------


class _Names:
    """The unlisted names of all documents: one candidate a folded name (and country, for what every country has)."""

    def __init__(self, words: Vocabulary) -> None:
        self._words = words
        self._spellings: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self._facts: dict[tuple[str, str], list[Mention]] = defaultdict(list)
        self._languages: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self._keys: dict[tuple[str, str], str] = {}
        self._taken: set[str] = set()

    def add(self, item: Item) -> None:
        """Note the unlisted names of one item."""
        for mention in item.mentions:
            if not mention.key:
                identity = self._identity(mention, item)
                name = _plain_name(mention)
                self._spellings[identity][name] += 1
                self._facts[identity].append(mention)
                self._languages[identity][item.language] += 1

    def _identity(self, mention: Mention, item: Item) -> tuple[str, str]:
        country = self._country(mention, item)
        words = [word for word in fold_key(_plain_name(mention)).split() if word not in _AND]
        return mention.of, " ".join(words) + (f"|{country}" if country else "")

    @staticmethod
    def _country(mention: Mention, item: Item) -> str:
        if mention.kind not in _NATIONAL or mention.country:
            return mention.country
        countries = {m.key for m in item.mentions if m.of == "country"}
        return countries.pop() if len(countries) == 1 else ""

    def key(self, mention: Mention, item: Item) -> str:
        """Key of the thing that a mention means."""
        return mention.key or self._keys[self._identity(mention, item)]

    def named(self, key_or_name: str, item: Item) -> str:
        """Key of the organisation that a partnership of `item` names by its key or name."""
        if "/" in key_or_name and key_or_name in self._words.things:
            return key_or_name
        mention = next(
            (m for m in item.mentions if m.of == "organisation" and not m.key and _plain_name(m) == key_or_name), None
        )
        if mention is None:
            mention = next(
                (m for m in item.mentions if m.of == "organisation" and not m.key and m.name.startswith(key_or_name)),
                None,
            )
        return self.key(mention, item) if mention is not None else ""

    def candidates(self) -> tuple[Candidate, ...]:
        """One candidate for each name, by key; to be called when all items have been added."""
        homes = self._join_homeless()
        found = {}
        first = self._one_and_the_same()
        for identity in sorted(set(first.values())):
            found[identity] = self._candidate(identity)
        self._keys = {identity: found[one].key for identity, one in first.items()}
        self._keys |= {homeless: self._keys[home] for homeless, home in homes.items()}
        return tuple(sorted(found.values(), key=lambda candidate: candidate.key))

    def _one_and_the_same(self) -> dict[tuple[str, str], tuple[str, str]]:
        """Each name with the first of those that mean the same thing for certain, into which their mentions are put.

        Certain are names that differ by apostrophes alone; and names of the same words, small ones aside, for which
        pages define the same acronym, unless they say that they belong to different countries.
        """
        alike: dict[tuple[str, str, str], list[tuple[str, str]]] = defaultdict(list)
        for identity in sorted(self._spellings):
            of, folded = identity
            name, _, country = folded.partition("|")
            words = "".join(word for word in name.split() if word not in SMALL_WORDS)
            if any(mention.kind in _NATIONAL for mention in self._facts[identity]):
                words += f"|{country}"  # every country has one: without its country it is nobody's
            spelled = min(self._spellings[identity]).translate(_NO_APOSTROPHE)
            alike[(of, fold_key(spelled), f"|{country}")].append(identity)
            for acronym in {mention.acronym for mention in self._facts[identity] if mention.acronym and words}:
                alike[(of, words, acronym)].append(identity)
        first = {identity: identity for identity in sorted(self._spellings)}
        members = {identity: [identity] for identity in first}
        for _, several in sorted(alike.items()):
            group = sorted({first[identity] for identity in several}, key=lambda one: ("|" not in one[1], one))
            if len({one[1].partition("|")[2] for one in group} - {""}) > 1:
                continue
            for one in group[1:]:
                members[group[0]] += members[one]
                first |= dict.fromkeys(members.pop(one), group[0])
        for identity, one in first.items():
            if identity != one:
                self._spellings[one].update(self._spellings[identity])
                self._facts[one] += self._facts[identity]
                self._languages[one].update(self._languages[identity])
        return first

    def _join_homeless(self) -> dict[tuple[str, str], tuple[str, str]]:
        """A name said without a country is that of the one namesake with a country, if there is just one.

        What every country has stays apart. Returns the identity that each such name joins.
        """
        at_home: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
        for of, folded in sorted(self._spellings):
            name, bar, _ = folded.partition("|")
            if bar:
                at_home[of, name].append((of, folded))
        homes = {
            homeless: several[0]
            for homeless, several in at_home.items()
            if len(several) == 1 and homeless in self._spellings
            if not any(m.kind in _NATIONAL for m in (*self._facts[homeless], *self._facts[several[0]]))
        }
        for homeless, home in homes.items():
            self._spellings[home] += self._spellings.pop(homeless)
            self._facts[home] += self._facts.pop(homeless)
            self._languages[home] += self._languages.pop(homeless)
        return homes

    def _candidate(self, identity: tuple[str, str]) -> Candidate:
        of, folded = identity
        mentions = self._facts[identity]
        spellings = self._spellings[identity]
        name = min(spellings, key=lambda spelling: (-spellings[spelling], spelling))
        country = folded.partition("|")[2] or next((m.country for m in mentions if m.country), "")
        thing = self._words.things.get(country)
        if thing is not None and mentions[0].kind in _NATIONAL and thing.name not in name:
            name = f"{name} ({thing.name})"
        digest = hashlib.sha256(f"{of}\x1f{folded}".encode()).hexdigest()
        key = f"{of}/{slug(name)}"
        cut = len(slug(name)) < len(slug(name, len(name) + 1))
        if of == "person" or cut or key in self._words.things or key in self._taken or key.endswith("/"):
            key = f"{key}-{digest[:8]}"
        self._taken.add(key)
        return Candidate(
            key=key,
            of=of,
            name=name,
            language=min(self._languages[identity], key=lambda code: (-self._languages[identity][code], code)),
            acronyms=tuple(sorted({m.acronym for m in mentions if m.acronym})),
            kind=Counter(sorted(m.kind for m in mentions if m.kind)).most_common(1)[0][0]
            if any(m.kind for m in mentions)
            else "",
            parent=next(iter(sorted({m.parent for m in mentions if m.parent})), ""),
            country=country,
            affiliations=tuple(sorted({m.affiliation for m in mentions if m.affiliation})),
            names=tuple(
                sorted(spelling for spelling in spellings if spelling != name and not name.startswith(spelling))
            ),
        )


def _plain_name(mention: Mention) -> str:
    return mention.name.removesuffix(f" ({mention.acronym})") if mention.acronym else mention.name


# -- links -------------------------------------------------------------------------------------------------------------


def _links(
    records: Sequence[Record], works: dict[str, Work], home: dict[tuple[str, int], str], names: _Names
) -> tuple[list[Found], list[Tie]]:
    found: list[Found] = []
    ties: list[Tie] = []
    for record in records:
        for index, item in enumerate(record.items):
            work = home[(record.document, index)]
            for mention in item.mentions:
                found.append(Found(mention, names.key(mention, item), work, record.document))
            for stated in item.partnerships:
                first, second = names.named(stated.first, item), names.named(stated.second, item)
                if first and second and first != second:
                    ties.append(Tie(first, second, stated.relation, stated, work, record.document, works[work].date))
    return found, ties
