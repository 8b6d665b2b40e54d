"""State: from resolved records to triples. The only place where IRIs are put together."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import msgspec
import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Triple

from rochdale.graph.decisions.decision import Decision, Name, Verb
from rochdale.graph.resolve import Candidate, Found, Resolved, Tie, Work
from rochdale.graph.terms import (
    DCTERMS,
    FOAF,
    ORG,
    PROV,
    RDF,
    SCHEMA,
    SKOS,
    SSE,
    XSD,
)
from rochdale.loaders.folding import slug
from rochdale.loaders.items import DIRECTED, Mention, Partnership, Record
from rochdale.loaders.vocabulary import BASE, TERMS, Thing, Vocabulary

_ROLE_PROPERTIES = {
    "organiser": SSE.organiser,
    "partner": SSE.partner,
    "donor": SSE.donor,
    "implementer": SSE.implementer,
    "participant": SSE.participant,
    "member": SSE.member,
    "subject": SSE.subject,
    "publisher": DCTERMS.publisher,
}
_LINKS = {
    "organisation": SSE.organisation,
    "country": SSE.country,
    "region": SSE.region,
    "project": SSE.project,
    "person": SSE.person,
    "theme": DCTERMS.subject,
}
_TYPES: Mapping[str, tuple[NamedNode, ...]] = {
    "organisation": (SSE.Organisation, ORG.Organization),
    "project": (SSE.Project, FOAF.Project),
    "country": (SSE.Country, SCHEMA.Country),
    "region": (SSE.Region, SCHEMA.Place),
    "theme": (SSE.Theme, SKOS.Concept),
    "series": (SSE.Series, SCHEMA.CreativeWorkSeries),
    "type": (SSE.ItemType, SKOS.Concept),
    "kind": (SSE.Kind, SKOS.Concept),
    "role": (SSE.Role, SKOS.Concept),
    "relation": (SSE.Relation, SKOS.Concept),
    "rule": (SSE.Rule, SKOS.Concept),
    "status": (SSE.Status, SKOS.Concept),
}
_VOCABULARY_PROPERTIES = {
    "kind": SSE.kind,
    "country": SSE.country,
    "region": SSE.region,
    "donor": SSE.donor,
    "implementer": SSE.implementer,
    "partner": SSE.partner,
    "subOrganizationOf": ORG.subOrganizationOf,
    "subject": DCTERMS.subject,
    "theme": DCTERMS.subject,
    "publisher": DCTERMS.publisher,
    "itemType": SSE.itemType,
    "broader": SKOS.broader,
}
VERBS: Mapping[Verb, NamedNode] = {
    "accept": SSE.Acceptance,
    "reject": SSE.Rejection,
    "merge": SSE.Merge,
    "split": SSE.Split,
    "rename": SSE.Renaming,
}
"""What a decision is, by its verb."""


class Origin(msgspec.Struct, frozen=True):
    """Where the facts about a thing were read first."""

    source: str
    line: int
    words: str


def iri(key: str) -> NamedNode:
    """The IRI of a key (`organisation/ilo`)."""
    return NamedNode(BASE + key)


def statements(resolved: Resolved, words: Vocabulary) -> Iterator[Triple]:
    """All triples of the graph, in no particular order and possibly more than once."""
    used: set[str] = set()
    for record in resolved.records:
        yield from _document(record)
    for work in resolved.works:
        yield from _work(work, used)
    for found in resolved.found:
        yield from _mention(found, used)
    for ties in _tied(resolved.ties).values():
        yield from _partnership(ties, used)
    for candidate in resolved.candidates:
        yield from _candidate(candidate, resolved.organisations, used)
    for key, survivor in resolved.merged:
        yield Triple(iri(key), RDF.type, SSE.Merged)
        yield Triple(iri(key), DCTERMS.isReplacedBy, _use(survivor, used))
    for decision in resolved.decided:
        yield from _decision(decision, used)
    yield from _vocabulary(used, words, resolved)


def origins(resolved: Resolved) -> dict[str, Origin]:
    """Where each IRI's facts come from: document, line and words; of several places the first."""
    sources = {record.document: record.source for record in resolved.records}
    found: dict[str, Origin] = {}
    for record in resolved.records:
        found[document_iri(record.document).value] = Origin(record.source, 1, record.slug)
    for work in resolved.works:
        first = work.occurrences[0]
        found[BASE + work.key] = Origin(first.record.source, first.item.line, first.item.title)
        for said, entity, document in _evidence_of_lines(work):
            found[_mention_of(said, entity, document).value] = Origin(sources[document], said.line, said.words)
    for one in resolved.found:
        origin = Origin(sources[one.document], one.mention.line, one.mention.words)
        found.setdefault(_mention_of(_said(one.mention), one.entity, one.document).value, origin)
        found.setdefault(BASE + one.entity, origin)
    for tie in resolved.ties:
        origin = Origin(sources[tie.document], tie.stated.line, tie.stated.words)
        partnership = partnership_iri(tie).value
        found.setdefault(partnership, origin)
        entity = partnership.removeprefix(BASE)
        found.setdefault(_mention_of(_said(tie.stated), entity, tie.document).value, origin)
    return found


