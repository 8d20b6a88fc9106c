"""From parallel text to a model directory: prepare, train, export, score, each step as a plain function over a Plan."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtkit.documents import write
from mtkit.errors import CorpusError, InputError, ModelError
from mtkit.glossary import Glossary
from mtkit.languages import LANGUAGES, directions
from mtkit.training import data, report, vocabulary
from mtkit.training import model as network
from mtkit.training import store as stores
from mtkit.training.augmentation import Rates
from mtkit.training.batches import Batches, Epoch, Rows, rows_of
from mtkit.training.data import Source
from mtkit.training.loop import Budget, Loop, Recipe
from mtkit.training.model import Shape
from mtkit.training.scoring import TestSet, losses
from mtkit.training.store import Store
from mtkit.training.vocabulary import Pieces

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Plan", "Prepared", "export", "names", "opened", "prepare", "start", "train"]

HELD = 200  # units held out for development when no set is given, and at most a twentieth of all
_LEARN = 2_000_000  # texts that a vocabulary is learned from

Say = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """What to train on, from where, and how; everything below `work` is this run's.

    `start` is a MarianMT directory to go on from, None for a new model of `shape`; `vocabulary` a SentencePiece model
    for a new one, None to learn `size` pieces; `weights` multiply those of the files, by the names in a src column.

    >>> Plan((Source("memory.tmx"),), Path("work")).recipe.rate
    0.002
    """

    sources: tuple[Source, ...]
    work: Path
    start: Path | None = None
    vocabulary: Path | None = None
    size: int = 16000
    shape: Shape = field(default_factory=Shape)
    recipe: Recipe = field(default_factory=Recipe)
    budget: Budget = field(default_factory=Budget)
    rates: Rates = field(default_factory=Rates)
    directions: tuple[tuple[str, str], ...] = directions()
    development: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    glossaries: tuple[str, ...] = ()
    weights: dict[str, float] = field(default_factory=dict)
    device: str = "auto"
    processes: int = 0


@dataclass(frozen=True)
class Prepared:
    """Text ready for batches, and the development sets that are never trained on."""

    store: Store
    pieces: Pieces
    rows: Rows
    tests: tuple[TestSet, ...]
    glossary: Glossary | None


def prepare(plan: Plan, say: Say = lambda _: None) -> Prepared:
    """Read, clean and count the text (or take an earlier run's), hold out development units, write the data report.

    Raises CorpusError, GlossaryError or ModelError with one line for what cannot be used.
    """
    plan.work.mkdir(parents=True, exist_ok=True)
    glossary = Glossary.merge(*map(Glossary.load, plan.glossaries)) if plan.glossaries else None
    tests = tuple(TestSet.read(path) for path in plan.development)
    excluded = [unit for path in plan.exclude for unit in data.read(path)]
    pieces = Pieces.load(_tokenizer(plan, say))
    say("preparing the text")
    store = stores.prepare(plan.sources, pieces.directory, plan.work, processes=plan.processes)
    known = stores.keys_of([*excluded, *(unit for test in tests for unit in test.units)])
    overlap = _having(store, known)
    held = _held_out(store, overlap) if not tests else ()
    if held:
        tests = (TestSet("held-out", tuple(store.of(held))),)
    without = overlap | _having(store, stores.keys_of(store.of(held)))
    rows = rows_of(store, _weights(plan, store), _possible(plan, pieces), longest=plan.recipe.longest, without=without)
    text = report.data_report(store, _by_source(store, overlap), len(held), rows.too_long)
    write(plan.work / "data.md", text.encode())
    say(f"{len(rows)} directed pairs, an epoch is {int(rows.weights.sum())}; see {plan.work / 'data.md'}")
    return Prepared(store, pieces, rows, tests, glossary)


def start(plan: Plan, prepared: Prepared, say: Say = lambda _: None) -> Loop:
    """The run over prepared text: a new or given model, or where an earlier run of the same plan stopped."""
    import torch

    gpu = plan.device == "cuda" or (plan.device == "auto" and torch.cuda.is_available())
    if gpu and not torch.cuda.is_available():
        raise InputError("no CUDA device", hint="use --device cpu")
    torch.manual_seed(plan.recipe.seed)
    if gpu:
        torch.set_float32_matmul_precision("high")
    model = _network(plan, prepared, "sdpa" if gpu else "eager").to("cuda" if gpu else "cpu")
    loop = Loop(
        model,
        plan.recipe,
        prepared.pieces.pad,
        lambda number: _epoch(plan, prepared, number, 8 if gpu else 1),
        plan.work / "state.pt",
        _fingerprint(plan, prepared),
        fresh=plan.start is None,
        check=lambda run: losses(run.model, prepared.tests, _possible(plan, prepared.pieces), prepared.pieces),
        say=say,
        workers=6 if gpu else 0,
    )
    count = sum(parameter.numel() for parameter in model.parameters()) / 1e6
    say(
        f"{count:.1f} M parameters, {prepared.pieces.size} pieces, {'cuda' if gpu else 'cpu'}{', bf16' if loop.half else ''}"
    )
    if loop.restore():
        say(f"going on from step {loop.step}, {loop.seconds / 60:.1f} minutes trained")
    return loop


def train(
    plan: Plan, prepared: Prepared, *, say: Say = lambda _: None, stop: Callable[[], bool] = lambda: False
) -> Loop:
    """Train until the budget is gone or `stop()`; the state is saved, the curve written."""
    loop = start(plan, prepared, say)
    loop.run(plan.budget, stop)
    write(plan.work / "curve.svg", report.curve_svg(loop.curve).encode())
    return loop


def export(plan: Plan, prepared: Prepared, loop: Loop, to: Path, *, half: bool = True) -> Path:
    """Write the averaged weights as a MarianMT directory; a fine-tuned model's are blended with its first ones."""
    weights = loop.average.weights
    if plan.start and plan.recipe.blend < 1:
        first = network.load(plan.start, prepared.pieces).state_dict()
        weights = loop.average.blended(first, plan.recipe.blend)
    return network.export(loop.model, weights, prepared.pieces, to, half=half)


def _tokenizer(plan: Plan, say: Say) -> Path:
    """The directory with the tokenizer: of the model to start from, or a new one below `work`."""
    if plan.start:
        if plan.vocabulary:
            raise InputError("a model to start from has its own vocabulary", hint="leave out --vocab or --init")
        return plan.start
    model = plan.vocabulary or plan.work / f"pieces-{_content(plan)}.spm"
    if not plan.vocabulary and not model.exists():
        say(f"learning {plan.size} pieces")
        vocabulary.learn(_sample(plan), model, plan.size)
    folder = plan.work / "tokenizer"
    vocabulary.lay_out(model, folder)
    return folder


def _content(plan: Plan) -> str:
    total = hashlib.sha256(str(plan.size).encode())
    for path in (file for source in plan.sources for file in data.files(source.path)):
        with path.open("rb") as file:
            total.update(hashlib.file_digest(file, "sha256").digest())
    return total.hexdigest()[:16]


def _sample(plan: Plan) -> Iterator[str]:
    """Texts to learn pieces from: all, or every n-th of very much."""
    count = sum(1 for source in plan.sources for _ in data.read(source.path))
    every = max(1, count * len(LANGUAGES) // _LEARN)
    for number, unit in enumerate(unit for source in plan.sources for unit in data.read(source.path)):
        if number % every == 0:
            yield from filter(None, unit.texts)


def _possible(plan: Plan, pieces: Pieces) -> tuple[tuple[str, str], ...]:
    if not pieces.multilingual and len(plan.directions) != 1:
        hint = "say --directions, such as ja-en"
        raise ModelError(f"{pieces.directory}: a model without target tags has one direction", hint=hint)
    return plan.directions


def _weights(plan: Plan, store: Store) -> dict[str, float]:
    """The weight of each source: that of its file times that of its name."""
    per_file: dict[str, float] = {}
    for source in plan.sources:
        stem = data.stem_of(source.path)
        if per_file.setdefault(stem, source.weight) != source.weight:
            raise CorpusError(f"two files named {stem} with different weights", path=source.path, hint="rename one")
    parts = {name: name.partition("/") for name in store.sources}
    return {name: per_file[stem] * plan.weights.get(own, 1.0) for name, (stem, _, own) in parts.items()}


def _having(store: Store, keys: Iterable[int]) -> "NDArray[Any]":
    """A mask of the units that have a text with one of these keys."""
    import numpy as np

    wanted = np.array(sorted(keys), np.uint64)
    found: NDArray[Any] = np.asarray(np.isin(store.keys, wanted).any(1))
    return found


def _held_out(store: Store, overlap: "NDArray[Any]") -> tuple[int, ...]:
    """The units to hold out: those with the smallest keys, so that more data changes few of them."""
    import numpy as np

    usable = np.flatnonzero(((store.lengths > 0).sum(1) > 1) & ~overlap)
    count = min(HELD, len(usable) // 20)
    order = np.argsort(store.keys[usable].max(1), kind="stable")[:count]
    return tuple(int(unit) for unit in sorted(usable[order]))


def _by_source(store: Store, mask: "NDArray[Any]") -> Counter[str]:
    return Counter(store.sources[number] for number in store.origin[mask & (store.lengths > 0).any(1)])


def _network(plan: Plan, prepared: Prepared, attention: str) -> Any:
    if plan.start:
        return network.load(plan.start, prepared.pieces, dropout=plan.recipe.dropout, attention=attention)
    model = network.build(plan.shape, prepared.pieces, dropout=plan.recipe.dropout, attention=attention)
    network.set_frequencies(model, _counts(prepared), prepared.pieces)
    return model


def _counts(prepared: Prepared, most: int = 20000) -> Any:
    """How often each piece occurs in targets, from a sample."""
    import torch

    counts = torch.zeros(prepared.pieces.size, dtype=torch.float64)
    table = prepared.rows.table
    for unit, _, there, _ in table[:: max(1, len(table) // most)]:
        for number in prepared.pieces.target(prepared.store.one(int(unit), int(there))):
            counts[number] += 1
    return counts


def _epoch(plan: Plan, prepared: Prepared, number: int, multiple: int) -> Batches:
    recipe, rates, pieces = plan.recipe, plan.rates, prepared.pieces
    if not pieces.placeholders:
        rates = Rates(0.0, 0.0, 0.0, rates.disturb, 0.0, rates.joined)
    plan_of_epoch = Epoch.plan(
        prepared.rows,
        seed=recipe.seed,
        number=number,
        tokens=recipe.tokens,
        joined=rates.joined,
        longest=recipe.longest,
    )
    seed = f"{recipe.seed}/{number}"
    glossary = prepared.glossary
    return Batches(
        prepared.store,
        prepared.rows,
        plan_of_epoch,
        pieces,
        rates=rates,
        glossary=glossary,
        seed=seed,
        multiple=multiple,
    )


def _fingerprint(plan: Plan, prepared: Prepared) -> str:
    """What must be the same for a run to go on: text, pieces, rows, shape and recipe (not budget and blend)."""
    total = hashlib.sha256(prepared.store.folder.name.encode())
    total.update(prepared.rows.table.tobytes())
    total.update(prepared.rows.weights.tobytes())
    shape = asdict(plan.shape) if plan.start is None else str(plan.start.resolve())
    glossary = prepared.glossary.checksum if prepared.glossary else ""
    told = [asdict(replace(plan.recipe, blend=1.0)), asdict(plan.rates), shape, glossary, plan.directions]
    total.update(json.dumps(told, default=str).encode())
    return total.hexdigest()


def opened(init: str, work: Path) -> tuple[Path, str]:
    """The MarianMT directory that `--init` means, and its checksum: the embedded model is taken out below `work`.

    Raises ModelError when it is none.
    """
    from mtkit.models import card, embedded, marian
    from mtkit.models.export import export as take_out

    folder = Path(init)
    if init == "embedded":
        folder = work / f"embedded-{card.checksum(embedded.DIRECTORY / 'model.bin')[:12]}"
        if not folder.exists():
            work.mkdir(parents=True, exist_ok=True)
            take_out(embedded.DIRECTORY, folder, form="transformers")
    if not folder.is_dir():
        raise ModelError(f"{init}: no such model directory", hint="use embedded, or a MarianMT directory")
    marian.shape_of(folder)
    return folder, card.checksum(folder / next(n for n in marian.WEIGHTS if (folder / n).exists()))


def names(sources: Sequence[Source]) -> str:
    """The files with their weights, for people.

    >>> names([Source("a.tmx"), Source("b.tsv", 2.0)])
    'a.tmx, b.tsv (weight 2)'
    """
    return ", ".join(s.path if s.weight == 1 else f"{s.path} (weight {s.weight:g})" for s in sources)
