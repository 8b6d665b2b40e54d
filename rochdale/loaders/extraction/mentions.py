"""Mentions: what an item names as the records keep it, each with its words, place, sentence, rule and confidence."""

from collections.abc import Sequence
from operator import attrgetter

from rochdale.loaders.extraction.names import CONFIDENCE, Hit
from rochdale.loaders.extraction.organisations import Organisation
from rochdale.loaders.extraction.partnerships import full_name
from rochdale.loaders.extraction.parts import Part, Spanned
from rochdale.loaders.extraction.passages import Passage, Sentences
from rochdale.loaders.extraction.themes import Terms
from rochdale.loaders.items import Mention
from rochdale.loaders.vocabulary import Vocabulary

_HINT = 0.5
_BY_PLACE = attrgetter("start", "end", "of", "key")


class Mentions:
    """Makes the mentions of one document's items."""

    def __init__(self, text: str, sentences: Sentences, words: Vocabulary, language: str) -> None:
        self._text = text
        self._sentences = sentences
        self._words = words
        self._language = language

    def of(self, part: Part, themes: Sequence[str], terms: Terms) -> tuple[Mention, ...]:
        """All mentions of an item, by place; of its theme terms those of the themes it has."""
        found = [
            *self._organisations(part),
            *self._places(part),
            *self._projects(part),
            *self._persons(part),
            *self._terms(themes, terms),
        ]
        found.sort(key=_BY_PLACE)
        return tuple(found)

    def _words_of(self, found: Spanned) -> str:
        """The exact words of the page, on one line."""
        words = self._text[found.start : found.end]
        if "\n" in words or "  " in words or "\u00a0" in words:
            return " ".join(words.split())
        return words

    def _organisations(self, part: Part) -> list[Mention]:
        return [self._organisation(one, passage) for one, passage in part.organisations]

    def _organisation(self, one: Organisation, passage: Passage) -> Mention:
        thing = self._words.things.get(one.key)
        its_parent = thing.parent if thing is not None and thing.kind == "unit" else ""
        return Mention(
            of="organisation",
            key=one.key,
            name=full_name(one, self._words),
            words=self._words_of(one),
            start=one.start,
            end=one.end,
            sentence=self._sentences.quote(passage, one.start),
            line=passage.line,
            rule=one.rule,
            confidence=one.confidence,
            role=one.role,
            parent=one.parent if thing is None else its_parent,
            kind=one.kind,
            acronym=one.acronym,
            country=one.country,
        )

    def _places(self, part: Part) -> list[Mention]:
        return [self._place(hit, passage) for hit, passage in part.places]

    def _place(self, hit: Hit, passage: Passage) -> Mention:
        entry, words = hit.entry, self._words_of(hit)
        as_worded = entry.of == "region" and entry.use in ("name", "other")
        return Mention(
            of="country" if entry.of == "country" else "region",
            key=entry.key,
            name=words if as_worded else self._words.place_names.get((entry.key, self._language), entry.thing.name),
            words=words,
            start=hit.start,
            end=hit.end,
            sentence=self._sentences.quote(passage, hit.start),
            line=passage.line,
            rule=entry.rule,
            confidence=CONFIDENCE[entry.rule],
        )

    def _projects(self, part: Part) -> list[Mention]:
        return [
            Mention(
                of="project",
                key=one.key,
                name=one.name,
                words=self._words_of(one),
                start=one.start,
                end=one.end,
                sentence=self._sentences.quote(passage, one.start),
                line=passage.line,
                rule=one.rule,
                confidence=one.confidence,
            )
            for one, passage in part.projects
        ]

    def _persons(self, part: Part) -> list[Mention]:
        return [
            Mention(
                of="person",
                key="",
                name=one.name,
                words=self._words_of(one),
                start=one.start,
                end=one.end,
                sentence=self._sentences.quote(passage, one.start),
                line=passage.line,
                rule=one.rule,
                confidence=one.confidence,
                affiliation=one.affiliation,
            )
            for one, passage in part.persons
        ]

    def _terms(self, themes: Sequence[str], terms: Terms) -> list[Mention]:
        return [
            Mention(
                of="theme",
                key=entry.key,
                name=entry.thing.name,
                words=self._words_of(hit),
                start=hit.start,
                end=hit.end,
                sentence=self._sentences.quote(passage, hit.start),
                line=passage.line,
                rule=entry.rule,
                confidence=_HINT if entry.hidden else CONFIDENCE[entry.rule],
            )
            for slug in themes
            for hit, entry, passage in terms[slug]
        ]
