"""The three languages: their codes, the tags a many-to-many model is asked with, and how to tell them apart."""

from collections.abc import Iterable
from functools import lru_cache

from mtkit.errors import LanguageError

__all__ = ["LANGUAGES", "NAMES", "TAGS", "detect", "directions", "normalise", "script", "scripts"]

LANGUAGES = ("en", "ja", "ko")
NAMES = {"en": "English", "ja": "Japanese", "ko": "Korean"}
TAGS = {"en": ">>eng<<", "ja": ">>jpn<<", "ko": ">>kor<<"}
_ALIASES = {
    "eng": "en",
    "english": "en",
    "jpn": "ja",
    "jp": "ja",
    "japanese": "ja",
    "kor": "ko",
    "kr": "ko",
    "korean": "ko",
}

# Ranges of the scripts that matter here; Han is shared by Japanese and (rarely) Korean.
_RANGES = (
    (
        "hangul",
        ((0xAC00, 0xD7A3), (0x1100, 0x11FF), (0x3131, 0x318E), (0xA960, 0xA97F), (0xD7B0, 0xD7FF), (0xFFA0, 0xFFDC)),
    ),
    ("hiragana", ((0x3041, 0x309F),)),
    ("katakana", ((0x30A1, 0x30FA), (0x30FC, 0x30FF), (0x31F0, 0x31FF), (0xFF66, 0xFF9F))),
    ("han", ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0xF900, 0xFAFF), (0x3005, 0x3007), (0x20000, 0x3134F))),
    (
        "latin",
        ((0x41, 0x5A), (0x61, 0x7A), (0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0x24F), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A)),
    ),
    ("digit", ((0x30, 0x39), (0xFF10, 0xFF19))),
)


def normalise(code: str) -> str:
    """The two-letter code of a language given by any of its usual names.

    Raises LanguageError for a language that is not one of the three.

    >>> normalise("ja-JP"), normalise("kor"), normalise("English")
    ('ja', 'ko', 'en')
    """
    plain = code.strip().lower().replace("_", "-").split("-")[0]
    plain = _ALIASES.get(plain, plain)
    if plain not in LANGUAGES:
        raise LanguageError(f"unknown language {code!r}", hint="use en, ja or ko")
    return plain


def directions(languages: Iterable[str] = LANGUAGES) -> tuple[tuple[str, str], ...]:
    """Every ordered pair of different languages.

    >>> directions(("en", "ja"))
    (('en', 'ja'), ('ja', 'en'))
    """
    codes = tuple(languages)
    return tuple((source, target) for source in codes for target in codes if source != target)


@lru_cache(maxsize=1 << 14)
def script(char: str) -> str:
    """The script of one character: hangul, hiragana, katakana, han, latin, digit or other.

    >>> [script(c) for c in "가あカ漢aＡ9・"]
    ['hangul', 'hiragana', 'katakana', 'han', 'latin', 'latin', 'digit', 'other']
    """
    point = ord(char)
    for name, ranges in _RANGES:
        if any(low <= point <= high for low, high in ranges):
            return name
    return "other"


def scripts(text: str) -> dict[str, int]:
    """How many characters of each script a text has.

    >>> scripts("GIST는 2번")
    {'latin': 4, 'hangul': 2, 'digit': 1}
    """
    counts: dict[str, int] = {}
    for char in text:
        name = script(char)
        if name != "other":
            counts[name] = counts.get(name, 0) + 1
    return counts


def detect(text: str) -> str | None:
    """The language of a text by its scripts, None when it holds no letter.

    Names in Latin letters are common in Korean and Japanese text and the reverse is rare, so a fifth of hangul or
    kana decides.

    >>> texts = "GIST는 AI 대학원을 열었다.", "光州科学技術院（GIST）", "The city of 光州", "12:30"
    >>> tuple(detect(text) for text in texts)
    ('ko', 'ja', 'en', None)
    """
    counts = scripts(text)
    hangul = counts.get("hangul", 0)
    japanese = counts.get("hiragana", 0) + counts.get("katakana", 0) + counts.get("han", 0)
    latin = counts.get("latin", 0)
    if not hangul + japanese + latin:
        return None
    # A Latin word counts about as much as two characters of the others.
    if max(hangul, japanese) * 2 < latin * 0.5:
        return "en"
    return "ko" if hangul >= japanese else "ja"
