"""Facts: what the cells of a row name, as mentions and partnerships."""

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import cast

import msgspec

from rochdale.loaders.document import Document, Entry, Fact, Pairing, Span
from rochdale.loaders.extraction.acronyms import definitions
from rochdale.loaders.extraction.names import Gazetteer
from rochdale.loaders.extraction.organisations import Organisation
from rochdale.loaders.extraction.partnerships import are_kin, full_name
from rochdale.loaders.items import EntityClass, Mention, Partnership
from rochdale.loaders.tables.faults import Faults
from rochdale.loaders.tables.known import Known, Meaning
from rochdale.loaders.tables.limits import MAX_PAIRS

_RULE = "table-column"
_CONSTANT = "table-constant"
_CONFIDENCE = {_RULE: 0.95, _CONSTANT: 0.9}
_MAX_NAME = {"organisation": 300, "project": 300, "person": 200}
_MAX_ACRONYM = 40
_QUOTED = 1_000
_AROUND = 400
_WIDEST = 200
_HINT = "say what it stands for by values in the mapping"


class Said(msgspec.Struct, frozen=True):
    """What the facts of one row say."""

    mentions: tuple[Mention, ...]
    partnerships: tuple[Partnership, ...]
    themes: tuple[str, ...]
    """Slugs, in the order of the row."""


class _Party(msgspec.Struct, frozen=True):
    """An organisation of a row, and the cell that names it."""

    organisation: Organisation
    fact: Fact


