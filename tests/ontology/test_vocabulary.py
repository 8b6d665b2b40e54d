"""The vocabulary as a whole: its links lead somewhere, its names are told apart, its local names last."""

import importlib.util
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType

import pyoxigraph as ox
import pytest

from rochdale.loaders.folding import key
from rochdale.loaders.vocabulary import BASE, FOLDER, TERMS, Label, Thing, vocabulary
from tests.ontology.words import COMMON_WORDS

A = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
SKOS = "http://www.w3.org/2004/02/skos/core#"
ORG = "http://www.w3.org/ns/org#"
DCTERMS = "http://purl.org/dc/terms/"
LANGUAGES = ("en", "fr", "es")
FILES = sorted(path for path in FOLDER.rglob("*.ttl") if path.name != "core.ttl")
WORDS = vocabulary()
GENERATOR = FOLDER.parents[1] / "scripts" / "countries" / "generate.py"

LINKS = {
    TERMS + "kind": "kind",
    TERMS + "country": "country",
    TERMS + "region": "region",
    TERMS + "implementer": "organisation",
    TERMS + "donor": "organisation",
    TERMS + "partner": "organisation",
    TERMS + "itemType": "type",
    TERMS + "gives": "relation",
    TERMS + "toward": "relation",
    ORG + "subOrganizationOf": "organisation",
    DCTERMS + "subject": "theme",
    DCTERMS + "publisher": "organisation",
    SKOS + "broader": "region",
}
"""Properties that link things, and the class of what they link to."""
OTHER_LINKS = {A, SKOS + "inScheme", TERMS + "property", TERMS + "alsoCalled"}
THEMES = frozenset(
    """
    care-economy child-labour climate-and-environment cooperative-governance-and-history crisis-response decent-work
    education-and-training fair-trade-and-value-chains finance gender-equality health-and-social-protection
    housing-and-energy indigenous-peoples informal-economy international-day-and-events migration-and-refugees
    policy-and-legislation rural-and-agriculture sdgs-and-2030-agenda statistics technology-and-platforms
    waste-and-recycling youth-employment
    """.split()
)
SAME_FULL_NAME = {
    "ᄉᄒᄌᄋᄒ": "Hangul folds to its first letters; 신협중앙회 and 수협중앙회 are matched as written",
}
"""Folded full names that two things may share, and why."""
NAMES_THAT_ARE_WORDS = {
    "PROSPECTS": "always in capitals, as the word hardly ever is",
    "REVES": "always in capitals; pages name the network by nothing else",
    "NUDE": "always in capitals, as the word hardly ever is",
    "EYE": "always in capitals, as the word hardly ever is",
    "SMart": "no word is written so",
    "baSE": "no word is written so",
}
"""Names spelled like a common word that need no context, and why."""
SHORT = 4
"""An acronym of this length or less counts outside its language only where its thing is at home."""
SHARED_ACRONYMS = {
    "ACI": ("name", "alleanza-delle-cooperative-italiane ica"),
    "CGT": ("country", "cgt-argentina cgt-colombia cgt-france"),
    "CGTP": ("country", "cgtp-in cgtp-peru"),
    "CISL": ("name", "cisl icftu"),
    "CLC": ("country", "cambodian-labour-confederation clc-canada"),
    "CONACOOP": ("country", "conacoop-costa-rica conacoop-dominican-republic conacoop-nicaragua"),
    "CONFECOOP": ("country", "confecoop-chile confecoop-colombia confecoop-guatemala confecoop-portugal"),
    "CTC": ("country", "clc-canada ctc-colombia ctc-cuba"),
    "CUT": ("country", "cut-brazil cut-chile cut-colombia cut-peru"),
    "Confecoop": ("country", "confecoop-chile confecoop-colombia confecoop-portugal"),
    "EIF": ("name", "eif eif-trade"),
    "ICAO": ("name", "icao icao-cooperative"),
    "IDB": ("name", "iadb isdb"),
    "IGB": ("name", "ica ituc"),
    "INAES": ("country", "inaes-argentina inaes-mexico"),
    "INE": ("country", "ine-bolivia ine-chile ine-mozambique ine-paraguay ine-portugal ine-spain ine-uruguay"),
    "INEC": ("country", "inec-costa-rica inec-ecuador"),
    "INFOCOOP": ("country", "infocoop-costa-rica infocoop-nicaragua"),
    "INSTAT": ("country", "instat-madagascar instat-mali"),
    "MAFF": ("country", "cambodia-maff maff-japan"),
    "NCC": ("country", "national-cooperative-council-poland ncc-sri-lanka"),
    "NTUC": ("country", "ntuc ntuc-nepal"),
    "PCC": ("name", "philippine-cooperative-center platform-cooperativism-consortium"),
    "TUC": ("country", "tuc-ghana tuc-nigeria tuc-uk"),
    "UCC": ("country", "universidad-cooperativa-de-colombia university-college-cork"),
    "UGT": ("country", "ugt-brazil ugt-portugal ugt-spain"),
    "UIL": ("name", "uil uil-unesco"),
    "UNSC": ("name", "un-security-council un-statistical-commission"),
    "ZCTU": ("country", "zctu-zambia zctu-zimbabwe"),
}
"""What settles an acronym that several organisations bear: the country that the page names, or the full name of one."""
MOST_SHARED_ACRONYMS = 29


