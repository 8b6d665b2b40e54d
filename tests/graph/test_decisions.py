"""Decisions: their file, the rules that they keep, and what they do to what was resolved."""

import random
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rochdale.errors import DecisionError
from rochdale.graph.decisions.application import Applied, apply
from rochdale.graph.decisions.decision import Decision, Name, Verb
from rochdale.graph.decisions.file import (
    DecisionFile,
    decisions_in,
    parse_decisions,
    read_decisions,
    with_decision,
    write_decisions,
)
from rochdale.graph.decisions.place import as_known, found_decisions, place_of_decisions
from rochdale.graph.resolve import Candidate, Resolved, resolve
from rochdale.graph.statements import decision_key, statements
from rochdale.graph.terms import DCTERMS, RDF, SKOS, SSE
from rochdale.loaders.items import Mention, Partnership, Record
from rochdale.loaders.vocabulary import BASE, vocabulary
from tests.graph.terms import texts
from tests.graph.test_resolve import LONG, item, mention, page

WORDS = vocabulary()
LOOM, OLIVE, ILO = "organisation/loom-union", "organisation/olive-union", "organisation/ilo"
PREFIXES = """\
@prefix decision: <https://w3id.org/rochdale/decision/> .
@prefix item: <https://w3id.org/rochdale/item/> .
@prefix kind: <https://w3id.org/rochdale/kind/> .
@prefix organisation: <https://w3id.org/rochdale/organisation/> .
@prefix person: <https://w3id.org/rochdale/person/> .
@prefix sse: <https://w3id.org/rochdale/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def decided(
    verb: Verb,
    about: str,
    into: str = "",
    *,
    names: Sequence[Name] = (),
    kind: str = "",
    country: str = "",
    items: Sequence[str] = (),
    words: Sequence[str] = (),
    why: str = "So it is.",
    by: str = "Ada",
    date: str = "",
) -> Decision:
    decision = Decision(
        verb=verb,
        about=about,
        into=into,
        names=tuple(sorted(names)),
        kind=kind,
        country=country,
        items=tuple(sorted(items)),
        words=tuple(sorted(words)),
        why=why,
        by=by,
        date=date,
    )
    return msgspec.structs.replace(decision, key=decision_key(decision))


def filed(*decisions: Decision, text: str = "") -> DecisionFile:
    """A file into which the decisions were put one by one."""
    file = parse_decisions(text, WORDS, "decisions.ttl")
    for decision in decisions:
        file = with_decision(file, decision, decision.told, WORDS)
    return file


# -- reading what a hand wrote -------------------------------------------------------------------------------------

MERGE = "decision:a a sse:Merge ; sse:about organisation:a ; sse:into organisation:b ; "
SIGNED = 'sse:decidedBy "Ada" ; sse:reason "So it is." .\n'


def test_a_file_by_hand_is_read_whatever_its_order_and_layout() -> None:
    text = PREFIXES + (
        "# mine\n"
        f"decision:z a sse:Merge;sse:about organisation:a;sse:into <{BASE}organisation/b>;{SIGNED}"
        "decision:y sse:reason '''Why? Since \"so\".'''@en ; # a comment . here\n"
        '  sse:decidedBy "Ada" ; sse:newName "A. B.#c"@en, "Été"@fr ; a sse:Acceptance ;\n'
        "  sse:newKind kind:cooperative ; sse:about organisation:c .\n"
        f"decision:x a sse:Split ; sse:about organisation:d ; sse:into organisation:e ; sse:inItem item:f ;\n"
        f'  sse:withWords "ACI" ; {SIGNED}'
    )
    file = parse_decisions(text, WORDS, "decisions.ttl")
    x, y, z = file.decisions
    assert (x.verb, x.about, x.into) == ("split", "organisation/d", "organisation/e")
    assert (x.items, x.words) == (("item/f",), ("ACI",))
    assert (y.verb, y.why, y.kind) == ("accept", 'Why? Since "so".', "cooperative")
    assert y.names == (Name("A. B.#c", "en"), Name("Été", "fr"))
    assert (z.verb, z.about, z.into, z.by, z.why) == ("merge", "organisation/a", "organisation/b", "Ada", "So it is.")
    first = PREFIXES.count("\n") + 1
    assert file.lines() == {"decision/z": first + 1, "decision/y": first + 2, "decision/x": first + 5}


MALFORMED = {
    "no Turtle": ("decision:a a sse:Merge ; sse:about .", 1, "this is no Turtle"),
    "an unknown prefix": ("\n\ndecision:a a sse:Merge ; zzz:about organisation:a .", 3, "zzz"),
    "no decision": (f"\norganisation:a a sse:Merge ; sse:about organisation:a ; {SIGNED}", 2, "is no decision"),
    "no verb": (f"\n\ndecision:a sse:about organisation:a ; {SIGNED}", 3, "sse:Acceptance"),
    "two verbs": (f"\n{MERGE} a sse:Split ; {SIGNED}", 2, "say which"),
    "nobody": (f'\n{MERGE} sse:reason "x" .', 2, "sse:decidedBy"),
    "a blank name": (f'\n{MERGE} sse:decidedBy "  " ; sse:reason "x" .', 2, "sse:decidedBy"),
    "no reason": (f'\n{MERGE} sse:decidedBy "Ada" .', 2, "sse:reason"),
    "two reasons": (f'\n{MERGE} sse:reason "y" ; {SIGNED}', 2, "two values of sse:reason"),
    "an unknown property": (f"\n{MERGE} sse:country organisation:a ; {SIGNED}", 2, "sse:country"),
    "a thing as text": (f'\ndecision:a a sse:Merge ; sse:about "a" ; sse:into organisation:b ; {SIGNED}', 2, "IRI"),
    "a reason that is a number": (f'\n{MERGE} sse:decidedBy "Ada" ; sse:reason 3 .', 2, "text in quotation marks"),
    "a country": (f"\ndecision:a a sse:Rejection ; sse:about kind:a ; {SIGNED}", 2, "nothing can be decided"),
    "another class": (
        f"\ndecision:a a sse:Merge ; sse:about organisation:a ; sse:into person:b ; {SIGNED}",
        2,
        "is no organisation",
    ),
    "into itself": (f"\n{MERGE.replace('organisation:b', 'organisation:a')} {SIGNED}", 2, "into itself"),
    "into nothing": (f"\ndecision:a a sse:Merge ; sse:about organisation:a ; {SIGNED}", 2, "sse:into"),
    "a rejection that leads": (f"\n{MERGE.replace('Merge', 'Rejection')} {SIGNED}", 2, "sse:into"),
    "a split of everything": (f"\n{MERGE.replace('Merge', 'Split')} {SIGNED}", 2, "sse:inItem"),
    "a rename to nothing": (f"\ndecision:a a sse:Renaming ; sse:about organisation:a ; {SIGNED}", 2, "sse:newName"),
    "a name without a language": (
        f'\ndecision:a a sse:Renaming ; sse:about organisation:a ; sse:newName "B" ; {SIGNED}',
        2,
        '"B"@en',
    ),
    "a name in no language": (
        f'\ndecision:a a sse:Renaming ; sse:about organisation:a ; sse:newName "B"@qq ; {SIGNED}',
        2,
        "'qq'",
    ),
    "two names in a language": (
        f'\ndecision:a a sse:Renaming ; sse:about organisation:a ; sse:newName "B"@en, "C"@en ; {SIGNED}',
        2,
        "two names",
    ),
    "a kind that nobody lists": (
        f"\ndecision:a a sse:Acceptance ; sse:about organisation:a ; sse:newKind kind:circus ; {SIGNED}",
        2,
        "kind/circus",
    ),
    "a day that does not exist": (
        f'\n{MERGE} <http://purl.org/dc/terms/date> "2026-06-31"^^xsd:date ; {SIGNED}',
        2,
        "'2026-06-31'",
    ),
    "a blank node": (f"\n[] a sse:Merge ; sse:about organisation:a ; {SIGNED}", 2, "is no decision"),
    "an item that is rejected": (f"\ndecision:a a sse:Rejection ; sse:about item:a ; {SIGNED}", 2, "an item can be"),
}


@pytest.mark.parametrize(("text", "line", "reason"), MALFORMED.values(), ids=MALFORMED)
def test_what_is_malformed_is_told_with_its_line(text: str, line: int, reason: str) -> None:
    with pytest.raises(DecisionError) as told:
        parse_decisions(PREFIXES + text, WORDS, "decisions.ttl")
    if reason != "is no decision" or "[]" not in text:
        assert told.value.line == PREFIXES.count("\n") + line
    assert reason in told.value.reason
    assert "\n" not in str(told.value)
    assert str(told.value).startswith("decisions.ttl:")


def by_hand(name: str, kind: str, about: str, rest: str = "") -> str:
    return f"decision:{name} a sse:{kind} ; sse:about organisation:{about} ; {rest}{SIGNED}"


CONTRADICTIONS = {
    "merged twice": (
        by_hand("a", "Merge", "x", "sse:into organisation:y ; "),
        by_hand("b", "Merge", "x", "sse:into organisation:z ; "),
        "organisation/x is merged twice",
    ),
    "accepted and rejected": (by_hand("a", "Acceptance", "x"), by_hand("b", "Rejection", "x"), "accepted and rejected"),
    "merged and accepted": (
        by_hand("a", "Merge", "x", "sse:into organisation:y ; "),
        by_hand("b", "Acceptance", "x"),
        "keep one",
    ),
    "into what is rejected": (
        by_hand("a", "Rejection", "x"),
        by_hand("b", "Merge", "y", "sse:into organisation:x ; "),
        "organisation/x is rejected",
    ),
    "round": (
        by_hand("a", "Merge", "x", "sse:into organisation:y ; "),
        by_hand("b", "Merge", "y", "sse:into organisation:x ; "),
        "these merges go round: organisation/x → organisation/y → organisation/x",
    ),
    "two names in one language": (
        by_hand("a", "Acceptance", "x", 'sse:newName "A"@en ; '),
        by_hand("b", "Renaming", "x", 'sse:newName "B"@en ; '),
        "two names in one language",
    ),
    "two names for what splits make": (
        by_hand("a", "Split", "x", 'sse:into organisation:n ; sse:newName "A"@en ; sse:withWords "a" ; '),
        by_hand("b", "Split", "y", 'sse:into organisation:n ; sse:newName "B"@en ; sse:withWords "a" ; '),
        "two names in one language",
    ),
}


@pytest.mark.parametrize(("first", "second", "reason"), CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_what_contradicts_is_told_with_both_lines(first: str, second: str, reason: str) -> None:
    head = PREFIXES.count("\n")
    for one, other in ((first, second), (second, first)):
        with pytest.raises(DecisionError) as told:
            parse_decisions(f"{PREFIXES}{one}{other}", WORDS, "decisions.ttl")
        assert told.value.line == head + 2
        assert f"(the other is in line {head + 1})" in str(told.value)
        assert reason in str(told.value) or reason.startswith("these merges go round")


def test_a_ring_of_three_merges_is_refused_and_a_chain_is_not() -> None:
    steps = [("x", "y"), ("y", "z"), ("z", "x")]
    texts_ = [by_hand(a, "Merge", a, f"sse:into organisation:{b} ; ") for a, b in steps]
    assert len(parse_decisions(PREFIXES + "".join(texts_[:2]), WORDS, "d").decisions) == 2
    with pytest.raises(DecisionError, match=r"go round: organisation/x → organisation/y → organisation/z → organi"):
        parse_decisions(PREFIXES + "".join(texts_), WORDS, "d")


def test_accepting_and_renaming_in_another_language_go_together() -> None:
    accepted = by_hand("a", "Acceptance", "x", 'sse:newName "A"@en ; ')
    renamed = by_hand("b", "Renaming", "x", 'sse:newName "B"@fr ; ')
    assert len(parse_decisions(PREFIXES + accepted + renamed, WORDS, "d").decisions) == 2


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [(b"# Caf\xe9\n", 1, "UTF-8"), (b"a\n\xff", 2, "UTF-8"), (b"\0", 1, "no Turtle")],
)
def test_a_file_that_is_no_text_is_told(tmp_path: Path, data: bytes, line: int, reason: str) -> None:
    path = tmp_path / "d.ttl"
    path.write_bytes(data)
    with pytest.raises(DecisionError, match=reason) as told:
        read_decisions(path, WORDS)
    assert told.value.line == line


def test_a_folder_is_no_file_of_decisions(tmp_path: Path) -> None:
    with pytest.raises(DecisionError, match="cannot be read"):
        read_decisions(tmp_path, WORDS)


# -- writing -------------------------------------------------------------------------------------------------------

EXPECTED = """\
# What people decided about the things that pages name. Every `rochdale build` applies it anew.
# To undo a decision delete its lines. A line with #: says in words what follows; comments of your own stay.
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix decision: <https://w3id.org/rochdale/decision/> .
@prefix organisation: <https://w3id.org/rochdale/organisation/> .
@prefix sse: <https://w3id.org/rochdale/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

