"""Parts: what of a document's names belongs to each of its items."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from rochdale.loaders.extraction.cues import Cue
from rochdale.loaders.extraction.layer import Layer
from rochdale.loaders.extraction.names import Hit
from rochdale.loaders.extraction.organisations import Organisation
from rochdale.loaders.extraction.passages import Passage
from rochdale.loaders.extraction.people import Person
from rochdale.loaders.extraction.projects import NamedProject
from rochdale.loaders.extraction.spans import Spans


class Part:
    """What one item names, each thing with the passage that it stands in, by place in the text."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.passages = passages
        """All that the item shows."""
        self.organisations: list[tuple[Organisation, Passage]] = []
        self.places: list[tuple[Hit, Passage]] = []
        self.projects: list[tuple[NamedProject, Passage]] = []
        self.persons: list[tuple[Person, Passage]] = []
        self.terms: list[tuple[Hit, Passage]] = []
        self.cues: list[Cue] = []
        self.title_cues: list[Hit] = []
        self.series: list[tuple[Hit, Passage]] = []


def deal(layer: Layer, passages: Sequence[Passage], items: int, *, listing: bool) -> list[Part]:
    """Give each of `items` items what its passages name. Of a listing's own text only the title speaks of themes."""
    dealer = _Dealer(passages)
    parts = _parts(passages, items)
    for organisation, passage in dealer.of_text(layer.organisations):
        parts[passage.item].organisations.append((organisation, passage))
    for place, passage in dealer.of_text(layer.places, labels=True):
        parts[passage.item].places.append((place, passage))
    for project, passage in dealer.of_text(layer.projects):
        parts[passage.item].projects.append((project, passage))
    for person, passage in dealer.of_text(layer.persons):
        parts[passage.item].persons.append((person, passage))
    for cue, passage in dealer.of_text(layer.cues):
        parts[passage.item].cues.append(cue)
    for hit, passage in dealer.of_text(layer.title_cues):
        if passage.zone == "title":
            parts[passage.item].title_cues.append(hit)
    for hit, passage in dealer.of_text(layer.series):
        if passage.zone in ("title", "lead"):
            parts[passage.item].series.append((hit, passage))
    mask = _Mask(layer)
    for hit, passage in dealer.of_text(layer.terms, labels=True):
        beside = listing and passage.item == 0 and passage.zone not in ("title", "label")
        if not beside and not mask.hides(hit, passage):
            parts[passage.item].terms.append((hit, passage))
    return parts


def _parts(passages: Sequence[Passage], items: int) -> list[Part]:
    """A part for each item, with its passages."""
    shown: list[list[Passage]] = [[] for _ in range(items)]
    for passage in passages:
        shown[passage.item].append(passage)
    return [Part(one) for one in shown]


class Spanned(Protocol):
    """Anything that stands at a place in the text."""

    @property
    def start(self) -> int:
        """Offset in the text of its first character."""
        ...

    @property
    def end(self) -> int:
        """Offset behind its last character."""
        ...


_Thing = TypeVar("_Thing", bound=Spanned)


class _Dealer:
    """Finds the passage in which something stands."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = passages
        self._starts = [passage.start for passage in passages]

    def of_text(self, things: Iterable[_Thing], *, labels: bool = False) -> Iterator[tuple[_Thing, Passage]]:
        """Things that stand in one passage, with it; those in a line that is only a label if `labels` are asked for."""
        starts, passages = self._starts, self._passages
        for thing in things:
            at = bisect_right(starts, thing.start) - 1
            if at >= 0:
                passage = passages[at]
                if thing.end <= passage.end and (labels or passage.zone != "label"):
                    yield thing, passage


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
