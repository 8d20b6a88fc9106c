"""What is found and what is not, from a table of more than 200 cases a language; and the properties of every find."""

import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.glossary import Entry, Glossary
from mtkit.glossary.folding import fold, key

TABLE = Path(__file__).parent / "tables" / "glossary_matching.tsv"
GLOSSARY = Glossary(
    [
        Entry("Gwangju", "光州", "광주", kind="place"),
        Entry("Gwangju City", "光州市", "광주시", kind="place"),
        Entry("Gwangju Metropolitan City", "光州広域市", "광주광역시", kind="place"),
        Entry("Busan", "釜山", "부산", kind="place"),
        Entry("Seoul", "ソウル特別市", "서울", kind="place"),
        Entry("Daegu", "大邱", "대구", kind="place"),
        Entry("Tokyo", "東京", "도쿄", kind="place"),
        Entry("Tokyo Metropolis", "東京都", "도쿄도", kind="place"),
        Entry("Kyoto", "京都", "교토", kind="place"),
        Entry("Tsukuba", "つくば", "쓰쿠바", kind="place"),
        Entry("India", "インド", "인도", kind="place"),
        Entry("Japan", "日本", "일본", kind="place"),
        Entry("United States", "米国", "미국", en_aliases=("U.S.",), ja_aliases=("アメリカ",), kind="place"),
        Entry("Silicon Valley", "シリコンバレー", "실리콘밸리", kind="place"),
        Entry(
            "Gwangju Institute of Science and Technology",
            "光州科学技術院",
            "광주과학기술원",
            abbreviation="GIST",
            kind="organisation",
        ),
        Entry(
            "Palo Alto Research Center", "パロアルト研究所", "팔로알토연구소", abbreviation="PARC", kind="organisation"
        ),
        Entry(
            "Encored",
            "エンコアード",
            "인코어드",
            ja_aliases=("株式会社エンコアード", "エンコアード社"),
            ko_aliases=("㈜인코어드", "주식회사 인코어드"),
            kind="organisation",
        ),
        Entry("Lee Yong-sup", "イ・ヨンソプ", "이용섭", kind="person"),
        Entry("Mayor Lee", "イ市長", "이 시장", kind="person"),
        Entry("Lee Market", "李市場", "이시장통", kind="place"),
        Entry("Kim Dae-jung Convention Center", "金大中コンベンションセンター", "김대중컨벤션센터", kind="place"),
        Entry("May 18 Democratization Movement", "5・18民主化運動", "5·18민주화운동", kind="event"),
        Entry("memorandum of understanding", "業務協約", "업무협약", abbreviation="MOU"),
        Entry("artificial intelligence", "人工知能", "인공지능", abbreviation="AI"),
        Entry("free economic zone", "経済自由区域", "경제자유구역"),
        Entry("iPhone", "iPhone", "아이폰", kind="product"),
    ]
)
NAMES = {"en": "GIST Gwangju", "ja": "光州 GIST", "ko": "광주 GIST"}


def cases():
    for line in TABLE.read_text("utf-8").splitlines()[1:]:
        language, text = line.split("\t", 1)
        yield language, json.loads(text)


@pytest.mark.parametrize(("language", "marked"), list(cases()))
def test_table(language, marked):
    text = re.sub("[【】]", "", marked)
    found = marks(text, GLOSSARY.find(text, language))
    assert found == marked


def marks(text, matches):
    for match in reversed(matches):
        text = f"{text[: match.start]}【{text[match.start : match.end]}】{text[match.end :]}"
    return text


def test_table_is_large_enough():
    languages = [language for language, _ in cases()]
    assert min(languages.count(code) for code in ("en", "ja", "ko")) >= 200


