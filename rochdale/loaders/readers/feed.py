"""Feeds: RSS, Atom and JSON Feed, each entry an item that the source itself sets apart.

The date of an entry is the day that it says it was published, where it was published: no time zone moves it. An entry
of Atom or JSON Feed that says only when it was updated has that day for want of another, provided that no entry of the
feed says when it was published, and that they do not all say the same: then it is when the feed was made.
"""

import re
from collections.abc import Iterator, Sequence
from email.utils import parsedate

from rochdale.loaders.dates import MAX_DATE_LINE, date_line
from rochdale.loaders.document import Capture, Document, Entry, Span
from rochdale.loaders.folding import key
from rochdale.loaders.items import Fault
from rochdale.loaders.layout.lines import line_meaning
from rochdale.loaders.readers.capture import CONTROLS, refuse_large
from rochdale.loaders.readers.feeds.entries import Feed, FeedEntry
from rochdale.loaders.readers.feeds.json_feed import read_json_feed
from rochdale.loaders.readers.feeds.syndicated import read_syndicated
from rochdale.loaders.vocabulary import Vocabulary, vocabulary

NAME = "feed"
MAX_TITLE = 300
_MAX_DATE = 100
_ISO = re.compile(r"\d{4}-\d{2}(?:-\d{2})?(?![\d-])")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?!\d)")
_CLOCK_AND_ZONE = re.compile(
    r"[T,]?\s*\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?\s*(?:[AP]M\b)?\s*(?:[+-]\d{2}:?\d{2}|[A-Z]{1,5})?\s*$", re.I
)
_WEEKDAY = re.compile(r"^[^\W\d]{2,10}\.?,\s+(?=\d)")
_SENTENCE = re.compile(r".*?[.!?…](?=\s|$)")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?![A-Za-z])")
_CUT = re.compile(r"[\s.…]*(?:\[(?:…|\.\.\.|&hellip;)?\])?[\s.…]*$")
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{")


def read_feed(capture: Capture) -> Document:
    """Read one feed: its title is the page, each entry an item with title, address, date, summary and text.

    Raises:
        SourceError: it is larger than a page may be, or cannot be read.
    """
    refuse_large(capture)
    feed = read_json_feed(capture) if _JSON.match(capture.data) else read_syndicated(capture)
    sheet = _Sheet(capture.source, vocabulary())
    sheet.write(feed)
    language = _LANGUAGE.match(feed.language)
    return Document(
        source=capture.source,
        slug=capture.slug,
        text="\n".join(sheet.lines) + "\n",
        sha256=capture.sha256,
        media_type=feed.media_type,
        reader=NAME,
        url=capture.url,
        captured=capture.captured,
        language=language[0].lower() if language else "",
        entries=tuple(sheet.entries),
        faults=tuple(sheet.faults),
    )


class _Sheet:
    """A feed laid out as the text of a page: label, title, date and text of each entry, a blank line between."""

    def __init__(self, source: str, words: Vocabulary) -> None:
        self._source = source
        self._words = words
        self._at = 0
        self.lines: list[str] = []
        self.entries: list[Entry] = []
        self.faults: list[Fault] = []

    def write(self, feed: Feed) -> None:
        """Lay out the whole of it."""
        if title := _one_line(feed.title)[:MAX_TITLE]:
            at = self._put([title])
            self.entries.append(Entry(title=at, page=True, lead=self._put_any(_lines(feed.summary)), url=feed.url))
        by_update = _tell_by_update(feed.entries)
        for entry in _distinct(feed.entries):
            self._put([""])
            self._entry(entry, entry.published or (entry.updated if by_update else ""))
        if feed.broken:
            self._fault(feed.line, "xml", "", f"{feed.broken}; what stands before is read")

    def _entry(self, entry: FeedEntry, date: str) -> None:
        title, lead, body = _parts(entry)
        if not title:
            words = (entry.url or entry.identity)[:80]
            self._fault(len(self.lines), "title", words, "an entry has neither title nor text; it is left out")
            return
        label = next((label for label in map(_one_line, entry.labels) if self._names_a_type(label)), "")
        label_at = self._put_any([label] if label else [])
        title_at = self._put([title])
        shown = _one_line(date)[:_MAX_DATE]
        self.entries.append(
            Entry(
                title=title_at,
                label=label_at,
                date=_day(shown),
                date_at=self._put_any([shown] if shown else []),
                lead=self._put_any(lead),
                body=self._put_any(body),
                url=entry.url,
            )
        )

    def _names_a_type(self, label: str) -> bool:
        if not label or len(label) > MAX_TITLE:
            return False
        meaning, _ = line_meaning(label, key(label), self._words)
        return meaning is not None and bool(meaning.type)

    def _put(self, lines: Sequence[str]) -> Span:
        start = self._at
        self.lines += lines
        self._at += sum(len(line) + 1 for line in lines)
        return start, self._at

    def _put_any(self, lines: Sequence[str]) -> Span | None:
        return self._put(lines) if lines else None

    def _fault(self, line: int, field: str, words: str, reason: str) -> None:
        self.faults.append(Fault(source=self._source, line=line, field=field, words=words, reason=reason))


# -- entries -----------------------------------------------------------------------------------------------------------


def _distinct(entries: Sequence[FeedEntry]) -> Iterator[FeedEntry]:
    """Each entry once; two of one identity and title are one, the first of them."""
    met = set()
    for entry in entries:
        same = (entry.identity or entry.url or f"{entry.summary}\n{entry.content}", _one_line(entry.title))
        if same not in met:
            met.add(same)
            yield entry


def _parts(entry: FeedEntry) -> tuple[str, list[str], list[str]]:
    """Title, summary and text of an entry; an entry without title is called by its first sentence."""
    title = _one_line(entry.title)
    lead, body = _lines(entry.summary), _lines(entry.content)
    if body and _begins(body, lead):
        lead, body = body[:1], body[1:]
    if lead[:1] == [title]:
        lead = lead[1:]
    if not title and (lead or body):
        first = lead if lead else body
        title, rest = _first_sentence(first[0])
        first[:1] = [rest] if rest else []
    return _shortened(title), lead, body


def _begins(body: Sequence[str], lead: Sequence[str]) -> bool:
    """Whether the text begins with the words of the summary, which then only repeats or cuts it."""
    words = _CUT.sub("", " ".join(lead))
    return " ".join(body)[: len(words)] == words


def _first_sentence(line: str) -> tuple[str, str]:
    sentence = _SENTENCE.match(line)
    end = sentence.end() if sentence else len(line)
    title = _shortened(line[:end])
    return title, line[len(title) :].strip()


def _shortened(title: str) -> str:
    """As long as a title may be, cut between words."""
    return title if len(title) <= MAX_TITLE else title[:MAX_TITLE].rpartition(" ")[0] or title[:MAX_TITLE]


def _one_line(text: str) -> str:
    return " ".join((text if text.isprintable() else text.translate(CONTROLS)).split())


def _lines(text: str) -> list[str]:
    return [line for line in map(_one_line, text.splitlines()) if line]


# -- dates -------------------------------------------------------------------------------------------------------------


def _tell_by_update(entries: Sequence[FeedEntry]) -> bool:
    """Whether the day of an update stands for that of publication."""
    updates = [entry.updated for entry in entries if entry.updated]
    return not any(entry.published for entry in entries) and (len(entries) == 1 or len(set(updates)) > 1)


def _day(written: str) -> str:
    """The day that a date names, ISO, where it was written; what names none comes back as it is."""
    if _ISO.match(written):
        return written
    if compact := _COMPACT.match(written):
        return "-".join(compact.groups())
    if parsed := _mail_date(written):
        return parsed
    found = date_line(_WEEKDAY.sub("", _CLOCK_AND_ZONE.sub("", written), count=1)[:MAX_DATE_LINE])
    return found.iso if found is not None and found.iso else written


def _mail_date(written: str) -> str:
    """A date as RFC 822 has it, which RSS asks for."""
    try:
        parsed = parsedate(written)
    except (ValueError, IndexError, OverflowError):
        return ""
    return f"{parsed[0]:04}-{parsed[1]:02}-{parsed[2]:02}" if parsed else ""
