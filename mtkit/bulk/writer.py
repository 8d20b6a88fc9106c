"""The writing half of a job: pages that came back become outputs."""

from mtkit.bulk.desk import Desk, Page, Stopped
from mtkit.bulk.notes import Notes
from mtkit.bulk.tasks import Task
from mtkit.errors import InputError, MtkitError, StoreError

__all__ = ["Writer"]


class Writer:
    """Takes pages as they are complete; those of a table wait for their turn."""

    def __init__(self, desk: Desk, notes: Notes) -> None:
        self.desk, self.notes = desk, notes
        self._early: dict[tuple[Task, int], Page] = {}
        self._turn: dict[Task, int] = {}

    def write(self) -> None:
        """Everything that comes, until the desk is empty."""
        while page := self.desk.finished():
            task: Task = page.task
            self._early[task, page.number] = page
            while following := self._early.pop((task, self._turn.get(task, 0)), None):
                self._take(task, following)
                self._turn[task] = following.number + 1
                if following.last:
                    del self._turn[task]

    def _take(self, task: Task, page: Page) -> None:
        try:
            self._add(task, page)
        except (Stopped, StoreError):
            raise
        except Exception as error:  # whatever it is, it is this document's
            reason = str(error) if isinstance(error, MtkitError) else f"{type(error).__name__}: {error}"
            task.abandon()
            heading = task.heading
            record = heading.record(self.notes.name, 0)
            self.notes.failed(heading.found.name, reason, heading.target, record)
        self.notes.tally.add(segments=len(page.segments), pages=int(not page.last or not task.apart))
        self.desk.clear(page)

    def _add(self, task: Task, page: Page) -> None:
        if task.lost:
            return
        if page.failed:
            raise InputError(page.failed)
        issues = task.add(page)
        if page.last:
            self.notes.done(task, issues)
        else:
            self.notes.page(task, page.number, issues)
