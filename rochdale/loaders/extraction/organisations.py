"""Organisations of a document: listed ones, governments, those that the page defines, and names that nobody listed."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rochdale.loaders.extraction.acronyms import Definition, definitions, inner_definitions, numbered_sessions
from rochdale.loaders.extraction.head_nouns import ROMANCE, head_kind, heads, trim, unlisted
from rochdale.loaders.extraction.names import CONFIDENCE, Gazetteer, Hit, choose, settle
from rochdale.loaders.extraction.spans import Spans
from rochdale.loaders.folding import key
from rochdale.loaders.vocabulary import LEARNED, Thing, Vocabulary

_GOVERNMENT_OF = re.compile(
    r"(?:Government|Kingdom|Gouvernement|Gobierno|Governments|Royal Government)"
    r"(?:[ \u00a0](?:of|du|de|del|de la|de l['’]|d['’]|des|the))*(?:[ \u00a0]|(?<=['’]))(?:the |la |el |los )?$"
)
_GOVERNMENT_AFTER = re.compile(r"[ \u00a0](Government|Govt)\b")
_GOVERNMENT_BEFORE = re.compile(r"\b(Gouvernement|Gobierno|gouvernement)[ \u00a0]$")
_GOVERNMENTS = ("over", "ouver", "obier", "ingdom")
"""One of them stands wherever the words before a country say that its government is meant."""
_CONNECTED = re.compile(r"(?:,\s*|\s(?:and|et|y|e|&)\s|,\s(?:and|et|y)\s)(?:the |la |le |el |l['’])?$")
_CONNECTING = re.compile(r"(?:,\s|,?\s(?:and|et|y|e|&)\s)(?:the |la |le |el |l['’])?")
_MOST_OF_A_NAME = 0.6
_NEARLY = 0.7
"""Share of words in common that two spellings of one name have."""


class Organisation:
    """An organisation named at a place in the text."""

    role: str = ""
    role_rule: str = ""

    def __init__(
        self,
        start: int,
        end: int,
        key: str,
        name: str,
        rule: str,
        confidence: float,
        kind: str = "",
        parent: str = "",
        country: str = "",
        acronym: str = "",
    ) -> None:
        self.start = start
        self.end = end
        self.key = key
        """Key of a listed organisation, or ""."""
        self.name = name
        self.rule = rule
        self.confidence = confidence
        self.kind = kind
        self.parent = parent
        self.country = country
        self.acronym = acronym


def organisations(
    text: str, hits: Iterable[Hit], head_hits: Iterable[Hit], places: Sequence[Hit], named: Mapping[str, int],
    gazetteer: Gazetteer, language: str,
) -> list[Organisation]:  # fmt: skip
    """The organisations that a document names, by place; none inside another.

    What the page defines itself ("Long Name (LN)") wins over the vocabulary for that acronym.

    Args:
        text: the document.
        hits: hits of listed organisations.
        head_hits: hits of head nouns.
        places: hits of countries and regions.
        named: keys of things that the page names beyond doubt.
        gazetteer: the vocabulary's names.
        language: of the page.
    """
    words = gazetteer.words
    more = [*inner_definitions(text, gazetteer), *numbered_sessions(text, words)]
    listed = settle(sorted([*hits, *more], key=_by_place) if more else hits)
    found = [_listed(hit) for hit in choose(listed, named, words, language) if not _is_glued(text, hit.start)]
    found = _with_acronyms(text, found)
    ruled = list(_governments(text, places, words))
    found = _outermost([*found, *ruled]) if ruled else found
    defined = list(definitions(text))
    local = _define(text, found, defined, words)
    found += _unlisted(text, found, head_hits, places, words, language)
    return _with_local_acronyms(text, _outermost(found), local, defined)


def _is_glued(text: str, start: int) -> bool:
    """The end of a dotted name or an address (`Think.COOP`), not a word of its own."""
    return start > 1 and text[start - 1] in ".@" and text[start - 2].isalnum()


def _by_place(span: Hit | Organisation) -> tuple[int, int]:
    return span.start, -span.end


def _listed(hit: Hit) -> Organisation:
    entry = hit.entry
    thing = entry.thing
    if thing.status == LEARNED:
        country = thing.country[0] if thing.country else ""
        return Organisation(
            hit.start, hit.end, "", thing.name, "learned-name", CONFIDENCE["learned-name"], thing.kind,
            country=country, acronym=thing.acronym,
        )  # fmt: skip
    return Organisation(
        hit.start, hit.end, thing.key, thing.name, entry.rule, CONFIDENCE[entry.rule], thing.kind, thing.parent
    )


def _with_acronyms(text: str, found: Sequence[Organisation]) -> list[Organisation]:
    """A name and its own acronym in parentheses behind it are one."""
    kept: list[Organisation] = []
    for one in found:
        last = kept[-1] if kept else None
        if last is not None and last.key == one.key and text[last.end : one.start] in (" (", "\u00a0(", "("):
            last.end = one.end + (text[one.end : one.end + 1] == ")")
        else:
            kept.append(one)
    return kept


def _outermost(found: Iterable[Organisation]) -> list[Organisation]:
    kept: list[Organisation] = []
    for one in sorted(found, key=_by_place):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
        elif one.end > kept[-1].end and one.end - one.start > kept[-1].end - kept[-1].start:
            kept[-1] = one
    return kept


# -- governments -------------------------------------------------------------------------------------------------------


def _governments(text: str, places: Iterable[Hit], words: Vocabulary) -> Iterator[Organisation]:
    """`Government of X`, `X Government`: the government of a country that its name gives."""
    for hit in places:
        if hit.of != "country":
            continue
        before = text[max(0, hit.start - 40) : hit.start]
        if after := _GOVERNMENT_AFTER.match(text, hit.end):
            yield _government(hit.entry.thing, hit.start, after.end(), words)
        elif not any(word in before for word in _GOVERNMENTS):
            continue
        elif opening := _GOVERNMENT_OF.search(before) or _GOVERNMENT_BEFORE.search(before):
            yield _government(hit.entry.thing, hit.start - len(before) + opening.start(), hit.end, words)


def _government(country: Thing, start: int, end: int, words: Vocabulary) -> Organisation:
    listed = words.governments.get(country.key)
    if listed is not None:
        return Organisation(start, end, listed.key, listed.name, "government", 0.95, listed.kind, listed.parent)
    name = f"Government of {country.name}"
    return Organisation(start, end, "", name, "government", 0.95, "government", country=country.key)


# -- what the page defines ---------------------------------------------------------------------------------------------


def _define(
    text: str, found: list[Organisation], defined: Sequence[Definition], words: Vocabulary
) -> dict[str, Organisation]:
    """Give definitions their organisation, changing `found` in place; returns what each acronym means here."""
    local: dict[str, Organisation] = {}
    for definition in defined:
        known = _defined_listed(found, definition) or _nearly_listed(text, definition, words)
        if known is not None:
            if known not in found:
                found[:] = [o for o in found if o.end <= known.start or o.start >= definition.end]
                found.append(known)
            known.end = max(known.end, definition.end)
            local[definition.acronym] = known
            continue
        start, end = trim(text, definition.start, definition.paren)
        kind = head_kind(text[start:end].split(), heads(words))
        if kind and kind != "none":
            one = Organisation(
                start, definition.end, "", text[start:end], "definition", 0.9, kind, acronym=definition.acronym
            )
            local[definition.acronym] = one
            found[:] = [o for o in found if o.end <= start or o.start >= definition.end]
            found.append(one)
    return local


def _defined_listed(found: Sequence[Organisation], definition: Definition) -> Organisation | None:
    """The listed organisation whose name, or most of it, stands before the parenthesis."""
    length = definition.paren - 1 - definition.start
    for one in found:
        if one.start <= definition.start and definition.paren - 1 <= one.end <= definition.end:
            return one
        ends_here = one.key and one.end in (definition.paren, definition.paren - 1)
        if ends_here and one.end - one.start >= length * _MOST_OF_A_NAME:
            return one
    return None


def _nearly_listed(text: str, definition: Definition, words: Vocabulary) -> Organisation | None:
    """The listed bearer of the acronym whose name is, but for a word or two, the long form."""
    start, end = trim(text, definition.start, definition.paren)
    said = set(key(text[start:end]).split())
    for thing in words.bearers.get(definition.acronym, ()):
        for label in thing.labels:
            if label.use in ("name", "other"):
                listed = set(key(label.text).split())
                if len(said & listed) > _NEARLY * len(said | listed):
                    kind, parent = thing.kind, thing.parent
                    return Organisation(start, definition.end, thing.key, thing.name, "definition", 0.9, kind, parent)
    return None


def _with_local_acronyms(
    text: str, found: list[Organisation], local: Mapping[str, Organisation], defined: Sequence[Definition]
) -> list[Organisation]:
    """Read the acronyms that the page defines as what it says they mean."""
    if not local:
        return found
    kept = [o for o in found if not _means_else(o, local.get(text[o.start : o.end]))]
    taken = Spans([*((o.start, o.end) for o in kept), *((d.paren, d.end) for d in defined)])
    for acronym, meant in local.items():
        for start in _places_of(text, acronym):
            if not taken.touches(start, start + len(acronym)):
                kept.append(_again(meant, start, start + len(acronym), acronym))
    return sorted(kept, key=_by_place)


def _places_of(text: str, acronym: str) -> Iterator[int]:
    """Where the acronym stands as a whole word."""
    at = text.find(acronym)
    while at >= 0:
        end = at + len(acronym)
        before, after = text[at - 1 : at], text[end : end + 1]
        if not (before.isalnum() or before == "-" or after.isalnum()):
            yield at
        at = text.find(acronym, end)


def _means_else(found: Organisation, meant: Organisation | None) -> bool:
    return meant is not None and meant is not found and meant.key != found.key and not found.parent


def _again(meant: Organisation, start: int, end: int, acronym: str) -> Organisation:
    return Organisation(
        start, end, meant.key, meant.name, "defined-acronym", 0.9, meant.kind, meant.parent, meant.country,
        "" if meant.key else acronym,
    )  # fmt: skip


# -- what nobody listed ------------------------------------------------------------------------------------------------


def _unlisted(
    text: str,
    listed: Sequence[Organisation],
    head_hits: Iterable[Hit],
    places: Sequence[Hit],
    words: Vocabulary,
    language: str,
) -> list[Organisation]:
    known = heads(words)
    taken = Spans((o.start, o.end) for o in listed)
    lines: dict[tuple[int, int], list[tuple[int, bool]]] = {}
    for head in head_hits:
        if not taken.holds(head.start, head.end):
            start, stop = text.rfind("\n", 0, head.start) + 1, text.find("\n", head.end)
            lines.setdefault((start, stop if stop >= 0 else len(text)), []).append(
                (head.start, _may_be_romance(head, language))
            )
    found = []
    for name in unlisted(text, lines, words):
        one = Organisation(name.start, name.end, "", text[name.start : name.end], "head-noun", 0.7, name.kind)
        if _end_before_listed(text, one, listed) | _begin_after_listed(text, one, listed):
            one.kind = head_kind(one.name.split(), known)
        if any(h.start <= one.start and one.end <= h.end for h in places):
            continue  # a place that looks like a name: the West Bank
        if one.kind not in ("", "none") and _stands_beside(one, listed):
            one.country = next((h.entry.key for h in places if h.of == "country" and _within(h, one)), "")
            found.append(one)
    return found


def _may_be_romance(head: Hit, language: str) -> bool:
    """The head opens names in French, Spanish, Italian or Portuguese; in an English page if no English one."""
    romance = False
    for entry in head.entries:
        spoken = entry.language
        if spoken == language == "en":
            return False
        romance = romance or spoken in ROMANCE
    return romance


def _within(hit: Hit, found: Organisation) -> bool:
    return found.start <= hit.start and hit.end <= found.end


def _end_before_listed(text: str, found: Organisation, listed: Sequence[Organisation]) -> bool:
    """`A and LISTED`: end the name before the connector; whether that was so."""
    cut = False
    for known in listed:
        if found.start < known.start < found.end and (joint := _CONNECTED.search(text, found.start, known.start)):
            found.end, cut = joint.start(), True
            found.name = text[found.start : found.end]
    return cut


def _begin_after_listed(text: str, found: Organisation, listed: Sequence[Organisation]) -> bool:
    """`LISTED and the B`: begin the name after the connector; whether that was so."""
    for known in listed:
        if known.start <= found.start < known.end < found.end:
            joint = _CONNECTING.match(text, known.end, found.end)
            if joint is not None:
                found.start = joint.end()
                found.name = text[found.start : found.end]
                return True
    return False


def _stands_beside(found: Organisation, listed: Sequence[Organisation]) -> bool:
    """Whether a name is one of its own beside listed ones; sets the parent of a unit that a listed name opens."""
    for known in listed:
        if known.end <= found.start or found.end <= known.start:
            continue
        if known.start <= found.start and found.end <= known.end:
            return False
        if found.start < known.start and known.end < found.end:
            continue
        if known.start == found.start and found.kind == "unit" and known.key:
            found.parent = known.key
        elif found.kind != "unit" or known.end - known.start > _MOST_OF_A_NAME * (found.end - found.start):
            return False
    return True
