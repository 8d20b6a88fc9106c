"""Listening: a socket, uvicorn around the application, a graceful stop."""

import asyncio
import contextlib
import ipaddress
import logging
import socket
import sys
import time
from collections.abc import Callable, Iterator
from types import FrameType

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol

from mtkit.errors import InputError
from mtkit.server.app import create_app
from mtkit.server.settings import Settings

__all__ = ["configured", "serve"]

GRACE = 30  # seconds that requests in flight have when the server is told to stop


def serve(
    settings: Settings, *, opened: bool = False, quiet: bool = False, ready: Callable[[str], None] = lambda url: None
) -> None:
    """Serve until SIGINT or SIGTERM; what is in flight is finished, a second signal ends it at once.

    `ready` is told the address once the server listens. Raises InputError for an address that cannot be listened on,
    and for one that others reach when there are no keys and it is not `opened`; ModelError for a model that cannot be
    used.

    >>> serve(Settings(host="0.0.0.0"))
    Traceback (most recent call last):
    mtkit.errors.InputError: 0.0.0.0: everybody on the network could use it, as there are no API keys; say \
--api-key-file, or --open
    """
    if not (settings.keys or opened or _is_loopback(settings.host)):
        message = "everybody on the network could use it, as there are no API keys"
        raise InputError(message, path=settings.host, hint="say --api-key-file, or --open")
    with _listening(settings) as listener, _logging(quiet):
        app = create_app(settings)
        try:
            app.state.service.start()
        except BaseException:
            app.state.service.close()
            raise
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        url = f"http://{host}:{listener.getsockname()[1]}"
        config = configured(app, settings)
        asyncio.run(_Server(config, lambda: ready(url)).serve(sockets=[listener]))


def configured(app: FastAPI, settings: Settings) -> uvicorn.Config:
    """How uvicorn runs the application: without its logs, and with an end to its patience."""
    return uvicorn.Config(
        app,
        http=_patient(settings.patience),
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )


class _Server(uvicorn.Server):
    """uvicorn's server that says when it listens, and for which a signal is a usual end."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self.ready = ready
        self.told = 0.0  # when the first signal came

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self.ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        # One Ctrl-C may arrive twice, from the terminal and from a parent; later ones mean it.
        self.force_exit = self.should_exit and time.monotonic() - self.told > 1
        self.told = self.told or time.monotonic()
        self.should_exit = True


def _patient(seconds: float) -> type[H11Protocol]:
    """The HTTP protocol with an end to its patience: a connection that sends no whole request header is closed."""

    class Patient(H11Protocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self.loop.call_later(seconds, self._look)

        def _look(self) -> None:
            if self.cycle is None and not self.transport.is_closing():
                self.transport.close()

    return Patient


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _listening(settings: Settings) -> socket.socket:
    place, hint = f"{settings.host}:{settings.port}", "say another --host or --port"
    if not 0 <= settings.port <= 65535:
        raise InputError("cannot be listened on (a port is 0 to 65535)", path=place, hint=hint)
    try:
        family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
        return socket.create_server((settings.host, settings.port), family=family, backlog=2048)
    except OSError as error:
        reason = (error.strerror or str(error)).partition(" (")[0]
        raise InputError(f"cannot be listened on ({reason})", path=place, hint=hint) from None


@contextlib.contextmanager
def _logging(quiet: bool) -> Iterator[None]:
    """A JSON line a request on standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Stamped())
    log = logging.getLogger("mtkit.server")
    log.addHandler(handler)
    log.setLevel(logging.WARNING if quiet else logging.INFO)
    # What uvicorn has to say (clients that hang up or speak no HTTP) is no news, and bugs are told of at the gate.
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.removeHandler(handler)


class _Stamped(logging.Formatter):
    """The line with its time in front, in UTC."""

    def format(self, record: logging.LogRecord) -> str:
        stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created))
        return f'{{"time": "{stamp}", {record.getMessage()[1:]}'
