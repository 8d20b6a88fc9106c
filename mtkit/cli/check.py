"""`mtkit check`: what is wrong with translations, whoever made them."""

import argparse
import json
import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from mtkit import checks
from mtkit.checks import Term, reading
from mtkit.checks.terms import summary
from mtkit.cli.options import add_glossary_options, glossary_of
from mtkit.errors import LanguageError
from mtkit.glossary import Glossary
from mtkit.languages import normalise
from mtkit.segments import Issue

__all__ = ["add", "run"]

DESCRIPTION = """\
Check translations: SOURCE TARGET for two texts (line by line), two documents of one format (segment by segment) or two
directories; SOURCE alone for a file that holds both languages (PO, XLIFF, TMX, TSV, CSV). Exit code 1 when an issue is
serious."""
_STATUSES = ("exact", "accepted", "missed", "forbidden", "over-used")


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser("check", description=DESCRIPTION, epilog=f"Checks: {', '.join(checks.CHECKS)}.")
    parser.add_argument("source", type=Path, metavar="SOURCE")
    parser.add_argument("target", type=Path, nargs="?", metavar="TARGET")
    parser.add_argument("--from", dest="source_language", metavar="LANG", help="source language (else found out)")
    parser.add_argument("--to", dest="target_language", metavar="LANG", help="target language (else found out)")
    parser.add_argument("--only", default="", metavar="CHECK,..", help="these checks alone")
    parser.add_argument("--without", default="", metavar="CHECK,..", help="all checks but these")
    parser.add_argument("--terms", action="store_true", help="with -g: every term of every segment")
    parser.add_argument("--format", help="format of two documents (else by suffix)")
    parser.add_argument("--encoding", help="encoding of two texts or documents (else UTF-8, or found out)")
    parser.add_argument(
        "--json", action="store_true", help="JSON lines: issues, terms, a line a document, one at the end"
    )
    parser.add_argument("-q", "--quiet", action="store_true", help="serious issues only")
    add_glossary_options(parser)
    parser.set_defaults(run=run)


@dataclass(frozen=True)
class _Report:
    """What was found in one document."""

    name: str
    segments: int
    issues: tuple[Issue, ...]
    terms: tuple[Term, ...] = ()

    @property
    def serious(self) -> int:
        return sum(issue.serious for issue in self.issues)

    def numbers(self) -> dict[str, object]:
        return {"segments": self.segments, "issues": len(self.issues), "serious": self.serious, **_counted(self.terms)}


def run(args: argparse.Namespace) -> int:
    """Check what the arguments name; 1 when something serious was found."""
    reports = []
    for report in _reports(args):
        reports.append(report)
        (_print_json if args.json else _print_table)(args, report)
    _finish(args, reports)
    return 1 if any(report.serious for report in reports) else 0


def _reports(args: argparse.Namespace) -> Iterator[_Report]:
    codes = [normalise(code) if code else "" for code in (args.source_language, args.target_language)]
    if codes[0] and codes[0] == codes[1]:
        raise LanguageError(f"nothing to compare from {codes[0]} to {codes[1]}")
    pair = codes[0], codes[1]
    only, without = ([name for name in text.split(",") if name] for text in (args.only, args.without))
    for source, target in reading.matched(args.source, args.target, pair):
        units = checks.units(checks.read(source, target, pair, format=args.format, encoding=args.encoding), *pair)
        glossary = _glossary(args, units)
        found = checks.check(units, glossary=glossary, only=only, without=without)
        kept = tuple(issue for issue in found if issue.serious or not args.quiet)
        yield _Report(str(target or source), len(units), kept, checks.term_report(units, glossary) if glossary else ())


def _glossary(args: argparse.Namespace, units: Sequence[checks.Unit]) -> Glossary | None:
    return glossary_of(args, *units[0].languages) if units else None


def _counted(found: Sequence[Term]) -> dict[str, object]:
    counts = Counter(term.status for term in found)
    return {"terms": {status: counts[status] for status in _STATUSES}} if found else {}


def _print_json(args: argparse.Namespace, report: _Report) -> None:
    rows: list[dict[str, object]] = [{"kind": "issue", "document": report.name, **_issue(i)} for i in report.issues]
    rows += ({"kind": "term", "document": report.name, **asdict(term)} for term in report.terms)
    rows.append({"kind": "document", "document": report.name, **report.numbers()})
    for row in rows:
        print(json.dumps(row, ensure_ascii=False))


def _issue(issue: Issue) -> dict[str, object]:
    return {"code": issue.code, "where": issue.where, "message": issue.message, "serious": issue.serious}


def _print_table(args: argparse.Namespace, report: _Report) -> None:
    _print_rows(
        [("serious" if i.serious else "look", i.where, i.code, i.message.replace("\n", "⏎")) for i in report.issues]
    )
    if args.terms:
        _print_rows([(t.status, t.where, t.found or "-", f"{t.wanted} | {t.written or '-'}") for t in report.terms])


def _print_rows(rows: Sequence[tuple[str, ...]]) -> None:
    """Aligned columns; on a terminal the last one is cut to the width."""
    if not rows:
        return
    widths = [max(_cells(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    room = shutil.get_terminal_size().columns - sum(widths) - 2 * len(widths) if sys.stdout.isatty() else 0
    for row in rows:
        padded = [cell + " " * (width - _cells(cell)) for cell, width in zip(row[:-1], widths, strict=True)]
        print("  ".join((*padded, _cut(row[-1], room))))


def _cells(text: str) -> int:
    """How many cells of a terminal the text takes."""
    return sum(2 if "\u1100" <= char <= "\u115f" or "\u2e80" <= char <= "\uffdc" else 1 for char in text)


def _cut(text: str, room: int) -> str:
    if room < 20 or _cells(text) <= room:
        return text
    while _cells(text) > room - 1:
        text = text[:-1]
    return text + "…"


def _finish(args: argparse.Namespace, reports: Sequence[_Report]) -> None:
    found = [term for report in reports for term in report.terms]
    total = _Report("", sum(r.segments for r in reports), tuple(i for r in reports for i in r.issues), tuple(found))
    if args.json:
        print(json.dumps({"kind": "run", "documents": len(reports), **total.numbers()}, ensure_ascii=False))
        return
    if found:
        _print_terms(found)
    documents = f"{len(reports)} documents, " if len(reports) > 1 else ""
    print(
        f"mtkit: {documents}{total.segments} segments, {len(total.issues)} issues, {total.serious} serious",
        file=sys.stderr,
    )


def _print_terms(found: Sequence[Term]) -> None:
    """A line a term: how often it was written exactly, in another accepted form, and so on; the total at the end."""
    rows = [("term", "wanted", " ".join(f"{status:>9}" for status in _STATUSES))]
    for (form, wanted), counts in sorted(summary(found).items()):
        rows.append((form, wanted, " ".join(f"{counts[status]:>9}" for status in _STATUSES)))
    total = Counter(term.status for term in found)
    rows.append(("total", str(len(found)), " ".join(f"{total[status]:>9}" for status in _STATUSES)))
    _print_rows(rows)
