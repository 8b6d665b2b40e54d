"""Actors: names that no list and no head noun shows to be organisations, known by the words around them.

- What follows says what they are: `Duterimbere, une coopérative de femmes`.
- What stands before says so: `l'ONG Enda Graf Sahel`, `the trade union Solidar`.
- They stand where organisations do: in a field of donors or partners, beside organisations in a list, in brackets
  behind countries (`BURUNDI (FENACOBU, COSPEC)`), or where words such as `funded by` ask for one.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from rochdale.loaders.extraction.head_nouns import ADJECTIVE, ROMANCE, Heads, heads
from rochdale.loaders.extraction.names import GIVEN_NAMES, Hit
from rochdale.loaders.extraction.spans import Spans
from rochdale.loaders.folding import key
from rochdale.loaders.vocabulary import Vocabulary

_CAP = r"[A-ZÀ-ÞĀ-Ž][\w’'&/.-]*[\w&]"
_PLAIN_NAME = re.compile(rf"{_CAP}(?:[ \u00a0](?:(?:of the|of|for|de la|de|del|du|do|&)[ \u00a0])?{_CAP}){{0,5}}")
_NAME_BEFORE = re.compile(
    rf"(?:^|(?<=[ \u00a0(“«\"’'—–\n])){_CAP}(?:[ \u00a0](?:(?:of|for|de|del|du|do|&)[ \u00a0])?{_CAP}){{0,5}}$"
)
_APPOSED = re.compile(r",[ \u00a0](?:an?|the|une?|la|le|una|el|l['’])(?:[ \u00a0]|(?<=['’]))")
_ADJECTIVES = re.compile(r"(?:[a-zß-ÿ'’-]+[ \u00a0]|[A-ZÀ-Þ][a-zß-ÿ]+[ \u00a0](?=[a-zß-ÿ])){0,4}")
_AFTER_HEAD = re.compile(
    r"s?(?:[,;.)”»]|[ \u00a0](?:of|for|in|at|with|that|which|based|run|founded|led|owned|created|from|on|de|du|des|"
    r"d['’]|qui|que|avec|à|"
    r"en|con|para|pour|por)\b)"
)
_BRACKETS = re.compile(r"[ \u00a0]\(([^()\n]{2,160})\)")
_SEPARATOR = re.compile(r"\s*[;,]\s+(?:and\s|et\s|y\s)?|\s(?:and|et|y|&|AND|ET|Y)\s")
_FIELD_SEPARATOR = re.compile(r"\s*;\s*|,\s+(?=[A-ZÀ-Þ])")
_JOINT = re.compile(r"(?:[ \u00a0](?:and|et|y|e|&)|,[ \u00a0](?:and|et|y))[ \u00a0](?:the |la |le |el |l['’])?")
_JOINT_BEFORE = re.compile(r"(?:[ \u00a0](?:and|et|y|e|&)|,[ \u00a0](?:and|et|y))[ \u00a0](?:the |la |le |el |l['’])?$")
_COMMA_BEFORE = re.compile(r",[ \u00a0](?:the |la |le |el |l['’])?$")
_ARTICLE = re.compile(
    r"(?:(?:The|the|La|la|Le|le|El|el)[ \u00a0]|[LlDd]['’])?(?:ONG|NGO)[ \u00a0]|(?:The|the|La|la|Le|le|El|"
    r"el)[ \u00a0]|[LlDd]['’]"
)
_ARTICLE_BEFORE = re.compile(
    r"(?:\b(?:[Tt]he|[Aa]n?|[Bb]y|[Ll]a|[Ll]e|[Ee]l|[Uu]ne?|[Uu]na)[ \u00a0]|[Ll]['’])(?:[a-zß-ÿ-]+[ \u00a0])?$"
)
_ADJECTIVE = re.compile(rf"{ADJECTIVE}[ \u00a0](?=[A-ZÀ-Þ])")
_ASKS = re.compile(r"(?:by|with|from|par|avec|con|por)$")
_CLOSING = re.compile(r"[ \u00a0]\([^()]{2,30}\)$")
_ORGANISING = frozenset({"donor", "organiser", "implementer", "partner"})
_FIELDS = frozenset({"field-donor", "field-organiser", "field-implementer", "field-partner"})
_MOST_WORDS = 12
_GENERIC = frozenset({"government", "ministry", "none", "unit"})
_MORE_HEADS = frozenset(
    """
    ngo nonprofit charity startup start-up retailer multinational publisher supermarket certifier firm consultancy body
    agency apex ong multinationale distributeur enseigne marque éditeur multinacional editorial marca
    """.split()
) | {"social enterprise", "development body", "empresa social", "NGO", "ONG"}
"""Nouns in lower case that tell an organisation, beside the head nouns."""
_NOT_NAMES = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday "
    "friday saturday sunday janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre "
    "enero febrero marzo "
    "abril mayo junio julio agosto septiembre octubre noviembre diciembre internet english french spanish covid "
    "covid-19 sdgs sdg sse "
    "ess sses smes sme director president minister secretary chair ceo professor doctor article articles convention "
    "chapter section "
    "annex table figure page member members states state government governments part phase vol no the this these "
    "that those its our "
    "their we they he she it in on at to for from by with and or but if when while what who how why where i you a "
    "an as all both each "
    "more most other some such there then here one two three four five six seven eight nine ten le la les un une "
    "des du de nous vous "
    "ils elles il elle ce cette ces son sa ses leur leurs el los las una unos unas del su sus este esta estos estas "
    "y e o en con por "
    "para se lo que al others partners participants women men youth people workers farmers cooperatives "
    "co-operatives unions".split()
)


@dataclass
class Actor:
    """A name at a place in the text, and the kind that its words show."""

    start: int
    end: int
    kind: str
    confidence: float


@dataclass
class Around:
    """What is known of a document when its actors are looked for."""

    text: str
    taken: Spans
    """Organisations that are known already."""
    places: Spans
    given: frozenset[int]
    """Where given names stand."""
    titles: Spans
    """Lines that write all words with a capital."""
    heads: Heads


def actors(
    text: str,
    known: Sequence[tuple[int, int]],
    places: Sequence[Hit],
    cues: Iterable[Hit],
    persons: Iterable[Hit],
    fields: Iterable[tuple[str, int, int]],
    words: Vocabulary,
    language: str,
) -> list[Actor]:
    """The names that the words around them show to be organisations, by place; several may overlap.

    Args:
        text: the document.
        known: spans of the organisations that are known already, by start.
        places: hits of countries and regions.
        cues: hits of the words that speak of roles.
        persons: hits of honorifics, offices and given names.
        fields: marks of fields with the span of each line of their values.
        words: the vocabulary.
        language: of the page.
    """
    around = Around(
        text,
        Spans(known),
        Spans((hit.start, hit.end) for hit in places),
        frozenset(hit.start for hit in persons if hit.entry.slug in GIVEN_NAMES or hit.entry.slug == "honorific"),
        Spans(_titles(text)),
        heads(words),
    )
    found = [
        *_apposed(around, words),
        *_classed(around, words, language),
        *_bracketed(around, places),
        *_in_fields(around, fields),
        *_joined(around, known),
        *_asked_for(around, cues),
    ]
    return sorted(found, key=lambda one: (one.start, -one.end))


def _titles(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for line in text.split("\n"):
        words = [word for word in line.split() if len(word) > 3]
        if len(words) > 3 and sum(word[0].isupper() for word in words) > 0.7 * len(words):
            yield at, at + len(line)
        at += len(line) + 1


def _is_free(around: Around, start: int, end: int, *, least: int = 1) -> bool:
    """The words may be an organisation's name: no person, place, day or word that opens a sentence."""
    name = around.text[start:end]
    tokens = key(name).split()
    if not tokens or max(map(len, tokens)) < 3 or start in around.given or around.taken.touches(start, end):
        return False
    if around.places.holds(start, end) or tokens[0] in _NOT_NAMES or tokens[-1] in _NOT_NAMES:
        return False
    if any(around.heads.last.get(" ".join(tokens[-size:])) == "none" for size in (1, 2)) or tokens[0].isdigit():
        return False
    return len(tokens) >= least or sum(char.isupper() for char in name) > 1


