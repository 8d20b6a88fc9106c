"""Glossary files of every kind, read and written: the format is known by the suffix, or said."""

import os
from collections.abc import Iterable
from pathlib import Path

from mtkit.errors import GlossaryError
from mtkit.glossary import table
from mtkit.glossary.entries import Entry

__all__ = ["FORMATS", "read", "write"]

FORMATS = ("tsv", "csv")


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
    try:
        data = Path(path).read_bytes()
    except FileNotFoundError as error:
        raise GlossaryError("no such file", path=path) from error
    except OSError as error:
        raise GlossaryError(f"cannot be read ({error.strerror})", path=path) from error
    text = table.decode(data, path, encoding)
    entries = table.parse(text, path, "," if (format or Path(path).suffix.lower().lstrip(".")) == "csv" else "\t")
    if not entries:
        raise GlossaryError("no entries", path=path)
    return entries


def write(path: str | Path, entries: Iterable[Entry], *, format: str | None = None) -> None:
    """Write the whole file or nothing.

    >>> import tempfile
    >>> name = tempfile.mkdtemp() + "/g.tsv"
    >>> write(name, [Entry(en="Seoul", ko="서울")])
    >>> read(name)[0].ko
    '서울'
    """
    delimiter = "," if (format or Path(path).suffix.lower().lstrip(".")) == "csv" else "\t"
    data = table.render(entries, delimiter).encode()
    beside = Path(f"{path}.part")
    beside.write_bytes(data)
    os.replace(beside, path)
