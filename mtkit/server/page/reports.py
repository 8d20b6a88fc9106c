"""The evaluation view: the reports of a folder (made by `mtkit evaluate --report`), listed and opened."""

import json
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Depends, Response

from mtkit.server.page import guard
from mtkit.server.page.assets import HEADERS
from mtkit.server.page.desk import AtDesk
from mtkit.server.refusals import Refusal

__all__ = ["files", "router"]

router = APIRouter(prefix="/reports")
files = APIRouter(prefix="/page/reports", dependencies=[Depends(guard.same_origin), Depends(guard.known)])
# A report brings its own script and styles; in a sandbox it reaches nothing of the page.
_POLICY = (
    "sandbox allow-scripts; default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


@router.get("")
def listed(desk: AtDesk) -> dict[str, Any]:
    """Every report of the folder with its scores, the latest first."""
    found = [_about(path) for path in _reports(desk.settings.reports)]
    found.sort(key=lambda report: -report["changed"])
    return {"folder": desk.settings.reports is not None, "reports": found}


@files.get("/{name}/")
def one(name: str, desk: AtDesk) -> Response:
    """A report's page. Raises Refusal (404) for a name that is not in the list."""
    places = {path.name: path for path in _reports(desk.settings.reports)}
    if name not in places:
        raise Refusal(404, f"no report {name!r} in the server's folder", hint="see the list of reports")
    data = (places[name] / "index.html").read_bytes()
    return Response(data, media_type="text/html", headers=HEADERS | {"Content-Security-Policy": _POLICY})


def _reports(folder: Path | None) -> list[Path]:
    if folder is None or not folder.is_dir():
        return []
    return [path for path in sorted(folder.iterdir()) if (path / "index.html").is_file()]


def _about(path: Path) -> dict[str, Any]:
    told: dict[str, Any] = {"name": path.name, "changed": (path / "index.html").stat().st_mtime}
    try:
        data = json.loads((path / "scores.json").read_bytes())
        return told | {"evaluations": [_evaluation(one) for one in data["evaluations"]]}
    except (OSError, ValueError, KeyError, TypeError):
        return told | {"evaluations": []}  # the page of a report says the same without its scores.json


def _evaluation(one: dict[str, Any]) -> dict[str, Any]:
    source, target = one["test_set"]["direction"].split("-")
    systems = [
        {
            "name": system["name"],
            "scores": [{"label": score["label"], "value": float(score["value"])} for score in system["scores"]],
        }
        for system in one["systems"]
    ]
    about = {"test_set": one["test_set"]["name"], "segments": one["test_set"]["segments"]}
    return about | {"source": source, "target": target, "systems": systems}
