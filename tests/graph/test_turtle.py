import errno
import logging
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from rochdale.errors import OutputError, SourceError, VocabularyError
from rochdale.graph.canonical import write_canonical
from rochdale.graph.turtle import PREFIXES, format_turtle, write_turtle
from rochdale.loaders.vocabulary import FOLDER
from tests.graph.terms import XSD, triples

ITEM = PREFIXES["item"]
SSE = PREFIXES["sse"]


def turtle(some: list[ox.Triple] | list[str], *, prefixes: dict[str, str] | None = None, comment: str = "") -> str:
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)  # some hundred times a test: too slow
        folder = Path(name)
        write_canonical(some, folder / "graph.nt", scratch=folder)
        known = PREFIXES if prefixes is None else prefixes
        write_turtle(folder / "graph.nt", folder / "graph.ttl", prefixes=known, comment=comment)
        assert {path.name for path in folder.iterdir()} == {"graph.nt", "graph.ttl"}
        return (folder / "graph.ttl").read_bytes().decode()


def read(text: str) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(text.encode(), format=ox.RdfFormat.TURTLE)}


def facts(*lines: str) -> list[str]:
    """Triples of `item:a`, each given as a predicate and an object of the ontology."""
    return [f"<{ITEM}a> <{SSE}{predicate}> {term} ." for predicate, term in (line.split(" ", 1) for line in lines)]


def body(text: str) -> str:
    """What follows the prefixes and the subject."""
    return text.split("\n\n", 1)[1].split("\n", 1)[1]


# What is written


def test_a_graph_is_written_as_people_would_write_it() -> None:
    organisation = PREFIXES["organisation"]
    lines = [
        f'<{organisation}ilo> <{PREFIXES["skos"]}prefLabel> "Organización Internacional del Trabajo"@es .',
        f'<{organisation}ilo> <{PREFIXES["skos"]}prefLabel> "International Labour Organization"@en .',
        f'<{organisation}ilo> <{PREFIXES["skos"]}prefLabel> "Uluslararası Çalışma Örgütü"@tr .',
        f'<{organisation}ilo> <{PREFIXES["skos"]}prefLabel> "Organisation internationale du travail"@fr .',
        f'<{organisation}ilo> <{SSE}acronym> "OIT"@fr .',
        f'<{organisation}ilo> <{SSE}acronym> "ILO" .',
        f"<{organisation}ilo> <{SSE}partnerOf> <{organisation}ica> .",
        f"<{organisation}ilo> <{SSE}partnerOf> <{organisation}copac> .",
        f"<{organisation}ilo> <{PREFIXES['org']}subOrganizationOf> <{organisation}un> .",
        f"<{organisation}ilo> <{SSE}kind> <{PREFIXES['kind']}un-body> .",
        f"<{organisation}ilo> <{PREFIXES['rdf']}type> <{SSE}Organisation> .",
        f"<{organisation}ilo> <{PREFIXES['rdf']}type> <{PREFIXES['org']}Organization> .",
        f"<{organisation}ilo> <{PREFIXES['foaf']}homepage> <https://www.ilo.org/> .",
        f'<{PREFIXES["mention"]}0a> <{SSE}start> "12"^^<{XSD}nonNegativeInteger> .',
        f'<{PREFIXES["mention"]}0a> <{SSE}confidence> "0.95"^^<{XSD}decimal> .',
    ]
    assert turtle(lines, comment="Cooperatives\nand their partners") == (
        """\
# Cooperatives
# and their partners
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix kind: <https://w3id.org/rochdale/kind/> .
@prefix mention: <https://w3id.org/rochdale/mention/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix organisation: <https://w3id.org/rochdale/organisation/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sse: <https://w3id.org/rochdale/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

mention:0a
    sse:confidence 0.95 ;
    sse:start "12"^^xsd:nonNegativeInteger .

organisation:ilo
    a sse:Organisation, org:Organization ;
    skos:prefLabel "International Labour Organization"@en, "Organisation internationale du travail"@fr,
        "Organización Internacional del Trabajo"@es, "Uluslararası Çalışma Örgütü"@tr ;
    sse:acronym "ILO", "OIT"@fr ;
    sse:kind kind:un-body ;
    org:subOrganizationOf organisation:un ;
    foaf:homepage <https://www.ilo.org/> ;
    sse:partnerOf organisation:copac, organisation:ica .
"""
    )


