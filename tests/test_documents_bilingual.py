"""Bilingual files as pairs: PO, TMX, XLIFF, tables; and what is refused."""

import tracemalloc

import pytest

from mtkit.documents import bilingual
from mtkit.documents.pairs import Pair
from mtkit.errors import InputError, LanguageError

PO = r"""# head
msgid ""
msgstr ""
"Language: ko\n"
"Content-Type: text/plain; charset=UTF-8\n"

#. for the button
# checked twice
#: a.py:3
#, fuzzy, python-format
msgctxt "menu"
msgid "Save %s"
msgstr "%s 저장"

msgid "%d file"
msgid_plural "%d files"
msgstr[0] "파일 %d개"

msgid "new"
msgstr ""

#~ msgid "old"
#~ msgstr "옛"
"""

TMX = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header srclang="en-US" datatype="plaintext"/><body>
<tu tuid="7"><note>n</note>
<tuv xml:lang="en-US"><seg>Press <bpt i="1">&lt;b&gt;</bpt>OK<ept i="1">&lt;/b&gt;</ept> &amp; go<ph x="1"/></seg></tuv>
<tuv xml:lang="ko"><seg>누르세요</seg></tuv>
<tuv xml:lang="ja"><seg>押す</seg></tuv></tu>
<tu><tuv xml:lang="ja"><seg>だけ</seg></tuv></tu>
</body></tmx>
"""

XLIFF_1 = """<?xml version="1.0"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file original="a" source-language="en" target-language="ko" datatype="plaintext"><body>
<trans-unit id="1" resname="greeting" approved="yes"><source>Hi <g id="1">you</g><x id="2"/></source><target state="final">안녕</target><note>short</note></trans-unit>
<group><trans-unit id="2"><source>Bye</source></trans-unit></group>
</body></file></xliff>
"""

XLIFF_2 = """<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="ja">
<file id="f"><unit id="u"><notes><note>n1</note></notes>
<segment state="translated"><source>One.</source><target>一。</target></segment>
<ignorable><source> </source></ignorable>
<segment><source>Two <pc id="1">x</pc></source></segment></unit></file></xliff>
"""


@pytest.fixture
def write(tmp_path):
    def write(name, text):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def test_po(write):
    path = write("ko.po", PO)
    note = "for the button\nchecked twice"
    assert bilingual.read(path, source="en") == (
        Pair("Save %s", "%s 저장", f"{path}:12", "menu", "en", "ko", note, ("fuzzy", "python-format")),
        Pair("%d files", "파일 %d개", f"{path}:15", "", "en", "ko", "", ("plural",)),
        Pair("new", "", f"{path}:19", "", "en", "ko"),
    )


def test_po_with_two_forms_pairs_the_first_with_the_singular(write):
    path = write("en.po", 'msgid "%d a"\nmsgid_plural "%d b"\nmsgstr[0] "x"\nmsgstr[1] "y"\n')
    assert [(pair.source, pair.target) for pair in bilingual.read(path)] == [("%d a", "x"), ("%d b", "y")]


def test_tmx_in_every_direction(write):
    path = write("m.tmx", TMX)
    source = 'Press <bpt i="1"><b></bpt>OK<ept i="1"></b></ept> & go<ph x="1"/>'
    assert [(p.source, p.target, p.target_language) for p in bilingual.read(path)] == [
        (source, "누르세요", "ko"),
        (source, "押す", "ja"),
    ]
    assert [p.target for p in bilingual.read(path, target="ja")] == ["押す"]
    reverse = bilingual.read(path, source="ko", target="en")
    assert [(p.source, p.target, p.source_language, p.context, p.note) for p in reverse] == [
        ("누르세요", source, "ko", "7", "n")
    ]


def test_xliff_1(write):
    path = write("a.xlf", XLIFF_1)
    first, second = bilingual.read(path)
    assert first == Pair(
        'Hi <g id="1">you</g><x id="2"/>', "안녕", f"{path}:4", "greeting", "en", "ko", "short", ("final", "approved")
    )
    assert (second.source, second.target, second.context) == ("Bye", "", "2")


def test_xliff_2(write):
    first, second = bilingual.read(write("a.xliff", XLIFF_2))
    assert (first.source, first.target, first.flags, first.note) == ("One.", "一。", ("translated",), "n1")
    assert (second.source, second.target, second.source_language) == ('Two <pc id="1">x</pc>', "", "en")


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.tsv", 'He said "no"\t안 된다\n\nb\tc\n', [("He said \"no\"", "안 된다", 1), ("b", "c", 3)]),
        ("a.tsv", "key\tko\ten\nk\t가\ta\n", [("가", "a", 2)]),
        ("a.csv", 'source,target\n"a, ""b""\nc","가"\nd\n,\n', None),
        ("a.csv", 'source,target\n"a, ""b""\nc",가\nd,라\n', [('a, "b"\nc', "가", 2), ("d", "라", 4)]),
        ("a.tsv", "\ufeffsource\ttarget\na\t가\n".encode("utf-16-le"), [("a", "가", 2)]),
        ("a.tsv", b"", []),
    ],
)  # fmt: skip
def test_tables(write, name, text, expected):
    path = write(name, text)
    if expected is None:
        with pytest.raises(InputError, match="one column, two are needed"):
            bilingual.read(path)
    else:
        found = [(p.source, p.target, int(p.where.rpartition(":")[2])) for p in bilingual.read(path)]
        assert found == expected


def test_a_table_with_languages_gives_the_direction_asked_for(write):
    path = write("a.tsv", "id\ten\tko\tja\nk\ta\t가\tあ\n")
    (pair,) = bilingual.read(path, source="ja", target="ko")
    assert (pair.source, pair.target, pair.context, pair.source_language) == ("あ", "가", "k", "ja")


BOMB = '<!DOCTYPE tmx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><tmx><header/><body><tu><tuv xml:lang="en"><seg>&b;</seg></tuv></tu></body></tmx>'
EXTERNAL = '<!DOCTYPE xliff [<!ENTITY x SYSTEM "file:///etc/passwd">]><xliff><file>&x;</file></xliff>'


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.tmx", BOMB, "defines entities, which are not read; take the <!ENTITY> lines out"),
        ("a.xlf", EXTERNAL, "defines entities"),
        ("a.tmx", TMX[:-90], r"a\.tmx:\d+: no well-formed XML"),
        ("a.tmx", "", "no well-formed XML"),
        ("a.tmx", XLIFF_1, "no TMX file: its root is <xliff>"),
        ("a.po", 'msgid "a"\nnonsense\n', "is no keyword, comment or quoted string"),
        ("a.po", 'msgid "a"\nmsgstr "b\n', r"a\.po:2: no closing quotation mark"),
        ("a.po", b'msgid "a"\nmsgstr "\xb0\xa1"\n', "not UTF-8"),
        ("a.tsv", b"a\t\xb0\xa1\n", "not UTF-8"),
        ("a.tsv", "a\tb\nc\n", r"a\.tsv:2: one column"),
        ("a.csv", 'a,"b\n', r"no table"),
    ],
)
def test_what_cannot_be_read_is_one_line(write, name, text, message):
    with pytest.raises(InputError, match=message) as caught:
        bilingual.read(write(name, text))
    assert "\n" not in str(caught.value)


def test_an_unknown_language_is_refused(write):
    with pytest.raises(LanguageError):
        bilingual.read(write("a.tsv", "a\tb\n"), source="xx")


def test_a_large_tmx_is_read_in_little_memory(write):
    head, unit, tail = TMX.partition("<tu tuid")[0], TMX[TMX.index("<tu tuid") : TMX.index("<tu><tuv")], "</body></tmx>"
    path = write("m.tmx", head + unit * 1_000 + tail)
    tracemalloc.start()
    assert sum(1 for _ in bilingual.iterate(path, target="ko")) == 1_000
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()
