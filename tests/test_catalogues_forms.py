"""A form of an entry as segments, and back."""

import pytest

from mtkit.catalogues.forms import form_of


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("<p>Dear %(name)s,</p><p>thank <b>you</b>.</p>", ["Dear %(name)s,", "thank <b>you</b>."]),
        ("<ul><li>One</li><li>Two</li></ul>", ["One", "Two"]),
        ("First<br>second", ["First", "second"]),
        ("A <b>bold</b> word", ["A <b>bold</b> word"]),
        ("{n, plural, one {# file} other {# files}}", ["# file", "# files"]),
        ("{n} files", ["{n} files"]),
    ],
)
def test_what_is_more_than_one_segment(source, texts):
    found = form_of(0, source)
    assert [text for text, _ in found.texts] == texts
    assert found.write([f"{text}!" for text in texts], "en").replace("!", "") == source


def test_korean_and_japanese_have_one_category():
    found = form_of(0, "You have {n, plural, one {# file} other {# files}}.")
    assert found.write(["파일이 #개 있습니다."] * len(found.texts), "ko") == "{n, plural, other {파일이 #개 있습니다.}}"
