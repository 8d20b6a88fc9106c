"""What gives a bad output away: loops, the source's script left over, nothing or far too much, changed numbers."""

import re
from collections import Counter

from mtkit import numbers
from mtkit.languages import scripts
from mtkit.segments import Issue

__all__ = ["changed_numbers", "verdict"]

_LOOP = re.compile(r"(.{1,40}?)\1{4,}", re.DOTALL)
_WORD_LOOP = re.compile(r"\b([\w'’-]{2,}(?:[ ,]+[\w'’-]+){0,4})(?:[ ,]+\1\b){3,}", re.IGNORECASE)
_FOREIGN = {"en": ("hangul", "hiragana", "katakana", "han"), "ja": ("hangul",), "ko": ("hiragana", "katakana")}
_WIDTH = {"en": 1.0, "ja": 2.2, "ko": 2.0}  # English characters to one of the others, as in parallel releases
_COMPARED = ("date", "money", "amount", "percent", "point", "count", "plain", "time")


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
        _repetition(source, target),
        _script(target, target_language),
        _length(source, target, source_language, target_language),
    ]
    found += changed_numbers(source, target, source_language, target_language)
    return tuple(issue for issue in found if issue)


def _serious(code: str, message: str) -> Issue:
    return Issue(code, "", message, serious=True)


def _repetition(source: str, target: str) -> Issue | None:
    if _LOOP.search(source) or _WORD_LOOP.search(source):
        return None  # who laughs in one language laughs in the other
    for pattern in (_WORD_LOOP, _LOOP):
        for found in pattern.finditer(target):
            unit = found.group(1)
            if any(char.isalpha() for char in unit):
                return _serious("repetition", f"{unit.strip()!r} again and again")
    return None


def _script(target: str, language: str) -> Issue | None:
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
    there: Counter[object] = Counter()
    for number in numbers.find(target, target_language):
        there.update(_figures(number))
    issues = []
    for number in numbers.find(source, source_language):
        if number.kind not in _COMPARED:
            continue
        wanted = Counter(_figures(number))
        if wanted - there and not _spelled(number, target):
            code = "date-changed" if number.kind in ("date", "time") else "number-changed"
            issues.append(_serious(code, f"{number.text} is not in the translation"))
    return issues


def _figures(number: numbers.Number) -> list[object]:
    """The figures that must not change: units and currencies are the language's own affair."""
    return [part for part in _leaves(number.value) if not isinstance(part, str) and part is not None]


def _leaves(value: object) -> list[object]:
    return [leaf for part in value for leaf in _leaves(part)] if isinstance(value, tuple) else [value]


_WORDS = {
    1: "one|first|once|a|an|한|하나|첫|일|一|ひと",
    2: "two|second|twice|both|두|둘|二|両|ふた",
    3: "three|third|세|셋|삼|三",
    4: "four|fourth|quarter|네|넷|사|四",
}
_MORE_WORDS = dict(
    zip(
        range(5, 13),
        (
            "five|fif|다섯|오|五",
            "six|여섯|육|六",
            "seven|일곱|칠|七",
            "eigh|여덟|팔|八",
            "nin|아홉|구|九",
            "ten|열|십|十",
            "eleven|열한|十一",
            "twel|열두|十二",
        ),
        strict=True,
    )
)


_MONTHS = ("", "jan", "feb", "mar", "apr", "may", "june?", "july?", "aug", "sep", "oct", "nov", "dec")


def _spelled(number: numbers.Number, target: str) -> bool:
    """The figures stand there all the same: as bare digits, as words, or as the names of months."""
    digits = set(re.findall(r"\d+(?:\.\d+)?", target.replace(",", "")))
    return all(_stands(figure, number.kind, digits, target) for figure in _figures(number) if figure)


def _stands(figure: object, kind: str, digits: set[str], target: str) -> bool:
    if str(figure) in digits:
        return True
    words = _WORDS | _MORE_WORDS
    if (
        isinstance(figure, int)
        and kind == "date"
        and 0 < figure < 13
        and re.search(rf"\b{_MONTHS[figure]}", target, re.IGNORECASE)
    ):
        return True
    return isinstance(figure, int) and figure in words and bool(re.search(words[figure], target, re.IGNORECASE))
