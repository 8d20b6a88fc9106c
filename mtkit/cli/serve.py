"""`mtkit serve`: the server on this machine."""

import argparse
import os
import sys
from pathlib import Path

from mtkit.cli.options import add_engine_options, add_glossary_options
from mtkit.errors import InputError
from mtkit.glossary import Glossary

__all__ = ["add", "run"]

DESCRIPTION = """\
Serve translations on the wires of LibreTranslate and DeepL, and a page for browsers, until stopped (Ctrl-C).
Only this machine reaches it unless --host says otherwise, and then it wants API keys (or --open)."""


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser("serve", help="a server for CAT tools, scripts and browsers", description=DESCRIPTION)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=int, default=5000, help="port to listen on (default 5000; 0: a free one)")
    parser.add_argument(
        "--api-key-file", type=Path, metavar="FILE", help="let in those with a key of this file (one a line)"
    )
    parser.add_argument("--open", action="store_true", help="without keys, let in everybody who reaches --host")
    parser.add_argument("--data", type=Path, metavar="DIR", help="folder for glossaries and documents")
    parser.add_argument("--glossaries", type=Path, metavar="DIR", help="folder of tables (.tsv) that the page edits")
    parser.add_argument("--reports", type=Path, metavar="DIR", help="folder of evaluations that the page shows")
    parser.add_argument(
        "--memory", type=Path, metavar="FILE", help="translation memory: used, and written by the page; made if missing"
    )
    parser.add_argument(
        "--origin", action="append", metavar="URL", help="web site that may ask (default: any); repeatable"
    )
    parser.add_argument("--characters", type=int, default=200_000, metavar="N", help="most characters of a request")
    parser.add_argument("--queue", type=int, default=256, metavar="N", help="most requests that wait; more get 429")
    parser.add_argument(
        "--timeout", type=float, default=120.0, metavar="S", help="most seconds of a translation (default 120)"
    )
    parser.add_argument(
        "--probe-compat",
        action=argparse.BooleanOptionalAction,
        default=True,
        help='answer "test" from English to German, which Weblate asks for when it saves its settings',
    )
    parser.add_argument(
        "--padded",
        action="store_true",
        help="batches of many lengths: faster under load, but a translation may hang a little on its neighbours",
    )
    parser.add_argument("-q", "--quiet", action="store_true", help="no line for each request on standard error")
    add_glossary_options(parser)
    add_engine_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve until a signal; 0 after a graceful stop."""
    if args.term:
        raise InputError("--term has no direction here", hint="write the terms into a glossary: -g FILE")
    try:
        from mtkit.server import Settings, keys
        from mtkit.server.run import serve
    except ImportError as error:
        raise InputError(
            f"the server's libraries are missing ({error.name})", hint="pip install 'mtkit[server]'"
        ) from None
    settings = Settings(
        model=args.model,
        glossary=Glossary.merge(*map(Glossary.load, args.glossary)) if args.glossary else None,
        style=args.style,
        beam=args.beam,
        device=args.device,
        threads=args.threads,
        steady=not args.padded,
        host=args.host,
        port=args.port,
        keys=keys.load(args.api_key_file) if args.api_key_file else (),
        origins=tuple(args.origin or "*"),
        data=args.data or data_folder(),
        glossaries=_folder(args.glossaries),
        reports=_folder(args.reports),
        memory=args.memory,
        probe=args.probe_compat,
        queue=args.queue,
        timeout=args.timeout,
        characters=args.characters,
    )
    serve(settings, opened=args.open, quiet=args.quiet, ready=_ready)
    return 0


def _folder(path: Path | None) -> Path | None:
    """A folder that is there, or none. Raises InputError."""
    if path and not path.is_dir():
        raise InputError("no such folder", path=path, hint="make it, or say another")
    return path


def _ready(url: str) -> None:
    print(f"mtkit: listening on {url} (Ctrl-C stops)", file=sys.stderr, flush=True)


def data_folder() -> Path:
    """`mtkit/server` in the user's data folder.

    >>> data_folder().name
    'server'
    """
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "mtkit" / "server"
