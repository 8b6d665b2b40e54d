"""Ask a SPARQL 1.1 endpoint over HTTP: the same answers as from a local graph.

SPARQLWrapper speaks the protocol. Its odd corners are met here: it takes a query's form from words in comments (a
header that says "add" would be sent as an update), a timeout below one second for none, an address with a `?` for one
without, hands credentials on to wherever the endpoint redirects, and keeps of an error only how Python spells it.
"""

import os
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from http.client import HTTPException, HTTPMessage, HTTPResponse
from typing import IO, Final

import pyoxigraph as ox
from SPARQLWrapper import GET, JSON, POST, TURTLE, SPARQLWrapper

from rochdale import __version__
from rochdale.errors import QueryError, QueryTimeout
from rochdale.graph.answers import Answer, collect
from rochdale.graph.safety import form_of, refuse_changes

TIMEOUT: Final = 60.0
"""Seconds, from the question to the end of the answer."""
LARGEST: Final = 1 << 28
"""Bytes of an answer that are read."""
USER: Final = "ROCHDALE_ENDPOINT_USER"
PASSWORD: Final = "ROCHDALE_ENDPOINT_PASSWORD"  # noqa: S105 - the name of the variable

_LONGEST_URL = 2000
_CHUNK = 1 << 16
_QUOTED = 300
_SCHEMES = ("http", "https")
_GRAPHS = ("CONSTRUCT", "DESCRIBE")
"""Forms of queries that are answered with triples."""
_STATUS: Final[Mapping[int, str]] = {
    400: "finds the query malformed",
    401: f"asks for a name and password; set {USER} and {PASSWORD}",
    403: "does not allow this query",
    404: "is not at this address",
    414: "finds the query too long",
    429: "is asked too often; try again later",
    500: "failed on the query",
    503: "is too busy, or stopped the query",
    504: "stopped the query",
}


def ask_remote(url: str, sparql: str, *, timeout: float = TIMEOUT, limit: int | None = None) -> Answer:
    """Ask the endpoint at `url`.

    A name and password are taken from the environment (`ROCHDALE_ENDPOINT_USER`, `ROCHDALE_ENDPOINT_PASSWORD`) and sent
    to no other address, even if the endpoint redirects there.

    Args:
        url: of the endpoint, http or https.
        sparql: SELECT, ASK, CONSTRUCT or DESCRIBE, with its prefixes.
        timeout: seconds, from the question to the end of the answer.
        limit: rows or triples kept at most; the endpoint is not told.

    Raises:
        QueryTimeout: the answer was not complete in time.
        QueryError: the address is none, the endpoint cannot be reached or refuses, or what it sends is no answer.
    """
    refuse_changes(sparql)
    try:
        endpoint = _Endpoint(_checked(url), sparql, timeout)
    except UnicodeEncodeError as error:
        raise QueryError("the query holds half a character (a lone surrogate)") from error
    deadline = time.monotonic() + timeout
    with _told(url, timeout), closing(endpoint.query().response) as response:
        body = _read(response, url, timeout, deadline)
        return _answer(url, response.headers.get_content_type(), form_of(sparql), body, limit)


