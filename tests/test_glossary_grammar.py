"""Articles, spaces, titles: the grammar around names."""

import pytest

from mtkit.glossary import Entry, Glossary
from mtkit.glossary.grammar import indefinite, repair, repair_english, repair_japanese
from mtkit.glossary.titles import family
from mtkit.segments import Span


@pytest.mark.parametrize(
    ("article", "words"),
    [
        ("an", "MOU LG SK FTA AI IBM hour honest 8 11 18 80 8,000 11,000 Encored Asian NHN heir XML"),
        (
            "a",
            "GIST KAIST NASA UNESCO university European one-day 1 10 21 118 united user Gwangju KT US TV",
        ),
    ],
)
def test_indefinite(article, words):
    wrong = [word for word in words.split() if indefinite(word) != article]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "name", "wanted"),
    [
        ("signed a MOU today", "MOU", "signed an MOU today"),
        ("An GIST lab", "GIST", "A GIST lab"),
        ("the the Foundation", "Foundation", "the Foundation"),
        ("with the The May 18 Foundation", "The May 18 Foundation", "with the May 18 Foundation"),
        ("a the GIST", "GIST", "a GIST"),
        ("GIST 's plan", "GIST", "GIST's plan"),
        ("Gwangju Metropolitan City city is", "Gwangju Metropolitan City", "Gwangju Metropolitan City is"),
        ("Gwangju City City Hall", "Gwangju City", "Gwangju City City Hall"),
        (
            "It ended. memorandum of understanding",
            "memorandum of understanding",
            "It ended. Memorandum of understanding",
        ),
        ("the iPhone. iPhone", "iPhone", "the iPhone. iPhone"),
    ],
)
def test_english(text, name, wanted):
    start = text.rindex(name)
    assert repair_english(text, [Span(start, start + len(name), "term")]) == (wanted, ())


def test_english_elsewhere_is_left_alone():
    text = "a apple, the the GIST"
    assert repair_english(text, [Span(17, 21, "term")])[0] == "a apple, the GIST"


@pytest.mark.parametrize(
    ("text", "name", "wanted"),
    [
        ("光州 GIST と", "GIST", "光州GISTと"),
        ("は 光州広域市 で", "光州広域市", "は光州広域市で"),
        ("the AI Hub is", "AI Hub", "the AI Hub is"),
        ("「 GIST 」", "GIST", "「GIST」"),
        ("GIST AI", "GIST", "GIST AI"),
    ],
)
def test_japanese(text, name, wanted):
    start = text.index(name)
    assert repair_japanese(text, [Span(start, start + len(name), "term")]) == (wanted, ())


def test_repair_by_language():
    span = [Span(2, 5, "term")]
    assert repair("a MOU", span, "en")[0] == "an MOU"
    assert repair("이 GIS은", span, "ko")[0] == "이 GIS는"
    assert repair("は GIS", span, "ja")[0] == "はGIS"


LEE = Entry("Lee Yong-sup", "イ・ヨンソプ", "이용섭", kind="person")
YI = Entry("Lee Sedol", "イ・セドル", "이세돌", kind="person")
KASPAROV = Entry("Garry Kasparov", "ガルリ・カスパロフ", "가리 카스파로프", kind="person")
SUGA = Entry("Yoshihide Suga", "菅義偉", "스가 요시히데", kind="person")


@pytest.mark.parametrize(
    ("entry", "names"),
    [
        (LEE, ("Lee", "イ", "이")),
        (KASPAROV, ("Kasparov", "カスパロフ", "카스파로프")),
        (SUGA, ("Suga", None, "스가")),
        (Entry("Namgung Min", "ナムグン・ミン", "남궁민수", kind="person"), ("Namgung", "ナムグン", "남궁")),
        (Entry("Gwangju", "光州", "광주", kind="place"), (None, None, None)),
    ],
)
def test_family(entry, names):
    assert tuple(family(entry, code) for code in ("en", "ja", "ko")) == names


@pytest.mark.parametrize(
    ("language", "texts", "target", "wanted"),
    [
        ("ja", ["イ・ヨンソプ市長は", "イ市長が"], "en", [["Mayor Lee Yong-sup"], ["Mayor Lee"]]),
        ("ko", ["이용섭 시장은", "이 시장은 말했다"], "ja", [["イ・ヨンソプ市長"], ["イ市長"]]),
        ("en", ["Mayor Lee Yong-sup said", "Mayor Lee went"], "ko", [["이용섭 시장"], ["이 시장"]]),
        ("ko", ["이 시장은 먼저", "이용섭 시장은"], "en", [[], ["Mayor Lee Yong-sup"]]),
        ("ko", ["이용섭 시장이 왔고 이 시장은 갔다"], "en", [["Mayor Lee Yong-sup", "Mayor Lee"]]),
        ("ko", ["이용섭 시장과 이세돌 교수", "이 시장은"], "en", [["Mayor Lee Yong-sup", "Professor Lee Sedol"], []]),
        ("ko", ["이용섭이 왔다", "이 시장실은 크다"], "en", [["Lee Yong-sup"], []]),
        ("ja", ["イ・ヨンソプ氏は", "マイ市長"], "en", [["Lee Yong-sup"], []]),
    ],
)
def test_mentions(language, texts, target, wanted):
    found = Glossary([LEE, YI]).find_document(texts, language)
    assert [[match.target(target) for match in matches] for matches in found] == wanted
