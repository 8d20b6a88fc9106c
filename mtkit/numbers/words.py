"""Numbers that a text writes as words: three thousand, two dozen, the thirties; 열여덟, 천, 엿새; 十五, 三つ, 半."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from mtkit.numbers.values import Number, normal

__all__ = ["counted", "spelled"]

Size = int | Decimal

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_NTHS = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
]
_TENS = {
    name: 10 * size
    for size, name in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
_SMALL: dict[str, Size] = {
    **{name: size for size, name in enumerate(_ONES)},
    **{name: size for size, name in enumerate(_NTHS)},
    **_TENS,
    **{f"{name[:-1]}ieth": size for name, size in _TENS.items()},
    **{f"{name[:-1]}ies": size for name, size in _TENS.items()},
    "a": 1,
    "an": 1,
    "another": 1,
    "once": 1,
    "single": 1,
    "each": 1,
    "initial": 1,
    "original": 1,
    "former": 1,
    "twice": 2,
    "both": 2,
    "double": 2,
    "doubled": 2,
    "doubles": 2,
    "doubling": 2,
    "couple": 2,
    "pair": 2,
    "duo": 2,
    "secondary": 2,
    "twin": 2,
    "half": Decimal("0.5"),
    "halves": 2,
    "halved": 2,
    "quarter": Decimal("0.25"),
    "quarters": 4,
    "fourfold": 4,
    "triple": 3,
    "tripled": 3,
    "triples": 3,
    "trio": 3,
    "triad": 3,
    "thrice": 3,
    "noon": 12,
    "midnight": 24,
    "thirds": 3,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "fortnight": 14,
}
_TIMES = {
    "dozen": 12, "dozens": 12, "decade": 10, "decades": 10, "hundred": 100, "hundreds": 100, "hundredth": 100,
    "century": 100, "centuries": 100, "thousand": 10**3, "thousands": 10**3, "thousandth": 10**3, "millennium": 10**3,
    "million": 10**6, "millions": 10**6, "billion": 10**9, "billions": 10**9, "trillion": 10**12,
}  # fmt: skip
_WORD = re.compile(r"[A-Za-z]+|\d[\d,]*(?:\.\d+)?")

_NATIVE_TENS = {
    "열": 10,
    "스물": 20,
    "스무": 20,
    "서른": 30,
    "마흔": 40,
    "쉰": 50,
    "예순": 60,
    "일흔": 70,
    "여든": 80,
    "아흔": 90,
}
_NATIVE = {
    "하나": 1, "둘": 2, "셋": 3, "넷": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9,
    "한": 1, "두": 2, "세": 3, "네": 4,
}  # fmt: skip
_KOREAN_WORDS: dict[str, Size] = {
    "하루": 1, "이틀": 2, "사흘": 3, "나흘": 4, "닷새": 5, "엿새": 6, "이레": 7, "여드레": 8, "아흐레": 9, "열흘": 10, "보름": 15,
    "첫": 1, "처음": 1, "최초": 1, "초대": 1, "이듬해": 2, "절반": Decimal("0.5"), "반": Decimal("0.5"), "정오": 12, "자정": 24,
    "제로": 0, "쌍": 2, "양": 2, "갑절": 2, "곱절": 2, "석 달": 3, "넉 달": 4,
}  # fmt: skip
_KOREAN = re.compile(
    rf"(?<![가-힣])(?P<tens>{'|'.join(_NATIVE_TENS)})?(?P<ones>{'|'.join(_NATIVE)})?"
    r"(?=\s|개|명|번|가지|달|살|시|차례|편|대|곳|권|팀|해|째|건|쪽|배|분|사람|까지|[이을은] |[,.]|$)"
    rf"|(?P<sino>(?<![가-힣])(?:수)?[일이삼사오육칠팔구십백천만억조]*[십백천만억조](?=\s|[여개명건년월일원번회차대세분초배층종편곳]|$))"
    rf"|(?P<nth>제[일이삼사오육칠팔구]|(?<![가-힣])[이삼사오육칠팔구](?=\s?분의)|(?<=분의 )[일이삼사오육칠팔구](?![가-힣]{2})|(?<![가-힣])[일이삼사오육칠팔구](?=[층차인]))"
    rf"|(?P<word>{'|'.join(sorted(_KOREAN_WORDS, key=len, reverse=True))})"
)
_JAPANESE_WORDS: dict[str, Size] = {
    "ひと": 1, "ふた": 2, "みっつ": 3, "よっつ": 4, "いつつ": 5, "むっつ": 6, "ななつ": 7, "やっつ": 8, "ここのつ": 9, "とお": 10,
    "半": Decimal("0.5"), "両": 2, "双": 2, "ダブル": 2, "トリプル": 3, "ダース": 12, "初": 1, "ゼロ": 0, "正午": 12, "翌": 2, "倍": 2,
}  # fmt: skip
_JAPANESE = re.compile(rf"(?P<chain>[〇一二三四五六七八九十百千万億兆]+)|(?P<word>{'|'.join(_JAPANESE_WORDS)})")
_BETWEEN = {"한두": 1, "두세": 2, "서너": 3, "한둘": 1, "두셋": 2, "서넛": 3}  # and one more
_DIGITS = {
    char: value for chars in ("영일이삼사오육칠팔구", "〇一二三四五六七八九") for value, char in enumerate(chars)
}
_UNITS = {"십": 10, "백": 100, "천": 1000, "十": 10, "百": 100, "千": 1000}
_BIG = {"만": 10**4, "억": 10**8, "조": 10**12, "万": 10**4, "億": 10**8, "兆": 10**12}
_CENTURY = re.compile(r"(\d{1,2})\s?(?:세기|世紀)")


# What counts for certain: no pronoun, no part of a longer number, no name.
_COUNTED = {
    "en": re.compile(
        rf"(?<![\w-])(?<!the )(?<!these )(?<!The )(?:{'|'.join((*_ONES[2:], *_NTHS[4:13], *_TENS))}|third(?!s?\s(?:of|class|party|world)\b))(?![\w-])"
        rf"(?!\s(?:and|others?|{'|'.join((*_TIMES, *_ONES[1:10]))})\b)"
    ),
    "ko": re.compile(
        r"(?<![가-힣])(?:두|세|네|다섯|여섯|일곱|여덟|아홉|열)(?=\s?(?:명|개|곳|차례|번째|달|시간|팀|편|권|사람|배))"
    ),
    "ja": re.compile(
        r"(?<![一-龠〇第])(?!二人)[二三四五六七八九十](?=[つ人社年回倍]|か月|か国|種類|番目)(?!人三脚|つ折)"
    ),
}


def counted(text: str, language: str) -> Iterator[Number]:
    """The numbers that a text writes as words and a translation must hold; far from all: only what is beyond doubt.

    >>> [number.text for number in counted("seven of two million people, in three years", "en")]
    ['seven', 'three']
    >>> [number.value for number in counted("두 곳에서 다섯 명이 한국에", "ko")]
    [('number', 2), ('number', 5)]
    """
    for match in _COUNTED[language].finditer(text):
        size = max(spelled(f"{match.group()} ", language), default=0)
        yield Number(match.start(), match.end(), "count", ("number", size), match.group())


def spelled(text: str, language: str) -> frozenset[Size]:
    """Every number that the words of a text may stand for, parts of longer numbers among them.

    >>> sorted(spelled("two dozen, or three thousand five hundred", "en"))
    [2, 3, 5, 12, 24, 100, 500, 1000, 3000, 3005, 3500]
    >>> sorted(spelled("엿새 동안 열여덟 명", "ko")), sorted(spelled("十五人と三千万", "ja"))
    ([6, 8, 10, 18], [15, 30000000])
    """
    found = _FINDERS[language](text)
    found |= {100 * int(match[1]) for match in _CENTURY.finditer(text)}
    return frozenset(found)


def _english(text: str) -> set[Size]:
    found = set[Size]()
    total, section = Decimal(0), Decimal(0)
    for word in _WORD.findall(text.lower()):
        if word in _TIMES:
            section = (section or Decimal(1)) * _TIMES[word]
            found |= {_TIMES[word], normal(section), normal(total + section)}
            if _TIMES[word] >= 1000:
                total, section = total + section, Decimal(0)
        elif word in _SMALL:
            section = _joined(section, Decimal(_SMALL[word]))
            found |= {_SMALL[word], normal(section), normal(total + section)}
        elif word[0].isdigit():
            section = Decimal(word.replace(",", ""))
        elif word != "and":
            total, section = Decimal(0), Decimal(0)
    return found


def _joined(section: Decimal, size: Decimal) -> Decimal:
    """Twenty-five and three hundred (and) five are one number, twenty thirty is two."""
    tens = section and section % 10 == 0 and 0 < size < 10
    hundreds = section and section % 100 == 0 and 0 < size < 100
    return section + size if tens or hundreds else size


def _korean(text: str) -> set[Size]:
    found: set[Size] = {size for pair, low in _BETWEEN.items() if pair in text for size in (low, low + 1)}
    for match in _KOREAN.finditer(text):
        tens, ones = _NATIVE_TENS.get(match["tens"] or "", 0), _NATIVE.get(match["ones"] or "", 0)
        found |= {tens, ones, tens + ones} - {0}
        if match["word"]:
            found.add(_KOREAN_WORDS[match["word"]])
        for chain in (match["sino"], (match["nth"] or "").removeprefix("제")):
            found |= {_chained(chain)} if chain else set()
    return found


def _japanese(text: str) -> set[Size]:
    return {
        _chained(match["chain"]) if match["chain"] else _JAPANESE_WORDS[match["word"]]
        for match in _JAPANESE.finditer(text)
    }


def _chained(chain: str) -> Size:
    """What a chain of Sino-Korean or Japanese numerals is worth: 삼천오백, 二〇一九, 십오만."""
    total = section = digits = 0
    for char in chain:
        if char in _DIGITS:
            digits = digits * 10 + _DIGITS[char]
        elif char in _UNITS:
            section, digits = section + (digits or 1) * _UNITS[char], 0
        elif char in _BIG:
            total, section, digits = total + (section + digits or 1) * _BIG[char], 0, 0
    return total + section + digits


_FINDERS: dict[str, Callable[[str], set[Size]]] = {"en": _english, "ko": _korean, "ja": _japanese}
