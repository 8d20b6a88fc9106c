"""Plain text: what is a segment, what stays outside it, and which lines are one paragraph."""

import pytest

from mtkit import documents
from mtkit.documents import markers

WRAPPED = "The council agreed on Tuesday to extend the opening hours of\nthe library until ten o'clock on weekdays and to hire three\nmore people.\n"


def sources(text):
    return [segment.source for segment in documents.parse(text.encode(), format="text", name="x").segments]


@pytest.mark.parametrize(
    ("line", "lead", "text"),
    [
        ("▲ 안내", "▲ ", "안내"), ("▲ 17개 기업", "▲ ", "17개 기업"), ("▲3.5%", "", "▲3.5%"), ("△ 3.5 %", "", "△ 3.5 %"), ("○○구 주민", "", "○○구 주민"),
        ("○ 대상", "○ ", "대상"), ("▶▶ 바로가기", "▶▶ ", "바로가기"), ("-5도", "", "-5도"), ("- 서울", "- ", "서울"), ("-서울", "-", "서울"),
        ("-v 옵션", "", "-v 옵션"), ("‘| パロ", "‘| ", "パロ"), ("・資料", "・", "資料"), ("ㅇ 일시", "ㅇ ", "일시"), ("o 일시", "o ", "일시"),
        ("o'clock", "", "o'clock"), ("1. 개요", "1. ", "개요"), ("10. 6. 개최", "", "10. 6. 개최"), ("가. 배경", "가. ", "배경"),
        ("가다. 끝", "", "가다. 끝"), ("①신청", "①", "신청"), ("「表題」", "", "「表題」"), ("(주)서울", "", "(주)서울"), ("*별*", "", "*별*"),
        ("> - 인용", "> - ", "인용"), ("　全角", "　", "全角"),
    ],
)  # fmt: skip
def test_markers(line, lead, text):
    assert markers.strip(line + " ") == (lead, text, " ")
    assert sources(line) == [text]


@pytest.mark.parametrize("text", ["", "\n", " \t\n", "———\n", "***\n", "▲\n", "  ・\n"])
def test_a_line_of_symbols_is_no_segment(text):
    assert sources(text) == []


def test_a_wrapped_english_paragraph_is_one_segment_and_becomes_one_line():
    document = documents.parse(WRAPPED.encode(), format="text", name="x")
    assert [segment.source for segment in document.segments] == [" ".join(WRAPPED.split("\n")).strip()]
    assert document.render(["안녕"]).decode() == "안녕\n"


@pytest.mark.parametrize(
    "text",
    [
        "we went down to\nthe river bank.\n",  # too narrow: a verse
        WRAPPED.replace("\nthe", "\nThe").replace("\nmore", "\nMore"),  # nothing runs over a line's end
        WRAPPED.replace(" the opening hours of\n", "\n"),  # there was room for the next word
        WRAPPED.replace(" of\nthe", " of.\nThe"),  # a sentence ends there
        WRAPPED.replace("\nthe", "\n- the"),
        "광주시는 인공지능 중심도시를 만들기 위하여 올해부터 세 해 동안 모두 삼천억 원의 예산을\n들이기로 하였다.\n",
    ],
)
def test_other_lines_stay_lines(text):
    assert len(sources(text)) == len(text.strip().split("\n"))


def test_a_target_cannot_add_lines():
    assert documents.parse(b"a\nb\n", format="text", name="x").render(["1\n2", "3"]) == b"1 2\n3\n"
