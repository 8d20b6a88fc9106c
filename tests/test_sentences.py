from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtkit.segments import Span
from mtkit.sentences import join, shorten, split

# Sentences are written with | between the pieces.
KOREAN = [
    "광주시는 밝혔다. |이 사업은 끝났다.",
    '시장은 "사업을 마쳤다."고 밝혔다. |다음은 없다.',
    "시장은 “첫째다. 둘째다.”라고 말했다. |끝이다.",
    '"좋다." 라고 했다.',
    "10. 6.(일) 열린다. |2019. 10. 29. 광주에서 연다.",
    "(주)인코어드는 3.5배 늘었다. |v1.2.3이 나왔다.",
    "Encored Inc.는 Co., Ltd. 형태다. |맞다.",
    "가. 개요 나. 목적",
    "정말요?! |네. |…그렇군요.",
    "말했다.|그는 갔다.",
    "사업비 4061억 원 투입…내년 1월부터 본격 착수",
    "한편, 시는 27일 문을 연다. |문의는 없다.",
    "▲ |사업비 300억 원",
    "- |한편, 시는 간다.\n|○ |기간은 3년",
    "주요 내용은 ▲가 ▲나 ▲다 등이다.",
    "좋아요! |갑시다. |(끝났다.) |그렇다.",
    "제목\n|본문이다.\n\n|다음",
]
JAPANESE = [
    "発表しました。|今後も続けます。",
    "「行きます。来ます。」と述べました。|終わり。",
    "（詳細は後日。）次です。|はい。",
    "第1回フォーラムを開く。|No. 3の部屋で3.5時間。",
    "本当！？|ええ。|すごい！と言った。",
    "Yahoo!ニュースを見る。|終わり。",
    "・|項目一\n|※|注意",
    "「はい。」|「いいえ。」",
    "’AI中心’の事業。|‘次’です。",
]
ENGLISH = [
    "Dr. Kim met Mr. Lee. |They talked.",
    "The U.S. team won. |It was in the U.S. |The end.",
    "Acme Inc. opened at 9 a.m. and closed. |Encored Co., Ltd. Seoul office.",
    "See No. 3. |No. |I won't, e.g. this one, i.e. that.",
    'He said "I did it. It was good." |She left.',
    '"Really?" he said. |"Yes!" |She left.',
    "It cost 3.5 million (approx. 2 million. Yes) in 2019. |The next was v1.2.3.",
    "J. K. Rowling wrote it. |Wait... what? |OK.",
    "1. Open the door. |2. Close it.",
    "On Oct. 6 and Nov. 7 it rained. |Don't go. |It's the cities' plan.",
    "Press Release Without Full Stop",
    "* |one item\n|- |another item",
    "What?! |No way!! |Fine.",
    "the meeting ended. it went on, etc. but so what.",
]
CASES = [("ko", c) for c in KOREAN] + [("ja", c) for c in JAPANESE] + [("en", c) for c in ENGLISH]


@pytest.mark.parametrize(("language", "case"), CASES)
def test_split(language, case):
    assert "|".join(split(case.replace("|", ""), language)) == case


def test_tags_are_closers_openers_and_line_breaks():
    text = "<b>했다.</b> <i>갔다.</i><br>제목<br>끝"
    spans = [
        Span(0, 3, "open"),
        Span(6, 10, "close"),
        Span(11, 14, "open"),
        Span(17, 21, "close"),
        Span(21, 25, "tag"),
        Span(27, 31, "tag"),
    ]
    assert split(text, "ko", spans) == ("<b>했다.</b> ", "<i>갔다.</i><br>", "제목<br>", "끝")


def test_nothing_ends_inside_a_span():
    text = "Aa bb. Cc dd. Ee ff."
    assert split(text, "en", [Span(3, 9, "term")]) == ("Aa bb. Cc dd. ", "Ee ff.")
    assert split(text, "en") == ("Aa bb. ", "Cc dd. ", "Ee ff.")


def test_a_wrapped_paragraph_goes_on():
    text = "The city of Gwangju announced on Monday that it had opened\na new center. Good."
    assert split(text, "en") == (text[:-5], "Good.")


def under(size):
    return lambda text: len(text.strip()) <= size


