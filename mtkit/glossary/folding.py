"""Text as the matcher compares it: NFKC, one case, one kind of each dash, dot and quote; and the way back."""

import re
import unicodedata
from bisect import bisect_right
from functools import cache, lru_cache

__all__ = ["Folded", "fold", "key"]

# One character for one: full width, ideographic space, dashes, middle dots, quotes. Fast, and keeps offsets.
_ALIKE = dict.fromkeys(
    (9, 10, 11, 12, 13, 0x85, 0xA0, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000), " "
)
_ALIKE |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_ALIKE |= {ord(dash): "-" for dash in "‐‑‒–—―−－﹣"}
_ALIKE |= {ord(dot): "·" for dot in "・･‧•∙⋅ㆍᆞ․"}
_ALIKE |= {ord(quote): "'" for quote in "‘’‛ʼ＇`´"} | {ord(quote): '"' for quote in "“”„＂"}
_ALIKE |= {ord("゠"): "="}
_LOWER = {code: chr(code).lower() for code in range(0x250) if len(chr(code).lower()) == 1}
_TABLE = _ALIKE | _LOWER | {code: plain.lower() for code, plain in _ALIKE.items()}

# What composes with the character before it: combining marks, half-width voicing marks, conjoining Hangul.
_JOINING = r"\u0300-\u036f\u3099\u309a\uff9e\uff9f\u1160-\u11ff"
# The blocks that hold characters NFKC changes: all but those of Han and Hangul.
_BLOCKS = (0x80, 0x3400), (0xA000, 0xAC00), (0xF900, 0x10000), (0x1D100, 0x1F300), (0x2F800, 0x2FA20)
_JOINS = re.compile(f"[{_JOINING}]")
_ENGLISH_GAP = re.compile(" {2,}")
# A middle dot or = between katakana is no more than a space there: パロ・アルト.
_KATAKANA_DOT = re.compile(r"(?<=[ァ-ヺー-ヿ])[·=](?=[ァ-ヺー-ヿ])")
_GAPS = {"en": _ENGLISH_GAP, "ja": re.compile(rf"{_KATAKANA_DOT.pattern}|\s+"), "ko": re.compile(r"\s+")}


class Folded:
    """A folded text, and where each stretch of it stands in the original.

    >>> folded = fold("㈜ＧＩＳＴ 光州", "ja")
    >>> folded.text, folded.span(3, 7)
    ('(주)gist光州', (1, 5))
    """

    __slots__ = ("_first", "_language", "_second", "original", "plain", "text")

    def __init__(self, original: str, language: str) -> None:
        self.original = original
        self._language = language
        self.plain = _compatible(original)
        self.text = _squeezed(self.plain, language)
        # Found only when asked for: most texts hold no name.
        self._first: _Moves | None = None
        self._second: _Moves | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original under text[start:end]."""
        if self._second is None:
            self._second = _Moves.of_gaps(self.plain, self._language)
            self._first = _Moves.of_clusters(self.original, self.plain)
        start, end = self._second.back(start, end)
        return self._first.back(start, end) if self._first else (start, end)


def fold(text: str, language: str = "en") -> Folded:
    """NFKC, lower case, one kind of each look-alike, without the spaces that make no difference in a language.

    In English runs of space become one, in Japanese and Korean all go.

    >>> fold("Ｇｗａｎｇｊｕ  ５・１８", "en").text, fold("光州 広域市", "ja").text
    ('gwangju 5·18', '光州広域市')
    """
    return Folded(text, language)


def key(text: str, language: str) -> str:
    """The folded text alone: what two ways to write one name have in common.

    >>> key("パロ・アルト", "ja") == key("ﾊﾟﾛｱﾙﾄ", "ja")
    True
    """
    return _squeezed(_compatible(text), language)


def _compatible(text: str) -> str:
    plain = text.translate(_TABLE)
    if plain.isascii() or unicodedata.is_normalized("NFKC", plain):
        return plain
    return _changing(plain).sub(lambda cluster: _fold_cluster(cluster.group()), plain)


def _changing(plain: str) -> re.Pattern[str]:
    """What NFKC changes in a text: characters of their own, and those that others join."""
    # Only what the text has: a class of all five thousand would be slow to try at every letter.
    return _pattern("".join(sorted(_unstable().intersection(plain))), bool(_JOINS.search(plain)))


@lru_cache(maxsize=256)
def _pattern(letters: str, joins: bool) -> re.Pattern[str]:
    kinds = [rf"[^{_JOINING}][{_JOINING}]+"] if joins else []
    kinds += [f"[{re.escape(letters)}]"] if letters else []
    return re.compile("|".join(kinds) or r"(?!)")


@cache
def _unstable() -> frozenset[str]:
    codes = (code for low, high in _BLOCKS for code in range(low, high))
    return frozenset(chr(code) for code in codes if not unicodedata.is_normalized("NFKC", chr(code)))


@cache
def _fold_cluster(cluster: str) -> str:
    return unicodedata.normalize("NFKC", cluster).translate(_TABLE)


def _squeezed(plain: str, language: str) -> str:
    if language == "en":
        return _ENGLISH_GAP.sub(" ", plain) if "  " in plain else plain
    if language == "ja" and ("·" in plain or "=" in plain):
        plain = _KATAKANA_DOT.sub("", plain)
    return "".join(plain.split())


class _Moves:
    """Pieces of a text and where they were: begin there, begin before, length there, length before."""

    __slots__ = ("begins", "pieces")

    def __init__(self, pieces: list[tuple[int, int, int, int]]) -> None:
        self.pieces = pieces
        self.begins = [piece[0] for piece in pieces]

    @classmethod
    def of_gaps(cls, plain: str, language: str) -> "_Moves":
        """What squeezing moved: the runs between the gaps."""
        return cls(_runs(plain, language))

    @classmethod
    def of_clusters(cls, original: str, plain: str) -> "_Moves | None":
        """What folding moved: nothing when every character was folded into one."""
        table = original.translate(_TABLE)
        if table == plain:
            return None
        pieces, here, before = [], 0, 0
        for cluster in _changing(table).finditer(table):
            same = cluster.start() - before
            new = len(_fold_cluster(cluster.group()))
            pieces.append((here, before, same, same))
            pieces.append((here + same, cluster.start(), new, len(cluster.group())))
            here, before = here + same + new, cluster.end()
        pieces.append((here, before, len(table) - before, len(table) - before))
        return cls([piece for piece in pieces if piece[2]])

    def back(self, start: int, end: int) -> tuple[int, int]:
        """The stretch before the move; half a changed piece counts as the whole."""
        first = self.pieces[bisect_right(self.begins, start) - 1]
        last = self.pieces[bisect_right(self.begins, end - 1) - 1]
        begin = first[1] + (start - first[0] if first[2] == first[3] else 0)
        finish = last[1] + (end - last[0] if last[2] == last[3] else last[3])
        return begin, finish


def _runs(plain: str, language: str) -> list[tuple[int, int, int, int]]:
    pieces: list[tuple[int, int, int, int]] = []
    here = before = 0
    for gap in (*_GAPS[language].finditer(plain), None):
        upto, after = gap.span() if gap else (len(plain), len(plain))
        if length := upto - before:
            pieces.append((here, before, length, length))
            here += length
        if gap and language == "en":
            pieces.append((here, upto, 1, after - upto))
            here += 1
        before = after
    return pieces
