"""`mtkit gettext fill`: a template becomes catalogues, a catalogue is completed."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mtkit.cli.gettext_files import bar, locales, report, stamp, write
from mtkit.cli.options import add_engine_options, add_glossary_options, add_memory_option, glossary_of, memory_of
from mtkit.errors import InputError, LanguageError
from mtkit.languages import LANGUAGES, NAMES, detect, normalise

if TYPE_CHECKING:
    from mtkit.catalogues import Catalogue
    from mtkit.translator import Translator

__all__ = ["add", "run"]


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb to those of gettext."""
    parser = verbs.add_parser(
        "fill",
        help="translate what has no translation",
        description="A template (POT) becomes DIR/LANG/LC_MESSAGES/DOMAIN.po for each language; one that is there is "
        "brought up to date first. A PO file is completed where it is. Exit code 1 when an entry stays untranslated or a check failed.",
    )
    parser.add_argument("inputs", nargs="+", metavar="FILE", type=Path, help="POT or PO files")
    parser.add_argument("--from", dest="source", metavar="LANG", help="language of the msgids (else found out)")
    parser.add_argument("--to", dest="targets", metavar="LANG,..", help="target languages (else as the PO files say)")
    parser.add_argument("-d", "--directory", metavar="DIR", type=Path, help="the site's directory of locales")
    parser.add_argument("--domain", help="name of the catalogue (else the template's)")
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help="another file for one PO file")
    parser.add_argument("--no-fuzzy", action="store_true", help="do not mark what is filled as fuzzy")
    parser.add_argument("--redo-fuzzy", action="store_true", help="translate fuzzy entries anew")
    parser.add_argument("--last-translator", metavar="NAME", default="", help="for the header, where it has none")
    parser.add_argument("--encoding", help="encoding of the files (else what they say)")
    parser.add_argument("-q", "--quiet", action="store_true", help="serious issues only")
    add_glossary_options(parser)
    add_memory_option(parser)
    add_engine_options(parser)
    parser.set_defaults(run=run)
    parser.epilog = "--style is for sentences (polite when not given); labels have none."


def run(args: argparse.Namespace) -> int:
    """Fill what the arguments name; 1 when something serious is left."""
    from mtkit import catalogues

    wanted = catalogues.Wanted(not args.no_fuzzy, args.redo_fuzzy, stamp(args.last_translator))
    translators: dict[tuple[str, str], tuple[Translator, Translator]] = {}
    serious = 0
    for catalogue, direction, output in _directions(args, _jobs(args)):
        if direction not in translators:
            translators[direction] = _translators(args, *direction)
        labels, sentences = translators[direction]
        with bar(str(output), args.quiet) as moved:
            filled = catalogues.fill(catalogue, labels, wanted, moved, sentences)
        written = filled.catalogue.output()
        issues = (*catalogue.notices, *filled.issues, *written.notices)
        serious += report(issues, args.quiet)
        if filled.filled or not output.exists() or written.data != output.read_bytes():
            write(output, written.data)
        if not args.quiet:
            print(f"mtkit: {output}: {filled.filled} filled, {filled.left} left untranslated", file=sys.stderr)
    return 1 if serious else 0


def _jobs(args: argparse.Namespace) -> "list[tuple[Catalogue, str, Path]]":
    """Every catalogue with its language and where it goes; read before the first is translated."""
    from mtkit import catalogues

    jobs = []
    for path in args.inputs:
        catalogue = catalogues.read(path, encoding=args.encoding)
        if path.suffix.lower() == ".pot":
            jobs += _from_template(args, catalogue, path)
        else:
            jobs.append((catalogue, _own_language(args, catalogue, path), args.output or path))
    outputs = [output.resolve() for _, _, output in jobs]
    twice = next((output for output in outputs if outputs.count(output) > 1), None)
    if twice:
        raise InputError("more than one catalogue would go there", path=twice, hint="say -d DIRECTORY and --domain")
    return jobs


def _directions(
    args: argparse.Namespace, jobs: "Sequence[tuple[Catalogue, str, Path]]"
) -> "list[tuple[Catalogue, tuple[str, str], Path]]":
    """The jobs with their directions; one into the language that its msgids are in is left out with a notice."""
    found = [(catalogue, (_source(args, catalogue), normalise(language)), path) for catalogue, language, path in jobs]
    left = [job for job in found if job[1][0] != job[1][1]]
    if found and not left:
        name = NAMES[found[0][1][0]]
        raise LanguageError(f"nothing to do from {name} to {name}", hint="say another --to or --from")
    for _, (source, target), path in found:
        if source == target and not args.quiet:
            print(f"mtkit: {path}: the msgids are {NAMES[source]} already: left out", file=sys.stderr)
    return left


def _from_template(args: argparse.Namespace, template: "Catalogue", path: Path) -> "list[tuple[Catalogue, str, Path]]":
    from mtkit import catalogues

    if not args.targets or not (args.directory or args.output):
        raise InputError("a template needs languages and a place", path=path, hint="say --to ko,ja -d locale")
    domain = args.domain or path.stem
    jobs = []
    for language in locales(args.targets):
        output = args.output or args.directory / language / "LC_MESSAGES" / f"{domain}.po"
        if output.exists():
            catalogue = catalogues.merge(catalogues.read(output), template)
        else:
            catalogue = catalogues.localized(template, language, domain, stamp(args.last_translator))
        jobs.append((catalogue, language, output))
    return jobs


def _own_language(args: argparse.Namespace, catalogue: "Catalogue", path: Path) -> str:
    said = args.targets or catalogue.header.get("Language", "")
    found = locales(said)
    if len(found) != 1:
        raise LanguageError(f"{path}: {len(found) or 'no'} languages for one PO file", hint="say --to LANG")
    return found[0]


def _source(args: argparse.Namespace, catalogue: "Catalogue") -> str:
    said = args.source or catalogue.header.get("X-Source-Language")
    found = normalise(said) if said else detect("".join(entry.id for entry in catalogue.messages))
    if not found:
        raise LanguageError(f"{catalogue.name}: no letter of {', '.join(LANGUAGES)} in it", hint="say --from")
    if not said and not args.quiet:
        print(f"mtkit: {catalogue.name}: {NAMES[found]} (found out; --from says otherwise)", file=sys.stderr)
    return found


def _translators(args: argparse.Namespace, source: str, target: str) -> "tuple[Translator, Translator]":
    """One for labels and one for sentences, which share the engine: `저장`, but `저장되었습니다.`"""
    from mtkit.translator import Translator

    common = {"glossary": glossary_of(args, source, target), "beam": args.beam, "memory": memory_of(args)}
    labels = Translator(source, target, model=args.model, device=args.device, threads=args.threads, **common)
    return labels, Translator(source, target, engine=labels.engine, style=args.style or "polite", **common)
