"""Names: one pass of one automaton finds every label, cue and theme term of the vocabulary in a page.

A hit is a place in the text where a label stands as whole words. Whether it may count there (case, punctuation,
context) is settled afterwards: `find` checks the case, `settle` drops what lies inside longer names, `choose` settles
names that several things share.
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Literal

import ahocorasick_rs

from rochdale.loaders.extraction.verbs import contracted, forms
from rochdale.loaders.folding import fold
from rochdale.loaders.vocabulary import CLASSES, Label, Thing, Use, Vocabulary, vocabulary

Check = Literal["exact", "dotted", "phrase", "title", "capital", "folded"]

_NAMED = frozenset({"organisation", "project", "country", "region", "series"})
_PEOPLE = frozenset({"demonym"})
_MAX_SPELLINGS = 24
GIVEN_NAMES = frozenset({"given-name", "shared-name"})
"""Lists of the given names that open a person's name."""
_ACRONYM = 4
"""Capitals of this length or less are matched as written: folded, they would be words."""
_SIGN = re.compile(r"[\n.;:?!,|]")
_LONG_ACRONYM = 6
"""Acronyms of this length or more are also written like names: Unesco."""
_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "–": "-", "—": "-", "‑": "-", "\u00a0": " "})
_QUOTE = re.compile(f"[{''.join(map(chr, _QUOTES))}]")
_START = itemgetter(1)
_SAME_WORDS: tuple[tuple[str, ...], ...] = (
    ("cooperative", "co operative"),
    ("cooperatives", "co operatives"),
    ("cooperator", "co operator"),
    ("cooperators", "co operators"),
    ("cooperation", "co operation"),
    ("organisation", "organization"),
    ("organisations", "organizations"),
    ("organising", "organizing"),
    ("formalisation", "formalization"),
    ("digitalisation", "digitalization"),
    ("globalising", "globalizing"),
    ("labour", "labor"),
    ("centre", "center"),
    ("programme", "program"),
    ("defence", "defense"),
    ("and", "&"),
    ("homebased", "home based"),
    ("home based", "homebased"),
)
_RESPELT = frozenset(word for words in _SAME_WORDS for spelling in words for word in spelling.split())
"""A form without any of these words is spelled in one way."""
_SAME_PHRASES: tuple[tuple[str, ...], ...] = (
    (
        " social and solidarity economy ",
        " sse ",
        " social and solidarity economy  sse ",
        " social & solidarity economy ",
    ),
    (" economie sociale et solidaire ", " ess ", " economie sociale et solidaire  ess "),
    (" economia social y solidaria ", " ess ", " economia social y solidaria  ess "),
    (" united nations ", " un "),
    (" covid 19 ", " covid19 "),
)


CONFIDENCE = {
    "label": 0.98,
    "acronym": 0.95,
    "local-label": 0.8,
    "demonym": 0.9,
    "place-name": 0.85,
    "glued-names": 0.9,
    "theme-term": 0.8,
    "learned-name": 0.75,
}
"""How sure each rule that finds a listed name is."""


@dataclass
class Entry:
    """What a pattern stands for: a label of a thing, and how its case is checked."""

    thing: Thing
    key: str
    """Key of the thing."""
    slug: str
    of: str
    """Class of the thing."""
    text: str
    """Of the label."""
    plain: str
    """The text with typewriter quotes, dashes and spaces."""
    language: str
    use: Use
    hidden: bool
    check: Check
    rule: str
    relation: str
    """Slug of the relation that the cue of a role gives, or ""."""


def entry_of(thing: Thing, label: Label, check: Check, rule: str) -> Entry:
    """The entry for a label of a thing."""
    return Entry(
        thing=thing,
        key=thing.key,
        slug=thing.slug,
        of=thing.of,
        text=label.text,
        plain=_plain(label.text),
        language=label.language,
        use=label.use,
        hidden=label.hidden,
        check=check,
        rule=rule,
        relation=thing.linked("gives").rpartition("/")[2] if thing.of == "role" else "",
    )


