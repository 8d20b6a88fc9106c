"""What every request passes: size and time limits, a figure for /metrics, a line in the log without its texts."""

import asyncio
import json
import logging
import math
import time
from collections.abc import Callable

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mtkit.server.refusals import Refusal
from mtkit.server.service import Service

__all__ = ["Gate"]

GONE = 499  # the status in log and figures of a client that hung up
DRAINED = 8  # times the largest body that are read and thrown away
LOG = logging.getLogger("mtkit.server")


class Gate:
    """ASGI middleware around the whole application; `answer` spells a refusal the way the path's wire does."""

    def __init__(self, app: ASGIApp, service: Service, answer: Callable[[str, Refusal], ASGIApp]) -> None:
        self.app, self.service, self.answer = app, service, answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and tell of it."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        passage = _Passage(receive, send, self.service)
        try:
            await passage.check(scope)
            await self.app(scope, passage.receive, passage.send)
        except Exception as error:
            await self._broken(scope, passage, error)
        finally:
            self._tell(scope, passage)

    async def _broken(self, scope: Scope, passage: "_Passage", error: Exception) -> None:
        """A refusal before a route was found, or a bug: the client gets a line, the log the place without the text."""
        if isinstance(error, ClientDisconnect):
            passage.status = GONE
            return
        refusal = error if isinstance(error, Refusal) else Refusal(500, "Internal error", hint="see the server's log")
        if refusal is not error:
            LOG.error(json.dumps({"event": "bug", "error": type(error).__name__, "at": _places(error)}))
        if not passage.status:
            await self.answer(scope["path"], refusal)(scope, passage.receive, passage.send)

    def _tell(self, scope: Scope, passage: "_Passage") -> None:
        route = getattr(scope.get("route"), "path", "") or "other"
        took = time.monotonic() - passage.start
        metrics = self.service.metrics
        metrics.requests.labels(route, passage.status).inc()
        metrics.seconds.labels(route).observe(took)
        line = {"event": "request", "method": scope["method"], "route": route, "status": passage.status}
        LOG.info(json.dumps(line | {"ms": round(took * 1000), "bytes": passage.read}))


class _Passage:
    """One request on its way: what has been read of it, since when, and the status of its answer."""

    def __init__(self, receive: Receive, send: Send, service: Service) -> None:
        self._receive, self._send, self.settings = receive, send, service.settings
        self.start, self.read, self.status, self.whole = time.monotonic(), 0, 0, False

    async def check(self, scope: Scope) -> None:
        """Refuse a body that is said to be too large before it is read, and one that is much too large at once."""
        said = dict(scope["headers"]).get(b"content-length", b"0")
        size = int(said) if said.isdigit() and len(said) < 20 else 0
        if size > self.settings.body:
            self.whole = size > DRAINED * self.settings.body
            await self._drain()
            raise self._too_large()

    async def receive(self) -> Message:
        """The next part of the body, when it comes in time and is not too much."""
        if self.whole:
            return await self._receive()
        message = await self._next()
        if self.read > self.settings.body:
            await self._drain()
            raise self._too_large()
        return message

    async def _next(self) -> Message:
        left = self.start + self.settings.patience - time.monotonic()
        try:
            message = await asyncio.wait_for(self._receive(), max(0.001, left))
        except TimeoutError:
            text = f"the request took more than {math.ceil(self.settings.patience)} s to arrive"
            raise Refusal(408, text, hint="send it again") from None
        self.read += len(message.get("body", b""))
        self.whole = message["type"] == "http.disconnect" or not message.get("more_body")
        return message

    async def _drain(self) -> None:
        """Let a client finish that sends too much, within limits: most read no answer before they have sent all."""
        while not self.whole and self.read < DRAINED * self.settings.body:
            await self._next()

    def _too_large(self) -> Refusal:
        return Refusal(413, f"the request is larger than {self.settings.body} bytes", hint="send less at once")

    async def send(self, message: Message) -> None:
        """Note the status on the way out."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
        await self._send(message)


def _places(error: BaseException) -> list[str]:
    """Where an error came from, file and line; its message might quote a text."""
    found, trace = list[str](), error.__traceback__
    while trace:
        code = trace.tb_frame.f_code
        found.append(f"{code.co_filename.rpartition('/mtkit/')[2]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return found[-8:]
