"""The desk between reading, the engine and writing: segments that wait for the engine, pages that wait for segments.

    reader   opens pages; those segments that the store has are answered at once, others wait, equal ones together
    solvers  take batches of waiting segments of one direction, from whatever pages they come, and settle them
    writer   takes the pages whose last segment is settled

What is on the desk is bounded, so that memory stays flat whatever the archive's size.
"""

import bisect
import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from mtkit.bulk.store import Store
from mtkit.segments import Segment
from mtkit.translator import Plan

__all__ = ["Batch", "Desk", "Direction", "Page", "Stopped"]

Direction = tuple[str, str]
SECONDS = 6.0  # of work in a batch: what a kill can cost
SMALLEST, LARGEST = 32, 4096  # segments of a batch
ROOM = 16  # batches' worth of segments on the desk: enough that a batch finds segments of about one length


class Stopped(Exception):
    """The job ends here: whoever waits at the desk goes home."""


@dataclass(eq=False)
class Page:
    """Segments that are written together: a document, or some rows of a table. `task` is whose they are.

    A value is a packed translation, or None as long as there is none; `failed` says why there will be none. `number`
    counts the task's pages from 0, `last` ends them; `extra` is the task's own.

    >>> Page("task", (Segment("안녕"),), [None]).left
    1
    """

    task: Any
    segments: tuple[Segment, ...]
    values: list[str | None]
    number: int = 0
    last: bool = True
    failed: str = ""
    extra: Any = None
    left: int = field(init=False)

    def __post_init__(self) -> None:
        self.left = len(self.values)

    def settle(self, place: int, value: str | None) -> bool:
        """Take one value; True when it was the last that was missing."""
        self.values[place] = value
        self.left -= 1
        return self.left == 0


@dataclass(frozen=True, slots=True)
class Batch:
    """Segments for one run of the engine.

    >>> Batch(("ko", "en"), (), ()).direction
    ('ko', 'en')
    """

    direction: Direction
    keys: tuple[bytes, ...]
    plans: tuple[Plan, ...]


class Desk:
    """Where the threads of a job meet. Every method may raise Stopped."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._lock = threading.RLock()
        self._change = threading.Condition(self._lock)
        self._waiting: dict[Direction, list[tuple[bytes, Plan]]] = {}
        self._reached: dict[Direction, int] = {}  # the length that the last batch ended with
        self._asked: dict[bytes, list[tuple[Page, int]]] = {}
        self._done: deque[Page] = deque()
        self._held = self._out = 0  # segments on the desk, batches with the solvers
        self._size, self._least = SMALLEST, 1  # the first document is not kept waiting for a second one
        self._full = self._ended = self._stopped = False

    def open(self, page: Page, direction: Direction, keys: Sequence[bytes], plans: Sequence[Plan]) -> int:
        """Put a page on the desk, waiting for room; the number of its segments that need no engine of their own."""
        with self._change:
            self._full = True
            self._wait(lambda: not self._held or self._held + len(plans) <= self._size * ROOM)
            self._full = False
            self._held += len(plans)
            unknown = [key for key in dict.fromkeys(keys) if key not in self._asked]
            known = self.store.find(unknown)
            queue = self._waiting.setdefault(direction, [])
            before = len(queue)
            for place, (key, plan) in enumerate(zip(keys, plans, strict=True)):
                if key in known:
                    page.settle(place, known[key])
                else:
                    if key not in self._asked:
                        queue.append((key, plan))
                    self._asked.setdefault(key, []).append((page, place))
            if not page.left:
                self._done.append(page)
            self._change.notify_all()
            return len(keys) - (len(queue) - before)

    def end(self) -> None:
        """No more pages will come."""
        with self._change:
            self._ended = True
            self._change.notify_all()

    def take(self) -> Batch | None:
        """The next batch; None when there will be none."""
        with self._change:
            self._wait(lambda: self._enough() or (self._ended and not any(self._waiting.values())))
            direction = max(self._waiting, key=lambda d: len(self._waiting[d]), default=None)
            if direction is None or not self._waiting[direction]:
                return None
            taken = self._neighbours(direction)
            self._least = min(self._least * 4, self._size // 2)
            self._out += 1
            return Batch(direction, tuple(key for key, _ in taken), tuple(plan for _, plan in taken))

    def _neighbours(self, direction: Direction) -> list[tuple[bytes, Plan]]:
        """As many as a batch holds, of about one length: the next longer ones, from the shortest again after the longest.

        So every segment has its turn, and the engine, which pads nothing, finds many that are equally long.
        """
        queue = sorted(self._waiting[direction], key=_length)
        start = bisect.bisect_left(queue, self._reached.get(direction, 0), key=_length)
        taken = queue[start : start + self._size] or queue[: self._size]
        start = start if start < len(queue) else 0
        self._waiting[direction] = queue[:start] + queue[start + len(taken) :]
        self._reached[direction] = _length(taken[-1])
        return taken

    def _enough(self) -> bool:
        most = max(map(len, self._waiting.values()), default=0)
        return most >= self._least or (most > 0 and (self._full or self._ended))

    def settle(self, batch: Batch, values: Sequence[str | None], reasons: Sequence[str], seconds: float) -> None:
        """Bring a batch back: a value for each segment (in the store already), or None and the reason why not."""
        with self._change:
            for key, value, reason in zip(batch.keys, values, reasons, strict=True):
                for page, place in self._asked.pop(key):
                    page.failed = page.failed or reason
                    if page.settle(place, value):
                        self._done.append(page)
            self._out -= 1
            wanted = int(SECONDS * len(batch.keys) / max(seconds, 1e-3))
            self._size = min(max(wanted, SMALLEST, self._size // 2), self._size * 2, LARGEST)
            self._change.notify_all()

    def finished(self) -> Page | None:
        """The next page that is complete; None when the last one was taken."""
        with self._change:
            self._wait(lambda: bool(self._done) or (self._ended and not self._asked))
            return self._done.popleft() if self._done else None

    def clear(self, page: Page) -> None:
        """A page was written: there is room for another."""
        with self._change:
            self._held -= len(page.values)
            self._change.notify_all()

    def stop(self) -> None:
        """End the job now."""
        with self._change:
            self._stopped = True
            self._change.notify_all()

    def _wait(self, ready: Any) -> None:
        self._change.wait_for(lambda: self._stopped or ready())
        if self._stopped:
            raise Stopped


def _length(waiting: tuple[bytes, Plan]) -> int:
    return len(waiting[1].segment.source)
