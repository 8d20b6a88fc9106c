"""The skeleton that every format shares: a document is literals with slots, and a slot is a segment with its spelling.

    pieces   str       stands in the file and stays
             Mark      a value that follows the target language or the output's encoding (lang="ko", charset=euc-kr)
             Slot      a segment, and the parts it was read from
    part     a stretch of a slot: free text (perhaps spelled differently in the file) or markup, which may hold slots

`weave` turns a run of parts into pieces: what needs no translation at either end stays outside as a literal.
A slot whose target equals its source is written as it stood, so that an unchanged document is the same bytes.
"""

import bisect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mtkit.documents import markers
from mtkit.segments import Segment, Span

__all__ = ["Escape", "Format", "Lines", "Mark", "Part", "Piece", "Slot", "fill", "merged", "raw", "slots", "weave"]

Escape = Callable[["Slot", str, Sequence[str]], str]


@dataclass(frozen=True, slots=True)
class Mark:
    """A value in the document that names its language or its encoding.

    >>> fill((Mark("language", "ja"),), iter(()), {"language": "ko"})
    'ko'
    """

    kind: str
    raw: str


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a slot: `source` as it reads in the segment, `pieces` as it stands in the file.

    `kind` is empty for free text, else the kind of the segment's span; `changed` is what to write in place of `pieces`
    once the text around it is a translation (a shortcut link needs its label then).

    >>> Part("&", ("&amp;",)).source
    '&'
    """

    source: str
    pieces: "tuple[Piece, ...]"
    kind: str = ""
    changed: str | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """A segment's place in the document; `escape(slot, target, markup)` spells a new text the way the format wants it.

    `markup` holds, for each part with a kind, what is to be written for it.

    >>> slot = Slot(Segment("a"), (Part("a", ("a",)),), lambda slot, target, markup: target.upper())
    >>> fill((slot,), iter(["b"]), {}), fill((slot,), iter(["a"]), {})
    ('B', 'a')
    """

    segment: Segment
    parts: tuple[Part, ...]
    escape: Escape


Piece = str | Mark | Slot


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: how its text is cut into pieces, and which encoding a file says it has.

    >>> Format("lines", (".l",), lambda text, name: (text,)).cut("a", "x.l")
    ('a',)
    """

    name: str
    suffixes: tuple[str, ...]
    cut: Callable[[str, str], tuple[Piece, ...]]
    declared: Callable[[bytes], str | None] = lambda data: None


class Lines:
    """Where an offset is, for people: `name:line`. A line ends at \\n only (at \\r in an old file that has no \\n).

    >>> Lines("a\\nb", "x.txt").where(2)
    'x.txt:2'
    """

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.end = "\n" if "\n" in text or "\r" not in text else "\r"
        self._ends = [match.start() for match in re.finditer(self.end, text)]

    def where(self, offset: int) -> str:
        """The name and the line of an offset."""
        return f"{self.name}:{bisect.bisect_left(self._ends, offset) + 1}"


def slots(pieces: Iterable[Piece]) -> Iterator[Slot]:
    """Every slot in the order of its first character, those inside another's markup after it.

    >>> [slot.segment.source for slot in slots(("x", Slot(Segment("a"), (Part("a", ("a",)),), str)))]
    ['a']
    """
    for piece in pieces:
        if isinstance(piece, Slot):
            yield piece
            for part in piece.parts:
                yield from slots(part.pieces)


def raw(piece: Piece) -> str:
    """A piece as it stands in the file.

    >>> raw("a"), raw(Mark("language", "ko"))
    ('a', 'ko')
    """
    if isinstance(piece, str):
        return piece
    if isinstance(piece, Mark):
        return piece.raw
    return "".join(map(_raw_part, piece.parts))


def _raw_part(part: Part) -> str:
    return "".join(map(raw, part.pieces))


