"""What the page's routes share: the engine service, and the folders that the server was started with."""

from typing import Annotated

from fastapi import Depends, Request

from mtkit.server.page.folder import Folder
from mtkit.server.page.shelf import Shelf
from mtkit.server.service import Service

__all__ = ["AtDesk", "Desk"]


class Desk:
    """The service, the glossaries of a folder, the releases under review."""

    def __init__(self, service: Service) -> None:
        self.service, self.settings = service, service.settings
        self.glossaries = Folder(self.settings.glossaries)
        self.releases = Shelf(service, self.glossaries)


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


AtDesk = Annotated[Desk, Depends(_desk)]
