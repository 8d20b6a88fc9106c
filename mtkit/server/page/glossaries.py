"""The glossary editor's requests."""

from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field, StringConstraints

from mtkit.glossary.table import COLUMNS
from mtkit.server.page.desk import AtDesk
from mtkit.server.page.folder import Checked, check
from mtkit.server.page.plain import Plain

__all__ = ["router"]

router = APIRouter(prefix="/glossaries")
Cell = Annotated[Plain, StringConstraints(max_length=2000)]


class Rows(BaseModel):
    """The rows of a table, cells by column; `version` is that of the file they were read from."""

    rows: Annotated[list[dict[Plain, Cell]], Field(max_length=50_000)]
    version: Plain = ""


class Name(BaseModel):
    """The name of a new table."""

    name: Plain


@router.get("")
def listed(desk: AtDesk) -> dict[str, Any]:
    """Every table of the folder."""
    names = desk.glossaries.names
    return {"folder": desk.settings.glossaries is not None, "glossaries": [desk.glossaries.about(n) for n in names]}


@router.post("", status_code=201)
def make(given: Name, desk: AtDesk) -> dict[str, str]:
    """Begin an empty table."""
    desk.glossaries.make(given.name.strip())
    return {"name": given.name.strip()}


@router.get("/{name}")
def one(name: str, desk: AtDesk) -> dict[str, Any]:
    """A table with what a person should look at in it."""
    rows, version = desk.glossaries.read(name)
    return {"name": name, "columns": COLUMNS, "rows": rows, "version": version, "issues": _issues(check(rows))}


@router.post("/lint")
def lint(given: Rows) -> dict[str, Any]:
    """The issues of rows that are not saved yet."""
    return {"issues": _issues(check(given.rows))}


@router.put("/{name}")
def save(name: str, given: Rows, desk: AtDesk) -> Any:
    """Save a table whose every row can be used, else say which cannot (422). Raises Refusal (409, 404)."""
    found = check(given.rows)
    if not found.usable:
        error = "some rows cannot be used; see what is said below them"
        return JSONResponse({"error": error, "issues": _issues(found)}, 422)
    version = desk.glossaries.save(name, found.entries, given.version)
    return {"version": version, "issues": _issues(found)}


def _issues(found: Checked) -> list[dict[str, Any]]:
    return [
        {"row": row, "code": issue.code, "message": issue.message, "serious": issue.serious}
        for row, issue in found.issues
    ]