def test_an_empty_graph_is_an_empty_file() -> None:
    assert turtle([]) == ""
    assert turtle([], comment="nothing\n\nyet") == "# nothing\n#\n# yet\n"


def test_without_prefixes_the_first_line_is_a_subject() -> None:
    assert turtle(["<urn:a> <urn:b> <urn:c> ."]) == "<urn:a>\n    <urn:b> <urn:c> .\n"


@pytest.mark.parametrize(
    ("term", "written"),
    [
        (f'"12"^^<{XSD}integer>', "12"),
        (f'"-12"^^<{XSD}integer>', "-12"),
        (f'"0"^^<{XSD}integer>', "0"),
        (f'"012"^^<{XSD}integer>', '"012"^^xsd:integer'),
        (f'"+12"^^<{XSD}integer>', '"+12"^^xsd:integer'),
        (f'"-0"^^<{XSD}integer>', '"-0"^^xsd:integer'),
        (f'"0.95"^^<{XSD}decimal>', "0.95"),
        (f'"-1.0"^^<{XSD}decimal>', "-1.0"),
        (f'"0.0"^^<{XSD}decimal>', "0.0"),
        (f'"-0.05"^^<{XSD}decimal>', "-0.05"),
        (f'"-0.0"^^<{XSD}decimal>', '"-0.0"^^xsd:decimal'),
        (f'"1"^^<{XSD}decimal>', '"1"^^xsd:decimal'),
        (f'".5"^^<{XSD}decimal>', '".5"^^xsd:decimal'),
        (f'"0.950"^^<{XSD}decimal>', '"0.950"^^xsd:decimal'),
        (f'"true"^^<{XSD}boolean>', "true"),
        (f'"1"^^<{XSD}boolean>', '"1"^^xsd:boolean'),
        (f'"1.0E0"^^<{XSD}double>', '"1.0E0"^^xsd:double'),
        (f'"2021-07"^^<{XSD}gYearMonth>', '"2021-07"^^xsd:gYearMonth'),
        ('"12"', '"12"'),
        ('"a^^b"^^<urn:t>', '"a^^b"^^<urn:t>'),
        (r'"one \"two\"\nthree\u0000"@en', r'"one \"two\"\nthree\u0000"@en'),
    ],
)
def test_a_literal_is_short_only_where_that_is_its_one_spelling(term: str, written: str) -> None:
    assert body(turtle(facts(f"value {term}"))) == f"    sse:value {written} .\n"


@pytest.mark.parametrize(
    ("iri", "written"),
    [
        ("https://schema.org/", "schema:"),
        ("https://schema.org/name", "schema:name"),
        ("https://schema.org/1:2", "schema:1:2"),
        ("https://schema.org/a.b", "schema:a.b"),
        ("https://schema.org/.a", r"schema:\.a"),
        ("https://schema.org/a.", "<https://schema.org/a.>"),
        ("https://schema.org/.", "<https://schema.org/.>"),
        ("https://schema.org/-a", r"schema:\-a"),
        ("https://schema.org/_a", "schema:_a"),
        ("https://schema.org/o'neil,(x)?y=1&z", r"schema:o\'neil\,\(x\)\?y\=1\&z"),
        ("https://schema.org/%C3%A9", "schema:%C3%A9"),
        ("https://schema.org/économie-تعاونية", "schema:économie-تعاونية"),
        ("https://schema.org/🤝", "schema:🤝"),
        ("https://schema.org/a×b", "<https://schema.org/a×b>"),
        ("https://schema.org/\u0301", "<https://schema.org/\u0301>"),
        ("https://schema.org/a/b", "<https://schema.org/a/b>"),
        ("https://schema.org/a#b", "<https://schema.org/a#b>"),
        ("https://w3id.org/rochdale/ontology#a/b", "<https://w3id.org/rochdale/ontology#a/b>"),
        ("https://w3id.org/rochdale/ontology", "<https://w3id.org/rochdale/ontology>"),
        ("urn:isbn:9780", "<urn:isbn:9780>"),
    ],
)
def test_an_iri_has_a_prefix_where_the_grammar_allows(iri: str, written: str) -> None:
    text = turtle(facts(f"value <{iri}>"))
    assert body(text) == f"    sse:value {written} .\n"
    assert ("@prefix schema:" in text) == written.startswith("schema:")


