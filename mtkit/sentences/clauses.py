"""A sentence that is too long into parts, at the best marks there are."""

import bisect
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

from mtkit.languages import normalise, script
from mtkit.segments import Span
from mtkit.sentences.brackets import BREAK, depths, shadow

__all__ = ["shorten"]

_STRONG = re.compile(rf"[.．。｡!?！？…]+[」』）)\]”’\"']*(?:\s+|(?<=[。！？])(?=[^\s」』）)]))|\n\s*|{BREAK}+\s*")
_MARKS = re.compile(r"[;；](?:\s+|(?<=；))|：\s*|:\s+|[—–]+\s*|\s+(?=[▲△▶●○■◆※•])")
_COMMAS = re.compile(r"[、，]\s*|,\s+|・(?=[「『])")
_CONNECTIVES = {
    "ko": re.compile(r"(?<=[가-힣])(?:며|고|여|해|나|지만|는데|면서|아서|어서|도록|으로|위해|따라)\s+"),
    "ja": re.compile(r"(?<=[ぁ-ん])(?:て|で|が|し|ため|ので|から|ほか|とともに)(?=[ァ-ヶ一-龠「『])"),
    "en": re.compile(r"\s+(?=(?:and|but|or|which|who|that|because|while|where|when|as|with|to|for|in|by)\s)"),
}
_GAPS = re.compile(r"\s+|(?<=[ぁ-ん])(?=[ァ-ヶ一-龠「『（])")
_LOW, _HIGH = 0.2, 0.8  # a part outside of these is too small to be worth a good mark
_JOINED = frozenset("\u200d\ufe0e\ufe0f")


def shorten(text: str, language: str, fits: Callable[[str], bool], spans: Iterable[Span] = ()) -> tuple[str, ...]:
    """The text in parts that fit, about equally long; the parts together are the text.

    Divided at sentence ends (also in quotes), then at ; : and dashes, at commas, at connectives, at white space, each
    outside of brackets first; between characters only when there is nothing else. A span is never divided, so a span
    or a character that does not fit alone comes back as it is.

    >>> shorten("서울에서 회의를 열고, 부산에서 행사를 열었다.", "ko", lambda part: len(part) < 16)
    ('서울에서 회의를 열고, ', '부산에서 행사를 열었다.')
    """
    if not text:
        return ()
    if fits(text):
        return (text,)
    places = _Places(text, normalise(language), tuple(spans))
    done: list[str] = []
    todo = [(0, len(text))]
    while todo:
        start, end = todo.pop()
        cut = None if (start, end) != (0, len(text)) and fits(text[start:end]) else places.best(start, end)
        if cut is None:
            done.append(text[start:end])
        else:
            todo += [(cut, end), (start, cut)]
    return tuple(done)


class _Places:
    """The places where a text may be divided, in levels from good to bad."""

    def __init__(self, text: str, language: str, spans: tuple[Span, ...]) -> None:
        seen = shadow(text, spans)
        inside = depths(seen)
        forbidden = bytearray(len(text) + 1)
        for span in spans:
            forbidden[span.start + 1 : span.end] = b"\x01" * max(span.end - span.start - 1, 0)
        allowed = [at for at in range(1, len(text)) if not forbidden[at]]
        patterns = (_STRONG, _MARKS, _COMMAS, _CONNECTIVES[language])
        marked = [[at for at in _at(pattern, seen) if not forbidden[at]] for pattern in patterns]
        outer = [[at for at in places if not inside[at]] for places in marked]
        gaps = [at for at in _at(_GAPS, seen) if not forbidden[at]]
        self._good = (*outer, *marked)
        self._poor = ([at for at in gaps if not inside[at]], gaps)
        self._last = ([at for at in allowed if not _clings(text, at)], allowed)

    def best(self, start: int, end: int) -> int | None:
        """The place between start and end that divides best, None when there is none."""
        for levels, low, high in (
            (self._good, _LOW, _HIGH),
            (self._good, 0, 1),
            (self._poor, 0, 1),
            (self._last, 0, 1),
        ):
            for places in levels:
                cut = _middle(places, start, end)
                if cut is not None and low <= (cut - start) / (end - start) <= high:
                    return cut
        return None


def _at(pattern: re.Pattern[str], text: str) -> Iterator[int]:
    return (found.end() for found in pattern.finditer(text) if 0 < found.end() < len(text))


def _middle(places: list[int], start: int, end: int) -> int | None:
    """The place nearest to the middle."""
    at = bisect.bisect_left(places, (start + end) // 2)
    near = [place for place in places[max(at - 1, 0) : at + 1] if start < place < end]
    return min(near, key=lambda place: abs(2 * place - start - end), default=None)


def _clings(text: str, at: int) -> bool:
    """Not before a mark that belongs to the character before it, not inside a Latin word or a number."""
    char, before = text[at], text[at - 1]
    if unicodedata.combining(char) or char in _JOINED or before == "\u200d" or char.isspace():
        return True
    return script(char) == script(before) and script(char) in ("latin", "digit")
