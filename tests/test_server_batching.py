"""The dispatcher: answers to whom they belong, fair shares, errors where they happened, an end that answers all."""

import threading
import time

import pytest

from mtkit.engines import Decoding
from mtkit.engines.pseudo import IdentityEngine, NaughtyEngine, PseudoEngine
from mtkit.errors import EngineError
from mtkit.server.batching import Batched, Dispatcher


class Noted(PseudoEngine):
    """Notes its batches; the first one waits until it is let go, so that others come together meanwhile."""

    def __init__(self):
        super().__init__()
        self.batches, self.go, self.begun = [], threading.Event(), threading.Event()

    def translate(self, sentences, source, target, decoding=None):
        self.batches.append(list(sentences))
        self.begun.set()
        self.go.wait(10)
        if "bad" in sentences:
            raise EngineError("out of memory")
        return super().translate(sentences, source, target, Decoding())


@pytest.fixture
def dispatcher():
    dispatcher = Dispatcher(most=8)
    yield dispatcher
    dispatcher.close()


def together(engine, calls, first=("first",)):
    """All calls while the engine is busy with the first: the results, errors included, in order."""
    results = [None] * (len(calls) + 1)

    def run(number, sentences, target):
        try:
            results[number] = [h[0].text for h in engine.translate(sentences, "en", target)]
        except EngineError as error:
            results[number] = str(error)

    threads = [threading.Thread(target=run, args=(0, list(first), "ko"))]
    threads[0].start()
    engine.engine.begun.wait(10)
    for number, call in enumerate(calls, 1):
        sentences, target = call if isinstance(call, tuple) else (call, "ko")
        threads.append(threading.Thread(target=run, args=(number, sentences, target)))
        threads[-1].start()
        while len(engine.dispatcher._waiting) < number:
            time.sleep(0.001)
    engine.engine.go.set()
    for thread in threads:
        thread.join(10)
    return results[1:]


def test_many_callers_share_a_batch_and_get_their_own(dispatcher):
    engine = Batched(Noted(), dispatcher)
    assert together(engine, [["ab", "cd"], ["ef"], ["gh", "ij", "kl"]]) == [["ba", "dc"], ["fe"], ["hg", "ji", "lk"]]
    assert engine.engine.batches == [["first"], ["ab", "cd", "ef", "gh", "ij"], ["kl"]]


def test_equal_sentences_are_asked_once(dispatcher):
    engine = Batched(Noted(), dispatcher)
    assert together(engine, [["ab", "ab"], ["ab"]]) == [["ba", "ba"], ["ba"]]
    assert engine.engine.batches[1:] == [["ab"]]


def test_a_long_call_gives_way_to_short_ones(dispatcher):
    engine = Batched(Noted(), dispatcher)
    long = [f"w{n}" for n in range(100)]
    assert together(engine, [long, ["ab"]])[1] == ["ba"]
    assert "ab" in engine.engine.batches[1]
    assert max(map(len, engine.engine.batches)) <= 8


def test_what_is_asked_differently_is_not_mixed(dispatcher):
    engine = Batched(Noted(), dispatcher)
    assert together(engine, [(["ab"], "ko"), (["ab"], "ja"), (["cd"], "ko")]) == [["ba"], ["ba"], ["dc"]]
    assert engine.engine.batches[1:] == [["ab", "cd"], ["ab"]]


def test_an_error_reaches_those_it_concerns_and_the_thread_lives_on(dispatcher):
    engine = Batched(Noted(), dispatcher)
    found = together(engine, [(["bad", "x"], "ja"), (["ab"], "ko")])
    assert found == ["out of memory", ["ba"]]
    assert engine.translate(["cd"], "en", "ko")[0][0].text == "dc"


def test_a_wrong_number_of_answers_is_an_error():
    class Short(IdentityEngine):
        def translate(self, sentences, *given):
            return super().translate(sentences, *given)[:-1]

    dispatcher = Dispatcher()
    with pytest.raises(ValueError, match="shorter"):
        Batched(Short(), dispatcher).translate(["a", "b"], "en", "ko")
    dispatcher.close()


def test_closing_finishes_the_batch_that_runs_and_refuses_the_rest():
    dispatcher = Dispatcher()
    engine = Batched(Noted(), dispatcher)
    closing = threading.Thread(target=lambda: (closing_waits(dispatcher), dispatcher.close()))
    closing.start()
    threading.Timer(0.3, engine.engine.go.set).start()
    found = []

    def ask(text):
        try:
            found.append(engine.translate([text], "en", "ko")[0][0].text)
        except EngineError as error:
            found.append(error.message)

    first = threading.Thread(target=ask, args=("ab",))
    first.start()
    engine.engine.begun.wait(10)
    ask("cd")
    first.join(10)
    closing.join(10)
    ask("ef")
    assert sorted(found) == ["ba", "the server is stopping", "the server is stopping"]


def closing_waits(dispatcher):
    """Until the first batch runs and a second call waits."""
    while not (dispatcher._waiting and dispatcher._waiting[0].sentences == ["cd"]):
        time.sleep(0.001)


def test_batched_is_the_engine_it_feeds(dispatcher):
    for engine in (IdentityEngine(), PseudoEngine(), NaughtyEngine(seed=3)):
        texts = [f"see ⟦0⟧ and {n}" for n in range(30)]
        same = Batched(engine, dispatcher)
        assert same.translate(texts, "en", "ko", Decoding(n_best=2)) == engine.translate(
            texts, "en", "ko", Decoding(n_best=2)
        )
        assert (same.signature, same.limit, same.length("a b")) == (
            engine.signature,
            engine.limit,
            engine.length("a b"),
        )
    assert same.translate([], "en", "ko") == []


def test_what_else_an_engine_can_do_is_reached_through_it(dispatcher):
    class Steered(PseudoEngine):
        def complete(self, sentences, source, target, decoding=None):
            return [beginning for _, beginning in sentences]

    engine = Batched(Steered(), dispatcher)
    assert engine.complete([("a", "b")], "en", "ko") == ["b"]
    assert not hasattr(Batched(PseudoEngine(), dispatcher), "complete")