def test_the_longest_namespace_is_the_one_that_counts() -> None:
    prefixes = {
        "ex": "https://example.org/",
        "word": "https://example.org/word_",
        "isbn": "urn:isbn:",
        "same": "https://example.org/",
    }
    terms = [
        "https://example.org/word_a",
        "https://example.org/word",
        "https://example.org/word_a/b",
        "urn:isbn:1",
    ]
    text = turtle([f"<urn:s> <urn:p> <{term}> ." for term in terms], prefixes=prefixes)
    assert text.endswith("    <urn:p> <https://example.org/word_a/b>, ex:word, isbn:1, word:a .\n")
    assert "same:" not in text


def test_a_subject_with_many_objects_stays_one_block() -> None:
    text = turtle(facts(*(f'word "{n}"' for n in range(100_000))))
    assert text.count("\n\n") == 1
    assert len(read(text)) == 100_000
    assert all(len(line) <= 140 for line in text.split("\n"))


# What is read back


@settings(deadline=None)
@given(st.lists(triples))
def test_pyoxigraph_reads_what_was_written(some: list[ox.Triple]) -> None:
    assert read(turtle(some)) == set(some)


@contextmanager
def no_warnings_logged() -> Iterator[None]:
    """Fail if rdflib logs a warning: it does so for IRIs and literals that it finds wrong."""

    class Failing(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    said: list[str] = []
    handler = Failing(logging.WARNING)
    logger = logging.getLogger("rdflib")
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
    assert said == []


def of_rdflib(term: rdflib.term.Node) -> ox.NamedNode | ox.Literal:
    if isinstance(term, rdflib.URIRef):
        return ox.NamedNode(term)
    assert isinstance(term, rdflib.Literal)
    if term.language:
        return ox.Literal(str(term), language=term.language)
    return ox.Literal(str(term), datatype=ox.NamedNode(term.datatype) if term.datatype else None)


@settings(deadline=None)
@given(st.lists(triples))
def test_rdflib_reads_what_was_written_without_a_warning(some: list[ox.Triple]) -> None:
    graph = rdflib.Graph(bind_namespaces="none")
    with pytest.MonkeyPatch.context() as patch, no_warnings_logged():
        patch.setattr(rdflib, "NORMALIZE_LITERALS", False)
        graph.parse(data=turtle(some), format="turtle")
    found = set()
    for s, p, o in graph:
        assert isinstance(s, rdflib.URIRef)
        assert isinstance(p, rdflib.URIRef)
        found.add(ox.Triple(ox.NamedNode(s), ox.NamedNode(p), of_rdflib(o)))
    assert found == set(some)


def rapper() -> str:
    found = shutil.which("rapper")
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("rapper is to be there in CI: install raptor2-utils")
        pytest.skip("rapper is not installed (raptor2-utils)")
    return found


def raptor_keeps(triple: ox.Triple) -> bool:
    """Raptor leaves out text with U+0000, resolves `/./` in whole IRIs, and wants a number behind `rdf:_`."""
    terms = (triple.subject, triple.predicate, triple.object)
    iris = [term.value for term in terms if isinstance(term, ox.NamedNode)]
    text = triple.object.value if isinstance(triple.object, ox.Literal) else ""
    special = re.compile(rf"/\.\.?(?:[/?#]|$)|{PREFIXES['rdf']}_")
    return "\0" not in text and not any(special.search(iri) for iri in iris)


@settings(max_examples=50, deadline=None)
@given(st.lists(triples.filter(raptor_keeps)))
def test_raptor_reads_what_was_written(some: list[ox.Triple]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "graph.ttl")
        path.write_bytes(turtle(some).encode())
        command = [rapper(), "-q", "-i", "turtle", "-o", "ntriples", str(path)]
        done = subprocess.run(command, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert {quad.triple for quad in ox.parse(done.stdout, format=ox.RdfFormat.N_TRIPLES)} == set(some)


@settings(deadline=None)
@given(st.lists(triples), st.randoms(use_true_random=False))
def test_the_same_triples_give_the_same_bytes(some: list[ox.Triple], order: random.Random) -> None:
    shuffled = some + order.sample(some, order.randint(0, len(some)))
    order.shuffle(shuffled)
    assert turtle(shuffled) == turtle(some)


# What is refused


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<urn:a> <urn:b> <urn:c> .\nno triple\n", ":2: not canonical N-Triples"),
        (b"<urn:a> <urn:b> _:c .\n", ":1: not canonical N-Triples"),
        (b"<urn:a> <urn:b> <urn:c> .\r\n", ":1: not canonical N-Triples"),
        (b"\n", ":1: not canonical N-Triples"),
        (b"<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b> <urn", ": the last line is cut off"),
        (b"<urn:a> <urn:b> <urn:d> .\n<urn:a> <urn:b> <urn:c> .\n", ":2: out of order, or there twice"),
        (b"<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b> <urn:c> .\n", ":2: out of order, or there twice"),
        (b'<urn:a> <urn:b> "\xff" .\n', ": not UTF-8, near line 1"),
    ],
)
def test_a_damaged_source_is_told_by_its_line(tmp_path: Path, data: bytes, reason: str) -> None:
    source, target = tmp_path / "graph.nt", tmp_path / "graph.ttl"
    source.write_bytes(data)
    target.write_text("as it was")
    with pytest.raises(SourceError) as caught:
        write_turtle(source, target, prefixes=PREFIXES)
    assert str(caught.value) == f"{source}{reason}"
    assert target.read_text() == "as it was"
    assert len(list(tmp_path.iterdir())) == 2


