"""The network: a MarianMT model made, opened, averaged and written."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtkit.errors import InputError, ModelError
from mtkit.training import vocabulary
from mtkit.training.vocabulary import Pieces

if TYPE_CHECKING:
    import torch

__all__ = ["SHAPES", "Average", "Shape", "build", "export", "load", "loss", "set_frequencies", "shape_of"]


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a model: a deep encoder and a shallow decoder translate fast.

    >>> Shape.parse("256,3,2,4,1024").layers
    (3, 2)
    """

    size: int = 512
    encoder: int = 6
    decoder: int = 3
    heads: int = 8
    inner: int = 2048

    @property
    def layers(self) -> tuple[int, int]:
        """Of encoder and decoder."""
        return self.encoder, self.decoder

    @classmethod
    def parse(cls, text: str) -> "Shape":
        """A name (tiny, small, base) or `size,encoder,decoder,heads,inner`. Raises InputError for what is neither.

        >>> Shape.parse("huge")
        Traceback (most recent call last):
        mtkit.errors.InputError: unknown shape 'huge'; use tiny, small, base or SIZE,ENCODER,DECODER,HEADS,INNER
        """
        if text in SHAPES:
            return SHAPES[text]
        try:
            size, encoder, decoder, heads, inner = (int(number) for number in text.split(","))
        except ValueError:
            hint = f"use {', '.join(SHAPES)} or SIZE,ENCODER,DECODER,HEADS,INNER"
            raise InputError(f"unknown shape {text!r}", hint=hint) from None
        if min(size, encoder, decoder, heads, inner) < 1 or size % heads or size % 2:
            raise InputError(f"no shape: {text}", hint="the size must be even and a multiple of the heads")
        return cls(size, encoder, decoder, heads, inner)


SHAPES = {"tiny": Shape(64, 2, 1, 4, 128), "small": Shape(256, 4, 2, 4, 1024), "base": Shape()}


def build(shape: Shape, pieces: Pieces, *, dropout: float = 0.1, attention: str = "eager") -> Any:
    """A new model with random weights: Glorot, the outputs of branches scaled down by depth.

    Post-norm layers under one large init for all collapse: the encoder says the same for every input.
    """
    import torch
    from transformers import MarianConfig, MarianMTModel

    config = MarianConfig(
        vocab_size=pieces.size,
        d_model=shape.size,
        encoder_layers=shape.encoder,
        decoder_layers=shape.decoder,
        encoder_ffn_dim=shape.inner,
        decoder_ffn_dim=shape.inner,
        encoder_attention_heads=shape.heads,
        decoder_attention_heads=shape.heads,
        max_position_embeddings=512,
        pad_token_id=pieces.pad,
        eos_token_id=pieces.end,
        bos_token_id=None,
        decoder_start_token_id=pieces.pad,
        forced_eos_token_id=None,
        bad_words_ids=None,
        scale_embedding=True,
        activation_function="relu",
        dropout=dropout,
        attention_dropout=0.0,
        activation_dropout=0.0,
        share_encoder_decoder_embeddings=True,
        tie_word_embeddings=True,
        init_std=shape.size**-0.5,
        num_beams=4,
        attn_implementation=attention,
    )
    model = MarianMTModel(config)
    branch = (2 * sum(shape.layers)) ** -0.5
    for name, weight in model.named_parameters():
        if weight.dim() == 2 and "embed" not in name and "shared" not in name:
            scaled = name.endswith(("fc2.weight", "out_proj.weight", "v_proj.weight"))
            torch.nn.init.xavier_uniform_(weight, gain=branch if scaled else 1.0)
    return model


def load(directory: str | Path, pieces: Pieces, *, dropout: float = 0.1, attention: str = "eager") -> Any:
    """The model of a MarianMT directory, in float32. Raises ModelError when it is none or fits other pieces."""
    import torch
    from transformers import MarianMTModel

    from mtkit.models import marian

    _no_bars()
    marian.read(directory)  # says in one line what is wrong with it
    model = MarianMTModel.from_pretrained(str(directory), dtype=torch.float32, attn_implementation=attention)
    if model.config.vocab_size != pieces.size:
        raise ModelError(f"{directory}: {model.config.vocab_size} pieces in the model, {pieces.size} in its vocabulary")
    model.config.dropout = dropout
    for module in model.modules():
        if isinstance(getattr(module, "dropout", None), float):
            module.dropout = dropout
    return model


