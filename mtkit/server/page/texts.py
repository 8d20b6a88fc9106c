"""Translation while somebody types, other translations of one segment, and the memory that a person's own words go to."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field

from mtkit import __version__, documents
from mtkit.glossary.entries import KINDS
from mtkit.languages import LANGUAGES, detect, normalise
from mtkit.segments import Segment
from mtkit.server.page.desk import AtDesk
from mtkit.server.page.plain import Plain
from mtkit.server.page.shown import shown
from mtkit.server.refusals import Refusal
from mtkit.server.service import Order

__all__ = ["router"]

router = APIRouter()
ALTERNATIVES = 5


class Text(BaseModel):
    """A text to translate; `glossary` is the name of one of the folder's."""

    text: Plain
    target: Plain
    source: Plain = "auto"
    glossary: Plain = ""


class Own(BaseModel):
    """A person's translation."""

    model_config = ConfigDict(populate_by_name=True)

    source: Plain = Field(min_length=1)
    target: Plain = Field(min_length=1)
    source_language: Plain = Field(alias="from")
    target_language: Plain = Field(alias="to")


@router.get("/settings")
def settings(desk: AtDesk) -> dict[str, Any]:
    """What the page must know: limits, formats, what there is."""
    return {
        "version": __version__,
        "max_characters": desk.settings.characters,
        "max_bytes": desk.settings.body,
        "suffixes": sorted(set(documents.suffixes())),
        "kinds": KINDS,
        "glossaries": desk.glossaries.names,
        "memory": desk.service.memory is not None,
    }


@router.post("/translate")
async def translate(given: Text, desk: AtDesk, request: Request) -> dict[str, Any]:
    """One segment a line, in order; none when the text is in the target language already.

    Raises Refusal (499) when whoever asked has gone away: who types on has asked for something else.
    """
    source, target = _direction(given)
    if source == target:
        return {"source": source, "target": target, "segments": []}
    lines = _fitting(given.text, desk.settings.characters).split("\n")
    glossary = await run_in_threadpool(desk.glossaries.load, given.glossary)
    typed = await run_in_threadpool(desk.recent.typed, Order(source, target, tuple(map(Segment, lines)), glossary))
    while typed.left:
        if await request.is_disconnected():
            raise Refusal(499, "nobody waits for the translation any more")
        await run_in_threadpool(typed.step)
    return {"source": source, "target": target, "segments": [shown(one) for one in typed.done]}


@router.post("/alternatives")
async def alternatives(given: Text, desk: AtDesk) -> dict[str, Any]:
    """Other translations of a text, best first."""
    source, target = _direction(given)
    text = _fitting(given.text, desk.settings.characters)
    glossary = await run_in_threadpool(desk.glossaries.load, given.glossary)
    order = Order(source, target, (Segment(text),), glossary)
    (found,) = await desk.service.alternatives(order, ALTERNATIVES)
    return {"alternatives": found}


@router.post("/memory")
def remember(given: Own, desk: AtDesk) -> dict[str, bool]:
    """Keep a person's translation. Raises Refusal (409) when the server has no memory."""
    texts = {normalise(given.source_language): given.source, normalise(given.target_language): given.target}
    desk.remember([texts], "page")
    return {"saved": True}


def _direction(given: Text) -> tuple[str, str]:
    """The languages; a text without letters can be in any."""
    target = normalise(given.target)
    if given.source != "auto":
        return normalise(given.source), target
    return detect(given.text) or next(code for code in LANGUAGES if code != target), target


def _fitting(text: str, most: int) -> str:
    if len(text) > most:
        raise Refusal(413, f"the text has {len(text)} characters, {most} at most", hint="translate a document instead")
    return text
