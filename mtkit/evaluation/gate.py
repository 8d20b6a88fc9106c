"""The gate for CI: floors under scores, and no more than so much lost against a baseline of an earlier release."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mtkit.errors import InputError
from mtkit.evaluation.evaluation import Evaluation, SystemResult
from mtkit.evaluation.metrics import METRICS, Score

__all__ = ["Check", "Limit", "gate", "read_baseline"]


@dataclass(frozen=True)
class Limit:
    """A metric and a number: `chrf=50`.

    >>> Limit.parse("chrf=50")
    Limit(metric='chrf', value=50.0)
    >>> Limit.parse("chrf>50")
    Traceback (most recent call last):
    mtkit.errors.InputError: limit 'chrf>50' is not METRIC=NUMBER; write for example chrf=50
    """

    metric: str
    value: float

    @classmethod
    def parse(cls, text: str) -> "Limit":
        """A limit out of METRIC=NUMBER. Raises InputError."""
        metric, equals, number = text.partition("=")
        try:
            value = float(number)
        except ValueError:
            equals, value = "", 0.0
        if not equals or value != value:
            raise InputError(f"limit {text!r} is not METRIC=NUMBER", hint="write for example chrf=50")
        if metric.lower() not in METRICS and not metric.lower().startswith("bleu:"):
            raise InputError(f"unknown metric {metric!r}", hint=f"use one of {', '.join(METRICS)}")
        return cls(metric.lower(), value)


@dataclass(frozen=True)
class Check:
    """One line of the gate's table.

    >>> print(Check("mine", "chrf", "at least 50.00", 48.5, False))
    FAIL  mine  chrf  48.50  at least 50.00
    """

    system: str
    metric: str
    wanted: str
    value: float
    passed: bool

    def __str__(self) -> str:
        return f"{'ok  ' if self.passed else 'FAIL'}  {self.system}  {self.metric}  {self.value:.2f}  {self.wanted}"


def read_baseline(path: str | Path) -> dict[str, Any]:
    """A scores.json that `Evaluation.to_json` wrote. Raises InputError when it is none.

    >>> read_baseline("nowhere.json")
    Traceback (most recent call last):
    mtkit.errors.InputError: nowhere.json: no such file
    """
    try:
        data = json.loads(Path(path).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InputError("no such file", path=path) from error
    except (OSError, ValueError) as error:
        raise InputError("no JSON in it", path=path, hint="write it with --json") from error
    if not isinstance(data, dict) or data.get("format") != "mtkit-scores-1":
        raise InputError("not a scores file of mtkit", path=path, hint="write it with --json")
    return data


def gate(
    evaluation: Evaluation,
    *,
    fail_under: Sequence[Limit] = (),
    max_drop: Sequence[Limit] = (),
    baseline: dict[str, Any] | None = None,
) -> tuple[Check, ...]:
    """Every limit checked for every system; one that is not met says so in `passed`.

    For TER, where lower is better, `fail_under` is a ceiling and a drop is a rise. Raises InputError when the baseline
    was measured on another test set or with another signature, or a metric of a limit was not measured.
    """
    if max_drop and baseline is None:
        raise InputError("--max-drop has nothing to compare with", hint="say --baseline scores.json")
    checks = []
    for system in evaluation.systems:
        checks += [_floor(system, limit) for limit in fail_under]
        checks += [_drop(system, limit, evaluation, baseline) for limit in max_drop if baseline is not None]
    return tuple(checks)


def _score(system: SystemResult, metric: str) -> Score:
    try:
        return system.score(metric)
    except KeyError:
        raise InputError(f"{metric} was not measured", hint=f"add --metric {metric}") from None


def _floor(system: SystemResult, limit: Limit) -> Check:
    score = _score(system, limit.metric)
    passed = score.value >= limit.value if score.higher_is_better else score.value <= limit.value
    word = "at least" if score.higher_is_better else "at most"
    return Check(system.name, limit.metric, f"{word} {limit.value:.2f}", score.value, passed)


def _drop(system: SystemResult, limit: Limit, evaluation: Evaluation, baseline: dict[str, Any]) -> Check:
    score = _score(system, limit.metric)
    old = _old(_same_set(baseline, evaluation), system.name, limit.metric)
    if _bare(old["signature"]) != _bare(score.signature):
        both = f"{old['signature']} / {score.signature}"
        raise InputError(f"the baseline's {limit.metric} has another signature", hint=both)
    lost = old["value"] - score.value if score.higher_is_better else score.value - old["value"]
    wanted = f"baseline {old['value']:.2f}, may lose {limit.value:.2f}"
    return Check(system.name, limit.metric, wanted, score.value, lost <= limit.value + 1e-9)


def _same_set(baseline: dict[str, Any], evaluation: Evaluation) -> dict[str, Any]:
    mine = evaluation.test_set
    for found in baseline["evaluations"]:
        if found["test_set"]["checksum"] == mine.checksum:
            return dict(found)
    sets = (one["test_set"] for one in baseline["evaluations"])
    known = ", ".join(f"{one['name']} {one['direction']} sha256:{one['checksum'][:12]}" for one in sets)
    raise InputError(
        f"the baseline has no scores on {mine.name} {mine.direction} sha256:{mine.checksum[:12]}",
        hint=f"it has {known}",
    )


def _old(baseline: dict[str, Any], name: str, metric: str) -> dict[str, Any]:
    systems = baseline["systems"]
    named = [system for system in systems if system["name"] == name] or (systems if len(systems) == 1 else [])
    found: list[dict[str, Any]] = [score for system in named for score in system["scores"] if score["metric"] == metric]
    if not found:
        raise InputError(f"the baseline has no {metric} of {name!r}")
    return found[0]


def _bare(signature: str) -> str:
    """Without what the interval added: it does not change the score."""
    return "|".join(part for part in signature.split("|") if not part.startswith(("bs:", "seed:", "ar:")))
