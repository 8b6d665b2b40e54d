"""The cache of records: an unchanged document is not read twice.

A record is kept under the key of its reading (the SHA-256 of its bytes, and of what else the reading depends on) and a
version that changes with the vocabulary and the extractor.
The cache may be deleted at any time; a damaged one is left aside.
"""

import os
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

import msgspec

from rochdale.loaders.items import Record
from rochdale.loaders.reading import VERSION
from rochdale.loaders.vocabulary import Vocabulary


def default_path() -> Path:
    """Where records are kept unless told otherwise: the user's cache folder."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "rochdale" / "records.sqlite"


def version(words: Vocabulary) -> str:
    """Of the extractor and the vocabulary together."""
    return f"{VERSION}-{words.digest[:16]}"


class Cache:
    """Records by document. Without a path, or where the file cannot be used, it holds nothing and keeps nothing.

    `trouble` says in a sentence why it cannot be used, or is "".
    """

    def __init__(self, path: Path | None, words: Vocabulary) -> None:
        self._version = version(words)
        self._decoder = msgspec.msgpack.Decoder(Record)
        self._encoder = msgspec.msgpack.Encoder()
        self._connection: sqlite3.Connection | None = None
        self.trouble = ""
        if path is not None:
            try:
                self._open(path)
            except (OSError, sqlite3.Error) as error:
                self._give_up(f"the cache {path} is left aside: {error}")

    def _open(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path, timeout=10)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute(
            "CREATE TABLE IF NOT EXISTS reading (reading TEXT, version TEXT, data BLOB, "
            "PRIMARY KEY (reading, version)) WITHOUT ROWID"
        )
        self._connection.execute("DELETE FROM reading WHERE version <> ?", (self._version,))
        self._connection.commit()

    def _give_up(self, reason: str) -> None:
        self.trouble = reason
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def get(self, reading: str) -> Record | None:
        """The record kept under this key, if one is."""
        if self._connection is None:
            return None
        try:
            row = self._connection.execute(
                "SELECT data FROM reading WHERE reading = ? AND version = ?", (reading, self._version)
            ).fetchone()
            return self._decoder.decode(row[0]) if row else None
        except (sqlite3.Error, msgspec.MsgspecError) as error:
            self._give_up(f"the cache is left aside: {error}")
            return None

    def put(self, records: Mapping[str, Record]) -> None:
        """Keep records by key."""
        if self._connection is None:
            return
        rows = [(reading, self._version, self._encoder.encode(record)) for reading, record in records.items()]
        try:
            with self._connection:
                self._connection.executemany("INSERT OR REPLACE INTO reading VALUES (?, ?, ?)", rows)
        except sqlite3.Error as error:
            self._give_up(f"the cache is left aside: {error}")

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def __enter__(self) -> "Cache":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
