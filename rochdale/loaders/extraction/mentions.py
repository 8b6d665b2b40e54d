"""Mentions: what an item names as the records keep it, each with its words, place, sentence, rule and confidence."""

from collections.abc import Iterator, Sequence
from typing import TypedDict

from rochdale.loaders.extraction.names import CONFIDENCE
from rochdale.loaders.extraction.partnerships import full_name
from rochdale.loaders.extraction.parts import Part, Spanned
from rochdale.loaders.extraction.passages import Passage, Sentences
from rochdale.loaders.extraction.themes import Terms
from rochdale.loaders.items import Mention
from rochdale.loaders.vocabulary import Thing, Vocabulary

_HINT = 0.5


class _Where(TypedDict):
    """What every mention says of its place."""

    words: str
    start: int
    end: int
    sentence: str
    line: int


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
        found.sort(key=lambda mention: (mention.start, mention.end, mention.of, mention.key))
        return tuple(found)

    def _where(self, found: Spanned, passage: Passage) -> _Where:
        words = self._text[found.start : found.end]
        if "\n" in words or "  " in words or "\u00a0" in words:
            words = " ".join(words.split())
        return {
            "words": words,
            "start": found.start,
            "end": found.end,
            "sentence": self._sentences.quote(passage, found.start),
            "line": passage.line,
        }

    def _organisations(self, part: Part) -> Iterator[Mention]:
        for one, passage in part.organisations:
            thing = self._words.things.get(one.key)
            yield Mention(
                of="organisation",
                key=one.key,
                name=full_name(one, self._words),
                **self._where(one, passage),
                rule=one.rule,
                confidence=one.confidence,
                role=one.role,
                parent=thing.parent
                if thing is not None and thing.kind == "unit"
                else one.parent
                if thing is None
                else "",
                kind=one.kind,
                acronym=one.acronym,
                country=one.country,
            )

    def _places(self, part: Part) -> Iterator[Mention]:
        for hit, passage in part.places:
            entry = hit.entry
            where = self._where(hit, passage)
            as_worded = entry.of == "region" and entry.use in ("name", "other")
            yield Mention(
                of="country" if entry.of == "country" else "region",
                key=entry.thing.key,
                name=where["words"] if as_worded else self._label(entry.thing),
                **where,
                rule=entry.rule,
                confidence=CONFIDENCE[entry.rule],
            )

    def _label(self, thing: Thing) -> str:
        """Preferred label in the page's language, else in English."""
        labels = (label.text for label in thing.labels if label.use == "name" and label.language == self._language)
        return next(labels, thing.name)

    def _projects(self, part: Part) -> Iterator[Mention]:
        for one, passage in part.projects:
            yield Mention(
                of="project",
                key=one.key,
                name=one.name,
                **self._where(one, passage),
                rule=one.rule,
                confidence=one.confidence,
            )

    def _persons(self, part: Part) -> Iterator[Mention]:
        for one, passage in part.persons:
            yield Mention(
                of="person",
                key="",
                name=one.name,
                **self._where(one, passage),
                rule=one.rule,
                confidence=one.confidence,
                affiliation=one.affiliation,
            )

    def _terms(self, themes: Sequence[str], terms: Terms) -> Iterator[Mention]:
        for slug in themes:
            for term in terms[slug]:
                hit, entry = term.hit, term.entry
                yield Mention(
                    of="theme",
                    key=entry.thing.key,
                    name=entry.thing.name,
                    **self._where(hit, term.passage),
                    rule=entry.rule,
                    confidence=_HINT if entry.hidden else CONFIDENCE[entry.rule],
                )
