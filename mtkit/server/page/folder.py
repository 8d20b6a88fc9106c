"""The glossaries of a folder: tables (.tsv) that the page shows, checks and saves."""

import hashlib
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from mtkit import documents
from mtkit.errors import GlossaryError, MtkitError
from mtkit.glossary import Entry, Glossary, table
from mtkit.glossary.lint import lint
from mtkit.segments import Issue
from mtkit.server.refusals import Refusal

__all__ = ["Checked", "Folder", "Row", "check", "rows_of"]

Row = Mapping[str, str]
_NAME = re.compile(r"\w[\w -]{0,79}")


@dataclass(frozen=True)
class Checked:
    """The entries of the rows that can be used, and the issues of all, each with the number of its row (from 0)."""

    entries: tuple[Entry, ...]
    issues: tuple[tuple[int, Issue], ...]

    @property
    def usable(self) -> bool:
        """Whether every row can be saved."""
        return all(issue.code != "row" for _, issue in self.issues)


class Folder:
    """The tables of a folder, or none when the server has no such folder.

    >>> Folder(None).names
    ()
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the tables, without .tsv."""
        if self.path is None or not self.path.is_dir():
            return ()
        return tuple(sorted(file.stem for file in self.path.glob("*.tsv") if not file.name.startswith(".")))

    def file(self, name: str) -> Path:
        """The file of a table. Raises Refusal (404) for a name that is not in the folder."""
        if self.path is None or name not in self.names:
            raise Refusal(404, f"no glossary {name!r} in the server's folder", hint="see the list of glossaries")
        return self.path / f"{name}.tsv"

    def make(self, name: str) -> None:
        """An empty table. Raises Refusal (400) for a name that no file should have, 404, 409 for one that is there."""
        if self.path is None:
            raise Refusal(404, "the server has no folder of glossaries", hint="start it with --glossaries DIR")
        if not _NAME.fullmatch(name):
            raise Refusal(400, f"no name for a glossary: {name!r}", hint="use letters, digits, spaces, - and _")
        if name in self.names:
            raise Refusal(409, f"there is a glossary {name!r}", hint="choose another name")
        documents.write(self.path / f"{name}.tsv", table.render([]).encode())

    def load(self, name: str) -> Glossary | None:
        """The glossary of that name as it is now, None for no name. Raises GlossaryError, Refusal."""
        if not name:
            return None
        path = self.file(name)
        state = path.stat()
        return _loaded(path, state.st_mtime_ns, state.st_size)

    def about(self, name: str) -> dict[str, Any]:
        """A table in the list: entries, last change, why it cannot be used."""
        path = self.file(name)
        told: dict[str, Any] = {"name": name, "changed": path.stat().st_mtime, "entries": 0, "error": ""}
        try:
            return told | {"entries": len(self.load(name) or ())}
        except MtkitError as error:
            return told | {"error": str(error).removeprefix(f"{path.parent}{os.sep}")}

    def read(self, name: str) -> tuple[list[dict[str, str]], str]:
        """The rows of a table and the version of its file."""
        path = self.file(name)
        data = path.read_bytes()
        entries = table.parse(table.decode(data, path.name), path.name)
        return rows_of(entries), _version(data)

    def save(self, name: str, entries: Sequence[Entry], version: str) -> str:
        """Write a table whole, with the comments of the file above it, and return its new version.

        Raises Refusal (409) when the file is another than the one that was read.
        """
        path = self.file(name)
        data = path.read_bytes()
        if _version(data) != version:
            raise Refusal(409, "somebody else has changed this glossary", hint="load it again, then make your changes")
        lines = table.decode(data, path.name).split("\n")
        comment = "\n".join(line[1:].strip() for line in lines if line.startswith("# ") or line == "#")
        written = table.render(entries, comment=comment).encode()
        documents.write(path, written)
        return _version(written)


def rows_of(entries: Sequence[Entry]) -> list[dict[str, str]]:
    """Entries as the cells of a table.

    >>> rows_of([Entry(en="Seoul", ko="서울")])[0]["ja"]
    '-'
    """
    header, *lines = table.render(entries).removesuffix("\n").split("\n")
    return [dict(zip(header.split("\t"), line.split("\t"), strict=True)) for line in lines]


def check(rows: Sequence[Row]) -> Checked:
    """Read rows as entries and lint them; a row that is no entry has an issue `row`.

    >>> found = check([{"en": "Seoul", "ko": "서울", "ja": "ソウル"}, {"en": "", "ko": "부산", "ja": ""}])
    >>> [(row, issue.message) for row, issue in found.issues]
    [(1, 'empty en form; write the name, or - when there is none')]
    """
    entries, issues = list[Entry](), list[tuple[int, Issue]]()
    for number, row in enumerate(rows):
        try:
            entries.append(replace(_entry(row), where=_named(number)))
        except GlossaryError as error:
            message = str(error).removeprefix("line 2: ")  # the row stood below a header
            issues.append((number, Issue("row", _named(number), message, serious=True)))
    issues += _twice(entries)
    issues += [(_number(issue.where), issue) for issue in lint(entries)]
    return Checked(tuple(entries), tuple(sorted(issues, key=lambda found: found[0])))


def _named(number: int) -> str:
    return f"row {number + 1}"


def _number(name: str) -> int:
    return int(name.removeprefix("row ")) - 1


def _entry(row: Row) -> Entry:
    if unknown := sorted(set(row) - set(table.COLUMNS)):
        raise GlossaryError(f"unknown column {unknown[0]!r}", hint=f"columns are {', '.join(table.COLUMNS)}")
    columns = [name for name in table.COLUMNS if name in row]
    cells = [row[name].strip() for name in columns]
    for cell in cells:
        if "\t" in cell or "\n" in cell or "\r" in cell:
            raise GlossaryError("a tab or a line break in a cell", hint="write it without")
    if cells and (cells[0] == "#" or cells[0].startswith("# ")):
        raise GlossaryError("a form that begins with #", hint="a line like that is a comment")
    found = table.parse("\t".join(columns) + "\n" + "\t".join(cells) + "\n")
    if not found:
        raise GlossaryError("an empty row", hint="write the names, or remove it")
    return found[0]


def _twice(entries: Sequence[Entry]) -> list[tuple[int, Issue]]:
    """Rows with the same three names, which a table must not have."""
    seen: dict[tuple[str, ...], str] = {}
    found = []
    for entry in entries:
        first = seen.setdefault((entry.en, entry.ja, entry.ko), entry.where)
        if first != entry.where:
            message = f"the same names as in {first}; remove one of the two"
            found.append((_number(entry.where), Issue("row", entry.where, message, serious=True)))
    return found


@lru_cache(maxsize=16)
def _loaded(path: Path, _time: int, _size: int) -> Glossary:
    return Glossary.load(path)


def _version(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
