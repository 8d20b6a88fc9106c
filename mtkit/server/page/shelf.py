"""The releases of a server: translated one after the other in the background, kept in a folder with every change.

A release is a folder `releases/ID` of the server's data: `document`, the file as it was sent, and `review.json`.
What a stop of the server cut off goes on when the release is opened again.
"""

import json
import logging
import secrets
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from mtkit import documents
from mtkit.documents import Document
from mtkit.errors import EngineError, InputError, MtkitError
from mtkit.glossary import Glossary
from mtkit.languages import detect, normalise
from mtkit.server.page.folder import Folder
from mtkit.server.page.judging import judged
from mtkit.server.page.release import About, Release, Reviewed
from mtkit.server.refusals import Refusal
from mtkit.server.service import Service

__all__ = ["Shelf"]

LOG = logging.getLogger("mtkit.server")
STEP = 16  # segments translated between two looks at the progress
PAUSE = 2.0  # seconds between two states of a translation on the disk


class Shelf:
    """Every release, by its id; safe for the server's threads."""

    def __init__(self, service: Service, glossaries: Folder) -> None:
        self.service, self.glossaries = service, glossaries
        self._open: dict[str, Release] = {}
        self._lock = threading.RLock()
        self._turn = threading.Semaphore(1)  # one document after the other; people who type come between

    @property
    def folder(self) -> Path:
        """Where they are kept."""
        return self.service.data / "releases"

    def add(self, name: str, data: bytes, source: str, target: str, glossary: str = "") -> Release:
        """Keep a document and begin to translate it. Raises InputError, LanguageError, Refusal for what cannot be."""
        document = _document(name, data)
        source = self._language(document) if source == "auto" else normalise(source)
        if source == (target := normalise(target)):
            raise Refusal(400, f"{name} is in the target language already", hint="choose another")
        document.check(target)
        self.glossaries.load(glossary)
        about = About(secrets.token_hex(8), name, source, target, glossary, time.time())
        release = Release(about, document, (None,) * len(document.segments))
        place = self.folder / about.id
        place.mkdir(parents=True)
        documents.write(place / "document", data)
        self._keep(release)
        self._begin(about.id)
        return release

    def get(self, id: str) -> Release:
        """A release. Raises Refusal (404) when there is none of that id."""
        with self._lock:
            if id not in self._open:
                self._open[id] = self._read(id)
                if self._open[id].state == "translating":
                    self._begin(id)
            return self._open[id]

    def listed(self) -> list[Release]:
        """All releases, the latest first; one whose files are broken is left out, and logged."""
        found = []
        for place in self.folder.glob("*/review.json"):
            try:
                found.append(self.get(place.parent.name))
            except (MtkitError, ValueError, KeyError, TypeError) as error:
                LOG.error(json.dumps({"event": "release", "id": place.parent.name, "error": type(error).__name__}))
        return sorted(found, key=lambda release: -release.about.made)

    def review(self, id: str, number: int, target: str, accepted: bool, revision: int) -> Reviewed:
        """A person's word on a segment. Raises Refusal: 404 for what is not there, 409 when it has changed meanwhile."""
        with self._lock:
            release = self.get(id)
            before = release.reviewed[number] if 0 <= number < len(release.reviewed) else None
            if before is None:
                raise Refusal(404, f"no translated segment {number + 1}")
            if before.revision != revision:
                raise Refusal(409, "somebody else has changed this segment", hint="load the page again")
            after = replace(before, target=target, accepted=accepted, revision=revision + 1)
            if target != before.target:
                glossary = self._glossary(release.about)
                after = judged(after, release.document.segments[number], release.about, glossary)
            self._keep(release.with_reviewed(number, after))
            return after

    def _glossary(self, about: About) -> Glossary | None:
        """All terms of a release: those of its own glossary, before the server's."""
        return self.service.terms(self.glossaries.load(about.glossary))

    def remove(self, id: str) -> None:
        """Forget a release. Raises Refusal (404)."""
        with self._lock:
            self.get(id)
            del self._open[id]
            shutil.rmtree(self.folder / id)

    # On the disk

    def _read(self, id: str) -> Release:
        place = self.folder / id
        if not (id.isalnum() and (place / "review.json").is_file()):
            raise Refusal(404, "no such release", hint="it may have been removed")
        data = json.loads((place / "review.json").read_bytes())
        about = About(**data["about"])
        return Release.load(_document(about.name, (place / "document").read_bytes()), about, data)

    def _keep(self, release: Release) -> None:
        with self._lock:
            documents.write(self.folder / release.about.id / "review.json", release.dump())
            self._open[release.about.id] = release

    # Translation

    @staticmethod
    def _language(document: Document) -> str:
        found = detect("".join(segment.source for segment in document.segments))
        if not found:
            raise InputError(
                "no letter of Korean, Japanese or English in it", path=document.name, hint="say its language"
            )
        return found

    def _begin(self, id: str) -> None:
        threading.Thread(target=self._work, args=(id,), name=f"mtkit-release-{id}", daemon=True).start()

    def _work(self, id: str) -> None:
        with self._turn:
            try:
                self._translate(id)
            except EngineError:
                pass  # the server stops: the rest is translated when the release is opened again
            except Refusal:
                pass  # it was removed
            except MtkitError as error:
                message = str(error)
                self._change(id, lambda release: replace(release, error=message))
            except Exception as error:
                LOG.error(json.dumps({"event": "bug", "error": type(error).__name__, "at": "release"}), exc_info=error)
                self._change(id, lambda release: replace(release, error="an error in mtkit; see the server's log"))

    def _translate(self, id: str) -> None:
        release, kept = self.get(id), time.monotonic()
        about = release.about
        translator = self.service.translator(about.source, about.target, self.glossaries.load(about.glossary))
        plans = list(translator.plans(release.document.segments))
        todo = [number for number, one in enumerate(release.reviewed) if one is None]
        for start in range(0, len(todo), STEP):
            part = todo[start : start + STEP]
            found = dict(zip(part, translator.solve([plans[number] for number in part]), strict=True))
            last = start + STEP >= len(todo)
            pause = time.monotonic() - kept > PAUSE
            rows = {number: Reviewed.of(one) for number, one in found.items()}
            self._change(id, partial(_filled, rows), keep=last or pause)
            kept = time.monotonic() if pause else kept

    def _change(self, id: str, change: Callable[[Release], Release], *, keep: bool = True) -> None:
        with self._lock:
            release = change(self.get(id))
            self._open[id] = release
            if keep:
                self._keep(release)


def _document(name: str, data: bytes) -> Document:
    return documents.parse(data, format=documents.format_of(name, data), name=name)


def _filled(rows: dict[int, Reviewed], release: Release) -> Release:
    return replace(release, reviewed=tuple(rows.get(number, one) for number, one in enumerate(release.reviewed)))
