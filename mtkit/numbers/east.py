"""Numbers, dates and amounts in Korean and Japanese text."""

import re
from collections.abc import Callable
from decimal import Decimal

from mtkit.numbers.values import JOIN, NUMERAL, Found, Rule, Value, amount, exact, halves, normal

__all__ = ["RULES", "STARTS"]

WEEKDAYS = dict(zip("월화수목금토일月火水木金土日", ("mon", "tue", "wed", "thu", "fri", "sat", "sun") * 2, strict=True))
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867}
_CURRENCIES = {
    "원": "KRW", "ウォン": "KRW", "엔": "JPY", "円": "JPY", "달러": "USD", "미국달러": "USD", "ドル": "USD", "米ドル": "USD",
    "유로": "EUR", "ユーロ": "EUR", "위안": "CNY", "人民元": "CNY", "파운드": "GBP", "ポンド": "GBP", "US$": "USD", "$": "USD",
    "₩": "KRW", "¥": "JPY", "€": "EUR", "£": "GBP", "KRW": "KRW", "USD": "USD", "JPY": "JPY", "EUR": "EUR",
}  # fmt: skip
# Which half of the day a word means: a, p, or n (the night turns at midnight).
_HALVES = {
    "오전": "a", "새벽": "a", "아침": "a", "오후": "p", "낮": "p", "저녁": "p", "밤": "n",
    "午前": "a", "朝": "a", "午後": "p", "夕方": "p", "夜": "n", "深夜": "n",
}  # fmt: skip

_KO = {
    "y": "년", "m": "월", "d": "일", "min": "분", "h": "시", "week": "월화수목금토일", "era": "(?!)", "nth": "제", "of": "분의",
    "small": "천백", "big": "만억조", "decade": "년대", "tenths": "(?!)", "half": "오전|오후|새벽|아침|저녁|낮|밤",
    "year": r"년(?!\s?(?:간|대|생|여|차|째|동안|이상|이내|넘|만에|뒤)|\s전(?![가-힣])|\s?후(?!반)|\s?전(?:에|부터|의|보다))",
    # 3일간 and 3일 만에 last, 3일 and 3일부터 are days of a month.
    "day": r"일(?=부터|까지|에|은(?![가-힣])|자로|과(?![가-힣])|오전|오후|밤|쯤|경|[,.·)~∼–\-…]|\s?\(|\s?$"
    r"|\s(?!간|동안|이상|이내|만에|연속|이하|미만|내[\s에]|뒤|전[\s에]|후[\s에]|앞|씩|가량|정도|평균|평균|전$))",
    "hour": r"시(?=\s?\d{1,2}\s?분|부터|까지|에|경|쯤|이후|이전|가(?![가-힣])|를|로|께|반|와|\s|[,.·…~∼〜)–\-]|$)",
    "about": r"여(?=\s|명|개|건|곳|종|대|팀|회|년|차례|가지|편|점|원|평|톤|쪽|권|마리|달러|㎡|$)",
    "money": r"원(?![가-힣])|원(?=[이을은의에과도만로]|으로|대|짜리|까지|부터|씩|어치|가량|정도|규모|상당|인데|이며|선)"
    r"|미국\s?달러|달러|유로|위안|파운드|엔(?![지진트드터])",
    "point": r"%\s?(?:[pP](?![a-zA-Z])|포인트)|퍼센트\s?포인트", "percent": "%|퍼센트",
    "rank": r"번째|회째|위(?![가-힣])|위(?=[를에로의와])", "counter": "회|차|호|기|대|조|항|장|세대",
    "count": r"\s?(?:명|인|개|곳|건|대|회|번|차례|가지|종|팀|편|점|평|톤|권|마리|석|실|동|층|세|살|시간|분|초|년|주|일|도|배|척|채"
    r"|쌍|학점|학급|가구|사|교|국|쪽|과목|[㎡㎢㎞㎏]|k?m|kg|ha)",
}  # fmt: skip
_JA = {
    "y": "年", "m": "月", "d": "日", "min": "分", "h": "時", "week": "月火水木金土日", "era": "|".join(_ERAS), "nth": "第",
    "of": "分の", "small": "千百", "big": "万億兆", "decade": "年代", "tenths": "割", "half": "午前|午後|深夜|夕方|朝|夜",
    "year": r"年(?!間|代|生|余|ぶり|目|以上|以内|未満|も|前(?![半後期年])|後(?![半期]))",
    "day": r"日(?!間|平均|以内|以上|以下|未満|で|後|前|連続|ごと|おき|も|分|ぶり|目|かけ|程度|ほど|弱|強|余|当たり|あたり|本|程|数|常|系)",
    "hour": "時(?![間点期代系刻給差限短])", "about": "余り|余(?![暇裕地剰])|あまり",
    "money": "ウォン|米?ドル|ユーロ|円(?![形卓周盤柱滑満筒])|人民元|ポンド",
    "point": r"%\s?ポイント|パーセント\s?ポイント|%\s?[pP](?![a-zA-Z])", "percent": "%|パーセント",
    "rank": "番目|回目|度目|位", "counter": "回|次|号|期|代|条|項|章|世代",
    "count": r"\s?(?:人|名|社|か所|カ所|ヵ所|ヶ所|箇所|件|台|回|種|チーム|つ|個|本|枚|点|冊|匹|頭|席|室|棟|階|歳|才|時間|分|秒|年|週|日"
    r"|平方|[㎡㎢]|k?m|kg|ha|度|倍|隻|校|カ国|か国|ヵ国|世帯|軒|部|票|店|トン|キロ|メートル|言語|大学|都市|団体)",
}  # fmt: skip
# Ordinal counters that mean the same; the note of an ordinal is the key.
COUNTERS = {
    "회": "time", "回": "time", "차": "round", "次": "round", "호": "number", "号": "number", "기": "term", "期": "term",
    "대": "holder", "代": "holder", "조": "article", "条": "article", "항": "clause", "項": "clause", "장": "chapter",
    "章": "chapter", "세대": "generation", "世代": "generation", "번째": "nth", "番目": "nth", "회째": "time", "回目": "time",
    "度目": "time", "위": "rank", "位": "rank",
}  # fmt: skip

