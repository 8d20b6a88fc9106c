"""The texts of a request: each is a document of its own, and those of one language are one order."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest

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
    places = _places(service, documents, guesses, ask)
    orders = [_order(source, [documents[place] for place in some], ask) for source, some in places.items()]
    found = await service.translate_all(orders) if orders else []
    ways = [await service.alternatives(order, ask.alternatives) if ask.alternatives else () for order in orders]
    done = [Done(_as_it_is(document), guess) for document, guess in zip(documents, guesses, strict=True)]
    for some, translations, others in zip(places.values(), found, ways, strict=True):
        rest, left = iter(translations), iter(others)
        for place in some:
            size = len(documents[place].segments)
            done[place] = _done(documents[place], guesses[place], list(islice(rest, size)), list(islice(left, size)))
    return done


def _guess(document: Document, ask: Ask) -> Guess:
    return Guess(ask.source, 100) if ask.source else detection.of(" ".join(s.source for s in document.segments))


def _places(
    service: Service, documents: Sequence[Document], guesses: Sequence[Guess], ask: Ask
) -> dict[str, list[int]]:
    """Which of the texts there is something to do for, by their languages."""
    places: dict[str, list[int]] = {}
    for place, (document, guess) in enumerate(zip(documents, guesses, strict=True)):
        if guess.language != ask.target and any(segment.source.strip() for segment in document.segments):
            places.setdefault(guess.language, []).append(place)
    for source in places:
        if (source, ask.target) not in service.directions:
            raise Refusal(400, f"{source}-{ask.target} is not supported by the model that is served")
    return places


def _order(source: str, documents: Sequence[Document], ask: Ask) -> Order:
    segments = tuple(segment for document in documents for segment in document.segments)
    lengths = tuple(len(document.segments) for document in documents) if len(documents) > 1 else ()
    return Order(source, ask.target, segments, ask.glossary, ask.style, lengths=lengths)


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
