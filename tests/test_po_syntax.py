"""The syntax of PO files: every error with its line."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.documents import po_edit
from mtkit.documents.po_layout import Layout
from mtkit.documents.po_syntax import kinds, parse, unescape
from mtkit.errors import InputError


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('msgid "a"\nmsgstr "b\n', "a.po:2: no closing quotation mark"),
        ('msgid "a"\nmsgstr "b" c\n', "a.po:2: 'c' is no keyword, comment or quoted string"),
        ('msgid "a"\nmsgtsr "b"\n', "a.po:2: 'msgtsr \"b\"' is no keyword"),
        ('msgid "a"\n\nmsgid "b"\nmsgstr ""\n', "a.po:3: a second msgid in one entry"),
        ('msgstr "b"\n', "a.po:1: an entry without msgid"),
        ('msgid "a"\n', "a.po:1: an entry without msgstr"),
        ('msgctxt "c"\n', "a.po:1: an entry without msgid"),
        ('"b"\n', "a.po:1: a string without msgid or msgstr before it"),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr "c"\n', r"a.po:3: msgstr where msgstr\[0\] belongs"),
        (
            'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[2] "d"\n',
            r"a.po:4: msgstr\[2\] where msgstr\[1\] belongs",
        ),
        ('msgid "a"\nmsgstr[0] "c"\n', r"a.po:2: msgstr\[0\] where msgstr belongs"),
        ('msgid "a"\n#~ msgstr "c"\n', "a.po:2: #~ before a part of the entry only"),
        (
            'msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n',
            r"a.po:4: 'a' is there twice; it is in line 1 too: keep one \(msguniq\)",
        ),
        ('msgid ""\nmsgstr "a: b\\n"\n\nmsgid ""\nmsgstr ""\n', "a.po:4: the header is there twice"),
    ],
)
def test_every_error_has_its_line(text, message):
    with pytest.raises(InputError, match=message):
        parse(text, "a.po")


def test_equal_messages_of_other_contexts_and_obsolete_ones_are_no_duplicates():
    text = 'msgctxt "x"\nmsgid "a"\nmsgstr ""\n\nmsgid "a"\nmsgstr ""\n\n#~ msgid "a"\n#~ msgstr ""\n'
    assert [entry.key for entry in parse(text, "a.po")[0]] == [("x", "a"), (None, "a"), (None, "a")]


def test_a_string_may_go_on_after_blank_lines_and_comments():
    entries, tail = parse('msgid "a"\n\n"b"\n# between\nmsgstr "c"\n\n\n"d"\n\n# end\n', "a.po")
    assert [(entry.id, entry.strings) for entry in entries] == [("ab", ("cd",))]
    assert tail == "\n# end\n"


def test_escapes():
    assert unescape(r"\n\t\r\a\b\f\v\\\"\x41\101\303\251\351") == '\n\t\r\a\b\f\v\\"AA\xc3\xa9\xe9'
    assert unescape(r"\303\251 \351") == "é \xe9"


def test_lines_are_told_apart():
    raw = '\n# a\n#. b\n#: c\n#, d\n#| msgid "e"\nmsgctxt "f"\nmsgid ""\n"g"\nmsgstr[0] "h"\n'
    assert [kind for kind, _ in kinds(raw)] == [
        "",
        "#",
        "#.",
        "#:",
        "#,",
        "#|",
        "msgctxt",
        "msgid",
        "msgid",
        "msgstr[0]",
    ]
    assert "".join(line for _, line in kinds(raw)) == raw


FRAGMENTS = [
    '#. n\n#, c-format, fuzzy\nmsgid "g"\nmsgstr ""\n', '\n# t\nmsgid "h"\nmsgid_plural "i"\nmsgstr[0] "j"\n', '#~ msgid "k"\n#~ msgstr "l"\n',
    'msgid "m" msgstr "n"\n', '#, fuzzy\n#| msgid "o"\nmsgctxt "p"\nmsgid "q"\nmsgstr "r"',
    'msgid "a"\n', 'msgid "b"', 'msgid ""\n', 'msgstr "c"\n', 'msgstr ""\n', 'msgctxt "d"\n', 'msgid_plural "e"\n', 'msgstr[0] "f"\n', 'msgstr[1] ""\n',
    '"more"\n', '"\\n"\n', '"%s 서울 は"\n', "\n", "\r\n", "  \t", "# note\n", "#. x\n", "#: a:1\n", "#, fuzzy\n", "#,\n", "#| msgid \"o\"\n", "#~ msgid \"p\"\n",
    '#~ msgstr "q"\n', "#~ ", '#~| msgid "r"\n', "#", '"', "\\", "domain \"z\"\n", "msgstr", " ", "\u2028", "\x85", "#~\n", "#= x\n",
]  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=25).map("".join))
def test_whatever_is_read_is_whole_and_whatever_is_not_has_a_line(text):
    problem = None
    try:
        entries, tail = parse(text, "a.po")
    except InputError as error:
        problem = error
    if problem:
        assert re.match(r"a\.po:\d+: ", str(problem))
        assert 1 <= problem.line <= text.count("\n") + 1
        return
    assert "".join(entry.raw for entry in entries) + tail == text
    for entry in entries:
        written = po_edit.new(entry, Layout()).raw
        (again,), _ = parse(written, "a.po")
        assert (again.key, again.plural, again.strings) == (entry.key, entry.plural, entry.strings)
        if not entry.obsolete:
            filled = po_edit.changed(
                entry, Layout(), strings=["x"] * len(entry.strings), flags=["fuzzy"], extracted=["y"]
            )
            (same,), _ = parse(filled.raw, "a.po")
            assert (same.key, same.plural, set(same.strings), set(same.flags)) == (
                entry.key,
                entry.plural,
                {"x"},
                {"fuzzy"},
            )
            assert same.extracted == ("y",)
