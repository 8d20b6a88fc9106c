"""From systems and a test set to an Evaluation."""

import hashlib
import resource
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from mtkit import __version__
from mtkit.corpus import Corpus
from mtkit.errors import CorpusError, InputError
from mtkit.evaluation.breakdown import groups, parts
from mtkit.evaluation.evaluation import Cost, Evaluation, SystemResult
from mtkit.evaluation.metrics import Measure, measure
from mtkit.evaluation.outside import Outside
from mtkit.evaluation.quality import Quality, examine
from mtkit.evaluation.significance import SAMPLES, SEED, Comparison, bootstrap, compare
from mtkit.evaluation.terminology import Terminology, terminology
from mtkit.evaluation.testset import TestSet
from mtkit.glossary import Glossary
from mtkit.segments import Segment, Translation

__all__ = ["METRICS", "Later", "System", "evaluate", "pivot_agreement", "round_trip", "translate"]

METRICS = ("bleu", "chrf", "chrf++", "ter")


class System(Protocol):
    """What translates: a Translator is one."""

    @property
    def signature(self) -> str: ...

    def segments(self, segments: Sequence[Segment], /) -> Sequence[Translation]: ...


class Later:
    """A system that is made at its first use, so that its start is part of what its run took.

    >>> from mtkit.engines import pseudo
    >>> from mtkit.translator import Translator
    >>> Later(lambda: Translator("en", "ko", engine=pseudo.IdentityEngine())).segments((Segment("a"),))[0].target
    'a'
    """

    def __init__(self, make: Callable[[], System]) -> None:
        self.make = make
        self.made: System | None = None

    @property
    def system(self) -> System:
        """The system, made when it is first asked for."""
        if self.made is None:
            self.made = self.make()
        return self.made

    @property
    def signature(self) -> str:
        """The system's."""
        return self.system.signature

    def segments(self, segments: Sequence[Segment], /) -> Sequence[Translation]:
        """The system's."""
        return self.system.segments(segments)


@dataclass(frozen=True)
class _Output:
    hypotheses: tuple[str, ...]
    signature: str
    cost: Cost | None = None


def evaluate(
    systems: "Mapping[str, Sequence[str] | System] | System",
    test_set: TestSet | Corpus,
    *,
    metrics: Sequence[str] = METRICS,
    tokenizer: str | None = None,
    glossary: Glossary | None = None,
    samples: int = SAMPLES["bs"],
    test: str = "bs",
    test_samples: int = 0,
    seed: int | None = SEED,
    outside: Sequence[Outside] = (),
) -> Evaluation:
    """Score systems (finished hypotheses, or translators run on the spot) on a test set, each against the first.

    One translator alone is scored under the name of its engine; a corpus is scored in the first translator's direction.
    `samples` is the size of the bootstrap for intervals (0: none), `test` the paired test between systems (bs, ar).
    `outside` are metrics that other programs compute.
    Raises CorpusError when a system has not one hypothesis for each source, InputError for an unknown metric.

    >>> test_set = TestSet("two", "ko", "en", ("안녕", "잘 가"), (("Hello", "Bye"),))
    >>> evaluate({"a": ["Hello", "Bye"]}, test_set).system("a").score("chrf").value
    100.0
    """
    systems = systems if isinstance(systems, Mapping) else {_name(systems): systems}
    if not systems:
        raise InputError("nothing to score", hint="name a hypothesis file or a model")
    test_set = test_set if isinstance(test_set, TestSet) else _direction(test_set, tuple(systems.values()))
    outputs = {name: _output(name, system, test_set) for name, system in systems.items()}
    measures = {name: _measures(output, test_set, metrics, tokenizer, outside) for name, output in outputs.items()}
    compared = _compare(measures, test, test_samples, seed) if len(test_set) > 1 else ()
    members = groups(test_set, glossary)
    results = []
    for name, output in outputs.items():
        found = [bootstrap(one, samples, seed) if samples else one for one in measures[name]]
        results.append(_result(name, output, found, test_set, members, glossary))
    return Evaluation(
        test_set, tuple(results), compared, __version__, _beyond(test_set.references[0], test_set, glossary)
    )


def _name(system: System) -> str:
    return str(getattr(getattr(system, "engine", None), "name", "system"))


def _direction(corpus: Corpus, systems: Sequence["Sequence[str] | System"]) -> TestSet:
    for system in systems:
        source, target = getattr(system, "source", None), getattr(system, "target", None)
        if isinstance(source, str) and isinstance(target, str):
            return TestSet.of_corpus(corpus, source, target)
    raise InputError(
        "which direction of the corpus?", path=corpus.name, hint="say TestSet.of_corpus(corpus, 'ko', 'en')"
    )


