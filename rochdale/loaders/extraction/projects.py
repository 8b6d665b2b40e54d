"""Projects that nobody listed: names in quotation marks, or in capitals, after a word such as project or training package."""

import re
from collections.abc import Iterator

import msgspec

_NOUN = r"(?:project|programme|program|initiative|training package|training tool|projet|programme|outil|proyecto|programa|iniciativa|paquete de formación|herramienta)s?"
_QUOTED = re.compile(
    rf"\b{_NOUN}\b(?:[ \u00a0](?:on|titled|entitled|called|named|intitulé|dénommé|appelé|titulado|denominado|llamado|sur|sobre))?[ \u00a0:,]*[“\"«][\s\u00a0]?([A-ZÀ-Þ][^”\"»“«\n]{{5,180}}?)[\s\u00a0]?[”\"»]",
    re.I,
)
_QUOTED_BEFORE = re.compile(rf"[“\"«][\s\u00a0]?([A-ZÀ-Þ][^”\"»“«\n]{{2,120}}?)[\s\u00a0]?[”\"»][ \u00a0]{_NOUN}\b")
_WORD = r"[A-ZÀ-Þ][\w’'&/-]*"
_TITLED = re.compile(rf"\b[Pp]roject on (?:the )?({_WORD}(?:[ ,]+(?:and |of |for |in |the |through |with |to |on )*{_WORD}){{3,16}})")
_SURNAMED = re.compile(r"\b([A-ZÀ-Þ][A-ZÀ-Þ0-9'’.-]{3,20})[ \u00a0](?:project|programme|projet|proyecto)\b")


class NamedProject(msgspec.Struct, frozen=True):
    """A project named at a place in the text."""

    start: int
    end: int
    name: str
    rule: str
    confidence: float


def unlisted(text: str) -> Iterator[NamedProject]:
    """Names of projects, by the words and signs around them."""
    if "“" in text or '"' in text or "«" in text:
        for pattern in (_QUOTED, _QUOTED_BEFORE):
            for match in pattern.finditer(text):
                if match.group(1)[0].isupper():
                    yield NamedProject(match.start(1), match.end(1), _plain(match.group(1)), "quoted-name", 0.8)
    if "roject on " in text:
        for match in _TITLED.finditer(text):
            yield NamedProject(match.start(1), match.end(1), _plain(match.group(1)), "quoted-name", 0.7)


def acronym_projects(text: str) -> Iterator[NamedProject]:
    """`SYNDICOOP project`: a name in capitals before the word project."""
    for match in _SURNAMED.finditer(text):
        yield NamedProject(match.start(1), match.end(1), match.group(1), "head-noun", 0.7)


def _plain(name: str) -> str:
    return name.strip(" ,.;:\u00a0")
