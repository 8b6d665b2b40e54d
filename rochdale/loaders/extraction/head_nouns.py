"""Names that nobody listed, known by their head noun: the *Council* of ..., *Coopérative* ...

The head nouns, and those that are none (a Day, a Conference, a Strategy), stand in `ontology/kinds.ttl`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rochdale.loaders.folding import key
from rochdale.loaders.vocabulary import Vocabulary

_CAP = r"(?:[A-ZÀ-ÞĀ-Ž][\w’'&/-]*(?:\.\w+)*)"
_CONNECT = (
    r"(?:of|for|and|&|the|in|on|de|del|la|las|los|du|des|et|y|e|para|pour|do|da|dos|das|di|della|der|für|und|a|au|"
    r"aux|al|"
    r"en|por|por la|l['’]|d['’])"
)
_NAME = re.compile(
    rf"{_CAP}(?:[ \u00a0]?,?[ \u00a0](?:{_CONNECT}[ \u00a0]){{0,3}}(?:[dl]['’])?{_CAP}|[ \u00a0][dl]['’]{_CAP})*"
)
_LOWER = r"[a-zß-ÿ][\wß-ÿ’'-]*"
_ROMANCE_CONNECT = r"(?:de|du|des|del|de la|de los|de las|la|le|les|et|y|d['’])"
_ROMANCE_NAME = re.compile(
    rf"(?:(?<![\w’'])|(?<=\b[LlDd]['’]))[A-ZÀ-Þ][a-zß-ÿ]+(?:[ \u00a0]{_LOWER}){{0,5}}"
    rf"(?:[ \u00a0](?:d['’]|l['’])?{_CAP}(?:[ \u00a0](?:{_ROMANCE_CONNECT}[ \u00a0])*(?:[dl]['’])?{_CAP})*"
    rf"|(?<=ional)e?|(?<=onale))"
)
ADJECTIVE = (
    r"(?!(?:expli|indi|appli|fabri|communi|prati)que\b)"
    r"[a-zß-ÿ’'-]*(?:al|ale|ales|aux|els?|elles?|ifs?|ives?|iques?|aires?|[iy]ens?|[iy]ennes?|aise?s?|oise?s?|"
    r"aine?s?|ane?s?|éenne?s?|"
    r"eux|euses?|[ai]bles?|ées?|és|ante?s?|ères|ière|chère|iers|eure?s?|gaches?|suisses?|belges?|libres?|oires?|ons?|"
    r"onnes?|ano|ana|anos|anas|enses?|ic[oa]s?|ari[oa]s?|iv[oa]s?|"
    r"in[oa]s?|esas?|eñ[oa]s?|os[oa]s?|ad[oa]s)"
)
_OF = (
    r"(?:(?:de[ \u00a0](?:la[ \u00a0]|l['’]|las[ \u00a0]|los[ \u00a0])?|du[ \u00a0]|des[ \u00a0]|d['’]|del[ \u00a0]|"
    r"pour[ \u00a0](?:la[ \u00a0]|le[ \u00a0]|les[ \u00a0]|l['’])?|para[ \u00a0](?:la[ \u00a0]|el[ \u00a0]|"
    r"los[ \u00a0]|las[ \u00a0])?)"
    r"(?:maîtres[ \u00a0]d['’])?)"
)
_LOWER_NAME = re.compile(
    rf"[A-ZÀ-Þ][a-zß-ÿ]+(?:-[A-ZÀ-Þ]?[a-zß-ÿ]+)?(?:[ \u00a0](?:{ADJECTIVE}\b|{_CAP}))*"
    rf"(?:[ \u00a0](?:(?:et|y|e)[ \u00a0])?{_OF}(?:{_LOWER}|{_CAP})(?:[ \u00a0](?:{ADJECTIVE}\b|{_CAP}))*"
    rf"|[ \u00a0](?:et|y)[ \u00a0](?!(?:le|la|les|l['’]|el|los|las|de|du|des|d['’]|son|sa|ses|su|sus|une?|una|en|"
    rf"qui|que)\b){_LOWER}"
    rf"(?:[ \u00a0]{ADJECTIVE}\b)*){{0,6}}"
)
"""A name in the Romance languages whose words are in lower case but for the first: `Fédération wallonne des "
"coopératives`."""
_ARTICLE_BEFORE = re.compile(
    r"(?:\b(?:[Ll][ae]s?|[Ee]l|[Ll]os|[Dd]u|[Dd]es|[Dd]el|[Aa]l|[Aa]ux?|de|y|et|e|ni|par|por|con|avec)[ \u00a0]|"
    r"\b[LlDd]['’]|[-–•·;:,(][ \u00a0]|[(«“\"])$"
)
_MINISTRY_GOES_ON = re.compile(
    rf"(?:,[ \u00a0](?:d(?:e|u|es|el)[ \u00a0](?:la[ \u00a0]|l['’])?)?{_CAP}(?:[ \u00a0]{_LOWER}|"
    rf"[ \u00a0]{_CAP})?){{0,3}}"
    rf"[ \u00a0](?:et|y)[ \u00a0](?:d(?:e|u|es|el)[ \u00a0](?:la[ \u00a0]|l['’])?|"
    rf"d['’])?{_CAP}(?:[ \u00a0](?:{ADJECTIVE}\b|{_CAP}))?"
    rf"(?:[ \u00a0](?:de|du|del|des)[ \u00a0](?:la[ \u00a0])?{_CAP})?"
)
_LOWER_HEADS = frozenset({"ministry", "university"})
"""Kinds whose French and Spanish heads are written in lower case too: `le ministère du Travail`."""
_JOINT = re.compile(r",\s|\s(?:and|et|y|e|&)\s(?:the\s|la\s|le\s|el\s|l['’])?")
_FIRST_WORD = re.compile(r"([\w’']+?)(?:['’]\s?|[ \u00a0]+)(?=\S)")
_DATED = re.compile(
    r"[ \u00a0](?:on|in|since|[Ff]rom|[Ww]ith|To|At|Into)[ \u00a0](?:(?:January|February|March|April|May|June|July|"
    r"August|September|October|"
    r"November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b|(?<=(?:From|With|..To|..At|"
    r"Into).)(?=[A-ZÀ-Þ]))"
)
"""What is no part of a name any more: `on October`, in titles ` From Piura`."""
_AFTER_OF = re.compile(r"\s(?:of|from|at|in) the\s")
_REACH = 160
"""Characters before and after a head noun that its name may take."""
ROMANCE = frozenset({"fr", "es", "it", "pt"})
HEAD_FIRST = ROMANCE | {"ca", "cs", "hr", "pl", "ro", "sl"}
"""Languages whose names begin with their head noun."""
_CONNECTORS = frozenset(
    "of for and & the in on de del la las los du des et y e para pour do da dos das di della der für und "
    "a au aux al en to with by from sur sobre con".split()
)
_BEHIND_CORE = _CONNECTORS - {"and", "&"}
"""What ends the core of an English name: the Business *Council* of ..."""
_LEADING = frozenset(
    "the a an in at on of by from with to for under as and or this that these those its his her their our "
    "during after before since when while where both le la les l un une des du de à au aux en dans par "
    "pour sur avec et ou ce cette ces leur leurs ses sa son el los las uno una unos unas del al con por "
    "para sobre y e o su sus este esta estos estas desde según mr mrs ms dr prof sir former new joint "
    "also through between including within across other participants representatives members visit "
    "strengthening supporting promoting interview statement launch message meeting welcome about read see".split()
)
_ROMANCE_WORDS = frozenset("de du des del d la le las los les l da do di".split())
_GENERIC = frozenset(
    "annual joint regional national international local general central technical executive provincial municipal "
    "federal country "
    "regionale nationale internationale locale generale centrale technique executif federale locales "
    "nacional internacional tecnica tecnico ejecutivo ejecutiva provincial".split()
)
_NOT_IN_NAMES = frozenset(
    "a ont est sont qui que dans par sur au aux en avec été fait peut doit veut va es son fue quien con "
    "por sobre ha han tiene lanza lance organise organiza".split()
)


@dataclass
class Name:
    """A name at a place in the text, and the kind that its head noun shows."""

    start: int
    end: int
    kind: str


@dataclass
class Heads:
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
            if label.use == "head" and label.language in HEAD_FIRST:
                first[label.text.lower()] = thing.slug
            elif label.use == "head":
                last[key(label.text)] = thing.slug
    return Heads(last, first, max((len(head.split()) for head in (*last, *first)), default=1))


def unlisted(
    text: str, lines: Mapping[tuple[int, int], Sequence[tuple[int, bool]]], words: Vocabulary
) -> Iterator[Name]:
    """Names that nobody listed and that a head noun shows to be organisations.

    Args:
        text: the document.
        lines: lines to look in (start, end), each with the places of its capitalised head nouns and whether such a
            noun may open a name, as in the Romance languages.
        words: the vocabulary.
    """
    known = heads(words)
    for (start, end), places in lines.items():
        if text[start:end].isupper():
            continue  # in capitals throughout, nothing shows where a name ends
        reach = start
        for place, _ in places:
            if place < reach:
                continue
            begin = max(reach, place - _REACH)
            if begin > start:
                begin = text.find(" ", begin, place) + 1 or place
            runs = _NAME.finditer(text, begin, min(end, place + _REACH))
            run = next((run for run in runs if run.end() > place), None)
            if run is not None and run.start() <= place:
                yield from _organisations_in(text, run.start(), run.end(), known)
                reach = run.end()
        for place, opens in places:
            if not opens:
                continue
            if romance := _ROMANCE_NAME.match(text, place, end):
                yield from _romance_name(text, romance, known)
            if name := _lower_name(text, place, end, known):
                yield name


def in_lower_case(text: str, words: Vocabulary) -> Iterator[Name]:
    """Ministries and universities as French and Spanish write them: `le ministère de l'Éducation de base`."""
    known = heads(words)
    for match in _lower_heads(words).finditer(text):
        begin = match.start()
        name = _LOWER_NAME.match(text[begin].upper() + text[begin + 1 : begin + _REACH])
        if name is None or not any(word[0].isupper() for word in re.split(r"[ \u00a0'’]", name.group())[1:] if word):
            continue
        end = begin + name.end()
        if more := _MINISTRY_GOES_ON.match(text, end):
            end = more.end()
        start, end = trim(text, begin, end)
        yield Name(start, end, known.first[match.group(1)])


@cache
def _lower_heads(words: Vocabulary) -> re.Pattern[str]:
    found = [head for head, kind in heads(words).first.items() if kind in _LOWER_HEADS]
    longest_first = sorted(found, key=lambda head: (-len(head), head))
    return re.compile(
        rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})[ \u00a0](?=(?:d(?:e|u|es|el)[ \u00a0](?:la[ \u00a0]|"
        rf"l['’])?|d['’])[A-ZÀ-Þ])"
    )


def _lower_name(text: str, place: int, end: int, known: Heads) -> Name | None:
    """`la Fédération wallonne des coopératives citoyennes`: a capital where none need be, lower case behind it."""
    before = text[max(0, place - 5) : place]
    opens_line = not before.strip(" \u00a0") or before.rstrip(" \u00a0")[-1:] == "\n"
    if not opens_line and not _ARTICLE_BEFORE.search(before):
        return None
    match = _LOWER_NAME.match(text, place, end)
    if match is None or (opens_line and text[match.end() : match.end() + 1] not in ("", "\n", ",", ";", " ")):
        return None
    if opens_line and text[match.end() : match.end() + 2].strip() not in ("", "(", ",", ";"):
        return None
    start, stop = trim(text, match.start(), match.end())
    tokens = re.split(r"[ \u00a0]|(?<=['’])", text[start:stop])
    if len(tokens) < 2 or any(token.lower() in _NOT_IN_NAMES for token in tokens[1:]) or _is_generic(tokens, known):
        return None
    kind = head_kind(text[start:stop].split(), known)
    lower = [token.lower() for token in tokens]
    if kind in ("", "none") or not any(" ".join(lower[:size]) in known.first for size in range(1, known.longest + 1)):
        return None
    if kind == "ministry" and (more := _MINISTRY_GOES_ON.match(text, stop, end)):
        stop = more.end()
    return Name(start, stop, kind)


def _romance_name(text: str, match: re.Match[str], known: Heads) -> Iterator[Name]:
    """`Coopérative maraîchère de X`: a capitalised head with words in lower case between it and a name."""
    start, end = trim(text, match.start(), match.end())
    tokens = text[start:end].split()
    lower = [token.lower() for token in tokens]
    if len(tokens) < 3 or any(token in _NOT_IN_NAMES for token in lower):
        return
    for size in range(min(known.longest, len(lower) - 1), 0, -1):
        kind = known.first.get(" ".join(lower[:size]), "")
        if kind:
            shared = " ".join(map(key, lower[:size])) in known.last and not any(t in _ROMANCE_WORDS for t in lower)
            if kind != "none" and not shared:
                yield Name(start, end, kind)
            return


def _organisations_in(text: str, start: int, end: int, known: Heads) -> Iterator[Name]:
    """The organisations in one run of capitalised words."""
    start, end = trim(text, start, end)
    for piece in _split_run(text, start, end, known):
        begin, stop = trim(text, *piece)
        name = text[begin:stop]
        tokens = name.split()
        if dated := _DATED.search(text, begin, stop):
            stop = dated.start()
            name = text[begin:stop]
            tokens = name.split()
        if text.endswith(("at the ", "At the "), 0, begin) and key(tokens[0]) in ("centre", "center"):
            continue  # at the centre of something
        if len(tokens) < 2:
            continue
        kind = head_kind(tokens, known)
        if not kind and (after := _AFTER_OF.search(text, begin, stop)):
            # a person, an office or the like before it: ... of the Kenya Union of ...
            begin, stop = trim(text, after.end(), stop)
            tokens = text[begin:stop].split()
            kind = head_kind(tokens, known) if len(tokens) > 1 else ""
        if kind and kind != "none" and not _is_generic(tokens, known):
            yield Name(begin, stop, kind)


def _is_generic(tokens: Sequence[str], known: Heads) -> bool:
    """A head with nothing but `Regional`, `National` and the like names none in particular."""
    return all(
        key(token) in _GENERIC
        or known.last.get(key(token), "none") != "none"
        or known.first.get(token.lower(), "none") != "none"
        or token.lower() in _CONNECTORS
        for token in tokens
    )


def _split_run(text: str, start: int, end: int, known: Heads) -> Iterator[tuple[int, int]]:
    """Cut a run at commas, and at `and` where both sides are names of their own."""
    begin = start
    for match in _JOINT.finditer(text[start:end]):
        at, after = start + match.start(), start + match.end()
        left, right = text[begin:at].split(), text[after:end].split()
        comma = match.group().startswith(",")
        right_kind = head_kind(_until_break(right), known)
        left_kind = head_kind(left, known)
        if left_kind and (right_kind or (comma and not _continues_list(left, right))):
            yield begin, at
            begin = after
        elif comma and not left_kind and right_kind and not _of(left):
            begin = after  # a person or a place before it: `Name Surname, Cardiff University`
        elif not left_kind and right_kind and _article(match) and not _of(left):
            begin = after  # `Unimed and the Ministry of ...`
        elif not left_kind and right_kind and len(left) <= 2 and (_own_head_first(right, known) or left[-1].isupper()):
            begin = after
    yield begin, end


def _article(joint: re.Match[str]) -> bool:
    """The connector has an article behind it, so that a name of its own begins."""
    return joint.group().count(" ") > 2 or joint.group().endswith(("'", "’"))


def _of(tokens: Sequence[str]) -> bool:
    return any(token.lower() in ("of", "for", "de", "des", "du", "del", "pour", "para") for token in tokens)


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
    return any(token in ("of", "for", "de", "des", "du") for token in left) and any(
        token in ("and", "et", "y", "&") for token in right[:6]
    )


def _own_head_first(tokens: Sequence[str], known: Heads) -> bool:
    return bool(tokens) and (key(tokens[0]) in known.last or tokens[0].lower() in known.first)


_OFFICE = re.compile(
    r"(?:(?:Deputy|Vice|Executive|Managing|General|Regional|Country|Programme|Project|Founding)[ -])*"
    r"(?:President|Director|Secretary|Manager|Chair|Chairperson|Chairman|Chairwoman|Coordinator|Head|Member|CEO|"
    r"Treasurer)"
    r"(?:[- ]General)?\s(?:of|de|du|del|de la)\s"
)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Without leading articles, prepositions and capitalised sentence openers, and without dangling connectors."""
    while True:
        office = _OFFICE.match(text, start, end)
        if office is not None:
            start = office.end()
        match = _FIRST_WORD.match(text, start, end)
        if not match or match.group(1).lower() not in _LEADING:
            break
        start = match.end()
    while True:
        at = max(text.rfind(" ", start, end), text.rfind("\u00a0", start, end))
        if at < 0 or text[at + 1 : end].lower() not in _CONNECTORS:
            break
        end = at
    for ending in ("’s", "'s"):
        if text.endswith(ending, start, end):
            end -= 2
    while end > start and text[end - 1] in " .,/-’'»”\"":
        end -= 1
    return start, end


