"""The memory as a whole: equal and similar texts, what takes whose place, its checksum, readers beside a writer."""

import pickle
import subprocess
import sys
import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from mtkit.errors import InputError, LanguageError
from mtkit.memory import Added, Memory, Unit
from mtkit.memory.units import key

DAY, LATER = "2026-01-01T00:00:00Z", "2026-06-01T00:00:00Z"


@pytest.fixture
def memory(tmp_path):
    with Memory.open(tmp_path / "a.memory", create=True) as memory:
        yield memory


def targets(offers):
    return [offer.target for offer in offers]


def test_a_unit_of_three_languages_is_found_in_all_directions(memory):
    unit = Unit(en="Gwangju is a city.", ja="光州は都市です。", ko="광주는 도시다.")
    memory.add([unit])
    for source in ("en", "ja", "ko"):
        for target in {"en", "ja", "ko"} - {source}:
            assert memory.find(unit.text(source), source, target).target == unit.text(target)
            assert memory.search(unit.text(source) + "!", source, target)[0].target == unit.text(target)


def test_a_pair_is_found_in_its_two_directions_alone(memory):
    memory.add([Unit(en="Hello", ko="안녕")])
    assert memory.find("안녕", "kor", "en-US").target == "Hello"
    assert memory.find("Hello", "en", "ja") is None
    assert memory.search("Hello", "en", "ja") == ()
    with pytest.raises(LanguageError, match="unknown language"):
        memory.find("Bonjour", "fr", "en")


def test_which_of_several_equal_texts_comes_first(memory):
    units = [
        Unit(en="newest, unreviewed", ko="열기", date=LATER, reviewed=False),
        Unit(en="in another context", ko="열기", date=LATER, context="menu"),
        Unit(en="old", ko="열기", date=DAY),
        Unit(en="new", ko="열기", date=LATER),
        Unit(en="written otherwise", ko=" 열기", date=LATER),
    ]
    memory.add(units)
    order = ["new", "old", "written otherwise", "in another context", "newest, unreviewed"]
    assert targets(memory.equal("열기", "ko", "en")) == order
    first = memory.find("열기", "ko", "en", "menu")
    assert (first.target, first.percent) == ("in another context", 101)
    assert memory.find("열기", "ko", "en").percent == 100


@pytest.mark.parametrize(
    ("text", "other"),
    [("Ａ１　ｶﾞｽ", "A1 ガス"), ("광주  시", " 광주 시 "), ("각", "각"), ("か゛", "か゛"), ("100％（仮）", "100%(仮)")],
)
def test_keys_are_equal_where_nothing_else_is_said(text, other):
    assert key(text) == key(other)


@pytest.mark.parametrize(
    ("text", "other"),
    [("x²", "x2"), ("①", "1"), ("안 된다", "안된다"), ("a\nb", "a b"), ("US", "us"), ("㎡", "m2"), ("한다.", "한다"), ("～", "~")],
)  # fmt: skip
def test_keys_differ_where_something_else_may_be_said(text, other):
    assert key(text) != key(other)


@settings(deadline=None)
@given(st.text("aあ가 \t　ｱﾞＡ㎡́１\n", max_size=20))
def test_a_key_is_its_own_key(text):
    assert key(key(text)) == key(text)


def test_similar_texts_come_best_first_with_their_percentage(memory):
    memory.add(
        [
            Unit(ko="광주시는 10월 6일 행사를 연다.", en="one edit"),
            Unit(ko="광주시는 10월 7일 행사를 연다.", en="equal"),
            Unit(ko="광주시는 12월 7일 행사를 열지 않는다.", en="a negation"),
            Unit(ko="전혀 다른 문장이다.", en="another"),
        ]
    )
    found = memory.search("광주시는 10월 7일 행사를 연다.", "ko", "en", least=50)
    assert [(offer.target, offer.percent) for offer in found] == [("equal", 100), ("one edit", 94), ("a negation", 73)]
    assert targets(memory.search("광주시는 10월 7일 행사를 연다.", "ko", "en", least=90)) == ["equal", "one edit"]
    assert targets(memory.search("광주시는 10월 7일 행사를 연다.", "ko", "en", limit=1)) == ["equal"]
    for wrong in (49, 101):
        with pytest.raises(InputError, match="use a number from 50 to 100"):
            memory.search("가", "ko", "en", least=wrong)