def parsed(path: Path) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)]


TRIPLES = {path: parsed(path) for path in FILES}
ALL = [triple for triples in TRIPLES.values() for triple in triples]
DEFINED = {t.subject.value for t in ALL if t.predicate.value == A and isinstance(t.subject, ox.NamedNode)}


def labels(classes: Iterable[str], uses: Iterable[str]) -> Iterator[tuple[Thing, Label]]:
    for of in classes:
        for thing in WORDS.of(of):
            for label in thing.labels:
                if label.use in uses:
                    yield thing, label


def shared(pairs: Iterable[tuple[Thing, Label]], fold: bool = True) -> dict[str, frozenset[str]]:
    found = defaultdict(set)
    for thing, label in pairs:
        found[key(label.text) if fold else label.text].add(thing.key)
    return {text: frozenset(keys) for text, keys in found.items() if len(keys) > 1}


def bearers(acronym: str) -> frozenset[str]:
    return frozenset(f"organisation/{slug}" for slug in SHARED_ACRONYMS[acronym][1].split())


# -- files and identifiers ---------------------------------------------------------------------------------


def test_no_thing_is_defined_in_two_files() -> None:
    places = defaultdict(list)
    for path, triples in TRIPLES.items():
        for subject in {t.subject for t in triples if t.predicate.value == A}:
            places[str(subject)].append(path.name)
    assert {subject: names for subject, names in places.items() if len(names) > 1} == {}


def test_no_thing_is_defined_twice_in_a_file() -> None:
    for path in FILES:
        openings = Counter(re.findall(r"^([a-z-]+:[\w-]+)", path.read_text(encoding="utf-8"), re.M))
        assert {name for name, count in openings.items() if count > 1} == set(), path.name


def test_everything_said_is_said_of_a_thing_that_is_defined() -> None:
    assert {t.subject.value for t in ALL if isinstance(t.subject, ox.NamedNode)} == DEFINED
    assert not [t for t in ALL if isinstance(t.subject, ox.BlankNode) or isinstance(t.object, ox.BlankNode)]


def test_local_names_are_slugs() -> None:
    for iri in DEFINED:
        assert iri.startswith(BASE)
        of, _, slug = iri.removeprefix(BASE).partition("/")
        pattern = r"[A-Z]{3}" if of == "country" else r"[a-z0-9]+(?:-[a-z0-9]+)*"
        assert re.fullmatch(pattern, slug), iri
        assert re.fullmatch(r"[a-z]+(?:-[a-z]+)*", of), iri


def test_every_link_leads_to_a_thing_of_the_right_class() -> None:
    for triple in ALL:
        if not isinstance(triple.object, ox.NamedNode) or triple.predicate.value in OTHER_LINKS:
            continue
        if triple.predicate.value.endswith("Match"):
            continue
        of = LINKS.get(triple.predicate.value)
        assert of, f"{triple.predicate.value} of {triple.subject} is no link of the vocabulary"
        assert triple.object.value in DEFINED, f"{triple.subject}: {triple.object} does not exist"
        assert triple.object.value.startswith(f"{BASE}{of}/"), f"{triple.subject}: {triple.object} is no {of}"


def test_other_links_lead_to_something_too() -> None:
    core = {str(quad.subject) for quad in ox.parse(path=FOLDER / "core.ttl", format=ox.RdfFormat.TURTLE)}
    for triple in ALL:
        if triple.predicate.value == TERMS + "alsoCalled":
            assert isinstance(triple.object, ox.NamedNode)
            assert triple.object.value in DEFINED
        if triple.predicate.value == SKOS + "inScheme":
            assert str(triple.object) in core
        if triple.predicate.value == TERMS + "property":
            assert str(triple.object) in core | {f"<{DCTERMS}publisher>"}


def test_nothing_points_out_of_the_vocabulary_but_themes_to_the_sdgs() -> None:
    for triple in ALL:
        if not isinstance(triple.object, ox.NamedNode) or triple.object.value.startswith((BASE, SKOS, DCTERMS)):
            continue
        assert re.fullmatch(r"http://metadata\.un\.org/sdg/(?:[1-9]|1[0-7])", triple.object.value), triple
        assert triple.predicate.value == SKOS + "closeMatch", triple
        assert str(triple.subject).startswith(f"<{BASE}theme/"), triple
    assert not [t for t in ALL if isinstance(t.object, ox.Literal) and re.search(r"https?://|www\.", t.object.value)]


