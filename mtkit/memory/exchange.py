"""Files into units: TMX, PO, XLIFF, TSV and CSV, and texts in three languages (releases, tables)."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mtkit.corpus import Corpus
from mtkit.documents import bilingual
from mtkit.errors import InputError
from mtkit.languages import LANGUAGES
from mtkit.memory import tmx
from mtkit.memory.units import Unit

__all__ = ["read"]

_CONTEXTS = ("context", "msgctxt", "key", "id")  # columns that tell equal texts apart
_OPEN = frozenset(("fuzzy", "new", "initial"))  # marks of a translation that nobody has agreed to


def read(
    path: str | Path, *, source: str | None = None, target: str | None = None, origin: str = ""
) -> Iterator[Unit | None]:
    """The units of a file or a directory of releases, None for what has no translation.

    `source` and `target` are the languages of a file that names none, `origin` is that of all units (else what the
    file says of each, or its name). A unit without a date has that of the file. Fuzzy entries of a PO file and
    segments of XLIFF that need work are units that nobody has reviewed. Raises InputError with path and line.

    >>> next(read("/no/such.po"))
    Traceback (most recent call last):
    mtkit.errors.InputError: /no/such.po: no such file
    """
    path = Path(path)
    if path.suffix.lower() == ".tmx" and path.is_file():
        yield from tmx.read(path, origin or path.name, _date(path))
    elif path.is_dir() or path.suffix.lower() == ".jsonl":
        yield from _corpus(path, origin)
    elif _has_three(path):
        yield from _table(path, origin)
    else:
        yield from _pairs(path, source, target, origin)


def _date(path: Path) -> str:
    return f"{datetime.fromtimestamp(path.stat().st_mtime, UTC):%Y-%m-%dT%H:%M:%SZ}"


def _has_three(path: Path) -> bool:
    """A table with a column for each of the three languages."""
    if path.suffix.lower() not in (".tsv", ".csv") or not path.is_file():
        return False
    with path.open("rb") as file:
        first = file.readline().decode("utf-8-sig", "replace").lower()
    return set(LANGUAGES) <= {name.strip(' "\r\n') for name in first.split("\t" if path.suffix == ".tsv" else ",")}


def _table(path: Path, origin: str) -> Iterator[Unit | None]:
    """A row a unit, texts may be missing."""
    date = _date(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        options: dict[str, Any] = {} if path.suffix == ".csv" else {"delimiter": "\t", "quoting": csv.QUOTE_NONE}
        rows = csv.reader(file, **options)
        try:
            names = [name.strip().lower() for name in next(rows)]
            context = next((names.index(name) for name in _CONTEXTS if name in names), None)
            columns = [names.index(language) for language in LANGUAGES]
            for row in rows:
                cells = row + [""] * (len(names) - len(row))
                en, ja, ko = (cells[column] for column in columns)
                known = cells[context] if context is not None else ""
                unit = Unit(en, ja, ko, known, origin or path.name, date)
                yield unit if sum(map(bool, unit.texts)) > 1 else None
        except (csv.Error, UnicodeError) as error:
            said = "not UTF-8" if isinstance(error, UnicodeError) else f"no table ({error})"
            raise InputError(said, path=path, line=rows.line_num + 1) from error


def _corpus(path: Path, origin: str) -> Iterator[Unit]:
    date = _date(path) if path.exists() else ""
    for unit in Corpus.load(path):
        context = unit.id if unit.kind == "string" else ""
        yield Unit(unit.en, unit.ja, unit.ko, context, origin or unit.doc or path.name, date)


def _pairs(path: Path, source: str | None, target: str | None, origin: str) -> Iterator[Unit | None]:
    date = ""
    for pair in bilingual.iterate(path, source, target):
        date = date or _date(path)
        languages = pair.source_language, pair.target_language
        if "" in languages:
            raise InputError("names no languages", path=path, hint="say --from and --to")
        if not (pair.source and pair.target) or not set(languages) <= set(LANGUAGES) or languages[0] == languages[1]:
            yield None
            continue
        texts = dict(zip(languages, (pair.source, pair.target), strict=True))
        reviewed = not any(flag in _OPEN or flag.startswith("needs-") for flag in pair.flags)
        yield Unit(**texts, context=pair.context, origin=origin or path.name, date=date, reviewed=reviewed)
