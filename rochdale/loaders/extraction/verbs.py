"""Verbs: the forms in which a text uses a verb that the vocabulary lists by its principal parts.

A regular verb is listed by its infinitive (`fund`, `financer`, `financiar`). Of another the parts follow, in the order

- English: infinitive, past, participle (`hold, held, held`);
- French: infinitive, present singular, present plural, future stem, participle
  (`tenir, tient, tiennent, tiendr, tenu`);
- Spanish: infinitive, present singular, present plural, past singular, past plural, future stem, participle
  (`hacer, hace, hacen, hizo, hicieron, har, hecho`).

What stands behind the verb itself (`carry out`, `mettre en œuvre`, `llevar a cabo`) stands behind each form.
Only forms of the third person are made, and the participle with the agent's preposition.
"""

from collections.abc import Iterator
from typing import Literal

Use = Literal["active", "plural", "passive"]
Form = tuple[str, Use]

_VOWELS = "aeiou"
_AGENT = {"en": "by", "fr": "par", "es": "por"}
_MANNERS = {
    "en": (" jointly", " together"),
    "fr": (" conjointement", " ensemble"),
    "es": (" conjuntamente",),
}
"""What may stand between the participle and the agent: several did it, or one."""
_MELTED: dict[str, dict[str, tuple[str, ...]]] = {
    "fr": {" de": (" du", " des", " d'"), " à": (" au", " aux")},
    "es": {" de": (" del",), " a": (" al",)},
}
_PARTS = {"en": 3, "fr": 5, "es": 7}


def forms(listed: str, language: str) -> Iterator[Form]:
    """The forms of a verb, each with its use; none in a language whose verbs are not known here.

    `plural` are those that an English name in the singular can only stand before as a word of its own: `ILO support`.
    """
    parts = [part.strip() for part in listed.split(",")]
    if language not in _PARTS:
        return
    head, _, rest = parts[0].partition(" ")
    if len(parts) != _PARTS[language]:
        parts = [head, *_REGULAR[language](head)]
    else:
        parts[0] = head
    rest = f" {rest}" if rest else ""
    for form, use in _FORMS[language](parts):
        if use == "passive":
            for manner in ("", *_MANNERS[language]):
                yield f"{form}{rest}{manner} {_AGENT[language]}", use
        else:
            yield form + rest, use


def contracted(phrase: str, language: str) -> Iterator[str]:
    """A phrase and, where it ends with a preposition that melts into the article, its other endings: `de`, `du`."""
    yield phrase
    for ending, others in _MELTED.get(language, {}).items():
        if phrase.endswith(ending):
            yield from (phrase[: -len(ending)] + other for other in others)


def _english(infinitive: str) -> list[str]:
    if infinitive.endswith("e"):
        past = infinitive + "d"
    elif _ends_in_consonant_and_y(infinitive):
        past = infinitive[:-1] + "ied"
    else:
        past = infinitive + "ed"
    return [past, past]


def _ends_in_consonant_and_y(word: str) -> bool:
    return word.endswith("y") and word[-2] not in _VOWELS


def _english_forms(parts: list[str]) -> Iterator[Form]:
    infinitive, past, participle = parts
    if _ends_in_consonant_and_y(infinitive):
        present = infinitive[:-1] + "ies"
    else:
        present = infinitive + ("es" if infinitive.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")
    stem = infinitive[:-1] if infinitive.endswith("e") and not infinitive.endswith("ee") else infinitive
    doubled = past.endswith(f"{infinitive[-1] * 2}ed") or (infinitive, past) in (("run", "ran"), ("set", "set"))
    going = f"{infinitive}{infinitive[-1]}ing" if doubled else f"{stem}ing"
    yield infinitive, "plural"
    yield present, "active"
    yield past, "active"
    for auxiliary in ("is", "are", "been", "was", "were", "be"):
        yield f"{auxiliary} {going}", "active"
        yield f"{auxiliary} jointly {going}", "active"
    if participle != past:
        for auxiliary in ("has", "have", "had"):
            yield f"{auxiliary} {participle}", "active"
            yield f"{auxiliary} jointly {participle}", "active"
    yield participle, "passive"


def _french(infinitive: str) -> list[str]:
    stem = infinitive[:-2]
    if infinitive.endswith("ir"):
        return [f"{stem}it", f"{stem}issent", infinitive, f"{stem}i"]
    if infinitive.endswith("re"):
        return [stem, f"{stem}ent", f"{stem}r", f"{stem}u"]
    if infinitive.endswith("oyer") or infinitive.endswith("uyer"):
        weak = stem[:-1] + "i"
        return [f"{weak}e", f"{weak}ent", f"{weak}er", f"{stem}é"]
    return [f"{stem}e", f"{stem}ent", infinitive, f"{stem}é"]


def _french_forms(parts: list[str]) -> Iterator[Form]:
    _, singular, plural, future, participle = parts
    yield singular, "active"
    yield plural, "active"
    yield f"{future}a", "active"
    yield f"{future}ont", "active"
    for auxiliary in ("a", "ont", "avait", "avaient"):
        for manner in ("", *_MANNERS["fr"], " également", " aussi"):
            yield f"{auxiliary}{manner} {participle}", "active"
    feminine = f"{participle}e"
    plain = participle if participle.endswith("s") else f"{participle}s"
    for form in dict.fromkeys((participle, feminine, plain, f"{feminine}s")):
        yield form, "passive"


def _spanish(infinitive: str) -> list[str]:
    stem = infinitive[:-2]
    if infinitive.endswith("ar"):
        return [f"{stem}a", f"{stem}an", f"{stem}ó", f"{stem}aron", infinitive, f"{stem}ado"]
    return [f"{stem}e", f"{stem}en", f"{stem}ió", f"{stem}ieron", infinitive, f"{stem}ido"]


def _spanish_forms(parts: list[str]) -> Iterator[Form]:
    _, singular, plural, past, pasts, future, participle = parts
    for form in (singular, plural, past, pasts, f"{future}á", f"{future}án"):
        yield form, "active"
    for auxiliary in ("ha", "han", "había", "habían"):
        yield f"{auxiliary} {participle}", "active"
    for form in (participle, participle[:-1] + "a", participle + "s", participle[:-1] + "as"):
        yield form, "passive"


_REGULAR = {"en": _english, "fr": _french, "es": _spanish}
_FORMS = {"en": _english_forms, "fr": _french_forms, "es": _spanish_forms}
