"""From one hypothesis to an outcome: values back in place, grammar set right, what is wrong with it told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from mtkit import guards, protection
from mtkit.attempts.pieces import Piece
from mtkit.engines import Decoding, Engine, Hypothesis
from mtkit.glossary import Glossary, Match, grammar
from mtkit.glossary.usage import over_used
from mtkit.protection import Protected
from mtkit.segments import Issue, Span, TermUse

__all__ = ["Attempt", "Job", "Outcome", "as_is", "judge"]


@dataclass(frozen=True)
class Job:
    """What all pieces of a run share: the engine, the direction, how to decode, and the glossary."""

    engine: Engine
    source: str
    target: str
    decoding: Decoding
    glossary: Glossary | None = None
    readings: Mapping[str, str] = field(default_factory=dict)

    def names(self, text: str, language: str) -> tuple[Match, ...]:
        """The glossary's names in a text."""
        return self.glossary.find(text, language) if self.glossary else ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a piece: its translation without outer white space, the issues that are left, and its terms.

    >>> Outcome("Kwangju", (Issue("term-missed", "", "광주 -> Gwangju", serious=True),)).cost
    2
    """

    target: str
    issues: tuple[Issue, ...] = ()
    terms: tuple[TermUse, ...] = ()

    @property
    def cost(self) -> int:
        """How much is wrong; 0 ends the attempts."""
        return sum(map(_cost, self.issues))

    @property
    def grave(self) -> bool:
        """Whether something is wrong that is worth every means."""
        return any(issue.serious for issue in self.issues)


def _cost(issue: Issue) -> int:
    """A name that nobody asked for is not serious, but another hypothesis may do without it."""
    if not issue.serious:
        return int(issue.code == "term-over-used")
    return 2 if issue.code.startswith(("placeholder", "tag", "term")) else 1


@dataclass(frozen=True, slots=True)
class Attempt:
    """An outcome, and the hypothesis and the protected sentence that it comes from."""

    outcome: Outcome
    hypothesis: Hypothesis
    protected: Protected
    missed: tuple[Span, ...] = ()


def judge(job: Job, hypothesis: Hypothesis, protected: Protected, how: str) -> Attempt:
    """The hypothesis with values, names and grammar in place; `how` is the means that it was found by."""
    names: list[Match] = []

    def longer(text: str) -> Iterable[tuple[int, int]]:
        forms = {form for s in protected.wanted for form in (s.target, *s.variants, *s.accepted)}
        names.extend(job.names(text, job.target))
        return [(name.start, name.end) for name in names if name.form not in forms]

    restored = protection.restore(hypothesis.text, protected, repair=True, language=job.target, names=longer)
    if restored.rewritten:
        names = list(job.names(restored.text, job.target))
    found = guards.verdict(
        _free(protected.source, protected.values), _free(restored.text, restored.spans), job.source, job.target
    )
    spans = tuple(span for span in restored.spans if span.kind in ("term", "number"))
    text, unsure = grammar.repair(restored.text, spans, job.target, job.readings)
    issues = (*restored.issues, *unsure, *found, *_unasked(job, protected, names))
    terms = _uses(protected, restored, how)
    missed = tuple(span for span in protected.wanted if span not in restored.written)
    return Attempt(Outcome(text.strip(), issues, terms), hypothesis, protected, missed)


def _unasked(job: Job, protected: Protected, names: Sequence[Match]) -> Iterable[Issue]:
    """Names that the source does not have, in any form: an invention of the model's.

    Plain terms do not count: they are words that may well translate another word.
    """
    forms = {form for s in (*protected.wanted, *protected.values) for form in (s.target, *s.variants, *s.accepted)}
    strange = [name for name in names if name.entry.kind != "term" and name.form not in forms]
    if not strange:
        return ()
    asked = job.names(protected.source, job.source)
    extra = over_used(asked, strange, job.target, ((protected.source, job.source),))
    written = dict.fromkeys(name.form for name in extra if not any(name.form in (form or "") for form in forms))
    return [Issue("term-over-used", "", f"{form} is not in the source") for form in written]


def _uses(protected: Protected, restored: protection.Restored, how: str) -> tuple[TermUse, ...]:
    """What became of each term of a sentence."""
    found = []
    for span in sorted((*protected.wanted, *protected.values), key=lambda span: span.start):
        if span.kind != "term":
            continue
        means = "masked" if span in protected.values else "missed" if span not in restored.written else how
        means = "replaced" if span in restored.rewritten else means
        written = restored.written.get(span, span.target or "")
        found.append(TermUse(span.start, span.end, protected.source[span.start : span.end], written, means))
    return tuple(found)


def _free(text: str, spans: Sequence[Span]) -> str:
    """The text without what is no language in it: names and numbers stay, tags and codes go."""
    for span in sorted(spans, key=lambda span: span.start, reverse=True):
        if span.kind not in ("term", "number"):
            text = text[: span.start] + " " + text[span.end :]
    return text


def as_is(piece: Piece) -> Outcome:
    """A piece that needs no model: its terms and numbers replaced, all else as it stands."""
    text = piece.text
    for span in reversed(piece.spans):
        if span.target is not None:
            text = text[: span.start] + span.target + text[span.end :]
    terms = (s for s in piece.stripped().spans if s.kind == "term")
    stripped = piece.text.strip()
    uses = (TermUse(s.start, s.end, stripped[s.start : s.end], s.target or "", "replaced") for s in terms)
    return Outcome(text.strip(), terms=tuple(uses))


def better(old: Attempt | None, new: Attempt) -> Attempt:
    """The one with less wrong, the older of two equal ones; a term that was right already keeps its means."""
    if old is None or new.outcome.cost < old.outcome.cost:
        known = {} if old is None else {term.start: term for term in old.outcome.terms if term.how != "missed"}
        terms = tuple(known[t.start] if _same(known.get(t.start), t) else t for t in new.outcome.terms)
        return replace(new, outcome=replace(new.outcome, terms=terms))
    return old


def _same(old: TermUse | None, new: TermUse) -> bool:
    return old is not None and old.target == new.target and new.how not in ("missed", "masked")
