"""Strategies for RDF terms: all that RDF 1.1 and RFC 3987 allow, the awkward more often than the usual."""

from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Triple

from rochdale.graph.turtle import PREFIXES

XSD = PREFIXES["xsd"]
NAMESPACES = [
    *PREFIXES.values(),
    "https://example.org/",
    "https://example.org/a/b?c=d&e#",
    "http://user@example.org:8080/",
    "http://[2001:db8::1]/",
    "urn:isbn:",
    "mailto:",
]
AWKWARD = "\"'\\{}[]()<>|^`~@#%&;,.:_-+= \t\n\r\b\f\v\0\x1f\x7f\x80\x85\xa0\u2028\u200f\u202e\ufeff\ufffe\uffff"
SCRIPTS = "éÆßıαЖשלוםتعاونية合作社ー한🤝👩🏽‍🌾\U0010ffff"


def is_iri(text: str) -> bool:
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


characters = st.sampled_from(AWKWARD + SCRIPTS) | st.characters(exclude_categories=["Cs"])
texts = st.text(characters)
local_names = st.lists(
    st.sampled_from([*"abcXYZ019-._~!$&'()*+,;=:@/?#", *"é·\u0301\u203f×‿⁀→תع社🤝", "%41", "%C3%a9", "%2F"])
    | st.characters(min_codepoint=0x20, exclude_categories=["Cs"])
).map("".join)
iris = st.builds(str.__add__, st.sampled_from(NAMESPACES), local_names).filter(is_iri).map(NamedNode)
languages = st.sampled_from(["en", "fr", "es", "ar", "zh-hant", "de-at-1996", "x-a-b1"])
numbers = st.from_regex(r"\A[+-]?[0-9]{1,3}\Z")
typed = st.one_of(
    st.tuples(numbers | st.integers().map(str), st.just(XSD + "integer")),
    st.tuples(st.from_regex(r"\A[+-]?[0-9]{1,3}(\.[0-9]{1,9})?\Z"), st.just(XSD + "decimal")),
    st.tuples(st.sampled_from(["true", "false", "1", "0"]), st.just(XSD + "boolean")),
    st.tuples(st.integers(0, 10**12).map(str), st.just(XSD + "nonNegativeInteger")),
    st.tuples(st.floats(allow_nan=False, allow_infinity=False).map(repr), st.just(XSD + "double")),
    st.tuples(st.dates().map(str), st.just(XSD + "date")),
    st.tuples(st.dates().map(lambda day: f"{day:%Y-%m}".zfill(7)), st.just(XSD + "gYearMonth")),
    st.tuples(st.integers(1000, 9999).map(str), st.just(XSD + "gYear")),
    st.tuples(st.datetimes().map(lambda time: time.isoformat() + "Z"), st.just(XSD + "dateTime")),
    st.tuples(texts, st.sampled_from(["https://example.org/type#note", "urn:type"])),
)
literals = st.one_of(
    texts.map(Literal),
    st.builds(lambda text, language: Literal(text, language=language), texts, languages),
    typed.map(lambda pair: Literal(pair[0], datatype=NamedNode(pair[1]))),
)
# Few subjects and predicates, so that some share several objects.
subjects = st.sampled_from([NamedNode(f"{PREFIXES['item']}{n}") for n in ("a", "a-b", "a.")]) | iris
predicates = (
    st.sampled_from(
        [NamedNode(PREFIXES["rdf"] + "type"), NamedNode(PREFIXES["skos"] + "prefLabel"), NamedNode("urn:p")]
    )
    | iris
)
triples = st.builds(Triple, subjects, predicates, iris | literals)
