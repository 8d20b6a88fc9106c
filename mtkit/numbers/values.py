"""The value of a number, the same whatever language wrote it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

__all__ = ["JOIN", "NUMERAL", "Found", "Number", "Rule", "Value", "amount", "exact", "flat", "halves", "normal", "scan"]

Value = tuple[object, ...]
Found = tuple[str, Value, str]  # kind, value, note
Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], Found | None]]

# One character for one, so that offsets stay true; the wave ～ is kept, rules know it by name.
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5E)} | {0x3000: 0x20, 0xA0: 0x20, 0x202F: 0x20}
_WIDE = re.compile("[\uff01-\uff5d\u3000\xa0\u202f]")

# Atomic: a rule that fails behind a number must not be tried on half of its digits.
NUMERAL = r"(?>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
JOIN = r"\s?[~∼〜～–\-]\s?"
_SMALL = {"백": 100, "천": 1000, "百": 100, "千": 1000}
_BIG = {"만": 10**4, "억": 10**8, "조": 10**12, "万": 10**4, "億": 10**8, "兆": 10**12}
_PIECE = re.compile(rf"({NUMERAL})?\s?([백천百千])?([만억조万億兆])?")


@dataclass(frozen=True, slots=True)
class Number:
    """A number, date or amount that stands at `text[start:end]`.

    `kind`: date, time, money, amount, percent, point (percentage point), ordinal, fraction, range, decade, count (a
    counter follows), plain, code (a telephone number, a version: never rewritten). `value` is equal across languages;
    `note` holds what the value leaves out: a weekday (mon..sun), about (여, 余り), or an ordinal's counter.

    >>> Number(0, 3, "percent", ("percent", 12), "12%").value
    ('percent', 12)
    """

    start: int
    end: int
    kind: str
    value: Value
    text: str
    note: str = ""


def exact(digits: str) -> int | Decimal:
    """What the digits say; a whole number is an int.

    >>> exact("1,340"), exact("2.50"), exact("3.0")
    (1340, Decimal('2.5'), 3)
    """
    plain = digits.replace(",", "")
    return normal(Decimal(plain)) if "." in plain else int(plain)


def normal(value: int | Decimal) -> int | Decimal:
    """The same number in its one normal form.

    >>> normal(Decimal("1.50") * 10**9)
    1500000000
    """
    whole = int(value)
    return whole if whole == value else Decimal(value).normalize()


def amount(text: str) -> tuple[int | Decimal, int]:
    """What the chain of units at the start of a text is worth, and how many characters it takes.

    >>> amount("3조2천억"), amount("1億 2000万"), amount("1만5천"), amount("500만 3억")
    ((3200000000000, 5), (120000000, 8), (15000, 4), (5000000, 4))
    """
    total: int | Decimal = 0
    section: int | Decimal = 0
    taken, big_before, small_before = 0, 10**16, 10**15
    while piece := _PIECE.match(text, taken):
        digits, small, big = piece.groups()
        size = exact(digits) if digits else 0
        # What follows a unit is less than that unit: 5천 300, 1억 2000만.
        ordered = size * _SMALL.get(small, 1) < min(small_before, big_before) and _BIG.get(big, 1) < big_before
        if not piece.group() or not ordered or (digits is None and not section):
            break
        section += size * _SMALL.get(small, 1)
        small_before = _SMALL.get(small, 1)
        if big:
            total, section = total + section * _BIG[big], 0
            big_before, small_before = _BIG[big], 10**15
        taken = piece.end()
        while taken < len(text) and text[taken] == " ":
            taken += 1
    return normal(total + section), len(text[:taken].rstrip())


def flat(value: Value) -> tuple[Value, ...]:
    """A range as its two ends, any other value alone.

    >>> flat(("range", ("number", 3), ("number", 4)))
    (('number', 3), ('number', 4))
    """
    return value[1:] if value[0] == "range" else (value,)  # type: ignore[return-value]


def halves(kind: str, low: Value | None, high: Value, note: str = "") -> Found:
    """A number alone, or the range whose upper end it is.

    >>> halves("percent", ("percent", 3), ("percent", 4))
    ('range', ('range', ('percent', 3), ('percent', 4)), '')
    """
    return ("range", ("range", low, high), note) if low else (kind, high, note)


def scan(text: str, start: re.Pattern[str], rules: tuple[Rule, ...]) -> Iterator[Number]:
    """What the first rule that agrees makes of each place where a number can start, left to right."""
    folded = text.translate(_NARROW) if _WIDE.search(text) else text
    place = 0
    while candidate := start.search(folded, place):
        begin = candidate.start()
        number, place = _first(text, folded, begin, rules)
        if number:
            yield number


def _first(text: str, folded: str, begin: int, rules: tuple[Rule, ...]) -> tuple[Number | None, int]:
    for pattern, build in rules:
        match = pattern.match(folded, begin)
        if match is None:
            continue
        found = build(match)
        if found is None:
            continue
        kind, value, note = found
        end = match.end()
        while folded[end - 1] == " ":
            end -= 1
        return Number(begin, end, kind, value, text[begin:end], note), end
    # No number: step over the whole run of digits, or over the one letter.
    end = begin + 1
    while folded[begin].isdigit() and end < len(folded) and (folded[end].isdigit() or folded[end] in ".,"):
        end += 1
    return None, end
