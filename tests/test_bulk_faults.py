"""Bulk jobs that are killed, starved, crowded and hurt: real processes, real files, a small real model."""

import contextlib
import ctypes
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

import archives
import pytest

pytestmark = pytest.mark.slow

KILLS = 20
TERMS = "미나=Mina"


def command(archive, out, model, *options):
    words = ["translate", archive, "--from", "ko", "--to", "en,ja", "-o", out, "-m", model, "--threads", "1", *options]
    return [sys.executable, "-m", "mtkit", *map(str, words)]


def finish(*arguments, **options):
    done = subprocess.run(command(*arguments), capture_output=True, timeout=120, **options)
    done.said = done.stderr.decode()
    return done


def summary(done):
    rows = [json.loads(line) for line in done.stdout.decode().split("\n") if line]
    return next(row for row in rows if row["event"] == "summary")


def segments(store):
    with contextlib.closing(sqlite3.connect(store)) as base, contextlib.suppress(sqlite3.OperationalError):
        return base.execute("SELECT count(*) FROM segments").fetchone()[0]
    return 0


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    return archives.tree(tmp_path_factory.mktemp("bulk") / "in", 40)


@pytest.fixture(scope="module")
def whole(archive, tiny_converted):
    """The outputs of a run that nothing disturbs, its summary, and how long it takes."""
    out = archive.parent / "whole"
    start = time.monotonic()
    done = finish(archive, out, tiny_converted, "--json")
    assert done.returncode in (0, 1), done.said
    return archives.outputs(out), summary(done), time.monotonic() - start


def test_killed_twenty_times_and_more_it_ends_with_the_same_bytes(archive, whole, tiny_converted, tmp_path):
    wanted, alone, seconds = whole
    dice, kills, inside, out = random.Random(20), 0, 0, tmp_path / "out"
    store = out / ".mtkit" / "store.sqlite"
    while kills < KILLS:
        before = segments(store) if store.exists() else 0
        process = subprocess.Popen(command(archive, out, tiny_converted, "--json", "-q"), stdout=subprocess.PIPE)
        time.sleep(dice.uniform(0.3, 1.0) * seconds)
        process.kill()
        said = process.communicate()[0].decode()
        for name, data in archives.outputs(out).items() if out.exists() else ():
            assert wanted[name] == data, f"{name} is half-written or wrong"
        if process.returncode == -signal.SIGKILL:
            kills += 1
            inside += before < (segments(store) if store.exists() else 0) < alone["translated"]
            continue
        assert json.loads(said.rstrip().split("\n")[-1])["translated"] == alone["translated"] - before
        assert archives.outputs(out) == wanted
        shutil.rmtree(out)
    done = finish(archive, out, tiny_converted)
    assert archives.outputs(out) == wanted
    assert done.returncode in (0, 1), done.said
    assert inside >= 3, "the kills came too early or too late to mean anything"
    assert sorted(path.name for path in (out / ".mtkit").iterdir()) == ["report.jsonl", "store.sqlite"]


def test_interrupted_it_stores_what_is_under_way(archive, whole, tiny_converted, tmp_path):
    out = tmp_path / "out"
    process = subprocess.Popen(command(archive, out, tiny_converted), stderr=subprocess.PIPE)
    while not archives.outputs(out) and process.poll() is None:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=60)[1].decode()
    assert process.returncode == 130
    assert "interrupted" in said
    assert "Traceback" not in said
    stored = segments(out / ".mtkit" / "store.sqlite")
    assert stored > 0
    done = finish(archive, out, tiny_converted, "--json")
    assert summary(done)["translated"] == whole[1]["translated"] - stored
    assert archives.outputs(out) == whole[0]


def small_disk(out):
    """A command that runs another with a disk of 200 KB at OUT, or with files of 48 KB at most where that is not allowed."""
    out.mkdir(exist_ok=True)
    mount = f'mount -t tmpfs -o size=200k none {out} && exec "$@"'
    for words in (["unshare", "--mount"], ["unshare", "--user", "--map-root-user", "--mount"]):
        with contextlib.suppress(OSError):
            if subprocess.run([*words, "sh", "-c", mount, "sh", "true"], capture_output=True).returncode == 0:
                return [*words, "sh", "-c", mount, "sh"], {}
    limit = 48 << 10
    return [], {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))}


def test_a_full_disk_ends_it_with_one_line_and_the_rest_is_done_later(archive, whole, tiny_converted, tmp_path):
    out = tmp_path / "out"
    prefix, options = small_disk(out)
    keep = (
        f"{' '.join(map(str, command(archive, out, tiny_converted)))}; code=$?; cp -r {out} {tmp_path}/kept; exit $code"
    )
    done = subprocess.run([*prefix, "sh", "-c", keep], capture_output=True, timeout=120, **options)
    said = [line for line in done.stderr.decode().split("\n") if line and "cp:" not in line]
    assert done.returncode == 2, said
    assert len(said) == 1
    assert "no space left" in said[0] or "disk error" in said[0]
    kept = tmp_path / "kept"
    for name, data in archives.outputs(kept).items():
        assert whole[0][name] == data
    done = finish(archive, kept, tiny_converted)
    assert done.returncode in (0, 1), done.said
    assert archives.outputs(kept) == whole[0]


