"""Guards: bad outputs are caught, good ones pass."""

import pytest

from mtkit import guards
from mtkit.corpus import Corpus
from mtkit.languages import directions


@pytest.mark.parametrize(
    ("source", "target", "direction", "code"),
    [
        ("광주는 도시다.", "", "ko-en", "empty-output"),
        ("광주는 도시다.", "Gwangju is a city of of of of of of", "ko-en", "repetition"),
        ("It is a big city.", "광주 광주 광주 광주 광주", "en-ko", "repetition"),
        ("光州は都市です。", "‘’‘a’‘a’‘a’‘a’‘a’‘a", "ja-ko", "repetition"),
        ("광주는 도시다.", "광주 is a city", "ko-en", "source-script"),
        ("광주는 도시다.", "광주は都市です", "ko-ja", "source-script"),
        ("光州は都市です。", "광주は 도시다", "ja-ko", "source-script"),
        (
            "광주는 도시다.",
            "Gwangju is a city " + "and a place to live in, with hills and rivers " * 3,
            "ko-en",
            "too-long",
        ),
        ("광주는 인공지능 중심도시를 만들기 위해 노력하고 있다고 밝혔다.", "Gwangju", "ko-en", "too-short"),
        ("4061億ウォンです", "40.6 billion won", "ja-en", "number-changed"),
        ("23日に開催", "Held on the 21st", "ja-en", "date-changed"),
        ("120 companies", "130개 기업", "en-ko", "number-changed"),
    ],
)
def test_caught(source, target, direction, code):
    issues = guards.verdict(source, target, *direction.split("-"))
    assert code in [issue.code for issue in issues]
    assert all(issue.serious for issue in issues)


@pytest.mark.parametrize(
    ("source", "target", "direction"),
    [
        ("1억 2000만 원을 23일에", "120 million won on the 23rd", "ko-en"),
        ("From March to May", "3월부터 5월까지", "en-ko"),
        ("二つの研究所", "two laboratories", "ja-en"),
        ("하하하하하하하하하하", "ハハハハハハハハハハ", "ko-ja"),
        ("OK", "OK", "en-ko"),
        ("", "", "en-ko"),
    ],
)
def test_passes(source, target, direction):
    assert guards.verdict(source, target, *direction.split("-")) == ()


def test_few_false_alarms_on_translations_by_people():
    corpus = Corpus.load("corpora/releases")
    alarms = total = 0
    for source, target in directions():
        for pair in zip(corpus.references(source), corpus.references(target), strict=True):
            total += 1
            alarms += bool(guards.verdict(*pair, source, target))
    assert total > 1000
    assert alarms / total < 0.03
