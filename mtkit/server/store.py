"""Glossaries that outlive the server: one SQLite file, changed whole or not at all."""

import re
import sqlite3
import threading
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from mtkit.errors import GlossaryError
from mtkit.glossary import Glossary
from mtkit.languages import normalise
from mtkit.server.refusals import Refusal

__all__ = ["Dictionary", "Store", "Stored"]

LARGEST = 10 << 20  # bytes of a dictionary
PHRASE = 1024  # bytes of a phrase
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_TABLES = """
CREATE TABLE IF NOT EXISTS glossary (id TEXT PRIMARY KEY, name TEXT NOT NULL, created TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS dictionary (
  glossary TEXT NOT NULL REFERENCES glossary ON DELETE CASCADE, source TEXT NOT NULL, target TEXT NOT NULL,
  version TEXT NOT NULL, PRIMARY KEY (glossary, source, target));
CREATE TABLE IF NOT EXISTS term (
  glossary TEXT NOT NULL, source TEXT NOT NULL, target TEXT NOT NULL, phrase TEXT NOT NULL, wanted TEXT NOT NULL,
  PRIMARY KEY (glossary, source, target, phrase),
  FOREIGN KEY (glossary, source, target) REFERENCES dictionary ON DELETE CASCADE) WITHOUT ROWID;
"""

Terms = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Dictionary:
    """One direction of a glossary and how many terms it has."""

    source: str
    target: str
    count: int


@dataclass(frozen=True, slots=True)
class Stored:
    """A glossary as it is kept: its id, name, directions, and when it was made (ISO 8601, UTC)."""

    id: str
    name: str
    created: str
    dictionaries: tuple[Dictionary, ...]


