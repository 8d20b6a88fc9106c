"""One input in one language: its pages of segments out, and their translations in, as a file that is whole or absent."""

import contextlib
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from mtkit.bulk import tables
from mtkit.bulk.desk import Page
from mtkit.bulk.outputs import Scratch
from mtkit.bulk.sources import Found
from mtkit.bulk.store import Record
from mtkit.bulk.values import unpack
from mtkit.documents import Document
from mtkit.segments import Issue, Segment, Translation
from mtkit.translator import Result

__all__ = ["DocumentTask", "Heading", "TableTask", "Task", "digest_of"]


@dataclass(frozen=True, slots=True)
class Heading:
    """What a task is about: the input, the languages, the output, and the digests that tell whether it is done."""

    found: Found
    source: str
    target: str
    output: Path
    digest: str
    signature: str

    def record(self, job: str, run: int, **what: Any) -> Record:
        """The task as a record of the store."""
        about = Record(job, self.found.name, self.target, self.source, self.digest, self.signature, str(self.output))
        return replace(about, run=run, **what)


class Task(Protocol):
    """Pages to translate, and what is done with them when they come back, in order."""

    heading: Heading
    apart: bool  # True when segments know nothing of each other, as the rows of a table
    segments: int
    written: str  # the digest of the output, once it is finished
    lost: bool  # True once the task has failed

    def pages(self) -> Iterator[Page]:
        """The pages from the beginning. Raises InputError where the input cannot be used any further."""

    def add(self, page: Page) -> Sequence[Issue]:
        """Take the next page; what was noticed in it. Raises InputError or StoreError when it cannot be written."""

    def abandon(self) -> None:
        """Leave nothing behind."""


class DocumentTask:
    """A document: one page."""

    apart = False

    def __init__(self, heading: Heading, document: Document, scratch: Scratch) -> None:
        self.heading, self.document, self.scratch = heading, document, scratch
        self.segments, self.written, self.lost = len(document.segments), "", False

    def pages(self) -> Iterator[Page]:
        """The document's segments."""
        yield Page(self, self.document.segments, [None] * self.segments)

    def add(self, page: Page) -> Sequence[Issue]:
        """Write the document."""
        result = Result(self.document, _translations(page), self.heading.target)
        with self.scratch.open(self.heading.output) as file:
            file.write(result.data)
        self.written = hashlib.sha256(result.data).hexdigest()
        return (*self.document.notices, *result.issues)

    def abandon(self) -> None:
        """Nothing was written."""
        self.lost = True


class TableTask:
    """A table: a page for some rows, written one after the other; a column `text_en` beside `text`."""

    apart = True

    def __init__(self, heading: Heading, column: str | None, scratch: Scratch) -> None:
        self.heading, self.segments, self.written, self.lost = heading, 0, "", False
        self._table = tables.open_table(heading.found.path, column)
        self._scratch, self._open = scratch, contextlib.ExitStack()
        self._file: Any = None

    def pages(self) -> Iterator[Page]:
        """Some rows at a time; the last page is empty and ends the table."""
        for rows in self._table.pages():
            segments = tuple(map(Segment, rows.texts, rows.places))
            self.segments += len(segments)
            yield Page(self, segments, [None] * len(segments), last=False, extra=rows)
        yield Page(self, (), [])

    def add(self, page: Page) -> Sequence[Issue]:
        """Write the rows, and the file's end after the last page."""
        if self._file is None:
            self._file = self._open.enter_context(self._scratch.open(self.heading.output))
            self._table.start(self._file, self.heading.target)
        if page.last:
            self._table.finish()
            self._file.flush()
            self.written = digest_of(Path(self._file.name))
            self._open.close()
            return ()
        done = _translations(page)
        self._table.write(page.extra, [translation.target for translation in done])
        return [issue for translation in done for issue in translation.issues]

    def abandon(self) -> None:
        """Drop the part that was written."""
        self.lost = True
        with contextlib.suppress(_Abandoned):
            self._open.__exit__(_Abandoned, _Abandoned(), None)


class _Abandoned(Exception):
    pass


def _translations(page: Page) -> tuple[Translation, ...]:
    return tuple(unpack(value or "", segment) for value, segment in zip(page.values, page.segments, strict=True))


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, read in parts; "" when there is none."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