def _plain(text: str) -> str:
    return text.translate(_QUOTES) if _QUOTE.search(text) else text


class Hit:
    """A label found: `start` and `end` are offsets in the text."""

    def __init__(self, start: int, end: int, entries: tuple[Entry, ...]) -> None:
        self.start = start
        self.end = end
        self.entries = entries
        self.entry = entries[0]
        """The first (where settled: the only) meaning."""

    @property
    def of(self) -> str:
        """Class of the thing that is meant."""
        return self.entry.of


class Gazetteer:
    """The automaton over all labels of a vocabulary."""

    def __init__(self, words: Vocabulary) -> None:
        self.words = words
        patterns: dict[str, list[Entry]] = defaultdict(list)
        for thing in words.things.values():
            for entry in _entries(thing):
                for spelling in _spellings(entry):
                    if entry not in patterns[spelling]:
                        patterns[spelling].append(entry)
        spellings = sorted(patterns)  # neighbours lie close in memory, and most of a search is waiting for it
        self._meanings = [_by_class(patterns[spelling]) for spelling in spellings]
        self._automaton = ahocorasick_rs.AhoCorasick(
            spellings, implementation=ahocorasick_rs.Implementation.ContiguousNFA, store_patterns=False
        )

    def find(self, text: str, folded: str) -> dict[str, list[Hit]]:
        """Every place where a label stands as whole words in the case it asks for.

        Args:
            text: where to look.
            folded: the same text folded.

        Returns:
            Hits by the class of what they may mean, each list by start, longer first.
        """
        found: list[list[Hit]] = [[] for _ in CLASSES]
        meanings = self._meanings
        matches = self._automaton.find_matches_as_indexes(f" {folded} ", overlapping=True)
        matches.reverse()  # they come by their end
        matches.sort(key=_START)
        for pattern, start, beyond in matches:
            end = beyond - 2
            for of, entries, check in meanings[pattern]:
                if check == "folded":
                    found[of].append(Hit(start, end, entries))
                elif check == "capital":
                    if text[start].isupper():
                        found[of].append(Hit(start, end, entries))
                elif len(entries) == 1:
                    if _fits(text[start:end], entries[0]):
                        found[of].append(Hit(start, end, entries))
                elif fitting := tuple([entry for entry in entries if _fits(text[start:end], entry)]):
                    found[of].append(Hit(start, end, fitting))
        return dict(zip(CLASSES, found, strict=True))


_Meaning = tuple[int, tuple[Entry, ...], Check | None]
"""Number of a class in `CLASSES`, entries of the class, and how their case is checked if it is in one way for all."""


def _by_class(entries: Iterable[Entry]) -> list[_Meaning]:
    grouped: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        grouped[entry.of].append(entry)
    return [(CLASSES.index(of), tuple(several), _common_check(several)) for of, several in grouped.items()]


def _common_check(entries: Iterable[Entry]) -> Check | None:
    checks = {entry.check for entry in entries}
    return checks.pop() if len(checks) == 1 else None


@cache
def gazetteer() -> Gazetteer:
    """The automaton over the package's vocabulary; made once a process."""
    return Gazetteer(vocabulary())


def gazetteer_of(words: Vocabulary) -> Gazetteer:
    """The automaton over a vocabulary; that over the package's own is made once a process."""
    return gazetteer() if words is vocabulary() else Gazetteer(words)


# -- from labels to patterns -------------------------------------------------------------------------------------------


