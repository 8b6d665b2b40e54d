"""Evidence: the sentences behind a link."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

import msgspec
import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode

from rochdale.errors import StoreError
from rochdale.graph.naming import find_thing
from rochdale.graph.terms import DCTERMS, FOAF, RDF, SCHEMA, SKOS, SSE
from rochdale.loaders.vocabulary import BASE, TERMS

Term = NamedNode | ox.BlankNode | Literal | ox.Triple
_PREFIX = {TERMS: "sse:", "http://purl.org/dc/terms/": "dcterms:", "https://schema.org/": "schema:"}


class Evidence(msgspec.Struct, frozen=True, order=True):
    """One mention: the words, and where and how they were read. In the order of newest item, document, place."""

    undated: bool
    """The item gives no date; such evidence comes last."""
    newest: str
    """The item's date turned round, so that later ones sort first."""
    document: str
    start: int
    date: str
    line: int
    words: str
    sentence: str
    rule: str
    confidence: str
    role: str
    item: str
    item_title: str
    entity: str


def evidence(store: ox.Store, *, entity: NamedNode | None = None, item: NamedNode | None = None) -> list[Evidence]:
    """The mentions of `entity`, or those in `item`, or those of the one in the other; newest item first."""
    if entity is not None:
        mentions = {q.subject for q in store.quads_for_pattern(None, SSE.entity, entity, None)}
        if item is not None:
            mentions &= {q.subject for q in store.quads_for_pattern(None, SSE.item, item, None)}
    else:
        mentions = {q.subject for q in store.quads_for_pattern(None, SSE.item, item, None)}
    found = [_read(store, m) for m in mentions if isinstance(m, NamedNode) and _one(store, m, SSE.exact) is not None]
    return sorted(found)


def _read(store: ox.Store, mention: NamedNode) -> Evidence:
    item = _one(store, mention, SSE.item)
    date = _text(_one(store, item, SCHEMA.datePublished)) if isinstance(item, NamedNode) else ""
    document = _one(store, mention, SSE.document)
    return Evidence(
        undated=not date,
        newest="".join(map(_turned, date)),
        document=_text(_one(store, document, DCTERMS.identifier)) if isinstance(document, NamedNode) else "",
        start=int(_text(_one(store, mention, SSE.start)) or 0),
        date=date,
        line=int(_text(_one(store, mention, SSE.line)) or 0),
        words=_text(_one(store, mention, SSE.exact)),
        sentence=_text(_one(store, mention, SSE.sentence)),
        rule=_local(_one(store, mention, SSE.rule)),
        confidence=_text(_one(store, mention, SSE.confidence)),
        role=_local(_one(store, mention, SSE.role)),
        item=_iri(item),
        item_title=label(store, item),
        entity=_iri(_one(store, mention, SSE.entity)),
    )


def _turned(char: str) -> str:
    return chr(ord("9") - (ord(char) - ord("0"))) if char.isdigit() else char


def explain(store: ox.Store, subject: str, other: str | None = None, *, limit: int = 5) -> Iterator[str]:
    """What links a thing has (to another, if one is named), with the words that say so, as lines of text.

    Args:
        store: of a built graph.
        subject: an IRI, a name, an acronym, a code, or an item's title.
        other: likewise; then only what links the two.
        limit: sentences for each link at most.

    Raises:
        QueryError: the graph holds no such thing, or several.
        StoreError: the store is damaged.
    """
    try:
        for line in _explained(store, subject, other, limit):
            # what was captured must not steer the terminal
            yield "".join(char if char.isprintable() else " " for char in line)
    except (OSError, RuntimeError) as error:
        raise StoreError(f"the store cannot be read: {error}") from error


def _explained(store: ox.Store, subject: str, other: str | None, limit: int) -> Iterator[str]:
    first = find_thing(store, subject)
    yield f"{label(store, first)}  <{first.value}>"
    if other is None:
        yield from _all_links(store, first, limit)
        return
    second = find_thing(store, other)
    yield f"{label(store, second)}  <{second.value}>"
    yield from _links_between(store, first, second, limit)