#: accept organisation/olive-union as “Olive Union”
decision:accept-olive-union-12345678
    a sse:Acceptance ;
    sse:about organisation:olive-union ;
    sse:decidedBy "Ada" ;
    sse:newName "Olive Union"@en ;
    sse:reason "Said \\"so\\".\\nTwice: {x} \\u202E" .

#: merge organisation/loom-union into organisation/ilo
decision:merge-loom-union-12345678
    a sse:Merge ;
    sse:about organisation:loom-union ;
    sse:into organisation:ilo ;
    dcterms:date "2026-07-29"^^xsd:date ;
    sse:decidedBy "Ada" ;
    sse:reason "So it is." .
"""


def test_a_file_is_written_sorted_commented_and_with_the_prefixes_that_it_needs() -> None:
    merge = decided("merge", LOOM, ILO, date="2026-07-29")
    merge = msgspec.structs.replace(merge, key="decision/merge-loom-union-12345678")
    accept = decided("accept", OLIVE, names=[Name("Olive Union", "en")], why='Said "so".\nTwice: {x} \u202e')
    accept = msgspec.structs.replace(accept, key="decision/accept-olive-union-12345678")
    assert filed(merge, accept).text == EXPECTED
    assert filed(accept, merge).text == EXPECTED


def test_comments_layout_and_order_of_ones_own_stay() -> None:
    by_hand_ = (
        "# Our decisions. Ask Ada.\n"
        + PREFIXES
        + "\n# about looms\n"
        + by_hand("zz", "Rejection", "loom").replace(" ; sse:reason", " ; # she knows\n  sse:reason")
        + "# older, see the minutes\n\n"
        + by_hand("aa", "Rejection", "old")
        + "# the end\n"
    )
    text = filed(decided("merge", LOOM, ILO), text=by_hand_).text
    kept = by_hand_.split("\n")
    assert [line for line in text.split("\n") if line and line in kept] == [line for line in kept if line]
    assert text.startswith("# Our decisions. Ask Ada.\n")
    assert text.index("decision:merge-loom-union") < text.index("# about looms") < text.index("decision:zz")


def test_a_prefix_that_means_something_else_is_left_to_it() -> None:
    odd = PREFIXES.replace("organisation:", "o:") + "@prefix organisation: <urn:mine:> .\n"
    file = filed(decided("merge", LOOM, ILO), text=odd)
    assert file.decisions[0].about == LOOM
    assert f"sse:about <{BASE}{LOOM}>" in file.text


def test_what_replaces_a_decision_takes_its_place_and_leaves_comments() -> None:
    old, new = decided("merge", LOOM, ILO), decided("merge", LOOM, OLIVE, why="Better so.")
    other = decided("reject", "organisation/old")
    before = filed(old, other)
    commented = parse_decisions(before.text.replace("#: merge", "# see the minutes\n#: merge"), WORDS, "d")
    after = with_decision(commented, new, new.told, WORDS, replacing=[old])
    assert set(after.decisions) == {new, other}
    assert after.text.count("#: merge") == 1
    assert "# see the minutes\n" in after.text
    assert with_decision(before, new, new.told, WORDS, replacing=[old]).text == filed(new, other).text


def test_a_decision_that_does_not_go_with_the_others_is_not_written() -> None:
    file = filed(decided("merge", LOOM, OLIVE))
    with pytest.raises(DecisionError, match="go round"):
        with_decision(file, decided("merge", OLIVE, LOOM), "", WORDS)


def test_what_somebody_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "d.ttl"
    empty = decisions_in(path, WORDS)
    first = with_decision(empty, decided("merge", LOOM, ILO), "", WORDS)
    write_decisions(path, empty, first)
    with pytest.raises(DecisionError, match="meanwhile"):
        write_decisions(path, empty, with_decision(empty, decided("merge", OLIVE, ILO), "", WORDS))
    assert path.read_text(encoding="utf-8") == first.text
    assert [entry.name for entry in tmp_path.iterdir()] == ["d.ttl"]


def test_a_link_to_the_file_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "d.ttl").symlink_to(tmp_path / "real" / "d.ttl")
    empty = DecisionFile(source="d")
    write_decisions(tmp_path / "d.ttl", empty, with_decision(empty, decided("merge", LOOM, ILO), "", WORDS))
    assert (tmp_path / "d.ttl").is_symlink()
    assert len(read_decisions(tmp_path / "real" / "d.ttl", WORDS).decisions) == 1


said = texts.filter(lambda text: text.strip() and "\ufeff" not in text)
slugs = st.sampled_from(["a", "b-1", "loom-union", "x" * 70])
names = st.lists(
    st.builds(Name, said.filter(lambda text: len(text) <= 300), st.sampled_from(["en", "fr", "es", "zh-hant"])),
    unique_by=lambda name: name.language,
    max_size=3,
)


@st.composite
def decisions(draw: st.DrawFn) -> Decision:
    verb: Verb = draw(st.sampled_from(["accept", "reject", "merge", "split", "rename"]))
    about = f"organisation/{draw(slugs)}"
    described = verb in ("accept", "split")
    return decided(
        verb,
        about,
        "organisation/into" if verb in ("merge", "split") else "",
        names=draw(names if verb == "accept" else names.filter(bool)) if verb in ("accept", "rename") else (),
        kind=draw(st.sampled_from(["", "cooperative"])) if described else "",
        country=draw(st.sampled_from(["", "country/TUN"])) if described else "",
        items=draw(st.lists(st.sampled_from(["item/a-00000000", "item/b-00000000"]), unique=True, max_size=2))
        if verb in ("reject", "split")
        else (),
        words=draw(st.lists(said, unique=True, min_size=verb == "split", max_size=2))
        if verb in ("reject", "split")
        else (),
        why=draw(said),
        by=draw(said.filter(lambda text: len(text) <= 200)),
        date=draw(st.sampled_from(["", "2026-07-29"])),
    )


@given(decisions(), said)
@example(decided("reject", "organisation/a", why='"""\\ \n\r\t {x} . ; # <b> \u202e\u2066', by="'''"), "#: .\n@prefix")
@settings(deadline=None)
def test_a_decision_comes_back_from_turtle_as_it_went(decision: Decision, told: str) -> None:
    empty = DecisionFile(source="d")
    file = with_decision(empty, decision, told, WORDS)
    assert file.decisions == (decision,)
    assert all(char.isprintable() or char == "\n" for char in file.text)
    assert file.lines()[decision.key] == 1 + file.text[: file.text.index("\ndecision:")].count("\n") + 1
    assert with_decision(empty, decision, told, WORDS).text == file.text


