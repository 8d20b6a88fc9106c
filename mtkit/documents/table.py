"""CSV and TSV: the columns that are asked for, else what the names in the first line say.

    source,target           a row's target is filled where it is empty
    key,en,ja               the fullest language column is the source; empty cells of the others are filled, and a
                            language that has no column gets one
    --column text           that column's cells become their translations
    --column ko=en          ko is filled from en; a number is a column of a table without names

A CSV cell keeps its quotes, or gets them when it needs them; a TSV cell is text between tabs, quotes and all.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from mtkit.documents.pairs import language
from mtkit.documents.skeleton import Added, Format, Lines, Mark, Part, Piece, Slot, merged
from mtkit.documents.tablerows import Cell, Row, rows
from mtkit.errors import InputError
from mtkit.languages import LANGUAGES
from mtkit.segments import Segment

__all__ = ["CSV", "TSV", "cut"]

_NAMES = (("source", "target"), ("src", "tgt"), ("msgid", "msgstr"))


@dataclass(frozen=True, slots=True)
class _Plan:
    """A column that is written and the one that it is written from, by number; `fits` says for which languages."""

    source: int
    target: int
    fits: Callable[[str], bool] = bool


def cut(text: str, name: str, columns: Sequence[str] = (), *, comma: str = ",") -> tuple[Piece, ...]:
    """The pieces of a table. Raises InputError for what is no table or does not say which column is meant.

    >>> [p if isinstance(p, str) else p.segment.source for p in cut("id,text\\n1,Hi\\n", "a.csv", ["text"])]
    ['id,text\\n1,', 'Hi', '\\n']
    >>> cut("id,text\\n1,Hi\\n", "a.csv")
    Traceback (most recent call last):
    mtkit.errors.InputError: a.csv:1: which column? it has id, text; say --column NAME or --column TARGET=SOURCE
    """
    if comma == "," and text.partition("\n")[0].count(";") > text.partition("\n")[0].count(","):
        comma = ";"  # as spreadsheets write it where the comma is the decimal sign
    table = list(rows(text, name, comma))
    if not table:
        return (text,) if text else ()
    header = [cell.said.strip() for cell in table[0].cells]
    plans = _asked(columns, header, name) if columns else _found(header, table)
    if not plans:
        hint = "say --column NAME or --column TARGET=SOURCE"
        raise InputError(f"which column? it has {_listed(header)}", path=name, line=1, hint=hint)
    writer = _Writer(text, Lines(text, name), comma, len(header))
    numbered = any(part.isdigit() and part not in header for column in columns for part in column.split("="))
    pieces = list(writer.row(table[0], plans) if numbered else writer.header(table[0], plans))
    return merged([*pieces, *(piece for row in table[1:] for piece in writer.row(row, plans)), text[writer.at :]])


def _asked(columns: Sequence[str], header: Sequence[str], name: str) -> list[_Plan]:
    plans = []
    for column in columns:
        target, _, source = column.partition("=")
        plans.append(_Plan(_number(source or target, header, name), _number(target, header, name)))
    return plans


def _number(column: str, header: Sequence[str], name: str) -> int:
    if column in header:
        return header.index(column)
    if column.isdigit() and 0 < int(column) <= len(header):
        return int(column) - 1
    raise InputError(f"no column {column!r}", path=name, line=1, hint=f"it has {_listed(header)}")


def _listed(header: Sequence[str]) -> str:
    """The names for one line of a message."""
    return ", ".join(" ".join(name.split())[:30] for name in header[:12]) + (" ..." if len(header) > 12 else "")


def _found(header: Sequence[str], table: Sequence[Row]) -> list[_Plan]:
    """What the first line's names say: source and target, or languages."""
    lower = [cell.lower() for cell in header]
    for source, target in _NAMES:
        if source in lower and target in lower:
            return [_Plan(lower.index(source), lower.index(target))]
    codes = {code: at for at, cell in enumerate(header) if (code := language(cell)) in LANGUAGES}
    if not codes:
        return []
    filled = {
        at: sum(at < len(row.cells) and bool(row.cells[at].said.strip()) for row in table) for at in codes.values()
    }
    source_at = max(codes.values(), key=lambda at: filled[at])
    others = [_Plan(source_at, at, partial(str.__eq__, code)) for code, at in codes.items() if at != source_at]
    return [*others, _Plan(source_at, len(header), lambda code: bool(code) and code not in codes)]


class _Writer:
    """Rows as pieces; `at` is the offset up to which the text is written."""

    def __init__(self, text: str, lines: Lines, comma: str, width: int) -> None:
        self.text, self.lines, self.comma, self.width = text, lines, comma, width
        self.at = 0

    def header(self, row: Row, plans: Sequence[_Plan]) -> Iterator[Piece]:
        """The names, with that of the new column."""
        yield self._to(row.end)
        yield from (Added((self.comma, Mark("language", "")), fits=p.fits) for p in plans if p.target == self.width)

    def row(self, row: Row, plans: Sequence[_Plan]) -> Iterator[Piece]:
        """The cells, those that are written as slots."""
        for plan in sorted(plans, key=lambda plan: plan.target):
            cell = row.cells[plan.source] if plan.source < len(row.cells) else None
            if not cell or not any(map(str.isalnum, cell.said)):
                continue
            slot = self._slot(cell)
            if plan.target >= len(row.cells):
                yield self._to(row.end)
                yield Added((self.comma * (plan.target + 1 - len(row.cells)), slot), fits=plan.fits)
                continue
            there = row.cells[plan.target]
            if plan.source == plan.target or not there.said.strip():
                yield self._to(there.start)
                raw = self.text[there.start : there.end]
                yield slot if plan.source == plan.target else Added((slot,), raw, plan.fits)
                self.at = there.end

    def _to(self, end: int) -> str:
        start, self.at = self.at, end
        return self.text[start:end]

    def _slot(self, cell: Cell) -> Slot:
        """A cell as a segment without the white space around it, which a translation has again."""
        said = cell.said.strip()
        lead, _, trail = cell.said.partition(said)
        raw = self.text[cell.start : cell.end]

        def escape(slot: Slot, target: str, markup: Sequence[str]) -> str:
            return self._spell(f"{lead}{target}{trail}", quoted=raw.startswith('"'))

        return Slot(Segment(said, self.lines.where(cell.start)), (Part(said, (raw,)),), escape)

    def _spell(self, said: str, *, quoted: bool) -> str:
        if self.comma == "\t":
            return re.sub(r"[\t\r\n]+", " ", said)
        quoted = quoted or bool(re.search(rf'["\r\n{self.comma}]', said))
        return '"' + said.replace('"', '""') + '"' if quoted else said


CSV = Format("csv", (".csv",), cut, walked=False)
TSV = Format("tsv", (".tsv", ".tab"), partial(cut, comma="\t"), walked=False)
