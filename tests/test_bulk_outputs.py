"""Outputs are whole or absent, and what a killed process left is swept away."""

import contextlib
import errno
import os
import socket
import subprocess
import sys
from pathlib import Path, PurePath

import pytest

from mtkit.bulk.outputs import Scratch, Taken, full_disk, output_name
from mtkit.errors import InputError, StoreError


def test_a_block_that_fails_leaves_the_old_file(tmp_path):
    output = tmp_path / "a.txt"
    output.write_text("old")
    with Scratch(tmp_path / ".mtkit") as scratch:
        with contextlib.suppress(KeyError), scratch.open(output) as file:
            file.write(b"half")
            raise KeyError
        assert output.read_text() == "old"
        with scratch.open(output) as file:
            file.write(b"new")
            assert output.read_text() == "old"
        assert output.read_text() == "new"
        assert list(scratch.folder.iterdir()) == []
    assert not (tmp_path / ".mtkit" / "tmp").exists()


def test_a_link_stays_one(tmp_path):
    (tmp_path / "real.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to("real.txt")
    with Scratch(tmp_path / ".mtkit") as scratch, scratch.open(tmp_path / "link.txt") as file:
        file.write(b"new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text() == "new"


def test_the_folder_of_a_dead_process_is_swept_and_of_a_living_one_kept(tmp_path):
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    home = tmp_path / ".mtkit" / "tmp"
    for process in (dead.pid, os.getppid()):
        (home / f"{socket.gethostname()}-{process}").mkdir(parents=True)
    (home / "another-machine-1").mkdir()
    with Scratch(tmp_path / ".mtkit"):
        kept = {path.name for path in home.iterdir()}
    assert kept == {
        f"{socket.gethostname()}-{os.getppid()}",
        f"{socket.gethostname()}-{os.getpid()}",
        "another-machine-1",
    }


def test_where_it_cannot_be_written(tmp_path):
    (tmp_path / "file").touch()
    with Scratch(tmp_path / ".mtkit") as scratch:
        with pytest.raises(InputError, match="cannot be written"), scratch.open(tmp_path / "file" / "a.txt") as file:
            file.write(b"x")
        with pytest.raises(InputError, match="cannot be written"), scratch.open(tmp_path) as file:
            file.write(b"x")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_is_no_fault_of_the_document(number):
    with pytest.raises(StoreError, match="no space left"), full_disk(Path("a.txt")):
        raise OSError(number, os.strerror(number))


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("a/x.ko.md", "a/x.en.md"),
        ("x_KO.html", "x_en.html"),
        ("x-ko.txt", "x-en.txt"),
        ("ko.md", "en.md"),
        ("tokyoko.md", "tokyoko.en.md"),
    ],
)
def test_names(name, wanted):
    assert str(output_name(PurePath(name), "ko", "en")) == wanted


def test_taken_paths_need_not_be_text():
    taken = Taken()
    assert taken.add(os.fsdecode(b"/a/\xff"))
    assert not taken.add(os.fsdecode(b"/a/\xff"))
