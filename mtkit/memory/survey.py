"""What a memory holds, counted; and which of its units are no longer wanted."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from mtkit.errors import InputError
from mtkit.languages import LANGUAGES, directions, normalise
from mtkit.memory import index
from mtkit.memory.database import transaction
from mtkit.memory.writing import FIELDS, tally, unit_of

__all__ = ["Stats", "condition", "remove", "stats"]

_ORIGINS = 20  # that are named


@dataclass(frozen=True)
class Stats:
    """The figures of a memory: units, those reviewed, those of each pair of languages, and of each origin.

    `first` and `last` are the dates of the oldest and the latest unit, `size` the bytes of the file.

    >>> Stats(1, 1, {("en", "ko"): 1}, {"site.tmx": 1}, "2026-11-30T09:00:00Z", "2026-11-30T09:00:00Z", 73728).units
    1
    """

    units: int
    reviewed: int
    pairs: dict[tuple[str, str], int]
    origins: dict[str, int]
    first: str
    last: str
    size: int


def stats(connection: sqlite3.Connection) -> Stats:
    """Count what is in a memory's file: one walk through it."""
    pairs = [pair for pair in directions() if pair[0] < pair[1]]
    counts = ", ".join(f"count({first}_key AND {second}_key)" for first, second in pairs)
    units, reviewed, oldest, latest, *of_pairs = connection.execute(
        f"SELECT count(*), coalesce(sum(reviewed), 0), min(date), max(date), {counts} FROM unit"
    ).fetchone()
    origins = connection.execute(
        f"SELECT origin, count(*) FROM unit GROUP BY origin ORDER BY count(*) DESC, origin LIMIT {_ORIGINS}"
    )
    pages, page = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    found = dict(zip(pairs, of_pairs, strict=True))
    return Stats(units, reviewed, found, dict(origins), oldest or "", latest or "", pages * page)


def condition(before: str, origin: str, unreviewed: bool, superseded: str) -> tuple[str, tuple[str, ...]]:
    """An SQL condition and its values for the units that all of the given wishes mean; see `Memory.prune`.

    >>> condition("2020-01-01", "", True, "")
    ('date < ? AND NOT reviewed', ('2020-01-01',))
    """
    parts = {
        "date < ?": before,
        "origin = ?": origin,
        "NOT reviewed": unreviewed,
        _superseded(normalise(superseded)) if superseded else "": superseded,
    }
    wanted = {part: value for part, value in parts.items() if value}
    if not wanted:
        raise InputError("nothing says which units to remove", hint="say --before, --origin, --unreviewed ...")
    return " AND ".join(wanted), tuple(str(value) for part, value in wanted.items() if "?" in part)


def _superseded(language: str) -> str:
    """True for a unit with a better one of the same text in a language, the same context and the same languages."""
    same = " AND ".join(f"(other.{code}_key IS NULL) = (unit.{code}_key IS NULL)" for code in LANGUAGES)
    return f"""EXISTS (
        SELECT 1 FROM unit AS other WHERE other.{language}_key = unit.{language}_key AND other.context = unit.context
        AND {same} AND (other.reviewed, other.date, other.id) > (unit.reviewed, unit.date, unit.id))"""


def remove(connection: sqlite3.Connection, where: str, values: Sequence[str]) -> int:
    """Remove the units for which a condition holds, and give their room back; how many they were."""
    with transaction(connection):
        rows = connection.execute(f"SELECT id, en, ja, ko, {FIELDS} FROM unit WHERE {where}", values).fetchall()
        if rows:
            connection.executemany("DELETE FROM unit WHERE id = ?", [row[:1] for row in rows])
            for language in LANGUAGES:
                index.rebuild(connection, language)
            tally(connection, -sum(unit_of(row[1:]).fingerprint for row in rows), 1)
    if rows:
        connection.execute("VACUUM")
    return len(rows)
