"""The page that a browser shows: texts and releases to translate, glossaries to keep, evaluations to read.

mount           the page's routes on the server's application
plain           text of a request
guard           who may ask: the page of this server alone, with an API key where there are keys
assets          HTML, CSS, scripts, and the interface's words in three languages (words/*.po)
texts           translation while somebody types, other translations, the memory
releases        documents under review; shelf, where they are kept; exports, what they become
glossaries      the tables of a folder, read through and saved
reports         evaluations of a folder
"""

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from mtkit.server import refusals
from mtkit.server.page import assets, glossaries, guard, releases, reports, session, texts
from mtkit.server.page.desk import Desk
from mtkit.server.refusals import Refusal

__all__ = ["mount"]


def mount(app: FastAPI) -> None:
    """Add the page to an application that has its settings and its engine service.

    >>> from mtkit.engines.pseudo import PseudoEngine
    >>> from mtkit.server import Settings, create_app
    >>> app = create_app(Settings(engine=PseudoEngine()))
    >>> app.state.desk.settings.port
    5000
    >>> app.state.service.close()
    """
    app.add_exception_handler(RequestValidationError, _unfit)
    app.state.desk = Desk(app.state.service)
    api = APIRouter(prefix="/page/api", dependencies=[Depends(guard.same_origin), Depends(guard.known)])
    for room in (texts, releases, glossaries, reports):
        api.include_router(room.router)
    app.include_router(api, include_in_schema=False)
    for router in (session.router, assets.router, reports.files):
        app.include_router(router, include_in_schema=False)


async def _unfit(request: Request, error: Exception) -> Response:
    """A request that does not fit its route in one line; what it held is not repeated, as it may be no text at all."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    name = first["loc"][1] if len(first["loc"]) > 1 and isinstance(first["loc"][1], str) else "the body"
    refusal = Refusal(422, f"Invalid request: {name}: {first['msg']}".encode("utf-8", "replace").decode())
    return JSONResponse(refusals.shape(request.url.path, refusal), refusal.status)
