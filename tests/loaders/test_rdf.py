"""Organisations that other publishers describe in RDF join the vocabulary."""

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rochdale.errors import SourceError
from rochdale.graph.build import build
from rochdale.loaders.document import file_capture
from rochdale.loaders.extraction.names import Gazetteer
from rochdale.loaders.folding import fold
from rochdale.loaders.pipeline import survey
from rochdale.loaders.readers.rdf import read_things
from rochdale.loaders.vocabulary import Thing, vocabulary

WORDS = vocabulary()
PREFIXES = """\
@prefix ess: <https://w3id.solidarityeconomy.coop/essglobal/V2a/vocab/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix gr: <http://purl.org/goodrelations/v1#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix : <https://example.org/id/> .
"""
REGISTER = (
    PREFIXES
    + """
:bakers a ess:SSEInitiative ; gr:name "Tell Aval Bakers"@en ; ess:hasAddress :bakers-address .
:bakers-address vcard:country-name "Kenya" .
:house a schema:NGO ; schema:name "International Labour Organization" ; schema:alternateName "House of Work"@en .
:hope a org:Organization ; skos:prefLabel "Hope"@en ; org:subOrganizationOf :bakers .
:mills a schema:Organization ; schema:name "Mills of the Olive Hills"@en ; schema:alternateName "ILO", "MOH2" .
"""
)


def _things(text: str | bytes, name: str = "register.ttl") -> dict[str, Thing]:
    data = text.encode() if isinstance(text, str) else text
    return {thing.key: thing for thing in read_things(file_capture(Path(name), data), WORDS)}


def _found(things: dict[str, Thing], text: str) -> set[str]:
    names = Gazetteer(WORDS.with_things(list(things.values())))
    return {entry.thing.key for hit in names.find(text, fold(text))["organisation"] for entry in hit.entries}


def test_a_new_organisation_has_its_name_country_and_address_elsewhere() -> None:
    bakers = _things(REGISTER)["organisation/tell-aval-bakers"]
    assert (bakers.name, bakers.country, bakers.status) == ("Tell Aval Bakers", ("country/KEN",), "published")
    assert bakers.matches == (("http://www.w3.org/2004/02/skos/core#exactMatch", "https://example.org/id/bakers"),)


def test_a_listed_organisation_keeps_its_key_and_gains_the_names() -> None:
    ilo = _things(REGISTER)["organisation/ilo"]
    assert ilo.name == WORDS.things["organisation/ilo"].name
    assert "House of Work" in {label.text for label in ilo.labels}
    assert "organisation/ilo" in _found(_things(REGISTER), "The House of Work met.")
    assert ilo.status == "curated"


def test_the_organisation_of_a_sub_organisation_is_its_parent() -> None:
    assert _things(REGISTER)["organisation/hope"].parent == "organisation/tell-aval-bakers"


def test_an_acronym_that_another_bears_does_not_count_and_a_word_only_in_context() -> None:
    things = _things(REGISTER)
    uses = {label.text: label.use for label in things["organisation/mills-of-the-olive-hills"].labels}
    assert uses == {"Mills of the Olive Hills": "name", "MOH2": "acronym"}
    assert {label.use for label in things["organisation/hope"].labels} == {"local"}


def test_namesakes_in_different_countries_stay_apart() -> None:
    listed = next(
        thing for thing in WORDS.of("organisation") if thing.country == ("country/KEN",) and " " in thing.name
    )
    name = json.dumps(listed.name)
    text = f'{PREFIXES}:one a org:Organization ; schema:name {name} ; schema:address [ schema:addressCountry "%s" ] .'
    assert set(_things(text % "KE")) == {listed.key}
    assert listed.key not in _things(text % "FR")


def test_one_thing_described_twice_is_one() -> None:
    twice = (
        PREFIXES
        + ':a a org:Organization ; schema:name "Mills of Mill" . :b a foaf:Organization ; foaf:name "Mills of Mill" .'
    )
    things = _things(twice)
    assert len(things) == 2  # namesakes are not merged unless something says that they are the same
    assert {thing.name for thing in things.values()} == {"Mills of Mill"}


def test_an_own_candidate_keeps_its_iri() -> None:
    mill = "<https://w3id.org/rochdale/organisation/old-mill>"
    text = f'{PREFIXES}{mill} a org:Organization ; schema:name "The Old Mill of Mill" .'
    assert set(_things(text)) == {"organisation/old-mill"}


