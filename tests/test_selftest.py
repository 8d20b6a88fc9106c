"""The self-test's two questions, one at a time."""

import math

import numpy as np
import pytest

from mtkit.engines import USUAL, Decoding, Hypothesis
from mtkit.engines.ctranslate2 import CTranslate2Engine
from mtkit.engines.transformers import TransformersEngine
from mtkit.errors import ModelError
from mtkit.languages import LANGUAGES, directions
from mtkit.models import card, embedded, layout, selftest, tensors
from mtkit.models.convert import convert


class Parrot:
    """Knows the right answers to some of the known sentences, says `otherwise` to the rest, and finds all equally likely."""

    name = "parrot"
    pieces_known = 1000

    def __init__(self, *, knows=6, otherwise="", likelihood=-1.0):
        self.knows, self.otherwise, self.likelihood = knows, otherwise, likelihood

    def translate(self, sentences, source, target, decoding=USUAL):
        right = selftest.PAIRS[target][: self.knows]
        texts = [*right, *[self.otherwise] * (len(sentences) - self.knows)]
        return [(Hypothesis(text, 0.0, tuple(text.split())),) for text in texts]

    def score(self, pairs, source, target):
        return (self.likelihood,) * len(pairs)


@pytest.mark.parametrize(
    ("parrot", "wrong"),
    [
        (Parrot(), ""),
        (Parrot(knows=3, otherwise="ga " * 30), ""),
        (Parrot(knows=2, otherwise="ga " * 30), "endless repetition in 4 of 6"),
        (Parrot(knows=2, otherwise="안녕"), "the wrong script in 4 of 6"),
        (Parrot(knows=2, otherwise=""), "empty output in 4 of 6"),
        (Parrot(knows=2, otherwise="<unk> a <unk>"), "unknown pieces in 4 of 6"),
        (Parrot(likelihood=-0.95 * math.log(1000)), "as likely as random pieces"),
        (Parrot(likelihood=-0.85 * math.log(1000)), ""),
        (Parrot(likelihood=math.nan), "as likely as random pieces"),
    ],
)
def test_what_is_refused_and_what_is_merely_weak(parrot, wrong):
    finding = selftest.check(parrot, "ko", "en")
    assert wrong in finding.wrong
    assert bool(wrong) == bool(finding.wrong)
    if wrong:
        with pytest.raises(ModelError, match="parrot: fails its self-test for ko-en"):
            selftest.require(parrot, [("ko", "en")])


def test_the_known_sentences_stand_side_by_side():
    assert len({len(selftest.PAIRS[code]) for code in LANGUAGES}) == 1
    for code in LANGUAGES:
        for text in selftest.PAIRS[code]:
            assert selftest.fault(Hypothesis(text, 0.0, tuple(text)), code) == ""


@pytest.mark.slow
def test_a_model_that_never_ends_is_stopped_and_refused_and_writes_no_pad(tiny_bilingual, tmp_path):
    import shutil

    folder = shutil.copytree(tiny_bilingual, tmp_path / "model")
    weights = tensors.read(folder / "model.safetensors")
    bias = np.zeros_like(weights[layout.BIAS])
    bias[0, 0], bias[0, -1] = -1e4, 50.0  # </s> is the first piece, <pad> the last
    tensors.write_safetensors(folder / "model.safetensors", {**weights, layout.BIAS: bias})
    convert(folder, tmp_path / "out")
    decoding = Decoding(beam=1, max_ratio=1.0)
    for engine in (CTranslate2Engine(tmp_path / "out", device="cpu"), TransformersEngine(folder, device="cpu")):
        ((hypothesis,),) = engine.translate(["미나 가 물을 보았습니다."], "ko", "en", decoding)
        assert len(hypothesis.pieces) in (16 + 16, 24 + 16)
        assert "<pad>" not in hypothesis.pieces
        assert hypothesis.text
    assert selftest.check(CTranslate2Engine(tmp_path / "out"), "ko", "en").wrong


def test_the_embedded_model_is_whole_small_and_good():
    folder = embedded.DIRECTORY
    made = card.read(folder)
    card.verify(folder, made)
    assert set(made.files) == {p.name for p in folder.iterdir() if p.suffix in (".bin", ".json", ".spm")}
    assert sum(path.stat().st_size for path in folder.iterdir() if path.is_file()) <= 48 << 20
    assert made.tested
    assert made.licence
    assert made.sources
    assert made.scores
    findings = selftest.require(CTranslate2Engine(folder, device="cpu"), directions())
    assert len(findings) == 6