def test_parents_run_in_no_circle() -> None:
    for thing in WORDS.of("organisation"):
        seen, at = {thing.key}, thing.parent
        while at:
            assert at not in seen, f"{thing.key} is a part of itself"
            seen.add(at)
            at = WORDS.things[at].parent


def test_regions_run_in_no_circle() -> None:
    for thing in WORDS.of("region"):
        seen, at = {thing.key}, thing.linked("broader")
        while at:
            assert at not in seen, f"{thing.key} is a part of itself"
            seen.add(at)
            at = WORDS.things[at].linked("broader")


# -- labels ------------------------------------------------------------------------------------------------


def test_a_thing_has_one_preferred_label_a_language() -> None:
    for thing in WORDS.things.values():
        languages = [label.language for label in thing.labels if label.use == "name"]
        assert len(languages) == len(set(languages)), thing.key
        assert "en" in languages, thing.key


def test_labels_are_clean() -> None:
    for thing in WORDS.things.values():
        for label in thing.labels:
            assert label.text == " ".join(label.text.split()), (thing.key, label.text)
            assert key(label.text), (thing.key, label.text)
            assert "’" not in label.text, (thing.key, label.text)
            if thing.of in ("organisation", "project") and label.use == "other":
                bare = label.text.removeprefix("The ")
                assert bare == label.text or bare not in {other.text for other in thing.labels}, (thing.key, bare)


def test_a_local_label_is_no_name_of_the_same_thing_too() -> None:
    for thing in [*WORDS.of("organisation"), *WORDS.of("project")]:
        free = {label.text for label in thing.labels if label.use != "local"}
        both = sorted(free & {label.text for label in thing.labels if label.use == "local"})
        assert both == [], f"{thing.key}: {both} need no context after all, since they are names too"


def test_names_have_a_language() -> None:
    for thing, label in labels(("organisation", "project", "country", "region", "theme"), ("name", "other", "demonym")):
        assert label.language, (thing.key, label.text)


def test_no_full_name_is_shared_by_two_things() -> None:
    found = shared(labels(("organisation", "project"), ("name", "other")))
    assert {name: keys for name, keys in found.items() if name not in SAME_FULL_NAME} == {}
    assert set(found) == set(SAME_FULL_NAME), "an exception is needed no longer"


def test_no_acronym_is_the_full_name_of_another_thing() -> None:
    found = shared(labels(("organisation", "project"), ("name", "other", "acronym")), fold=False)
    acronyms = {label.text for _, label in labels(("organisation", "project"), ("acronym",))}
    names = {label.text for _, label in labels(("organisation", "project"), ("name", "other"))}
    assert {text: keys for text, keys in found.items() if text in acronyms & names} == {}


def test_shared_acronyms_are_the_known_ones() -> None:
    found = shared(labels(("organisation", "project"), ("acronym",)), fold=False)
    assert found == {acronym: bearers(acronym) for acronym in SHARED_ACRONYMS}
    assert len(found) <= MOST_SHARED_ACRONYMS


@pytest.mark.parametrize("acronym", SHARED_ACRONYMS)
def test_what_settles_a_shared_acronym_is_there(acronym: str) -> None:
    why, _ = SHARED_ACRONYMS[acronym]
    things = [WORDS.things[bearer] for bearer in sorted(bearers(acronym))]
    if why == "country":
        countries = [country for thing in things for country in thing.country]
        assert len(countries) == len(set(countries)) == len(things)
    else:
        assert all(any(label.use == "name" and " " in label.text for label in thing.labels) for thing in things)


def test_a_name_that_is_a_common_word_needs_context() -> None:
    hits = []
    for thing, label in labels(("organisation", "project"), ("name", "other", "acronym")):
        if label.use == "acronym" and label.language and len(label.text) <= SHORT:
            words = COMMON_WORDS.get(label.language, frozenset())
        else:
            words = frozenset().union(*COMMON_WORDS.values())
        if key(label.text) in words and label.text not in NAMES_THAT_ARE_WORDS:
            hits.append((thing.key, label.text))
    assert hits == [], "make them sse:localLabel"


def test_a_thing_shows_one_acronym_however_it_is_spelled() -> None:
    for thing in [*WORDS.of("organisation"), *WORDS.of("project")]:
        acronyms = [label for label in thing.labels if label.use == "acronym"]
        shown = [label.text for label in acronyms if not label.language] or [
            label.text for label in acronyms if label.language == "en"
        ]
        assert len({key(text).replace(" ", "") for text in shown}) <= 1, f"{thing.key}: older ones are skos:altLabel"


