"""The one place that translates for a server: engines loaded once, requests bounded, merged and batched."""

import asyncio
import math
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from mtkit.engines import Decoding, Engine, Hypothesis
from mtkit.errors import LanguageError, MtkitError
from mtkit.glossary import Glossary
from mtkit.languages import directions
from mtkit.models.loading import load
from mtkit.segments import Segment, Translation
from mtkit.server.batching import Batched, Dispatcher
from mtkit.server.metrics import Metrics
from mtkit.server.ranking import WIDTH, Nth
from mtkit.server.refusals import Refusal, busy
from mtkit.server.settings import Settings
from mtkit.translator import Translator

if TYPE_CHECKING:  # numpy and sqlite are for those who have a memory
    from mtkit.memory import Memory

__all__ = ["Order", "Service"]

T = TypeVar("T")


@dataclass(frozen=True)
class Order:
    """What one request wants translated. Equal orders (with the same glossary object) in flight are done once.

    `lengths` says how many segments each text has, where there are texts that have nothing to do with one another.

    >>> Order("ko", "en", (Segment("안녕"),)) == Order("ko", "en", (Segment("안녕"),))
    True
    """

    source: str
    target: str
    segments: tuple[Segment, ...]
    glossary: Glossary | None = None
    style: str | None = None
    rank: int = 0  # 0: the translation; 1 and up: another way to say it
    lengths: tuple[int, ...] = ()

    @property
    def texts(self) -> list[tuple[Segment, ...]]:
        """The segments text by text."""
        rest = iter(self.segments)
        return [tuple(islice(rest, length)) for length in self.lengths or (len(self.segments),)]


