"""Options that several verbs share."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from mtkit.glossary import Glossary
from mtkit.languages import LANGUAGES, normalise

if TYPE_CHECKING:
    from mtkit.engines import Engine
    from mtkit.memory import Memory

__all__ = [
    "add_engine_options",
    "add_glossary_options",
    "add_memory_option",
    "add_server_options",
    "glossary_of",
    "languages_of",
    "memory_of",
    "server_of",
]


def add_glossary_options(parser: argparse.ArgumentParser) -> None:
    """`-g FILE` and `--term SOURCE=TARGET`, both as often as wanted, earlier ones first."""
    parser.add_argument(
        "-g",
        "--glossary",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="glossary; more than one: the first wins",
    )
    parser.add_argument(
        "--term", action="append", default=[], metavar="SOURCE=TARGET", help="a term for this run alone"
    )


def add_engine_options(parser: argparse.ArgumentParser) -> None:
    """The model and how it decodes."""
    parser.add_argument(
        "-m", "--model", default="embedded", metavar="MODEL", help="name in the registry, or a model directory"
    )
    parser.add_argument("--beam", type=int, default=4, help="beam size (default 4; 1 is greedy)")
    parser.add_argument(
        "--style", choices=("plain", "polite", "casual"), help="speech level of Korean and Japanese output"
    )
    parser.add_argument("--device", default="auto", help="auto, cpu or cuda")
    parser.add_argument("--threads", type=int, default=0, help="processor cores to use (default: all)")


def add_memory_option(parser: argparse.ArgumentParser) -> None:
    """`--memory FILE`."""
    parser.add_argument(
        "--memory",
        type=Path,
        metavar="FILE",
        help="translation memory: used for equal texts and for those that differ in numbers, dates and names alone",
    )


def memory_of(args: argparse.Namespace) -> "Memory | None":
    """The memory of the command line, None when none is named. Raises InputError when it cannot be used."""
    if args.memory is None:
        return None
    from mtkit.memory import Memory

    return Memory.open(args.memory)


def add_server_options(parser: argparse.ArgumentParser) -> None:
    """`--server URL` and `--api-key-file FILE`."""
    parser.add_argument("--server", metavar="URL", help="translate with the model of a running `mtkit serve`")
    parser.add_argument("--api-key-file", type=Path, metavar="FILE", help="the key for --server, in its first line")


def server_of(args: argparse.Namespace, source: str, target: str) -> "Engine | None":
    """The engine of the server that is named; None when there is none."""
    if not args.server:
        return None
    from mtkit.documents.files import load
    from mtkit.engines.remote import RemoteEngine

    key = load(args.api_key_file).decode("utf-8", "replace").split("\n")[0].strip() if args.api_key_file else ""
    return RemoteEngine(args.server, source, target, key=key)


def glossary_of(args: argparse.Namespace, source: str, target: str) -> Glossary | None:
    """The glossaries and terms of the command line as one, terms first; None when there are none."""
    parts = [Glossary.inline(term, source, target) for term in args.term]
    parts += [Glossary.load(path) for path in args.glossary]
    return Glossary.merge(*parts) if parts else None


def languages_of(text: str) -> tuple[str, ...]:
    """`en,ko` as codes, each once.

    >>> languages_of("en, kor,en")
    ('en', 'ko')
    """
    return tuple(dict.fromkeys(normalise(code) for code in text.split(",") if code.strip())) or LANGUAGES
