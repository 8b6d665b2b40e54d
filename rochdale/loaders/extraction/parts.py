"""Parts: what of a document's names belongs to each of its items."""

from bisect import bisect_right
from collections.abc import Sequence

import msgspec

from rochdale.loaders.extraction.layer import Layer
from rochdale.loaders.extraction.names import Hit
from rochdale.loaders.extraction.organisations import Organisation
from rochdale.loaders.extraction.passages import Passage
from rochdale.loaders.extraction.people import Person
from rochdale.loaders.extraction.projects import NamedProject
from rochdale.loaders.extraction.roles import Cue
from rochdale.loaders.extraction.spans import Spans


class Part(msgspec.Struct):
    """What one item names, each thing with the passage that it stands in, by place in the text."""

    organisations: list[tuple[Organisation, Passage]] = msgspec.field(default_factory=list)
    places: list[tuple[Hit, Passage]] = msgspec.field(default_factory=list)
    projects: list[tuple[NamedProject, Passage]] = msgspec.field(default_factory=list)
    persons: list[tuple[Person, Passage]] = msgspec.field(default_factory=list)
    terms: list[tuple[Hit, Passage]] = msgspec.field(default_factory=list)
    cues: list[tuple[Cue, Passage]] = msgspec.field(default_factory=list)
    title_cues: list[Hit] = msgspec.field(default_factory=list)
    series: list[tuple[Hit, Passage]] = msgspec.field(default_factory=list)


def deal(layer: Layer, passages: Sequence[Passage], items: int, *, listing: bool) -> list[Part]:
    """Give each of `items` items what its passages name. Of a listing's own text only the title speaks of themes."""
    starts = [passage.start for passage in passages]
    parts = [Part() for _ in range(items)]

    def home(start: int, end: int) -> Passage | None:
        at = bisect_right(starts, start) - 1
        return passages[at] if at >= 0 and end <= passages[at].end else None

    def text_home(start: int, end: int) -> Passage | None:
        passage = home(start, end)
        return passage if passage is not None and passage.zone != "label" else None

    for organisation in layer.organisations:
        if passage := text_home(organisation.start, organisation.end):
            parts[passage.item].organisations.append((organisation, passage))
    for place in layer.places:
        if passage := text_home(place.start, place.end):
            parts[passage.item].places.append((place, passage))
    for project in layer.projects:
        if passage := text_home(project.start, project.end):
            parts[passage.item].projects.append((project, passage))
    for person in layer.persons:
        if passage := text_home(person.start, person.end):
            parts[passage.item].persons.append((person, passage))
    for cue in layer.cues:
        if passage := text_home(cue.start, cue.end):
            parts[passage.item].cues.append((cue, passage))
    for hit in layer.title_cues:
        if (passage := home(hit.start, hit.end)) and passage.zone == "title":
            parts[passage.item].title_cues.append(hit)
    for hit in layer.series:
        if (passage := home(hit.start, hit.end)) and passage.zone in ("title", "lead"):
            parts[passage.item].series.append((hit, passage))
    mask = _Mask(layer)
    for hit in layer.terms:
        passage = home(hit.start, hit.end)
        if passage is not None and not mask.hides(hit, passage):
            if not (listing and passage.item == 0 and passage.zone not in ("title", "label")):
                parts[passage.item].terms.append((hit, passage))
    return parts


class _Mask:
    """Names inside which a theme's term speaks of no theme."""

    def __init__(self, layer: Layer) -> None:
        places = [(hit.start, hit.end) for hit in layer.places if hit.entry.use != "demonym"]
        organisations = [(organisation.start, organisation.end) for organisation in layer.organisations]
        works = [(project.start, project.end) for project in layer.projects]
        series = [(hit.start, hit.end) for hit in layer.series]
        self._places = Spans(places)
        self._names = Spans([*places, *organisations, *works, *series])

    def hides(self, hit: Hit, passage: Passage) -> bool:
        """A strong term in a title counts inside any name but a place's."""
        strong = passage.zone in ("title", "label") and not hit.entry.hidden
        return (self._places if strong else self._names).holds(hit.start, hit.end)
