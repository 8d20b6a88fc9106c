"""The models at hand: the registry and the cache together, and what one does with a model there."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from mtkit.engines.ctranslate2 import CTranslate2Engine
from mtkit.errors import ModelError
from mtkit.models import cache as caches
from mtkit.models import card as cards
from mtkit.models import export as exports
from mtkit.models import loading, pull, registry, selftest
from mtkit.models.registry import Entry

__all__ = ["Shelf"]


class Shelf:
    """A cache folder (the user's when None) under the registries given, the user's own and the built-in one.

    >>> Shelf().find("embedded").name
    'embedded'
    """

    def __init__(self, cache: Path | None = None, registries: Sequence[Path] = ()) -> None:
        self.cache = cache or caches.default()
        self.entries = registry.load(*registries, *loading.own_registry())

    def find(self, name: str) -> Entry:
        """The entry of a registry name, a hub id or a directory."""
        folder = Path(name).expanduser()
        return Entry(folder.name, path=str(folder)) if folder.is_dir() else registry.find(self.entries, name)

    def members(self, entry: Entry) -> tuple[Entry, ...]:
        """The models of a family, the entry itself when it is a model."""
        names = dict.fromkeys(name for steps in entry.chains.values() for name in steps)
        return tuple(self.find(name) for name in names) if names else (entry,)

    def folder(self, entry: Entry) -> Path | None:
        """Where a model lies, None when it does not yet; nothing is converted for the answer."""
        if entry.path and not (Path(entry.path) / "model.bin").exists():
            return Path(entry.path) if Path(entry.path).is_dir() else None
        if entry.hub:
            folder = caches.folder_of(self.cache, entry.hub)
            return folder if folder.exists() else None
        if entry.refuse or entry.chains:
            return None
        return loading.locate(entry, self.cache)

    def pull(
        self,
        entry: Entry,
        *,
        revision: str | None = None,
        again: bool = False,
        offline: bool = False,
        say: Callable[[str], None] = lambda _: None,
    ) -> bool:
        """Get a model of the hub; False when there was nothing to do. Raises ModelError when it cannot be had."""
        if not entry.hub:
            loading.locate(entry, self.cache)
            return False
        folder = caches.folder_of(self.cache, entry.hub)
        if offline:
            loading.locate(entry, self.cache)
            return False
        return pull.pull(
            replace(entry, revision=revision or entry.revision), folder, again=again or bool(revision), say=say
        )

    def check(self, entry: Entry) -> tuple[selftest.Finding, ...]:
        """Verify every file of a model by its checksum and look at each direction it is known to have."""
        folder = loading.locate(entry, self.cache)
        card = cards.read(folder) or cards.Card(entry.name)
        cards.verify(folder, card)
        known = tuple((text[:2], text[3:]) for text in entry.directions or card.directions)
        tag = entry.tag if entry.tag is not None else card.tag
        engine = CTranslate2Engine(folder, name=entry.name, tag=tag, device="cpu", checksum=card.checksum)
        tested = selftest.directions_of(engine, known)
        if not tested:
            raise ModelError(f"{entry.name}: no direction is known", hint="give it directions in a registry")
        return selftest.look(engine, tested)

    def export(self, entry: Entry, to: Path, *, form: str = "ctranslate2") -> None:
        """Write a model as a new directory: a bundle for another machine, or a MarianMT checkpoint."""
        exports.export(loading.locate(entry, self.cache), to, form=form, name=entry.name)
