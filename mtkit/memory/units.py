"""The values of a memory: units, what it offers for a text, and the keys under which equal texts are found."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from mtkit.languages import LANGUAGES

__all__ = ["Offer", "Unit", "identity_of", "key", "number_of"]

_FACTORS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5)  # odd, bits well mixed

_BLANKS = re.compile("[ \t\xa0\u2009\u202f\u3000]+")
_ODD = re.compile("[\t\xa0\u2009\u202f\u3000\u1100-\u11ff\u0300-\u036f\u3099\u309a\uff00-\uffef]")
# What a wide or narrow form stands for. The rest of NFKC changes what is said: x² is not x2, ① is not 1.
_WIDTHS = {
    code: decomposed
    for code in (*range(0xFF01, 0xFFBF), *range(0xFFE0, 0xFFEF))
    if (decomposed := unicodedata.normalize("NFKC", chr(code))) != chr(code) and code != 0xFF5E
}


@dataclass(frozen=True, slots=True)
class Unit:
    """The same text in two or three languages, "" where it is missing.

    `context` tells equal texts apart (msgctxt, the id of a string), `origin` says where the unit comes from, `date` is
    when it was last changed (`2026-11-30T09:00:00Z`), `reviewed` whether a person stands behind it: only such a unit
    is used by itself, the others are offered.

    >>> Unit(ko="광주", en="Gwangju").texts
    ('Gwangju', '', '광주')
    """

    en: str = ""
    ja: str = ""
    ko: str = ""
    context: str = ""
    origin: str = ""
    date: str = ""
    reviewed: bool = True

    @property
    def texts(self) -> tuple[str, str, str]:
        """The texts in the order of `mtkit.languages.LANGUAGES`."""
        return self.en, self.ja, self.ko

    def text(self, language: str) -> str:
        """The text of one language.

        >>> Unit(ko="광주", en="Gwangju").text("ko")
        '광주'
        """
        return self.texts[LANGUAGES.index(language)]

    @property
    def identity(self) -> int:
        """The same number for units of the same texts and context: the later one takes the place of the earlier."""
        return identity_of(tuple(map(number_of, self.texts)), self.context)

    @property
    def fingerprint(self) -> int:
        """A number for all that the unit is: it goes into the memory's checksum."""
        return self.identity * self.weight

    @property
    def weight(self) -> int:
        """An odd number for what is not in the identity: origin, date, reviewed."""
        return _about(self.origin, self.date, self.reviewed) | 1


@dataclass(frozen=True, slots=True)
class Offer:
    """A translation that the memory offers for a text: that of `source`, which is `percent` alike.

    `percent` is 100 * (1 - edit distance / length of the longer text) over characters, rounded down; 100 is an equal
    text, 101 one in the same context too.

    >>> Offer("광주는 도시다.", "Gwangju is a city.", 100).target
    'Gwangju is a city.'
    """

    source: str
    target: str
    percent: int
    context: str = ""
    origin: str = ""
    date: str = ""
    reviewed: bool = True


def key(text: str) -> str:
    """The text as it is compared: composed, without wide and narrow forms, one space for several, none outside.

    Line ends, case and everything else that can change what is said stay.

    >>> key(" Ａ１　ｶﾞｽ "), key("x² ①"), key("a \\n b")
    ('A1 ガス', 'x² ①', 'a \\n b')
    """
    plain = "\t" not in text if text.isascii() else not _ODD.search(text)
    if plain and "  " not in text:
        return text.strip()
    return unicodedata.normalize("NFC", _BLANKS.sub(" ", text.translate(_WIDTHS))).strip()


@lru_cache
def _about(origin: str, date: str, reviewed: bool) -> int:
    return number_of(f"{origin}\0{date}\0{reviewed}")


@lru_cache
def _context(text: str) -> int:
    return number_of(text) * _FACTORS[3]


def identity_of(numbers: tuple[int, ...], context: str) -> int:
    """The identity of a unit whose texts have these numbers (see `number_of`).

    >>> identity_of(tuple(map(number_of, ("Gwangju", "", "광주"))), "") == Unit(en="Gwangju", ko="광주").identity
    True
    """
    en, ja, ko = numbers
    mixed = en * _FACTORS[0] + ja * _FACTORS[1] + ko * _FACTORS[2] + (_context(context) if context else 0)
    return (mixed + (1 << 63)) % (1 << 64) - (1 << 63)


def number_of(text: str) -> int:
    """A 64-bit number for a text, as SQLite keeps them. Raises UnicodeEncodeError for half of a surrogate pair.

    >>> number_of("광주") == number_of("광주") != number_of("광 주")
    True
    """
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little", signed=True)
