"""Files in and out: reading with one clear error, writing whole or not at all, and finding documents in directories."""

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from mtkit.errors import InputError

__all__ = ["find", "load", "sync_directory", "write", "writing"]


def load(path: Path) -> bytes:
    """The bytes of a file. Raises InputError when there is none or it cannot be read.

    >>> load(Path("/"))
    Traceback (most recent call last):
    mtkit.errors.InputError: /: is a directory
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError("no such file", path=path) from None
    except IsADirectoryError:
        raise InputError("is a directory", path=path) from None
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be read ({_reason(error)})", path=path) from error


def write(path: str | Path, data: bytes) -> None:
    """Write a file whole or not at all: beside it, to the disk, then in its place. An existing file keeps its mode.

    A symbolic link stays one and its file is written; a device or a pipe is written to directly. Raises InputError
    when it cannot be written.

    >>> write("/no/such/place/a.txt", b"")
    Traceback (most recent call last):
    mtkit.errors.InputError: /no/such/place/a.txt: cannot be written (No such file or directory)
    """
    with writing(path) as file:
        file.write(data)


@contextlib.contextmanager
def writing(path: str | Path) -> Iterator[BinaryIO]:
    """A file to write to, which is there when the block ends well: like `write`, for what is too large to hold.

    >>> with writing("/no/such/place/a.txt") as file:
    ...     pass
    Traceback (most recent call last):
    mtkit.errors.InputError: /no/such/place/a.txt: cannot be written (No such file or directory)
    """
    try:
        target = Path(os.path.realpath(path))
        mode = _mode(target)
        if mode is not None and stat.S_ISDIR(mode):
            raise IsADirectoryError(0, "Is a directory")
        if mode is not None and not os.access(target, os.W_OK):
            raise PermissionError(0, "Permission denied")
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be written ({_reason(error)})", path=path) from error
    try:
        with _beside(target, mode) if mode is None or stat.S_ISREG(mode) else target.open("wb") as file:
            yield file
    except OSError as error:
        raise InputError(f"cannot be written ({_reason(error)})", path=path) from error


def _reason(error: OSError | ValueError) -> str:
    return getattr(error, "strerror", None) or str(error)


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


@contextlib.contextmanager
def _beside(target: Path, mode: int | None) -> Iterator[BinaryIO]:
    handle, name = tempfile.mkstemp(prefix=".mtkit-", suffix=".tmp", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.chmod(name, _new_mode() if mode is None else stat.S_IMODE(mode))
            os.fsync(file.fileno())
        os.replace(name, target)
    except BaseException:  # an interrupt leaves nothing behind either
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
    sync_directory(target.parent)


def _new_mode() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def sync_directory(path: Path) -> None:
    """Bring the names in a directory to the disk: a renamed file is there after a power cut."""
    with contextlib.suppress(OSError):  # some systems cannot open a directory
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def find(paths: Iterable[Path], suffixes: Iterable[str]) -> tuple[Path, ...]:
    """Files as they are named, directories as the files below them with one of the suffixes, sorted; each file once.

    Hidden files and directories are left out, links to directories followed once. Raises InputError for a path that
    does not exist and a directory without documents.

    >>> find([Path("/no/such")], [".txt"])
    Traceback (most recent call last):
    mtkit.errors.InputError: /no/such: no such file or directory
    """
    wanted, found = frozenset(suffixes), dict[str, Path]()
    for path in paths:
        try:
            below = sorted(_below(path, wanted, set())) if path.is_dir() else [path] if path.exists() else None
        except (OSError, ValueError) as error:
            raise InputError(f"cannot be read ({_reason(error)})", path=path) from error
        if below is None:
            raise InputError("no such file or directory", path=path)
        if not below:
            raise InputError("no documents in this directory", path=path, hint=f"it has no {', '.join(sorted(wanted))}")
        for file in below:
            found.setdefault(os.path.realpath(file), file)
    return tuple(found.values())


def _below(directory: Path, suffixes: frozenset[str], seen: set[tuple[int, int]]) -> Iterator[Path]:
    here = directory.stat()
    if (here.st_dev, here.st_ino) in seen:
        return
    seen.add((here.st_dev, here.st_ino))
    for entry in sorted(directory.iterdir()):
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _below(entry, suffixes, seen)
        elif entry.suffix.lower() in suffixes and entry.is_file():
            yield entry
