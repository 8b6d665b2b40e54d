"""The furniture of a page: menus, notices, pagers, rows of buttons, forms, what readers wrote. It is no content."""

import re
from collections.abc import Sequence

from rochdale.loaders.folding import key
from rochdale.loaders.layout.lines import Line
from rochdale.loaders.vocabulary import Vocabulary

_FIGURES = re.compile(r"\d+")
_COUNTED = re.compile(r"\S.*\(\d+\)$")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+(?:\s[›/]\s?\S+)*$")
_BRACKETED = re.compile(r"\[[^\[\]]*\]$")
_CAMEL = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_MAX_FURNITURE = 120
_MAX_SIDE = 14
"""Lines of a block beside the content, at most."""
_MENU_WORDS = 3
_MIN_MENU = 4
_HEAD = 40
"""Lines from the top in which menus are looked for."""
_FROM = frozenset(("from", "de", "sur", "sobre"))
_MAX_LISTED = 12
_ALL = frozenset(("all", "tous", "toutes", "todos", "todas"))
_TOP, _FOOT = 14, 6
"""Lines at the top that may name the site, and lines at the foot that name it again."""
_LONG_LABEL, _LONGEST_LABEL = 3, 9
"""Words of a label that tells a line by its beginning."""


def content(lines: Sequence[Line], words: Vocabulary) -> list[Line]:
    """The lines of a page without its furniture."""
    for line in lines:
        if (not line.mark or line.text[0] == "[") and len(line.text) <= _MAX_FURNITURE:
            line.mark = _mark(line, words) or line.mark
    _mark_counted(lines)
    _mark_site(lines)
    for line in lines:
        if len(line.text) <= _MAX_FURNITURE and not line.date and not line.is_sentence:
            line.lists = _listed(line, words)
    return _without_menus(_without_contents(_without_blocks(lines)))


def _mark(line: Line, words: Vocabulary) -> str:
    """Mark of a line that is told by its shape or by part of it, or ""."""
    text = line.text
    first = text[0]
    picture = line.key.startswith("logo ") or line.key == "logo"
    if picture or (first in "[h" and (_BRACKETED.match(text) or _ADDRESS.match(text))):
        return "cover"
    if first == "©":
        return "end"
    if not line.key:
        return "" if len(text) < 3 else "notice"
    tokens = line.key.split()
    if line.date is not None:
        return ""
    counted = _counted_mark(text, tokens, words) if any(token.isdigit() for token in tokens) else ""
    return counted or ("" if line.meaning else _worded_mark(line, tokens, words))


def _worded_mark(line: Line, tokens: Sequence[str], words: Vocabulary) -> str:
    """The mark that the first words of a line give it, or all of them."""
    colon = line.text.find(":")
    if 0 < colon < len(line.text) - 1:
        said = key(line.text[:colon])
        mark = words.marks.get(said, "")
        if mark in ("notice", "share", "contents") or (mark == "side" and " " in said):
            return "notice"
    for size in range(min(len(tokens) - 1, _LONGEST_LABEL), _LONG_LABEL - 1, -1):
        mark = words.marks.get(" ".join(tokens[:size]), "")
        if mark in ("notice", "end"):
            return mark
    if len(tokens) <= _MAX_LISTED and _is_row(line.text, words):
        return "share"
    short = line.gap and _LONG_LABEL <= len(tokens) <= _LONG_LABEL + 1 and tokens[1] in _FROM
    return "related" if short and words.marks.get(" ".join(tokens[:2])) == "related" else ""


