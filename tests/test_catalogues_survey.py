"""Numbers of a catalogue, and what is wrong with one."""

import pytest

from mtkit import Glossary
from mtkit.catalogues import broken, check, count
from mtkit.documents.po_catalogue import read_bytes

HEADER = 'msgid ""\nmsgstr ""\n"Language: ko\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n'
BODY = """
#. mtkit:0.1.0|en-ko
msgid "one two"
msgstr "하나 둘"

#. mtkit:0.1.0|en-ko
#, fuzzy
msgid "three"
msgstr "셋"

#. mtkit: not translated: tag-missing: </b>
msgid "four five six"
msgstr ""

#, fuzzy
msgid "seven"
msgstr ""

#~ msgid "old"
#~ msgstr "옛"
"""


def catalogue(text):
    return read_bytes(text.encode(), "ko.po")


def test_numbers():
    stats = count(catalogue(HEADER + BODY))
    assert (stats.translated, stats.fuzzy, stats.untranslated, stats.obsolete, stats.machine) == (1, 1, 2, 1, 2)
    assert (stats.words, stats.words_left, stats.language, stats.share) == (7, 4, "ko", 0.25)


@pytest.mark.parametrize(
    ("entry", "codes"),
    [
        ('msgid "%d page"\nmsgid_plural "%d pages"\nmsgstr[0] "%d쪽"\nmsgstr[1] "%d쪽"\n', ["plural-count"]),
        ('#, c-format\nmsgid "%d of %s"\nmsgstr "%s의 %d"\n', ["format-changed"]),
        ('#, c-format\nmsgid "%d of %s"\nmsgstr "%2$s의 %1$d"\n', []),
        ('#, fuzzy, c-format\nmsgid "%d"\nmsgstr "%s"\n', []),
        ('msgid "yes\\n"\nmsgstr "네"\n', ["newline-changed"]),
        ('msgid "\\nyes"\nmsgstr "\\n네"\n', []),
        ('#, python-format\nmsgid "%d page"\nmsgid_plural "%d pages"\nmsgstr[0] ""\n', []),
    ],
)
def test_what_would_break_a_program(entry, codes):
    assert [issue.code for issue in broken(catalogue(f"{HEADER}\n{entry}"))] == codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('msgid "a"\nmsgstr "가"\n', "header-missing"),
        (HEADER.replace("UTF-8", "CHARSET"), "header-charset"),
        (
            HEADER.replace("nplurals=1; plural=0;", "") + '\nmsgid "a"\nmsgid_plural "as"\nmsgstr[0] "가"\n',
            "header-plural",
        ),
        (HEADER.replace("Language: ko", "Language: ja"), "header-language"),
    ],
)
def test_headers(text, code):
    assert code in [issue.code for issue in check(catalogue(text), "en", "ko")]


def test_all_checks_run_with_the_glossary_and_the_place():
    body = '\nmsgid "Gwangju has {n} parks"\nmsgstr "부산에 공원이 있다"\n'
    glossary = Glossary.of({"Gwangju": "광주"}, "en", "ko")
    found = {issue.code: issue.where for issue in check(catalogue(HEADER + body), "en", "ko", glossary)}
    assert found["placeholder-missing"] == found["term-missed"] == "ko.po:7"
