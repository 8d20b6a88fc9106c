"""The LibreTranslate wire: what Weblate, libretranslatepy, deep-translator and scripts speak.

Beyond it, `/translate` takes `glossary` (terms of this request) and `glossary_id` (a glossary that is kept), html comes
with alternatives, and each text of a list is detected by itself.
"""

from asyncio import to_thread  # large texts and glossaries take their time: nobody else shall wait for them
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from mtkit import documents
from mtkit.errors import LanguageError
from mtkit.languages import LANGUAGES, NAMES, normalise
from mtkit.server import detection, keys, markup, texts
from mtkit.server.jobs import Wish, attachment, jobs_of, title
from mtkit.server.parameters import FORM, JSON, MULTIPART, File, described, read
from mtkit.server.refusals import Refusal
from mtkit.server.service import Service
from mtkit.server.terms import glossary_of
from mtkit.server.texts import Ask, Done

__all__ = ["router"]

router = APIRouter(tags=["LibreTranslate"])
MOST = 10  # alternatives that may be asked for


class _Keyed(BaseModel):
    model_config = ConfigDict(coerce_numbers_to_str=True)
    api_key: str | None = Field(None, description="API key, where the server wants one")


class Translate(_Keyed):
    """What is to be translated and how."""

    q: str | list[str] = Field(description="text, or texts")
    source: str = Field(description='"auto", or a language: en, ja, ko', examples=["ko"])
    target: str = Field(description="en, ja or ko", examples=["en"])
    format: str | None = Field("text", description="text or html")
    alternatives: int | None = Field(0, ge=0, le=MOST, description="other translations wanted")
    glossary: dict[str, str] | list[dict[str, str]] | str | None = Field(None, description="terms: {source: target}")
    glossary_id: str | None = Field(None, description="a glossary that the server keeps")


class Detect(_Keyed):
    """The text whose language is asked for."""

    q: str | list[str]


class TranslateFile(_Keyed):
    """The document that is to be translated."""

    file: File
    source: str
    target: str


class Suggest(_Keyed):
    """A better translation that somebody knows."""

    q: str
    s: str
    source: str
    target: str


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


def _let_in(request: Request, given: _Keyed) -> None:
    service = _service(request)
    key = given.api_key or keys.bearer(request.headers.get("authorization"))
    if not keys.valid(service.settings.keys, key):
        message = "Invalid API key" if key else "Please contact the server operator to get an API key"
        raise Refusal(403, message)


def _language(code: str) -> str:
    try:
        return normalise(code)
    except LanguageError:
        raise Refusal(400, f"{code[:40]} is not supported") from None


@router.post("/translate", openapi_extra=described(Translate, JSON, FORM, MULTIPART))
async def translate(request: Request) -> JSONResponse:
    """Translate a text or a list of texts."""
    asked = await read(request, Translate)
    _let_in(request, asked)
    service = _service(request)
    given = [asked.q] if isinstance(asked.q, str) else asked.q
    _check_size(service, given)
    kind = asked.format or "text"
    if kind not in ("text", "html"):
        raise Refusal(400, f"{kind[:40]} format is not supported")
    if service.settings.probe and texts.is_probe(given, asked.source, asked.target):
        return JSONResponse({"translatedText": "Test" if isinstance(asked.q, str) else ["Test"]})
    ask = await to_thread(_ask, request, asked)
    made = await to_thread(lambda: [(markup.html if kind == "html" else markup.plain)(text) for text in given])
    return JSONResponse(_reply(await texts.translate(service, made, ask), asked))


def _check_size(service: Service, given: list[str]) -> None:
    size, most = sum(map(len, given)), service.settings.characters
    if size > most:
        raise Refusal(400, f"Invalid request: request ({size}) exceeds text limit ({most})")


def _ask(request: Request, asked: Translate) -> Ask:
    target = _language(asked.target)
    source = None if asked.source.lower() == "auto" else _language(asked.source)
    glossary = None
    if asked.glossary or asked.glossary_id:
        if not source:
            raise Refusal(400, "Invalid request: a glossary needs a source language, not auto")
        ids = [asked.glossary_id] if asked.glossary_id else []
        glossary = glossary_of(request, source, target, asked.glossary, ids)
    return Ask(source, target, glossary, alternatives=asked.alternatives or 0)


def _reply(done: list[Done], asked: Translate) -> dict[str, Any]:
    reply: dict[str, Any] = {"translatedText": [one.text for one in done]}
    if asked.source.lower() == "auto":
        reply["detectedLanguage"] = [_guess(one.guess) for one in done]
    if asked.alternatives:
        reply["alternatives"] = [list(one.alternatives[: asked.alternatives]) for one in done]
    return {name: value[0] for name, value in reply.items()} if isinstance(asked.q, str) else reply


def _guess(guess: detection.Guess) -> dict[str, Any]:
    return {"confidence": guess.confidence, "language": guess.language}


@router.post("/detect", openapi_extra=described(Detect, JSON, FORM))
async def detect_language(request: Request) -> list[dict[str, Any]]:
    """The languages that a text may be in, likeliest first."""
    asked = await read(request, Detect)
    _let_in(request, asked)
    text = asked.q if isinstance(asked.q, str) else " ".join(asked.q)
    _check_size(_service(request), [text])
    return [_guess(guess) for guess in detection.guesses(text)]


@router.get("/languages")
@router.post("/languages", operation_id="post_languages")
def languages(request: Request) -> list[dict[str, Any]]:
    """The languages, and what each can be translated into."""
    known = _service(request).directions
    return [
        {"code": code, "name": NAMES[code], "targets": sorted({code} | {t for s, t in known if s == code})}
        for code in LANGUAGES
        if any(code in pair for pair in known)
    ]


@router.get("/frontend/settings")
def frontend_settings(request: Request) -> dict[str, Any]:
    """What a front end needs to know of this server."""
    settings = _service(request).settings
    auto = {"code": "auto", "name": "Auto Detect"}
    return {
        "apiKeys": bool(settings.keys),
        "charLimit": settings.characters,
        "filesTranslation": True,
        "frontendTimeout": 500,
        "keyRequired": bool(settings.keys),
        "language": {"source": auto, "target": {"code": "en", "name": "English"}},
        "suggestions": False,
        "supportedFilesFormat": sorted(set(documents.suffixes())),
    }


@router.post("/suggest", openapi_extra=described(Suggest, JSON, FORM))
async def suggest(request: Request) -> dict[str, bool]:
    """Take a better translation; this server keeps none this way."""
    asked = await read(request, Suggest)
    _let_in(request, asked)
    raise Refusal(403, "Suggestions are not accepted", hint="keep terms in a glossary")


@router.post("/translate_file", openapi_extra=described(TranslateFile, MULTIPART))
async def translate_file(request: Request) -> dict[str, str]:
    """Translate a document, and tell where the result is."""
    asked = await read(request, TranslateFile)
    _let_in(request, asked)
    source = None if asked.source.lower() == "auto" else _language(asked.source)
    wish = Wish(title(asked.file.name), source, _language(asked.target))
    job = jobs_of(request).add(asked.file.data, wish)
    await jobs_of(request).finished(job)
    if job.error:
        jobs_of(request).remove(job)
        raise Refusal(400, job.error)
    return {"translatedFileUrl": str(request.url_for("download_file", name=f"{job.id}.{job.wish.name}"))}


@router.get("/download_file/{name}", response_class=Response)
def download_file(request: Request, name: str) -> Response:
    """A translated document."""
    return attachment(jobs_of(request).get(name.partition(".")[0]))