STARTS = {
    "ko": re.compile("[0-9제오새아저낮밤'’$₩¥€£KUJE]"),
    "ja": re.compile("[0-9第午深夕朝夜令平昭大明'’$₩¥€£KUJE]"),
}


def _date(year: int, month: str | int | None, day: str | int | None) -> Value:
    return ("date", year, int(month or 0), int(day or 0))


def _year(match: re.Match[str]) -> int:
    groups = match.groupdict()
    if groups.get("era"):
        count = groups["era_year"]
        return _ERAS[groups["era"]] + (1 if count == "元" else int(count))
    if groups.get("short"):
        return 2000 + int(groups["short"])
    return int(groups.get("year") or 0)


def _full(match: re.Match[str]) -> Found | None:
    groups = match.groupdict()
    low = _date(_year(match), groups["month"], groups["day"])
    weekday = WEEKDAYS.get(groups.get("week") or "", "")
    last = groups.get("day_to") or groups.get("day_to2")
    if last:
        return "range", ("range", low, _date(0, 0, last)), weekday
    return "date", low, weekday


def _part(match: re.Match[str]) -> Found | None:
    groups = match.groupdict()
    if groups.get("year_to"):
        return "range", ("range", _date(int(groups["year"]), 0, 0), _date(int(groups["year_to"]), 0, 0)), ""
    return "date", _date(_year(match), groups.get("month"), None), ""


def _day(match: re.Match[str]) -> Found | None:
    high = _date(0, 0, match["day"])
    return halves(
        "date",
        _date(0, 0, match["day_from"]) if match["day_from"] else None,
        high,
        WEEKDAYS.get(match["week"] or "", ""),
    )


def _hour(hour: str, half: str | None) -> int:
    number = int(hour)
    turn = _HALVES.get(half or "", "")
    if turn == "a" or (turn == "n" and (number == 12 or number < 6)):
        return number % 12
    return number + 12 if turn and number < 12 else number


