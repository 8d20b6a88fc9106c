"""The engine of a server that runs `mtkit serve`: sentences go there and come back, all the rest is done here."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode, urlsplit

from mtkit.engines import USUAL, Decoding, Hypothesis
from mtkit.errors import EngineError, InputError, ModelError

__all__ = ["RemoteEngine"]

BATCH = 128  # sentences of a request: some seconds of a server's time
TRIES = 6  # of a request that the server has no room for


class RemoteEngine:
    """The engine that a server has for a direction. `key` is an API key, `timeout` in seconds.

    Raises InputError for an address that is none, ModelError when no server answers there, EngineError when it stops
    answering.

    >>> RemoteEngine("http://127.0.0.1:9", "ko", "en")
    Traceback (most recent call last):
    mtkit.errors.ModelError: http://127.0.0.1:9: no server answers (Connection refused); start one with mtkit serve
    """

    def __init__(self, url: str, source: str, target: str, *, key: str = "", timeout: float = 300.0) -> None:
        if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc:
            raise InputError(f"no address of a server: {url!r}", hint="write http://HOST:PORT")
        self.url, self.key, self.timeout = url.rstrip("/"), key, timeout
        self.direction = {"source": source, "target": target}
        try:
            about = self._ask(f"/engine?{urlencode(self.direction)}")
        except EngineError as error:
            raise ModelError(error.message, hint=error.hint) from error
        self.name, self._signature, self.limit = str(about["name"]), str(about["signature"]), int(about["limit"])
        self.annotates, self.placeholders = bool(about["annotates"]), bool(about["placeholders"])
        self.styles = bool(about["styles"])

    @property
    def signature(self) -> str:
        """That of the server's engine: where it runs changes nothing."""
        return self._signature

    def translate(
        self, sentences: Sequence[str], source: str, target: str, decoding: Decoding = USUAL
    ) -> list[tuple[Hypothesis, ...]]:
        """One tuple of hypotheses for each sentence, in order, best first."""
        how = {name: value for name, value in asdict(decoding).items() if name != "attention"}
        found: list[tuple[Hypothesis, ...]] = []
        for start in range(0, len(sentences), BATCH):
            part = list(sentences[start : start + BATCH])
            given = {"source": source, "target": target, "sentences": part, "decoding": how}
            answer = self._ask("/engine/translate", given)["hypotheses"]
            found += [tuple(Hypothesis(h["text"], h["score"], tuple(h["pieces"])) for h in row) for row in answer]
        if len(found) != len(sentences):
            raise EngineError(f"{self.url}: {len(found)} answers to {len(sentences)} sentences")
        return found

    def length(self, sentence: str) -> int:
        """How many pieces the sentence has; a short one is not asked about, as no piece is less than a byte."""
        most = len(sentence.encode()) + 1
        if most <= self.limit:
            return most
        lengths: list[int] = self._ask("/engine/length", {**self.direction, "sentences": [sentence]})["lengths"]
        return lengths[0]

    def _ask(self, path: str, given: dict[str, Any] | None = None) -> Any:
        for attempt in range(TRIES):
            try:
                return self._once(path, given)
            except urllib.error.HTTPError as error:
                wait = error.headers.get("Retry-After", "")
                if error.code not in (429, 503) or not wait.isdigit() or attempt == TRIES - 1:
                    raise _refused(self.url, error) from None
                time.sleep(min(int(wait), 30))
            except (urllib.error.URLError, OSError, ValueError) as error:
                raise _silent(self.url, error) from None
        raise AssertionError("the last try raises")

    def _once(self, path: str, given: dict[str, Any] | None) -> Any:
        data = None if given is None else json.dumps(given, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {self.key}"} if self.key else {})
        request = urllib.request.Request(self.url + path, data, headers)
        with urllib.request.urlopen(request, timeout=self.timeout) as reply:
            return json.loads(reply.read())


def _refused(url: str, error: urllib.error.HTTPError) -> EngineError:
    """What the server says, or that it is another kind of server."""
    with error:
        try:
            message = str(json.loads(error.read())["error"])
        except (ValueError, KeyError, TypeError):
            message = "not a server of mtkit"
    return EngineError(f"{url}: {message} (HTTP {error.code})", hint="say --api-key-file" if error.code == 403 else "")


def _silent(url: str, error: Exception) -> EngineError:
    reason = getattr(error, "reason", None) or error
    said = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
    return EngineError(f"{url}: no server answers ({said})", hint="start one with mtkit serve")
