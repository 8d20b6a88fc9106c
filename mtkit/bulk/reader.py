"""The reading half of a job: what is found becomes tasks, and their pages go to the desk."""

import hashlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from mtkit import documents
from mtkit.bulk import tables
from mtkit.bulk.crew import Crew
from mtkit.bulk.desk import Desk, Direction, Page, Stopped
from mtkit.bulk.job import Event, Job
from mtkit.bulk.notes import Notes
from mtkit.bulk.outputs import Scratch, Taken, output_name
from mtkit.bulk.sources import Found
from mtkit.bulk.tasks import DocumentTask, Heading, TableTask, Task, digest_of
from mtkit.bulk.values import key
from mtkit.documents import Document
from mtkit.errors import InputError, MtkitError, StoreError
from mtkit.languages import LANGUAGES, NAMES, detect
from mtkit.segments import Segment

__all__ = ["Reader"]


class Reader:
    """Reads one input after the other and keeps ahead of the engine as far as the desk has room."""

    def __init__(self, job: Job, crew: Crew, desk: Desk, notes: Notes, scratch: Scratch) -> None:
        self.job, self.crew, self.desk, self.notes, self.scratch = job, crew, desk, notes, scratch
        self._taken = Taken()

    def read(self, found: Iterable[Found]) -> None:
        """All of it; an input that cannot be used is noted, and the next one read."""
        for one in found:
            try:
                _Input(self, one).start()
            except InputError as error:
                self.notes.failed(one.name, str(error))
        self.desk.end()

    def heading(self, found: Found, source: str, target: str, digest: str) -> Heading:
        """What a task is about, and all that its output depends on."""
        direction = source, target
        glossary, memory = self.crew.planner(direction).glossary, self.crew.planner(direction).memory
        terms = f"glossary:{glossary.checksum if glossary else 'none'}"
        terms += f"|memory:{memory.checksum}" if memory is not None else ""
        output = self.job.output / output_name(found.place, source, target)
        signature = "|".join((self.crew.settings(direction), terms, self.job.options))
        return Heading(found, source, target, output, digest, signature)

    def is_settled(self, heading: Heading) -> bool:
        """True when nothing is to be done: it is done, or failed before, or cannot be written where it belongs."""
        name, target = heading.found.name, heading.target
        record = self.notes.known(name, target)
        if not self._taken.add(os.path.realpath(heading.output)):
            record = heading.record(self.notes.name, 0)
            self.notes.failed(name, f"{name}: {heading.output} is another document's", target, record)
            return True
        if not record or (record.digest, record.signature) != (heading.digest, heading.signature):
            return False
        if record.failed and not self.job.retry_failed:
            self.notes.failed(name, record.reason, target, record)
            return True
        if record.failed or digest_of(heading.output) != record.written:
            return False
        is_table = heading.found.is_table
        self.notes.kept(record, tables.count(heading.found.path) if is_table else 1, is_table)
        return True

    def is_input(self, path: Path) -> None:
        """No output may take the place of an input."""
        self._taken.add(os.path.realpath(path))

    def start(self, task: Task) -> None:
        """Put the pages of a task on the desk; where that fails, a last page says so after those before it."""
        direction = task.heading.source, task.heading.target
        number = 0
        try:
            for page in task.pages():
                page.number = number
                self._open(page, direction)
                number += 1
        except (Stopped, StoreError):
            raise
        except Exception as error:  # a bug that one document brings out is no reason to lose the night
            reason = str(error) if isinstance(error, MtkitError) else f"{type(error).__name__}: {error}"
            self.desk.open(Page(task, (), [], number, failed=reason), direction, (), ())

    def _open(self, page: Page, direction: Direction) -> None:
        planner, settings = self.crew.planner(direction), self.crew.settings(direction)
        groups: Sequence[Sequence[Segment]] = [(s,) for s in page.segments] if page.task.apart else [page.segments]
        plans = [plan for group in groups for plan in planner.plans(group)]
        keys = [key(settings, plan, self.crew.readings(direction)) for plan in plans]
        hits = self.desk.open(page, direction, keys, plans)
        self.notes.tally.add(looked_up=len(plans), hits=hits)


class _Input:
    """One input on its way to becoming tasks: read once, parsed when that is needed."""

    def __init__(self, reader: Reader, found: Found) -> None:
        self.reader, self.job, self.found = reader, reader.job, found
        self._data = b""
        self._document: Document | None = None

    def start(self) -> None:
        """A task for each language that is not done yet. Raises InputError when the input cannot be used."""
        found, reader = self.found, self.reader
        if found.wrong:
            raise InputError(found.wrong, path=found.name)
        reader.is_input(found.path)
        self._data = b"" if found.is_table else found.load()
        digest = digest_of(found.path) if found.is_table else hashlib.sha256(self._data).hexdigest()
        source = self.job.source or self._known(digest) or self._detected()
        for target in self._targets(source):
            heading = reader.heading(found, source, target, digest)
            if not reader.is_settled(heading):
                reader.start(self._task(heading))

    def _task(self, heading: Heading) -> Task:
        if self.found.is_table:
            return TableTask(heading, self.job.column, self.reader.scratch)
        return DocumentTask(heading, self._parsed(), self.reader.scratch)

    def _parsed(self) -> Document:
        if self._document is None:
            format = self.job.format or documents.format_of(self.found.place.name, self._data)
            encoding = self.job.encoding
            self._document = documents.parse(self._data, format=format, name=self.found.name, encoding=encoding)
        return self._document

    def _known(self, digest: str) -> str:
        """The language that an earlier run found out."""
        for target in self.job.targets:
            record = self.reader.notes.known(self.found.name, target)
            if record and record.digest == digest and record.signature.endswith(self.job.options):
                return record.source
        return ""

    def _detected(self) -> str:
        source = detect("".join(self._sample()))
        if not source:
            raise InputError(f"no letter of {', '.join(LANGUAGES)} in it", path=self.found.name, hint="say --from")
        self.reader.notes.tell(Event("language", self.found.name, reason=source))
        return source

    def _sample(self) -> Sequence[str]:
        if not self.found.is_table:
            return [segment.source for segment in self._parsed().segments]
        first = next(tables.open_table(self.found.path, self.job.column).pages(), None)
        return first.texts if first else ()

    def _targets(self, source: str) -> list[str]:
        targets = [target for target in self.job.targets if target != source]
        if not targets:
            here = NAMES[source]
            raise InputError(f"nothing to do from {here} to {here}", path=self.found.name, hint="say another --to")
        if len(targets) < len(self.job.targets):
            self.reader.notes.tally.notice([("same-language", False)])
            self.reader.notes.tally.add(pages=1)
        return targets
