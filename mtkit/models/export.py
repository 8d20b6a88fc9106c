"""Takes a model out of the cache: as a bundle for a machine without network, or as a MarianMT checkpoint."""

import json
import math
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtkit import __version__
from mtkit.engines.vocabulary import PAD, Vocabulary
from mtkit.errors import ModelError
from mtkit.models import binary, cache, card, layout, tensors

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["FORMATS", "bundle", "checkpoint", "export"]

FORMATS = ("ctranslate2", "transformers")


def export(model: Path, to: Path, *, form: str = "ctranslate2", name: str = "") -> None:
    """Write the CTranslate2 directory `model` as a new directory `to`, in one of FORMATS, whole or not at all.

    >>> export(Path("/nowhere"), Path("/"))
    Traceback (most recent call last):
    mtkit.errors.ModelError: /: is there already; export into a new directory
    """
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise ModelError(f"{to}: is there already", hint="export into a new directory")
    known = card.read(model)
    if known:
        card.verify(model, known)
    make = bundle if form == "ctranslate2" else checkpoint

    def fill(fresh: Path) -> None:
        make(model, fresh)
        names = [path.name for path in fresh.iterdir()]
        first = replace(known or card.Card(name or model.name), name=name or (known.name if known else model.name))
        card.write(fresh, card.seal(fresh, first, names))

    cache.place(to, fill, again=True)


def bundle(model: Path, to: Path) -> None:
    """Copy what the engine needs."""
    for path in sorted(model.iterdir()):
        if path.suffix in (".bin", ".json", ".spm") and path.is_file():
            shutil.copyfile(path, to / path.name)


def checkpoint(model: Path, to: Path) -> None:
    """Write the model as a float32 MarianMT checkpoint, int8 weights multiplied out."""
    weights = binary.read(model / "model.bin")
    vocabulary = Vocabulary.load(model)
    if weights.variables.get("decoder/start_from_zero_embedding"):
        raise ModelError(f"{model}: made by another converter, without <pad>", hint="pull or convert it with mtkit")
    tensors.write_safetensors(to / "model.safetensors", _tensors(weights, vocabulary))
    config = _config(model, weights, vocabulary)
    _json(to / "config.json", config)
    kept = ("decoder_start_token_id", "eos_token_id", "pad_token_id", "max_length", "num_beams")
    generation = {key: config[key] for key in kept if key in config}
    _json(to / "generation_config.json", {**generation, "bad_words_ids": [[config["pad_token_id"]]], "max_length": 512})
    for file, pieces in (("vocab.json", vocabulary.source), ("target_vocab.json", vocabulary.target)):
        if file == "vocab.json" or vocabulary.target != vocabulary.source:
            _json(to / file, {piece: number for number, piece in enumerate(pieces)})
    tokenizer = {"tokenizer_class": "MarianTokenizer", "unk_token": "<unk>", "eos_token": "</s>", "pad_token": PAD}
    separate = {"separate_vocabs": True} if vocabulary.target != vocabulary.source else {}
    _json(to / "tokenizer_config.json", {**tokenizer, **separate, "model_max_length": 512, **_languages(model)})
    shutil.copyfile(model / "source.spm", to / "source.spm")
    second = model / "target.spm"
    shutil.copyfile(second if second.exists() else model / "source.spm", to / "target.spm")


def _tensors(weights: binary.Weights, vocabulary: Vocabulary) -> "dict[str, NDArray[Any]]":
    import numpy as np

    encoder, decoder = weights.floats("encoder/embeddings_0/weight"), weights.floats("decoder/embeddings/weight")
    found = {layout.BIAS: weights.floats("decoder/projection/bias").reshape(1, -1)}
    if vocabulary.source == vocabulary.target:
        found[layout.SHARED] = encoder
    else:
        found["model.encoder.embed_tokens.weight"] = encoder
        found["model.decoder.embed_tokens.weight"] = decoder
    projection = weights.floats("decoder/projection/weight")
    if not np.array_equal(projection, decoder):
        found["lm_head.weight"] = projection
    for name, parts in layout.pairs(weights.layers("encoder"), weights.layers("decoder")):
        values = weights.floats(name)
        found.update(zip(parts, np.split(values, len(parts)), strict=True))
    return found


def _config(model: Path, weights: binary.Weights, vocabulary: Vocabulary) -> dict[str, Any]:
    start = json.loads((model / "config.json").read_text(encoding="utf-8"))["decoder_start_token"]
    heads = int(weights.variables["encoder/num_heads"])
    inner = weights.variables["encoder/layer_0/ffn/linear_0/weight"].shape[0]
    size = weights.variables["encoder/embeddings_0/weight"].shape[1]
    shared = vocabulary.source == vocabulary.target
    return {
        "architectures": ["MarianMTModel"],
        "model_type": "marian",
        "is_encoder_decoder": True,
        "activation_function": {0: "relu", 4: "swish"}.get(int(weights.variables["encoder/activation"]), "gelu"),
        "d_model": size,
        "encoder_layers": weights.layers("encoder"),
        "decoder_layers": weights.layers("decoder"),
        "encoder_attention_heads": heads,
        "decoder_attention_heads": heads,
        "encoder_ffn_dim": inner,
        "decoder_ffn_dim": inner,
        "vocab_size": len(vocabulary.source),
        "decoder_vocab_size": len(vocabulary.target),
        "share_encoder_decoder_embeddings": shared,
        "tie_word_embeddings": shared,
        "max_position_embeddings": weights.variables["encoder/position_encodings/encodings"].shape[0],
        "scale_embedding": math.isclose(
            float(weights.variables["encoder/scale_embeddings"]), math.sqrt(size), rel_tol=1e-4
        ),
        "pad_token_id": vocabulary.target.index(PAD),
        "eos_token_id": vocabulary.target.index("</s>"),
        "decoder_start_token_id": vocabulary.target.index(start),
        "bos_token_id": None,
        "forced_eos_token_id": None,
        "num_beams": 4,
        "dropout": 0.1,
        "dtype": "float32",
        "mtkit_version": __version__,
    }


def _languages(model: Path) -> dict[str, str]:
    known = card.read(model)
    if known and len(known.directions) == 1:
        return {"source_lang": known.directions[0][:2], "target_lang": known.directions[0][3:]}
    return {"source_lang": "mul", "target_lang": "mul"}


def _json(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=None if len(value) > 99 else 2), encoding="utf-8")
