"""The desk: batches across documents, equal segments together, bounded, and nobody left waiting."""

import hashlib
import threading

import pytest

from mtkit.attempts import Piece
from mtkit.bulk.desk import SMALLEST, Desk, Page, Stopped
from mtkit.bulk.store import Store
from mtkit.segments import Segment
from mtkit.translator import Plan

KO_EN, KO_JA = ("ko", "en"), ("ko", "ja")


@pytest.fixture
def desk(tmp_path):
    with Store(tmp_path / "store.sqlite") as store:
        yield Desk(store)


def page(*texts, direction=KO_EN):
    segments = tuple(map(Segment, texts))
    keys = [hashlib.blake2b(f"{direction[1]}:{text}".encode(), digest_size=16).digest() for text in texts]
    plans = [Plan(segment, (Piece(segment.source),), ()) for segment in segments]
    return Page("task", segments, [None] * len(texts)), direction, keys, plans


def solved(desk, batch, seconds=0.1):
    values = [plan.segment.source.upper() for plan in batch.plans]
    desk.store.keep(dict(zip(batch.keys, values, strict=True)))
    desk.settle(batch, values, [""] * len(values), seconds)


def test_equal_segments_of_several_pages_are_asked_once(desk):
    first, second, third = page("a", "b", "a"), page("b", "c"), page("c")
    assert desk.open(*first) == 1
    assert desk.open(*second) == 1
    batch = desk.take()
    assert [plan.segment.source for plan in batch.plans] == ["a", "b", "c"]
    assert desk.open(*third) == 1  # it is with a solver
    solved(desk, batch)
    done = [desk.finished() for _ in range(3)]
    assert [p.values for p in done] == [["A", "B", "A"], ["B", "C"], ["C"]]
    assert desk.open(*page("a", "c")) == 2  # it is in the store
    assert desk.finished().values == ["A", "C"]
    desk.end()
    assert desk.take() is None
    assert desk.finished() is None


def test_a_batch_has_one_direction(desk):
    desk.open(*page("a", "b", direction=KO_EN))
    desk.open(*page("a", direction=KO_JA))
    desk.end()
    batches = [desk.take(), desk.take()]
    assert [(batch.direction, len(batch.plans)) for batch in batches] == [(KO_EN, 2), (KO_JA, 1)]


def test_segments_of_about_one_length_go_together_and_each_has_its_turn(desk):
    texts = [f"{n % 10}" * (1 + n * 7 % 64) + str(n) for n in range(SMALLEST * 6)]
    desk.open(*page(*texts))
    desk.take()  # the first document is not kept waiting
    desk.end()
    batches = []
    while batch := desk.take():
        batches.append([len(plan.segment.source) for plan in batch.plans])
        if len(batches) == 2:
            desk.open(*page(*("x" * n for n in range(1, 90, 9))))
    assert sum(map(len, batches)) == SMALLEST * 5 + 10
    assert all(lengths == sorted(lengths) for lengths in batches)
    assert sum(lengths[-1] - lengths[0] <= 16 for lengths in batches) >= 4


def test_an_empty_page_is_done_at_once(desk):
    desk.open(*page())
    assert desk.finished().values == []


def test_a_reason_fails_each_page_that_has_the_segment(desk):
    for texts in (("a", "b"), ("b",), ("a",)):
        desk.open(*page(*texts))
    batch = desk.take()
    desk.settle(batch, ["A", None], ["", "broken"], 0.1)
    assert {p.failed for p in (desk.finished(), desk.finished(), desk.finished())} == {"", "broken"}


def test_the_reader_waits_for_room_and_a_large_page_passes_alone(desk):
    many = [f"{n}" for n in range(SMALLEST * 40)]
    desk.open(*page(*many))
    opened = threading.Event()

    def read():
        desk.open(*page("x"))
        opened.set()

    reader = threading.Thread(target=read)
    reader.start()
    assert not opened.wait(0.2)
    left = len(many)
    while left:
        batch = desk.take()
        left -= len(batch.plans)
        solved(desk, batch, 60.0)
    desk.clear(desk.finished())
    assert opened.wait(5)
    reader.join()


@pytest.mark.parametrize(("seconds", "grows"), [(0.001, True), (60.0, False)])
def test_batches_grow_until_they_take_their_time(desk, seconds, grows):
    desk.open(*page(*(f"{n}" for n in range(2000))))
    sizes = []
    for _ in range(6):
        batch = desk.take()
        sizes.append(len(batch.plans))
        solved(desk, batch, seconds)
    assert sizes == sorted(sizes)
    assert (sizes[-1] > sizes[0]) == grows


def test_everybody_goes_home_when_the_job_stops(desk):
    gone = []

    def wait(what):
        try:
            what()
        except Stopped:
            gone.append(what)

    threads = [threading.Thread(target=wait, args=(what,)) for what in (desk.take, desk.finished)]
    for thread in threads:
        thread.start()
    desk.stop()
    for thread in threads:
        thread.join(5)
    assert len(gone) == 2
    with pytest.raises(Stopped):
        desk.open(*page("a"))
