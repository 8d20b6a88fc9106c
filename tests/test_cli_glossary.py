"""The verb `mtkit glossary` as a person uses it."""

import argparse
import io
import sys

import pytest

from mtkit.cli import glossary
from mtkit.errors import GlossaryError


def mtkit(*words):
    parser = argparse.ArgumentParser()
    glossary.add(parser.add_subparsers())
    args = parser.parse_args(["glossary", *map(str, words)])
    return args.run(args)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "g.tsv"
    path.write_text(
        "en\tja\tko\tkind\nLee Yong-sup\tイ・ヨンソプ\t이용섭\tperson\nSeoul\tソウル\t서울\tplace\n", "utf-8"
    )
    return path


def test_lint_says_what_is_serious(file, capsys):
    assert mtkit("lint", file) == 0
    file.write_text(file.read_text("utf-8") + "Seoul City\tソウル市\t서울\tplace\n", "utf-8")
    assert mtkit("lint", "-q", file) == 1
    assert "g.tsv:4 clash" in capsys.readouterr().out


def test_convert_and_diff(file, tmp_path, capsys):
    assert mtkit("convert", file, tmp_path / "g.tbx") == 0
    assert mtkit("diff", file, tmp_path / "g.tbx") == 0
    assert capsys.readouterr().out == ""
    assert mtkit("convert", file, tmp_path / "g.txt", "--languages", "ko,en") == 0
    assert (tmp_path / "g.txt").read_text("utf-8") == "이용섭\tLee Yong-sup\t\n서울\tSeoul\t\n"


def test_merge(file, tmp_path):
    other = tmp_path / "other.tsv"
    other.write_text("en\tja\tko\nSeoul\tソウル\t서울시\nBusan\t釜山\t부산\n", "utf-8")
    assert mtkit("merge", file, other, "-o", tmp_path / "m.tsv") == 0
    names = [line.split("\t")[0] for line in (tmp_path / "m.tsv").read_text("utf-8").splitlines()]
    assert names == ["en", "Lee Yong-sup", "Seoul", "Busan"]
    assert "서울시" in (tmp_path / "m.tsv").read_text("utf-8")


def test_find(file, capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("이용섭 시장은\n이 시장이 서울에서".encode())))
    assert mtkit("find", file, "--from", "ko", "--to", "en") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        "1\t1\t이용섭 시장\tMayor Lee Yong-sup\tpreferred",
        "2\t1\t이 시장\tMayor Lee\tshort",
        "2\t7\t서울\tSeoul\tpreferred",
    ]


def test_extract(tmp_path, capsys):
    pairs = tmp_path / "pairs.tsv"
    pairs.write_text("エンコアードは\tEncored is\nエンコアードが\tEncored was\n", "utf-8")
    assert mtkit("extract", pairs, "--from", "ja", "--to", "en") == 0
    assert capsys.readouterr().out == "1.00\t2\tエンコアード\tEncored\n"
    pairs.write_text("a\tb\nc\n", "utf-8")
    with pytest.raises(GlossaryError, match=r"pairs\.tsv:2: 1 columns"):
        mtkit("extract", pairs, "--from", "ja", "--to", "en")


@pytest.mark.parametrize("languages", ["ko", "ko,ko", "ko,en,ja"])
def test_bad_languages(file, languages):
    with pytest.raises(GlossaryError, match="say two"):
        mtkit("lint", file, "--languages", languages)
