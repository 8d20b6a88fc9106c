"""`mtkit models`: what models there are, and getting, checking and moving them."""

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from mtkit import models
from mtkit.languages import directions, normalise
from mtkit.models import Entry

__all__ = ["add", "run"]


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser("models")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--registry", action="append", default=[], type=Path, metavar="FILE", help="more models (TOML)")
    common.add_argument("--cache", type=Path, metavar="DIR", help="folder of pulled models (default: the user's cache)")
    common.add_argument("--json", action="store_true", help="JSON on standard output")
    actions = parser.add_subparsers(metavar="ACTION", required=True, dest="action")
    actions.add_parser("list", parents=[common], help="the models by name")
    for name, about in (("info", "what is known of a model"), ("check", "verify its files and test it")):
        action = actions.add_parser(name, parents=[common], help=about)
        action.add_argument("name", metavar="MODEL", help="registry name, hub id or directory")
    pull = actions.add_parser("pull", parents=[common], help="download and convert a model of the hub, once")
    pull.add_argument("names", nargs="+", metavar="MODEL", help="registry names or hub ids")
    pull.add_argument("--revision", help="commit, tag or branch instead of the registry's")
    pull.add_argument("--again", action="store_true", help="also when it is there already")
    pull.add_argument("--offline", action="store_true", help="do not use the network: fail when it is not there")
    export = actions.add_parser("export", parents=[common], help="write a model as a directory to take elsewhere")
    export.add_argument("name", metavar="MODEL", help="registry name, hub id or directory")
    export.add_argument("--to", required=True, type=Path, metavar="DIR", help="a new directory")
    export.add_argument(
        "--format", choices=models.FORMATS, default="ctranslate2", help="transformers: a MarianMT checkpoint"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Do what the command line asks."""
    shelf = models.Shelf(args.cache, args.registry)
    return _ACTIONS[args.action](shelf, args)


def _list(shelf: models.Shelf, args: argparse.Namespace) -> int:
    rows = [_row(shelf, entry) for entry in shelf.entries.values()]
    if args.json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    _table(
        ("MODEL", "DIRECTIONS", "STATE", "ABOUT"), ([r["name"], r["directions"], r["state"], r["about"]] for r in rows)
    )
    return 0


def _info(shelf: models.Shelf, args: argparse.Namespace) -> int:
    entry = shelf.find(args.name)
    found = _row(shelf, entry)
    folder = shelf.folder(entry)
    card = models.read_card(folder) if folder else None
    known = asdict(card) if card else {}
    merged = {"hub": entry.hub, "revision": entry.revision if entry.hub else "", "path": str(folder or ""), **known}
    merged = {"name": entry.name, **found, **{key: value for key, value in merged.items() if value not in ("", None)}}
    if entry.chains:
        merged["chains"] = {direction: " + ".join(steps) for direction, steps in entry.chains.items()}
    if args.json:
        print(json.dumps(merged, ensure_ascii=False, indent=2))
        return 0
    for key, value in _lines(merged):
        print(f"{key:12} {value}")
    return 0


def _pull(shelf: models.Shelf, args: argparse.Namespace) -> int:
    for name in args.names:
        for entry in shelf.members(shelf.find(name)):
            fresh = shelf.pull(entry, revision=args.revision, again=args.again, offline=args.offline, say=_say)
            _say(f"{entry.name}: {'pulled' if fresh else 'there already'}")
            print(
                json.dumps({"name": entry.name, "path": str(shelf.folder(entry))}) if args.json else shelf.folder(entry)
            )
    return 0


def _check(shelf: models.Shelf, args: argparse.Namespace) -> int:
    wanted = shelf.find(args.name)
    bad = 0
    for entry in shelf.members(wanted):
        for finding in shelf.check(entry):
            bad += bool(finding.wrong)
            if args.json:
                print(json.dumps({"name": entry.name, **asdict(finding)}, ensure_ascii=False))
            else:
                verdict = finding.wrong or "good"
                print(f"{entry.name} {finding.source}-{finding.target} {finding.usable}/{finding.tried} {verdict}")
    return 1 if bad else 0


def _export(shelf: models.Shelf, args: argparse.Namespace) -> int:
    shelf.export(shelf.find(args.name), args.to, form=args.format)
    print(json.dumps({"path": str(args.to), "format": args.format}) if args.json else args.to)
    return 0


_ACTIONS = {"list": _list, "info": _info, "pull": _pull, "check": _check, "export": _export}


def _row(shelf: models.Shelf, entry: Entry) -> dict[str, Any]:
    known = entry.directions or tuple(entry.chains)
    known = known or (tuple(f"{normalise(s)}-{t}" for s, t in directions()) if entry.embedded else ())
    state = "broken" if entry.refuse else "family" if entry.chains else "ready" if shelf.folder(entry) else "to pull"
    return {"name": entry.name, "directions": " ".join(known), "state": state, "about": entry.refuse or entry.about}


def _lines(values: dict[str, Any]) -> Iterable[tuple[str, object]]:
    for key, value in values.items():
        if isinstance(value, dict):
            yield from ((f"{key[:-1]}", f"{name} {_plain(inner)}") for name, inner in value.items())
        elif value not in ("", (), []):
            yield key, _plain(value)


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return " ".join(f"{inner}" for inner in value.values())
    return " ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _table(head: tuple[str, ...], rows: Iterable[list[str]]) -> None:
    lines = [list(head), *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head) - 1)]
    for line in lines:
        print("  ".join([f"{cell:{width}}" for cell, width in zip(line, widths, strict=False)] + [line[-1]]).rstrip())


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
