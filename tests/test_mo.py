"""MO files: read by Python's gettext and GNU msgunfmt, and errors for what is no whole one."""

import gettext
import io
import shutil
import subprocess

import po_corpus
import pytest

from mtkit.documents.mo import dump, load
from mtkit.documents.po_catalogue import read_bytes
from mtkit.errors import InputError

TEXT = """\
msgid ""
msgstr ""
"Language: en\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "안녕"
msgstr "Hello"

msgctxt "menu"
msgid "안녕"
msgstr "Hi"

msgid "%d쪽"
msgid_plural "%d쪽들"
msgstr[0] "%d page"
msgstr[1] "%d pages"

#, fuzzy
msgid "의심"
msgstr "Doubt"

msgid "없음"
msgstr ""

#~ msgid "옛"
#~ msgstr "Old"
"""


def catalogue():
    return read_bytes(TEXT.encode(), "en.po")


def test_python_loads_it():
    found = gettext.GNUTranslations(io.BytesIO(dump(catalogue())))
    assert found.gettext("안녕") == "Hello"
    assert found.pgettext("menu", "안녕") == "Hi"
    assert [found.ngettext("%d쪽", "%d쪽들", n) for n in (0, 1, 2)] == ["%d pages", "%d page", "%d pages"]
    assert [found.gettext(text) for text in ("의심", "없음", "옛")] == ["의심", "없음", "옛"]
    assert found.info()["language"] == "en"


def test_fuzzy_entries_when_asked_for():
    assert gettext.GNUTranslations(io.BytesIO(dump(catalogue(), fuzzy=True))).gettext("의심") == "Doubt"


def test_it_comes_back():
    again = load(dump(catalogue()), "en.mo")
    wanted = {entry.key: entry.strings for entry in catalogue().messages if entry.translated}
    assert {entry.key: entry.strings for entry in again.messages} == wanted
    assert next(entry for entry in again.messages if entry.plural).plural == "%d쪽들"
    assert read_bytes(again.output().data, "again.po").header["Language"] == "en"


@pytest.mark.skipif(shutil.which("msgunfmt") is None, reason="GNU gettext is not installed")
@pytest.mark.parametrize("charset", ["UTF-8", "EUC-KR", "EUC-JP"])
def test_gnu_gettext_reads_it_and_writes_what_we_read(charset, tmp_path):
    data = po_corpus.text(charset, entries=40).encode(charset)
    (tmp_path / "a.po").write_bytes(data)
    (tmp_path / "ours.mo").write_bytes(dump(read_bytes(data, "a.po")))
    subprocess.run(["msgfmt", "-o", "theirs.mo", "a.po"], check=True, cwd=tmp_path)
    ours, theirs = (
        subprocess.run(["msgunfmt", "--sort-output", name], check=True, cwd=tmp_path, capture_output=True).stdout
        for name in ("ours.mo", "theirs.mo")
    )
    assert ours == theirs
    read = load((tmp_path / "theirs.mo").read_bytes(), "theirs.mo")
    assert [e.strings for e in read.entries] == [
        e.strings for e in load((tmp_path / "ours.mo").read_bytes(), "x").entries
    ]


def test_whatever_is_cut_off_is_an_error():
    data = dump(catalogue())
    for end in (0, 3, 4, 20, 27, 40, 100, len(data) - 30, len(data) - 1):
        with pytest.raises(
            InputError, match=r"a.mo: (no MO file|an MO file that is cut off at \d+ bytes; compile it again)"
        ):
            load(data[:end], "a.mo")


def test_a_wrong_charset_is_an_error():
    data = dump(catalogue()).replace(b"charset=UTF-8", b"charset=ASCII")
    with pytest.raises(InputError, match=r"a.mo: not in the charset that its header says \(ASCII\)"):
        load(data, "a.mo")