def _time(match: re.Match[str]) -> Found | None:
    groups = match.groupdict()
    minute = 30 if groups.get("thirty") else int(groups.get("minute") or 0)
    high: Value = ("time", _hour(match["hour"], groups.get("half")), minute)
    if high[1] > 24:  # type: ignore[operator]
        return None
    low = groups.get("hour_from")
    return halves("time", ("time", _hour(low, groups.get("half")), 0) if low else None, high)


def _fraction(match: re.Match[str]) -> Found | None:
    return "fraction", ("fraction", int(match["over"]), int(match["under"])), ""


def _ordinal(match: re.Match[str]) -> Found | None:
    return "ordinal", ("ordinal", int(match["number"])), COUNTERS.get(match["counter"] or "", "")


def _chain(match: re.Match[str]) -> Found | None:
    groups = match.groupdict()
    size, length = amount(match["chain"])
    if length < len(match["chain"].rstrip()):
        return None
    about = "about" if groups["about"] else ""
    code = _CURRENCIES[match["money"].replace(" ", "")] if groups["money"] else ""
    wrap: Callable[[int | Decimal], Value] = lambda n: ("money", code, n) if code else ("number", n)  # noqa: E731
    low = groups["low"]
    if low is None:
        return "money" if code else "amount", wrap(size), about
    # 3~4억: the unit counts for both ends.
    mantissa = exact(re.match(NUMERAL, match["chain"])[0])  # type: ignore[index]
    return halves(
        "",
        wrap(normal(Decimal(exact(low)) * Decimal(size) / Decimal(mantissa))),
        wrap(size),
        about,
    )


def _percent(match: re.Match[str]) -> Found | None:
    kind = "point" if match["point"] else "percent"
    size = exact(match["size"]) * (10 if match["tenths"] else 1)
    low = exact(match["low"]) * (10 if match["tenths"] else 1) if match["low"] else None
    return halves(kind, (kind, low) if low is not None else None, (kind, size))


def _money(match: re.Match[str]) -> Found | None:
    groups = match.groupdict()
    code = _CURRENCIES[match["money"].replace(" ", "")]
    size = amount(match["size"])[0]
    about = "about" if groups.get("about") else ""
    low = groups.get("low")
    return halves("money", ("money", code, exact(low)) if low else None, ("money", code, size), about)


def _code(match: re.Match[str]) -> Found | None:
    return "code", ("code", re.sub(r"\D", "", match.group())), ""


def _plain(match: re.Match[str]) -> Found | None:
    kind = "plain" if match["count"] is None else "count"
    return kind, ("number", exact(match["size"])), "about" if match["about"] else ""


