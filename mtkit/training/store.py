"""Training text made ready once: cleaned by all cores, counted in pieces, kept on disk under a hash of its content."""

import hashlib
import json
import os
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtkit.errors import CorpusError
from mtkit.languages import LANGUAGES
from mtkit.training import cleaning, data, styles
from mtkit.training.data import Source, Unit
from mtkit.training.vocabulary import Pieces

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Store", "fingerprint", "keys_of", "prepare"]

VERSION = "1"  # of the format and of the cleaning rules
CHUNK = 5000  # units that a worker takes at once
_MIX = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)


@dataclass(frozen=True)
class Store:
    """The prepared text of a folder; columns are en, ja, ko.

    `lengths` are pieces, `levels` speech levels, `keys` content hashes, `origin` the number of the source in `sources`.
    """

    folder: Path
    sources: tuple[str, ...]
    origin: "NDArray[Any]"
    lengths: "NDArray[Any]"
    levels: "NDArray[Any]"
    keys: "NDArray[Any]"
    offsets: "NDArray[Any]"
    text: "NDArray[Any]"
    read: dict[str, int]
    dropped: dict[str, dict[str, int]]

    @classmethod
    def open(cls, folder: str | Path) -> "Store":
        """The store in a folder, its text mapped into memory."""
        import numpy as np

        path = Path(folder)
        told = json.loads((path / "store.json").read_text(encoding="utf-8"))
        columns = {name: np.load(path / f"{name}.npy") for name in ("origin", "lengths", "levels", "keys", "offsets")}
        text = np.memmap(path / "text.bin", np.uint8, "r")
        return cls(path, tuple(told["sources"]), text=text, read=told["read"], dropped=told["dropped"], **columns)

    def __len__(self) -> int:
        return len(self.origin)

    def texts(self, unit: int) -> tuple[str, ...]:
        """The three texts of a unit."""
        return tuple(self.one(unit, column) for column in range(len(LANGUAGES)))

    def one(self, unit: int, column: int) -> str:
        """The text of a unit in one language."""
        place = unit * len(LANGUAGES) + column
        return self.text[self.offsets[place] : self.offsets[place + 1]].tobytes().decode("utf-8")

    def of(self, units: Iterable[int]) -> list[Unit]:
        """Units as they were read, cleaned."""
        return [
            Unit(self.sources[self.origin[unit]], (self.one(unit, 0), self.one(unit, 1), self.one(unit, 2)))
            for unit in units
        ]


def fingerprint(sources: Sequence[Source], vocabulary: Path) -> str:
    """A hash of the content of the files (not of their weights) and of the vocabulary."""
    total = hashlib.sha256(VERSION.encode())
    for path in (*(file for source in sources for file in data.files(source.path)), vocabulary):
        total.update(path.name.encode())
        with path.open("rb") as file:
            total.update(hashlib.file_digest(file, "sha256").digest())
    return total.hexdigest()[:16]


def keys_of(units: Iterable[Unit]) -> set[int]:
    """The content hashes of the texts of units, for the search for overlap.

    >>> len(keys_of([Unit("dev", ("Hello!", "", "안녕")), Unit("dev", ("hello", "", ""))]))
    2
    """
    return {cleaning.key(text) for unit in units for text in unit.texts} - {0}