def shape_of(directory: str | Path) -> Shape:
    """The sizes of a MarianMT directory. Raises ModelError when it is none."""
    from mtkit.models import marian

    found = marian.shape_of(directory)
    return Shape(found.size, found.encoder_layers, found.decoder_layers, found.heads, found.feed_forward)


def set_frequencies(model: Any, counts: "torch.Tensor", pieces: Pieces) -> None:
    """Start the output bias from how often each piece occurs, so that no layer has to learn that."""
    frequent = counts.double() + 1
    frequent[pieces.end] = frequent.sum() / 25
    frequent[pieces.pad] = 1e-3
    model.final_logits_bias.copy_((frequent / frequent.sum()).log().float()[None])


def loss(
    model: Any, source: "torch.Tensor", target: "torch.Tensor", pad: int, smoothing: float = 0.0
) -> "torch.Tensor":
    """The mean cross entropy of a target piece."""
    import torch
    from torch.nn import functional

    start = torch.cat([torch.full_like(target[:, :1], pad), target[:, :-1]], 1)
    mask = (source != pad).long()
    hidden = model.model(
        input_ids=source, attention_mask=mask, decoder_input_ids=start, use_cache=False
    ).last_hidden_state
    real = target != pad
    # The output layer is most of the work: the padding is left out of it.
    logits = model.lm_head(hidden[real]) + model.final_logits_bias
    return functional.cross_entropy(logits.float(), target[real], label_smoothing=smoothing)


class Average:
    """The moving average of a model's weights over about its last tenth, at most some thousand steps."""

    EVERY = 4

    def __init__(self, model: Any) -> None:
        self.weights = {name: value.detach().clone() for name, value in _floats(model).items()}

    def update(self, model: Any, step: int) -> None:
        """Take the weights of every fourth step in."""
        import torch

        if step % self.EVERY == 0:
            keep = min(0.998, (step + 1) / (step + 50))
            mine, theirs = list(self.weights.values()), [value.float() for value in _floats(model).values()]
            torch._foreach_lerp_(mine, theirs, 1 - keep)

    def blended(self, start: "Mapping[str, torch.Tensor]", share: float) -> "dict[str, torch.Tensor]":
        """The way from the weights of `start` to the average, `share` of it gone."""
        return {name: start[name].to(value.device).lerp(value, share) for name, value in self.weights.items()}


def _floats(model: Any) -> "dict[str, torch.Tensor]":
    return {name: value for name, value in model.state_dict().items() if value.dtype.is_floating_point}


def export(
    model: Any, weights: "Mapping[str, torch.Tensor]", pieces: Pieces, to: str | Path, *, half: bool = True
) -> Path:
    """Write a MarianMT directory with these weights, whole or not at all; one that is there is replaced.

    Raises InputError when `to` is something else than a model, ModelError when a weight is not a number.
    """
    import torch

    target = Path(to)
    if target.exists() and not (target / "config.json").exists() and (target.is_file() or any(target.iterdir())):
        raise InputError("is there already and is not a model", path=target, hint="choose another --out")
    if not all(bool(torch.isfinite(value).all()) for value in weights.values()):
        raise ModelError("the weights hold values that are no numbers", hint="train again with a lower --rate")
    fresh = target.with_name(f".{target.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    _save(model, weights, fresh, torch.float16 if half else torch.float32)
    _tokenizer(pieces.directory, fresh)
    old = target.with_name(f".{target.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.replace(old)
    fresh.replace(target)
    shutil.rmtree(old, ignore_errors=True)
    return target


def _save(model: Any, weights: "Mapping[str, torch.Tensor]", folder: Path, kind: Any) -> None:
    from transformers import MarianMTModel

    _no_bars()
    copy = MarianMTModel(model.config)
    copy.load_state_dict({**model.state_dict(), **weights})
    copy.generation_config = model.generation_config
    copy.to(kind).save_pretrained(folder)


def _no_bars() -> None:
    from transformers.utils import logging

    logging.disable_progress_bar()  # the lines of a run are for people, not for a bar over 176 tensors


def _tokenizer(source: Path, to: Path) -> None:
    for name in vocabulary.FILES:
        if (source / name).exists():
            shutil.copyfile(source / name, to / name)
    if not (to / "target.spm").exists():
        shutil.copyfile(to / "source.spm", to / "target.spm")
    if not (to / "vocab.json").exists():  # a CTranslate2 directory
        table = json.loads((source / "shared_vocabulary.json").read_text(encoding="utf-8"))
        names = {name: number for number, name in enumerate(table)}
        (to / "vocab.json").write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")
