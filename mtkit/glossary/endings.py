"""How a word ends when Korean reads it aloud: the coda that decides the particle, for words of any script."""

import re
import unicodedata

from mtkit.glossary.hangul import coda

__all__ = ["NONE", "RIEUL", "core", "final"]

NONE, RIEUL, OTHER = 0, 8, 21  # no coda; ㄹ; any other (the number of ㅇ stands for all)

_SKIPPED = re.compile(r"[\s\"'’”»」』》〉】…™®©.,!?:;~*_]+$")
_GLOSS = re.compile(r"^(.*[^\s(（\[〔])\s*(?:[(（][^()（）]*[)）]|\[[^\[\]]*\]|〔[^〔〕]*〕)$", re.DOTALL)
_CLOSER = re.compile(r"[)）\]〕}]+$")

_DIGITS = (OTHER, RIEUL, NONE, OTHER, NONE, NONE, OTHER, RIEUL, RIEUL, NONE)  # 영 일 이 삼 사 오 육 칠 팔 구
_NUMBER = re.compile(r"(?P<money>[$€£¥￦₩])?\s?(?P<digits>\d[\d,]*)(?P<more>(?:[.:·/-]\d+)*)$")
_POWERS = {0: NONE, 1: OTHER, 2: OTHER, 3: OTHER}  # 십 백 천; then 만 억 조 경
_MYRIADS = (OTHER, OTHER, OTHER, NONE, OTHER, OTHER)  # (of 0..3 zeros) 만 억 조 경 해
_MONEY = {"$": NONE, "€": NONE, "£": NONE, "¥": OTHER, "₩": OTHER, "￦": OTHER}  # 달러 유로 파운드 엔 원
_FRACTION = re.compile(r"^\d+/\d+$")

# Units after a number, by how they are read; what is not listed is read letter by letter.
_UNIT_READINGS = {
    NONE: """
    % ％ ‰ ℃ ° °C °F ℉ km m cm mm nm um μm µm km² m² ㎡ ㎢ m³ ㎥ ㎞ ㎝ ㎜ kW W MW GW TW kWh Wh MWh GWh TWh ㎾ ㎿
    V kV mV mA kA GB MB KB kB TB PB B Gbit Mbit ha L l ℓ mL ml kL cc Hz kHz MHz GHz ㎐ ft in lb s ms h kcal cal lx bps
    Mbps Gbps kbps km/h m/s $ €
    """,
    OTHER: "kg g mg ㎏ ㎎ ㎍ μg t kt Mt ton min ppm ppb rpm N kN Ω lm ¥ ₩",
    RIEUL: "dB px mi J kJ MJ Pa hPa kPa MPa mol",
}
_UNITS = {unit: end for end, units in _UNIT_READINGS.items() for unit in units.split()}
_UNIT = re.compile(r"\d\s?(?P<unit>[A-Za-zμµΩ°²³/%％‰℃℉㎀-㏟ℓ$€¥₩]+)$")

_LETTERS = dict.fromkeys("ABCDEFGHIJKOPQSTUVWXYZ", NONE) | {"L": RIEUL, "R": RIEUL, "M": OTHER, "N": OTHER}
_LATIN = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?$")
_HUMP = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[A-Z]+$")
_SAID_AS_WORD = re.compile(r"^(?=.*[AEIOU])(?!.*[^AEIOUY]{4})[A-Z]{4,}$")

# Words and names whose Korean reading no rule finds (앱, 웹, 허브, 그룹 ...).
_READINGS = {
    NONE: """
    hub tube cube
    check tech fintech biotech week bit hit kit set jet beat boat chile nike loop soup jeep inc ltd corp blog
    tag flag bug nato skype tape scope theme anime acne iraq unesco recipe
    """,
    OTHER: """
    lab web club job pub group deep big good net pet fit cut type europe technique nasdaq kosdaq apec opec toeic postech
    kentech ketep logitech ebook tip chip stop pop top cup bag leg hot cat chat bot book look cook hip zip gap map app
    shop step setup startup
    """,
}
_KNOWN = {word: end for end, words in _READINGS.items() for word in words.split()}
_GREEK = dict.fromkeys("αβγδεζηθικλμνξοπρστυφχψωΑΒΓΔΘΛΠΣΦΨ", NONE) | {"υ": OTHER, "ε": OTHER, "ο": OTHER}
_SIGNS = {
    "%": NONE,
    "％": NONE,
    "+": NONE,
    "℃": NONE,
    "°": NONE,
    "‰": NONE,
    "$": NONE,
    "€": NONE,
    "£": NONE,
    "¥": OTHER,
    "₩": OTHER,
}
_SIGNS |= {"㎡": NONE, "㎞": NONE, "&": NONE, "²": NONE, "³": NONE}
_KANA_NASAL = "んンﾝ"


def core(text: str) -> str:
    """The text up to the word that decides: without closing quotes and signs, and without a gloss in brackets.

    >>> core('"광주과학기술원(GIST)"'), core("(GIST)")
    ('"광주과학기술원', '(GIST')
    """
    while True:
        bare = _SKIPPED.sub("", text)
        gloss = _GLOSS.match(bare)
        bare = gloss.group(1) if gloss else _CLOSER.sub("", bare)
        if bare == text:
            return bare
        text = bare


