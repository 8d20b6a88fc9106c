"""Where in a hypothesis a stretch of the source went, by the model's attention."""

from collections.abc import Sequence
from dataclasses import dataclass

from mtkit.engines import Hypothesis

__all__ = ["Word", "columns", "run", "words", "written"]

_SPACE = "▁"
_KEPT = 0.5  # of the strongest word's share: the words that belong to the same name


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a hypothesis: its pieces [start, end), its text, and how much of it looks at the stretch (0 to 1)."""

    start: int
    end: int
    text: str
    share: float

    def text_before(self, pieces: Sequence[str]) -> str:
        """What the hypothesis says before this word."""
        return written(pieces[: self.start])


def written(pieces: Sequence[str]) -> str:
    """The text that pieces spell.

    >>> written(["▁Gwangju", "▁Ci", "ty"])
    'Gwangju City'
    """
    return "".join(pieces).replace(_SPACE, " ").strip()


def columns(pieces: Sequence[str], text: str, start: int, end: int) -> tuple[int, int]:
    """The source pieces that spell text[start:end], by their share of the text where spelling changed its length.

    >>> columns(["▁광주", "는", "▁넓", "다"], "광주는 넓다", 4, 6)
    (2, 4)
    """
    spelled = "".join(pieces).replace(_SPACE, " ")
    shift = len(spelled) - len(spelled.lstrip())
    scale = (len(spelled) - shift) / max(1, len(text))
    low, high = start * scale + shift, end * scale + shift
    first, last, at = len(pieces), 0, 0
    for i, piece in enumerate(pieces):
        upto = at + len(piece)
        if at < high - 0.01 and upto > low + (0.01 if piece != _SPACE else 1):
            first, last = min(first, i), i + 1
        at = upto
    return min(first, last), last


def words(hypothesis: Hypothesis, looked_at: tuple[int, int], *, spaced: bool) -> list[Word]:
    """The hypothesis's words with their share of attention on some source pieces; without spaces a piece is a word.

    The end of the source, where attention rests that looks at nothing, does not count. [] without attention.
    """
    pieces, rows = hypothesis.pieces, hypothesis.attention
    if not rows or any(piece.startswith("<0x") for piece in pieces):
        return []
    starts = [i for i, piece in enumerate(pieces) if i == 0 or not spaced or piece.startswith(_SPACE)]
    found = []
    for start, end in zip(starts, (*starts[1:], len(pieces)), strict=True):
        share = max(_share(row, looked_at) for row in rows[start:end])
        found.append(Word(start, end, written(pieces[start:end]), share))
    return found


def _share(row: Sequence[float], looked_at: tuple[int, int]) -> float:
    whole = sum(row[:-1])
    return sum(row[looked_at[0] : looked_at[1]]) / whole if whole > 0.05 else 0.0


def run(found: Sequence[Word], longest: int) -> tuple[int, int]:
    """The words, at most so many, around the strongest one that look at the stretch too."""
    peak = max(range(len(found)), key=lambda i: found[i].share)
    start = end = peak
    least = found[peak].share * _KEPT
    while end - start + 1 < longest:
        left = found[start - 1].share if start else -1.0
        right = found[end + 1].share if end + 1 < len(found) else -1.0
        if max(left, right) < least:
            break
        start, end = (start - 1, end) if left > right else (start, end + 1)
    return start, end + 1
