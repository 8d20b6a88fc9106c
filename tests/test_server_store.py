"""Glossaries that are kept: over restarts, whole or not at all, the same object until they change."""

import threading

import pytest

from mtkit.server.refusals import Refusal
from mtkit.server.store import Store

TERMS = {"광주": "Gwangju", "서울": "Seoul"}


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "g.sqlite")
    yield store
    store.close()


def test_they_outlive_the_server(tmp_path):
    first = Store(tmp_path / "g.sqlite")
    made = first.create("names", {("ko", "en"): TERMS, ("ko", "ja"): {"광주": "光州"}})
    first.close()
    second = Store(tmp_path / "g.sqlite")
    assert second.all() == (made,)
    assert second.terms(made.id, "ko", "en") == TERMS
    second.close()


def test_terms_that_are_none_change_nothing(store):
    made = store.create("names", {("ko", "en"): TERMS})
    for bad in ({"": "a"}, {"a": " "}, {"a\t": "b"}, {"가" * 400: "a"}, {"⟦0⟧": "a"}, {"a|b": "c"}):
        with pytest.raises(Refusal, match="Invalid glossary entries"):
            store.put(made.id, "ko", "en", bad)
        with pytest.raises(Refusal):
            store.create("bad", {("ko", "en"): bad})
    assert store.all() == (made,)
    assert store.terms(made.id, "ko", "en") == TERMS


def test_replacing_and_merging(store):
    made = store.create("names", {("ko", "en"): TERMS})
    assert store.put(made.id, "ko", "en", {"서울": "SEOUL", "부산": "Busan"}, merge=True).count == 3
    assert store.terms(made.id, "ko", "en") == TERMS | {"서울": "SEOUL", "부산": "Busan"}
    assert store.put(made.id, "ko", "en", {"부산": "Busan"}).count == 1
    assert store.put(made.id, "en", "ko", {"Seoul": "서울"}).source == "en"
    store.delete_dictionary(made.id, "ko", "en")
    assert [d.source for d in store.get(made.id).dictionaries] == ["en"]
    with pytest.raises(Refusal, match="no dictionary ko-en"):
        store.terms(made.id, "ko", "en")


def test_a_glossary_is_the_same_object_until_it_changes(store):
    one = store.create("one", {("ko", "en"): TERMS})
    two = store.create("two", {("ko", "en"): {"서울": "SEOUL"}})
    first = store.glossary([one.id], "ko", "en")
    assert store.glossary([one.id], "ko", "en") is first
    both = store.glossary([two.id, one.id], "ko", "en")
    assert both.find("서울", "ko")[0].target("en") == "SEOUL"
    store.put(one.id, "ko", "en", {"부산": "Busan"})
    assert store.glossary([one.id], "ko", "en").find("부산", "ko")
    assert not store.glossary([one.id], "ko", "en").find("광주", "ko")


def test_what_is_not_there_is_said_to_be_missing(store):
    for act in (store.get, store.delete, lambda id: store.rename(id, "a"), lambda id: store.glossary([id], "ko", "en")):
        with pytest.raises(Refusal) as refused:
            act("00000000-0000-0000-0000-000000000000")
        assert refused.value.status == 404


def test_a_change_that_fails_half_way_leaves_nothing_behind(store):
    made = store.create("names", {("ko", "en"): TERMS})
    with pytest.raises(Refusal, match="no dictionary en-ja"):
        store.delete_dictionary(made.id, "en", "ja")
    store.rename(made.id, "other")
    assert store.get(made.id).name == "other"


def test_deleting_takes_the_terms_along(store):
    made = store.create("names", {("ko", "en"): TERMS})
    store.delete(made.id)
    assert store._db.execute("SELECT count(*) FROM term").fetchone() == (0,)


def test_many_threads(store):
    def work(number):
        made = store.create(f"g{number}", {("ko", "en"): {f"용어{number}": f"term {number}"}})
        store.put(made.id, "ko", "en", {f"말{number}": "word"}, merge=True)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(stored.dictionaries[0].count for stored in store.all()) == [2] * 16
