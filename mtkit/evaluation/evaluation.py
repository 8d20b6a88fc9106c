"""The result of an evaluation: scores that carry what they were measured on and with."""

import csv
import dataclasses
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mtkit.evaluation.breakdown import Part
from mtkit.evaluation.metrics import Score
from mtkit.evaluation.quality import Quality
from mtkit.evaluation.significance import Comparison
from mtkit.evaluation.terminology import Terminology
from mtkit.evaluation.testset import TestSet

__all__ = ["Cost", "Evaluation", "SystemResult", "dump"]

_PLACE = ["test_set", "checksum", "direction", "system", "system_signature"]
_COLUMNS = [*_PLACE, "metric", "score", "interval", "signature"]


@dataclass(frozen=True)
class Cost:
    """What a model's run took: seconds to start and to translate, characters, peak memory of the process in MB.

    `reused` counts segments that cost nothing: equal to an earlier one, or out of a translation memory.

    >>> Cost(0.5, 2.0, 10, 400, 300.0).segments_per_second
    5.0
    """

    start: float
    seconds: float
    segments: int
    characters: int
    peak_memory: float
    tokens: int | None = None
    reused: int = 0

    @property
    def segments_per_second(self) -> float:
        """Segments per second, start-up not counted."""
        return self.segments / self.seconds if self.seconds else 0.0

    @property
    def tokens_per_second(self) -> float | None:
        """Source tokens per second, where the engine counts them."""
        return self.tokens / self.seconds if self.tokens and self.seconds else None


@dataclass(frozen=True)
class SystemResult:
    """One system: its name, its signature (the model's checksum and settings, or the hypothesis file's checksum)."""

    name: str
    signature: str
    hypotheses: tuple[str, ...]
    scores: tuple[Score, ...]
    segment_scores: dict[str, tuple[float, ...]]
    parts: tuple[Part, ...]
    quality: Quality
    terminology: Terminology | None = None
    cost: Cost | None = None

    def score(self, metric: str) -> Score:
        """The score of a metric. Raises KeyError when it was not measured."""
        return {score.metric: score for score in self.scores}[metric]


