"""Organisations of a document: listed ones, governments, those that the page defines, and names that nobody listed."""

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rochdale.loaders.extraction.acronyms import Definition, definitions, inner_definitions, numbered_sessions, spells
from rochdale.loaders.extraction.actors import actors
from rochdale.loaders.extraction.head_nouns import HEAD_FIRST, ROMANCE, head_kind, heads, in_lower_case, trim, unlisted
from rochdale.loaders.extraction.names import CONFIDENCE, Gazetteer, Hit, choose, settle
from rochdale.loaders.extraction.spans import Spans
from rochdale.loaders.folding import key
from rochdale.loaders.vocabulary import LEARNED, Thing, Vocabulary

_GOVERNMENT_OF = re.compile(
    r"(?:Government|Kingdom|Gouvernement|Gobierno|Governments|Royal Government|(?<!in the )(?:Grand Duchy|"
    r"Principality)|"
    r"(?<!au )(?<!du )(?:Grand-Duché|Grand Duché)|(?<!en )(?:Principauté|Principado)|Gran Ducado)"
    r"(?:[ \u00a0](?:of|du|de|del|de la|de l['’]|d['’]|des|the))*(?:[ \u00a0]|(?<=['’]))(?:the |la |el |los )?$"
)
_GOVERNMENT_AFTER = re.compile(r"[ \u00a0](Government|Govt)\b")
_GOVERNMENT_BEFORE = re.compile(r"\b(Gouvernement|Gobierno|gouvernement)[ \u00a0]$")
_GOVERNMENTS = ("over", "ouver", "obier", "ingdom", "rand D", "rand-D", "ran D", "rincip")
"""One of them stands wherever the words before a country say that its government is meant."""
_STATE = re.compile(
    r"Grand-Duché|Grand Duchy|Principauté|Principality|Principado|Gran Ducado|Kingdom|Royaume d|Reino de"
)
"""How names of states begin that a page uses where it speaks of the state."""
_IN_BEFORE = re.compile(r"\b(?:in|across|from|to|au|du|en|dans)[ \u00a0](?:the |le |la |el )?$", re.I)
_CONNECTED = re.compile(r"(?:,\s*|\s(?:and|et|y|e|&)\s|,\s(?:and|et|y)\s)(?:the |la |le |el |l['’])?$")
_CONNECTING = re.compile(r"(?:,\s|,?\s(?:and|et|y|e|&)\s)(?:the |la |le |el |l['’])?")
_LAW_AFTER = re.compile(
    r"(?:['’]s)?[ \u00a0](?:\w+[ \u00a0]){0,3}?(?:Recommendation|Convention|Directive|Regulation|Resolution|Treaty|"
    r"Protocol|Charter)\b"
    r"(?!s)|[ \u00a0](?:Magazine|Journal|Quarterly|Gazette)\b|[ \u00a0]International[ \u00a0](?:Year|Day|Decade)|"
    r"[ \u00a0](?:Sustainable Development Goals|SDGs|Decade)\b"
)
_LAW_BEFORE = re.compile(
    r"\b(?:Recommandation|Recommendation|Convention|Acte uniforme|Directive|Résolution|Règlement|Traité|"
    r"Recomendación|Convenio|Directiva|"
    r"Resolución|Reglamento|Tratado|Acta Uniforme|Uniform Act|Resolution|Regulation)s?(?:[ \u00a0](?:\(?(?:n[°o]|"
    r"[Nn][úu]m|No)?\.?[ \u00a0]?\d+\)?))?"
    r"[ \u00a0](?:of the |of |de la |de l['’]|du |de |del |des |d['’])$"
)
_PROJECT = re.compile(
    r"\b(?:project|programme|program|scheme|campaign|tool|course|training|projet|proyecto|programa)\b"
)
_ACTS = re.compile(
    r"(?:,[^,.\n]{3,60},)?[ \u00a0](?:has|have|had|will|is|was|gave|gives|ha|han|a|ont|est|fue|is|and the|[a-z]+ed|"
    r"[a-z]+s|[a-zß-ÿ]+[óe])\b"
)
"""A verb behind a name: it does something."""
_DEFINED_BODIES = frozenset({"facility", "fund", "initiative", "partnership"})
"""Heads of programmes, mostly; with an acronym of their own they are bodies."""
_AND_ANOTHER = re.compile(r"[ \u00a0](?:and|et|y|&)[ \u00a0][A-ZÀ-Þ][\w-]+")
"""Something else behind the place that ends a name: `Chamber of Commerce of Bogotá and Fedecafé`."""
_IN_BRACKETS = re.compile(r"[ \u00a0]\(([A-Z]{3,8})\)")
_ACRONYM_BEFORE = re.compile(
    r"(?<![\w-])([A-ZÀ-Þ][\w&-]{1,14})[ \u00a0](?:\(|[–—-][ \u00a0])(?:the |la |le |l['’]|el )?[“«]?$"
)
"""An acronym with its long name behind it: `LN (Long Name)`, `LN — Long Name`."""
_AND_MORE = re.compile(r"[ \u00a0](?:and|et|y|e)[ \u00a0][A-ZÀ-Þ]")
_BEARER_OF = re.compile(
    r"(?<!\w)([A-Z]{2,8})[ \u00a0](?:of the|of|des|de las|de la|de l['’]|du|del|de los|de)[ \u00a0]?$"
)
_ORGAN_OF = re.compile(
    r"(?:[A-Z]\w+[ \u00a0]){0,3}(?:Board|Secretariat|Committee|Commission|Bureau|Office|Department|Unit|Division|"
    r"Branch|Council|Desk|"
    r"Sub-committee|Working Group|BOARD|SECRETARIAT|COMMITTEE|Secrétariat|Bureau|Comité|Conseil|Secretaría|Consejo|"
    r"Oficina|Junta)"
    r"[ \u00a0](?:of|OF|de|du|del)[ \u00a0]?(?:(?:the|THE|la|el|l['’])[ \u00a0]?)?"
)
"""An organ of a listed body: `Board of the ICA`."""
_IN_PLACE = re.compile(r"[ \u00a0](?:in|en|à|au)[ \u00a0](?:(?:the|la|el)[ \u00a0])?$")
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


