import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtkit.placeholders import find, is_translatable, tokens


def found(text):
    return [(s.kind, text[s.start : s.end]) for s in find(text)]


def texts(text):
    return [text[s.start : s.end] for s in find(text)]


PLACEHOLDERS = [
    ("%s원 결제", ["%s"]),
    ("%d個のファイル", ["%d"]),
    ("%1$s님의 %2$d번", ["%1$s", "%2$d"]),
    ("%(name)s and %(count)d", ["%(name)s", "%(count)d"]),
    ("%.2f %5d %-10s %+d %05d %ld %@", ["%.2f", "%5d", "%-10s", "%+d", "%05d", "%ld", "%@"]),
    ("100%% sure", ["%%"]),
    ("%Y년 %m월 %d일", ["%Y", "%m", "%d"]),
    ("%ds left, %dMB", ["%d", "%d"]),
    ("50 % of them", []),
    ("50% of them, 30%는", []),
    ("50%discount", []),
    ("20%씩 줄어", []),
    (
        "{name}님 {0} {{x}} {0:.2f} {} {n:,} {a.b} {l[0]} {x!r}",
        ["{name}", "{0}", "{{x}}", "{0:.2f}", "{}", "{n:,}", "{a.b}", "{l[0]}", "{x!r}"],
    ),
    ("{{ user.name }} {% if x %}", ["{{ user.name }}", "{% if x %}"]),
    ("집합 {서울, 부산}", []),
    ("{n, plural, one {# item} other {{n} items}} left", ["{n, plural, one {# item} other {{n} items}}"]),
    ("{g, select, male {그} female {{n, plural, other {그들}}} other {}}", None),
    ("{d, date, long}", ["{d, date, long}"]),
    ("{n, plural, other {it''s '{' here}}!", ["{n, plural, other {it''s '{' here}}"]),
    ("${x} #{y} %{z} $name", ["${x}", "#{y}", "%{z}", "$name"]),
    ("$1님이 $2에", ["$1", "$2"]),
    ("$5 per person", []),
    ("$1 million, $1,000, $1.50, $10, US$1", []),
    ("@:key.sub 그리고 @:(k) @.lower:a", ["@:key.sub", "@:(k)", "@.lower:a"]),
    ("A &amp; B&nbsp;&#39;&#x27;", ["&amp;", "&nbsp;", "&#39;", "&#x27;"]),
    ("R&D; AT&T; Q&As;", []),
    ("See $t(nav.home) or {{count, number}}", ["$t(nav.home)", "{{count, number}}"]),
    ("$COUNT$ hits on $1, $5", ["$COUNT$", "$1"]),
    ("%#@files@ and %1$#@photos@, %arg, 5%argon", ["%#@files@", "%1$#@photos@", "%arg"]),
    ("{ $name } of { -brand }", ["{ $name }", "{ -brand }"]),
]


@pytest.mark.parametrize(("text", "wanted"), PLACEHOLDERS)
def test_placeholders(text, wanted):
    assert found(text) == [("placeholder", value) for value in ([text] if wanted is None else wanted)]


URLS = [
    ("https://a.kr/b에서 확인", ["https://a.kr/b"]),
    ("（https://a.jp）をご覧", ["https://a.jp"]),
    ("(see https://a.jp/x_(y)).", ["https://a.jp/x_(y)"]),
    ("https://a.jp/を参照", ["https://a.jp/"]),
    ("https://a.jp/x。次", ["https://a.jp/x"]),
    ("https://a.kr/에서", ["https://a.kr/"]),
    ("https://a.kr/?q=1&r=2%20#top, next", ["https://a.kr/?q=1&r=2%20#top"]),
    ("https://ko.wikipedia.org/wiki/광주 참고", ["https://ko.wikipedia.org/wiki/광주"]),
    ("https://ko.wikipedia.org/wiki/광주광역시는 도시", ["https://ko.wikipedia.org/wiki/광주광역시"]),
    ("https://a.kr/b.", ["https://a.kr/b"]),
    ("[문서](https://a.kr/b)를", ["https://a.kr/b"]),
    ('"https://a.kr/b"라고', ["https://a.kr/b"]),
    ("www.gwangju.go.kr로 접속", ["www.gwangju.go.kr"]),
    ("gwangju.go.kr/news에 접속", ["gwangju.go.kr/news"]),
    ("Visit example.com.", ["example.com"]),
    ("http://localhost:8000/x", ["http://localhost:8000/x"]),
    ("The end.Come on", []),
]


@pytest.mark.parametrize(("text", "wanted"), URLS)
def test_urls(text, wanted):
    assert texts(text) == wanted


