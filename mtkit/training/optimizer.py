"""Muon for the hidden matrices, AdamW for the rest: with AdamW alone small post-norm models never read their source.

A model that can translate already needs no Muon, whose products cost as much as the network's on a processor.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch

__all__ = ["Muon", "Optimizer", "orthogonal"]

_STEPS = 5
_A, _B, _C = 3.4445, -4.7750, 2.0315  # Newton-Schulz coefficients of Jordan et al. 2024
_RMS = 0.2  # of an AdamW update, so that one rate serves both


def orthogonal(matrices: "torch.Tensor") -> "torch.Tensor":
    """The nearest (half-)orthogonal matrix to each of a stack, roughly: singular values between 0.7 and 1.2.

    >>> import torch
    >>> _ = torch.manual_seed(0)
    >>> values = torch.linalg.svdvals(orthogonal(torch.randn(1, 8, 16)))
    >>> 0.6 < values.min() and values.max() < 1.3
    tensor(True)
    """
    x = matrices.bfloat16() if matrices.is_cuda else matrices
    tall = x.shape[1] > x.shape[2]
    x = x.mT if tall else x
    x = x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)
    for _ in range(_STEPS):
        square = x @ x.mT
        x = _A * x + (_B * square + _C * square @ square) @ x
    result: torch.Tensor = (x.mT if tall else x).float()
    return result


class Muon:
    """Momentum whose update is orthogonalised; matrices of one shape are done together."""

    def __init__(self, parameters: "Iterable[torch.nn.Parameter]", momentum: float = 0.95, decay: float = 0.01) -> None:
        import torch

        self.momentum, self.decay = momentum, decay
        by_shape: dict[tuple[int, ...], list[Any]] = defaultdict(list)
        for parameter in parameters:
            by_shape[tuple(parameter.shape)].append(parameter)
        self.groups = list(by_shape.values())
        self.buffers = [torch.zeros(len(g), *g[0].shape, device=g[0].device) for g in self.groups]

    def step(self, rate: float) -> None:
        """Update every matrix by its gradient."""
        import torch

        with torch.no_grad():
            for group, buffer in zip(self.groups, self.buffers, strict=True):
                gradient = torch.stack([parameter.grad for parameter in group])
                buffer.lerp_(gradient, 1 - self.momentum)
                update = orthogonal(gradient.lerp(buffer, self.momentum))
                scale = _RMS * max(update.shape[1:]) ** 0.5 * rate
                for parameter, change in zip(group, update, strict=True):
                    parameter.mul_(1 - rate * self.decay).sub_(change, alpha=scale)


class Optimizer:
    """Both optimizers over a model, and a pull back to the weights it started from (0 is none).

    The pull is decoupled like weight decay: each step moves a weight by rate x pull of its way towards the start.
    """

    def __init__(self, model: Any, *, muon: bool = True, decay: float = 0.01, pull: float = 0.0) -> None:
        import torch

        named = [(name, parameter) for name, parameter in model.named_parameters() if parameter.requires_grad]
        matrices = [p for name, p in named if p.dim() == 2 and "embed" not in name and "shared" not in name]
        hidden = matrices if muon else []
        ours = {id(parameter) for parameter in hidden}
        others = [parameter for _, parameter in named if id(parameter) not in ours]
        self.parameters = [parameter for _, parameter in named]
        self.muon = Muon(hidden, decay=decay)
        self.adam = torch.optim.AdamW(others, lr=0.0, betas=(0.9, 0.98), eps=1e-8, weight_decay=decay, fused=True)
        self.pull = pull
        self.start = [parameter.detach().clone() for parameter in self.parameters] if pull else []

    def step(self, rate: float, clip: float) -> float:
        """One update with the gradients at hand, cut to the norm `clip`; returns their norm and forgets them."""
        import torch

        norm = float(torch.nn.utils.clip_grad_norm_(self.parameters, clip))
        for group in self.adam.param_groups:
            group["lr"] = rate
        self.adam.step()
        self.muon.step(rate)
        if self.pull:
            with torch.no_grad():
                torch._foreach_lerp_(self.parameters, self.start, min(1.0, rate * self.pull))
        self.adam.zero_grad(set_to_none=True)
        for parameter in self.parameters:
            parameter.grad = None
        return norm

    def state(self) -> dict[str, Any]:
        """All that a later run needs to go on."""
        return {"adam": self.adam.state_dict(), "muon": self.muon.buffers, "start": self.start}

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from a state."""
        self.adam.load_state_dict(state["adam"])
        for mine, saved in ((self.muon.buffers, state["muon"]), (self.start, state["start"])):
            for place, tensor in enumerate(saved):
                mine[place].copy_(tensor)