@given(
    st.lists(decisions(), unique_by=lambda one: one.about, max_size=4).flatmap(
        lambda o: st.tuples(st.just(o), st.permutations(o))
    )
)
@settings(deadline=None, max_examples=40)
def test_the_order_of_deciding_leaves_no_trace(orders: tuple[list[Decision], list[Decision]]) -> None:
    one, other = orders
    assert filed(*one).text == filed(*other).text


# -- where the file stands -----------------------------------------------------------------------------------------


def test_decisions_stand_beside_the_graph_unless_said_otherwise(tmp_path: Path) -> None:
    graph, report = tmp_path / "kg", tmp_path / "kg" / "report.json"
    assert place_of_decisions(graph, report, None) == tmp_path / "kg.decisions.ttl"
    assert found_decisions(graph, report, None) is None
    (tmp_path / "kg.decisions.ttl").write_text("")
    assert found_decisions(graph, report, None) == tmp_path / "kg.decisions.ttl"
    with pytest.raises(DecisionError, match="no such file"):
        found_decisions(graph, report, tmp_path / "elsewhere.ttl")


def test_decisions_are_found_where_the_last_build_knew_them(tmp_path: Path) -> None:
    graph, other = tmp_path / "kg", tmp_path / "team" / "ours.ttl"
    graph.mkdir()
    other.parent.mkdir()
    assert as_known(graph, other) == "team/ours.ttl"
    (graph / "report.json").write_text('{"decisions": "team/ours.ttl"}')
    with pytest.raises(DecisionError, match="decisions of the last build are gone"):
        found_decisions(graph, graph / "report.json", None)
    other.write_text("")
    assert found_decisions(graph, graph / "report.json", None) == other


