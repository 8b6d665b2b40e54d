"""Coverage: which of the addresses that sitemaps list were captured."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import msgspec

from rochdale.loaders.addresses import comparable
from rochdale.loaders.readers.sitemap import Listed, Sitemap


class Coverage(msgspec.Struct, frozen=True):
    """What sitemaps list, each address once."""

    sitemaps: int
    listed: int
    """Addresses of pages."""
    captured: int
    missing: tuple[Listed, ...]
    """Pages that were not captured, and sitemaps that an index names and that are not among the sources; by address."""


def coverage(sitemaps: Sequence[Sitemap], captured: Iterable[str]) -> Coverage:
    """Compare what sitemaps list with the addresses that were captured, however either is spelled.

    A sitemap that was saved as a file is known by the file's name, since a file has no address.
    """
    there = {comparable(url) for url in captured}
    maps = {comparable(one.url) for one in sitemaps} | {_file_name(one.source) for one in sitemaps}
    pages: dict[str, Listed] = {}
    others: dict[str, Listed] = {}
    for one in _in_order(sitemaps):
        (others if one.is_sitemap else pages).setdefault(comparable(one.address), one)
    missing = [one for key, one in pages.items() if key not in there]
    gone = [one for key, one in others.items() if key not in maps and _file_name(one.address) not in maps]
    return Coverage(
        sitemaps=len(sitemaps),
        listed=len(pages),
        captured=len(pages) - len(missing),
        missing=tuple(sorted([*missing, *gone], key=lambda one: (one.address, one.sitemap))),
    )


def _in_order(sitemaps: Sequence[Sitemap]) -> Iterator[Listed]:
    """The same whatever the order of the sources."""
    return (one for sitemap in sorted(sitemaps, key=lambda sitemap: sitemap.source) for one in sitemap.listed)


def _file_name(source: str) -> str:
    """Of an address or a file, without what says that it is packed."""
    name = PurePosixPath(urlsplit(source).path if "://" in source else source.replace("\\", "/")).name
    return name.removesuffix(".gz")


def as_lines(missing: Iterable[Listed]) -> Iterator[bytes]:
    """What is missing, one JSON object a line."""
    for one in missing:
        kind = "sitemap" if one.is_sitemap else "page"
        said = {"address": one.address, "kind": kind, "lastmod": one.lastmod or None, "sitemap": one.sitemap}
        yield msgspec.json.encode(said) + b"\n"
