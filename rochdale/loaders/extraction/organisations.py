"""Organisations: listed ones, ones that the page defines with an acronym, and ones that show by a head noun what they are."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

import msgspec

from rochdale.loaders.extraction.names import Gazetteer, Hit
from rochdale.loaders.folding import fold, key
from rochdale.loaders.vocabulary import Thing, Vocabulary


class Organisation(msgspec.Struct):
    """An organisation named at a place in the text."""

    start: int
    end: int
    key: str
    """Key of a listed organisation, or ""."""
    name: str
    rule: str
    confidence: float
    kind: str = ""
    parent: str = ""
    country: str = ""
    acronym: str = ""
    role: str = ""
    role_rule: str = ""


class Definition(msgspec.Struct, frozen=True):
    """`Long Name (LN)`: what the page itself says an acronym means."""

    start: int
    """Where the long name begins."""
    paren: int
    """Where the opening parenthesis stands."""
    end: int
    acronym: str


_CAP = r"(?:[A-ZÀ-ÞĀ-Ž][\w’'&./-]*\w|[A-ZÀ-Þ])"
_CONNECT = r"(?:of|for|and|&|the|in|on|de|del|la|las|los|du|des|et|y|e|para|pour|do|da|dos|das|di|della|der|für|und|a|au|aux|al|en|l['’]|d['’])"
_NAME = re.compile(rf"{_CAP}(?:[ \u00a0]?,?[ \u00a0](?:{_CONNECT}[ \u00a0]){{0,3}}(?:[dl]['’])?{_CAP}|[ \u00a0][dl]['’]{_CAP})*")
_ACRONYM = re.compile(r"\((?:the |l['’]|la |le |el )?[“\"']?([A-ZÀ-Þ][\w&/.’'+-]{1,19})[”\"']?(?:[,;][^()]{0,30})?\)")
_CONNECTORS = frozenset(
    "of for and & the in on de del la las los du des et y e para pour do da dos das di della der für und a au aux al en to with by from with sur sobre con".split()
)
_LEADING = frozenset(
    "the a an in at on of by from with to for under as and or this that these those its his her their our during after before since when while where both "
    "le la les l un une des du de à au aux en dans par pour sur avec et ou ce cette ces leur leurs ses sa son "
    "el los las uno una unos unas del al con por para sobre y e o su sus este esta estos estas desde según "
    "mr mrs ms dr prof sir former new joint national-level also through between including within across other".split()
)
_LEADING_VERBS = frozenset("participants representatives members visit strengthening supporting promoting interview statement launch message meeting welcome about read see".split())


@cache
def _heads(words: Vocabulary) -> tuple[dict[str, str], int]:
    """Head nouns (folded) with the kind they show, and the length of the longest in words."""
    found = {key(label.text): thing.slug for thing in words.of("kind") for label in thing.labels if label.use == "head"}
    return found, max((len(head.split()) for head in found), default=1)


# -- acronyms that the page defines -----------------------------------------------------------------------------------------------


def definitions(text: str) -> Iterator[Definition]:
    """Every `Long Name (LN)` whose acronym the initials of the long name spell."""
    at = text.find("(")
    while at >= 0:
        match = _ACRONYM.match(text, at)
        if match and sum(c.isupper() for c in match.group(1)) > 1:
            start = _long_form(text, at, match.group(1))
            if start is not None:
                yield Definition(start, at, match.end(), match.group(1))
        at = text.find("(", at + 1)


def _long_form(text: str, paren: int, acronym: str) -> int | None:
    """Where the long name before a parenthesis begins: the shortest run of words whose initials spell the acronym."""
    line = max(text.rfind("\n", 0, paren) + 1, paren - 140)
    words = [m for m in re.finditer(r"[^\W_]+(?:['’][^\W_]+)?", text[line:paren])]
    letters = [c for c in fold(acronym) if c.isalpha()]
    if not letters or not words or text[paren - 1 : paren] not in (" ", "\u00a0"):
        return None
    for count in range(2, min(len(words), 2 * len(letters) + 5) + 1):
        run = words[-count:]
        first = run[0].group()
        if first[0].isupper() and fold(first[0]) == letters[0] and _spells([w.group() for w in run], letters):
            between = text[line + run[0].start() : paren]
            if not re.search(r"[.;:?!()]\s", between):
                return line + run[0].start()
    return None


def _spells(words: Sequence[str], letters: list[str]) -> bool:
    """The initials of the words, small words left out at will, hold the letters in order; every capitalised word gives one."""
    at, missed = 0, 0
    for word in words:
        folded = fold(word)
        if at < len(letters) and folded[:1] == letters[at]:
            at += 1
            for char in folded[1:]:  # a word may give several letters: COOP, SWaCH
                if at < len(letters) and char == letters[at] and len(letters) - at > len(words):
                    at += 1
        elif word[0].isupper() and folded not in _CONNECTORS:
            missed += 1
    if at == len(letters):
        return missed <= max(0, len(letters) // 3)
    return False


# -- names by their head noun -----------------------------------------------------------------------------------------------------


def unlisted(text: str, spans: Iterable[tuple[int, int]], heads: Sequence[Hit], words: Vocabulary) -> Iterator[Organisation]:
    """Names in `spans` that nobody listed and that a head noun shows to be organisations.

    Args:
        text: the document.
        spans: sentences to look in (start, end), each with a capitalised head noun.
        heads: hits of head nouns, by start.
        words: the vocabulary.
    """
    nouns, longest = _heads(words)
    for start, end in spans:
        for match in _NAME.finditer(text, start, end):
            yield from _organisations_in(text, match.start(), match.end(), nouns, longest)


def _organisations_in(text: str, start: int, end: int, nouns: dict[str, str], longest: int) -> Iterator[Organisation]:
    """The organisations in one run of capitalised words."""
    for begin, stop in _split_run(text, start, end, nouns, longest):
        begin, stop = _trim(text, begin, stop)
        name = text[begin:stop]
        tokens = name.split()
        if len(tokens) < 2:
            continue
        kind = head_kind(tokens, nouns, longest)
        if kind and kind != "none":
            yield Organisation(begin, stop, "", name, "head-noun", 0.7, kind)


def _split_run(text: str, start: int, end: int, nouns: dict[str, str], longest: int) -> Iterator[tuple[int, int]]:
    """Cut a run at commas, and at `and` where both sides are names of their own."""
    begin = start
    for match in re.finditer(r",\s|\s(?:and|et|y|e|&)\s(?:the\s|la\s|le\s|el\s|l['’])?", text[start:end]):
        at, after = start + match.start(), start + match.end()
        left, right = text[begin:at].split(), text[after:end].split()
        comma = match.group().startswith(",")
        right_kind = head_kind(_until_break(right), nouns, longest)
        left_kind = head_kind(left, nouns, longest)
        if left_kind and (right_kind or (comma and not _continues_list(left, right))):
            yield begin, at
            begin = after
        elif not left_kind and right_kind and len(left) <= 2 and _own_head_first(right, nouns, longest):
            begin = after
    yield begin, end


def _until_break(tokens: list[str]) -> list[str]:
    out: list[str] = []
    for token in tokens:
        if token in ("and", "et", "y", "e", "&") and len(out) > 1:
            break
        out.append(token.rstrip(","))
        if token.endswith(","):
            break
    return out


def _continues_list(left: Sequence[str], right: Sequence[str]) -> bool:
    """`Ministry of Labour, Employment and ...`: the comma goes on with what follows `of`."""
    return any(token in ("of", "for", "de", "des", "du") for token in left) and any(token in ("and", "et", "y", "&") for token in right[:6])


def _own_head_first(tokens: Sequence[str], nouns: dict[str, str], longest: int) -> bool:
    return bool(tokens) and key(tokens[0]) in nouns


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Without leading articles, prepositions and capitalised sentence openers, and without dangling connectors."""
    while True:
        match = re.match(r"([\w’']+?)(?:['’]\s?|[ \u00a0]+)(?=\S)", text[start:end])
        if not match or (match.group(1).lower() not in _LEADING and match.group(1).lower() not in _LEADING_VERBS):
            break
        start += match.end()
    while True:
        match = re.search(r"[ \u00a0](\S+)$", text[start:end])
        if not match or match.group(1).lower() not in _CONNECTORS:
            break
        end = start + match.start()
    for ending in ("’s", "'s"):
        if text[start:end].endswith(ending):
            end -= 2
    while end > start and text[end - 1] in " .,/-’'":
        end -= 1
    return start, end


