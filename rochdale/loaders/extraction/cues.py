"""Cues: the words of a text that give organisations a role, or say how two of them stand to each other."""

from collections.abc import Sequence
from dataclasses import dataclass

from rochdale.loaders.extraction.names import Entry, Hit


@dataclass
class Cue:
    """A cue at a place: its role, how it stands to the organisation, and the relations it gives pairs."""

    start: int
    end: int
    role: str
    """Role that it gives, or "" for the cue of a relation."""
    use: str
    relation: str
    """Relation between those who play the role together; of the cue of a relation, that relation."""
    toward: str = ""
    """Relation of who plays the role to the organisation it is played for, or ""."""
    language: str = ""
    accented: bool = False
    """Its last letter has an accent: `financé` is no `finance`."""
    hyphened: bool = False
    """A hyphen joins it to the name: `ILO-funded`."""


def cues_of(hits: Sequence[Hit], masked: Sequence[tuple[int, int]]) -> list[Cue]:
    """Cues from hits (sorted by start, longer first), the longest at each place; none inside a masked span."""
    found: list[Cue] = []
    links: dict[str, tuple[str, str]] = {}
    reach = -1
    spans = iter(masked)
    span = next(spans, None)
    for hit in hits:
        while span is not None and span[1] <= hit.start:
            span = next(spans, None)
        if span is not None and span[0] <= hit.start and hit.end <= span[1]:
            continue
        if hit.start < reach and not (found and found[-1].start == hit.start and found[-1].end == hit.end):
            continue
        found += [_cue(hit, entry, links) for entry in hit.entries]
        reach = hit.end
    return found


def _cue(hit: Hit, entry: Entry, links: dict[str, tuple[str, str]]) -> Cue:
    """The cue of a hit; `links` keeps what each role gives."""
    accented, hyphened = entry.text[-1] in "éèáíóú", entry.text[0] == "-"
    if entry.of == "relation":
        return Cue(hit.start, hit.end, "", entry.use, entry.slug, entry.slug, entry.language, accented)
    if entry.slug not in links:
        gives, toward = (entry.thing.linked(name).rpartition("/")[2] for name in ("gives", "toward"))
        links[entry.slug] = gives, toward
    gives, toward = links[entry.slug]
    return Cue(hit.start, hit.end, entry.slug, entry.use, gives, toward, entry.language, accented, hyphened)