class Facts:
    """Reads the facts of one table's rows; what cannot be told is a fault."""

    def __init__(self, document: Document, names: Gazetteer, language: str, faults: Faults) -> None:
        self._text = document.text
        self._pairings = document.pairings
        self._words = names.words
        self._language = language
        self._known = Known(names, language)
        self._faults = faults

    def of(self, entry: Entry) -> Said:
        """What the facts of one row say."""
        row = entry.row or entry.title
        mentions: list[Mention] = []
        parties: list[_Party] = []
        countries: frozenset[str] = frozenset()
        for fact in sorted(entry.facts, key=_places_first):
            if countries == frozenset() and fact.of not in _PLACES:
                countries = frozenset(mention.key for mention in mentions if mention.of == "country")
            if fact.of == "organisation":
                found = self._organisation(fact, countries, entry.line)
                if found is not None:
                    parties.append(_Party(found, fact))
                    mentions.append(self._party_mention(parties[-1], row, entry.line))
            elif mention := self._thing(fact, countries, row, entry.line):
                mentions.append(mention)
        return Said(
            mentions=tuple(mentions),
            partnerships=tuple(self._partnership(*pair, row, entry.line) for pair in self._pairs(parties, entry.line)),
            themes=tuple(dict.fromkeys(one.key.rpartition("/")[2] for one in mentions if one.of == "theme")),
        )

    # -- things --------------------------------------------------------------------------------------------------------

    def _thing(self, fact: Fact, countries: frozenset[str], row: Span, line: int) -> Mention | None:
        meaning = self._meaning(fact, countries, line)
        if meaning is None:
            return None
        if thing := meaning.thing:
            name = self._label(thing.key) if thing.of in _PLACES else thing.name
            return self._mention(fact, row, line, of=cast("EntityClass", thing.of), key=thing.key, name=name)
        name = self._name(fact, line)
        if not name:
            return None
        acronym = fact.acronym[:_MAX_ACRONYM]
        shown = f"{name} ({acronym})" if acronym and acronym not in name else name
        mention = self._mention(fact, row, line, of=cast("EntityClass", fact.of), key="", name=shown)
        return msgspec.structs.replace(
            mention, acronym=acronym, affiliation=fact.affiliation, kind=self._concept(fact, "kind", fact.kind, line)
        )

    def _meaning(self, fact: Fact, countries: frozenset[str], line: int) -> Meaning | None:
        """What the words mean; None, and a fault, where that cannot be told."""
        found = Meaning()
        if fact.of in _PLACES:
            found = self._known.place(fact.value)
        elif fact.of == "theme":
            slug = self._known.concept(fact.value, "theme")
            listed = self._words.things.get(f"theme/{slug}")
            found = Meaning(listed) if listed else self._known.named(fact.value, "theme", countries)
        elif fact.of != "person":
            found = self._known.named(fact.value, fact.of, countries)
        listed = found.thing
        wrong = ""
        if found.several:
            wrong = _of_several(found)
        elif listed is None and fact.of in _LISTED:
            wrong = f"is no {fact.of} that the vocabulary lists; {_HINT}"
        elif fact.of == "region" and listed is not None and listed.of == "country":
            wrong = "is a country, not a region"
        if wrong:
            self._wrong(fact, line, wrong)
            return None
        return found

    def _wrong(self, fact: Fact, line: int, reason: str) -> None:
        self._faults.value(line, fact.of, fact.value, f'column "{fact.column}": {fact.value[:80]!r} {reason}')

    def _name(self, fact: Fact, line: int) -> str:
        """The name of a thing that nobody listed; "" and a fault where the words are none."""
        if not any(char.isalpha() for char in fact.value):
            self._wrong(fact, line, "is no name")
        elif len(fact.value) > _MAX_NAME[fact.of]:
            self._wrong(fact, line, f"is longer than a name: more than {_MAX_NAME[fact.of]} characters")
        else:
            return fact.value
        return ""

    def _concept(self, fact: Fact, of: str, words: str, line: int) -> str:
        """Slug of the role or kind that the words beside a fact name, or ""."""
        if not words:
            return ""
        slug = self._known.kind(words) if of == "kind" else self._known.concept(words, of)
        if not slug:
            self._wrong_beside(fact, of, words, line, f"is no {of}; {_HINT}")
        return slug

    def _wrong_beside(self, fact: Fact, of: str, words: str, line: int, reason: str) -> None:
        self._faults.value(line, of, words, f'beside column "{fact.column}": {words[:80]!r} {reason}')

    def _label(self, key: str) -> str:
        """The name of a listed place in the table's language, else in English."""
        thing = self._words.things[key]
        own = (one.text for one in thing.labels if one.use == "name" and one.language == self._language)
        return next(own, thing.name)

    # -- organisations -------------------------------------------------------------------------------------------------

    def _organisation(self, fact: Fact, countries: frozenset[str], line: int) -> Organisation | None:
        """The organisation that a cell names: a listed one, or one that is known by this table alone."""
        own = self._own_country(fact, line)
        meaning = self._known.named(fact.value, "organisation", countries, own)
        if meaning.several:
            self._wrong(fact, line, _of_several(meaning))
            return None
        rule = _rule(fact)
        sure = _CONFIDENCE[rule]
        if thing := meaning.thing:
            found = Organisation(
                fact.start, fact.end, thing.key, thing.name, rule, sure, thing.kind, parent=thing.parent
            )
        else:
            name, acronym = _defined(self._name(fact, line), fact.acronym[:_MAX_ACRONYM])
            if not name:
                return None
            kind = self._concept(fact, "kind", fact.kind, line) or self._known.kind_of_name(name)
            found = Organisation(fact.start, fact.end, "", name, rule, sure, kind, country=own, acronym=acronym)
        found.role = self._concept(fact, "role", fact.role, line)
        return found

    def _own_country(self, fact: Fact, line: int) -> str:
        """Key of the country that stands beside an organisation, or ""."""
        found = self._known.place(fact.country) if fact.country else Meaning()
        if fact.country and (found.thing is None or found.thing.of != "country"):
            self._wrong_beside(fact, "country", fact.country, line, "is no country that the vocabulary lists")
            return ""
        return found.thing.key if found.thing else ""

    def _party_mention(self, party: _Party, row: Span, line: int) -> Mention:
        one = party.organisation
        thing = self._words.things.get(one.key)
        mention = self._mention(party.fact, row, line, of="organisation", key=one.key, name=full_name(one, self._words))
        return msgspec.structs.replace(
            mention,
            role=one.role,
            parent=thing.parent if thing is not None and thing.kind == "unit" else "",
            kind=one.kind,
            acronym=one.acronym,
            country=one.country,
        )

    # -- partnerships --------------------------------------------------------------------------------------------------

    def _pairs(self, parties: Sequence[_Party], line: int) -> Iterator[tuple[Pairing, _Party, _Party]]:
        """Each two organisations of a row that the mapping says work together, each once."""
        seen: set[tuple[str, str, str]] = set()
        for pairing in self._pairings if parties else ():
            first = [party for party in parties if _is_one_of(party, pairing.first)]
            second = [party for party in parties if _is_one_of(party, pairing.second)]
            count = len(first) * len(second) if pairing.second else len(first) * (len(first) - 1) // 2
            if count > MAX_PAIRS:
                reason = f"the row states {count:,} partnerships, more than {MAX_PAIRS:,}; they are left out"
                self._faults.value(line, "partnerships", pairing.relation, reason)
                continue
            for one, other in product(first, second) if pairing.second else combinations(first, 2):
                low, high = sorted((_ident(one.organisation), _ident(other.organisation)))
                if low != high and (low, high, pairing.relation) not in seen:
                    seen.add((low, high, pairing.relation))
                    if not are_kin(one.organisation, other.organisation, self._words):
                        yield pairing, one, other

    def _partnership(self, pairing: Pairing, first: _Party, second: _Party, row: Span, line: int) -> Partnership:
        start, end = first.fact.start, first.fact.end
        if (
            first.fact.column == second.fact.column
            and max(end, second.fact.end) - min(start, second.fact.start) <= _WIDEST
        ):
            start, end = min(start, second.fact.start), max(end, second.fact.end)
        rule = _CONSTANT if first.fact.constant or second.fact.constant else _RULE
        return Partnership(
            first=_ident(first.organisation),
            second=_ident(second.organisation),
            first_name=full_name(first.organisation, self._words),
            second_name=full_name(second.organisation, self._words),
            relation=pairing.relation,
            words=self._text[start:end],
            start=start,
            end=end,
            sentence=self._quote(row, start, end),
            line=line,
            rule=rule,
            confidence=_CONFIDENCE[rule],
        )

    # -- words ---------------------------------------------------------------------------------------------------------

    def _mention(self, fact: Fact, row: Span, line: int, *, of: EntityClass, key: str, name: str) -> Mention:
        rule = _rule(fact)
        return Mention(
            of=of,
            key=key,
            name=name,
            words=self._text[fact.start : fact.end][:_QUOTED],
            start=fact.start,
            end=fact.end,
            sentence=self._quote(row, fact.start, fact.end),
            line=line,
            rule=rule,
            confidence=_CONFIDENCE[rule],
        )

    def _quote(self, row: Span, start: int, end: int) -> str:
        """The cells of the row; of a long row those around the words."""
        if row[1] - row[0] <= _QUOTED:
            return self._text[slice(*row)]
        begin, stop = max(row[0], start - _AROUND), min(row[1], end + _AROUND)
        return f"{'…' if begin > row[0] else ''}{self._text[begin:stop]}{'…' if stop < row[1] else ''}"


_PLACES = frozenset({"country", "region"})
_LISTED = frozenset({"country", "region", "theme"})
"""What the vocabulary lists in full: a value that it does not list is wrong."""


def _places_first(fact: Fact) -> bool:
    return fact.of not in _PLACES


def _of_several(meaning: Meaning) -> str:
    return f"may mean {', '.join(meaning.several)}; {_HINT}"


def _rule(fact: Fact) -> str:
    return _CONSTANT if fact.constant else _RULE


def _defined(name: str, acronym: str) -> tuple[str, str]:
    """`Long Name (LN)`: the name and its acronym, where no column of its own gives that."""
    found = next(definitions(name), None) if name.endswith(")") and not acronym else None
    if found is None or found.start or found.end != len(name):
        return name, acronym
    return name[: found.paren].rstrip(), found.acronym


def _is_one_of(party: _Party, named: Sequence[str]) -> bool:
    return party.fact.column in named or (party.organisation.role in named and party.organisation.role != "")


def _ident(organisation: Organisation) -> str:
    return organisation.key or organisation.name