# -- what they do --------------------------------------------------------------------------------------------------


def tie(first: str, second: str, words: str) -> Partnership:
    return Partnership(
        first=first,
        second=second,
        first_name=first,
        second_name=second,
        relation="partner",
        words=words,
        start=0,
        end=len(words),
        sentence=words,
        line=1,
        rule="active-cue",
        confidence=0.8,
    )


def of(name: str, **facts: str) -> Mention:
    return msgspec.structs.replace(mention("organisation", name), **facts)


ILO_MENTION = msgspec.structs.replace(
    mention("organisation", "International Labour Organization", key=ILO), words="ILO"
)
PAGES = [
    page(
        "a",
        item(
            f"{LONG} a",
            mentions=(of("Loom Union", acronym="LU", kind="cooperative"), ILO_MENTION),
            partnerships=(tie("Loom Union", ILO, "Loom Union works with the ILO"),),
        ),
    ),
    page(
        "b",
        item(
            f"{LONG} b",
            mentions=(of("Union des métiers", acronym="UM"), of("Olive Union")),
            partnerships=(tie("Union des métiers", "Olive Union", "Union des métiers and Olive Union"),),
        ),
    ),
    page(
        "c",
        item(
            f"{LONG} c",
            mentions=(of("Loom Union", words="LU"), mention("person", "Ada Moor", affiliation="Union des métiers")),
        ),
    ),
]
METIERS = "organisation/union-des-metiers"