def test_disorder_is_seen_across_the_parts_that_are_read(tmp_path: Path) -> None:
    source = tmp_path / "graph.nt"
    lines = [f'<urn:a> <urn:b> "{number:06}" .\n' for number in range(20_000)]
    for wrong in range(9_000, 9_020):
        source.write_text("".join([*lines[:wrong], lines[0], *lines[wrong:]]))
        with pytest.raises(SourceError, match=f"graph.nt:{wrong + 1}: out of order"):
            write_turtle(source, tmp_path / "graph.ttl", prefixes=PREFIXES)


def test_a_source_that_is_not_there_is_a_fault_of_the_source(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="No such file or directory"):
        write_turtle(tmp_path / "graph.nt", tmp_path / "graph.ttl", prefixes=PREFIXES)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    source, target = tmp_path / "graph.nt", tmp_path / "graph.ttl"
    write_canonical(facts(*(f'word "{n}"' for n in range(10_000))), source, scratch=tmp_path)
    target.write_text("as it was")
    script = f"""
import resource
from pathlib import Path
from rochdale.errors import OutputError
from rochdale.graph.turtle import write_turtle
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    write_turtle(Path({str(source)!r}), Path({str(target)!r}))
except OutputError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == f"{target}: File too large\n"
    assert target.read_text() == "as it was"
    assert {path.name for path in tmp_path.iterdir()} == {"graph.nt", "graph.ttl"}


def test_a_disk_that_cannot_sync_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    source, target = tmp_path / "graph.nt", tmp_path / "graph.ttl"
    write_canonical(facts('word "x"'), source, scratch=tmp_path)
    target.write_text("as it was")
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OutputError, match="Input/output error"):
        write_turtle(source, target, prefixes=PREFIXES)
    assert target.read_text() == "as it was"
    assert len(list(tmp_path.iterdir())) == 2


# What hands write


HAND_WRITTEN = """\
# Two things,
# and where they are told of.
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix kinds: <https://w3id.org/rochdale/kind/>.
@prefix vann: <http://purl.org/vocab/vann/> .
@prefix ex: <https://example.org/#> .
@prefix sse: <https://w3id.org/rochdale/ontology#> .
kinds:un-body skos:prefLabel "Corps # des Nations unies"@fr ; a sse:Kind ;
  skos:prefLabel '''UN
body'''@en .
kinds:un a sse:Kind; ex:weight 01, 2 .

