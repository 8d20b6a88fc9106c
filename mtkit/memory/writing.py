"""Units into the file of a memory, and its checksum kept true."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from mtkit.errors import InputError
from mtkit.languages import LANGUAGES
from mtkit.memory import index
from mtkit.memory.units import Unit, key, number_of

__all__ = ["FIELDS", "Added", "tally", "unit_of", "write"]

FIELDS = "context, origin, date, reviewed"
_ASKED = 1000  # identities in one question
_INSERT = f"""
    INSERT INTO unit (id, identity, en, ja, ko, {FIELDS}, en_key, ja_key, ko_key) VALUES ({",".join("?" * 12)})"""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of units that were added: `new` ones, `changed` (known, with a later date), `known` as they were.

    >>> Added(2, 0, 1).total
    3
    """

    new: int = 0
    changed: int = 0
    known: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.new + self.changed + self.known


def unit_of(row: Sequence[object]) -> Unit:
    """The unit of a row: en, ja, ko and FIELDS."""
    *texts, context, origin, date, reviewed = row
    en, ja, ko = (str(text) if text is not None else "" for text in texts)
    return Unit(en, ja, ko, str(context), str(origin), str(date), bool(reviewed))


def write(connection: sqlite3.Connection, batch: Sequence[Unit]) -> Added:
    """Write units within a transaction. Raises InputError for a unit that is none."""
    wanted = _identities(batch)
    known = _known(connection, list(wanted))
    new = {identity: unit for identity, unit in wanted.items() if identity not in known}
    later = {i: wanted[i] for i, unit in known.items() if wanted[i] != unit and wanted[i].date >= unit.date}
    connection.executemany(
        "UPDATE unit SET origin = ?, date = ?, reviewed = ? WHERE identity = ?",
        [(unit.origin, unit.date, unit.reviewed, identity) for identity, unit in later.items()],
    )
    _insert(connection, new)
    more = sum(unit.fingerprint for unit in (*new.values(), *later.values()))
    tally(connection, more - sum(known[identity].fingerprint for identity in later))
    return Added(len(new), len(later), len(batch) - len(new) - len(later))


def _known(connection: sqlite3.Connection, identities: Sequence[int]) -> dict[int, Unit]:
    found: dict[int, Unit] = {}
    for start in range(0, len(identities), _ASKED):
        marks = ",".join(map(str, identities[start : start + _ASKED]))
        rows = connection.execute(f"SELECT identity, en, ja, ko, {FIELDS} FROM unit WHERE identity IN ({marks})")
        found |= {row[0]: unit_of(row[1:]) for row in rows}
    return found


def _identities(batch: Sequence[Unit]) -> dict[int, Unit]:
    """The units by their identity, the latest of equal ones."""
    found = {}
    for unit in sorted(batch, key=lambda unit: unit.date):
        if sum(map(bool, unit.texts)) < 2:
            raise InputError(f"a unit needs texts in two languages: {max(unit.texts)[:40]!r}")
        try:
            found[unit.identity] = unit
            f"{unit.origin}{unit.date}".encode()
        except UnicodeEncodeError:
            raise InputError(f"half of a surrogate pair in {max(unit.texts)[:40]!r}") from None
    return found


def _insert(connection: sqlite3.Connection, new: dict[int, Unit]) -> None:
    first = (connection.execute("SELECT max(id) FROM unit").fetchone()[0] or 0) + 1
    keys = [tuple(map(key, unit.texts)) for unit in new.values()]
    rows = zip(count(first), new.items(), keys, strict=False)
    connection.executemany(_INSERT, ((number, identity, *_row(unit, own)) for number, (identity, unit), own in rows))
    for column, language in enumerate(LANGUAGES):
        ids = [number for number, unit in enumerate(new.values(), first) if unit.texts[column]]
        index.append(connection, language, ids, [keys[number - first][column] for number in ids])


def _row(unit: Unit, keys: Sequence[str]) -> tuple[object, ...]:
    texts = [text or None for text in unit.texts]
    numbers = [number_of(own) if text else None for text, own in zip(texts, keys, strict=True)]
    return *texts, unit.context, unit.origin, unit.date, unit.reviewed, *numbers


def tally(connection: sqlite3.Connection, more: int, generations: int = 0) -> None:
    """Add to the checksum; `generations` is 1 when units were removed."""
    (checksum,) = connection.execute("SELECT checksum FROM state").fetchone()
    wrapped = (checksum + more + (1 << 63)) % (1 << 64) - (1 << 63)
    connection.execute("UPDATE state SET checksum = ?, generation = generation + ?", (wrapped, generations))
