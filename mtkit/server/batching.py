"""Sentences of many requests through one engine together.

A thread takes whatever waits as soon as the engine is free: one sentence alone starts at once, and the more requests
there are the larger the batches. Every request gives an equal share of a batch, so that a document of a thousand
sentences holds up nobody. Equal sentences of a batch are translated once.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from mtkit.engines import USUAL, Decoding, Engine, Hypothesis
from mtkit.errors import EngineError

__all__ = ["Batched", "Dispatcher"]

MOST = 64  # sentences of one batch: about a second of the embedded model on two cores

Answer = tuple[Hypothesis, ...]


@dataclass(eq=False)
class _Call:
    """The sentences of one caller: which are next, what has come back."""

    engine: Engine
    manner: tuple[str, str, Decoding]
    sentences: Sequence[str]
    next: int = 0
    answers: dict[int, Answer] = field(default_factory=dict)
    error: Exception | None = None
    done: threading.Event = field(default_factory=threading.Event)

    def like(self, other: "_Call") -> bool:
        return self.engine is other.engine and self.manner == other.manner


class Dispatcher:
    """The thread that feeds engines; `heard` is told the size of each batch.

    >>> from mtkit.engines.pseudo import PseudoEngine
    >>> dispatcher = Dispatcher()
    >>> Batched(PseudoEngine(), dispatcher).translate(["abc"], "en", "ko")[0][0].text
    'cba'
    >>> dispatcher.close()
    """

    def __init__(self, most: int = MOST, heard: Callable[[int], None] | None = None) -> None:
        self.most, self.heard = most, heard
        self._waiting: deque[_Call] = deque()
        self._news = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="mtkit-dispatcher", daemon=True)
        self._thread.start()

    def translate(self, engine: Engine, sentences: Sequence[str], manner: tuple[str, str, Decoding]) -> list[Answer]:
        """The engine's answers, in order. Waits for them; raises what the engine raised."""
        if not sentences:
            return []
        call = _Call(engine, manner, sentences)
        with self._news:
            if self._closed:
                raise _stopping()
            self._waiting.append(call)
            self._news.notify()
        call.done.wait()
        if call.error:
            raise call.error
        return [call.answers[place] for place in range(len(sentences))]

    def close(self) -> None:
        """Finish the batch that runs, refuse what waits, and end the thread."""
        with self._news:
            self._closed = True
            self._fail(list(self._waiting), _stopping())
            self._news.notify()
        self._thread.join()

    def _run(self) -> None:
        while True:
            with self._news:
                self._news.wait_for(lambda: self._waiting or self._closed)
                if not self._waiting:
                    return
                calls, places = self._take()
            self._answer(calls, places)

    def _take(self) -> tuple[list[_Call], list[tuple[_Call, int]]]:
        """The next batch: the callers that want what the one waiting longest wants, an equal share of each."""
        calls = [call for call in self._waiting if call.like(self._waiting[0])][: self.most]
        places, share = list[tuple[_Call, int]](), max(1, self.most // len(calls))
        for call in calls:
            end = min(len(call.sentences), call.next + share)
            places += [(call, place) for place in range(call.next, end)]
            call.next = end
            self._waiting.remove(call)
        self._waiting += [call for call in calls if call.next < len(call.sentences)]
        return calls, places

    def _answer(self, calls: list[_Call], places: list[tuple[_Call, int]]) -> None:
        wanted = list(dict.fromkeys(call.sentences[place] for call, place in places))
        if self.heard:
            self.heard(len(wanted))
        try:
            found = dict(zip(wanted, calls[0].engine.translate(wanted, *calls[0].manner), strict=True))
        except Exception as error:  # whatever it was: the callers hear of it, the thread lives on
            with self._news:
                self._fail(calls, error)
            return
        for call, place in places:
            call.answers[place] = found[call.sentences[place]]
        for call in calls:
            if len(call.answers) == len(call.sentences):
                call.done.set()

    def _fail(self, calls: list[_Call], error: Exception) -> None:
        """Tell callers that nothing comes of it; the lock is held."""
        for call in calls:
            call.error = error
            if call in self._waiting:
                self._waiting.remove(call)
            call.done.set()


def _stopping() -> EngineError:
    return EngineError("the server is stopping", hint="ask again when it is back")


class Batched:
    """An engine whose sentences are translated together with those of other callers; any thread may call it.

    >>> from mtkit.engines.pseudo import PseudoEngine
    >>> dispatcher = Dispatcher()
    >>> isinstance(Batched(PseudoEngine(), dispatcher), Engine)
    True
    >>> dispatcher.close()
    """

    def __init__(self, engine: Engine, dispatcher: Dispatcher) -> None:
        self.engine, self.dispatcher = engine, dispatcher
        self.name, self.limit = engine.name, engine.limit
        self.annotates, self.placeholders, self.styles = engine.annotates, engine.placeholders, engine.styles

    @property
    def signature(self) -> str:
        """The engine's: batching changes nothing."""
        return self.engine.signature

    def translate(self, sentences: Sequence[str], source: str, target: str, decoding: Decoding = USUAL) -> list[Answer]:
        """One tuple of hypotheses for each sentence, in order, best first."""
        return self.dispatcher.translate(self.engine, sentences, (source, target, decoding))

    def length(self, sentence: str) -> int:
        """How many pieces the sentence has."""
        return self.engine.length(sentence)

    def __getattr__(self, name: str) -> Any:
        """What else the engine can do (go on from a beginning, score): for the few sentences that are wrong, unbatched."""
        if name.startswith("_") or name == "engine":
            raise AttributeError(name)
        return getattr(self.engine, name)
