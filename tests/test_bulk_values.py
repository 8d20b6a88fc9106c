"""Keys change with what a translation depends on, and with nothing else; values come back as they went in."""

from hypothesis import given
from hypothesis import strategies as st

from mtkit import Glossary, Translator
from mtkit.bulk.values import key, pack, settings, unpack
from mtkit.engines.pseudo import IdentityEngine, PseudoEngine
from mtkit.segments import Issue, Segment, TermUse, Translation


def keys(glossary, *texts, target="en", engine=None, **options):
    translator = Translator("ko", target, engine=engine or PseudoEngine(), glossary=glossary, **options)
    plans = translator.plans([Segment(text) for text in texts])
    return [key(settings(translator), plan, glossary.readings if glossary else {}) for plan in plans]


def test_a_term_changes_the_keys_of_its_segments_alone():
    texts = ("광주는 도시다.", "비가 온다.", "광주와 서울.")
    without = keys(None, *texts)
    first = keys(Glossary.of({"광주": "Gwangju"}, "ko", "en"), *texts)
    second = keys(Glossary.of({"광주": "Kwangju", "부산": "Busan"}, "ko", "en"), *texts)
    for one, other in ((without, first), (first, second)):
        assert [a == b for a, b in zip(one, other, strict=True)] == [False, True, False]


def test_everything_else_that_counts_changes_every_key():
    assert len({*keys(None, "가"), *keys(None, "가", target="ja"), *keys(None, "나")}) == 3
    assert keys(None, "가") != keys(None, "가", beam=1)
    assert keys(None, "가") != keys(None, "가", style="polite")
    assert keys(None, "가") != keys(None, "가", engine=IdentityEngine())
    assert keys(None, "가") != keys(None, "가", engine=PseudoEngine(limit=50))
    assert keys(None, "가 나") == keys(None, "가 나")


def test_a_reading_counts_where_its_form_stands(tmp_path):
    table = "en\tja\tko\treading\nGIST\t-\tGIST\t{}\nLab\t-\t연구소\t\n"
    found = []
    for reading in ("지스트", "기스트"):
        path = tmp_path / "g.tsv"
        path.write_text(table.format(reading), encoding="utf-8")
        glossary = Glossary.load(path)
        translator = Translator("en", "ko", engine=PseudoEngine(), glossary=glossary)
        plans = translator.plans([Segment("GIST opened."), Segment("Lab opened.")])
        found.append([key(settings(translator), plan, glossary.readings) for plan in plans])
    assert [a == b for a, b in zip(*found, strict=True)] == [False, True]


@given(st.text(), st.text(), st.booleans())
def test_a_value_comes_back_at_another_place(target, message, serious):
    terms = (TermUse(0, 2, "광주", target, "masked"),)
    translation = Translation(Segment("광주", "a:1"), target, (Issue("loop", "a:1", message, serious),), "s", terms)
    pack(translation).encode()
    there = Segment("광주", "b:2", "context")
    assert unpack(pack(translation), there, "s") == Translation(
        there, target, (Issue("loop", "b:2", message, serious),), "s", terms
    )


def test_half_a_surrogate_pair_can_be_stored():
    translation = Translation(Segment("x"), "a\ud800b\\ud800")
    pack(translation).encode()
    assert unpack(pack(translation), Segment("x")) == translation
