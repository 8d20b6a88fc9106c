"""`mtkit translate` for whole archives: options, progress and summary of a bulk job."""

import argparse
import json
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtkit.errors import InputError
from mtkit.languages import NAMES, normalise

if TYPE_CHECKING:
    from mtkit.bulk import Crew, Event, Tally
    from mtkit.translator import Translator

__all__ = ["add_options", "is_bulk", "run"]

MINUTE = 60.0  # seconds between log lines
BLINK = 0.25  # seconds between two states of the bar
EVENT = 10.0  # seconds between progress events
SHOWN = 20  # failures that are told one by one
_ARCHIVES = (".zip", ".jsonl", ".ndjson", ".parquet")

Make = Callable[[str, str], "Translator"]


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of bulk jobs, as a group of their own."""
    group = parser.add_argument_group(
        "bulk jobs",
        "a directory, ZIP archive, list or table (--column: its texts) with -o DIRECTORY; started again, a job does what "
        "is left",
    )
    group.add_argument("--list", action="append", default=[], type=Path, metavar="FILE", help="paths, one a line")
    group.add_argument(
        "--store", type=Path, metavar="FILE", help="finished segments (default: OUT/.mtkit/store.sqlite)"
    )
    group.add_argument("--rebuild", action="store_true", help="first keep what is readable of a damaged store")
    group.add_argument("--retry-failed", action="store_true", help="try documents again that failed in an earlier run")
    group.add_argument("--engine", choices=("local", "ray"), default="local", help="where sentences are translated")
    group.add_argument("--workers", type=int, default=2, metavar="N", help="workers of --engine ray (default 2)")
    group.add_argument("--address", metavar="HOST:PORT", help="Ray cluster (default: one on this machine)")


def is_bulk(args: argparse.Namespace) -> bool:
    """True for an archive (a directory, ZIP, list or table) that goes into a directory."""
    archives = any(Path(name).suffix.lower() in _ARCHIVES for name in args.inputs)
    trees = any(Path(name).is_dir() for name in args.inputs)
    tables = args.column and args.output and not args.output.suffix  # with -o FILE a table is one document
    return bool(args.list or tables or archives or (trees and args.output))


def run(args: argparse.Namespace, targets: Sequence[str], make: Make) -> int:
    """Do the job; 1 when a document failed or a serious issue is left."""
    from mtkit.bulk import Job, Run, rebuild

    if not args.output:
        raise InputError("an archive needs a place for its translations", hint="say -o DIRECTORY")
    job = Job(
        inputs=tuple(map(Path, args.inputs)),
        output=args.output,
        targets=tuple(targets),
        source=normalise(args.source) if args.source else None,
        lists=tuple(args.list),
        format=args.format,
        encoding=args.encoding,
        column=args.column[0] if args.column else None,
        store=args.store,
        report=args.issues,
        retry_failed=args.retry_failed,
    )
    show = _Show(args)
    if args.rebuild:
        show.say(f"{rebuild(job.place)} segments kept of {job.place}")
    crew = _crew(args, make)
    try:
        tally = Run(job, crew, show.tell, show.tick).go()
    except KeyboardInterrupt:
        show.end()
        raise
    finally:
        crew.close()
    show.summary(tally, job.place_of_report)
    return 1 if tally.failed or tally.serious else 0


def _crew(args: argparse.Namespace, make: Make) -> "Crew":
    from mtkit.bulk import LocalCrew

    if args.engine == "local":
        return LocalCrew(make)
    from mtkit.bulk.cluster import RayCrew

    return RayCrew(make, workers=args.workers, address=args.address)


class _Show:
    """What a person or a program sees of a job while it runs."""

    def __init__(self, args: argparse.Namespace) -> None:
        self.quiet, self.json = args.quiet, args.json
        self.bar = not args.quiet and sys.stderr.isatty()
        self.next, self.next_event = time.monotonic() + (0 if self.bar else MINUTE), time.monotonic() + EVENT
        self.failures, self.languages = 0, set[str]()

    def tell(self, event: "Event") -> None:
        """An event: JSON on standard output when it is asked for, what a person should know on standard error."""
        if self.json:
            self._print({"event": event.kind} | {k: v for k, v in asdict(event).items() if v and k != "kind"})
        if event.kind == "failed":
            self.failures += 1
            if self.failures <= SHOWN:
                self.say(f"failed: {event.reason}" + (f" [{event.target}]" if event.target else ""), always=True)
            elif self.failures == SHOWN + 1:
                self.say("more failed: see the report", always=True)
        elif event.kind == "language" and event.reason not in self.languages:
            self.languages.add(event.reason)
            self.say(f"{event.name}: {NAMES[event.reason]} (found out; --from says otherwise)")
        elif event.kind == "notice":
            self.say(event.reason)

    def tick(self, tally: "Tally") -> None:
        """The bar, or a line a minute."""
        now = time.monotonic()
        if self.json and now >= self.next_event:
            self.next_event = now + EVENT
            self._print({"event": "progress"} | tally.figures())
        if self.quiet or now < self.next:
            return
        self.next = now + (BLINK if self.bar else MINUTE)
        if self.bar:
            width = shutil.get_terminal_size().columns - 1
            sys.stderr.write("\r\x1b[K" + _line(tally, bar=20)[:width])
            sys.stderr.flush()
        else:
            self.say(_line(tally))

    def say(self, text: str, *, always: bool = False) -> None:
        """A line on standard error."""
        if always or not self.quiet:
            print(("\r\x1b[K" if self.bar else "") + f"mtkit: {text}", file=sys.stderr, flush=True)

    def end(self) -> None:
        """The terminal is as it was."""
        if self.bar:
            sys.stderr.write("\r\x1b[K")

    def summary(self, tally: "Tally", report: Path) -> None:
        """What was done, how fast, what is to be looked at, and where."""
        self.end()
        if self.json:
            self._print({"event": "summary"} | tally.figures() | {"report": str(report)})
        kept = f" ({tally.kept:,} done before)" if tally.kept else ""
        hits = f", {tally.share_of_hits:.0%} from the store" if tally.looked_up else ""
        segments, tokens = (figure / max(tally.seconds, 1e-6) for figure in (tally.segments, tally.tokens))
        self.say(
            f"{tally.documents:,} documents{kept}, {tally.failed:,} failed, in {_clock(tally.seconds)}: "
            f"{tally.segments:,} segments ({segments:,.1f}/s, {tokens:,.0f} tokens/s{hits})"
        )
        if tally.issues:
            kinds = ", ".join(f"{code} {count:,}" for code, count in tally.issues.most_common())
            self.say(f"{tally.issues.total():,} issues, {tally.serious:,} serious: {kinds}")
        if tally.left_out:
            self.say(
                "no documents: " + ", ".join(f"{count:,} {suffix}" for suffix, count in tally.left_out.most_common(8))
            )
        self.say(f"report: {report}")

    def _print(self, row: dict[str, Any]) -> None:
        print(json.dumps(row, ensure_ascii=False), flush=True)


def _line(tally: "Tally", bar: int = 0) -> str:
    """The state of a job in one line."""
    segments, tokens, left = tally.speeds()
    share = min(1.0, tally.pages / tally.pages_in_all) if tally.pages_in_all else 0.0
    parts = [f"{tally.documents:,} documents", f"{segments:,.1f} segments/s", f"{tokens:,.0f} tokens/s"]
    parts += [f"{tally.share_of_hits:.0%} from the store", f"{tally.failed:,} failed"]
    parts.append(f"{_clock(left)} left" if left is not None else f"{_clock(tally.seconds)} so far")
    return (f"[{'#' * round(share * bar):.<{bar}}] " if bar else "") + f"{share:.0%}, " + ", ".join(parts)


def _clock(seconds: float) -> str:
    """
    >>> _clock(4.26), _clock(200), _clock(7384)
    ('4.3 s', '3 min 20 s', '2 h 03 min')
    """
    whole = round(seconds)
    if whole < 60:
        return f"{seconds:.1f} s"
    return f"{whole // 60} min {whole % 60:02} s" if whole < 3600 else f"{whole // 3600} h {whole % 3600 // 60:02} min"