SHORT = [
    ("ko", 16, "서울에서 회의를 열고, |부산에서 행사를 열었다."),
    ("ko", 14, "회의를 크게 열었으며 |행사도 크게 열었다."),
    ("ko", 15, "값은 1,000,000원이고 |더는 없다고 했다."),
    ("ja", 14, "会議を開きました。|次の行事を行います。"),
    ("ja", 14, "「行きました。|来ました。」と市長は"),
    ("en", 30, "The mayor opened the centre, |and he thanked everybody."),
    ("en", 30, "The mayor opened the centre |and he thanked everybody."),
]


@pytest.mark.parametrize(("language", "size", "case"), SHORT)
def test_shorten_takes_the_best_mark(language, size, case):
    assert "|".join(shorten(case.replace("|", ""), language, under(size))) == case


def test_shorten_stays_out_of_brackets_and_spans():
    assert shorten("a (b, c, d, e), f g h i j k", "en", under(18)) == ("a (b, c, d, e), ", "f g h i j k")
    text = "aaaa, bbbb, cccc"
    assert shorten(text, "en", under(11), [Span(0, 10, "term")]) == ("aaaa, bbbb, ", "cccc")
    assert shorten("a" * 40, "en", under(5), [Span(2, 38, "url")]) == ("aa", "a" * 36, "aa")


@pytest.mark.parametrize("text", ["가나다라", "a", "  ", "か\u3099き\u3099", "👨\u200d👩"])
def test_shorten_ends_when_nothing_fits(text):
    parts = shorten(text, "ko", lambda part: False)
    assert "".join(parts) == text
    assert all(parts)


def test_shorten_is_quick():
    text = "가나다라마바사 " * 20_000
    assert "".join(shorten(text, "ko", under(100))) == text


JOINS = [
    (("좋다. ", "간다."), ("良い。", "行く。"), "ko", "ja", "良い。行く。"),
    (("良い。", "行く。"), ("좋다.", "간다."), "ja", "ko", "좋다. 간다."),
    (("良い。\u3000", "行く。"), ("Good.", "Go."), "ja", "en", "Good. Go."),
    ((" 좋다.\n\n", "간다. \n"), ("Good.", "Go."), "ko", "en", " Good.\n\nGo. \n"),
    (("▲ ", "사업"), ("▲", "Project"), "ko", "en", "▲ Project"),
    (("・", "項目"), ("・", "Item"), "ja", "en", "・Item"),
    (("A.  ", "B."), ("A.", "B."), "en", "ko", "A.  B."),
    (("A<br>", "B"), ("가<br>", "나"), "en", "ko", "가<br>나"),
    (("좋다. ", "빈다. ", "끝."), ("Good.", "", "End."), "ko", "en", "Good. End."),
    (("he said, ", "and so"), ("と言い、", "そう"), "en", "ja", "と言い、そう"),
    ((), (), "ko", "ja", ""),
    (("  ",), ("",), "ko", "ja", "  "),
]


@pytest.mark.parametrize(("sources", "targets", "source", "target", "wanted"), JOINS)
def test_join(sources, targets, source, target, wanted):
    assert join(sources, targets, source, target) == wanted


def test_join_needs_a_target_for_each():
    with pytest.raises(ValueError, match="2 pieces, 1 translations"):
        join(("a", "b"), ("a",), "en", "ko")


FRAGMENTS = [
    "⟦0⟧",
    "%s",
    "{name}",
    "서울",
    "は",
    "㈜",
    ". ",
    "。",
    "다.",
    '"',
    "「",
    "」",
    "Dr.",
    "\n",
    " ",
    "A",
    "1",
    "!",
    "？",
    "▲ ",
    "<br>",
    "’",
    "\r",
    "…",
    ", ",
]
TEXT = st.lists(st.sampled_from(FRAGMENTS), max_size=25).map("".join)
LANGUAGE = st.sampled_from(["en", "ja", "ko"])


@given(TEXT, LANGUAGE, LANGUAGE)
def test_split_and_join_are_inverse(text, source, target):
    pieces = split(text, source)
    assert "".join(pieces) == text
    assert all(pieces)
    assert join(pieces, [piece.strip() for piece in pieces], source, target) == text


@given(TEXT, LANGUAGE, st.integers(0, 20), st.integers(1, 8), st.integers(0, 9))
def test_spans_are_never_divided(text, language, start, length, size):
    span = Span(min(start, len(text)), min(start + length, len(text)), "term")
    for parts in (split(text, language, [span]), shorten(text, language, under(size), [span])):
        assert "".join(parts) == text
        edges = [sum(map(len, parts[:n])) for n in range(len(parts) + 1)]
        assert not any(span.start < edge < span.end for edge in edges)
        assert all(a < b for a, b in pairwise(edges))
