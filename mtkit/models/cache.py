"""The folder of pulled and converted models: where it is, and how a model gets into it whole or not at all."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from mtkit.errors import ModelError

__all__ = ["config_folder", "default", "folder_of", "place"]


def default() -> Path:
    """`mtkit` in the user's cache folder.

    >>> default().name
    'mtkit'
    """
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "mtkit"


def config_folder() -> Path:
    """`mtkit` in the user's configuration folder, where a registry.toml may lie.

    >>> config_folder().name
    'mtkit'
    """
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "mtkit"


def folder_of(cache: Path, name: str) -> Path:
    """The directory of a model in the cache.

    >>> folder_of(Path("c"), "Helsinki-NLP/opus-mt-ko-en").as_posix()
    'c/models/Helsinki-NLP--opus-mt-ko-en'
    """
    return cache / "models" / name.replace("/", "--")


def place(folder: Path, make: Callable[[Path], None], *, again: bool = False) -> bool:
    """Let `make` fill an empty folder beside `folder` and rename it there; False when another had made it meanwhile.

    Two processes that want the same model wait for each other; one that is killed leaves nothing that looks like a
    model. `again` replaces what is there.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _lock(folder.with_name(f".{folder.name}.lock")):
            if folder.exists() and not again:
                return False
            fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".new", dir=folder.parent))
            try:
                make(fresh)
                _swap(fresh, folder)
            finally:
                shutil.rmtree(fresh, ignore_errors=True)
    except OSError as error:
        raise ModelError(
            f"{folder}: cannot be written ({error.strerror or error})", hint="choose another --cache"
        ) from None
    return True


def _swap(fresh: Path, folder: Path) -> None:
    fresh.chmod(0o755)
    old = fresh.with_suffix(".old")
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    """Held by one process at a time; freed by the system when the process dies."""
    try:
        import fcntl
    except ImportError:  # no such lock on Windows: the rename alone keeps a model whole
        yield
        return
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
