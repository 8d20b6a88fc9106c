"""Outputs: their names, and files that are whole or absent, whatever happens while they are written."""

import contextlib
import errno
import os
import shutil
import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import BinaryIO

from mtkit.documents.files import sync_directory
from mtkit.errors import InputError, StoreError

__all__ = ["Scratch", "Taken", "output_name"]

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def output_name(place: PurePath, source: str, target: str) -> PurePath:
    """Where the translation goes: the source language in the name becomes the target's, or the target's is added.

    >>> str(output_name(PurePath("a/release.ja.md"), "ja", "en"))
    'a/release.en.md'
    >>> str(output_name(PurePath("release.md"), "ja", "ko")), str(output_name(PurePath("locales/en.yml"), "en", "ko"))
    ('release.ko.md', 'locales/ko.yml')
    """
    stem = place.stem
    if stem.lower() == source:
        return place.with_name(target + place.suffix)
    for mark in (f".{source}", f"_{source}", f"-{source}"):
        if stem.lower().endswith(mark):
            return place.with_name(f"{stem[: -len(source)]}{target}{place.suffix}")
    return place.with_name(f"{stem}.{target}{place.suffix}")


class Scratch:
    """Where outputs grow before they are put in their place: a folder of this process on the same disk.

    What a killed process left in its own folder is swept away by the next one.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, Scratch(Path(folder) / ".mtkit") as scratch:
    ...     with scratch.open(Path(folder) / "a" / "b.txt") as file:
    ...         _ = file.write(b"whole")
    ...     (Path(folder) / "a" / "b.txt").read_bytes()
    b'whole'
    """

    def __init__(self, home: Path) -> None:
        self.home = home / "tmp"
        self.folder = self.home / f"{socket.gethostname()}-{os.getpid()}"
        self.count = 0

    def __enter__(self) -> "Scratch":
        with full_disk(self.folder):
            for folder in self.home.glob(f"{socket.gethostname()}-*"):
                if not _lives(int(folder.name.rpartition("-")[2])):
                    shutil.rmtree(folder, ignore_errors=True)
            self.folder.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        with contextlib.suppress(OSError):  # another job's folder is still in it
            self.home.rmdir()

    @contextlib.contextmanager
    def open(self, output: Path) -> Iterator[BinaryIO]:
        """A file that becomes `output` when the block ends well, and nothing when it does not.

        Raises InputError when it cannot be written, StoreError when the disk is full.
        """
        self.count += 1
        growing = self.folder / str(self.count)
        try:
            with full_disk(output):
                with growing.open("wb") as file:
                    yield file
                    file.flush()
                    os.fsync(file.fileno())
                output.parent.mkdir(parents=True, exist_ok=True)
                os.replace(growing, os.path.realpath(output))
                sync_directory(output.parent)
        finally:
            growing.unlink(missing_ok=True)


@contextlib.contextmanager
def full_disk(path: Path) -> Iterator[None]:
    """A full disk ends the job; whatever else cannot be written is an InputError."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            hint = "make some and start again: what is done stays done"
            raise StoreError(f"{path}: no space left on the disk", hint=hint) from error
        raise InputError(f"cannot be written ({error.strerror})", path=path, hint="say another -o") from error


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except OSError as error:
        return error.errno != errno.ESRCH
    return True


class Taken:
    """Paths that are read or written by this job, on the disk once they are many: memory stays flat.

    >>> taken = Taken()
    >>> taken.add("a"), taken.add("a")
    (True, False)
    """

    def __init__(self) -> None:
        self._base = sqlite3.connect("", check_same_thread=False, isolation_level=None)
        self._base.execute("PRAGMA synchronous = OFF")
        self._base.execute("PRAGMA journal_mode = OFF")
        self._base.execute("CREATE TABLE taken (path TEXT PRIMARY KEY) WITHOUT ROWID")

    def add(self, path: str) -> bool:
        """Take a path; False when it was taken before."""
        key = path.encode("utf-8", "surrogateescape")
        return self._base.execute("INSERT OR IGNORE INTO taken VALUES (?)", (key,)).rowcount == 1