def applied(*decisions: Decision, pages: Sequence[Record] = PAGES) -> Applied:
    return apply(resolve(pages, WORDS), decisions, WORDS)


def things(resolved: Resolved) -> dict[str, Candidate]:
    return {one.key: one for one in resolved.candidates}


def entities(resolved: Resolved) -> list[str]:
    return sorted(one.entity for one in resolved.found)


def work_of(title: str) -> str:
    (key,) = [work.key for work in resolve(PAGES, WORDS).works if work.title == f"{LONG} {title}"]
    return key


def stated(resolved: Resolved) -> set[str]:
    return set(map(str, statements(resolved, WORDS)))


def why(found: Applied) -> list[str]:
    return [one.reason for one in found.stale]


def test_without_decisions_nothing_changes() -> None:
    assert applied().resolved == resolve(PAGES, WORDS)


def test_accepting_confirms_names_and_describes() -> None:
    names = [Name("Loom Workers' Union", "en"), Name("Union du métier", "fr")]
    found = applied(decided("accept", LOOM, names=names, kind="trade-union", country="country/KEN")).resolved
    thing = things(found)[LOOM]
    assert (thing.status, thing.name, thing.kind, thing.country) == (
        "accepted",
        "Loom Workers' Union",
        "trade-union",
        "country/KEN",
    )
    lines = stated(found)
    subject = f"<{BASE}{LOOM}>"
    assert f'{subject} {SKOS.prefLabel} "Loom Workers\' Union"@en' in lines
    assert f'{subject} {SKOS.prefLabel} "Union du métier"@fr' in lines
    assert f'{subject} {SKOS.altLabel} "Loom Union"@en' in lines
    assert f"{subject} {SSE.status} <{BASE}status/accepted>" in lines
    assert entities(found) == entities(resolve(PAGES, WORDS))


