"""Documents on their way: taken in, translated one after the other, kept for a while, fetched."""

import asyncio
import contextlib
import logging
import re
import secrets
import shutil
import time
import uuid
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from fastapi import Request, Response

from mtkit import documents
from mtkit.documents import Document
from mtkit.errors import MtkitError
from mtkit.glossary import Glossary
from mtkit.languages import NAMES, detect
from mtkit.segments import Translation
from mtkit.server.refusals import Refusal, busy
from mtkit.server.service import Service

__all__ = ["Job", "Jobs", "Wish", "attachment", "jobs_of", "title"]

LOG = logging.getLogger("mtkit.server")
MOST = 100  # documents that wait, run or are kept
_ODD = re.compile(r"[\x00-\x1f\x7f-\x9f/\\:*?\"<>|\ud800-\udfff]+")


@dataclass(frozen=True)
class Wish:
    """How a document is wanted; without a source its language is found out."""

    name: str
    source: str | None
    target: str
    glossary: Glossary | None = None
    style: str | None = None


@dataclass(eq=False)
class Job:
    """A document: queued, translating, done or error. `key` is known to whoever sent it."""

    wish: Wish
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    key: str = field(default_factory=lambda: secrets.token_hex(32).upper())
    status: str = "queued"
    error: str = ""
    characters: int = 0
    result: Path | None = None
    ended: float = 0.0
    future: "Future[None] | None" = None


class Jobs:
    """The documents of one server, in a folder of its own. Nothing of a client's file name becomes a path."""

    def __init__(self, service: Service, folder: Path) -> None:
        self.service, self.folder = service, folder
        self._jobs: dict[str, Job] = {}
        self._pool = ThreadPoolExecutor(2, thread_name_prefix="mtkit-document")

    def add(self, data: bytes, wish: Wish) -> Job:
        """Take a document in. Raises Refusal (429) when too many are here."""
        self._sweep()
        if len(self._jobs) >= MOST:
            raise busy(30)
        job = Job(wish)
        self._jobs[job.id] = job
        job.future = self._pool.submit(self._work, job, data)
        return job

    def get(self, id: str, key: str | None = None) -> Job:
        """A document by its id, and by its key where that is asked for. Raises Refusal (404)."""
        self._sweep()
        job = self._jobs.get(id)
        if not job or (key is not None and not secrets.compare_digest(job.key.encode(), key.encode())):
            raise Refusal(404, "Document not found", hint="documents are kept for a while only")
        return job

    def remove(self, job: Job) -> None:
        """Forget a document."""
        self._jobs.pop(job.id, None)
        if job.result:
            job.result.unlink(missing_ok=True)

    async def finished(self, job: Job, seconds: float | None = None) -> None:
        """Wait for the end of a job, good or bad, or for so many seconds."""
        assert job.future
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(job.future)), seconds)

    def stop(self) -> None:
        """Begin no document any more."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def close(self) -> None:
        """Remove what is kept, once the engine has stopped and so the documents have."""
        self._pool.shutdown()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _sweep(self) -> None:
        old = time.monotonic() - self.service.settings.keep
        for job in [job for job in self._jobs.values() if job.ended and job.ended < old]:
            self.remove(job)

    def _work(self, job: Job, data: bytes) -> None:
        job.status = "translating"
        try:
            job.result = self._translated(job, data)
            job.status = "done"
        except MtkitError as error:
            job.status, job.error = "error", str(error)
        except Exception as error:  # a bug: the log has it, the client a line
            LOG.error('{"event": "bug", "error": "%s", "at": "document"}', type(error).__name__)
            job.status, job.error = "error", "Internal error; see the server's log"
        job.ended = time.monotonic()

    def _translated(self, job: Job, data: bytes) -> Path:
        wish = job.wish
        document = documents.parse(data, format=documents.format_of(wish.name, data), name=wish.name)
        source = wish.source or detect("".join(segment.source for segment in document.segments))
        if not source:
            raise Refusal(400, "no letter of a known language in the document", hint="say the source language")
        job.characters = sum(len(segment.source) for segment in document.segments)
        found = self._translations(document, source, wish)
        written = document.render([translation.target for translation in found], language=wish.target)
        path = self.folder / job.id
        documents.write(path, written)
        return path

    def _translations(self, document: Document, source: str, wish: Wish) -> tuple[Translation, ...]:
        if source == wish.target:
            raise Refusal(400, f"the document is {NAMES[source]} already", hint="say another target language")
        if (source, wish.target) not in self.service.directions:
            raise Refusal(400, f"{source}-{wish.target} is not supported by the model that is served")
        if not document.segments:
            return ()
        found = self.service.translator(source, wish.target, wish.glossary, wish.style).segments(document.segments)
        self.service.metrics.translated(source, wish.target, sum(len(segment.source) for segment in document.segments))
        return found


def jobs_of(request: Request) -> Jobs:
    """The documents of the server behind a request."""
    jobs: Jobs = request.app.state.jobs
    return jobs


def title(name: str) -> str:
    r"""A client's file name as a name and nothing else: no folders, no control characters, not too long.

    >>> title("../../etc/pass\x00wd.md"), title("C:\\docs\\보도 자료.txt"), title("..")
    ('pass_wd.md', '보도 자료.txt', 'document')
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    stem, dot, suffix = _ODD.sub("_", last).strip(" .").rpartition(".")
    return f"{stem[:100]}{dot}{suffix[:20]}" or "document"


def attachment(job: Job) -> Response:
    """The finished document as a download. Raises Refusal (503) before it is ready, 400 when there is none."""
    if job.error:
        raise Refusal(400, job.error)
    if not job.result:
        raise Refusal(503, "Document not ready", hint="ask for its status first", wait=2)
    kept = f"attachment; filename*=UTF-8''{quote(job.wish.name)}"
    with contextlib.suppress(FileNotFoundError):
        return Response(
            job.result.read_bytes(), headers={"content-disposition": kept}, media_type="application/octet-stream"
        )
    raise Refusal(404, "Document not found", hint="documents are kept for a while only")
