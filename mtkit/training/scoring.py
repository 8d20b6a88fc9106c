"""How good a model is on development sets: losses while it learns, BLEU and chrF2++ of its translations afterwards."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from mtkit.errors import CorpusError
from mtkit.languages import LANGUAGES
from mtkit.training import data
from mtkit.training import model as network
from mtkit.training.batches import collate
from mtkit.training.data import Unit
from mtkit.training.vocabulary import Pieces

__all__ = ["Measure", "Measured", "Result", "TestSet", "losses", "score", "table"]

METRICS = ("bleu", "chrf++")
_BATCH = 32


class Measured(Protocol):
    """A score with its signature, as `mtkit.evaluation.metrics.measure` gives it inside."""

    label: str
    value: float
    signature: str


class Measure(Protocol):
    """`measure(metric, outputs, references, target).score`: the door hands one in, this room knows no metric."""

    def __call__(self, name: str, hypotheses: Sequence[str], references: Sequence[Sequence[str]], target: str) -> Any:
        """See `mtkit.evaluation.metrics.measure`."""


@dataclass(frozen=True)
class TestSet:
    """Units to score on, never to train on.

    >>> TestSet("dev", (Unit("dev", ("Hello", "", "안녕")),)).pairs("ko", "en")
    (('안녕',), ('Hello',))
    """

    name: str
    units: tuple[Unit, ...]

    @classmethod
    def read(cls, path: str | Path) -> "TestSet":
        """The units of a file or of aligned files. Raises CorpusError when it has none."""
        units = tuple(data.read(path))
        if not units:
            raise CorpusError("no unit", path=path)
        return cls(units[0].source.split("/")[0], units)

    def pairs(self, source: str, target: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Sources and references of one direction, where both are there."""
        here, there = LANGUAGES.index(source), LANGUAGES.index(target)
        found = [(unit.texts[here], unit.texts[there]) for unit in self.units if unit.texts[here] and unit.texts[there]]
        return tuple(first for first, _ in found), tuple(second for _, second in found)


@dataclass(frozen=True, slots=True)
class Result:
    """One score: test set, direction, number format, and the metric with its signature.

    >>> print(Result("dev", "ko-en", "int8", 215, "BLEU", 12.34, "nrefs:1|tok:13a"))
    dev ko-en int8 BLEU 12.3
    """

    name: str
    direction: str
    kind: str
    lines: int
    label: str
    value: float
    signature: str

    def __str__(self) -> str:
        return f"{self.name} {self.direction} {self.kind} {self.label} {self.value:.1f}"


def losses(
    model: Any, tests: Iterable[TestSet], directions: Sequence[tuple[str, str]], pieces: Pieces, *, most: int = 100
) -> dict[str, float]:
    """The loss of a piece on each test set and direction, over its first lines."""
    import torch

    device = next(model.parameters()).device
    training = model.training
    model.eval()
    found = {}
    with torch.no_grad():
        for test in tests:
            for source, target in directions:
                pairs = [
                    (pieces.head(target) + pieces.source(a)[:200], pieces.target(b)[:200])
                    for a, b in _some(test, source, target, most)
                ]
                if pairs:
                    found[f"{test.name} {source}-{target}"] = _mean_loss(model, pairs, pieces, device)
    model.train(training)
    return found


def _some(test: TestSet, source: str, target: str, most: int) -> Iterator[tuple[str, str]]:
    sources, references = test.pairs(source, target)
    return zip(sources[:most], references[:most], strict=True)


def _mean_loss(model: Any, pairs: list[tuple[list[int], list[int]]], pieces: Pieces, device: Any) -> float:
    ordered = sorted(pairs, key=lambda pair: max(map(len, pair)))
    total = weight = 0.0
    for start in range(0, len(ordered), _BATCH):
        part = ordered[start : start + _BATCH]
        source, target = (side.to(device) for side in collate(part, pieces))
        count = sum(len(ids) + 1 for _, ids in part)
        total += float(network.loss(model, source, target, pieces.pad)) * count
        weight += count
    return total / weight


def score(
    directory: str | Path,
    tests: Sequence[TestSet],
    directions: Sequence[tuple[str, str]],
    measure: Measure,
    *,
    kinds: Sequence[str] = ("float32", "int8"),
    say: Callable[[str], None] = lambda _: None,
) -> tuple[Result, ...]:
    """Translate the test sets with a MarianMT directory, converted as mtkit does it, and score the outputs."""
    from mtkit.engines.ctranslate2 import CTranslate2Engine
    from mtkit.models.convert import convert

    results = []
    for kind in kinds:
        with tempfile.TemporaryDirectory() as folder:
            convert(directory, folder, quantization=kind)
            engine = CTranslate2Engine(folder, compute_type=kind)
            for test in tests:
                for source, target in directions:
                    for result in _of(engine, test, (source, target), kind, measure):
                        say(str(result))
                        results.append(result)
    return tuple(results)


def _of(engine: Any, test: TestSet, direction: tuple[str, str], kind: str, measure: Measure) -> Iterator[Result]:
    sources, references = test.pairs(*direction)
    if not sources:
        return
    outputs = [found[0].text for found in engine.translate(sources, *direction)]
    for metric in METRICS:
        found: Measured = measure(metric, outputs, [references], direction[1]).score
        yield Result(test.name, "-".join(direction), kind, len(sources), found.label, found.value, found.signature)


def table(results: Sequence[Result]) -> str:
    """The scores as a Markdown table, a column per number format, and the signatures below.

    >>> print(table([Result("dev", "ko-en", "int8", 9, "BLEU", 1.25, "nrefs:1")]))
    | set | direction | score | int8 |
    |---|---|---|---|
    | dev (9) | ko-en | BLEU | 1.2 |
    <BLANKLINE>
    - `BLEU|nrefs:1` ko-en
    """
    kinds = tuple(dict.fromkeys(result.kind for result in results))
    rows: dict[tuple[str, str, str], dict[str, str]] = {}
    signatures: dict[str, dict[str, None]] = {}
    for result in results:
        row = rows.setdefault((f"{result.name} ({result.lines})", result.direction, result.label), {})
        row[result.kind] = f"{result.value:.1f}"
        signatures.setdefault(f"{result.label}|{result.signature}", {})[result.direction] = None
    lines = [f"| set | direction | score | {' | '.join(kinds)} |", "|---|---|---|" + "---|" * len(kinds)]
    lines += [f"| {' | '.join((*place, *(row.get(kind, '') for kind in kinds)))} |" for place, row in rows.items()]
    return "\n".join([*lines, "", *(f"- `{name}` {' '.join(where)}" for name, where in signatures.items())])
