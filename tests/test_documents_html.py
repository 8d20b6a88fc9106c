"""HTML: tokens without a gap, what is translated, and translations that stay text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtkit import documents
from mtkit.documents import tags


def sources(text):
    return [segment.source for segment in documents.parse(text.encode(), format="html", name="x").segments]


@given(st.text(alphabet="<>/!-=\"' abp가[]&;?%", max_size=40))
def test_tokens_leave_no_gap(text):
    found = list(tags.tokens(text))
    assert "".join(text[token.start : token.end] for token in found) == text
    assert all(token.start < token.end for token in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<a b=c d='e' f>", [("b", "c"), ("d", "e"), ("f", "")]), ('<a\n href = "x>y"\n>', [("href", "x>y")]), ("<a/b=1/>", [("b", "1/")]),
        ("<a b=>", [("b", "")]), ("<a title=it's>", [("title", "it's")]), ("<A B=c>", [("b", "c")]), ("</a b=c>", []),
    ],
)  # fmt: skip
def test_attributes(text, expected):
    (token,) = tags.tokens(text)
    assert [(attribute.name, attribute.value) for attribute in token.attributes] == expected
    assert all(text[a.start : a.end] == a.value for a in token.attributes)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>가<div>나</div>다", ["가", "나", "다"]),
        ("가<br>나", ["가", "나"]),
        ("<p>가 <b>나</b> 다</p>", ["가 <b>나</b> 다"]),
        ("<p><b>가</b></p>", ["가"]),
        ("<p>東京\n は</p>", ["東京は"]),
        ("<p>서울\n 은</p>", ["서울 은"]),
        ("<script>가</script><style>나</style><pre>다</pre><textarea>라</textarea><!-- 마 -->", []),
        ("<p translate=no>가</p><p class='a notranslate'>나</p>", []),
        ("<div translate=no>가<p translate=yes>나</p></div>", ["나"]),
        ("<img translate=no alt=가>", []),
        ("<li translate=no>가<li>나", ["나"]),
        ("<p>가 <code>x</code> 나", ["가 <code>x</code> 나"]),
        ("<img alt=가 title='나' src=다>", ["가", "나"]),
        ("<meta name=description content=가><meta name=other content=나>", ["가"]),
        ("<input value=가><input type=submit value=나>", ["나"]),
        ("<p>&lt;가&gt; &amp; 나", ["<가> & 나"]),
    ],
)
def test_segments(text, expected):
    assert sources(text) == expected


@pytest.mark.parametrize(
    ("source", "target", "written"),
    [
        ("<p>가</p>", "a < b & c > d", "<p>a &lt; b &amp; c &gt; d</p>"),
        ("<p>가 > 나</p>", "a > b", "<p>a > b</p>"),
        ("<p>가 &copy;</p>", "© a", "<p>&copy; a</p>"),
        ("<p>가 <b>나</b></p>", "<b>a</b> <i>b", "<p><b>a</b> &lt;i&gt;b</p>"),
        ("<p>가 <b>나</b> &lt;b&gt;</p>", "a <b>c</b> &lt;b>", "<p>a <b>c</b> &lt;b&gt;</p>"),
        ("<img alt=가>", 'the "a"', '<img alt="the &quot;a&quot;">'),
        ("<img alt='가'>", "it's", "<img alt='it&#39;s'>"),
    ],
)
def test_a_translation_stays_text(source, target, written):
    assert documents.parse(source.encode(), format="html", name="x").render([target]).decode() == written


def test_equal_images_get_their_own_texts():
    document = documents.parse("<p>가<img alt=그림>나<img alt=그림>다</p>".encode(), format="html", name="x")
    moved = "a<img alt=그림>b<img alt=그림>c"
    assert document.render([moved, "one", "two"]).decode() == '<p>a<img alt="one">b<img alt="two">c</p>'
