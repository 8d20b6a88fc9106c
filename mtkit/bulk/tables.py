"""Tables with a text column: JSON lines, CSV and TSV, Parquet. A page of rows in, the same rows with one more column out.

A table is never held as a whole. Every other column stays as it is; in JSON lines every other byte.
"""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePath
from typing import Any, BinaryIO, Protocol

from mtkit.errors import InputError

__all__ = ["ROWS", "Page", "Table", "count", "is_table", "open_table"]

ROWS = 1024  # of a page
_SUFFIXES = (".jsonl", ".ndjson", ".parquet", ".csv", ".tsv")
_USUAL = "text"  # the column when none is said


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows: the text of each, where it stands, and the rows as the table's format holds them.

    >>> Page(("안녕",), ("a.jsonl:1",), ['{"text": "안녕"}']).texts
    ('안녕',)
    """

    texts: tuple[str, ...]
    places: tuple[str, ...]
    rows: Any


class Table(Protocol):
    """An open table: its pages, and the writing of one like it with one more column."""

    def pages(self) -> Iterator[Page]:
        """The rows from the beginning. Raises InputError, with the line, where the table is none."""

    def start(self, file: BinaryIO, language: str) -> None:
        """Begin to write a table with a column more: `text_en` beside `text`."""

    def write(self, page: Page, targets: Sequence[str]) -> None:
        """Write a page with the values of the new column."""

    def finish(self) -> None:
        """Write what comes last. The file stays open."""


def is_table(path: str | PurePath, column: str | None) -> bool:
    """True for a name with the suffix of a table; CSV and TSV are documents of other kinds when no column is said.

    >>> is_table("a.JSONL", None), is_table("a.csv", None), is_table("a.csv", "body")
    (True, False, True)
    """
    return PurePath(path).suffix.lower() in (_SUFFIXES if column else _SUFFIXES[:3])


def open_table(path: Path, column: str | None) -> Table:
    """The table in a file; its column is `text` when none is said. Raises InputError when it cannot be read or has no such column."""
    suffix, column = path.suffix.lower(), column or _USUAL
    if suffix == ".parquet":
        return _Parquet(path, column)
    return _Csv(path, column, "\t" if suffix == ".tsv" else ",") if suffix in (".csv", ".tsv") else _Lines(path, column)


def count(path: Path) -> int:
    """The pages of a table, roughly: its lines, or what a Parquet file says of itself."""
    try:
        if path.suffix.lower() == ".parquet":
            import pyarrow.parquet

            rows = int(pyarrow.parquet.read_metadata(path).num_rows)
        else:
            with path.open("rb") as file:
                rows = sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))
    except Exception:  # a table that cannot be counted is reported when it is read
        return 1
    return max(1, -(-rows // ROWS))


class _Lines:
    """JSON lines: an object on each."""

    def __init__(self, path: Path, column: str) -> None:
        self.path, self.column, self.added = path, column, ""
        self.file: BinaryIO | None = None

    def pages(self) -> Iterator[Page]:
        number = 0
        with _opened(self.path) as file:
            while lines := list(islice(file, ROWS)):
                texts = tuple(self._text(line, number + i) for i, line in enumerate(lines, 1))
                yield Page(texts, _places(self.path, number + 1, len(lines)), lines)
                number += len(lines)

    def _text(self, line: bytes, number: int) -> str:
        if not line.strip():
            return ""
        try:
            row = json.loads(line)
        except ValueError as error:
            raise InputError(f"not JSON ({error})", path=self.path, line=number) from error
        if not isinstance(row, dict):
            raise InputError("not a JSON object", path=self.path, line=number)
        return _text(row.get(self.column), self.column, self.path, number, tuple(row))

    def start(self, file: BinaryIO, language: str) -> None:
        self.file, self.added = file, json.dumps(f"{self.column}_{language}", ensure_ascii=False)

    def write(self, page: Page, targets: Sequence[str]) -> None:
        assert self.file
        for line, target in zip(page.rows, targets, strict=True):
            body = line.rstrip()
            if body:
                end = line[len(body) :]
                value = json.dumps(target, ensure_ascii=False).encode("utf-8", "backslashreplace")
                line = body[:-1] + b", " + self.added.encode() + b": " + value + b"}" + end
            self.file.write(line)

    def finish(self) -> None:
        pass


class _Csv:
    """Comma or tab separated values with a header line, in UTF-8."""

    def __init__(self, path: Path, column: str, separator: str) -> None:
        self.path, self.column, self.separator = path, column, separator
        self.header: list[str] = []
        self.file: BinaryIO | None = None

    def pages(self) -> Iterator[Page]:
        with _opened(self.path) as raw:
            reader = csv.reader(io.TextIOWrapper(raw, "utf-8-sig", newline=""), delimiter=self.separator, strict=True)
            try:
                self.header = next(reader, [])
                if self.column not in self.header:
                    raise _no_column(self.path, self.column, self.header)
                at = self.header.index(self.column)
                while rows := list(islice(self._numbered(reader), ROWS)):
                    yield Page(
                        tuple(row[at] for _, row in rows),
                        tuple(f"{self.path}:{n}" for n, _ in rows),
                        [r for _, r in rows],
                    )
            except csv.Error as error:
                raise InputError(f"not a table ({error})", path=self.path, line=reader.line_num) from error
            except UnicodeDecodeError as error:
                raise InputError("not UTF-8", path=self.path, hint="convert it first") from error

    def _numbered(self, reader: Any) -> Iterator[tuple[int, list[str]]]:
        for row in reader:
            if not row:
                continue
            if len(row) != len(self.header):
                reason = f"{len(row)} cells, {len(self.header)} columns"
                raise InputError(reason, path=self.path, line=reader.line_num)
            yield reader.line_num, row

    def start(self, file: BinaryIO, language: str) -> None:
        self.file, self.added = file, f"{self.column}_{language}"

    def write(self, page: Page, targets: Sequence[str]) -> None:
        assert self.file
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=self.separator, lineterminator="\n")
        if not self.file.tell():
            writer.writerow([*self.header, self.added])
        writer.writerows([*row, target] for row, target in zip(page.rows, targets, strict=True))
        self.file.write(text.getvalue().encode("utf-8", "replace"))

    def finish(self) -> None:
        if self.file and not self.file.tell():
            self.write(Page((), (), []), ())


class _Parquet:
    """A Parquet file; needs pyarrow."""

    def __init__(self, path: Path, column: str) -> None:
        self.path, self.column = path, column
        self.writer: Any = None

    def pages(self) -> Iterator[Page]:
        pyarrow, file = self._opened()
        number = 0
        with file:
            try:
                for batch in file.iter_batches(batch_size=ROWS):
                    values = batch.column(self.column).to_pylist()
                    texts = tuple(_text(v, self.column, self.path, number + i) for i, v in enumerate(values, 1))
                    yield Page(texts, _places(self.path, number + 1, len(texts)), batch)
                    number += len(texts)
            except (pyarrow.ArrowException, OSError) as error:
                raise InputError(f"cannot be read as Parquet ({_first(error)})", path=self.path) from error

    def _opened(self) -> tuple[Any, Any]:
        try:
            import pyarrow.parquet
        except ImportError as error:
            raise InputError("Parquet needs pyarrow", path=self.path, hint="pip install 'mtkit[parquet]'") from error
        try:
            file = pyarrow.parquet.ParquetFile(self.path)
        except (pyarrow.ArrowException, OSError) as error:
            raise InputError(f"cannot be read as Parquet ({_first(error)})", path=self.path) from error
        if self.column not in file.schema_arrow.names:
            raise _no_column(self.path, self.column, file.schema_arrow.names)
        return pyarrow, file

    def start(self, file: BinaryIO, language: str) -> None:
        pyarrow, table = self._opened()
        with table:
            schema = table.schema_arrow.append(pyarrow.field(f"{self.column}_{language}", pyarrow.string()))
        self.writer = pyarrow.parquet.ParquetWriter(file, schema)

    def write(self, page: Page, targets: Sequence[str]) -> None:
        import pyarrow

        column = pyarrow.array(list(targets), pyarrow.string())
        self.writer.write_batch(
            pyarrow.RecordBatch.from_arrays([*page.rows.columns, column], schema=self.writer.schema)
        )

    def finish(self) -> None:
        self.writer.close()


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be read ({getattr(error, 'strerror', None) or error})", path=path) from error


def _places(path: Path, first: int, rows: int) -> tuple[str, ...]:
    return tuple(f"{path}:{number}" for number in range(first, first + rows))


def _text(value: object, column: str, path: Path, number: int, names: Sequence[str] | None = None) -> str:
    if value is None and names is not None and column not in names:
        raise _no_column(path, column, names, number)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InputError(f"column {column!r} holds no text", path=path, line=number, hint="say another --column")
    return value


def _no_column(path: Path, column: str, names: Sequence[str], number: int = 0) -> InputError:
    shown = ", ".join(map(str, names[:8])) or "none"
    return InputError(f"no column {column!r}", path=path, line=number, hint=f"say --column: {shown}")


def _first(error: Exception) -> str:
    return str(error).split("\n")[0]
