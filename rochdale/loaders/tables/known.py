"""Known: what the cell of a table means, where the vocabulary lists it."""

from collections.abc import Iterable
from functools import cache

import msgspec

from rochdale.loaders.extraction.head_nouns import head_kind, heads
from rochdale.loaders.extraction.names import Gazetteer, Hit, choose
from rochdale.loaders.folding import fold
from rochdale.loaders.folding import key as fold_key
from rochdale.loaders.vocabulary import Thing, Vocabulary


class Meaning(msgspec.Struct, frozen=True, gc=False):
    """What a cell means: a listed thing, or nothing listed; or several things, and nothing tells which."""

    thing: Thing | None = None
    several: tuple[str, ...] = ()
    """Keys of the things that it may mean."""


_NOTHING = Meaning()
_CONCEPTS = ("name", "other", "head")


class Known:
    """Looks values of cells up in the vocabulary. A value means a thing only as a whole, never by a part of it."""

    def __init__(self, names: Gazetteer, language: str) -> None:
        self._names = names
        self._words = names.words
        self._language = language
        self._meant: dict[tuple[str, str, frozenset[str], str], Meaning] = {}
        self._kinds: dict[str, str] = {}
        self._places = places(self._words)

    def place(self, value: str) -> Meaning:
        """A country or region by its name in any language, its alpha-2, alpha-3 or M49 code."""
        keys = self._places.get(_place_key(value), ())
        if len(keys) > 1:
            return Meaning(several=keys)
        return Meaning(self._words.things[keys[0]]) if keys else _NOTHING

    def named(self, value: str, of: str, countries: frozenset[str], own: str = "") -> Meaning:
        """An organisation, project or theme by a name or acronym, in full.

        Args:
            value: the words.
            of: the class of the thing.
            countries: keys of the countries that the row names: a local name counts where its thing is at home.
            own: key of the thing's own country, where the row tells it: of namesakes none from elsewhere is meant.
        """
        at = value, of, countries, own
        found = self._meant.get(at)
        if found is None:
            found = self._meant[at] = self._named(value, of, countries, own)
        return found

    def _named(self, value: str, of: str, countries: frozenset[str], own: str) -> Meaning:
        hit = self._whole(value, of)
        if hit is None:
            return self._with_acronym(value, of, countries, own)
        entries = tuple(entry for entry in hit.entries if not own or own in (entry.thing.country or (own,)))
        # in a column of organisations an acronym is one in whatever language, and never a word
        sure = {entry.thing.key for entry in entries if entry.use != "local"}
        if len(sure) == 1:
            return Meaning(self._words.things[sure.pop()])
        at_home = dict.fromkeys({own} - {""} or countries, 1)
        hits = [Hit(hit.start, hit.end, entries)] if entries else []
        chosen = next(choose(hits, at_home, self._words, self._language), None)
        return Meaning(several=tuple(sorted(sure))) if chosen is None else Meaning(chosen.entry.thing)

    def _with_acronym(self, value: str, of: str, countries: frozenset[str], own: str) -> Meaning:
        """`Name (ACRONYM)`, where both are those of one thing."""
        name, bracket, rest = value.rpartition(" (")
        if not bracket or not rest.endswith(")"):
            return _NOTHING
        found = self.named(name, of, countries, own)
        its = found.thing is not None and any(
            label.text == rest[:-1] for label in found.thing.labels if label.use in ("acronym", "name", "other")
        )
        return found if its else _NOTHING

    def _whole(self, value: str, of: str) -> Hit | None:
        """The hit that is all of the value."""
        hits = (
            hit for hit in self._names.find(value, fold(value)).get(of, ()) if hit.start == 0 and hit.end == len(value)
        )
        return _without_hints(next(hits, None))

    def concept(self, value: str, of: str) -> str:
        """Slug of the role, kind or theme that a value names by its slug or a label, or ""."""
        return concepts(self._words, of).get(fold_key(value), "")

    def kind(self, value: str) -> str:
        """Slug of a kind by its name, or by a head noun that opens or closes it (`Coopérative agricole`), or ""."""
        if exact := self.concept(value, "kind"):
            return exact
        return self.kind_of_name(value)

    def kind_of_name(self, name: str) -> str:
        """Slug of the kind that the head noun of an organisation's name shows, or ""."""
        found = self._kinds.get(name)
        if found is None:
            found = head_kind(name.split(), heads(self._words))
            found = self._kinds[name] = "" if found == "none" else found
        return found


def _without_hints(hit: Hit | None) -> Hit | None:
    """Without the labels that only hint at a theme."""
    if hit is None or hit.of != "theme":
        return hit
    sure = tuple(entry for entry in hit.entries if not entry.hidden)
    return Hit(hit.start, hit.end, sure) if sure else None


def _place_key(value: str) -> str:
    if value.isdecimal() and len(value) <= 3:
        return value.zfill(3)
    return fold_key(value)


@cache
def places(words: Vocabulary) -> dict[str, tuple[str, ...]]:
    """Countries and regions by folded name and by code; a name goes before a code."""
    found: dict[str, tuple[str, ...]] = {}
    for uses in (("name",), ("other", "acronym", "local"), ()):
        level: dict[str, list[str]] = {}
        for of in ("country", "region"):
            for thing in words.of(of):
                for text in _called(thing, uses):
                    if thing.key not in level.setdefault(text, []):
                        level[text].append(thing.key)
        for text, keys in level.items():
            found.setdefault(text, tuple(keys))
    found.pop("", None)
    return found


def _called(thing: Thing, uses: Iterable[str]) -> list[str]:
    if not uses:
        return [value if value.isdecimal() else fold_key(value) for _, value in thing.codes]
    return [fold_key(label.text) for label in thing.labels if label.use in uses]


@cache
def concepts(words: Vocabulary, of: str) -> dict[str, str]:
    """Slugs of the things of a small list, by folded slug and label; a label that two have counts for neither."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for thing in words.of(of):
        labels = [label for label in thing.labels if label.use in _CONCEPTS and (of == "column" or not label.hidden)]
        texts = {fold_key(label.text) for label in labels}
        for text in texts | {fold_key(thing.slug)}:
            if found.setdefault(text, thing.slug) != thing.slug:
                twice.add(text)
    return {text: slug for text, slug in found.items() if text not in twice and text and slug != "none"}
