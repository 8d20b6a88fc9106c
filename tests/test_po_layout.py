"""The layout of PO files: found out as GNU gettext wrote it, and written as GNU gettext would."""

import random
import shutil
import subprocess

import po_corpus
import pytest

from mtkit.documents.po_layout import Layout, fold, layout_of, width
from mtkit.documents.po_syntax import kinds, parse

GETTEXT = shutil.which("msgcat") is None
needs_gettext = pytest.mark.skipif(GETTEXT, reason="GNU gettext is not installed")


def msgcat(text, *options):
    return subprocess.run(["msgcat", *options, "-"], input=text, capture_output=True, text=True, check=True).stdout


@needs_gettext
@pytest.mark.parametrize(
    ("options", "columns"),
    [(["--no-wrap"], 0), (["--width=60"], 60), (["--width=76"], 76), ([], 79), (["--width=100"], 100)],
)
def test_the_width_is_found_and_strings_are_wrapped_the_same_way(options, columns):
    wrapped = msgcat(po_corpus.text(entries=60), *options)
    layout = layout_of(wrapped)
    assert layout == Layout("\n", columns)
    for entry in parse(wrapped, "a.po")[0]:
        if not entry.obsolete and entry.plural is None:
            stands = "".join(line for kind, line in kinds(entry.raw) if kind == "msgstr")
            assert layout.string("msgstr", entry.strings[0]) == stands


@needs_gettext
def test_texts_of_every_kind_are_wrapped_as_gnu_gettext_does_but_for_few():
    dice, words = (
        random.Random(4),
        [*po_corpus.ENGLISH, *po_corpus.WORDS["UTF-8"], "(one)", "「ー」", '"q"', "well-known", "3,000원"],
    )
    texts = [" ".join(dice.choices(words, k=dice.randint(1, 30))) for _ in range(300)]
    wide = Layout(width=0)
    made = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n' + "".join(
        "\n" + wide.string("msgid", f"{number} {text}") + 'msgstr ""\n' for number, text in enumerate(texts)
    )
    entries = [entry for entry in parse(msgcat(made), "a.po")[0] if entry.id]
    same = [
        Layout().string("msgid", e.id) == "".join(line for kind, line in kinds(e.raw) if kind == "msgid")
        for e in entries
    ]
    assert sum(same) >= 0.9 * len(texts)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "one two three four five",
        "가나다라 마바사 아자차카",
        "x" * 50,
        "、。「」ー" * 9,
        "a\\nb" * 20,
        "  two  spaces  ",
    ],
)
@pytest.mark.parametrize("room", [0, 1, 6, 20])
@pytest.mark.parametrize("parts", [True, False])
def test_folding_loses_nothing(text, room, parts):
    assert "".join(fold(text, room, parts=parts)) == text


def test_no_line_begins_with_closing_marks_or_ends_with_opening_ones():
    lines = fold("キャンセル、されました。「料金」（返金）" * 8, 30)
    assert not any(line[0] in "、。」）ー" or line[-1] in "「（" for line in lines)


def test_babel_counts_characters_and_parts_at_spaces():
    long = "キャンセルされました" * 9
    text = '# Generated-By\nmsgid ""\nmsgstr ""\n"Generated-By: Babel 2.16.0\\n"\n'
    layout = layout_of(text)
    assert layout == Layout("\n", 76, parts=False)
    assert layout.string("msgstr", long) == f'msgstr ""\n"{long}"\n'


def test_line_ends():
    assert layout_of('msgid "a"\r\nmsgstr ""\r\n').newline == "\r\n"
    assert layout_of("").newline == "\n"


def test_columns():
    assert [width(text) for text in ("abc", "광주", "ｱ", "ガ", "…")] == [3, 4, 1, 2, 1]