FRAGMENTS = [
    "광주", "광주시", "는", "에서도", "이용섭", "光州", "光州市", "広域市", "は", "エンコアード", "ー",
    "㈜", "(주)", "인코어드", "GIST", "(GIST)", "ＧＩＳＴ", "5·18", "民主化運動", "AI",
    "Gwangju", "⟦0⟧", "%s", "{name}", "ﾊﾟ", "・", "が", " ", " 시장", " City",
    "\u0301", "\n", "か\u3099", "\u1100\u1161\u11a8",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=12), st.sampled_from(["en", "ja", "ko"]))
def test_matches_map_back_and_never_overlap(parts, language):
    text = "".join(parts)
    end = 0
    for match in GLOSSARY.find(text, language):
        assert end <= match.start < match.end <= len(text)
        end = match.end
        hit = text[match.start : match.end]
        assert key(hit, language).startswith(key(match.form, language)[:2]) or "주" in hit or "株" in hit


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=10), st.sampled_from(["en", "ja", "ko"]))
def test_folding_maps_every_character_to_its_place(parts, language):
    text = "".join(parts)
    folded = fold(text, language)
    assert folded.text == key(text, language)
    before = 0
    for place, char in enumerate(folded.text):
        start, end = folded.span(place, place + 1)
        assert before <= start < end <= len(text)
        assert char in key(text[start:end], language) or char == " "
        before = start


def test_the_longest_name_wins():
    found = GLOSSARY.find("光州広域市と光州市と光州", "ja")
    assert [match.form for match in found] == ["光州広域市", "光州市", "光州"]


def test_a_glossary_with_priority():
    first = Glossary.inline("パロアルト研究所=PARC", "ja", "en")
    merged = Glossary.merge(first, GLOSSARY)
    text = "パロアルト研究所と"
    assert merged.find(text, "ja", "en")[0].target("en") == "PARC"
    assert merged.find(text, "ja", "ko")[0].target("ko") == "팔로알토연구소"


@pytest.mark.parametrize(
    ("text", "source", "target", "wanted"),
    [
        ("光州科学技術院(GIST)の", "ja", "en", "Gwangju Institute of Science and Technology (GIST)"),
        ("光州科学技術院（GIST）の", "ja", "ko", "광주과학기술원(GIST)"),
        ("GIST(광주과학기술원)는", "ko", "en", "Gwangju Institute of Science and Technology (GIST)"),
        ("GISTの", "ja", "ko", "GIST"),
        ("エンコアード(Encored)は", "ja", "en", "Encored"),
        ("エンコアード(Encored)は", "ja", "ko", "인코어드(Encored)"),
    ],
)
def test_glosses_in_brackets(text, source, target, wanted):
    assert GLOSSARY.find(text, source)[0].target(target) == wanted


@pytest.mark.parametrize(
    ("case", "text", "hit"),
    [
        ("auto", "Parc", False),
        ("auto", "PARC", True),
        ("exact", "PARC", True),
        ("exact", "Parc", False),
        ("ignore", "parc", True),
    ],
)
def test_case_policies(case, text, hit):
    assert bool(Glossary([Entry("PARC", "パーク", "파크", case=case)]).find(text, "en")) is hit


def test_a_forbidden_form_is_found_and_named():
    entry = Entry("Pangyo", "板橋", "판교", ja_forbidden=("パンギョ",))
    assert [m.role for m in Glossary([entry]).find("パンギョと板橋", "ja")] == ["forbidden", "preferred"]


def test_ten_thousand_entries_stay_fast():
    syllables = "가나다라마바사아자차카타파하고노도로모보소오조초코토포호"
    names = (a + b + c + d for a in syllables for b in syllables for c in syllables for d in "구누두")
    entries = [
        Entry(en=f"Name{i}", ko=name, kind="place")
        for i, (name, _) in enumerate(zip(names, range(10_000), strict=False))
    ]
    glossary = Glossary(entries)
    glossary.find("", "ko")
    text = "오늘은 하늘이 맑고 바람이 분다. " * 20_000
    started = time.process_time()
    glossary.find(text, "ko")
    assert len(text.encode()) / (time.process_time() - started) > 1_000_000  # 5 MB/s on a quiet machine