def without(resolved: Resolved, gone: frozenset[str]) -> Resolved:
    """What is left to state when the things of these IRIs are not to be."""

    def stays(key: str) -> bool:
        return BASE + key not in gone

    found = tuple(
        one
        for one in resolved.found
        if stays(one.work) and stays(one.entity) and document_iri(one.document).value not in gone
        if mention_iri(one.document, one.mention.start, one.mention.end, one.entity, one.mention.rule).value not in gone
    )
    ties = tuple(
        tie
        for tie in resolved.ties
        if stays(tie.work) and stays(tie.first) and stays(tie.second) and partnership_iri(tie).value not in gone
    )
    works = tuple(work for work in resolved.works if stays(work.key))
    for work in works:
        work.related = tuple((key, by) for key, by in work.related if stays(key))
    return msgspec.structs.replace(
        resolved,
        records=tuple(record for record in resolved.records if document_iri(record.document).value not in gone),
        works=works,
        candidates=tuple(candidate for candidate in resolved.candidates if stays(candidate.key)),
        found=found,
        ties=ties,
        organisations={name: key for name, key in resolved.organisations.items() if stays(key)},
        merged=tuple(pair for pair in resolved.merged if all(map(stays, pair))),
        decided=tuple(decision for decision in resolved.decided if stays(decision.key)),
    )


# -- minting -----------------------------------------------------------------------------------------------------------


def document_iri(digest: str) -> NamedNode:
    """The IRI of a captured document, from its SHA-256."""
    return iri(f"document/{digest[:16]}")


def mention_iri(document: str, start: int, end: int, entity: str, rule: str) -> NamedNode:
    """The IRI of a mention: the same words read as the same thing by the same rule are one mention."""
    said = f"{document}\x1f{start}\x1f{end}\x1f{entity}\x1f{rule}"
    return iri(f"mention/{hashlib.sha256(said.encode()).hexdigest()[:16]}")


def partnership_iri(tie: Tie) -> NamedNode:
    """The IRI of a partnership: its parties (in order where the relation has a direction) and its relation."""
    first, second = _parties(tie)
    return iri(f"partnership/{first.rpartition('/')[2]}--{second.rpartition('/')[2]}--{tie.relation}")


def decision_key(decision: Decision) -> str:
    """The path of the IRI of a decision: the same verb about the same thing (or part of it) is one decision."""
    about = decision.about.rpartition("/")[2]
    said = [decision.verb, decision.about]
    if decision.partial:
        said += [decision.into, *decision.items, "", *decision.words]
    digest = hashlib.sha256("\x1f".join(said).encode()).hexdigest()[:8]
    return f"decision/{decision.verb}-{slug(about)}-{digest}"


def made_key(of: str, name: str) -> str:
    """The path of the IRI of a thing that people name anew."""
    return f"{of}/{slug(name) or hashlib.sha256(name.encode()).hexdigest()[:8]}"


def _parties(tie: Tie) -> tuple[str, str]:
    if tie.relation in DIRECTED or tie.first < tie.second:
        return tie.first, tie.second
    return tie.second, tie.first


# -- documents and items -----------------------------------------------------------------------------------------------


def _document(record: Record) -> Iterator[Triple]:
    subject = document_iri(record.document)
    for kind in (SSE.Document, FOAF.Document, PROV.Entity):
        yield Triple(subject, RDF.type, kind)
    yield Triple(subject, DCTERMS.identifier, Literal(record.slug))
    yield Triple(subject, DCTERMS.format, Literal(record.media_type))
    yield Triple(subject, SSE.sha256, Literal(record.document))
    yield Triple(subject, SSE.reader, Literal(record.reader))
    yield Triple(subject, SCHEMA.inLanguage, Literal(record.language))
    if address := record.canonical or record.url:
        yield Triple(subject, SCHEMA.url, NamedNode(address))
    if record.captured:
        yield Triple(subject, PROV.generatedAtTime, Literal(record.captured, datatype=XSD.dateTime))


