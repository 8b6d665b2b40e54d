import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rochdale.graph.resolve import Candidate, Resolved, Work, resolve
from rochdale.loaders.folding import key as fold_key
from rochdale.loaders.items import EntityClass, Item, Mention, Part, Partnership, Record
from rochdale.loaders.pipeline import harvest
from rochdale.loaders.vocabulary import vocabulary
from tests.conftest import PAGES

LONG = "Weavers of the northern valley found a cooperative of their own"
TUNISIA, KENYA = "country/TUN", "country/KEN"
MINISTRY = "Ministry of Labour"


def item(
    title: str = LONG,
    *,
    part: Part = "page",
    type_: str = "news",
    rule: str = "default",
    language: str = "en",
    date: str = "",
    summary: str = "",
    series: str = "",
    cut: bool = False,
    related: bool = False,
    themes: tuple[str, ...] = (),
    mentions: tuple[Mention, ...] = (),
    partnerships: tuple[Partnership, ...] = (),
) -> Item:
    return Item(
        part=part,
        title=title,
        title_start=0,
        title_end=len(title),
        line=1,
        language=language,
        type=type_,
        type_rule=rule,
        date=date,
        summary=summary,
        series=series.rpartition("/")[2],
        series_key=series,
        cut=cut,
        related=related,
        themes=themes,
        mentions=mentions,
        partnerships=partnerships,
    )


def page(slug: str, *items: Item, kind: Literal["article", "listing"] = "article", content: str = "") -> Record:
    return Record(
        document=hashlib.sha256((content or slug).encode()).hexdigest(),
        slug=slug,
        source=f"{slug}.txt",
        media_type="text/plain",
        reader="capture",
        url=None,
        captured=None,
        language="en",
        publisher="",
        kind=kind,
        items=items,
    )


def mention(
    of: EntityClass,
    name: str,
    *,
    key: str = "",
    kind: str = "",
    country: str = "",
    acronym: str = "",
    affiliation: str = "",
    role: str = "",
) -> Mention:
    return Mention(
        of=of,
        key=key,
        name=name,
        words=name,
        start=0,
        end=len(name),
        sentence=name,
        line=1,
        rule="head-noun",
        confidence=0.8,
        kind=kind,
        country=country,
        acronym=acronym,
        affiliation=affiliation,
        role=role,
    )


def ministry(country: str) -> tuple[Mention, ...]:
    """The mentions of an item that names a ministry and one country."""
    return mention("organisation", MINISTRY, kind="ministry"), mention("country", country[-3:], key=country)


def resolved(*records: Record) -> Resolved:
    return resolve(records, vocabulary())


def only(records: Sequence[Record]) -> Work:
    """The one work of the records."""
    (work,) = resolved(*records).works
    return work


def sizes(*records: Record) -> list[int]:
    """How many occurrences the works have, the fewest first."""
    return sorted(len(work.occurrences) for work in resolved(*records).works)


def candidates(*records: Record) -> list[Candidate]:
    return list(resolved(*records).candidates)


# -- the same work on several pages ----------------------------------------------------------------------------


def test_the_same_work_on_two_pages_is_one_item() -> None:
    listing = page("listing", item("Latest news", part="page"), item(part="entry"), kind="listing")
    assert sizes(page("own", item()), listing) == [1, 2]


@pytest.mark.parametrize(
    "spelling",
    [
        LONG.upper(),
        LONG.replace(" ", "  "),
        f"“{LONG}”",
        LONG.replace("valley", "válley"),
        LONG + "!",
    ],
)
def test_titles_that_differ_in_spelling_alone_are_one_work(spelling: str) -> None:
    assert sizes(page("a", item()), page("b", item(spelling))) == [2]


def test_date_and_summary_come_from_where_they_stand() -> None:
    dated = page("dated", item(part="entry", date="2022-05-04"))
    told = page("told", item(summary="They weave at night."))
    work = only([dated, told])
    assert (work.date, work.summary) == ("2022-05-04", "They weave at night.")


def test_the_type_comes_from_where_a_line_states_it() -> None:
    guessed = page("guessed", item(date="2022-05-04", type_="news", rule="default"))
    stated = page("stated", item(part="entry", type_="publication", rule="type-line"))
    assert only([guessed, stated]).type == "publication"


def test_the_series_comes_from_where_it_is_named() -> None:
    plain = page("plain", item(date="2022-05-04"))
    named = page("named", item(part="entry", series="series/policy-brief"))
    assert only([plain, named]).series_key == "series/policy-brief"


