"""`mtkit translate` as a person runs it: real processes, real files, the embedded model."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mtkit.cli import main

RELEASE = "# 광주 소식\n\n광주과학기술원(GIST)은 **23일** 연구소를 열었다.\n\n자세한 내용: https://a.kr/x\n"


def mtkit(*arguments, stdin=None, **options):
    command = [sys.executable, "-m", "mtkit", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, **options)


@pytest.fixture
def release(tmp_path):
    path = tmp_path / "in" / "release.ko.md"
    path.parent.mkdir()
    path.write_text(RELEASE, encoding="utf-8")
    return path


def test_several_targets_into_a_directory(release, tmp_path):
    done = mtkit("translate", release.parent, "--to", "en,ja", "-g", "glossaries/gwangju.tsv", "-o", tmp_path / "out")
    assert done.returncode in (0, 1), done.stderr.decode()
    assert done.stdout == b""
    english = (tmp_path / "out" / "release.en.md").read_text(encoding="utf-8")
    assert "Gwangju Institute of Science and Technology (GIST)" in english
    assert english.startswith("# ")
    assert "https://a.kr/x" in english
    assert "**" in english
    japanese = (tmp_path / "out" / "release.ja.md").read_text(encoding="utf-8")
    assert "光州科学技術院" in japanese
    assert "Korean (found out" in done.stderr.decode()


def test_one_file_goes_to_standard_output_and_twice_the_same(release):
    first = mtkit("translate", release, "--from", "ko", "--to", "en", "-q")
    again = mtkit("translate", release, "--from", "ko", "--to", "en", "-q")
    assert first.stdout == again.stdout
    assert first.stdout.count(b"\n") == RELEASE.count("\n")


def test_standard_input_line_for_line():
    lines = "안녕하세요.\n\n12:30\n연구소를 열었다.\n"
    done = mtkit("translate", "--from", "ko", "--to", "en", stdin=lines.encode())
    answer = done.stdout.decode().split("\n")
    assert len(answer) == 5
    assert answer[1:3] == ["", "12:30"]
    assert all(answer[i] for i in (0, 3))


def test_an_answer_comes_before_the_next_line():
    command = [sys.executable, "-m", "mtkit", "translate", "--from", "ko", "--to", "en"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        for line in ("안녕하세요.\n", "감사합니다.\n"):
            process.stdin.write(line.encode())
            process.stdin.flush()
            assert process.stdout.readline().strip()
        process.stdin.close()
        assert process.wait(30) == 0


def test_json_and_issue_file(release, tmp_path):
    report = tmp_path / "issues.jsonl"
    done = mtkit("translate", release, "--from", "ko", "--to", "en,ja", "--json", "--issues", report)
    rows = [json.loads(line) for line in done.stdout.decode().split("\n") if line]
    assert [row["to"] for row in rows] == ["en"] * 3 + ["ja"] * 3
    assert rows[0]["source"] == "광주 소식"
    assert all(row["signature"].startswith("mtkit:") for row in rows)
    found = [json.loads(line) for line in report.read_text(encoding="utf-8").split("\n") if line]
    assert len(found) == sum(len(row["issues"]) for row in rows)


def test_terms_of_the_command_line():
    done = mtkit(
        "translate", "--from", "ja", "--to", "en", "--term", "青空銀河=Zyxo", stdin="青空銀河は会社です。\n".encode()
    )
    assert b"Zyxo" in done.stdout
    words = ("--from", "ja", "--to", "en", "--term", "青空銀河=Zyxo", "--json")
    (term,) = json.loads(mtkit("translate", *words, stdin="青空銀河は会社です。\n".encode()).stdout)["terms"]
    assert (term["start"], term["source"], term["target"], term["how"]) == (0, "青空銀河", "Zyxo", "annotated")


def test_start_needs_no_torch():
    code = "import sys; from mtkit.cli import main; main(['translate', '--from', 'ko', '--to', 'en']); "
    code += "bad = {'torch', 'transformers', 'sacrebleu', 'polib'} & set(sys.modules); assert not bad, bad"
    done = subprocess.run([sys.executable, "-c", code], input="안녕\n".encode(), capture_output=True)
    assert done.returncode == 0, done.stderr.decode()


BAD = [
    (["none.txt", "--to", "en"], "none.txt: no such file"),
    (["empty", "--to", "en"], "empty: no documents in this directory"),
    (["a.txt", "--from", "xx", "--to", "en"], "unknown language 'xx'"),
    (["a.txt", "--to", "fr"], "unknown language 'fr'"),
    (["a.txt", "--from", "ko", "--to", "ko"], "nothing to do from Korean to Korean"),
    (["binary.txt", "--to", "en"], "binary.txt"),
    (["a.txt", "--to", "en", "--encoding", "klingon"], "klingon"),
    (["a.txt", "--to", "en", "-m", "nomodel"], "nomodel"),
    (["a.txt", "--to", "en", "-m", "empty"], "empty"),
    (["a.txt", "--to", "en", "-g", "bad.tsv"], "bad.tsv:3"),
    (["a.txt", "--to", "en", "-o", "a.txt"], "a.txt: would be written over"),
    (["a.txt", "--to", "en", "-o", "a.txt/b.txt"], "cannot be written"),
    (["a.txt", "--to", "en,ja"], "say -o DIRECTORY"),
    (["a.txt", "--to", "en", "--term", "x"], "write SOURCE=TARGET"),
    (["numbers.txt", "--to", "en"], "say --from"),
]


@pytest.fixture
def place(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("광주는 도시다.\n", encoding="utf-8")
    (tmp_path / "numbers.txt").write_text("12 34\n", encoding="utf-8")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "bad.tsv").write_text("en\tja\tko\nSeoul\tソウル\t서울\nSeoul\n", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("arguments", "message"), BAD)
def test_bad_input_is_one_clear_line(place, capsys, arguments, message):
    before = sorted(place.rglob("*"))
    assert main(["translate", *arguments]) == 2
    captured = capsys.readouterr()
    lines = [line for line in captured.err.split("\n") if line and "found out" not in line]
    assert len(lines) == 1, captured.err
    assert message in lines[0]
    assert lines[0].startswith("mtkit: ")
    assert captured.out == ""
    assert sorted(place.rglob("*")) == before


def test_a_long_line_is_refused_clearly(place):
    (place / "long.txt").write_bytes(b"a" * (20 << 20))
    done = mtkit("translate", "long.txt", "--from", "en", "--to", "ko", timeout=120)
    assert done.returncode == 2
    assert done.stderr.decode() == (
        "mtkit: long.txt:1: a segment of 20971520 characters, 200000 at most; divide it into lines\n"
    )


@pytest.mark.slow
def test_interrupt_leaves_nothing_half_written(place):
    (place / "big.txt").write_text(
        "광주는 인공지능 중심도시를 만들기 위해 노력하고 있다.\n" * 20
        + "".join(f"광주는 {n}번째 연구소를 열었다고 밝혔다.\n" for n in range(4000)),
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "mtkit", "translate", "big.txt", "--to", "en", "-o", "out.txt"]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        time.sleep(4)
        os.kill(process.pid, signal.SIGINT)
        assert process.wait(60) == 130
        assert b"interrupted" in process.stderr.read()
    assert not [p for p in Path(".").iterdir() if "out" in p.name]
