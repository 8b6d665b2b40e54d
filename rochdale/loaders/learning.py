"""What a corpus teaches: names that one page defines, to be found on the pages that use them without a word.

A page that writes "Bakers' Union of the Lakes (BUL)" tells what BUL means. Another page that speaks of BUL alone is
read again with that knowledge, if the corpus gives the acronym one meaning only and the vocabulary none.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable

import ahocorasick_rs
import msgspec

from rochdale.loaders.folding import key as fold_key
from rochdale.loaders.items import Mention, Record
from rochdale.loaders.vocabulary import LEARNED, Label, Thing, Vocabulary

_MIN_ACRONYM = 3
_MIN_WORDS = 3
"""Words of a name that cannot be mistaken for other words."""
_DEFINED = "definition"


def learn(records: Iterable[Record], words: Vocabulary) -> tuple[Thing, ...]:
    """The unlisted organisations that a page defines with their acronym, by key.

    Each carries the labels that are its alone: its name if that is of three words or more, its acronym if no other
    organisation bears it, here or in the vocabulary.
    """
    defined: dict[str, list[tuple[str, Mention]]] = defaultdict(list)
    meanings: dict[str, set[str]] = defaultdict(set)
    for record in records:
        for item in record.items:
            for mention in item.mentions:
                if mention.of == "organisation" and not mention.key and mention.rule == _DEFINED and mention.acronym:
                    name = fold_key(_plain_name(mention))
                    defined[name].append((item.language, mention))
                    meanings[mention.acronym].add(name)
    things = (_thing(name, said, meanings, words) for name, said in defined.items())
    return tuple(sorted((thing for thing in things if thing is not None), key=lambda thing: thing.key))


def _plain_name(mention: Mention) -> str:
    return mention.name.removesuffix(f" ({mention.acronym})")


def _thing(
    folded: str, said: list[tuple[str, Mention]], meanings: dict[str, set[str]], words: Vocabulary
) -> Thing | None:
    language, first = min(said, key=lambda one: (_plain_name(one[1]), one[1].acronym, one[0]))
    name = _plain_name(first)
    labels = []
    if folded.count(" ") + 1 >= _MIN_WORDS:
        labels.append(Label(name, language, "name"))
    for acronym in sorted({mention.acronym for _, mention in said}):
        alone = len(meanings[acronym]) == 1 and acronym not in words.bearers
        if alone and len(acronym) >= _MIN_ACRONYM and acronym.isupper():
            labels.append(Label(acronym, "", "acronym"))
    if not labels:
        return None
    key = f"organisation/{LEARNED}-{hashlib.sha256(folded.encode()).hexdigest()[:12]}"
    return Thing(
        key=key,
        slug=key.rpartition("/")[2],
        of="organisation",
        name=name,
        labels=tuple(labels),
        acronym=first.acronym,
        kind=min((mention.kind for _, mention in said if mention.kind), default=""),
        country=tuple(sorted({mention.country for _, mention in said if mention.country}))[:1],
        status=LEARNED,
    )


class Sought:
    """Tells which texts name something that was learned."""

    def __init__(self, things: Iterable[Thing]) -> None:
        labels = sorted({label.text for thing in things for label in thing.labels})
        self.digest = hashlib.sha256(msgspec.json.encode(labels)).hexdigest()[:16]
        """Changes with the names."""
        self._automaton = ahocorasick_rs.AhoCorasick(labels, store_patterns=False)

    def names(self, text: str) -> bool:
        """Whether the text holds one of the names, as written."""
        return bool(self._automaton.find_matches_as_indexes(text))
