"""The store of finished work: one SQLite file that survives a kill, a power cut and a full disk.

    segments    key (16 bytes: see `keys`) -> the packed translation, with a checksum of both
    documents   what became of each document of each job: the digests that tell whether it is done, or why it failed

Write-ahead log, one transaction a batch, and each of them on the disk before the next step. Several jobs may share a
store at the same time.
"""

import contextlib
import hashlib
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from mtkit.errors import StoreError

__all__ = ["APPLICATION", "SCHEMA", "VERSION", "Record", "Store", "checked", "errors"]

APPLICATION = 0x6D746B62  # "mtkb" in the file's header: a store of mtkit and no other SQLite file
VERSION = 1
PATIENCE = 10.0  # seconds to wait for another job's transaction, which takes a fraction of one
ASKED = 500  # keys of one question: SQLite allows 999 in old versions
SCHEMA = """\
CREATE TABLE segments (key BLOB PRIMARY KEY, value TEXT NOT NULL, sum BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE documents (
    job TEXT, name TEXT, target TEXT, source TEXT, digest TEXT, signature TEXT, output TEXT, written TEXT,
    segments INTEGER, issues TEXT, reason TEXT, run INTEGER, page INTEGER, PRIMARY KEY (job, name, target, page))
    WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Record:
    """What became of one document in one language.

    `digest` is that of the input, `written` that of the output, `signature` all that the output depends on besides;
    `issues` is JSON; `reason` says why it failed, "" when it is done; `run` is the last run that met it. Pages from 1
    on hold the issues of a table's pages.

    >>> Record("job", "a.ko.md", "en", reason="empty").failed
    True
    """

    job: str
    name: str
    target: str
    source: str = ""
    digest: str = ""
    signature: str = ""
    output: str = ""
    written: str = ""
    segments: int = 0
    issues: str = "[]"
    reason: str = ""
    run: int = 0
    page: int = 0

    @property
    def failed(self) -> bool:
        """True when there is no output, for `reason`."""
        return bool(self.reason)


class Store:
    """An open store. Raises StoreError for one that is damaged, newer than this mtkit, locked or not writable.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "a" / "store.sqlite") as store:
    ...     store.keep({b"1" * 16: "Hello"})
    ...     store.find([b"1" * 16, b"2" * 16])
    {b'1111111111111111': 'Hello'}
    """

    def __init__(self, path: str | Path, *, patience: float = PATIENCE) -> None:
        self.path = Path(path)
        self._lock = threading.RLock()
        with errors(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(self.path, timeout=patience, check_same_thread=False, isolation_level=None)
        try:
            self._prepare()
        except BaseException:
            self._base.close()
            raise

    def _prepare(self) -> None:
        with errors(self.path):
            for pragma in ("journal_mode = WAL", "synchronous = FULL", "wal_autocheckpoint = 2000"):
                self._base.execute(f"PRAGMA {pragma}")
        with self._transaction() as base:  # takes the lock: a store that cannot be written is found out here
            application, version = (
                base.execute(f"PRAGMA {p}").fetchone()[0] for p in ("application_id", "user_version")
            )
            if not base.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                self._create(base)
            elif application != APPLICATION:
                raise StoreError(f"{self.path}: not a store of mtkit", hint="say another --store")
            elif version > VERSION:
                raise StoreError(f"{self.path}: made by a newer mtkit (version {version})", hint="install that one")

    def _create(self, base: sqlite3.Connection) -> None:
        for statement in SCHEMA.split(";\n"):
            base.execute(statement)
        base.execute(f"PRAGMA application_id = {APPLICATION}")
        base.execute(f"PRAGMA user_version = {VERSION}")

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """All of it or nothing, and on the disk when it is over."""
        with self._lock, errors(self.path):
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield self._base
                self._base.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):  # SQLite has rolled back by itself after some errors
                    self._base.execute("ROLLBACK")
                raise

    def find(self, keys: Sequence[bytes]) -> dict[bytes, str]:
        """The values of the keys that are there. Raises StoreError for a value that is not what was stored."""
        found: dict[bytes, str] = {}
        with self._lock, errors(self.path):
            for start in range(0, len(keys), ASKED):
                part = keys[start : start + ASKED]
                marks = ",".join("?" * len(part))
                rows = self._base.execute(f"SELECT key, value, sum FROM segments WHERE key IN ({marks})", part)
                for key, value, total in rows:
                    if checked(key, value) != total:
                        raise _damaged(self.path)
                    found[key] = value
        return found

    def keep(self, values: dict[bytes, str]) -> None:
        """Store finished segments, in one transaction."""
        rows = [(key, value, checked(key, value)) for key, value in sorted(values.items())]
        with self._transaction() as base:
            base.executemany("INSERT OR IGNORE INTO segments VALUES (?, ?, ?)", rows)

    def record(self, job: str, name: str, target: str) -> Record | None:
        """What the store knows of a document."""
        with self._lock, errors(self.path):
            query = "SELECT * FROM documents WHERE job = ? AND name = ? AND target = ? AND page = 0"
            row = self._base.execute(query, (job, name, target)).fetchone()
        return Record(*row) if row else None

    def note(self, records: Iterable[Record]) -> None:
        """Remember what became of documents, in one transaction."""
        marks = ",".join("?" * 13)
        with self._transaction() as base:
            base.executemany(f"INSERT OR REPLACE INTO documents VALUES ({marks})", map(astuple, records))

    def touch(self, record: Record, run: int) -> None:
        """All pages of a document were met by a run."""
        with self._transaction() as base:
            query = "UPDATE documents SET run = ? WHERE job = ? AND name = ? AND target = ?"
            base.execute(query, (run, record.job, record.name, record.target))

    def records(self, job: str, run: int) -> Iterator[Record]:
        """The documents that a run (or a later one) of a job met, by name and language."""
        last: tuple[str, str, int] = ("", "", -1)
        while True:  # in parts, so that nobody waits for a reader who takes their time
            after = "(name, target, page) > (?, ?, ?) ORDER BY name, target, page LIMIT 500"
            with self._lock, errors(self.path):
                rows = self._base.execute(f"SELECT * FROM documents WHERE job = ? AND {after}", (job, *last)).fetchall()
            if not rows:
                return
            yield from (record for record in (Record(*row) for row in rows) if record.run >= run)
            last = (rows[-1][1], rows[-1][2], rows[-1][-1])

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        with self._lock, contextlib.suppress(sqlite3.Error):
            self._base.close()


def checked(key: bytes, value: str) -> bytes:
    """The checksum of a row: SQLite notices a damaged page only when its structure is hurt.

    >>> len(checked(b"1", "a"))
    8
    """
    return hashlib.blake2b(value.encode("utf-8", "surrogatepass"), digest_size=8, key=key).digest()


_REASONS = {  # primary result codes of SQLite
    5: ("locked by another program", "wait for it, or say another --store"),
    6: ("locked by another program", "wait for it, or say another --store"),
    8: ("cannot be written (read-only)", "say another --store"),
    10: (
        "cannot be read or written (disk error or no space left)",
        "start again when that is mended: what is done stays",
    ),
    13: ("no space left on the disk", "make some and start again: what is done stays done"),
    14: ("cannot be opened", "say another --store"),
}


@contextlib.contextmanager
def errors(path: Path) -> Iterator[None]:
    """SQLite's and the system's errors as one clear line.

    >>> with errors(Path("store.sqlite")):
    ...     raise sqlite3.OperationalError("no such table: segments")
    Traceback (most recent call last):
    mtkit.errors.StoreError: store.sqlite: damaged (no such table: segments); --rebuild keeps what is readable
    """
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 1) & 0xFF
        if code in _REASONS:
            reason, hint = _REASONS[code]
            raise StoreError(f"{path}: {reason}", hint=hint) from error
        raise _damaged(path, str(error)) from error
    except UnicodeDecodeError as error:
        raise _damaged(path, "text that is no UTF-8") from error
    except OSError as error:
        raise StoreError(f"{path}: cannot be written ({error.strerror})", hint="say another --store") from error


def _damaged(path: Path, why: str = "a translation is not what was stored") -> StoreError:
    return StoreError(f"{path}: damaged ({why})", hint="--rebuild keeps what is readable")
