"""A sentence again and again, by other means, until its names and numbers are right; and how it is divided."""

import pytest
import tiny
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit import Glossary, Segment, Span, Translator, attempts, protection
from mtkit.attempts.alignment import Word, columns, run
from mtkit.engines import Hypothesis
from mtkit.engines.ctranslate2 import CTranslate2Engine
from mtkit.engines.pivot import PivotEngine
from mtkit.engines.pseudo import IdentityEngine
from mtkit.evaluation.terminology import terminology
from mtkit.glossary import Entry

GWANGJU = Glossary([Entry(en="Gwangju", ja="光州", ko="광주", en_aliases=("Kwangju",), en_forbidden=("Kuangju",))])
KAIST = Glossary([Entry(en="KAIST", ko="한국과학기술원", kind="organisation"), Entry(en="Gwangju", ko="광주")])


class Deaf(IdentityEngine):
    """Writes `said`, whatever it is asked; `rarely` is its second choice."""

    def __init__(self, said, rarely=None, **features):
        super().__init__()
        self.said, self.rarely, self.asked = said, rarely, []
        self.annotates = self.placeholders = False
        vars(self).update(features)

    def translate(self, sentences, source, target, decoding=None):
        self.asked.append((tuple(sentences), decoding))
        said = self.said if callable(self.said) else lambda _: self.said
        others = (Hypothesis(self.rarely),) if self.rarely and decoding.n_best > 1 else ()
        return [(Hypothesis(said(sentence)), *others) for sentence in sentences]


def translated(engine, text, glossary=GWANGJU, source="ko"):
    return Translator(source, "en", engine=engine, glossary=glossary)(text)


def hows(translation):
    return [(term.source, term.target, term.how) for term in translation.terms]


def test_what_is_right_at_once_is_asked_once():
    engine = Deaf("I see Gwangju.")
    assert hows(translated(engine, "광주를 본다.")) == [("광주", "Gwangju", "translated")]
    assert len(engine.asked) == 1


@pytest.mark.parametrize("written", ["Kwangju", "kwangju", "Kuangju", "Ｋwangju"])
def test_aliases_and_forbidden_forms_make_way(written):
    engine = Deaf(f"I see {written}.")
    translation = translated(engine, "광주를 본다.")
    assert translation.target == "I see Gwangju."
    assert hows(translation) == [("광주", "Gwangju", "replaced")]
    assert len(engine.asked) == 1
    assert not translation.issues


def test_the_second_choice_of_a_wider_search():
    engine = Deaf("I see a city.", "I see Gwangju.")
    translation = translated(engine, "광주를 본다.")
    assert (translation.target, hows(translation)) == ("I see Gwangju.", [("광주", "Gwangju", "reranked")])
    assert not translation.issues


def test_a_long_sentence_in_parts():
    def says(sentence):
        if len(sentence) > 45:
            return "It held a meeting and a festival for a long time"
        return "Gwangju held a meeting" if "광주" in sentence else "They enjoyed it"

    text = (
        "광주는 지난해 가을부터 오늘까지 여러 차례 회의를 열었고, 시민들은 이 도시에서 오랫동안 축제를 즐겼다고 말했다."
    )
    translation = translated(Deaf(says), text)
    assert hows(translation) == [("광주", "Gwangju", "divided")]
    assert "term-missed" not in [issue.code for issue in translation.issues]


def test_a_mask_for_a_model_that_carries_it():
    engine = Deaf(lambda sentence: "I see ⟦0⟧." if "⟦0⟧" in sentence else "I see a city.", placeholders=True)
    translation = translated(engine, "광주를 본다.")
    assert (translation.target, hows(translation)) == ("I see Gwangju.", [("광주", "Gwangju", "masked")])
    assert "⟦" not in engine.asked[0][0][0]


def test_what_stays_wrong_is_an_issue():
    translation = translated(Deaf("I see a city."), "광주를 본다.")
    assert hows(translation) == [("광주", "Gwangju", "missed")]
    assert [(i.code, i.message, i.serious) for i in translation.issues] == [("term-missed", "광주 -> Gwangju", True)]


def test_two_mentions_want_two_places():
    translation = translated(Deaf("from Gwangju to there"), "광주에서 광주로")
    assert [term.how for term in translation.terms] == ["translated", "missed"]
    assert [issue.code for issue in translation.issues] == ["term-missed"]