WORDS = st.lists(
    st.sampled_from(["광주", "부산", "は", "연다", "10월", "not", "않는다", " ", "%s", "⟦0⟧"]), max_size=12
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS.map("".join), max_size=12), WORDS.map("".join), st.integers(50, 99))
def test_a_search_finds_what_comparing_with_everything_finds(tmp_path_factory, texts, text, least):
    texts = [t for t in dict.fromkeys(texts) if key(t)]
    with Memory.open(tmp_path_factory.mktemp("m") / "a.memory", create=True) as memory:
        memory.add([Unit(ko=known, en=f"{number}") for number, known in enumerate(texts)])
        found = memory.search(text, "ko", "en", least=least, limit=20)
    wanted = {}
    for known in texts:
        percent = int(Levenshtein.normalized_similarity(key(known), key(text)) * 100 + 1e-6)
        if percent >= least:
            wanted[known] = percent
    assert {offer.source: offer.percent for offer in found} == wanted


def test_of_equally_similar_texts_the_content_decides_not_the_order(tmp_path):
    texts = [f"행사에 {chr(0xAC00 + number)}명이 왔다." for number in range(800)]
    units = [Unit(ko=text, en=f"{number}", date=DAY) for number, text in enumerate(texts)]
    for name, ordered in (("a", units), ("b", units[::-1])):
        with Memory.open(tmp_path / name, create=True) as memory:
            memory.add(ordered)
            offers = memory.search("행사에 힣명이 왔다.", "ko", "en", limit=3)
            assert [offer.source for offer in offers] == texts[:3]


def test_half_of_a_surrogate_pair_is_found_nowhere(memory):
    memory.add([Unit(ko="?", en="question")])
    assert memory.find("\ud800", "ko", "en") is None
    assert memory.find("?", "ko", "en", "\ud800") is None
    assert memory.search("?\ud800", "ko", "en", least=50) == ()


def test_a_later_unit_takes_the_place_of_an_earlier_one(memory):
    one = Unit(ko="가", en="a", origin="x", date=DAY)
    assert memory.add([one, Unit(ko="나", en="b", date=DAY)]) == Added(2, 0, 0)
    assert memory.add([one]) == Added(0, 0, 1)
    assert memory.add([Unit(ko="가", en="a", origin="y", date=LATER, reviewed=False)]) == Added(0, 1, 0)
    assert memory.add([one]) == Added(0, 0, 1)
    assert [unit.origin for unit in memory.units()] == ["y", ""]
    last, first = Unit(ko="다", en="c", date=LATER), Unit(ko="다", en="c", date=DAY)
    assert memory.add([last, first]) == Added(1, 0, 1)
    assert memory.find("다", "ko", "en").date == LATER


def test_what_is_no_unit_is_refused_and_nothing_of_its_batch_written(memory):
    for wrong in (Unit(ko="가"), Unit(ko="가", en="\ud800")):
        with pytest.raises(InputError):
            memory.add([Unit(ko="나", en="b"), wrong])
    assert len(memory) == 0


UNITS = [
    Unit(ko="가", en="a", date=DAY),
    Unit(ko="나", en="b", ja="ビ", context="x"),
    Unit(ja="シ", ko="다", origin="o", reviewed=False),
    Unit(ko="가", en="A", date=LATER),
]


def test_the_checksum_is_that_of_the_content_whatever_the_order(tmp_path):
    checksums = set()
    for number, units in enumerate((UNITS, UNITS[::-1], [*UNITS[:2], *UNITS])):
        with Memory.open(tmp_path / f"{number}.memory", create=True) as memory:
            memory.add(units[:2])
            memory.add(units)
            checksums.add(memory.checksum)
            memory.add([Unit(ko="라", en="d", date=DAY)])
            assert memory.checksum not in checksums
            memory.prune(before=LATER, origin="nothing of it")
            memory.add([Unit(ko="라", en="d", date=LATER, origin="away")])
            assert memory.prune(origin="away") == 1
            checksums.add(memory.checksum)
    assert len(checksums) == 1


