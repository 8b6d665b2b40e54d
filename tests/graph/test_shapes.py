import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SDO, SH, SKOS, XSD, Graph, Literal, URIRef
from rdflib.namespace import DefinedNamespace
from rdflib.term import Node

from rochdale.graph import gate
from rochdale.graph.gate import shapes
from rochdale.graph.gate.verdict import Engine
from rochdale.loaders.vocabulary import BASE, FOLDER, TERMS

EXAMPLES = Path(__file__).parent / "shape_examples"
SHAPE = f"{BASE}shape/"
ENGINES: tuple[Engine, ...] = ("pyshacl", "shacl")

# SHACL (W3C Recommendation, 20 July 2017), sections 1 to 4: what shapes of the core may say.
CORE = set(
    """
    NodeShape PropertyShape
    targetClass targetNode targetObjectsOf targetSubjectsOf
    path alternativePath inversePath oneOrMorePath zeroOrMorePath zeroOrOnePath
    property node not and or xone qualifiedMaxCount qualifiedMinCount qualifiedValueShape qualifiedValueShapesDisjoint
    class datatype nodeKind BlankNode BlankNodeOrIRI BlankNodeOrLiteral IRI IRIOrLiteral Literal
    minCount maxCount minExclusive minInclusive maxExclusive maxInclusive minLength maxLength pattern flags
    languageIn uniqueLang equals disjoint lessThan lessThanOrEquals closed ignoredProperties hasValue in
    message severity deactivated Info Violation Warning
    """.split()
)
OTHERS: list[type[DefinedNamespace]] = [DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SDO, SKOS, XSD]


def shapes_graph(*names: str) -> Graph:
    graph = Graph()
    for path in sorted(shapes.SHAPES.glob("*.ttl")):
        if not names or path.stem in names:
            graph.parse(path)
    return graph


SHAPES = shapes_graph()
NAMES = sorted(
    str(shape).removeprefix(SHAPE)
    for kind in (SH.NodeShape, SH.PropertyShape)
    for shape in SHAPES.subjects(RDF.type, kind)
    if isinstance(shape, URIRef)
)


def terms(graph: Graph) -> set[str]:
    return {str(term) for triple in graph for term in triple if isinstance(term, URIRef)}


# -- the files ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(shapes.SHAPES.glob("*.ttl")), ids=lambda path: path.stem)
def test_a_file_begins_with_its_rule_in_one_sentence(path: Path) -> None:
    first, second, *_ = path.read_text(encoding="utf-8").splitlines()
    assert re.fullmatch(r"# [A-Z].*\.", first)
    assert second.startswith("@prefix")


@pytest.mark.parametrize("path", sorted(shapes.SHAPES.glob("*.ttl")), ids=lambda path: path.stem)
def test_a_file_holds_the_shapes_of_its_own_class_alone(path: Path) -> None:
    named = {term for term in shapes_graph(path.stem).subjects() if isinstance(term, URIRef)}
    assert named
    assert all(re.fullmatch(rf"{SHAPE}{path.stem}s?(-[a-z0-9-]+)?", str(term)) for term in named)


