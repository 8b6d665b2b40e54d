"""From one document to its record: parse, extract. A pure function of the document and the vocabulary."""

import re
from functools import cached_property
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from resiliparse.parse.lang import detect_fast

from rochdale.loaders.document import Document
from rochdale.loaders.extraction import countries, organisations, people, projects, themes
from rochdale.loaders.extraction.names import Gazetteer, Hit, choose, gazetteer, settle
from rochdale.loaders.extraction.organisations import Organisation
from rochdale.loaders.extraction.passages import Passage, Sentences, passages
from rochdale.loaders.extraction.roles import Cue, Pair, cues_of, read_sentence
from rochdale.loaders.extraction.types import Clues, item_type
from rochdale.loaders.folding import key
from rochdale.loaders.items import Fault, Item, Mention, Partnership, Record
from rochdale.loaders.layout import Page, RawItem, event_day, read_page
from rochdale.loaders.vocabulary import Thing, Vocabulary

VERSION = "1"
"""Raised with any change of what extraction yields; part of the cache's key."""

_CONFIDENCE = {
    "label": 0.98,
    "acronym": 0.95,
    "local-label": 0.8,
    "demonym": 0.9,
    "place-name": 0.85,
    "glued-names": 0.9,
    "theme-term": 0.8,
}
_NUMBER_AFTER = re.compile(r"[\s,:–-]*(?:(?:[Ii]ssue|[Nn]o|[Nn]r|[Nn]úm|[Vv]ol|[Nn]umber|[Nn]uméro|[Nn]úmero|[Ee]dition|[Nn][º°])\.?\s*|#\s*)*(\d{1,3}|[IVXL]{1,5})\b")
_CONNECTED = re.compile(r"(?:,\s*|\s(?:and|et|y|e|&)\s|,\s(?:and|et|y)\s)(?:the |la |le |el |l['’])?$")
_SERIES_SENTENCE = re.compile(r"[”\"»’']?\s+(?:is a series|are a series|series\b|interview series|features|est une série|es una serie|presents|presenta|présente)")
_FIELD_ROLES = {"field-donor": "donor", "field-partner": "partner", "field-implementer": "implementer", "field-organiser": "organiser"}
LANGUAGES = ("en", "fr", "es", "pt", "it", "de", "ar", "ru", "zh", "ja", "tr")
_MIN_LETTERS_OF_A_LANGUAGE = 40


def read_record(document: Document, names: Gazetteer | None = None) -> Record:
    """Read one document: its items with all that their words say.

    Items stand in page order, the page itself first; mentions in the order of the text. Dates and other fields that break their own
    rules are left out of the items and listed as faults.
    """
    return _Reading(document, names or gazetteer()).record()


class _Layer(msgspec.Struct):
    """What the whole document names, before it is dealt out to items."""

    organisations: list[Organisation]
    places: list[Hit]
    projects: list[tuple[int, int, Thing | None, str, str, float]]
    persons: list[people.Person]
    terms: list[Hit]
    cues: list[Cue]
    title_cues: list[Hit]
    series: list[Hit]


