"""Ask a SPARQL 1.1 endpoint over HTTP: the same answers as from a local graph.

SPARQLWrapper speaks the protocol. Its odd corners are met here: it takes a query's form from words in comments (a header
that says "add" would be sent as an update), a timeout below one second for none, an address with a `?` for one without,
hands credentials on to wherever the endpoint redirects, and leaves the connections of errors open.
"""

import os
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from http.client import HTTPException, HTTPResponse
from typing import Final

import pyoxigraph as ox
from SPARQLWrapper import GET, JSON, POST, TURTLE, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from rochdale import __version__
from rochdale.errors import QueryError, QueryTimeout
from rochdale.graph.query import Answer, collect, form_of, refuse_changes

TIMEOUT: Final = 60.0
"""Seconds, from the question to the end of the answer."""
LARGEST: Final = 1 << 28
"""Bytes of an answer that are read."""
USER: Final = "ROCHDALE_ENDPOINT_USER"
PASSWORD: Final = "ROCHDALE_ENDPOINT_PASSWORD"  # noqa: S105 - the name of the variable

_LONGEST_URL = 2000
_CHUNK = 1 << 16
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
    endpoint = _Endpoint(_checked(url), sparql, timeout)
    with _told(endpoint.endpoint, timeout), closing(endpoint.query().response) as response:
        body = _body(response, time.monotonic() + timeout)
        return _answer(body, response.headers.get_content_type(), limit)


def _checked(url: str) -> urllib.parse.SplitResult:
    try:
        parts = urllib.parse.urlsplit(url)
        known = parts.scheme in ("http", "https") and parts.hostname and (parts.port or True)
    except ValueError as error:
        raise QueryError(f"'{url}' is no address of an endpoint: {error}") from error
    if not known or re.search(r"[^!-~]", url):
        raise QueryError(f"'{url}' is no address of an endpoint; it begins with http:// or https://")
    if "@" in parts.netloc:
        raise QueryError(f"a name and password are not taken from the address; set {USER} and {PASSWORD}")
    return parts


class _Endpoint(SPARQLWrapper):
    """One question to one endpoint."""

    def __init__(self, url: urllib.parse.SplitResult, sparql: str, timeout: float) -> None:
        self._form = form_of(sparql) or "SELECT"
        super().__init__(url._replace(query="", fragment="").geturl(), agent=f"rochdale/{__version__}")
        for name, value in urllib.parse.parse_qsl(url.query, keep_blank_values=True):
            self.addParameter(name, value)
        self.setOnlyConneg(True)
        self.setReturnFormat(TURTLE if self._form in ("CONSTRUCT", "DESCRIBE") else JSON)
        self.setQuery(sparql)
        # a redirect keeps what is asked by GET and loses what is asked by POST
        self.setMethod(GET if len(urllib.parse.quote_plus(sparql)) + len(url.geturl()) < _LONGEST_URL else POST)
        self.setCredentials(os.environ.get(USER), os.environ.get(PASSWORD))
        self.timeout = timeout

    def _parseQueryType(self, query: str) -> str:  # noqa: ARG002, N802 - a method of SPARQLWrapper
        return self._form

    def _createRequest(self) -> urllib.request.Request:  # noqa: N802 - a method of SPARQLWrapper
        request = super()._createRequest()
        if credentials := request.headers.pop("Authorization", None):
            request.add_unredirected_header("Authorization", credentials)
        return request


@contextmanager
def _told(url: str, seconds: float) -> Iterator[None]:
    """Tell what goes wrong on the way in one sentence, and close what it leaves open."""
    try:
        yield
    except TimeoutError as error:
        raise QueryTimeout(seconds) from error
    except SPARQLWrapperException as error:
        refused = error.__context__
        code = refused.code if isinstance(refused, urllib.error.HTTPError) else 0
        body = error.args[0].partition("Response:\n")[2] if error.args else ""
        raise QueryError(_refusal(url, code, body)) from error
    except urllib.error.HTTPError as error:
        with closing(error):
            body = error.read(_CHUNK).decode(errors="replace")
        raise QueryError(_refusal(url, error.code, body)) from error
    except urllib.error.URLError as error:
        if isinstance(error.reason, TimeoutError):
            raise QueryTimeout(seconds) from error
        raise QueryError(f"{url} cannot be reached: {error.reason}") from error
    except (OSError, HTTPException) as error:
        raise QueryError(f"{url} broke off its answer: {error or type(error).__name__}") from error
    except _NotAnAnswerError as error:
        raise QueryError(f"{url} {error}") from error


def _refusal(url: str, code: int, body: str) -> str:
    text = "" if "<html" in body.lower() else " ".join(re.sub(r"[^\S ]|[^\x20-\uffff]", " ", body).split())
    said = f": {text[:300]}" if text else ""
    return f"{url} {_STATUS.get(code, 'does not answer')} (HTTP {code}){said}"
