"""Countries and regions: by name, demonym or a place that lies in one country, where the words speak of a place."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
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
    r"[ \u00a0-](?:versions?|languages?|translations?|interpret\w+|speaking|speakers?|subtitles|editions?|only\b|"
    r"text\b|"
    r"\((?:pdf|audio|summary|resumen|résumé|epub|html|docx?|video)\b)",
    re.I,
)
_LANGUAGE_BEFORE = re.compile(
    r"\b(?:(?:in|into|available in|to|en|langue|lengua|idioma|version|versión|traducción al|traduit en|traduction|"
    r"edición)\s|"
    r"(?:languages?|langues?|idiomas?|lenguas?)(?:\s?:\s?|\n))$",
    re.I,
)
_PAYS = re.compile(
    r"(?:[- ](?:funded|financed|supported|backed)\b| (?:funds|financ(?:es|ed)|pays|paid) (?:for|the|a|half)\b)"
)
_GIVES = re.compile(
    r"[ \u00a0](?:financial |technical |development |public )?(?:support|agency|NGO|foundation|funding|funds|aid|"
    r"assistance|money|grants?|"
    r"loans?|"
    r"donors?|taxpayers|embassy)\b"
)
_GIVEN_BY = re.compile(
    r"\b(?:aide|soutien|appui|financement|coopération|fonds|argent|ayuda|apoyo|cooperación|financiación|fondos|"
    r"subvención)[ \u00a0]$",
    re.I,
)
_MONEY = re.compile(
    r"[ \u00a0](?:dollars?|francs?|pounds?|pesos?|rupees?|shillings?|euros?|dólares|billion|million|\d)"
)
_MONEY_BEFORE = re.compile(
    r"\b(?:dollars?|francs?|livres|dólares|pesos)[ \u00a0](?:of the |des |de los |de |du )$", re.I
)
_LANGUAGE = (
    r"(?:English|French|Spanish|Portuguese|Russian|Arabic|Chinese|German|Italian|Japanese|Korean|Turkish|Hindi|Bengali|"
    r"Vietnamese|Thai|Khmer|Indonesian|Nepali|Swahili|Kiswahili|Kinyarwanda|Amharic|Wolof|Hausa|Urdu|Tamil|Quechua|"
    r"Guaraní|"
    r"(?:\w+ )?Kriol|(?:\w+ )?Creole|Malay|Burmese|Sinhala|Polish|Dutch|Ukrainian|anglais|français|espagnol|"
    r"portugais|russe|arabe|"
    r"chinois|allemand|italien|néerlandais|swahili|wolof|inglés|francés|español|portugués|ruso|árabe|chino|alemán|"
    r"italiano|"
    r"catalán|euskera|gallego|quechua|guaraní|valenciano|fang)"
)
_LANGUAGE_LIST = re.compile(
    rf"\b{_LANGUAGE}(?: \(\w{{2,10}}\))?(?:(?:,? (?:and|or|et|ou|y|e|o)(?: in| en)?|,|;| ?[|"
    rf"·/•])\s?{_LANGUAGE}(?: \(\w{{2,10}}\))?)+"
    r"(?=\s*(?:$|\n|[.;:|·()]|, (?:with|avec|con)\b)|[ \u00a0](?:versions?|translat|subtitles|interpret|editions?|"
    r"speak|only\b|simultan))",
    re.I,
)
"""Languages one after the other that nothing follows which could be of several countries."""
_CAPITAL_AFTER = re.compile(r"[ \u00a0][A-ZÀ-Þ]")
_COUNTRIES_AFTER = re.compile(r"[ \u00a0](?:countries|states|nations)\b")
_NAME_AFTER = re.compile(r"[ \u00a0](?:Time|Report|Journal|Review|Fund|Award)\b")
_LANGUAGES = frozenset(
    "english french spanish portuguese russian arabic chinese german italian japanese korean turkish "
    "hindi bengali vietnamese thai khmer indonesian nepali anglais francais espagnol portugais russe "
    "arabe chinois allemand italien ingles frances espanol portugues ruso chino aleman italiano "
    "anglaise francaise espagnole portugaise italienne allemande inglesa francesa espanola portuguesa italiana alemana "
    "polish ukrainian dutch swedish greek hungarian romanian somali malay burmese lao mongolian".split()
)
_WHERE = re.compile(r"\b(?:in|for|across|en|au|aux|pour|para)\s(?:the\s|la\s|el\s|l['’])?$")
_PEOPLE_AWAY = re.compile(
    r"(?:,? (?:and |or |et |y )?(?:South |North )?[A-Z]\w+){0,4}[ \u00a0](?:women |young |domestic )?"
    r"(?:refugees?|migrants?|migrant workers|asylum[- ]seekers|diaspora|exiles|nationals|returnees|expatriates|"
    r"immigrants?|emigrants?|réfugiée?s|migrante?s|refugiad[oa]s)\b"
)
_AWAY_BEFORE = re.compile(
    r"\b(?:réfugiée?s|migrante?s|refugiad[oa]s|réfugiés et migrants|déplacée?s|desplazad[oa]s|inmigrantes|personas|"
    r"travailleurs|travailleuses)[ \u00a0]$",
    re.I,
)
_GONE_AWAY = re.compile(
    r"(?:[ \u00a0][a-zß-ÿ]+){0,3}[ \u00a0](?:(?:who|que|qui)[ \u00a0](?:have |had |ont |sont |se |s['’]|han )?)?"
    r"(?:fled|settled|resettled|staying|living|residing|sheltering|exiled|fui|installée?s|établie?s|résidant|"
    r"accueillie?s|"
    r"réfugiée?s|exilée?s|vivant|refugiad[oa]s|instalad[oa]s|asentad[oa]s|residentes|exiliad[oa]s|acogid[oa]s|llegaron|"
    r"llegad[oa]s|huyeron|viven)\b"
)
"""What tells that people are not where they come from."""
_ONE_PERSON = (
    r"(?:colleague|friend|journalists?|reporters?|economists?|scholars?|researcher|writer|author|photographer|"
    r"artist|poet|engineer|nurses?|"
    r"doctor|lawyer|architect|visitor|professor|sociologist|historian|philosopher|volunteer|intern|trader|husband|"
    r"wife|tourist|"
    r"born|applicants?|candidates?|passport|citizens?|collègue|journaliste|économiste|chercheur|chercheuse|"
    r"écrivaine?|auteure?|"
    r"photographe|artiste|médecin|avocate?|sociologue|historienn?e?|bénévole|volontaire|stagiaire|touriste|"
    r"candidatures?|candidate?s?|"
    r"délégués|ressortissante?s?|periodista|economista|investigadora?|escritora?|autora?|fotógraf[oa]|artista|"
    r"médic[oa]|abogad[oa]|"
    r"sociólog[oa]|historiadora?|voluntari[oa]|turista|solicitantes|candidaturas?|presidente|ciudadan[oa]s)"
)
_NATIONALITY = re.compile(rf"[ \u00a0-](?:and[ \u00a0]\w+[ \u00a0])?{_ONE_PERSON}\b")
_NATIONALITY_BEFORE = re.compile(
    rf"(?:\b{_ONE_PERSON}[ \u00a0](?:\w+(?:ns|en|os|s)[ \u00a0](?:et|y)[ \u00a0])?|"
    r"\b(?:is|was|are|est|sont|es|son|era|était)[ \u00a0](?:parfois |souvent |a |an |un |une |una )?|parfois |"
    r"African[ \u00a0]American, )$"
)
_NOT_HERE = re.compile(
    r"(?:\b(?:do|does|did|will|should|must|may) not (?:\w+ )?(?:include|cover|concern|deal with|apply to|extend to|"
    r"be confused)|"
    r"\b(?:is|are|was|were) not (?:included|covered|in|about|from)|\bnot (?:in|about)|"
    r"\bn['’e] ?(?:inclut|couvre|concerne|traite|étudie|comprend|porte|ont|a)\w* pas|\bpas (?:en|au|aux|à)|"
    r"\bne confondra pas|"
    r"\b[Nn]o (?:se |debe )?(?:estudian?|incluyen?|abordan?|tratan?|cubren?|confund\w+|comprenden?)|\bno en)\b"
    r"(?:(?!\b(?:but|mais|sino|pero|aber|while|whereas)\b)[^.;:!?\n]){0,90}$"
)
"""What the page says it is not about, up to the place."""
_NOT = ("not", "pas", "No ", "no ")
_SEATS = ("seat", "office", "headquarter", "siège", "sede", "que está en")
"""One of them stands wherever `_NOT_HERE`, or `_SEAT`, matches."""
_SEAT = re.compile(
    r"\b(?:(?:has|have|with) (?:its|their) (?:seat|headquarters|head office|office) in|headquartered in|"
    r"headquarters in|seat in|"
    r"a (?:son|leur) siège à|dont le siège (?:\w+ )?est à|siège (?:social )?à|(?:tiene|tienen|con) (?:su )?sede en|"
    r"que está en)"
    r"[ \u00a0](?:[A-ZÀ-Þ][\w-]*,?[ \u00a0])*$"
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
_DATELINE = re.compile(r"[ \u00a0]?(?:\([^()\n]{2,40}\)\s*[–—-]|,[^.\n]{0,40}?\([^()\n]{2,40}\)\s*[–—-]|\s[–—-]\s)")
_DATED = re.compile(r"[^.\n–—]{0,60}\b(?:19|20)\d\d\b[^.\n–—]{0,40}[ \u00a0)][–—-]{1,2}[ \u00a0]")
"""The rest of a dateline that holds a year: `, 12 March 2024 –`."""
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
    hits = list(hits)
    listed = _languages(text, hits)
    for hit in hits:
        if masked.holds(hit.start, hit.end) or donors.holds(hit.start, hit.end) or listed.holds(hit.start, hit.end):
            continue
        if works.holds(hit.start, hit.end) and not _WHERE.search(text[max(0, hit.start - 12) : hit.start]):
            continue
        if hit.of == "country" and not _speaks_of_a_place(text, hit):
            continue
        foreign = language and hit.entry.use == "demonym" and hit.entry.language != language
        if foreign and text[hit.start].islower():
            continue
        if hit.of == "region" and (_goes_on(text, hit) or _is_denied(_clause(text, hit))):
            continue
        yield hit


def _languages(text: str, hits: Sequence[Hit]) -> Spans:
    """Where languages are listed."""
    if any(hit.entry.use == "demonym" and fold(text[hit.start : hit.end]) in _LANGUAGES for hit in hits):
        return Spans((match.start(), match.end()) for match in _LANGUAGE_LIST.finditer(text))
    return Spans(())


def _clause(text: str, hit: Hit) -> str:
    """What stands before a place, as far back as its clause may reach."""
    return text[max(text.rfind("\n", 0, hit.start) + 1, hit.start - 140) : hit.start]


def _goes_on(text: str, hit: Hit) -> bool:
    """A region inside a longer name (`East Africa Time`, `Asian Confederation`), or `African countries`."""
    if hit.entry.use != "demonym":
        return _NAME_AFTER.match(text, hit.end) is not None
    if _CAPITAL_AFTER.match(text, hit.end) and not text[hit.start - 1 : hit.start].isupper():
        return True
    return " " not in text[hit.start : hit.end] and _COUNTRIES_AFTER.match(text, hit.end) is not None


def _is_denied(clause: str) -> bool:
    """The page says that it is not about the place."""
    return any(word in clause for word in _NOT) and _NOT_HERE.search(clause) is not None


def _speaks_of_a_place(text: str, hit: Hit) -> bool:
    before, after = text[max(0, hit.start - 30) : hit.start], text[hit.end : hit.end + 40]
    use = hit.entry.use
    if _NOT_BEFORE.search(before) or _PAYS.match(after) or _MONEY_BEFORE.search(before):
        return False
    if use in ("demonym", "acronym") and (_MONEY.match(after) or _GIVES.match(after) or _GIVEN_BY.search(before)):
        return False
    clause = _clause(text, hit)
    if any(word in clause for word in _FROM) and _AWAY_FROM.search(clause[-90:]):
        return False
    if _is_denied(clause):
        return False
    if use == "demonym":
        return _speaks_of_people(text, hit, before, after)
    if (any(word in clause for word in _SEATS) and _SEAT.search(clause)) or _is_dateline(text, hit, clause):
        return False
    if use == "place":
        return True
    if use == "acronym" or len(text[hit.start : hit.end].split()) > 1:
        return True
    return not _is_persons_name(hit.entry, before, after) and not (
        hit.entry.slug == "GEO" and _STATE_BEFORE.search(before)
    )


def _is_dateline(text: str, hit: Hit, clause: str) -> bool:
    """Where a report was written: `TELL AVAL (our correspondent) –`, `Tell Aval, 12 March 2024 –`."""
    if clause.strip(" \u00a0") and not clause.isupper():
        return False
    if not clause.strip(" \u00a0") and hit.entry.use == "place" and text[hit.start : hit.end].isupper():
        return bool(_DATELINE.match(text, hit.end)) or bool(_DATED.match(text, hit.end))
    return bool(_DATED.match(text, hit.end))


def _speaks_of_people(text: str, hit: Hit, before: str, after: str) -> bool:
    if fold(text[hit.start : hit.end]) in _LANGUAGES and (
        _LANGUAGE_AFTER.match(after) or _LANGUAGE_BEFORE.search(before)
    ):
        return False
    if _PEOPLE_AWAY.match(after) or _AWAY_BEFORE.search(before) or _GONE_AWAY.match(text, hit.end):
        return False
    return not (_NATIONALITY.match(after) or _NATIONALITY_BEFORE.search(before))


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