def _all_links(store: ox.Store, thing: NamedNode, limit: int) -> Iterator[str]:
    if _is(store, thing, SSE.Item):
        yield from _decisions(store, thing)
        yield from _links_of_item(store, thing, limit)
        return
    yield from _decisions(store, thing)
    yield from _partnerships(store, thing, None, limit)
    found = evidence(store, entity=thing)
    by_item: dict[str, list[Evidence]] = defaultdict(list)
    for one in found:
        by_item[one.item].append(one)
    yield ""
    yield f"named in {_count(len(by_item), 'item')} ({_count(len(found), 'mention')})"
    for several in list(by_item.values())[: limit * 4]:
        yield from _item_lines(several, limit)
    if len(by_item) > limit * 4:
        yield f"  ... and {len(by_item) - limit * 4} more items (--limit shows more)"


def _links_of_item(store: ox.Store, item: NamedNode, limit: int) -> Iterator[str]:
    by_entity: dict[str, list[Evidence]] = defaultdict(list)
    for one in evidence(store, item=item):
        by_entity[one.entity].append(one)
    for entity in sorted(by_entity):
        several = by_entity[entity]
        links = _properties(store, item, NamedNode(entity))
        yield ""
        yield f"{', '.join(links) or 'evidence of'}  {label(store, NamedNode(entity))}  <{entity}>"
        for one in several[:limit]:
            yield from _mention_lines(one)


def _links_between(store: ox.Store, first: NamedNode, second: NamedNode, limit: int) -> Iterator[str]:
    if _is(store, second, SSE.Item) and not _is(store, first, SSE.Item):
        first, second = second, first
    if _is(store, first, SSE.Item):
        links = _properties(store, first, second)
        yield ""
        yield f"{', '.join(links) or 'no link'}"
        for one in evidence(store, entity=second, item=first)[:limit]:
            yield from _mention_lines(one)
        return
    yield from _partnerships(store, first, second, limit)
    both = {one.item for one in evidence(store, entity=first)} & {one.item for one in evidence(store, entity=second)}
    found = sorted(
        (one for thing in (first, second) for one in evidence(store, entity=thing) if one.item in both),
        key=lambda one: (one.undated, one.newest, one.item, one.start),
    )
    yield ""
    yield f"named together in {_count(len(both), 'item')}"
    by_item: dict[str, list[Evidence]] = defaultdict(list)
    for one in found:
        by_item[one.item].append(one)
    for several in list(by_item.values())[: limit * 4]:
        yield from _item_lines(several, limit)


def _partnerships(store: ox.Store, first: NamedNode, second: NamedNode | None, limit: int) -> Iterator[str]:
    found = [
        q.subject for q in store.quads_for_pattern(None, SSE.party, first, None) if isinstance(q.subject, NamedNode)
    ]
    for partnership in sorted(found, key=lambda node: node.value):
        parties = {_iri(q.object) for q in store.quads_for_pattern(partnership, SSE.party, None, None)}
        if second is not None and second.value not in parties:
            continue
        others = sorted(parties - {first.value})
        yield ""
        relation = _local(_one(store, partnership, SSE.relation))
        names = ", ".join(label(store, NamedNode(one)) for one in others)
        yield f"{relation}{_direction(store, partnership, first)}  {names}  <{partnership.value}>"
        for one in evidence(store, entity=partnership)[:limit]:
            yield from _mention_lines(one)


def _direction(store: ox.Store, partnership: NamedNode, first: NamedNode) -> str:
    """An arrow from who gives, where the relation has a direction."""
    giver = _one(store, partnership, SSE.giver)
    return "" if giver is None else " →" if giver == first else " ←"


