"""Whether a translation holds the numbers of its source: by their values, however each language writes them."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property

from mtkit.numbers.finding import find
from mtkit.numbers.values import Number, exact, flat
from mtkit.numbers.words import Size, counted, spelled

__all__ = ["missing"]

_COMPARED = frozenset(
    ("date", "money", "amount", "percent", "point", "count", "plain", "time", "range", "ordinal", "fraction", "decade")
)
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_NAMED = re.compile(r"(?:코로나|コロナ(?:ウイルス)?|covid-?)\s?$", re.IGNORECASE)
_IMPERIAL = re.compile(
    r"[\s-]?(?:mi|mph|miles?|ft|feet|foot|in|inch(?:es)?|lb|lbs|pounds?|oz|ounces?|acres?|gallons?|°?\s?F)\b"
    r"|\s?(?:マイル|フィート|インチ|ポンド|オンス|エーカー|마일|피트|인치|파운드|온스|에이커)"
)
_MONTHS = ("", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SECONDS = re.compile(r"(?<=\d)[초秒](?=\d)")
_HALF = re.compile(r"반|半|\bhalf\b|\bhalves\b")
# Figures that people say in another way: half past two, half a year, a quarter, around the clock, in their teens.
_PARTS = {
    2: _HALF,
    4: re.compile(r"\bquarters?\b|4분의|四分|4分"),
    6: re.compile(r"반년|半年|\bhalf[- ](?:a[- ])?year|\bsix-month"),
    10: re.compile(r"\bteen(?:s|age|agers?)?\b"),
    24: re.compile(r"\ba?round[- ]the[- ]clock|종일|終日|一日中"),
    30: re.compile(r"\bhalf (?:past|an? hour|hour)|반시간|半時間|시\s?반|時半"),
    50: _HALF,
}


def missing(source: str, target: str, source_language: str, target_language: str) -> tuple[Number, ...]:
    """The numbers, dates and amounts of the source whose figures the target does not hold, in figures or in words.

    Units and currencies are each language's own affair. What nobody translates figure by figure is left out: the 19 of
    COVID-19, a lone 1 that counts something, imperial measures and degrees that are converted.

    >>> [n.text for n in missing("4061億ウォンを23日に", "40.6 billion won on the 23rd", "ja", "en")]
    ['4061億ウォン']
    >>> missing("8만7000시간, 엿새 동안 18명", "87,000 hours, eighteen people in 6 days", "ko", "en")
    ()
    """
    inventory = _Inventory(_pointed(target), target_language)
    return tuple(number for number in _wanted(_pointed(source), source_language) if not inventory.holds(number))


def _pointed(text: str) -> str:
    """23秒87 as 23.87, one character for one."""
    return _SECONDS.sub(".", text)


def _wanted(text: str, language: str) -> Iterator[Number]:
    yield from counted(text, language)
    for number in find(text, language):
        named = _NAMED.search(text, max(0, number.start - 16), number.start)
        if number.kind in _COMPARED and not _lone(number) and not named and not _IMPERIAL.match(text, number.end):
            yield number


def _lone(number: Number) -> bool:
    """A one that needs no word in another language: 1つ, 1일 (a day), 1ドル=1,300ウォン, 1위 (the top)."""
    if number.kind == "ordinal":
        return number.note == "rank" and number.value[1] == 1
    return number.value in (("number", 1), ("date", 0, 0, 1)) or (number.kind == "money" and number.value[2] == 1)


class _Inventory:
    """The figures of a text: read as numbers, as bare digits, and (only when asked) as words."""

    def __init__(self, text: str, language: str) -> None:
        self.text, self.language = text, language
        self.read = Counter(figure for number in find(text, language) for figure in _figures(number))
        self.figures = {*self.read, *map(exact, _DIGITS.findall(unicodedata.normalize("NFKC", text)))}
        self.taken: Counter[Size] = Counter()

    @cached_property
    def words(self) -> frozenset[Size]:
        return spelled(self.text, self.language)

    def holds(self, number: Number) -> bool:
        """Whether every figure stands there, and as often as it was asked for."""
        kind = str(flat(number.value)[0][0])
        figures = _figures(number)
        if not all(self._stands(figure, kind) for figure in figures):
            return False
        if kind in ("date", "time") or not any(map(str.isdigit, number.text)):
            return True  # a month is said once for two days, two for two things
        self.taken.update(figures)
        return all(self._often_enough(figure) for figure in figures)

    def _often_enough(self, figure: Size) -> bool:
        read = self.read[figure]
        return not read or self.taken[figure] <= read or figure in self.words

    def _stands(self, figure: Size, kind: str) -> bool:
        if figure in self.figures or figure in self.words:
            return True
        if kind == "date" and figure <= 12 and self.language == "en" and _month(int(figure)).search(self.text):
            return True
        if kind == "time" and {figure % 12, figure % 12 + 12} & (self.figures | self.words):
            return True
        if kind == "decade" and {size % 100 for size in self.figures} & {figure % 100}:
            return True
        return (figure in _PARTS and bool(_PARTS[int(figure)].search(self.text))) or self._half(figure)

    def _half(self, figure: Size) -> bool:
        """1.5 hours are 1시간 반."""
        whole = int(figure)
        return figure - whole == Decimal("0.5") and whole in self.figures and bool(_HALF.search(self.text))


def _month(number: int) -> re.Pattern[str]:
    return re.compile(rf"\b{_MONTHS[number]}")


def _figures(number: Number) -> list[Size]:
    """The figures that must not change; what a date leaves open (0) is none."""
    dated = number.kind in ("date", "time", "range")
    alone = number.kind == "fraction" and number.value[1] == 1
    return [leaf for leaf in _leaves(number.value) if (leaf or not dated) and not (alone and leaf == 1)]


def _leaves(value: object) -> Iterator[Size]:
    if isinstance(value, tuple):
        for part in value:
            yield from _leaves(part)
    elif isinstance(value, int | Decimal):
        yield value
