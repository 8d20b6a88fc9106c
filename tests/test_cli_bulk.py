"""`mtkit translate` for archives, as a person runs it: what is said, in which form, and what is refused."""

import json
import os
import pty
import re
import subprocess
import sys

import archives
import pytest

from mtkit.cli import main

pytestmark = pytest.mark.slow


def command(archive, out, model, *options):
    words = ["translate", archive, "--from", "ko", "--to", "en", "-o", out, "-m", model, "--threads", "1", *options]
    return [sys.executable, "-m", "mtkit", *map(str, words)]


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    folder = archives.tree(tmp_path_factory.mktemp("cli") / "in", 5)
    (folder / "empty.md").touch()
    (folder / "photo.jpg").touch()
    return folder


def test_a_summary_on_standard_error_and_nothing_on_standard_output(archive, tiny_converted, tmp_path):
    done = subprocess.run(command(archive, tmp_path / "out", tiny_converted), capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    lines = done.stderr.rstrip().split("\n")
    assert lines[0] == f"mtkit: failed: {archive}/empty.md: empty"
    pattern = (
        r"mtkit: 5 documents, 1 failed, in [\d.]+ s: 50 segments \([\d.]+/s, [\d,]+ tokens/s, \d+% from the store\)"
    )
    assert any(re.fullmatch(pattern, line) for line in lines), lines
    assert "mtkit: no documents: 1 .jpg" in lines
    assert lines[-1] == f"mtkit: report: {tmp_path}/out/.mtkit/report.jsonl"
    quiet = subprocess.run(command(archive, tmp_path / "out", tiny_converted, "-q"), capture_output=True, text=True)
    assert quiet.stderr.rstrip().split("\n") == lines[:1]


def test_events_for_programs(archive, tiny_converted, tmp_path):
    words = command(archive, tmp_path / "out", tiny_converted, "--json", "--issues", tmp_path / "report.jsonl")
    for kind in ("document", "kept"):
        done = subprocess.run(words, capture_output=True, text=True)
        rows = [json.loads(line) for line in done.stdout.rstrip().split("\n")]
        assert sorted(row["event"] for row in rows) == sorted([kind] * 5 + ["failed", "summary"])
        assert {row["output"] for row in rows if row["event"] == kind} == {
            str(path) for path in (tmp_path / "out").glob("*/*.md")
        }
        assert rows[-1]["event"] == "summary"
        assert (rows[-1]["documents"], rows[-1]["failed"], rows[-1]["left_out"]) == (5, 1, {".jpg": 1})
    report = [json.loads(line) for line in (tmp_path / "report.jsonl").read_text(encoding="utf-8").rstrip().split("\n")]
    assert {"file": f"{archive}/empty.md", "to": "", "failed": f"{archive}/empty.md: empty"} in report


def test_a_bar_on_a_terminal(archive, tiny_converted, tmp_path):
    master, slave = pty.openpty()
    process = subprocess.Popen(command(archive, tmp_path / "out", tiny_converted), stderr=slave)
    os.close(slave)
    said = b""
    while True:
        try:
            said += os.read(master, 4096)
        except OSError:
            break
    os.close(master)
    assert process.wait(60) == 1
    assert re.search(rb"\r\x1b\[K\[[#.]{20}\] \d+%, \d+ documents, [\d.]+ segments/s", said), said
    assert b"5 documents, 1 failed" in said


BAD = [
    (["{in}", "-o", "{in}/out"], "inside"),
    (["{in}", "--list", "none.txt", "-o", "{tmp}/out"], "none.txt"),
    (["{tmp}/none.zip", "-o", "{tmp}/out"], "no such file or directory"),
    (["{tmp}/none.jsonl"], "say -o DIRECTORY"),
    (["{in}", "-o", "{tmp}/file"], "not a directory"),
    (["{in}", "-o", "/proc/out"], "cannot be written"),
    (["{in}", "-o", "{tmp}/out", "--engine", "ray", "--address", "127.0.0.1:1"], "no Ray cluster at 127.0.0.1:1"),
    (["{in}", "-o", "{tmp}/out", "-m", "nomodel"], "nomodel"),
]


@pytest.mark.parametrize(("words", "message"), BAD)
def test_bad_input_is_one_clear_line(archive, tmp_path, capsys, words, message):
    (tmp_path / "file").touch()
    words = [word.format(**{"in": archive, "tmp": tmp_path}) for word in words]
    assert main(["translate", *words, "--from", "ko", "--to", "en"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("mtkit: ")
    assert captured.err.count("\n") == 1
    assert message in captured.err
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
