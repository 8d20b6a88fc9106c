"""The file of a memory: one SQLite database, its tables, and what may be wrong with it in one line.

One writer and any number of readers work at once (write-ahead log): a reader sees the file as it was when it began.
"""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from mtkit.errors import InputError

__all__ = ["connect", "told", "transaction"]

APPLICATION = 0x6D746D6D  # "mtmm" in the file's header
VERSION = 1
PATIENCE = 20.0  # seconds to wait for another writer's transaction
_EFFECTIVE = os.access in os.supports_effective_ids
_TABLES = """
CREATE TABLE unit (
  id INTEGER PRIMARY KEY, en TEXT, ja TEXT, ko TEXT,
  context TEXT NOT NULL, origin TEXT NOT NULL, date TEXT NOT NULL, reviewed INTEGER NOT NULL,
  identity INTEGER NOT NULL, en_key INTEGER, ja_key INTEGER, ko_key INTEGER
);
CREATE UNIQUE INDEX unit_identity ON unit (identity);
CREATE INDEX unit_en ON unit (en_key) WHERE en_key IS NOT NULL;
CREATE INDEX unit_ja ON unit (ja_key) WHERE ja_key IS NOT NULL;
CREATE INDEX unit_ko ON unit (ko_key) WHERE ko_key IS NOT NULL;
CREATE TABLE signature (
  id INTEGER PRIMARY KEY AUTOINCREMENT, language TEXT NOT NULL, ids BLOB NOT NULL, lengths BLOB NOT NULL, bits BLOB NOT NULL
);
CREATE INDEX signature_language ON signature (language, id);
CREATE TABLE state (checksum INTEGER NOT NULL, generation INTEGER NOT NULL);
INSERT INTO state VALUES (0, 0);
"""


def connect(path: Path, *, create: bool = False) -> sqlite3.Connection:
    """A connection to a memory's file, which is made when it is not there and `create` is True.

    Raises InputError for a file that is missing, foreign, of a newer mtkit, corrupt or locked.

    >>> connect(Path("/no/such.memory"))
    Traceback (most recent call last):
    mtkit.errors.InputError: /no/such.memory: no such memory; mtkit memory import makes one
    """
    fresh = _is_fresh(path, create)
    with told(path):
        connection = sqlite3.connect(
            _address(path), uri=True, timeout=PATIENCE, isolation_level=None, check_same_thread=False
        )
        try:
            # Who makes the file at the same moment may not have got further than its first page.
            if fresh or (create and not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]):
                _create(connection)
            _check(connection, path)
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA cache_size = -16384")
        except BaseException:
            connection.close()
            raise
    return connection


def _is_fresh(path: Path, create: bool) -> bool:
    if path.is_dir():
        raise InputError("is a directory", path=path)
    if not path.exists():
        if not create:
            raise InputError("no such memory", path=path, hint="mtkit memory import makes one")
        if not path.parent.is_dir():
            raise InputError("no such directory", path=path.parent)
        return True
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", path=path) from error
    if head and head != b"SQLite format 3\0":
        raise InputError("is no memory", path=path, hint="mtkit memory import reads TMX, PO, XLIFF and tables into one")
    if not head and not create:
        raise InputError("is empty", path=path, hint="mtkit memory import fills it")
    return not head


def _address(path: Path) -> str:
    """Read-only media have no room for a log: the file is read as one that nobody changes."""
    address = path.absolute().as_uri()
    writable = all(
        os.access(place, os.W_OK, effective_ids=_EFFECTIVE) for place in (path, path.parent) if place.exists()
    )
    return address if writable else f"{address}?{'mode=ro' if Path(f'{path}-wal').exists() else 'immutable=1'}"


def _create(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    with transaction(connection):
        if connection.execute("PRAGMA application_id").fetchone()[0]:
            return  # another process was faster
        for statement in _TABLES.split(";"):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {VERSION}")


def _check(connection: sqlite3.Connection, path: Path) -> None:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION:
        raise InputError("a SQLite file of another program, no memory", path=path)
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > VERSION:
        raise InputError(
            f"a memory of version {version}, this mtkit reads up to {VERSION}", path=path, hint="update mtkit"
        )
    connection.execute("SELECT checksum, generation FROM state").fetchone()


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing; one writer at a time, others wait."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.execute("COMMIT")


@contextlib.contextmanager
def told(path: Path) -> Iterator[None]:
    """What SQLite says, as one line for a person.

    >>> with told(Path("a.memory")):
    ...     raise sqlite3.DatabaseError("database disk image is malformed")
    Traceback (most recent call last):
    mtkit.errors.InputError: a.memory: is damaged (database disk image is malformed); take a copy of it from before
    """
    try:
        yield
    except sqlite3.Error as error:
        said = str(error)
        for known, (message, hint) in _SAID.items():
            if known in said:
                raise InputError(message.format(said), path=path, hint=hint) from error
        raise InputError(f"is damaged ({said})", path=path, hint="take a copy of it from before") from error


_SAID = {
    "locked": ("in use by another program that writes to it", "try again when it is done"),
    "within a transaction": ("is being read by the one who writes", "write when the translation is done"),
    "readonly": ("cannot be written (read-only)", "copy it to a place where it can"),
    "unable to open": ("cannot be opened", "look at the rights of the file and its directory"),
    "full": ("cannot be written (the disk is full)", "make room; what was imported before is kept"),
}
