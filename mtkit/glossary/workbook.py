"""Glossaries in a spreadsheet (XLSX): the table of `table`, on the first sheet."""

import importlib
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from mtkit.errors import GlossaryError
from mtkit.glossary import table
from mtkit.glossary.entries import Entry

__all__ = ["parse", "render"]


def parse(data: bytes, path: str | Path = "") -> tuple[Entry, ...]:
    """The entries of the first sheet. Raises GlossaryError, also when openpyxl is not installed."""
    openpyxl = _openpyxl(path)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        rows = list(book.worksheets[0].iter_rows(values_only=True))
    except Exception as error:  # a broken zip, XML or sheet: openpyxl raises a dozen kinds
        raise GlossaryError(f"no XLSX ({type(error).__name__})", path=path) from error
    width = max((len([c for c in row if c is not None]) for row in rows[:1]), default=0)
    lines = []
    for row in rows:
        cells = ["" if cell is None else str(cell) for cell in row[: max(width, len(row))]]
        cells = cells[:width] + [cell for cell in cells[width:] if cell]
        lines.append("\t".join(" ".join(cell.split()) for cell in cells) if any(cells) else "")
    return table.parse("\n".join(lines), path)


def render(entries: Iterable[Entry]) -> bytes:
    """A workbook with one sheet."""
    openpyxl = _openpyxl("")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "glossary"
    for _, cells in table.rows(table.render(entries), "", "\t"):
        sheet.append(cells)
        for cell in sheet[sheet.max_row]:
            cell.data_type = "s"  # =A1 is a name here, not a formula
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _openpyxl(path: str | Path) -> Any:  # an optional library without types
    try:
        return importlib.import_module("openpyxl")
    except ImportError as error:
        raise GlossaryError("XLSX needs openpyxl", path=path, hint="pip install 'mtkit[xlsx]'") from error