def _counted_mark(text: str, tokens: Sequence[str], words: Vocabulary) -> str:
    """`1 2 3 … 17 Next`, `Showing 1-7 of 66`, `3 responses to ...`: told by what is not a figure."""
    rest = [token for token in tokens if not token.isdigit()]
    if not rest:
        short = max(map(len, tokens)) < len("1000")
        return "pager" if short and (len(tokens) > 2 or any(sign in text for sign in "…>»[<«")) else ""
    mark = words.marks.get(" ".join(rest), "")
    if mark in ("pager", "comments", "notice"):
        return mark
    if len(tokens) - len(rest) > 1 and all(words.marks.get(word) == "pager" for word in rest):
        return "pager"
    least = 2 if tokens[0].isdigit() else 3
    if any(words.marks.get(" ".join(rest[:size])) == "pager" for size in range(least, 6) if len(rest) > size):
        return "pager"
    for size in (3, 2):
        if len(rest) > size and tokens[0].isdigit() and words.marks.get(" ".join(rest[:size])) == "comments":
            return "comments"
    return ""


def _is_row(text: str, words: Vocabulary) -> bool:
    """A row of buttons: `Share | Print | PDF`, `Facebook Twitter LinkedIn`, `PrintEmailShare`."""
    parts = [key(part) for part in re.split(r"\s*[|·•/,]\s*|\s+", text)]
    if len(parts) == 1:
        parts = [part.lower() for part in _CAMEL.findall(text)]
    if len(parts) < 2:
        return False
    known = sum(words.marks.get(part) in ("share", "notice", "end") for part in parts if part)
    return known > 1 and known * 2 > len(parts)


def _mark_counted(lines: Sequence[Line]) -> None:
    """Mark facets, `Energy (12)` upon `Finance (27)`, and the word that heads them."""
    facets = [
        at
        for at, line in enumerate(lines)
        if line.text.endswith(")") and len(line.text) <= _MAX_FURNITURE and _COUNTED.match(line.text)
    ]
    found = {at for at in facets if len(lines[at].key.split()) <= _MIN_MENU + 1}
    for at in sorted(found):
        if at - 1 in found or at + 1 in found:
            lines[at].mark = lines[at].mark or "side-line"
            above = lines[at - 1] if at else None
            if above is not None and at - 1 not in found and " " not in above.text and not lines[at].gap:
                above.mark = above.mark or "side-line"


def _listed(line: Line, words: Vocabulary) -> str:
    """What it says is listed (`Press release archive`, `Latest news`, `Resources on ...`): a type, `rubric` or ""."""
    tokens = line.key.split()
    if not tokens or tokens[0] in _ALL or len(tokens) > _MAX_LISTED:
        return ""
    if ":" in line.text[2:20] and words.marks.get(key(line.text.partition(":")[0])) == "side":
        return "rubric"
    parts = [part for size in (3, 2, 1) for part in (" ".join(tokens[:size]), " ".join(tokens[-size:]))]
    meaning = next((found for part in parts if (found := words.lines.get(part)) and found.of != "topic"), None)
    if meaning is not None:
        return meaning.type
    return "rubric" if any(words.marks.get(part) == "rubric" for part in parts) else ""