def test_the_whole_title_is_kept_rather_than_the_cut_one() -> None:
    whole = page("whole", item())
    cut = page("cut", item(LONG[:40], part="entry", cut=True, summary="They weave at night."))
    assert only([cut, whole]).title == LONG


def test_the_themes_of_all_pages_count() -> None:
    first = page("first", item(themes=("finance",)))
    second = page("second", item(themes=("care-economy", "finance")))
    assert only([first, second]).themes == ("care-economy", "finance")


def test_related_edges_come_from_all_pages() -> None:
    first = page("first", item(), item("A guide to looms and spindles", part="entry", related=True))
    second = page("second", item(), item("Spinners meet weavers again", part="entry", related=True))
    works = {work.key: work for work in resolved(first, second).works}
    (weavers,) = [work for work in works.values() if work.title == LONG]
    assert {works[key].title for key, _ in weavers.related} == {
        "A guide to looms and spindles",
        "Spinners meet weavers again",
    }


def test_an_entry_relates_to_nothing() -> None:
    record = page("first", item(), item("A guide to looms and spindles", part="entry", related=True))
    works = {work.title: work for work in resolved(record).works}
    assert works["A guide to looms and spindles"].related == ()


def test_a_listing_does_not_relate_its_entries() -> None:
    listing = page("listing", item("News of the valley"), item(part="entry"), kind="listing")
    assert all(not work.related for work in resolved(listing).works)


def test_a_page_that_offers_itself_is_not_related_to_itself() -> None:
    assert only([page("first", item(), item(part="entry", related=True))]).related == ()


# -- namesakes -------------------------------------------------------------------------------------------------


def test_namesakes_with_different_dates_stay_apart() -> None:
    assert sizes(page("a", item(date="2021-05-04")), page("b", item(date="2022-05-04"))) == [1, 1]


def test_an_undated_twin_joins_the_one_date_there_is() -> None:
    assert sizes(page("a", item(date="2021-05-04")), page("b", item())) == [2]


def test_an_undated_twin_beside_two_dated_namesakes_stays_apart() -> None:
    works = resolved(page("a", item(date="2021-05-04")), page("b", item(date="2022-05-04")), page("c", item())).works
    assert sorted(work.date for work in works) == ["", "2021-05-04", "2022-05-04"]


def test_a_namesake_of_the_same_date_joins_it_beside_another() -> None:
    dates = ("2021-05-04", "2022-05-04", "2021-05-04")
    assert sizes(*(page(f"p{n}", item(date=date)) for n, date in enumerate(dates))) == [1, 2]


@pytest.mark.parametrize("title", ["Report", "Annual report", "Fair trade"])
def test_a_title_of_one_or_two_words_is_one_work_within_type_and_language_alone(title: str) -> None:
    first = page("a", item(title, type_="publication"))
    assert sizes(first, page("b", item(title, type_="publication"))) == [2]
    assert sizes(first, page("b", item(title, type_="news"))) == [1, 1]
    assert sizes(first, page("b", item(title, type_="publication", language="fr"))) == [1, 1]


def test_a_title_of_three_words_is_one_work_whatever_its_type() -> None:
    assert sizes(page("a", item("Our annual report", type_="publication")), page("b", item("Our annual report"))) == [2]


# -- titles cut where a capture ends -----------------------------------------------------------------------------


def test_a_title_cut_at_the_end_of_a_capture_is_the_one_whole_title() -> None:
    assert sizes(page("whole", item()), page("cut", item(LONG[:40], part="entry", cut=True))) == [2]


def test_a_cut_title_with_two_ways_to_go_on_stays_apart() -> None:
    other = page("other", item(LONG[:40] + "and then its end"))
    assert sizes(page("whole", item()), other, page("cut", item(LONG[:40], part="entry", cut=True))) == [1, 1, 1]


def test_a_short_beginning_is_not_taken_for_the_whole() -> None:
    assert sizes(page("whole", item()), page("cut", item(LONG[:20], part="entry", cut=True))) == [1, 1]


def test_a_title_that_is_whole_somewhere_is_not_taken_for_a_longer_one() -> None:
    whole = page("whole", item(LONG[:40]))
    assert sizes(page("longer", item()), whole, page("cut", item(LONG[:40], part="entry", cut=True))) == [1, 2]


def test_two_captures_that_cut_one_title_at_different_places_join_it_both() -> None:
    shorter = page("shorter", item(LONG[:38], part="entry", cut=True))
    longer = page("longer", item(LONG[:50], part="entry", cut=True))
    assert sizes(page("whole", item()), shorter, longer) == [3]