def head_kind(tokens: Sequence[str], nouns: dict[str, str], longest: int) -> str:
    """The kind that a name's head noun shows, "none" for a head that is no organisation, "" where there is no head.

    English names carry their head before `of`/`for`/`on` (Business *Council* of ...), French and Spanish ones begin with it.
    """
    names = [token for token in tokens]
    if not names:
        return ""
    cut = next((i for i, token in enumerate(names) if i and token.lower() in _CONNECTORS and token not in ("and", "&")), len(names))
    before = [key(token) for token in names[:cut]]
    for size in range(min(longest, len(before)), 0, -1):
        tail = " ".join(before[-size:])
        if tail in nouns and (len(names) > size):
            return nouns[tail]
    folded = [key(token) for token in names]
    for size in range(min(longest, len(folded)), 0, -1):
        head = " ".join(folded[:size])
        if head in nouns and len(names) > size:
            return nouns[head]
    return ""


# -- governments --------------------------------------------------------------------------------------------------------------------


_GOVERNMENT_OF = re.compile(
    r"(?:Government|Kingdom|Gouvernement|Gobierno|Governments|Royal Government)(?:[ \u00a0](?:of|du|de|del|de la|de l['’]|d['’]|des|the))*(?:[ \u00a0]|(?<=['’]))(?:the |la |el |los )?$"
)


