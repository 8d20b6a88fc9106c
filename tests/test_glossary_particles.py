"""Korean particles, against a table written from the rules of the language; repair at the given spans alone."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtkit.glossary.endings import core, final
from mtkit.glossary.particles import attach, pairs, repair
from mtkit.segments import Span

TABLE = Path(__file__).parent / "tables" / "particles.tsv"
ROWS = [tuple(line.split("\t")) for line in TABLE.read_text("utf-8").splitlines()[1:]]


@pytest.mark.parametrize(("word", "reading", "particle", "written"), ROWS)
def test_table(word, reading, particle, written):
    assert attach(word, particle, reading or None) == written


def test_the_table_is_large_and_few_are_left_open():
    assert len(ROWS) >= 300
    unsure = [row for row in ROWS if final(row[0], row[1] or None) is None]
    assert len(unsure) < len(ROWS) * 0.05


@pytest.mark.parametrize("word", ["BOPEK", "EDAP", "UNIC", "漢字", "MP3", "Web3", "1/2", "🙂"])
def test_what_nobody_can_know_gets_both_forms(word):
    assert attach(word, "은/는") == f"{word}은(는)"
    assert attach(word, "으로/로") == f"{word}(으)로"


@pytest.mark.parametrize(
    ("text", "name", "wanted"),
    [
        ("GIST은 열었다", "GIST", "GIST는 열었다"),
        ("IBM와 협력", "IBM", "IBM과 협력"),
        ("서울으로 갔다", "서울", "서울로 갔다"),
        ("부산로 갔다", "부산", "부산으로 갔다"),
        ("부산로부터 왔다", "부산", "부산으로부터 왔다"),
        ("광주과학기술원(GIST)는", "광주과학기술원", "광주과학기술원(GIST)은"),
        ("광주과학기술원(GIST)는", "GIST", "광주과학기술원(GIST)은"),
        ("“광주”은 도시", "광주", "“광주”는 도시"),
        ("‘서울’가 크다", "서울", "‘서울’이 크다"),
        ("GIST이라는 곳", "GIST", "GIST라는 곳"),
        ("IBM라는 곳", "IBM", "IBM이라는 곳"),
        ("IBM다.", "IBM", "IBM이다."),
        ("광주이다.", "광주", "광주이다."),
        ("광주이며", "광주", "광주이며"),
        ("부산였다.", "부산", "부산이었다."),
        ("GIST을(를) 방문", "GIST", "GIST를 방문"),
        ("GIST 는 연다", "GIST", "GIST는 연다"),
        ("GIST 에서 연다", "GIST", "GIST에서 연다"),
        ("부산고 학생", "부산", "부산고 학생"),
        ("부산이야기", "부산", "부산이야기"),
        ("광주은행", "광주", "광주은행"),
        ("광주의", "광주", "광주의"),
        ("GIST 이 사업", "GIST", "GIST 이 사업"),
    ],
)
def test_repair(text, name, wanted):
    start = text.index(name)
    assert repair(text, [Span(start, start + len(name), "term")], {"GIST": "지스트"}) == (wanted, ())


def test_repair_leaves_everything_else_alone():
    text = "서울은 크다. 서울는 이상하다. GIST은 좋다."
    start = text.index("GIST")
    assert repair(text, [Span(start, start + 4, "term")])[0] == "서울은 크다. 서울는 이상하다. GIST는 좋다."


def test_an_unknown_reading_is_flagged():
    text, issues = repair("光州는 넓다.", [Span(0, 2, "term")])
    assert text == "光州은(는) 넓다."
    assert [issue.code for issue in issues] == ["particle-unsure"]


def test_several_spans_in_any_order():
    text = "IBM는 GIST을 서울으로"
    spans = [Span(11, 13, "term"), Span(0, 3, "term"), Span(5, 9, "term")]
    assert repair(text, spans)[0] == "IBM은 GIST를 서울로"


@given(st.text(alphabet="가각갈GIST광주 ()10%", max_size=12), st.sampled_from(sorted(pairs())))
def test_the_word_itself_is_never_changed(word, particle):
    assert attach(word, particle).startswith(word)
    assert word.startswith(core(word))


@given(
    st.sampled_from(["광주", "서울", "부산", "GIST", "IBM", "10", "漢"]),
    st.sampled_from(["은", "는", "을", "를", "과", "와", "으로", "로"]),
)
def test_repair_is_done_in_one_step(word, particle):
    once, _ = repair(word + particle + " 끝", [Span(0, len(word), "term")])
    assert repair(once, [Span(0, len(word), "term")])[0] == once
    assert once.endswith(" 끝")
