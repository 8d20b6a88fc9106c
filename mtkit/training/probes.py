"""Small measurements: does the model read its source, and is bf16 worth it here."""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mtkit.errors import ModelError
from mtkit.training import model as network

if TYPE_CHECKING:
    import torch

__all__ = ["Reading", "bf16_pays", "reading", "require_reading"]

SMALL = 256  # a layer below this size is over before the casts are
GAP = 0.03  # nats that other sentences' sources must cost a model that reads


@dataclass(frozen=True, slots=True)
class Reading:
    """The loss on own and on other sentences' sources, and how far positions differ after each encoder layer.

    >>> print(Reading(5.557, 5.992, (1.04, 0.98)))
    own 5.557 other 5.992 spread 1.04 0.98
    """

    own: float
    other: float
    spread: tuple[float, ...] = ()

    @property
    def gap(self) -> float:
        """What a wrong source costs; about 0 when the model does not look at it."""
        return self.other - self.own

    def __str__(self) -> str:
        spread = " ".join(f"{value:.3g}" for value in self.spread)
        return f"own {self.own:.3f} other {self.other:.3f} spread {spread}"


def reading(model: Any, source: "torch.Tensor", target: "torch.Tensor", pad: int) -> Reading:
    """Probe a model with a batch of at least two pairs; the first piece of a source, its tag, stays in place."""
    import torch

    other = torch.cat([source[:, :1], source.roll(1, 0)[:, 1:]], 1)
    training = model.training
    model.eval()
    with torch.no_grad():
        own, wrong = (float(network.loss(model, side, target, pad)) for side in (source, other))
        layers = model.model.encoder(
            source, attention_mask=(source != pad).long(), output_hidden_states=True
        ).hidden_states
        spread = tuple(float(layer[source != pad].float().std(0).mean()) for layer in layers)
    model.train(training)
    return Reading(own, wrong, spread)


def require_reading(found: Reading, step: int) -> None:
    """Raise ModelError when the model does not read its source.

    >>> require_reading(Reading(5.931, 5.932), 400)
    Traceback (most recent call last):
    mtkit.errors.ModelError: after 400 steps the model does not read its source: loss 5.931 with it, 5.932 with \
another sentence's; use a lower --rate, a longer --warmup or a smaller --shape
    """
    if found.gap < GAP:
        told = f"loss {found.own:.3f} with it, {found.other:.3f} with another sentence's"
        hint = "use a lower --rate, a longer --warmup or a smaller --shape"
        raise ModelError(f"after {step} steps the model does not read its source: {told}", hint=hint)


def bf16_pays(size: int) -> bool:
    """True when a layer of the model's size is clearly faster here in bf16 than in float32.

    Some processors have no bf16 units and are 200 times slower with it.
    """
    return size >= SMALL and 1.5 * _seconds(size, half=True) < _seconds(size, half=False)


def _seconds(size: int, *, half: bool) -> float:
    """The best time of a layer's two directions, as the loop runs them: the casts count too."""
    import torch

    layer = torch.nn.Linear(size, size)
    values = torch.randn(256, size)
    best = float("inf")
    for _ in range(4):
        start = time.perf_counter()
        with torch.autocast("cpu", torch.bfloat16, enabled=half):
            total = layer(values).float().sum()
        total.backward()
        best = min(best, time.perf_counter() - start)
    return best
