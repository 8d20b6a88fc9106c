"""A damaged store: whatever can still be read goes into a new one."""

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from mtkit.bulk.store import Store, checked, errors

__all__ = ["rebuild"]

PART = 1000  # rows of a transaction
DEPTH = 3  # bytes of a key's beginning that tell damaged stretches apart


def rebuild(path: str | Path) -> int:
    """Replace a damaged store by what is readable in it; the old file stays beside it as `.damaged`.

    The number of segments that were kept. What became of documents is not kept: it is found out again, without the
    engine. Raises StoreError when the new store cannot be written.
    """
    path = Path(path)
    with errors(path):
        old, new = path.with_name(path.name + ".damaged"), path.with_name(path.name + ".new")
        for suffix in ("", "-wal", "-shm"):
            new.with_name(new.name + suffix).unlink(missing_ok=True)
            if path.with_name(path.name + suffix).exists():
                shutil.copyfile(path.with_name(path.name + suffix), old.with_name(old.name + suffix))
        with Store(new) as store:
            kept = _keep(store, _readable(old))
            kept += _keep(store, _readable(_with_head(old, new))) if not kept else 0
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        os.replace(new, path)
    return kept


def _keep(store: Store, rows: Iterator[tuple[bytes, str]]) -> int:
    part, count = dict[bytes, str](), 0
    for key, value in rows:
        part[key] = value
        count += 1
        if len(part) == PART:
            store.keep(part)
            part = {}
    store.keep(part)
    return count


def _readable(path: Path) -> Iterator[tuple[bytes, str]]:
    """Every row of a damaged file that can be read and has the right checksum."""
    with contextlib.closing(sqlite3.connect(path)) as base:
        base.text_factory = bytes
        yield from _between(base, b"")


def _between(base: sqlite3.Connection, head: bytes) -> Iterator[tuple[bytes, str]]:
    """The rows whose key begins with `head`: all at once, and in ever smaller stretches where that fails."""
    try:
        query = "SELECT key, value, sum FROM segments WHERE key >= ? AND key < ?"
        rows = base.execute(query, (head, head + b"\xff" * 16)).fetchall() if head else None
    except (sqlite3.Error, OverflowError, MemoryError):
        rows = None
    if rows is not None:
        yield from _sound(rows)
    elif len(head) < DEPTH and _has_table(base):
        for byte in range(256):
            yield from _between(base, head + bytes([byte]))


def _has_table(base: sqlite3.Connection) -> bool:
    try:
        base.execute("SELECT 1 FROM segments WHERE key = x'00'").fetchall()
    except sqlite3.Error as error:
        return "malformed" in str(error) and "schema" not in str(error)
    return True


def _sound(rows: list[tuple[bytes, bytes, bytes]]) -> Iterator[tuple[bytes, str]]:
    for key, value, total in rows:
        with contextlib.suppress(UnicodeDecodeError, TypeError, ValueError, AttributeError):
            text = value.decode()
            if checked(key, text) == total:
                yield key, text


def _with_head(old: Path, new: Path) -> Path:
    """The damaged file with the first page of a fresh store: its tables stand where every store has them."""
    size = 4096
    with sqlite3.connect(new) as base:
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = base.execute("PRAGMA page_size").fetchone()[0]
    base.close()
    with old.open("r+b") as file:
        file.write(new.read_bytes()[:size])
    return old