def _output(name: str, system: "Sequence[str] | System", test_set: TestSet) -> _Output:
    output = _Output(tuple(system), "") if isinstance(system, Sequence) else translate(system, test_set.sources)
    if len(output.hypotheses) != len(test_set):
        counts = f"{len(output.hypotheses)} hypotheses, but {test_set.name} has {len(test_set)} segments"
        raise CorpusError(f"{name}: {counts}", hint="is it of another test set?")
    if output.signature:
        return output
    digest = hashlib.sha256("".join(text + "\n" for text in output.hypotheses).encode()).hexdigest()
    return _Output(output.hypotheses, f"sha256:{digest[:12]}")


def translate(system: System, sources: Sequence[str]) -> _Output:
    """The hypotheses of a translator, its signature and what the run took."""
    begin = time.perf_counter()
    system.segments((Segment(sources[0]),))  # the first call loads and warms what there is
    ready = time.perf_counter()
    done = system.segments(tuple(Segment(text) for text in sources))
    end = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    length = getattr(getattr(getattr(system, "system", system), "engine", None), "length", None)
    tokens = sum(map(length, sources)) if length else None
    fresh = {text for text, one in zip(sources, done, strict=True) if not one.origin}
    counts = len(sources), sum(map(len, sources))
    cost = Cost(ready - begin, end - ready, *counts, peak, tokens, reused=len(sources) - len(fresh))
    return _Output(tuple(one.target for one in done), system.signature, cost)


def _measures(
    output: _Output, test_set: TestSet, metrics: Sequence[str], tokenizer: str | None, outside: Sequence[Outside]
) -> list[Measure]:
    found = [
        measure(name, output.hypotheses, test_set.references, test_set.target, tokenizer=tokenizer)
        for name in dict.fromkeys(metrics)
    ]
    first = test_set.references[0]
    return found + [one.measure(test_set.sources, output.hypotheses, first) for one in outside]


def _compare(
    measures: Mapping[str, list[Measure]], test: str, samples: int, seed: int | None
) -> tuple[Comparison, ...]:
    (first, base), *others = measures.items()
    return tuple(
        compare((first, one), (name, two), test=test, samples=samples, seed=seed)
        for name, theirs in others
        for one, two in zip(base, theirs, strict=True)
    )


def _result(
    name: str,
    output: _Output,
    measures: list[Measure],
    test_set: TestSet,
    members: dict[tuple[str, str], tuple[int, ...]],
    glossary: Glossary | None,
) -> SystemResult:
    quality, terms = _beyond(output.hypotheses, test_set, glossary)
    return SystemResult(
        name=name,
        signature=output.signature,
        hypotheses=output.hypotheses,
        scores=tuple(one.score for one in measures),
        segment_scores={one.score.metric: one.segments for one in measures},
        parts=parts(measures, members),
        quality=quality,
        terminology=terms,
        cost=output.cost,
    )


def _beyond(
    hypotheses: Sequence[str], test_set: TestSet, glossary: Glossary | None
) -> tuple[Quality, Terminology | None]:
    sources, first, languages = test_set.sources, test_set.references[0], (test_set.source, test_set.target)
    terms = terminology(glossary, sources, hypotheses, first, languages, test_set.docs) if glossary else None
    return examine(sources, hypotheses, first, *languages), terms


def round_trip(there: System, back: System, texts: Sequence[str], language: str, through: str) -> Evaluation:
    """Texts translated there and back, scored against themselves: agreement, not quality (a copy scores 100).

    The test set's name says so: `round-trip ja>en>ja`.
    """
    name = f"round-trip {language}>{through}>{language}"
    middle = translate(there, texts).hypotheses
    again = translate(back, middle)
    test_set = TestSet(name, through, language, tuple(middle), (tuple(texts),))
    return _agreement(test_set, again.hypotheses, f"{there.signature} > {back.signature}")


def pivot_agreement(
    direct: System, first: System, second: System, texts: Sequence[str], way: Sequence[str]
) -> Evaluation:
    """Texts translated in two steps, scored against the direct translation: consistency, not quality.

    `way` is source, language between and target; the test set's name says so: `pivot ja>en>ko against ja>ko`.
    """
    source, through, target = way
    name = f"pivot {source}>{through}>{target} against {source}>{target}"
    wanted = translate(direct, texts).hypotheses
    found = translate(second, translate(first, texts).hypotheses).hypotheses
    # What came out empty cannot be a reference; it is left out of both.
    kept = [i for i, text in enumerate(wanted) if text.strip()]
    streams = [tuple(stream[i] for i in kept) for stream in (texts, wanted, found)]
    signature = f"{first.signature} > {second.signature} against {direct.signature}"
    return _agreement(TestSet(name, source, target, streams[0], (streams[1],)), streams[2], signature)


def _agreement(test_set: TestSet, hypotheses: Sequence[str], signature: str) -> Evaluation:
    found = evaluate({test_set.name: hypotheses}, test_set)
    return replace(found, systems=(replace(found.systems[0], signature=signature),))
