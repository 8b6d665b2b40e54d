"""A page and its items."""

from rochdale.loaders.items import PageKind
from rochdale.loaders.layout.cards import cards, first_card
from rochdale.loaders.layout.head import header
from rochdale.loaders.layout.lines import Line, Page, split_lines
from rochdale.loaders.layout.listings import (
    MIN_PAIRS,
    MOSTLY,
    dated_entries,
    dated_listing,
    is_numbered_listing,
    is_separator,
    numbered_listing,
    paired_entries,
    separated_listing,
)
from rochdale.loaders.layout.teasers import teased_listing, without_more
from rochdale.loaders.layout.zones import repeated_listing
from rochdale.loaders.vocabulary import Vocabulary


def read_page(text: str, folded: str, words: Vocabulary, language: str = "") -> Page:
    """Find the items of a page.

    Args:
        text: of the document.
        folded: the same text folded.
        words: the vocabulary.
        language: of the page.

    Returns:
        The page's kind (listing, thematic, article) and its items; no items if the text holds no line that can be a
        title.
    """
    content = _content(split_lines(text, folded, words, language))
    lines = without_more(content)
    if not lines:
        return Page("article", ())
    numbered = [i for i, line in enumerate(lines) if line.item and line.mark == ""]
    if is_numbered_listing(lines, numbered):
        return numbered_listing(lines, numbered)
    marks = [i for i, line in enumerate(lines) if is_separator(line)]
    if len(marks) > 2:
        return separated_listing(lines, marks)
    lines = [line for line in lines if not is_separator(line)]
    has_cards = _has_cards(lines)
    repeated = None if has_cards else repeated_listing(content)
    if repeated is not None:
        return repeated
    dated = dated_entries(lines)
    if dated:
        return dated_listing(lines, dated)
    paired = paired_entries(lines)
    if len(paired) >= MIN_PAIRS and 2 * len(paired) >= MOSTLY * (len(lines) - paired[0]):
        return dated_listing(lines, paired)
    return (None if has_cards else teased_listing(content)) or _single_page(lines)


def _has_cards(lines: list[Line]) -> bool:
    return any(line.mark in ("related", "placeholder") for line in lines) or first_card(lines) < len(lines)


def _content(lines: list[Line]) -> list[Line]:
    """Lines without notices, pictures' stand-ins and the foot of the page."""
    kept: list[Line] = []
    skipping = False
    for i, line in enumerate(lines):
        if line.mark == "notice":
            skipping = True
            continue
        if skipping and not line.gap and kept == [] and i:
            continue
        skipping = False
        if line.mark == "end" and i > len(lines) // 2:
            break
        kept.append(line)
    return kept


def _single_page(lines: list[Line]) -> Page:
    related = next((i for i, line in enumerate(lines) if line.mark == "related" and i), len(lines))
    cards_at = min(related, first_card(lines[:related]))
    page = header(lines[:cards_at])
    found = list(cards(lines[cards_at:]))
    kind: PageKind = "article"
    if page and ((len(found) > 2 and not page.date) or (page.meaning and page.meaning.type == "thematic")):
        kind = "thematic"
    return Page(kind, (*([page] if page else []), *found))
