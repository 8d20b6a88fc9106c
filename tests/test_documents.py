"""The door of the documents room: the law of identity over all formats, the golden files, and bad input."""

import os
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit import documents
from mtkit.documents import encodings
from mtkit.errors import InputError

FREE = ("html", "markdown", "text")  # the formats that take any text; the others have a syntax, and errors
GOLDEN = sorted(path for path in (Path(__file__).parent / "golden" / "documents").glob("*/source.*"))
FRAGMENTS = [
    "⟦0⟧", "%s", "{name}", "서울", "は", "㈜", " ", "  ", "\n", "\n\n", "\r\n", "\r", "\t", "&amp;", "&lt;b&gt;", "&#44036;", "&nbsp;", "&bogus", "&",
    "<b>", "</b>", "<br>", "<p>", "</p>", "<li>", "<a href='x>y' title=\"제목 &amp; 글\">", "</a>", "<img alt=시청 src=x>", "<", ">", "<!--", "-->",
    "<script>", "</script>", "<pre>", "</pre>", "<code>", "</code>", "<span translate=no>", "</span>", "<svg><path/></svg>", '"', "'", "<input value=",
    "**", "*", "_", "`", "``", "[", "]", "](url)", '](u "t")', "![", "[^1]", "[^1]: ", "[ref]", "[ref]: http://x\n", "# ", "## ", " ##", "- ", "1. ", "> ",
    "|", "|-|-|\n", "\\", "\\|", "\\*", "    ", "```", "~~~", "---\n", "===\n", "title: 제목\n", "lang: ko\n", "{#id}", "{{ x }}", ": ", "▲", "・", "○○", "△3%",
    "The quick brown fox jumps over the lazy dog and runs into the", "。", "end.", "<?xml version='1.0' encoding='utf-8'?>", "<meta charset=utf-8>", "<html lang=ko>",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(FRAGMENTS), max_size=24).map("".join)


def identity(document, **options):
    return document.render([segment.source for segment in document.segments], **options)


def line_of(segment):
    return int(segment.where.rsplit(":", 1)[1])


@pytest.mark.parametrize("format", FREE)
@settings(max_examples=250, deadline=None)
@given(text=TEXTS)
def test_identity_is_byte_for_byte_and_spans_are_in_their_text(format, text):
    data = text.encode()
    document = documents.parse(data, format=format, name="x")
    assert identity(document) == data
    lines = [line_of(segment) for segment in document.segments]
    assert lines == sorted(lines)
    for segment in document.segments:
        assert any(map(str.isalnum, segment.source))
        ends = [offset for span in segment.spans for offset in (span.start, span.end)]
        assert ends == sorted(ends)
        assert all(0 <= offset <= len(segment.source) for offset in ends)


@pytest.mark.parametrize("format", FREE)
@settings(max_examples=150, deadline=None)
@given(text=TEXTS, mark=st.sampled_from(["X", "<b> & *", "글자", "`", "[a](b)", "|", '"']))
def test_a_changed_text_never_fails_and_keeps_what_is_outside(format, text, mark):
    document = documents.parse(text.encode(), format=format, name="x")
    targets = [mark + segment.source for segment in document.segments]
    data = document.render(targets).decode()
    position = 0
    for piece in document.pieces:
        if isinstance(piece, str):
            position = data.index(piece, position) + len(piece)


@settings(max_examples=150, deadline=None)
@given(
    text=TEXTS, free=st.sampled_from(["a < b & c", "*별*", "`x`", "[a](b)", "&amp;", "<i>", "1. 하나", "# 제목", "\\*"])
)
@pytest.mark.parametrize("format", ["html", "markdown"])
def test_free_text_stays_free_text(format, text, free):
    """What the translation says is what a reader of the written file reads: the file read again has it as its text."""
    source = {"html": "<p>본문</p>", "markdown": "본문\n"}[format]
    document = documents.parse(source.encode(), format=format, name="x")
    written = document.render([f"가 {free} 나"])
    again = documents.parse(written, format=format, name="x")
    assert [segment.source for segment in again.segments] == [f"가 {free} 나"]
    assert again.segments[0].spans == ()


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.parent.name)
def test_golden(path):
    """source.* gives segments.txt; with each marked ⟨…⟩ it gives marked.*; as it is, itself.

    The marked one is in English, or in the language that the case's name ends with (`json-nested-to-ko`).
    """
    document = documents.read(path)
    language = path.parent.name.rpartition("-to-")[2] if "-to-" in path.parent.name else "en"
    shown = [f"{line_of(segment)}\t{segment.source!r}" for segment in document.segments]
    marked = document.render([f"⟨{segment.source}⟩" for segment in document.segments], language=language)
    expected, rendered = path.parent / "segments.txt", path.parent / f"marked{path.suffix}"
    if os.environ.get("MTKIT_GOLDEN") == "write":
        expected.write_text("".join(line + "\n" for line in shown), encoding="utf-8")
        rendered.write_bytes(marked)
    assert identity(document) == path.read_bytes()
    assert shown == expected.read_text(encoding="utf-8").split("\n")[:-1]
    assert marked == rendered.read_bytes()


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
def test_there_are_twenty_golden_files_of_a_format(suffix):
    assert sum(path.suffix == suffix for path in GOLDEN) >= 20


