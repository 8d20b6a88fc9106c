"""A newer template merged in, held against GNU msgmerge."""

import shutil
import subprocess

import po_corpus
import polib
import pytest

from mtkit.catalogues import merge
from mtkit.documents.po_catalogue import read_bytes

HEADER = 'msgid ""\nmsgstr ""\n"POT-Creation-Date: {date}\\n"\n"Language: ko\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n'
OLD = (
    HEADER.format(date="2020-01-01 00:00+0000")
    + """
# by hand
#. old note
#: a.py:1
#, fuzzy, python-format
#| msgid "Hi %s"
msgid "Hello %s"
msgstr "안녕 %s"

#: a.py:2
msgid "Open the file that was chosen"
msgstr "선택한 파일 열기"

#: a.py:3
msgid "Delete everything at once"
msgstr "한번에 모두 지우기"

#: a.py:4
msgid "Never translated"
msgstr ""

msgctxt "menu"
msgid "File"
msgstr "파일"

msgid "page"
msgstr "쪽"

#~ msgid "Back again"
#~ msgstr "다시"
"""
)
TEMPLATE = (
    HEADER.format(date="2026-11-30 12:00+0000").replace("Language: ko", "Language: ")
    + """
#: b.py:9
msgctxt "menu"
msgid "File"
msgstr ""

#. new note
#: b.py:1
#, python-format
msgid "Hello %s"
msgstr ""

#: b.py:2
msgid "Open the files that were chosen"
msgstr ""

#: b.py:3
msgid "Back again"
msgstr ""

#: b.py:4
msgid "Quite another thing"
msgstr ""

#: b.py:5
msgid "page"
msgid_plural "pages"
msgstr[0] ""
msgstr[1] ""

#: b.py:6
msgid "%d thing of this size"
msgid_plural "%d things of this size"
msgstr[0] ""
msgstr[1] ""
"""
)


def merged(old=OLD, template=TEMPLATE, **options):
    return (
        merge(read_bytes(old.encode(), "ko.po"), read_bytes(template.encode(), "a.pot"), **options)
        .output()
        .data.decode()
    )


def values(text):
    catalogue = polib.pofile(text)
    return [
        (
            e.msgctxt,
            e.msgid,
            e.msgid_plural,
            e.msgstr or e.msgstr_plural,
            sorted(e.flags),
            e.previous_msgid,
            e.obsolete,
            e.occurrences,
            e.comment,
            e.tcomment,
        )
        for e in catalogue
    ], catalogue.metadata


@pytest.mark.skipif(shutil.which("msgmerge") is None, reason="GNU gettext is not installed")
@pytest.mark.parametrize("options", [[], ["--no-fuzzy-matching"]])
def test_the_result_is_msgmerge_s(options, tmp_path):
    (tmp_path / "ko.po").write_text(OLD, encoding="utf-8")
    (tmp_path / "a.pot").write_text(TEMPLATE, encoding="utf-8")
    command = ["msgmerge", "--quiet", "--previous", *options, "ko.po", "a.pot"]
    theirs = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    ours = merged(guess=not options)
    assert values(ours)[0] == values(theirs)[0]
    assert values(ours)[1] == values(theirs)[1]
    (tmp_path / "ours.po").write_text(ours, encoding="utf-8")
    subprocess.run(["msgfmt", "--check-format", "-o", "/dev/null", "ours.po"], cwd=tmp_path, check=True)


def test_a_template_that_says_the_same_changes_nothing():
    same = OLD.split("\n#~")[0]
    assert merged(same, same.replace("fuzzy, ", "").replace('#| msgid "Hi %s"\n', "")) == same


def test_our_provenance_stays():
    old = HEADER.format(date="x") + '\n#. old\n#. mtkit:0.1|en-ko\n#: a.py:1\nmsgid "a"\nmsgstr "가"\n'
    new = HEADER.format(date="x") + '\n#. new\n#: a.py:2\nmsgid "a"\nmsgstr ""\n'
    assert "\n#. new\n#. mtkit:0.1|en-ko\n#: a.py:2\n" in merged(old, new)


def test_a_file_with_other_line_ends_keeps_them():
    crlf = merged(OLD.replace("\n", "\r\n"))
    assert "\n" not in crlf.replace("\r\n", "")
    assert crlf.replace("\r\n", "\n") == merged()


def test_a_file_without_a_last_newline_is_not_glued():
    old = HEADER.format(date="x") + '\nmsgid "a"\nmsgstr "가"'
    new = HEADER.format(date="x") + '\nmsgid "a"\nmsgstr ""\n\nmsgid "b"\nmsgstr ""\n'
    assert [entry.msgid for entry in polib.pofile(merged(old, new))] == ["a", "b"]


def test_large_catalogues():
    data = po_corpus.text(entries=2000)
    assert merged(data, data, guess=False) == data
