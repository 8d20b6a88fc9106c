"""A run of a job: reading, the engine and writing at the same time, and nothing finished is ever done again."""

import os
import threading
import time
from collections.abc import Callable, Iterable, Sequence

from mtkit.bulk import sources, tables
from mtkit.bulk.crew import Crew
from mtkit.bulk.desk import Desk, Stopped
from mtkit.bulk.job import Event, Job
from mtkit.bulk.notes import Notes
from mtkit.bulk.outputs import Scratch
from mtkit.bulk.reader import Reader
from mtkit.bulk.sources import Found
from mtkit.bulk.store import Store
from mtkit.bulk.tally import Tally
from mtkit.bulk.writer import Writer
from mtkit.errors import InputError, MtkitError

__all__ = ["Run"]

TICK = 0.1  # seconds


class Run:
    """One run of a job: `go` does what is left of it; `tally` tells how far it is.

    `tell` is told events by whatever thread they happen in; `tick` gets the tally ten times a second in the caller's.
    """

    def __init__(
        self,
        job: Job,
        crew: Crew,
        tell: Callable[[Event], None] = lambda event: None,
        tick: Callable[[Tally], None] = lambda tally: None,
    ) -> None:
        self.job, self.crew, self.tell, self.tick = job, crew, tell, tick
        self.tally = Tally()
        self._errors: list[BaseException] = []

    def go(self) -> Tally:
        """Do it. Raises MtkitError when the job cannot go on, KeyboardInterrupt after storing what was under way."""
        job = self.job
        _check(job)
        found = sources.find(job.inputs, job.lists, job.column, self.tally.leave)
        for target in job.targets if job.source else ():
            if target != job.source:
                self.crew.planner((str(job.source), target))
        with Store(job.place) as store, Scratch(job.home) as scratch:
            notes = Notes(job, store, self.tally, self.tell)
            try:
                self._work(store, notes, scratch, found)
            finally:
                notes.flush()
            notes.report(scratch)
        return self.tally

    def _work(self, store: Store, notes: Notes, scratch: Scratch, found: Iterable[Found]) -> None:
        desk = Desk(store)
        reader, writer = Reader(self.job, self.crew, desk, notes, scratch), Writer(desk, notes)
        works = [lambda: reader.read(found), writer.write]
        works += [self._hand(number, desk, store) for number in range(self.crew.hands)]
        threads = [threading.Thread(target=self._guarded, args=(work, desk), daemon=True) for work in works]
        for thread in (threading.Thread(target=self._count, daemon=True), *threads):
            thread.start()
        try:
            self._watch(threads)
        except KeyboardInterrupt:
            desk.stop()
            self.tell(Event("notice", reason="stopping: what is under way is stored first"))
            self._watch(threads)
            raise
        if self._errors:
            raise self._errors[0]

    def _watch(self, threads: Sequence[threading.Thread]) -> None:
        for thread in threads:
            while thread.is_alive():
                thread.join(TICK)
                self.tick(self.tally)

    def _guarded(self, work: Callable[[], None], desk: Desk) -> None:
        try:
            work()
        except Stopped:
            pass
        except BaseException as error:  # raised again in the caller's thread
            self._errors.append(error)
            desk.stop()

    def _hand(self, number: int, desk: Desk, store: Store) -> Callable[[], None]:
        def work() -> None:
            while batch := desk.take():
                start = time.perf_counter()
                values, reasons, tokens = self.crew.solve(number, batch.direction, batch.plans)
                pairs = zip(batch.keys, values, strict=True)
                store.keep({key: value for key, value in pairs if value is not None})
                self.tally.add(translated=len(values), tokens=tokens)
                desk.settle(batch, values, reasons, time.perf_counter() - start)

        return work

    def _count(self) -> None:
        """How much there is in all, for the time that is left."""
        targets = len(self.job.targets)
        try:
            for found in sources.find(self.job.inputs, self.job.lists, self.job.column, lambda suffix: None):
                self.tally.add(pages_in_all=targets * (tables.count(found.path) if found.is_table else 1))
        except MtkitError:
            return  # the reader says so
        self.tally.counted = True


def _check(job: Job) -> None:
    """Raise InputError for an OUT that is no directory, or lies where the job reads."""
    output = os.path.realpath(job.output)
    if os.path.exists(output) and not os.path.isdir(output):
        raise InputError("not a directory", path=job.output, hint="a bulk job needs -o DIRECTORY")
    for path in job.inputs:
        above = os.path.realpath(path)
        if path.is_dir() and os.path.commonpath([output, above]) == above:
            raise InputError(f"inside {path}, which is to be translated", path=job.output, hint="say another -o")
