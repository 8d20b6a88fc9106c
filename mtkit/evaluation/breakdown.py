"""Scores of parts of a test set: by length, kind, document, and by whether a term or a number is in the source."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mtkit import numbers
from mtkit.evaluation.metrics import Measure
from mtkit.evaluation.testset import TestSet
from mtkit.glossary import Glossary

__all__ = ["Part", "groups", "parts"]

_EDGES = {"en": (40, 80, 160, 320), "ja": (20, 40, 80, 160), "ko": (20, 40, 80, 160)}


@dataclass(frozen=True)
class Part:
    """The score of some segments: `by` is length, kind, document, term or number.

    >>> Part("kind", "headline", "chrf", 12, 48.5).label
    'headline'
    """

    by: str
    label: str
    metric: str
    segments: int
    value: float


def groups(test_set: TestSet, glossary: Glossary | None = None) -> dict[tuple[str, str], tuple[int, ...]]:
    """The positions of the segments of each part, keyed by what parts them and the part's label.

    >>> groups(TestSet("t", "ko", "en", ("2명", "안녕"), (("two", "hi"),)))[("number", "with")]
    (0,)
    """
    ways: dict[str, Callable[[int], str]] = {"length": lambda i: _length(test_set.sources[i], test_set.source)}
    if test_set.kinds:
        ways["kind"] = lambda i: test_set.kinds[i] or "-"
    if test_set.docs:
        ways["document"] = lambda i: test_set.docs[i] or "-"
    ways["number"] = lambda i: _with(numbers.find(test_set.sources[i], test_set.source))
    if glossary:
        ways["term"] = lambda i: _with(glossary.find(test_set.sources[i], test_set.source, test_set.target))
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for by, label_of in ways.items():
        for i in range(len(test_set)):
            found[by, label_of(i)].append(i)
    order = list(ways)
    return {key: tuple(found[key]) for key in sorted(found, key=lambda key: (order.index(key[0]), _rank(key[1])))}


def _with(found: Sequence[object]) -> str:
    return "with" if found else "without"


def _length(text: str, language: str) -> str:
    low = 0
    for edge in _EDGES[language]:
        if len(text) < edge:
            return f"{low}-{edge - 1}"
        low = edge
    return f"{low}+"


def _rank(label: str) -> tuple[int, str]:
    head = label.rstrip("+").split("-")[0]
    return (int(head) if head.isdigit() else 0, label)


def parts(measures: Sequence[Measure], members: dict[tuple[str, str], tuple[int, ...]]) -> tuple[Part, ...]:
    """The score of every part on every metric."""
    return tuple(
        Part(by, label, measure.score.metric, len(positions), measure.of(positions))
        for (by, label), positions in members.items()
        for measure in measures
    )
