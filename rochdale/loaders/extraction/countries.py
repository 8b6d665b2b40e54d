"""Countries and regions: by name, demonym or a place that lies in one country, where the words speak of a place."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

from rochdale.loaders.extraction.names import Entry, Hit, entry_of
from rochdale.loaders.extraction.spans import Spans
from rochdale.loaders.folding import fold
from rochdale.loaders.vocabulary import Vocabulary

_GLUED = re.compile(r"[A-ZÀ-Þ](?<=[a-zß-ÿ)].)[a-zß-ÿ]")
"""A capital inside a word; the search runs from capital to capital."""
_OPENING = 4
"""Letters by which a country's name is looked up; no shorter one is looked for."""
_WORD_START = re.compile(r"[A-ZÀ-Þ](?<!\w.)")
_BETWEEN = re.compile(r"(?:[\s,;]|\(\w{2,4}\)|and\s|the\s|et\s|y\s|la\s|le\s|les\s|el\s)*")
_LANGUAGE_AFTER = re.compile(
    r"[ \u00a0-](?:version|versions|language|languages|translation|translations|speaking|speakers|subtitles|edition|"
    r"only\b|"
    r"and (?:English|French|Spanish|Portuguese|Arabic|Russian|Chinese)\b|"
    r", (?:French|Spanish|Portuguese|Arabic|Russian|Chinese))",
    re.I,
)
_LANGUAGE_BEFORE = re.compile(
    r"(?:\b(?:in|into|available in|to|en|langue|lengua|idioma|version|versión|traducción al|traduit en)\s|"
    r"\b(?:English|French|Spanish|Portuguese|Arabic|Russian|Chinese|anglais|français|espagnol|inglés|francés|español)"
    r"(?:,| and| et| y| or)\s(?:in\s)?)$",
    re.I,
)
_PAYS = re.compile(
    r"(?:[- ](?:funded|financed|supported|backed)\b| (?:funds|financ(?:es|ed)|pays|paid) (?:for|the|a|half)\b)"
)
_MONEY = re.compile(
    r"[ \u00a0](?:dollars?|francs?|pounds?|pesos?|rupees?|shillings?|euros?|dólares|billion|million|\d)"
)
_LANGUAGES = frozenset(
    "english french spanish portuguese russian arabic chinese german italian japanese korean turkish "
    "hindi bengali vietnamese thai khmer indonesian nepali anglais francais espagnol portugais russe "
    "arabe chinois allemand italien ingles frances espanol portugues ruso chino aleman italiano".split()
)
_WHERE = re.compile(r"\b(?:in|for|across|en|au|aux|pour|para)\s(?:the\s|la\s|el\s|l['’])?$")
_PEOPLE_AWAY = re.compile(
    r"(?:,? (?:and |or |et |y )?(?:South |North )?[A-Z]\w+){0,4}[ \u00a0](?:women |young |domestic )?"
    r"(?:refugees?|migrants?|migrant workers|asylum[- ]seekers|diaspora|exiles|nationals|returnees|expatriates|"
    r"immigrants?|emigrants?|réfugiée?s|migrante?s|refugiad[oa]s)\b"
)
_AWAY_BEFORE = re.compile(
    r"\b(?:réfugiée?s|migrante?s|refugiad[oa]s|réfugiés et migrants|déplacés|desplazad[oa]s|inmigrantes|personas|"
    r"travailleurs|travailleuses)[ \u00a0]$",
    re.I,
)
_AWAY_FROM = re.compile(
    r"\b(?:[Mm]igrants?|[Mm]igrant (?:\w+ )?workers|[Rr]efugees?|[Aa]sylum seekers|[Ww]orkers|[Rr]éfugiée?s|"
    r"[Mm]igrante?s|[Rr]efugiad[oa]s)(?: women| men)? "
    r"(?:from|venu[es]*s de|originaires? de|procedentes de|provenientes de) (?:the |la |el |l['’])?"
    r"(?:[A-ZÀ-Þ]\w+(?:, | and | et | y ))*$"
)
_FROM = ("from ", "venu", "originaire", "procedentes", "provenientes")
"""One of them stands wherever `_AWAY_FROM` matches; plain words are found much faster."""
_NOT_BEFORE = re.compile(r"\b(?:New|Nueva?|Nouvelle|African|Native|Asian|Afro-?|Dutch|Trinidad and)[ \u00a0-]$")
_STATE_BEFORE = re.compile(r"\b(?:Atlanta|Savannah|Augusta|Macon|Athens|Columbus),? $")
_DATELINE = re.compile(r"[ \u00a0]?(?:\([^()\n]{2,30}\)\s*[–—-]|,[^.\n]{0,40}?\([^()\n]{2,30}\)\s*[–—-]|\s[–—-]\s)")
_SURNAME = re.compile(r"[ \u00a0][A-ZÀ-Þ][a-zß-ÿ]{2,}\b(?![ \u00a0][A-ZÀ-Þ])")
"""A capitalised word that no other follows: in a title whose words are all capitalised it would be a verb."""
_FIRST_NAME_BEFORE = re.compile(r"(?:^|[^A-Za-z])(?:Mr|Ms|Mrs|Dr|Prof|Michael|Sir)\.?[ \u00a0]$")


