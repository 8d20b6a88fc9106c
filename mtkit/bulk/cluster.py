"""Workers on a Ray cluster: the same plans, the same engine, the same translations, on as many machines as there are.

A worker is an actor with an engine of its own. Ray starts one that died again, elsewhere if need be, and gives it the
batch that it had: a translation hangs on its plan alone, so nothing in the result tells that it happened.
"""

import socket
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mtkit.bulk.crew import LocalCrew, answers
from mtkit.bulk.desk import Direction
from mtkit.bulk.values import settings
from mtkit.errors import EngineError, InputError
from mtkit.translator import Plan, Translator

__all__ = ["RayCrew", "Worker"]

AHEAD = 2  # batches that a worker has: one in work, and one that waits for it


class RayCrew:
    """`make` builds a direction's translator, in the workers as well as here, where it only plans.

    `address` is that of a cluster (None: one is started on this machine); `gpus` each worker's share. Raises
    InputError when Ray is not installed, EngineError when the workers cannot be had.
    """

    def __init__(
        self, make: Callable[[str, str], Translator], *, workers: int, address: str | None = None, gpus: float = 0
    ) -> None:
        ray = _ray()
        self._local = LocalCrew(make)
        self.hands = workers * AHEAD
        _reach(address)
        try:
            options: dict[str, Any] = {"num_cpus": workers} if address is None else {"address": address}
            ray.init(log_to_driver=False, logging_level="ERROR", include_dashboard=None, **options)
            actor = ray.remote(num_cpus=1, num_gpus=gpus, max_restarts=-1, max_task_retries=-1)(Worker)
            self.workers = [actor.remote(make) for _ in range(workers)]
        except (ConnectionError, RuntimeError, ValueError, OSError) as error:
            raise EngineError(f"ray: {_first(error)}", hint="see docs/scale.md") from error
        self._settings: dict[Direction, str] = {}
        self._lock = threading.Lock()

    def planner(self, direction: Direction) -> Translator:
        """This process's own translator."""
        return self._local.planner(direction)

    def settings(self, direction: Direction) -> str:
        """Those of the workers. Raises EngineError when they are not all alike: their results would not be."""
        with self._lock:
            if direction not in self._settings:
                found = sorted(set(self._ask([worker.settings.remote(direction) for worker in self.workers])))
                if len(found) > 1:
                    raise EngineError(f"the workers differ: {' and '.join(found)}", hint="use machines of one kind")
                self._settings[direction] = found[0]
            return self._settings[direction]

    def readings(self, direction: Direction) -> Mapping[str, str]:
        """Those of the glossary."""
        return self._local.readings(direction)

    def solve(self, hand: int, direction: Direction, plans: Sequence[Plan]) -> tuple[list[str | None], list[str], int]:
        """Translate at the hand's worker."""
        worker = self.workers[hand % len(self.workers)]
        answer: tuple[list[str | None], list[str], int] = self._ask(worker.solve.remote(direction, plans))
        return answer

    def _ask(self, reference: Any) -> Any:
        ray = _ray()
        try:
            return ray.get(reference)
        except ray.exceptions.RayError as error:
            raise EngineError(f"ray: {_first(error)}", hint="start the job again: what is done stays done") from error

    def close(self) -> None:
        """Send the workers home."""
        _ray().shutdown()


class Worker:
    """What runs in a worker's process."""

    def __init__(self, make: Callable[[str, str], Translator]) -> None:
        self._crew = LocalCrew(make)

    def settings(self, direction: Direction) -> str:
        """What this worker's translations depend on."""
        return settings(self._crew.planner(direction))

    def solve(self, direction: Direction, plans: Sequence[Plan]) -> tuple[list[str | None], list[str], int]:
        """Translate here."""
        return answers(self._crew.planner(direction), plans)


def _ray() -> Any:
    try:
        import ray
    except ImportError as error:
        raise InputError("--engine ray needs Ray", hint="pip install 'mtkit[ray]'") from error
    return ray


def _reach(address: str | None) -> None:
    """Ask at the address first: Ray itself would try for minutes."""
    if address and address != "auto":
        host, _, port = address.removeprefix("ray://").rpartition(":")
        try:
            socket.create_connection((host, int(port)), timeout=5).close()
        except (OSError, ValueError) as error:
            raise EngineError(f"no Ray cluster at {address}", hint="ray start --head; see docs/scale.md") from error


def _first(error: Exception) -> str:
    return str(error).strip().split("\n")[0]
