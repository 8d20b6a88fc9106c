"""Numbers, dates and amounts in English text."""

import re
from decimal import Decimal

from mtkit.numbers.values import NUMERAL, Found, Rule, Value, exact, halves, normal

__all__ = ["MONTHS", "RULES", "START"]

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTH = {name[:3].lower(): index for index, name in enumerate(MONTHS, 1)}
_UNITS = {
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "k": 10**3,
    "m": 10**6,
    "b": 10**9,
    "bn": 10**9,
    "tn": 10**12,
}
_CURRENCIES = {
    "won": "KRW", "yen": "JPY", "dollar": "USD", "us dollar": "USD", "euro": "EUR", "yuan": "CNY", "pound": "GBP", "us$": "USD",
    "$": "USD", "₩": "KRW", "¥": "JPY", "€": "EUR", "£": "GBP", "krw": "KRW", "jpy": "JPY", "usd": "USD", "eur": "EUR",
}  # fmt: skip
_JOIN = r"(?:\s?[~∼〜～–—\-]\s?|\sto\s)"
_BEFORE_MONTHS = (
    "in", "In", "of", "by", "By", "from", "From", "until", "Until", "till", "since", "Since", "to", "through", "last", "Last",
    "this", "This", "next", "Next", "early", "Early", "late", "Late", "every", "Every", "during", "During",
)  # fmt: skip
START = re.compile("[0-9$₩¥€£JFMASONDTWKUENP]")


def _date(year: str | int | None, month: str | None, day: str | int | None) -> Value:
    return ("date", int(year or 0), _MONTH[month[:3].lower()] if month else 0, int(day or 0))


def _full(match: re.Match[str]) -> Found | None:
    groups = match.groupdict()
    note = (groups.get("week") or groups.get("week2") or "")[:3].lower()
    low = _date(groups.get("year"), groups.get("month"), groups.get("day"))
    if groups.get("day_to"):
        return "range", ("range", low, _date(0, None, groups["day_to"])), note
    return "date", low, note


def _iso(match: re.Match[str]) -> Found | None:
    return "date", ("date", int(match["year"]), int(match["month"]), int(match["day"])), ""


def _day(match: re.Match[str]) -> Found | None:
    low = _date(0, None, match["day_from"]) if match["day_from"] else None
    return halves("date", low, _date(0, None, match["day"]))


def _year(match: re.Match[str]) -> Found | None:
    low = _date(match["year_from"], None, None) if match["year_from"] else None
    return halves("date", low, _date(match["year"], None, None))


def _season(match: re.Match[str]) -> Found | None:
    """1995-96 ends in 1996."""
    low, high = match["year_from"], match["century"] + match["short"]
    return halves("date", _date(low, None, None), _date(high, None, None)) if low < high else None


def _hour(hour: str, half: str | None) -> int:
    number = int(hour)
    if not half:
        return number
    return number % 12 + (12 if half[0] in "pP" and half[0].isalpha() else 0)


def _time(match: re.Match[str]) -> Found | None:
    groups = match.groupdict()
    half = groups.get("half")
    high: Value = ("time", _hour(match["hour"], half), int(groups.get("minute") or 0))
    low = groups.get("hour_from")
    # 11-2 p.m. starts in the morning.
    early = half if low and int(low) % 12 <= int(match["hour"]) % 12 else "a"
    return halves("time", ("time", _hour(low, early), int(groups.get("minute_from") or 0)) if low else None, high)


def _size(digits: str, unit: str | None) -> int | Decimal:
    return normal(exact(digits) * _UNITS[unit.lower()]) if unit else exact(digits)


def _money(match: re.Match[str]) -> Found | None:
    groups = match.groupdict()
    name = match["money"].lower().replace("-", " ").replace("u.s.", "us").strip()
    code = _CURRENCIES[name[:-1] if name.endswith("s") else name]
    unit = groups.get("unit")
    if _is_apart(groups.get("low"), match["size"]):
        return None
    low = ("money", code, _size(match["low"], unit)) if groups.get("low") else None
    return halves("money", low, ("money", code, _size(match["size"], unit)))


def _percent(match: re.Match[str]) -> Found | None:
    kind = "point" if match["point"] else "percent"
    return halves(kind, (kind, exact(match["low"])) if match["low"] else None, (kind, exact(match["size"])))


def _is_apart(low: str | None, high: str) -> bool:
    """300,000 to 1 million and 2007 to 139.3 billion: the unit counts for the end that it stands at."""
    return low is not None and exact(low) >= exact(high)


def _amount(match: re.Match[str]) -> Found | None:
    if _is_apart(match["low"], match["size"]):
        return None
    low = ("number", _size(match["low"], match["unit"])) if match["low"] else None
    return halves("amount", low, ("number", _size(match["size"], match["unit"])))


def _ordinal(match: re.Match[str]) -> Found | None:
    groups = match.groupdict()
    return (
        "ordinal",
        ("ordinal", int(match["number"])),
        {"No": "number", "Ar": "article"}.get((groups.get("word") or "")[:2], ""),
    )


def _code(match: re.Match[str]) -> Found | None:
    return "code", ("code", re.sub(r"\D", "", match.group())), ""


def _plain(match: re.Match[str]) -> Found | None:
    return "plain" if match["count"] is None else "count", ("number", exact(match["size"])), ""


def _fraction(match: re.Match[str]) -> Found | None:
    return "fraction", ("fraction", int(match["over"]), int(match["under"])), ""


