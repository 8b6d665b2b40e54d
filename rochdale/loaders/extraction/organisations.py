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


_CAP = r"(?:[A-ZÀ-ÞĀ-Ž][\w’'&/-]*(?:\.\w+)*)"
_CONNECT = r"(?:of|for|and|&|the|in|on|de|del|la|las|los|du|des|et|y|e|para|pour|do|da|dos|das|di|della|der|für|und|a|au|aux|al|en|l['’]|d['’])"
_NAME = re.compile(rf"{_CAP}(?:[ \u00a0]?,?[ \u00a0](?:{_CONNECT}[ \u00a0]){{0,3}}(?:[dl]['’])?{_CAP}|[ \u00a0][dl]['’]{_CAP})*")
_LOWER = r"[a-zß-ÿ][\wß-ÿ’'-]*"
_ROMANCE_NAME = re.compile(
    rf"(?<![\w’'])[A-ZÀ-Þ][a-zß-ÿ]+(?:[ \u00a0]{_LOWER}){{0,5}}(?:[ \u00a0](?:d['’]|l['’])?{_CAP}(?:[ \u00a0](?:(?:de|du|des|del|de la|de los|de las|la|le|les|et|y|d['’])[ \u00a0])*(?:[dl]['’])?{_CAP})*|(?<=ional)e?|(?<=onale)|(?<=ional))"
)
_NOT_IN_NAMES = frozenset(
    "a ont est sont qui que dans par sur au aux en avec a été fait peut doit veut va es son fue que quien en con por sobre ha han tiene lanza lance organise organiza".split()
)
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
_FIRST = frozenset({"fr", "es", "it", "pt"})
"""Languages whose names begin with their head noun."""
_OF = frozenset("of de des du del la le les l d'".split())
_LEADING_VERBS = frozenset("participants representatives members visit strengthening supporting promoting interview statement launch message meeting welcome about read see".split())


class Heads(msgspec.Struct, frozen=True):
    """Head nouns, folded, with the kind that each shows."""

    last: dict[str, str]
    """Those that close the core of an English name."""
    first: dict[str, str]
    """Those that open a name in the Romance languages, as written but in lower case."""
    longest: int
    """Words of the longest."""


@cache
def heads(words: Vocabulary) -> Heads:
    """The head nouns that the vocabulary lists under its kinds."""
    last: dict[str, str] = {}
    first: dict[str, str] = {}
    for thing in words.of("kind"):
        for label in thing.labels:
            if label.use == "head" and label.language in _FIRST:
                first[label.text.lower()] = thing.slug
            elif label.use == "head":
                last[key(label.text)] = thing.slug
    return Heads(last, first, max((len(head.split()) for head in (*last, *first)), default=1))


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


def unlisted(text: str, spans: Iterable[tuple[int, int]], words: Vocabulary) -> Iterator[Organisation]:
    """Names in `spans` that nobody listed and that a head noun shows to be organisations.

    Args:
        text: the document.
        spans: sentences to look in (start, end), each with a capitalised head noun.
        words: the vocabulary.
    """
    known = heads(words)
    for start, end in spans:
        if text[start:end].isupper():
            continue  # in capitals throughout, nothing shows where a name ends
        for match in _NAME.finditer(text, start, end):
            yield from _organisations_in(text, match.start(), match.end(), known)
        for match in _ROMANCE_NAME.finditer(text, start, end):
            yield from _romance_name(text, match, known)


def _romance_name(text: str, match: re.Match[str], known: Heads) -> Iterator[Organisation]:
    """`Coopérative maraîchère de X`: a capitalised head with words in lower case between it and a name."""
    start, end = trim(text, match.start(), match.end())
    tokens = re.split(r"[\s\u00a0]+", text[start:end])
    lower = [token.lower() for token in tokens]
    if len(tokens) < 3 or any(token in _NOT_IN_NAMES for token in lower):
        return
    for size in range(min(known.longest, len(lower) - 1), 0, -1):
        kind = known.first.get(" ".join(lower[:size]), "")
        if kind:
            if kind != "none":
                yield Organisation(start, end, "", text[start:end], "head-noun", 0.7, kind)
            return


def _organisations_in(text: str, start: int, end: int, known: Heads) -> Iterator[Organisation]:
    """The organisations in one run of capitalised words."""
    for begin, stop in _split_run(text, start, end, known):
        begin, stop = trim(text, begin, stop)
        name = text[begin:stop]
        tokens = name.split()
        if len(tokens) < 2:
            continue
        kind = head_kind(tokens, known)
        if kind and kind != "none":
            yield Organisation(begin, stop, "", name, "head-noun", 0.7, kind)


def _split_run(text: str, start: int, end: int, known: Heads) -> Iterator[tuple[int, int]]:
    """Cut a run at commas, and at `and` where both sides are names of their own."""
    begin = start
    for match in re.finditer(r",\s|\s(?:and|et|y|e|&)\s(?:the\s|la\s|le\s|el\s|l['’])?", text[start:end]):
        at, after = start + match.start(), start + match.end()
        left, right = text[begin:at].split(), text[after:end].split()
        comma = match.group().startswith(",")
        right_kind = head_kind(_until_break(right), known)
        left_kind = head_kind(left, known)
        if left_kind and (right_kind or (comma and not _continues_list(left, right))):
            yield begin, at
            begin = after
        elif not left_kind and right_kind and len(left) <= 2 and _own_head_first(right, known):
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


def _own_head_first(tokens: Sequence[str], known: Heads) -> bool:
    return bool(tokens) and (key(tokens[0]) in known.last or tokens[0].lower() in known.first)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
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


def head_kind(tokens: Sequence[str], known: Heads) -> str:
    """The kind that a name's head noun shows, "none" for a head that is no organisation, "" where there is no head.

    English names carry their head before `of`/`for`/`on` (Business *Council* of ...), French and Spanish ones begin with it.
    A head alone names nothing.
    """
    cut = next((i for i, token in enumerate(tokens) if i and token.lower() in _CONNECTORS and token.lower() not in ("and", "&")), len(tokens))
    folded = [key(token) for token in tokens]
    if known.last.get(" ".join(folded[-2:])) == "none" or known.last.get(" ".join(folded[:3])) == "none":
        return "none"
    for size in range(min(known.longest, cut), 0, -1):
        tail = " ".join(folded[cut - size : cut])
        if tail in known.last and len(tokens) > size:
            return known.last[tail]
    lower = [token.lower().strip(",") for token in tokens]
    for size in range(min(known.longest, len(lower)), 0, -1):
        head = " ".join(lower[:size])
        if head in known.first and len(tokens) > size:
            return known.first[head]
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
            yield _government(thing, hit.start, hit.end + match.end(), words)
        elif opening := _GOVERNMENT_OF.search(before):
            yield _government(thing, hit.start - len(before) + opening.start(), hit.end, words)
        elif opening := re.search(r"\b(Gouvernement|Gobierno|gouvernement)[ \u00a0]$", before):
            yield _government(thing, hit.start - len(before) + opening.start(), hit.end, words)


def _government(country: Thing, start: int, end: int, words: Vocabulary) -> Organisation:
    listed = words.governments.get(country.key)
    if listed is not None:
        return Organisation(start, end, listed.key, listed.name, "government", 0.95, listed.kind, listed.parent)
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
