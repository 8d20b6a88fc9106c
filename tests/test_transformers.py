"""The reference engine, and both engines held to the same tokens."""

import pytest
import tiny

from mtkit.engines import Decoding
from mtkit.engines.ctranslate2 import CTranslate2Engine
from mtkit.engines.transformers import TransformersEngine, read_bin
from mtkit.errors import ModelError
from mtkit.models.convert import convert

pytestmark = pytest.mark.slow


def noisy(language):
    """Sentences of the tiny world and broken ones, which the model has never seen."""
    made = [line[("en", "ja", "ko").index(language)] for line in tiny.sentences()]
    shuffled = [" ".join(one.split()[:2] + two.split()[1:]) for one, two in zip(made, made[7:], strict=False)]
    return made + shuffled + [one + " " + two for one, two in zip(made[::3], made[5::3], strict=False)]


@pytest.fixture(scope="module")
def engines(tiny_model, tiny_bilingual, tmp_path_factory):
    found = {}
    for name, folder in (("multilingual", tiny_model), ("bilingual", tiny_bilingual)):
        converted = tmp_path_factory.mktemp(name)
        convert(folder, converted, quantization="float32")
        found[name] = TransformersEngine(folder), CTranslate2Engine(converted, compute_type="float32", device="cpu")
    return found


@pytest.mark.parametrize(
    "decoding", [Decoding(beam=1), Decoding(beam=4, repetition_penalty=1.0)], ids=["greedy", "beam"]
)
@pytest.mark.parametrize(("model", "source", "target"), [("multilingual", "ko", "ja"), ("bilingual", "ko", "en")])
def test_both_engines_write_the_same_tokens(engines, model, source, target, decoding):
    ours, theirs = (engine.translate(noisy(source), source, target, decoding) for engine in engines[model])
    same = sum(a[0].pieces == b[0].pieces for a, b in zip(ours, theirs, strict=True))
    assert same >= 0.99 * len(ours), f"{same} of {len(ours)}"
    assert len({a[0].text for a in ours}) > 40


def test_both_engines_score_alike(engines):
    pairs = [("안녕하세요.", "こんにちは。"), ("안녕하세요.", "駅はどこですか。")]
    ours, theirs = (engine.score(pairs, "ko", "ja") for engine in engines["multilingual"])
    assert ours == pytest.approx(theirs, abs=1e-3)


def test_an_empty_sentence_stays_empty(engines):
    answers = engines["bilingual"][0].translate(["", "안녕하세요."], "ko", "en")
    assert [a[0].text for a in answers] == ["", "Hello."]


def test_n_best(engines):
    (answer,) = engines["bilingual"][0].translate(["안녕하세요."], "ko", "en", Decoding(n_best=3))
    assert len(answer) == 3
    assert answer[0].score >= answer[1].score >= answer[2].score


def test_a_bin_file_reads_like_a_safetensors_file(tiny_bilingual, tmp_path):
    import numpy as np
    import torch
    from transformers import MarianMTModel

    from mtkit.models import tensors

    model = MarianMTModel.from_pretrained(tiny_bilingual)
    torch.save(model.state_dict(), tmp_path / "pytorch_model.bin")
    one, two = read_bin(tmp_path / "pytorch_model.bin"), tensors.read(tiny_bilingual / "model.safetensors")
    assert set(two) <= set(one)
    assert all(np.array_equal(one[name], two[name]) for name in two)


def test_a_bin_file_that_would_run_something_is_refused(tmp_path):
    import pickle

    class Evil:
        def __reduce__(self):
            return (open, (str(tmp_path / "owned"), "w"))

    (tmp_path / "pytorch_model.bin").write_bytes(pickle.dumps(Evil()))
    with pytest.raises(ModelError, match="not a PyTorch checkpoint"):
        read_bin(tmp_path / "pytorch_model.bin")
    assert not (tmp_path / "owned").exists()
