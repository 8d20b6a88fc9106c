"""The card of a trained model: a README for people and card.toml for the program."""

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from mtkit import __version__
from mtkit.documents import write
from mtkit.models import card
from mtkit.training import trainer
from mtkit.training.loop import Loop
from mtkit.training.scoring import Result, table
from mtkit.training.trainer import Plan, Prepared

__all__ = ["seal"]


def seal(
    plan: Plan,
    prepared: Prepared,
    loop: Loop,
    directory: Path,
    results: Sequence[Result],
    *,
    licence: str = "",
    origin: str = "",
) -> None:
    """Write both cards into a model directory, with checksums, data, recipe, time and scores."""
    scores = {f"{r.name} {r.direction} {r.kind} {r.label}": round(r.value, 2) for r in results}
    directions = () if prepared.pieces.multilingual else tuple("-".join(pair) for pair in plan.directions)
    first = card.Card(directory.name, version=__version__, licence=licence, origin=origin)
    told = replace(first, sources=_names(prepared), directions=directions, limit=plan.recipe.longest, scores=scores)
    weights = ("model.safetensors", "config.json", "source.spm", "target.spm", "vocab.json")
    sealed = card.seal(directory, told, weights)
    card.write(directory, sealed)
    text = _readme(directory.name, plan, prepared, loop, results, origin, sealed.files["model.safetensors"].sha256)
    write(directory / "README.md", text.encode())


def _names(prepared: Prepared) -> tuple[str, ...]:
    return tuple(sorted(prepared.store.sources))


def _readme(
    name: str, plan: Plan, prepared: Prepared, loop: Loop, results: Sequence[Result], origin: str, checksum: str
) -> str:
    parameters = sum(parameter.numel() for parameter in loop.model.parameters()) / 1e6
    levels = "numbers, names, tags and speech levels" if prepared.pieces.placeholders else "plain text alone"
    scores = table(results) if results else "Not scored."
    return f"""# {name}

A MarianMT model of {parameters:.1f} M parameters and {prepared.pieces.size} pieces, trained with mtkit {__version__}.

- starts from: {origin or "random weights"}
- text: {trainer.names(plan.sources)}; {len(prepared.rows)} directed pairs
- directions: {" ".join("-".join(pair) for pair in plan.directions)}; it was shown {levels}
- training: {loop.step} steps, {loop.tokens / 1e6:.1f} M pieces, {loop.seconds / 60:.1f} minutes on {_machine(loop)}
- date: {time.strftime("%Y-%m-%d")}
- recipe: {plan.recipe}
- augmentation: {plan.rates}
- SHA-256 of model.safetensors: `{checksum}`

## Scores

{scores}

## Known limits

Sentences over {plan.recipe.longest} pieces were never seen. Text unlike that above is translated worse.
The licences of the sources hold for what was learned from them: name them before you give this model away.
"""


def _machine(loop: Loop) -> str:
    import torch

    if loop.device.type == "cuda":
        return torch.cuda.get_device_name(0)
    return f"{torch.get_num_threads()} processor threads"
