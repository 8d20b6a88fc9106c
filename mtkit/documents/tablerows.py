"""The rows of a CSV or TSV text with the place of every cell."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mtkit.errors import InputError

__all__ = ["Cell", "Row", "rows"]


@dataclass(frozen=True, slots=True)
class Cell:
    """`text[start:end]` is the cell as it is written, `said` what it says.

    >>> Cell(0, 3, "a").said
    'a'
    """

    start: int
    end: int
    said: str


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, and the offset of its line end.

    >>> Row((Cell(0, 1, "a"),), 1).end
    1
    """

    cells: tuple[Cell, ...]
    end: int


def rows(text: str, name: str, comma: str) -> Iterator[Row]:
    """The rows that are not blank. Raises InputError with the line for a quote that nothing closes.

    >>> [[cell.said for cell in row.cells] for row in rows('a,"b, c"\\n\\nd,e', "n", ",")]
    [['a', 'b, c'], ['d', 'e']]
    >>> list(rows('a,"b', "n.csv", ","))
    Traceback (most recent call last):
    mtkit.errors.InputError: n.csv:1: no table (a quote that nothing closes)
    """
    quoted = "" if comma == "\t" else '"(?:[^"]|"")*+"|'
    pattern = re.compile(rf"({quoted}[^{comma}\r\n]*)({comma}|\r?\n|\r|\Z)")
    at, cells = 0, list[Cell]()
    while at <= len(text):
        hit = pattern.match(text, at)
        if not hit or (quoted and hit[1].startswith('"') and not _is_closed(hit[1])):
            line = text.count("\n", 0, at) + 1
            raise InputError("no table (a quote that nothing closes)", path=name, line=line)
        cells.append(Cell(hit.start(), hit.end(1), _said(hit[1]) if quoted else hit[1]))
        at = hit.end()
        if hit[2] != comma:
            if len(cells) > 1 or cells[0].said.strip():
                yield Row(tuple(cells), hit.end(1))
            cells = []
            if not hit[2]:
                return


def _is_closed(raw: str) -> bool:
    return len(raw) > 1 and raw.endswith('"')


def _said(raw: str) -> str:
    return raw[1:-1].replace('""', '"') if raw.startswith('"') else raw
