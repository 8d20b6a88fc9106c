"""Catalogues in memory: every file of a corpus comes back byte for byte, and one filled entry is the only difference."""

import po_corpus
import polib
import pytest

from mtkit import documents
from mtkit.documents import po_edit
from mtkit.documents.po_catalogue import LARGEST, charset, read, read_bytes
from mtkit.errors import InputError

FILES = dict(po_corpus.files())


def test_the_corpus_is_large_enough():
    assert len(FILES) >= 60


@pytest.mark.parametrize("name", FILES)
def test_identity_is_byte_for_byte(name):
    data = FILES[name]
    assert read_bytes(data, name).output().data == data
    document = documents.parse(data, format="po", name=name)
    assert document.render([segment.source for segment in document.segments]) == data


@pytest.mark.parametrize("name", [name for name in FILES if read_bytes(FILES[name], name).messages])
def test_one_filled_entry_is_the_only_difference(name):
    data = FILES[name]
    catalogue = read_bytes(data, name)
    entry = next((entry for entry in catalogue.messages if entry.empty), catalogue.messages[0])
    filled = po_edit.changed(
        entry, catalogue.layout, strings=["OK"] * len(entry.strings), flags=("fuzzy", *entry.flags)
    )
    entries = tuple(filled if other is entry else other for other in catalogue.entries)
    written = type(catalogue)(**{**vars(catalogue), "entries": entries}).output()
    before, after = data.split(b"\n"), written.data.split(b"\n")
    first = sum(e.raw.count("\n") for e in catalogue.entries[: catalogue.entries.index(entry)])
    last = first + entry.raw.count("\n") + 1
    assert after[:first] == before[:first]
    assert after[len(after) - len(before) + last :] == before[last:]
    again = read_bytes(written.data, name)
    assert [e.id for e in again.entries] == [e.id for e in catalogue.entries]
    assert again.entries[catalogue.entries.index(entry)].strings == ("OK",) * len(entry.strings)


@pytest.mark.parametrize("name", [name for name in FILES if name.startswith(("plural", "random"))])
def test_values_are_those_of_another_parser(name, tmp_path):
    (tmp_path / name).write_bytes(FILES[name])
    theirs = polib.pofile(str(tmp_path / name))
    ours = [entry for entry in read(tmp_path / name).entries if not entry.is_header]
    assert len(ours) == len(theirs)
    for mine, other in zip(
        sorted(ours, key=lambda e: e.obsolete), sorted(theirs, key=lambda e: e.obsolete), strict=True
    ):
        strings = tuple(other.msgstr_plural[n] for n in sorted(other.msgstr_plural)) or (other.msgstr,)
        assert (mine.context, mine.id, mine.strings) == (other.msgctxt, other.msgid, strings)
        assert (mine.plural or "", list(mine.flags)) == (other.msgid_plural, other.flags)
        assert mine.obsolete or mine.previous[1] == other.previous_msgid
        assert "\n".join(mine.notes) == other.tcomment
        assert " ".join("\n".join(mine.extracted).split()) == " ".join(other.comment.split())


@pytest.mark.slow
def test_20_000_entries_come_back():
    data = po_corpus.text(entries=20_000).encode()
    catalogue = read_bytes(data, "big.po")
    assert len(catalogue.messages) == 20_000
    assert catalogue.output().data == data


def test_a_header_field_changes_its_line_alone():
    text = po_corpus.text()
    changed = read_bytes(text.encode(), "ko.po").with_header({"Language": "ja", "X-Generator": "mtkit"})
    wanted = text.replace("Language: ko", "Language: ja").replace(
        'plural=0;\\n"\n', 'plural=0;\\n"\n"X-Generator: mtkit\\n"\n', 1
    )
    assert changed.output().data.decode() == wanted


def test_a_long_header_field_is_replaced_with_all_its_lines():
    data = FILES["plural-6--width=76.po"].decode()
    assert '"Plural-Forms: nplurals=6; plural=(n==0 ? 0 : n==1' in data
    changed = read_bytes(data.encode(), "a.po").with_header({"Plural-Forms": "nplurals=1; plural=0;"})
    assert changed.forms == 1
    assert polib.pofile(changed.output().data.decode()).metadata["Plural-Forms"] == "nplurals=1; plural=0;"


def test_a_missing_header_is_made():
    made = read_bytes(b'msgid "a"\nmsgstr "b"\n', "a.po").with_header({"Language": "ko"}).output().data
    assert made == b'msgid ""\nmsgstr "Language: ko\\n"\n\nmsgid "a"\nmsgstr "b"\n'


def test_what_the_encoding_cannot_hold_is_written_as_utf8():
    catalogue = read_bytes(po_corpus.text("EUC-JP").encode("euc_jp"), "ja.po")
    entry = catalogue.messages[0]
    filled = po_edit.changed(entry, catalogue.layout, strings=["한글"] * len(entry.strings))
    entries = tuple(filled if other is entry else other for other in catalogue.entries)
    written = type(catalogue)(**{**vars(catalogue), "entries": entries}).output()
    assert [issue.code for issue in written.notices] == ["encoding-changed"]
    assert b"charset=UTF-8" in written.data
    assert "한글" in written.data.decode()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ('charset=UTF-8\nmsgid "가"'.encode("cp949"), "not UTF-8"),
        (
            b'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "a"\nmsgstr "\xb0\xa1"\n',
            r"a.po:5: not UTF-8 \(byte 0xb0\), and the header says charset=UTF-8; say --encoding",
        ),
        (
            b'msgid ""\nmsgstr "Content-Type: text/plain; charset=EUC-KR\\n"\n\nmsgid "a"\nmsgstr "caf\xe9!"\n',
            r"a.po:5: not EUC_KR \(byte 0xe9\), and the header says charset=EUC-KR; say --encoding",
        ),
        (b'msgid "a"\nmsgstr "b"\n' + b"\0" * 99, "binary data, not text"),
    ],
)
def test_a_wrong_charset_is_an_error_with_its_line(data, message):
    with pytest.raises(InputError, match=message):
        read_bytes(data, "a.po")


def test_a_wrong_charset_can_be_overruled():
    data = b'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "a"\nmsgstr "\xb0\xa1"\n'
    catalogue = read_bytes(data, "a.po", encoding="cp949")
    assert catalogue.messages[0].strings == ("가",)
    assert catalogue.output().data == data


def test_a_file_that_is_too_large_is_an_error(tmp_path):
    path = tmp_path / "big.po"
    with path.open("wb") as file:
        file.truncate(100 << 20)
    with pytest.raises(InputError, match=f"100 MB, {LARGEST >> 20} MB at most; divide it"):
        read(path)


def test_charset_of_a_template_is_none():
    assert charset(FILES["template.pot"]) is None
    assert charset(FILES["euc-jp.po"]) == "EUC-JP"