@pytest.mark.parametrize(
    "form",
    [getattr(ox.RdfFormat, name) for name in ("TURTLE", "N_TRIPLES", "N_QUADS", "TRIG", "RDF_XML", "JSON_LD")],
    ids=str,
)
def test_every_syntax_gives_the_same_things(form: ox.RdfFormat) -> None:
    data = ox.serialize(ox.parse(REGISTER.encode(), format=ox.RdfFormat.TURTLE), format=form)
    assert data is not None
    assert _things(data) == _things(REGISTER)


def test_a_named_graph_is_read_too() -> None:
    described = "<http://a/b> a org:Organization ; schema:name 'Mills of Mill'"
    assert _things(f"{PREFIXES}<http://a/g> {{ {described} }}") == _things(f"{PREFIXES}{described} .")


def test_the_context_of_schema_org_is_known_without_fetching_it() -> None:
    said = {
        "@context": "https://schema.org",
        "@id": "https://example.org/id/mill",
        "@type": "NGO",
        "name": "Mills of Mill",
        "sameAs": "http://www.wikidata.org/entity/Q1",
        "address": {"@type": "PostalAddress", "addressCountry": "KE"},
    }
    (mill,) = _things(json.dumps(said)).values()
    assert mill.country == ("country/KEN",)
    assert "http://www.wikidata.org/entity/Q1" in {to for _, to in mill.matches}


HOSTILE = {
    "no RDF": (b"@prefix a: <http://a/> .\na:b a:c", "no RDF"),
    "a context from elsewhere": (b'{"@context": "https://example.org/context", "@id": "http://a/b"}', "is elsewhere"),
    "broken JSON-LD": (b'{"@context": {', "no JSON-LD"),
    "deep JSON-LD": (b'{"@id":' + b"[" * 200_000, "no JSON-LD"),
    "entities within entities": (
        b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><r/>',
        "entities",
    ),
    "entities from elsewhere": (
        b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><r/>',
        "entities",
    ),
    "not UTF-8": (b'<http://a/b> <http://a/c> "\xff" .', "no RDF"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_no_good_is_told_in_a_sentence(what: str) -> None:
    data, reason = HOSTILE[what]
    with pytest.raises(SourceError, match=reason):
        _things(data)


@given(
    st.binary(max_size=300), st.sampled_from([b"", b"@prefix a: <http://a/> .\n", b'{"@id":', b"<?xml version='1.0'?>"])
)
def test_any_bytes_are_read_or_refused(data: bytes, start: bytes) -> None:
    try:
        _things(start + data)
    except SourceError as error:
        assert "\n" not in error.source


PAGE = (
    "Ten bakers share one oven\n\n4 May 2022\n\nThe ILO visited Tell Aval Bakers, and the Mills of the Olive Hills.\n"
)


def test_pages_are_read_with_the_names_that_the_rdf_beside_them_brings(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE)
    alone = build([tmp_path], tmp_path.parent / "alone")
    (tmp_path / "register.ttl").write_text(REGISTER)
    cache = tmp_path.parent / "records.sqlite"
    for jobs in (1, 2):
        both = build([tmp_path], tmp_path.parent / f"both{jobs}", jobs=jobs, cache=cache)
        assert (both.tally.described, both.report.quarantined, both.report.unread) == (4, 0, 0)
        assert both.report.organisations == alone.report.organisations + 2
        text = (tmp_path.parent / f"both{jobs}" / "graph.ttl").read_text()
        assert "sse:status status:published" in text
        assert "skos:exactMatch <https://example.org/id/bakers>" in text


def test_a_broken_file_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE)
    (tmp_path / "register.ttl").write_text(REGISTER[:-20])
    built = build([tmp_path], tmp_path.parent / "kg")
    assert (built.report.documents, built.report.unread) == (1, 1)
    assert built.quarantine[0].source.endswith("register.ttl")


def test_the_order_of_the_files_does_not_change_the_vocabulary(tmp_path: Path) -> None:
    one, other = tmp_path / "a.ttl", tmp_path / "b.ttl"
    one.write_text(REGISTER)
    other.write_text(PREFIXES + ':m a org:Organization ; schema:name "Tell Aval Bakers" ; owl:sameAs :bakers .')
    first, second = survey([one, other]), survey([other, one])
    assert first.things == second.things
    assert first.words.digest == second.words.digest
