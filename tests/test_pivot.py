"""Two engines as one: what is carried through both hops."""

import pytest

from mtkit.engines import Decoding, Hypothesis
from mtkit.engines.pivot import PivotEngine
from mtkit.engines.pseudo import IdentityEngine, PseudoEngine


class Recorder(IdentityEngine):
    """An identity that remembers what it was asked, and drops what it is told to."""

    def __init__(self, *, carries=True, drop=""):
        super().__init__()
        self.placeholders, self.seen, self.drop = carries, [], drop

    def translate(self, sentences, source, target, decoding=Decoding()):  # noqa: B008  # as the engines do
        self.seen += [(sentence, source, target, decoding) for sentence in sentences]
        return [(Hypothesis(s.replace(self.drop, "") if self.drop else s, -1.0),) * decoding.n_best for s in sentences]


def test_each_hop_gets_its_direction_and_the_style_only_the_last():
    first, second = Recorder(), Recorder()
    answer = PivotEngine(first, second).translate(["가"], "ko", "ja", Decoding(n_best=2, style="polite"))
    assert first.seen[0][1:3] == ("ko", "en")
    assert second.seen[0][1:3] == ("en", "ja")
    assert (first.seen[0][3].style, first.seen[0][3].n_best) == (None, 1)
    assert (second.seen[0][3].style, second.seen[0][3].n_best) == ("polite", 2)
    assert [h.score for h in answer[0]] == [-2.0, -2.0]


@pytest.mark.parametrize(
    ("sentence", "between", "out"),
    [
        ("⟪서울⇒ソウル⟫에", "⟦0⟧에", "ソウル에"),
        ("⟦0⟧ ⟪서울⇒ソウル⟫ ⟦2⟧ ⟪부산⇒釜山⟫", "⟦0⟧ ⟦1⟧ ⟦2⟧ ⟦3⟧", "⟦0⟧ ソウル ⟦2⟧ 釜山"),
        ("⟪a⇒1⟫⟪b⇒⟧⟫", "⟦0⟧⟦1⟧", "1⟧"),
        ("", "", ""),
    ],
)
def test_annotations_travel_as_free_tokens(sentence, between, out):
    first = Recorder()
    assert PivotEngine(first, Recorder()).translate([sentence], "ko", "ja")[0][0].text == out
    assert first.seen[0][0] == between


def test_a_target_that_looks_like_a_token_is_not_replaced_again():
    engine = PivotEngine(Recorder(), Recorder())
    assert engine.translate(["⟪a⇒⟦1⟧⟫ ⟪b⇒x⟫"], "ko", "ja")[0][0].text == "⟦1⟧ x"


def test_more_annotations_than_tokens_fall_back_to_the_source_word():
    sentence = "".join(f"⟪s{n}⇒t{n}⟫" for n in range(9))
    assert PivotEngine(Recorder(), Recorder()).translate([sentence], "ko", "ja")[0][0].text.endswith("t7s8")


@pytest.mark.parametrize("carries", [(True, False), (False, True), (False, False)])
def test_without_placeholders_in_both_it_does_not_promise_annotations(carries):
    engine = PivotEngine(*(Recorder(carries=c) for c in carries))
    assert not engine.annotates
    assert not engine.placeholders
    assert engine.translate(["⟪서울⇒ソウル⟫"], "ko", "ja")[0][0].text == "서울"


def test_a_token_lost_on_the_way_is_lost_in_the_open():
    answer = PivotEngine(Recorder(), Recorder(drop="⟦0⟧")).translate(["⟪서울⇒ソウル⟫ x"], "ko", "ja")
    assert "ソウル" not in answer[0][0].text


def test_the_signature_has_both_and_the_limit_is_the_smaller():
    engine = PivotEngine(IdentityEngine(limit=5), PseudoEngine(limit=9))
    assert engine.signature == "pivot:en|identity|pseudo"
    assert engine.limit == 5
    assert engine.length("one two") == 3
