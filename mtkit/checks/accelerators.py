"""Accelerators of menus and buttons: &File, _File, 파일(&F), ファイル(_F)."""

import re
from collections.abc import Iterator

from mtkit.checks.units import Unit
from mtkit.segments import Issue

__all__ = ["accelerators"]

# A label is short; R&D and snake_case are no accelerators, && and __ are the signs themselves.
_LABEL = 60
_AMPERSAND = re.compile(
    r"(?<![&\w])&(?=[A-Za-z0-9])(?![a-z]{2,8};)|(?<=[a-z])&(?=[a-z]+\b)|(?<=[(（])&(?=[A-Za-z0-9][)）])"
)
_UNDERSCORE = re.compile(r"(?<![_\w])_(?=[A-Za-z])(?!\w+_)|(?<=\b[A-Z])_(?=[a-z]+\b)|(?<=[(（])_(?=[A-Za-z0-9][)）])")


def accelerators(unit: Unit) -> Iterator[Issue]:
    """accelerator: a label with one in the source has one in the translation, with the same sign, and no more.

    >>> from mtkit.checks.units import Side
    >>> [str(i) for i in accelerators(Unit(Side("&Open file", "en"), Side("파일 열기", "ko")))]
    ["accelerator: '&' is not in the translation"]
    >>> list(accelerators(Unit(Side("&Open file", "en"), Side("파일 열기(&O)", "ko"))))
    []
    """
    source, target = unit.source.text, unit.target.text
    if len(source) > _LABEL or "\n" in source:
        return
    for sign, pattern in (("&", _AMPERSAND), ("_", _UNDERSCORE)):
        wanted, got = len(pattern.findall(source)), len(pattern.findall(target))
        if wanted == 1 and got == 0:
            yield Issue("accelerator", "", f"{sign!r} is not in the translation")
        elif wanted == 1 and got > 1:
            yield Issue("accelerator", "", f"{got} {sign!r} in the translation")
        elif wanted == 0 and got == 1 and pattern.search(target):
            yield Issue("accelerator", "", f"{sign!r} is not in the source")