# -- documents, and the order of records -------------------------------------------------------------------------


def test_documents_with_equal_content_count_once() -> None:
    records = [page(slug, item(), content="the same words") for slug in ("b", "a", "c")]
    found = resolved(*records)
    assert [record.slug for record in found.records] == ["a"]
    assert [len(work.occurrences) for work in found.works] == [1]


titles = st.sampled_from([LONG, LONG[:40], LONG[:50], LONG.upper(), "Report", "Bakers meet weavers", "日本", "…"])
names = st.sampled_from(["Loom Union", "LOOM UNION", "Loom & Union", "Bakers of Tell Aval", "協同組合"])
mentions = st.builds(
    mention,
    st.sampled_from(["organisation", "person", "project"]),
    names,
    kind=st.sampled_from(["", "ministry", "cooperative"]),
    acronym=st.sampled_from(["", "LU"]),
    affiliation=names | st.just(""),
)
items = st.builds(
    item,
    titles,
    part=st.sampled_from(["page", "entry"]),
    type_=st.sampled_from(["news", "publication"]),
    rule=st.sampled_from(["type-line", "title-cue", "layout", "default"]),
    language=st.sampled_from(["en", "fr"]),
    date=st.sampled_from(["", "2021-05-04", "2022-05-04"]),
    summary=st.sampled_from(["", "They weave.", "They bake at night."]),
    series=st.sampled_from(["", "series/report"]),
    cut=st.booleans(),
    related=st.booleans(),
    themes=st.sampled_from([(), ("finance",), ("finance", "care-economy")]),
    mentions=st.lists(mentions, max_size=2).map(tuple),
)


@st.composite
def pages(draw: st.DrawFn) -> list[Record]:
    """Records of up to five documents, some of them captured under two names."""
    found = []
    for n in range(draw(st.integers(1, 5))):
        record = page(f"p{n}", *draw(st.lists(items, max_size=4)))
        found.append(record)
        if draw(st.booleans()):
            found.append(msgspec.structs.replace(record, slug=f"again{n}", source=f"again{n}.txt"))
    return found


@given(pages().flatmap(lambda records: st.tuples(st.just(records), st.permutations(records))))
@settings(deadline=None)
def test_the_order_of_the_records_changes_nothing(orders: tuple[list[Record], list[Record]]) -> None:
    first, second = orders
    assert resolved(*first) == resolved(*second)


@given(pages())
@settings(deadline=None)
def test_every_occurrence_is_in_one_work_and_every_mention_in_its_work(records: list[Record]) -> None:
    found = resolved(*records)
    places = [occurrence.place for work in found.works for occurrence in work.occurrences]
    assert sorted(places) == sorted((r.document, n) for r in found.records for n, _ in enumerate(r.items))
    assert len({work.key for work in found.works}) == len(found.works)
    known = {candidate.key for candidate in found.candidates}
    assert {one.entity for one in found.found} <= known
    assert len(found.found) == sum(len(one.mentions) for record in found.records for one in record.items)


@given(order=st.permutations(range(41)))
@settings(deadline=None, max_examples=10)
def test_the_order_of_the_sample_pages_changes_nothing(samples: list[Record], order: list[int]) -> None:
    assert len(samples) == len(order)
    assert resolved(*(samples[n] for n in order)) == resolved(*samples)


@pytest.fixture(scope="module")
def samples() -> list[Record]:
    return harvest([PAGES], jobs=1).records


# -- unlisted names ----------------------------------------------------------------------------------------------


def named(*names: str) -> list[Record]:
    """A page for each name, which names an organisation so."""
    return [page(f"p{n}", item(mentions=(mention("organisation", name),))) for n, name in enumerate(names)]


def test_candidates_cluster_by_folded_name() -> None:
    (candidate,) = candidates(*named("Bakers’ Union of Orán", "BAKERS' UNION OF ORAN", "Bakers’ Union of Orán"))
    assert (candidate.name, candidate.names) == ("Bakers’ Union of Orán", ("BAKERS' UNION OF ORAN",))
    assert candidate.key == "organisation/bakers-union-of-oran"


def test_names_of_other_words_are_other_candidates() -> None:
    assert len(candidates(*named("Bakers’ Union of Oran", "Bakers’ Union of Tell Aval"))) == 2


def test_an_organisation_and_a_project_of_one_name_are_two_candidates() -> None:
    both = item(mentions=(mention("organisation", "Green Looms"), mention("project", "Green Looms")))
    assert [one.key for one in candidates(page("p", both))] == ["organisation/green-looms", "project/green-looms"]


