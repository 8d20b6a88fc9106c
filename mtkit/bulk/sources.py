"""Where documents come from: directory trees, list files, ZIP archives, tables. One after the other, never all at once."""

import errno
import itertools
import os
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TextIO

from mtkit import documents
from mtkit.bulk import tables
from mtkit.errors import InputError

__all__ = ["LARGEST", "Found", "find"]

LARGEST = 64 << 20  # bytes of a document: it is held in memory as a whole, while a table is not
_LEFT_OUT = ("__MACOSX",)  # what packing programs add


@dataclass(frozen=True, slots=True)
class Found:
    """A document or table of the archive, not read yet.

    `name` is for people and tells it apart, `place` is where its translation goes below OUT (before the language is in
    its name), `path` the file it is in; `load` gives its bytes. `wrong` says why it cannot be used.

    >>> Found("in/a.md", PurePosixPath("a.md"), Path("in/a.md"), lambda: b"").is_table
    False
    """

    name: str
    place: PurePosixPath
    path: Path
    load: Callable[[], bytes]
    wrong: str = ""
    is_table: bool = False


def find(
    inputs: Iterable[Path], lists: Iterable[Path], column: str | None, leave: Callable[[str], object]
) -> Iterator[Found]:
    """Everything that the inputs hold, in order; `leave` is told the suffix of each file that is left out.

    In trees and archives tables are left out unless a `column` is said. Raises InputError for an input that is not
    there or is no archive, before the first document.
    """
    look = _Look(column, leave)
    return itertools.chain.from_iterable([*map(look.input, inputs), *map(look.listed, lists)])


class _Look:
    """Looks into inputs of every kind."""

    def __init__(self, column: str | None, leave: Callable[[str], object]) -> None:
        self.column, self.leave = column, leave
        self._suffixes = frozenset(documents.suffixes(walked=True))

    def input(self, path: Path) -> Iterable[Found]:
        """A file, directory or archive of the command line."""
        try:
            mode = path.stat().st_mode
        except (OSError, ValueError) as error:
            reason = "no such file or directory" if isinstance(error, FileNotFoundError) else _reason(error)
            raise InputError(reason, path=path) from error
        if stat.S_ISDIR(mode):
            return self._tree(path, path, ())
        if path.suffix.lower() == ".zip":
            return self._members(_archive(path), path)
        return (self._file(path, PurePosixPath(path.name)),)

    def listed(self, path: Path) -> Iterable[Found]:
        """The files that a list names, one a line, relative to the working directory; # begins a comment."""
        try:
            return self._lines(path.open(encoding="utf-8-sig", newline="\n"), path)
        except OSError as error:
            raise InputError(_reason(error), path=path) from error

    def _file(self, path: Path, place: PurePosixPath) -> Found:
        return Found(str(path), place, path, partial(_load, path), is_table=tables.is_table(path, self.column))

    def _wanted(self, name: str) -> bool:
        """True for a name with a suffix of a document, or of a table when a column is said."""
        if PurePosixPath(name).suffix.lower() in self._suffixes or (self.column and tables.is_table(name, self.column)):
            return True
        self.leave(PurePosixPath(name).suffix.lower())
        return False

    def _tree(self, root: Path, directory: Path, above: tuple[tuple[int, int], ...]) -> Iterator[Found]:
        """The documents below a directory, sorted; a link that leads back to where it is is told, not followed."""
        place = PurePosixPath(directory.relative_to(root).as_posix())
        try:
            here = directory.stat()
            known = (*above, (here.st_dev, here.st_ino))
            if known[-1] in above:
                yield _wrong(directory, place, "a link to a directory that it is in")
                return
            entries = sorted(os.scandir(directory), key=lambda entry: entry.name)
        except OSError as error:
            yield _wrong(directory, place, _reason(error))
            return
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if _is_directory(entry):
                yield from self._tree(root, Path(entry.path), known)
            elif self._wanted(entry.name):
                yield self._file(Path(entry.path), place / entry.name)

    def _lines(self, file: TextIO, path: Path) -> Iterator[Found]:
        with file:
            try:
                for line in file:
                    entry = Path(line.strip("\r\n"))
                    if not line.strip() or line.startswith("#"):
                        continue
                    if entry.is_dir():
                        yield from self._tree(entry, entry, ())
                    else:
                        yield self._file(entry, _place(entry))
            except UnicodeDecodeError as error:
                raise InputError("not UTF-8", path=path, hint="a list has a path on each line") from error

    def _members(self, archive: zipfile.ZipFile, path: Path) -> Iterator[Found]:
        with archive:
            for info in archive.infolist():
                place = PurePosixPath(_member_name(info).replace("\\", "/"))
                name = f"{path}/{place}"
                if info.is_dir() or _is_hidden(place):
                    continue
                if place.is_absolute() or ".." in place.parts or ":" in place.parts[0]:
                    yield _wrong(path, place, "a name that leads out of the archive", name)
                elif self._wanted(place.name):
                    wrong = "a table in an archive; unpack it first" if tables.is_table(place, self.column) else ""
                    yield Found(name, place, path, partial(_unpacked, archive, info, name), wrong)


