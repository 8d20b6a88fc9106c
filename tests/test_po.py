"""PO files as documents: what is untranslated becomes segments, everything else stays as it is."""

import shutil
import subprocess

import pytest

from mtkit import Translator, documents
from mtkit.documents import po_formats
from mtkit.documents.po_catalogue import read_bytes
from mtkit.engines.pseudo import IdentityEngine, NaughtyEngine, PseudoEngine

CATALOGUE = """\
# Translations of a site.
msgid ""
msgstr ""
"Project-Id-Version: site 1.0\\n"
"Language: ko\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

#: site.py:1
msgid "Hello"
msgstr "안녕"

#: site.py:2
#, python-format
msgid "Hello %(name)s\\n"
msgstr ""

msgid "%d page"
msgid_plural "%d pages"
msgstr[0] ""

#, fuzzy
msgid "Bye"
msgstr "가"

#~ msgid "Old"
#~ msgstr "옛"
"""
TEMPLATE = """\
#, fuzzy
msgid ""
msgstr ""
"Language: \\n"
"Content-Type: text/plain; charset=CHARSET\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\\n"

msgid "%d page"
msgid_plural "%d pages"
msgstr[0] ""
msgstr[1] ""

msgid "OK"
msgstr ""
"""


def document(text):
    return documents.parse(text.encode(), format="po", name="ko.po")


def test_segments_are_what_is_not_translated():
    segments = document(CATALOGUE).segments
    assert [segment.source for segment in segments] == ["Hello %(name)s", "%d pages"]
    assert [segment.where for segment in segments] == ["ko.po:17", "ko.po:20"]


@pytest.mark.parametrize("text", [CATALOGUE, TEMPLATE, CATALOGUE.replace("\n", "\r\n"), CATALOGUE.rstrip("\n")])
def test_identity_is_the_same_file(text):
    found = document(text)
    assert found.render([segment.source for segment in found.segments]) == text.encode()


def test_a_translation_changes_the_untranslated_entries_alone():
    done = Translator("en", "ko", engine=PseudoEngine()).translate(document(CATALOGUE)).data.decode()
    wanted = CATALOGUE.replace(
        '#, python-format\nmsgid "Hello %(name)s\\n"\nmsgstr ""',
        '#, fuzzy, python-format\nmsgid "Hello %(name)s\\n"\nmsgstr "olleH %(name)s\\n"',
    ).replace(
        'msgid "%d page"\nmsgid_plural "%d pages"\nmsgstr[0] ""',
        '#, fuzzy\nmsgid "%d page"\nmsgid_plural "%d pages"\nmsgstr[0] "%d segap"',
    )
    assert done == wanted


@pytest.mark.parametrize(
    ("language", "forms"), [("ko", ["%d pages"]), ("ja", ["%d pages"]), ("en", ["%d page", "%d pages"])]
)
def test_a_template_gets_the_plural_forms_of_its_language(language, forms, tmp_path):
    source = "en" if language != "en" else "ja"
    done = Translator(source, language, engine=IdentityEngine()).translate(document(TEMPLATE)).data.decode()
    assert f'"Language: {language}\\n"' in done
    assert "charset=UTF-8" in done
    assert f"nplurals={len(forms)};" in done
    assert [line.split('"')[1] for line in done.split("\n") if line.startswith("msgstr[")] == forms
    assert 'msgid "OK"\nmsgstr "OK"' in done
    if shutil.which("msgfmt"):
        (tmp_path / "a.po").write_text(done.replace("#, fuzzy\n", ""), encoding="utf-8")
        subprocess.run(["msgfmt", "--check-format", "-o", "/dev/null", tmp_path / "a.po"], check=True)


@pytest.mark.parametrize("seed", range(6))
def test_what_lost_a_placeholder_is_not_written(seed):
    text = CATALOGUE.replace("Hello %(name)s\\n", "Hello <b>%(name)s</b> and %(other)s")
    done = Translator("en", "ko", engine=NaughtyEngine(seed=seed)).translate(document(text)).data
    (entry,) = (entry for entry in read_bytes(done, "ko.po").messages if entry.id.startswith("Hello <b>"))
    assert not entry.strings[0] or not po_formats.differences(entry.id, entry.strings[0], entry.flags)


def test_a_target_without_its_placeholder_leaves_the_entry_empty():
    found = document(CATALOGUE)
    text = found.render(["안녕", "%d쪽"], language="ko").decode()
    assert 'msgid "Hello %(name)s\\n"\nmsgstr ""' in text
    assert 'msgstr[0] "%d쪽"' in text