class Service:
    """Translates orders for as many requests as come, and says no when too many do.

    >>> from mtkit.engines.pseudo import PseudoEngine
    >>> service = Service(Settings(engine=PseudoEngine()))
    >>> [translation.target for translation in service.submit(Order("en", "ko", (Segment("abc"),))).result()]
    ['cba']
    >>> service.close()
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.metrics = Metrics()
        self.dispatcher = Dispatcher(heard=self.metrics.batch.observe)
        self.memory = _memory(settings.memory)  # what people have translated before
        self._temporary: tempfile.TemporaryDirectory[str] | None = None
        self._engines: dict[tuple[str, str], Batched] = {}
        self._loading = threading.Lock()
        self._pool = ThreadPoolExecutor(settings.workers, thread_name_prefix="mtkit-order")
        self._flying: dict[Order, Future[tuple[Translation, ...]]] = {}
        self._lock = threading.Lock()
        self._pace = 0.1  # seconds that an order takes lately

    @cached_property
    def data(self) -> Path:
        """The folder for what is kept: glossaries, memory, documents."""
        if self.settings.data is None:
            self._temporary = tempfile.TemporaryDirectory(prefix="mtkit-")
        folder = self.settings.data or Path(self._temporary.name if self._temporary else "")
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def engine(self, source: str, target: str) -> Batched:
        """The engine for a direction, loaded when it is first asked for. Raises LanguageError, ModelError."""
        with self._loading:
            known = self._engines.get((source, target)) or self._reaching(source, target)
            if known is None:
                s = self.settings
                engine = s.engine or load(s.model, source, target, device=s.device, threads=s.threads, steady=s.steady)
                known = Batched(engine, self.dispatcher)
            self._engines[source, target] = known
            return known

    def start(self) -> None:
        """Load what the model translates. Raises ModelError or LanguageError when that is nothing."""
        refused: MtkitError | None = None
        for source, target in directions():
            try:
                self.engine(source, target)
            except MtkitError as error:
                refused = refused or error
        if refused and not self._engines:
            raise refused

    @property
    def directions(self) -> tuple[tuple[str, str], ...]:
        """The directions that are served: those that were there at the start."""
        return tuple(sorted(self._engines))

    @property
    def styles(self) -> bool:
        """Whether speech levels can be asked for."""
        return any(engine.styles for engine in self._engines.values())

    def _reaching(self, source: str, target: str) -> Batched | None:
        """A loaded engine that translates this direction, too: one that knows its directions says so."""
        for known in self._engines.values():
            if self.settings.engine or _reaches(known.engine, source, target):
                return known
        return None

    def translator(
        self, source: str, target: str, glossary: Glossary | None = None, style: str | None = None, *, rank: int = 0
    ) -> Translator:
        """A translator on the shared engine; its work is batched with that of the others."""
        engine = self.engine(source, target)
        return Translator(
            source,
            target,
            glossary=self.terms(glossary),
            style=style or self.settings.style,
            beam=self.settings.beam,
            engine=Nth(engine, rank) if rank else engine,
            memory=None if rank else self.memory,
        )

    def terms(self, own: Glossary | None) -> Glossary | None:
        """A request's own terms, before those of the server."""
        ours = self.settings.glossary
        return _merged(own, ours) if own and ours else own or ours

    def admit(self) -> None:
        """Raise Refusal (429) when too much waits already."""
        if len(self._flying) >= self.settings.queue:
            rounds = len(self._flying) * self._pace / self.settings.workers
            raise busy(max(1, min(30, math.ceil(rounds))))

    def submit(self, order: Order) -> "Future[tuple[Translation, ...]]":
        """The translations to come; an equal order in flight is joined."""
        with self._lock:
            if order in self._flying:
                self.metrics.merged.inc()
                return self._flying[order]
            self._flying[order] = future = self._pool.submit(self._translate, order)
        future.add_done_callback(lambda _: self._forget(order))
        return future

    async def translate(self, order: Order) -> tuple[Translation, ...]:
        """One translation for each segment, in order. Raises Refusal when the queue is full or the time is over."""
        return (await self.translate_all([order]))[0]

    async def translate_all(self, orders: Sequence[Order]) -> list[tuple[Translation, ...]]:
        """The orders of one request, which is let in as a whole or not at all."""
        self.admit()
        return await self._all(orders)

    async def _all(self, orders: Sequence[Order]) -> list[tuple[Translation, ...]]:
        # All are submitted before the first wait: whoever is let in next finds them counted.
        futures = [self.submit(order) for order in orders]
        return list(await asyncio.gather(*map(self.within, futures)))

    async def within(self, future: "Future[T]") -> T:
        """What a future brings, if it does in time. Raises Refusal (503) else."""
        work = asyncio.wrap_future(future)
        work.add_done_callback(_heard)
        try:
            # A client that hangs up or comes again must not end the work that another waits for.
            return await asyncio.wait_for(asyncio.shield(work), self.settings.timeout)
        except TimeoutError:
            message = f"the translation takes more than {self.settings.timeout:g} s"
            raise Refusal(503, message, hint="send less text at once", wait=5) from None

    async def sentences(
        self, source: str, target: str, sentences: Sequence[str], decoding: Decoding
    ) -> list[tuple[Hypothesis, ...]]:
        """What the engine says to protected sentences, for a client that does the rest itself."""
        self.admit()
        return await self.within(
            self._pool.submit(self.engine(source, target).translate, sentences, source, target, decoding)
        )

    async def alternatives(self, order: Order, count: int) -> tuple[tuple[str, ...], ...]:
        """Up to `count` other translations of each segment, best first; fewer where the engine has no more (a beam of
        four has three), none twice.
        """
        ranks = range(min(count, max(WIDTH, self.settings.beam) - 1) + 1)
        best, *others = await self._all([replace(order, rank=rank) for rank in ranks])
        columns = zip(*others, strict=True) if others else iter([()] * len(best))
        return tuple(
            tuple(dict.fromkeys(other.target for other in column if other.target != first.target))
            for first, column in zip(best, columns, strict=True)
        )

    def _translate(self, order: Order) -> tuple[Translation, ...]:
        start = time.monotonic()
        translator = self.translator(order.source, order.target, order.glossary, order.style, rank=order.rank)
        found = tuple(chain.from_iterable(translator.texts(order.texts)))
        self._pace += (time.monotonic() - start - self._pace) / 16
        characters = sum(len(segment.source) for segment in order.segments)
        self.metrics.translated(order.source, order.target, characters)
        return found

    def _forget(self, order: Order) -> None:
        with self._lock:
            self._flying.pop(order, None)

    @property
    def flying(self) -> int:
        """The orders that wait or run."""
        return len(self._flying)

    def close(self) -> None:
        """Stop the engine after the batch that runs; what still waits hears of it."""
        self.dispatcher.close()
        self._pool.shutdown()
        if self.memory is not None:
            self.memory.close()
        if self._temporary:
            self._temporary.cleanup()


def _memory(path: Path | None) -> "Memory | None":
    if path is None:
        return None
    from mtkit.memory import Memory

    return Memory.open(path, create=True)


def _heard(work: "asyncio.Future[T]") -> None:
    """An error that nobody waits for any more is no news; asyncio would print it, with what it quotes."""
    if not work.cancelled():
        work.exception()


@lru_cache(maxsize=64)
def _merged(own: Glossary, ours: Glossary) -> Glossary:
    return Glossary.merge(own, ours)


def _reaches(engine: Engine, source: str, target: str) -> bool:
    reaches = getattr(engine, "reaches", None)
    try:
        return reaches is not None and reaches(source, target) is None
    except LanguageError:
        return False
