"""What a test asks of an item: the things that its mentions name, told by the last part of their keys."""

from collections.abc import Iterator

from rochdale.loaders.items import EntityClass, Item, Mention


def page_of(*blocks: str) -> str:
    """The text of a page: blocks of lines with a blank line between."""
    return "\n\n".join(blocks) + "\n"


def mentions(item: Item, of: EntityClass) -> list[Mention]:
    """The mentions of one class of things, in the order of the text."""
    return [mention for mention in item.mentions if mention.of == of]


def told(mention: Mention) -> str:
    """Last part of a listed thing's key (`ilo`), else the name as written."""
    return mention.key.rpartition("/")[2] or mention.name


def organisations(item: Item) -> dict[str, str]:
    """Each organisation with the first role that the item's words give it, or ""."""
    found: dict[str, str] = {}
    for mention in mentions(item, "organisation"):
        found[told(mention)] = found.get(told(mention), "") or mention.role
    return found


def countries(item: Item) -> set[str]:
    """Alpha-3 codes."""
    return {told(mention) for mention in mentions(item, "country")}


def regions(item: Item) -> set[str]:
    """Regions as the page words them."""
    return {mention.words for mention in mentions(item, "region")}


def projects(item: Item) -> set[str]:
    """Slugs of listed projects, names of others."""
    return {told(mention) for mention in mentions(item, "project")}


def persons(item: Item) -> set[str]:
    """Names of persons."""
    return {mention.name for mention in mentions(item, "person")}


def words(item: Item, of: EntityClass) -> list[str]:
    """The words of the mentions of one class, in the order of the text."""
    return [mention.words for mention in mentions(item, of)]


def partnerships(item: Item) -> set[tuple[str, str, str]]:
    """The partnerships as (first, relation, second)."""
    return set(_partnerships(item))


def pairs(item: Item) -> set[frozenset[str]]:
    """Who stands to whom in any partnership, whatever the relation and its direction."""
    return {frozenset((first, second)) for first, _, second in _partnerships(item)}


def _partnerships(item: Item) -> Iterator[tuple[str, str, str]]:
    for partnership in item.partnerships:
        first, second = (_told(key) for key in (partnership.first, partnership.second))
        yield first, partnership.relation, second


def _told(key: str) -> str:
    return key.removeprefix("organisation/")