def _rules() -> tuple[Rule, ...]:
    names = "|".join(f"{name[:3]}(?:{name[3:]})?" if len(name) > 3 else name for name in MONTHS).replace(
        "Sep(?:tember)?", "Sept?(?:ember)?"
    )
    month = rf"(?P<month>{names})\b\.?"
    whole = "|".join(name for name in MONTHS if name not in ("March", "May"))
    week = r"(?:(?P<week>Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\.?,?\s)?"
    after = r"(?:\s?\((?P<week2>Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\.?\))?"
    day, year = r"(?:3[01]|[12]\d|0?[1-9])", r"(?P<year>(?:1[5-9]|20)\d\d)(?![\d-]|[,.]\d)"
    low, size = rf"(?:(?P<low>{NUMERAL}){_JOIN})?", rf"(?P<size>{NUMERAL})"
    unit = r"(?P<unit>(?i:thousand|million|billion|trillion)\b|(?:bn|tn)\b)"
    money = r"(?P<money>(?:US|U\.S\.)[\s-]dollars?|won\b|yen\b|dollars?\b|euros?\b|yuan\b|pounds?\b(?!\sof\s)|KRW\b|JPY\b|USD\b|EUR\b)"
    clear = r"(?<![\d.A-Za-z_])(?<![A-Za-z]-)"
    half, meridiem = r"(?P<half>[aApP])", r"(?:\.m\.|m\b|M\b|\.M\.)"
    clock = r"(?:[:.](?P<minute>[0-5]\d))?"
    # May I, Theresa May and a March on Rome are no months.
    dated = r"(?:" + "|".join(rf"(?<=\b{word}\s)" for word in _BEFORE_MONTHS) + ")"
    table = (
        (rf"{week}{month}\s(?P<day>{day})(?:st|nd|rd|th)?(?![\d:]|[,.]\d)(?:{_JOIN}(?P<day_to>{day})(?:st|nd|rd|th)?(?![\d:]|,\d|\s?[ap]\.?m))?{after}(?:,?\s{year})?", _full),
        (rf"{week}{clear}(?P<day>{day})(?:st|nd|rd|th)?(?:\sof)?\s{month}(?:,?\s{year})?", _full),
        (rf"{month},?\s{year}", _full),
        (rf"(?P<month>{whole})\b(?!\s\d)", _full),
        (rf"{dated}(?P<month>May|March)\b(?!\s\d|\son\b)", _full),
        (rf"(?P<year>(?:19|20)\d\d)(?P<sep>[./-])(?P<month>1[0-2]|0?[1-9])(?P=sep)(?P<day>{day})(?![\d-])", _iso),
        (rf"(?P<month>1[0-2]|0?[1-9])/(?P<day>{day})/(?P<year>(?:19|20)\d\d)(?!\d)", _iso),
        (rf"(?:(?P<hour_from>1[0-2]|0?[1-9])(?::(?P<minute_from>[0-5]\d))?{_JOIN})?(?P<hour>1[0-2]|0?[1-9]){clock}\s?{half}{meridiem}", _time),
        (r"(?<![\d:])(?P<hour>2[0-4]|1\d|0?\d):(?P<minute>[0-5]\d)(?::[0-5]\d)?(?![\d:])", _time),
        (rf"(?<=the\s)(?:(?P<day_from>{day})(?:st|nd|rd|th)?[–-])?(?P<day>{day})(?:st|nd|rd|th)(?=[,.;:)]|\s(?:to|and|at|in|that|it|with|for|as|of|by|through|until|the|after|when|a|its|from|announced|said|held)\b|\s?$|’|')", _day),
        (r"(?P<decade>\d\d|(?:1[5-9]|20)\d\d)s\b", lambda m: ("decade", ("decade", int(m["decade"])), "")),
        (r"(?P<word>No\.|Article)\s?(?P<number>\d+)(?![\d.,]*\d)", _ordinal),
        (r"(?P<number>\d+)(?:st|nd|rd|th)\b", _ordinal),
        (r"\d{2,4}-\d{3,4}-\d{4}(?!\d)|\d+(?:\.\d+){2,}", _code),
        (rf"(?P<money>(?:US)?\$|[₩¥€£]|KRW(?=\s)|USD(?=\s)|JPY(?=\s)|EUR(?=\s))\s?{low}{size}(?:[\s-]?(?P<unit>(?i:thousand|million|billion|trillion|bn|tn)\b|[KMBkmb]\b))?", _money),
        (rf"{clear}{low}{size}(?:[\s-]{unit})?[\s-]{money}", _money),
        (rf"{clear}{low}{size}[\s-]?(?:(?P<point>percentage[\s-]points?\b|%\s?[pP]\b)|(?P<percent>%|percent\b|per\scent\b))", _percent),
        (rf"{clear}{low}{size}[\s-]{unit}", _amount),
        (r"(?P<year_from>(?P<century>1[5-9]|20)\d\d)[–-](?P<short>\d\d)(?![\d/.–-])", _season),
        (rf"{clear}(?:(?P<year_from>(?:1[5-9]|20)\d\d)[–-])?{year}(?![A-Za-z_%°])(?!\s(?:people|won|square|meters|km|companies|students|m)\b)", _year),
        (r"(?<![\d/])(?P<over>\d{1,2})/(?P<under>\d{1,3})(?![\d/])", _fraction),
        (rf"{clear}{size}(?![A-Za-z_])(?:(?=\s(?:[a-z-]+\s)?(?:[a-z-]+s|people|children|men|women)\b)(?P<count>)|)", _plain),
        (rf"{clear}{size}(?=(?:k?m|cm|mm|k?g|[kMGT]?W|[kMG]Wh|[kMGT]B|[kMG]?Hz|ha|t|L|km/h)(?![A-Za-z]))(?P<count>)", _plain),
    )  # fmt: skip
    return tuple((re.compile(pattern), build) for pattern, build in table)


RULES = _rules()
