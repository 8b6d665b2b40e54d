"""The one writer of Turtle: for what is published and for what hands write.

    organisation:ilo
        a sse:Organisation, org:Organization ;
        skos:prefLabel "International Labour Organization"@en, "Organisation internationale du travail"@fr ;
        sse:acronym "ILO" .

Prefixes sorted and only those used; the types, then one predicate a line, names and descriptions first;
objects sorted, text by language; a blank line between subjects. The same triples give the same bytes.
"""

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain, islice
from operator import lt
from pathlib import Path
from tempfile import TemporaryFile
from typing import Final

import pyoxigraph as ox

from rochdale.errors import SourceError, VocabularyError
from rochdale.graph.canonical import LINE, replacing
from rochdale.loaders.vocabulary import BASE, TERMS

PREFIXES: Final[Mapping[str, str]] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sse": TERMS,
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    **{
        kind: f"{BASE}{kind}/"
        for kind in (
            "country",
            "decision",
            "document",
            "homonym",
            "item",
            "kind",
            "layout",
            "mention",
            "organisation",
            "partnership",
            "person",
            "person-word",
            "project",
            "region",
            "relation",
            "role",
            "rule",
            "series",
            "shape",
            "status",
            "theme",
            "type",
        )
    },
}
"""The prefixes of everything that Rochdale publishes."""

_READING_ORDER = (
    "dcterms:title",
    "rdfs:label",
    "skos:prefLabel",
    "foaf:name",
    "rdfs:comment",
    "rdfs:subClassOf",
    "rdfs:subPropertyOf",
    "rdfs:domain",
    "rdfs:range",
    "skos:definition",
    "skos:altLabel",
    "skos:hiddenLabel",
    "sse:acronym",
    "sse:localLabel",
    "sse:demonym",
    "sse:placeName",
    "sse:about",
    "sse:into",
    "sse:alpha2",
    "sse:alpha3",
    "sse:m49",
    "dcterms:type",
    "schema:datePublished",
    "sse:kind",
    "sse:status",
    "org:subOrganizationOf",
    "sse:country",
    "sse:region",
)
"""What a reader looks for first. The other predicates follow by name."""

_TAGS = {"": 0, "@en": 1, "@fr": 2, "@es": 3}
"""Text without a language, then the languages of the project. Others follow by their tag."""

_RDF = PREFIXES["rdf"]
_XSD = PREFIXES["xsd"]
_TYPE = f"<{_RDF}type>"
_ONTOLOGY = f"<{PREFIXES['owl']}Ontology>"

_SHORT = {
    f"<{_XSD}boolean>": re.compile("true|false"),
    f"<{_XSD}integer>": re.compile("0|-?[1-9][0-9]*"),
    f"<{_XSD}decimal>": re.compile(r"(?!-0\.0$)-?(?:0|[1-9][0-9]*)\.(?:0|[0-9]*[1-9])"),
}
"""These may be written bare (Turtle 1.1, section 2.5). Only canonical forms are: a value has one spelling."""

# Turtle 1.1, section 6.5: PN_CHARS_BASE, PN_CHARS_U, PN_CHARS, PLX, PN_LOCAL.
_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_PLX = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_FIRST = rf"[{_BASE}_:0-9]|{_PLX}"
_LATER = rf"[{_BASE}_:0-9\-\u00b7\u0300-\u036f\u203f\u2040]|{_PLX}"
_PLAIN_LOCAL = re.compile(rf"[{_BASE}_:0-9][{_BASE}_:0-9\-\u00b7\u0300-\u036f\u203f\u2040]*")
_LOCAL = re.compile(rf"(?:(?:{_FIRST})(?:(?:{_LATER}|\.)*(?:{_LATER}))?)?")
# A dot at the end may be escaped too, but rdflib cannot read it: such an IRI is written in full.
_TO_ESCAPE = re.compile(r"[~!$&'()*+,;=?@]|^-|^\.(?=.)")

_COMMENT_LINE = re.compile(r"(#[^\r\n]*)(?:\r?\n|\r|$)")
_COMMENT_OR_TERM = re.compile(
    r'''"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"|'''
    r"""'''(?:[^'\\]|\\.|'(?!''))*'''|'(?:[^'\\\n]|\\.)*'|"""
    r"""<[^<>\x00-\x20]*>|\\.|#[^\r\n]*""",
    re.DOTALL,
)

_CHUNK = 1 << 18
"""Bytes read at a time."""
_REMEMBERED = 1 << 12
"""Terms whose spelling is kept."""

Row = tuple[str, str, str, str]
"""The groups of a canonical line: subject, predicate, object, datatype or nothing."""
_Group = tuple[tuple[str, str], list[str]]
"""A predicate, as `_Spelling.predicate` gives it, and its objects."""


