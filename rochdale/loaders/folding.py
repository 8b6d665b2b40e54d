"""Folding: the same name however it is typed.

`fold` keeps the length of the text, so that an offset in the folded text is an offset in the text.
`key` does not; it is for comparing whole lines.
"""

import re
import unicodedata

_PLAIN = {"ı": "i", "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d"}
"""Letters that Unicode does not take apart into a plain one and a mark."""
_LIGATURES = str.maketrans({**_PLAIN, "œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "'": "", "’": ""})


class _FoldTable(dict[int, str]):
    """Code point to one folded character, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        base = unicodedata.normalize("NFKD", char)[:1] if code > 127 else char
        base = _PLAIN.get(base, base)
        low = base.lower()
        if len(low) != 1:
            low = base
        folded = low if low.isalnum() else ("&" if low == "&" else " ")
        self[code] = folded
        return folded


_TABLE = _FoldTable()
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


def fold(text: str) -> str:
    """Lower case, no accents, every other sign a space; as long as `text`."""
    if not text.isascii():  # str.translate is fast on ASCII alone, and most pages have few other signs
        text = _NOT_ASCII.sub(_fold_one, text)
    return text.translate(_TABLE)


def _fold_one(match: re.Match[str]) -> str:
    return _TABLE[ord(match[0])]


def key(text: str) -> str:
    """What two spellings of one line have in common: folded words joined by single spaces."""
    if text.isascii() and text.isalpha():  # one plain word: most of what is asked for
        return text.lower()
    return " ".join(fold(text).split())


def slug(text: str, limit: int = 60) -> str:
    """A lower-case ASCII local name: letters and digits joined by hyphens, cut at a word before `limit`.

    Characters without an ASCII form are left out; the result can be empty.
    """
    plain = unicodedata.normalize("NFKD", text.translate(_LIGATURES)).lower()
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in plain if not unicodedata.combining(c)).split()
    cut = ""
    for word in words:
        grown = f"{cut}-{word}" if cut else word
        if len(grown) > limit:
            break
        cut = grown
    return cut or "-".join(words)[:limit]