class _Reading:
    """The state of reading one document."""

    def __init__(self, document: Document, names: Gazetteer) -> None:
        self.document = document
        self.text = document.text
        self.names = names
        self.words = names.words
        self.sentences = Sentences(self.text)
        self.page: Page = read_page(self.text, self.words)
        self.faults: list[Fault] = []

    def record(self) -> Record:
        language = self.language
        layer = self._layer()
        parts = self._dealt(layer)
        items = tuple(self._item(index, raw, parts[index], language) for index, raw in enumerate(self.page.items))
        if not items:
            self._fault(1, "title", self.text.strip()[:80], "no line of the page can be a title; the page is left out")
        return Record(
            document=self.document.sha256,
            slug=self.document.slug,
            source=self.document.source,
            media_type=self.document.media_type,
            reader=self.document.reader,
            url=self.document.url,
            captured=self.document.captured,
            language=language,
            publisher=self._publisher(items),
            kind=self.page.kind,  # type: ignore[arg-type]
            items=items,
            faults=tuple(self.faults),
        )

    @cached_property
    def language(self) -> str:
        """The page's language: two letters."""
        sample = self.text[:4000]
        return detect_fast(sample, langs=list(LANGUAGES))[0] if len(sample) >= _MIN_LETTERS_OF_A_LANGUAGE else "en"

    def _fault(self, line: int, field: str, words: str, reason: str) -> None:
        self.faults.append(Fault(source=self.document.source, line=line, field=field, words=words, reason=reason))

    # -- what the document names --------------------------------------------------------------------------------------------------

    def _layer(self) -> _Layer:
        buckets: dict[str, list[Hit]] = defaultdict(list)
        for hit in self.names.find(self.text):
            if len(hit.entries) == 1:
                buckets[hit.entries[0].thing.of].append(hit)
            else:
                for of in dict.fromkeys(entry.thing.of for entry in hit.entries):
                    buckets[of].append(Hit(hit.start, hit.end, tuple(e for e in hit.entries if e.thing.of == of)))
        place_hits = settle([*buckets["country"], *buckets["region"]] if not buckets["region"] else _merged(buckets["country"], buckets["region"]))
        place_hits = self._with_glued(place_hits)
        named = self._named(buckets, place_hits)
        project_layer = self._projects(buckets["project"], named)
        found = [o for o in self._organisations(buckets, place_hits, named) if not _is_part_of_a_name(o, project_layer)]
        spans = [(o.start, o.end) for o in found]
        project_layer = [p for p in project_layer if p[2] is not None or not any(a < p[1] and p[0] < b for a, b in spans)]
        cues = cues_of(buckets["role"], spans)
        donors = [(cue.end, cue.end + 60) for cue in cues if cue.role == "donor" and cue.use == "passive"]
        named_people = self._people(buckets["person-word"], found, project_layer, spans)
        masked = [*spans, *((p.start, p.end) for p in named_people)]
        works = [(p[0], p[1]) for p in project_layer]
        place_hits = list(countries.places(self.text, place_hits, masked, works, [(a, self._clause_end(a, b)) for a, b in donors]))
        return _Layer(
            organisations=found,
            places=[hit for hit in choose(place_hits, named, self.words)],
            projects=project_layer,
            persons=named_people,
            terms=settle(buckets["theme"]),
            cues=cues,
            title_cues=buckets["type"],
            series=buckets["series"],
        )

    def _clause_end(self, start: int, end: int) -> int:
        match = re.compile(r"[.;:\n]|\bin\b|\bto\b|\bfor\b").search(self.text, start, end)
        return match.start() if match else min(end, len(self.text))

    def _with_glued(self, places: list[Hit]) -> list[Hit]:
        chains = list(countries.glued(self.text, self.words))
        if not chains:
            return places
        free = [hit for hit in places if not any(hit.start < c.end and c.start < hit.end for c in chains)]
        return sorted([*free, *chains], key=lambda hit: hit.start)

    def _named(self, buckets: dict[str, list[Hit]], places: Sequence[Hit]) -> Counter[str]:
        """Keys of things that the page names beyond doubt."""
        named: Counter[str] = Counter()
        for hit in (*buckets["organisation"], *buckets["project"], *places):
            keys = {entry.thing.key for entry in hit.entries if entry.label.use != "local"}
            if len(keys) == 1:
                named[keys.pop()] += 1
        return named

    # -- organisations -------------------------------------------------------------------------------------------------------------

    def _organisations(self, buckets: dict[str, list[Hit]], places: Sequence[Hit], named: Counter[str]) -> list[Organisation]:
        text = self.text
        listed = settle(sorted([*buckets["organisation"], *organisations.inner_definitions(text, self.names)], key=lambda h: (h.start, -h.end)))
        chosen = [_from_hit(hit) for hit in choose(listed, named, self.words)]
        chosen = _without_nested(sorted([*chosen, *organisations.governments(text, places, self.words)], key=lambda o: (o.start, -o.end)))
        defined = list(organisations.definitions(text))
        chosen, local = self._apply_definitions(chosen, defined)
        chosen += self._unlisted(chosen, buckets["kind"], places)
        chosen = _without_nested(sorted(chosen, key=lambda o: (o.start, -o.end)))
        return self._with_local_acronyms(chosen, local, defined)

    def _apply_definitions(
        self, chosen: list[Organisation], defined: Sequence[organisations.Definition]
    ) -> tuple[list[Organisation], dict[str, Organisation]]:
        """What the page's own definitions mean: they win over the vocabulary for the acronym they define."""
        local: dict[str, Organisation] = {}
        known_heads = organisations.heads(self.words)
        for definition in defined:
            long_form = self.text[definition.start : definition.paren].rstrip()
            known = next((o for o in chosen if o.start <= definition.start and definition.paren - 1 <= o.end <= definition.end), None)
            if known is None:
                known = next((o for o in chosen if o.end in (definition.paren, definition.paren - 1) and o.key and o.end - o.start >= len(long_form) * 0.6), None)
            if known is not None:
                known.end = max(known.end, definition.end)
                local[definition.acronym] = known
                continue
            start, end = organisations.trim(self.text, definition.start, definition.start + len(long_form))
            kind = organisations.head_kind(self.text[start:end].split(), known_heads)
            if kind and kind != "none":
                name = self.text[start:end]
                found = Organisation(start, definition.end, "", name, "definition", 0.9, kind, acronym=definition.acronym)
                local[definition.acronym] = found
                chosen = [o for o in chosen if o.end <= start or o.start >= definition.end]
                chosen.append(found)
        return chosen, local

    def _with_local_acronyms(
        self, chosen: list[Organisation], local: dict[str, Organisation], defined: Sequence[organisations.Definition]
    ) -> list[Organisation]:
        if not local:
            return chosen
        spans = [(d.paren, d.end) for d in defined]
        out = []
        for o in chosen:
            acronym = self.text[o.start : o.end]
            if acronym in local and local[acronym] is not o and local[acronym].key != o.key and not o.parent:
                continue
            out.append(o)
        for acronym, meant in local.items():
            for match in re.finditer(rf"(?<![\w-]){re.escape(acronym)}(?![\w])", self.text):
                start, end = match.span()
                if any(a <= start < b for a, b in spans) or any(o.start < end and start < o.end for o in out):
                    continue
                out.append(
                    Organisation(start, end, meant.key, meant.name, "defined-acronym", 0.9, meant.kind, meant.parent, meant.country, acronym if not meant.key else "")
                )
        return sorted(out, key=lambda o: (o.start, -o.end))

    def _unlisted(self, chosen: Sequence[Organisation], heads: Iterable[Hit], places: Sequence[Hit]) -> list[Organisation]:
        text = self.text
        spans: dict[tuple[int, int], None] = {}
        for head in heads:
            if not text[head.start].isupper() or any(o.start <= head.start and head.end <= o.end for o in chosen):
                continue
            start = text.rfind("\n", 0, head.start) + 1
            stop = text.find("\n", head.end)
            spans[(start, stop if stop >= 0 else len(text))] = None
        found = []
        for organisation in organisations.unlisted(text, spans, self.words):
            fitted = self._fit(self._before_listed(organisation, chosen), chosen, places)
            if fitted is not None:
                found.append(fitted)
        return found

    def _before_listed(self, found: Organisation, chosen: Sequence[Organisation]) -> Organisation:
        """`A and LISTED`: the name ends before the connector."""
        for known in chosen:
            if found.start < known.start < found.end:
                cut = _CONNECTED.search(self.text, found.start, known.start)
                if cut:
                    found.end = cut.start()
                    found.name = self.text[found.start : found.end]
        return found

    def _fit(self, found: Organisation, chosen: Sequence[Organisation], places: Sequence[Hit]) -> Organisation | None:
        """An unlisted name beside listed ones: dropped where a listed one covers it, cut where one opens it, with its parent or country."""
        for known in chosen:
            if known.start <= found.start and found.end <= known.end:
                return None
            if known.start <= found.start < known.end < found.end or known.start < found.end <= known.end and found.start < known.start:
                if known.start == found.start and found.kind == "unit" and known.key:
                    found.parent = known.key
                    continue
                if known.end - known.start > 0.6 * (found.end - found.start) or found.kind != "unit":
                    return None
        inside = [hit for hit in places if found.start <= hit.start and hit.end <= found.end and hit.of == "country"]
        if inside:
            found.country = inside[0].entry.thing.key
        return found

    # -- projects, persons ---------------------------------------------------------------------------------------------------------

    def _projects(self, hits: Sequence[Hit], named: Counter[str]) -> list[tuple[int, int, Thing | None, str, str, float]]:
        found: list[tuple[int, int, Thing | None, str, str, float]] = [
            (hit.start, hit.end, hit.entry.thing, hit.entry.thing.name, hit.entry.rule, _CONFIDENCE.get(hit.entry.rule, 0.9))
            for hit in choose(settle(hits), named, self.words)
        ]
        taken = [(f[0], f[1]) for f in found]
        for project in (*projects.unlisted(self.text), *projects.acronym_projects(self.text)):
            if any(a < project.end and project.start < b for a, b in taken):
                continue
            if any(s.start <= project.start < s.end for s in ()):
                continue
            taken.append((project.start, project.end))
            found.append((project.start, project.end, None, project.name, project.rule, project.confidence))
        return sorted(found, key=lambda f: (f[0], -f[1]))

    def _people(
        self,
        cues: Sequence[Hit],
        found: Sequence[Organisation],
        project_layer: Sequence[tuple[int, int, Thing | None, str, str, float]],
        spans: Sequence[tuple[int, int]],
    ) -> list[people.Person]:
        openings = [
            (raw.title.start, raw.title.end, raw.meaning is not None and raw.meaning.type == "interview" or "interview" in raw.label.lower())
            for raw in self.page.items
        ]
        authors = [(line.start, line.end) for raw in self.page.items for f in raw.fields if f.mark == "field-author" for line in f.lines]
        taken = [*spans, *((p[0], p[1]) for p in project_layer if p[2] is not None)]
        persons = list(people.persons(self.text, cues, openings, authors, taken, self.words))
        for person in persons:
            near = next((o for o in found if 0 <= o.start - person.end <= 90 and "\n" not in self.text[person.end : o.start]), None)
            if near is not None and not re.search(r"[.;!?]\s", self.text[person.end : near.start]):
                person.affiliation = near.name
        return persons

    # -- items ---------------------------------------------------------------------------------------------------------------------

    def _dealt(self, layer: _Layer) -> list["_Part"]:
        """What belongs to each item, by the passage that it stands in."""
        lines = passages(self.page.items)
        starts = [p.start for p in lines]
        parts = [_Part() for _ in self.page.items]

        def home(start: int, end: int, *, label: bool = False) -> Passage | None:
            at = bisect_right(starts, start) - 1
            if at < 0 or end > lines[at].end or (lines[at].zone == "label" and not label):
                return None
            return lines[at]

        for o in layer.organisations:
            if passage := home(o.start, o.end):
                parts[passage.item].organisations.append((o, passage))
        for hit in layer.places:
            if passage := home(hit.start, hit.end):
                parts[passage.item].places.append((hit, passage))
        for found in layer.projects:
            if passage := home(found[0], found[1]):
                parts[passage.item].projects.append((found, passage))
        for person in layer.persons:
            if passage := home(person.start, person.end):
                parts[passage.item].persons.append((person, passage))
        names = [(o.start, o.end) for o in layer.organisations]
        places = frozenset((hit.start, hit.end) for hit in layer.places if hit.entry.label.use != "demonym")
        names += places
        names += [(p[0], p[1]) for p in layer.projects] + [(hit.start, hit.end) for hit in layer.series]
        for hit in layer.terms:
            passage = home(hit.start, hit.end, label=True)
            if passage and not self._is_masked(hit, passage, names, places):
                parts[passage.item].terms.append((hit, passage))
        for cue in layer.cues:
            if passage := home(cue.start, cue.end):
                parts[passage.item].cues.append((cue, passage))
        for hit in layer.title_cues:
            passage = home(hit.start, hit.end)
            if passage and passage.zone == "title":
                parts[passage.item].title_cues.append(hit)
        for hit in layer.series:
            passage = home(hit.start, hit.end)
            if passage and passage.zone in ("title", "lead"):
                parts[passage.item].series.append((hit, passage))
        return parts

    def _is_masked(self, hit: Hit, passage: Passage, names: Sequence[tuple[int, int]], places: frozenset[tuple[int, int]]) -> bool:
        """A theme's term inside a name; a strong one in a title counts all the same."""
        strong = passage.zone in ("title", "label") and not hit.entry.label.hidden
        if self.page.kind == "listing" and passage.item == 0 and passage.zone not in ("title", "label"):
            return True
        if strong:
            return any(a <= hit.start and hit.end <= b for a, b in names if (a, b) in places)
        return any(a <= hit.start and hit.end <= b for a, b in names)

    def _item(self, index: int, raw: RawItem, part: "_Part", language: str) -> Item:
        pairs = self._roles(part)
        pairs += self._field_roles(part)
        acting = any(o.role and p.zone == "title" and o.role_rule == "active-cue" for o, p in part.organisations)
        series_key, series, number = self._series(raw, part)
        kind, rule = item_type(
            raw,
            Clues(
                kind=self.page.kind,
                cues=part.title_cues,
                works=[(f[0], f[1], f[2] is not None and f[2].kind == "tool") for f, p in part.projects if p.zone == "title"],
                acting=acting,
                series_type=self.words.things[series_key].linked("itemType").rpartition("/")[2] if series_key and not raw.meaning else "",
                listed_type=self._listed_type,
            ),
        )
        slugs, terms = themes.strongest((hit, passage.zone) for hit, passage in part.terms)
        mentions = [
            *self._organisation_mentions(part),
            *self._place_mentions(part),
            *self._project_mentions(part),
            *self._person_mentions(part),
            *self._theme_mentions(part, slugs, terms),
        ]
        mentions.sort(key=lambda m: (m.start, m.end, m.of, m.key))
        return Item(
            part=raw.part,  # type: ignore[arg-type]
            title=_one_line(raw.title.text),
            title_start=raw.title.start,
            line=raw.title.number,
            language=self._title_language(raw.title.text, language),
            type=kind,
            type_rule=rule,
            label=raw.label,
            label_start=raw.label_at.start if raw.label_at else -1,
            cut=raw.title.end == len(self.text) and len(raw.title.text) >= 30,
            date=self._date(raw, kind),
            series=series,
            series_key=series_key,
            series_number=number,
            summary=_one_line(" ".join(line.text for line in raw.lead))[:2000],
            related=raw.related,
            mentions=tuple(mentions),
            partnerships=tuple(self._partnerships(pairs, part)),
            themes=slugs,
        )

    @staticmethod
    def _title_language(title: str, language: str) -> str:
        foreign = sum(not c.isascii() and c.isalpha() and not "À" <= c <= "ſ" for c in title)
        if foreign * 2 > len(title):
            return detect_fast(title, langs=["ar", "ru", "zh", "ja"])[0]
        return language

    def _date(self, raw: RawItem, kind: str) -> str:
        if raw.date is not None and raw.date_at is not None:
            if not raw.date.iso:
                self._fault(raw.date_at.number, "date", raw.date_at.text, raw.date.reason)
            elif len(raw.date.iso) == 10 and (not raw.date.span or kind == "event"):
                return raw.date.iso
        return event_day(raw) if kind == "event" else ""

    def _series(self, raw: RawItem, part: "_Part") -> tuple[str, str, str]:
        if raw.meaning is not None and raw.meaning.of == "series":
            return raw.meaning.key, raw.meaning.name, raw.series_number
        for hit, passage in part.series:
            match = _NUMBER_AFTER.match(self.text, hit.end)
            if passage.zone == "title" and match and _is_named_series(hit):
                return hit.entry.thing.key, hit.entry.thing.name, match.group(1)
            opens = hit.start - passage.start < 10 or _SERIES_SENTENCE.match(self.text, hit.end)
            if passage.zone == "lead" and raw.part == "entry" and _is_named_series(hit) and opens:
                return hit.entry.thing.key, hit.entry.thing.name, ""
        return "", "", ""

    @cached_property
    def _listed_type(self) -> str:
        """The type that a listing's own title gives its entries: `Publications on ...`."""
        if self.page.kind != "listing" or not self.page.items or self.page.items[0].part != "page":
            return ""
        first = key(self.page.items[0].title.text).split(" ")
        for size in (3, 2, 1):
            meaning = self.words.lines.get(" ".join(first[:size]))
            if meaning is not None and meaning.type in ("publication", "event", "project", "call", "interview"):
                return meaning.type
        return ""

    def _publisher(self, items: Sequence[Item]) -> str:
        publishers = Counter(
            to for item in items if item.series_key for by, to in self.words.things[item.series_key].links if by == "publisher"
        )
        return publishers.most_common(1)[0][0] if publishers else ""

    # -- roles and partnerships ----------------------------------------------------------------------------------------------------

    def _roles(self, part: "_Part") -> list[tuple[Pair, Passage]]:
        """Read each sentence that names organisations; gives them their roles."""
        by_sentence: dict[tuple[int, int], tuple[Passage, list[Organisation]]] = {}
        for o, passage in part.organisations:
            if passage.zone != "field":
                bounds = self.sentences.bounds(passage, o.start)
                by_sentence.setdefault(bounds, (passage, []))[1].append(o)
        pairs = []
        for (start, end), (passage, names) in by_sentence.items():
            cues = [cue for cue, _ in part.cues if start <= cue.start and cue.end <= end]
            for pair in read_sentence(self.text, start, end, names, cues, title=passage.zone == "title"):
                pairs.append((pair, passage))
        return pairs

    def _field_roles(self, part: "_Part") -> list[tuple[Pair, Passage]]:
        """Donors, implementers and partners named in fields; they stand to whoever carries the work out."""
        groups: dict[str, list[tuple[Organisation, Passage]]] = defaultdict(list)
        for o, passage in part.organisations:
            role = _FIELD_ROLES.get(passage.mark, "")
            if role:
                o.role, o.role_rule = role, "field"
                groups[role].append((o, passage))
        if not groups:
            return []
        doing = [o for o, _ in groups["implementer"]] or self._lead(part)
        pairs = []
        for role, relation in (("donor", "fund"), ("partner", "partner")):
            for o, passage in groups[role]:
                for other in doing:
                    if other.name != o.name:
                        pairs.append((Pair(o, other, relation, "field", passage.start, passage.end, 0.8), passage))
        return pairs

    def _lead(self, part: "_Part") -> list[Organisation]:
        """The organisation that carries out what a fact sheet tells of: the implementer its text names, else its publisher."""
        free = [o for o, passage in part.organisations if passage.zone != "field"]
        acting = [o for o in free if o.role in ("implementer", "organiser") and o.key]
        return (acting or [o for o in free if o.key])[:1]

    def _partnerships(self, pairs: Sequence[tuple[Pair, Passage]], part: "_Part") -> Iterator[Partnership]:
        seen: set[tuple[str, str, str]] = set()
        for pair, passage in pairs:
            first, second = pair.first, pair.second
            a, b = first.key or first.name, second.key or second.name
            if a == b or self._is_kin(first.key, second.key) or first.parent == b or second.parent == a:
                continue
            if (*sorted((a, b)), pair.relation) in seen:
                continue
            seen.add((*sorted((a, b)), pair.relation))  # type: ignore[arg-type]
            start, end = min(first.start, second.start), max(first.end, second.end)
            yield Partnership(
                first=a,
                second=b,
                first_name=self._full(first),
                second_name=self._full(second),
                relation=pair.relation,
                words=_one_line(self.text[start:end]) if passage.zone != "field" else _one_line(self.text[pair.start : pair.end]),
                start=start if passage.zone != "field" else pair.start,
                end=end if passage.zone != "field" else pair.end,
                sentence=_one_line(self.text[pair.start : pair.end]),
                line=passage.line,
                rule=pair.rule,
                confidence=pair.confidence,
            )

    def _is_kin(self, a: str, b: str) -> bool:
        return self._is_above(a, b) or self._is_above(b, a)

    def _is_above(self, a: str, b: str) -> bool:
        seen = 0
        while b and seen < 6:
            thing = self.words.things.get(b)
            b = thing.parent if thing else ""
            if b and b == a:
                return a != "organisation/un"
            seen += 1
        return False

    # -- mentions ------------------------------------------------------------------------------------------------------------------

    def _sentence(self, passage: Passage, start: int) -> str:
        begin, end = self.sentences.bounds(passage, start)
        return _one_line(self.text[begin:end])

    def _full(self, o: Organisation) -> str:
        if o.key:
            return self.words.name(o.key)
        return f"{o.name} ({o.acronym})" if o.acronym and o.acronym not in o.name else o.name

    def _organisation_mentions(self, part: "_Part") -> Iterator[Mention]:
        for o, passage in part.organisations:
            thing = self.words.things.get(o.key)
            yield Mention(
                of="organisation",
                key=o.key,
                name=self._full(o),
                words=_one_line(self.text[o.start : o.end]),
                start=o.start,
                end=o.end,
                sentence=self._sentence(passage, o.start),
                line=passage.line,
                rule=o.rule,
                confidence=o.confidence,
                role=o.role,
                parent=thing.parent if thing and thing.kind == "unit" else o.parent,
                kind=o.kind,
                acronym=o.acronym,
                country=o.country,
            )

    def _place_mentions(self, part: "_Part") -> Iterator[Mention]:
        for hit, passage in part.places:
            entry = hit.entry
            region_name = entry.of == "region" and entry.label.use in ("name", "other")
            words = _one_line(self.text[hit.start : hit.end])
            yield Mention(
                of=entry.of,  # type: ignore[arg-type]
                key=entry.thing.key,
                name=words if region_name else self._label(entry.thing),
                words=words,
                start=hit.start,
                end=hit.end,
                sentence=self._sentence(passage, hit.start),
                line=passage.line,
                rule=entry.rule,
                confidence=_CONFIDENCE.get(entry.rule, 0.9),
            )

    def _label(self, thing: Thing) -> str:
        """Preferred label in the page's language, else in English."""
        return next((label.text for label in thing.labels if label.use == "name" and label.language == self.language), thing.name)

    def _project_mentions(self, part: "_Part") -> Iterator[Mention]:
        for (start, end, thing, name, rule, confidence), passage in part.projects:
            yield Mention(
                of="project",
                key=thing.key if thing else "",
                name=name,
                words=_one_line(self.text[start:end]),
                start=start,
                end=end,
                sentence=self._sentence(passage, start),
                line=passage.line,
                rule=rule,
                confidence=confidence,
            )

    def _person_mentions(self, part: "_Part") -> Iterator[Mention]:
        for person, passage in part.persons:
            yield Mention(
                of="person",
                key="",
                name=person.name,
                words=_one_line(self.text[person.start : person.end]),
                start=person.start,
                end=person.end,
                sentence=self._sentence(passage, person.start),
                line=passage.line,
                rule=person.rule,
                confidence=person.confidence,
                affiliation=person.affiliation,
            )

    def _theme_mentions(self, part: "_Part", slugs: Sequence[str], terms: themes.Terms) -> Iterator[Mention]:
        where = {(hit.start, hit.end): passage for hit, passage in part.terms}
        for slug in slugs:
            for hit in terms[slug]:
                passage = where[(hit.start, hit.end)]
                entry = next(entry for entry in hit.entries if entry.thing.slug == slug)
                yield Mention(
                    of="theme",
                    key=entry.thing.key,
                    name=entry.thing.name,
                    words=_one_line(self.text[hit.start : hit.end]),
                    start=hit.start,
                    end=hit.end,
                    sentence=self._sentence(passage, hit.start),
                    line=passage.line,
                    rule="theme-term",
                    confidence=0.5 if entry.label.hidden else 0.8,
                )