def _apposed(around: Around, words: Vocabulary) -> Iterator[Actor]:
    """`NAME, a cooperative of ...`."""
    text, nouns = around.text, _nouns(words)
    for match in _APPOSED.finditer(text):
        noun = nouns.search(text, match.end(), min(len(text), match.end() + 60))
        if noun is None or not _AFTER_HEAD.match(text, noun.end()):
            continue
        if not _ADJECTIVES.fullmatch(text, match.end(), noun.start()):
            continue
        yield from _before_comma(around, match.start(), noun.group(1), definite=match.group()[2] not in "Aau")
    for match in _bare_nouns(words).finditer(text):
        yield from _before_comma(around, match.start(), match.group(1))


def _before_comma(around: Around, comma: int, noun: str, *, definite: bool = False) -> Iterator[Actor]:
    """The name before a comma; one word before a definite article may but open the sentence: `Today, the ...`."""
    name = _name_before(around, comma)
    if name is None or not _is_free(around, *name):
        return
    start = name[0]
    if not definite or " " in around.text[start:comma] or not _opens(around.text, start):
        yield Actor(start, comma, _kind(noun, around.heads), 0.7)


def _opens(text: str, at: int) -> bool:
    """Whether a sentence or line begins here."""
    return text[max(0, at - 3) : at].rstrip(' \u00a0“«"')[-1:] in ("", "\n", ".", "!", "?", ":", "…")


