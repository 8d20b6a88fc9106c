"""The main flow, with engines that do nothing, too little and too much, and with the embedded model."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mtkit
from mtkit import Glossary, Segment, Span, Translator, documents
from mtkit.engines.pseudo import IdentityEngine, NaughtyEngine, PseudoEngine
from mtkit.errors import LanguageError
from mtkit.glossary import Entry


class Plain(IdentityEngine):
    """An identity engine that is told nothing, so that numbers stay as they are."""

    annotates = False


PAGES = {
    "markdown": "---\ntitle: 광주 소식\n---\n\n# 제목  \n\n"
    "본문 **굵게** [링크](https://a.kr/x)입니다.  \n둘째 줄.\n\n- 하나\n- 둘\n",
    "html": "<!doctype html>\n<p>안녕 <b>세계</b>!<br>다음 <img alt='그림' src=x>.</p>\n"
    "<script>let a = '말';</script>\n",
    "text": "뉴스\n\n  • page print\n‘| 광주, 합의。둘째 문장.  셋째 문장.\r\n작성일 : 2019-10-29 13:27\n",
}


@pytest.mark.parametrize("format", PAGES)
def test_identity_gives_the_same_bytes(format):
    data = PAGES[format].encode()
    document = documents.parse(data, format=format, name=f"a.{format}")
    result = Translator("ko", "ja", engine=Plain()).translate(document)
    assert [t.target for t in result.translations] == [s.source for s in document.segments]
    assert document.render([t.target for t in result.translations]) == data


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["⟦0⟧", "%s", "{name}", "서울", "は", "㈜", ". ", "。", " ", "%(n)d", "다. ", "https://a.kr", "「", "」"]
        ),
        max_size=25,
    ),
    st.integers(0, 9),
)
def test_naughty_engine_loses_no_placeholder(parts, seed):
    text = " ".join(parts)  # apart: in %shttps nobody knows where the placeholder ends
    translation = Translator("ko", "en", engine=NaughtyEngine(seed=seed))(text)
    for placeholder in ("%s", "{name}", "%(n)d"):
        assert translation.target.count(placeholder) >= (placeholder in text)
    if not text.strip():
        assert translation.target == text


def test_one_in_one_out_in_order():
    sources = ["하나입니다.", "", "  ", "12:30", "둘입니다. 셋입니다.", "→ → →", "하나입니다."]
    done = Translator("ko", "en", engine=PseudoEngine()).segments([Segment(s) for s in sources])
    assert [t.segment.source for t in done] == sources
    assert [done[i].target for i in (1, 2, 3, 5)] == ["", "  ", "12:30", "→ → →"]
    assert done[0].target == done[6].target == "다니입나하."


def test_tags_of_the_document_survive():
    segment = Segment("첫 <b>문장</b>", spans=(Span(2, 5, "open"), Span(7, 11, "close")))
    (done,) = Translator("ko", "en", engine=PseudoEngine()).segments([segment])
    assert done.target == "첫 <b>장문</b>"


def test_more_placeholders_than_tokens():
    text = ", ".join(f"항목 %{n}$s" for n in range(1, 21)) + " 모두."
    translation = Translator("ko", "en", engine=PseudoEngine())(text)
    assert all(translation.target.count(f"%{n}$s") == 1 for n in range(1, 21))


def test_a_sentence_beyond_the_limit_is_divided_not_cut():
    text = "광주는 크고, " * 200 + "끝이다."
    translation = Translator("ko", "en", engine=Plain(limit=40))(text)
    assert translation.target == text


def test_glossary_and_numbers_with_particles():
    glossary = Glossary.load("glossaries/gwangju.tsv")
    translator = Translator("ja", "ko", engine=IdentityEngine(), glossary=glossary)
    assert "광주과학기술원(GIST)" in translator("光州科学技術院(GIST)を訪問").target
    assert "2019년 10월 6일" in translator("2019年10月6日に訪問").target


def test_missed_terms_are_reported():
    class Deaf(PseudoEngine):
        placeholders = False
        annotates = False

    glossary = Glossary.of({"光州": "Gwangju"}, "ja", "en")
    translation = Translator("ja", "en", engine=Deaf(), glossary=glossary)("光州は都市です。")
    assert ("term-missed", True) in [(issue.code, issue.serious) for issue in translation.issues]


def test_signature_tells_what_a_result_depends_on():
    one = Translator("ja", "en", engine=PseudoEngine())
    assert one.signature == Translator("ja", "en", engine=PseudoEngine()).signature
    others = [
        Translator("ja", "ko", engine=PseudoEngine()),
        Translator("ja", "en", engine=PseudoEngine(), beam=2),
        Translator("ja", "en", engine=IdentityEngine()),
        Translator("ja", "en", engine=PseudoEngine(), glossary=Glossary.of({"a": "b"}, "ja", "en")),
    ]
    assert len({one.signature, *(t.signature for t in others)}) == 5


def test_no_direction():
    with pytest.raises(LanguageError, match="nothing to do from Korean to Korean"):
        Translator("ko", "kor", engine=PseudoEngine())


@pytest.fixture(scope="module")
def gwangju():
    return Glossary.load("glossaries/gwangju.tsv")


@pytest.mark.parametrize(
    ("source", "target", "text", "names"),
    [
        ("ja", "en", "パロアルト研究所(PARC)と業務協約(MOU)を結びました。", ["PARC", "MOU"]),
        ("ja", "ko", "光州広域市はエンコアードと業務協約を結びました。", ["광주광역시", "인코어드와"]),
        ("ko", "en", "광주광역시는 23일 김대중컨벤션센터에서 포럼을 연다.", ["Kim Dae-jung Convention Center"]),
        ("ko", "ja", "광주과학기술원(GIST)은 연구소를 열었다.", ["光州科学技術院"]),
        ("en", "ko", "Gwangju Metropolitan City signed an agreement with Encored.", ["광주광역시", "인코어드"]),
        ("en", "ja", "Gwangju Metropolitan City signed an agreement with Encored.", ["光州広域市", "エンコアード"]),
    ],
)
def test_embedded_model_in_all_six_directions(gwangju, source, target, text, names):
    translation = mtkit.Translator(source, target, glossary=gwangju)(text)
    assert all(name in translation.target for name in names), translation.target
    assert not [issue for issue in translation.issues if issue.serious]
    assert "embedded" in translation.signature


def test_every_term_tells_what_became_of_it():
    glossary = Glossary.of({"光州": "Gwangju", "釜山": "Busan"}, "ja", "en")
    source = "  光州は都市です。釜山と光州へ。"
    translation = Translator("ja", "en", engine=IdentityEngine(), glossary=glossary)(source)
    assert [(source[t.start : t.end], t.source, t.target, t.how) for t in translation.terms] == [
        ("光州", "光州", "Gwangju", "annotated"),
        ("釜山", "釜山", "Busan", "annotated"),
        ("光州", "光州", "Gwangju", "annotated"),
    ]
    lone = Translator("ko", "en", engine=IdentityEngine(), glossary=Glossary.of({"5·18": "May 18"}, "ko", "en"))
    assert [(t.start, t.end, t.target, t.how) for t in lone("  5·18 ").terms] == [(2, 6, "May 18", "replaced")]


def test_a_missed_term_is_told_as_missed():
    class Deaf(IdentityEngine):
        annotates = placeholders = False

    glossary = Glossary.of({"光州": "Gwangju"}, "ja", "en")
    translation = Translator("ja", "en", engine=Deaf(), glossary=glossary)("光州は都市です。")
    assert [(t.target, t.how) for t in translation.terms] == [("Gwangju", "missed")]


def test_texts_go_together_and_know_nothing_of_each_other():
    lee = Glossary([Entry(en="Lee Yong-sup", ja="イ・ヨンソプ", ko="이용섭", kind="person")])
    translator = Translator("ja", "ko", glossary=lee, engine=IdentityEngine())
    first, second = Segment("イ・ヨンソプ市長は語った。"), Segment("イ市長は述べた。")
    together = translator.segments((first, second))
    apart = translator.texts([[first], [], [second]])
    assert [len(found) for found in apart] == [1, 0, 1]
    assert apart[0][0].target == together[0].target
    assert apart[2][0].target == translator("イ市長は述べた。").target != together[1].target
