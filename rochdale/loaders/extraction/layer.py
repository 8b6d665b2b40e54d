"""The layer: all that a document names, before it is dealt out to its items."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rochdale.loaders.extraction import countries, people
from rochdale.loaders.extraction.cues import Cue, cues_of
from rochdale.loaders.extraction.names import Gazetteer, Hit, choose, is_local, settle
from rochdale.loaders.extraction.organisations import Clues, Organisation, organisations
from rochdale.loaders.extraction.projects import NamedProject, projects
from rochdale.loaders.extraction.spans import Spans
from rochdale.loaders.layout.lines import RawItem
from rochdale.loaders.vocabulary import Vocabulary

_CLAUSE_END = re.compile(r"[.;:\n]|\bin\b|\bto\b|\bfor\b")
_SENTENCE_BREAK = re.compile(r"[.;!?]\s")
_HELP = re.compile(r"support|appui|soutien|soutenu|apoy")
_SURE_OF_ITS_LANGUAGE = 250
_DONORS_REACH = 60
_AFFILIATION_REACH = 90
_WHOSE = re.compile(
    r"(?:\s?[,(–-]\s?(?!(?:and|et|y)\b)|\s(?:of|from|at|de|du|del|d['’])\b)"
    r"(?:(?!\b(?:and the|spoke|said|visited|met|told|ha|est|fue)\b).)*$"
)
_OFFICE_ONLY = re.compile(
    r"['’]?s?\s(?:(?:Deputy|Vice|Executive|Managing|General|Regional|Country|Programme|Project|Board)[ -])*"
    r"(?:President|Director|Secretary|Manager|Chair|Chairperson|Chairman|Coordinator|Specialist|Officer|CEO|Head|Expert)"
    r"(?:[- ]General)?,?\s(?:M[rs]{1,2}\.?\s|Dr\.?\s|Prof\.?\s)?"
)


@dataclass
class Layer:
    """What a document names; each list by place in the text."""

    organisations: list[Organisation]
    places: list[Hit]
    projects: list[NamedProject]
    persons: list[people.Person]
    terms: list[Hit]
    """Terms of themes."""
    cues: list[Cue]
    title_cues: list[Hit]
    series: list[Hit]


def read_layer(text: str, folded: str, items: Sequence[RawItem], gazetteer: Gazetteer, language: str) -> Layer:
    """Read all that a document names.

    Args:
        text: of the document, with what belongs to no item blanked out.
        folded: the same text folded.
        items: its items' lines, for what depends on where a name stands.
        gazetteer: the vocabulary's names.
        language: of the page.
    """
    hits = gazetteer.find(text, folded)
    places = _places(text, hits, gazetteer.words)
    named = _named_beyond_doubt(hits["organisation"], hits["project"], places, language=language)
    works = projects(text, hits["project"], named, _project_titles(items), gazetteer.words, language)
    clues = Clues(hits["role"], hits["person-word"], list(_fields(items)))
    found = organisations(text, hits["organisation"], hits["kind"], places, named, clues, gazetteer, language)
    found = [o for o in found if not _is_part_of(o, works)]
    where_named = Spans(_spans(places))
    works = [work for work in works if work.key or not where_named.holds(work.start, work.end)]
    in_doubt = Spans((o.start, o.end) for o in found if o.rule != "actor")
    works = [work for work in works if work.key or work.rule == "title" or not in_doubt.touches(work.start, work.end)]
    named_works = Spans((work.start, work.end) for work in works)
    found = [o for o in found if o.rule != "actor" or not named_works.touches(o.start, o.end)]
    taken = Spans([*_spans(found), *_spans(w for w in works if w.key), *_spans(_of_several_words(text, places))])
    persons = _persons(text, items, hits["person-word"], found, taken, gazetteer.words)
    masked = [(o.start, o.end) for o in found]
    cues = [*cues_of(hits["role"], masked), *cues_of(hits["relation"], masked)]
    cues.sort(key=lambda cue: cue.start)
    where = countries.places(
        text,
        places,
        masked=Spans([*((o.start, o.end) for o in found), *((p.start, p.end) for p in persons)]),
        works=Spans((work.start, work.end) for work in works),
        donors=Spans([*_paid_by(text, cues), *_donor_fields(items)]),
        language=language if len(text) > _SURE_OF_ITS_LANGUAGE else "",
    )
    return Layer(
        organisations=found,
        places=list(choose(where, named, gazetteer.words, language)),
        projects=works,
        persons=persons,
        terms=settle(hits["theme"]),
        cues=cues,
        title_cues=hits["type"],
        series=hits["series"],
    )


def _places(text: str, hits: dict[str, list[Hit]], words: Vocabulary) -> list[Hit]:
    both = [*hits["country"], *hits["region"]]
    both.sort(key=lambda hit: (hit.start, -hit.end))
    found = settle(both)
    chains = list(countries.glued(text, words))
    if not chains:
        return found
    taken = Spans((hit.start, hit.end) for hit in chains)
    free = [hit for hit in found if not taken.touches(hit.start, hit.end)]
    return sorted([*free, *chains], key=lambda hit: hit.start)


def _named_beyond_doubt(*layers: Iterable[Hit], language: str) -> Mapping[str, int]:
    """Keys of the things that the page names by a label that is theirs alone, with how often."""
    named: list[str] = []
    for hits in layers:
        for hit in hits:
            if len(hit.entries) == 1:
                if not is_local(hit.entry, language):
                    named.append(hit.entry.key)
                continue
            keys = {entry.key for entry in hit.entries if not is_local(entry, language)}
            if len(keys) == 1:
                named.append(keys.pop())
    return Counter(named)


def _is_part_of(found: Organisation, works: Sequence[NamedProject]) -> bool:
    """An unlisted name inside a listed project's."""
    return not found.key and any(w.key and w.start <= found.start < w.end for w in works)


