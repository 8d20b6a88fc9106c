"""The registry: names of models, where they come from, and which of them translates a direction."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mtkit.errors import ModelError
from mtkit.languages import directions as all_directions

__all__ = ["Entry", "find", "load"]

BUILT_IN = Path(__file__).with_name("registry.toml")


@dataclass(frozen=True)
class Entry:
    """One model of the registry: embedded, from the hub, from a directory, or chains of others by direction.

    >>> load()["opus"].steps("ko", "ja")
    ('opus-mt-ko-en', 'opus-tatoeba-en-ja')
    """

    name: str
    about: str = ""
    embedded: bool = False
    hub: str = ""
    revision: str = "main"
    path: str = ""
    directions: tuple[str, ...] = ()
    tag: str | None = None
    limit: int = 0
    licence: str = ""
    refuse: str = ""
    chains: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def steps(self, source: str, target: str) -> tuple[str, ...]:
        """The models to go through for a direction; its own name when it is a model itself.

        Raises ModelError when a family has nothing for the direction.
        """
        if not self.chains:
            return (self.name,)
        steps = self.chains.get(f"{source}-{target}")
        if not steps:
            raise ModelError(f"{self.name} has no model for {source}-{target}", hint=f"it has {', '.join(self.chains)}")
        return steps


def load(*paths: str | Path) -> dict[str, Entry]:
    """The built-in registry under the given ones, earlier ones first. Raises ModelError for a file that is none.

    >>> load()["embedded"].embedded
    True
    """
    entries: dict[str, Entry] = {}
    for path in (*map(Path, paths), BUILT_IN):
        for name, entry in _read(path).items():
            entries.setdefault(name, entry)
    return entries


def find(entries: Mapping[str, Entry], name: str) -> Entry:
    """The entry of a name; `owner/name` is a hub id also when the registry does not have it.

    >>> find(load(), "Someone/opus-mt-xx").hub
    'Someone/opus-mt-xx'
    >>> find(load(), "Helsinki-NLP/opus-mt-ko-en").name
    'opus-mt-ko-en'
    """
    if name in entries:
        return entries[name]
    owner, slash, model = name.partition("/")
    if slash and owner and model and "/" not in model and not name.startswith((".", "~")):
        return next((entry for entry in entries.values() if entry.hub == name), Entry(name, hub=name))
    raise ModelError(f"no such model: {name}", hint="see mtkit models list, or give a directory or a hub id owner/name")


def _read(path: Path) -> dict[str, Entry]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        return {name: _entry(name, values, path) for name, values in data.items()}
    except OSError as error:
        raise ModelError(f"{path}: {error.strerror or error}") from None
    except (ValueError, TypeError, AttributeError) as error:
        raise ModelError(f"{path}: not a registry ({error})") from None


def _entry(name: str, values: Mapping[str, object], path: Path) -> Entry:
    unknown = set(values) - {key for key in Entry.__dataclass_fields__ if key != "name"}
    if unknown:
        raise ValueError(f"[{name}] has unknown keys {', '.join(sorted(unknown))}")
    entry = Entry(name, **{key: tuple(v) if isinstance(v, list) else v for key, v in values.items()})  # type: ignore[arg-type]
    kinds = [kind for kind in ("embedded", "hub", "path", "chains") if getattr(entry, kind)]
    if len(kinds) != 1:
        raise ValueError(f"[{name}] needs one of hub, path and chains")
    known = {"-".join(pair) for pair in all_directions()}
    if odd := [text for text in (*entry.directions, *entry.chains) if text not in known]:
        raise ValueError(f"[{name}] has no direction {odd[0]!r}")
    chains = {direction: tuple(steps) for direction, steps in entry.chains.items()}
    where = str((path.parent / Path(entry.path).expanduser()).resolve()) if entry.path else ""
    return Entry(**{**{k: getattr(entry, k) for k in Entry.__dataclass_fields__}, "chains": chains, "path": where})
