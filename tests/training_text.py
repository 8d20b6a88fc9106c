"""A small trilingual world as training text, and its tokenizer, for the tests of training."""

import itertools
import json
from pathlib import Path

from mtkit.training import vocabulary

PEOPLE = [("Mina", "ミナ", "미나"), ("Ken", "ケン", "켄"), ("Sora", "ソラ", "소라"), ("Yuna", "ユナ", "유나")]
THINGS = [("a book", "本", "책"), ("a car", "車", "차"), ("a map", "地図", "지도"), ("a pen", "ペン", "펜")]
DEEDS = [
    ("bought", "買いました", "샀습니다"),
    ("saw", "見ました", "보았습니다"),
    ("found", "見つけました", "찾았습니다"),
]
YEARS = (2001, 2010, 2019)
PIECES = 360


def rows():
    """Every sentence of the world: en, ja, ko."""
    for (a, b, c), (d, e, f), (g, h, i), year in itertools.product(PEOPLE, THINGS, DEEDS, YEARS):
        yield f"{a} {g} {d} in {year}.", f"{b}は{year}年に{e}を{h}。", f"{c}는 {year}년에 {f}을 {i}."


def corpus(path: Path) -> Path:
    """The world as JSON lines."""
    lines = (json.dumps(dict(zip(("en", "ja", "ko"), row, strict=True)), ensure_ascii=False) for row in rows())
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def tokenizer(folder: Path) -> Path:
    """A tokenizer directory learned from the world."""
    folder.mkdir(parents=True, exist_ok=True)
    vocabulary.learn((text for row in rows() for text in row), folder / "pieces.spm", PIECES)
    vocabulary.lay_out(folder / "pieces.spm", folder)
    return folder
