"""What the verbs of gettext share: which files are meant, what is printed, how files are written."""

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mtkit.errors import InputError
from mtkit.languages import normalise
from mtkit.segments import Issue

if TYPE_CHECKING:
    from mtkit.catalogues import Catalogue, Stamp

__all__ = ["add_files", "bar", "catalogues_of", "locales", "read", "report", "stamp", "write"]


def add_files(parser: argparse.ArgumentParser) -> None:
    """The catalogues: files, directories, and `-d` for the site's directory of locales."""
    parser.add_argument("inputs", nargs="*", metavar="FILE", type=Path, help="PO files, or directories of them")
    parser.add_argument("-d", "--directory", metavar="DIR", type=Path, help="the site's directory of locales")
    parser.add_argument("--domain", help="with directories: catalogues of this name alone")


def catalogues_of(args: argparse.Namespace) -> tuple[Path, ...]:
    """The PO files that the arguments name. Raises InputError when there is none."""
    from mtkit.documents import files

    roots = [*args.inputs, *([args.directory] if args.directory else [])]
    if not roots:
        raise InputError("no catalogue", hint="name PO files, or say -d DIRECTORY")
    found = files.find(roots, [".po"])
    kept = tuple(path for path in found if not args.domain or path.stem == args.domain)
    if not kept:
        raise InputError(f"no {args.domain}.po", path=roots[0], hint="say another --domain")
    return kept


def read(path: Path) -> "Catalogue":
    """The catalogue in a PO or MO file."""
    from mtkit import catalogues
    from mtkit.documents import files

    return catalogues.load(files.load(path), str(path)) if path.suffix.lower() == ".mo" else catalogues.read(path)


@contextlib.contextmanager
def bar(label: str, quiet: bool) -> "Iterator[Callable[[int], None] | None]":
    """What to tell how much is done: a counter on a terminal, nothing elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from tqdm import tqdm

    with tqdm(desc=label, unit="segment", leave=False, file=sys.stderr) as counter:

        def moved(done: int) -> None:
            counter.update(done - counter.n)

        yield moved


def locales(text: str) -> list[str]:
    """`ko,ja-JP` as names of locales, each of a language that is known.

    >>> locales("ko, ja-JP")
    ['ko', 'ja_JP']
    """
    found = [code.strip().replace("-", "_") for code in text.split(",") if code.strip()]
    for code in found:
        normalise(code)
    return list(dict.fromkeys(found))


def report(issues: Sequence[Issue], quiet: bool) -> int:
    """Print the issues; how many are serious."""
    for issue in issues:
        if issue.serious or not quiet:
            print(f"mtkit: {issue}", file=sys.stderr)
    return sum(issue.serious for issue in issues)


def write(path: Path, data: bytes) -> None:
    """Write the whole file or nothing, below directories that are made for it."""
    from mtkit import documents

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"cannot be written ({error.strerror})", path=path, hint="say another directory") from error
    documents.write(path, data)


def stamp(translator: str = "") -> "Stamp":
    """Now, or what SOURCE_DATE_EPOCH says, so that a build can be repeated."""
    from mtkit.catalogues import Stamp

    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now().astimezone()
    date = moment.strftime("%Y-%m-%d %H:%M%z")
    return Stamp(date, translator) if translator else Stamp(date)