def _work(work: Work, used: set[str]) -> Iterator[Triple]:
    subject = iri(work.key)
    yield Triple(subject, RDF.type, SSE.Item)
    yield Triple(subject, RDF.type, SCHEMA.CreativeWork)
    yield Triple(subject, DCTERMS.title, Literal(work.title, language=work.language))
    yield Triple(subject, DCTERMS.type, _use(f"type/{work.type}", used))
    yield Triple(subject, SCHEMA.inLanguage, Literal(work.language))
    if work.date:
        yield Triple(subject, SCHEMA.datePublished, _date(work.date))
    if work.summary:
        yield Triple(subject, DCTERMS.abstract, Literal(work.summary, language=work.summary_language))
    if work.url:
        yield Triple(subject, SCHEMA.url, NamedNode(work.url))
    if work.series_key:
        yield Triple(subject, SSE.series, _use(work.series_key, used))
    if work.series_number:
        yield Triple(subject, SSE.seriesNumber, Literal(work.series_number))
    for theme in work.themes:
        yield Triple(subject, DCTERMS.subject, _use(f"theme/{theme}", used))
    for occurrence in work.occurrences:
        yield Triple(subject, SSE.document, document_iri(occurrence.record.document))
    for key, _ in work.related:
        yield Triple(subject, SSE.related, iri(key))
    for said, entity, document in _evidence_of_lines(work):
        yield from _evidence(said, entity, work.key, document, used)


def _evidence_of_lines(work: Work) -> Iterator[tuple["_Said", str, str]]:
    """What backs an item's series and its related items: the words, the key of the thing, the document."""
    for occurrence in work.occurrences:
        item = occurrence.item
        if item.series_key and item.series_key == work.series_key:
            by_line = item.label_start >= 0
            if by_line:
                start, end = item.label_start, item.label_start + len(item.label)
                said = _Said(item.label, start, end, item.label, item.label_line, "type-line", 0.95)
            else:
                said = _Said(
                    item.title, item.title_start, item.title_end, item.title, item.line, "numbered-title", 0.95
                )
            yield said, item.series_key, occurrence.record.document
    for key, occurrence in work.related:
        item = occurrence.item
        said = _Said(item.title, item.title_start, item.title_end, item.title, item.line, "related-content", 0.6)
        yield said, key, occurrence.record.document


def _date(value: str) -> Literal:
    return Literal(value, datatype={4: XSD.gYear, 7: XSD.gYearMonth}.get(len(value), XSD.date))


def _use(key: str, used: set[str]) -> NamedNode:
    used.add(key)
    return iri(key)


# -- links and their evidence ------------------------------------------------------------------------------------------


class _Said(msgspec.Struct, frozen=True):
    """Exact words, and how they were read."""

    words: str
    start: int
    end: int
    sentence: str
    line: int
    rule: str
    confidence: float
    role: str = ""


def _mention(found: Found, used: set[str]) -> Iterator[Triple]:
    mention = found.mention
    entity = _use(found.entity, used)
    # a theme is linked by its item: what one mention adds to it may not be enough
    if mention.of != "theme":
        yield Triple(iri(found.work), _LINKS[mention.of], entity)
    if mention.role:
        yield Triple(iri(found.work), _ROLE_PROPERTIES[mention.role], entity)
    yield from _evidence(_said(mention), found.entity, found.work, found.document, used)


def _said(stated: Mention | Partnership) -> _Said:
    role = stated.role if isinstance(stated, Mention) else ""
    return _Said(
        stated.words, stated.start, stated.end, stated.sentence, stated.line, stated.rule, stated.confidence, role
    )


def _mention_of(said: _Said, entity: str, document: str) -> NamedNode:
    return mention_iri(document, said.start, said.end, entity, said.rule)


