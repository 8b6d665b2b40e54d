"""Projects: listed ones, titles of project pages, and names beside words such as project or training package."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rochdale.loaders.extraction.head_nouns import ADJECTIVE
from rochdale.loaders.extraction.names import CONFIDENCE, Hit, choose, settle
from rochdale.loaders.extraction.spans import Spans
from rochdale.loaders.folding import key
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
_EVALUATED = re.compile(
    r"(?:\b[Ee]valuation (?:of|of the)|[ÉéEe]valuation (?:de|du)|[Ee]valuación (?:de|del|final de)|\bphase of)[ \u00a0]"
    r"[“\"«][\s\u00a0]?([^”\"»“«\n]{3,120}?)[\s\u00a0]?[”\"»]"
)
_CAP = r"[A-ZÀ-Þ][\w’'&/-]*"
_TITLED = re.compile(
    rf"\b[Pp]roject on (?:the )?({_CAP}(?:[ ,]+(?:and |of |for |in |the |through |with |to |on )*{_CAP}){{3,16}})"
)
_BEFORE_NOUN = re.compile(r"pro(?<=[ \u00a0]pro)(?:ject|gramme|jet|yecto)\b")
_IN_CAPITALS = re.compile(r"(?<!\w)[A-ZÀ-Þ][A-ZÀ-Þ0-9'’.-]{3,20}$")
_OF = r"(?:(?:of|for|in|on|and|the|to|with|de|del|du|des|la|el|y|et|para|pour|d['’])[ \u00a0])"
_CALLED_SO = (
    r"(?:,?[ \u00a0](?:called|named|titled|entitled|dénommé|appelé|intitulé|llamado|denominado|titulado))?"
    r"[ \u00a0,]{1,2}"
)
_BEHIND_NOUN = re.compile(
    rf"\b(?:project|programme|program|scheme|projet|dispositif|proyecto|programa){_CALLED_SO}"
    rf"({_CAP}(?:[ \u00a0]{_OF}{{0,3}}{_CAP}){{0,7}})"
)
_BEHIND_ROMANCE = re.compile(
    rf"\b(?:projet|dispositif|proyecto|programa){_CALLED_SO}({_CAP}(?:[ \u00a0]{ADJECTIVE})"
    r"(?=[ \u00a0](?:est|a|sera|es|fue|será)\b|[,.;]))"
)
"""With an adjective in lower case: `projet Racines partagées`."""
_BETWEEN = re.compile(
    rf"(?:\b(?:[Tt]he|[Ii]ts|[Tt]heir|[Oo]ur|[Aa]|[Nn]ew|[\w-]+ed|"
    rf"[A-Z]\w+['’]s)[ \u00a0])({_CAP}(?:[ \u00a0]{_OF}{{0,2}}{_CAP}){{0,4}})[ \u00a0](?:project|programme|scheme|"
    rf"initiative)\b"
)
_CAPITAL_NOUN = re.compile(
    rf"(?<![\w’'-])({_CAP}(?:[ \u00a0](?:and |for |of |& )?{_CAP}){{1,6}}[ \u00a0](?:Programme|Program|Project|"
    rf"Scheme))\b"
)
_CAPITAL_FIRST = re.compile(
    rf"(?<![\w’'-])((?:Programme|Projet|Programa|"
    rf"Proyecto)(?:[ \u00a0][a-zß-ÿ’']+){{0,4}}(?:[ \u00a0]{_OF}{{0,3}}{_CAP}){{1,6}})"
)
_LEADING = re.compile(
    r"(?:(?:\w+-(?:funded|led|backed|supported|financed)|The|This|That|Our|Their|Its|A|An|New|Joint|In|Under|"
    r"Through|For|With|By)[ \u00a0])+"
)
_ACRONYM = re.compile(r"[ \u00a0]\(([A-ZÀ-Þ][\w+’'-]{1,14})\)")
_SUBTITLE = re.compile(r"\s?:\s|\s[–—-]\s")
_PHASE = re.compile(r"[ \u00a0](?:[Pp]hase[ \u00a0](?:[IV]+|\d)|II|III|IV)(?![\w.])")
_NO_NAME = frozenset(
    "the this that these new joint pilot research development technical cooperation national regional international "
    "global first second "
    "final annual manager coordinator director officer management document documents partner partners website team "
    "steering".split()
)


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
    text: str,
    hits: Iterable[Hit],
    named: Mapping[str, int],
    titles: Iterable[tuple[int, int]],
    words: Vocabulary,
    language: str,
) -> list[NamedProject]:
    """The projects that a document names, by place.

    Args:
        text: the document.
        hits: hits of listed projects.
        named: keys of things that the page names beyond doubt.
        titles: spans of the titles of items that are projects.
        words: the vocabulary.
        language: of the page.
    """
    found = []
    for hit in choose(settle(hits), named, words, language):
        thing, rule = hit.entry.thing, hit.entry.rule
        phase = _PHASE.match(text, hit.end)
        end = phase.end() if phase else hit.end
        found.append(NamedProject(hit.start, end, thing.key, thing.name, rule, CONFIDENCE[rule], thing.kind))
    taken = Spans((one.start, one.end) for one in found)
    more: list[NamedProject] = []
    for project in (*_of_titles(text, titles), *_unlisted(text)):
        if not taken.touches(project.start, project.end) and not _meets(more, project):
            more.append(project)
    return sorted([*found, *more, *_again(text, [*found, *more])], key=lambda one: (one.start, -one.end))


def _meets(found: Iterable[NamedProject], project: NamedProject) -> bool:
    return any(one.start < project.end and project.start < one.end for one in found)


def _of_titles(text: str, titles: Iterable[tuple[int, int]]) -> Iterator[NamedProject]:
    """A project's page bears its name: `Sweet Border: cocoa and honey between ...`."""
    for start, end in titles:
        subtitle = _SUBTITLE.search(text, start + 3, end)
        last = subtitle.start() if subtitle else end
        if last - start > 3 and text[start].isupper():
            yield NamedProject(start, last, "", text[start:last].strip(), "title", 0.8)


