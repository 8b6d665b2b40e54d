"""One page, from its file to an answer."""

import json
from pathlib import Path

import pyoxigraph as ox
import rdflib

import rochdale
from rochdale.graph.build import TURTLE, build

PAGE = """\
News

Weavers and the ILO open a school of cooperation in Tunis

4 May 2022

The Loom Weavers' Cooperative Union and the International Labour Organization (ILO) have opened a school in Tunis.

The training of women weavers is funded by the Government of Japan, and takes place in Tunisia and Algeria.

Related content

Publication

Report on the looms of the old town

31 June 2021
"""
TITLE = "Weavers and the ILO open a school of cooperation in Tunis"
RELATED = "Report on the looms of the old town"


def test_a_page_becomes_an_answer_with_its_evidence(tmp_path: Path) -> None:
    page = tmp_path / "school.txt"
    page.write_text(PAGE, encoding="utf-8")

    built = build([page], tmp_path / "kg")

    assert (built.report.documents, built.report.items, built.report.dated) == (1, 2, 1)
    assert built.report.quarantined == 0
    (fault,) = built.quarantine
    line = PAGE.split("\n").index("31 June 2021") + 1
    assert (fault.source, fault.line, fault.field, fault.words) == (str(page), line, "date", "31 June 2021")

    g = rochdale.open(tmp_path / "kg")
    (item,) = g.query("items-of-country", country="Tunisia")
    assert (item["title"], str(item["date"])) == (TITLE, "2022-05-04")
    assert [row["title"] for row in g.query("items-of-country", country="DZA")] == [TITLE]
    donors = {
        row["name"] for row in g.query("SELECT ?name { ?i sse:donor/skos:prefLabel ?name FILTER (LANG(?name) = 'en') }")
    }
    assert donors == {"Government of Japan"}
    assert g.query("ASK { ?i dcterms:title ?a ; sse:related/dcterms:title ?b FILTER (STR(?a) != STR(?b)) }")

    (cited,) = g.query(
        """SELECT ?start ?end ?line ?exact ?sentence {
            ?m sse:entity <https://w3id.org/rochdale/country/DZA> ; sse:start ?start ; sse:end ?end ; sse:line ?line ;
                sse:exact ?exact ; sse:sentence ?sentence
        }"""
    )
    assert PAGE[int(str(cited["start"])) : int(str(cited["end"]))] == cited["exact"] == "Algeria"
    assert PAGE.split("\n")[int(str(cited["line"])) - 1] == cited["sentence"]

    turtle = tmp_path / "kg" / TURTLE
    assert len(g) == len(g.rdflib()) == len(rdflib.Graph().parse(turtle)) == len(set(ox.parse(path=turtle)))
    assert json.loads((tmp_path / "kg" / "report.json").read_bytes())["triples"] == len(g)
