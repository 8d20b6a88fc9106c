"""A number written the way each of the three languages writes it in a press release."""

from collections.abc import Callable
from decimal import Decimal

from mtkit.numbers.english import MONTHS
from mtkit.numbers.values import Number, Value, normal

__all__ = ["render"]

_BIG = {
    "ko": (("조", 10**12), ("억", 10**8), ("만", 10**4)),
    "ja": (("兆", 10**12), ("億", 10**8), ("万", 10**4)),
    "en": (("trillion", 10**12), ("billion", 10**9), ("million", 10**6)),
}
_CURRENCIES = {
    "KRW": {"ko": "원", "ja": "ウォン", "en": "won"},
    "JPY": {"ko": "엔", "ja": "円", "en": "yen"},
    "USD": {"ko": "달러", "ja": "ドル", "en": "dollars"},
    "EUR": {"ko": "유로", "ja": "ユーロ", "en": "euros"},
    "CNY": {"ko": "위안", "ja": "人民元", "en": "yuan"},
    "GBP": {"ko": "파운드", "ja": "ポンド", "en": "pounds"},
}
_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAYS = {
    "ko": "월화수목금토일",
    "ja": "月火水木金土日",
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_COUNTERS = {
    "ko": {"time": "회", "round": "차", "number": "호", "term": "기", "holder": "대", "article": "조", "clause": "항"}
    | {"chapter": "장", "generation": "세대"},
    "ja": {"time": "回", "round": "次", "number": "号", "term": "期", "holder": "代", "article": "条", "clause": "項"}
    | {"chapter": "章", "generation": "世代"},
}
_FRACTIONS = {
    2: "half",
    3: "third",
    4: "quarter",
    5: "fifth",
    6: "sixth",
    7: "seventh",
    8: "eighth",
    9: "ninth",
    10: "tenth",
}
_FORMS = {"ko": ("년", "월", "일"), "ja": ("年", "月", "日")}


def render(number: Number, language: str) -> str:
    """The number as a release in that language writes it; what is written alike everywhere stays as it is.

    >>> from mtkit.numbers import find
    >>> [render(n, "en") for n in find("1억 2000만 원, 6일, 2019년 10월 6일(일), 오후 3시 30분, 제1회, 15명", "ko")]
    ['120 million won', 'the 6th', 'Sunday, October 6, 2019', '3:30 p.m.', '1st', '15']
    >>> [render(n, "ko") for n in find("1.5 billion yen on October 6, 2019, up 3.2 percentage points", "en")]
    ['15억 엔', '2019년 10월 6일', '3.2%p']
    """
    if _kept(number):
        return number.text
    if number.kind == "range":
        return _range(number, language)
    written = _write(number.value, number.note, language)
    if number.note != "about":
        return written
    return _about(number, written, language)


def _kept(number: Number) -> bool:
    """Codes, and bare digits that may be an identifier: nobody writes them another way."""
    if number.kind == "code":
        return True
    if number.kind not in ("plain", "count") or number.note == "about":
        return False
    digits = len(number.text.split(".")[0].replace(",", ""))
    return digits < 4 or (number.kind == "plain" and "," not in number.text)


def _about(number: Number, written: str, language: str) -> str:
    if language == "en":
        return f"over {written}"
    more = "여" if language == "ko" else "余り"
    currency = _CURRENCIES[str(number.value[1])][language] if number.kind == "money" else ""
    if language == "ja" or not currency:
        return written + more
    return f"{written.removesuffix(currency).rstrip()}{more} {currency}"


def _write(value: Value, note: str, language: str) -> str:
    return _WRITERS[str(value[0])](value, note, language)


def _range(number: Number, language: str) -> str:
    """Both ends, what they share written once."""
    low, high = (end for end in number.value[1:])
    first, last = _write(low, number.note, language), _write(high, "", language)  # type: ignore[arg-type]
    if language != "en":
        mark = "~" if language == "ko" else "～"
        return f"{_shorter(first, last)}{mark}{last}"
    if number.kind == "range" and low[0] == "date":  # type: ignore[index]
        if low[1] and not low[2]:  # type: ignore[index]
            return f"{first}-{last}"
        return _days(low, number.note, last)  # type: ignore[arg-type]
    return f"{_shorter(first, last)} to {last}"


def _days(low: Value, note: str, last: str) -> str:
    year, month = low[1], low[2]
    if not month:
        return f"{_write(low, '', 'en')} to {last}"
    days = f"{MONTHS[int(str(month)) - 1]} {low[3]} to {last.removeprefix('the ')[:-2]}"
    return f"{_weekday(note, 'en')}{days}" + (f", {year}" if year else "")


def _shorter(first: str, last: str) -> str:
    """3% ~ 4% is 3~4% where what follows the digits is the same; an amount keeps its units, which the range would lend."""
    tail = 0
    while tail < min(len(first), len(last)) and first[-1 - tail] == last[-1 - tail] and not first[-1 - tail].isdigit():
        tail += 1
    head = first[: len(first) - tail]
    plain = head.replace(",", "").replace(".", "").isdigit() and last[: len(last) - tail].replace(".", "").isdigit()
    return head if plain and "," not in head and tail and not first.endswith("日") else first


def _figure(value: int | Decimal, language: str) -> str:
    value = normal(value)
    if language == "en":
        return _english_figure(value)
    if value < 10**4 or value >= 10**16:
        return _digits(value)
    parts, rest = [], value
    for word, size in _BIG[language]:
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{int(count)}{word}")
    return "".join(parts) + (_digits(rest) if rest else "")


def _digits(value: int | Decimal) -> str:
    value = normal(value)
    return str(value) if isinstance(value, int) else f"{value:f}"


def _english_figure(value: int | Decimal) -> str:
    for word, size in _BIG["en"]:
        count = normal(Decimal(value) / size)
        if value >= size and (isinstance(count, int) or -int(count.as_tuple().exponent) <= 4):
            return f"{count:,f} {word}" if isinstance(count, Decimal) else f"{count:,} {word}"
    return f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"


def _number(value: Value, note: str, language: str) -> str:
    return _figure(value[1], language)  # type: ignore[arg-type]


def _money(value: Value, note: str, language: str) -> str:
    code, size = str(value[1]), value[2]
    figure = _figure(size, language)  # type: ignore[arg-type]
    if language == "en" and code in _SIGNS:
        return _SIGNS[code] + figure
    name = _CURRENCIES[code][language]
    if language == "ja":
        return figure + name
    return f"{figure} {name}" if language == "en" or not figure[-1].isdigit() else f"{figure}{name}"


def _percent(value: Value, note: str, language: str) -> str:
    unit = (
        {"en": " percent", "ko": "%", "ja": "%"}
        if value[0] == "percent"
        else {"en": " percentage points", "ko": "%p", "ja": "ポイント"}
    )
    whole = isinstance(value[1], int) and value[0] == "point" and language == "ja"
    return f"{value[1]}{'%ポイント' if whole else unit[language]}"


def _weekday(note: str, language: str) -> str:
    if note not in _DAYS:
        return ""
    name = _WEEKDAYS[language][_DAYS.index(note)]
    return f"{name}, " if language == "en" else f"({name})"


def _date(value: Value, note: str, language: str) -> str:
    year, month, day = (int(str(part)) for part in value[1:])
    if language != "en":
        gap = " " if language == "ko" else ""
        parts = [f"{part}{form}" for part, form in zip((year, month, day), _FORMS[language], strict=True) if part]
        return gap.join(parts) + _weekday(note, language)
    if not month:
        return str(year) if year else f"{_weekday(note, 'en')}the {_nth(day)}"
    dated = MONTHS[month - 1] + (f" {day}" if day else "")
    return _weekday(note, "en") + dated + (f"{',' if day else ''} {year}" if year else "")


def _time(value: Value, note: str, language: str) -> str:
    hour, minute = int(str(value[1])), int(str(value[2]))
    if language == "en":
        shown = f"{hour % 12 or 12}" + (f":{minute:02}" if minute else "")
        return f"{shown} {'p.m.' if 12 <= hour < 24 else 'a.m.'}"
    late = 12 <= hour < 24
    half = {"ko": ("오전 ", "오후 "), "ja": ("午前", "午後")}[language][late]
    noon = hour % 12 or (12 if language == "ko" or late else 0)
    # 午後0時 is noon in Japanese, 오후 12시 in Korean.
    noon = 0 if language == "ja" and hour % 12 == 0 else noon
    hours, minutes = {"ko": ("시", "분"), "ja": ("時", "分")}[language]
    return f"{half}{noon}{hours}" + (f"{' ' if language == 'ko' else ''}{minute}{minutes}" if minute else "")


def _nth(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def _ordinal(value: Value, note: str, language: str) -> str:
    number = int(str(value[1]))
    if language == "en":
        return {"number": f"No. {number}", "article": f"Article {number}"}.get(note, _nth(number))
    if note == "rank":
        return f"{number}{'위' if language == 'ko' else '位'}"
    if note in _COUNTERS[language]:
        return f"{'제' if language == 'ko' else '第'}{number}{_COUNTERS[language][note]}"
    return f"{number}{'번째' if language == 'ko' else '番目'}"


def _fraction(value: Value, note: str, language: str) -> str:
    over, under = int(str(value[1])), int(str(value[2]))
    if language == "en":
        return f"{over}/{under}"
    return f"{under}{'분의 ' if language == 'ko' else '分の'}{over}"


def _decade(value: Value, note: str, language: str) -> str:
    return f"{value[1]}{ {'en': 's', 'ko': '년대', 'ja': '年代'}[language] }"


_WRITERS: dict[str, Callable[[Value, str, str], str]] = {
    "number": _number, "money": _money, "percent": _percent, "point": _percent, "date": _date, "time": _time,
    "ordinal": _ordinal, "fraction": _fraction, "decade": _decade,
}  # fmt: skip