def places(
    text: str,
    hits: Iterable[Hit],
    masked: Spans,
    works: Spans,
    donors: Spans,
    language: str,
) -> Iterator[Hit]:
    """The country and region hits that speak of a place.

    Args:
        text: the document.
        hits: country and region hits, settled.
        masked: spans of organisations' and persons' names: what lies inside is no place.
        works: spans of projects' names: a place counts there only where the name says `in` it.
        donors: spans right after words such as `funded by`: a country there pays, it is not where things happen.
        language: of the page, where it is known for sure: then a demonym in lower case counts in its own alone.
    """
    for hit in hits:
        if masked.holds(hit.start, hit.end) or donors.holds(hit.start, hit.end):
            continue
        if works.holds(hit.start, hit.end) and not _WHERE.search(text[max(0, hit.start - 12) : hit.start]):
            continue
        if hit.of == "country" and not _speaks_of_a_place(text, hit):
            continue
        foreign = language and hit.entry.use == "demonym" and hit.entry.language != language
        if foreign and text[hit.start].islower():
            continue
        if hit.of == "region" and hit.entry.use == "demonym" and text[hit.end : hit.end + 9] == " American":
            continue
        yield hit


def _speaks_of_a_place(text: str, hit: Hit) -> bool:
    before, after = text[max(0, hit.start - 30) : hit.start], text[hit.end : hit.end + 40]
    if (
        _NOT_BEFORE.search(before)
        or _PAYS.match(after)
        or (hit.entry.use in ("demonym", "acronym") and _MONEY.match(after))
    ):
        return False
    far_before = text[max(0, hit.start - 90) : hit.start]
    if any(word in far_before for word in _FROM) and _AWAY_FROM.search(far_before):
        return False
    use = hit.entry.use
    if use == "demonym":
        return _speaks_of_people(text, hit, before, after)
    if use == "place":
        opens_line = not before or before[-1] == "\n"
        return not (opens_line and _DATELINE.match(after) and text[hit.start : hit.end].isupper())
    if use == "acronym" or len(text[hit.start : hit.end].split()) > 1:
        return True
    return not _is_persons_name(hit.entry, before, after) and not (
        hit.entry.slug == "GEO" and _STATE_BEFORE.search(before)
    )


def _speaks_of_people(text: str, hit: Hit, before: str, after: str) -> bool:
    if fold(text[hit.start : hit.end]) in _LANGUAGES and (
        _LANGUAGE_AFTER.match(after) or _LANGUAGE_BEFORE.search(before)
    ):
        return False
    return not (_PEOPLE_AWAY.match(after) or _AWAY_BEFORE.search(before))


def _is_persons_name(entry: Entry, before: str, after: str) -> bool:
    """`Jordan Smith`, `Chad Brown`: a country's name that is also a given name, with a surname behind it."""
    if not any(by == "alsoCalled" for by, _ in entry.thing.links):
        return bool(_FIRST_NAME_BEFORE.search(before))
    return bool(_SURNAME.match(after)) or bool(_FIRST_NAME_BEFORE.search(before))


# -- names run together ------------------------------------------------------------------------------------------------


@cache
def _country_labels(words: Vocabulary) -> dict[str, list[tuple[str, Entry]]]:
    """Names of countries, folded, by their first four letters; the longest first."""
    found = {
        fold(label.text): entry_of(thing, label, "exact", "glued-names")
        for thing in words.of("country")
        for label in thing.labels
        if label.use in ("name", "other") and label.text[0].isupper() and len(label.text) > 3
    }
    by_opening: dict[str, list[tuple[str, Entry]]] = defaultdict(list)
    for label in sorted(found, key=lambda label: (-len(label), label)):
        by_opening[label[:_OPENING]].append((label, found[label]))
    return dict(by_opening)


def glued(text: str, words: Vocabulary) -> Iterator[Hit]:
    """Countries in chains of two or more names run together (`KenyaUganda and Rwanda`)."""
    reach = 0
    for match in _GLUED.finditer(text):
        if match.start() < reach:
            continue
        line = text.rfind("\n", 0, match.start()) + 1
        starts = [m.start() for m in _WORD_START.finditer(text, line, match.start() + 2)][-4:]
        for start in starts:
            chain, joined = _chain(text, start, words)
            if len(chain) > 1 and joined and chain[-1].end > match.start():
                yield from chain
                reach = chain[-1].end
                break


def _chain(text: str, start: int, words: Vocabulary) -> tuple[list[Hit], bool]:
    """The countries that follow one another from `start`, and whether two of them touch."""
    labels = _country_labels(words)
    chain: list[Hit] = []
    at, joined = start, False
    while True:
        opening = fold(text[at : at + _OPENING]) if text[at].isupper() else ""
        names = labels.get(opening, ())
        found = next((name for name in names if fold(text[at : at + len(name[0])]) == name[0]), None)
        if found is None:
            return chain, joined
        label, entry = found
        end = at + len(label)
        if text[end : end + 1].islower() and not text.startswith(("the ", "and "), end):
            return chain, joined
        chain.append(Hit(at, end, (entry,)))
        between = _BETWEEN.match(text, end)
        joined = joined or text[end : end + 1].isalpha()
        at = between.end() if between else end
        if at >= len(text):
            return chain, joined
