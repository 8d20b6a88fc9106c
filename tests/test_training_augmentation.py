"""Augmentation: what is put into one side is in the other, and nothing else changes."""

import random
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtkit.glossary import Glossary
from mtkit.training import augmentation, styles
from mtkit.training.augmentation import Rates, annotate, augment, disturb, links, mask, wrap

TOKEN = re.compile(r"⟦\d⟧")
ANNOTATION = re.compile(r"⟪([^⟪⇒⟫]+)⇒([^⟪⇒⟫]+)⟫")
GLOSSARY = Glossary.of({"광주": "Gwangju", "광주과학기술원": "GIST", "인공지능": "artificial intelligence"}, "ko", "en")
PAIRS = [
    (
        "광주과학기술원이 2019년 10월 6일 AI 대학원을 열었다.",
        "GIST opened its AI graduate school on October 6, 2019.",
        ("ko", "en"),
    ),
    (
        "On October 6, 2019 it paid 120 million won to ACME.",
        "2019年10月6日、ACMEに1億2000万ウォンを払った。",
        ("en", "ja"),
    ),
    ("광주에서 인공지능 120개사가 문을 열었다.", "120 artificial intelligence firms opened in Gwangju.", ("ko", "en")),
    ("https://example.org/a 를 보라.", "See https://example.org/a now.", ("ko", "en")),
]
WORDS = st.lists(
    st.sampled_from(
        ["⟦0⟧", "%s", "{name}", "서울", "は", "㈜", "GIST", "12", "1억", "광주", "a.b", "2019년", "⟪", "⇒", "."]
    ),
    max_size=8,
).map(" ".join)


def seeds(count):
    return [random.Random(number) for number in range(count)]


@pytest.mark.parametrize(("source", "target", "languages"), PAIRS)
def test_links_mean_the_same_and_stand_apart(source, target, languages):
    found = links(source, target, languages, GLOSSARY)
    assert found
    for first, second in pairwise(found):
        assert first.end <= second.start
    there = sorted((link.left, link.right) for link in found)
    assert all(first[1] <= second[0] for first, second in pairwise(there))


def test_links_find_terms_dates_amounts_and_names():
    source, target, languages = PAIRS[1]
    texts = {source[link.start : link.end]: target[link.left : link.right] for link in links(source, target, languages)}
    assert texts["October 6, 2019"] == "2019年10月6日"
    assert texts["120 million won"] == "1億2000万ウォン"
    assert texts["ACME"] == "ACME"
    source, target, languages = PAIRS[2]
    texts = {
        source[link.start : link.end]: target[link.left : link.right]
        for link in links(source, target, languages, GLOSSARY)
    }
    assert texts["광주"] == "Gwangju"
    assert texts["인공지능"] == "artificial intelligence"


def test_what_occurs_twice_is_no_link():
    assert links("AI는 AI다", "AI is a thing", ("ko", "en")) == ()
    assert links("12 and 12", "12와 12", ("en", "ko")) == ()


@pytest.mark.parametrize(("source", "target", "languages"), PAIRS)
@pytest.mark.parametrize("change", [mask, wrap])
def test_tokens_are_balanced_and_each_once(source, target, languages, change):
    found = links(source, target, languages, GLOSSARY)
    for draw in seeds(30):
        left, right = change(source, target, found, draw)
        tokens = TOKEN.findall(left)
        assert tokens
        assert sorted(tokens) == sorted(TOKEN.findall(right))
        assert len(set(tokens)) == len(tokens)


@pytest.mark.parametrize(("source", "target", "languages"), PAIRS)
def test_a_wrapped_line_without_its_tokens_is_the_line(source, target, languages):
    for draw in seeds(30):
        left, right = wrap(source, target, links(source, target, languages, GLOSSARY), draw)
        assert (TOKEN.sub("", left), TOKEN.sub("", right)) == (source, target)


@pytest.mark.parametrize(("source", "target", "languages"), PAIRS)
def test_an_annotation_says_what_the_target_has(source, target, languages):
    for draw in seeds(30):
        left, right = annotate(source, target, links(source, target, languages, GLOSSARY), draw)
        assert right == target
        assert ANNOTATION.sub(lambda found: found[1], left) == source
        assert ANNOTATION.findall(left)
        assert all(wanted in target for _, wanted in ANNOTATION.findall(left))


@given(WORDS, WORDS, st.integers(0, 1000))
def test_any_pair_stays_balanced(source, target, seed):
    rates = Rates(mask=0.4, wrap=0.3, annotate=0.3)
    left, right = augment((source, target), ("ko", "en"), rates, random.Random(seed), GLOSSARY)
    for before, after in ((source, left), (target, right)):
        new = TOKEN.findall(after)
        assert len(new) >= len(TOKEN.findall(before))
    gained = len(TOKEN.findall(left)) - len(TOKEN.findall(source))
    assert gained == len(TOKEN.findall(right)) - len(TOKEN.findall(target))
    if augmentation._SIGN.search(source + target):
        assert (left, right) == (source, target)


def test_the_same_seed_makes_the_same_pair():
    rates = Rates(mask=0.3, wrap=0.3, annotate=0.3, disturb=1.0)
    made = [
        [augment(pair[:2], pair[2], rates, draw, GLOSSARY) for pair in PAIRS]
        for draw in (*seeds(1), *seeds(1), random.Random(9))
    ]
    assert made[0] == made[1] != made[2]


def test_no_rate_changes_nothing():
    assert all(
        augment(pair[:2], pair[2], Rates.none(), draw, GLOSSARY) == pair[:2] for pair in PAIRS for draw in seeds(20)
    )


def test_noise_spares_tokens_and_never_empties():
    for draw in seeds(40):
        assert "⟦0⟧" in disturb("Open ⟦0⟧.", "⟦0⟧ 열기.", "en", draw)[0]
        assert all(disturb(".", ".", "ko", draw))


LEVELS = [
    ("ko", "시는 도서관을 열었다.", styles.PLAIN),
    ("ko", "시는 도서관을 열었습니다.", styles.POLITE),
    ("ko", "문의하시겠습니까?", styles.POLITE),
    ("ko", "여기를 눌러 주세요!", styles.CASUAL),
    ("ko", "그렇죠?", styles.CASUAL),
    ("ko", "“함께 갑시다”라고 말했다.”", styles.PLAIN),
    ("ko", "광주, AI 중심도시 도약", styles.NONE),
    ("ja", "市は図書館を開いた。", styles.PLAIN),
    ("ja", "市は図書館を開きました。", styles.POLITE),
    ("ja", "ご確認ください", styles.POLITE),
    ("ja", "開館時間は九時ですか？", styles.POLITE),
    ("ja", "光州、AI都市へ", styles.NONE),
    ("en", "The city opened it.", styles.NONE),
]


@pytest.mark.parametrize(("language", "text", "level"), LEVELS)
def test_speech_level(language, text, level):
    assert styles.level(text, language) == level