def merged(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """The pieces with neighbouring literals as one.

    >>> merged(["a", "", "b", Mark("language", "ko")])
    ('ab', Mark(kind='language', raw='ko'))
    """
    found, waiting = list[Piece](), list[str]()
    for piece in pieces:
        if isinstance(piece, str):
            waiting.append(piece)
            continue
        found += [*filter(None, ["".join(waiting)]), piece]
        waiting = []
    return (*found, *filter(None, ["".join(waiting)]))


def fill(pieces: Iterable[Piece], targets: Iterator[str], values: Mapping[str, str]) -> str:
    """The text of the pieces with the next targets in the slots and the given values for the marks.

    >>> fill(("a", Slot(Segment("b"), (Part("b", ("b",)),), lambda slot, target, markup: target)), iter("c"), {})
    'ac'
    """
    return "".join(_fill(piece, targets, values) for piece in pieces)


def _fill(piece: Piece, targets: Iterator[str], values: Mapping[str, str]) -> str:
    if isinstance(piece, str):
        return piece
    if isinstance(piece, Mark):
        return values.get(piece.kind, piece.raw)
    target = next(targets)
    written = [fill(part.pieces, targets, values) for part in piece.parts]
    if target == piece.segment.source:
        return "".join(written)
    pairs = zip(piece.parts, written, strict=True)
    return piece.escape(
        piece, target, [text if part.changed is None else part.changed for part, text in pairs if part.kind]
    )


def weave(parts: Sequence[Part], offset: int, lines: Lines, escape: Escape) -> tuple[Piece, ...]:
    """The pieces of a run of parts that begins at `offset`: one slot at most, literals on both sides of it.

    >>> weave([Part(" ▲ 안내 ", (" ▲ 안내 ",))], 0, Lines("", "a"), str)[1].segment.source
    '안내'
    """
    head, body, tail = _trim(list(parts))
    if not any(not part.kind and _speaks(part.source) for part in body):
        return tuple(piece for part in parts for piece in part.pieces)
    where = lines.where(offset + sum(len(_raw_part(part)) for part in head))
    spans, start = [], 0
    for part in body:
        if part.kind:
            spans.append(Span(start, start + len(part.source), part.kind))
        start += len(part.source)
    slot = Slot(Segment("".join(part.source for part in body), where, spans=tuple(spans)), tuple(body), escape)
    return (*(p for part in head for p in part.pieces), slot, *(p for part in tail for p in part.pieces))


def _speaks(text: str) -> bool:
    return any(map(str.isalnum, text))


def _trim(parts: list[Part]) -> tuple[list[Part], list[Part], list[Part]]:
    """White space, bullets and the markup that is not inside the text move out of it."""
    partners = _partners(parts)
    low, high = 0, len(parts)
    while low < high:
        if _goes(parts[low], low, high, partners, first=True):
            low += 1
        elif _goes(parts[high - 1], high - 1, high, partners, first=False):
            high -= 1
        elif partners.get(low) == high - 1:
            low, high = low + 1, high - 1
        else:
            break
    head, body, tail = parts[:low], parts[low:high], parts[high:]
    if body and not body[0].kind and body[0].pieces == (body[0].source,):
        lead = markers.strip(body[0].source)[0]
        head, body = [*head, *_plain(lead)], [*_plain(body[0].source[len(lead) :]), *body[1:]]
    if body and not body[-1].kind and body[-1].pieces == (body[-1].source,):
        kept = body[-1].source.rstrip()
        tail = [*_plain(body[-1].source[len(kept) :]), *tail]
        body = [*body[:-1], *_plain(kept)]
    return head, body, tail


def _plain(text: str) -> list[Part]:
    return [Part(text, (text,))] if text else []


def _goes(part: Part, at: int, high: int, partners: dict[int, int], *, first: bool) -> bool:
    if not part.kind:
        return not part.source.strip() or (first and _is_bullet(part.source))
    if part.kind in ("open", "close"):
        return at not in partners or partners[at] >= high
    return part.kind == "tag"


def _is_bullet(text: str) -> bool:
    """Symbols before a text are a bullet only when they are one: `“` and `(` belong to the text."""
    return not _speaks(text) and markers.strip(text + "가")[1] == "가"


def _partners(parts: list[Part]) -> dict[int, int]:
    found, waiting = dict[int, int](), list[int]()
    for index, part in enumerate(parts):
        if part.kind == "open":
            waiting.append(index)
        elif part.kind == "close" and waiting:
            found[waiting[-1]] = index
            found[index] = waiting.pop()
    return found
