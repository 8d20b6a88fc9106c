"""The engines without a model."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtkit.engines import Decoding, Engine
from mtkit.engines.pseudo import IdentityEngine, NaughtyEngine, PseudoEngine

ENGINES = [IdentityEngine(), PseudoEngine(), NaughtyEngine(seed=3)]
texts = st.lists(
    st.sampled_from(["⟦0⟧", "⟦7⟧", "%s", "{name}", "서울", "は", "㈜", " ", "\n", "two words", "⟪a⇒b⟫"])
).map("".join)


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
def test_they_are_engines_that_give_one_for_one(engine):
    assert isinstance(engine, Engine)
    answers = engine.translate(["a", "", "b c"], "en", "ko", Decoding(n_best=2))
    assert [len(answer) for answer in answers] == [2, 2, 2]
    assert answers[1][0].text == ""


@given(texts)
def test_identity_changes_annotations_alone(text):
    assert IdentityEngine().translate([text], "en", "ko")[0][0].text == text.replace("⟪a⇒b⟫", "b")


@given(texts)
def test_pseudo_keeps_tokens_and_spaces_and_undoes_itself(text):
    plain = text.replace("⟪a⇒b⟫", "b")
    (out,) = PseudoEngine().translate([text], "en", "ko")[0]
    assert re.findall(r"⟦\d⟧|\s", out.text) == re.findall(r"⟦\d⟧|\s", plain)
    assert PseudoEngine().translate([out.text], "en", "ko")[0][0].text == plain


@given(texts, st.integers(0, 50))
def test_naughty_is_the_same_each_time_whatever_stands_beside(text, seed):
    one = NaughtyEngine(seed=seed).translate([text], "en", "ko")
    assert NaughtyEngine(seed=seed).translate(["x", text], "en", "ko")[1:] == one


def test_naughty_does_everything_a_bad_model_does():
    text = "See ⟦0⟧ and then ⟦1⟧ there"
    outs = {NaughtyEngine(seed=seed).translate([text], "en", "ko")[0][0].text for seed in range(200)}
    tokens = [re.findall(r"⟦\d⟧", out) for out in outs]
    assert "" in outs
    assert any("\n" in out for out in outs)
    assert ["⟦1⟧", "⟦0⟧"] in tokens
    assert ["⟦0⟧"] in tokens
    assert ["⟦0⟧", "⟦1⟧", "⟦1⟧"] in tokens
    assert any("⟦ 0 ⟧" in out for out in outs)
    assert any(out.count("there") == 40 for out in outs)


def test_naughty_without_mischief_is_identity():
    assert NaughtyEngine(mischief=0.0).translate(["a ⟦0⟧"], "en", "ko")[0][0].text == "a ⟦0⟧"


@pytest.mark.parametrize("values", [{"beam": 0}, {"beam": 2, "n_best": 3}, {"n_best": 0}])
def test_an_impossible_decoding_is_a_value_error(values):
    with pytest.raises(ValueError, match="n_best"):
        Decoding(**values)


def test_a_decoding_s_signature_names_what_is_not_usual():
    assert Decoding().signature == "beam:4"
    assert Decoding(attention=True).signature == "beam:4"
    assert Decoding(no_repeat_ngram=3).signature == "beam:4|no_repeat_ngram:3"
