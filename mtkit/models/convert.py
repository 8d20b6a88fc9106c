"""Turns a MarianMT checkpoint into an int8 CTranslate2 directory that runs without torch."""

import math
import shutil
from pathlib import Path
from typing import Any

from mtkit.engines.vocabulary import PAD, Vocabulary
from mtkit.errors import ModelError
from mtkit.models import layout, marian

__all__ = ["convert"]

NEVER = -1e4  # a log probability that float16 can hold


def convert(source: str | Path, to: str | Path, *, quantization: str = "int8") -> None:
    """Write the checkpoint `source` as a CTranslate2 directory into the empty or new folder `to`.

    Unlike CTranslate2's own converter this one keeps the embedding of `<pad>`, from which MarianMT starts to decode:
    a model trained with tied embeddings has one that is not zero. Raises ModelError when the checkpoint is broken.

    >>> convert("/nowhere", "/nowhere/else")
    Traceback (most recent call last):
    mtkit.errors.ModelError: /nowhere: no config.json; not a MarianMT directory
    """
    checkpoint = marian.read(source)
    vocabulary = Vocabulary.load(source)
    shape, folder = checkpoint.shape, checkpoint.directory
    for side, pieces, wanted in (
        ("source", vocabulary.source, shape.source_pieces),
        ("target", vocabulary.target, shape.target_pieces),
    ):
        if len(pieces) != wanted:
            raise ModelError(f"{folder}: {len(pieces)} {side} pieces in the vocabulary, config.json says {wanted}")
    spec = _spec(checkpoint, vocabulary)
    spec.validate()
    spec.optimize(quantization=quantization)
    target = Path(to)
    target.mkdir(parents=True, exist_ok=True)
    spec.save(str(target))
    shutil.copyfile(folder / "source.spm", target / "source.spm")
    second = folder / "target.spm"
    if second.exists() and second.read_bytes() != (folder / "source.spm").read_bytes():
        shutil.copyfile(second, target / "target.spm")


def _spec(checkpoint: marian.Checkpoint, vocabulary: Vocabulary) -> Any:
    from ctranslate2.specs import TransformerSpec, common_spec

    shape = checkpoint.shape
    activation = {"relu": "RELU", "gelu": "GELU"}.get(shape.activation, "SWISH")
    spec = TransformerSpec.from_config(
        (shape.encoder_layers, shape.decoder_layers),
        shape.heads,
        pre_norm=False,
        activation=getattr(common_spec.Activation, activation),
    )
    _fill(spec, checkpoint, vocabulary)
    spec.decoder.start_from_zero_embedding = False
    spec.encoder.scale_embeddings = spec.decoder.scale_embeddings = math.sqrt(shape.size) if shape.scaled else 1.0
    spec.register_source_vocabulary(list(vocabulary.source))
    spec.register_target_vocabulary(list(vocabulary.target))
    spec.config.unk_token, spec.config.eos_token, spec.config.bos_token = "<unk>", "</s>", "<s>"
    spec.config.decoder_start_token = vocabulary.target[shape.start]
    return spec


def _fill(spec: Any, checkpoint: marian.Checkpoint, vocabulary: Vocabulary) -> None:
    import numpy as np

    weights, shape = checkpoint.weights, checkpoint.shape
    for name, parts in layout.pairs(shape.encoder_layers, shape.decoder_layers):
        _set(spec, name, np.concatenate([weights[part] for part in parts]))
    encoder = weights.get(layout.SHARED) if shape.shared else weights["model.encoder.embed_tokens.weight"]
    decoder = encoder if shape.shared else weights["model.decoder.embed_tokens.weight"]
    bias = weights[layout.BIAS][0].copy() if layout.BIAS in weights else np.zeros(shape.target_pieces, "float32")
    if PAD in vocabulary.target:
        bias[vocabulary.target.index(PAD)] = NEVER
    encodings = np.array(layout.positions(shape.positions, shape.size), "float32")
    _set(spec, "encoder/embeddings_0/weight", encoder)
    _set(spec, "decoder/embeddings/weight", decoder)
    _set(spec, "decoder/projection/weight", weights.get("lm_head.weight", decoder))
    _set(spec, "decoder/projection/bias", bias)
    _set(spec, "encoder/position_encodings/encodings", encodings)
    _set(spec, "decoder/position_encodings/encodings", encodings)


def _set(spec: Any, name: str, value: Any) -> None:
    from ctranslate2.specs.model_spec import index_spec

    scope, attribute = name.rsplit("/", 1)
    setattr(index_spec(spec, scope), attribute, value)
