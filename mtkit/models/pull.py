"""Pulls a MarianMT checkpoint from the hub and converts it once, into the cache."""

import json
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from mtkit import __version__
from mtkit.engines.ctranslate2 import CTranslate2Engine
from mtkit.errors import LanguageError, ModelError
from mtkit.languages import normalise
from mtkit.models import cache, card, convert, marian, selftest
from mtkit.models.registry import Entry

__all__ = ["adopt", "directions_of", "pull"]

NEEDED = ("config.json", "source.spm", "target.spm", "vocab.json")
OPTIONAL = ("target_vocab.json", "tokenizer_config.json")


def pull(entry: Entry, folder: Path, *, again: bool = False, say: Callable[[str], None] = lambda _: None) -> bool:
    """Download, verify, convert and test a model of the hub; False when it was there already.

    `HF_ENDPOINT` names another hub. Raises ModelError when the model is not to be had or not fit for use.
    """
    if entry.refuse:
        raise ModelError(f"{entry.name}: {entry.refuse}")

    def make(fresh: Path) -> None:
        with tempfile.TemporaryDirectory(prefix=".download-", dir=folder.parent) as download:
            say(f"pulling {entry.hub} at {entry.revision}")
            commit = _download(entry, Path(download))
            say(f"converting {entry.hub} at {commit[:12]}")
            adopt(Path(download), fresh, entry, commit=commit)

    return cache.place(folder, make, again=again)


def adopt(checkpoint: Path, folder: Path, entry: Entry, *, commit: str = "") -> None:
    """Convert a checkpoint into `folder`, test it in its directions and seal it with a card."""
    convert.convert(checkpoint, folder)
    known = directions_of(checkpoint)
    directions = entry.directions or known
    fresh = card.Card(
        entry.name,
        licence=entry.licence,
        origin=entry.hub or str(checkpoint),
        commit=commit,
        directions=directions,
        tag=entry.tag,
        limit=entry.limit or 200,
    )
    pairs = tuple((text[:2], text[3:]) for text in directions)
    engine = CTranslate2Engine(folder, name=entry.name, device="cpu", tag=entry.tag)
    tested = selftest.directions_of(engine, pairs)
    selftest.require(engine, tested)
    # A model whose direction nobody knows can be tested only when somebody asks for one.
    card.write(folder, replace(card.seal(folder, fresh), tested=__version__ if tested else ""))


def directions_of(checkpoint: Path) -> tuple[str, ...]:
    """The direction that a checkpoint's tokenizer_config.json names, () when it names none of ours."""
    try:
        config = json.loads((checkpoint / "tokenizer_config.json").read_text(encoding="utf-8"))
        source, target = normalise(str(config["source_lang"])), normalise(str(config["target_lang"]))
    except (OSError, ValueError, KeyError, TypeError, LanguageError):
        return ()
    return (f"{source}-{target}",)


def _download(entry: Entry, to: Path) -> str:
    """Fetch the needed files into a folder; the commit they are of."""
    try:
        from huggingface_hub import HfApi
    except ImportError as error:
        raise ModelError(f"cannot pull: {error}", hint="pip install huggingface_hub") from None
    api = HfApi(os.environ.get("HF_ENDPOINT") or None, library_name="mtkit", library_version=__version__)
    try:
        info = api.model_info(entry.hub, revision=entry.revision, files_metadata=True, timeout=60)
        sizes = {file.rfilename: file.size for file in info.siblings or ()}
        commit = str(info.sha)
        for name in _names(entry, sizes):
            path = api.hf_hub_download(entry.hub, name, revision=commit, local_dir=to)
            _arrived(Path(path), next(file for file in info.siblings or () if file.rfilename == name))
    except ModelError:
        raise
    except Exception as error:  # the hub's errors and those of whatever HTTP library it uses have no base of their own
        raise ModelError(
            f"{entry.hub}: cannot be pulled ({_line(error)})", hint="check the name, the revision and the network"
        ) from None
    return commit


def _names(entry: Entry, found: dict[str, Any]) -> Sequence[str]:
    weights = next((name for name in marian.WEIGHTS if name in found), None)
    missing = [name for name in NEEDED if name not in found] + ([] if weights else [" or ".join(marian.WEIGHTS)])
    if missing:
        raise ModelError(f"{entry.hub}: no {', no '.join(missing)}", hint="not a MarianMT model")
    return [*NEEDED, *(name for name in OPTIONAL if name in found), str(weights)]


def _arrived(path: Path, file: Any) -> None:
    """Hold a file against what the hub says of it."""
    size = path.stat().st_size
    if file.size is not None and size != file.size:
        raise ModelError(f"{file.rfilename}: {size} bytes came instead of {file.size}", hint="pull again")
    wanted = file.lfs.sha256 if file.lfs else None
    if wanted and card.checksum(path) != wanted:
        raise ModelError(f"{file.rfilename}: the checksum is not the hub's", hint="pull again")


def _line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).split("\n") if line.strip()]
    return lines[0] if lines else type(error).__name__
