"""The books of a run: what became of each document goes into the store, the tally, an event, and at last the report."""

import hashlib
import json
import os
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from mtkit.bulk.job import Event, Job
from mtkit.bulk.outputs import Scratch
from mtkit.bulk.store import Record, Store
from mtkit.bulk.tally import Tally
from mtkit.bulk.tasks import Task
from mtkit.segments import Issue

__all__ = ["Notes"]

TOGETHER = 64  # records of one transaction
PAUSE = 1.0  # seconds that a record waits at most for others, as long as more come


class Notes:
    """Every thread of the run may write in it."""

    def __init__(self, job: Job, store: Store, tally: Tally, tell: Callable[[Event], None]) -> None:
        self.job, self.store, self.tally, self.tell = job, store, tally, tell
        self.name = hashlib.sha256(os.path.realpath(job.output).encode("utf-8", "surrogateescape")).hexdigest()[:16]
        self.run = time.time_ns() // 1_000_000
        self._records: list[Record] = []
        self._pen = threading.Lock()
        self._last = time.monotonic()

    def known(self, name: str, target: str) -> Record | None:
        """What an earlier run wrote of a document."""
        return self.store.record(self.name, name, target)

    def failed(self, name: str, reason: str, target: str = "", record: Record | None = None) -> None:
        """A document has no output in a language; in none, when no target is said."""
        record = record or Record(self.name, name, target)
        self._note(replace(record, reason=reason, run=self.run, issues="[]"))
        self.tally.add(failed=1, pages=1 if target else len(self.job.targets))
        self.tell(Event("failed", name, target, reason=reason))

    def kept(self, record: Record, pages: int, is_table: bool) -> None:
        """A document was done by an earlier run."""
        if is_table:
            self.store.touch(record, self.run)
        self._note(replace(record, run=self.run))
        self.tally.notice([(code, serious) for code, _, _, serious in json.loads(record.issues)])
        self.tally.add(documents=1, kept=1, pages=pages)
        self.tell(Event("kept", record.name, record.target, record.output, segments=record.segments))

    def page(self, task: Task, number: int, issues: Sequence[Issue]) -> None:
        """What was noticed in a page of a table."""
        self.tally.notice([(issue.code, issue.serious) for issue in issues])
        if issues:
            self._note(task.heading.record(self.name, self.run, issues=_packed(issues), page=number + 1))

    def done(self, task: Task, issues: Sequence[Issue]) -> None:
        """An output is in its place."""
        self.tally.notice([(issue.code, issue.serious) for issue in issues])
        made = {"written": task.written, "segments": task.segments, "issues": _packed(issues)}
        self._note(task.heading.record(self.name, self.run, **made))
        self.tally.add(documents=1)
        name, output = task.heading.found.name, str(task.heading.output)
        self.tell(Event("document", name, task.heading.target, output, segments=task.segments))

    def flush(self) -> None:
        """Put on the disk what is not there yet."""
        with self._pen:
            records, self._records, self._last = self._records, [], time.monotonic()
        if records:
            self.store.note(records)

    def _note(self, record: Record) -> None:
        with self._pen:
            self._records.append(record)
            due = len(self._records) >= TOGETHER or time.monotonic() - self._last > PAUSE
        if due:
            self.flush()

    def report(self, scratch: Scratch) -> None:
        """A JSON line for each failed document and each issue, in the order of names."""
        with scratch.open(self.job.place_of_report) as file:
            for record in self.store.records(self.name, self.run):
                for row in _rows(record):
                    file.write((json.dumps(row, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace"))


_NAMES = ("code", "where", "message", "serious")


def _packed(issues: Sequence[Issue]) -> str:
    return json.dumps([[getattr(issue, name) for name in _NAMES] for issue in issues])


def _rows(record: Record) -> list[dict[str, Any]]:
    head = {"file": record.name, "to": record.target}
    if record.failed:
        return [head | {"failed": record.reason}]
    return [head | dict(zip(_NAMES, issue, strict=True)) for issue in json.loads(record.issues)]
