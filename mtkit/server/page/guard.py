"""Who may ask: the page that this server sent, and with API keys set somebody who has one.

The wires are open to every origin; what the page asks for (releases under review, glossaries) is not. A browser says
where a request comes from (Origin, Sec-Fetch-Site); the name in Host must be one of this server, or a page of
somebody else's name could be pointed here (DNS rebinding).
"""

from ipaddress import ip_address
from urllib.parse import urlsplit

from fastapi import Request

from mtkit.server import keys
from mtkit.server.refusals import Refusal
from mtkit.server.settings import Settings

__all__ = ["COOKIE", "known", "same_origin"]

COOKIE = "mtkit-key"


def same_origin(request: Request) -> None:
    """Raise Refusal (403) unless the request comes from this server's page, or from no page at all."""
    host = request.headers.get("host", "")
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site", "same-origin")
    foreign = origin is not None and urlsplit(origin).netloc.lower() != host.lower()
    if foreign or site not in ("same-origin", "none"):
        raise Refusal(403, "the page's requests must come from the page", hint="open this server's address itself")
    if not _named(host, request.app.state.settings):
        hint = f"use http://localhost:{request.app.state.settings.port}, or name it with --origin"
        raise Refusal(403, f"this server is not called {host!r}", hint=hint)


def known(request: Request) -> None:
    """Raise Refusal (401) when the server has API keys and the request has none of them."""
    given = keys.bearer(request.headers.get("authorization")) or request.cookies.get(COOKIE)
    if not keys.valid(request.app.state.settings.keys, given):
        raise Refusal(401, "an API key is needed", hint="ask whoever runs this server for one")


def _named(host: str, settings: Settings) -> bool:
    """Whether a server may be called by this name.

    >>> _named("localhost:5000", Settings()), _named("[::1]:5000", Settings()), _named("evil.example", Settings())
    (True, True, False)
    >>> _named("mt.example.org", Settings(origins=("https://mt.example.org",)))
    True
    """
    name = (urlsplit(f"//{host}").hostname or "").lower()
    own = {urlsplit(origin).hostname for origin in settings.origins}
    return name in own or name in ("localhost", settings.host.lower()) or _is_address(name)


def _is_address(name: str) -> bool:
    """Nobody can point an address somewhere else."""
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
