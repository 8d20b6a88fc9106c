"""mtkit gettext: files in, files out, and one clear line for what cannot be used."""

import gettext
import json
import os

import po_corpus
import pytest

from mtkit.cli import main

TEMPLATE = """\
# SOME DESCRIPTIVE TITLE.
#, fuzzy
msgid ""
msgstr ""
"Project-Id-Version: PACKAGE VERSION\\n"
"POT-Creation-Date: 2026-11-30 12:00+0000\\n"
"PO-Revision-Date: YEAR-MO-DA HO:MI+ZONE\\n"
"Last-Translator: FULL NAME <EMAIL@ADDRESS>\\n"
"Language-Team: LANGUAGE <LL@li.org>\\n"
"Language: \\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=CHARSET\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\\n"

#: site.py:1
msgid "3"
msgstr ""

#: site.py:2
#, python-format
msgid "%(n)d"
msgid_plural "%(n)d"
msgstr[0] ""
msgstr[1] ""
"""


@pytest.fixture
def site(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796040000")
    (tmp_path / "site.pot").write_text(TEMPLATE)
    return tmp_path


def gettext_(*words):
    return main(["gettext", *words])


def fill(site, *words):
    return gettext_("fill", "site.pot", "--from", "en", "--to", "ko,ja_JP", "-d", "locale", *words)


def test_from_the_template_to_what_the_site_loads(site, capsys):
    assert fill(site, "--no-fuzzy") == 0
    paths = sorted(str(path) for path in site.rglob("*.po"))
    assert [os.path.relpath(path, site) for path in paths] == [
        "locale/ja_JP/LC_MESSAGES/site.po",
        "locale/ko/LC_MESSAGES/site.po",
    ]
    assert "locale/ko/LC_MESSAGES/site.po: 2 filled, 0 left untranslated" in capsys.readouterr().err
    korean = site / "locale/ko/LC_MESSAGES/site.po"
    assert "PO-Revision-Date: 2026-11-30 12:00+0000" in korean.read_text()
    assert "|embedded:" in korean.read_text()
    before = korean.read_bytes()
    assert fill(site) == 0
    assert korean.read_bytes() == before
    assert gettext_("compile", "-d", "locale") == 0
    assert gettext.translation("site", "locale", ["ko"]).ngettext("%(n)d", "%(n)d", 1) == "%(n)d"
    assert gettext_("check", "-d", "locale") == 0
    capsys.readouterr()
    assert gettext_("stats", "-d", "locale", "--json") == 0
    assert [json.loads(line)["share"] for line in capsys.readouterr().out.strip().split("\n")] == [1.0, 1.0]


def test_a_newer_template_is_merged_before_it_is_filled(site):
    fill(site)
    (site / "site.pot").write_text(TEMPLATE.replace('msgid "3"', 'msgid "4"').replace("site.py:2", "site.py:9"))
    assert fill(site) == 0
    text = (site / "locale/ko/LC_MESSAGES/site.po").read_text()
    assert "#: site.py:9" in text
    assert '#~ msgid "3"' in text
    assert 'msgid "4"\nmsgstr "4"' in text


def test_a_po_file_is_completed_where_it_is(site):
    (site / "ko.po").write_text(
        po_corpus.HEADER.format(language="ko", charset="UTF-8", plurals="nplurals=1; plural=0;")
        + '\nmsgid "3"\nmsgstr ""\n'
    )
    assert gettext_("fill", "ko.po", "--from", "en") == 0
    assert '#, fuzzy\nmsgid "3"\nmsgstr "3"' in (site / "ko.po").read_text()
    assert gettext_("compile", "ko.po", "-o", "out.mo") == 0
    assert (site / "out.mo").exists()


def test_merge_counts(site, capsys):
    (site / "ko.po").write_text(po_corpus.text())
    assert gettext_("merge", "site.pot", "ko.po") == 0
    assert "0% translated" in capsys.readouterr().err


def test_check_prints_and_says_1_when_serious(site, capsys):
    (site / "ko.po").write_text(
        po_corpus.HEADER.format(language="ko", charset="UTF-8", plurals="nplurals=1; plural=0;")
        + '\n#, c-format\nmsgid "%d pages"\nmsgstr "쪽"\n'
    )
    assert gettext_("check", "ko.po", "--json") == 1
    issues = [json.loads(line) for line in capsys.readouterr().out.strip().split("\n")]
    assert issues[0] == {"code": "format-changed", "where": "ko.po:14", "message": "%1$d (c-format)", "serious": True}
    assert gettext_("compile", "ko.po") == 1
    assert not (site / "ko.mo").exists()


BAD = {
    "syntax": ('msgid "a"\nmsgstr "b\n', "bad.po:2: no closing quotation mark"),
    "twice": (
        'msgid "a"\nmsgstr ""\n\nmsgid "a"\nmsgstr ""\n',
        "bad.po:4: 'a' is there twice; it is in line 1 too: keep one (msguniq)",
    ),
    "charset": (po_corpus.text("EUC-KR").replace("EUC-KR", "UTF-8").encode("euc_kr"), "not UTF-8 (byte 0x"),
    "language": ('msgid "a"\nmsgstr ""\n', "bad.po: no languages for one PO file; say --to LANG"),
    "other language": (po_corpus.text(language="fr"), "unknown language 'fr'; use en, ja or ko"),
    "binary": (b"\xde\x12\x04\x95\0\0\0\0", "bad.po:"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_files_get_one_line_and_stay_as_they_are(case, site, capsys):
    content, message = BAD[case]
    path = site / "bad.po"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    before = path.read_bytes()
    assert gettext_("fill", "bad.po", "--from", "en") == 2
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1
    assert path.read_bytes() == before
    assert sorted(p.name for p in site.iterdir()) == ["bad.po", "site.pot"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["fill", "site.pot"], "site.pot: a template needs languages and a place; say --to ko,ja -d locale"),
        (["fill", "site.pot", "--to", "xx", "-d", "l"], "unknown language 'xx'"),
        (
            ["fill", "site.pot", "--from", "en", "--to", "en", "-d", "l"],
            "nothing to do from English to English; say another",
        ),
        (
            ["fill", "site.pot", "site.pot", "--from", "en", "--to", "ko", "-d", "l"],
            "l/ko/LC_MESSAGES/site.po: more than one",
        ),
        (["fill", "none.po"], "none.po: no such file"),
        (["stats"], "no catalogue; name PO files, or say -d DIRECTORY"),
        (["stats", "none"], "none: no such file or directory"),
        (["compile", "site.pot", "site.pot", "-o", "x.mo", "-d", "."], "no documents in this directory"),
        (["merge", "site.pot", "-d", "."], "no documents in this directory"),
    ],
)
def test_bad_words_get_one_line(words, message, site, capsys):
    assert gettext_(*words) == 2
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1


def test_nothing_is_half_written_when_the_place_cannot_be(site, capsys):
    (site / "locale").write_text("a file")
    (site / "ko.po").write_text(po_corpus.text())
    assert gettext_("merge", "site.pot", "ko.po") == 0
    assert gettext_("compile", "ko.po", "-o", "locale/ko.mo") == 2
    assert "locale/ko.mo: cannot be written (File exists); say another directory" in capsys.readouterr().err


def test_the_language_of_the_msgids_is_left_out(site, capsys):
    assert gettext_("fill", "site.pot", "--from", "en", "--to", "en,ko", "-d", "locale") == 0
    assert "locale/en/LC_MESSAGES/site.po: the msgids are English already: left out" in capsys.readouterr().err
    assert [path.parts[-3] for path in site.rglob("*.po")] == ["ko"]


def test_mo_files_are_counted_and_a_truncated_one_is_an_error(site, capsys):
    (site / "ko.po").write_text(po_corpus.text(entries=30))
    assert gettext_("compile", "ko.po") == 0
    assert gettext_("stats", "ko.mo") == 0
    assert "100% translated" in capsys.readouterr().out
    whole = (site / "ko.mo").read_bytes()
    (site / "ko.mo").write_bytes(whole[:200])
    assert gettext_("check", "ko.mo") == 2
    assert capsys.readouterr().err == "mtkit: ko.mo: an MO file that is cut off at 200 bytes; compile it again\n"
