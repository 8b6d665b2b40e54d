"""Safety: which SPARQL is refused before anything answers it."""

import re
from typing import Final

from rochdale.errors import QueryError

_PROLOGUE = re.compile(
    r"(?:\s|#[^\n\r]*+|PREFIX\s++[^\s:<>#]*+:\s*+<[^<>\s]*+>|BASE\s*+<[^<>\s]*+>|VERSION\s*+(?:'[^']*+'|\"[^\"]*+\"))*+",
    re.IGNORECASE,
)
_CHANGES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"})


def form_of(sparql: str) -> str:
    """The first word after the prologue, in capitals: SELECT, ASK, CONSTRUCT, DESCRIBE, INSERT, ...; or ""."""
    prologue = _PROLOGUE.match(sparql)
    word = re.compile("[A-Za-z]*").match(sparql, prologue.end() if prologue else 0)
    return word[0].upper() if word else ""


def refuse_changes(sparql: str) -> None:
    """Refuse SPARQL Update.

    Raises:
        QueryError: it begins like one.
    """
    form = form_of(sparql)
    if form in _CHANGES:
        raise QueryError(f"{form} would change the graph, which is here for reading; sources change it, by a new build")


_NAME_CHARS = r"[\w.·‿⁀\u0300-\u036f-]"
_SKIPPED: Final = (
    re.compile(r"#[^\n\r]*"),
    re.compile(r"<[^<>\"{}|^`\\\x00-\x20]*>"),
    re.compile(r"'''(?:'{0,2}(?:[^'\\]|\\.))*'''", re.DOTALL),
    re.compile(r'"""(?:"{0,2}(?:[^"\\]|\\.))*"""', re.DOTALL),
    re.compile(r"'(?:[^'\\\n\r]|\\.)*'"),
    re.compile(r'"(?:[^"\\\n\r]|\\.)*"'),
    re.compile(r"[?$]\w+"),
    re.compile(r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*"),
)
"""Tokens in which any words may stand: comments, IRIs, texts, variables, language tags."""
_NAME = re.compile(rf"({_NAME_CHARS}*)(?::(?:{_NAME_CHARS}|:|%[0-9A-Fa-f]{{2}}|\\.)*)?")
"""A keyword, number or name; what stands before the colon of a name is its prefix."""
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def refuse_service(sparql: str) -> None:
    """Refuse SERVICE: it makes the machine that answers ask another one, of the asker's choice.

    Whether `<` begins an IRI or compares is for a parser to say. Both are tried here, so that no reading of the query
    has a SERVICE that this overlooks; a prefix with these letters is refused for the same reason.

    Raises:
        QueryError: a SERVICE stands outside comments, IRIs and texts.
    """
    texts = {sparql, _CODE_POINT.sub(_character, sparql)}
    if any("service" in text.lower() and _has_service(text) for text in texts):
        raise QueryError("SERVICE is refused: it would make this machine ask another endpoint (ask that one itself)")


def _character(escape: re.Match[str]) -> str:
    code = int(escape[1] or escape[2], 16)
    return chr(code) if code <= 0x10FFFF else escape[0]


def _has_service(sparql: str) -> bool:
    reachable, seen = [0], set[int]()
    while reachable:
        at = reachable.pop()
        if at in seen or at >= len(sparql):
            continue
        seen.add(at)
        name = _NAME.match(sparql, at)
        if name and "service" in name[1].lower():
            return True
        token = next((match for pattern in _SKIPPED if (match := pattern.match(sparql, at))), name)
        reachable.append(max(token.end() if token else at, at + 1))
        if sparql[at] == "<":
            reachable.append(at + 1)
        if sparql[at] == "\\":
            reachable.append(at + 2)
    return False
