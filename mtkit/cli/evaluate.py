"""`mtkit evaluate`: scores that anyone can repeat, for files of translations and for models run on the spot."""

import argparse
import sys
from collections.abc import Sequence
from functools import partial
from itertools import permutations
from pathlib import Path

from mtkit import documents
from mtkit.cli.options import add_glossary_options, glossary_of
from mtkit.corpus import Corpus
from mtkit.errors import InputError
from mtkit.evaluation import (
    Evaluation,
    Limit,
    TestSet,
    evaluate,
    gate,
    hints,
    pivot_agreement,
    read_baseline,
    report,
    round_trip,
)
from mtkit.evaluation.evaluation import dump
from mtkit.evaluation.outside import Outside
from mtkit.evaluation.run import METRICS, Later, System
from mtkit.evaluation.testset import read_lines
from mtkit.glossary import Glossary
from mtkit.languages import LANGUAGES, normalise

__all__ = ["add", "run"]

DESCRIPTION = """\
Score translations: mtkit evaluate SOURCE REFERENCE HYPOTHESIS... for line-aligned files, or mtkit evaluate CORPUS
[HYPOTHESIS...] for a trilingual corpus, a PO, TMX or XLIFF file. With -m, models translate on the spot. The first system is the baseline."""


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser("evaluate", description=DESCRIPTION)
    parser.add_argument(
        "inputs", nargs="+", type=Path, metavar="FILE", help="corpus, or source and reference; then hypotheses"
    )
    parser.add_argument("--from", dest="source", metavar="LANG,..", help="source languages (else by the file's suffix)")
    parser.add_argument("--to", dest="target", metavar="LANG,..", help="target languages (else by the file's suffix)")
    parser.add_argument(
        "-r", "--reference", action="append", default=[], type=Path, metavar="FILE", help="one more reference"
    )
    parser.add_argument(
        "-m", "--model", action="append", default=[], metavar="MODEL", help="a model to run, as often as wanted"
    )
    parser.add_argument("--beam", type=int, default=4, help="beam size of the models (default 4)")
    parser.add_argument(
        "--metric", action="append", metavar="NAME", help="bleu, bleu:TOKENIZER, chrf, chrf++, ter (default: all four)"
    )
    parser.add_argument(
        "--tokenizer", metavar="NAME", help="BLEU's tokenizer (default 13a, ja-mecab, ko-mecab by target)"
    )
    parser.add_argument(
        "--metric-command", action="append", default=[], metavar="NAME=COMMAND", help="a metric of another program"
    )
    parser.add_argument("--comet-command", metavar="COMMAND", help="the program behind --metric comet")
    parser.add_argument(
        "--scores", action="append", default=[], metavar="NAME=FILE", help="segment scores out of a file, one a line"
    )
    parser.add_argument("--samples", type=int, default=1000, help="bootstrap samples for intervals; 0: none")
    parser.add_argument(
        "--test", choices=("bs", "ar"), default="bs", help="paired bootstrap or approximate randomisation"
    )
    parser.add_argument("--seed", type=int, default=12345, help="of the random samples (default 12345)")
    parser.add_argument(
        "--agreement",
        action="store_true",
        help="round trips (and pivots, with several --to) of texts without references",
    )
    parser.add_argument(
        "--report", type=Path, metavar="DIR", help="write index.html, scores.json, scores.csv, scores.md there"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the scores there, for --baseline")
    parser.add_argument("--baseline", type=Path, metavar="FILE", help="scores of an earlier run")
    parser.add_argument("--fail-under", action="append", default=[], metavar="METRIC=N", help="exit 1 below this score")
    parser.add_argument(
        "--max-drop",
        action="append",
        default=[],
        metavar="METRIC=N",
        help="exit 1 when more is lost against the baseline",
    )
    parser.add_argument(
        "--terms",
        metavar="MODE,..",
        help="run each model with noterm, proper (-g) or random terms, to tell the gain of real terms from that of hints",
    )
    add_glossary_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Score what the arguments say; 1 when a limit is not met."""
    limits = [[Limit.parse(text) for text in texts] for texts in (args.fail_under, args.max_drop)]
    baseline = read_baseline(args.baseline) if args.baseline else None
    found = _agreements(args) if args.agreement else _evaluations(args)
    print("\n\n".join(str(one) for one in found))
    if args.report:
        report.write(found, args.report, _glossary(args))
        print(f"mtkit: report in {args.report / 'index.html'}", file=sys.stderr)
    if args.json:
        documents.write(args.json, dump(found).encode())
    checks = [
        (one.test_set.direction, check)
        for one in found
        for check in gate(one, fail_under=limits[0], max_drop=limits[1], baseline=baseline)
    ]
    for direction, check in checks:
        print(f"{direction}  {check}")
    return 0 if all(check.passed for _, check in checks) else 1


def _evaluations(args: argparse.Namespace) -> list[Evaluation]:
    metrics, outside = _metrics(args)
    found = []
    for test_set, files in _test_sets(args):
        systems = _systems(args, files, test_set)
        found.append(
            evaluate(
                systems,
                test_set,
                metrics=metrics,
                tokenizer=args.tokenizer,
                glossary=_glossary(args, test_set.source, test_set.target),
                samples=args.samples,
                test=args.test,
                seed=args.seed,
                outside=outside,
            )
        )
    return found


def _glossary(args: argparse.Namespace, source: str = "ko", target: str = "en") -> Glossary | None:
    return glossary_of(args, source, target) if args.glossary or args.term else None


def _metrics(args: argparse.Namespace) -> tuple[Sequence[str], list[Outside]]:
    commands = [_pair(text, "--metric-command") for text in args.metric_command]
    if args.comet_command:
        commands.append(("comet", args.comet_command))
    files = [_pair(text, "--scores") for text in args.scores]
    outside = [Outside(name, command=command) for name, command in commands]
    outside += [Outside(name, path=path) for name, path in files]
    names = {one.name for one in outside}
    if "comet" in (args.metric or ()) and "comet" not in names:
        raise InputError("comet is a program of its own", hint="say --comet-command COMMAND")
    return [name for name in args.metric or METRICS if name not in names], outside


def _pair(text: str, option: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    if not name or not value:
        raise InputError(f"{option} {text!r} is not NAME=VALUE")
    return name, value


def _test_sets(args: argparse.Namespace) -> list[tuple[TestSet, list[Path]]]:
    """Each direction with the hypothesis files that belong to it."""
    first, *rest = args.inputs
    if first.suffix.lower() in (".po", ".tmx", ".xlf", ".xliff"):
        return [(TestSet.of_pairs(first, args.source, args.target), rest)]
    if not _is_corpus(first):
        if not rest:
            raise InputError("a source without a reference", path=first, hint="say SOURCE REFERENCE HYPOTHESIS...")
        source, target = _language(args.source, first, "--from"), _language(args.target, rest[0], "--to")
        return [(TestSet.load(first, (rest[0], *args.reference), (source, target)), rest[1:])]
    corpus = Corpus.load(first)
    pairs = [(a, b) for a in _codes(args.source, corpus) for b in _codes(args.target, corpus) if a != b]
    if rest and len(pairs) != 1:
        raise InputError(f"hypotheses of one direction, but {len(pairs)} directions", hint="say --from and --to")
    if not pairs:
        raise InputError("no direction left", hint="say another --from or --to")
    return [(TestSet.of_corpus(corpus, a, b), rest) for a, b in pairs]


def _is_corpus(path: Path) -> bool:
    if path.is_dir() or path.suffix in (".tsv", ".jsonl"):
        return True
    return not path.exists() and any(Path(f"{path}.{code}").exists() for code in LANGUAGES)


def _codes(said: str | None, corpus: Corpus) -> Sequence[str]:
    return tuple(normalise(code) for code in said.split(",")) if said else corpus.languages


def _language(said: str | None, path: Path, option: str) -> str:
    if said:
        return normalise(said)
    codes = [part.lstrip(".") for part in path.suffixes if part.lstrip(".") in LANGUAGES]
    if not codes:
        raise InputError("which language is it in?", path=path, hint=f"say {option} LANG")
    return codes[-1]


def _systems(args: argparse.Namespace, paths: Sequence[Path], test_set: TestSet) -> dict[str, Sequence[str] | System]:
    systems: dict[str, Sequence[str] | System] = {}
    for path in paths:
        name = path.name if path.name not in systems else str(path)
        if name in systems:
            raise InputError("the same hypotheses twice", path=path)
        systems[name] = test_set.hypotheses(path)
    for model in args.model:
        for mode in _modes(args):
            name = f"{model} ({mode})" if args.terms else model
            systems[name] = Later(partial(_in_mode, args, model, test_set, mode))
    return systems


def _modes(args: argparse.Namespace) -> list[str]:
    if not args.terms:
        return ["proper"]
    modes = [mode.strip() for mode in args.terms.split(",")]
    if unknown := [mode for mode in modes if mode not in hints.MODES]:
        raise InputError(f"unknown mode {unknown[0]!r} of --terms", hint=f"use {', '.join(hints.MODES)}")
    if not (args.model and (args.glossary or args.term)):
        raise InputError("--terms needs a model and a glossary", hint="say -m MODEL and -g GLOSSARY")
    return modes


def _in_mode(args: argparse.Namespace, model: str, test_set: TestSet, mode: str) -> System:
    from mtkit.translator import Translator

    source, target = test_set.source, test_set.target
    glossary = None if mode == "noterm" else _glossary(args, source, target)
    if mode == "random" and glossary:
        glossary = hints.random_hints(test_set, glossary, args.seed)
    return Translator(source, target, model=model, glossary=glossary, beam=args.beam)


def _translator(args: argparse.Namespace, model: str, source: str, target: str) -> System:
    from mtkit.translator import Translator

    return Translator(source, target, model=model, glossary=_glossary(args, source, target), beam=args.beam)


def _agreements(args: argparse.Namespace) -> list[Evaluation]:
    """Each language there and back through each other one."""
    first, found = args.inputs[0], []
    if len(args.inputs) > 1 or args.max_drop:
        raise InputError("--agreement takes texts alone", hint="no references, no hypotheses, no --max-drop")
    if not args.target or (not args.source and not _is_corpus(first)):
        raise InputError("--agreement needs a way there and back", hint="say --from LANG --to LANG")
    corpus = Corpus.load(first) if _is_corpus(first) else None
    sources = _codes(args.source, corpus) if corpus else [normalise(code) for code in args.source.split(",")]
    targets = [normalise(code) for code in args.target.split(",")]
    for model in args.model or ["embedded"]:
        for source in sources:
            texts = corpus.references(source) if corpus else read_lines(first)
            found += _agreements_of(args, model, source, [code for code in targets if code != source], texts)
    return found


def _agreements_of(
    args: argparse.Namespace, model: str, source: str, targets: Sequence[str], texts: Sequence[str]
) -> list[Evaluation]:
    """There and back through each target; with several of them, one by way of another against the direct way."""

    def way(there: str, to: str) -> System:
        return _translator(args, model, there, to)

    found = [round_trip(way(source, through), way(through, source), texts, source, through) for through in targets]
    for through, target in permutations(targets, 2):
        systems = way(source, target), way(source, through), way(through, target)
        found.append(pivot_agreement(*systems, texts, (source, through, target)))
    return found
