"""`mtkit glossary`: lint, convert, merge, diff, find and extract."""

import argparse
import sys
from pathlib import Path

from mtkit.errors import GlossaryError
from mtkit.glossary import Glossary
from mtkit.glossary.changes import diff, extract, join
from mtkit.glossary.formats import FORMATS, read, write
from mtkit.glossary.lint import lint
from mtkit.languages import LANGUAGES, normalise

__all__ = ["add", "run"]


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser("glossary")
    parser.set_defaults(run=run)
    tasks = parser.add_subparsers(dest="task", metavar="TASK", required=True)
    task = tasks.add_parser("lint", help="what a person should look at; exit code 1 when something is serious")
    task.add_argument("files", nargs="+", type=Path, metavar="FILE")
    task.add_argument("-q", "--quiet", action="store_true", help="serious issues only")
    _reading(task)
    task = tasks.add_parser("convert", help="from one format into another")
    task.add_argument("files", nargs=1, type=Path, metavar="IN")
    task.add_argument("output", type=Path, metavar="OUT")
    task.add_argument("--to-format", choices=FORMATS, help="else by the suffix of OUT")
    _reading(task)
    task = tasks.add_parser("merge", help="one table of several; names of the first file win")
    task.add_argument("files", nargs="+", type=Path, metavar="FILE")
    task.add_argument("-o", "--output", type=Path, required=True, metavar="OUT")
    task.add_argument("--to-format", choices=FORMATS, help="else by the suffix of OUT")
    _reading(task)
    task = tasks.add_parser("diff", help="what was added, removed and changed")
    task.add_argument("files", nargs=2, type=Path, metavar="FILE")
    _reading(task)
    task = tasks.add_parser("find", help="the names in the lines of standard input: line, column, form, its target")
    task.add_argument("files", nargs="+", type=Path, metavar="FILE")
    task.add_argument("--from", dest="source", required=True, choices=LANGUAGES)
    task.add_argument("--to", dest="target", required=True, choices=LANGUAGES)
    _reading(task)
    task = tasks.add_parser("extract", help="candidates for entries out of a TSV of source and target texts")
    task.add_argument("files", nargs=1, type=Path, metavar="PAIRS")
    task.add_argument("--from", dest="source", required=True, choices=LANGUAGES)
    task.add_argument("--to", dest="target", required=True, choices=LANGUAGES)
    task.add_argument("--least", type=int, default=2, metavar="N", help="seen together so often (default 2)")
    task.add_argument("-g", "--glossary", type=Path, help="names that are known already")
    _reading(task)


def _reading(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=FORMATS, help="format of the input files, else by suffix")
    parser.add_argument("--encoding", help="encoding of the input files, else UTF-8")
    parser.add_argument("--languages", metavar="A,B", help="languages of files with two columns, as ko,en")


def run(args: argparse.Namespace) -> int:
    """Do what the arguments say; 1 when lint found something serious."""
    return _TASKS[args.task](args)


def _languages(args: argparse.Namespace) -> tuple[str, str] | None:
    if not args.languages:
        return None
    codes = [normalise(code) for code in args.languages.split(",")]
    if len(codes) != 2 or codes[0] == codes[1]:
        raise GlossaryError(f"--languages {args.languages}", hint="say two, as ko,en")
    return codes[0], codes[1]


def _load(args: argparse.Namespace, path: Path) -> Glossary:
    return Glossary(read(path, encoding=args.encoding, format=args.format, languages=_languages(args)))


def _lint(args: argparse.Namespace) -> int:
    serious = 0
    for path in args.files:
        issues = lint(_load(args, path))
        serious += sum(issue.serious for issue in issues)
        for issue in issues:
            if issue.serious or not args.quiet:
                print(issue)
        print(f"mtkit: {path}: {len(issues)} issues", file=sys.stderr)
    return 1 if serious else 0


def _convert(args: argparse.Namespace) -> int:
    glossary = _load(args, args.files[0])
    write(args.output, glossary, format=args.to_format, languages=_languages(args))
    print(f"mtkit: {len(glossary)} entries -> {args.output}", file=sys.stderr)
    return 0


def _merge(args: argparse.Namespace) -> int:
    entries = _load(args, args.files[0]).entries
    for path in args.files[1:]:
        entries = join(entries, _load(args, path))
    write(args.output, entries, format=args.to_format, languages=_languages(args))
    print(f"mtkit: {len(entries)} entries -> {args.output}", file=sys.stderr)
    return 0


def _diff(args: argparse.Namespace) -> int:
    old, new = (_load(args, path) for path in args.files)
    for change in diff(old, new):
        print(change)
    return 0


def _find(args: argparse.Namespace) -> int:
    glossary = Glossary.merge(*(_load(args, path) for path in args.files))
    texts = sys.stdin.buffer.read().decode("utf-8").split("\n")
    for number, matches in enumerate(glossary.find_document(texts, args.source, args.target), 1):
        for match in matches:
            found = texts[number - 1][match.start : match.end]
            print(number, match.start + 1, found, match.target(args.target), match.role, sep="\t")
    return 0


def _extract(args: argparse.Namespace) -> int:
    pairs = []
    for number, line in enumerate(args.files[0].read_text(args.encoding or "utf-8").split("\n"), 1):
        cells = line.split("\t")
        if len(cells) == 2:
            pairs.append((cells[0], cells[1]))
        elif line:
            raise GlossaryError(
                f"{len(cells)} columns", path=args.files[0], line=number, hint="write source and target"
            )
    known = Glossary.load(args.glossary) if args.glossary else ()
    for found in extract(pairs, args.source, args.target, least=args.least, known=known):
        print(f"{found.score:.2f}", found.together, found.source, found.target, sep="\t")
    return 0


_TASKS = {"lint": _lint, "convert": _convert, "merge": _merge, "diff": _diff, "find": _find, "extract": _extract}
