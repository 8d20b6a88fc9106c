"""Where each weight of a MarianMT checkpoint stands in CTranslate2, both ways."""

import math
from collections.abc import Iterator

__all__ = ["BIAS", "SHARED", "pairs", "positions"]

SHARED = "model.shared.weight"
BIAS = "final_logits_bias"

_NORM = (("gamma", "weight"), ("beta", "bias"))
_LINEAR = (("weight", "weight"), ("bias", "bias"))


def pairs(encoder_layers: int, decoder_layers: int) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each CTranslate2 variable of the layers with the checkpoint's tensors that are stacked in it.

    >>> dict(pairs(1, 1))["decoder/layer_0/attention/linear_1/bias"]
    ('model.decoder.layers.0.encoder_attn.k_proj.bias', 'model.decoder.layers.0.encoder_attn.v_proj.bias')
    """
    for number in range(encoder_layers):
        ours, theirs = f"encoder/layer_{number}", f"model.encoder.layers.{number}"
        yield from _attention(f"{ours}/self_attention", f"{theirs}.self_attn", (("q", "k", "v"), ("out",)))
        yield from _feed_forward(ours, theirs)
    for number in range(decoder_layers):
        ours, theirs = f"decoder/layer_{number}", f"model.decoder.layers.{number}"
        yield from _attention(f"{ours}/self_attention", f"{theirs}.self_attn", (("q", "k", "v"), ("out",)))
        yield from _attention(f"{ours}/attention", f"{theirs}.encoder_attn", (("q",), ("k", "v"), ("out",)))
        yield from _feed_forward(ours, theirs)


def positions(count: int, size: int) -> "list[list[float]]":
    """Marian's sinusoids: sines in the first half of a row, cosines in the second.

    >>> positions(2, 4)[1] == [math.sin(1), math.sin(0.01), math.cos(1), math.cos(0.01)]
    True
    """
    half = (size + 1) // 2
    rates = [10000 ** (2 * number / size) for number in range(half)]
    return [
        [math.sin(place / rate) for rate in rates] + [math.cos(place / rate) for rate in rates[: size - half]]
        for place in range(count)
    ]


def _attention(ours: str, theirs: str, parts: tuple[tuple[str, ...], ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for number, projections in enumerate(parts):
        for kind, name in _LINEAR:
            yield f"{ours}/linear_{number}/{kind}", tuple(f"{theirs}.{p}_proj.{name}" for p in projections)
    for kind, name in _NORM:
        yield f"{ours}/layer_norm/{kind}", (f"{theirs}_layer_norm.{name}",)


def _feed_forward(ours: str, theirs: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for number in (0, 1):
        for kind, name in _LINEAR:
            yield f"{ours}/ffn/linear_{number}/{kind}", (f"{theirs}.fc{number + 1}.{name}",)
    for kind, name in _NORM:
        yield f"{ours}/ffn/layer_norm/{kind}", (f"{theirs}.final_layer_norm.{name}",)