def _is_directory(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself: said when it is read
        return False


def _is_hidden(place: PurePosixPath) -> bool:
    return any((part.startswith(".") and part != "..") or part in _LEFT_OUT for part in place.parts)


def _place(path: Path) -> PurePosixPath:
    """Where the translation of a listed file goes: a path above the working directory keeps all its folders.

    >>> str(_place(Path("in/../a/b.md"))), str(_place(Path("/data/x.md")))
    ('a/b.md', 'data/x.md')
    """
    relative = os.path.relpath(path)
    whole = os.path.abspath(path) if relative.startswith("..") else relative
    return PurePosixPath(*(part for part in Path(whole).parts if part != Path(whole).anchor))


def _archive(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError) as error:
        reason = _reason(error) if isinstance(error, OSError) else "not a ZIP archive, or damaged"
        raise InputError(reason, path=path) from error


def _member_name(info: zipfile.ZipInfo) -> str:
    """The member's name: in archives that do not say UTF-8, Korean and Japanese systems write their own encodings.

    >>> info = zipfile.ZipInfo("소식.md".encode("cp949").decode("cp437"))
    >>> _member_name(info)
    '소식.md'
    """
    if info.flag_bits & 0x800:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "cp949", "cp932"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> bytes:
    if info.flag_bits & 1:
        raise InputError("encrypted", path=name, hint="unpack the archive first")
    try:
        with archive.open(info) as file:
            return _bounded(file.read(LARGEST + 1), name)
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise InputError(f"cannot be unpacked ({error})", path=name) from error


# Bytes


def _load(path: Path) -> bytes:
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))  # a pipe must not stop the job
        with os.fdopen(handle, "rb") as file:
            about = os.fstat(handle)
            if not stat.S_ISREG(about.st_mode):
                raise InputError("not a file", path=path)
            return _bounded(b"\0" * (LARGEST + 1) if about.st_size > LARGEST else file.read(LARGEST + 1), str(path))
    except (OSError, ValueError) as error:
        raise InputError(_reason(error), path=path) from error


def _bounded(data: bytes, name: str) -> bytes:
    if not data:
        raise InputError("empty", path=name)
    if len(data) > LARGEST:
        raise InputError(f"larger than {LARGEST >> 20} MB", path=name, hint="divide it, or make it a table")
    return data


def _reason(error: OSError | ValueError) -> str:
    number = getattr(error, "errno", None)
    known = {errno.ENOENT: "no such file (a broken link?)", errno.ELOOP: "a link that leads to itself"}
    return known.get(number or 0) or f"cannot be read ({getattr(error, 'strerror', None) or error})"


def _wrong(path: Path, place: PurePosixPath, reason: str, name: str = "") -> Found:
    return Found(name or str(path), place, path, bytes, reason)
