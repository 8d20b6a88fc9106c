"""A number of a translation written anew, the way the one before is written."""

import re
from collections.abc import Iterator

from mtkit import numbers
from mtkit.numbers import Number
from mtkit.numbers.english import MONTHS

__all__ = ["leaves", "rewritten"]


def rewritten(there: Number, before: Number, after: Number, target: str) -> str | None:
    """How `after` is written where `there` stands for `before` in a translation; None when it is not sure.

    By the rules of the language when the old number is, else with its figures exchanged.

    >>> (before,), (after,), (there,) = numbers.find("6일", "ko"), numbers.find("23일", "ko"), numbers.find("6日", "ja")
    >>> rewritten(there, before, after, "ja")
    '23日'
    """
    if there.kind == "date" and there.note != before.note:
        return None  # a weekday on one side alone would stay behind
    rendered, text = (numbers.render(number, target) for number in (before, after))
    if target != "en" and " " not in there.text:  # 3억원
        rendered, text = rendered.replace(" ", ""), text.replace(" ", "")
    if rendered.replace(" ", "") != there.text.replace(" ", ""):
        return _refigured(there.text, list(leaves(before.value)), list(leaves(after.value)))
    return text


def _refigured(text: str, old: list[object], new: list[object]) -> str | None:
    """A number's text with other figures, each of which must stand there once; months by their names too."""
    for before, after in zip(old, new, strict=True):
        if before == after:
            continue
        if not isinstance(before, int) or not isinstance(after, int):
            text, count = re.subn(rf"(?<![\d.,]){re.escape(str(before))}(?![\d,]|\.\d)", str(after), text)
        else:
            text, count = _refigured_once(text, before, after)
        if count != 1:
            return None
    return text


def _refigured_once(text: str, before: int, after: int) -> tuple[str, int]:
    if "," in f"{before:,}" and f"{before:,}" in text:
        return text.replace(f"{before:,}", f"{after:,}"), text.count(f"{before:,}")
    if 0 < before < 13 and 0 < after < 13 and MONTHS[before - 1] in text and str(before) not in text:
        return text.replace(MONTHS[before - 1], MONTHS[after - 1]), text.count(MONTHS[before - 1])

    def swap(found: re.Match[str]) -> str:
        digits = str(after).zfill(len(found[1])) if found[1].startswith("0") else str(after)
        return digits + (_ending(after) if found[2] else "")

    return re.subn(rf"(?<![\d.,])(0*{before})(st|nd|rd|th)?(?!\d|[.,]\d)", swap, text)


def _ending(number: int) -> str:
    return "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def leaves(value: object) -> Iterator[object]:
    """The figures of a number's value.

    >>> list(leaves(("money", "KRW", 300)))
    [300]
    """
    if isinstance(value, tuple):
        for part in value:
            yield from leaves(part)
    elif not isinstance(value, str) and value is not None:
        yield value