<https://w3id.org/rochdale/ontology> a <http://www.w3.org/2002/07/owl#Ontology> .
"""
FORMATTED = """\
# Two things,
# and where they are told of.
@prefix ex: <https://example.org/#> .
@prefix kind: <https://w3id.org/rochdale/kind/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sse: <https://w3id.org/rochdale/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<https://w3id.org/rochdale/ontology>
    a owl:Ontology .

kind:un
    a sse:Kind ;
    ex:weight 2, "01"^^xsd:integer .

kind:un-body
    a sse:Kind ;
    skos:prefLabel "UN\\nbody"@en, "Corps # des Nations unies"@fr .
"""


def test_a_hand_written_file_gets_the_layout_of_the_published_ones() -> None:
    assert format_turtle(HAND_WRITTEN) == FORMATTED
    assert format_turtle(HAND_WRITTEN.replace("\n", "\r\n").replace("\r\nbody", "\nbody")) == FORMATTED
    assert format_turtle(FORMATTED) == FORMATTED


def test_given_prefixes_replace_the_usual_ones() -> None:
    text = "@prefix a: <urn:a:> .\n@prefix b: <urn:b:> .\na:s b:p a:o ."
    assert format_turtle(text, prefixes={"x": "urn:a:"}) == (
        "@prefix b: <urn:b:> .\n@prefix x: <urn:a:> .\n\nx:s\n    b:p x:o .\n"
    )


def test_a_comment_ends_where_turtle_ends_it() -> None:
    heading = "# it's # the \u2028first\r\n#the second  \r\n"
    expected = "# it's # the \u2028first\n#the second\n\n<urn:a>\n    <urn:b> <urn:c> .\n"
    assert format_turtle(heading + "<urn:a> <urn:b> <urn:c> .\r\n") == expected


def test_an_empty_vocabulary_keeps_its_comment() -> None:
    assert format_turtle("") == ""
    assert format_turtle("# to come\n") == "# to come\n"


@settings(deadline=None)
@given(st.lists(triples))
def test_formatting_keeps_the_triples_and_formatting_again_changes_nothing(some: list[ox.Triple]) -> None:
    formatted = format_turtle(turtle(some))
    assert read(formatted) == set(some)
    assert format_turtle(formatted) == formatted


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.ttl")), ids=lambda path: path.name)
def test_the_vocabulary_can_be_formatted(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    formatted = format_turtle(text, source=path.name)
    assert read(formatted) == read(text)
    assert format_turtle(formatted) == formatted


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "<urn:a> <urn:b> [] .",
            "v.ttl: a blank node has no lasting name, give it an IRI: <urn:a> <urn:b> _:",
        ),
        ("<urn:a> <urn:b> (1 2) .", "v.ttl: a blank node has no lasting name, give it an IRI: "),
        ("<urn:a> <urn:b> <urn:c>", "v.ttl: Parser error at line 1"),
        ("# first\n<urn:a#> <urn:b> '#' . # why\n", "v.ttl:2: a comment after the first lines would be lost"),
        ("\n# late\n", "v.ttl:2: a comment after the first lines would be lost"),
        ('<urn:a> <urn:b> """#\n"#""", "\\"#", a:\\# .\n#\n', "v.ttl:3: a comment after the first lines"),
    ],
)
def test_what_cannot_be_formatted_is_refused(text: str, reason: str) -> None:
    with pytest.raises(VocabularyError) as caught:
        format_turtle(text, source="v.ttl")
    assert str(caught.value).startswith(reason)
