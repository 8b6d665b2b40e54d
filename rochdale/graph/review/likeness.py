"""Likeness: which things may be one, with the reasons to think so. Only ever a suggestion.

Names are compared by their words. A word counts the more the fewer names have it; words of two languages are the same
if the vocabulary gives them one meaning (a country, a kind of organisation), or if they begin alike once the usual
changes of spelling are undone (federation, fédération, federación). Spelling as a whole is compared by rapidfuzz.

Not every name is compared with every other: only names that share a rare word, a pair of words, an acronym, or that
stand beside each other in order of spelling. So the work grows with the number of names, not with its square.
"""

import heapq
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from typing import Final

import msgspec
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from rochdale.graph.resolve import SMALL_WORDS
from rochdale.loaders.folding import key as fold_key
from rochdale.loaders.vocabulary import Vocabulary

LEAST: Final = 0.6
"""Likeness from which two things are suggested."""
MOST: Final = 5
"""Suggestions for one thing."""
_RARE = 3
"""Rarest words of a name by which others are looked for."""
_BLOCK = 48
"""Names of one block that are compared each with each; in a larger one each with its neighbours."""
_NEIGHBOURS = 5
_SPELLED_ALIKE = 0.86
_WORDS_AT_MOST = 0.97
"""What names of the same words but another spelling are alike."""
_BY_INITIAL = 0.75
_LETTERS_A_SLIP = 6
_STEM = 5
_LONGEST_MEANING = 5
"""Words of a phrase that has a meaning."""
_NO_KIND = "none"
"""The kind of nouns that show none."""
_NUMBER = re.compile(r"\d+")
_SAME_SOUND = (("ph", "f"), ("qu", "k"), ("ck", "k"), ("c", "k"), ("z", "s"), ("y", "i"), ("ti", "si"), ("ki", "si"))
"""Letters that languages of one origin write for each other."""


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """What is compared of a thing."""

    key: str
    of: str
    names: tuple[str, ...]
    acronyms: tuple[str, ...] = ()
    kind: str = ""
    countries: frozenset[str] = frozenset()
    settled: bool = False
    """Listed or accepted; two such things are not compared."""


class Likeness(msgspec.Struct, frozen=True, kw_only=True):
    """Two things that may be one."""

    first: str
    """Key; the lower of the two."""
    second: str
    score: float
    """From `LEAST` to 1."""
    reasons: tuple[str, ...]


def likenesses(things: Sequence[Named], words: Vocabulary) -> list[Likeness]:
    """The pairs that may be one thing, the likeliest first; only things of one class, and not two settled ones."""
    found: list[Likeness] = []
    for of in sorted({thing.of for thing in things}):
        ordered = sorted((thing for thing in things if thing.of == of), key=lambda thing: thing.key)
        found += _Comparison(ordered, words).likenesses()
    return sorted(found, key=lambda one: (-one.score, one.first, one.second))


