"""Changes to one entry: every line that the change is not about stays as it is."""

import pytest

from mtkit.documents.po_edit import changed, fields, new, retired, with_fields
from mtkit.documents.po_layout import Layout
from mtkit.documents.po_syntax import parse


def entry(text):
    (found,), _ = parse(text, "a.po")
    return found


def test_a_form_that_stays_keeps_its_spelling():
    raw = 'msgid "a"\nmsgid_plural "b"\nmsgstr[0]   ""\n  "c"\nmsgstr[1] ""\n'
    assert changed(entry(raw), Layout(), strings=["c", "d"]).raw == raw.replace('msgstr[1] ""', 'msgstr[1] "d"')


@pytest.mark.parametrize("end", ["", "\n"])
def test_a_last_line_without_an_end_keeps_none(end):
    assert changed(entry(f'msgid "a"\nmsgstr ""{end}'), Layout(), strings=["b"]).raw == f'msgid "a"\nmsgstr "b"{end}'


@pytest.mark.parametrize(
    ("raw", "flags", "wanted"),
    [
        ('msgid "a"\nmsgstr ""\n', ["fuzzy"], '#, fuzzy\nmsgid "a"\nmsgstr ""\n'),
        (
            '#: a\n#, c-format\nmsgid "a"\nmsgstr ""\n',
            ["fuzzy", "c-format"],
            '#: a\n#, fuzzy, c-format\nmsgid "a"\nmsgstr ""\n',
        ),
        (
            '#,fuzzy,c-format\n#| msgid "b"\nmsgid "a"\nmsgstr ""\n',
            ["c-format"],
            '#, c-format\n#| msgid "b"\nmsgid "a"\nmsgstr ""\n',
        ),
        ('#, fuzzy\nmsgid "a"\nmsgstr ""\n', [], 'msgid "a"\nmsgstr ""\n'),
        ('#=  x\n#, y\nmsgid "a"\nmsgstr ""\n', ["x", "y", "z"], '#=  x\n#, z, y\nmsgid "a"\nmsgstr ""\n'),
        ('#= x\nmsgid "a"\nmsgstr ""\n', [], 'msgid "a"\nmsgstr ""\n'),
    ],
)
def test_flags(raw, flags, wanted):
    assert changed(entry(raw), Layout(), flags=flags).raw == wanted


def test_comments_go_to_their_like():
    raw = '\n# n\n#.  old\n#. gone\n#: a:1\nmsgid "a"\nmsgstr ""\n'
    wanted = '\n# n\n#.  old\n#. new\n#: a:1\nmsgid "a"\nmsgstr ""\n'
    found = entry(raw)
    assert changed(found, Layout(), extracted=[found.extracted[0], "new"]).raw == wanted


def test_an_entry_in_the_order_of_gnu_gettext():
    raw = (
        '\n# n\n#. e\n#: r:1\n#, fuzzy\n#| msgctxt "pc"\n#| msgid "p"\n#| msgid_plural "pp"\n'
        'msgctxt "c"\nmsgid "i"\nmsgid_plural "is"\nmsgstr[0] "s"\nmsgstr[1] ""\n'
    )
    assert new(entry(raw), Layout()).raw == raw
    assert retired(entry(raw), Layout("\r\n")).raw.split("\r\n")[1:4] == ["# n", "#, fuzzy", '#~| msgctxt "pc"']


def test_fields_of_a_header_on_one_line_are_told_apart():
    header = entry('msgid ""\nmsgstr "Language: ko\\nX-A: b\\n"\n')
    assert fields(header) == {"Language": "ko", "X-A": "b"}
    assert fields(with_fields(header, {"X-A": "c", "X-B": "d"}, Layout())) == {"Language": "ko", "X-A": "c", "X-B": "d"}