def test_accepting_without_a_name_keeps_that_of_the_pages() -> None:
    thing = things(applied(decided("accept", LOOM)).resolved)[LOOM]
    assert (thing.status, thing.name, thing.kind) == ("accepted", "Loom Union", "cooperative")


def test_rejecting_leaves_out_mentions_links_and_the_thing_and_counts_them() -> None:
    found = applied(decided("reject", LOOM))
    assert found.left_out == 2
    assert LOOM not in things(found.resolved)
    assert not any(LOOM in line for line in stated(found.resolved) if "/decision/" not in line)
    assert len(found.resolved.ties) == 1


def test_rejecting_some_words_or_some_items_leaves_the_rest() -> None:
    assert entities(applied(decided("reject", LOOM, words=["LU"])).resolved).count(LOOM) == 1
    found = applied(decided("reject", LOOM, items=[work_of("a")]))
    assert (entities(found.resolved).count(LOOM), found.left_out, len(found.resolved.ties)) == (1, 1, 1)


def test_words_of_a_listed_organisation_may_be_rejected_in_an_item() -> None:
    found = applied(decided("reject", ILO, items=[work_of("a")]))
    assert (ILO in entities(found.resolved), found.left_out, found.stale) == (False, 1, ())


def test_merging_moves_mentions_and_links_and_the_old_iri_leads_there() -> None:
    found = applied(decided("merge", METIERS, LOOM))
    resolved = found.resolved
    assert (entities(resolved).count(LOOM), found.moved) == (3, 1)
    assert {(one.first, one.second) for one in resolved.ties} == {(LOOM, ILO), (LOOM, OLIVE)}
    thing = things(resolved)[LOOM]
    assert (thing.name, thing.others, thing.acronyms) == (
        "Loom Union",
        (Name("Union des métiers", "en"),),
        ("LU", "UM"),
    )
    lines = stated(resolved)
    assert f"<{BASE}{METIERS}> {DCTERMS.isReplacedBy} <{BASE}{LOOM}>" in lines
    assert f"<{BASE}{METIERS}> {RDF.type} {SSE.Merged}" in lines
    assert {line for line in lines if line.startswith(f"<{BASE}{METIERS}>")} == {
        f"<{BASE}{METIERS}> {DCTERMS.isReplacedBy} <{BASE}{LOOM}>",
        f"<{BASE}{METIERS}> {RDF.type} {SSE.Merged}",
    }
    assert any(f"{SSE.affiliation} <{BASE}{LOOM}>" in line for line in lines)


def test_a_candidate_may_be_merged_into_a_listed_organisation() -> None:
    found = applied(decided("merge", LOOM, ILO))
    assert entities(found.resolved).count(ILO) == 3
    assert found.closed == 1
    assert found.resolved.ties[0].first == METIERS
    lines = stated(found.resolved)
    assert f'<{BASE}{ILO}> {SKOS.altLabel} "Loom Union"@en' in lines
    assert f'<{BASE}{ILO}> {SSE.acronym} "LU"' in lines
    assert WORDS.things[ILO].labels == vocabulary().things[ILO].labels


def test_a_listed_organisation_is_not_merged_into_a_candidate() -> None:
    assert why(applied(decided("merge", ILO, LOOM))) == [
        f"{ILO} is listed in the vocabulary and {LOOM} is not; merge that one into it"
    ]


def test_a_listed_organisation_may_be_merged_into_another_listed_one() -> None:
    fao = "organisation/fao"
    resolved = applied(decided("merge", ILO, fao)).resolved
    lines = stated(resolved)
    assert f"<{BASE}{ILO}> {DCTERMS.isReplacedBy} <{BASE}{fao}>" in lines
    assert not any(line.endswith(f" <{BASE}{ILO}>") for line in lines if "/decision/" not in line)


def test_chains_of_merges_lead_to_their_end() -> None:
    chain = [decided("merge", METIERS, OLIVE), decided("merge", OLIVE, LOOM), decided("merge", LOOM, ILO)]
    for order in (chain, chain[::-1]):
        found = applied(*order)
        assert set(entities(found.resolved)) - {ILO} == {"person/ada-moor-" + entities(found.resolved)[-1][-8:]}
        assert dict(found.resolved.merged) == {METIERS: ILO, OLIVE: ILO, LOOM: ILO}
        assert found.resolved.ties == ()


