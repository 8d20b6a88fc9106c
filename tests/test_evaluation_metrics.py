"""Scores, intervals and signatures against sacrebleu's command line, to the last digit it prints."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from mtkit.corpus import Corpus
from mtkit.errors import InputError
from mtkit.evaluation import bootstrap, compare, measure

RELEASES = Path(__file__).parent.parent / "corpora" / "releases"
WIDTH = "12"
RUNS = (("-m", "bleu", "chrf", "ter"), ("-m", "bleu", "chrf", "--chrf-word-order", "2"), ("-m", "bleu"))
TOKENIZERS = {"en": ("13a", "char", "intl"), "ja": ("ja-mecab", "char", "intl"), "ko": ("ko-mecab", "char", "intl")}
NAMES = {"BLEU": "bleu", "chrF2": "chrf", "chrF2++": "chrf++", "TER": "ter"}


def noisy(text, share, seed):
    rng = random.Random(f"{seed}{text}")
    parts = text.split(" ") if " " in text else list(text)
    return (" " if " " in text else "").join(part for part in parts if rng.random() > share)


@pytest.fixture(scope="module")
def texts():
    corpus = Corpus.load(RELEASES)
    return {code: corpus.references(code)[:60] for code in ("en", "ja", "ko")}


def streams(texts, language):
    reference = texts[language]
    systems = [tuple(noisy(text, share, share) for text in reference) for share in (0.1, 0.3)]
    systems.append(("", *(reference[1:])))  # an empty hypothesis, the rest perfect
    return systems, [reference, tuple(noisy(text, 0.05, 5) for text in reference)]


def command_line(folder, systems, references, options):
    """sacrebleu's own JSON: a list of systems with their scores as it prints them."""
    for kind, found in (("sys", systems), ("ref", references)):
        for i, lines in enumerate(found):
            (folder / f"{kind}{i}").write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    names = [f"ref{i}" for i in range(len(references))]
    inputs = [f"sys{i}" for i in range(len(systems))]
    command = [sys.executable, "-m", "sacrebleu", *names, "-i", *inputs, *options, "-f", "json", "-w", WIDTH]
    return json.loads(subprocess.run(command, cwd=folder, capture_output=True, check=True, encoding="utf-8").stdout)


@pytest.mark.slow
@pytest.mark.parametrize("references", [1, 2])
@pytest.mark.parametrize("language", ["en", "ja", "ko"])
def test_scores_equal_the_command_line(texts, tmp_path, language, references):
    systems, refs = streams(texts, language)
    cases = 0
    for options, tokenizer in zip(RUNS, TOKENIZERS[language], strict=True):
        told = command_line(tmp_path, systems, refs[:references], [*options, "-tok", tokenizer])
        for row, hypotheses in zip(told, systems, strict=True):
            for label, value in row.items():
                if label != "system":
                    mine = measure(NAMES[label], hypotheses, refs[:references], language, tokenizer=tokenizer).score
                    assert f"{mine.value:.12f}" == value, (label, tokenizer)
                    cases += 1
    assert cases == 18  # times six parametrizations: 108


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ja", "ko"])
def test_intervals_and_signatures_equal_the_command_line(texts, tmp_path, language):
    systems, refs = streams(texts, language)
    tokenizer = TOKENIZERS[language][0]
    options = ["-m", "bleu", "chrf", "ter", "-tok", tokenizer, "--confidence"]
    for told in command_line(tmp_path, systems[:1], refs[:1], options):
        mine = bootstrap(measure(NAMES[told["name"]], systems[0], refs[:1], language)).score
        assert mine.signature == told["signature"]
        shown = [f"{value:.12f}" for value in (mine.value, mine.mean, mine.interval)]
        assert shown == [f"{told[key]:.12f}" for key in ("score", "confidence_mean", "confidence_var")]


@pytest.mark.parametrize("test", ["bs", "ar"])
@pytest.mark.parametrize("name", ["bleu", "chrf", "chrf++", "ter"])
@pytest.mark.parametrize("references", [1, 2])
def test_p_values_equal_sacrebleu(texts, monkeypatch, name, test, references):
    from sacrebleu.metrics import BLEU, CHRF, TER
    from sacrebleu.significance import PairedTest

    metric = {"bleu": BLEU, "chrf": CHRF, "chrf++": lambda: CHRF(word_order=2), "ter": TER}[name]()
    monkeypatch.setenv("SACREBLEU_SEED", "7")
    _, refs = streams(texts, "en")
    refs = refs[:references]
    one, two = ([noisy(text, share, share) for text in texts["en"]] for share in (0.20, 0.21))
    samples = 400
    _, told = PairedTest([("a", one), ("b", two)], {"m": metric}, refs, test, n_samples=samples)()
    mine = [measure(name, lines, refs, "en") for lines in (one, two)]
    found = compare(("a", mine[0]), ("b", mine[1]), test=test, samples=samples, seed=7)
    assert found.p_value == told[mine[0].score.label][1].p_value
    assert 0 < found.p_value < 1


@pytest.mark.parametrize("name", ["bleu", "chrf", "chrf++", "ter"])
def test_segments_equal_sentence_scores(texts, name):
    from sacrebleu.metrics import BLEU, CHRF, TER

    kinds = {"bleu": lambda: BLEU(effective_order=True), "chrf": CHRF, "chrf++": lambda: CHRF(word_order=2), "ter": TER}
    metric = kinds[name]()
    systems, refs = streams(texts, "en")
    mine = measure(name, systems[0], refs, "en")
    for i in range(0, len(mine.segments), 7):
        assert mine.segments[i] == metric.sentence_score(systems[0][i], [ref[i] for ref in refs]).score
    assert mine.of(range(len(mine.segments))) == mine.score.value


def test_default_tokenizers(texts):
    for language, (default, *_) in TOKENIZERS.items():
        found = measure("bleu", texts[language][:3], [texts[language][:3]], language)
        assert f"|tok:{default}" in found.score.signature


@pytest.mark.parametrize(
    ("hypotheses", "references", "name", "message"),
    [
        (["a", "b"], [["a"]], "chrf", "2 hypotheses, 1 references"),
        ([], [[]], "chrf", "nothing to score: 0 segments"),
        (["a"], [], "chrf", "no reference"),
        (["a"], [["a"]], "meteor", "unknown metric 'meteor'; use one of bleu, chrf, chrf++, ter"),
        (["a"], [["a"]], "bleu:moses", "unknown tokenizer 'moses'"),
        (["a"], [["a"]], "chrf:char", "unknown metric 'chrf:char'"),
    ],
)
def test_refusals(hypotheses, references, name, message):
    with pytest.raises(InputError) as caught:
        measure(name, hypotheses, references, "en")
    assert message in str(caught.value)


def test_a_missing_tokenizer_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "MeCab", None)  # what an import finds where mecab-python3 is not installed
    for module in [name for name in sys.modules if "tokenizer_ja_mecab" in name]:
        monkeypatch.delitem(sys.modules, module)
    with pytest.raises(InputError) as caught:
        measure("bleu", ["犬"], [["犬"]], "ja")
    assert "pip install 'sacrebleu[ja]'" in str(caught.value)


def test_bleu_of_a_short_segment_is_the_sentence_score():
    from sacrebleu.metrics import BLEU

    mine = measure("bleu", ["Hello there", "Go home now"], [["Hello there", "Go home then"]], "en")
    told = [
        BLEU(effective_order=True).sentence_score(*pair).score
        for pair in (("Hello there", ["Hello there"]), ("Go home now", ["Go home then"]))
    ]
    assert list(mine.segments) == told
    assert mine.segments[0] == pytest.approx(100)
