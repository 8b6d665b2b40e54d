"""From the rows of a table to its record: what their cells name, and what their running text says."""

from typing import TypeVar

import msgspec

from rochdale.loaders.document import Document, Entry, Span
from rochdale.loaders.extraction.layer import read_layer
from rochdale.loaders.extraction.mentions import Mentions
from rochdale.loaders.extraction.names import Gazetteer
from rochdale.loaders.extraction.partnerships import partnerships, read_roles
from rochdale.loaders.extraction.parts import deal
from rochdale.loaders.extraction.passages import Sentences, passages, visible
from rochdale.loaders.extraction.themes import strongest
from rochdale.loaders.folding import fold
from rochdale.loaders.folding import key as fold_key
from rochdale.loaders.items import Item, Mention, Partnership, Record
from rochdale.loaders.layout.lines import Line, RawItem, line_meaning
from rochdale.loaders.tables.facts import Facts, Said
from rochdale.loaders.tables.faults import Faults

_MAX_SUMMARY = 2_000
_MAX_LABEL = 300
_Stated = TypeVar("_Stated", Mention, Partnership)


def read_rows(document: Document, names: Gazetteer, language: str) -> Record:
    """The record of a table: one item a row, in the order of the rows."""
    faults = Faults(document.source)
    rows = _Rows(document, names, language, faults)
    items = tuple(rows.item(entry) for entry in document.entries)
    return Record(
        document=document.sha256,
        slug=document.slug,
        source=document.source,
        media_type=document.media_type,
        reader=document.reader,
        url=document.url,
        captured=document.captured,
        language=language,
        publisher="",
        kind="listing",
        items=items,
        faults=tuple(sorted([*document.faults, *faults.all()], key=lambda one: (one.line, one.field, one.words))),
    )


class _Rows:
    """The state of reading one table."""

    def __init__(self, document: Document, names: Gazetteer, language: str, faults: Faults) -> None:
        self._text = document.text
        self._names = names
        self._words = names.words
        self._language = language
        self._faults = faults
        self._facts = Facts(document, names, language, faults)

    def item(self, entry: Entry) -> Item:
        """The item of one row."""
        start, end = entry.title
        label, type_, series, number = self._meaning(entry)
        said, told = self._facts.of(entry), self._prose(entry)
        stated = {_identity(one) for one in said.partnerships}
        return Item(
            part="entry",
            title=self._text[start:end],
            title_start=start,
            title_end=end,
            line=entry.line,
            language=entry.language or self._language,
            type=type_,
            type_rule="type-line" if label else "layout",
            label=label,
            label_start=entry.label[0] if label and entry.label else -1,
            label_line=entry.line if label else 0,
            date=entry.date,
            series=self._words.things[series].name if series else "",
            series_key=series,
            series_number=number,
            summary=self._text[slice(*entry.lead)][:_MAX_SUMMARY] if entry.lead else "",
            url=entry.url,
            mentions=tuple(sorted([*said.mentions, *told.mentions], key=_by_place)),
            partnerships=(*said.partnerships, *(one for one in told.partnerships if _identity(one) not in stated)),
            themes=tuple(dict.fromkeys([*said.themes, *told.themes])),
        )

    def _meaning(self, entry: Entry) -> tuple[str, str, str, str]:
        """Label, type, key of the series and number in it: by a cell of the row, else by the mapping."""
        if entry.label is None:
            return "", entry.type, entry.series, ""
        label = self._text[slice(*entry.label)]
        meaning, number = line_meaning(label, fold_key(label), self._words)
        if meaning is None or meaning.of == "topic" or not meaning.type:
            reason = f"{label[:80]!r} names no type of items or series; say what it stands for by values in the mapping"
            self._faults.value(entry.line, "type", label, reason)
            return "", entry.type, entry.series, ""
        return label[:_MAX_LABEL], meaning.type, meaning.key if meaning.of == "series" else entry.series, number

    def _prose(self, entry: Entry) -> Said:
        """What the cells of running text say: each row for itself, as if it were a page."""
        if not entry.prose:
            return Said((), (), ())
        begin = min(start for start, _ in (entry.title, *entry.prose))
        text = self._text[begin : max(end for _, end in entry.prose)]
        below = [span for span in entry.prose if span != entry.title]
        raw = RawItem("entry", self._line(entry.title, entry.line, begin))
        raw.lead += [self._line(span, entry.line, begin) for span in below if span == entry.lead]
        raw.body += [self._line(span, entry.line, begin) for span in below if span != entry.lead]
        shown = [one for one in passages((raw,)) if one.zone != "title" or entry.title in entry.prose]
        seen, folded = visible(text, shown), visible(fold(text), shown, line_end=" ")
        layer = read_layer(seen, folded, (raw,), self._names, self._language)
        (part,) = deal(layer, shown, 1, listing=False)
        sentences = Sentences(text)
        stated = read_roles(text, part, sentences, interview=False)
        themes, terms = strongest(part.terms)
        mentions = Mentions(text, sentences, self._words, self._language).of(part, themes, terms)
        return Said(
            mentions=tuple(_moved(one, begin) for one in mentions),
            partnerships=tuple(_moved(one, begin) for one in partnerships(text, stated, self._words)),
            themes=themes,
        )

    def _line(self, span: Span, number: int, begin: int) -> Line:
        start, end = span
        return Line(self._text[start:end], start - begin, end - begin, number, indent=0, gap=False)


def _identity(stated: Partnership) -> tuple[str, str, str]:
    low, high = sorted((stated.first, stated.second))
    return low, high, stated.relation


def _by_place(mention: Mention) -> tuple[int, int, str, str, str]:
    return mention.start, mention.end, mention.of, mention.key, mention.rule


def _moved(stated: _Stated, by: int) -> _Stated:
    return msgspec.structs.replace(stated, start=stated.start + by, end=stated.end + by)
