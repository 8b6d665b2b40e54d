import base64
import json
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from rochdale.errors import QueryError, QueryTimeout
from rochdale.graph import remote
from rochdale.graph.query import bind
from rochdale.graph.questions import catalogue
from rochdale.graph.remote import PASSWORD, USER, ask_remote

ROWS = {
    "head": {"vars": ["name", "items"]},
    "results": {
        "bindings": [
            {
                "name": {"type": "literal", "value": "Orchard Growers' Union", "xml:lang": "en"},
                "items": {
                    "type": "literal",
                    "value": "2",
                    "datatype": "http://www.w3.org/2001/XMLSchema#integer",
                },
            },
            {"items": {"type": "literal", "value": "1"}},
        ]
    },
}
JSON = "application/sparql-results+json"
SELECT = "SELECT ?name ?items WHERE { ?s ?name ?items } ORDER BY ?name"


class Asked:
    """One request as the endpoint saw it."""

    def __init__(self, handler: BaseHTTPRequestHandler) -> None:
        address = urllib.parse.urlsplit(handler.path)
        size = int(handler.headers.get("Content-Length", 0))
        sent = handler.rfile.read(size).decode() if size else address.query
        self.method = handler.command
        self.path = address.path
        self.fields = {name: values[0] for name, values in urllib.parse.parse_qs(sent).items()}
        self.headers = handler.headers


class Endpoint(ThreadingHTTPServer):
    """An endpoint on this machine that answers as a test says."""

    daemon_threads = True

    def __init__(self) -> None:
        self.status = 200
        self.headers: dict[str, str] = {"Content-Type": JSON}
        self.body: bytes = json.dumps(ROWS).encode()
        self.asked: list[Asked] = []
        self.before: Callable[[], Any] = lambda: None
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}/sparql"

    def gives(self, body: bytes | str, media_type: str = JSON, status: int = 200, **headers: str) -> None:
        self.body = body.encode() if isinstance(body, str) else body
        self.status, self.headers = status, {"Content-Type": media_type, **headers}

    def handle_error(self, request: object, client_address: object) -> None:
        """A reader that hangs up is what some tests want."""


