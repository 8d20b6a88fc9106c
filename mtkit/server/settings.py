"""What a server is started with."""

from dataclasses import dataclass
from pathlib import Path

from mtkit.engines import Engine
from mtkit.glossary import Glossary

__all__ = ["Settings"]


@dataclass(frozen=True)
class Settings:
    """The engine, the doors and the limits of one server.

    `engine` is an engine of one's own instead of `model`; `glossary` holds for every request, behind its own terms.
    Without `steady`, sentences of many lengths share a batch: more of them a second, but a translation may then hang a
    little on its neighbours.
    `keys` are the API keys that are let in (none: everybody); `data` is the folder of glossaries, memory and
    documents (None: a temporary one that goes with the server). `glossaries` is a folder of tables that the page
    edits, `reports` one of evaluations that it shows, `memory` the file of translations that people made: used for
    every request, written by the page. `probe` answers Weblate's trial translation of "test" from English to German.
    `queue` requests wait or run at once, `workers` of them run; `characters` and `body` (bytes) are the most of one
    request, `patience` the seconds its body may take to arrive, `timeout` those its translation may take; `keep` the
    seconds that a translated document stays.

    >>> Settings().port
    5000
    """

    model: str | Path = "embedded"
    engine: Engine | None = None
    glossary: Glossary | None = None
    style: str | None = None
    beam: int = 4
    device: str = "auto"
    threads: int = 0
    steady: bool = True
    host: str = "127.0.0.1"
    port: int = 5000
    keys: tuple[str, ...] = ()
    origins: tuple[str, ...] = ("*",)
    data: Path | None = None
    glossaries: Path | None = None
    reports: Path | None = None
    memory: Path | None = None
    probe: bool = True
    queue: int = 256
    workers: int = 64
    characters: int = 200_000
    body: int = 32 << 20
    patience: float = 30.0
    timeout: float = 120.0
    keep: float = 3600.0
