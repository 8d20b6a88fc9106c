"""What a bulk job is told, and what it tells."""

import json
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Event", "Job"]


@dataclass(frozen=True)
class Job:
    """What to translate into what. `source` is found out document by document when it is not given.

    `column` is the text column of tables (`text` when it is not said, and then tables in trees are left out); `store` and `report` are in `home` unless they are said.

    >>> job = Job((Path("archive"),), Path("out"), ("en",), source="ko")
    >>> str(job.home)
    'out/.mtkit'
    """

    inputs: tuple[Path, ...]
    output: Path
    targets: tuple[str, ...]
    source: str | None = None
    lists: tuple[Path, ...] = ()
    format: str | None = None
    encoding: str | None = None
    column: str | None = None
    store: Path | None = None
    report: Path | None = None
    retry_failed: bool = False

    @property
    def home(self) -> Path:
        """Where the job keeps what is its own: store, report, outputs that grow."""
        return self.output / ".mtkit"

    @property
    def place(self) -> Path:
        """The store's file."""
        return self.store or self.home / "store.sqlite"

    @property
    def place_of_report(self) -> Path:
        """The report's file."""
        return self.report or self.home / "report.jsonl"

    @property
    def options(self) -> str:
        """What an output depends on besides the document, the engine and the glossary."""
        return json.dumps([self.source, self.format, self.encoding, self.column])


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: `kind` is document, kept (was done before), failed, language (found out) or notice.

    >>> Event("failed", "a.md", reason="empty").reason
    'empty'
    """

    kind: str
    name: str = ""
    target: str = ""
    output: str = ""
    reason: str = ""
    segments: int = 0
