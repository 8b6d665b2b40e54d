"""Values of an item's fields: what each can be known by, and when two of them are the same.

- An organisation or project is known by its name, its surface, the name without closing parentheses, and the
  acronym in them; what is given twice is one. Leading articles do not count, nor do honorifics of persons.
- A partnership is an unordered pair of organisations; an end also has all names of the organisations of
  its item that it names.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, Final

import msgspec

PAIRS: Final = "partnerships"
RELATIONS: Final = "partnerships with relation"

Page = dict[str, Any]

_CLOSING = re.compile(r"(.*?)\s*\(([^()]+)\)\s*")
# As the gold's own script reads them: a space need not follow, so that of "les" and "las" the s stays.
_ARTICLE = re.compile(r"^(?:the|l[ae]|el|los|l['’])\s*(?=\S)", re.IGNORECASE)
_HONORIFICS = (
    *("mr", "mrs", "ms", "miss", "dame", "sir", "dr", "prof", "professor", "hon", r"h\.?e"),
    *("his excellency", "her excellency", "m", "mme", "mlle", "sr", "sra"),
)
_HONORIFIC = re.compile(rf"^(?:(?:{'|'.join(_HONORIFICS)})\b\.?\s+)+", re.IGNORECASE)


class Value(msgspec.Struct, frozen=True):
    """One value of a field: the keys it can be known by (a partnership: at either end), and its look."""

    keys: frozenset[str]
    text: str
    surface: str | None = None
    other: frozenset[str] | None = None
    relation: str = ""


_Reader = Callable[[Page], list[Value]]


def same_value(gold: Value, predicted: Value) -> bool:
    """Whether two values share a key; partnerships, at both ends, in either order, and of one relation."""
    if gold.other is None or predicted.other is None:
        return not gold.keys.isdisjoint(predicted.keys)
    straight = gold.keys & predicted.keys and gold.other & predicted.other
    crossed = gold.keys & predicted.other and gold.other & predicted.keys
    return gold.relation == predicted.relation and bool(straight or crossed)


def title(item: Page) -> object:
    """The title by which an item is paired."""
    return item.get("title_prefix") or item.get("title")


def title_key(item: Page) -> str:
    """The title folded; empty where there is none."""
    return _folded(title(item))


def shown_title(item: Page) -> str:
    """The title as a report shows it."""
    return str(item.get("title") or item.get("title_prefix") or "(no title)")


def title_value(item: Page) -> Value:
    """The title as a value, for the list of errors."""
    return Value(frozenset(), shown_title(item))


def named(entry: Any) -> Value:
    """An organisation, a project or an end of a partnership: an object with name and surface, or a name."""
    name, surface = (entry.get("name"), entry.get("surface")) if isinstance(entry, dict) else (entry, None)
    return Value(_keys(name, surface), str(name or surface), surface)


def _folded(value: object) -> str:
    """Letters and digits only, lower case, without accents."""
    text = unicodedata.normalize("NFKD", str(value or "").casefold())
    return "".join(c for c in text if c.isalnum() and not unicodedata.combining(c))


def _keys(*names: object) -> frozenset[str]:
    """What a thing with these names can be known by; one character is too little."""
    parts = [part for name in names if name for part in _parts(str(name).strip())]
    folded = {_folded(form) for part in parts for form in (part, _ARTICLE.sub("", part.strip()))}
    return frozenset(one for one in folded if len(one) > 1)


def _parts(name: str) -> list[str]:
    """The name, and if it closes with parentheses the name without them and the acronym in them.

    "(UGTT)" is an acronym: one word with two capitals; "(Tunisia)" only tells namesakes apart. In a name
    that is all capitals, only a short word is taken for one.
    """
    closing = _CLOSING.fullmatch(name)
    if closing is None:
        return [name]
    bare, inside = closing.groups()
    longest = 20 if re.search("[a-z]", name) else 6
    one_word = 2 <= len(inside) <= longest and not re.search(r"\s", inside)
    return [name, bare, inside] if one_word and len(re.findall("[A-Z]", inside)) > 1 else [name, bare]


def _merged(values: Iterable[Value]) -> list[Value]:
    """Values that share a key are one, shown as the first of them; a value without keys is none."""
    kept: list[Value] = []
    for value in values:
        alike = [one for one in kept if one.keys & value.keys]
        first = alike[0] if alike else value
        whole = msgspec.structs.replace(first, keys=value.keys.union(*(one.keys for one in alike)))
        kept = [one for one in kept if not one.keys & value.keys]
        kept += [whole] if whole.keys else []
    return kept


def _single(field: str, key: Callable[[object], str]) -> _Reader:
    """A reader of a field with one value or none."""

    def read(item: Page) -> list[Value]:
        value = item.get(field)
        return [Value(frozenset([key(value)]), str(value))] if value else []

    return read


def _set_of(field: str) -> _Reader:
    """A reader of a field whose values are told by their words alone."""
    return lambda item: _merged(Value(_word_keys(value), str(value)) for value in item.get(field) or [])


def _plain(value: object) -> str:
    return str(value).strip().lower()


def _word_keys(value: object) -> frozenset[str]:
    return frozenset([_folded(value)]) - {""}


def _organisations(item: Page) -> list[Value]:
    return _merged(named(entry) for entry in item.get("organisations") or [])


def _projects(item: Page) -> list[Value]:
    surfaces = item.get("project_surfaces") or {}
    entries = (
        {"name": entry, "surface": surfaces.get(entry)} if isinstance(entry, str) else entry
        for entry in item.get("projects") or []
    )
    return _merged(named(entry) for entry in entries)


def _persons(item: Page) -> list[Value]:
    entries = item.get("persons") or []
    names = [str((entry if isinstance(entry, str) else entry.get("name")) or "").strip() for entry in entries]
    return _merged(Value(_word_keys(_HONORIFIC.sub("", name)), name) for name in names)


def _pairs(item: Page, with_relation: bool = False) -> list[Value]:
    """The partnerships of an item, each pair once (with relation: each pair once a relation)."""
    organisations = [named(entry).keys for entry in item.get("organisations") or []]
    kept: list[Value] = []
    for partnership in item.get("partnerships") or []:
        first, second = (named(end) for end in partnership[:2])
        relation = str(partnership[2] or "") if len(partnership) > 2 else ""
        value = Value(
            _grown(first.keys, organisations),
            f"{first.text} – {second.text}" + (f": {relation}" if relation else ""),
            other=_grown(second.keys, organisations),
            relation=_folded(relation) if with_relation else "",
        )
        if not any(same_value(value, one) for one in kept):
            kept.append(value)
    return kept


def _grown(end: frozenset[str], organisations: Sequence[frozenset[str]]) -> frozenset[str]:
    """The keys of an end and of the organisations that it names."""
    return end.union(*(keys for keys in organisations if keys & end))


READERS: Final[dict[str, _Reader]] = {
    "date": _single("date", _plain),
    "type": _single("type", _plain),
    "series": _single("series", _folded),
    "organisations": _organisations,
    "countries": _set_of("countries"),
    "regions": _set_of("regions"),
    "projects": _projects,
    "persons": _persons,
    "themes": _set_of("themes"),
    PAIRS: _pairs,
    RELATIONS: partial(_pairs, with_relation=True),
}
