"""Random hints: words that are no terms, as many hits as the terms have; the modes of `mtkit evaluate --terms`."""

import argparse

import pytest

from mtkit import Glossary
from mtkit.cli import evaluate as verb
from mtkit.errors import InputError
from mtkit.evaluation import TestSet
from mtkit.evaluation.hints import random_hints

ROWS = [
    ("광주에서 회의가 열렸다", "The meeting was held in Gwangju"),
    ("광주에서 축제가 열렸다", "The festival was held in Gwangju"),
    ("서울의 회의는 길었다", "The meeting in Seoul was long"),
    ("서울의 축제는 컸다", "The festival in Seoul was large"),
    ("기업이 투자를 늘렸다", "Companies increased their investment"),
    ("시민이 투자를 반겼다", "Citizens welcomed the investment"),
]
TERMS = Glossary.of({"광주": "Gwangju", "서울": "Seoul"}, "ko", "en")


@pytest.fixture
def test_set():
    sources, references = zip(*ROWS, strict=True)
    return TestSet("six", "ko", "en", sources, (references,))


def test_hints_are_translations_but_no_terms(test_set):
    pairs = {(entry.ko, entry.en) for entry in random_hints(test_set, TERMS)}
    assert pairs <= {("회의", "meeting"), ("축제", "festival"), ("투자", "investment"), ("열렸다", "held")}
    hits = sum(len(random_hints(test_set, TERMS).find(text, "ko", "en")) for text in test_set.sources)
    assert 4 <= hits <= 5


def test_the_seed_decides(test_set):
    pairs = [tuple((e.ko, e.en) for e in random_hints(test_set, TERMS, seed)) for seed in range(8)]
    assert len(set(pairs)) > 1
    assert pairs[0] == tuple((e.ko, e.en) for e in random_hints(test_set, TERMS, 0))


def test_no_terms_no_hints(test_set):
    assert len(random_hints(test_set, Glossary.of({"부산": "Busan"}, "ko", "en"))) == 0


@pytest.fixture
def command(tmp_path):
    for name, side in (("src.ko", 0), ("ref.en", 1)):
        (tmp_path / name).write_text("".join(row[side] + "\n" for row in ROWS), encoding="utf-8")
    (tmp_path / "g.tsv").write_text("en\tko\nGwangju\t광주\nSeoul\t서울\n", encoding="utf-8")

    def run(*words):
        parser = argparse.ArgumentParser()
        verb.add(parser.add_subparsers())
        files = [tmp_path / "src.ko", tmp_path / "ref.en"]
        args = parser.parse_args(["evaluate", *map(str, files), *words])
        return args.run(args)

    run.glossary = str(tmp_path / "g.tsv")
    return run


def test_the_modes_are_systems(command, capsys):
    words = ("-m", "embedded", "--terms", "noterm,proper,random", "--metric", "chrf", "--samples", "0", "--beam", "1")
    assert command(*words, "-g", command.glossary) == 0
    lines = capsys.readouterr().out.split("\n")
    told = {line.split(": ")[0]: line for line in lines if " terms, success" in line}
    assert set(told) == {"embedded (noterm)", "embedded (proper)", "embedded (random)"}
    assert "success 1.0000" in told["embedded (proper)"]
    signed = {line.split(": ")[0]: line for line in lines if "|glossary:" in line}
    assert "glossary:none" in signed["embedded (noterm)"]
    assert len({line.split("glossary:")[1] for line in signed.values()}) == 3


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("-m", "embedded", "--terms", "some"), "unknown mode 'some'"),
        (("-m", "embedded", "--terms", "proper"), "--terms needs a model and a glossary"),
    ],
)
def test_bad_modes(command, words, message):
    with pytest.raises(InputError, match=message):
        command(*words)