def _checked(url: str) -> urllib.parse.SplitResult:
    try:
        parts = urllib.parse.urlsplit(url)
        known = parts.scheme in _SCHEMES and parts.hostname and (parts.port or True)
    except ValueError as error:
        raise QueryError(f"'{url}' is no address of an endpoint: {error}") from error
    if not known or re.search(r"[^!-~]", url):
        raise QueryError(f"'{url}' is no address of an endpoint; it begins with http:// or https://")
    if "@" in parts.netloc:
        raise QueryError(f"a name and password are not taken from the address; set {USER} and {PASSWORD}")
    return parts


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows to other addresses of the web alone."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        if urllib.parse.urlsplit(newurl).scheme not in _SCHEMES:
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _Endpoint(SPARQLWrapper):
    """One question to one endpoint."""

    def __init__(self, url: urllib.parse.SplitResult, sparql: str, timeout: float) -> None:
        self._form = form_of(sparql)
        super().__init__(url._replace(query="", fragment="").geturl(), agent=f"rochdale/{__version__}")
        for name, value in urllib.parse.parse_qsl(url.query, keep_blank_values=True):
            self.addParameter(name, value)
        self.setOnlyConneg(True)
        self.setReturnFormat(TURTLE if self._form in _GRAPHS else JSON)
        self.setQuery(sparql)
        # a redirect keeps what is asked by GET and loses what is asked by POST
        self.setMethod(GET if len(urllib.parse.quote_plus(sparql)) + len(url.geturl()) < _LONGEST_URL else POST)
        self.setCredentials(os.environ.get(USER), os.environ.get(PASSWORD))
        self._seconds = timeout

    def _parseQueryType(self, query: str) -> str:  # noqa: ARG002, N802 - a method of SPARQLWrapper
        return self._form if self._form in _GRAPHS else "SELECT"

    def _createRequest(self) -> urllib.request.Request:  # noqa: N802 - a method of SPARQLWrapper
        request = super()._createRequest()
        if credentials := request.headers.pop("Authorization", None):
            request.add_unredirected_header("Authorization", credentials)
        return request

    def _query(self) -> tuple[HTTPResponse, str]:
        opener = urllib.request.build_opener(_Redirects)
        return opener.open(self._createRequest(), timeout=self._seconds), self.returnFormat


@contextmanager
def _told(url: str, seconds: float) -> Iterator[None]:
    """Tell what goes wrong on the way in one sentence, and close what it leaves open."""
    try:
        yield
    except urllib.error.HTTPError as error:
        with closing(error):
            raise QueryError(_refusal(url, error)) from error
    except TimeoutError as error:
        raise QueryTimeout(seconds) from error
    except urllib.error.URLError as error:
        if isinstance(error.reason, TimeoutError):
            raise QueryTimeout(seconds) from error
        raise QueryError(f"{url} cannot be reached: {error.reason}") from error
    except (OSError, HTTPException) as error:
        raise QueryError(f"{url} broke off: {error or type(error).__name__}") from error


def _refusal(url: str, error: urllib.error.HTTPError) -> str:
    try:
        body = error.read(_CHUNK).decode(errors="replace")
    except (OSError, HTTPException):
        body = ""
    text = "" if "<html" in body.lower() else "".join(c if c.isprintable() else " " for c in body)
    said = f": {' '.join(text.split())[:_QUOTED]}" if text.strip() else ""
    return f"{url} {_STATUS.get(error.code, 'does not answer')} (HTTP {error.code}){said}"


def _read(response: HTTPResponse, url: str, seconds: float, deadline: float) -> bytes:
    body = bytearray()
    while chunk := response.read1(_CHUNK):
        body += chunk
        if time.monotonic() > deadline:
            raise QueryTimeout(seconds)
        if len(body) > LARGEST:
            raise QueryError(f"{url} sends more than {LARGEST >> 20} MB; ask for less with LIMIT")
    return bytes(body)


def _answer(url: str, media_type: str, form: str, body: bytes, limit: int | None) -> Answer:
    graph = ox.RdfFormat.from_media_type(media_type) if form in _GRAPHS else None
    rows = ox.QueryResultsFormat.from_media_type(media_type) if form not in _GRAPHS else None
    if graph is None and rows in (None, ox.QueryResultsFormat.CSV):
        page = "a web page" if "html" in media_type else media_type
        raise QueryError(f"{url} answers with {page}, not with results of SPARQL; is this the endpoint's address?")
    try:
        if graph is None:
            return collect(ox.parse_query_results(body, rows), limit)
        return collect((quad.triple for quad in ox.parse(body, graph, base_iri=url)), limit)
    except (SyntaxError, ValueError) as error:
        raise QueryError(f"{url} sends what is not {media_type}, as it says: {error}") from error