def head_kind(tokens: Sequence[str], known: Heads) -> str:
    """The kind that a name's head noun shows, "none" for a head that is no organisation, "" where there is no head.

    English names carry their head before `of`/`for`/`on` (Business *Council* of ...), French and Spanish ones begin
    with it. A head alone names nothing.
    """
    lower = [token.lower() for token in tokens]
    cut = next((i for i, word in enumerate(lower) if i and word in _BEHIND_CORE), len(tokens))
    folded = [key(token) for token in tokens]
    if known.last.get(" ".join(folded[-2:])) == "none" or known.last.get(" ".join(folded[:3])) == "none":
        return "none"
    for size in range(min(known.longest, cut), 0, -1):
        tail = " ".join(folded[cut - size : cut])
        if tail in known.last and len(tokens) > size:
            return _of_members(known.last[tail], folded[cut:], known)
    for size in range(min(known.longest, len(lower)), 0, -1):
        head = " ".join(word.strip(",") for word in lower[:size]).replace("’", "'")
        if known.first.get(head) == "none":
            return "none"
        if head in known.first and len(tokens) > size:
            if key(head) in known.last and lower[-1].endswith("s") and all(token[0].isupper() for token in tokens[:3]):
                return ""  # an English word too: Mutual Benefit Societies
            return _of_members(known.first[head], folded[size:], known)
    return ""


def _of_members(kind: str, after: Sequence[str], known: Heads) -> str:
    """A union, federation or association *of cooperatives* is a federation of cooperatives."""
    members = {known.last.get(word.removesuffix("s")) for word in after if word.endswith("s")}
    federates = kind in ("trade-union", "association", "network") and "cooperative" in members
    return "cooperative-federation" if federates else kind
