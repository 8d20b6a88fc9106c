"""The API key of somebody who uses the page: given once, kept by the browser in a cookie that scripts cannot read."""

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, Field

from mtkit.server import keys
from mtkit.server.page import guard
from mtkit.server.page.plain import Plain
from mtkit.server.refusals import Refusal

__all__ = ["router"]

router = APIRouter(prefix="/page/api", dependencies=[Depends(guard.same_origin)])


class Key(BaseModel):
    """A key as it was typed."""

    key: Plain = Field(max_length=500)


@router.post("/session")
def begin(given: Key, request: Request, response: Response) -> dict[str, bool]:
    """Let the browser in until it is closed. Raises Refusal (403) for a key that is none."""
    key = given.key.strip()
    if not keys.valid(request.app.state.settings.keys, key):
        raise Refusal(403, "Invalid API key", hint="ask whoever runs this server for one")
    secure = request.url.scheme == "https"
    response.set_cookie(guard.COOKIE, key, path="/page", httponly=True, samesite="strict", secure=secure)
    return {"known": True}
