"""The catalogue's questions, asked of the graph of the sample pages: answers worked out by reading the pages."""

from pathlib import Path

import pytest

import rochdale
from rochdale.graph.opened import Graph
from rochdale.graph.questions import catalogue
from rochdale.loaders.vocabulary import BASE

PARAMETERS = {
    "country": "Tunisia",
    "donor": "AICS",
    "kind": "kind/university",
    "organisation": "ILO",
    "other": "Morocco",
    "partner": "FAO",
    "person": "Grace Harvest",
    "project": "FORTER'ESS",
    "role": "role/donor",
    "series": "Spotlight Interviews with Co-operators",
    "since": "2021-01-01",
    "theme": "theme/gender-equality",
    "thing": "Think.Coop",
    "words": "olive",
    "year": "2021",
}


@pytest.fixture(scope="module")
def graph(sample_graph: Path) -> Graph:
    return rochdale.open(sample_graph)


def keys(graph: Graph, question: str, column: str, **parameters: str) -> list[str]:
    """The values of a column, IRIs as keys."""
    return [str(row[column]).removeprefix(BASE) for row in graph.query(question, None, **parameters).values()]


OF_DECISIONS = {"decisions"}
"""Nobody has decided anything about the sample pages."""


@pytest.mark.parametrize("name", sorted(set(catalogue()) - OF_DECISIONS))
def test_each_question_has_an_answer(graph: Graph, name: str) -> None:
    question = catalogue()[name]
    parameters = {p.name: PARAMETERS[p.name] for p in question.parameters if p.required}
    if name == "members":
        parameters["organisation"] = "COPAC"
    assert len(graph.query(name, None, **parameters)) > 0


def test_items_of_a_project(graph: Graph) -> None:
    assert keys(graph, "items-of-project", "title", project="SYNDICOOP") == [
        "Trade unions and cooperatives: the SYNDICOOP idea returns",
        "Interview with Stirling Smith, SYNDICOOP project",
        "Taller sobre SYNDICOOP para sindicatos del Paraguay",
    ]


def test_members_of_a_body(graph: Graph) -> None:
    members = keys(graph, "members", "member", organisation="COPAC")
    assert sorted(members) == ["organisation/fao", "organisation/ica", "organisation/ilo", "organisation/undesa"]


def test_who_works_in_a_country(graph: Graph) -> None:
    found = keys(graph, "organisations-active-in-country", "organisation", country="Haiti")
    assert {"organisation/socodevi", "organisation/federation-des-cafeiculteurs-de-mont-rouge"} <= set(found)


def test_a_project_has_its_country_and_its_donor(graph: Graph) -> None:
    rows = list(graph.query("project", project="FORTER'ESS").values())
    found = {(row["what"], str(row["thing"]).removeprefix(BASE)) for row in rows}
    assert ("country", "country/TUN") in found
    assert ("donor", "organisation/global-affairs-canada") in found
    assert ("implementer", "organisation/ilo") in found


def test_whom_a_donor_pays(graph: Graph) -> None:
    rows = graph.query("donors", donor="AICS").values()
    funded = {str(row["funded"]).removeprefix(BASE) for row in rows if row["what"] == "organisation"}
    assert "organisation/ilo" in funded


def test_items_of_a_theme_by_year(graph: Graph) -> None:
    rows = graph.query("items-by-theme-and-year", theme="theme/child-labour").values()
    assert {row["year"]: row["items"] for row in rows} == {2017: 1, 2018: 1, 2022: 2}


def test_interviews_of_a_series_by_year(graph: Graph) -> None:
    rows = graph.query("series-by-year", series="Spotlight Interviews with Co-operators").values()
    assert {row["year"]: row["items"] for row in rows} == {2019: 3, 2021: 1, 2022: 3}


def test_where_a_theme_is_at_home(graph: Graph) -> None:
    rows = graph.query("countries-by-theme", theme="theme/housing-and-energy").values()
    found = {str(row["country"]).removeprefix(BASE): row["items"] for row in rows}
    assert found["country/MDG"] == 2
    assert "country/URY" in found


def test_persons_with_their_bodies(graph: Graph) -> None:
    rows = graph.query("persons").values()
    found = {row["name"]: str(row["organisation"]).removeprefix(BASE) for row in rows}
    assert found["Joseph Harvest"] == "organisation/cak"
    assert found["Rosa Fields"] == "organisation/lake-basin-savings-union"


def test_the_candidate_that_pages_name_most(graph: Graph) -> None:
    first = next(iter(graph.query("candidates").values()))
    assert first["name"] == "Federación de Cooperativas de Trabajo del Valle de Lumbral"
    assert "FECOLUM" in str(first["sentence"])


def test_the_evidence_of_a_partnership(graph: Graph) -> None:
    rows = graph.query("partnership-evidence", organisation="ILO", partner="WIEGO").values()
    assert "ILO and WIEGO co-organize regional dialogue on waste pickers in Latin America" in {
        row["sentence"] for row in rows
    }


def test_bodies_named_together(graph: Graph) -> None:
    pairs = {
        frozenset((str(row["organisation"]).removeprefix(BASE), str(row["partner"]).removeprefix(BASE)))
        for row in graph.query("co-mentions").values()
    }
    assert frozenset(("organisation/sewa", "organisation/sewa-cooperative-federation")) in pairs


def test_coverage_tells_every_page(graph: Graph) -> None:
    assert len(graph.query("coverage")) == 41


def test_units_of_a_body(graph: Graph) -> None:
    assert {"organisation/ilo-coop", "organisation/itcilo"} <= set(keys(graph, "units", "unit", organisation="ILO"))


def test_bodies_of_a_country(graph: Graph) -> None:
    found = keys(graph, "organisations-by-country", "organisation", country="Tunisia")
    assert {"organisation/ugtt", "organisation/utica", "organisation/utap"} <= set(found)


def test_the_network_is_that_of_the_partnerships(graph: Graph) -> None:
    network = graph.network()
    assert network.number_of_edges() == len(graph.query("network-edges"))
    assert network.nodes["organisation/ilo"]["label"] == "International Labour Organization"
    assert network.edges["organisation/global-affairs-canada", "organisation/ilo", "fund"]["directed"] is True
