"""Where wanted names stand in an output: places never overlap, and hold what was wanted, to the letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtkit.glossary.placing import place
from mtkit.segments import Span

FORMS = {
    "en": ("Gwangju", "Gwangju City", "GIST", "data center", "Kim Dae-jung"),
    "ko": ("광주", "광주시", "인코어드", "GIST", "김대중컨벤션센터"),
    "ja": ("光州", "光州市", "エンコアード", "GIST", "金大中コンベンションセンター"),
}
NOISE = (
    " ",
    ", ",
    "に",
    "은",
    "와 ",
    "the ",
    "ＧＩＳＴ",
    "gwangju",
    "・",
    "s",
    "<b>",
    "시",
    "市",
    "data  center",
    "REGIST",
)


@pytest.mark.parametrize("language", FORMS)
@given(st.data())
def test_places_hold_what_was_wanted_and_never_overlap(language, data):
    parts = data.draw(st.lists(st.sampled_from(FORMS[language] + NOISE), max_size=12))
    targets = data.draw(st.lists(st.sampled_from(FORMS[language]), max_size=5))
    wanted = tuple(Span(2 * i, 2 * i + 1, "term", target) for i, target in enumerate(targets))
    text, at = "".join(parts), 0
    taken = tuple(Span(at, at + 3, "open", "<b>") for at in range(len(text)) if text.startswith("<b>", at))
    placed = place(text, taken, wanted, language)
    for span in placed.spans:
        assert at <= span.start < span.end
        at = span.end
        assert placed.text[span.start : span.end] == span.target
    assert placed.text.count("<b>") == len(taken)
    for target in set(targets):
        written = [span for span in placed.written if span.target == target]
        assert len(written) <= sum(span.target == target for span in placed.spans)
        assert len(written) <= targets.count(target)
    assert place(placed.text, [s for s in placed.spans if s.kind == "open"], wanted, language).text == placed.text


@pytest.mark.parametrize(
    ("text", "forms", "language", "written"),
    [
        ("Gwangju City and Gwangju", ["Gwangju", "Gwangju City"], "en", ["Gwangju", "Gwangju City"]),
        ("Gwangju City", ["Gwangju", "Gwangju City"], "en", ["Gwangju City"]),
        ("광주북구는", ["광주", "북구"], "ko", ["광주", "북구"]),  # one behind the other is no longer word
        ("광주북은", ["광주"], "ko", []),
        ("光州北区で", ["光州", "北区"], "ja", ["光州", "北区"]),
        ("two data centers", ["data center"], "en", ["data center"]),
        ("two Data Centers", ["data center", "data center"], "en", ["data center"]),
        ("the GISTs", ["GIST"], "en", ["GIST"]),
        ("REGIST", ["GIST"], "en", []),
        ("", ["GIST"], "en", []),
        ("한국공항공사공사와", ["한국공항공사"], "ko", []),
        ("도쿄도쿄도의", ["도쿄"], "ko", []),
        ("광주소방안전본부는", ["광주"], "ko", ["광주"]),
    ],
)
def test_which_names_have_a_place(text, forms, language, written):
    wanted = tuple(Span(i, i + 1, "term", form) for i, form in enumerate(forms))
    assert sorted(place(text, (), wanted, language).written.values()) == sorted(written)
