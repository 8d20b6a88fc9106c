"""Numbers are found as a reader finds them, and missed in a translation only when they are not there."""

from pathlib import Path

import pytest

from mtkit import numbers
from mtkit.numbers.words import spelled

TABLES = Path(__file__).parent / "tables"


def rows(name):
    lines = (TABLES / name).read_text("utf-8").split("\n")[1:]
    return [tuple(line.split("\t")) for line in lines if line]


@pytest.mark.parametrize(("language", "text", "found"), rows("numbers_found.tsv"))
def test_found(language, text, found):
    assert "|".join(f"{n.text}={n.kind}" for n in numbers.find(text, language)) == found


@pytest.mark.parametrize(
    ("source_language", "target_language", "source", "target", "missed"), rows("numbers_missing.tsv")
)
def test_missing(source_language, target_language, source, target, missed):
    found = numbers.missing(source, target, source_language, target_language)
    assert "|".join(number.text for number in found) == missed


@pytest.mark.parametrize(
    ("text", "language", "size"),
    [
        ("two million three hundred and five", "en", 2_000_305),
        ("the twenty-first century", "en", 21),
        ("삼천오백 명", "ko", 3500),
        ("서른다섯 살", "ko", 35),
        ("二〇一九年", "ja", 2019),
        ("三千五百万", "ja", 35_000_000),
    ],
)
def test_words_are_numbers(text, language, size):
    assert size in spelled(text, language)


@pytest.mark.parametrize(
    ("text", "language"), [("한국은 세계", "ko"), ("이 사업은", "ko"), ("Wonderful tenants", "en")]
)
def test_syllables_of_other_words_are_none(text, language):
    assert not spelled(text, language)
