"""`mtkit gettext`: the catalogues of a site, from its template to what the site loads."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from mtkit.cli import gettext_fill, gettext_releases
from mtkit.cli.gettext_files import add_files, catalogues_of, read, report, write
from mtkit.cli.options import add_glossary_options, glossary_of
from mtkit.errors import LanguageError
from mtkit.languages import detect, normalise

if TYPE_CHECKING:
    from mtkit.catalogues import Catalogue, Stats

__all__ = ["add"]


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb and its own verbs to the command's parser."""
    parser = verbs.add_parser("gettext", description=__doc__.split(":", 1)[1].strip().capitalize())
    inner = parser.add_subparsers(metavar="WHAT", required=True)
    gettext_fill.add(inner)
    _add_merge(inner)
    _add_compile(inner)
    _add_check(inner)
    _add_stats(inner)
    gettext_releases.add(inner)


def _add_merge(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "bring PO files up to date with a newer template"
    parser = verbs.add_parser("merge", help=about, description=f"{about.capitalize()}, by the rules of msgmerge.")
    parser.add_argument("template", metavar="POT", type=Path)
    add_files(parser)
    parser.add_argument("--no-guess", action="store_true", help="no fuzzy translations from similar messages")
    parser.set_defaults(run=_merge)


def _merge(args: argparse.Namespace) -> int:
    from mtkit import catalogues

    template = catalogues.read(args.template)
    args.domain = args.domain or (args.template.stem if args.directory else None)
    for path in catalogues_of(args):
        merged = catalogues.merge(catalogues.read(path), template, guess=not args.no_guess)
        output = merged.output()
        report(output.notices, False)
        write(path, output.data)
        print(_line(catalogues.count(merged)), file=sys.stderr)
    return 0


def _add_compile(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = verbs.add_parser("compile", help="write the MO files that programs load, beside the PO files")
    add_files(parser)
    parser.add_argument("-f", "--use-fuzzy", action="store_true", help="fuzzy entries, too")
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help="another file for one PO file")
    parser.set_defaults(run=_compile)


def _compile(args: argparse.Namespace) -> int:
    from mtkit import catalogues

    paths = catalogues_of(args)
    if args.output and len(paths) != 1:
        raise LanguageError(f"{len(paths)} catalogues into {args.output}", hint="leave -o out")
    serious = 0
    for path, catalogue in [(path, catalogues.read(path)) for path in paths]:
        broken = [issue for issue in catalogues.broken(catalogue) if issue.serious]
        serious += report(broken, False)
        if not broken:
            output = args.output or path.with_suffix(".mo")
            write(output, catalogues.dump(catalogue, fuzzy=args.use_fuzzy))
            print(f"mtkit: {output}", file=sys.stderr)
    return 1 if serious else 0


def _add_check(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = verbs.add_parser(
        "check",
        help="find what is wrong with catalogues",
        description="Headers, plural forms, directives by their flags, and all that mtkit check looks for. Fuzzy entries are left out. "
        "Exit code 1 when something is serious.",
    )
    add_files(parser)
    parser.add_argument("--from", dest="source", metavar="LANG", help="language of the msgids (else found out)")
    parser.add_argument("--to", dest="target", metavar="LANG", help="language of the msgstrs (else as the files say)")
    parser.add_argument("--json", action="store_true", help="JSON lines, one an issue")
    parser.add_argument("-q", "--quiet", action="store_true", help="serious issues only")
    add_glossary_options(parser)
    parser.set_defaults(run=_check)


def _check(args: argparse.Namespace) -> int:
    from mtkit import catalogues

    serious = count = 0
    for path in catalogues_of(args):
        catalogue = read(path)
        source, target = _languages(args, catalogue)
        issues = (*catalogue.notices, *catalogues.check(catalogue, source, target, glossary_of(args, source, target)))
        for issue in issues:
            if issue.serious or not args.quiet:
                print(json.dumps(asdict(issue), ensure_ascii=False) if args.json else issue)
        serious, count = serious + sum(issue.serious for issue in issues), count + len(issues)
    print(f"mtkit: {count} issues, {serious} serious", file=sys.stderr)
    return 1 if serious else 0


def _languages(args: argparse.Namespace, catalogue: "Catalogue") -> tuple[str, str]:
    texts = ("".join(entry.id for entry in catalogue.messages), "".join("".join(e.strings) for e in catalogue.messages))
    header = catalogue.header
    said = (args.source or header.get("X-Source-Language"), args.target or header.get("Language"))
    found = [normalise(code) if code else detect(text) for code, text in zip(said, texts, strict=True)]
    if not found[0] or not found[1]:
        raise LanguageError(f"{catalogue.name}: no language", hint="say --from and --to")
    return found[0], found[1]


def _add_stats(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = verbs.add_parser("stats", help="count what is translated, fuzzy and untranslated")
    add_files(parser)
    parser.add_argument("--json", action="store_true", help="JSON lines, one a catalogue")
    parser.set_defaults(run=_stats)


def _stats(args: argparse.Namespace) -> int:
    from mtkit import catalogues

    for path in catalogues_of(args):
        stats = catalogues.count(read(path))
        print(json.dumps(asdict(stats) | {"share": stats.share}, ensure_ascii=False) if args.json else _line(stats))
    return 0


def _line(stats: "Stats") -> str:
    return (
        f"{stats.name}: {stats.language or '?'} {stats.share:.0%} translated: {stats.translated} translated "
        f"({stats.machine} by machine), {stats.fuzzy} fuzzy, {stats.untranslated} untranslated, {stats.obsolete} obsolete"
    )
