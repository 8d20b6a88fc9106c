"""Glossary files of every kind, read and written: the format is known by the suffix, or said."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from mtkit.errors import GlossaryError
from mtkit.glossary import pairs, table, tbx, workbook
from mtkit.glossary.entries import Entry

__all__ = ["FORMATS", "read", "write"]

# mtkit's own tables; two columns without a header (DeepL, OmegaT); Google's term sets; TBX; a spreadsheet.
FORMATS = ("tsv", "csv", "deepl-tsv", "deepl-csv", "omegat", "google", "tbx", "tbx2", "xlsx")
_SUFFIXES = {".tsv": "tsv", ".tab": "tsv", ".csv": "csv", ".txt": "omegat", ".tbx": "tbx", ".xlsx": "xlsx"}
_PAIRS = {"deepl-tsv": "\t", "deepl-csv": ",", "omegat": "\t"}


def read(
    path: str | Path,
    *,
    encoding: str | None = None,
    format: str | None = None,
    languages: tuple[str, str] | None = None,
) -> tuple[Entry, ...]:
    """The entries of a file. Raises GlossaryError with path and line when it cannot be used.

    >>> read("nowhere.tsv")
    Traceback (most recent call last):
    mtkit.errors.GlossaryError: nowhere.tsv: no such file
    """
    kind = _kind(path, format)
    try:
        data = Path(path).read_bytes()
    except FileNotFoundError as error:
        raise GlossaryError("no such file", path=path) from error
    except OSError as error:
        raise GlossaryError(f"cannot be read ({error.strerror})", path=path) from error
    entries = _parse(data, path, kind, encoding, languages)
    if not entries:
        raise GlossaryError("no entries", path=path)
    return entries


def _kind(path: str | Path, format: str | None) -> str:
    kind = format or _SUFFIXES.get(Path(path).suffix.lower(), "")
    if kind not in FORMATS:
        known = f"one of {', '.join(FORMATS)}"
        raise GlossaryError(
            f"unknown glossary format {kind!r}" if kind else "format not known", path=path, hint=f"say {known}"
        )
    return kind


def _parse(
    data: bytes, path: str | Path, kind: str, encoding: str | None, languages: tuple[str, str] | None
) -> tuple[Entry, ...]:
    if kind.startswith("tbx"):
        return tbx.parse(data, path)
    if kind == "xlsx":
        return workbook.parse(data, path)
    text = table.decode(data, path, encoding)
    if kind == "google":
        return pairs.parse_equivalents(text, path)
    if kind in _PAIRS:
        return pairs.parse_pairs(text, path, _PAIRS[kind], _both(languages, path))
    return table.parse(text, path, "," if kind == "csv" else "\t")


def _both(languages: tuple[str, str] | None, path: str | Path) -> tuple[str, str]:
    if languages is None:
        raise GlossaryError("two columns without a header", path=path, hint="say which two languages they are")
    return languages


def write(
    path: str | Path,
    entries: Iterable[Entry],
    *,
    format: str | None = None,
    languages: tuple[str, str] | None = None,
    comment: str = "",
) -> None:
    """Write the whole file or nothing.

    >>> import tempfile
    >>> name = tempfile.mkdtemp() + "/g.tsv"
    >>> write(name, [Entry(en="Seoul", ko="서울")])
    >>> read(name)[0].ko
    '서울'
    """
    kind = _kind(path, format)
    data = _render(tuple(entries), path, kind, languages, comment)
    try:
        with tempfile.NamedTemporaryFile(dir=Path(path).parent, delete=False) as beside:
            beside.write(data)
        os.chmod(beside.name, 0o644)
        os.replace(beside.name, path)
    except OSError as error:
        raise GlossaryError(f"cannot be written ({error.strerror})", path=path) from error


def _render(
    entries: tuple[Entry, ...], path: str | Path, kind: str, languages: tuple[str, str] | None, comment: str
) -> bytes:
    if kind.startswith("tbx"):
        return tbx.render(entries, version=2 if kind == "tbx2" else 3)
    if kind == "xlsx":
        return workbook.render(entries)
    if kind == "google":
        return pairs.render_equivalents(entries).encode()
    if kind in _PAIRS:
        return pairs.render_pairs(entries, _PAIRS[kind], _both(languages, path), notes=kind == "omegat").encode()
    return table.render(entries, "," if kind == "csv" else "\t", comment).encode()
