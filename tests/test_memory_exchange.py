"""Files into units: what each format says of its translations, and what is left out."""

from pathlib import Path

import pytest

from mtkit.errors import InputError, MtkitError
from mtkit.memory import Unit, exchange

ROOT = Path(__file__).resolve().parent.parent

PO = """\
msgid ""
msgstr ""
"Language: ko\\n"
"X-Source-Language: en\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

msgctxt "menu"
msgid "Open"
msgstr "열기"

#, fuzzy
msgid "Save"
msgstr "저장"

msgid "Later"
msgstr ""

msgid "%d file"
msgid_plural "%d files"
msgstr[0] "파일 %d개"

#~ msgid "Gone"
#~ msgstr "없음"
"""
XLIFF = """\
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file original="a" source-language="en-US" target-language="ja-JP" datatype="plaintext"><body>
<trans-unit id="1" resname="open"><source>Open</source><target state="final">開く</target></trans-unit>
<trans-unit id="2"><source>Save</source><target state="needs-review-translation">保存</target></trans-unit>
<trans-unit id="3"><source>Close</source></trans-unit>
</body></file></xliff>
"""


def read(tmp_path, name, text, **given):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return list(exchange.read(path, **given))


def test_a_catalogue(tmp_path):
    units = read(tmp_path, "ko.po", PO)
    known = [unit for unit in units if unit]
    assert [(unit.en, unit.ko, unit.context, unit.reviewed) for unit in known] == [
        ("Open", "열기", "menu", True),
        ("Save", "저장", "", False),
        ("%d files", "파일 %d개", "", True),
    ]
    assert units.count(None) == 1
    assert {unit.origin for unit in known} == {"ko.po"}
    assert {unit.date[:4] >= "2026" for unit in known} == {True}


def test_xliff(tmp_path):
    units = read(tmp_path, "a.xlf", XLIFF, origin="agency")
    assert [unit and (unit.en, unit.ja, unit.context, unit.origin, unit.reviewed) for unit in units] == [
        ("Open", "開く", "open", "agency", True),
        ("Save", "保存", "2", "agency", False),
        None,
    ]


def test_tables(tmp_path):
    assert read(tmp_path, "a.tsv", "ko\ten\n광주\tGwangju\n")[0].texts == ("Gwangju", "", "광주")
    assert read(tmp_path, "b.tsv", "광주\tGwangju\n", source="ko", target="en")[0].texts == ("Gwangju", "", "광주")
    assert read(tmp_path, "c.csv", 'en,ko\n"a, b",가\n')[0].en == "a, b"
    with pytest.raises(InputError, match="names no languages; say --from and --to"):
        read(tmp_path, "d.tsv", "광주\tGwangju\n")
    german = XLIFF.replace("ja-JP", "de-DE")
    assert read(tmp_path, "e.xlf", german) == [None, None, None]


def test_a_table_of_three_languages(tmp_path):
    table = 'id\tko\tja\ten\na/1\t저장\t保存\t"Save"\na/2\t열기\t\tOpen\na/3\t닫기\na/1\t한 번\t一度\tOnce\n'
    one, two, three, four = read(tmp_path, "site.tsv", table)
    assert (one.texts, one.context, one.origin) == (('"Save"', "保存", "저장"), "a/1", "site.tsv")
    assert (two.texts, three) == (("Open", "", "열기"), None)
    assert four.en == "Once"
    assert read(tmp_path, "site.csv", 'en,ja,ko\n"a, b",ア,가\n')[0].texts == ("a, b", "ア", "가")
    (tmp_path / "bad.tsv").write_bytes(b"en\tja\tko\na\tb\tc\n\xff\tb\tc\n")
    with pytest.raises(InputError, match=r"bad\.tsv:\d: not UTF-8"):
        list(exchange.read(tmp_path / "bad.tsv"))


def test_releases_in_three_languages():
    units = list(exchange.read(ROOT / "corpora" / "releases"))
    assert len(units) > 200
    assert all(unit.en and unit.ja and unit.ko and unit.reviewed and not unit.context for unit in units)
    assert units[0].origin == "d-03-ai-centered-city"


def test_strings_have_their_id_as_context():
    unit = next(iter(exchange.read(ROOT / "corpora" / "strings" / "site.tsv")))
    assert (unit.en, unit.context) == ("Start-up Support", "a-str/6")


def test_a_later_import_of_the_same_file_has_the_same_dates(tmp_path):
    assert read(tmp_path, "a.tsv", "ko\ten\n광주\tGwangju\n") == list(exchange.read(tmp_path / "a.tsv"))


@pytest.mark.parametrize("name", ["no.po", "no.tmx", "no.docx", "no"])
def test_what_is_not_there(tmp_path, name):
    with pytest.raises(MtkitError, match=r"no such file|no bilingual format|no corpus"):
        next(exchange.read(tmp_path / name))


def test_a_unit_is_what_it_says():
    assert Unit(en="a", ja="b", ko="c").text("ja") == "b"
