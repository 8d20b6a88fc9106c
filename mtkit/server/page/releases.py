"""The release view's requests: upload, review, download."""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field

from mtkit.server.page import exports
from mtkit.server.page.desk import AtDesk
from mtkit.server.page.plain import Plain
from mtkit.server.page.release import Release, Reviewed
from mtkit.server.page.shown import issues, terms
from mtkit.server.refusals import Refusal

__all__ = ["router"]

router = APIRouter(prefix="/releases")
Name = Annotated[str, Query(min_length=1, max_length=200)]


class Word(BaseModel):
    """A person's word on a segment, and which revision of it was seen."""

    target: Annotated[Plain, Field(max_length=200_000)]
    accepted: bool
    revision: int


@router.get("")
def listed(desk: AtDesk) -> dict[str, Any]:
    """Every release and how far its review is."""
    return {"releases": [_about(release) for release in desk.releases.listed()]}


@router.post("", status_code=201)
async def upload(
    request: Request, desk: AtDesk, name: Name, target: str, source: str = "auto", glossary: str = ""
) -> dict[str, Any]:
    """Keep the document of the body and begin to translate it."""
    data = await request.body()
    # What a browser calls the file is a name for people: no path, no control characters.
    plain = "".join(char for char in name.replace("\\", "/").rpartition("/")[2] if char.isprintable()).strip(" .")
    return _about(await run_in_threadpool(desk.releases.add, plain or "document", data, source, target, glossary))


@router.get("/{id}")
def one(id: str, desk: AtDesk, first: Annotated[int, Query(ge=0)] = 0) -> dict[str, Any]:
    """A release with its segments from the first wanted one on: who waits for the rest knows those before."""
    release = desk.releases.get(id)
    rows = zip(release.document.segments[first:], release.reviewed[first:], strict=True)
    segments = [_segment(number, segment.source, one) for number, (segment, one) in enumerate(rows, first)]
    done = len(release.reviewed) - release.reviewed.count(None)
    told = {"segments": segments, "done": done, "state": release.state, "error": release.error}
    return _about(release) | told | {"notices": issues(release.document.notices)}


@router.put("/{id}/segments/{number}")
def review(id: str, number: int, word: Word, desk: AtDesk) -> dict[str, Any]:
    """Keep a person's word on a segment."""
    release = desk.releases.get(id)
    reviewed = desk.releases.review(id, number, word.target, word.accepted, word.revision)
    return _segment(number, release.document.segments[number].source, reviewed)


@router.delete("/{id}")
def remove(id: str, desk: AtDesk) -> dict[str, bool]:
    """Forget a release."""
    desk.releases.remove(id)
    return {"removed": True}


@router.post("/{id}/memory")
def remember(id: str, desk: AtDesk) -> dict[str, int]:
    """Keep what was accepted in the memory. Raises Refusal (409) when the server has none."""
    release = desk.releases.get(id)
    about, pairs = release.about, zip(release.document.segments, release.reviewed, strict=True)
    accepted = [
        (segment.source, one.target) for segment, one in pairs if one is not None and one.accepted and one.target
    ]
    texts = [{about.source: source, about.target: target} for source, target in dict.fromkeys(accepted)]
    return {"saved": desk.remember(texts, about.name)}


@router.get("/{id}/download")
def download(id: str, desk: AtDesk, kind: str = "document") -> Response:
    """The release as a document, a PO or a TMX file. Raises Refusal (409) while it is translated."""
    release = desk.releases.get(id)
    if release.state == "translating":
        raise Refusal(409, "the release is still being translated", hint="wait until it is ready")
    if kind not in exports.KINDS:
        raise Refusal(400, f"no such kind {kind!r}", hint=f"use {', '.join(exports.KINDS)}")
    name, data = exports.KINDS[kind](release)
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(data, media_type="application/octet-stream", headers=headers)


def _about(release: Release) -> dict[str, Any]:
    about = release.about
    told = {"id": about.id, "name": about.name, "source": about.source, "target": about.target, "made": about.made}
    accepted = sum(one is not None and one.accepted for one in release.reviewed)
    return told | {"glossary": about.glossary, "segments": len(release.reviewed), "accepted": accepted}


def _segment(number: int, source: str, one: Reviewed | None) -> dict[str, Any]:
    told: dict[str, Any] = {"number": number, "source": source}
    if one is None:
        return told | {"target": None, "issues": [], "terms": [], "accepted": False, "edited": False}
    return told | {
        "target": one.target,
        "machine": one.machine,
        "accepted": one.accepted,
        "edited": one.edited,
        "revision": one.revision,
        "terms": terms(source, one.terms),
        "issues": issues(one.issues),
        "origin": one.origin,
    }
