"""Real servers for the tests: uvicorn on a free port, in a thread of this process."""

import contextlib
import socket
import threading

import uvicorn

from mtkit.server import Settings, create_app
from mtkit.server.run import configured


@contextlib.contextmanager
def serving(settings: Settings | None = None, **given):
    """The address of a server that is up, and its application; it stops with the block."""
    app = create_app(settings or Settings(**given))
    listener = socket.create_server(("127.0.0.1", 0), backlog=512)
    server = uvicorn.Server(configured(app, app.state.settings))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        # The socket is open already: whoever connects waits until the server is up.
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", app
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
