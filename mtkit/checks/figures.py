"""Numbers, dates and amounts: the same figures on both sides, each as its language writes them."""

from collections.abc import Iterator

from mtkit import numbers
from mtkit.checks.units import Unit
from mtkit.languages import LANGUAGES
from mtkit.segments import Issue

__all__ = ["figures"]


def figures(unit: Unit) -> Iterator[Issue]:
    """number-changed, date-changed (serious): a figure of the source is missing; number-added: one is new.

    >>> from mtkit.checks.units import Side
    >>> [str(i) for i in figures(Unit(Side("4061억 원, 28일", "ko"), Side("4,061 billion won on the 28th", "en")))]
    ['number-changed: 4061억 원 is not in the translation', 'number-added: 4,061 billion won is not in the source']
    """
    if not set(unit.languages) <= set(LANGUAGES):
        return
    source, target = unit.source.free, unit.target.free
    for number in numbers.missing(source, target, *unit.languages):
        code = "date-changed" if number.kind in ("date", "time") else "number-changed"
        yield Issue(code, "", f"{number.text} is not in the translation", serious=True)
    for number in numbers.missing(target, source, *reversed(unit.languages)):
        yield Issue("number-added", "", f"{number.text} is not in the source")
