"""The DeepL wire: glossaries, those of one direction (v2) and those of many (v3). All of them are in one store."""

import csv
import io
from asyncio import to_thread  # a large glossary takes seconds: nobody else shall wait for it
from typing import Any, Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from mtkit.languages import directions
from mtkit.server.deepl import Keyed, language, let_in
from mtkit.server.parameters import FORM, JSON, described, read
from mtkit.server.refusals import Refusal
from mtkit.server.store import LARGEST, Dictionary, Store, Stored
from mtkit.server.terms import store_of

__all__ = ["router"]

router = APIRouter(tags=["DeepL glossaries"])


class _Pair(BaseModel):
    source_lang: str
    target_lang: str

    @property
    def pair(self) -> tuple[str, str]:
        """Both languages by mtkit's codes."""
        return language(self.source_lang, "source_lang"), language(self.target_lang, "target_lang")


class _Entries(_Pair):
    entries: str
    entries_format: Literal["tsv", "csv"] = "tsv"


class NewGlossary(Keyed, _Entries):
    """A glossary of one direction."""

    name: str


class NewGlossaries(Keyed):
    """A glossary of any directions."""

    name: str
    dictionaries: list[_Entries] = Field(min_length=1)


class Change(Keyed):
    """A new name, or terms to be put over those that are there."""

    name: str | None = None
    dictionaries: list[_Entries] = Field([])


class OneDictionary(Keyed, _Entries):
    """The new terms of a direction."""


class Which(Keyed, _Pair):
    """A direction."""


async def _store(request: Request) -> Store:
    let_in(request, await read(request, Keyed))
    return store_of(request)


def _terms(given: _Entries) -> dict[str, str]:
    """The terms of a TSV or CSV text. Raises Refusal (400, 413) with the line."""
    if len(given.entries.encode()) > LARGEST:
        raise Refusal(413, f"the entries are larger than {LARGEST} bytes", hint="divide them into glossaries")
    found: dict[str, str] = {}
    for number, row in enumerate(_rows(given), 1):
        if row and len(row) not in (2, 4):
            raise Refusal(400, "Invalid glossary entries", hint=f"line {number}: write a source and a target term")
        if row and row[0].strip() in found:
            raise Refusal(400, "Invalid glossary entries", hint=f"line {number}: the source term comes twice")
        if row:
            found[row[0].strip()] = row[1].strip()
    if not found:
        raise Refusal(400, "Invalid glossary entries", hint="there is no entry")
    return found


def _rows(given: _Entries) -> list[list[str]]:
    text = given.entries.replace("\r\n", "\n")
    if given.entries_format == "tsv":
        return [line.split("\t") if line.strip() else [] for line in text.split("\n")]
    try:
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise Refusal(400, "Invalid glossary entries", hint=str(error)) from None


def _tsv(terms: dict[str, str]) -> str:
    return "\n".join(f"{source}\t{target}" for source, target in terms.items())


# v2


@router.get("/v2/glossary-language-pairs")
async def pairs(request: Request) -> dict[str, Any]:
    """The directions that a glossary may have."""
    await _store(request)
    found = [{"source_lang": source, "target_lang": target} for source, target in directions()]
    return {"supported_languages": found}


@router.post("/v2/glossaries", status_code=201, openapi_extra=described(NewGlossary, JSON, FORM))
async def create(request: Request) -> dict[str, Any]:
    """Keep a glossary of one direction."""
    asked = await read(request, NewGlossary)
    let_in(request, asked)
    return _single(await to_thread(lambda: store_of(request).create(asked.name, {asked.pair: _terms(asked)})))


@router.get("/v2/glossaries")
async def list_all(request: Request) -> dict[str, Any]:
    """The glossaries that have one direction."""
    store = await _store(request)
    return {"glossaries": [_single(stored) for stored in store.all() if len(stored.dictionaries) == 1]}


@router.get("/v2/glossaries/{glossary_id}")
async def get(request: Request, glossary_id: str) -> dict[str, Any]:
    """One glossary."""
    return _single((await _store(request)).get(glossary_id))


@router.get("/v2/glossaries/{glossary_id}/entries", response_class=Response)
async def entries(request: Request, glossary_id: str) -> Response:
    """The terms of a glossary, one a line: source, tabulator, target."""
    store = await _store(request)
    one = _only(store.get(glossary_id))
    text = _tsv(store.terms(glossary_id, one.source, one.target))
    return Response(text, media_type="text/tab-separated-values; charset=utf-8")