def _entries(thing: Thing) -> Iterator[Entry]:
    if thing.of in ("rule", "layout", "status", "column"):
        return
    for label in thing.labels:
        if thing.of in _NAMED:
            yield _name_entry(thing, label)
        elif thing.of == "theme":
            short = label.text.isupper() and len(label.text) <= _ACRONYM
            yield entry_of(thing, label, "exact" if short else "folded", "theme-term")
        elif label.use == "verb":
            for form, use in forms(label.text, label.language):
                yield entry_of(thing, Label(form, label.language, use), "folded", thing.of)
        elif thing.of in ("role", "relation") and label.use not in ("name", "other"):
            for phrase in contracted(label.text, label.language):
                yield entry_of(thing, Label(phrase, label.language, label.use), "folded", thing.of)
        elif label.use not in ("name", "other") or thing.of == "person-word":
            signs = label.use == "title" and not all(c.isalnum() or c in " -'’" for c in label.text)
            capital = label.use == "head" or thing.slug in GIVEN_NAMES
            check: Check = "capital" if capital else "dotted" if signs else "folded"
            yield entry_of(thing, label, check, thing.of)


def _name_entry(thing: Thing, label: Label) -> Entry:
    plain = label.text
    several = len(fold(plain).split()) > 1
    if label.use == "demonym":
        return entry_of(thing, label, "title", "demonym")
    if label.use == "acronym":
        return entry_of(thing, label, "exact", "acronym")
    rule = {"local": "local-label", "place": "place-name"}.get(label.use, "label")
    if not several or plain.isupper():
        return entry_of(thing, label, "exact", rule)
    # a name that is written without a capital (`región andina`) counts without one
    dotted = plain.islower() or (" " not in plain and any(sign in plain for sign in ".'’"))
    return entry_of(thing, label, "dotted" if dotted else "phrase", rule)


def _spellings(entry: Entry) -> Iterator[str]:
    """The folded forms of a label, each between spaces."""
    folded = f" {fold(entry.text)} "
    forms = {folded, f" {' '.join(folded.split())} "}
    if entry.check in ("phrase", "folded"):
        for phrases in _SAME_PHRASES:
            forms |= {form.replace(a, b) for form in forms for a in phrases if a in form and a != form for b in phrases}
    if entry.check != "exact":
        forms = set(itertools.islice(_respelt(forms), _MAX_SPELLINGS * 4))
    if entry.of == "theme" and entry.check == "folded":
        forms |= {plural for form in forms for plural in _plurals(form)}
    yield from sorted(forms)


def _respelt(forms: Iterable[str]) -> Iterator[str]:
    for form in sorted(forms):
        if _RESPELT.isdisjoint(form.split()):
            yield f" {form.strip()} "
            continue
        choices = []
        for word in form.strip().split(" "):
            same = next((words for words in _SAME_WORDS if words[0] == word), None)
            if same is None:
                same = next((words for words in _SAME_WORDS if words[1] == word), (word,))
            choices.append(same)
        for combination in itertools.islice(itertools.product(*choices), _MAX_SPELLINGS):
            yield f" {' '.join(combination)} "
        if "co operative" in form:
            yield form.replace("co operative", "cooperative")


def _plurals(form: str) -> Iterator[str]:
    words = form.split()
    if not words or words[-1].endswith("s") or not words[-1].isalpha():
        return
    yield f" {' '.join(words)}s "
    if words[-1].endswith("y") and len(words[-1]) > 3:
        yield f" {' '.join(words)[:-1]}ies "
    if words[-1][-1] in "nrldzj" or words[-1].endswith(("sh", "ch", "x")):
        yield f" {' '.join(words)}es "
    if len(words) > 1 and all(len(word) > 2 for word in words):
        yield f" {' '.join(word if word.endswith(('s', 'x')) else word + 's' for word in words)} "
        yield f" {' '.join([words[0] + 's', *words[1:]])} "


# -- does a place fit its label ----------------------------------------------------------------------------------------


