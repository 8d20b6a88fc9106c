"""The texts of a request translated side by side: each is a document of its own, and they share the engine's batches."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from mtkit.documents import Document
from mtkit.glossary import Glossary
from mtkit.segments import Issue
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
    return list(await asyncio.gather(*(_one(service, document, ask) for document in documents)))


async def _one(service: Service, document: Document, ask: Ask) -> Done:
    said = " ".join(segment.source for segment in document.segments)
    guess = Guess(ask.source, 100) if ask.source else detection.of(said)
    as_it_is = document.render([segment.source for segment in document.segments]).decode()
    if guess.language == ask.target or not said.strip():
        return Done(as_it_is, guess)
    if (guess.language, ask.target) not in service.directions:
        raise Refusal(400, f"{guess.language}-{ask.target} is not supported by the model that is served")
    order = Order(guess.language, ask.target, document.segments, ask.glossary, ask.style)
    found = await service.translate(order)
    text = document.render([translation.target for translation in found], language=ask.target).decode()
    others = await _alternatives(service, document, order, [t.target for t in found], ask.alternatives)
    issues = tuple(issue for translation in found for issue in translation.issues)
    return Done(text, guess, tuple(dict.fromkeys(other for other in others if other != text)), issues)


async def _alternatives(
    service: Service, document: Document, order: Order, best: Sequence[str], count: int
) -> list[str]:
    """The document with each segment's first other translation, each second one ..., or the best where one has few."""
    ways = await service.alternatives(order, count) if count else ()
    ranked = zip_longest(*ways)
    return [
        document.render([way or first for way, first in zip(row, best, strict=True)], language=order.target).decode()
        for row in ranked
    ]


def is_probe(texts: Sequence[str], source: str | None, target: str) -> bool:
    """Whether this is the trial translation that Weblate asks for when it saves its settings, whatever the languages.

    >>> is_probe(["test"], "en", "de"), is_probe(["test"], "en", "ko")
    (True, False)
    """
    return [text.strip().lower() for text in texts] == ["test"] and ((source or "en").lower(), target.lower()) == (
        "en",
        "de",
    )
