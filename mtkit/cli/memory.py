"""`mtkit memory`: import, export, search, stats and prune."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mtkit.memory import Offer, Unit

__all__ = ["add", "run"]

_SHOWN = 100_000  # units between two lines of progress


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser("memory", help="keep translations and find them again")
    parser.set_defaults(run=run)
    tasks = parser.add_subparsers(dest="task", metavar="TASK", required=True)
    task = _task(tasks, "import", "units of TMX, PO, XLIFF, TSV and CSV files, of releases in several languages")
    task.add_argument("files", nargs="+", type=Path, metavar="FILE", help="file, or directory of NAME.LANG.md releases")
    task.add_argument("--from", dest="source", metavar="LANG", help="source language of a file that names none")
    task.add_argument("--to", dest="target", metavar="LANG", help="its target language")
    task.add_argument("--origin", default="", metavar="NAME", help="where the units come from (else the file's name)")
    task.add_argument(
        "--unreviewed", action="store_true", help="nobody has reviewed them: they are offered, never used by themselves"
    )
    task.add_argument("-q", "--quiet", action="store_true", help="say nothing")
    task = _task(tasks, "export", "the whole memory as TMX 1.4b")
    task.add_argument("output", metavar="OUT", help="a .tmx file; -: standard output")
    task = _task(tasks, "search", "what the memory offers for a text, best first")
    task.add_argument("text", nargs="?", default="-", help="the text; - or nothing: each line of standard input")
    task.add_argument("--from", dest="source", metavar="LANG", required=True, help="language of the text")
    task.add_argument("--to", dest="target", metavar="LANG", required=True, help="language of the translation")
    task.add_argument("--least", type=float, default=75, metavar="PERCENT", help="how much alike (default 75)")
    task.add_argument("-n", "--limit", type=int, default=5, metavar="N", help="offers at most (default 5)")
    task.add_argument("--json", action="store_true", help="JSON lines")
    task = _task(tasks, "stats", "how many units of which languages and origins")
    task.add_argument("--json", action="store_true", help="as JSON")
    task = _task(tasks, "prune", "remove the units that meet all conditions")
    task.add_argument("--before", default="", metavar="DATE", help="last changed before this day (2024-01-01)")
    task.add_argument("--origin", default="", metavar="NAME", help="that come from there")
    task.add_argument("--unreviewed", action="store_true", help="that nobody has reviewed")
    task.add_argument(
        "--superseded",
        default="",
        metavar="LANG",
        help="with a later translation of the same text in this language, context and languages being equal",
    )
    task.add_argument("--dry-run", dest="dry", action="store_true", help="only say how many")


def _task(
    tasks: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, about: str
) -> argparse.ArgumentParser:
    task = tasks.add_parser(name, help=about, description=about[0].upper() + about[1:] + ".")
    task.add_argument("memory", type=Path, metavar="MEMORY", help="the memory's file")
    return task


def run(args: argparse.Namespace) -> int:
    """Do the task; 0 when it is done."""
    return {"import": _import, "export": _export, "search": _search, "stats": _stats, "prune": _prune}[args.task](args)


def _import(args: argparse.Namespace) -> int:
    from mtkit.memory import Memory, exchange

    with Memory.open(args.memory, create=True) as memory:
        for path in args.files:
            units = exchange.read(path, source=args.source, target=args.target, origin=args.origin)
            counted = _Counted(units, str(path), args.unreviewed, args.quiet)
            added = memory.add(counted)
            if not args.quiet:
                left = f", {counted.left} left out (no translation)" if counted.left else ""
                text = f"{added.new} new, {added.changed} changed, {added.known} known"
                print(f"mtkit: {path}: {added.total} units: {text}{left}", file=sys.stderr)
    return 0


class _Counted:
    """Units on their way into the memory, with those left out counted and a line now and then."""

    def __init__(self, units: "Iterable[Unit | None]", name: str, unreviewed: bool, quiet: bool) -> None:
        self.units, self.name, self.unreviewed, self.left = units, name, unreviewed, 0
        self.quiet = quiet

    def __iter__(self) -> "Iterator[Unit]":
        from dataclasses import replace

        for number, unit in enumerate(self.units, 1):
            if unit is None:
                self.left += 1
            else:
                yield replace(unit, reviewed=False) if self.unreviewed else unit
            if number % _SHOWN == 0 and not self.quiet:
                print(f"mtkit: {self.name}: {number} units read", file=sys.stderr)


def _export(args: argparse.Namespace) -> int:
    from mtkit.documents import writing
    from mtkit.memory import Memory, tmx

    with Memory.open(args.memory) as memory:
        if args.output == "-":
            written, left = tmx.write(memory.units(), sys.stdout.buffer)
        else:
            with writing(args.output) as file:
                written, left = tmx.write(memory.units(), file)
    note = f"; {left} left out: they hold control characters, which XML has no place for" if left else ""
    print(f"mtkit: {written} units{note}", file=sys.stderr)
    return 0


def _search(args: argparse.Namespace) -> int:
    from mtkit.memory import Memory

    texts = (line.rstrip("\n") for line in sys.stdin) if args.text == "-" else (args.text,)
    with Memory.open(args.memory) as memory:
        for text in texts:
            offers = memory.search(text, args.source, args.target, least=args.least, limit=args.limit)
            if args.json:
                print(json.dumps({"text": text, "offers": [asdict(offer) for offer in offers]}, ensure_ascii=False))
            else:
                for offer in offers:
                    print(_line(offer))
            sys.stdout.flush()
    return 0


def _line(offer: "Offer") -> str:
    about = ", ".join(filter(None, (offer.origin, offer.date[:10], "" if offer.reviewed else "unreviewed")))
    fields = f"{offer.percent}%", offer.source, offer.target, about
    return "\t".join(field.replace("\t", " ").replace("\n", "\\n") for field in fields)


def _stats(args: argparse.Namespace) -> int:
    from mtkit.memory import Memory

    with Memory.open(args.memory) as memory:
        found, checksum = memory.stats(), memory.checksum
    if args.json:
        pairs = {"-".join(pair): count for pair, count in found.pairs.items()}
        print(json.dumps(asdict(found) | {"pairs": pairs, "checksum": checksum}, ensure_ascii=False))
        return 0
    rows = [("units", str(found.units)), ("reviewed", str(found.reviewed))]
    rows += [("-".join(pair), str(count)) for pair, count in found.pairs.items() if count]
    rows += [(f"from {origin or '(nowhere)'}", str(count)) for origin, count in found.origins.items()]
    rows += [("dates", f"{found.first[:10]} to {found.last[:10]}")] if found.last else []
    rows += [("size", f"{found.size / 1e6:.1f} MB"), ("checksum", checksum)]
    for name, value in rows:
        print(f"{name}\t{value}")
    return 0


def _prune(args: argparse.Namespace) -> int:
    from mtkit.memory import Memory

    with Memory.open(args.memory) as memory:
        count = memory.prune(
            before=args.before,
            origin=args.origin,
            unreviewed=args.unreviewed,
            superseded=args.superseded,
            dry=args.dry,
        )
    print(f"mtkit: {count} units {'would be removed' if args.dry else 'removed'}", file=sys.stderr)
    return 0
