"""Words of the ontology and of the vocabularies it stands on, spelled as in their IRIs.

A test keeps `SSE` and `core.ttl` equal.
"""

from typing import Final

from pyoxigraph import NamedNode

from rochdale.loaders.vocabulary import BASE, TERMS


def _in(namespace: str, name: str) -> NamedNode:
    return NamedNode(namespace + name)


class SSE:
    """Terms of ontology/core.ttl that the graph states."""

    Acceptance: Final = _in(TERMS, "Acceptance")
    Country: Final = _in(TERMS, "Country")
    Decision: Final = _in(TERMS, "Decision")
    Document: Final = _in(TERMS, "Document")
    Item: Final = _in(TERMS, "Item")
    ItemType: Final = _in(TERMS, "ItemType")
    Kind: Final = _in(TERMS, "Kind")
    Mention: Final = _in(TERMS, "Mention")
    Merge: Final = _in(TERMS, "Merge")
    Merged: Final = _in(TERMS, "Merged")
    Organisation: Final = _in(TERMS, "Organisation")
    Partnership: Final = _in(TERMS, "Partnership")
    Person: Final = _in(TERMS, "Person")
    Project: Final = _in(TERMS, "Project")
    Region: Final = _in(TERMS, "Region")
    Rejection: Final = _in(TERMS, "Rejection")
    Relation: Final = _in(TERMS, "Relation")
    Renaming: Final = _in(TERMS, "Renaming")
    Role: Final = _in(TERMS, "Role")
    Rule: Final = _in(TERMS, "Rule")
    Series: Final = _in(TERMS, "Series")
    Split: Final = _in(TERMS, "Split")
    Status: Final = _in(TERMS, "Status")
    Theme: Final = _in(TERMS, "Theme")

    about: Final = _in(TERMS, "about")
    acronym: Final = _in(TERMS, "acronym")
    affiliation: Final = _in(TERMS, "affiliation")
    alpha2: Final = _in(TERMS, "alpha2")
    alpha3: Final = _in(TERMS, "alpha3")
    confidence: Final = _in(TERMS, "confidence")
    country: Final = _in(TERMS, "country")
    decidedBy: Final = _in(TERMS, "decidedBy")  # noqa: N815
    directed: Final = _in(TERMS, "directed")
    document: Final = _in(TERMS, "document")
    donor: Final = _in(TERMS, "donor")
    end: Final = _in(TERMS, "end")
    entity: Final = _in(TERMS, "entity")
    evidence: Final = _in(TERMS, "evidence")
    exact: Final = _in(TERMS, "exact")
    firstDate: Final = _in(TERMS, "firstDate")  # noqa: N815 - spelled as in the ontology
    giver: Final = _in(TERMS, "from")
    implementer: Final = _in(TERMS, "implementer")
    inItem: Final = _in(TERMS, "inItem")  # noqa: N815
    into: Final = _in(TERMS, "into")
    item: Final = _in(TERMS, "item")
    itemCount: Final = _in(TERMS, "itemCount")  # noqa: N815
    itemType: Final = _in(TERMS, "itemType")  # noqa: N815
    kind: Final = _in(TERMS, "kind")
    lastDate: Final = _in(TERMS, "lastDate")  # noqa: N815
    line: Final = _in(TERMS, "line")
    m49: Final = _in(TERMS, "m49")
    member: Final = _in(TERMS, "member")
    newCountry: Final = _in(TERMS, "newCountry")  # noqa: N815
    newKind: Final = _in(TERMS, "newKind")  # noqa: N815
    newName: Final = _in(TERMS, "newName")  # noqa: N815
    organisation: Final = _in(TERMS, "organisation")
    organiser: Final = _in(TERMS, "organiser")
    participant: Final = _in(TERMS, "participant")
    partner: Final = _in(TERMS, "partner")
    partnerOf: Final = _in(TERMS, "partnerOf")  # noqa: N815
    party: Final = _in(TERMS, "party")
    person: Final = _in(TERMS, "person")
    project: Final = _in(TERMS, "project")
    reader: Final = _in(TERMS, "reader")
    reason: Final = _in(TERMS, "reason")
    region: Final = _in(TERMS, "region")
    related: Final = _in(TERMS, "related")
    relation: Final = _in(TERMS, "relation")
    role: Final = _in(TERMS, "role")
    rule: Final = _in(TERMS, "rule")
    sentence: Final = _in(TERMS, "sentence")
    series: Final = _in(TERMS, "series")
    seriesNumber: Final = _in(TERMS, "seriesNumber")  # noqa: N815
    sha256: Final = _in(TERMS, "sha256")
    start: Final = _in(TERMS, "start")
    status: Final = _in(TERMS, "status")
    subject: Final = _in(TERMS, "subject")
    taker: Final = _in(TERMS, "to")
    withWords: Final = _in(TERMS, "withWords")  # noqa: N815


