"""Units into the file of a memory, and its checksum kept true."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from mtkit.errors import InputError
from mtkit.languages import LANGUAGES
from mtkit.memory import index
from mtkit.memory.units import Unit, identity_of, key, number_of

__all__ = ["FIELDS", "Added", "tally", "unit_of", "write"]

FIELDS = "context, origin, date, reviewed"
_ASKED = 1000  # identities in one question
_NOTHING = number_of("")
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
    wanted = _identified(batch)
    known, later = dict[int, Unit](), dict[int, Unit]()
    connection.execute("SAVEPOINT hopeful")
    try:
        _insert(connection, wanted)  # mostly all of them are new, and it is faster not to ask
    except sqlite3.IntegrityError:
        connection.execute("ROLLBACK TO hopeful")
        known = _known(connection, list(wanted))
        later = {i: wanted[i][0] for i in known if wanted[i][0] != known[i] and wanted[i][0].date >= known[i].date}
        _update(connection, later)
        wanted = {identity: row for identity, row in wanted.items() if identity not in known}
        _insert(connection, wanted)
    connection.execute("RELEASE hopeful")
    more = sum(identity * unit.weight for identity, (unit, _) in wanted.items())
    more += sum(identity * (unit.weight - known[identity].weight) for identity, unit in later.items())
    tally(connection, more)
    return Added(len(wanted), len(later), len(batch) - len(wanted) - len(later))


_Numbered = tuple[Unit, tuple[int, ...]]  # a unit with the numbers of its texts


def _identified(batch: Sequence[Unit]) -> dict[int, _Numbered]:
    """The units by their identity, the latest of equal ones."""
    found: dict[int, _Numbered] = {}
    for unit in batch:
        if bool(unit.en) + bool(unit.ja) + bool(unit.ko) < 2:
            raise InputError(f"a unit needs texts in two languages: {max(unit.texts)[:40]!r}")
        try:
            numbers = tuple([number_of(text) if text else _NOTHING for text in unit.texts])
            identity = identity_of(numbers, unit.context)
            f"{unit.origin}{unit.date}".encode()
        except UnicodeEncodeError:
            raise InputError(f"half of a surrogate pair in {max(unit.texts)[:40]!r}") from None
        if identity not in found or unit.date >= found[identity][0].date:
            found[identity] = unit, numbers
    return found


def _known(connection: sqlite3.Connection, identities: Sequence[int]) -> dict[int, Unit]:
    found: dict[int, Unit] = {}
    for start in range(0, len(identities), _ASKED):
        marks = ",".join(map(str, identities[start : start + _ASKED]))
        rows = connection.execute(f"SELECT identity, en, ja, ko, {FIELDS} FROM unit WHERE identity IN ({marks})")
        found |= {row[0]: unit_of(row[1:]) for row in rows}
    return found


def _update(connection: sqlite3.Connection, later: dict[int, Unit]) -> None:
    connection.executemany(
        "UPDATE unit SET origin = ?, date = ?, reviewed = ? WHERE identity = ?",
        [(unit.origin, unit.date, unit.reviewed, identity) for identity, unit in later.items()],
    )


def _insert(connection: sqlite3.Connection, new: dict[int, _Numbered]) -> None:
    first = (connection.execute("SELECT max(id) FROM unit").fetchone()[0] or 0) + 1
    keys = [tuple(map(key, unit.texts)) for unit, _ in new.values()]
    rows = zip(count(first), new.items(), keys, strict=False)
    connection.executemany(_INSERT, ((number, identity, *_row(*unit, own)) for number, (identity, unit), own in rows))
    for column, language in enumerate(LANGUAGES):
        ids = [number for number, (unit, _) in enumerate(new.values(), first) if unit.texts[column]]
        index.append(connection, language, ids, [keys[number - first][column] for number in ids])


def _row(unit: Unit, numbers: tuple[int, ...], keys: Sequence[str]) -> tuple[object, ...]:
    texts = unit.texts
    own = [
        (number if plain is text else number_of(plain)) if text else None
        for text, plain, number in zip(texts, keys, numbers, strict=True)
    ]
    en, ja, ko = texts
    return en or None, ja or None, ko or None, unit.context, unit.origin, unit.date, unit.reviewed, *own


def tally(connection: sqlite3.Connection, more: int, generations: int = 0) -> None:
    """Add to the checksum; `generations` is 1 when units were removed."""
    (checksum,) = connection.execute("SELECT checksum FROM state").fetchone()
    wrapped = (checksum + more + (1 << 63)) % (1 << 64) - (1 << 63)
    connection.execute("UPDATE state SET checksum = ?, generation = generation + ?", (wrapped, generations))