_WIDTH = 140
"""Characters of a line, if more than one object would stand on it."""
_CONTINUED = " " * 8


def write_turtle(ntriples: Path, target: Path, *, prefixes: Mapping[str, str] = PREFIXES, comment: str = "") -> None:
    """Write canonical N-Triples as Turtle, subjects in the order of the lines.

    Memory stays within one subject, however many lines come.

    Args:
        ntriples: as `write_canonical` leaves them.
        target: replaced in one step when everything is written; untouched when anything fails.
        prefixes: prefix to namespace; those that no term needs are left out.
        comment: goes to the head, each line behind a `#`.

    Raises:
        SourceError: the N-Triples cannot be read, are not canonical, or out of order.
        OutputError: the target cannot be written.
    """
    spelling = _Spelling(prefixes)
    heading = [f"# {line}".rstrip() for line in comment.splitlines()]
    with replacing(target) as file, TemporaryFile(dir=target.parent) as body:
        for block in _blocks(chain.from_iterable(_batches(ntriples)), spelling):
            body.write(b"\n" + block.encode())
        header = spelling.header(heading).encode()
        file.write(header)
        body.seek(0 if header else 1)
        shutil.copyfileobj(body, file, _CHUNK)


def format_turtle(text: str, *, prefixes: Mapping[str, str] | None = None, source: str = "the vocabulary") -> str:
    """Return a hand-written vocabulary in the layout of what is published.

    Subjects are sorted by IRI, an ontology's own description first. The comment in the first lines stays.

    Args:
        text: Turtle, small enough for memory.
        prefixes: in place of `PREFIXES`; for namespaces that it does not know, the text's own are kept.
        source: the name used in messages.

    Raises:
        VocabularyError: the text is no Turtle, or has a blank node, which no file can refer to, or a comment
            after the first lines, which would be lost.
    """
    heading = _heading(text, source)
    try:
        parser = ox.parse(text.encode(), format=ox.RdfFormat.TURTLE)
        lines = sorted({f"{quad.triple} ." for quad in parser})
    except (SyntaxError, UnicodeEncodeError) as error:
        raise VocabularyError(source, str(error)) from error
    for line in lines:
        if not LINE.fullmatch(line):
            raise VocabularyError(source, f"a blank node has no lasting name, give it an IRI: {line}")
    rows: list[Row] = LINE.findall("\n".join(lines))
    ontologies = {row[0] for row in rows if row[1:3] == (_TYPE, _ONTOLOGY)}
    rows.sort(key=lambda row: (row[0] not in ontologies, row[0][1:-1]))
    known = PREFIXES if prefixes is None else prefixes
    own = {prefix: iri for prefix, iri in parser.prefixes.items() if iri not in known.values()}
    spelling = _Spelling({**known, **own})
    blocks = list(_blocks(rows, spelling))
    header = spelling.header(heading)
    return "\n".join([header, *blocks] if header else blocks)


def _heading(text: str, source: str) -> list[str]:
    """Return the comments of the first lines, and refuse others."""
    start = 0
    heading = []
    while comment := _COMMENT_LINE.match(text, start):
        heading.append(comment[1].rstrip())
        start = comment.end()
    for token in _COMMENT_OR_TERM.finditer(text, start):
        if token[0].startswith("#"):
            line = text.count("\n", 0, token.start()) + 1
            reason = "a comment after the first lines would be lost, say it as skos:editorialNote"
            raise VocabularyError(f"{source}:{line}", reason)
    return heading


def _batches(ntriples: Path) -> Iterator[list[Row]]:
    """Yield the rows of canonical N-Triples, a few thousand at a time.

    Raises:
        SourceError: as `write_turtle` says.
    """
    read, last = 0, b""
    try:
        with ntriples.open("rb") as file:
            while data := file.read(_CHUNK):
                lines = (data + file.readline()).split(b"\n")
                if lines.pop():
                    raise SourceError(str(ntriples), "the last line is cut off")
                yield _rows(lines, last, ntriples, read)
                read += len(lines)
                last = lines[-1]
    except OSError as error:
        raise SourceError(str(ntriples), error.strerror or str(error)) from error


def _rows(lines: list[bytes], before: bytes, ntriples: Path, read: int) -> list[Row]:
    try:
        rows: list[Row] = LINE.findall(b"\n".join(lines).decode())
    except UnicodeDecodeError as error:
        raise SourceError(str(ntriples), f"not UTF-8, near line {read + 1}") from error
    if len(rows) != len(lines):
        wrong = next(n for n, line in enumerate(lines) if not LINE.fullmatch(line.decode()))
        raise SourceError(f"{ntriples}:{read + wrong + 1}", "not canonical N-Triples")
    if not (before < lines[0] and all(map(lt, lines, islice(lines, 1, None)))):
        pairs = zip([before, *lines], lines, strict=False)
        wrong = next(n for n, (line, following) in enumerate(pairs) if line >= following)
        raise SourceError(f"{ntriples}:{read + wrong + 1}", "out of order, or there twice")
    return rows