def test_splitting_by_words_gives_these_mentions_to_another_thing() -> None:
    found = applied(decided("split", LOOM, OLIVE, words=["LU"]))
    assert (entities(found.resolved).count(LOOM), entities(found.resolved).count(OLIVE)) == (1, 2)
    assert found.moved == 1


def test_splitting_by_item_takes_the_partnerships_of_the_item_along() -> None:
    found = applied(decided("split", LOOM, OLIVE, items=[work_of("a")]))
    assert {(one.first, one.second) for one in found.resolved.ties} == {(OLIVE, ILO), (METIERS, OLIVE)}


def test_items_and_words_together_mean_both() -> None:
    assert why(applied(decided("split", LOOM, OLIVE, items=[work_of("a")], words=["LU"]))) == [
        f"no mention of {LOOM} is what it means"
    ]


def test_splitting_may_make_a_new_thing() -> None:
    new = "organisation/lake-union"
    found = applied(decided("split", LOOM, new, words=["LU"], names=[Name("Lake Union", "en")], kind="trade-union"))
    thing = things(found.resolved)[new]
    assert (thing.name, thing.status, thing.kind) == ("Lake Union", "accepted", "trade-union")
    assert entities(found.resolved).count(new) == 1


def test_what_a_split_does_not_make_nothing_can_be_merged_into() -> None:
    new = "organisation/lake-union"
    split = decided("split", LOOM, new, words=["nowhere"], names=[Name("Lake Union", "en")])
    found = applied(split, decided("merge", OLIVE, new))
    assert why(found) == [f"{new}, to which it leads, is not in this build", f"no mention of {LOOM} is what it means"]
    assert found.resolved.works == resolve(PAGES, WORDS).works
    assert entities(found.resolved) == entities(resolve(PAGES, WORDS))


def test_a_split_finds_what_came_by_a_merge_too() -> None:
    found = applied(decided("merge", METIERS, LOOM), decided("split", LOOM, ILO, words=["Union des métiers"]))
    assert entities(found.resolved).count(ILO) == 2
    assert entities(found.resolved).count(LOOM) == 2


def test_a_candidate_whose_mentions_all_went_is_gone() -> None:
    found = applied(decided("split", OLIVE, ILO, items=[work_of("b")]))
    assert OLIVE not in things(found.resolved)


def test_renaming_changes_the_name_and_not_the_iri() -> None:
    thing = things(applied(decided("rename", LOOM, names=[Name("Union of Looms", "en")])).resolved)[LOOM]
    assert (thing.name, thing.others, thing.status) == ("Union of Looms", (Name("Loom Union", "en"),), "candidate")


def test_renaming_a_listed_organisation_makes_its_old_name_another_one() -> None:
    lines = stated(applied(decided("rename", ILO, names=[Name("ILO Office", "en")])).resolved)
    subject = f"<{BASE}{ILO}>"
    assert [line for line in lines if line.startswith(f"{subject} {SKOS.prefLabel}") and line.endswith("@en")] == [
        f'{subject} {SKOS.prefLabel} "ILO Office"@en'
    ]
    assert f'{subject} {SKOS.altLabel} "International Labour Organization"@en' in lines
    assert any(line.startswith(f"{subject} {SKOS.prefLabel}") and line.endswith("@fr") for line in lines)


def test_accepting_and_renaming_come_to_the_same_in_any_order() -> None:
    pair = [decided("accept", LOOM, names=[Name("A", "en")]), decided("rename", LOOM, names=[Name("B", "fr")])]
    assert stated(applied(*pair).resolved) == stated(applied(*pair[::-1]).resolved)
    thing = things(applied(*pair).resolved)[LOOM]
    assert (thing.name, thing.more) == ("A", (Name("B", "fr"),))


def test_a_person_may_be_renamed_merged_and_accepted() -> None:
    pages = [
        page(slug, item(f"{LONG} {slug}", mentions=(mention("person", name),)))
        for slug, name in (("x", "Ada Moor"), ("y", "A. Moor"))
    ]
    short, long = sorted(one.key for one in resolve(pages, WORDS).candidates)
    found = applied(
        decided("merge", short, long),
        decided("accept", long),
        decided("rename", long, names=[Name("Ada M. Moor")]),
        pages=pages,
    )
    assert found.stale == ()
    said_of = {line.partition(" ")[2] for line in stated(found.resolved) if line.startswith(f"<{BASE}{long}>")}
    assert '<http://xmlns.com/foaf/0.1/name> "Ada M. Moor"' in said_of
    assert {f'{SKOS.altLabel} "A. Moor"', f'{SKOS.altLabel} "Ada Moor"'} <= said_of
    assert f"{SSE.status} <{BASE}status/accepted>" in said_of


