"""Text as the matcher compares it: NFKC, one case, one kind of each dash, dot and quote; and the way back."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

__all__ = ["Folded", "fold", "squeeze"]

# One character for one: full width, ideographic space, dashes, middle dots, quotes. Fast, and keeps offsets.
_ALIKE = {0x3000: " ", 0xA0: " ", 0x202F: " ", 0x2009: " "}
_ALIKE |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_ALIKE |= {ord(dash): "-" for dash in "‐‑‒–—―−－﹣"}
_ALIKE |= {ord(dot): "·" for dot in "・･‧•∙⋅ㆍᆞ․"}
_ALIKE |= {ord(quote): "'" for quote in "‘’‛ʼ＇`´"} | {ord(quote): '"' for quote in "“”„＂"}
_ALIKE |= {ord("＝"): "=", ord("゠"): "="}
_LOWER = {code: chr(code).lower() for code in range(0x250) if len(chr(code).lower()) == 1}
_TABLE = _ALIKE | _LOWER | {code: plain.lower() for code, plain in _ALIKE.items()}

# What composes with the character before it: combining marks, half-width voicing marks, conjoining Hangul.
_JOINING = r"[\u0300-\u036f\u3099\u309a\uff9e\uff9f\u1160-\u11ff]"
_CLUSTER = re.compile(rf".{_JOINING}*", re.DOTALL)
_GAP = re.compile(r"\s+")
# A middle dot or = between katakana is no more than a space there: パロ・アルト.
_KATAKANA_GAP = re.compile(r"(?<=[ァ-ヿ])[·=](?=[ァ-ヿ])|\s+")


class Folded:
    """A folded text and, for each of its characters, where it stands in the original.

    >>> folded = fold("㈜ＧＩＳＴ")
    >>> folded.text, folded.span(3, 7)
    ('(주)gist', (1, 5))
    """

    __slots__ = ("ends", "starts", "text")

    def __init__(self, text: str, starts: Sequence[int] | None = None, ends: Sequence[int] | None = None) -> None:
        self.text = text
        self.starts = starts  # None: each character is where it was
        self.ends = ends

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original under text[start:end]."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> Folded:
    """NFKC, lower case, one kind of each look-alike; offsets kept.

    >>> fold("Ｇｗａｎｇｊｕ ５・１８").text
    'gwangju 5·18'
    """
    plain = text.translate(_TABLE)
    if plain.isascii() or unicodedata.is_normalized("NFKC", plain):
        return Folded(plain)
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for cluster in _CLUSTER.finditer(text):
        new = _fold_cluster(cluster.group())
        pieces.append(new)
        starts += [cluster.start()] * len(new)
        ends += [cluster.end()] * len(new)
    return Folded("".join(pieces), starts, ends)


@cache
def _fold_cluster(cluster: str) -> str:
    return unicodedata.normalize("NFKC", cluster.translate(_TABLE)).translate(_TABLE)


def squeeze(folded: Folded, language: str) -> Folded:
    """Without the spaces that make no difference: in English runs become one, in Japanese and Korean all go.

    >>> squeeze(fold("光州 広域市"), "ja").text, squeeze(fold("Palo  Alto"), "en").text
    ('光州広域市', 'palo alto')
    """
    text = folded.text
    gaps = _gaps(text, language)
    if not gaps:
        return folded
    kept: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    last = 0
    for start, end in (*gaps, (len(text), len(text))):
        kept.append(text[last:start])
        _take(folded, last, start, starts, ends)
        if language == "en" and start < end:
            kept.append(" ")
            whole = folded.span(start, end)
            starts.append(whole[0])
            ends.append(whole[1])
        last = end
    return Folded("".join(kept), starts, ends)


def _gaps(text: str, language: str) -> list[tuple[int, int]]:
    if language == "en":
        return [gap.span() for gap in _GAP.finditer(text) if gap.group() != " "]
    pattern = _KATAKANA_GAP if language == "ja" else _GAP
    return [gap.span() for gap in pattern.finditer(text)]


def _take(folded: Folded, start: int, end: int, starts: list[int], ends: list[int]) -> None:
    if folded.starts is None or folded.ends is None:
        starts.extend(range(start, end))
        ends.extend(range(start + 1, end + 1))
    else:
        starts.extend(folded.starts[start:end])
        ends.extend(folded.ends[start:end])
