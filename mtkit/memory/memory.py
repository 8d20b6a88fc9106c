"""A translation memory: one file, in which equal and similar texts are found again with their translations."""

import contextlib
import os
import re
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from mtkit.errors import InputError
from mtkit.languages import normalise
from mtkit.memory import index
from mtkit.memory.database import connect, told, transaction
from mtkit.memory.index import Index
from mtkit.memory.signatures import MOST
from mtkit.memory.survey import Stats, condition, remove, stats
from mtkit.memory.units import Offer, Unit, key, number_of
from mtkit.memory.writing import FIELDS, Added, unit_of, write

__all__ = ["Memory"]

BATCH = 50_000  # units of one transaction: each writes most pages of the indexes again
_CHUNK = 200  # candidates whose distance is measured at once
_HALF = re.compile("[\ud800-\udfff]")  # of a surrogate pair: no unit has it
_DIGITS = bytes.maketrans(b"123456789", b"000000000")


class Memory:
    """The memory in a file: `find` equal texts, `search` similar ones, `add` units, walk over `units`.

    Any number of processes and threads may read while one writes; a second writer waits.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, Memory.open(f"{folder}/site.memory", create=True) as memory:
    ...     added = memory.add([Unit(ko="10월 6일에 문을 엽니다.", en="It opens on October 6.")])
    ...     memory.find("10월 6일에 문을 엽니다.", "ko", "en").target
    ...     [(offer.percent, offer.target) for offer in memory.search("10월 9일에 문을 엽니다.", "ko", "en")]
    'It opens on October 6.'
    [(93, 'It opens on October 6.')]
    """

    def __init__(self, path: str | Path, *, create: bool = False) -> None:
        self.path = Path(path)
        self._lock = threading.Lock()
        self._connections: dict[tuple[int, int], sqlite3.Connection] = {}  # one a process and thread
        self._indexes: dict[str, Index] = {}
        self._create = create
        self._connection  # noqa: B018  # whatever is wrong with the file is said now
        self._create = False

    @classmethod
    def open(cls, path: str | Path, *, create: bool = False) -> "Memory":
        """The memory of a file; `create` makes it when it is not there. Raises InputError for what is no memory.

        >>> Memory.open("nowhere.memory")
        Traceback (most recent call last):
        mtkit.errors.InputError: nowhere.memory: no such memory; mtkit memory import makes one
        """
        return cls(path, create=create)

    def __reduce__(self) -> tuple[type["Memory"], tuple[Path]]:
        return Memory, (self.path,)

    def __enter__(self) -> "Memory":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the last one to close it leaves one file."""
        with self._lock:
            for (process, _), connection in self._connections.items():
                if process == os.getpid():
                    connection.close()
            self._connections.clear()

    @property
    def _connection(self) -> sqlite3.Connection:
        own = os.getpid(), threading.get_ident()
        if own not in self._connections:
            connection = connect(self.path, create=self._create)
            with self._lock:
                self._connections[own] = connection
        return self._connections[own]

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """Within it, this thread sees the memory as it is now, whatever others write."""
        connection = self._connection
        if connection.in_transaction:
            yield
            return
        with told(self.path):
            connection.execute("BEGIN")
            connection.execute("SELECT checksum FROM state").fetchone()
        try:
            yield
        finally:
            connection.rollback()

    # What is in it

    @property
    def checksum(self) -> str:
        """A hash of the content: the same for the same units, whatever the order in which they came."""
        with told(self.path):
            (checksum,) = self._connection.execute("SELECT checksum FROM state").fetchone()
        return f"{checksum & (1 << 64) - 1:016x}"

    def __len__(self) -> int:
        with told(self.path):
            return int(self._connection.execute("SELECT count(*) FROM unit").fetchone()[0])

    def units(self) -> Iterator[Unit]:
        """Every unit, in the order in which they came; those of the moment when it begins."""
        with told(self.path):
            for row in self._connection.execute(f"SELECT en, ja, ko, {FIELDS} FROM unit ORDER BY id"):
                yield unit_of(row)

    def stats(self) -> Stats:
        """How many units there are, of which pairs of languages and origins."""
        with told(self.path):
            return stats(self._connection)

    # Looking up

    def find(self, text: str, source: str, target: str, context: str = "") -> Offer | None:
        """The translation of an equal text (see `key`): reviewed ones first, those of the same context, the latest.

        101 percent when the context is the same too, else 100; None when there is no equal text.
        """
        return next(iter(self.equal(text, source, target, context, 1)), None)

    def search(
        self, text: str, source: str, target: str, *, least: float = 75, limit: int = 5, context: str = ""
    ) -> tuple[Offer, ...]:
        """What the memory offers for a text, best first: equal texts and those that are `least` percent alike.

        At most `limit` offers, each translation once. Raises InputError for a `least` outside of 50 to 100.
        """
        if not 50 <= least <= 100:
            raise InputError(f"{least} percent", hint="use a number from 50 to 100")
        source, target = normalise(source), normalise(target)
        found = [*self.equal(text, source, target, context, limit), *self.similar(text, source, target, least, limit)]
        return tuple(_best(found)[:limit])

    def equal(self, text: str, source: str, target: str, context: str = "", limit: int = 5) -> list[Offer]:
        """The translations of equal texts in the order of `find`, `limit` at most."""
        source, target, folded = normalise(source), normalise(target), key(text)
        if _HALF.search(text + context):
            return []
        query = f"""
            SELECT {source}, {target}, {FIELDS} FROM unit WHERE {source}_key = ? AND {target}_key IS NOT NULL
            ORDER BY reviewed DESC, context = ? DESC, {source} = ? DESC, context = '' DESC, date DESC, {target}, context
            LIMIT ?"""
        with told(self.path):
            rows = self._connection.execute(query, (number_of(folded), context, text, limit)).fetchall()
        return [_offer(row, 101 if context and row[2] == context else 100) for row in rows if key(row[0]) == folded]

    def similar(
        self,
        text: str,
        source: str,
        target: str,
        least: float,
        limit: int,
        *,
        digits: bool = True,
        measured: int = MOST,
    ) -> list[Offer]:
        """The offers of texts that are `least` percent alike; none is 101.

        With `digits` False all digits count as equal. At most `measured` texts are compared, those that look closest.
        """
        from rapidfuzz.distance import Levenshtein
        from rapidfuzz.process import extract

        if _HALF.search(text):
            return []
        folded = _folded(text, digits)
        kept: list[Offer] = []
        candidates = self._index(source).candidates(key(text), least / 100)[:measured]
        for start in range(0, len(candidates), _CHUNK):
            part = candidates[start : start + _CHUNK]
            if len(kept) >= limit and kept[limit - 1].percent > _percent(part[0][1]):
                break  # of equally good ones the content decides, not which came first
            rows = self._rows([unit for unit, _ in part], source, target)
            texts = [_folded(row[0], digits) for row in rows]
            found = extract(
                folded, texts, scorer=Levenshtein.normalized_similarity, score_cutoff=least / 100 - 1e-9, limit=None
            )
            kept = _best([*kept, *(_offer(rows[place], _percent(alike)) for _, alike, place in found)])
        return kept[:limit]

    def _index(self, language: str) -> Index:
        with told(self.path):
            fresh = index.refresh(self._indexes.get(language, Index()), self._connection, language)
        self._indexes[language] = fresh  # another thread's is as good
        return fresh

    def _rows(self, ids: Sequence[int], source: str, target: str) -> list[tuple[str, ...]]:
        query = f"""
            SELECT {source}, {target}, {FIELDS} FROM unit
            WHERE id IN ({",".join(map(str, ids))}) AND {target}_key IS NOT NULL"""
        with told(self.path):
            return self._connection.execute(query).fetchall()

    # Writing

    def add(self, units: Iterable[Unit]) -> Added:
        """Write units; one of the same texts and context takes the place of the one before, unless that is later.

        A transaction for every 50 000: what was written before an error or a kill is kept. Raises InputError for a unit
        with less than two texts, and when the file cannot be written.
        """
        total, waiting = Added(), iter(units)
        with told(self.path):  # room for the pages of the indexes, which are written again and again
            self._connection.execute("PRAGMA cache_size = -262144")
        while batch := list(islice(waiting, BATCH)):
            with told(self.path), transaction(self._connection):
                part = write(self._connection, batch)
            total = Added(total.new + part.new, total.changed + part.changed, total.known + part.known)
        return total

    def prune(
        self, *, before: str = "", origin: str = "", unreviewed: bool = False, superseded: str = "", dry: bool = False
    ) -> int:
        """Remove units and give their room back; how many. `dry` only counts.

        Those removed are all of: older than `before` (2024-01-01), of that `origin`, reviewed by nobody, and
        `superseded`: there is a better one (reviewed, later) of the same text in this language, with the same context
        and languages. Raises InputError when nothing of it is said.
        """
        where, values = condition(before, origin, unreviewed, superseded)
        with told(self.path):
            if dry:
                found = self._connection.execute(f"SELECT count(*) FROM unit WHERE {where}", values)
                return int(found.fetchone()[0])
            return remove(self._connection, where, values)


def _folded(text: str, digits: bool) -> str:
    return key(text) if digits else key(text).encode().translate(_DIGITS).decode()


def _percent(alike: float) -> int:
    """Rounded down: 100 percent is equal."""
    return int(alike * 100 + 1e-6)


def _best(offers: Iterable[Offer]) -> list[Offer]:
    """The best first, each pair of texts once."""
    best: dict[tuple[str, str], Offer] = {}
    for offer in sorted(offers, key=_order):
        best.setdefault((offer.source, offer.target), offer)
    return list(best.values())


def _order(offer: Offer) -> tuple[object, ...]:
    later = tuple(-ord(char) for char in offer.date)
    return -offer.percent, not offer.reviewed, later, offer.source, offer.target, offer.context


def _offer(row: Sequence[object], percent: int) -> Offer:
    source, target, context, origin, date, reviewed = row
    return Offer(str(source), str(target), percent, str(context), str(origin), str(date), bool(reviewed))