def test_number_of_targets():
    document = documents.parse("하나\n둘\n".encode(), format="text", name="x")
    with pytest.raises(ValueError, match="2 segments, 1 targets"):
        document.render(["one"])


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("format", FREE)
def test_line_ends_are_kept_in_a_translation(format, end):
    data = end.join("가 나\n\n다 라\n".encode().split(b"\n"))
    document = documents.parse(data, format=format, name="x")
    targets = [re.sub("[가-힣]", "x", segment.source) for segment in document.segments]
    assert document.render(targets) == (
        end.join([b"x x", b"", b"x x", b""]) if format != "html" else document.render(targets)
    )
    assert document.render(targets).count(end) >= 1


@pytest.mark.parametrize(
    ("format", "text", "expected"),
    [
        ("html", '<html lang="ja"><p>a</p></html>', '<html lang="ko"><p>a</p></html>'),
        ("html", "<html lang=ja xml:lang='ja'>", "<html lang=ko xml:lang='ko'>"),
        ("html", '<meta property="og:locale" content="ja_JP">', '<meta property="og:locale" content="ko_KR">'),
        (
            "html",
            '<meta http-equiv="content-language" content="ja">',
            '<meta http-equiv="content-language" content="ko">',
        ),
        ("html", '<p lang="ja">a</p>', '<p lang="ja">a</p>'),
        ("markdown", "---\nlang: ja\n---\n", "---\nlang: ko\n---\n"),
        ("markdown", "---\nother: ja\n---\n", "---\nother: ja\n---\n"),
    ],
)
def test_the_document_says_its_language(format, text, expected):
    document = documents.parse(text.encode(), format=format, name="x")
    assert identity(document, language="ko").decode() == expected
    assert identity(document).decode() == text


@pytest.mark.parametrize("name", ["a.pptx", "b.hwp", "c.png"])
def test_unknown_suffix(name):
    with pytest.raises(InputError, match=r"unknown format .*; say --format"):
        documents.format_of(name)


def test_unknown_format():
    with pytest.raises(InputError, match="unknown format 'hwp'; use android, apple, arb, csv"):
        documents.parse(b"", format="hwp", name="x")


@pytest.mark.parametrize("format", FREE)
@pytest.mark.parametrize(
    "unit",
    [
        "광주시는 AI 도시다. ",
        "<b>",
        "<!--",
        "*a ",
        "**",
        "[",
        "](",
        "`a``b```",
        "&amp;",
        '<a "',
        "![",
        "  ",
        "| ",
        "> ",
    ],
)
def test_long_lines_take_linear_time(format, unit):
    """A short stand-in for 20 MB: ten times the length must not take a hundred times the time."""
    took = []
    for size in (20_000, 200_000):
        data = (unit * (size // len(unit))).encode()
        start = time.process_time()
        assert identity(documents.parse(data, format=format, name="x")) == data
        took.append(time.process_time() - start)
    assert took[1] < 40 * max(took[0], 0.02)


def test_encoding_round_trip_of_irregular_bytes():
    data = "∵は漢字".encode("cp932").replace("∵".encode("cp932"), b"\x87\x9a") + b"\n"  # the other spelling of ∵
    found = encodings.decode(data, name="x", encoding="cp932")
    assert not found.exact
    assert identity(documents.parse(data, format="text", name="x", encoding="cp932")) == data


@pytest.mark.parametrize("text", ['"quoted\n', '"a b c d e f g h i j k l m n o p q r s t u v w x y z\n', "(\n\n"])
def test_the_empty_last_line_is_no_line_to_wrap(text):
    assert identity(documents.parse(text.encode(), format="text", name="x")) == text.encode()