class RDF:
    """Terms of `http://www.w3.org/1999/02/22-rdf-syntax-ns#`."""

    type: Final = _in("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "type")


class SKOS:
    """Terms of `http://www.w3.org/2004/02/skos/core#`."""

    Concept: Final = _in("http://www.w3.org/2004/02/skos/core#", "Concept")
    altLabel: Final = _in("http://www.w3.org/2004/02/skos/core#", "altLabel")  # noqa: N815
    broader: Final = _in("http://www.w3.org/2004/02/skos/core#", "broader")
    definition: Final = _in("http://www.w3.org/2004/02/skos/core#", "definition")
    prefLabel: Final = _in("http://www.w3.org/2004/02/skos/core#", "prefLabel")  # noqa: N815


class DCTERMS:
    """Terms of `http://purl.org/dc/terms/`."""

    abstract: Final = _in("http://purl.org/dc/terms/", "abstract")
    date: Final = _in("http://purl.org/dc/terms/", "date")
    format: Final = _in("http://purl.org/dc/terms/", "format")
    identifier: Final = _in("http://purl.org/dc/terms/", "identifier")
    isReplacedBy: Final = _in("http://purl.org/dc/terms/", "isReplacedBy")  # noqa: N815
    publisher: Final = _in("http://purl.org/dc/terms/", "publisher")
    subject: Final = _in("http://purl.org/dc/terms/", "subject")
    title: Final = _in("http://purl.org/dc/terms/", "title")
    type: Final = _in("http://purl.org/dc/terms/", "type")


class SCHEMA:
    """Terms of `https://schema.org/`."""

    Country: Final = _in("https://schema.org/", "Country")
    CreativeWork: Final = _in("https://schema.org/", "CreativeWork")
    CreativeWorkSeries: Final = _in("https://schema.org/", "CreativeWorkSeries")
    Place: Final = _in("https://schema.org/", "Place")
    datePublished: Final = _in("https://schema.org/", "datePublished")  # noqa: N815
    inLanguage: Final = _in("https://schema.org/", "inLanguage")  # noqa: N815
    url: Final = _in("https://schema.org/", "url")


class FOAF:
    """Terms of `http://xmlns.com/foaf/0.1/`."""

    Document: Final = _in("http://xmlns.com/foaf/0.1/", "Document")
    Person: Final = _in("http://xmlns.com/foaf/0.1/", "Person")
    Project: Final = _in("http://xmlns.com/foaf/0.1/", "Project")
    name: Final = _in("http://xmlns.com/foaf/0.1/", "name")


class ORG:
    """Terms of `http://www.w3.org/ns/org#`."""

    Organization: Final = _in("http://www.w3.org/ns/org#", "Organization")
    subOrganizationOf: Final = _in("http://www.w3.org/ns/org#", "subOrganizationOf")  # noqa: N815


class PROV:
    """Terms of `http://www.w3.org/ns/prov#`."""

    Activity: Final = _in("http://www.w3.org/ns/prov#", "Activity")
    Entity: Final = _in("http://www.w3.org/ns/prov#", "Entity")
    generatedAtTime: Final = _in("http://www.w3.org/ns/prov#", "generatedAtTime")  # noqa: N815


class XSD:
    """Terms of `http://www.w3.org/2001/XMLSchema#`."""

    boolean: Final = _in("http://www.w3.org/2001/XMLSchema#", "boolean")
    date: Final = _in("http://www.w3.org/2001/XMLSchema#", "date")
    dateTime: Final = _in("http://www.w3.org/2001/XMLSchema#", "dateTime")  # noqa: N815
    decimal: Final = _in("http://www.w3.org/2001/XMLSchema#", "decimal")
    gYear: Final = _in("http://www.w3.org/2001/XMLSchema#", "gYear")  # noqa: N815
    gYearMonth: Final = _in("http://www.w3.org/2001/XMLSchema#", "gYearMonth")  # noqa: N815
    nonNegativeInteger: Final = _in("http://www.w3.org/2001/XMLSchema#", "nonNegativeInteger")  # noqa: N815
    positiveInteger: Final = _in("http://www.w3.org/2001/XMLSchema#", "positiveInteger")  # noqa: N815


STATUS_CANDIDATE: Final = NamedNode(BASE + "status/candidate")
STATUS_ACCEPTED: Final = NamedNode(BASE + "status/accepted")
