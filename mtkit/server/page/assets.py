"""What the browser loads: the page, its styles and scripts, and the interface's words out of gettext catalogues."""

from functools import cache
from importlib.resources import as_file, files

from fastapi import APIRouter, Request, Response

from mtkit.documents import bilingual
from mtkit.languages import LANGUAGES
from mtkit.server.refusals import Refusal

__all__ = ["HEADERS", "preferred", "router", "words"]

router = APIRouter()
_KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".html": "text/html"}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


@router.get("/")
def index(request: Request) -> Response:
    """The page, in the language that the browser asks for."""
    language = preferred(request.headers.get("accept-language", ""))
    text = _static()["index.html"].replace(b'<html lang="en">', f'<html lang="{language}">'.encode())
    return _sent(text, ".html", {"Vary": "Accept-Language"})


@router.get("/page/static/{name}")
def static(name: str) -> Response:
    """A style, a script or the icon."""
    if name not in _static():
        raise Refusal(404, "no such file")
    return _sent(_static()[name], name[name.rindex(".") :])


@router.get("/page/words/{language}.json")
def catalogue(language: str) -> dict[str, str]:
    """The interface's words in a language: an English message (its plural) and its translation."""
    if language not in LANGUAGES:
        raise Refusal(404, "no such language", hint=f"use {', '.join(LANGUAGES)}")
    return words(language)


@cache
def words(language: str) -> dict[str, str]:
    """The catalogue of a language; English has none, as its messages are what the scripts say.

    >>> words("ko")["Korean"], words("en")
    ('한국어', {})
    """
    place = files("mtkit.server.page").joinpath("words", f"{language}.po")
    if not place.is_file():
        return {}
    with as_file(place) as path:
        return {pair.source: pair.target for pair in bilingual.read(path) if pair.target}


def preferred(header: str) -> str:
    """The first language of an Accept-Language header that the interface speaks.

    >>> preferred("fr-FR, ja;q=0.8, ko-KR;q=0.9"), preferred("de"), preferred("ko;q=0, ja;q=x, en;q=0.1")
    ('ko', 'en', 'en')
    """
    wishes = []
    for part in header.lower().split(","):
        name, _, weight = part.partition(";")
        wishes.append((_weight(weight), name.strip().partition("-")[0]))
    spoken = [(weight, name) for weight, name in wishes if name in LANGUAGES and weight > 0]
    return max(spoken, key=lambda wish: wish[0], default=(0.0, "en"))[1]


def _weight(text: str) -> float:
    try:
        return float(text.strip().removeprefix("q=") or 1)
    except ValueError:
        return 0.0


@cache
def _static() -> dict[str, bytes]:
    folder = files("mtkit.server.page").joinpath("static")
    return {item.name: item.read_bytes() for item in folder.iterdir() if item.is_file()}


def _sent(data: bytes, suffix: str, more: dict[str, str] | None = None) -> Response:
    policy = {"Content-Security-Policy": _POLICY}
    return Response(data, media_type=_KINDS[suffix], headers=HEADERS | policy | (more or {}))
