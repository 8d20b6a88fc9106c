"""The store: what it keeps, whom it refuses, and what is left of one that was damaged."""

import contextlib
import random
import sqlite3
import threading

import pytest

from mtkit.bulk.rebuild import rebuild
from mtkit.bulk.store import Record, Store
from mtkit.errors import StoreError


def values(count, seed=1):
    dice = random.Random(seed)
    return {dice.randbytes(16): f'["{"번역 " * dice.randint(1, 40)}{number}",[],[]]' for number in range(count)}


def test_what_is_kept_is_found(tmp_path):
    kept = values(1500)
    with Store(tmp_path / "deep" / "store.sqlite") as store:
        store.keep(kept)
        store.keep(dict.fromkeys(kept, "second thoughts"))
        assert store.find([*kept, b"x" * 16]) == kept
    with Store(tmp_path / "deep" / "store.sqlite") as store:
        assert store.find(list(kept)) == kept


def test_records_of_a_run(tmp_path):
    with Store(tmp_path / "store.sqlite") as store:
        store.note(Record("job", f"{n:04}.md", "en", run=1 + n % 2) for n in range(1200))
        store.note([Record("job", "0000.md", "en", run=1, page=7), Record("other", "0000.md", "en", run=2)])
        assert [r.name for r in store.records("job", 2)] == [f"{n:04}.md" for n in range(1, 1200, 2)]
        assert len(list(store.records("job", 1))) == 1201
        store.touch(Record("job", "0000.md", "en"), 3)
        assert [(r.name, r.page) for r in store.records("job", 3)] == [("0000.md", 0), ("0000.md", 7)]
        assert store.record("job", "0001.md", "en").run == 2
        assert store.record("job", "0001.md", "ja") is None


def test_many_threads_and_connections_write_at_once(tmp_path):
    path = tmp_path / "store.sqlite"
    parts = [values(200, seed) for seed in range(6)]

    def work(store, part):
        for key in part:
            store.keep({key: part[key]})

    with Store(path) as first, Store(path) as second:
        works = [(store, part) for store, part in zip([first, second] * 3, parts, strict=True)]
        threads = [threading.Thread(target=work, args=pair) for pair in works]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for part in parts:
            assert first.find(list(part)) == part


def test_a_failed_transaction_leaves_nothing(tmp_path):
    with Store(tmp_path / "store.sqlite") as store:
        with pytest.raises(UnicodeEncodeError):
            store.keep({b"1" * 16: "sound", b"2" * 16: "half a pair \ud800"})
        assert store.find([b"1" * 16]) == {}
        store.keep({b"1" * 16: "sound"})


def test_a_changed_row_is_no_translation(tmp_path):
    with Store(tmp_path / "store.sqlite") as store:
        store.keep({b"1" * 16: '["Hello",[],[]]'})
    with contextlib.closing(sqlite3.connect(tmp_path / "store.sqlite", isolation_level=None)) as base:
        base.execute("UPDATE segments SET value = replace(value, 'Hello', 'Jello')")
    with Store(tmp_path / "store.sqlite") as store, pytest.raises(StoreError, match=r"damaged .*--rebuild"):
        store.find([b"1" * 16])


def test_strangers_and_the_future_are_refused(tmp_path):
    path = tmp_path / "store.sqlite"
    for statement, words in (
        ("CREATE TABLE mine (a)", "not a store of mtkit"),
        ("PRAGMA user_version = 2", "newer mtkit"),
    ):
        path.unlink(missing_ok=True)
        if "PRAGMA" in statement:
            Store(path).close()
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as base:
            base.execute(statement)
        with pytest.raises(StoreError, match=words):
            Store(path)
    path.write_bytes(b"This is no SQLite file. " * 400)
    with pytest.raises(StoreError, match="damaged"):
        Store(path)
    with pytest.raises(StoreError, match="cannot be opened"):
        Store(tmp_path)


def test_a_locked_store_is_waited_for_and_then_given_up(tmp_path):
    path = tmp_path / "store.sqlite"
    Store(path).close()
    with contextlib.closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as base:
        base.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked by another program"):
            Store(path, patience=0.1)
        release = threading.Timer(0.2, base.execute, ["COMMIT"])
        release.start()
        Store(path, patience=10).close()
        release.join()


def damaged(path, hurt):
    kept = values(3000)
    with Store(path) as store:
        store.keep(kept)
    data = bytearray(path.read_bytes())
    hurt(data)
    path.write_bytes(data)
    return kept


def zero_the_head(data):
    data[:4096] = bytes(4096)


def zero_pages(data):
    for page in random.Random(3).sample(range(8, len(data) // 4096), 20):
        data[page * 4096 : (page + 1) * 4096] = bytes(4096)


def noise(data):
    dice = random.Random(4)
    for _ in range(60):
        data[dice.randrange(8 * 4096, len(data))] ^= 1 << dice.randrange(8)


def cut_the_tail(data):
    del data[len(data) // 2 :]


@pytest.mark.parametrize(
    ("hurt", "least"), [(zero_the_head, 3000), (zero_pages, 2400), (noise, 1500), (cut_the_tail, 500)]
)
def test_rebuilding_keeps_what_is_readable_and_nothing_else(tmp_path, hurt, least):
    path = tmp_path / "store.sqlite"
    kept = damaged(path, hurt)
    hurt_file = path.read_bytes()
    count = rebuild(path)
    assert least <= count <= 3000
    with Store(path) as store:
        found = store.find(list(kept))
        assert len(found) == count
        assert found.items() <= kept.items()
    assert path.with_name("store.sqlite.damaged").read_bytes() == hurt_file
    assert sorted(file.name for file in tmp_path.iterdir()) == ["store.sqlite", "store.sqlite.damaged"]


def test_rebuilding_a_sound_store_and_none(tmp_path):
    path = tmp_path / "store.sqlite"
    assert rebuild(path) == 0
    kept = damaged(path, lambda data: None)
    assert rebuild(path) == 3000
    with Store(path) as store:
        assert store.find(list(kept)) == kept
