"""A MarianMT checkpoint directory: what must be in it, and whether its parts belong together."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtkit.errors import ModelError
from mtkit.models import layout, tensors

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Checkpoint", "Shape", "is_checkpoint", "read", "shape_of"]

WEIGHTS = ("model.safetensors", "pytorch_model.bin")
ACTIVATIONS = ("relu", "gelu", "swish", "silu")


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes in a checkpoint's config.json.

    >>> Shape(512, 6, 3, 8, 2048, 16000, 16000, 15999, "relu", True, 512, True).feed_forward
    2048
    """

    size: int
    encoder_layers: int
    decoder_layers: int
    heads: int
    feed_forward: int
    source_pieces: int
    target_pieces: int
    start: int
    activation: str
    scaled: bool
    positions: int
    shared: bool


@dataclass(frozen=True)
class Checkpoint:
    """A directory whose files were read and belong together.

    >>> Checkpoint(Path("model"), Shape(512, 6, 3, 8, 2048, 9, 9, 8, "relu", True, 512, True), {}).directory.name
    'model'
    """

    directory: Path
    shape: Shape
    weights: "Mapping[str, NDArray[Any]]"


def is_checkpoint(directory: str | Path) -> bool:
    """True when the directory says that it holds a MarianMT checkpoint.

    >>> is_checkpoint("/nowhere")
    False
    """
    try:
        return bool(_config(Path(directory)).get("model_type") == "marian")
    except ModelError:
        return False


def read(directory: str | Path) -> Checkpoint:
    """Read and check a checkpoint. Raises ModelError with the first thing that is wrong.

    >>> read("/nowhere")
    Traceback (most recent call last):
    mtkit.errors.ModelError: /nowhere: no config.json; not a MarianMT directory
    """
    folder = Path(directory)
    shape = shape_of(folder)
    path = next((folder / name for name in WEIGHTS if (folder / name).exists()), None)
    if path is None:
        raise ModelError(f"{folder}: no weights", hint=f"expected {' or '.join(WEIGHTS)}")
    weights = tensors.read(path)
    for name, wanted in _wanted(shape, weights):
        if name not in weights:
            raise ModelError(f"{path}: no {name}", hint="the file does not belong to its config.json, or is cut off")
        if weights[name].shape != wanted:
            raise ModelError(f"{path}: {name} is {_times(weights[name].shape)}, config.json says {_times(wanted)}")
    return Checkpoint(folder, shape, weights)


def shape_of(directory: str | Path) -> Shape:
    """The sizes of a checkpoint by its config.json alone. Raises ModelError when they make no Marian model."""
    folder = Path(directory)
    config = _config(folder)
    if config.get("model_type") != "marian":
        raise ModelError(f"{folder}: a {config.get('model_type')} model", hint="only MarianMT models can be used")
    try:
        shape = _shape(config)
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(f"{folder / 'config.json'}: no usable {error}") from None
    odd = [name for name in ("normalize_before", "normalize_embedding", "add_final_layer_norm") if config.get(name)]
    if odd or shape.activation not in ACTIVATIONS or config["decoder_attention_heads"] != shape.heads:
        what = ", ".join(odd) or f"activation {shape.activation} with {shape.heads} heads"
        raise ModelError(f"{folder / 'config.json'}: {what} is not supported")
    return shape


def _config(folder: Path) -> dict[str, Any]:
    path = folder / "config.json"
    if not path.exists():
        raise ModelError(f"{folder}: no config.json", hint="not a MarianMT directory")
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{path}: not JSON ({error})") from None
    if not isinstance(config, dict):
        raise ModelError(f"{path}: not a JSON object")
    return config


def _shape(config: Mapping[str, Any]) -> Shape:
    if config["encoder_ffn_dim"] != config["decoder_ffn_dim"]:
        raise ValueError("decoder_ffn_dim (the encoder's is another)")
    return Shape(
        size=int(config["d_model"]),
        encoder_layers=int(config["encoder_layers"]),
        decoder_layers=int(config["decoder_layers"]),
        heads=int(config["encoder_attention_heads"]),
        feed_forward=int(config["encoder_ffn_dim"]),
        source_pieces=int(config["vocab_size"]),
        target_pieces=int(config.get("decoder_vocab_size") or config["vocab_size"]),
        start=int(config["decoder_start_token_id"]),
        activation=str(config["activation_function"]),
        scaled=bool(config.get("scale_embedding", False)),
        positions=int(config["max_position_embeddings"]),
        shared=bool(config.get("share_encoder_decoder_embeddings", True)),
    )


def _wanted(shape: Shape, weights: Mapping[str, Any]) -> list[tuple[str, tuple[int, ...]]]:
    """The tensors that must be there, with their shapes."""
    size, inner = shape.size, shape.feed_forward
    if shape.shared:
        wanted: list[tuple[str, tuple[int, ...]]] = [(layout.SHARED, (shape.source_pieces, size))]
    else:
        wanted = [("model.encoder.embed_tokens.weight", (shape.source_pieces, size))]
        wanted.append(("model.decoder.embed_tokens.weight", (shape.target_pieces, size)))
    if layout.BIAS in weights:
        wanted.append((layout.BIAS, (1, shape.target_pieces)))
    for _, names in layout.pairs(shape.encoder_layers, shape.decoder_layers):
        for name in names:
            matrix = name.endswith("weight") and "norm" not in name
            out = inner if ".fc1." in name else size
            wanted.append((name, (out, inner if ".fc2." in name else size) if matrix else (out,)))
    return wanted


def _times(shape: tuple[int, ...]) -> str:
    return " x ".join(map(str, shape))
