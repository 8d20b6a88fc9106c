"""Plain text: a segment is what a line says.

Bullets and white space stay outside the segment, tabs divide a line (rows copied from tables). Lines are joined only
where an English paragraph was clearly wrapped by hand: see `_wrapped`.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from mtkit.documents import markers
from mtkit.documents.skeleton import Format, Lines, Part, Piece, Slot, merged
from mtkit.documents.weaving import weave
from mtkit.languages import detect

__all__ = ["FORMAT", "cut"]

NARROWEST = 40  # a wrapped paragraph is at least this wide: shorter lines are lists, addresses, verses


def cut(text: str, name: str) -> tuple[Piece, ...]:
    """The pieces of a plain text.

    >>> [p if isinstance(p, str) else p.segment for p in cut("  ▲ 안내\\n", "a.txt")]
    ['  ▲ ', Segment(source='안내', where='a.txt:1', context='', spans=()), '\\n']
    """
    lines = Lines(text, name)
    offset, pieces = 0, list[Piece]()
    for group in _groups(_split(text, lines.end)):
        pieces += _paragraph(group, offset, lines) if len(group) > 1 else _line(group[0], offset, lines)
        offset += sum(map(len, group))
    return merged(pieces)


def _split(text: str, end: str) -> list[str]:
    lines = [line + end for line in text.split(end)]
    lines[-1] = lines[-1][: -len(end)]
    return lines


def _line(line: str, offset: int, lines: Lines) -> Iterator[Piece]:
    for number, cell in enumerate(line.split("\t")):
        if number:
            yield "\t"
            offset += 1
        yield from weave([Part(cell, (cell,))], offset, lines, _escape)
        offset += len(cell)


def _paragraph(group: Sequence[str], offset: int, lines: Lines) -> Iterator[Piece]:
    parts = list[Part]()
    for line in group:
        said = line.rstrip()
        parts += [Part(said, (said,)), Part(" ", (line[len(said) :],))]
    parts[-1] = Part("", parts[-1].pieces)
    yield from weave(parts, offset, lines, _escape)


def _escape(slot: Slot, target: str, markup: Sequence[str]) -> str:
    """One line stays one line."""
    return " ".join(target.split("\n"))


def _groups(lines: list[str]) -> Iterator[list[str]]:
    """Lines one by one, but a paragraph wrapped by hand together."""
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and _could_wrap(lines[end]):
            end += 1
        block = lines[start:end]
        if _wrapped([line.rstrip() for line in block]):
            yield block
        else:
            yield from ([line] for line in block)
            end += end == start
            yield from ([line] for line in lines[start + len(block) : end])
        start = end


def _could_wrap(line: str) -> bool:
    return bool(line.strip()) and (
        (line[:1].isalnum() or line[:1] in "\"“‘'(")
        and "\t" not in line
        and len(line) < 200
        and not markers.strip(line)[0]
    )


def _wrapped(block: list[str]) -> bool:
    """True for English lines where no line had room for the first word of the next, and sentences run over the ends.

    Each line's end must be in the middle of a sentence (no closing mark before it) or the next line begin in lower
    case, and once at least it does.
    """
    width = max(map(len, block), default=0)
    if len(block) < 2 or width < NARROWEST or detect(" ".join(block)) != "en":
        return False
    if not all(len(line) + 1 + len(following.split()[0]) > width for line, following in pairwise(block)):
        return False
    lower = [following[0].islower() for _, following in pairwise(block)]
    return any(lower) and all(low or line[-1] not in '.!?:;”")' for low, line in zip(lower, block, strict=False))


FORMAT = Format("text", (".txt", ".text"), cut, largest=0)
