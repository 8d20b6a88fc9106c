"""The texts of a request translated side by side: each is a document of its own, and they share the engine's batches."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from mtkit.documents import Document
from mtkit.glossary import Glossary
from mtkit.segments import Issue, Translation
from mtkit.server import detection
from mtkit.server.detection import Guess
from mtkit.server.refusals import Refusal
from mtkit.server.service import Order, Service

__all__ = ["Ask", "Done", "is_probe", "translate"]


@dataclass(frozen=True)
class Ask:
    """How the texts of a request are wanted; without a source the language of each is found out."""

    source: str | None
    target: str
    glossary: Glossary | None = None
    style: str | None = None
    alternatives: int = 0


@dataclass(frozen=True)
class Done:
    """A text's translation, other ways to say it, the language it was in, and what was noticed."""

    text: str
    guess: Guess
    alternatives: tuple[str, ...] = ()
    issues: tuple[Issue, ...] = ()


async def translate(service: Service, documents: Sequence[Document], ask: Ask) -> list[Done]:
    """One result for each text, in order. Raises Refusal when the queue is full or a text is too long."""
    guesses = [_guess(document, ask) for document in documents]
    orders = [_order(service, *pair, ask) for pair in zip(documents, guesses, strict=True)]
    wanted = [order for order in orders if order]
    found = dict(zip(wanted, await service.translate_all(wanted) if wanted else (), strict=True))
    others = {order: await service.alternatives(order, ask.alternatives) for order in wanted if ask.alternatives}
    return [
        _done(document, guess, found[order], others.get(order, ())) if order else Done(_as_it_is(document), guess)
        for document, guess, order in zip(documents, guesses, orders, strict=True)
    ]


def _guess(document: Document, ask: Ask) -> Guess:
    return Guess(ask.source, 100) if ask.source else detection.of(" ".join(s.source for s in document.segments))


def _order(service: Service, document: Document, guess: Guess, ask: Ask) -> Order | None:
    """What there is to do for a text; None when that is nothing."""
    if guess.language == ask.target or not any(segment.source.strip() for segment in document.segments):
        return None
    if (guess.language, ask.target) not in service.directions:
        raise Refusal(400, f"{guess.language}-{ask.target} is not supported by the model that is served")
    return Order(guess.language, ask.target, document.segments, ask.glossary, ask.style)


def _as_it_is(document: Document) -> str:
    return document.render([segment.source for segment in document.segments]).decode()


def _done(document: Document, guess: Guess, found: Sequence[Translation], ways: Sequence[Sequence[str]]) -> Done:
    """The text with its translations, and with each segment's first other one, second one ... or the best."""
    best, issues = [translation.target for translation in found], [i for t in found for i in t.issues]
    text = document.render(best).decode()
    others = [
        document.render([way or first for way, first in zip(row, best, strict=True)]).decode()
        for row in zip_longest(*ways)
    ]
    return Done(text, guess, tuple(dict.fromkeys(other for other in others if other != text)), tuple(issues))


def is_probe(texts: Sequence[str], source: str | None, target: str) -> bool:
    """Whether this is the trial translation that Weblate asks for when it saves its settings, whatever the languages.

    >>> is_probe(["test"], "en", "de"), is_probe(["test"], "en", "ko")
    (True, False)
    """
    return [text.strip().lower() for text in texts] == ["test"] and ((source or "en").lower(), target.lower()) == (
        "en",
        "de",
    )
