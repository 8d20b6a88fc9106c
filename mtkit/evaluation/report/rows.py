"""The segments of a report as data for its page: texts, scores, faults, and where terms and numbers stand."""

import json
from collections.abc import Sequence
from typing import Any

from mtkit import numbers
from mtkit.evaluation.evaluation import Evaluation
from mtkit.glossary import Glossary

__all__ = ["script_data"]


def script_data(evaluations: Sequence[Evaluation], glossary: Glossary | None) -> str:
    """JSON that is safe within a script element: no `<`, so that no text of a segment can end it."""
    found = json.dumps([_evaluation(one, glossary) for one in evaluations], ensure_ascii=False, separators=(",", ":"))
    return found.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _evaluation(evaluation: Evaluation, glossary: Glossary | None) -> dict[str, Any]:
    test_set = evaluation.test_set
    return {
        "name": test_set.name,
        "source": test_set.source,
        "target": test_set.target,
        "systems": [system.name for system in evaluation.systems],
        "metrics": [[score.metric, score.label, score.higher_is_better] for score in evaluation.systems[0].scores],
        "rows": [_row(evaluation, i, glossary) for i in range(len(test_set))],
    }


def _row(evaluation: Evaluation, i: int, glossary: Glossary | None) -> list[Any]:
    test_set, systems = evaluation.test_set, evaluation.systems
    return [
        test_set.ids[i],
        test_set.docs[i] if test_set.docs else "",
        test_set.kinds[i] if test_set.kinds else "",
        [test_set.sources[i], _marks(test_set.sources[i], test_set.source, glossary)],
        [[stream[i], _marks(stream[i], test_set.target, glossary)] for stream in test_set.references],
        [
            [
                system.hypotheses[i],
                _marks(system.hypotheses[i], test_set.target, glossary),
                [round(values[i], 2) for values in system.segment_scores.values()],
                _faults(evaluation, number, i),
            ]
            for number, system in enumerate(systems)
        ],
    ]


def _faults(evaluation: Evaluation, number: int, i: int) -> list[str]:
    system = evaluation.systems[number]
    terms = system.terminology.segments[i] if system.terminology else ()
    missed = [f"term: {term.wanted}" for term in terms if not term.written]
    return [*system.quality.findings[i].faults, *missed]


def _marks(text: str, language: str, glossary: Glossary | None) -> list[list[int]]:
    """Start, end and 1 for a term or 0 for a number, offsets in code points."""
    terms = [[m.start, m.end, 1] for m in glossary.find(text, language)] if glossary else []
    return terms + [[n.start, n.end, 0] for n in numbers.find(text, language)]