def _decisions(store: ox.Store, thing: NamedNode) -> Iterator[str]:
    """What people decided about a thing, or that led to it."""
    found = {
        (_DECIDED[predicate].get(kind, ""), quad.subject)
        for predicate in (SSE.about, SSE.into)
        for quad in store.quads_for_pattern(None, predicate, thing, None)
        for kind in (of.object for of in store.quads_for_pattern(quad.subject, RDF.type, None, None))
    }
    for told, decision in sorted(found, key=str):
        if told and isinstance(decision, NamedNode):
            other = _iri(_one(store, decision, SSE.about)).removeprefix(BASE)
            what = told.format(other=other)
            by, why = (_text(_one(store, decision, predicate)) for predicate in (SSE.decidedBy, SSE.reason))
            yield f"{what} by {by}: “{why}”"


_DECIDED: Final[Mapping[NamedNode, Mapping[Term, str]]] = {
    SSE.about: {
        SSE.Acceptance: "accepted",
        SSE.Rejection: "rejected in part",
        SSE.Renaming: "renamed",
        SSE.Split: "split",
    },
    SSE.into: {SSE.Merge: "{other} merged into it", SSE.Split: "split from {other}"},
}
"""What a decision did, by how it points to the thing, and its class."""


def _count(number: int, noun: str) -> str:
    return f"{number} {noun if number == 1 else noun + 's'}"


def _item_lines(several: list[Evidence], limit: int) -> Iterator[str]:
    """The item, and its sentences, each with all that was read in it; those that give a role first."""
    first = several[0]
    yield ""
    yield f"  {first.item_title}{f' ({first.date})' if first.date else ''}"
    by_sentence: dict[tuple[str, str], list[Evidence]] = defaultdict(list)
    for one in several:
        by_sentence[one.document, one.sentence].append(one)
    telling = sorted(
        by_sentence.values(), key=lambda read: -len({one.entity for one in read}) - any(o.role for o in read)
    )
    for read in telling[:limit]:
        yield from _mention_lines(*read)


def _mention_lines(*read: Evidence) -> Iterator[str]:
    yield f"    “{read[0].sentence}”"
    for one in read:
        role = f", as {one.role}" if one.role else ""
        yield f"      {one.document}:{one.line}  {one.words!r} by {one.rule}{role}, confidence {one.confidence}"


# -- small readings --------------------------------------------------------------------------------------------------


def label(store: ox.Store, thing: Term | None) -> str:
    """A name for people: title, preferred label (English if there is one) or name; else the end of the IRI."""
    if not isinstance(thing, NamedNode):
        return ""
    for predicate in (SKOS.prefLabel, DCTERMS.title, FOAF.name, DCTERMS.identifier):
        labels = [
            q.object for q in store.quads_for_pattern(thing, predicate, None, None) if isinstance(q.object, Literal)
        ]
        if labels:
            return min(labels, key=lambda one: (one.language not in ("en", None), one.language or "", one.value)).value
    return thing.value.removeprefix(BASE)


def _properties(store: ox.Store, subject: NamedNode, thing: NamedNode) -> list[str]:
    found = []
    for quad in store.quads_for_pattern(subject, None, thing, None):
        value = quad.predicate.value
        found.append(
            next((short + value.removeprefix(long) for long, short in _PREFIX.items() if value.startswith(long)), value)
        )
    return sorted(found)


def _is(store: ox.Store, thing: NamedNode, kind: NamedNode) -> bool:
    return next(store.quads_for_pattern(thing, RDF.type, kind, None), None) is not None


def _one(store: ox.Store, subject: Term | None, predicate: NamedNode) -> Term | None:
    if not isinstance(subject, NamedNode):
        return None
    quad = next(store.quads_for_pattern(subject, predicate, None, None), None)
    return quad.object if quad is not None else None


def _text(term: Term | None) -> str:
    return term.value if isinstance(term, Literal) else ""


def _iri(term: Term | None) -> str:
    return term.value if isinstance(term, NamedNode) else ""


def _local(term: Term | None) -> str:
    return _iri(term).rpartition("/")[2]
