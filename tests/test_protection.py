"""Protection: what goes out as tokens and annotations comes back exactly once, or an issue says so."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtkit import placeholders, protection
from mtkit.segments import Span

FRAGMENTS = st.lists(
    st.sampled_from(["⟦0⟧", "%s", "{name}", "서울", "は", "㈜", " ", "<b>", "</b>", "⟪", "⇒", "⟫", "GIST", "%d", "12"]),
    max_size=7,
)


def protected(text, spans=None, **options):
    return protection.protect(text, placeholders.find(text) if spans is None else spans, **options)


@given(FRAGMENTS)
def test_identity(parts):
    text = "".join(parts)
    p = protected(text)
    restored = protection.restore(p.text, p)
    assert restored.text == text
    assert not restored.issues


@given(FRAGMENTS, st.integers(0, 7))
def test_a_lost_token_is_reported_and_put_back(parts, which):
    text = "".join(parts)
    p = protected(text)
    if which >= len(p.values):
        return
    restored = protection.restore(p.text.replace(f"⟦{which}⟧", ""), p, repair=True)
    assert any(issue.code.endswith("-lost") and issue.serious for issue in restored.issues)
    assert all(p.value(n) in restored.text for n in range(len(p.values)))


def test_doubled_and_invented_tokens():
    p = protected("a %s b")
    restored = protection.restore("⟦0⟧ c ⟦0⟧ ⟦5⟧", p)
    assert restored.text.count("%s") == 1
    assert [issue.code for issue in restored.issues] == ["placeholder-doubled", "placeholder-invented"]


def test_a_value_is_never_taken_for_a_token():
    p = protected("⟦1⟧ %s")
    assert protection.restore(p.text, p).text == "⟦1⟧ %s"


def test_closing_before_opening():
    p = protected("<b>a</b>")
    assert "tag-order" in [issue.code for issue in protection.restore("⟦1⟧a⟦0⟧", p).issues]


@pytest.mark.parametrize(
    ("output", "text"),
    [("⟦0⟧ 광주 ⟦1⟧ 에", "<b>광주</b> 에"), ("⟦ 0 ⟧광주⟦1⟧", "<b>광주</b>")],
)
def test_no_space_inside_tags(output, text):
    assert protection.restore(output, protected("<b>Gwangju</b>")).text == text


def test_too_many_tokens():
    with pytest.raises(ValueError, match="9 protected spans"):
        protected("%s a " * 9)


def test_terms_are_annotated_found_and_written_as_wanted():
    spans = (Span(0, 2, "term", "Gwangju"), Span(3, 6, "number", "1.2 billion"))
    p = protected("光州で12億を", spans)
    assert p.text == "⟪光州⇒Gwangju⟫で⟪12億⇒1.2 billion⟫を"
    restored = protection.restore("1.2 billion in gwangju", p)
    assert restored.text == "1.2 billion in Gwangju"
    assert [(s.kind, restored.text[s.start : s.end]) for s in restored.spans] == [
        ("number", "1.2 billion"),
        ("term", "Gwangju"),
    ]


def test_a_missing_term_is_serious():
    p = protected("光州で", (Span(0, 2, "term", "Gwangju"),))
    assert [(i.code, i.serious) for i in protection.restore("in Kwangju", p).issues] == [("term-missed", True)]


def test_a_term_inside_a_longer_word_does_not_count():
    p = protected("GIST", (Span(0, 4, "term", "GIST"),))
    assert protection.restore("REGISTER", p).issues


def test_masked_terms_become_tokens():
    span = Span(0, 2, "term", "Gwangju")
    p = protected("光州で", (span,), masked=[span])
    assert p.text == "⟦0⟧で"
    assert protection.restore("in ⟦0⟧", p).text == "in Gwangju"
    lost = protection.restore("in it", p, repair=True)
    assert [i.code for i in lost.issues] == ["term-lost"]
    assert "Gwangju" in lost.text


def test_without_tokens_values_stay_in_the_text():
    p = protected("open %s now", tokens=False, annotate=False)
    assert p.text == "open %s now"
    assert protection.restore("jetzt %s", p).text == "jetzt %s"
    assert [i.code for i in protection.restore("jetzt", p).issues] == ["placeholder-lost"]


def test_leftovers_of_annotations_are_cleaned():
    p = protected("光州", (Span(0, 2, "term", "Gwangju"),))
    assert protection.restore("in ⟪光州⇒Gwangju⟫ ⇒", p).text == "in Gwangju "


@given(FRAGMENTS)
def test_marks_in_the_text_are_safe_without_spans(parts):
    text = "".join(parts)
    if sum(text.count(mark) for mark in "⟦⟧⟪⇒⟫") > protection.CAPACITY:
        return
    p = protected(text, ())
    restored = protection.restore(p.text, p)
    assert (restored.text, restored.issues) == (text, ())


def test_equal_values_without_tokens():
    p = protected("%s and %s", tokens=False, annotate=False)
    assert protection.restore("%s and %s", p) == protection.Restored(
        "%s and %s", (Span(0, 2, "placeholder", "%s"), Span(7, 9, "placeholder", "%s"))
    )
    assert [i.code for i in protection.restore("%s", p).issues] == ["placeholder-lost"]
    assert [i.code for i in protection.restore("%s %s %s", p).issues] == ["placeholder-doubled"]


def test_placeholders_side_by_side_may_change_places():
    p = protected("%s %d")
    assert protection.restore("⟦1⟧ ⟦0⟧", p).text == "%d %s"


def test_two_pairs_of_tags_side_by_side():
    p = protected("<b>a</b> <i>b</i>")
    assert len(p.values) == 4
    assert "tag-order" in [issue.code for issue in protection.restore("⟦1⟧x ⟦0⟧ ⟦2⟧b⟦3⟧", p).issues]


BOLD = "see <b>this page</b> now, and then <i>that <u>other</u></i> one"
PAIRS = [("<b>", "</b>"), ("<i>", "</i>"), ("<u>", "</u>")]


@given(st.lists(st.sampled_from([f"⟦{n}⟧" for n in range(6)] + ["eins ", "zwei ", " drei", "vier", "、"]), max_size=12))
def test_whatever_comes_back_pairs_are_whole_nested_and_hold_something(parts):
    p = protected(BOLD)
    text = protection.restore("".join(parts), p, repair=True).text
    depth = []
    for tag in re.findall(r"</?[biu]>", text):
        if tag.startswith("</"):
            assert depth, text
            assert depth.pop() == tag.replace("/", ""), text
        else:
            depth.append(tag)
    assert not depth
    assert all(text.count(tag) == 1 for pair in PAIRS for tag in pair)
    if not any("⟦" in part for part in parts) and len("".join(parts).split()) > 3:
        assert not any(re.search(rf"{left}(\s|</?[biu]>)*{right}", text) for left, right in PAIRS), text


@pytest.mark.parametrize(
    ("output", "text"),
    [
        ("jetzt diese Seite", "<b>jetzt diese</b> Seite"),  # both lost: around something
        ("jetzt diese ⟦0⟧Seite", "jetzt diese <b>Seite</b>"),  # the end was before the beginning by its share
        ("diese⟦1⟧ Seite jetzt", "<b>diese</b> Seite jetzt"),
        ("jetzt ⟦1⟧diese Seite⟦0⟧", "jetzt <b>diese Seite</b>"),
        ("jetzt ⟦0⟧⟦1⟧ diese Seite", "jetzt <b>diese</b> Seite"),
        ("diese Seite ⟦0⟧⟦1⟧", "diese <b>Seite</b>"),
    ],
)
def test_a_repaired_pair_is_neither_empty_nor_reversed(output, text):
    assert protection.restore(output, protected("go <b>home</b> now"), repair=True).text == text


def test_pairs_that_cross_are_reported_and_mended():
    p = protected("<b>one</b> and <i>two</i>")
    restored = protection.restore("⟦0⟧eins ⟦2⟧und⟦1⟧ zwei⟦3⟧", p, repair=True)
    assert restored.text == "<b>eins <i>und</i></b> zwei"
    assert "tag-order" in [issue.code for issue in restored.issues]


def test_an_emptied_pair_is_reported():
    assert [i.code for i in protection.restore("⟦0⟧⟦1⟧ Haus", protected("<b>house</b>")).issues] == ["tag-empty"]
    assert not protection.restore("⟦0⟧⟦1⟧ Haus", protected("<b></b> house")).issues


def test_terms_are_counted():
    p = protected("光州から光州へ", (Span(0, 2, "term", "Gwangju"), Span(4, 6, "term", "Gwangju")))
    once = protection.restore("from Gwangju", p)
    assert [i.code for i in once.issues] == ["term-missed"]
    assert [s.start for s in once.written] == [0]
    assert not protection.restore("from Gwangju to Gwangju", p).issues


@pytest.mark.parametrize(
    ("written", "target", "language"),
    [
        ("in Ｇwangju", "Gwangju", "en"),
        ("in ＧＩＳＴ", "GIST", "en"),
        ("Kim Dae - jung Center", "Kim Dae-jung", "en"),
        ("ﾊﾟﾛｱﾙﾄで", "パロアルト", "ja"),
        ("光州 広域市で", "光州広域市", "ja"),
        ("광주 광역시에서", "광주광역시", "ko"),
        ("인코어드과", "인코어드", "ko"),
    ],
)
def test_a_written_form_is_found_whatever_its_width_and_spacing(written, target, language):
    p = protected("x", (Span(0, 1, "term", target),))
    restored = protection.restore(written, p, language=language)
    assert not restored.issues
    assert target in restored.text


@pytest.mark.parametrize(
    ("written", "target", "language"),
    [
        ("a plan G is tall", "GIST", "en"),
        ("REGISTER", "GIST", "en"),
        ("東京都で", "京都", "ja"),
        ("광주리를", "광주", "ko"),
        ("남광주에서", "광주", "ko"),
    ],
)
def test_a_form_in_another_word_does_not_count(written, target, language):
    p = protected("x", (Span(0, 1, "term", target),))
    assert [i.code for i in protection.restore(written, p, language=language).issues] == ["term-missed"]


def test_forms_that_make_way_and_forms_that_may_stand():
    span = Span(0, 2, "term", "Gwangju City", variants=("Kwangju City",), accepted=("GC",))
    p = protected("光州", (span,))
    assert protection.restore("in Kwangju city", p).text == "in Gwangju City"
    assert protection.restore("in Kwangju city", p).rewritten == {span}
    assert protection.restore("in GC", p).written == {span: "GC"}
    both = protection.restore("Kwangju City, Gwangju City", p)
    assert (both.text, both.rewritten) == ("Kwangju City, Gwangju City", frozenset())


def test_a_longer_name_hides_a_shorter_one():
    p = protected("光州", (Span(0, 2, "term", "Gwangju"),))
    assert [i.code for i in protection.restore("in Gwangju Bank", p, names=lambda text: [(3, 15)]).issues] == [
        "term-missed"
    ]
    cut = protection.restore("in Gwangju City", p, names=lambda text: [(3, 15)])
    assert (cut.text, cut.issues, len(cut.rewritten)) == ("in Gwangju", (), 1)
    longer = protected("光州と", (Span(0, 2, "term", "Gwangju"), Span(2, 3, "term", "Gwangju City")))
    assert len(protection.restore("Gwangju City and", longer).issues) == 1


def test_plurals_of_terms_stay():
    p = protected("データセンター", (Span(0, 7, "term", "data center"),))
    assert protection.restore("two data centers", p).text == "two data centers"


def test_signs_of_ours_count_as_tokens():
    assert len(protection.groups("⟦ ⟧ a", ())) == 2