def _classed(around: Around, words: Vocabulary, language: str) -> Iterator[Actor]:
    """`the NGO NAME`, `l'association NAME`."""
    text = around.text
    for noun in _nouns(words).finditer(text):
        if text[noun.end() : noun.end() + 1] not in (" ", "\u00a0") or around.titles.holds(noun.start(), noun.end()):
            continue
        at = noun.end() + 1
        if language in ROMANCE and (adjective := _ADJECTIVE.match(text, at)):
            at = adjective.end()
        match = _PLAIN_NAME.match(text, at)
        if match is None or not _is_free(around, match.start(), match.end()):
            continue
        kind = _kind(noun.group(1), around.heads)
        romance = noun.group(1).lower() in around.heads.first and language in ROMANCE
        if not romance and not _ARTICLE_BEFORE.search(text, max(0, noun.start() - 24), noun.start()):
            continue
        start = noun.start() if kind == "network" and romance else match.start()
        yield Actor(start, match.end(), kind, 0.7)


def _bracketed(around: Around, places: Sequence[Hit]) -> Iterator[Actor]:
    """`COUNTRY (ORG, ORG)`, at two countries or more."""
    rows = []
    for hit in places:
        if hit.of == "country" and (brackets := _BRACKETS.match(around.text, hit.end)):
            pieces = list(_pieces(around.text, brackets.start(1), brackets.end(1), _SEPARATOR))
            known = any(around.taken.touches(start, end) for start, end in pieces)
            named = [piece for piece in pieces if _is_free(around, *piece) and _has_capital(around.text, *piece)]
            if named or known:
                rows.append(named)
    if len(rows) > 1:
        for row in rows:
            for start, end in row:
                if end - start > 3 or around.text[start:end].isupper():
                    yield Actor(start, end, "", 0.7)


def _in_fields(around: Around, fields: Iterable[tuple[str, int, int]]) -> Iterator[Actor]:
    """Values of the fields of donors, partners and the like."""
    for mark, start, end in fields:
        if mark not in _FIELDS:
            continue
        for first, last in _pieces(around.text, start, end, _FIELD_SEPARATOR):
            closing = _CLOSING.search(around.text[first:last])
            until = first + closing.start() if closing else last
            few = len(around.text[first:until].split()) < _MOST_WORDS
            if few and _has_capital(around.text, first, until) and _is_free(around, first, until):
                yield Actor(first, until, "", 0.7)


