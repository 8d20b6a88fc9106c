"""Counting a job: what a bar, a log line, an event and the summary are made of."""

import threading
import time
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Tally"]

RECENT = 60.0  # seconds that the speed and the time left are reckoned from


@dataclass
class Tally:
    """The figures of a job while it runs; every thread adds to them.

    >>> tally = Tally()
    >>> tally.add(documents=1, segments=20, hits=5)
    >>> tally.documents, tally.share_of_hits
    (1, 0.25)
    """

    documents: int = 0  # finished, in one language each
    kept: int = 0  # of these: those that were done already
    failed: int = 0
    segments: int = 0  # of finished pages
    looked_up: int = 0
    hits: int = 0  # segments that the store had, or that were under way already
    translated: int = 0  # segments that went through the engine
    tokens: int = 0  # source tokens that went through the engine
    serious: int = 0
    pages: int = 0
    pages_in_all: int = 0  # as far as counted
    counted: bool = False
    issues: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    started: float = field(default_factory=time.perf_counter)
    _lock: Any = field(default_factory=threading.Lock, repr=False)
    _past: deque[tuple[float, int, int, int]] = field(default_factory=deque, repr=False)

    def add(self, **figures: int) -> None:
        """Add to some figures."""
        with self._lock:
            for name, value in figures.items():
                setattr(self, name, getattr(self, name) + value)

    def notice(self, codes: list[tuple[str, bool]]) -> None:
        """Count issues by their code."""
        with self._lock:
            self.issues.update(code for code, _ in codes)
            self.serious += sum(serious for _, serious in codes)

    def leave(self, suffix: str) -> None:
        """Count a file that is no document."""
        with self._lock:
            self.left_out[suffix or "no suffix"] += 1

    @property
    def seconds(self) -> float:
        """Since the job began."""
        return time.perf_counter() - self.started

    @property
    def share_of_hits(self) -> float:
        """The share of the segments looked at so far that need no engine."""
        return self.hits / max(1, self.looked_up or self.segments)

    def speeds(self) -> tuple[float, float, float | None]:
        """Segments and tokens per second, and the seconds that are left (None: not known), from the last minute."""
        now = (self.seconds, self.segments, self.tokens, self.pages)
        self._past.append(now)
        while len(self._past) > 2 and now[0] - self._past[1][0] > RECENT:
            self._past.popleft()
        before = self._past[0] if len(self._past) > 1 else (0.0, 0, 0, 0)
        span = max(now[0] - before[0], 1e-6)
        segments, tokens, pages = ((now[i] - before[i]) / span for i in (1, 2, 3))
        left = (self.pages_in_all - self.pages) / pages if self.counted and pages else None
        return segments, tokens, left

    def figures(self) -> dict[str, Any]:
        """Everything as plain values, for events."""
        segments, tokens, left = self.speeds()
        names = ("documents", "kept", "failed", "segments", "hits", "translated", "tokens", "serious")
        found: dict[str, Any] = {name: getattr(self, name) for name in names}
        found |= {"seconds": round(self.seconds, 2), "segments_per_second": round(segments, 1)}
        found |= {"tokens_per_second": round(tokens, 1), "seconds_left": None if left is None else round(left)}
        return found | {"issues": dict(sorted(self.issues.items())), "left_out": dict(sorted(self.left_out.items()))}
