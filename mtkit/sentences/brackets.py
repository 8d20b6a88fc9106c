"""Quotes and brackets that belong together, and a text as a splitter should see it."""

from collections.abc import Iterable
from typing import Final

from mtkit.segments import Span

__all__ = ["BREAK", "CLOSE", "OPEN", "depths", "shadow"]

# Stand-ins for markup in a shadow, from the private use area: opening tag, closing tag, forced line break.
OPEN: Final = "\ue000"
CLOSE: Final = "\ue001"
BREAK: Final = "\ue002"

_PAIRS = {
    "「": "」",
    "『": "』",
    "（": "）",
    "(": ")",
    "【": "】",
    "〔": "〕",
    "《": "》",
    "〈": "〉",
    "[": "]",
    "［": "］",
}
_PAIRS |= {"“": "”", "‘": "’", "{": "}", "＜": "＞"}
_OPENERS = {closer: opener for opener, closer in _PAIRS.items()}
_STOPS = frozenset(".．。｡!?！？…‥\n;；:：、，,")
_QUOTES = frozenset("\"'＂")


def shadow(text: str, spans: Iterable[Span]) -> str:
    """The text, as long as before, with spans as plain words and tags as marks of their own.

    >>> shadow("<b>Yahoo!</b> <br>", [Span(0, 3, "open"), Span(3, 9, "term"), Span(9, 13, "close")]) == (
    ...     OPEN * 3 + "YahooX" + CLOSE * 4 + " <br>")
    True
    """
    pieces: list[str] = []
    start = 0
    for span in sorted(spans, key=lambda span: span.start):
        if span.start < start:
            continue
        pieces += [text[start : span.start], _stand_in(text[span.start : span.end], span.kind)]
        start = span.end
    return "".join(pieces) + text[start:]


def _stand_in(value: str, kind: str) -> str:
    if kind in ("open", "close"):
        return (OPEN if kind == "open" else CLOSE) * len(value)
    if kind == "tag":
        return (BREAK if value[:3].lower() == "<br" else OPEN) * len(value)
    if kind in ("term", "number"):
        return "".join("X" if char in _STOPS or char in _PAIRS or char in _OPENERS else char for char in value)
    return "X" * len(value)


def depths(text: str) -> bytearray:
    """For each place, 1 inside a pair of quotes or brackets and 0 outside; what has no partner in its line is no pair.

    >>> list(depths("a(b)「c"))
    [0, 0, 1, 0, 0, 0]
    """
    inside = bytearray(len(text) + 1)
    stack: list[tuple[str, int]] = []
    top = 0  # what is below is marked already
    for at, char in enumerate(text):
        if char == "\n":
            stack.clear()
        elif char in _PAIRS and not (char == "‘" and _apostrophe(text, at)):
            stack.append((char, at))
        elif char in _OPENERS or char in _QUOTES:
            opened = _partner(text, at, char, stack)
            if opened >= 0:
                low = max(opened + 1, top) if opened < top else opened + 1
                inside[low:at] = b"\x01" * (at - low)
                top = at
    return inside[: len(text)]


def _partner(text: str, at: int, char: str, stack: list[tuple[str, int]]) -> int:
    """Where the pair was opened that ends here; -1 when none ends (a straight quote is then put on the stack)."""
    if char in "'’" and _apostrophe(text, at):
        return -1
    wanted = _OPENERS.get(char, char)
    for number in range(len(stack) - 1, max(len(stack) - 6, -1), -1):
        if stack[number][0] == wanted and not (char in _QUOTES and _opens(text, at)):
            opened = stack[number][1]
            del stack[number:]
            return opened
    if char in _QUOTES and not _closes(text, at):
        stack.append((char, at))
    return -1


def _apostrophe(text: str, at: int) -> bool:
    """Inside or at the end of an English word: don't, the cities' parks."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return (
        before.isascii()
        and before.isalnum()
        and ((after.isascii() and after.isalnum()) or (before == "s" and after == " "))
    )


def _opens(text: str, at: int) -> bool:
    """A straight quote that can only open."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return (not before or before.isspace() or before in _PAIRS) and bool(after) and not after.isspace()


def _closes(text: str, at: int) -> bool:
    """A straight quote that can only close."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return bool(before) and not before.isspace() and (not after or after.isspace())