def _fits(words: str, entry: Entry) -> bool:
    check, label = entry.check, entry.plain
    if check == "phrase":
        return words.lower() != words and (not _SIGN.search(words) or not _crosses(words, entry.text))
    if check == "folded":
        return True
    if check == "capital":
        return words[0].isupper()
    plain = _plain(words)
    if check == "dotted":
        return plain.casefold() == label.casefold()
    if plain == label:
        return True
    if check == "title":
        return plain == label[:1].upper() + label[1:] or (plain.isupper() and len(plain) > 4)
    if entry.use == "acronym":
        return len(label) >= _LONG_ACRONYM and label.isupper() and plain == label.capitalize()
    return plain.isupper() and len(plain) > 3


def _crosses(words: str, label: str) -> bool:
    """The words run over the end of a sentence or line that the label does not have."""
    return any(sign in words and sign not in label for sign in ("\n", ". ", "; ", ": ", "? ", "! ", ", ", "|"))


# -- which hits count --------------------------------------------------------------------------------------------------


def settle(hits: Iterable[Hit]) -> list[Hit]:
    """Of hits of one layer (by start, longer first), those inside no longer one and overlapping no earlier one."""
    kept: list[Hit] = []
    reach = -1
    for hit in hits:
        if hit.start >= reach:
            kept.append(hit)
            reach = hit.end
        elif hit.end > reach and hit.end - hit.start > kept[-1].end - kept[-1].start:
            kept[-1] = hit
            reach = hit.end
        elif hit.start == kept[-1].start and hit.end == kept[-1].end:
            merged = kept[-1].entries + tuple(e for e in hit.entries if e not in kept[-1].entries)
            kept[-1] = Hit(hit.start, hit.end, merged)
    return kept


def choose(hits: Iterable[Hit], named: Mapping[str, int], words: Vocabulary, language: str) -> Iterator[Hit]:
    """Give each hit its one meaning, or drop it: what else the page names settles shared labels, never a guess.

    Args:
        hits: of one layer, settled.
        named: keys of things that the page names beyond doubt, with how often.
        words: the vocabulary.
        language: of the page; a short acronym of another language counts as a local label does.
    """
    for hit in hits:
        if len(hit.entries) == 1 and not is_local(hit.entry, language):
            yield hit
            continue
        entries = [
            entry for entry in hit.entries if not is_local(entry, language) or _at_home(entry.thing, named, words)
        ]
        if not entries:
            continue
        keys = {entry.key for entry in entries}
        if len(keys) > 1:
            strength = {entry.key: _strength(entry, named, words) for entry in entries}
            best = max(strength.values())
            winners = [key for key in sorted(keys) if strength[key] == best]
            if len(winners) > 1:
                continue
            entries = [entry for entry in entries if entry.key == winners[0]]
        yield Hit(hit.start, hit.end, (entries[0],))


def is_local(entry: Entry, language: str) -> bool:
    """Whether a label counts only in context: a local label, or a short acronym of another language than the page's."""
    if entry.use == "acronym":
        return entry.language not in ("", language) and len(entry.text) <= _ACRONYM
    return entry.use == "local"


def _at_home(thing: Thing, named: Mapping[str, int], words: Vocabulary) -> bool:
    """The thing, one of its parents, its country or its implementer is named on the page."""
    if thing.key in named or any(country in named for country in thing.country):
        return True
    if any(to in named for by, to in thing.links if by in ("implementer", "subOrganizationOf")):
        return True
    parent = words.things.get(thing.parent)
    return parent is not None and _at_home(parent, named, words)


def _strength(entry: Entry, named: Mapping[str, int], words: Vocabulary) -> int:
    """How much on the page speaks for this meaning of a shared label."""
    thing = entry.thing
    score = 4 * (thing.key in named)
    score += 2 * any(country in named for country in thing.country)
    score += 2 * (thing.parent in named) if thing.parent else 0
    score += any(to in named for by, to in thing.links if by == "implementer")
    grand = words.things.get(thing.parent)
    score += 1 if grand is not None and grand.parent in named else 0
    return score + (entry.use in ("name", "other"))
