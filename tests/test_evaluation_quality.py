"""Numbers, script, repetition, speech level; parts of a test set."""

import pytest

from mtkit.evaluation import TestSet, evaluate, examine
from mtkit.evaluation.breakdown import groups
from mtkit.evaluation.quality import leftover, number_hits, repetition, speech_level
from mtkit.glossary import Glossary


@pytest.mark.parametrize(
    ("source", "hypothesis", "pair", "hits"),
    [
        ("2019년 10월 6일", "October 6, 2019", "ko-en", (1, 1)),
        ("2019년 10월 6일", "October 7, 2019", "ko-en", (1, 0)),
        ("1억 2000만 원", "1億2000万ウォン", "ko-ja", (1, 1)),
        ("1억 2000만 원", "1億2000ウォン", "ko-ja", (1, 0)),
        ("30%와 40%", "40% and 30%", "ko-en", (2, 2)),
        ("30%와 30%", "30%", "ko-en", (2, 1)),
        ("숫자 없음", "3 numbers", "ko-en", (0, 0)),
    ],
)
def test_numbers(source, hypothesis, pair, hits):
    assert number_hits(source, hypothesis, *pair.split("-")) == hits


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("The city of 光州", "en", "光州"),
        ("서울 city", "en", "서울"),
        ("Café naïve", "en", ""),
        ("光州は서울", "ja", "서울"),
        ("GIST は AI", "ja", ""),
        ("서울は", "ko", "は"),
        ("이는 光州로", "ko", ""),  # a few Han characters are Korean usage
        ("光州科学技術院大学院開院式典会場案内所前広場", "ko", "光州科学技術院大学院開院式典会場案内所前広場"),
    ],
)
def test_leftover(text, language, found):
    assert leftover(text, language) == found


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("the city the city the city", 3),
        ("the city and the city", 1),
        ("반복된다 반복된다 반복된다 반복된다", 4),
        ("", 1),
    ],
)
def test_repetition(text, times):
    assert repetition(text) == times


@pytest.mark.parametrize(
    ("sentence", "language", "level"),
    [
        ("갔습니다.", "ko", "polite"), ("갔어요!", "ko", "polite"), ("갔다.", "ko", "plain"), ("행사", "ko", None),
        ("行きます。", "ja", "polite"), ("行きました」", "ja", "polite"), ("行った。", "ja", "plain"), ("行くのである。", "ja", "plain"), ("会議", "ja", None),
        ("Gone.", "en", None),
    ],
)  # fmt: skip
def test_speech_level(sentence, language, level):
    assert speech_level(sentence, language) == level


def test_rates():
    sources = ["시장은 2명이다", "안녕하세요", "좋은 하루", "긴 글이다"]
    hypotheses = ["There are 3", "안녕하세요", "", "long text long text long text"]
    found = examine(sources, hypotheses, ["There are 2", "Hello", "Good day", "It is long"], "ko", "en")
    assert [row.faults for row in found.findings] == [("number",), ("script", "copy"), ("empty",), ("repeat",)]
    assert (found.number_accuracy, found.leftover_rate, found.copied_rate, found.empty_rate, found.repetition_rate) == (
        0, 0.25, 0.25, 0.25, 0.25,
    )  # fmt: skip


def test_parts_are_scores_of_their_segments():
    sources = ("짧다", "이것은 아주 긴 문장이다 " * 3, "광주의 2명")
    references = (("short", "this is a long sentence", "two of Gwangju 2"),)
    test_set = TestSet("t", "ko", "en", sources, references, docs=("a", "a", "b"), kinds=("headline", "body", "body"))
    glossary = Glossary.of({"광주": "Gwangju"}, "ko", "en")
    assert groups(test_set, glossary) == {
        ("length", "0-19"): (0, 2), ("length", "40-79"): (1,),
        ("kind", "body"): (1, 2), ("kind", "headline"): (0,),
        ("document", "a"): (0, 1), ("document", "b"): (2,),
        ("number", "with"): (2,), ("number", "without"): (0, 1),
        ("term", "with"): (2,), ("term", "without"): (0, 1),
    }  # fmt: skip
    hypotheses = ("short", "a sentence", "nothing")
    whole = evaluate({"x": hypotheses}, test_set, metrics=["chrf"], glossary=glossary, samples=0)
    alone = TestSet("a", "ko", "en", sources[:2], (references[0][:2],))
    part = evaluate({"x": hypotheses[:2]}, alone, metrics=["chrf"], samples=0)
    by_document = {p.label: p.value for p in whole.systems[0].parts if p.by == "document"}
    assert by_document["a"] == part.systems[0].score("chrf").value