def test_two_items_may_be_one() -> None:
    first, second = (
        page("x", item(f"{LONG} x", date="2021-05-04", mentions=PAGES[0].items[0].mentions)),
        page("y", item(f"{LONG} y", summary="They weave.", themes=("finance",))),
    )
    keys = {work.title[-1]: work.key for work in resolve([first, second], WORDS).works}
    found = applied(decided("merge", keys["x"], keys["y"]), pages=[first, second])
    (work,) = found.resolved.works
    assert (work.key, work.title, work.date, work.summary) == (keys["y"], f"{LONG} y", "2021-05-04", "They weave.")
    assert {one.work for one in found.resolved.found} == {keys["y"]}
    assert len(work.occurrences) == 2
    assert f"<{BASE}{keys['x']}> {DCTERMS.isReplacedBy} <{BASE}{keys['y']}>" in stated(found.resolved)


def test_an_item_may_be_renamed() -> None:
    key = work_of("a")
    resolved = applied(decided("rename", key, names=[Name("Les tisserands", "fr")])).resolved
    assert [(one.title, one.language) for one in resolved.works if one.key == key] == [("Les tisserands", "fr")]


def test_a_decision_that_no_longer_applies_is_told_and_changes_nothing() -> None:
    cases: list[tuple[Verb, str]] = [("accept", ""), ("reject", ""), ("merge", ILO)]
    for verb, into in cases:
        found = applied(decided(verb, "organisation/gone", into))
        assert why(found) == ["organisation/gone is not in this build"]
        assert found.resolved == resolve(PAGES, WORDS)
    assert why(applied(decided("merge", LOOM, "organisation/gone"))) == [
        "organisation/gone, to which it leads, is not in this build"
    ]
    assert why(applied(decided("accept", ILO))) == [f"{ILO} is listed in the vocabulary, so there is nothing to accept"]
    assert "take it out there" in why(applied(decided("reject", ILO)))[0]


def test_a_decision_finds_its_thing_by_another_spelling() -> None:
    pages = [
        page(slug, item(f"{LONG} {slug}", mentions=(of(name),)))
        for slug, name in (("x", "Looms & Spindles"), ("y", "Looms and Spindles"), ("z", "Looms and Spindles"))
    ]
    assert [one.key for one in resolve(pages, WORDS).candidates] == ["organisation/looms-and-spindles"]
    found = applied(decided("accept", "organisation/looms-spindles"), pages=pages)
    assert found.stale == ()
    assert things(found.resolved)["organisation/looms-and-spindles"].status == "accepted"


def test_two_decisions_that_turn_out_to_be_about_one_thing_do_not_both_apply() -> None:
    pages = [
        page(slug, item(f"{LONG} {slug}", mentions=(of(name),)))
        for slug, name in (("x", "Looms & Spindles"), ("y", "Looms and Spindles"), ("z", "Looms and Spindles"))
    ]
    found = applied(
        decided("accept", "organisation/looms-spindles"),
        decided("reject", "organisation/looms-and-spindles"),
        pages=pages,
    )
    assert why(found) == ["in this build organisation/looms-and-spindles is accepted and rejected"]
    both = applied(decided("merge", "organisation/looms-spindles", "organisation/looms-and-spindles"), pages=pages)
    assert "are one thing in this build already" in why(both)[0]


ALL = [
    decided("accept", LOOM, names=[Name("Loom", "en")]),
    decided("merge", METIERS, LOOM),
    decided("split", LOOM, "organisation/new", words=["LU"], names=[Name("New", "en")]),
    decided("reject", OLIVE),
    decided("rename", ILO, names=[Name("ILO Office", "en")]),
]


@given(st.permutations(ALL), st.permutations(PAGES))
@settings(deadline=None, max_examples=30)
def test_the_order_of_decisions_and_pages_changes_nothing(order: list[Decision], pages: list[Record]) -> None:
    found, expected = applied(*order, pages=pages), applied(*ALL)
    assert stated(found.resolved) == stated(expected.resolved)
    assert (found.moved, found.left_out, found.closed) == (expected.moved, expected.left_out, expected.closed)


def test_the_graph_holds_the_decisions_that_were_applied_alone() -> None:
    resolved = applied(*ALL, decided("reject", "organisation/gone")).resolved
    triples = [t for t in statements(resolved, WORDS) if "/decision/" in str(t.subject)]
    assert {str(t.subject) for t in triples} == {f"<{BASE}{one.key}>" for one in ALL}
    assert {t.object.value for t in triples if t.predicate == SSE.decidedBy and isinstance(t.object, ox.Literal)} == {
        "Ada"
    }


def test_shuffled_decisions_in_a_file_are_read_in_one_order(tmp_path: Path) -> None:
    text = filed(*ALL).text
    head, *blocks = text.split("\n\n")
    random.Random(1).shuffle(blocks)  # noqa: S311
    shuffled = "\n\n".join([head, *(block.rstrip("\n") for block in blocks)]) + "\n"
    assert parse_decisions(shuffled, WORDS, "d").decisions == filed(*ALL).decisions