OTHERS = [
    ("문의: a.b+c@gwangju.go.kr로", [("email", "a.b+c@gwangju.go.kr")]),
    ("メールはx@y.jp。", [("email", "x@y.jp")]),
    ("a@b", []),
    ("`code`를 ``a ``", [("code", "`code`"), ("code", "``a ``")]),
    ("it`s a ` tick", []),
    ("/usr/local/bin을 C:\\Users\\a 에", [("code", "/usr/local/bin"), ("code", "C:\\Users\\a")]),
    ("and/or km/h 3/4 T/F", []),
    ("README.md를 a.tar.gz", [("code", "README.md"), ("code", "a.tar.gz")]),
    ("v1.2.3과 1.2.3.4", [("code", "v1.2.3"), ("code", "1.2.3.4")]),
    ("2019.10.29. 10. 6.(일) 3.5% 1.2.3", []),
    ("2019-10-29 2019-2020", []),
    ("<b>굵게</b>", [("open", "<b>"), ("close", "</b>")]),
    ("<a href=\"x>y\" class='z' hidden>", [("open", "<a href=\"x>y\" class='z' hidden>")]),
    ("a<br/>b<br>c<img src=x>", [("tag", "<br/>"), ("tag", "<br>"), ("tag", "<img src=x>")]),
    ("<GIST> 보고서 <서울> <a friend>", []),
    ("<0>여기</0> <Foo>x</Foo>", [("open", "<0>"), ("close", "</0>"), ("open", "<Foo>"), ("close", "</Foo>")]),
    ("1 < 2 > 1 a<b", []),
    ("<!-- 주석 -->x", [("tag", "<!-- 주석 -->")]),
    ("#광주여행 #1 @gwangju_city. C#", [("code", "#광주여행"), ("code", "@gwangju_city")]),
    (
        "⟦0⟧ >>eng<< ⟨polite⟩ ▁ ⟧",
        [("code", "⟦0⟧"), ("code", ">>eng<<"), ("code", "⟨polite⟩"), ("code", "▁"), ("code", "⟧")],
    ),
    ("⟪a⇒b⟫ ⇒ ⟪", [("code", "⟪a⇒b⟫"), ("code", "⇒"), ("code", "⟪")]),
    ("", []),
]


@pytest.mark.parametrize(("text", "wanted"), OTHERS)
def test_others(text, wanted):
    assert found(text) == wanted


def test_phones_whole():
    text = (
        "062-613-2114로 (02) 120-3000 +82-62-613-2114 03-1234-5678, 1588-1234, "
        "010-1234-5678, (555) 123-4567 (062-613-3729)"
    )
    assert texts(text) == [
        "062-613-2114",
        "(02) 120-3000",
        "+82-62-613-2114",
        "03-1234-5678",
        "1588-1234",
        "010-1234-5678",
        "(555) 123-4567",
        "062-613-3729",
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("안녕", True),
        ("A", True),
        ("%s원", True),
        ("1억 2000만", True),
        ("", False),
        (" \n\t\u3000", False),
        ("▲ ★ → ---", False),
        ("1,234.5 %", False),
        ("２０１９", False),
        ("①②", False),
        ("2019. 10. 29.", False),
        ("<br>{x} %s https://a.kr a@b.kr", False),
        ("<b>서울</b>", True),
    ],
)
def test_translatable(text, wanted):
    assert is_translatable(text) is wanted


HOSTILE = [
    "<a_x=",
    '<a_x="',
    "<a_x='a'_",
    "{a,_plural,_",
    "{",
    "}",
    "%",
    "`",
    "`a",
    "https://",
    "a@",
    "a.",
    "@a.a",
    "/a",
    "&a",
    "(",
    "⟦",
    "⟪a",
    ">>a",
    "<",
    "<!--",
    "$",
    "#",
    "0",
    "0-",
    "a",
    ".com",
    "-",
    "가",
    "https://a.kr/가",
    "'{'",
    "{{",
    "A:\\",
    "[",
    "</a",
    "<a_",
    "+82-",
    "{n:",
]
HOSTILE = [unit.replace("_", " ") for unit in HOSTILE]


@pytest.mark.parametrize("unit", HOSTILE)
def test_time_is_linear(unit):
    small, large = unit * (30_000 // len(unit)), unit * (240_000 // len(unit))
    started = time.process_time()
    find(small)
    between = time.process_time()
    find(large)
    once, eight = between - started, time.process_time() - between
    assert eight < max(once, 0.01) * 24 + 0.2


FRAGMENTS = [
    "⟦0⟧",
    "⟪a⇒b⟫",
    "⇒",
    "%s",
    "{name}",
    "서울",
    "は",
    "㈜",
    "<b>",
    "</b>",
    " ",
    "https://a.kr",
    "@",
    ".",
    "(",
    ")",
    "1",
    "%",
    "$1",
    "`",
    "{",
    "}",
]
TEXT = st.lists(st.sampled_from(FRAGMENTS), max_size=14).map("".join)


@given(TEXT)
def test_spans_ascend_and_tokens_are_never_left(text):
    spans = find(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    covered = {i for s in spans for i in range(s.start, s.end)}
    assert all(i in covered for i, c in enumerate(text) if c in "⟦⟧⟪⟫⇒▁")
    assert all(i in covered for s in tokens(text) for i in range(s.start, s.end))
