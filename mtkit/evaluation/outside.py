"""Metrics of other programs, neural ones above all: a command in its own environment, or a file of scores.

The command reads one JSON object a line (`src`, `mt`, `ref`) and writes one number a line.
"""

import json
import math
import shlex
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mtkit.errors import EngineError, InputError
from mtkit.evaluation.metrics import Measure, Score
from mtkit.evaluation.testset import read_lines

__all__ = ["Outside"]


@dataclass(frozen=True)
class Outside:
    """A metric by a command or, for one system, by a file with a score on each line; the system score is the mean.

    >>> Outside("words", command="python3 -c \\"import sys; [print(len(line.split())) for line in sys.stdin]\\"").name
    'words'
    """

    name: str
    command: str = ""
    path: str = ""
    timeout: float = 3600.0

    def measure(self, sources: Sequence[str], hypotheses: Sequence[str], references: Sequence[str]) -> Measure:
        """One score a segment. Raises EngineError for a command that fails, InputError for scores that are none."""
        where = self.command or self.path
        lines = self._asked(sources, hypotheses, references) if self.command else read_lines(self.path)
        if len(lines) != len(hypotheses):
            raise InputError(f"{self.name}: {len(lines)} scores, {len(hypotheses)} segments", hint=f"from {where}")
        values = tuple(self._number(line, number) for number, line in enumerate(lines, 1))
        score = Score(self.name, self.name, sum(values) / len(values), f"segments:mean|from:{where}")
        return Measure(score, tuple((value, 1.0) for value in values), values, lambda row: float(row[0] / row[1]))

    def _asked(self, sources: Sequence[str], hypotheses: Sequence[str], references: Sequence[str]) -> tuple[str, ...]:
        rows = zip(sources, hypotheses, references, strict=True)
        text = "".join(json.dumps(dict(zip(("src", "mt", "ref"), row, strict=True))) + "\n" for row in rows)
        try:
            done = subprocess.run(
                shlex.split(self.command), input=text, capture_output=True, encoding="utf-8", timeout=self.timeout
            )
        except (OSError, ValueError, subprocess.TimeoutExpired) as error:
            raise EngineError(f"{self.name}: {self.command!r} did not run ({error})") from error
        if done.returncode:
            last = done.stderr.strip().split("\n")[-1] or "no message"
            raise EngineError(f"{self.name}: {self.command!r} ended with {done.returncode}: {last}")
        return tuple(done.stdout.split("\n")[: -1 if done.stdout.endswith("\n") else None])

    def _number(self, line: str, number: int) -> float:
        try:
            value = float(line)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            said = repr(line[:40]) if line else "an empty line"
            raise InputError(f"{self.name}: {said} is no score", path=Path(self.path) if self.path else "", line=number)
        return value