@pytest.mark.parametrize("countries", [(TUNISIA, KENYA), (KENYA, TUNISIA)])
def test_a_ministry_is_another_one_in_another_country(countries: tuple[str, str]) -> None:
    records = [page(f"p{n}", item(mentions=ministry(country))) for n, country in enumerate(countries)]
    assert [(one.name, one.country) for one in candidates(*records)] == [
        (f"{MINISTRY} (Kenya)", KENYA),
        (f"{MINISTRY} (Tunisia)", TUNISIA),
    ]


def test_a_ministry_is_the_same_on_two_pages_about_its_country() -> None:
    records = [page(slug, item(mentions=ministry(TUNISIA))) for slug in ("a", "b")]
    assert [one.key for one in candidates(*records)] == ["organisation/ministry-of-labour-tunisia"]


def test_a_ministry_beside_two_countries_belongs_to_neither() -> None:
    both = (*ministry(TUNISIA), mention("country", "KEN", key=KENYA))
    (candidate,) = candidates(page("p", item(mentions=both)))
    assert (candidate.name, candidate.country) == (MINISTRY, "")


def test_a_ministry_that_says_its_country_belongs_to_it() -> None:
    said = mention("organisation", MINISTRY, kind="ministry", country=KENYA)
    (candidate,) = candidates(page("p", item(mentions=(said, mention("country", "TUN", key=TUNISIA)))))
    assert candidate.country == KENYA


def test_a_cooperative_of_one_name_is_the_same_whatever_countries_are_named() -> None:
    records = [
        page(country[-3:], item(mentions=(mention("organisation", "Loom Union", kind="cooperative"), country_)))
        for country in (TUNISIA, KENYA)
        for country_ in [mention("country", country[-3:], key=country)]
    ]
    assert len(candidates(*records)) == 1


def test_a_candidate_does_not_take_the_key_of_a_listed_thing() -> None:
    (candidate,) = candidates(*named("ILO"))
    assert candidate.key.startswith("organisation/ilo-")


def test_a_name_without_latin_letters_is_a_candidate_too() -> None:
    assert len({one.key for one in candidates(*named("協同組合", "تعاونية"))}) == 2


def test_long_names_that_begin_alike_are_two_candidates() -> None:
    start = "National Federation of Agricultural Credit and Savings Unions"
    assert len(candidates(*named(f"{start} of the Northern Hills", f"{start} of the Southern Plains"))) == 2


def test_names_with_one_slug_keep_both_spellings() -> None:
    (candidate,) = candidates(*named("Bread & Roses of Oran", "Bread Roses of Oran"))
    assert candidate.names == ("Bread Roses of Oran",)


def test_acronyms_and_affiliations_of_all_pages_are_kept() -> None:
    first = mention("organisation", "Loom Union (LU)", acronym="LU")
    second = mention("organisation", "Loom Union (LUX)", acronym="LUX")
    (union,) = candidates(page("a", item(mentions=(first,))), page("b", item(mentions=(second,))))
    assert (union.name, union.acronyms) == ("Loom Union", ("LU", "LUX"))
    baker, weaver = (mention("person", "Amal Weaver", affiliation=one) for one in ("Bakers of Oran", "Loom Union"))
    (person,) = candidates(page("a", item(mentions=(weaver,))), page("b", item(mentions=(baker,))))
    assert person.affiliations == ("Bakers of Oran", "Loom Union")


def test_a_partnership_of_an_unlisted_name_ties_its_candidate() -> None:
    stated = Partnership(
        first="organisation/ilo",
        second="Loom Union",
        first_name="International Labour Organization (ILO)",
        second_name="Loom Union",
        relation="partner",
        words="with",
        start=0,
        end=4,
        sentence="with",
        line=1,
        rule="joint-cue",
        confidence=0.8,
    )
    ilo = mention("organisation", "International Labour Organization (ILO)", key="organisation/ilo")
    both = item(mentions=(ilo, mention("organisation", "Loom Union")), partnerships=(stated,))
    (tie,) = resolved(page("p", both)).ties
    assert (tie.first, tie.second) == ("organisation/ilo", "organisation/loom-union")


# -- what people found to be the same work -----------------------------------------------------------------------


class _Pair(msgspec.Struct, frozen=True):
    same_as: str
    work: str


def _paired(gold: Path, records: Sequence[Record]) -> Iterator[_Pair]:
    """The key that people gave to each item, with the key of its work."""
    home = {o.place: work.key for work in resolved(*records).works for o in work.occurrences}
    by_slug = {record.slug: record for record in records}
    for line in gold.read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        record = by_slug[told["slug"]]
        free = dict(enumerate(record.items))
        for one in told["items"]:
            index = _index(fold_key(one.get("title") or one["title_prefix"]), free)
            del free[index]
            yield _Pair(one["same_as"], home[(record.document, index)])


