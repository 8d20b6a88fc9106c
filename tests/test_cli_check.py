"""The verb `mtkit check` as a person uses it: texts, documents, directories, bilingual files; tables and JSON."""

import fcntl
import json
import os
import pty
import struct
import subprocess
import sys
import termios

import pytest

from mtkit.cli import main

PO = """msgid ""
msgstr ""
"Language: ko\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

#. Max 4 characters
#: a.py:1
msgid "Save"
msgstr "저장하세요"

#, python-format
msgid "%(n)d file"
msgid_plural "%(n)d files"
msgstr[0] "파일"
"""
GLOSSARY = "en\tja\tko\nGwangju\t光州\t광주\n"


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def write(**texts):
        for name, text in texts.items():
            path = tmp_path / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="")

    return write


def lines(capsys):
    return [line.split() for line in capsys.readouterr().out.split("\n") if line]


def objects(capsys):
    return [json.loads(line) for line in capsys.readouterr().out.split("\n") if line]


def test_two_texts_line_by_line(files, capsys):
    files(a_en="Save\nDelete %d files\n", a_ko="저장\n파일 삭제\n")
    assert main(["check", "a.en", "a.ko"]) == 1
    assert lines(capsys) == [["serious", "a.ko:2", "placeholder-missing", "%d"]]


def test_what_is_right_has_exit_code_0(files, capsys):
    files(a_en="Save\r\n", a_ko="저장\n")
    assert main(["check", "a.en", "a.ko"]) == 0
    out, err = capsys.readouterr()
    assert (out, err) == ("", "mtkit: 1 segments, 0 issues, 0 serious\n")


def test_an_issue_to_look_at_is_no_failure_and_can_be_left_out(files, capsys):
    files(a_en="a b\n", a_ko="가  나\n")
    assert main(["check", "a.en", "a.ko"]) == 0
    assert lines(capsys) == [["look", "a.ko:1", "space-double", "가", "나"]]
    assert main(["check", "a.en", "a.ko", "-q"]) == 0
    assert main(["check", "a.en", "a.ko", "--without", "spaces"]) == 0
    assert lines(capsys) == []


def test_two_documents_segment_by_segment(files, capsys):
    files(
        news_ko_md="# 소식\n\n**광주**는 28일 [협약](https://a.kr)을 맺었다.\n",
        news_en_md="# News\n\nGwangju signed [a deal](https://a.kr) on the 18th.\n",
    )
    assert main(["check", "news.ko.md", "news.en.md"]) == 1
    codes = {line[2] for line in lines(capsys)}
    assert codes == {"tag-missing", "date-changed", "number-added"}


def test_a_po_file_with_limits_and_plurals(files, capsys):
    files(ko_po=PO)
    assert main(["check", "ko.po", "--from", "en"]) == 1
    rows = lines(capsys)
    assert [row[2] for row in rows] == ["length", "placeholder-missing"]
    assert rows[0][1].startswith("ko.po:")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a_tsv", "en\tko\n%d files\t파일\n"),
        (
            "a_xlf",
            '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file source-language="en"'
            ' target-language="ko" original="a" datatype="plaintext"><body><trans-unit id="1"><source>%d files</source>'
            "<target>파일</target></trans-unit></body></file></xliff>",
        ),
        (
            "a_tmx",
            '<tmx version="1.4"><header srclang="en" datatype="plaintext" segtype="sentence" adminlang="en"'
            ' creationtool="t" creationtoolversion="1" o-tmf="t"/><body><tu><tuv xml:lang="en"><seg>%d files</seg></tuv>'
            '<tuv xml:lang="ko"><seg>파일</seg></tuv></tu></body></tmx>',
        ),
    ],
)
def test_other_files_with_both_languages(files, capsys, name, text):
    files(**{name: text})
    assert main(["check", name.replace("_", "."), "--from", "en", "--to", "ko"]) == 1
    assert [row[2:] for row in lines(capsys)] == [["placeholder-missing", "%d"]]


def test_two_directories_by_the_names_of_their_files(files, capsys):
    files(
        src__a_ko_md="하나 {n}\n",
        src__b_ko_md="둘\n",
        src__a_ja_md="一 {n}\n",
        out__a_en_md="one\n",
        out__b_en_md="two\n",
    )
    assert main(["check", "src", "out", "--from", "ko", "--to", "en"]) == 1
    out, err = capsys.readouterr()
    assert "out/a.en.md:1" in out
    assert "placeholder-missing" in out
    assert err == "mtkit: 2 documents, 2 segments, 1 issues, 1 serious\n"


