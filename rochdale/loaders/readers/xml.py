"""XML as it comes off the web: decoded, mended where what is meant is plain, checked before anything relies on it.

No entity is ever expanded but those of HTML and of XML itself: a document that declares others is refused.
"""

import codecs
import re
from collections.abc import Callable, Iterator
from html.entities import name2codepoint
from xml.parsers import expat

import msgspec

from rochdale.errors import SourceError
from rochdale.loaders.readers.kinds import charset

MAX_DEPTH = 200
MAX_ATTRIBUTES = 100
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARATION = re.compile(r"\s*<\?xml\s[^>]{0,300}\?>")
_ENCODING = re.compile(rb"\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_AMPERSAND = re.compile(r"&(?!#\d{1,7};|#[xX][0-9a-fA-F]{1,6};)(?:(\w{1,40});)?", re.ASCII)
_OWN = frozenset({"amp", "lt", "gt", "quot", "apos"})
_CDATA, _CDATA_END = "<![CDATA[", "]]>"
_TROUBLE_WITH = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "atom": "http://www.w3.org/2005/Atom",
}


class Checked(msgspec.Struct, frozen=True):
    """A document that is well-formed, has no entities of its own, and is no deeper and wider than documents are."""

    text: str
    """Without an XML declaration; where the source breaks off, up to the last part that is whole."""
    broken: str = ""
    """What is wrong where the source breaks off, or ""."""
    line: int = 0
    """Where that is."""


def checked(source: str, data: bytes, media_type: str, parts: frozenset[str], most: int) -> Checked:
    """Decode, mend and check a document that is a list of parts.

    Args:
        source: for messages.
        data: as captured.
        media_type: as its server declared it.
        parts: local names of the elements that are worth keeping when the document breaks off behind them.
        most: how many of them a document may have.

    Raises:
        SourceError: it breaks off before the first part is whole, or goes beyond what a document may have.
    """
    text = _mended(_decoded(data, media_type))
    scan = _Scan(source, parts, most)
    try:
        scan.parse(text.encode())
    except expat.ExpatError as error:
        reason = f"the XML breaks off ({expat.ErrorString(error.code)})"
        if not scan.kept:
            raise SourceError(f"{source}:{error.lineno}", f"{reason} before its first part is whole") from error
        whole = text.encode()[: scan.kept].decode() + "".join(f"</{name}>" for name in reversed(scan.open_then))
        return Checked(scan.declaring(whole), reason, error.lineno)
    return Checked(scan.declaring(text))


def elements(source: str, text: str, visit: Callable[[list[str], str], None]) -> None:
    """Call `visit` with the local names of the open elements, and its own text, at the end of each element.

    Args:
        source: for messages.
        text: checked.
        visit: what to call.

    Raises:
        SourceError: it is not well-formed after all.
    """
    parser = _parser()
    path: list[str] = []
    said: list[list[str]] = [[]]

    def start(name: str, _attributes: dict[str, str]) -> None:
        path.append(local(name))
        said.append([])

    def end(_name: str) -> None:
        visit(path, "".join(said.pop()).strip())
        path.pop()

    def words(piece: str) -> None:
        said[-1].append(piece)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = words
    try:
        parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        raise SourceError(f"{source}:{error.lineno}", f"the XML is broken ({expat.ErrorString(error.code)})") from error


def local(name: str) -> str:
    """The name of an element without its prefix."""
    return name.rpartition(":")[2]


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    return parser


class _Scan:
    """Going through a document once, before anything else does."""

    def __init__(self, source: str, parts: frozenset[str], most: int) -> None:
        self._source = source
        self._parts = parts
        self._left = most
        self._open: list[str] = []
        self._used: set[str] = set()
        self._declared: set[str] = set()
        self._root = ""
        self._parser = _parser()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._doctype
        self.kept = 0
        """Where the last whole part ends, in bytes."""
        self.open_then: tuple[str, ...] = ()
        """The elements that were open there."""
        self._data = b""

    def parse(self, data: bytes) -> None:
        self._data = data
        self._parser.Parse(data, True)

    def _doctype(self, _name: str, _system: str | None, _public: str | None, internal: bool) -> None:
        if internal:
            raise SourceError(self._source, "the XML declares entities of its own, which are not read; leave them out")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._open:
            self._root = name
            self._declared = {key.partition(":")[2] for key in attributes if key.startswith("xmlns:")}
        self._open.append(name)
        if len(self._open) > MAX_DEPTH or len(attributes) > MAX_ATTRIBUTES:
            raise SourceError(self._source, f"the XML is more than {MAX_DEPTH} elements deep, or an element too wide")
        for one in (name, *attributes):
            prefix, colon, _ = one.partition(":")
            if colon and prefix not in ("xml", "xmlns"):
                self._used.add(prefix)

    def _end(self, name: str) -> None:
        self._open.pop()
        if local(name) not in self._parts:
            return
        self._left -= 1
        if self._left < 0:
            raise SourceError(self._source, "this has more entries than is read at once; split it")
        # where the end tag stands; an empty element has only the one tag
        self.kept = self._data.index(b">", self._parser.CurrentByteIndex) + 1
        self.open_then = tuple(self._open)

    def declaring(self, text: str) -> str:
        """The text, with every prefix that it uses declared."""
        missing = sorted(self._used - self._declared)
        if not missing:
            return text
        at = text.index(f"<{self._root}") + 1 + len(self._root)
        said = "".join(f' xmlns:{one}="{_TROUBLE_WITH.get(one, f"urn:undeclared:{one}")}"' for one in missing)
        return text[:at] + said + text[at:]


def _decoded(data: bytes, media_type: str) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    try:
        return data.decode()
    except UnicodeDecodeError:
        said = _ENCODING.match(data)
        named = charset(media_type) or (charset(f"charset={said[1].decode()}") if said else "")
        return data.decode(named or "cp1252", "replace")


def _mended(text: str) -> str:
    """Without declaration and signs that XML does not have; with every ampersand outside CDATA beginning an entity."""
    declaration = _DECLARATION.match(text)
    if declaration:
        # lines keep their numbers
        text = "\n" * declaration[0].count("\n") + text[declaration.end() :]
    return "".join(_pieces(_NOT_XML.sub(" ", text)))


def _pieces(text: str) -> Iterator[str]:
    at = 0
    while at < len(text):
        start = text.find(_CDATA, at)
        start = len(text) if start < 0 else start
        yield _AMPERSAND.sub(_entity, text[at:start])
        end = text.find(_CDATA_END, start)
        at = len(text) if end < 0 else end
        yield text[start:at]


def _entity(match: re.Match[str]) -> str:
    name = match[1] or ""
    if name in _OWN:
        return match[0]
    return chr(name2codepoint[name]) if name in name2codepoint else "&amp;" + match[0][1:]
