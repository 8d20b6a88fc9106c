"""Evaluation: scores that anyone can repeat, and where a translation fails."""

from mtkit.evaluation.breakdown import Part
from mtkit.evaluation.evaluation import Cost, Evaluation, SystemResult
from mtkit.evaluation.gate import Check, Limit, gate, read_baseline
from mtkit.evaluation.metrics import Score, measure
from mtkit.evaluation.quality import Quality, examine
from mtkit.evaluation.run import evaluate, pivot_agreement, round_trip
from mtkit.evaluation.significance import Comparison, bootstrap, compare
from mtkit.evaluation.terminology import Terminology, terminology
from mtkit.evaluation.testset import TestSet

__all__ = [
    "Check",
    "Comparison",
    "Cost",
    "Evaluation",
    "Limit",
    "Part",
    "Quality",
    "Score",
    "SystemResult",
    "Terminology",
    "TestSet",
    "bootstrap",
    "compare",
    "evaluate",
    "examine",
    "gate",
    "measure",
    "pivot_agreement",
    "read_baseline",
    "round_trip",
    "terminology",
]