def final(word: str, reading: str | None = None) -> int | None:
    """The coda a word is read with: 0 none, 8 ㄹ, else another; None when it cannot be known.

    Hangul decides by itself; else the reading, if it is known; then digits, units, capitals, words by their ending.

    >>> final("서울"), final("GIST", "지스트"), final("10"), final("3km"), final("IBM"), final("漢")
    (8, 0, 21, 0, 21, None)
    """
    text = core(word)
    if not text:
        return None
    own = _hangul(text[-1])
    if own is not None:
        return own
    if reading:
        read = core(reading)
        if read and (given := _hangul(read[-1])) is not None:
            return given
    return _foreign(unicodedata.normalize("NFC", text).translate(_WIDE))


_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def _hangul(char: str) -> int | None:
    """The coda of a syllable, or of the name of a letter: ㄱ 기역, ㄹ 리을, ㅏ 아."""
    if char == "ㄹ":
        return RIEUL
    if "ㄱ" <= char <= "ㅎ":
        return OTHER
    if "ㅏ" <= char <= "ㅣ":
        return NONE
    return coda(char)


def _foreign(text: str) -> int | None:
    last = text[-1]
    if unit := _UNIT.search(text):
        known = _unit(unit.group("unit"), text)
        if known is not None:
            return known
    if last.isdecimal():
        return _number(text)
    if last in _SIGNS:
        return _SIGNS[last]
    if last in _GREEK:
        return _GREEK[last]
    if "ぁ" <= last <= "ヿ" or "ｦ" <= last <= "ﾟ":
        return OTHER if last in _KANA_NASAL else NONE
    plain = "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    latin = _LATIN.search(plain)
    return _latin(latin.group().replace("'", "").replace("’", "")) if latin else None


def _unit(unit: str, text: str) -> int | None:
    if unit in _UNITS:
        return _UNITS[unit]
    if "/" in unit:  # km/h: 시속 킬로미터; 원/kg: what stands before the stroke is read last
        return _UNITS.get(unit.split("/", 1)[0])
    return None


def _number(text: str) -> int | None:
    number = _NUMBER.search(text)
    if number is None:
        return None
    before = text[: number.start()]
    if number["money"]:
        return _MONEY[number["money"]]
    digits, more = number["digits"].replace(",", ""), number["more"]
    if _FRACTION.match(digits + more):
        top, bottom = _integer(digits), _integer(more[1:])
        return top if top == bottom else None
    if more:
        return _DIGITS[int(more[-1])]
    if len(digits) == 1 and re.search(r"[A-Za-z]-?$", before):
        # MP3, Web3, F1: read in English or in Korean. Where the two differ nobody can tell.
        return _DIGITS[int(digits)] if digits in "245" else None if digits in "0369" else OTHER
    return _integer(digits)


def _integer(digits: str) -> int:
    """The coda of a whole number as it is read: 10 십, 20000 만, 300 백; zeros alone or in front one by one."""
    zeros = len(digits) - len(digits.rstrip("0"))
    if not zeros or zeros == len(digits) or digits[0] == "0":
        return _DIGITS[int(digits[-1])]
    return OTHER if zeros < 4 else _myriad(zeros)


def _myriad(zeros: int) -> int:
    """만 억 조 경 해: only 조 has no coda."""
    return NONE if zeros // 4 == 3 else OTHER


def _latin(word: str) -> int | None:
    lower = word.lower()
    if lower in _KNOWN:
        return _KNOWN[lower]
    humps = _HUMP.findall(word)
    last = humps[-1] if humps else word
    if last.lower() in _KNOWN and len(last) > 2:
        return _KNOWN[last.lower()]
    if last.isupper():
        return _capitals(last) if last == word else _LETTERS[last[-1]]
    if not re.search(r"[aeiouy]", last.lower()):
        return _LETTERS[last[-1].upper()]
    return _ending(last.lower())


def _capitals(word: str) -> int | None:
    """Letter by letter; None where a word that can be said in one (APEC) would end otherwise."""
    spelt = _LETTERS[word[-1]]
    if _SAID_AS_WORD.match(word):
        said = _ending(word.lower())
        return spelt if said == spelt else None
    return spelt


_VOWELS = "aeiouy"
# In order, the first that fits decides. None: words with this ending are read either way.
_ENDINGS: tuple[tuple[str, int | None], ...] = (
    (r"l|le|ll", RIEUL),
    (r"ng|m|n|gn|mb|[aeiouy]me|[aeiouy]ne|[aeiouy]mme|[aeiouy]nne", OTHER),
    (r"[aeiouy]que|[aeiouy]pe|aq", None),
    (r"^[^aeiouy]*[aeiou]t|eck|tech", None),
    (r"(?:ee|ea|oa|oo|ou|ai|ie|ei)[pt]|(?:ee|ea|oa|ai)k", None),
    (r"[^aeiouy][aeiouy]pp?|[^aeiouy][aeiouy]tt?|(?:[aeiou]|oo)c?k|[^aeiouy][aeiou]c|^[aeiou]pp?", OTHER),
    (r"[aeiou]b", None),
)
_COMPILED = tuple((re.compile(rf"(?:{pattern})$"), end) for pattern, end in _ENDINGS)


def _ending(lower: str) -> int | None:
    return next((end for pattern, end in _COMPILED if pattern.search(lower)), NONE)
