"""A page and its items."""

from rochdale.loaders.dates import order_of_figures
from rochdale.loaders.items import PageKind
from rochdale.loaders.layout.cards import cards, first_card
from rochdale.loaders.layout.furniture import content
from rochdale.loaders.layout.head import header
from rochdale.loaders.layout.lines import Line, Page, split_lines
from rochdale.loaders.layout.listings import (
    is_numbered_listing,
    is_separator,
    numbered_listing,
    separated_listing,
)
from rochdale.loaders.layout.pattern import patterned_listing
from rochdale.loaders.layout.tables import tabled_listing
from rochdale.loaders.layout.teasers import teased_listing, without_more
from rochdale.loaders.vocabulary import Vocabulary

_MIN_TEXT = 120
"""Characters of a paragraph that makes the page above related content a text."""


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
    page = content(split_lines(text, folded, words, language), words)
    lines = without_more(page)
    if not lines:
        return Page("article", ())
    table = tabled_listing(lines, words, order_of_figures(text, language))
    if table is not None:
        return table
    numbered = [i for i, line in enumerate(lines) if line.item and line.mark == ""]
    if is_numbered_listing(lines, numbered):
        return numbered_listing(lines, numbered)
    marks = [i for i, line in enumerate(lines) if is_separator(line)]
    if len(marks) > 2:
        return separated_listing(lines, marks)
    lines = [line for line in lines if not is_separator(line)]
    has_cards = _has_cards(lines)
    repeated = None if has_cards else patterned_listing(page)
    if repeated is not None:
        return repeated
    return (None if has_cards else teased_listing(page)) or _single_page(lines)


def _has_cards(lines: list[Line]) -> bool:
    """Related content stands below a text; `Latest news` above all entries heads a listing."""
    related = next((i for i, line in enumerate(lines) if line.mark == "related"), None)
    if related is not None and any(line.is_sentence and len(line.text) > _MIN_TEXT for line in lines[:related]):
        return True
    return any(line.mark == "placeholder" for line in lines) or first_card(lines) < len(lines)


def _single_page(lines: list[Line]) -> Page:
    related = next((i for i, line in enumerate(lines) if line.mark == "related" and i), len(lines))
    cards_at = min(related, first_card(lines[:related]))
    page = header(lines[:cards_at])
    found = list(cards(lines[cards_at:]))
    kind: PageKind = "article"
    if page and ((len(found) > 2 and not page.date) or (page.meaning and page.meaning.type == "thematic")):
        kind = "thematic"
    return Page(kind, (*([page] if page else []), *found))