@dataclass
class Clues:
    """What else of a document shows that a name is an organisation's."""

    cues: Sequence[Hit]
    """Hits of the words that speak of roles."""
    persons: Sequence[Hit]
    """Hits of honorifics, offices and given names."""
    fields: Sequence[tuple[str, int, int]]
    """Marks of fields with the span of each line of their values."""


def organisations(
    text: str, hits: Iterable[Hit], head_hits: Iterable[Hit], places: Sequence[Hit], named: Mapping[str, int],
    clues: Clues, gazetteer: Gazetteer, language: str,
) -> list[Organisation]:  # fmt: skip
    """The organisations that a document names, by place; none inside another.

    What the page defines itself ("Long Name (LN)") wins over the vocabulary for that acronym.

    Args:
        text: the document.
        hits: hits of listed organisations.
        head_hits: hits of head nouns.
        places: hits of countries and regions.
        named: keys of things that the page names beyond doubt.
        clues: what else shows an organisation.
        gazetteer: the vocabulary's names.
        language: of the page.
    """
    words = gazetteer.words
    more = [*inner_definitions(text, gazetteer), *numbered_sessions(text, words)]
    listed = settle(sorted([*hits, *more], key=_by_place) if more else hits)
    chosen = choose(listed, named, words, language)
    found = [_listed(hit) for hit in chosen if not _is_glued(text, hit.start) and not _in_law(text, hit)]
    found = _with_acronyms(text, _with_parents(text, found, words))
    ruled = list(_governments(text, places, words))
    found = _outermost([*found, *ruled]) if ruled else found
    defined = list(definitions(text))
    local = _define(text, found, defined, words)
    found += _unlisted(text, found, head_hits, places, words, language)
    found = _with_local_acronyms(text, _outermost(found), local, defined, words)
    return _with_actors(text, found, places, clues, words, language)


def _with_actors(
    text: str, found: list[Organisation], places: Sequence[Hit], clues: Clues, words: Vocabulary, language: str
) -> list[Organisation]:
    """Add the names that the words around them show to be organisations, wherever the page has them."""
    known = [(one.start, one.end) for one in found]
    more = [
        Organisation(one.start, one.end, "", text[one.start : one.end], "actor", one.confidence, one.kind)
        for one in actors(text, known, places, clues.cues, clues.persons, clues.fields, words, language)
    ]
    if not more:
        return found
    more = _outermost(more)
    taken = Spans([*known, *((one.start, one.end) for one in more)])
    for one in {one.name: one for one in reversed(more)}.values():
        for start in _places_of(text, one.name):
            if not taken.touches(start, start + len(one.name)):
                more.append(Organisation(start, start + len(one.name), "", one.name, "actor", one.confidence, one.kind))
    return sorted([*found, *more], key=_by_place)


