"""The DeepL wire: documents sent, asked after, fetched."""

from asyncio import to_thread
from typing import Any

from fastapi import APIRouter, Request, Response

from mtkit import documents
from mtkit.errors import InputError
from mtkit.server.deepl import Formality, Keyed, formal, language, let_in
from mtkit.server.jobs import Job, Wish, attachment, jobs_of, title
from mtkit.server.parameters import FORM, JSON, MULTIPART, File, described, read
from mtkit.server.refusals import Refusal
from mtkit.server.terms import glossary_of

__all__ = ["router"]

router = APIRouter(tags=["DeepL documents"])
PACE = 60  # characters a second, for the guess how long a document takes


class Upload(Keyed):
    """A document and how it is wanted."""

    file: File
    filename: str | None = None
    source_lang: str | None = None
    target_lang: str
    formality: Formality | None = None
    glossary_id: str | None = None
    output_format: str | None = None


class Handle(Keyed):
    """The key that came back for a document."""

    document_key: str


@router.post("/v2/document", openapi_extra=described(Upload, MULTIPART))
async def upload(request: Request) -> dict[str, str]:
    """Send a document."""
    asked = await read(request, Upload)
    service = let_in(request, asked)
    name = title(asked.filename or asked.file.name)
    _check_format(name, asked.output_format)
    source = language(asked.source_lang, "source_lang") if asked.source_lang else None
    target = language(asked.target_lang, "target_lang")
    if asked.glossary_id and not source:
        raise Refusal(400, "Use of a glossary requires the source_lang parameter to be specified")
    ids = [asked.glossary_id] if asked.glossary_id else []
    glossary = await to_thread(glossary_of, request, source, target, None, ids) if source else None
    wish = Wish(name, source, target, glossary, formal(service, asked.formality, target))
    job = jobs_of(request).add(asked.file.data, wish)
    return {"document_id": job.id, "document_key": job.key}


def _check_format(name: str, wanted: str | None) -> None:
    try:
        documents.format_of(name)
    except InputError as error:
        raise Refusal(
            400, f"Invalid file type: {error.message}", hint=f"send {', '.join(sorted(set(documents.suffixes())))}"
        ) from None
    if wanted and not name.lower().endswith(f".{wanted.lower()}"):
        raise Refusal(400, "Value for 'output_format' not supported.", hint="a document comes back in its own format")


@router.post("/v2/document/{document_id}", openapi_extra=described(Handle, JSON, FORM))
async def status(request: Request, document_id: str) -> dict[str, Any]:
    """How a document is getting on."""
    asked = await read(request, Handle)
    let_in(request, asked)
    job = jobs_of(request).get(document_id, asked.document_key)
    # Clients ask again after five seconds: a short document had better be done the first time.
    await jobs_of(request).finished(job, 1.0)
    return _state(job)


def _state(job: Job) -> dict[str, Any]:
    state: dict[str, Any] = {"document_id": job.id, "status": job.status}
    if job.status in ("queued", "translating"):
        return state | {"seconds_remaining": max(1, job.characters // PACE)}
    if job.status == "error":
        return state | {"error_message": job.error, "message": job.error}
    return state | {"billed_characters": job.characters}


@router.post("/v2/document/{document_id}/result", response_class=Response, openapi_extra=described(Handle, JSON, FORM))
async def result(request: Request, document_id: str) -> Response:
    """The translated document."""
    asked = await read(request, Handle)
    let_in(request, asked)
    return attachment(jobs_of(request).get(document_id, asked.document_key))
