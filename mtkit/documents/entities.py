"""HTML text: entities and white space read as a person reads them, and spelled again as the source spells them."""

import html
import re
from collections import deque
from collections.abc import Iterator, Sequence

from mtkit.documents.skeleton import Part, Slot
from mtkit.languages import script

__all__ = ["escape", "joint", "located", "settle", "words"]

_SPECIAL = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);?|[ \t\n\r\f]{2,}|[\t\n\r\f]")
_MANY = 200  # so many tags in one segment are looked for in their order only


def words(raw: str) -> list[Part]:
    """Text as parts: entities decoded, runs of white space as one space (none between Japanese lines).

    >>> [part.source for part in words("A&nbsp;&lt;\\n  B")]
    ['A', '\\xa0', '<', ' ', 'B']
    """
    parts, at = list[Part](), 0
    for match in _SPECIAL.finditer(raw):
        part = _decoded(match, raw)
        if part:
            if at < match.start():
                parts.append(Part(raw[at : match.start()], (raw[at : match.start()],)))
            parts.append(part)
            at = match.end()
    if at < len(raw):
        parts.append(Part(raw[at:], (raw[at:],)))
    return parts


def _decoded(match: re.Match[str], raw: str) -> Part | None:
    spelled = match[0]
    if not spelled.startswith("&"):
        joined = (
            "\n" in spelled
            and _wide(raw[match.start() - 1 : match.start()])
            and _wide(raw[match.end() : match.end() + 1])
        )
        return Part("" if joined else " ", (spelled,))
    text = html.unescape(spelled)
    if text == spelled:
        return None
    if text in "\n\r\t\f":
        return Part(" ", (spelled,))
    return Part(text, (spelled,)) if text.isprintable() or text.isspace() else Part(spelled, (spelled,), "tag")


def joint(before: str, after: str) -> str:
    """What a line end between two characters reads as: nothing between Japanese ones, else a space.

    >>> joint("京", "は"), joint("은", "수")
    ('', ' ')
    """
    return "" if _wide(before) and _wide(after) else " "


def _wide(char: str) -> bool:
    return bool(char) and (script(char) in ("hiragana", "katakana", "han") or char in "、。「」『』（）・")


def settle(parts: list[Part]) -> list[Part]:
    """Decoded text that looks like one of the tags around it stays as it is spelled: nobody could tell them apart.

    >>> [part.source for part in settle([*words("&lt;b&gt;"), Part("<b>", ("<b>",), "open")])]
    ['&lt;', 'b', '>', '<b>']
    """
    sources = [part.source for part in parts if part.kind]
    if not sources or not any("<" in part.source for part in parts if not part.kind):
        return parts
    start, expected = 0, []
    for part in parts:
        if part.kind:
            expected.append(start)
        start += len(part.source)
    text = "".join(part.source for part in parts)
    if [at for at, _, _ in located(text, sources, sources)] == expected:
        return parts
    return [_as_spelled(part) if not part.kind and "<" in part.source else part for part in parts]


def _as_spelled(part: Part) -> Part:
    spelled = str(part.pieces[0])
    return Part(spelled, (spelled,), "code")


def located(text: str, sources: Sequence[str], written: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Where the markup stands in a text, and what is to be written for it (the next of its kind, each time).

    >>> list(located("a<b>", ["<b>"], ["<i>"]))
    [(1, 4, '<i>')]
    """
    if len(sources) > _MANY:
        yield from _in_order(text, sources, written)
        return
    waiting: dict[str, deque[str]] = {}
    for source, new in zip(sources, written, strict=True):
        waiting.setdefault(source, deque()).append(new)
    if not waiting:
        return
    longest_first = sorted(waiting, key=len, reverse=True)
    for match in re.finditer("|".join(map(re.escape, longest_first)), text):
        queue = waiting[match[0]]
        yield match.start(), match.end(), queue.popleft() if len(queue) > 1 else queue[0]


def _in_order(text: str, sources: Sequence[str], written: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    at = 0
    for source, new in zip(sources, written, strict=True):
        found = text.find(source, at)
        if found >= 0:
            at = found + len(source)
            yield found, at, new


def escape(slot: Slot, target: str, markup: Sequence[str]) -> str:
    """A new text in HTML: its markup as it was, its other characters spelled the way the source spells them.

    >>> from mtkit.segments import Segment
    >>> bold = Part("<b>", ("<b>",), "open"), Part("</b>", ("</b>",), "close")
    >>> slot = Slot(Segment(""), (*words("&copy;"), *bold), escape)
    >>> escape(slot, "<b>B</b> © < A", ["<b>", "</b>"])
    '<b>B</b> &copy; &lt; A'
    """
    table = _spelling(slot)
    done, at = [], 0
    for start, end, written in located(target, [part.source for part in slot.parts if part.kind], markup):
        done += [target[at:start].translate(table), written]
        at = end
    return "".join(done) + target[at:].translate(table)


def _spelling(slot: Slot) -> dict[int, str]:
    table = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\u00a0": "&nbsp;"}
    free = [part for part in slot.parts if not part.kind]
    table |= {
        part.source: str(part.pieces[0])
        for part in free
        if len(part.source) == 1 and part.source not in (" ", '"', "'")
    }
    table = {char: spelled for char, spelled in table.items() if char in "&<" or spelled != char}
    plain = {char for part in free if part.pieces == (part.source,) for char in part.source}
    return {ord(char): spelled for char, spelled in table.items() if char in "&<" or char not in plain}
