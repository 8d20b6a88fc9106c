"""What of a memory is used by itself: translations of equal texts, and safe substitutions. All else is an offer."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mtkit import numbers, placeholders
from mtkit.glossary import Glossary, Match, usage
from mtkit.memory.memory import Memory
from mtkit.memory.substitution import Pair, substitute
from mtkit.segments import Issue, Span

__all__ = ["Recalled", "recall"]

_LEAST = 75.0  # percent alike, digits aside, of what a substitution starts from
_LEAST_NAMED = 50.0  # the same where there are names: they can be half of a short text
_MEASURED = 200
_TRIED = 4  # known translations that a substitution is tried with
_TAGS = ("open", "close", "tag", "placeholder", "url", "email", "code")


@dataclass(frozen=True, slots=True)
class Recalled:
    """A translation out of the memory. `origin` says how it was found: memory context, 100% or substituted.

    >>> Recalled("Gwangju is a city.", "memory 100%").origin
    'memory 100%'
    """

    target: str
    origin: str
    issues: tuple[Issue, ...] = ()


def recall(
    memory: Memory,
    text: str,
    source: str,
    target: str,
    glossary: Glossary | None = None,
    *,
    context: str = "",
    spans: Sequence[Span] = (),
) -> Recalled | None:
    """The translation of a text that a person has reviewed, or one that differs from it in numbers and names alone.

    `spans` are the text's protected spans: a translation that does not hold each tag and placeholder of the text is not
    used. The translation comes without outer white space. A name of the glossary that it lacks is an issue: people may
    have had a reason.
    """
    if not placeholders.is_translatable(text, spans):
        return None
    names = glossary.find(text, source, target) if glossary else ()
    for offer in memory.equal(text, source, target, context):
        if offer.reviewed and _carries(text, offer.target, spans):
            origin = "memory context" if offer.percent > 100 else "memory 100%"
            return Recalled(offer.target.strip(), origin, tuple(_missed(offer.target, target, names, glossary)))
    for made in _substituted(memory, text, source, target, glossary, names):
        if _carries(text, made, spans) and not any(_missed(made, target, names, glossary)):
            return Recalled(made, "memory substituted")
    return None


def _substituted(
    memory: Memory, text: str, source: str, target: str, glossary: Glossary | None, names: Sequence[Match]
) -> Iterator[str]:
    if not names and not numbers.find(text, source):
        return  # nothing that could be exchanged
    least = _LEAST_NAMED if names else _LEAST
    for offer in memory.similar(text, source, target, least, _TRIED, digits=False, measured=_MEASURED):
        if offer.reviewed:
            known = Pair(offer.source.strip(), offer.target.strip())
            if made := substitute(text.strip(), known, source, target, glossary):
                yield made


def _carries(text: str, translation: str, spans: Sequence[Span]) -> bool:
    """Each tag and placeholder of the text is in the translation, as often, and no line end that the text has not."""
    wanted = Counter(text[span.start : span.end] for span in spans if span.kind in _TAGS)
    own = Counter(translation[span.start : span.end] for span in placeholders.find(translation))
    there = all(translation.count(value) >= count for value, count in wanted.items())
    lines = translation.strip().count("\n") == text.strip().count("\n")
    return there and lines and not own - wanted - Counter(text[s.start : s.end] for s in placeholders.find(text))


def _missed(translation: str, target: str, names: Sequence[Match], glossary: Glossary | None) -> Iterator[Issue]:
    if glossary and names:
        got = glossary.find(translation, target)
        for term in usage.compare(names, got, target):
            if term.status in ("missed", "forbidden"):
                message = f"{term.found} -> {term.wanted}, not in the memory's translation"
                yield Issue("term-missed", "", message, serious=True)