@pytest.mark.parametrize("path", sorted(shapes.SHAPES.glob("*.ttl")), ids=lambda path: path.stem)
def test_a_file_declares_the_prefixes_that_it_uses_in_order(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    declared = re.findall(r"^@prefix ([a-z]+):", text, re.MULTILINE)
    bare = re.sub(r'<[^>]*>|"(?:[^"\\]|\\.)*"|^#.*$|^@prefix.*$', "", text, flags=re.MULTILINE)
    assert declared == sorted(set(re.findall(r"\b([a-z]+):", bare)))


def test_every_word_of_shacl_in_the_shapes_is_a_word_of_its_core() -> None:
    used = {term.removeprefix(str(SH)) for term in terms(SHAPES) if term.startswith(str(SH))}
    assert used <= CORE
    assert all(f"{SH}{word}" in {str(SH[word])} for word in used)


def test_every_word_of_the_ontology_in_the_shapes_is_in_the_ontology() -> None:
    defined = {str(term) for term in Graph().parse(FOLDER / "core.ttl").subjects()}
    used = {term for term in terms(SHAPES) if term.startswith(TERMS)}
    assert used
    assert used <= defined


def test_every_other_word_in_the_shapes_is_one_of_its_vocabulary() -> None:
    ours = (BASE, str(SH))
    unknown = {
        term
        for term in terms(SHAPES)
        if not term.startswith(ours) and not any(URIRef(term) in vocabulary for vocabulary in OTHERS)
    }
    assert not unknown


def test_every_thing_of_the_vocabulary_that_a_shape_names_is_there() -> None:
    listed = {str(term) for path in FOLDER.glob("*.ttl") for term in Graph().parse(path).subjects()}
    named = {term for term in terms(SHAPES) if term.startswith(BASE) and not term.startswith((TERMS, SHAPE))}
    assert named <= listed


def test_every_property_that_items_and_their_like_may_have_is_checked() -> None:
    for shape, ignored in SHAPES.subject_objects(SH.ignoredProperties):
        of = SHAPES.value(shape, SH.targetClass)
        same = set(SHAPES.subjects(SH.targetClass, of)) | set(SHAPES.subjects(SH.targetSubjectsOf))
        checked = {part for each in same for path in SHAPES.objects(each, SH.path) for part in parts(path)}
        assert {term for term in SHAPES.items(ignored) if term != RDF.type} <= checked, shape


def parts(path: Node) -> Iterator[URIRef]:
    """The predicates of a path."""
    if isinstance(path, URIRef):
        yield path
        return
    for step in SHAPES.transitive_objects(path, None):
        if isinstance(step, URIRef):
            yield step


@pytest.mark.parametrize("name", NAMES)
def test_a_shape_says_in_english_what_is_wrong_and_how_to_mend_it(name: str) -> None:
    (message,) = SHAPES.objects(URIRef(SHAPE + name), SH.message)
    assert isinstance(message, Literal)
    assert message.language == "en"
    assert re.fullmatch(r"[A-Z].{20,}\.", message)


@pytest.mark.parametrize("name", NAMES)
def test_a_shape_has_a_target(name: str) -> None:
    predicates = set(SHAPES.predicates(URIRef(SHAPE + name)))
    assert predicates & {SH.targetClass, SH.targetSubjectsOf}


# -- the examples ------------------------------------------------------------------------------------------------------


def lines(turtle: str) -> set[tuple[str, str, str]]:
    return {(str(t.subject), str(t.predicate), str(t.object)) for t in ox.parse(turtle, format=ox.RdfFormat.TURTLE)}


def bad_examples() -> Iterator[tuple[str, set[str], set[tuple[str, str, str]]]]:
    """Each example with its place, the shapes that it breaks, and its graph: good.ttl but for what it says."""
    good = lines((EXAMPLES / "good.ttl").read_text(encoding="utf-8"))
    for path in sorted(EXAMPLES.glob("bad-*.ttl")):
        head, *examples = re.split(r"^# (?=shape:)", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        for number, example in enumerate(examples, 1):
            title, _, body = example.partition("\n")
            said = lines(head + body)
            anew = {(subject, predicate) for subject, predicate, _ in said}
            kept = {line for line in good if line[:2] not in anew}
            yield f"{path.stem}-{number}", set(re.findall(r"shape:([a-z0-9-]+)", title)), kept | said


EXAMPLES_BY_PLACE = {place: (breaks, graph) for place, breaks, graph in bad_examples()}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, set[str]]]:
    """By engine and example, the shapes that the example breaks. Each example has a base of its own: one run does."""
    path = tmp_path_factory.mktemp("examples") / "all.nt"
    with path.open("w", encoding="utf-8") as file:
        for place, (_, graph) in EXAMPLES_BY_PLACE.items():
            for line in graph:
                apart = (re.sub(rf"^<{BASE}(?!ontology#|status/)", f"<{BASE}{place}/", term) for term in line)
                file.write(" ".join(apart) + " .\n")
    result: dict[str, dict[str, set[str]]] = {}
    for engine in ENGINES:
        result[engine] = defaultdict(set)
        for violation in gate.check(path, engine=engine):
            place = violation.focus.removeprefix(BASE).partition("/")[0]
            result[engine][place].add(violation.shape.removeprefix(SHAPE))
    return result


@pytest.mark.parametrize("engine", ENGINES)
def test_the_good_example_breaks_no_shape(engine: Engine) -> None:
    assert gate.check(EXAMPLES / "good.ttl", engine=engine) == []


@pytest.mark.parametrize("name", NAMES)
def test_the_good_example_has_something_that_a_shape_applies_to(name: str) -> None:
    good, shape = Graph().parse(EXAMPLES / "good.ttl"), URIRef(SHAPE + name)
    targets = {node for of in SHAPES.objects(shape, SH.targetClass) for node in good.subjects(RDF.type, of)}
    targets |= {node for of in SHAPES.objects(shape, SH.targetSubjectsOf) for node in good.subjects(of)}
    assert targets
    if (path := SHAPES.value(shape, SH.path)) is not None:
        assert any(node in targets for p in parts(path) for pair in good.subject_objects(p) for node in pair)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("place", EXAMPLES_BY_PLACE)
def test_a_bad_example_breaks_the_shape_that_it_names_and_no_other(
    place: str, engine: str, found: dict[str, dict[str, set[str]]]
) -> None:
    breaks, _ = EXAMPLES_BY_PLACE[place]
    assert found[engine][place] == breaks


def test_every_shape_has_a_bad_example() -> None:
    assert {name for breaks, _ in EXAMPLES_BY_PLACE.values() for name in breaks} == set(NAMES)


def test_all_shapes_in_one_text_are_the_shapes_of_all_files() -> None:
    text = gate.shapes_text()
    count = sum(1 for _ in ox.parse(text, format=ox.RdfFormat.TURTLE))
    assert count == sum(1 for path in shapes.SHAPES.glob("*.ttl") for _ in ox.parse(path=path))
    assert text.endswith(" .\n")
    assert re.match(r"(@prefix [^\n]+\n)+\n# ", text)
    assert "@prefix" not in text.partition("\n# ")[2]
