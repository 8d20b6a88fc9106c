"""What may be wrong with a memory's file: one line each, and the file untouched."""

import os
import shutil
import sqlite3
import tempfile
import threading
from pathlib import Path

import pytest

from mtkit.errors import InputError
from mtkit.memory import Memory, Unit, database
from mtkit.memory.database import connect


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "a.memory"
    with Memory.open(path, create=True) as memory:
        memory.add([Unit(ko=f"문장 {number}", en=f"sentence {number}") for number in range(500)])
    return path


def refused(path, match, create=False):
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(InputError, match=match) as caught:
        Memory.open(path, create=create)
    assert "\n" not in str(caught.value)
    assert str(path) in str(caught.value)
    assert (path.read_bytes() if path.is_file() else None) == before


def test_a_missing_file_is_made_only_when_it_is_asked_for(tmp_path):
    refused(tmp_path / "b.memory", "no such memory; mtkit memory import makes one")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(InputError, match="no such directory"):
        Memory.open(tmp_path / "no" / "b.memory", create=True)
    Memory.open(tmp_path / "b.memory", create=True).close()
    assert len(Memory.open(tmp_path / "b.memory")) == 0


@pytest.mark.parametrize("create", [True, False])
def test_foreign_files(tmp_path, create):
    refused(tmp_path, "is a directory", create)
    text = tmp_path / "a.tmx"
    text.write_text("<tmx/>")
    refused(text, "is no memory; mtkit memory import reads TMX", create)
    other = tmp_path / "other.sqlite"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE unit (a)")
    connection.commit()
    connection.close()
    refused(other, "another program", create)


def test_an_empty_file_is_filled_by_an_import_alone(tmp_path):
    empty = tmp_path / "e.memory"
    empty.touch()
    refused(empty, "is empty")
    with Memory.open(empty, create=True) as memory:
        assert len(memory) == 0


def test_a_newer_version(path):
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {database.VERSION + 1}")
    connection.close()
    refused(path, "version 2, this mtkit reads up to 1; update mtkit")


def read_all(path):
    with Memory.open(path) as memory:
        list(memory.units())
        memory.search("문장 7", "ko", "en")


def test_a_damaged_file_says_so(path):
    data = bytearray(path.read_bytes())
    data[4096:40960] = os.urandom(36864)
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"is damaged .*; take a copy of it from before"):
        read_all(path)


def test_a_cut_off_file_says_so(path):
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(InputError, match="is damaged"):
        read_all(path)


def test_one_who_writes_for_too_long_is_named(path, monkeypatch):
    monkeypatch.setattr(database, "PATIENCE", 0.1)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with Memory.open(path) as memory:
        assert memory.find("문장 7", "ko", "en").target == "sentence 7"
        with pytest.raises(InputError, match="in use by another program that writes to it; try again"):
            memory.add([Unit(ko="새", en="new")])
    holder.close()


@pytest.fixture
def read_only():
    """A memory in a directory where nobody may write; root, who may write everywhere, becomes nobody for it."""
    folder = Path(tempfile.mkdtemp())
    with Memory.open(folder / "a.memory", create=True) as memory:
        memory.add([Unit(ko=f"문장 {number}", en=f"sentence {number}") for number in range(500)])
    folder.chmod(0o555)
    (folder / "a.memory").chmod(0o444)
    was = os.geteuid()
    if was == 0:
        os.seteuid(65534)
    try:
        yield folder / "a.memory"
    finally:
        if was == 0:
            os.seteuid(0)
        folder.chmod(0o755)
        shutil.rmtree(folder)


def test_what_cannot_be_written_is_read_all_the_same(read_only):
    with Memory.open(read_only) as memory:
        assert memory.search("문장 7!", "ko", "en")[0].target == "sentence 7"
        with pytest.raises(InputError, match=r"cannot be written \(read-only\); copy it to a place where it can"):
            memory.add([Unit(ko="새", en="new")])
    assert [path.name for path in read_only.parent.iterdir()] == ["a.memory"]


def test_a_full_disk_keeps_what_was_imported(path):
    with Memory.open(path) as memory:
        pages = memory._connection.execute("PRAGMA page_count").fetchone()[0]
        memory._connection.execute(f"PRAGMA max_page_count = {pages + 2}")  # SQLite says what it says of a full disk
        with pytest.raises(InputError, match=r"the disk is full\); make room; what was imported before is kept"):
            memory.add([Unit(ko=f"새 {number}" * 20, en="new") for number in range(500)])
        assert len(memory) == 500
        assert memory.find("새 7" * 20, "ko", "en") is None


def test_two_who_make_a_file_at_once_make_one(tmp_path):
    path, wrong = tmp_path / "n.memory", []

    def make():
        try:
            connect(path, create=True).close()
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(Memory.open(path)) == 0