@dataclass(frozen=True)
class Evaluation:
    """Systems scored on one test set, and compared with the first of them.

    >>> from mtkit.evaluation import evaluate
    >>> test_set = TestSet("two", "ko", "en", ("안녕", "잘 가"), (("Hello", "Bye"),))
    >>> result = evaluate({"mine": ["Hello", "Bye bye"]}, test_set, metrics=["chrf"], samples=0)
    >>> print(result)
    two ko-en, 2 segments, sha256:cb5a85bfa372
    system  chrF2
    mine    95.04
    chrF2|nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|version:2.6.0
    mine: sha256:9840ebe077e9
    """

    test_set: TestSet
    systems: tuple[SystemResult, ...]
    comparisons: tuple[Comparison, ...] = ()
    version: str = ""
    ceiling: "tuple[Quality, Terminology | None] | None" = None  # what the first reference gets beyond overlap

    def system(self, name: str) -> SystemResult:
        """A system by its name. Raises KeyError."""
        return {system.name: system for system in self.systems}[name]

    def __str__(self) -> str:
        scores = self.systems[0].scores
        tested = self.test_set
        head = f"{tested.name} {tested.direction}, {len(tested)} segments, sha256:{tested.checksum[:12]}"
        lines = [head, *_table(self._rows())]
        lines += [f"{score.label}|{score.signature}" for score in scores]
        lines += [f"{system.name}: {system.signature}" for system in self.systems]
        lines += [f"{system.name}: {system.terminology}" for system in self.systems if system.terminology]
        return "\n".join(lines)

    def _rows(self) -> list[list[str]]:
        first = self.systems[0].scores
        rows = [["system", *(score.label for score in first)]]
        rows += [[system.name, *(self._cell(system, score) for score in system.scores)] for system in self.systems]
        return rows

    def _cell(self, system: SystemResult, score: Score) -> str:
        around = "" if score.interval is None else f" ± {score.interval:.2f}"
        found = [c for c in self.comparisons if (c.system, c.metric) == (system.name, score.metric)]
        sign = f" (p {found[0].p_value:.4f}{'*' if found[0].significant else ''})" if found else ""
        return f"{score.value:.2f}{around}{sign}"

    def to_json(self) -> str:
        """Everything but the texts, for a baseline file and for other programs."""
        return dump([self])

    def data(self) -> dict[str, Any]:
        """What `to_json` writes of one evaluation."""
        return {
            "test_set": {
                "name": self.test_set.name,
                "direction": self.test_set.direction,
                "segments": len(self.test_set),
                "checksum": self.test_set.checksum,
            },
            "systems": [_system(system) for system in self.systems],
            "reference": {
                "quality": _flat(self.ceiling[0], "findings"),
                "terminology": _flat(self.ceiling[1], "segments"),
            }
            if self.ceiling
            else {},
            "comparisons": [dataclasses.asdict(comparison) for comparison in self.comparisons],
        }

    def to_csv(self) -> str:
        """One row a system and metric, with signatures and checksums."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(
            [
                "test_set",
                "checksum",
                "direction",
                "system",
                "system_signature",
                "metric",
                "score",
                "interval",
                "signature",
            ]
        )
        for system in self.systems:
            for score in system.scores:
                tested = self.test_set
                place = [tested.name, tested.checksum, tested.direction, system.name, system.signature]
                writer.writerow([*place, score.label, repr(score.value), score.interval, score.signature])
        return out.getvalue()

    def to_markdown(self) -> str:
        """The table of scores with its signatures."""
        rows = [[cell.replace("|", "\\|") for cell in row] for row in self._rows()]
        lines = ["| " + " | ".join(row) + " |" for row in rows]
        lines.insert(1, "|" + "---|" * len(rows[0]))
        notes = str(self).split("\n")
        count = len(self.systems[0].scores) + len(self.systems)
        return "\n".join([f"**{notes[0]}**", "", *lines, "", *(f"- `{note}`" for note in notes[-count:]), ""])

    def segments(self) -> tuple[dict[str, Any], ...]:
        """A row for each segment and system: texts, scores, faults."""
        rows = []
        for system in self.systems:
            for i, identity in enumerate(self.test_set.ids):
                row: dict[str, Any] = {"id": identity, "system": system.name, "source": self.test_set.sources[i]}
                row |= {"reference": self.test_set.references[0][i], "hypothesis": system.hypotheses[i]}
                row |= {metric: values[i] for metric, values in system.segment_scores.items()}
                rows.append(row | {"faults": system.quality.findings[i].faults})
        return tuple(rows)

    def to_dataframe(self) -> Any:  # pandas ships no types
        """`segments()` as a pandas DataFrame. Raises ImportError where pandas is not installed."""
        import pandas  # type: ignore[import-untyped,unused-ignore]

        return pandas.DataFrame(list(self.segments()))


def dump(evaluations: Sequence[Evaluation]) -> str:
    """Evaluations as one JSON document (a `scores.json`).

    >>> dump([])
    '{\\n "format": "mtkit-scores-1",\\n "version": "",\\n "evaluations": []\\n}\\n'
    """
    version = evaluations[0].version if evaluations else ""
    found = {"format": "mtkit-scores-1", "version": version, "evaluations": [one.data() for one in evaluations]}
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _system(system: SystemResult) -> dict[str, Any]:
    return {
        "name": system.name,
        "signature": system.signature,
        "scores": [dataclasses.asdict(score) for score in system.scores],
        "parts": [dataclasses.asdict(part) for part in system.parts],
        "quality": _flat(system.quality, "findings"),
        "terminology": _flat(system.terminology, "segments"),
        "cost": _flat(system.cost),
    }


def _flat(value: Quality | Terminology | Cost | None, *without: str) -> dict[str, Any]:
    return {name: each for name, each in vars(value).items() if name not in without} if value else {}


def _table(rows: list[list[str]]) -> list[str]:
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
