"""The default engine on a real small model."""

import subprocess
import sys

import pytest
import tiny

from mtkit.engines import Decoding
from mtkit.engines.ctranslate2 import CTranslate2Engine
from mtkit.errors import EngineError, LanguageError, ModelError

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def engine(tiny_converted):
    return CTranslate2Engine(tiny_converted, device="cpu", threads=2)


def texts(language):
    return [line[("en", "ja", "ko").index(language)] for line in tiny.sentences()]


def test_one_in_one_out_in_order_and_an_empty_one_stays_empty(engine):
    sources = ["", *texts("ko"), "", "  "]
    answers = engine.translate(sources, "ko", "en")
    assert len(answers) == len(sources)
    assert [answers[n][0].text for n in (0, -2, -1)] == ["", "", ""]
    wanted = texts("en")
    assert sum(a[0].text == w for a, w in zip(answers[1:-2], wanted, strict=True)) > len(wanted) * 0.9


@pytest.mark.parametrize(("target", "wanted"), [("en", "Hello."), ("ja", "こんにちは。")])
def test_the_tag_asks_for_the_language(engine, target, wanted):
    assert engine.translate(["안녕하세요."], "ko", target)[0][0].text == wanted


def test_tokens_come_back_as_text(engine):
    assert engine.translate(["⟦0⟧ 가 물을 보았습니다."], "ko", "en")[0][0].text == "⟦0⟧ saw water."


@pytest.mark.parametrize("beam", [1, 4])
def test_the_same_alone_in_any_batch_and_with_any_number_of_threads(tiny_converted, beam):
    sources = texts("ja")
    decoding = Decoding(beam=beam)
    whole = CTranslate2Engine(tiny_converted, threads=2).translate(sources, "ja", "en", decoding)
    small = CTranslate2Engine(tiny_converted, threads=1, batch=40)
    assert small.translate(sources[::-1], "ja", "en", decoding)[::-1] == whole  # scores too, to the last bit
    assert [small.translate([s], "ja", "en", decoding)[0] for s in sources] == whole


@pytest.mark.parametrize("beam", [1, 4])
def test_attention_and_scores_are_those_of_a_sentence_alone(engine, beam):
    sources, decoding = texts("ko"), Decoding(beam=beam, n_best=beam, attention=True)
    alone = [engine.translate([source], "ko", "en", decoding)[0] for source in sources]
    assert engine.translate(sources, "ko", "en", decoding) == alone
    pairs = [(source, answers[-1].text) for source, answers in zip(sources, alone, strict=True)]
    assert engine.score(pairs, "ko", "en") == tuple(engine.score([pair], "ko", "en")[0] for pair in pairs)


def test_padding_is_allowed_where_speed_is_worth_more_and_the_signature_says_so(engine, tiny_converted):
    padded = CTranslate2Engine(tiny_converted, device="cpu", steady=False)
    answers = padded.translate(texts("ko"), "ko", "en")
    assert sum(a[0].text == w for a, w in zip(answers, texts("en"), strict=True)) > 55
    assert padded.signature == engine.signature + "|padded"


def test_n_best_are_different_and_sorted(engine):
    (answer,) = engine.translate(["미나 가 물을 보았습니다."], "ko", "en", Decoding(n_best=4))
    assert len({hypothesis.text for hypothesis in answer}) == 4
    assert [h.score for h in answer] == sorted((h.score for h in answer), reverse=True)


def test_attention_has_a_row_for_each_piece_and_a_column_for_each_of_the_source(engine):
    sentence = "미나 가 물을 보았습니다."
    (answer,) = engine.translate([sentence], "ko", "en", Decoding(attention=True, style="polite"))
    attention = answer[0].attention
    assert len(attention) in (len(answer[0].pieces), len(answer[0].pieces) + 1)
    assert {len(row) for row in attention} == {len(engine.pieces(sentence)) + 1}
    assert engine.translate([sentence], "ko", "en")[0][0].attention is None


def test_an_output_ends_at_its_limit(engine):
    answer = engine.translate(["책 " * 30], "ko", "en", Decoding(beam=1, repetition_penalty=1.0, max_ratio=0.1))
    assert len(answer[0][0].pieces) <= 16 + 0.1 * 128


def test_a_stream_is_read_as_it_is_asked_for(engine):
    read = []

    def endless():
        while True:
            read.append("안녕하세요.")
            yield read[-1]

    stream = engine.stream(endless(), "ko", "en", window=3)
    assert [next(stream)[0].text for _ in range(4)] == ["Hello."] * 4
    assert len(read) == 6


def test_right_translations_score_better_than_wrong_ones(engine):
    right, wrong = engine.score([("안녕하세요.", "Hello."), ("안녕하세요.", "I am a student.")], "ko", "en")
    assert right > -0.5 > wrong


def test_the_signature_names_library_weights_and_format(engine, tiny_converted):
    other = CTranslate2Engine(tiny_converted, compute_type="float32")
    assert engine.signature != other.signature
    assert engine.signature == CTranslate2Engine(tiny_converted, threads=1).signature
    assert engine.signature.startswith("ctranslate2:4")
    assert engine.signature.endswith("|int8_float32")


def test_features_come_from_the_vocabulary(engine):
    assert engine.placeholders
    assert engine.annotates
    assert engine.styles
    assert engine.length("⟦0⟧") == len(engine.pieces("⟦0⟧"))


def test_no_torch_and_no_transformers(tiny_converted):
    code = (
        "import sys; from mtkit.engines.ctranslate2 import CTranslate2Engine;"
        f"e = CTranslate2Engine({str(tiny_converted)!r}); print(e.translate(['안녕하세요.'], 'ko', 'en')[0][0].text);"
        "print([m for m in ('torch', 'transformers', 'huggingface_hub') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["Hello.", "[]"]


def test_refusals(tiny_converted, tmp_path):
    with pytest.raises(LanguageError, match="does not translate ko-ja; it translates ko-en"):
        CTranslate2Engine(tiny_converted, directions=[("ko", "en")]).translate(["가"], "ko", "ja")
    with pytest.raises(EngineError, match="unknown device"):
        CTranslate2Engine(tiny_converted, device="tpu")
    with pytest.raises(ModelError, match="no vocabulary"):
        CTranslate2Engine(tmp_path)


def test_a_translation_goes_on_from_its_beginning(engine):
    attended = Decoding(beam=4, n_best=2, attention=True)
    for beginning in ("Ken bought", "Sora"):
        answers = engine.complete([("미나 가 책을 샀습니다.", beginning)] * 2, "ko", "en", attended)
        assert len(answers) == 2
        for hypothesis in answers[0]:
            assert hypothesis.text.startswith(beginning)
            assert len(hypothesis.attention) in (len(hypothesis.pieces), len(hypothesis.pieces) + 1)
    assert engine.complete([], "ko", "en") == []
