"""`mtkit translate`: files, directories or standard input into one or more languages."""

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path, PurePath
from typing import Any, TextIO

from mtkit import documents
from mtkit.cli import bulk
from mtkit.cli.options import (
    add_engine_options,
    add_glossary_options,
    add_memory_option,
    add_server_options,
    glossary_of,
    languages_of,
    memory_of,
    server_of,
)
from mtkit.documents import Document
from mtkit.errors import InputError, LanguageError
from mtkit.languages import LANGUAGES, NAMES, detect, normalise
from mtkit.segments import Issue, Segment, Translation
from mtkit.translator import Translator

__all__ = ["add", "run"]

LINES = 256  # lines of standard input translated at once, when so many wait
CHUNK = 1 << 16  # bytes read at once
DESCRIPTION = """\
Translate files, directories or standard input. Without -o, one file into one language goes to standard output.
Standard input is text, one segment a line, and comes back line for line. A directory, ZIP archive, list or table
with -o DIRECTORY is a bulk job."""


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser("translate", description=DESCRIPTION)
    parser.add_argument("inputs", nargs="*", metavar="FILE", help="files or directories; - or nothing: standard input")
    parser.add_argument("--from", dest="source", metavar="LANG", help="source language (found out when not given)")
    parser.add_argument("--to", dest="targets", metavar="LANG,..", required=True, help="target languages: en, ja, ko")
    parser.add_argument("-o", "--output", metavar="OUT", type=Path, help="file (one input, one target) or directory")
    parser.add_argument("--format", choices=documents.formats(), help="format of the inputs (else by suffix)")
    parser.add_argument("--encoding", help="encoding of the inputs (else UTF-8, or found out with a notice)")
    parser.add_argument(
        "--column", action="append", default=[], metavar="NAME", help="column of a table; TARGET=SOURCE: fill"
    )
    parser.add_argument("--json", action="store_true", help="JSON lines on standard output, one a segment")
    parser.add_argument(
        "--issues", metavar="FILE", type=Path, help="write the issues there as JSON lines, not to stderr"
    )
    parser.add_argument("-q", "--quiet", action="store_true", help="no notices, no progress, serious issues only")
    add_glossary_options(parser)
    add_memory_option(parser)
    add_engine_options(parser)
    add_server_options(parser)
    bulk.add_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Translate what the arguments say; 1 when a serious issue is left."""
    targets = languages_of(args.targets)
    if bulk.is_bulk(args):
        return bulk.run(args, targets, partial(_translator, args))
    report = _Report(args)
    if not args.inputs or args.inputs == ["-"]:
        _standard_input(args, targets, report)
    else:
        _files(args, targets, report)
    report.close()
    return 1 if report.serious else 0


class _Report:
    """Where issues go, how many there were, and how much came out of the memory."""

    def __init__(self, args: argparse.Namespace) -> None:
        self.quiet, self.path, self.serious, self.count = args.quiet, args.issues, 0, 0
        self.lines: list[str] = []
        self.origins: Counter[str] | None = None if args.memory is None else Counter()

    def add(self, issues: Sequence[Issue], **context: str) -> None:
        for issue in issues:
            self.count += 1
            self.serious += issue.serious
            if self.path:
                self.lines.append(json.dumps(_issue(issue) | context, ensure_ascii=False))
            elif issue.serious or not self.quiet:
                print(f"mtkit: {issue}" + (f" [{context['to']}]" if "to" in context else ""), file=sys.stderr)

    def translated(self, translations: Sequence[Translation]) -> None:
        if self.origins is not None:
            self.origins.update(translation.origin for translation in translations)

    def close(self) -> None:
        if self.origins and not self.quiet:
            kinds = ", ".join(
                f"{n} {origin.removeprefix('memory ')}" for origin, n in sorted(self.origins.items()) if origin
            )
            known = self.origins.total() - self.origins[""]
            about = f": {kinds}" if kinds else ""
            print(f"mtkit: {known} of {self.origins.total()} segments from the memory{about}", file=sys.stderr)
        if self.path:
            documents.write(self.path, "".join(line + "\n" for line in self.lines).encode())
        if self.count and not self.quiet:
            place = f", see {self.path}" if self.path else ""
            print(f"mtkit: {self.count} issues, {self.serious} serious{place}", file=sys.stderr)


# Files


@dataclass(frozen=True)
class _Job:
    path: Path
    document: Document
    source: str
    outputs: tuple[tuple[str, Path | None], ...]  # (target language, file; None: standard output)


def _files(args: argparse.Namespace, targets: Sequence[str], report: _Report) -> None:
    jobs = _jobs(args, targets, report)
    translators: dict[tuple[str, str], Translator] = {}
    for number, job in enumerate(jobs, 1):
        for target, output in job.outputs:
            direction = job.source, target
            if direction not in translators:
                translators[direction] = _translator(args, *direction)
            label = f"[{number}/{len(jobs)}] {job.path.name} {job.source}-{target}"
            with _Bar(label, len(job.document.segments), args.quiet) as bar:
                result = translators[direction].translate(job.document, progress=bar.move)
            report.translated(result.translations)
            report.add(result.issues, file=str(job.path), to=target)
            if args.json:
                _print_json(result.translations, job.source, target, str(job.path))
            if output:
                result.write(output)
                if not args.quiet:
                    print(f"mtkit: {job.path} -> {output}", file=sys.stderr)
            elif not args.json:
                sys.stdout.buffer.write(result.data)
                sys.stdout.buffer.flush()


def _jobs(args: argparse.Namespace, targets: Sequence[str], report: _Report) -> list[_Job]:
    """Every input read and every output path decided before the first sentence is translated."""
    roots = [Path(name) for name in args.inputs]
    found = [(root, path) for root in roots for path in documents.discover([root])]
    as_directory = args.output and (args.output.is_dir() or len(found) * len(targets) > 1 or roots[0].is_dir())
    if not args.output and not args.json and len(found) * len(targets) > 1:
        raise InputError(f"{len(found)} inputs into {len(targets)} languages", hint="say -o DIRECTORY")
    jobs, taken = [], {path.resolve() for _, path in found}
    for root, path in found:
        document = documents.read(path, encoding=args.encoding, format=args.format, columns=args.column)
        report.add(document.notices, file=str(path))
        source = _source_language(args, "".join(s.source for s in document.segments), str(path))
        outputs: list[tuple[str, Path | None]] = []
        for target in _targets_for(source, targets, path, report):
            document.check(target)
            output = args.output / _output_name(root, path, source, target) if as_directory else args.output
            if output and output.resolve() in taken:
                raise InputError("would be written over", path=output, hint="say another -o")
            if output:
                taken.add(output.resolve())
                _check_writable(output)
            outputs.append((target, output))
        jobs.append(_Job(path, document, source, tuple(outputs)))
    return jobs


def _check_writable(output: Path) -> None:
    """Fail before the work, not after it."""
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        probe = output.parent / f".{output.name}.probe"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise InputError(f"cannot be written ({error.strerror})", path=output, hint="say another -o") from error


def _output_name(root: Path, path: Path, source: str, target: str) -> Path:
    from mtkit.bulk.outputs import output_name

    return Path(output_name(PurePath(path.relative_to(root) if path != root else path.name), source, target))


def _targets_for(source: str, targets: Sequence[str], path: Path | str, report: _Report) -> list[str]:
    if source in targets and len(targets) > 1:
        report.add((Issue("same-language", str(path), f"is {NAMES[source]} already: left out"),))
    left = [target for target in targets if target != source]
    if not left:
        raise LanguageError(
            f"{path}: nothing to do from {NAMES[source]} to {NAMES[source]}", hint="say another --to or --from"
        )
    return left


def _source_language(args: argparse.Namespace, text: str, name: str) -> str:
    if args.source:
        return normalise(args.source)
    found = detect(text)
    if not found:
        raise LanguageError(f"{name}: no letter of {', '.join(LANGUAGES)} in it", hint="say --from")
    if not args.quiet:
        print(f"mtkit: {name}: {NAMES[found]} (found out; --from says otherwise)", file=sys.stderr)
    return found


def _translator(args: argparse.Namespace, source: str, target: str) -> Translator:
    return Translator(
        source,
        target,
        model=args.model,
        glossary=glossary_of(args, source, target),
        style=args.style,
        beam=args.beam,
        device=args.device,
        threads=args.threads,
        engine=server_of(args, source, target),
        memory=memory_of(args),
    )


# Standard input


def _standard_input(args: argparse.Namespace, targets: Sequence[str], report: _Report) -> None:
    if len(targets) > 1 and not args.json:
        raise InputError("standard input goes into one language", hint="say one --to, or --json")
    if (args.format and args.format != "text") or args.output:
        _whole_input(args, targets, report)
        return
    translators: dict[tuple[str, str], Translator] = {}
    number, source = 0, normalise(args.source) if args.source else ""
    for lines in _waiting_lines(args):
        source = source or _source_language(args, "".join(lines), "standard input")
        segments = tuple(Segment(line, f"-:{number + i}") for i, line in enumerate(lines, 1))
        number += len(lines)
        for target in _targets_for(source, targets, "standard input", report):
            if (source, target) not in translators:
                translators[source, target] = _translator(args, source, target)
            done = translators[source, target].segments(segments)
            report.translated(done)
            report.add(tuple(issue for t in done for issue in t.issues), to=target)
            if args.json:
                _print_json(done, source, target, "-")
            else:
                sys.stdout.buffer.write("".join(t.target + "\n" for t in done).encode())
        sys.stdout.flush()


def _waiting_lines(args: argparse.Namespace) -> Iterator[list[str]]:
    """Lines as they come: as many as wait, so that a pipe is fast and a person gets an answer after each line."""
    encoding, number, rest = args.encoding or "utf-8", 0, b""
    while chunk := os.read(sys.stdin.fileno(), CHUNK):
        *lines, rest = (rest + chunk).split(b"\n")
        for start in range(0, len(lines), LINES):
            yield [
                _decoded(line, encoding, number + start + i) for i, line in enumerate(lines[start : start + LINES], 1)
            ]
        number += len(lines)
    if rest:
        yield [_decoded(rest, encoding, number + 1)]


def _decoded(line: bytes, encoding: str, number: int) -> str:
    try:
        return line.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise InputError(f"not {encoding}", path="standard input", line=number, hint="say --encoding") from error


def _whole_input(args: argparse.Namespace, targets: Sequence[str], report: _Report) -> None:
    data = sys.stdin.buffer.read()
    document = documents.parse(
        data, format=args.format or "text", name="-", encoding=args.encoding, columns=args.column
    )
    report.add(document.notices)
    source = _source_language(args, "".join(s.source for s in document.segments), "standard input")
    for target in _targets_for(source, targets, "standard input", report):
        result = _translator(args, source, target).translate(document)
        report.translated(result.translations)
        report.add(result.issues, to=target)
        if args.json:
            _print_json(result.translations, source, target, "-")
        if args.output:
            _check_writable(args.output)
            result.write(args.output)
        elif not args.json:
            sys.stdout.buffer.write(result.data)


# What is printed


def _issue(issue: Issue) -> dict[str, Any]:
    return {"code": issue.code, "where": issue.where, "message": issue.message, "serious": issue.serious}


def _print_json(translations: Sequence[Translation], source: str, target: str, name: str) -> None:
    for translation in translations:
        row = {
            "file": name,
            "where": translation.segment.where,
            "from": source,
            "to": target,
            "source": translation.segment.source,
            "target": translation.target,
            "issues": [_issue(issue) for issue in translation.issues],
            "terms": [asdict(term) for term in translation.terms],
            "origin": translation.origin,
            "signature": translation.signature,
        }
        print(json.dumps(row, ensure_ascii=False))


class _Bar:
    """A progress bar on a terminal, nothing elsewhere."""

    def __init__(self, label: str, total: int, quiet: bool, stream: TextIO = sys.stderr) -> None:
        self.label, self.total, self.shown = label, total, not quiet and stream.isatty()
        self.bar: Any = None  # tqdm, when there is a terminal

    def __enter__(self) -> "_Bar":
        if self.shown:
            from tqdm import tqdm

            self.bar = tqdm(total=self.total, desc=self.label, unit="segment", leave=False, file=sys.stderr)
        return self

    def move(self, done: int) -> None:
        if self.bar is not None:
            self.bar.update(done - self.bar.n)

    def __exit__(self, *_: object) -> None:
        if self.bar is not None:
            self.bar.close()