def _index(title: str, free: Mapping[int, Item]) -> int:
    return next(n for n, one in free.items() if fold_key(one.title).startswith(title))


def _grouped(pairs: Sequence[_Pair]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Works by the people's key, and the people's keys by work; those with more than one alone."""
    split, merged = defaultdict(set), defaultdict(set)
    for pair in pairs:
        split[pair.same_as].add(pair.work)
        merged[pair.work].add(pair.same_as)
    return {k: v for k, v in split.items() if len(v) > 1}, {k: v for k, v in merged.items() if len(v) > 1}


def test_works_of_the_sample_pages_are_those_that_people_found(samples: list[Record]) -> None:
    pairs = list(_paired(PAGES / "expected.jsonl", samples))
    assert _grouped(pairs) == ({}, {})
    assert len(pairs) > len({pair.work for pair in pairs}) > 250


def test_works_of_the_seeds_are_those_that_people_found(shared: Path) -> None:
    pairs = list(_paired(shared / "gold" / "seeds.jsonl", harvest([shared / "seeds"], jobs=1).records))
    assert _grouped(pairs) == ({}, {})
    assert (len(pairs), len({pair.work for pair in pairs})) == (113, 106)


# -- one name for certain ----------------------------------------------------------------------------------------


def defined(*names: tuple[str, str], country: str = "", kind: str = "", languages: Sequence[str] = ()) -> list[Record]:
    """A page for each long name and acronym; the first page says the country too."""
    return [
        page(
            f"p{n}",
            item(
                language=(languages or ["en"] * len(names))[n],
                mentions=(
                    mention("organisation", name, acronym=acronym, country=country if n == 0 else "", kind=kind),
                ),
            ),
        )
        for n, (name, acronym) in enumerate(names)
    ]


def test_small_words_do_not_part_names_of_one_acronym_in_any_language() -> None:
    records = defined(
        ("Union of the Weavers of Oran", "UWO"), ("Union of Weavers of Oran", "UWO"), languages=("en", "fr")
    )
    (candidate,) = candidates(*records)
    assert candidate.name == "Union of Weavers of Oran"
    assert candidate.names == ("Union of the Weavers of Oran",)
    assert {found.entity for found in resolved(*records).found} == {candidate.key}


def test_a_hyphen_does_not_part_names_of_one_acronym() -> None:
    assert len(candidates(*defined(("Oran Co-operative Union", "OCU"), ("Oran Cooperative Union", "OCU")))) == 1


def test_an_apostrophe_does_not_part_names() -> None:
    spelled = ("Loom Weavers’ Union", "Loom Weaver's Union", "Loom Weavers Union", "Loom Weavers’ Union")
    (candidate,) = candidates(*named(*spelled))
    assert (candidate.key, candidate.name) == ("organisation/loom-weavers-union", "Loom Weavers’ Union")


def test_a_page_that_says_the_country_joins_one_that_does_not() -> None:
    (candidate,) = candidates(*defined(("Loom Union", "LU"), ("Loom Union", "LU"), country=KENYA))
    assert candidate.country == KENYA


@pytest.mark.parametrize(
    "records",
    [
        defined(("Union of the Weavers of Oran", "UWO"), ("Union of Weavers of Oran", "")),
        defined(("Union of the Weavers of Oran", "UWO"), ("Union of Weavers of Oran", "UWOR")),
        defined(("Union of Weavers of Oran", "UWO"), ("Union of Wardens of Oran", "UWO")),
        defined((MINISTRY, "ML"), (MINISTRY, "ML"), country=KENYA, kind="ministry"),
    ],
    ids=["one without an acronym", "other acronyms", "other words", "a ministry without a country"],
)
def test_what_is_only_likely_stays_apart(records: list[Record]) -> None:
    assert len(candidates(*records)) == 2


def test_namesakes_of_two_countries_stay_apart_whatever_acronyms_they_share() -> None:
    said = [
        mention("organisation", "Loom Union", acronym=acronym, country=country)
        for acronym, country in (("LU", TUNISIA), ("LU", ""), ("LUN", ""), ("LUN", KENYA))
    ]
    found = candidates(*(page(f"p{n}", item(mentions=(one,))) for n, one in enumerate(said)))
    assert {TUNISIA, KENYA} <= {one.country for one in found}
