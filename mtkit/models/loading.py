"""From a name or a directory to an engine."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mtkit import __version__
from mtkit.engines import Engine
from mtkit.engines.ctranslate2 import CTranslate2Engine
from mtkit.engines.pivot import PivotEngine
from mtkit.errors import ModelError
from mtkit.languages import normalise
from mtkit.models import cache as caches
from mtkit.models import card as cards
from mtkit.models import embedded, marian, pull, registry, selftest
from mtkit.models.registry import Entry

__all__ = ["load", "locate", "own_registry"]


def load(
    model: str | Path,
    source: str,
    target: str,
    *,
    device: str = "auto",
    threads: int = 0,
    compute_type: str = "",
    cache: str | Path | None = None,
    registries: Sequence[str | Path] = (),
    offline: bool = True,
    untested: bool = False,
    steady: bool = True,
) -> Engine:
    """The engine for a direction by a registry name, a hub id, or a MarianMT or CTranslate2 directory.

    A model of the hub must have been pulled, unless `offline` is False. A directory that nobody has tested yet is
    tested first, unless `untested` allows it; `steady` is the engine's. Raises ModelError, or LanguageError for a direction the model lacks.

    >>> load("embedded", "ko", "en", threads=1).name
    'embedded'
    """
    source, target = normalise(source), normalise(target)
    folder = Path(cache) if cache else caches.default()
    options = _Options(device, threads, compute_type, folder, offline, untested, steady)
    if isinstance(model, Path) or Path(model).expanduser().is_dir():
        return _engine(Entry(Path(model).name, path=str(Path(model).expanduser())), source, target, options)
    entries = registry.load(*registries, *own_registry())
    steps = registry.find(entries, model).steps(source, target)
    if len(steps) == 1:
        return _engine(registry.find(entries, steps[0]), source, target, options)
    first = _engine(registry.find(entries, steps[0]), source, "en", options)
    return PivotEngine(first, _engine(registry.find(entries, steps[1]), "en", target, options))


def locate(entry: Entry, cache: Path, *, offline: bool = True) -> Path:
    """The CTranslate2 directory of a model: embedded, pulled, or converted from a local checkpoint when first asked."""
    if entry.refuse:
        raise ModelError(f"{entry.name}: {entry.refuse}")
    if entry.embedded:
        return _there(embedded.DIRECTORY)
    if entry.path:
        return _local(Path(entry.path), cache)
    if entry.chains:
        raise ModelError(f"{entry.name} is a family of models", hint="name one of " + ", ".join(_members(entry)))
    folder = caches.folder_of(cache, entry.hub)
    if not folder.exists():
        if offline:
            raise ModelError(f"{entry.name} is not in {cache}", hint=f"mtkit models pull {entry.name}")
        pull.pull(entry, folder)
    return folder


@dataclass(frozen=True, slots=True)
class _Options:
    device: str
    threads: int
    compute_type: str
    cache: Path
    offline: bool
    untested: bool
    steady: bool


def _engine(entry: Entry, source: str, target: str, options: _Options) -> Engine:
    folder = locate(entry, options.cache, offline=options.offline)
    card = cards.read(folder) or cards.Card(entry.name)
    cards.verify(folder, card, deep=False)
    names = entry.directions or card.directions
    engine = CTranslate2Engine(
        folder,
        name=entry.name,
        device=options.device,
        compute_type=options.compute_type,
        threads=options.threads,
        directions=[(name[:2], name[3:]) for name in names] or None,
        tag=entry.tag if entry.tag is not None else card.tag,
        limit=entry.limit or card.limit,
        checksum=card.checksum,
        steady=options.steady,
    )
    engine.reaches(source, target)
    # The embedded model was tested when it was embedded, and a test holds it to that.
    if not (card.tested or entry.embedded or options.untested):
        _test(engine, card, source, target, options.cache)
    return engine


def _test(engine: CTranslate2Engine, card: cards.Card, source: str, target: str, cache: Path) -> None:
    """Test a direction of a model once, and remember that it passed, by the checksum of its weights."""
    weights = card.checksum or cards.checksum(engine.directory / "model.bin")
    spelling = cards.checksum(engine.directory / "source.spm")
    mark = cache / "tested" / f"{weights[:32]}-{spelling[:16]}-{source}-{target}"
    if mark.exists():
        return
    selftest.require(engine, [(source, target)])
    try:
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.write_text(__version__, encoding="utf-8")
    except OSError:
        pass  # a cache that cannot be written costs a second test, nothing else


def _local(folder: Path, cache: Path) -> Path:
    if not folder.is_dir():
        raise ModelError(f"{folder}: no such directory")
    if (folder / "model.bin").exists():
        return folder
    if not marian.is_checkpoint(folder):
        marian.shape_of(folder)  # says what is missing
    to = caches.folder_of(cache, f"local/{folder.resolve().name}-{_fingerprint(folder)}")
    entry = Entry(folder.name, path=str(folder))
    caches.place(to, lambda fresh: pull.adopt(folder, fresh, replace(entry, directions=pull.directions_of(folder))))
    return to


def _fingerprint(folder: Path) -> str:
    """Changes with every file of a directory that a conversion reads."""
    marks = []
    for name in (*pull.NEEDED, *pull.OPTIONAL, *marian.WEIGHTS):
        path = folder / name
        if path.exists():
            marks.append(f"{name} {path.stat().st_size} {path.stat().st_mtime_ns}")
    return hashlib.sha256("\n".join([str(folder.resolve()), *marks]).encode()).hexdigest()[:16]


def _there(folder: Path) -> Path:
    if not (folder / "model.bin").exists():
        raise ModelError(f"{folder}: the embedded model is missing", hint="install mtkit again, or run scripts/embed")
    return folder


def own_registry() -> tuple[Path, ...]:
    """The registry.toml in the user's configuration folder, when there is one."""
    path = caches.config_folder() / "registry.toml"
    return (path,) if path.exists() else ()


def _members(entry: Entry) -> Sequence[str]:
    return sorted({step for steps in entry.chains.values() for step in steps})