def _joined(around: Around, known: Sequence[tuple[int, int]]) -> Iterator[Actor]:
    """`NAME and KNOWN`, `KNOWN and NAME`."""
    text = around.text
    for start, end in known:
        if around.titles.holds(start, end):
            continue
        if joint := _JOINT.match(text, end):
            article = _ARTICLE.match(text, joint.end())
            match = _PLAIN_NAME.match(text, article.end() if article else joint.end())
            if match and _is_free(around, match.start(), match.end(), least=2):
                yield Actor(match.start(), match.end(), "", 0.6)
        line = text.rfind("\n", 0, start) + 1
        joint = _JOINT_BEFORE.search(text, max(line, start - 12), start)
        while joint is not None:
            one = _name_before(around, joint.start())
            if one is None or not _is_free(around, *one, least=2):
                break
            yield Actor(*one, "", 0.6)
            joint = _COMMA_BEFORE.search(text, max(line, one[0] - 8), one[0])


def _name_before(around: Around, end: int) -> tuple[int, int] | None:
    """The name that ends at a place, without its article."""
    line = max(around.text.rfind("\n", 0, end) + 1, end - 80)
    name = _NAME_BEFORE.search(around.text[line:end])
    if name is None:
        return None
    start = line + name.start()
    article = _ARTICLE.match(around.text, start)
    start = article.end() if article else start
    return (start, end) if start < end and around.text[start].isupper() else None


def _asked_for(around: Around, cues: Iterable[Hit]) -> Iterator[Actor]:
    """`funded by NAME`, `NAME financed`."""
    text = around.text
    for cue in cues:
        uses = {entry.use for entry in cue.entries if entry.slug in _ORGANISING}
        if "passive" in uses and _ASKS.search(text, cue.start, cue.end):
            at = cue.end + 1
            article = _ARTICLE.match(text, at)
            at = article.end() if article else at
            match = _PLAIN_NAME.match(text, at)
            if (
                match
                and not around.titles.holds(match.start(), match.end())
                and _is_free(around, match.start(), match.end())
            ):
                yield Actor(match.start(), match.end(), "", 0.6)
        elif "active" in uses and text[cue.start].islower() and text[cue.start - 1 : cue.start] in (" ", "\u00a0"):
            one = _name_before(around, cue.start - 1)
            if one is not None and _is_free(around, *one, least=2):
                yield Actor(*one, "", 0.6)


def _pieces(text: str, start: int, end: int, separator: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    at = start
    for match in separator.finditer(text, start, end):
        if match.start() > at:
            yield at, match.start()
        at = match.end()
    while end > at and text[end - 1] in " .,;":
        end -= 1
    if end > at:
        yield at, end


def _has_capital(text: str, start: int, end: int) -> bool:
    return text[start].isupper() and not any(char.isdigit() for char in text[start:end])


def _kind(noun: str, known: Heads) -> str:
    """The kind that a noun in lower case shows; a company's where it shows none."""
    return known.first.get(noun.lower()) or known.last.get(key(noun)) or ""


@cache
def _nouns(words: Vocabulary) -> re.Pattern[str]:
    """Head nouns as a page writes them of one organisation among others: in lower case."""
    return re.compile(rf"(?<![\w-])({_alternatives(words)})(?!\w)")


@cache
def _bare_nouns(words: Vocabulary) -> re.Pattern[str]:
    """Head nouns right behind a comma: `Crédal, coopérative de ...`."""
    return re.compile(rf",[ \u00a0]({_alternatives(words)})[ \u00a0](?:of|for|de|du|des|d['’])\b")


def _alternatives(words: Vocabulary) -> str:
    known = heads(words)
    nouns = {noun for noun, kind in (*known.first.items(), *known.last.items()) if kind not in _GENERIC}
    nouns |= _MORE_HEADS
    longest_first = sorted(nouns, key=lambda noun: (-len(noun), noun))
    return "|".join(re.escape(noun).replace("\\ ", "[ -]") for noun in longest_first)