def _rules(w: dict[str, str]) -> tuple[Rule, ...]:
    month, day, hour = r"(?P<month>1[0-2]|0?[1-9])", r"(?:3[01]|[12]\d|0?[1-9])", r"(?:2[0-4]|1\d|0?\d)"
    year = rf"(?:(?P<era>{w['era']})\s?(?P<era_year>\d{{1,2}}|元)|(?P<year>(?:1\d|20|21)\d\d)|['’](?P<short>\d\d))"
    week = rf"(?:\s?\((?P<week>[{w['week']}])(?:요일|曜日?)?\))?"
    to_day = rf"(?:{JOIN}(?P<day_to>{day})\s?{w['d']}(?:\s?\([{w['week']}]\))?)?"
    unit = rf"(?:[{w['small']}]?[{w['big']}]|[{w['small']}])"
    # 8만7000시간 and 3만5000년 are one number each, 3만 2024년 is two.
    tail = rf"(?:\d[\d,]*(?![\d.]|\s?{w['m']})|\s\d[\d,]*(?![\d.]|\s?{w['m']}|\s?{w['y']}|\s?{w['h']}(?![간間])))?"
    chain = rf"(?P<chain>{NUMERAL}\s?{unit}(?:\s?{NUMERAL}\s?{unit})*{tail})"
    low, about, money = rf"(?:(?P<low>{NUMERAL}){JOIN})?", rf"(?P<about>{w['about']})?", rf"\s?(?P<money>{w['money']})"
    size, half, clear = rf"(?P<size>{NUMERAL})", rf"(?:(?P<half>{w['half']})\s?)?", r"(?<![\d.A-Za-z_])(?<![A-Za-z]-)"
    table = (
        (rf"{year}\s?{w['y']}\s?{month}\s?{w['m']}\s?(?P<day>{day})\s?{w['d']}{week}{to_day}", _full),
        (rf"(?P<year>(?:19|20)\d\d)(?P<sep>[./-])\s?{month}(?P=sep)\s?(?P<day>{day})(?![\d-])(?:\.(?=\s*[^\s\d]))?{week}", _full),
        (rf"{month}\s?{w['m']}\s?(?P<day>{day})(?:\s?{w['d']}{week}{to_day}|{JOIN}(?P<day_to2>{day})\s?{w['d']})", _full),
        (rf"{clear}{month}(?:\.\s?|/)(?P<day>{day})\.?\s?\((?P<week>[{w['week']}])\)", _full),
        (rf"{year}\s?{w['y']}\s?{month}\s?{w['m']}", _part),
        (rf"{clear}{month}\s?{w['m']}(?![가-힣]?[급간])", _part),
        (rf"(?P<year>(?:1\d|20)\d\d){JOIN}(?P<year_to>(?:1\d|20)\d\d)\s?{w['year']}", _part),
        (rf"{clear}{year}\s?{w['year']}", _part),
        (rf"{clear}(?:(?P<day_from>{day}){JOIN})?(?P<day>{day})\s?{w['day']}{week}", _day),
        (rf"(?P<decade>\d\d|(?:1\d|20)\d\d){w['decade']}", lambda m: ("decade", ("decade", int(m["decade"])), "")),
        (rf"{half}(?:(?P<hour_from>{hour}){JOIN})?(?P<hour>{hour})\s?{w['hour']}(?:\s?(?P<minute>[0-5]?\d)\s?{w['min']}(?!の)|\s?(?P<thirty>[반半]))?", _time),
        (rf"{half}(?<![\d:])(?P<hour>{hour}):(?P<minute>[0-5]\d)(?![\d:])", _time),
        (rf"(?P<under>\d+)\s?{w['of']}\s?(?P<over>\d+)(?![.\d])", _fraction),
        (rf"{w['nth']}\s?(?P<number>\d+)(?P<counter>{w['counter']})?", _ordinal),
        (rf"(?P<number>\d+)\s?(?P<counter>{w['rank']})", _ordinal),
        (r"\d{2,4}-\d{3,4}-\d{4}(?!\d)|\d+(?:\.\d+){2,}", _code),
        (rf"{clear}{low}{chain}{about}(?:{money})?", _chain),
        (rf"{clear}{low}(?P<chain>{NUMERAL}\s?{unit}){about}(?:{money})?", _chain),
        (rf"{clear}{low}{size}\s?(?:(?P<point>{w['point']})|(?P<percent>{w['percent']})|(?P<tenths>{w['tenths']}))", _percent),
        (rf"{clear}{low}{size}{about}{money}", _money),
        (rf"(?P<money>US\$|[$₩¥€£]|KRW(?=\s)|USD(?=\s)|JPY(?=\s)|EUR(?=\s))\s?(?P<size>{NUMERAL}(?:\s?{unit})?)", _money),
        (rf"{clear}{size}(?![A-Za-z_])(?P<about>{w['about']})?(?:(?={w['count']})(?P<count>)|)", _plain),
        (rf"{clear}{size}(?=(?:k?m|cm|mm|k?g|[kMGT]?W|[kMG]Wh|[kMGT]B|[kMG]?Hz|ha|t|L|km/h)(?![A-Za-z]))(?P<about>)(?P<count>)", _plain),
    )  # fmt: skip
    return tuple((re.compile(pattern), build) for pattern, build in table)


RULES = {"ko": _rules(_KO), "ja": _rules(_JA)}
