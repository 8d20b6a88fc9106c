"""The signatures of a memory: written in blocks beside its units, held in memory by those who search."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from mtkit.memory.signatures import EMPTY, WORDS, Signatures, signatures
from mtkit.memory.units import key

__all__ = ["Index", "append", "rebuild", "refresh"]

_BLOCK = 4096  # texts in a block; smaller ones are put together when the next is written
_RECENT = 50_000  # texts that wait before they are sorted in with the others


@dataclass(frozen=True)
class Index:
    """The signatures of one language as of a state of the file: most of them, and those that came later.

    `generation` changes when units are removed, `block` is the last block read, `unit` the highest unit in it.
    """

    generation: int = -1
    block: int = 0
    unit: int = 0
    main: Signatures = EMPTY
    recent: Signatures = EMPTY

    def candidates(self, text: str, least: float) -> list[tuple[int, float]]:
        """Units whose text can be `least` (0 to 1) alike, with the most alike they can be, best first."""
        found = [part.candidates(text, least) for part in (self.main, self.recent)]
        if not len(found[1][0]):
            return list(zip(found[0][0].tolist(), found[0][1].tolist(), strict=True))
        both = (pair for ids, most in found for pair in zip(ids.tolist(), most.tolist(), strict=True))
        return sorted(both, key=lambda pair: (-pair[1], pair[0]))


def refresh(index: Index, connection: sqlite3.Connection, language: str) -> Index:
    """The index with what was written since it was read."""
    (generation,) = connection.execute("SELECT generation FROM state").fetchone()
    if generation != index.generation:
        index = Index(generation)
    blocks = connection.execute(
        "SELECT id, ids, lengths, bits FROM signature WHERE language = ? AND id > ? ORDER BY id",
        (language, index.block),
    ).fetchall()
    if not blocks:
        return index
    read = _after(EMPTY.join(*(_block(*row[1:]) for row in blocks)), index.unit)
    last = max(index.unit, int(read.ids.max(initial=0)))
    index = replace(index, block=blocks[-1][0], unit=last, recent=index.recent.join(read))
    if len(index.recent.ids) > _RECENT:
        index = replace(index, main=index.main.join(index.recent), recent=EMPTY)
    return index


def append(connection: sqlite3.Connection, language: str, ids: Sequence[int], keys: Sequence[str]) -> None:
    """Write the signatures of new units' keys, within the transaction that writes the units."""
    if not ids:
        return
    new = signatures(ids, keys)
    last = connection.execute(
        "SELECT id, ids, lengths, bits FROM signature WHERE language = ? ORDER BY id DESC LIMIT 1", (language,)
    ).fetchone()
    if last and len(last[1]) // 8 + len(ids) <= _BLOCK:
        connection.execute("DELETE FROM signature WHERE id = ?", (last[0],))
        new = _block(*last[1:]).join(new)
    connection.execute(
        "INSERT INTO signature (language, ids, lengths, bits) VALUES (?, ?, ?, ?)",
        (
            language,
            new.ids.astype("<i8").tobytes(),
            new.lengths.astype("<u4").tobytes(),
            new.bits.astype("<u8").tobytes(),
        ),
    )


def rebuild(connection: sqlite3.Connection, language: str) -> None:
    """Write all signatures of a language again, after units were removed."""
    connection.execute("DELETE FROM signature WHERE language = ?", (language,))
    rows = connection.execute(f"SELECT id, {language} FROM unit WHERE {language}_key IS NOT NULL ORDER BY id")
    while part := rows.fetchmany(_BLOCK):
        append(connection, language, [row[0] for row in part], [key(row[1]) for row in part])


def _block(ids: bytes, lengths: bytes, bits: bytes) -> Signatures:
    return Signatures(
        np.frombuffer(ids, "<i8"), np.frombuffer(lengths, "<u4"), np.frombuffer(bits, "<u8").reshape(WORDS, -1)
    )


def _after(read: Signatures, unit: int) -> Signatures:
    """Without the units that were read before: a small block is written again with what follows it."""
    new = read.ids > unit
    return read if new.all() else Signatures(read.ids[new], read.lengths[new], read.bits[:, new])
