"""Furniture: what a site puts around the content of its pages, told by elements, roles and the names of classes.

The words are those that themes and content systems use in classes and ids, whatever the language of the page. They are
compared with the parts of a name (`site-nav__list` has `site`, `nav` and `list`).
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

Role = Literal["", "furniture", "aside", "related", "label", "date", "byline", "hidden"]
"""What a name says of an element: left out; left out if it is all links; related content; a kicker; a date; who wrote
it; unseen."""

NEVER_SHOWN = frozenset(
    "script style template svg noscript iframe object embed canvas audio video map input select textarea datalist head "
    "title meta link base area param source track progress meter frameset frame rp del applet".split()
)
"""Elements that hold no words of the page."""
DROPPED = NEVER_SHOWN | frozenset("button label nav menu search dialog".split())
"""These, and elements that hold none of its content."""
_ROLES: dict[str, Role] = {
    "navigation": "furniture",
    "banner": "furniture",
    "contentinfo": "furniture",
    "search": "furniture",
    "menu": "furniture",
    "menubar": "furniture",
    "toolbar": "furniture",
    "tooltip": "furniture",
    "dialog": "furniture",
    "alertdialog": "furniture",
    "alert": "furniture",
    "complementary": "aside",
}
_FURNITURE = frozenset(
    "nav navbar navigation navi menu submenu megamenu mainmenu breadcrumb breadcrumbs pager pagination paginator "
    "paging cookie cookies cookiebar consent gdpr onetrust cookiebot share sharing sharer sharebar sharedaddy "
    "addtoany addthis sharethis socials newsletter subscribe subscription login signin skip skiplink skiplinks "
    "toolbar popup modal overlay lightbox advert advertisement adsense adverts comments disqus respond searchform "
    "searchbox searchbar topbar colophon backtotop totop tagcloud langswitch readmore".split()
)
_FURNITURE_NAMES = frozenset(
    "social ad ads search filter filters facets lang languages print footer site-footer page-footer site-info "
    "read-more more-link back-to-top scroll-top search-form search-block search-box language-switcher lang- "
    "switcher language-selector language-menu site-header global-header masthead facet-list comment-list comment- "
    "form comment-respond post-navigation author-bio author-box edit-link print-link".split()
)
"""Words that mean furniture only if they are all of the name."""
_SOCIAL = frozenset(
    "media links link icons icon networks network buttons button bar follow list items share nav".split()
)
_ASIDE = frozenset("sidebar aside widget widgets rail".split())
_RELATED = frozenset("related recommended recommendations".split())
_LABEL = frozenset("kicker eyebrow label type category rubric overline pretitle surtitle overtitle topline tag".split())
_DATE = frozenset("date datetime time published posted pubdate timestamp".split())
_BYLINE = frozenset("byline author vcard".split())
_HIDDEN = frozenset(
    "visually-hidden visuallyhidden sr-only screen-reader-text screen-reader element-invisible invisible d-none "
    "u-hidden is-hidden hidden hide".split()
)
_STATES = frozenset("no not with without has have is js layout".split())
"""Names that begin so tell what the page or its frame is like, not what the element is."""
_TAXONOMY = ("category-", "tag-", "post-", "type-", "page-", "term-", "status-", "format-", "author-")
"""So begin the names by which content systems tell what an entry is about."""
_CONTENT = frozenset("result results title heading card teaser entry article post item body content wrapper".split())
"""A name with one of these belongs to content, whatever else it says, unless all else says furniture."""
_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
_MOST_PARTS = 4
_HIDING = frozenset({"hidden", "aria-hidden", "style"})
_UNSEEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_LONGEST = 300


def unseen(attributes: Mapping[str, str | None]) -> bool:
    """The element's own attributes keep it from being shown or read out."""
    if _HIDING.isdisjoint(attributes):
        return False
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    if attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    return bool(style) and _UNSEEN.search(style[:_LONGEST] if style else "") is not None


def role_of(attributes: Mapping[str, str | None], tag: str) -> Role:
    """What an element's role, classes and id say of it."""
    role = attributes.get("role")
    if role and (said := _ROLES.get(role)):
        return said
    names = attributes.get("class") or ""
    identity = attributes.get("id") or ""
    if not names and not identity:
        return ""
    said = names_say(names[:_LONGEST])
    if not said and identity and tag not in _HEADINGS:
        said = names_say(identity[:_LONGEST].split(" ")[0])
        said = said if said in ("furniture", "aside") else ""
    return "" if tag == "article" and said in ("furniture", "aside") else said


_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())


@lru_cache(maxsize=8192)
def names_say(names: str) -> Role:
    """What the names of classes say of their element, the first that says anything."""
    classes = names.split()
    for name in classes:
        if name.lower() in _HIDDEN:
            # shown at some widths of the screen: `hidden md:block`, `d-none d-lg-flex`
            return (
                "" if any(":" in other or (other.startswith("d-") and other != name) for other in classes) else "hidden"
            )
    for name in classes:
        if said := _name_says(name):
            return said
    return ""


def _name_says(name: str) -> Role:
    if name.startswith(_TAXONOMY):
        return ""
    parts = [part.lower() for part in _PART.findall(name)]
    if not parts or parts[0] in _STATES or len(parts) > _MOST_PARTS + 1:
        return ""
    if "-".join(parts) in _FURNITURE_NAMES or _is_social(parts):
        return "furniture"
    content = not _CONTENT.isdisjoint(parts)
    if not content and not _FURNITURE.isdisjoint(parts):
        return "furniture"
    if not _ASIDE.isdisjoint(parts) and not content:
        return "aside"
    if not _RELATED.isdisjoint(parts):
        return "related"
    return _hint(parts[-1])


def _hint(last: str) -> Role:
    if last in _DATE:
        return "date"
    if last in _BYLINE:
        return "byline"
    return "label" if last in _LABEL else ""


def _is_social(parts: list[str]) -> bool:
    """`social-links`, not `social-economy`."""
    return "social" in parts and len(parts) > 1 and not _SOCIAL.isdisjoint(parts)


def brands(attributes: Mapping[str, str | None]) -> bool:
    """A heading that names the site, not the page; or that is not seen."""
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"[:_LONGEST].lower()
    return any(word in names for word in ("site-title", "site-name", "logo", "brand", "sitename", "sr-only", "hidden"))
