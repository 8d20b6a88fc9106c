"""The card of a model directory, `card.toml`: what it is, where it comes from, and the checksum of every file."""

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from mtkit.errors import ModelError

__all__ = ["NAME", "Card", "File", "checksum", "read", "seal", "verify", "write"]

NAME = "card.toml"


@dataclass(frozen=True, slots=True)
class File:
    """A file's size and SHA-256.

    >>> File(3, "ab").size
    3
    """

    size: int
    sha256: str


@dataclass(frozen=True)
class Card:
    """What is known of a model; `directions` is empty when its tags tell, `tested` when the self-test has passed.

    >>> print(text(Card("small", licence="CC-BY-4.0", directions=("ko-en",), limit=100)), end="")
    name = "small"
    licence = "CC-BY-4.0"
    directions = ["ko-en"]
    limit = 100
    """

    name: str
    version: str = ""
    licence: str = ""
    origin: str = ""
    commit: str = ""
    sources: tuple[str, ...] = ()
    directions: tuple[str, ...] = ()
    tag: str | None = None
    limit: int = 200
    tested: str = ""
    scores: Mapping[str, float] = field(default_factory=dict)
    files: Mapping[str, File] = field(default_factory=dict)

    @property
    def checksum(self) -> str:
        """The SHA-256 of the weights, "" when the card does not know it."""
        weights = self.files.get("model.bin")
        return weights.sha256 if weights else ""


def checksum(path: str | Path) -> str:
    """The SHA-256 of a file.

    >>> checksum("/dev/null")[:8]
    'e3b0c442'
    """
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read(directory: str | Path) -> Card | None:
    """The card of a directory, None when it has none. Raises ModelError for a card that cannot be read.

    >>> read("/nowhere") is None
    True
    """
    path = Path(directory) / NAME
    if not path.exists():
        return None
    try:
        return _card(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ModelError(f"{path}: not a model card ({error})") from None


def write(directory: str | Path, card: Card) -> None:
    """Write the card into its directory, whole or not at all."""
    path = Path(directory) / NAME
    fresh = path.with_name(f".{NAME}.new")
    fresh.write_text(text(card), encoding="utf-8")
    fresh.replace(path)


def seal(directory: str | Path, card: Card, names: Iterable[str] = ()) -> Card:
    """The card with size and checksum of the files named, or of every file of the directory."""
    folder = Path(directory)
    found = sorted(names) or sorted(p.name for p in folder.iterdir() if p.is_file() and _is_part(p.name))
    return replace(card, files={name: File((folder / name).stat().st_size, checksum(folder / name)) for name in found})


def verify(directory: str | Path, card: Card, *, deep: bool = True) -> None:
    """Hold the files against the card: sizes, and with `deep` checksums. Raises ModelError for the first difference.

    >>> verify("/nowhere", Card("x", files={"model.bin": File(3, "ab")}))
    Traceback (most recent call last):
    mtkit.errors.ModelError: /nowhere: no model.bin; pull or export the model again
    """
    folder, again = Path(directory), "pull or export the model again"
    for name, file in card.files.items():
        path = folder / name
        if not path.is_file():
            raise ModelError(f"{folder}: no {name}", hint=again)
        if path.stat().st_size != file.size:
            raise ModelError(f"{path}: {path.stat().st_size} bytes instead of {file.size}", hint=again)
        if deep and checksum(path) != file.sha256:
            raise ModelError(f"{path}: the checksum is wrong", hint=again)


def text(card: Card) -> str:
    """The card as TOML."""
    lines = []
    for entry in fields(card):
        value = getattr(card, entry.name)
        if isinstance(value, Mapping) or value in ("", (), None):
            continue
        lines.append(f"{entry.name} = {_toml(value)}")
    if card.scores:
        lines += ["", "[scores]", *(f"{_toml(name)} = {value}" for name, value in card.scores.items())]
    if card.files:
        lines += ["", "[files]"]
        lines += [f'{_toml(n)} = {{ size = {f.size}, sha256 = "{f.sha256}" }}' for n, f in card.files.items()]
    return "\n".join(lines) + "\n"


def _card(data: dict[str, object]) -> Card:
    known = {entry.name for entry in fields(Card)}
    if unknown := sorted(set(data) - known):
        raise ValueError(f"unknown key {unknown[0]}")
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
    entries = values.pop("files", {})
    if not isinstance(entries, dict):
        raise TypeError("files is not a table")
    files = {name: File(int(entry["size"]), str(entry["sha256"])) for name, entry in entries.items()}
    return Card(**values, files=files)  # type: ignore[arg-type]  # the keys were checked, the values are a person's


def _toml(value: object) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)  # a JSON string or number is a TOML one too


def _is_part(name: str) -> bool:
    return (
        name not in (NAME, "__init__.py")
        and not name.startswith(".")
        and Path(name).suffix in (".bin", ".json", ".spm")
    )