def _again(text: str, found: Sequence[NamedProject]) -> Iterator[NamedProject]:
    """Where the page names an unlisted project again, by its name or by the acronym behind it."""
    reach = Spans((one.start, one.end) for one in found)
    seen: set[str] = set()
    for one in found:
        if one.key:
            continue
        bare = one.name.partition(" (")[0]
        acronym = _ACRONYM.match(text, one.end) or _ACRONYM.search(one.name)
        for name in filter(None, (bare, acronym and acronym.group(1))):
            if name in seen or len(name) < 3:
                continue
            seen.add(name)
            for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text):
                if not reach.touches(match.start(), match.end()):
                    yield NamedProject(match.start(), match.end(), "", one.name, one.rule, one.confidence)


def _unlisted(text: str) -> Iterator[NamedProject]:
    if "“" in text or '"' in text or "«" in text:
        for match in (*_quoted(text), *_QUOTED_BEFORE.finditer(text), *_EVALUATED.finditer(text)):
            if match.group(1)[0].isupper():
                yield _named(match, "quoted-name", 0.8)
    if "roject on " in text:
        for match in _TITLED.finditer(text):
            yield _named(match, "quoted-name", 0.7)
    for noun in _BEFORE_NOUN.finditer(text):
        start, end = max(0, noun.start() - 25), noun.start() - 1
        if name := _IN_CAPITALS.search(text[start:end]):
            yield NamedProject(start + name.start(), end, "", name.group(), "head-noun", 0.7)
    for pattern in (_CAPITAL_NOUN, _CAPITAL_FIRST, _BEHIND_ROMANCE, _BEHIND_NOUN, _BETWEEN):
        for match in pattern.finditer(text):
            leading = _LEADING.match(match.group(1))
            start = match.start(1) + (leading.end() if leading else 0)
            words = text[start : match.end(1)]
            if _is_name(words, alone=pattern in (_BEHIND_ROMANCE, _BEHIND_NOUN, _BETWEEN)):
                acronym = _ACRONYM.match(text, match.end(1))
                end = acronym.end() if acronym else match.end(1)
                yield NamedProject(start, end, "", text[start:end], "head-noun", 0.65)


def _is_name(name: str, *, alone: bool) -> bool:
    """Words that name a project and no project in general; with the noun inside them there are three at least."""
    tokens = key(name).split()
    if not tokens or tokens[0] in _NO_NAME or tokens[-1] in _NO_NAME - {"development", "cooperation"}:
        return False
    return len(name) > 3 and (alone or len(tokens) > 2)


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