class Store:
    """The glossaries in a file. Every method raises Refusal: 404 for an id or direction that is not there, 400 for
    terms that cannot be some.

    >>> import tempfile
    >>> store = Store(Path(tempfile.mkdtemp()) / "glossaries.sqlite")
    >>> made = store.create("names", {("ko", "en"): {"광주": "Gwangju"}})
    >>> store.terms(made.id, "ko", "en"), store.glossary([made.id], "ko", "en").find("광주", "ko")[0].target("en")
    ({'광주': 'Gwangju'}, 'Gwangju')
    >>> store.close()
    """

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._db.executescript("PRAGMA journal_mode=WAL; PRAGMA foreign_keys=ON;" + _TABLES)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def create(self, name: str, dictionaries: Mapping[tuple[str, str], Terms]) -> Stored:
        """A new glossary."""
        checked = {pair: _checked(terms, *pair) for pair, terms in dictionaries.items()}
        id, created = str(uuid.uuid4()), datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        with self._change() as db:
            db.execute("INSERT INTO glossary VALUES (?, ?, ?)", (id, _named(name), created))
            for pair, terms in checked.items():
                _put(db, id, *pair, terms)
        return self.get(id)

    def all(self) -> tuple[Stored, ...]:
        """Every glossary, oldest first."""
        with self._lock:
            rows = self._db.execute("SELECT id, name, created FROM glossary ORDER BY created, id").fetchall()
            return tuple(self._stored(row) for row in rows)

    def get(self, id: str) -> Stored:
        """One glossary."""
        with self._lock:
            row = self._db.execute("SELECT id, name, created FROM glossary WHERE id = ?", (id,)).fetchone()
            if not row:
                raise _missing(id)
            return self._stored(row)

    def _stored(self, row: tuple[str, str, str]) -> Stored:
        return Stored(*row, dictionaries=self._dictionaries(row[0]))

    def _dictionaries(self, id: str) -> tuple[Dictionary, ...]:
        query = """SELECT d.source, d.target, count(t.phrase) FROM dictionary d LEFT JOIN term t
            USING (glossary, source, target) WHERE d.glossary = ? GROUP BY d.source, d.target ORDER BY d.rowid"""
        return tuple(Dictionary(*row) for row in self._db.execute(query, (id,)))

    def terms(self, id: str, source: str, target: str) -> dict[str, str]:
        """The terms of one direction."""
        self.get(id)
        with self._lock:
            self._version(id, source, target)
            query = "SELECT phrase, wanted FROM term WHERE glossary = ? AND source = ? AND target = ?"
            return dict(self._db.execute(query, (id, source, target)).fetchall())

    def rename(self, id: str, name: str) -> None:
        """Another name."""
        self.get(id)
        with self._change() as db:
            db.execute("UPDATE glossary SET name = ? WHERE id = ?", (_named(name), id))

    def put(self, id: str, source: str, target: str, terms: Terms, *, merge: bool = False) -> Dictionary:
        """New terms for one direction: instead of those it had, or with `merge` over them."""
        self.get(id)
        checked = _checked(terms, source, target)
        with self._change() as db:
            _put(db, id, source, target, checked, merge=merge)
        found = self.get(id).dictionaries
        return next(d for d in found if (d.source, d.target) == (source, target))

    def delete(self, id: str) -> None:
        """Forget a glossary."""
        self.get(id)
        with self._change() as db:
            db.execute("DELETE FROM glossary WHERE id = ?", (id,))

    def delete_dictionary(self, id: str, source: str, target: str) -> None:
        """Forget one direction of a glossary."""
        self.get(id)
        with self._change() as db:
            self._version(id, source, target)
            db.execute("DELETE FROM dictionary WHERE glossary = ? AND source = ? AND target = ?", (id, source, target))

    def glossary(self, ids: Sequence[str], source: str, target: str) -> Glossary:
        """The terms of a direction as a glossary, those of the first id first; the same object until they change."""
        marks = []
        for id in ids:
            self.get(id)
            with self._lock:
                marks.append((id, self._version(id, source, target)))
        return self._loaded(tuple(marks), source, target)

    @lru_cache(maxsize=64)  # noqa: B019 - a store lives as long as its server
    def _loaded(self, marks: tuple[tuple[str, str], ...], source: str, target: str) -> Glossary:
        return Glossary.merge(*(Glossary.of(self.terms(id, source, target), source, target) for id, _ in marks))

    def _version(self, id: str, source: str, target: str) -> str:
        query = "SELECT version FROM dictionary WHERE glossary = ? AND source = ? AND target = ?"
        row = self._db.execute(query, (id, source, target)).fetchone()
        if not row:
            raise Refusal(404, f"the glossary has no dictionary {source}-{target}", hint=f"glossary {id}")
        return str(row[0])


def _put(db: sqlite3.Connection, id: str, source: str, target: str, terms: Terms, *, merge: bool = False) -> None:
    key = (id, source, target)
    if not merge:
        db.execute("DELETE FROM term WHERE glossary = ? AND source = ? AND target = ?", key)
    db.execute(
        "INSERT INTO dictionary VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version",
        (*key, uuid.uuid4().hex),
    )
    db.executemany("INSERT OR REPLACE INTO term VALUES (?, ?, ?, ?, ?)", [(*key, *term) for term in terms.items()])


def _named(name: str) -> str:
    if not name.strip() or len(name) > 1024:
        raise Refusal(400, "Bad request", hint="the name of a glossary has 1 to 1024 characters")
    return name


def _missing(id: str) -> Refusal:
    return Refusal(404, "Glossary not found", hint=f"no glossary has the id {id[:64]!r}")


def _checked(terms: Terms, source: str, target: str) -> Terms:
    """The terms, when a glossary can be made of them."""
    if normalise(source) == normalise(target):
        raise Refusal(400, "Bad request", hint="source and target language are the same")
    for phrase in (side for pair in terms.items() for side in pair):
        if not phrase.strip() or len(phrase.encode()) > PHRASE or _CONTROL.search(phrase):
            hint = f"{phrase[:40]!r}: a phrase has 1 to {PHRASE} bytes and no control characters"
            raise Refusal(400, "Invalid glossary entries", hint=hint)
    try:
        Glossary.of(terms, source, target)
    except GlossaryError as error:
        raise Refusal(400, "Invalid glossary entries", hint=str(error)) from None
    return terms
