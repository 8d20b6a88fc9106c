"""Cleaning: what is dropped and why, as a table."""

import pytest

from mtkit.training import cleaning

FAULTS = [
    ("The city opened a new library.", "en", ""),
    ("도서관을 열었다.", "ko", ""),
    ("図書館を開いた。", "ja", ""),
    ("東京都", "ja", ""),
    ("Google Cloud Platform(GCP)을 이용합니다.", "ko", ""),
    ("3,000 %", "ko", ""),
    ("⟦0⟧을 연다.", "ko", ""),
    ("***", "en", "empty"),
    ("가" * 1201, "ko", "long"),
    ("bad \ufffd byte", "en", "broken"),
    ("a ⟪b⇒c⟫", "en", "signs"),
    (">>jpn<< text", "en", "signs"),
    ("⟦9⟧ is no placeholder", "en", "signs"),
    ("Click <a href='x'>here</a>", "en", "markup"),
    ("Fish &amp; chips", "en", "markup"),
    ("see [[Seoul|the city]]", "en", "markup"),
    ("if a < b and c > d", "en", ""),
    ("This is English", "ko", "language"),
    ("これは日本語です", "ko", "language"),
    ("한국어 문장입니다", "ja", "language"),
    ("한국어 문장입니다", "en", "language"),
    ("我们今天在北京参加了一个非常重要的国际会议并且发表了讲话", "ja", "language"),
]


@pytest.mark.parametrize(("text", "language", "reason"), FAULTS)
def test_fault(text, language, reason):
    assert cleaning.fault(text, language) == reason


MISMATCHES = [
    ("Yes", "네", ""),
    ("The meeting starts at ten.", "회의는 열 시에 시작한다.", ""),
    ("A long sentence about many things that goes on and on and on for a while.", "짧다.", "ratio"),
    ("GIST", "GIST", "copy"),
    ("Open ⟦0⟧", "⟦0⟧ 열기", ""),
    ("Open ⟦0⟧", "열기", "placeholders"),
    ("Open ⟦0⟧", "⟦1⟧ 열기", "placeholders"),
    ("⟦0⟧ and ⟦0⟧", "⟦0⟧", "placeholders"),
]


@pytest.mark.parametrize(("first", "second", "reason"), MISMATCHES)
def test_mismatch(first, second, reason):
    assert cleaning.mismatch(first, second, ("en", "ko")) == reason


LONG = "A long sentence about many things that goes on and on and on for quite a while longer."
UNITS = [
    (("Hello.", "こんにちは。", "안녕하세요."), ("Hello.", "こんにちは。", "안녕하세요."), {}),
    (("Hello.", "", "<b>안녕</b>"), ("", "", ""), {"markup": 1, "empty": 1}),
    (("Hello.", "こんにちは。", "<b>안녕</b>"), ("Hello.", "こんにちは。", ""), {"markup": 1}),
    ((LONG, "短い。", ""), ("", "", ""), {"ratio": 2}),
    ((LONG, "短い。", "짧다."), ("", "短い。", "짧다."), {"ratio": 1}),
    (("", "", "혼자"), ("", "", ""), {"empty": 1}),
]


@pytest.mark.parametrize(("texts", "kept", "dropped"), UNITS)
def test_clean(texts, kept, dropped):
    assert cleaning.clean(texts) == (kept, dropped)


@pytest.mark.parametrize("other", ["The  CITY!", "the city", "Ｔｈｅ　ｃｉｔｙ。", "“The city”"])
def test_key_sees_through_case_width_and_marks(other):
    assert cleaning.key(other) == cleaning.key("The city.")


def test_key_tells_texts_apart():
    assert len({cleaning.key(text) for text in ("a", "b", "ab", "가", "か", "が", "1", "12")}) == 8
    assert cleaning.key("…!?") == 0


def test_every_reason_is_explained():
    told = {reason for *_, reason in FAULTS + MISMATCHES if reason} | {reason for *_, row in UNITS for reason in row}
    assert told <= set(cleaning.REASONS)
