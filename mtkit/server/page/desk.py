"""What the page's routes share: the engine service, and the folders that the server was started with."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, Request

from mtkit.server.page.folder import Folder
from mtkit.server.page.recent import Recent
from mtkit.server.page.shelf import Shelf
from mtkit.server.refusals import Refusal
from mtkit.server.service import Service

__all__ = ["AtDesk", "Desk"]


class Desk:
    """The service and what it translated lately, the glossaries of a folder, the releases under review."""

    def __init__(self, service: Service) -> None:
        self.service, self.settings = service, service.settings
        self.recent = Recent(service)
        self.glossaries = Folder(self.settings.glossaries)
        self.releases = Shelf(service, self.glossaries)

    def remember(self, texts: Iterable[Mapping[str, str]], origin: str) -> int:
        """Write translations that a person stands behind to the memory: texts by language; how many there were.

        Raises Refusal (409) when the server has no memory.
        """
        from mtkit.memory import Unit

        if self.service.memory is None:
            raise Refusal(409, "the server has no translation memory", hint="start it with --memory FILE")
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        units = [Unit(**each, origin=origin, date=now, reviewed=True) for each in texts]
        return self.service.memory.add(units).total


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


AtDesk = Annotated[Desk, Depends(_desk)]