def _is_glued(text: str, start: int) -> bool:
    """The end of a dotted name or an address (`Think.COOP`), not a word of its own."""
    return start > 1 and text[start - 1] in ".@" and text[start - 2].isalnum()


def _in_law(text: str, hit: Hit) -> bool:
    """In the name of a law, a journal, a day, a year: `ILO Recommendation No. 193`, `Acte uniforme de l'OHADA`."""
    return bool(_LAW_AFTER.match(text, hit.end) or _LAW_BEFORE.search(text, max(0, hit.start - 60), hit.start))


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


def _with_parents(text: str, found: Sequence[Organisation], words: Vocabulary) -> list[Organisation]:
    """A unit's acronym and the body that it is said to be of are one: `DESA of the United Nations`."""
    kept: list[Organisation] = []
    for one in found:
        before = _BEARER_OF.search(text, max(0, one.start - 20), one.start)
        unit = _units(words).get((one.key, before.group(1))) if before else None
        if before is None or unit is None:
            kept.append(one)
            continue
        if kept and kept[-1].end > before.start():
            kept.pop()
        kept.append(Organisation(before.start(), one.end, unit.key, unit.name, "acronym", 0.95, unit.kind, unit.parent))
    return kept


@cache
def _units(words: Vocabulary) -> dict[tuple[str, str], Thing]:
    """Parts of listed bodies, by the key of the body and their acronym."""
    return {
        (thing.parent, label.text): thing
        for thing in words.of("organisation")
        if thing.parent
        for label in thing.labels
        if label.text.isupper() and " " not in label.text
    }


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
        if _STATE.match(text, hit.start, hit.end) and not _IN_BEFORE.search(before):
            yield _government(hit.entry.thing, hit.start, hit.end, words)
        elif after := _GOVERNMENT_AFTER.match(text, hit.end):
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
        tokens = text[start:end].split()
        kind = head_kind(tokens, heads(words)) or _kind_of_defined(text, definition, tokens)
        head = next(
            (key(tokens[i - 1]) for i in range(1, len(tokens)) if tokens[i] in ("for", "of", "on")), key(tokens[-1])
        )
        if kind == "none" and head in _DEFINED_BODIES and not _is_project(text, definition):
            kind = "fund" if head == "fund" else "initiative"
        if kind == "none" and definition.acronym in words.bearers:
            found[:] = [o for o in found if text[o.start : o.end] != definition.acronym]
        if kind and kind != "none":
            one = Organisation(
                start, definition.end, "", text[start:end], "definition", 0.9, kind, acronym=definition.acronym
            )
            local[definition.acronym] = one
            found[:] = [o for o in found if o.end <= start or o.start >= definition.end]
            found.append(one)
    return local


def _is_project(text: str, definition: Definition) -> bool:
    """The line calls it a project, or the like, close by."""
    line = max(text.rfind("\n", 0, definition.start) + 1, definition.start - 60)
    return bool(
        _PROJECT.search(text, line, definition.start) or _PROJECT.search(text, definition.end, definition.end + 40)
    )


def _kind_of_defined(text: str, definition: Definition, tokens: Sequence[str]) -> str:
    """The kind of a name that no head noun tells: a body's if it is capitalised, does something and is no project."""
    plural = definition.acronym.endswith("s") or tokens[-1].endswith("s")
    capitals = all(token[0].isupper() for token in tokens if len(token) > 3)
    if plural or not capitals or len(tokens) < 2 or _is_project(text, definition):
        return ""
    return "association" if _ACTS.match(text, definition.end) else ""


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
    text: str,
    found: list[Organisation],
    local: Mapping[str, Organisation],
    defined: Sequence[Definition],
    words: Vocabulary,
) -> list[Organisation]:
    """Read the acronyms that the page defines as what it says they mean."""
    local = {**_behind_names(text, found, words), **local}
    if not local:
        return found
    kept = [o for o in found if not _means_else(o, local.get(text[o.start : o.end]))]
    taken = Spans([*((o.start, o.end) for o in kept), *((d.paren, d.end) for d in defined)])
    for acronym, meant in local.items():
        for start in _places_of(text, acronym):
            if not taken.touches(start, start + len(acronym)):
                kept.append(_again(meant, start, start + len(acronym), acronym))
    return sorted(kept, key=_by_place)


