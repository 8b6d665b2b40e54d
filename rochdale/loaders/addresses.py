"""Addresses on the web: such that a graph can state them, and such that two spellings of one can be told to be one."""

import re
from urllib.parse import quote, unquote, urljoin, urlsplit

MAX_ADDRESS = 2000
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.?", re.I)
_KEPT = "/:@!$&'()*+,;=~-._"
_KEPT_IN_QUERY = _KEPT + "?"
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ESCAPED = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PORTS = {"http": 80, "https": 443}
_MADE_TO_TRACK = re.compile(r"(?:utm_\w+|fbclid|gclid|mc_cid|mc_eid)(?:=|$)", re.I)
_DEFAULT_PAGE = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.I)


def address(written: str, base: str = "") -> str:
    """The address that `written` means in a page at `base`: http or https, whole, valid as an IRI; else "".

    Signs that may not stand in an address are escaped. What has a user's name in it is no address to publish.
    """
    written = written.strip()
    if not written or len(written) > MAX_ADDRESS:
        return ""
    try:
        parts = urlsplit(urljoin(base, written))
        port = parts.port
        host = _ascii_host(parts.hostname or "")
    except ValueError:  # brackets that hold no IPv6 address, a port in words, a host that has no ASCII form
        return ""
    if parts.scheme not in _PORTS or "@" in parts.netloc or not _HOST.fullmatch(host):
        return ""
    whole = parts._replace(
        netloc=host if port is None else f"{host}:{port}",
        path=_escaped(parts.path, _KEPT),
        query=_escaped(parts.query, _KEPT_IN_QUERY),
        fragment=_escaped(parts.fragment, _KEPT_IN_QUERY),
    ).geturl()
    return whole if len(whole) <= MAX_ADDRESS else ""


def _ascii_host(host: str) -> str:
    return host if host.isascii() else host.encode("idna").decode("ascii")


def _escaped(part: str, kept: str) -> str:
    return _STRAY_PERCENT.sub("%25", quote(part, safe=kept + "%", errors="replace"))


def comparable(url: str) -> str:
    """One spelling for the addresses that lead to one page: to compare, never to follow or to publish.

    http and https, with and without `www.`, a slash at the end, a default page, a fragment, what only tracks readers,
    the order of the parameters and escapes that need not be make no difference; "" for what is no address.
    """
    whole = address(url)
    if not whole:
        return ""
    parts = urlsplit(whole)
    host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    port = "" if parts.port in (None, _PORTS[parts.scheme]) else f":{parts.port}"
    path = _DEFAULT_PAGE.sub("/", _plain(parts.path)).rstrip("/")
    said = sorted(_plain(one) for one in parts.query.split("&") if one and not _MADE_TO_TRACK.match(one))
    return f"{host}{port}{path}{'?' if said else ''}{'&'.join(said)}"


def _plain(part: str) -> str:
    """With the escapes of signs that need none undone, and the others in capitals (RFC 3986, section 6.2.2)."""
    return _ESCAPED.sub(
        lambda escape: unquote(escape[0]) if int(escape[1], 16) in _UNRESERVED else escape[0].upper(), part
    )


def name_in(url: str) -> str:
    """What a file with the page at this address would be called, without its suffix: the last part of the path."""
    parts = urlsplit(url)
    last = unquote(parts.path.rstrip("/").rpartition("/")[2], errors="replace")
    stem = last.rpartition(".")[0] or last
    return stem or parts.hostname or ""