def governments(text: str, places: Iterable[Hit], words: Vocabulary) -> Iterator[Organisation]:
    """`Government of Tunisia`, `Korean Government`: the government of a country that its name gives."""
    for hit in places:
        if hit.of != "country":
            continue
        thing = hit.entry.thing
        after = text[hit.end : hit.end + 14]
        before = text[max(0, hit.start - 40) : hit.start]
        match = re.match(r"[ \u00a0](Government|Govt)\b", after)
        if match:
            yield _government(thing, hit.start, hit.end + match.end())
        elif opening := _GOVERNMENT_OF.search(before):
            yield _government(thing, hit.start - len(before) + opening.start(), hit.end)
        elif opening := re.search(r"\b(Gouvernement|Gobierno|gouvernement)[ \u00a0]$", before):
            yield _government(thing, hit.start - len(before) + opening.start(), hit.end)


def _government(country: Thing, start: int, end: int) -> Organisation:
    return Organisation(start, end, "", f"Government of {country.name}", "government", 0.95, "government", country=country.key)


# -- the layer of organisations -------------------------------------------------------------------------------------------------------


def inner_definitions(text: str, gazetteer: Gazetteer) -> Iterator[Hit]:
    """Listed names with their acronym in the middle: `Gender, Equality (GE) Branch`."""
    at = text.find("(")
    while at >= 0:
        match = _ACRONYM.match(text, at)
        if match and re.match(r" [A-Z]", text[match.end() : match.end() + 2]):
            line = max(text.rfind("\n", 0, at) + 1, at - 120)
            cut = text[line:at] + text[match.end() + 1 : match.end() + 60].split("\n")[0]
            gap = match.end() + 1 - at
            for hit in gazetteer.find(cut):
                if hit.start < at - line < hit.end and hit.of == "organisation":
                    yield Hit(line + hit.start, line + hit.end + gap, hit.entries)
        at = text.find("(", at + 1)