def prepare(sources: Sequence[Source], vocabulary: Path, work: Path, *, processes: int = 0) -> Store:
    """The store for these files below `work`: as it is there already, or made by all cores (or `processes`).

    Raises CorpusError for what cannot be read, and when nothing is left.
    """
    folder = work / f"data-{fingerprint(sources, vocabulary / 'source.spm')}"
    if not (folder / "store.json").exists():
        fresh = folder.with_name(f".{folder.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        _write(sources, vocabulary, fresh, processes or len(os.sched_getaffinity(0)))
        fresh.replace(folder)
    return Store.open(folder)


class _Columns:
    """What grows while chunks come in: the text on disk, the small columns in memory."""

    def __init__(self, folder: Path) -> None:
        self.file = (folder / "text.bin").open("wb")
        self.numbers: dict[str, int] = {}
        self.read: Counter[str] = Counter()
        self.dropped: dict[str, Counter[str]] = {}
        self.rows: list[dict[str, Any]] = []

    def add(self, chunk: dict[str, Any]) -> None:
        import numpy as np

        names = chunk.pop("names")
        origin = [self.numbers.setdefault(name, len(self.numbers)) for name in names]
        self.file.write(chunk.pop("text"))
        self.read.update(chunk.pop("read"))
        for name, reasons in chunk.pop("dropped").items():
            self.dropped.setdefault(name, Counter()).update(reasons)
        self.rows.append(chunk | {"origin": np.array(origin, np.int32)})


def _write(sources: Sequence[Source], vocabulary: Path, folder: Path, processes: int) -> None:
    import numpy as np

    columns = _Columns(folder)
    units = (unit for source in sources for unit in data.read(source.path))
    for chunk in _chunks(units, vocabulary, processes):
        columns.add(chunk)
    columns.file.write(b"\n")  # an empty file cannot be mapped
    columns.file.close()
    names = ("origin", "lengths", "levels", "keys", "sizes")
    rows = {name: np.concatenate([row[name] for row in columns.rows]) for name in names} if columns.rows else {}
    if not rows or not len(rows["origin"]):
        paths = ", ".join(source.path for source in sources)
        raise CorpusError(
            f"no usable pair of texts among {columns.read.total()} units", path=paths, hint=_most(columns.dropped)
        )
    offsets = np.concatenate([[0], np.cumsum(rows.pop("sizes"), dtype=np.int64)])
    rows["lengths"] = _without_duplicates(rows, tuple(columns.numbers), columns.dropped)
    for name, values in (rows | {"offsets": offsets}).items():
        np.save(folder / f"{name}.npy", values)
    told = {"sources": list(columns.numbers), "read": columns.read, "dropped": columns.dropped}
    (folder / "store.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def _most(dropped: dict[str, Counter[str]]) -> str:
    total = sum(dropped.values(), Counter[str]())
    return f"dropped as {', '.join(total)}" if total else "is the file empty?"


def _without_duplicates(rows: "dict[str, NDArray[Any]]", names: Sequence[str], dropped: dict[str, Counter[str]]) -> Any:
    """The lengths, zero for units whose three texts were all seen before."""
    import numpy as np

    keys = rows["keys"]
    whole = sum(
        (keys[:, column] * np.uint64(factor) for column, factor in enumerate(_MIX)), np.zeros(len(keys), np.uint64)
    )
    _, first = np.unique(whole, return_index=True)
    again = np.ones(len(keys), bool)
    again[first] = False
    for number, count in zip(*np.unique(rows["origin"][again], return_counts=True), strict=True):
        dropped.setdefault(names[number], Counter())["duplicate"] += int(count)
    return np.where(again[:, None], 0, rows["lengths"])


def _chunks(units: Iterator[Unit], vocabulary: Path, processes: int) -> Iterator[dict[str, Any]]:
    parts = iter(lambda: list(islice(units, CHUNK)), [])
    first = next(parts, [])
    if processes == 1 or len(first) < CHUNK:
        _load(vocabulary)
        yield _chunk(first)
        yield from map(_chunk, parts)
        return
    # Not forked: the parent may have threads. Not more at once than needed, so that the reading does not run ahead.
    with ProcessPoolExecutor(processes, get_context("spawn"), _load, (vocabulary,)) as pool:
        waiting = [pool.submit(_chunk, first)]
        for part in parts:
            waiting.append(pool.submit(_chunk, part))
            if len(waiting) > 2 * processes:
                yield waiting.pop(0).result()
        for future in waiting:
            yield future.result()


_loaded: list[Pieces] = []  # of a worker process


def _load(vocabulary: Path) -> None:
    _loaded[:] = [Pieces.load(vocabulary)]


def _chunk(units: Sequence[Unit]) -> dict[str, Any]:
    import numpy as np

    pieces = _loaded[0]
    kept: list[tuple[str, tuple[str, str, str]]] = []
    dropped: dict[str, Counter[str]] = {}
    for unit in units:
        texts, reasons = cleaning.clean(unit.texts)
        if reasons:
            dropped.setdefault(unit.source, Counter()).update(reasons)
        if any(texts):
            kept.append((unit.source, texts))
    flat = [(text, language) for _, texts in kept for text, language in zip(texts, LANGUAGES, strict=True)]
    encoded = [text.encode() for text, _ in flat]
    shape = (len(kept), len(LANGUAGES))
    return {
        "names": [name for name, _ in kept],
        "text": b"".join(encoded),
        "read": Counter(unit.source for unit in units),
        "dropped": dropped,
        "sizes": np.array([len(raw) for raw in encoded], np.int64),
        "lengths": np.array([len(pieces.source(text)) if text else 0 for text, _ in flat], np.int32).reshape(shape),
        "levels": np.array([styles.level(text, language) for text, language in flat], np.uint8).reshape(shape),
        "keys": np.array([cleaning.key(text) for text, _ in flat], np.uint64).reshape(shape),
    }
