"""The command: one file per verb, each a thin parser (`add`) and a plain function (`run`) that returns the exit code.

Exit codes: 0 done, 1 done with serious issues, 2 could not, 130 interrupted. Data goes to stdout, the rest to stderr.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

from mtkit import __version__
from mtkit.errors import MtkitError

__all__ = ["main"]

# The verbs and what each is for. Only the one that is asked for is imported, so that the command starts at once.
VERBS = {
    "translate": "translate files, directories or standard input",
    "check": "find what is wrong with translations",
    "evaluate": "score translations and models",
    "gettext": "fill, merge, compile and check the catalogues of a site",
    "glossary": "check, convert, join, compare and search glossaries",
    "memory": "keep translations and find them again",
    "models": "list, pull, check and export models",
    "serve": "a server for CAT tools, scripts and browsers",
    "train": "train or fine-tune a model on your own parallel text",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code.

    >>> main(["--version"])
    Traceback (most recent call last):
    SystemExit: 0
    """
    words = sys.argv[1:] if argv is None else argv
    args = _parser(words).parse_args(words)
    try:
        code: int = args.run(args)
        sys.stdout.flush()
        return code
    except MtkitError as error:
        if args.debug:
            raise
        print(f"mtkit: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("mtkit: interrupted", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader of our output went away (`mtkit ... | head`): not an error, and nothing more to say to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mtkit",
        description="Machine translation and localization for Korean, Japanese and English.",
        epilog="mtkit VERB --help tells the rest.",
    )
    parser.add_argument("--version", action="version", version=f"mtkit {__version__}")
    parser.add_argument("--debug", action="store_true", help="show a traceback with an error")
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    wanted = next((word for word in words if not word.startswith("-")), None)
    for verb, about in VERBS.items():
        if verb == wanted:
            importlib.import_module(f"mtkit.cli.{verb}").add(verbs)
        else:
            verbs.add_parser(verb, help=about)
    return parser