def test_two_jobs_share_a_store(archive, whole, tiny_converted, tmp_path):
    store = tmp_path / "shared.sqlite"
    outs = [tmp_path / "one", tmp_path / "two"]
    jobs = [
        subprocess.Popen(command(archive, out, tiny_converted, "--store", store), stderr=subprocess.PIPE)
        for out in outs
    ]
    for process, out in zip(jobs, outs, strict=True):
        said = process.communicate(timeout=120)[1].decode()
        assert process.returncode in (0, 1), said
        assert archives.outputs(out) == whole[0]
    assert segments(store) == whole[1]["translated"]


def test_two_jobs_into_one_directory(archive, whole, tiny_converted, tmp_path):
    out = tmp_path / "out"
    jobs = [subprocess.Popen(command(archive, out, tiny_converted), stderr=subprocess.PIPE) for _ in range(2)]
    for process in jobs:
        said = process.communicate(timeout=120)[1].decode()
        assert process.returncode in (0, 1), said
    assert archives.outputs(out) == whole[0]


def damage_header(data):
    data[:100] = bytes(100)


def damage_page(data):
    data[5 * 4096 : 6 * 4096] = b"\x55" * 4096


def cut(data):
    del data[len(data) * 3 // 4 :]


@pytest.mark.parametrize("damage", [damage_header, damage_page, cut])
def test_a_damaged_store_is_told_and_rebuilt(archive, whole, tiny_converted, tmp_path, damage):
    out = tmp_path / "out"
    shutil.copytree(archive.parent / "whole", out)
    store = out / ".mtkit" / "store.sqlite"
    data = bytearray(store.read_bytes())
    damage(data)
    store.write_bytes(data)
    for path in out.glob("*/*.md"):
        path.unlink()
    done = finish(archive, out, tiny_converted)
    assert done.returncode == 2, done.said
    assert len(done.said.rstrip().split("\n")) == 1
    assert "damaged" in done.said
    assert "--rebuild" in done.said
    done = finish(archive, out, tiny_converted, "--rebuild", "--json")
    assert done.returncode in (0, 1), done.said
    kept = int(done.said.split("mtkit: ")[1].split()[0])
    assert whole[1]["translated"] // 2 < kept <= whole[1]["translated"]
    assert summary(done)["translated"] == whole[1]["translated"] - kept
    assert archives.outputs(out) == whole[0]


def test_a_changed_glossary_between_runs(tiny_converted, tmp_path):
    archive = archives.tree(tmp_path / "in", 12)
    first = finish(archive, tmp_path / "out", tiny_converted, "--json", "--term", TERMS)
    again = finish(archive, tmp_path / "out", tiny_converted, "--json", "--term", "미나=Minah")
    alone = finish(archive, tmp_path / "alone", tiny_converted, "--json", "--term", "미나=Minah")
    assert archives.outputs(tmp_path / "out") == archives.outputs(tmp_path / "alone")
    assert 0 < summary(again)["translated"] < summary(alone)["translated"]
    assert summary(first)["translated"] == summary(alone)["translated"]


@pytest.mark.parametrize("gone", ["locked", "newer", "other", "read-only"])
def test_a_store_that_cannot_be_used_is_one_line(archive, tiny_converted, tmp_path, gone):
    store, options = tmp_path / "store.sqlite", {}
    with contextlib.closing(sqlite3.connect(store, isolation_level=None)) as base:
        base.execute("CREATE TABLE other (a)") if gone == "other" else None
    if gone != "other":
        store.unlink()
        finish(archives.tree(tmp_path / "small", 1), tmp_path / "first", tiny_converted, "--store", store)
    with contextlib.closing(sqlite3.connect(store, isolation_level=None)) as base:
        if gone == "newer":
            base.execute("PRAGMA user_version = 99")
        if gone == "locked":
            base.execute("BEGIN IMMEDIATE")
        if gone == "read-only":
            store.chmod(0o444)
            options = bound_by_permissions()
        done = finish(archive, tmp_path / "out", tiny_converted, "--store", store, **options)
    assert done.returncode == 2, done.said
    assert len(done.said.rstrip().split("\n")) == 1, done.said
    words = {"locked": "locked", "newer": "newer mtkit", "other": "not a store of mtkit", "read-only": "read-only"}
    assert words[gone] in done.said


def bound_by_permissions():
    """Options of a process for which a file's mode counts: root, too, when it may not override it."""
    return {} if os.geteuid() else {"preexec_fn": drop_override}


def drop_override():
    for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        if ctypes.CDLL(None).prctl(24, capability, 0, 0, 0):  # PR_CAPBSET_DROP
            raise OSError("prctl")


def test_a_document_that_may_not_be_read_is_tried_again_when_asked(tiny_converted, tmp_path):
    archive, out = archives.tree(tmp_path / "in", 3), tmp_path / "out"
    closed = archive / "year-0" / "release-000.ko.md"
    closed.chmod(0)
    options = bound_by_permissions()
    done = finish(archive, out, tiny_converted, **options)
    assert done.returncode == 1
    assert f"failed: {closed}: cannot be read (Permission denied)" in done.said
    assert len(archives.outputs(out)) == 4
    closed.chmod(0o644)
    done = finish(archive, out, tiny_converted, "--retry-failed", "--json", **options)
    assert (summary(done)["kept"], summary(done)["failed"]) == (4, 0)
    assert len(archives.outputs(out)) == 6
