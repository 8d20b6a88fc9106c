"""`mtkit models` as a person types it."""

import argparse
import json

import hub as hubs
import pytest

from mtkit.cli import models as verb
from mtkit.errors import MtkitError


def mtkit(*line):
    parser = argparse.ArgumentParser()
    verb.add(parser.add_subparsers(required=True))
    args = parser.parse_args(["models", *map(str, line)])
    return args.run(args)


@pytest.fixture
def hub(tiny_bilingual, monkeypatch):
    with hubs.serve({"Someone/tiny": tiny_bilingual}) as server:
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        yield server


def test_list(capsys, tmp_path):
    assert mtkit("list", "--cache", tmp_path) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["MODEL", "DIRECTIONS", "STATE", "ABOUT"]
    assert any(line.startswith("opus-mt-ko-en ") and " to pull " in line for line in lines)
    assert any(line.startswith("opus-mt-tc-big-en-ko ") and " broken " in line for line in lines)


def test_list_as_json(capsys, tmp_path):
    assert mtkit("list", "--json", "--cache", tmp_path) == 0
    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["opus"]["state"] == "family"
    assert rows["embedded"]["state"] == "ready"


@pytest.mark.slow
def test_from_pull_to_another_machine(capsys, hub, tmp_path):
    cache = ("--cache", tmp_path / "cache")
    with pytest.raises(MtkitError, match="mtkit models pull Someone/tiny"):
        mtkit("pull", "Someone/tiny", "--offline", *cache)
    assert mtkit("pull", "Someone/tiny", *cache) == 0
    shown = capsys.readouterr()
    assert shown.out.strip() == str(tmp_path / "cache" / "models" / "Someone--tiny")
    assert "pulling Someone/tiny at main" in shown.err
    assert mtkit("pull", "Someone/tiny", "--offline", *cache) == 0
    assert "there already" in capsys.readouterr().err
    assert mtkit("info", "Someone/tiny", "--json", *cache) == 0
    info = json.loads(capsys.readouterr().out)
    assert info["commit"] == hubs.COMMIT
    assert len(info["files"]["model.bin"]["sha256"]) == 64
    assert mtkit("export", "Someone/tiny", "--to", tmp_path / "usb", *cache) == 0
    capsys.readouterr()
    assert mtkit("check", tmp_path / "usb", "--cache", tmp_path / "other") == 0
    assert capsys.readouterr().out == "usb ko-en 6/6 good\n"
    (tmp_path / "usb" / "target.spm").write_bytes(b"damaged")
    with pytest.raises(MtkitError, match=r"target.spm: 7 bytes instead of"):
        mtkit("check", tmp_path / "usb")


def test_info_for_a_person(capsys, tmp_path):
    assert mtkit("info", "opus", "--cache", tmp_path) == 0
    assert "ko-ja opus-mt-ko-en + opus-tatoeba-en-ja" in capsys.readouterr().out


@pytest.mark.parametrize("line", [("info", "nothing"), ("export", "opus", "--to", "x"), ("check", "opus-mt-ko-en")])
def test_what_cannot_be_done_is_one_line(line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(MtkitError) as caught:
        mtkit(*line, "--cache", tmp_path / "cache")
    assert "\n" not in str(caught.value)