class Handler(BaseHTTPRequestHandler):
    server: Endpoint

    def do_GET(self) -> None:
        self.server.asked.append(Asked(self))
        self.server.before()
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(self.server.body)

    do_POST = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Tests are silent."""


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[Endpoint]:
    for name in (USER, PASSWORD):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with serving() as server:
        yield server


class serving:  # noqa: N801 - reads as a word
    def __enter__(self) -> Endpoint:
        self.server = Endpoint()
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        self.thread.start()
        return self.server

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


def test_rows_come_back_as_from_a_local_graph(endpoint: Endpoint) -> None:
    answer = ask_remote(endpoint.url, SELECT)
    assert answer.columns == ("name", "items")
    assert list(answer) == [{"name": "Orchard Growers' Union", "items": 2}, {"name": None, "items": "1"}]
    assert not answer.cut


def test_a_limit_keeps_the_first_rows_and_says_that_there_are_more(endpoint: Endpoint) -> None:
    answer = ask_remote(endpoint.url, SELECT, limit=1)
    assert len(answer) == 1
    assert answer.cut


def test_an_ask_is_yes_or_no(endpoint: Endpoint) -> None:
    endpoint.gives('{"head": {}, "boolean": false}')
    assert ask_remote(endpoint.url, "ASK { ?s ?p ?o }").boolean is False


def test_results_in_xml_are_read(endpoint: Endpoint) -> None:
    endpoint.gives(
        '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="x"/></head>'
        '<results><result><binding name="x"><uri>urn:a</uri></binding></result></results></sparql>',
        "application/sparql-results+xml; charset=utf-8",
    )
    assert list(ask_remote(endpoint.url, SELECT)) == [{"x": "urn:a"}]


def test_a_construct_asks_for_turtle_and_gives_triples(endpoint: Endpoint) -> None:
    endpoint.gives("<a> <urn:p> 'é' .".encode(), "text/turtle")
    answer = ask_remote(endpoint.url, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert answer.triples is not None
    assert [str(triple) for triple in answer.triples] == [f'<{endpoint.url.removesuffix("sparql")}a> <urn:p> "é"']
    assert "text/turtle" in endpoint.asked[0].headers["Accept"]


def test_a_short_query_is_got_and_a_long_one_posted(endpoint: Endpoint) -> None:
    ask_remote(endpoint.url, SELECT)
    long = SELECT + "#" + "é" * 2000
    ask_remote(endpoint.url, long)
    assert [(asked.method, asked.fields) for asked in endpoint.asked] == [
        ("GET", {"query": SELECT}),
        ("POST", {"query": long}),
    ]


def test_a_question_of_the_catalogue_can_be_asked(endpoint: Endpoint) -> None:
    ask_remote(endpoint.url, bind(catalogue()["partners"], {"organisation": "organisation/ilo"}))
    assert "VALUES ?organisation { <https://w3id.org/rochdale/organisation/ilo> }" in endpoint.asked[0].fields["query"]


def test_words_in_comments_do_not_make_an_update_of_a_query(endpoint: Endpoint) -> None:
    sparql = f"#+ summary: Add\n#+ description: insert, delete, drop\n#+ columns: load\n{SELECT}"
    ask_remote(endpoint.url, sparql)
    assert endpoint.asked[0].fields == {"query": sparql}


def test_fields_of_the_address_are_sent_along(endpoint: Endpoint) -> None:
    ask_remote(f"{endpoint.url}?default-graph-uri=urn:g&key=#here", SELECT)
    assert endpoint.asked[0].path == "/sparql"
    assert endpoint.asked[0].fields == {"default-graph-uri": "urn:g", "query": SELECT}


@pytest.mark.parametrize("sparql", ["INSERT DATA { <urn:a> <urn:b> 1 }", "PREFIX a: <urn:a>\n# why\nclear all"])
def test_an_update_is_refused_before_it_is_sent(endpoint: Endpoint, sparql: str) -> None:
    with pytest.raises(QueryError, match="would change the graph"):
        ask_remote(endpoint.url, sparql)
    assert not endpoint.asked


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://example.org/sparql", "begins with http"),
        ("file:///etc/hosts", "begins with http"),
        ("example.org/sparql", "begins with http"),
        ("http:///sparql", "begins with http"),
        ("http://example.org/a b", "begins with http"),
        ("http://example.org:many/", "no address"),
        ("http://[::1/", "no address"),
        ("http://me:secret@example.org/", USER),
        ("", "no address"),
    ],
)
def test_what_is_no_address_of_the_web_is_refused(url: str, reason: str) -> None:
    with pytest.raises(QueryError, match=reason):
        ask_remote(url, SELECT)


def test_a_password_in_an_address_is_not_repeated() -> None:
    with pytest.raises(QueryError) as caught:
        ask_remote("http://me:secret@example.org/", SELECT)
    assert "secret" not in str(caught.value)


def test_name_and_password_come_from_the_environment(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    ask_remote(endpoint.url, SELECT)
    monkeypatch.setenv(USER, "ana")
    monkeypatch.setenv(PASSWORD, "olives")
    ask_remote(endpoint.url, SELECT)
    basic = "Basic " + base64.b64encode(b"ana:olives").decode()
    assert [asked.headers["Authorization"] for asked in endpoint.asked] == [None, basic]


def test_name_and_password_are_not_sent_where_the_endpoint_redirects(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(USER, "ana")
    monkeypatch.setenv(PASSWORD, "olives")
    with serving() as other:
        endpoint.gives("", "text/plain", 302, Location=f"{other.url}?query={urllib.parse.quote(SELECT)}")
        assert len(ask_remote(endpoint.url, SELECT)) == 2
        assert other.asked[0].fields == {"query": SELECT}
        assert other.asked[0].headers["Authorization"] is None
    assert endpoint.asked[0].headers["Authorization"] is not None


@pytest.mark.parametrize("place", ["file:///etc/hosts", "ftp://127.0.0.1/x"])
def test_a_redirect_out_of_the_web_is_not_followed(endpoint: Endpoint, place: str) -> None:
    endpoint.gives("", "text/plain", 302, Location=place)
    with pytest.raises(QueryError, match="HTTP 302"):
        ask_remote(endpoint.url, SELECT)


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (
            400,
            "Parse error:\n line 1,\x1b[31m column 8",
            r"malformed \(HTTP 400\): Parse error: line 1, \[31m column 8$",
        ),
        (401, "", rf"set {USER} and {PASSWORD} \(HTTP 401\)$"),
        (403, "no", r"does not allow this query \(HTTP 403\): no$"),
        (404, "<html><body>Oops</body></html>", r"is not at this address \(HTTP 404\)$"),
        (414, "", "too long"),
        (418, "", r"does not answer \(HTTP 418\)$"),
        (500, "x" * 5000, r"failed on the query \(HTTP 500\): x{300}$"),
        (503, "", "busy"),
    ],
)
def test_a_refusal_is_told_in_one_sentence(endpoint: Endpoint, status: int, body: str, reason: str) -> None:
    endpoint.gives(body, "text/plain", status)
    with pytest.raises(QueryError, match=reason) as caught:
        ask_remote(endpoint.url, SELECT)
    assert str(caught.value).startswith(endpoint.url)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("body", "media_type", "reason"),
    [
        ("<!doctype html><title>Welcome</title>", "text/html; charset=utf-8", "a web page, not with results of SPARQL"),
        ("name,items\r\n", "text/csv", "text/csv, not with results of SPARQL"),
        ("", "text/plain", "text/plain, not with results of SPARQL"),
        ("<a> <b> <c> .", "text/turtle", "text/turtle, not with results of SPARQL"),
        ('{"head": {"vars": ["x"]}, "results": {"bind', JSON, "sends what is not application/sparql-results"),
        ("{}", JSON, "sends what is not application/sparql-results"),
        (b"\xff\xfe", JSON, "sends what is not application/sparql-results"),
    ],
)
def test_what_is_no_answer_is_told_as_such(endpoint: Endpoint, body: str | bytes, media_type: str, reason: str) -> None:
    endpoint.gives(body, media_type)
    with pytest.raises(QueryError, match=reason):
        ask_remote(endpoint.url, SELECT)


def test_rows_for_a_construct_are_no_answer(endpoint: Endpoint) -> None:
    with pytest.raises(QueryError, match="not with results"):
        ask_remote(endpoint.url, "DESCRIBE <urn:a>")


def test_an_endpoint_that_keeps_silent_is_given_up(endpoint: Endpoint) -> None:
    released = threading.Event()
    endpoint.before = lambda: released.wait(5)
    try:
        with pytest.raises(QueryTimeout) as caught:
            ask_remote(endpoint.url, SELECT, timeout=0.2)
    finally:
        released.set()
    assert caught.value.seconds == 0.2


def test_an_endpoint_that_never_ends_is_given_up(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 0.5, 2.0])
    monkeypatch.setattr(remote, "_CHUNK", 16)
    monkeypatch.setattr(time, "monotonic", lambda: next(clock, 2.0))
    with pytest.raises(QueryTimeout):
        ask_remote(endpoint.url, SELECT, timeout=1)


def test_an_answer_too_large_to_read_is_refused(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "LARGEST", 1 << 20)
    endpoint.gives(b" " * ((1 << 20) + 1))
    with pytest.raises(QueryError, match="more than 1 MB; ask for less"):
        ask_remote(endpoint.url, SELECT)


def test_an_answer_cut_off_on_its_way_is_told(endpoint: Endpoint) -> None:
    endpoint.gives('{"head"')
    endpoint.headers["Content-Length"] = "5000"
    with pytest.raises(QueryError, match="sends what is not"):
        ask_remote(endpoint.url, SELECT)


def test_an_endpoint_that_is_not_there_is_told(endpoint: Endpoint) -> None:
    with serving() as gone:
        pass
    with pytest.raises(QueryError, match="cannot be reached"):
        ask_remote(gone.url, SELECT)


def test_half_a_character_is_refused(endpoint: Endpoint) -> None:
    with pytest.raises(QueryError, match="half a character"):
        ask_remote(endpoint.url, 'SELECT ?s { ?s ?p "\ud800" }')
    assert not endpoint.asked
