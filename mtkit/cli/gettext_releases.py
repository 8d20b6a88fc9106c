"""`mtkit gettext export` and `import`: translated releases as catalogues, and reviewed catalogues as releases."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mtkit.cli.gettext_files import locales, report, stamp, write
from mtkit.languages import normalise

if TYPE_CHECKING:
    from mtkit.catalogues import Catalogue

__all__ = ["add"]


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add both verbs to those of gettext."""
    parser = verbs.add_parser(
        "export",
        help="releases (ID.LANG.md) as catalogues",
        description="An entry for each segment of the releases in DIRECTORY, with the translations that are there. An earlier "
        "catalogue is brought up to date.",
    )
    _add_options(parser)
    parser.set_defaults(run=_export)
    parser = verbs.add_parser(
        "import",
        help="reviewed catalogues as releases again",
        description="Each release of DIRECTORY in each language, from the catalogues below -d. Exit code 1 when a segment has no "
        "reviewed translation: it stays in the source language.",
    )
    _add_options(parser)
    parser.add_argument("-o", "--output", metavar="OUT", type=Path, help="another directory for the documents")
    parser.add_argument("-f", "--use-fuzzy", action="store_true", help="fuzzy entries, too")
    parser.add_argument("--memory", metavar="FILE", type=Path, help="put what is reviewed into this memory, too")
    parser.set_defaults(run=_import)


def _add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("releases", metavar="DIRECTORY", type=Path, help="where the releases are")
    parser.add_argument("--from", dest="source", metavar="LANG", required=True, help="language of the msgids")
    parser.add_argument("--to", dest="targets", metavar="LANG,..", required=True, help="languages of the catalogues")
    parser.add_argument("-d", "--directory", metavar="DIR", type=Path, required=True, help="directory of locales")
    parser.add_argument("--domain", default="releases", help="name of the catalogues (default releases)")
    parser.add_argument("-q", "--quiet", action="store_true", help="serious issues only")


def _export(args: argparse.Namespace) -> int:
    from mtkit import catalogues

    source, serious = normalise(args.source), 0
    releases, when = catalogues.find(args.releases, source), stamp("translators of the releases")
    for language in locales(args.targets):
        path = _path(args, language)
        known = catalogues.read(path) if path.exists() else None
        found, issues = catalogues.export(releases, source, normalise(language), args.domain, when, known)
        serious += report(issues, args.quiet)
        write(path, found.output().data)
        _say(args, f"{path}: {len(found.messages)} segments of {len(releases)} releases")
    return 1 if serious else 0


def _import(args: argparse.Namespace) -> int:
    from mtkit import catalogues

    source, serious = normalise(args.source), 0
    releases = catalogues.find(args.releases, source)
    read = [(language, catalogues.read(_path(args, language))) for language in locales(args.targets)]
    for language, catalogue in read:
        for release in releases:
            data, issues = catalogues.restored(release, source, catalogue, fuzzy=args.use_fuzzy)
            serious += report(issues, args.quiet)
            path = release.beside(source, normalise(language), args.output or args.releases)
            write(path, data)
            _say(args, str(path))
        if args.memory:
            _remember(args, catalogue, source, normalise(language))
    return 1 if serious else 0


def _remember(args: argparse.Namespace, catalogue: "Catalogue", source: str, target: str) -> None:
    from mtkit import catalogues
    from mtkit.memory import Memory

    with Memory.open(args.memory, create=True) as memory:
        added = memory.add(catalogues.units(catalogue, source, target))
    _say(args, f"{args.memory}: {added.new} new, {added.changed} changed, {added.known} known")


def _path(args: argparse.Namespace, language: str) -> Path:
    place: Path = args.directory / language / "LC_MESSAGES" / f"{args.domain}.po"
    return place


def _say(args: argparse.Namespace, text: str) -> None:
    if not args.quiet:
        print(f"mtkit: {text}", file=sys.stderr)
