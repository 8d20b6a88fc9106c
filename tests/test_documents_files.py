"""Files: one clear error for what cannot be read, whole outputs or none, directories searched once."""

import os
import stat

import pytest

from mtkit import documents
from mtkit.errors import InputError


@pytest.mark.parametrize(
    ("name", "message"), [("none.txt", "no such file"), ("", "is a directory"), ("a\0b.txt", "cannot be read")]
)
def test_unreadable(tmp_path, name, message):
    with pytest.raises(InputError, match=message):
        documents.read(tmp_path / name if name else tmp_path, format="text")


def test_write_replaces_and_keeps_the_mode(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    path.chmod(0o640)
    documents.write(path, b"new")
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"new", 0o640)
    assert os.listdir(tmp_path) == ["a.txt"]


def test_write_follows_a_link(tmp_path):
    (tmp_path / "real.txt").write_bytes(b"old")
    (tmp_path / "link.txt").symlink_to("real.txt")
    documents.write(tmp_path / "link.txt", b"new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_bytes() == b"new"


def test_write_to_a_device():
    documents.write("/dev/null", b"x")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


@pytest.mark.parametrize("name", ["", "no/such/a.txt", "file/a.txt", "x" * 300])
def test_unwritable_leaves_nothing(tmp_path, name):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(InputError, match="cannot be written"):
        documents.write(tmp_path / name, b"x")
    assert os.listdir(tmp_path) == ["file"]


def test_a_write_that_fails_midway_leaves_the_old_file(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    with pytest.raises(TypeError):
        documents.write(path, "not bytes")
    assert (path.read_bytes(), os.listdir(tmp_path)) == (b"old", ["a.txt"])


@pytest.fixture
def tree(tmp_path):
    for name in ("b.md", "a/z.txt", "a/y.HTML", "a/x.png", ".git/c.md", "empty/x.png", "a/.hidden.md"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    return tmp_path


def names(tree, paths):
    return [str(path.relative_to(tree)) for path in documents.discover(paths)]


def test_discover(tree):
    assert names(tree, [tree]) == ["a/y.HTML", "a/z.txt", "b.md"]
    assert names(tree, [tree / "a" / "x.png", tree / "b.md", tree / "b.md"]) == ["a/x.png", "b.md"]


@pytest.mark.parametrize(
    ("name", "message"), [("none", "no such file or directory"), ("empty", "no documents in this directory")]
)
def test_discover_nothing(tree, name, message):
    with pytest.raises(InputError, match=message):
        documents.discover([tree / name])
