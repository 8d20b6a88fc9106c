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

VERBS = ("translate", "evaluate", "glossary", "models", "train")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code.

    >>> main(["--version"])
    Traceback (most recent call last):
    SystemExit: 0
    """
    parser = _parser()
    args = parser.parse_args(argv)
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mtkit",
        description="Machine translation and localization for Korean, Japanese and English.",
        epilog="mtkit VERB --help tells the rest.",
    )
    parser.add_argument("--version", action="version", version=f"mtkit {__version__}")
    parser.add_argument("--debug", action="store_true", help="show a traceback with an error")
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    for verb in VERBS:
        importlib.import_module(f"mtkit.cli.{verb}").add(verbs)
    return parser
