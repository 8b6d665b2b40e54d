"""Projects: listed ones, and names in quotation marks or capitals beside words such as project or training package."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rochdale.loaders.extraction.names import CONFIDENCE, Hit, choose, settle
from rochdale.loaders.extraction.spans import Spans
from rochdale.loaders.vocabulary import Vocabulary

_NOUN = (
    r"(?:project|programme|program|initiative|training package|training tool|projet|outil|proyecto|programa|iniciativa|"
    r"paquete de formación|herramienta)s?"
)
_CALLED = r"(?:on|titled|entitled|called|named|intitulé|dénommé|appelé|titulado|denominado|llamado|sur|sobre)"
_QUOTED = re.compile(r"[“\"«][\s\u00a0]?([^”\"»“«\n]{6,180}?)[\s\u00a0]?[”\"»]")
_BEFORE_QUOTED = re.compile(rf"\b{_NOUN}\b(?:[ \u00a0]{_CALLED})?[ \u00a0:,]*$", re.I)
_REACH = 48
"""Characters before a quotation mark in which such words stand."""
_QUOTED_BEFORE = re.compile(rf"[“\"«][\s\u00a0]?([^”\"»“«\n]{{3,120}}?)[\s\u00a0]?[”\"»][ \u00a0]{_NOUN}\b")
_OPENING = re.compile(r"[“\"«]")
_CAP = r"[A-ZÀ-Þ][\w’'&/-]*"
_TITLED = re.compile(
    rf"\b[Pp]roject on (?:the )?({_CAP}(?:[ ,]+(?:and |of |for |in |the |through |with |to |on )*{_CAP}){{3,16}})"
)
_BEFORE_NOUN = re.compile(r"pro(?<=[ \u00a0]pro)(?:ject|gramme|jet|yecto)\b")
_IN_CAPITALS = re.compile(r"(?<!\w)[A-ZÀ-Þ][A-ZÀ-Þ0-9'’.-]{3,20}$")


@dataclass
class NamedProject:
    """A project named at a place in the text."""

    start: int
    end: int
    key: str
    """Key of a listed project, or ""."""
    name: str
    rule: str
    confidence: float
    kind: str = ""


def projects(
    text: str, hits: Iterable[Hit], named: Mapping[str, int], words: Vocabulary, language: str
) -> list[NamedProject]:
    """The projects that a document names, by place.

    Args:
        text: the document.
        hits: hits of listed projects.
        named: keys of things that the page names beyond doubt.
        words: the vocabulary.
        language: of the page.
    """
    found = []
    for hit in choose(settle(hits), named, words, language):
        thing, rule = hit.entry.thing, hit.entry.rule
        found.append(NamedProject(hit.start, hit.end, thing.key, thing.name, rule, CONFIDENCE[rule], thing.kind))
    for project in _unlisted(text):
        if not Spans((one.start, one.end) for one in found).touches(project.start, project.end):
            found.append(project)
    return sorted(found, key=lambda one: (one.start, -one.end))


def _unlisted(text: str) -> Iterator[NamedProject]:
    if "“" in text or '"' in text or "«" in text:
        for match in (*_quoted(text), *_QUOTED_BEFORE.finditer(text)):
            if match.group(1)[0].isupper():
                yield _named(match, "quoted-name", 0.8)
    if "roject on " in text:
        for match in _TITLED.finditer(text):
            yield _named(match, "quoted-name", 0.7)
    for noun in _BEFORE_NOUN.finditer(text):
        start, end = max(0, noun.start() - 25), noun.start() - 1
        if name := _IN_CAPITALS.search(text[start:end]):
            yield NamedProject(start + name.start(), end, "", name.group(), "head-noun", 0.7)


def _quoted(text: str) -> Iterator[re.Match[str]]:
    """Words in quotation marks behind a noun such as project, from mark to mark."""
    reach = 0
    for mark in _OPENING.finditer(text):
        at = mark.start()
        if at >= reach and _BEFORE_QUOTED.search(text, max(reach, at - _REACH), at):
            match = _QUOTED.match(text, at)
            if match is not None:
                yield match
                reach = match.end()


def _named(match: re.Match[str], rule: str, confidence: float) -> NamedProject:
    return NamedProject(match.start(1), match.end(1), "", match.group(1).strip(" ,.;:\u00a0"), rule, confidence)