def _behind_names(text: str, found: Sequence[Organisation], words: Vocabulary) -> dict[str, Organisation]:
    """Acronyms of listed bodies, behind the name of another body, where the page does not name their own."""
    local: dict[str, Organisation] = {}
    full = {one.key for one in found if one.key and one.rule in ("label", "definition")}
    for one in found:
        if one.rule == "head-noun" and (brackets := _IN_BRACKETS.match(text, one.end)):
            bearers = words.bearers.get(brackets.group(1), ())
            if bearers and not any(thing.key in full for thing in bearers):
                local[brackets.group(1)] = one
        before = _ACRONYM_BEFORE.search(text, max(0, one.start - 20), one.start)
        if before is not None and spells(one.name, before.group(1)):
            one.acronym = "" if one.key else before.group(1)
            local[before.group(1)] = one
    return local


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
    found: list[Organisation] = []
    countries = frozenset(text[hit.start : hit.end] for hit in places if hit.of == "country")
    names = unlisted(text, lines, words)
    lower = in_lower_case(text, words) if language in ROMANCE else ()
    for name in (*names, *lower):
        one = Organisation(name.start, name.end, "", text[name.start : name.end], "head-noun", 0.7, name.kind)
        if one.kind == "ministry" and any(_is_portfolio(text, one, known) for known in listed):
            pass
        elif _end_before_listed(text, one, listed) | _begin_after_listed(text, one, listed):
            one.kind = head_kind(one.name.split(), known)
        if any(h.start <= one.start and one.end <= h.end for h in places):
            continue  # a place that looks like a name: the West Bank
        _without_places(text, one, places)
        if one.kind not in ("", "none") and _stands_beside(text, one, listed, countries):
            one.country = next((h.entry.key for h in places if h.of == "country" and _within(h, one)), "")
            found.append(one)
    return found


def _without_places(text: str, found: Organisation, places: Sequence[Hit]) -> None:
    """Leave off whose it is (`Kenya's Ministry of ...`) and where (`... in Dublin`)."""
    first = bisect_left(places, found.start, key=lambda hit: hit.start)
    for hit in itertools.islice(places, first, None):
        if hit.start >= found.end:
            return
        if hit.start == found.start and text[hit.end : hit.end + 3] in ("'s ", "’s "):
            found.start = hit.end + 3
        elif hit.end < found.end and _AND_ANOTHER.fullmatch(text, hit.end, found.end):
            found.end = hit.end
        elif hit.end >= found.end and (inside := _IN_PLACE.search(text, found.start, hit.start)):
            found.end = inside.start()
    found.name = text[found.start : found.end]


def _is_portfolio(text: str, found: Organisation, known: Organisation) -> bool:
    """A listed name inside a ministry's: `Ministry of Foreign Affairs, European Union and Cooperation`."""
    inside = found.start < known.start and known.end < found.end
    return inside and text[known.start - 2 : known.start] == ", " and bool(_AND_MORE.match(text, known.end))


def _may_be_romance(head: Hit, language: str) -> bool:
    """The head opens names in French, Spanish, Italian or Portuguese; in an English page if no English one."""
    romance = False
    for entry in head.entries:
        spoken = entry.language
        if spoken == language == "en":
            return False
        romance = romance or spoken in HEAD_FIRST
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


def _stands_beside(text: str, found: Organisation, listed: Sequence[Organisation], countries: frozenset[str]) -> bool:
    """Whether a name is one of its own beside listed ones; sets the parent of a unit that a listed name opens."""
    for known in listed:
        if known.end <= found.start or found.end <= known.start:
            continue
        if known.start <= found.start and found.end <= known.end:
            return False
        if found.start < known.start and known.end < found.end:
            continue
        if found.end == known.end and text[found.start : known.start].strip() in countries:
            continue  # another body of that name: the Kenya Co-operative College
        if known.key and found.end == known.end and _ORGAN_OF.fullmatch(text, found.start, known.start):
            found.kind, found.parent = "unit", known.key
            continue
        owns = known.start == found.start and text[known.end : known.end + 2] in ("'s", "’s")
        if known.start == found.start and (found.kind == "unit" or owns) and known.key:
            found.parent = known.key
        elif found.kind != "unit" or known.end - known.start > _MOST_OF_A_NAME * (found.end - found.start):
            return False
    return True