def _evidence(said: _Said, entity: str, item: str, document: str, used: set[str]) -> Iterator[Triple]:
    """The mention of `entity` in `item`."""
    subject = _mention_of(said, entity, document)
    yield Triple(subject, RDF.type, SSE.Mention)
    yield Triple(subject, SSE.entity, iri(entity))
    yield Triple(subject, SSE.item, iri(item))
    yield Triple(subject, SSE.document, document_iri(document))
    yield Triple(subject, SSE.exact, Literal(said.words))
    yield Triple(subject, SSE.sentence, Literal(said.sentence))
    yield Triple(subject, SSE.start, Literal(str(said.start), datatype=XSD.nonNegativeInteger))
    yield Triple(subject, SSE.end, Literal(str(said.end), datatype=XSD.nonNegativeInteger))
    yield Triple(subject, SSE.line, Literal(str(said.line), datatype=XSD.positiveInteger))
    yield Triple(subject, SSE.rule, _use(f"rule/{said.rule}", used))
    yield Triple(subject, SSE.confidence, Literal(f"{said.confidence:.2f}", datatype=XSD.decimal))
    if said.role:
        yield Triple(subject, SSE.role, _use(f"role/{said.role}", used))


# -- partnerships ------------------------------------------------------------------------------------------------------


def _tied(ties: Iterable[Tie]) -> dict[tuple[str, str, str], list[Tie]]:
    """Ties by their parties and relation; each list in the order of date and place."""
    found: dict[tuple[str, str, str], list[Tie]] = defaultdict(list)
    for tie in ties:
        found[(*_parties(tie), tie.relation)].append(tie)
    for several in found.values():
        several.sort(key=lambda tie: (tie.date or "9999", tie.document, tie.stated.start))
    return dict(sorted(found.items()))


def _partnership(ties: list[Tie], used: set[str]) -> Iterator[Triple]:
    first, second = _parties(ties[0])
    relation = ties[0].relation
    subject = partnership_iri(ties[0])
    yield Triple(subject, RDF.type, SSE.Partnership)
    yield Triple(subject, SSE.relation, _use(f"relation/{relation}", used))
    for party in (first, second):
        yield Triple(subject, SSE.party, _use(party, used))
    if relation in DIRECTED:
        yield Triple(subject, SSE.giver, iri(first))
        yield Triple(subject, SSE.taker, iri(second))
    yield Triple(iri(first), SSE.partnerOf, iri(second))
    yield Triple(iri(second), SSE.partnerOf, iri(first))
    works = sorted({tie.work for tie in ties})
    for work in works:
        yield Triple(subject, SSE.item, iri(work))
    yield Triple(subject, SSE.itemCount, Literal(str(len(works)), datatype=XSD.positiveInteger))
    dates = sorted(tie.date for tie in ties if tie.date)
    if dates:
        yield Triple(subject, SSE.firstDate, _date(dates[0]))
        yield Triple(subject, SSE.lastDate, _date(dates[-1]))
    entity = subject.value.removeprefix(BASE)
    for tie in ties:
        said = _said(tie.stated)
        yield Triple(subject, SSE.evidence, _mention_of(said, entity, tie.document))
        yield from _evidence(said, entity, tie.work, tie.document, used)


# -- things ------------------------------------------------------------------------------------------------------------


def _candidate(candidate: Candidate, organisations: Mapping[str, str], used: set[str]) -> Iterator[Triple]:
    subject = iri(candidate.key)
    if candidate.of == "person":
        yield from _person(candidate, organisations, used)
        return
    for kind in _TYPES[candidate.of]:
        yield Triple(subject, RDF.type, kind)
    for preferred in (Name(candidate.name, candidate.language), *candidate.more):
        yield Triple(subject, SKOS.prefLabel, Literal(preferred.text, language=preferred.language))
    for other in (*(Name(name, candidate.language) for name in candidate.names), *candidate.others):
        yield Triple(subject, SKOS.altLabel, Literal(other.text, language=other.language))
    for acronym in candidate.acronyms:
        yield Triple(subject, SSE.acronym, Literal(acronym))
    yield Triple(subject, SSE.status, _use(f"status/{candidate.status}", used))
    if candidate.kind:
        yield Triple(subject, SSE.kind, _use(f"kind/{candidate.kind}", used))
    if candidate.parent:
        yield Triple(subject, ORG.subOrganizationOf, _use(candidate.parent, used))
    if candidate.country:
        yield Triple(subject, SSE.country, _use(candidate.country, used))


