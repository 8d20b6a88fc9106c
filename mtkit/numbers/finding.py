"""Finding the numbers of a text by the rules of its language."""

from functools import lru_cache

from mtkit import languages
from mtkit.numbers import east, english
from mtkit.numbers.values import Number, scan

__all__ = ["find"]

_STARTS = east.STARTS | {"en": english.START}
_RULES = east.RULES | {"en": english.RULES}


def find(text: str, language: str) -> tuple[Number, ...]:
    """Every number of a text, ascending, none overlapping; a number's `value` is the same in every language.

    >>> [n.text for n in find("2019년 10월 6일까지 1억 2000만 원을 120개사에", "ko")]
    ['2019년 10월 6일', '1억 2000만 원', '120']
    >>> [n.value for n in find("2019年10月6日", "ja")] == [n.value for n in find("October 6, 2019", "en")]
    True
    """
    code = language if language in _RULES else languages.normalise(language)
    return _found(text, code)


@lru_cache(maxsize=256)
def _found(text: str, code: str) -> tuple[Number, ...]:
    """Kept for a while: a source is compared with several hypotheses, and a pair in both directions."""
    return tuple(scan(text, _STARTS[code], _RULES[code]))
