"""A bulk job on a local Ray cluster: two workers, killed while they work; the result is that of one process."""

import os
import signal

import archives
import pytest
from test_bulk_faults import finish

from mtkit import Translator
from mtkit.bulk import Job, LocalCrew, Run
from mtkit.bulk.cluster import RayCrew, Worker
from mtkit.segments import Segment

pytestmark = [
    pytest.mark.slow,
    # Ray's own: old APIs that it calls, and sockets that its shutdown leaves to the garbage collector.
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def test_workers_that_are_killed_are_replaced_and_the_result_is_the_same(tiny_converted, tmp_path):
    archive = archives.tree(tmp_path / "in", 40)
    model = str(tiny_converted)

    def make(source, target):
        return Translator(source, target, model=model, threads=1)

    Run(Job((archive,), tmp_path / "alone", ("en", "ja"), source="ko"), LocalCrew(make)).go()
    crew = RayCrew(make, workers=2)
    try:
        import ray

        asked = [worker.__ray_call__.remote(lambda self: os.getpid()) for worker in crew.workers]
        processes = ray.get(asked)
        assert len(set(processes)) == 2
        left = dict(zip((1, 15), processes, strict=True))
        done = []

        def tell(event):
            done.append(event)
            if victim := left.pop(len(done), None):
                os.kill(victim, signal.SIGKILL)

        tally = Run(Job((archive,), tmp_path / "out", ("en", "ja"), source="ko"), crew, tell).go()
        assert not left
        assert (tally.documents, tally.failed) == (80, 0)
        again = ray.get([worker.__ray_call__.remote(lambda self: os.getpid()) for worker in crew.workers])
        assert not set(again) & set(processes)
        assert crew.settings(("ko", "en")) == LocalCrew(make).settings(("ko", "en"))
    finally:
        crew.close()
    assert archives.outputs(tmp_path / "out") == archives.outputs(tmp_path / "alone")


def test_a_worker_does_what_this_process_does(tiny_converted):
    def make(source, target):
        return Translator(source, target, model=tiny_converted, threads=1)

    local, worker = LocalCrew(make), Worker(make)
    plans = list(local.planner(("ko", "en")).plans([Segment(text) for text in archives.sentences("ko")]))
    assert worker.solve(("ko", "en"), plans) == local.solve(0, ("ko", "en"), plans)
    assert worker.settings(("ko", "en")) == local.settings(("ko", "en"))


def test_a_cluster_that_is_not_there_is_one_line(tiny_converted, tmp_path):
    archive = archives.tree(tmp_path / "in", 1)
    done = finish(archive, tmp_path / "out", tiny_converted, "--engine", "ray", "--address", "127.0.0.1:1")
    assert done.returncode == 2
    lines = [line for line in done.said.split("\n") if line.startswith("mtkit:")]
    assert len(lines) == 1
    assert "docs/scale.md" in lines[0]
