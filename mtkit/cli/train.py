"""`mtkit train`: train a model on one's own parallel text, or go on from the embedded one."""

import argparse
import os
import signal
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtkit.errors import InputError, LanguageError
from mtkit.languages import directions, normalise

if TYPE_CHECKING:
    from mtkit.training.trainer import Plan

__all__ = ["add", "run"]

_RECIPE = ("rate", "warmup", "tokens", "longest", "pull", "blend", "seed")


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    parser = subparsers.add_parser("train")
    text = parser.add_argument_group("text")
    text.add_argument(
        "--data",
        action="append",
        required=True,
        metavar="FILE[:WEIGHT]",
        help="TMX, PO, TSV, JSON lines or aligned files",
    )
    text.add_argument(
        "--dev", action="append", default=[], metavar="FILE", help="development set (default: a part of the data)"
    )
    text.add_argument("--exclude", action="append", default=[], metavar="FILE", help="text that must not be trained on")
    text.add_argument(
        "-g", "--glossary", action="append", default=[], metavar="FILE", help="terms to annotate and mask"
    )
    text.add_argument("--weights", type=Path, metavar="TOML", help="name = weight, for the names in a src column")
    text.add_argument(
        "--directions", type=_directions, default=directions(), metavar="ja-en,...", help="default: all six"
    )
    model = parser.add_argument_group("model")
    model.add_argument("--init", metavar="MODEL", help="go on from this: embedded, or a MarianMT directory")
    model.add_argument("--shape", default="small", help="tiny, small, base or SIZE,ENCODER,DECODER,HEADS,INNER")
    model.add_argument("--vocab", type=Path, metavar="FILE", help="SentencePiece model for a new model")
    model.add_argument("--pieces", type=int, default=16000, help="pieces to learn without --vocab (default 16000)")
    _add_run(parser)
    parser.set_defaults(run=run)


def _add_run(parser: argparse.ArgumentParser) -> None:
    run_group = parser.add_argument_group("run")
    run_group.add_argument(
        "--work", type=Path, required=True, metavar="DIR", help="text and state; the same command goes on"
    )
    run_group.add_argument("--out", type=Path, metavar="DIR", help="model directory to write (default WORK/model)")
    run_group.add_argument(
        "--minutes", type=_positive, default=20.0, help="time budget of all runs together (default 20)"
    )
    run_group.add_argument("--steps", type=int, default=0, help="a budget of steps instead")
    for name in _RECIPE:
        run_group.add_argument(f"--{name}", type=int if name in ("warmup", "tokens", "longest", "seed") else float)
    run_group.add_argument("--plain", action="store_true", help="no augmentation")
    run_group.add_argument("--prepare-only", action="store_true", help="stop before training")
    run_group.add_argument("--export-only", action="store_true", help="write the model of the state as it is")
    run_group.add_argument("--no-score", action="store_true", help="do not score the development sets")
    run_group.add_argument("--licence", default="", help="for the model card")
    run_group.add_argument("--device", default="auto", choices=("auto", "cpu", "cuda"))
    run_group.add_argument("--threads", type=int, default=0, help="processor cores to use (default: all)")
    run_group.add_argument("--nice", type=int, default=0, help="lower the priority by this")


def run(args: argparse.Namespace) -> int:
    """Prepare, train, export, score; returns the exit code (130 when stopped, with the state saved)."""
    from mtkit.training import trainer

    _settle(args)
    plan, origin = _plan(args)
    prepared = trainer.prepare(plan, _say)
    if args.prepare_only:
        return 0
    with _stopping() as stopped:
        if args.export_only:
            loop = trainer.start(plan, prepared, _say)
            if not loop.step:
                raise InputError("nothing trained yet", path=plan.work / "state.pt", hint="leave out --export-only")
        else:
            loop = trainer.train(plan, prepared, say=_say, stop=lambda: bool(stopped))
    if stopped:
        _say(
            f"stopped at step {loop.step}, state saved; the same command goes on, with --export-only it writes the model"
        )
        return 130
    out = trainer.export(plan, prepared, loop, args.out or plan.work / "model")
    _finish(args, plan, prepared, loop, out, origin)
    print(out)
    return 0


def _finish(args: argparse.Namespace, plan: "Plan", prepared: Any, loop: Any, out: Path, origin: str) -> None:
    from mtkit.evaluation import measure
    from mtkit.training import card, scoring

    results: tuple[scoring.Result, ...] = ()
    if not args.no_score:
        if plan.start:
            _say("before:")
            scoring.score(plan.start, prepared.tests, plan.directions, measure, kinds=("int8",), say=_say)
            _say("after:")
        results = scoring.score(out, prepared.tests, plan.directions, measure, say=_say)
    card.seal(plan, prepared, loop, out, results, licence=args.licence, origin=origin)


def _plan(args: argparse.Namespace) -> "tuple[Plan, str]":
    from mtkit.training import trainer
    from mtkit.training.augmentation import Rates
    from mtkit.training.data import Source
    from mtkit.training.loop import Budget, Recipe
    from mtkit.training.model import Shape

    start, checksum = trainer.opened(args.init, args.work) if args.init else (None, "")
    given = {name: getattr(args, name) for name in _RECIPE if getattr(args, name) is not None}
    plan = trainer.Plan(
        sources=tuple(map(Source.parse, args.data)),
        work=args.work,
        start=start,
        vocabulary=args.vocab,
        size=args.pieces,
        shape=Shape.parse(args.shape),
        recipe=replace(Recipe.tuning() if start else Recipe(), **given),
        budget=Budget(args.minutes, args.steps),
        rates=Rates.none() if args.plain else Rates(),
        directions=args.directions,
        development=tuple(args.dev),
        exclude=tuple(args.exclude),
        glossaries=tuple(args.glossary),
        weights=_weights(args.weights),
        device=args.device,
        processes=args.threads,
    )
    return plan, f"{args.init} ({checksum[:12]})" if start else ""


def _settle(args: argparse.Namespace) -> None:
    if args.nice:
        os.nice(args.nice)
    if args.threads:
        import torch

        torch.set_num_threads(args.threads)


def _weights(path: Path | None) -> dict[str, float]:
    if path is None:
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return {name: float(weight) for name, weight in table.items()}
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", path=path) from None
    except (ValueError, TypeError) as error:
        raise InputError(
            f"not a table of weights ({error})", path=path, hint='write lines such as "memory" = 2.0'
        ) from None


def _directions(text: str) -> tuple[tuple[str, str], ...]:
    """`ja-en,ko-en` as pairs of codes.

    >>> _directions("ja-en,kor-eng")
    (('ja', 'en'), ('ko', 'en'))
    """
    pairs = [part.partition("-") for part in text.split(",") if part.strip()]
    try:
        found = tuple((normalise(source), normalise(target)) for source, _, target in pairs)
    except LanguageError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    if not found or any(source == target for source, target in found):
        raise argparse.ArgumentTypeError(f"no directions: {text!r}")
    return found


def _positive(text: str) -> float:
    value = float(text)
    if not 0 < value < 1e6:
        raise argparse.ArgumentTypeError(f"not a time: {text}")
    return value


@contextmanager
def _stopping() -> Iterator[list[int]]:
    """A list that a first Ctrl-C or a request to end puts its signal into; a second one interrupts at once."""
    stopped: list[int] = []
    before = {number: signal.getsignal(number) for number in map(int, (signal.SIGINT, signal.SIGTERM))}

    def note(number: int, _: object) -> None:
        stopped.append(number)
        signal.signal(number, before[signal.Signals(number)])

    for number in before:
        signal.signal(number, note)
    try:
        yield stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
