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
PAGE = 4096  # bytes
KEYS = 1 << 128  # as many as there can be


def rebuild(path: str | Path) -> int:
    """Replace a damaged store by what is readable in it; the old file stays beside it as `.damaged`.

    The number of segments that were kept. What became of documents is not kept: it is found out again, without the
    engine. Raises StoreError when the new store cannot be written.
    """
    path = Path(path)
    if not path.exists():
        return 0
    with errors(path):
        old, new = path.with_name(path.name + ".damaged"), path.with_name(path.name + ".new")
        for suffix in ("", "-wal", "-shm"):
            new.with_name(new.name + suffix).unlink(missing_ok=True)
            if path.with_name(path.name + suffix).exists():
                shutil.copyfile(path.with_name(path.name + suffix), old.with_name(old.name + suffix))
        with Store(new) as store:
            kept = _keep(store, _readable(old))
            if not kept:
                mended = _with_head(old, new)
                kept = _keep(store, _readable(mended))
                mended.unlink()
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
    """Every row of a damaged file that can be read and has the right checksum.

    The keys are asked for in stretches of a few pages; a stretch that fails by halves, until it is a part of a page.
    """
    size = (path.stat().st_size // PAGE).bit_length()
    step = KEYS >> max(0, size - 4)
    stretches, read = [(start, start + step) for start in range(0, KEYS, step)], 0
    with contextlib.closing(sqlite3.connect(path)) as base:
        base.text_factory = bytes
        for halved in range(9):
            failed = []
            for start, end in stretches:
                rows = _stretch(base, start, end)
                if rows is None:
                    failed += [(start, (start + end) // 2), ((start + end) // 2, end)]
                else:
                    read += 1
                    yield from _sound(rows)
            if not read and halved == 3:
                return  # it is not this page or that: the table cannot be found
            stretches = failed


def _stretch(base: sqlite3.Connection, start: int, end: int) -> list[tuple[bytes, bytes, bytes]] | None:
    query = "SELECT key, value, sum FROM segments WHERE key BETWEEN ? AND ?"
    try:
        return base.execute(query, (start.to_bytes(16, "big"), (end - 1).to_bytes(16, "big"))).fetchall()
    except (sqlite3.Error, OverflowError, MemoryError):
        return None


def _sound(rows: list[tuple[bytes, bytes, bytes]]) -> Iterator[tuple[bytes, str]]:
    for key, value, total in rows:
        with contextlib.suppress(UnicodeDecodeError, TypeError, ValueError, AttributeError):
            text = value.decode()
            if checked(key, text) == total:
                yield key, text


def _with_head(old: Path, new: Path) -> Path:
    """A copy of the damaged file with the first page of a fresh store: its tables stand where every store has them."""
    with contextlib.closing(sqlite3.connect(new, isolation_level=None)) as base:
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = base.execute("PRAGMA page_size").fetchone()[0]
    head = bytearray(new.read_bytes()[:size])
    head[28:32] = (old.stat().st_size // size).to_bytes(4, "big")  # the file's pages, as its header tells them
    mended = old.with_name(old.name + ".mended")
    shutil.copyfile(old, mended)
    with mended.open("r+b") as file:
        file.write(head)
    return mended
