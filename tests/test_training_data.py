"""Reading parallel text: every format gives the same units; bad input gives one line with its place."""

import gzip
import io
import lzma
from pathlib import Path

import pytest

from mtkit.errors import CorpusError
from mtkit.training import data, exchange
from mtkit.training.data import Source, Unit

ROWS = [("Hello.", "こんにちは。", "안녕하세요."), ("Thank you.", "ありがとう。", "고맙습니다.")]
TSV = "en\tja\tko\n" + "".join("\t".join(row) + "\n" for row in ROWS)
JSONL = "".join(f'{{"en": "{en}", "ja": "{ja}", "ko": "{ko}"}}\n' for en, ja, ko in ROWS)
TMX = (
    '<?xml version="1.0"?><tmx version="1.4"><body>'
    + "".join(
        "<tu>"
        + "".join(
            f'<tuv xml:lang="{c}"><seg>{t}</seg></tuv>' for c, t in zip(("en-US", "ja", "ko-KR"), row, strict=True)
        )
        + "</tu>"
        for row in ROWS
    )
    + "</body></tmx>"
)


@pytest.mark.parametrize(("name", "text"), [("a.tsv", TSV), ("a.jsonl", JSONL), ("a.ndjson", JSONL), ("a.tmx", TMX)])
@pytest.mark.parametrize("pack", ["", ".xz", ".gz"])
def test_every_format_gives_the_same_units(tmp_path, name, text, pack):
    packer = {"": bytes, ".xz": lzma.compress, ".gz": gzip.compress}[pack]
    path = tmp_path / f"{name}{pack}"
    path.write_bytes(packer(text.encode()))
    assert list(data.read(path)) == [Unit("a", row) for row in ROWS]


@pytest.mark.parametrize("given", ["dev", "dev.en", "dev.ko"])
def test_aligned_files_by_stem_or_member(tmp_path, given):
    for place, code in enumerate(("en", "ja", "ko")):
        (tmp_path / f"dev.{code}").write_text("".join(row[place] + "\n" for row in ROWS), encoding="utf-8")
    assert list(data.read(tmp_path / given)) == [Unit("dev", row) for row in ROWS]


def test_a_src_column_names_the_source(tmp_path):
    path = tmp_path / "m.tsv"
    path.write_text("src\tko\tnote\ten\nweb\t안녕\tx\tHello\n\t네\ty\tYes\n", encoding="utf-8")
    assert [(unit.source, unit.texts) for unit in data.read(path)] == [
        ("m/web", ("Hello", "", "안녕")),
        ("m", ("Yes", "", "네")),
    ]


def test_only_a_newline_ends_a_line(tmp_path):
    path = tmp_path / "m.tsv"
    path.write_bytes("en\tko\r\na\u2028b\x85c\t가\u2029나\r\n".encode())
    assert [unit.texts for unit in data.read(path)] == [("a b c", "", "가 나")]


PO = """# comment
msgid ""
msgstr ""
"Language: ko\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

#, fuzzy
msgid "Guess"
msgstr "추측"

#: main.c:3
msgctxt "menu"
msgid "Open "
"file \\"%s\\""
msgstr "“%s” 파일 열기"

msgid "one file"
msgid_plural "%d files"
msgstr[0] "파일 %d개"

msgid "Untranslated"
msgstr ""

#~ msgid "Old"
#~ msgstr "옛것"
"""


def test_po_takes_what_is_translated(tmp_path):
    path = tmp_path / "app.po"
    path.write_text(PO, encoding="utf-8")
    assert [(unit.texts[0], unit.texts[2]) for unit in data.read(path)] == [
        ('Open file "%s"', "“%s” 파일 열기"),
        ("%d files", "파일 %d개"),
    ]


def test_po_without_language_takes_the_folder(tmp_path):
    folder = tmp_path / "ja" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "app.po").write_text('msgid "Open"\nmsgstr "開く"\n', encoding="utf-8")
    assert [unit.texts for unit in data.read(folder / "app.po")] == [("Open", "開く", "")]


def test_tmx_codes_become_the_same_placeholders_on_both_sides():
    memory = """<tmx><body><tu><tuv lang="en"><seg><bpt i="1">&lt;b></bpt>Bold<ept i="1">&lt;/b></ept> and <hi>text</hi></seg></tuv>
    <tuv lang="ko"><seg>글과 <bpt i="1">&lt;b></bpt>굵게<ept i="1">&lt;/b></ept></seg></tuv><tuv lang="fr"><seg>x</seg></tuv></tu></body></tmx>"""
    [(_, texts)] = exchange.tmx(io.BytesIO(memory.encode()), Path("a.tmx"))
    assert texts == {"en": "⟦0⟧Bold⟦1⟧ and text", "ko": "글과 ⟦0⟧굵게⟦1⟧"}


BAD = [
    ("a.tsv", b"en\tfr\nx\ty\n", "a.tsv:1: no header with two languages"),
    ("a.tsv", b"", "a.tsv:1: no header"),
    ("a.tsv", b"en\tko\nHello\n", "a.tsv:2: 1 columns, the header has 2"),
    ("a.tsv", b"en\tko\n\xff\xfe\t\xff\n", "a.tsv:2: not UTF-8"),
    ("a.jsonl", b'{"en": "x", "ko": "y"}\n{"en": \n', "a.jsonl:2: not JSON"),
    ("a.jsonl", b'{"en": "x"}\n', "a.jsonl:1: not an object with texts for two"),
    ("a.jsonl", b'{"en": 1, "ko": "x"}\n', "a.jsonl:1: not an object"),
    ("a.jsonl", b"[1, 2]\n", "a.jsonl:1: not an object"),
    ("a.tmx", b"<tmx><body>\n<tu>", "a.tmx:2: not XML"),
    ("a.po", b'msgid "x"\nmsgstr "y"\n', "a.po: no language in its header"),
    ("a.po", b'msgid ""\nmsgstr "Language: ko"\n\nnonsense\n', "a.po:4: not a line of a catalogue"),
    ("a.po", b'msgid "x"\n\nmsgid "y"\nmsgstr "z"\n', "a.po:1: a message without msgid or msgstr"),
    ("a.tsv.xz", b"not xz at all", "a.tsv.xz: damaged or cut off"),
    ("a.tsv.gz", gzip.compress(TSV.encode())[:-9], "a.tsv.gz: damaged or cut off"),
    ("a.docx", b"", "a.docx: no reader for this file"),
    ("a.en", b"alone\n", "a.en: nothing is aligned with it"),
]


@pytest.mark.parametrize(("name", "content", "line"), BAD)
def test_bad_input_is_one_line(tmp_path, name, content, line):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(CorpusError) as caught:
        list(data.read(path))
    assert line in str(caught.value)
    assert "\n" not in str(caught.value)


def test_aligned_files_of_unequal_length(tmp_path):
    (tmp_path / "d.en").write_text("a\nb\n")
    (tmp_path / "d.ko").write_text("가\n")
    with pytest.raises(CorpusError, match=r"d\.ko ends before its fellows"):
        list(data.read(tmp_path / "d"))


@pytest.mark.parametrize("text", ["m.tmx:x", "m.tmx:-1", "m.tmx:inf", "m.tmx:nan"])
def test_a_weight_that_is_none(text):
    with pytest.raises(CorpusError, match="weight"):
        Source.parse(text)


def test_a_colon_in_a_file_name(tmp_path):
    path = tmp_path / "a:b"
    path.write_text("")
    assert Source.parse(str(path)) == Source(str(path), 1.0)
