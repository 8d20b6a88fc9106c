"""A form of an entry as segments, and back."""

import pytest

from mtkit.catalogues.forms import form_of

HELP = "Usage: %s [FILE]...\nWrite files.  To the output.\n\n  -h, --help     display this help\n  -v, --version  show the version\n"


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("<p>Dear %(name)s,</p><p>thank <b>you</b>.</p>", ["Dear %(name)s,", "thank <b>you</b>."]),
        ("<ul><li>One</li><li>Two</li></ul>", ["One", "Two"]),
        ("First<br>second", ["First", "second"]),
        ("A <b>bold</b> word", ["A <b>bold</b> word"]),
        ("Run <code>make all</code> now", ["Run <code>make all</code> now"]),
        ("Go <script>alert(1)</script>", ["Go"]),
        ("{n, plural, one {# file} other {# files}}", ["# file", "# files"]),
        ("{n} files", ["{n} files"]),
        ("Name\tSize\tDate", ["Name", "Size", "Date"]),
        (HELP, ["Usage: %s [FILE]...", "Write files.", "To the output.", "display this help", "show the version"]),
        ("End of sentence.  Two spaces.", ["End of sentence.  Two spaces."]),
        ("\tIndented", ["Indented"]),
    ],
)
def test_what_is_more_than_one_segment(source, texts):
    found = form_of(0, source)
    assert [text for text, _ in found.texts] == texts
    assert found.write([f"{text}!" for text in texts], "en").replace("!", "") == source


def test_code_is_one_protected_span():
    ((text, spans),) = form_of(0, "Run <code>make all</code> now").texts
    assert [text[span.start : span.end] for span in spans] == ["<code>make all</code>"]


def test_korean_and_japanese_have_one_category():
    found = form_of(0, "You have {n, plural, one {# file} other {# files}}.")
    assert found.write(["파일이 #개 있습니다."] * len(found.texts), "ko") == "{n, plural, other {파일이 #개 있습니다.}}"


def test_arguments_that_change_places_are_seen_in_each_segment():
    source = "<p>%s by %s</p>"
    ((_, spans),) = form_of(0, source, ("python-format",)).texts
    assert [span.target for span in spans] == ["%1$s", "%2$s"]
    assert form_of(0, source, ("python-format",)).write(["%1$s, %2$s"], "ko") == "<p>%s, %s</p>"
    assert form_of(0, source, ("python-format",)).write(["%2$s의 %1$s"], "ko") is None
    assert form_of(0, source, ("c-format",)).write(["%2$s의 %1$s 5%"], "ko") == "<p>%2$s의 %1$s 5%%</p>"
