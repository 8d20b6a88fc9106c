"""The application: the routes of both wires, health, metrics and the page around one engine service."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from mtkit import __version__
from mtkit.errors import MtkitError
from mtkit.server import deepl, deepl_documents, deepl_glossaries, engine_api, keys, libretranslate, page, refusals
from mtkit.server.gate import Gate
from mtkit.server.jobs import Jobs
from mtkit.server.refusals import Refusal
from mtkit.server.service import Service
from mtkit.server.settings import Settings
from mtkit.server.store import Store

__all__ = ["create_app", "service_of"]

WIRES = (libretranslate, deepl, deepl_documents, deepl_glossaries, engine_api)
_OWN = ("/v2/", "/v3/", "/engine", "/page", "/metrics")
router = APIRouter()


def create_app(settings: Settings | None = None) -> FastAPI:
    """The server as an ASGI application; `app.state.service` translates. The engine starts and stops with it.

    >>> from mtkit.engines.pseudo import PseudoEngine
    >>> app = create_app(Settings(engine=PseudoEngine()))
    >>> app.openapi()["info"]["title"]
    'mtkit'
    >>> app.state.service.close()
    """
    app = FastAPI(
        title="mtkit",
        version=__version__,
        description="Machine translation for Korean, Japanese and English, on the wires of LibreTranslate and DeepL.",
        openapi_url="/spec",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
    )
    app.state.settings = settings = settings or Settings()
    app.state.service = service = Service(settings)
    for part in (router, *(wire.router for wire in WIRES)):
        app.include_router(part)
    page.mount(app)
    app.add_exception_handler(MtkitError, _refused)
    app.add_exception_handler(HTTPException, _refused)
    # The last one added is the first one passed.
    app.add_middleware(_Cors, allow_origins=list(settings.origins), allow_methods=["*"], allow_headers=["*"])
    app.add_middleware(Gate, service=service, answer=_answer)
    return app


class _Cors(CORSMiddleware):
    """Any web site may ask LibreTranslate's wire, as there; glossaries and documents are for sites that are named."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.allow_all_origins and scope["type"] == "http" and scope["path"].startswith(_OWN):
            await self.app(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


def service_of(request: Request) -> Service:
    """The engine service behind a request."""
    service: Service = request.app.state.service
    return service


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    service: Service = app.state.service
    await asyncio.to_thread(service.start)
    app.state.store = Store(service.data / "glossaries.sqlite")
    app.state.jobs = Jobs(service, Path(tempfile.mkdtemp(prefix="documents-", dir=service.data)))
    yield
    app.state.jobs.stop()
    await asyncio.to_thread(service.close)
    await asyncio.to_thread(app.state.jobs.close)
    app.state.store.close()


async def _refused(request: Request, error: Exception) -> Response:
    if isinstance(error, HTTPException):
        return _response(request.url.path, Refusal(error.status_code, str(error.detail)))
    assert isinstance(error, MtkitError)
    return _response(request.url.path, refusals.of(error))


def _response(path: str, refusal: Refusal) -> JSONResponse:
    headers = {"Retry-After": str(refusal.wait)} if refusal.wait else {}
    if refusal.status in (408, 413):
        headers["Connection"] = "close"  # the rest of the request is not waited for
    return JSONResponse(refusals.shape(path, refusal), refusal.status, headers)


def _answer(path: str, refusal: Refusal) -> ASGIApp:
    return _response(path, refusal)


@router.get("/health")
def health(request: Request) -> dict[str, str]:
    """Whether the server is there."""
    return {"status": "ok"}


@router.get("/metrics", response_class=Response)
def metrics(request: Request) -> Response:
    """Figures for Prometheus; with API keys set, for those who have one (Authorization: Bearer)."""
    service = service_of(request)
    if not keys.valid(service.settings.keys, keys.bearer(request.headers.get("authorization"))):
        raise Refusal(403, "Invalid API key", hint="send Authorization: Bearer KEY")
    service.metrics.flying.set(service.flying)
    return Response(service.metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")