def test_exceptions_are_still_names() -> None:
    names = {label.text for _, label in labels(("organisation", "project"), ("name", "other", "acronym"))}
    assert set(NAMES_THAT_ARE_WORDS) <= names


def test_a_local_label_has_a_home() -> None:
    for thing, label in labels(("organisation", "project"), ("local",)):
        free = any(other.use in ("name", "other", "acronym") for other in thing.labels)
        assert free or thing.parent or thing.country or thing.linked("implementer"), (thing.key, label.text)


# -- organisations and projects ----------------------------------------------------------------------------


def test_there_are_organisations_and_each_has_a_kind() -> None:
    listed = list(WORDS.of("organisation"))
    assert len(listed) >= 800
    assert [thing.key for thing in listed if not thing.kind] == []


def test_there_are_projects_and_each_has_a_kind() -> None:
    listed = list(WORDS.of("project"))
    assert len(listed) >= 120
    assert [thing.key for thing in listed if not thing.kind] == []


def test_a_unit_has_a_parent() -> None:
    assert [thing.key for thing in WORDS.of("organisation") if thing.kind == "unit" and not thing.parent] == []


def test_an_organisation_has_one_parent_at_most() -> None:
    parents = defaultdict(set)
    for triple in ALL:
        if triple.predicate.value == ORG + "subOrganizationOf":
            parents[str(triple.subject)].add(str(triple.object))
    assert {thing: found for thing, found in parents.items() if len(found) > 1} == {}


def test_a_government_has_a_country() -> None:
    for thing in WORDS.of("organisation"):
        assert thing.country or thing.kind not in ("government", "ministry"), thing.key


# -- countries, regions, themes ----------------------------------------------------------------------------


def test_there_are_250_countries_with_names_in_three_languages() -> None:
    countries = list(WORDS.of("country"))
    assert len(countries) == 250
    for thing in countries:
        assert {label.language for label in thing.labels if label.use == "name"} >= set(LANGUAGES), thing.key


def test_codes_of_countries_are_whole_and_unique() -> None:
    seen: set[tuple[str, str]] = set()
    for thing in WORDS.of("country"):
        codes = dict(thing.codes)
        assert codes["alpha3"] == thing.slug
        assert re.fullmatch(r"[A-Z]{2}", codes["alpha2"])
        assert ("m49" in codes) == (thing.slug != "XKX")
        assert re.fullmatch(r"[0-9]{3}", codes.get("m49", "000"))
        assert not seen & set(thing.codes), thing.key
        seen |= set(thing.codes)


def test_codes_of_regions_are_three_digits_and_unique() -> None:
    codes = [code for thing in WORDS.of("region") for name, code in thing.codes if name == "m49"]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"[0-9]{3}", code) for code in codes)
    assert not set(codes) & {code for thing in WORDS.of("country") for name, code in thing.codes if name == "m49"}


def test_regions_have_names_in_three_languages() -> None:
    for thing in WORDS.of("region"):
        assert {label.language for label in thing.labels if label.use == "name"} >= set(LANGUAGES), thing.key


def test_countries_share_no_word_but_congolese() -> None:
    uses = ("name", "other", "acronym", "local", "demonym", "place")
    found = shared(labels(("country",), uses))
    congo = frozenset({"country/COD", "country/COG"})
    assert {word: keys for word, keys in found.items() if not (word.startswith("congol") and keys == congo)} == {}
    assert "congolese" in found


def test_countries_and_regions_share_no_word() -> None:
    countries = {key(label.text) for _, label in labels(("country",), ("name", "other", "demonym", "place"))}
    regions = {key(label.text) for _, label in labels(("region",), ("name", "other", "demonym"))}
    assert countries & regions == set()


def test_the_themes_are_those_of_the_model_with_terms_in_three_languages() -> None:
    assert {thing.slug for thing in WORDS.of("theme")} == THEMES
    for thing in WORDS.of("theme"):
        for use in ("name", "other"):
            assert {label.language for label in thing.labels if label.use == use} >= set(LANGUAGES), thing.key


def test_countries_and_regions_are_what_the_generator_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("babel", reason="Babel is not installed: pip install -e '.[vocabulary]'")
    pytest.importorskip("pycountry", reason="pycountry is not installed: pip install -e '.[vocabulary]'")
    generator = _generator(monkeypatch)
    monkeypatch.setattr(generator, "ONTOLOGY", tmp_path)
    generator.main()
    for name in ("countries.ttl", "regions.ttl"):
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes(), (
            f"{name}: run scripts/countries/generate.py"
        )


def _generator(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate_countries", GENERATOR)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    return module