def test_prune_removes_what_meets_all_conditions(memory):
    memory.add(UNITS)
    assert memory.prune(unreviewed=True, origin="p") == 0
    assert memory.prune(unreviewed=True, dry=True) == 1
    assert len(memory) == 4
    assert memory.prune(unreviewed=True, origin="o") == 1
    assert targets(memory.equal("가", "ko", "en")) == ["A", "a"]
    assert memory.prune(superseded="ko") == 1
    assert targets(memory.equal("가", "ko", "en")) == ["A"]
    assert targets(memory.search("나", "ko", "ja")) == ["ビ"]
    assert memory.search("다", "ko", "ja") == ()
    with pytest.raises(InputError, match="nothing says which"):
        memory.prune()


def test_removed_units_are_not_offered_by_one_who_searched_before(memory):
    memory.add(UNITS)
    assert targets(memory.search("다", "ko", "ja")) == ["シ"]
    with Memory.open(memory.path) as other:
        other.prune(unreviewed=True)
        other.add([Unit(ko="다", ja="新しい")])
    assert targets(memory.search("다", "ko", "ja")) == ["新しい"]


def test_many_small_additions_are_found(memory):
    for number in range(60):
        memory.add([Unit(ko=f"{'가' * 8}{chr(0xB000 + number)}", en=str(number))])
        if number % 7 == 0:
            memory.search("가", "ko", "en")
    offers = memory.search("가" * 9, "ko", "en", limit=100)
    assert sorted(int(offer.target) for offer in offers) == list(range(60))
    held = memory._indexes["ko"]
    assert len(held.main.ids) + len(held.recent.ids) == 60  # each once
    blocks = memory._connection.execute("SELECT count(*) FROM signature").fetchone()[0]
    assert blocks == 2  # one a language: small ones are put together


def test_stats(memory):
    memory.add(UNITS)
    found = memory.stats()
    assert (found.units, found.reviewed) == (4, 3)
    assert found.pairs == {("en", "ja"): 1, ("en", "ko"): 3, ("ja", "ko"): 2}
    assert found.origins == {"": 3, "o": 1}
    assert (found.first, found.last) == ("", LATER)
    assert found.size == memory.path.stat().st_size or found.size > 0


def test_an_import_that_is_killed_keeps_whole_batches(tmp_path):
    path = tmp_path / "a.memory"
    code = f"""
import os, signal
from mtkit.memory import Memory, Unit, memory
memory.BATCH = 500
def units():
    for number in range(1007):
        yield Unit(ko=str(number), en="x")
    os.kill(os.getpid(), signal.SIGKILL)
Memory.open({str(path)!r}, create=True).add(units())
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -9
    with Memory.open(path) as memory:
        assert len(memory) == 1000
        assert memory.find("999", "ko", "en").target == "x"
        assert memory._connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_readers_go_on_while_one_writes_and_two_writers_take_turns(memory):
    memory.add([Unit(ko="처음", en="first")])
    wrong, stop = [], threading.Event()

    def read():
        try:
            while not stop.is_set():
                assert memory.find("처음", "ko", "en").target == "first"
                assert memory.search("처음", "ko", "en")[0].target == "first"
        except BaseException as error:
            wrong.append(error)

    def write(name):
        try:
            with Memory.open(memory.path) as own:
                for number in range(20):
                    own.add([Unit(ko=f"{name}{number}", en="x")])
        except BaseException as error:
            wrong.append(error)

    readers = [threading.Thread(target=read) for _ in range(2)]
    writers = [threading.Thread(target=write, args=(name,)) for name in "ab"]
    for thread in (*readers, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    stop.set()
    for thread in readers:
        thread.join()
    assert wrong == []
    assert len(memory) == 41


def test_a_memory_goes_to_another_process_by_its_path(memory):
    memory.add([Unit(ko="가", en="a")])
    with pickle.loads(pickle.dumps(memory)) as other:
        assert other.find("가", "ko", "en").target == "a"


def test_the_last_to_close_leaves_one_file(tmp_path):
    with Memory.open(tmp_path / "a.memory", create=True) as memory:
        memory.add(UNITS)
    assert [path.name for path in tmp_path.iterdir()] == ["a.memory"]
