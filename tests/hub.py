"""A hub on this machine: a real server that speaks as much of the hub's API as `huggingface_hub` needs for a pull."""

import hashlib
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

COMMIT = "0123456789abcdef0123456789abcdef01234567"
_LARGE = 100_000  # files from here on are "LFS" files: redirected, with a SHA-256 in the listing


class Hub(ThreadingHTTPServer):
    """Serves `models`: id to directory. `requests` are what was asked for, `damage` what is done to a file's bytes."""

    daemon_threads = True

    def __init__(self, models: dict[str, Path]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.models, self.requests, self.damage = models, [], {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def files(self) -> list[str]:
        """The names of the files that were sent."""
        sent = [path for method, path in self.requests if method == "GET" and path.startswith(("/blob/", "/Someone/"))]
        small = [path for path in sent if path.startswith("/Someone/") and self._size(path) < _LARGE]
        return [path.rsplit("/", 1)[1] for path in sent if path.startswith("/blob/") or path in small]

    def _size(self, path: str) -> int:
        owner, name, *_, file = path.strip("/").split("/")
        return (self.models[f"{owner}/{name}"] / file).stat().st_size


@contextmanager
def serve(models: dict[str, Path]) -> Iterator[Hub]:
    """A hub for the time of a `with`."""
    hub = Hub(models)
    thread = threading.Thread(target=hub.serve_forever, daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        hub.shutdown()
        hub.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    server: Hub
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def log_message(self, *_: object) -> None:
        pass

    def _answer(self) -> None:
        path = self.path.split("?")[0]
        self.server.requests.append((self.command, path))
        if found := re.fullmatch(r"/api/models/([^/]+/[^/]+)/revision/([^/]+)", path):
            self._listing(*found.groups())
        elif found := re.fullmatch(r"/([^/]+/[^/]+)/resolve/([^/]+)/([^/]+)", path):
            self._resolve(*found.groups())
        elif found := re.fullmatch(r"/blob/([^/]+/[^/]+)/([^/]+)", path):
            self._blob(found[1], found[2], {})
        else:
            self._error("EntryNotFound")

    def _listing(self, model: str, revision: str) -> None:
        if model not in self.server.models:
            return self._error("RepoNotFound")
        if revision not in ("main", COMMIT):
            return self._error("RevisionNotFound")
        folder = self.server.models[model]
        entries = [self._entry(path) for path in sorted(folder.iterdir())]
        body = {"id": model, "modelId": model, "sha": COMMIT, "private": False, "tags": [], "siblings": entries}
        return self._send(json.dumps(body).encode(), {"Content-Type": "application/json"})

    def _entry(self, path: Path) -> dict[str, object]:
        data = path.read_bytes()
        entry: dict[str, object] = {"rfilename": path.name, "size": len(data), "blobId": hashlib.sha1(data).hexdigest()}
        if len(data) >= _LARGE:
            entry["lfs"] = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data), "pointerSize": 134}
        return entry

    def _resolve(self, model: str, revision: str, name: str) -> None:
        path = self.server.models.get(model, Path("/nowhere")) / name
        if not path.exists() or revision not in ("main", COMMIT):
            return self._error("EntryNotFound")
        data = path.read_bytes()
        tag = f'"{hashlib.sha256(data).hexdigest()}"'
        if len(data) < _LARGE:
            return self._blob(model, name, {"X-Repo-Commit": COMMIT, "ETag": tag})
        headers = {"X-Repo-Commit": COMMIT, "X-Linked-Etag": tag, "X-Linked-Size": str(len(data)), "ETag": tag}
        # Another host name, as the hub's own redirects to its store lead to another host.
        headers["Location"] = f"{self.server.url.replace('127.0.0.1', 'localhost')}/blob/{model}/{name}"
        return self._send(b"", headers, 302)

    def _blob(self, model: str, name: str, headers: dict[str, str]) -> None:
        data = (self.server.models[model] / name).read_bytes()
        data = self.server.damage.get(name, lambda whole: whole)(data)
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if wanted is None:
            return self._send(data, {"Accept-Ranges": "bytes", **headers})
        start, end = int(wanted[1]), int(wanted[2] or len(data) - 1)
        part = {"Content-Range": f"bytes {start}-{end}/{len(data)}", **headers}
        return self._send(data[start : end + 1], part, 206)

    def _error(self, code: str) -> None:
        self._send(b"{}", {"X-Error-Code": code, "X-Error-Message": code}, 404)

    def _send(self, body: bytes, headers: dict[str, str], status: int = 200) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)
