"""What gives a bad output away: loops, the source's script left over, nothing or far too much, changed numbers."""

import re

from mtkit import numbers
from mtkit.languages import scripts
from mtkit.segments import Issue

__all__ = ["changed_numbers", "foreign_script", "repetition", "verdict"]

_LOOP = re.compile(r"(.{1,40}?)\1{4,}", re.DOTALL)
_WORD_LOOP = re.compile(r"\b([\w'’-]{2,}(?:[ ,]+[\w'’-]+){0,4})(?:[ ,]+\1\b){3,}", re.IGNORECASE)
_FOREIGN = {"en": ("hangul", "hiragana", "katakana", "han"), "ja": ("hangul",), "ko": ("hiragana", "katakana")}
_WIDTH = {"en": 1.0, "ja": 2.2, "ko": 2.0}  # English characters to one of the others, as in parallel releases


def verdict(source: str, target: str, source_language: str, target_language: str) -> tuple[Issue, ...]:
    """The serious issues of one translated sentence, without names and tags; () when nothing is to be seen.

    >>> [i.code for i in verdict("광주는 도시다.", "the the the the the the", "ko", "en")]
    ['repetition']
    >>> [i.code for i in verdict("광주는 도시다.", "광주 is a city.", "ko", "en")]
    ['source-script']
    """
    if source.strip() and not target.strip():
        return (_serious("empty-output", "nothing came back"),)
    found = [
        repetition(source, target),
        foreign_script(target, target_language),
        _length(source, target, source_language, target_language),
    ]
    found += changed_numbers(source, target, source_language, target_language)
    return tuple(issue for issue in found if issue)


def _serious(code: str, message: str) -> Issue:
    return Issue(code, "", message, serious=True)


def repetition(source: str, target: str) -> Issue | None:
    """A serious issue when a translation says the same again and again.

    >>> print(repetition("광주는 도시다.", "the city the city the city the city"))
    repetition: 'the city' again and again
    """
    if _LOOP.search(source) or _WORD_LOOP.search(source):
        return None  # who laughs in one language laughs in the other
    for pattern in (_WORD_LOOP, _LOOP):
        for found in pattern.finditer(target):
            unit = found.group(1)
            if any(char.isalpha() for char in unit):
                return _serious("repetition", f"{unit.strip()!r} again and again")
    return None


def foreign_script(target: str, language: str) -> Issue | None:
    """A serious issue for letters of another script in a translation, or for nearly nothing but Latin ones.

    >>> print(foreign_script("광주 is a city.", "en"))
    source-script: '광주' is left in the translation
    """
    counts = scripts(target)
    left = sum(counts.get(name, 0) for name in _FOREIGN[language])
    if left:
        foreign = "".join(c for c in target if next(iter(scripts(c)), "") in _FOREIGN[language])
        return _serious("source-script", f"{foreign[:40]!r} is left in the translation")
    letters = sum(counts.values()) - counts.get("digit", 0)
    if language != "en" and letters > 40 and counts.get("latin", 0) > 0.9 * letters:
        return _serious("untranslated", "almost everything is in Latin letters")
    return None


def _length(source: str, target: str, source_language: str, target_language: str) -> Issue | None:
    expected = len(source.strip()) * _WIDTH[source_language] / _WIDTH[target_language]
    got = len(target.strip())
    if got > expected * 3 + 40:
        return _serious("too-long", f"{got} characters where about {round(expected)} were expected")
    if expected > 24 and got < expected * 0.25:
        return _serious("too-short", f"{got} characters where about {round(expected)} were expected")
    return None


def changed_numbers(source: str, target: str, source_language: str, target_language: str) -> list[Issue]:
    """An issue for each number, date or amount of the source that the translation does not hold.

    >>> [i.message for i in changed_numbers("4061億ウォンを23日に", "40.6 billion won on the 23rd", "ja", "en")]
    ['4061億ウォン is not in the translation']
    """
    return [
        _serious(
            "date-changed" if number.kind in ("date", "time") else "number-changed",
            f"{number.text} is not in the translation",
        )
        for number in numbers.missing(source, target, source_language, target_language)
    ]
