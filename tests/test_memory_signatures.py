"""The filter before the distances: it never loses a text that is alike enough."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from mtkit.memory.signatures import EMPTY, signatures

TEXT = st.text("abc12 가나다あ\n", max_size=40)


@settings(deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=20), TEXT, st.sampled_from([0.5, 0.6, 0.75, 0.9, 1.0]))
def test_no_text_that_is_alike_enough_is_lost(texts, text, least):
    ids, most = signatures(range(len(texts)), texts).candidates(text, least)
    bounds = dict(zip(ids.tolist(), most.tolist(), strict=True))
    for number, known in enumerate(texts):
        alike = Levenshtein.normalized_similarity(known, text)
        if alike >= least:
            assert bounds[number] >= alike - 1e-9


@settings(deadline=None)
@given(TEXT, st.lists(st.tuples(st.integers(0, 40), st.sampled_from(["", "x", "가"])), max_size=6))
def test_the_bound_holds_for_edits(text, edits):
    changed = text
    for place, new in edits:
        changed = changed[:place] + new + changed[place + 1 :]
    alike = Levenshtein.normalized_similarity(text, changed)
    if alike >= 0.5:
        ids, most = signatures([1], [text]).candidates(changed, 0.5)
        assert ids.tolist() == [1]
        assert most[0] >= alike - 1e-9


def test_candidates_are_few_and_the_best_is_first():
    texts = [f"{word}에서 {number}명이 참가한 행사" for word in ("광주", "부산", "서울") for number in range(30)]
    texts += [f"전혀 다른 이야기 {chr(0xAC00 + 29 * n)}{chr(0xB000 + 31 * n)}" for n in range(300)]
    ids, most = signatures(range(len(texts)), texts).candidates("광주에서 7명이 참가한 행사", 0.75)
    assert "광주" in texts[ids[0]]
    assert len(ids) < 100
    assert (np.diff(most) <= 0).all()


def test_joined_signatures_are_those_of_all_texts():
    one, other = signatures([1, 2], ["가나다", "a"]), signatures([3], ["가나"])
    both, whole = one.join(other, EMPTY), signatures([1, 2, 3], ["가나다", "a", "가나"])
    assert both.ids.tolist() == whole.ids.tolist() == [2, 3, 1]
    assert (both.bits == whole.bits).all()


def test_nothing_is_found_in_nothing():
    ids, most = EMPTY.candidates("가나다", 0.75)
    assert (ids.tolist(), most.tolist()) == ([], [])