class _Part(msgspec.Struct):
    """What one item names, each thing with the passage that it stands in."""

    organisations: list[tuple[Organisation, Passage]] = msgspec.field(default_factory=list)
    places: list[tuple[Hit, Passage]] = msgspec.field(default_factory=list)
    projects: list[tuple[tuple[int, int, Thing | None, str, str, float], Passage]] = msgspec.field(default_factory=list)
    persons: list[tuple[people.Person, Passage]] = msgspec.field(default_factory=list)
    terms: list[tuple[Hit, Passage]] = msgspec.field(default_factory=list)
    cues: list[tuple[Cue, Passage]] = msgspec.field(default_factory=list)
    title_cues: list[Hit] = msgspec.field(default_factory=list)
    series: list[tuple[Hit, Passage]] = msgspec.field(default_factory=list)


def _is_part_of_a_name(o: Organisation, works: Sequence[tuple[int, int, Thing | None, str, str, float]]) -> bool:
    """Part of a project's one-word name (the COOP of Think.COOP), or an unlisted name inside a listed project's."""
    for start, end, thing, *_ in works:
        if thing is not None and start <= o.start and o.end <= end and (not o.key or start < o.start < o.end == end and o.end - o.start < 5):
            return True
    return False


def _is_named_series(hit: Hit) -> bool:
    """A series with a name of its own, not a type line such as `Report`."""
    return bool(hit.entry.thing.linked("publisher"))


def _from_hit(hit: Hit) -> Organisation:
    entry = hit.entry
    thing = entry.thing
    return Organisation(hit.start, hit.end, thing.key, thing.name, entry.rule, _CONFIDENCE.get(entry.rule, 0.9), thing.kind, thing.parent)


def _without_nested(found: Sequence[Organisation]) -> list[Organisation]:
    kept: list[Organisation] = []
    for o in found:
        if kept and o.start < kept[-1].end:
            if o.end > kept[-1].end and o.end - o.start > kept[-1].end - kept[-1].start:
                kept[-1] = o
            continue
        kept.append(o)
    return kept


def _merged(a: Sequence[Hit], b: Sequence[Hit]) -> list[Hit]:
    return sorted([*a, *b], key=lambda hit: (hit.start, -hit.end))


def _one_line(text: str) -> str:
    return " ".join(text.split())