def _mark_site(lines: Sequence[Line]) -> None:
    """Tell the lines near the top that name the site: those of the rights at the foot say it too, or begin with it."""
    rights = [line.key for line in lines[len(lines) // 2 :] if "©" in line.text or line.key.startswith("copyright")]
    foot = [line.key for line in lines[-_FOOT:]]
    for line in lines[:_TOP]:
        if len(line.key) <= len("site") or line.is_sentence:
            continue
        line.site = any(line.key in one for one in rights) or any(
            one.startswith(line.key + " ") or (one == line.key and len(lines) > _TOP + _FOOT) for one in foot
        )


def _without_blocks(lines: Sequence[Line]) -> list[Line]:
    """Without what marks tell: notices, blocks beside the content, readers' comments, the foot of the page."""
    kept: list[Line] = []
    half = len(lines) // 2
    gaps = any(line.gap for line in lines)
    comments = sum(line.mark == "comments" for line in lines)
    at = 0
    while at < len(lines):
        line = lines[at]
        mark = line.mark
        at += 1
        if mark in ("end", "pager") and at > half and (mark == "end" or _FIGURES.search(line.text)):
            break
        if mark == "comments" and comments < _MIN_MENU and at > 2:
            break
        if mark == "pager" and at > half and at < len(lines) and not (lines[at].mark or lines[at].date):
            at += not _FIGURES.search(line.text)  # the neighbour's title
        elif mark == "side":
            if not gaps and at > half:
                break
            at = _behind_block(lines, at)
        elif mark == "notice" and not kept and at < len(lines) and lines[at].is_sentence and not lines[at].gap:
            at = _behind_block(lines, at)
        elif mark not in ("notice", "pager", "share", "side-line", "comments", "end") or (
            mark == "end" and line.meaning
        ):
            kept.append(line)
    return kept


def _behind_block(lines: Sequence[Line], at: int) -> int:
    """Where a block that ends with a blank line is over; it is one line long where there are no blank lines."""
    most = at + _MAX_SIDE
    for end in range(at, min(most, len(lines))):
        if lines[end].gap:
            return end
    return len(lines) if len(lines) < most else at


def _without_contents(lines: list[Line]) -> list[Line]:
    """Without lists of what the page holds: lines in a row that stand again further down."""
    last = {line.key: at for at, line in enumerate(lines) if line.key}
    dropped: set[int] = set()
    run: list[int] = []
    for at, line in enumerate(lines):
        told = line.date or line.mark or line.meaning or line.is_sentence
        if line.key and last[line.key] > at and not told:
            run.append(at)
            continue
        if (
            len(run) > 2
            and len({lines[i].key for i in run}) == len(run)
            and all(last[lines[i].key] > run[-1] for i in run)
        ):
            dropped.update(run)
        run = []
    at = next((at for at, line in enumerate(lines) if line.mark == "contents"), -1)
    while at >= 0:  # a heading tells the rest of the list, whose lines may be worded otherwise
        dropped.add(at)
        end = at + 1
        while end < len(lines) and not lines[end].gap and not lines[end].date and not lines[end].mark:
            end += 1
        dropped.update(range(at + 1, end))
        at = next((i for i in range(end, len(lines)) if lines[i].mark == "contents"), -1)
    return [line for at, line in enumerate(lines) if at not in dropped] if dropped else lines


def _without_menus(lines: list[Line]) -> list[Line]:
    """Without runs of a few words each near the top, if something follows that can be a title."""
    dropped: set[int] = set()
    at = 0
    head = next((at for at, line in enumerate(lines[:_HEAD]) if line.date), min(_HEAD, len(lines)))
    while at < head:
        end = at
        while end < len(lines) and _may_be_offer(lines[end]) and (end == at or lines[end].gap == lines[at + 1].gap):
            end += 1
        if end - at > 1 and end < len(lines) and lines[end - 1].gap and not lines[end].gap:
            end -= 1  # it heads the block that follows
        first = at + (lines[at].gap and bool(lines[at].lists) and not lines[min(at + 1, end - 1)].gap)
        if end - at >= _MIN_MENU and end < len(lines):
            dropped.update(range(first + (at == 0 and " " in lines[0].text), end))
        at = max(end, at + 1)
        if at < len(lines) and lines[at - 1].is_sentence and len(lines[at - 1].text) > _MAX_FURNITURE:
            break
    for at in sorted(dropped):
        if at + 1 < len(lines) and at + 1 not in dropped:
            lines[at + 1].behind = True
    rest = [line for at, line in enumerate(lines) if at not in dropped]
    able = [line for line in rest[:_MIN_MENU] if not (line.is_sentence or line.date or line.mark)]
    return rest if able else lines


def _may_be_offer(line: Line) -> bool:
    return (
        0 < len(line.key.split()) <= _MENU_WORDS
        and not (line.is_sentence or line.date or line.bullet or line.inline_mark)
        and line.mark in ("", "rubric")
        and line.text[-1] not in "?:!"
        and not line.text[0].isdigit()
    )