def _blocks(rows: Iterable[Row], spelling: "_Spelling") -> Iterator[str]:
    """Yield each subject with all that is said of it.

    The rows of a subject follow each other, and among them those of a predicate.
    """
    spell, place = spelling.term, spelling.predicate
    subject = predicate = ""
    groups: list[_Group] = []
    for row_subject, row_predicate, term, datatype in rows:
        # Text, with or without a language, is spelled as in N-Triples.
        written = term if term[0] == '"' and not datatype else spell(term)
        if row_subject != subject:
            if groups:
                yield _block(spelling.iri(subject), groups)
            subject, predicate, groups = row_subject, "", []
        if row_predicate != predicate:
            predicate, objects = row_predicate, [written]
            groups.append((place(predicate), objects))
        else:
            objects.append(written)
    if groups:
        yield _block(spelling.iri(subject), groups)


def _block(subject: str, groups: list[_Group]) -> str:
    groups.sort()
    lines = [
        start + objects[0] if len(objects) == 1 else _joined(place, start, objects)
        for (place, start), objects in groups
    ]
    return subject + "\n" + " ;\n".join(lines) + " .\n"


def _joined(place: str, start: str, objects: list[str]) -> str:
    """The objects of a predicate behind it, on lines of at most `_WIDTH` characters where they need several."""
    ordered = sorted(objects, key=_by_language if place else _own_first)
    line = start + ", ".join(ordered)
    if len(line) <= _WIDTH:
        return line
    lines = [start + ordered[0]]
    for written in ordered[1:]:
        if len(lines[-1]) + len(written) + 4 > _WIDTH:
            lines[-1] += ","
            lines.append(_CONTINUED + written)
        else:
            lines[-1] += f", {written}"
    return "\n".join(lines)


def _by_language(written: str) -> tuple[int, str, str]:
    text, _, tag = written.rpartition('"')
    return _TAGS.get(tag, len(_TAGS)), tag, text


def _own_first(name: str) -> tuple[bool, str]:
    return not name.startswith("sse:"), name


class _Spelling:
    """How Turtle spells the terms of N-Triples, and which prefixes that took."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self.prefixes = {namespace: prefix for prefix, namespace in sorted(prefixes.items(), reverse=True)}
        self.used: set[str] = set()
        # A local name has no "/" or "#", so a namespace that ends in one is found by cutting there.
        self._others = sorted((n for n in self.prefixes if n[-1:] not in ("/", "#")), key=len, reverse=True)
        self.term = lru_cache(_REMEMBERED)(self._term)
        self.predicate = lru_cache(_REMEMBERED)(self._predicate)

    def iri(self, term: str) -> str:
        """Spell an IRI with a prefix if its namespace has one and the rest is a local name, else in full."""
        iri = term[1:-1]
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        for namespace in self._others:
            if len(namespace) > cut and iri.startswith(namespace):
                cut = len(namespace)
                break
        namespace, local = iri[:cut], iri[cut:]
        if namespace not in self.prefixes:
            return term
        if not _PLAIN_LOCAL.fullmatch(local):
            local = _TO_ESCAPE.sub(r"\\\g<0>", local)
            if not _LOCAL.fullmatch(local):
                return term
        self.used.add(namespace)
        return f"{self.prefixes[namespace]}:{local}"

    def header(self, heading: Iterable[str]) -> str:
        """Return the lines of a heading, then the prefixes used so far."""
        used = sorted((self.prefixes[namespace], namespace) for namespace in self.used)
        lines = chain(heading, (f"@prefix {prefix}: <{namespace}> ." for prefix, namespace in used))
        return "".join(f"{line}\n" for line in lines)

    def _term(self, term: str) -> str:
        if term[0] == "<":
            return self.iri(term)
        text, _, datatype = term.rpartition("^^")
        short = _SHORT.get(datatype)
        if short and short.fullmatch(text, 1, len(text) - 1):
            return text[1:-1]
        return f"{text}^^{self.iri(datatype)}"

    def _predicate(self, term: str) -> tuple[str, str]:
        """Return what to sort a predicate by, nothing for the type, and the start of its line."""
        if term == _TYPE:
            return "", "    a "
        name = self.iri(term)
        place = f"{_READING_ORDER.index(name):02}" if name in _READING_ORDER else name
        return place, f"    {name} "