def test_the_term_report_as_a_table(files, capsys):
    files(a_ko="광주에 간다\n광주로 간다\n", a_en="I go to Gwangju\nI go there\n", g_tsv=GLOSSARY)
    assert main(["check", "a.ko", "a.en", "-g", "g.tsv", "--terms"]) == 1
    assert lines(capsys) == [
        ["serious", "a.en:2", "term-missed", "광주", "->", "Gwangju"],
        ["exact", "a.en:1", "광주", "Gwangju", "|", "Gwangju"],
        ["missed", "a.en:2", "광주", "Gwangju", "|", "-"],
        ["term", "wanted", "exact", "accepted", "missed", "forbidden", "over-used"],
        ["광주", "Gwangju", "1", "0", "1", "0", "0"],
        ["total", "2", "1", "0", "1", "0", "0"],
    ]


def test_json_tells_issues_terms_documents_and_the_run(files, capsys):
    files(a_ko="광주에 간다\n", a_en="I go there\n")
    assert main(["check", "a.ko", "a.en", "--term", "광주=Gwangju", "--json"]) == 1
    issue, term, document, run = objects(capsys)
    assert issue == {
        "kind": "issue",
        "document": "a.en",
        "code": "term-missed",
        "where": "a.en:1",
        "message": "광주 -> Gwangju",
        "serious": True,
    }
    assert (term["found"], term["wanted"], term["written"], term["status"]) == ("광주", "Gwangju", "", "missed")
    counts = {"exact": 0, "accepted": 0, "missed": 1, "forbidden": 0, "over-used": 0}
    assert document == {
        "kind": "document",
        "document": "a.en",
        "segments": 1,
        "issues": 1,
        "serious": 1,
        "terms": counts,
    }
    assert run == {"kind": "run", "documents": 1, "segments": 1, "issues": 1, "serious": 1, "terms": counts}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["a.en", "b.ko"], "b.ko: 1 lines, 2 in a.en; align the two first"),
        (["a.en", "none.ko"], "none.ko: no such file"),
        (["a.en"], "a.en: no bilingual format .en; use .csv, "),
        (["a.en", "c.ko.md"], "c.ko.md: text and markdown; two documents of one format, or say --format"),
        (["c.ko.md", "d.en.md"], "d.en.md: 2 segments, 1 in c.ko.md; align the two first"),
        (["a.en", "a.ko", "--only", "spelling"], "no check 'spelling'; use empty, "),
        (["a.en", "a.ko", "--from", "ko", "--to", "ko"], "nothing to compare from ko to ko"),
        (["a.en", "a.ko", "--to", "xx"], "unknown language 'xx'; use en, ja or ko"),
        (["a.en", "a.ko", "-g", "none.tsv"], "none.tsv: no such file"),
        (["a.en", "binary.ko"], "binary.ko"),
        (["src", "a.ko"], "a.ko: a directory and a file; name two directories or two files"),
        (["src", "out"], "out/b.en.md: no source in src; say --from and --to, or remove the file"),
        (["numbers.txt", "numbers.txt"], "no language at numbers.txt:1; say --from en, ja or ko"),
        (["bad.po", "--from", "en", "--to", "ko"], "bad.po"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(files, tmp_path, capsys, words, message):
    files(a_en="a\nb\n", a_ko="가\n나\n", b_ko="가\n", c_ko_md="가\n", d_en_md="a\n\nb\n", numbers_txt="1\n")
    files(src__a_ko_md="가\n", out__b_en_md="b\n", bad_po="no catalogue\n")
    (tmp_path / "binary.ko").write_bytes(b"\x00\x01\x02\xff")
    assert main(["check", *words]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"mtkit: {message}")
    assert err.count("\n") == 1


def test_a_table_is_cut_to_the_terminal_and_nowhere_else(files, capsys):
    files(a_en="a b\n", a_ko="가나다라마바사  " * 40 + "아\n", g_tsv="en\tko\nx\t" + "가" * 150 + "\n")
    words = ["check", "a.en", "a.ko", "--term", "b=" + "나" * 150]
    assert main(words) == 1
    assert "…" not in capsys.readouterr().out
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    command = subprocess.Popen(
        [sys.executable, "-m", "mtkit", *words], stdout=follower, env=os.environ | {"COLUMNS": ""}
    )
    assert command.wait(60) == 1
    shown = os.read(leader, 1 << 16).decode().replace("\r", "").split("\n")
    os.close(leader)
    os.close(follower)
    missed = next(line for line in shown if "term-missed" in line)
    assert missed.endswith("…")
    assert len(missed) + missed.count("나") <= 80
