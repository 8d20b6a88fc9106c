"""The engine itself for mtkit on other machines: `mtkit translate --server` does all the rest where it runs."""

from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict

from mtkit.engines import Decoding
from mtkit.errors import LanguageError
from mtkit.languages import normalise
from mtkit.server import keys
from mtkit.server.parameters import JSON, described, read
from mtkit.server.refusals import Refusal
from mtkit.server.service import Service

__all__ = ["router"]

router = APIRouter(tags=["mtkit"])


class Direction(BaseModel):
    """From which language into which."""

    source: str
    target: str

    @property
    def pair(self) -> tuple[str, str]:
        """Both by mtkit's codes. Raises Refusal (400)."""
        try:
            return normalise(self.source), normalise(self.target)
        except LanguageError as error:
            raise Refusal(400, error.message, hint=error.hint) from None


class Sentences(Direction):
    """Protected sentences."""

    sentences: list[str]


class How(BaseModel):
    """How to search; see `mtkit.engines.Decoding`."""

    model_config = ConfigDict(extra="forbid")
    beam: int = 4
    n_best: int = 1
    length_penalty: float = 1.0
    repetition_penalty: float = 1.1
    no_repeat_ngram: int = 0
    max_ratio: float = 3.0
    style: str | None = None

    @property
    def decoding(self) -> Decoding:
        """As the engine takes it. Raises Refusal (400)."""
        if not (self.beam <= 16 and 0 < self.max_ratio <= 10 and 0 <= self.no_repeat_ngram <= 16):
            raise Refusal(400, "Invalid request: decoding out of range", hint="beam up to 16, max_ratio up to 10")
        try:
            return Decoding(**self.model_dump())
        except ValueError as error:
            raise Refusal(400, f"Invalid request: {error}") from None


class Search(Sentences):
    """Protected sentences and how to search."""

    decoding: How = How()


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    if not keys.valid(service.settings.keys, keys.bearer(request.headers.get("authorization"))):
        raise Refusal(403, "Invalid API key", hint="send Authorization: Bearer KEY")
    return service


@router.get("/engine")
async def engine(request: Request) -> dict[str, Any]:
    """What the engine of a direction (source, target) is, and what it can."""
    service = _service(request)
    found = _engine(service, await read(request, Direction))
    names = ("name", "signature", "annotates", "placeholders", "styles", "limit")
    return {name: getattr(found, name) for name in names}


@router.post("/engine/translate", openapi_extra=described(Search, JSON))
async def translate(request: Request) -> dict[str, Any]:
    """The hypotheses for each sentence, best first."""
    service = _service(request)
    asked = await read(request, Search)
    _engine(service, asked)
    _check(service, asked)
    found = await service.sentences(*asked.pair, asked.sentences, asked.decoding.decoding)
    return {"hypotheses": [[{"text": h.text, "score": h.score, "pieces": h.pieces} for h in row] for row in found]}


@router.post("/engine/length", openapi_extra=described(Sentences, JSON))
async def length(request: Request) -> dict[str, Any]:
    """How many pieces each sentence has."""
    service = _service(request)
    asked = await read(request, Sentences)
    _check(service, asked)
    found = _engine(service, asked)
    return {"lengths": [found.length(sentence) for sentence in asked.sentences]}


def _engine(service: Service, asked: Direction) -> Any:
    if asked.pair not in service.directions:
        raise Refusal(400, f"{'-'.join(asked.pair)} is not supported by the model that is served")
    return service.engine(*asked.pair)


def _check(service: Service, asked: Sentences) -> None:
    size, most = sum(map(len, asked.sentences)), service.settings.characters
    if size > most:
        raise Refusal(413, f"the sentences have {size} characters, {most} at most", hint="send less at once")