def _person(candidate: Candidate, organisations: Mapping[str, str], used: set[str]) -> Iterator[Triple]:
    subject = iri(candidate.key)
    yield Triple(subject, RDF.type, SSE.Person)
    yield Triple(subject, RDF.type, FOAF.Person)
    for name in (candidate.name, *candidate.names):
        yield Triple(subject, FOAF.name, Literal(name))
    for other in candidate.others:
        if other.text not in (candidate.name, *candidate.names):
            yield Triple(subject, SKOS.altLabel, Literal(other.text))
    if candidate.status != "candidate":
        yield Triple(subject, SSE.status, _use(f"status/{candidate.status}", used))
    for affiliation in candidate.affiliations:
        if key := organisations.get(affiliation):
            yield Triple(subject, SSE.affiliation, _use(key, used))


def _vocabulary(used: set[str], words: Vocabulary, resolved: Resolved) -> Iterator[Triple]:
    """The listed things that the graph uses, and those that these refer to; survivors in place of what was merged."""
    survivors = dict(resolved.merged)
    waiting = sorted(used)
    done: set[str] = set()
    while waiting:
        key = waiting.pop()
        thing = resolved.things.get(key) or words.things.get(key)
        if key in done or thing is None:
            continue
        done.add(key)
        yield from _thing(thing)
        if thing.of in ("organisation", "project"):
            waiting.append(f"status/{thing.status}")
        for by, listed in thing.links:
            to = survivors.get(listed, listed)
            if by in _VOCABULARY_PROPERTIES and listed in words.things and to != key:
                yield Triple(iri(key), _VOCABULARY_PROPERTIES[by], iri(to))
                waiting.append(to)


def _thing(thing: Thing) -> Iterator[Triple]:
    subject = iri(thing.key)
    for kind in _TYPES[thing.of]:
        yield Triple(subject, RDF.type, kind)
    preferred: set[str] = set()
    for label in thing.labels:
        if label.use == "name" and label.language not in preferred:
            preferred.add(label.language)
            yield Triple(subject, SKOS.prefLabel, _text(label.text, label.language))
        elif (label.use == "other" and not label.hidden and thing.of != "theme") or label.use == "name":
            yield Triple(subject, SKOS.altLabel, _text(label.text, label.language))
        elif label.use == "acronym":
            yield Triple(subject, SSE.acronym, _text(label.text, label.language))
    if not preferred:
        named = next((label.language for label in thing.labels if label.text == thing.name), "und")
        yield Triple(subject, SKOS.prefLabel, _text(thing.name, named))
    for name, value in thing.codes:
        yield Triple(subject, NamedNode(TERMS + name), Literal(value))
    for predicate, to in thing.matches:
        yield Triple(subject, NamedNode(predicate), NamedNode(to))
    if thing.of == "relation":
        yield Triple(
            subject, SSE.directed, Literal("true" if thing.slug in DIRECTED else "false", datatype=XSD.boolean)
        )
    if thing.of in ("organisation", "project"):
        yield Triple(subject, SSE.status, iri(f"status/{thing.status}"))


def _text(value: str, language: str) -> Literal:
    return ox.Literal(value, language=language) if language else ox.Literal(value)


# -- decisions ---------------------------------------------------------------------------------------------------------


def decision_statements(decision: Decision) -> Iterator[Triple]:
    """A decision as its file says it."""
    subject = iri(decision.key)
    yield Triple(subject, RDF.type, VERBS[decision.verb])
    yield Triple(subject, SSE.about, iri(decision.about))
    yield Triple(subject, SSE.decidedBy, Literal(decision.by))
    yield Triple(subject, SSE.reason, Literal(decision.why))
    if decision.date:
        yield Triple(subject, DCTERMS.date, Literal(decision.date, datatype=XSD.date))
    if decision.into:
        yield Triple(subject, SSE.into, iri(decision.into))
    if decision.kind:
        yield Triple(subject, SSE.newKind, iri(f"kind/{decision.kind}"))
    if decision.country:
        yield Triple(subject, SSE.newCountry, iri(decision.country))
    for name in decision.names:
        yield Triple(subject, SSE.newName, _text(name.text, name.language))
    for item in decision.items:
        yield Triple(subject, SSE.inItem, iri(item))
    for words in decision.words:
        yield Triple(subject, SSE.withWords, Literal(words))


def _decision(decision: Decision, used: set[str]) -> Iterator[Triple]:
    """A decision as a graph says it: an activity that led to what the graph holds."""
    yield from decision_statements(decision)
    for kind in (SSE.Decision, PROV.Activity):
        yield Triple(iri(decision.key), RDF.type, kind)
    used.update(filter(None, (decision.kind and f"kind/{decision.kind}", decision.country)))