def meanings(words: Vocabulary) -> dict[str, str]:
    """What phrases of names mean in any language: the names of countries and regions, and the nouns of kinds by stem.

    A noun that shows several kinds is left out.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for of in ("country", "region"):
        for thing in words.of(of):
            for label in thing.labels:
                if label.use in ("name", "other", "demonym"):
                    found[" ".join(plain_words(label.text))].add(thing.key)
    for thing in (thing for thing in words.of("kind") if thing.slug != _NO_KIND):
        for label in thing.labels:
            noun = plain_words(label.text)
            if label.use == "head" and len(noun) == 1:
                found[stem(noun[0])].add(thing.key)
    return {phrase: min(keys) for phrase, keys in found.items() if len(keys) == 1 and phrase}


def plain_words(name: str) -> list[str]:
    """The folded words of a name without small ones."""
    return [word for word in fold_key(name).split() if word not in SMALL_WORDS]


@lru_cache(1 << 16)
def stem(word: str) -> str:
    """How a folded word begins in any language of one origin."""
    for one, other in _SAME_SOUND:
        word = word.replace(one, other)
    return "".join(char for n, char in enumerate(word) if char != word[n - 1 : n])[:_STEM]


class _Form(msgspec.Struct, frozen=True):
    """One name, ready to be compared."""

    text: str
    folded: str
    words: frozenset[str]
    """Stems and meanings; of persons the words themselves."""
    numbers: frozenset[str]
    initials: str


class _Comparison:
    """The things of one class, how rare their words are, and which of them stand near each other."""

    def __init__(self, things: Sequence[Named], words: Vocabulary) -> None:
        self._things = things
        self._meanings = meanings(words)
        self._forms = [tuple(self._form(name, thing.of) for name in dict.fromkeys(thing.names)) for thing in things]
        count = Counter(word for forms in self._forms for word in {w for form in forms for w in form.words})
        self._weight = {word: math.log((len(things) + 1) / times) + 0.3 for word, times in count.items()}
        self._sums = [[self._sum(form.words) for form in forms] for forms in self._forms]
        self._short = [_short_names(thing) for thing in things]
        self._blocks: list[list[int]] = []
        self._places: list[list[tuple[int, int]]] = [[] for _ in things]
        """Of each thing: the blocks that it stands in, and where in them."""
        self._fill()

    def _form(self, name: str, of: str) -> _Form:
        plain = plain_words(name)
        initials = "".join(word[0] for word in plain) if len(plain) > 1 else ""
        words = frozenset(plain) if of == "person" else frozenset(self._meant(plain))
        return _Form(name, fold_key(name), words, frozenset(_NUMBER.findall(name)), initials)

    def _meant(self, words: Sequence[str]) -> Iterator[str]:
        """The meanings of the words, the longest phrases first; of words without one their stems."""
        at = 0
        while at < len(words):
            for length in range(min(_LONGEST_MEANING, len(words) - at), 0, -1):
                phrase = " ".join(words[at : at + length])
                meaning = self._meanings.get(phrase) or (self._meanings.get(stem(phrase)) if length == 1 else None)
                if meaning:
                    yield meaning
                    at += length
                    break
            else:
                yield stem(words[at])
                at += 1

    def _sum(self, words: Iterable[str]) -> float:
        return sum(self._weight[word] for word in sorted(words))

    # -- which pairs are looked at ---------------------------------------------------------------------------------

    def _fill(self) -> None:
        """Put each thing into its blocks, which are kept in the order of spelling."""
        blocks: dict[str, set[tuple[str, int]]] = defaultdict(set)
        for number, thing in enumerate(self._things):
            for acronym in thing.acronyms:
                blocks[f"={fold_key(acronym)}"].add(("", number))
            for form in self._forms[number]:
                for name in self._block_names(form):
                    blocks[name].add((form.folded, number))
                blocks["<"].add((form.folded.replace(" ", ""), number))
                blocks[">"].add((form.folded.replace(" ", "")[::-1], number))
        for name in sorted(blocks):
            block = [number for _, number in sorted(blocks[name])]
            if len(set(block)) > 1:
                for place, number in enumerate(block):
                    self._places[number].append((len(self._blocks), place))
                self._blocks.append(block)

    def _block_names(self, form: _Form) -> Iterator[str]:
        rarest = sorted(form.words, key=lambda word: (-self._weight[word], word))
        yield from rarest[:_RARE]
        for pair in combinations(rarest[: _RARE + 1], 2):
            yield " ".join(sorted(pair))
        if form.initials:
            yield f"={form.initials}"
        if " " not in form.folded:
            yield f"={form.folded}"

    def _near(self, one: int) -> set[int]:
        """The later things that one is compared with."""
        near: set[int] = set()
        for number, place in self._places[one]:
            block = self._blocks[number]
            few = len(block) <= _BLOCK
            near.update(block if few else block[max(place - _NEIGHBOURS, 0) : place + _NEIGHBOURS + 1])
        return {other for other in near if other > one}

    def likenesses(self) -> list[Likeness]:
        """The pairs that may be one thing: of each unsettled one its likeliest."""
        best: dict[int, list[tuple[float, int, int, tuple[str, ...]]]] = defaultdict(list)
        for one, first in enumerate(self._things):
            for other in sorted(self._near(one)):
                second = self._things[other]
                if first.settled and second.settled:
                    continue
                if first.countries and second.countries and not first.countries & second.countries:
                    continue
                score, reasons = self._compared(one, other)
                if score < LEAST:
                    continue
                for number, thing in ((one, first), (other, second)):
                    if not thing.settled:
                        push = heapq.heappush if len(best[number]) < MOST else heapq.heappushpop
                        push(best[number], (score, -one, -other, tuple(reasons)))
        found = {pair[:3]: pair for pairs in best.values() for pair in pairs}
        return [
            Likeness(first=self._things[-one].key, second=self._things[-other].key, score=score, reasons=reasons)
            for score, one, other, reasons in found.values()
        ]

    # -- how alike they are ----------------------------------------------------------------------------------------

    def _compared(self, one: int, other: int) -> tuple[float, list[str]]:
        first, second = self._things[one], self._things[other]
        score, reasons = self._names_compared(one, other)
        shared = sorted({*first.acronyms}.intersection(second.acronyms)) if first.acronyms else []
        if shared:
            score = max(score + 0.25, LEAST) if score < 1 else score
            reasons = [*reasons, f"both are called {shared[0]}"]
        elif initials := self._initials(one, other) or self._initials(other, one):
            score, reasons = max(score, LEAST + 0.05), [*reasons, initials]
        if score < LEAST:
            return score, reasons
        if first.kind and second.kind and first.kind != second.kind:
            score -= 0.1
            reasons = [*reasons, f"but they differ in kind: {first.kind}, {second.kind}"]
        if first.countries & second.countries:
            score += 0.05
        return round(min(score, 1.0), 2), reasons

    def _names_compared(self, one: int, other: int) -> tuple[float, list[str]]:
        """How alike the likeliest names of two things are, and why."""
        person = self._things[one].of == "person"
        best, why = 0.0, ""
        names: tuple[str, str] = ("", "")
        for form, total in zip(self._forms[one], self._sums[one], strict=True):
            for second, second_total in zip(self._forms[other], self._sums[other], strict=True):
                if form.numbers != second.numbers:
                    continue
                score, how = self._forms_compared(form, second, total + second_total, person)
                if score > best:
                    best, why, names = score, how, (form.text, second.text)
        return best, [why.format(*names)] if why else []

    def _forms_compared(self, form: _Form, second: _Form, total: float, person: bool) -> tuple[float, str]:
        """How alike two names are, and how: a sentence with room for both."""
        if form.folded == second.folded:
            return 1.0, "both are called “{0}”"
        if person and _initial_alone(form, second):
            return _BY_INITIAL, "“{0}” may be “{1}”, by the initial"
        common = form.words & second.words
        score = min(2 * self._sum(common) / total, _WORDS_AT_MOST) if common else 0.0
        ratio = fuzz.ratio(form.folded, second.folded, score_cutoff=100 * _SPELLED_ALIKE) / 100
        if ratio > score and _slip(form.folded, second.folded):
            return ratio, "“{0}” is spelled like “{1}”"
        return (0.0, "") if person else (score, "“{0}” shares words with “{1}”" if score else "")

    def _initials(self, one: int, other: int) -> str:
        """That an acronym, or a name that is one, is made of the initials of the other's name."""
        for acronym in self._short[one]:
            for form in self._forms[other]:
                if len(form.initials) > 2 and form.initials == fold_key(acronym):
                    return f"{acronym} are the initials of “{form.text}”"
        return ""


def _slip(first: str, second: str) -> bool:
    """Whether what two names do not share differs by a letter or two: long words in common make any names alike."""
    one, other = first.split(), second.split()
    rest = " ".join(word for word in one if word not in other), " ".join(word for word in other if word not in one)
    return Levenshtein.distance(*rest) <= max(1, max(map(len, rest)) // _LETTERS_A_SLIP)


def _short_names(thing: Named) -> tuple[str, ...]:
    """Acronyms, and names that are one."""
    return tuple(sorted({*thing.acronyms, *(name for name in thing.names if name.isupper() and " " not in name)}))


def _initial_alone(first: _Form, second: _Form) -> bool:
    """Whether two persons of one family name have first names of which one is the initial of the other."""
    given, family = first.folded.split(), second.folded.split()
    if len(given) < 2 or len(family) < 2 or given[-1] != family[-1] or given[0] == family[0]:
        return False
    short, long = sorted((given[0], family[0]), key=len)
    return len(short) == 1 and long.startswith(short)
