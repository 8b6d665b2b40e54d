"""Addresses in a page: whole, http or https, and such that they can be stated as IRIs."""

import re
from urllib.parse import quote, urljoin, urlsplit

MAX_ADDRESS = 2000
_SIGNS = r"(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*"
_WHOLE = re.compile(
    r"https?://[\w-]+(?:\.[\w-]+)*\.?(?::\d{1,5})?"
    rf"(?:[/?]{_SIGNS})?(?:#{_SIGNS})?",
    re.I | re.ASCII,
)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I | re.ASCII)
_WEB = re.compile(r"https?:", re.I | re.ASCII)
_KEPT = "%/?#:@!$&'()*+,;=~"
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_NOT_IN_ADDRESSES = re.compile(r"[\x00-\x20\x7f]+")


def address(written: str, base: str) -> str:
    """The address that `written` means in a page at `base`; "" if it is none on the web, or too long.

    A fragment of the page itself is no address. Without a base only whole addresses are.
    """
    written = written.strip()
    if not written or written[0] == "#" or len(written) > MAX_ADDRESS:
        return ""
    if _SCHEME.match(written) and not _WEB.match(written):
        return ""
    if _WHOLE.fullmatch(written):
        return written
    try:
        joined = urljoin(base, _NOT_IN_ADDRESSES.sub("%20", written))
        return _clean(joined)
    except ValueError:  # brackets that hold no IPv6 address, and the like
        return ""


def _clean(joined: str) -> str:
    parts = urlsplit(joined)
    if parts.scheme not in ("http", "https") or "@" in parts.netloc:
        return ""
    host = parts.netloc
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    whole = parts._replace(
        netloc=host, path=_quoted(parts.path), query=_quoted(parts.query), fragment=_quoted(parts.fragment)
    ).geturl()
    return whole if len(whole) <= MAX_ADDRESS and _WHOLE.fullmatch(whole) else ""


def _quoted(part: str) -> str:
    return _STRAY_PERCENT.sub("%25", quote(part, safe=_KEPT, errors="replace"))
