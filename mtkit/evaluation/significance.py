"""Is the difference real? Bootstrap intervals, paired bootstrap and approximate randomisation.

The random streams, the arithmetic (float32 sums in the bootstrap) and the p-values are sacrebleu's; the samples are
drawn a few at a time, so memory stays flat.
"""

import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtkit.errors import InputError
from mtkit.evaluation.metrics import Measure

if TYPE_CHECKING:  # numpy takes longer to load than `mtkit --help` may
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

__all__ = ["SAMPLES", "SEED", "TESTS", "Comparison", "bootstrap", "compare"]

SEED = 12345
TESTS = ("bs", "ar")
SAMPLES = {"bs": 1000, "ar": 10000}
_ROWS = 32  # samples drawn at once; a multiple of 32 keeps the stream of random bits the same as in one draw


@dataclass(frozen=True)
class Comparison:
    """A system against the baseline on one metric: the difference and the p-value of the test.

    >>> Comparison("chrf", "old", "new", 1.5, 0.003, "bs", 1000, 12345).significant
    True
    """

    metric: str
    baseline: str
    system: str
    difference: float
    p_value: float
    test: str
    samples: int
    seed: int | None

    @property
    def significant(self) -> bool:
        """Whether p < 0.05."""
        return self.p_value < 0.05


def bootstrap(measure: Measure, samples: int = SAMPLES["bs"], seed: int | None = SEED) -> Measure:
    """The measure with the bootstrap's mean and 95 % interval.

    >>> from mtkit.evaluation.metrics import measure
    >>> found = bootstrap(measure("chrf", ["a cat", "no"], [["a cat", "a dog"]], "en"), samples=10)
    >>> found.score.signature.startswith("nrefs:1|bs:10|seed:12345|")
    True
    """
    if samples < 2:
        raise InputError(f"{samples} bootstrap samples", hint="use at least 2")
    mean, interval = _interval(_resampled(measure, samples, seed))
    return measure.with_interval(mean, interval, samples, seed)


def compare(
    baseline: tuple[str, Measure],
    system: tuple[str, Measure],
    *,
    test: str = "bs",
    samples: int = 0,
    seed: int | None = SEED,
) -> Comparison:
    """The paired test of two systems on one metric; `test` is bs (paired bootstrap) or ar (approximate randomisation).

    >>> from mtkit.evaluation.metrics import measure
    >>> same = measure("chrf", ["a cat", "no"], [["a cat", "a dog"]], "en")
    >>> compare(("a", same), ("b", same), test="ar", samples=99).p_value
    0.01
    """
    if test not in TESTS:
        raise InputError(f"unknown test {test!r}", hint="use bs or ar")
    (first, one), (second, two) = baseline, system
    if len(one.statistics) != len(two.statistics):
        raise InputError(f"{first}: {len(one.statistics)} segments, {second}: {len(two.statistics)}")
    samples = samples or SAMPLES[test]
    real = abs(one.score.value - two.score.value)
    found = (_bootstrap_differences if test == "bs" else _shuffled_differences)(one, two, samples, seed)
    p_value = (int((found > real).sum()) + 1) / (samples + 1)
    difference = two.score.value - one.score.value
    return Comparison(one.score.metric, first, second, difference, p_value, test, samples, seed)


def _resampled(measure: Measure, samples: int, seed: int | None) -> list[float]:
    import numpy as np

    rows = np.array(measure.statistics, dtype="float32")
    return [measure.score_of(rows[drawn].sum(0)) for drawn in _draws(len(rows), samples, seed)]


def _draws(size: int, samples: int, seed: int | None) -> "Iterator[npt.NDArray[np.int64]]":
    import numpy as np

    random = np.random.default_rng(seed)
    for start in range(0, samples, _ROWS):
        yield from random.choice(size, size=(min(_ROWS, samples - start), size), replace=True)


def _interval(scores: Sequence[float]) -> tuple[float, float]:
    """Mean and half the width of the middle 95 %, in the precision of the scores (float32 for some metrics)."""
    ordered = sorted(scores)
    outside = len(ordered) // 40
    return float(statistics.mean(ordered)), float(0.5 * (ordered[len(ordered) - outside - 1] - ordered[outside]))


def _bootstrap_differences(one: Measure, two: Measure, samples: int, seed: int | None) -> "Array":
    import numpy as np

    differences = np.abs(np.array(_resampled(two, samples, seed)) - np.array(_resampled(one, samples, seed)))
    return np.asarray(differences - differences.mean())


def _shuffled_differences(one: Measure, two: Measure, samples: int, seed: int | None) -> "Array":
    import numpy as np

    first, second = np.array(one.statistics), np.array(two.statistics)
    random = np.random.default_rng(seed)
    found: list[float] = []
    for start in range(0, samples, _ROWS):
        swap = random.integers(2, size=(min(_ROWS, samples - start), len(first)), dtype=bool)
        left, right = swap @ first + ~swap @ second, ~swap @ first + swap @ second
        found += [abs(a - b) for a, b in zip(_scores(left, one.score_of), _scores(right, two.score_of), strict=True)]
    return np.array(found)


def _scores(sums: "npt.NDArray[np.generic]", score_of: Callable[[Sequence[float]], float]) -> Iterator[float]:
    for row in sums.tolist():
        yield score_of(row)
