"""Application: what decisions do to the things that documents were resolved to.

Splits and rejections take mentions first, then merges carry what is left to the survivors, then names change. So a
split of a thing finds the mentions that came to it by a merge too, and the order of the decisions never matters.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from rochdale.graph.decisions.decision import Decision, Name, broken, chain, class_of, survivors
from rochdale.graph.resolve import Candidate, Found, Occurrence, Resolved, Tie, Work
from rochdale.loaders.folding import key as fold_key
from rochdale.loaders.folding import slug
from rochdale.loaders.vocabulary import Label, Thing, Vocabulary

_NOTHING = ""
"""Where rejected mentions go."""


class Stale(msgspec.Struct, frozen=True):
    """A decision that does not apply, and why."""

    decision: Decision
    reason: str


class Applied(msgspec.Struct, kw_only=True):
    """What decisions did."""

    resolved: Resolved
    """What is left; holds the decisions that did it."""
    stale: tuple[Stale, ...] = ()
    left_out: int = 0
    """Mentions of what was rejected."""
    moved: int = 0
    """Mentions that went to another thing."""
    closed: int = 0
    """Statements of partnerships left out since both sides are one thing now."""


def apply(resolved: Resolved, decisions: Sequence[Decision], words: Vocabulary) -> Applied:
    """What is left to state once people have decided.

    Args:
        resolved: what documents were resolved to; stays as it is.
        decisions: in order between them, as `read_decisions` leaves them.
        words: the vocabulary.
    """
    stale: list[Stale] = []
    while True:
        run = _Application(resolved, decisions, words)
        idle = run.idle()
        if not idle:
            break
        # what means no mention makes no thing either, to which others may lead
        stale += idle
        gone = {one.decision.key for one in idle}
        decisions = [one for one in decisions if one.key not in gone]
    applied = run.result()
    applied.stale = tuple(sorted((*stale, *applied.stale), key=lambda one: one.decision.key))
    return applied


class Known(msgspec.Struct, frozen=True):
    """The things of a build: what a key means there."""

    keys: frozenset[str]
    """Candidates, items, and what the vocabulary lists."""
    listed: frozenset[str]
    former: Mapping[str, str]
    """Keys that a thing would have by another of its spellings, with the key that it has."""

    def meant(self, key: str) -> str:
        """The key of the thing that a decision means by a key, or "" if there is none."""
        return key if key in self.keys else self.former.get(key, "")


def known_things(resolved: Resolved, words: Vocabulary) -> Known:
    """The things of a build."""
    listed = frozenset(thing.key for of in ("organisation", "project") for thing in words.of(of))
    keys = {candidate.key for candidate in resolved.candidates} | {work.key for work in resolved.works} | listed
    former: dict[str, set[str]] = defaultdict(set)
    for candidate in resolved.candidates:
        for name in candidate.names:
            former[f"{candidate.of}/{slug(name)}"].add(candidate.key)
    alone = {key: min(found) for key, found in former.items() if len(found) == 1 and key not in keys}
    return Known(frozenset(keys), listed, alone)


def why_stale(decision: Decision, known: Known, made: frozenset[str]) -> str:
    """Why a decision does not apply to a build whatever the others do, or "".

    Args:
        decision: one.
        known: the things of the build.
        made: keys of things that splits make.
    """
    about = known.meant(decision.about) or (decision.about if decision.about in made else "")
    if not about:
        return f"{decision.about} is not in this build"
    if about in known.listed and decision.verb == "accept":
        return f"{about} is listed in the vocabulary, so there is nothing to accept"
    if about in known.listed and decision.drops:
        return f"{about} is listed in the vocabulary; take it out there, or say in which items or words it is not meant"
    if not decision.into:
        return ""
    into = known.meant(decision.into) or (decision.into if decision.into in made else "")
    if not into:
        return f"{decision.into}, to which it leads, is not in this build"
    if decision.verb == "merge" and about in known.listed and into not in known.listed:
        return f"{about} is listed in the vocabulary and {into} is not; merge that one into it"
    return f"{decision.about} and {decision.into} are one thing in this build already" if into == about else ""


def made_by_splits(decisions: Iterable[Decision]) -> frozenset[str]:
    """Keys of the things that splits give a name, and so may make."""
    return frozenset(one.into for one in decisions if one.verb == "split" and one.names)


class _Application:
    """One run over what was resolved."""

    def __init__(self, resolved: Resolved, decisions: Sequence[Decision], words: Vocabulary) -> None:
        self._before = resolved
        self._words = words
        self._known = known_things(resolved, words)
        made = made_by_splits(decisions)
        self._stale = [Stale(one, why) for one in decisions if (why := why_stale(one, self._known, made))]
        gone = {one.decision.key for one in self._stale}
        self._active = [self._meant(one) for one in decisions if one.key not in gone]
        self._agree()
        self._active.sort(key=lambda one: (one.verb, one.key))
        self._steps = survivors(self._active)
        self._selections: dict[str, list[Decision]] = defaultdict(list)
        for one in sorted(self._active, key=lambda one: (-bool(one.items) - bool(one.words), not one.items, one.key)):
            if one.verb in ("split", "reject"):
                self._selections[one.about].append(one)
        self._hits: Counter[str] = Counter()
        """How many mentions a split or rejection took, by its key."""
        self._left_out = self._moved = self._closed = 0
        self._found = tuple(self._mentions())

    def _meant(self, decision: Decision) -> Decision:
        """A decision with the keys that its things have in this build."""
        about, into = (self._known.meant(key) or key for key in (decision.about, decision.into))
        return msgspec.structs.replace(decision, about=about, into=into)

    def _agree(self) -> None:
        """Set aside what contradicts another decision now that two spellings turned out to be one thing."""
        while found := broken(self._active):
            self._stale.append(Stale(found.decision, f"in this build {found.reason.partition(';')[0]}"))
            self._active.remove(found.decision)

    def idle(self) -> list[Stale]:
        """Splits and partial rejections that mean no mention."""
        return [
            Stale(one, f"no mention of {one.about} is what it means")
            for one in self._active
            if (one.partial or one.verb == "split") and not self._hits[one.key]
        ]

    def result(self) -> Applied:
        works = self._works()
        ties = tuple(self._ties(works))
        candidates, things = self._things(ties)
        kept = {candidate.key for candidate in candidates} | self._known.listed | set(works)
        merged = sorted((key, self._survivor(key)) for key in self._steps)
        organisations = {name: self._survivor(key) for name, key in self._before.organisations.items()}
        resolved = msgspec.structs.replace(
            self._before,
            works=tuple(works[key] for key in sorted(works)),
            candidates=candidates,
            found=self._found,
            ties=ties,
            organisations={name: key for name, key in organisations.items() if key in kept},
            things=things,
            merged=tuple(pair for pair in merged if pair[1] in kept),
            decided=tuple(sorted(self._active, key=lambda one: one.key)),
        )
        return Applied(
            resolved=resolved,
            stale=tuple(self._stale),
            left_out=self._left_out,
            moved=self._moved,
            closed=self._closed,
        )

    def _survivor(self, key: str) -> str:
        return chain(key, self._steps)[-1]

    # -- mentions and ties -----------------------------------------------------------------------------------------

    def _mentions(self) -> Iterator[Found]:
        for one in self._before.found:
            entity = self._entity(one.entity, one.work, " ".join(one.mention.words.split()), within=False)
            if entity == _NOTHING:
                self._left_out += 1
                continue
            if entity != one.entity:
                self._moved += 1
            yield msgspec.structs.replace(one, entity=entity, work=self._survivor(one.work))

    def _ties(self, works: Mapping[str, Work]) -> Iterator[Tie]:
        for tie in self._before.ties:
            said = f" {fold_key(tie.stated.words)} "
            first, second = (self._entity(key, tie.work, said, within=True) for key in (tie.first, tie.second))
            if _NOTHING in (first, second):
                continue
            if first == second:
                self._closed += 1
                continue
            work = self._survivor(tie.work)
            yield msgspec.structs.replace(tie, first=first, second=second, work=work, date=works[work].date)

    def _entity(self, key: str, work: str, said: str, *, within: bool) -> str:
        """The thing that words mean once decided, or "" for none.

        Args:
            key: the thing that they were read as.
            work: key of the item that they stand in.
            said: the exact words, or, folded, words that hold them.
            within: whether the words hold those of the mention rather than being them.
        """
        path = chain(key, self._steps)
        for step in path:
            for decision in self._selections.get(step, ()):
                if within and not self._hits[decision.key]:
                    continue
                if _selects(decision, chain(work, self._steps), said, within=within):
                    self._hits[decision.key] += not within
                    return self._survivor(decision.into) if decision.verb == "split" else _NOTHING
        return path[-1]

    # -- items -----------------------------------------------------------------------------------------------------

    def _works(self) -> dict[str, Work]:
        groups: dict[str, list[Work]] = defaultdict(list)
        for work in self._before.works:
            groups[self._survivor(work.key)].append(work)
        titles = {one.about: one.names[0] for one in self._active if one.verb == "rename" and one.of == "item"}
        return {key: self._work(key, group, titles.get(key)) for key, group in groups.items()}

    def _work(self, key: str, group: Sequence[Work], title: Name | None) -> Work:
        """One item of several: the survivor, with what the others know beyond it."""
        first, *others = sorted(group, key=lambda work: (work.key != key, work.key))
        work = msgspec.structs.replace(first)
        for other in others:
            work.date = work.date or other.date
            work.url = work.url or other.url
            if not work.series_key:
                work.series_key, work.series_number = other.series_key, other.series_number
            if not work.summary:
                work.summary, work.summary_language = other.summary, other.summary_language
        work.themes = tuple(sorted({theme for one in group for theme in one.themes}))
        work.occurrences = tuple(sorted((o for one in group for o in one.occurrences), key=lambda o: o.place))
        related: dict[str, Occurrence] = {}
        pairs = sorted((pair for one in group for pair in one.related), key=lambda pair: (pair[0], pair[1].place))
        for other_key, by in pairs:
            if (survivor := self._survivor(other_key)) != key:
                related.setdefault(survivor, by)
        work.related = tuple(sorted(related.items(), key=lambda pair: pair[0]))
        if title is not None:
            work.title, work.language = title.text, title.language
        return work

    # -- organisations, projects, persons --------------------------------------------------------------------------

    def _things(self, ties: Sequence[Tie]) -> tuple[tuple[Candidate, ...], dict[str, Thing]]:
        """The candidates that are left, by key, and the listed things that decisions change."""
        candidates = {one.key: one for one in self._before.candidates if one.key not in self._rejected()}
        things: dict[str, Thing] = {}
        for made in self._made(candidates):
            candidates[made.key] = made
        for key in sorted(self._steps):
            self._join(key, self._survivor(key), candidates, things)
        for one in self._active:
            if one.about in candidates and one.verb in ("accept", "rename"):
                candidates[one.about] = _described(candidates[one.about], one)
            elif one.verb == "rename" and one.about in self._words.things:
                things[one.about] = _renamed(things.get(one.about) or self._words.things[one.about], one.names)
        named = {one.entity for one in self._found} | {party for tie in ties for party in (tie.first, tie.second)}
        empty = {one.entity for one in self._before.found} - named - set(self._steps.values())
        left = (
            msgspec.structs.replace(one, parent=self._survivor(one.parent) if one.parent else "")
            for key, one in sorted(candidates.items())
            if key not in self._steps and (one.status != "candidate" or key not in empty)
        )
        return tuple(left), things

    def _rejected(self) -> set[str]:
        return {one.about for one in self._active if one.drops}

    def _made(self, candidates: Mapping[str, Candidate]) -> Iterator[Candidate]:
        """Things that splits make; one for each key, even if no mention has come to it."""
        splits: dict[str, list[Decision]] = defaultdict(list)
        for one in self._active:
            if one.verb == "split" and one.names and one.into not in self._known.keys and one.into not in candidates:
                splits[one.into].append(one)
        for key, several in sorted(splits.items()):
            first = several[0].names[0]
            thing = Candidate(key=key, of=class_of(key), name=first.text, language=first.language)
            for one in several:
                thing = _described(thing, one)
            yield thing

    def _join(self, key: str, survivor: str, candidates: dict[str, Candidate], things: dict[str, Thing]) -> None:
        """Give the survivor the names of what is merged into it, and what it lacks."""
        gone = candidates.get(key) or self._words.things.get(key)
        if gone is None or gone.of == "item":
            return
        names, acronyms = list(_names(gone)), _acronyms(gone)
        if survivor in candidates:
            one = candidates[survivor]
            more = gone if isinstance(gone, Candidate) else None
            candidates[survivor] = msgspec.structs.replace(
                one,
                others=_without_doubles(one, (*one.others, *names)),
                acronyms=tuple(sorted({*one.acronyms, *acronyms})),
                kind=one.kind or gone.kind,
                parent=one.parent or (gone.parent if self._survivor(gone.parent) != survivor else ""),
                country=one.country or (more.country if more else next(iter(_countries(gone)), "")),
                affiliations=tuple(sorted({*one.affiliations, *(more.affiliations if more else ())})),
            )
        elif survivor in self._words.things:
            thing = things.get(survivor) or self._words.things[survivor]
            things[survivor] = _called(thing, names, acronyms)


def _selects(decision: Decision, works: Sequence[str], said: str, *, within: bool) -> bool:
    """Whether a rejection or split means words in an item."""
    if decision.items and not set(decision.items).intersection(works):
        return False
    if not decision.words:
        return True
    wanted = (" ".join(words.split()) for words in decision.words)
    return any(f" {fold_key(one)} " in said for one in wanted) if within else said in wanted


def _described(candidate: Candidate, decision: Decision) -> Candidate:
    """A candidate as a decision describes it: its new names take the place of those that pages give."""
    status = candidate.status if decision.verb == "rename" else "accepted"
    changed = msgspec.structs.replace(
        candidate,
        status=status,
        kind=decision.kind or candidate.kind,
        country=decision.country or candidate.country,
    )
    if not decision.names:
        return changed
    given = {name.language: name for name in candidate.more if candidate.given}
    if candidate.given:
        given[candidate.language] = Name(candidate.name, candidate.language)
    given |= {name.language: name for name in decision.names}
    first, *more = (given[language] for language in sorted(given, key=lambda tag: (tag != "en", tag)))
    old = () if candidate.given else tuple(_names(candidate))
    changed = msgspec.structs.replace(
        changed, name=first.text, language=first.language, more=tuple(more), names=(), given=True, others=()
    )
    return msgspec.structs.replace(changed, others=_without_doubles(changed, (*candidate.others, *old)))


def _names(thing: Candidate | Thing) -> Iterator[Name]:
    """All names that people may know a thing by."""
    if isinstance(thing, Thing):
        for label in thing.labels:
            if label.use in ("name", "other") and not label.hidden:
                yield Name(label.text, label.language)
        return
    for text in (thing.name, *thing.names):
        yield Name(text, thing.language)
    yield from thing.more
    yield from thing.others


def _acronyms(thing: Candidate | Thing) -> set[str]:
    if isinstance(thing, Thing):
        return {label.text for label in thing.labels if label.use == "acronym"}
    return set(thing.acronyms)


def _countries(thing: Candidate | Thing) -> tuple[str, ...]:
    return thing.country if isinstance(thing, Thing) else tuple(filter(None, [thing.country]))


def _without_doubles(candidate: Candidate, names: Iterable[Name]) -> tuple[Name, ...]:
    """Names without those that the candidate goes by anyway."""
    known = {Name(text, candidate.language) for text in (candidate.name, *candidate.names)} | set(candidate.more)
    return tuple(sorted(set(names) - known))


def _called(thing: Thing, names: Iterable[Name], acronyms: Iterable[str]) -> Thing:
    """A listed thing with further names, but for those that it has in any language."""
    known = {label.text for label in thing.labels}
    more = {Label(name.text, name.language, "other") for name in names if name.text not in known}
    more |= {Label(text, "", "acronym") for text in acronyms if text not in known}
    return _relabelled(thing, (*thing.labels, *more))


def _renamed(thing: Thing, names: Iterable[Name]) -> Thing:
    """A listed thing with other preferred names; the old ones of the same language are further names."""
    new = {name.language: name.text for name in names}
    labels = {
        msgspec.structs.replace(label, use="other") if label.use == "name" and label.language in new else label
        for label in thing.labels
        if not (label.use in ("name", "other") and new.get(label.language) == label.text)
    }
    return _relabelled(thing, (*labels, *(Label(text, language, "name") for language, text in new.items())))


def _relabelled(thing: Thing, labels: Iterable[Label]) -> Thing:
    ordered = sorted(labels, key=lambda label: (label.use, label.language, label.text, label.hidden))
    return msgspec.structs.replace(thing, labels=tuple(ordered))
