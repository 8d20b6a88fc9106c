"""Batches: every pair of an epoch once (or as its weight says), similar lengths together, in an order that is a pure
function of the seed, so that training goes on from any batch as if it had never stopped."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mtkit.errors import CorpusError
from mtkit.glossary import Glossary
from mtkit.languages import LANGUAGES
from mtkit.training.augmentation import Rates, augment
from mtkit.training.store import Store
from mtkit.training.vocabulary import Pieces

if TYPE_CHECKING:
    import torch
    from numpy.typing import NDArray

__all__ = ["Batches", "Epoch", "Rows", "collate", "rows_of"]

HEAD = 3  # pieces beside the text: tag, speech level, end
SHORT = 30  # pieces of sentences that are joined with the next one


@dataclass(frozen=True)
class Rows:
    """Directed pairs: `table` has a row of unit, source column, target column and the longer side's pieces for each."""

    table: "NDArray[Any]"
    weights: "NDArray[Any]"
    too_long: int = 0

    def __len__(self) -> int:
        return len(self.table)


def rows_of(
    store: Store,
    weights: Mapping[str, float],
    directions: Sequence[tuple[str, str]],
    *,
    longest: int,
    without: "NDArray[Any] | None" = None,
) -> Rows:
    """Every pair of the store in these directions, `without` a mask's units. Raises CorpusError when there is none."""
    import numpy as np

    per_source = np.array([weights.get(name, 1.0) for name in store.sources], np.float32)[store.origin]
    usable = (per_source > 0) if without is None else (per_source > 0) & ~without
    tables, too_long = [], 0
    for source, target in directions:
        here, there = LANGUAGES.index(source), LANGUAGES.index(target)
        first, second = store.lengths[:, here], store.lengths[:, there]
        pairs = usable & (first > 0) & (second > 0)
        width = np.maximum(first, second) + HEAD
        units = np.flatnonzero(pairs & (width <= longest))
        too_long += int(pairs.sum()) - len(units)
        columns = (units, np.full(len(units), here), np.full(len(units), there), width[units])
        tables.append(np.stack(columns, 1).astype(np.int32))
    table = np.concatenate(tables)
    if not len(table):
        raise CorpusError("no pair to train on in the directions asked for", hint="see the data report")
    return Rows(table, per_source[table[:, 0]], too_long)


@dataclass(frozen=True)
class Epoch:
    """The batches of one pass: each an array of row and partner (-1, or the row it is joined with)."""

    batches: "tuple[NDArray[Any], ...]"

    @classmethod
    def plan(
        cls, rows: Rows, *, seed: int, number: int, tokens: int, joined: float = 0.0, longest: int = 128
    ) -> "Epoch":
        """Draw, join, sort by length, cut where the padded side would pass `tokens`, shuffle."""
        import numpy as np

        draw = np.random.default_rng((seed, number))
        copies = np.floor(rows.weights + draw.random(len(rows))).astype(np.int64)
        chosen = np.repeat(np.arange(len(rows)), copies)
        draw.shuffle(chosen)
        partners = _partners(rows.table, chosen, draw, joined, longest)
        width = rows.table[chosen, 3] + np.where(partners < 0, 0, rows.table[partners, 3])
        order = np.argsort(width + draw.random(len(width)) * 2, kind="stable")
        items = np.stack([chosen, partners], 1)[order]
        batches = [items[start:end] for start, end in _cuts(width[order], tokens)]
        draw.shuffle(places := np.arange(len(batches)))
        return cls(tuple(batches[place] for place in places))


def _partners(table: "NDArray[Any]", chosen: "NDArray[Any]", draw: Any, share: float, longest: int) -> Any:
    """The row after a short one, where it is short too and of the same direction, for a share of them; else -1."""
    import numpy as np

    after = np.minimum(chosen + 1, len(table) - 1)
    mine, other = table[chosen], table[after]
    fits = (mine[:, 3] <= SHORT) & (other[:, 3] <= SHORT) & (mine[:, 3] + other[:, 3] <= longest)
    near = (after > chosen) & (mine[:, 1:3] == other[:, 1:3]).all(1) & (other[:, 0] - mine[:, 0] == 1)
    return np.where(fits & near & (draw.random(len(chosen)) < share), after, -1)


def _cuts(widths: "NDArray[Any]", tokens: int) -> list[tuple[int, int]]:
    """Start and end of each batch over nearly ascending widths."""
    import numpy as np

    tops = np.maximum.accumulate(widths)
    cuts, start = [], 0
    while start < len(tops):
        end = min(len(tops), start + max(1, tokens // int(tops[start])))
        while end - start > 1 and (end - start) * int(tops[end - 1]) > tokens:
            end -= max(1, (end - start) - max(1, tokens // int(tops[end - 1])))
        cuts.append((start, end))
        start = end
    return cuts


class Batches:
    """The batches of an epoch as ids: a sequence, each item made when it is asked for, always the same.

    A pair is augmented with a generator of its own, seeded by seed, epoch and batch.
    """

    def __init__(
        self,
        store: Store,
        rows: Rows,
        epoch: Epoch,
        pieces: Pieces,
        *,
        rates: Rates,
        glossary: Glossary | None,
        seed: str,
        multiple: int = 1,
    ) -> None:
        self.store, self.rows, self.epoch, self.pieces = store, rows, epoch, pieces
        self.rates, self.glossary, self.seed, self.multiple = rates, glossary, seed, multiple

    def __len__(self) -> int:
        return len(self.epoch.batches)

    def __getitem__(self, number: int) -> "tuple[torch.Tensor, torch.Tensor]":
        draw = random.Random(f"{self.seed}/{number}")
        pairs = [self._pair(int(row), int(partner), draw) for row, partner in self.epoch.batches[number]]
        return collate(pairs, self.pieces, self.multiple)

    def _pair(self, row: int, partner: int, draw: random.Random) -> tuple[list[int], list[int]]:
        unit, here, there, _ = (int(value) for value in self.rows.table[row])
        languages = LANGUAGES[here], LANGUAGES[there]
        source, target = self.store.one(unit, here), self.store.one(unit, there)
        if partner >= 0:
            after = int(self.rows.table[partner, 0])
            source = _join(source, self.store.one(after, here), languages[0])
            target = _join(target, self.store.one(after, there), languages[1])
        source, target = augment((source, target), languages, self.rates, draw, self.glossary)
        style = int(self.store.levels[unit, there]) if partner < 0 and draw.random() < self.rates.style else 0
        return self.pieces.head(languages[1], style) + self.pieces.source(source), self.pieces.target(target)


def _join(first: str, second: str, language: str) -> str:
    return f"{first}{second}" if language == "ja" else f"{first} {second}"


def collate(
    pairs: Sequence[tuple[list[int], list[int]]], pieces: Pieces, multiple: int = 1
) -> "tuple[torch.Tensor, torch.Tensor]":
    """Sources and targets as two rectangles, each line ended and padded."""
    import torch

    sides = []
    for side in zip(*pairs, strict=True):
        width = -(-(max(map(len, side)) + 1) // multiple) * multiple
        lines = [[*ids, pieces.end, *[pieces.pad] * (width - len(ids) - 1)] for ids in side]
        sides.append(torch.tensor(lines, dtype=torch.long))
    return sides[0], sides[1]
