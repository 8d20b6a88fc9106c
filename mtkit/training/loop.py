"""The training loop: a budget of time or steps, checkpoints that go on exactly, a probe that stops a hopeless run."""

import math
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtkit.errors import ModelError
from mtkit.training import model as network
from mtkit.training import probes
from mtkit.training.batches import Batches
from mtkit.training.optimizer import Optimizer

if TYPE_CHECKING:
    import torch

__all__ = ["Budget", "Loop", "Point", "Recipe"]

PROBE = 240  # steps before which nobody can tell whether a new model reads its source
_TENTH = 0.1


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train. `tokens` are the padded positions of a batch's wider side; `cooldown` the share of the budget in
    which the rate falls to zero; `pull` and `blend` hold a fine-tuned model near the one it started from.

    >>> Recipe.tuning().rate < Recipe().rate
    True
    """

    rate: float = 2e-3
    warmup: int = 100
    cooldown: float = 0.4
    tokens: int = 3000
    longest: int = 128
    smoothing: float = 0.1
    dropout: float = 0.1
    clip: float = 1.0
    pull: float = 0.0
    blend: float = 1.0
    muon: bool = True
    seed: int = 1

    @classmethod
    def tuning(cls) -> "Recipe":
        """For a model that can translate already: gentle, and never far from it."""
        return cls(rate=1e-4, warmup=20, cooldown=0.6, tokens=1500, pull=2.0, blend=0.7, muon=False)

    def at(self, step: int, progress: float) -> float:
        """The rate of a step, `progress` of the budget gone.

        >>> [round(Recipe(rate=1.0, warmup=10).at(step, part), 2) for step, part in ((0, 0.0), (50, 0.5), (99, 0.8))]
        [0.1, 1.0, 0.5]
        """
        fall = min(1.0, (1 - progress) / self.cooldown) if self.cooldown else 1.0
        return self.rate * min(1.0, (step + 1) / self.warmup) * max(0.0, fall)


@dataclass(frozen=True, slots=True)
class Budget:
    """Minutes of training in all runs together, or steps when they are given.

    >>> Budget(minutes=10).progress(step=7, seconds=300), Budget(steps=20).progress(step=5, seconds=300)
    (0.5, 0.25)
    """

    minutes: float = 20.0
    steps: int = 0

    def progress(self, step: int, seconds: float) -> float:
        """The share of the budget that is gone."""
        done = step / self.steps if self.steps else seconds / 60 / self.minutes if self.minutes else 1.0
        return min(1.0, done)


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the learning curve; `checks` are losses on development sets by name.

    >>> Point(100, 60.0, 5.5, 2e-3, 900.0).step
    100
    """

    step: int
    seconds: float
    loss: float
    rate: float
    speed: float
    checks: dict[str, float] = field(default_factory=dict)


