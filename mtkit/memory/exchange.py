"""Files into units: TMX, PO, XLIFF, TSV and CSV, and texts in three languages (releases, tables)."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from mtkit.corpus import Corpus
from mtkit.documents import bilingual
from mtkit.errors import InputError
from mtkit.languages import LANGUAGES
from mtkit.memory import tmx
from mtkit.memory.units import Unit

__all__ = ["read"]

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
    elif path.is_dir() or path.suffix.lower() == ".jsonl" or _has_three(path):
        yield from _corpus(path, origin)
    else:
        yield from _pairs(path, source, target, origin)


def _date(path: Path) -> str:
    return f"{datetime.fromtimestamp(path.stat().st_mtime, UTC):%Y-%m-%dT%H:%M:%SZ}"


def _has_three(path: Path) -> bool:
    """A table with a column for each of the three languages."""
    if path.suffix.lower() != ".tsv" or not path.is_file():
        return False
    with path.open("rb") as file:
        return {language.encode() for language in LANGUAGES} <= set(file.readline().lower().strip().split(b"\t"))


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