def test_a_name_that_nobody_asked_for():
    translation = translated(Deaf("KAIST is in Gwangju.", "It is in Gwangju."), "그곳은 광주에 있다.", KAIST)
    assert (translation.target, translation.issues) == ("It is in Gwangju.", ())
    always = translated(Deaf("KAIST is in Gwangju."), "그곳은 광주에 있다.", KAIST)
    assert [(i.code, i.message, i.serious) for i in always.issues] == [
        ("term-over-used", "KAIST is not in the source", False)
    ]
    plain = Glossary([Entry(en="institute", ko="연구원"), Entry(en="Gwangju", ko="광주")])
    assert not translated(Deaf("The institute is in Gwangju."), "기관은 광주에 있다.", plain).issues
    assert not translated(Deaf("KAIST in Gwangju."), "한국과학기술원생은 광주에 있다.", KAIST).issues


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["%s", "{a}", "광주, ", "본다. ", "⟦", "<b>", "회의"]), max_size=60), st.integers(8, 60)
)
def test_every_piece_can_be_protected_and_together_they_are_the_text(parts, limit):
    text = "".join(parts)
    spans, at = [], 0
    for part in parts:
        if part == "<b>":
            spans.append(Span(at, at + 3, "tag"))
        at += len(part)
    pieces = attempts.fit(attempts.Piece(text, tuple(spans)), IdentityEngine(limit=limit), "ko")
    assert "".join(piece.text for piece in pieces) == text
    for piece in pieces:
        protection.protect(piece.text, piece.spans)


def test_a_documents_own_spans_are_counted():
    text = "하나 <x/> 둘, " * 12 + "끝."
    spans = tuple(Span(at, at + 4, "tag") for at in range(len(text)) if text.startswith("<x/>", at))
    (done,) = Translator("ko", "en", engine=IdentityEngine()).segments([Segment(text, spans=spans)])
    assert done.target.count("<x/>") == 12


def test_columns_of_a_stretch():
    pieces = ("▁", "김", "대", "중", "▁센터", "는")
    assert columns(pieces, "김대중 센터는", 0, 3) == (1, 4)
    assert columns(pieces, "김대중 센터는", 4, 6) == (4, 5)


def test_the_words_that_belong_together():
    words = [
        Word(i, i + 1, text, share) for i, (text, share) in enumerate((("a", 0.1), ("b", 0.6), ("c", 0.9), ("d", 0.2)))
    ]
    assert run(words, 3) == (1, 3)
    assert run(words, 1) == (2, 3)


@pytest.mark.slow
def test_names_that_a_model_was_never_trained_to_take(tiny_converted):
    """A Marian model that knows no annotation, its tokens not used: at least 97 of 100 names, and each miss is told."""
    glossary = Glossary.of({"미나": "Sora", "책": "a map", "물": "a car"}, "ko", "en")
    sources = [korean for english, _, korean in tiny.sentences() if "⟦" not in english]
    engine = CTranslate2Engine(tiny_converted, threads=1)
    engine.annotates = engine.placeholders = False
    translator = Translator("ko", "en", engine=engine, glossary=glossary)
    done = translator.segments([Segment(text) for text in sources])
    found = terminology(glossary, sources, [t.target for t in done], ["-"] * len(sources), ("ko", "en"))
    assert found.terms > 20
    assert found.success >= 0.97
    missed = sum(term.how == "missed" for t in done for term in t.terms)
    assert missed == sum(i.code == "term-missed" for t in done for i in t.issues)
    assert {term.how for t in done for term in t.terms} & {"constrained", "replaced"}


class Words(IdentityEngine):
    """Translates word by word, and knows nothing of tokens or annotations."""

    annotates = placeholders = False

    def __init__(self, words):
        super().__init__()
        self.words = words

    def _change(self, text):
        return " ".join(self.words.get(word, word) for word in text.split())


def test_a_name_rides_both_hops_of_a_pivot():
    glossary = Glossary([Entry(en="Gwangju City", ja="光州市", ko="광주시", kind="place")])

    class Second(Words):
        def _change(self, text):  # only the right English name is known to it
            return text.replace("Gwangju City", "光州市は").replace("Kwangju City", "誰か").replace("held", "開いた")

    pivot = PivotEngine(Words({"광주시는": "Gwangju Town", "열었다": "held", "%s을": "%s"}), Second({}))
    assert not pivot.placeholders
    missed = Translator("ko", "ja", engine=pivot, glossary=glossary)("광주시는 %s을 열었다")
    assert [term.how for term in missed.terms] == ["missed"]
    assert "%s" in missed.target
    glossary = Glossary(
        [Entry(en="Gwangju City", ja="光州市", ko="광주시", kind="place", en_aliases=("Gwangju Town",))]
    )
    ridden = Translator("ko", "ja", engine=pivot, glossary=glossary)("광주시는 %s을 열었다")
    assert [(term.target, term.how) for term in ridden.terms] == [("光州市", "pivoted")]
    assert ridden.target == "光州市は %s 開いた"


def test_a_pivot_that_carries_tokens_needs_no_form_between():
    glossary = Glossary.of({"광주시": "光州市"}, "ko", "ja")
    done = Translator("ko", "ja", engine=PivotEngine(IdentityEngine(), IdentityEngine()), glossary=glossary)("광주시는")
    assert [(term.target, term.how) for term in done.terms] == [("光州市", "annotated")]