@dataclass
class Loop:
    """A run: `step` until the budget is gone or `stop()` is true, saving to `path` as it goes.

    `epochs(n)` gives the batches of epoch n, `check(loop)` measures on development sets, `say` takes a line for people.
    """

    model: Any
    recipe: Recipe
    pad: int
    epochs: Callable[[int], Batches]
    path: Path
    fingerprint: str
    fresh: bool = True
    check: Callable[["Loop"], dict[str, float]] | None = None
    say: Callable[[str], None] = lambda _: None
    log_every: int = 20
    save_every: float = 300.0
    check_every: float = 0.2
    workers: int = 0

    def __post_init__(self) -> None:
        self.device = next(self.model.parameters()).device
        self.optimizer = Optimizer(self.model, muon=self.recipe.muon, pull=self.recipe.pull)
        self.average = network.Average(self.model)
        self.half = self.device.type == "cuda" or probes.bf16_pays(self.model.config.d_model)
        self.step = self.epoch = self.batch = self.tokens = 0
        self.seconds = 0.0
        self.curve: list[Point] = []

    def run(self, budget: Budget, stop: Callable[[], bool] = lambda: False) -> bool:
        """Train until the budget is gone (True) or `stop` says so (False); the state is saved either way."""
        before, began = self.seconds, time.monotonic()
        saved, checked, recent, seen = began, budget.progress(self.step, self.seconds), [], 0
        judged = not self.fresh
        self.model.train()
        for source, target in self._feed():
            self.seconds = before + time.monotonic() - began
            progress = budget.progress(self.step, self.seconds)
            if progress >= 1 or stop():
                break
            recent.append(self._learn(source, target, progress))
            seen += source.numel() + target.numel()
            if self.step % self.log_every == 0:
                self._log(recent, seen, progress, time.monotonic() - began)
                recent = []
                judged = judged or self._judge(source, target, progress)
            if self.check and progress >= checked + self.check_every:
                checked = progress
                self.curve.append(self._checked())
            if time.monotonic() - saved > self.save_every:
                saved = time.monotonic()
                self.save()
        self.save()
        return budget.progress(self.step, self.seconds) >= 1

    def _feed(self) -> "Iterator[tuple[torch.Tensor, torch.Tensor]]":
        """Batch after batch from where the run stands, epoch after epoch, made ahead by worker processes if any."""
        import torch
        from torch.utils.data import DataLoader

        while True:
            batches = self.epochs(self.epoch)
            order = range(self.batch, len(batches))
            pinned = self.device.type == "cuda"
            # With a generator of its own: else each new loader draws a number from the one that dropout uses.
            settings = {"num_workers": self.workers, "pin_memory": pinned, "generator": torch.Generator()}
            ready: Any = batches  # torch calls anything with a length and items a data set
            feed: Any = DataLoader(ready, None, sampler=order, **settings)
            for source, target in feed:
                yield source.to(self.device, non_blocking=True), target.to(self.device, non_blocking=True)
            self.epoch, self.batch = self.epoch + 1, 0

    def _learn(self, source: "torch.Tensor", target: "torch.Tensor", progress: float) -> "torch.Tensor":
        import torch

        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.half):
            loss = network.loss(self.model, source, target, self.pad, self.recipe.smoothing)
        loss.backward()  # type: ignore[no-untyped-call]
        self.optimizer.step(self.recipe.at(self.step, progress), self.recipe.clip)
        self.step += 1
        self.batch += 1
        self.tokens += source.numel() + target.numel()
        self.average.update(self.model, self.step)
        return loss.detach()

    def _log(self, recent: "list[torch.Tensor]", seen: int, progress: float, took: float) -> None:
        import torch

        loss = float(torch.stack(recent).mean())
        if not math.isfinite(loss):
            raise ModelError(f"the loss is no number after {self.step} steps", hint="start again with a lower --rate")
        point = Point(self.step, self.seconds, loss, self.recipe.at(self.step, progress), seen / max(took, 1e-9))
        self.curve.append(point)
        told = f"{point.seconds / 60:.1f} min  loss {loss:.3f}  rate {point.rate:.1e}  {point.speed:.0f} pieces/s"
        self.say(f"step {point.step}  {told}")

    def _judge(self, source: "torch.Tensor", target: "torch.Tensor", progress: float) -> bool:
        """Look whether a new model reads its source, and stop it when it had its time; True when it does."""
        if len(source) < 2:
            return False
        found = probes.reading(self.model, source, target, self.pad)
        self.say(f"  {found}")
        if found.gap >= 3 * probes.GAP:
            return True
        if self.step >= max(PROBE, 2 * self.recipe.warmup) and progress >= _TENTH:
            self.save()
            probes.require_reading(found, self.step)
        return False

    def _checked(self) -> Point:
        assert self.check is not None
        found = self.check(self)
        self.say("  " + "  ".join(f"{name} {value:.3f}" for name, value in found.items()))
        return Point(self.step, self.seconds, math.nan, 0.0, 0.0, found)

    def save(self) -> None:
        """Write the whole state beside the old one, then in its place."""
        import torch

        state = {
            "fingerprint": self.fingerprint,
            "model": self.model.state_dict(),
            "average": self.average.weights,
            "optimizer": self.optimizer.state(),
            "numbers": {name: getattr(self, name) for name in ("step", "epoch", "batch", "tokens", "seconds")},
            "random": torch.get_rng_state(),
            "cuda": torch.cuda.get_rng_state_all() if self.device.type == "cuda" else [],
            "curve": [(p.step, p.seconds, p.loss, p.rate, p.speed, p.checks) for p in self.curve],
        }
        fresh = self.path.with_name(f".{self.path.name}.new")
        with fresh.open("wb") as file:
            torch.save(state, file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.path)

    def restore(self) -> bool:
        """Go on from the saved state; False when there is none. Raises ModelError when it belongs to another run."""
        import torch

        if not self.path.exists():
            return False
        try:
            state = torch.load(self.path, map_location=self.device, weights_only=True)
        except Exception as error:  # torch raises many kinds for a damaged file
            raise ModelError(f"{self.path}: not a checkpoint, or cut off ({type(error).__name__})") from None
        if state["fingerprint"] != self.fingerprint:
            hint = "use another --work, or the same data, vocabulary, shape and settings"
            raise ModelError(f"{self.path}: belongs to another run", hint=hint)
        self.model.load_state_dict(state["model"])
        self.average.weights = state["average"]
        self.optimizer.restore(state["optimizer"])
        for name, value in state["numbers"].items():
            setattr(self, name, value)
        torch.set_rng_state(state["random"].cpu())
        if state["cuda"]:
            torch.cuda.set_rng_state_all([each.cpu() for each in state["cuda"]])
        self.curve = [Point(*values) for values in state["curve"]]
        return True
