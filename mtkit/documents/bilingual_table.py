"""The pairs of a TSV or CSV file: by the names in its first line, else the first two columns."""

import codecs
import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from mtkit.documents.pairs import Pair, language
from mtkit.errors import InputError
from mtkit.languages import LANGUAGES

__all__ = ["pairs"]

_NAMES = {
    "source": ("source", "src", "msgid", "original"),
    "target": ("target", "tgt", "msgstr", "translation"),
    "context": ("context", "msgctxt", "key", "id"),
    "note": ("note", "notes", "comment", "comments"),
}
LONGEST = 1 << 24  # characters of a cell


def pairs(path: Path, source: str, target: str) -> Iterator[Pair]:
    """The pairs of a table; a row shorter than its header has empty cells. Raises InputError for what is no table.

    >>> list(pairs(Path("/no/such.tsv"), "en", "ko"))
    Traceback (most recent call last):
    FileNotFoundError: [Errno 2] No such file or directory: '/no/such.tsv'
    """
    with path.open(encoding=_encoding(path), newline="") as file:
        rows = _rows(file, path)
        first = next(rows, None)
        if not first:
            return
        columns = _columns(first[1], source, target)
        if columns:
            names = [language(first[1][columns[role]]) for role in ("source", "target")]
            source, target = (
                name if name in LANGUAGES else given for name, given in zip(names, (source, target), strict=True)
            )
        else:
            columns = {"source": 0, "target": 1}
            yield _pair(first, columns, path, source, target)
        for row in rows:
            yield _pair(row, columns, path, source, target)


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(2)
    return "utf-16" if start in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8-sig"


def _rows(file: TextIO, path: Path) -> Iterator[tuple[int, Sequence[str]]]:
    """The rows that are not blank with the line that each begins in.

    A TSV file is split at tabs alone: its quotes are text, as everywhere where sentences are kept in such files.
    """
    csv.field_size_limit(LONGEST)
    if path.suffix.lower() == ".csv":
        rows = csv.reader(file, strict=True)
    else:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True)
    line = 1
    try:
        for row in rows:
            if any(row):
                yield line, row
            line = rows.line_num + 1
    except csv.Error as error:
        raise InputError(f"no table ({error})", path=path, line=rows.line_num) from error
    except UnicodeError as error:
        raise InputError("not UTF-8", path=path, hint="convert it: iconv -f cp949 -t utf-8") from error


def _columns(header: Sequence[str], source: str, target: str) -> dict[str, int]:
    """Which column is what; empty when the first line is no header."""
    names = [cell.strip().lower() for cell in header]
    found = {role: names.index(name) for role, known in _NAMES.items() for name in reversed(known) if name in names}
    if {"source", "target"} <= found.keys():
        return found
    by_code = {code: at for at, name in reversed([*enumerate(names)]) if (code := language(name)) in LANGUAGES}
    codes = list(by_code)[::-1]
    first = source or next((code for code in codes if code != target), "")
    second = target or next((code for code in codes if code != first), "")
    if first in by_code and second in by_code:
        return found | {"source": by_code[first], "target": by_code[second]}
    return {}


def _pair(row: tuple[int, Sequence[str]], columns: dict[str, int], path: Path, source: str, target: str) -> Pair:
    line, cells = row
    if len(cells) < 2:
        raise InputError("one column, two are needed", path=path, line=line, hint="divide source and target by a tab")
    said = {role: cells[at] if at < len(cells) else "" for role, at in columns.items()}
    context, note = said.get("context", ""), said.get("note", "")
    return Pair(said["source"], said["target"], f"{path}:{line}", context, source, target, note)