def _paid_by(text: str, cues: Iterable[Cue]) -> Iterator[tuple[int, int]]:
    """Where donors stand: from words such as `funded by` to the end of the clause."""
    for cue in cues:
        helped = cue.role == "partner" and _HELP.search(text, cue.start, cue.end) is not None
        if cue.use == "passive" and (cue.role == "donor" or helped):
            end = _CLAUSE_END.search(text, cue.end, cue.end + _DONORS_REACH)
            yield cue.end, end.start() if end else min(cue.end + _DONORS_REACH, len(text))


def _project_titles(items: Iterable[RawItem]) -> Iterator[tuple[int, int]]:
    """Titles of the items that are projects by their label or by the fields of a fact sheet."""
    for item in items:
        marks = {field.mark for field in item.fields}
        labelled = item.meaning is not None and item.meaning.type == "project"
        if labelled or {"field-donor", "field-implementer"} <= marks or {"field-donor", "field-duration"} <= marks:
            yield item.title.start, item.title.end


def _fields(items: Iterable[RawItem]) -> Iterator[tuple[str, int, int]]:
    """Mark and span of each line of the values of fields."""
    for item in items:
        for field in item.fields:
            yield from ((field.mark, line.start, line.end) for line in field.lines)


def _donor_fields(items: Iterable[RawItem]) -> Iterator[tuple[int, int]]:
    for item in items:
        for field in item.fields:
            if field.mark == "field-donor":
                yield from ((line.start, line.end) for line in field.lines)


def _spans(named: Iterable[Organisation | NamedProject | Hit]) -> Iterator[tuple[int, int]]:
    return ((one.start, one.end) for one in named)


def _of_several_words(text: str, places: Iterable[Hit]) -> Iterator[Hit]:
    """Places that look like a person's name: `Eastern Europe`."""
    return (hit for hit in places if " " in text[hit.start : hit.end])


def _persons(
    text: str,
    items: Sequence[RawItem],
    cues: Sequence[Hit],
    found: Sequence[Organisation],
    taken: Spans,
    words: Vocabulary,
) -> list[people.Person]:
    titles = [(item.title.start, item.title.end, item.is_interview) for item in items]
    authors = [
        (line.start, line.end)
        for item in items
        for field in item.fields
        if field.mark == "field-author"
        for line in field.lines
    ]
    persons = list(people.persons(text, cues, titles, authors, taken, words))
    for person in persons:
        at = bisect_left(found, person.end, key=lambda o: o.start)
        if at < len(found) and _belongs(text, person, found[at]):
            person.affiliation = found[at].name
        elif at and _OFFICE_ONLY.fullmatch(text[found[at - 1].end : person.start]):
            person.affiliation = found[at - 1].name
    return persons


def _belongs(text: str, person: people.Person, near: Organisation) -> bool:
    """The organisation is named right after the person, as whose it is: `of ORG`, `, Manager of ORG`, `(ORG)`."""
    between = text[person.end : near.start]
    if len(between) > _AFFILIATION_REACH or "\n" in between or _SENTENCE_BREAK.search(between):
        return False
    return bool(_WHOSE.match(between)) and between.count(",") < 3