@router.delete("/v2/glossaries/{glossary_id}", status_code=204)
@router.delete("/v3/glossaries/{glossary_id}", status_code=204, operation_id="delete_v3")
async def delete(request: Request, glossary_id: str) -> Response:
    """Forget a glossary."""
    (await _store(request)).delete(glossary_id)
    return Response(status_code=204)


def _only(stored: Stored) -> Dictionary:
    if len(stored.dictionaries) != 1:
        hint = f"it has {len(stored.dictionaries)} directions; ask for it at /v3/glossaries"
        raise Refusal(404, "Glossary not found", hint=hint)
    return stored.dictionaries[0]


def _single(stored: Stored) -> dict[str, Any]:
    one = _only(stored)
    return {
        "glossary_id": stored.id,
        "name": stored.name,
        "ready": True,
        "source_lang": one.source,
        "target_lang": one.target,
        "creation_time": stored.created,
        "entry_count": one.count,
    }


# v3


@router.post("/v3/glossaries", status_code=201, openapi_extra=described(NewGlossaries, JSON))
async def create_many(request: Request) -> dict[str, Any]:
    """Keep a glossary of any directions."""
    asked = await read(request, NewGlossaries)
    let_in(request, asked)
    return _many(await to_thread(lambda: store_of(request).create(asked.name, _dictionaries(asked.dictionaries))))


@router.get("/v3/glossaries")
async def list_many(request: Request) -> dict[str, Any]:
    """Every glossary."""
    return {"glossaries": [_many(stored) for stored in (await _store(request)).all()]}


@router.get("/v3/glossaries/{glossary_id}")
async def get_many(request: Request, glossary_id: str) -> dict[str, Any]:
    """One glossary."""
    return _many((await _store(request)).get(glossary_id))


@router.patch("/v3/glossaries/{glossary_id}", openapi_extra=described(Change, JSON))
async def change(request: Request, glossary_id: str) -> dict[str, Any]:
    """Rename a glossary, put terms over those it has, or both."""
    asked = await read(request, Change)
    let_in(request, asked)
    return _many(await to_thread(_changed, store_of(request), glossary_id, asked))


def _changed(store: Store, glossary_id: str, asked: Change) -> Stored:
    changes = _dictionaries(asked.dictionaries)
    if asked.name is not None:
        store.rename(glossary_id, asked.name)
    for pair, terms in changes.items():
        store.put(glossary_id, *pair, terms, merge=True)
    return store.get(glossary_id)


@router.get("/v3/glossaries/{glossary_id}/entries")
async def entries_of(request: Request, glossary_id: str) -> dict[str, Any]:
    """The terms of one direction."""
    asked = await read(request, Which)
    let_in(request, asked)
    text = _tsv(store_of(request).terms(glossary_id, *asked.pair))
    source, target = asked.pair
    return {"dictionaries": [{"source_lang": source, "target_lang": target, "entries": text, "entries_format": "tsv"}]}


@router.put("/v3/glossaries/{glossary_id}/dictionaries", openapi_extra=described(OneDictionary, JSON))
async def replace(request: Request, glossary_id: str) -> dict[str, Any]:
    """New terms instead of those that a direction has."""
    asked = await read(request, OneDictionary)
    let_in(request, asked)
    return _direction(await to_thread(lambda: store_of(request).put(glossary_id, *asked.pair, _terms(asked))))


@router.delete("/v3/glossaries/{glossary_id}/dictionaries", status_code=204)
async def delete_direction(request: Request, glossary_id: str) -> Response:
    """Forget a direction of a glossary."""
    asked = await read(request, Which)
    let_in(request, asked)
    store_of(request).delete_dictionary(glossary_id, *asked.pair)
    return Response(status_code=204)


def _dictionaries(given: list[_Entries]) -> dict[tuple[str, str], dict[str, str]]:
    found: dict[tuple[str, str], dict[str, str]] = {}
    for one in given:
        if one.pair in found:
            raise Refusal(400, "Bad request", hint=f"two dictionaries {'-'.join(one.pair)}")
        found[one.pair] = _terms(one)
    return found


def _many(stored: Stored) -> dict[str, Any]:
    return {
        "glossary_id": stored.id,
        "name": stored.name,
        "dictionaries": [_direction(one) for one in stored.dictionaries],
        "creation_time": stored.created,
    }


def _direction(one: Dictionary) -> dict[str, Any]:
    return {"source_lang": one.source, "target_lang": one.target, "entry_count": one.count}
