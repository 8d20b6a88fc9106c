"""The parameters of a request: a JSON body, a form, the query string, or all of them; and what the OpenAPI says of it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar
from urllib.parse import parse_qsl

from fastapi import Request
from pydantic import BaseModel, BeforeValidator, ValidationError, WithJsonSchema
from starlette.datastructures import UploadFile

from mtkit.server.refusals import Refusal

__all__ = ["FORM", "JSON", "MULTIPART", "File", "Flag", "Sent", "Texts", "described", "fitted", "read"]

JSON, FORM, MULTIPART = "application/json", "application/x-www-form-urlencoded", "multipart/form-data"
FIELDS = 1000  # of a form or a query

M = TypeVar("M", bound=BaseModel)


async def read(request: Request, model: type[M]) -> M:
    """The parameters of a request as a model. Raises Refusal (400) with the field that is wrong."""
    given = _pairs(request.scope["query_string"])
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == MULTIPART:
        given |= _grouped(await _parts(request))
    elif body := await request.body():
        given |= _pairs(body) if kind == FORM else _object(body)
    return fitted(given, model)


@dataclass(frozen=True, slots=True)
class Sent:
    """A file of a form: the name that the client gave it, and its bytes.

    >>> Sent("a.txt", b"a").name
    'a.txt'
    """

    name: str
    data: bytes


async def _parts(request: Request) -> list[tuple[str, "str | Sent"]]:
    async with request.form(max_files=1, max_fields=FIELDS, max_part_size=1 << 20) as form:
        return [
            (name, Sent(value.filename or "", await value.read()) if isinstance(value, UploadFile) else value)
            for name, value in form.multi_items()
        ]


def fitted(given: dict[str, Any], model: type[M]) -> M:
    """Parameters as a model. Raises Refusal (400), never more than one line.

    >>> class Wish(BaseModel):
    ...     q: str
    >>> fitted({}, Wish)
    Traceback (most recent call last):
    mtkit.server.refusals.Refusal: Invalid request: missing q parameter
    """
    try:
        return model.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = str(first["loc"][0]) if first["loc"] else "the body"
        if first["type"] == "missing":
            raise Refusal(400, f"Invalid request: missing {name} parameter") from None
        raise Refusal(400, f"Invalid request: {name}: {first['msg']}") from None


def _pairs(data: bytes) -> dict[str, Any]:
    try:
        text = data.decode("utf-8")
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=FIELDS)
    except UnicodeDecodeError:
        raise Refusal(400, "Invalid request: the parameters are not UTF-8", hint="encode them as UTF-8") from None
    except ValueError:
        raise Refusal(400, f"Invalid request: more than {FIELDS} parameters") from None
    return _grouped(pairs)


def _grouped(pairs: Iterable[tuple[str, str | Sent]]) -> dict[str, Any]:
    """Values by name; a name that comes more than once (or as name[]) has a list."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        key = name.removesuffix("[]")
        if key in found:
            found[key] = [*found[key], value] if isinstance(found[key], list) else [found[key], value]
        else:
            found[key] = value
    return found


def _object(body: bytes) -> dict[str, Any]:
    try:
        given = json.loads(body.decode("utf-8-sig"))
        # A lone surrogate is valid JSON and no text: it could not be sent back.
        json.dumps(given, ensure_ascii=False, allow_nan=False).encode("utf-8")
    except (ValueError, RecursionError):
        raise Refusal(400, "Invalid request: the body is not JSON in UTF-8", hint="send application/json") from None
    if not isinstance(given, dict):
        raise Refusal(400, "Invalid request: the body is not a JSON object")
    return given


def _listed(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


def _flag(value: Any) -> Any:
    return {"0": False, "1": True}.get(str(value), value)


def _sent(value: Any) -> Any:
    if not isinstance(value, Sent):
        raise ValueError("send a file, as multipart/form-data")
    return value


File = Annotated[Any, BeforeValidator(_sent), WithJsonSchema({"type": "string", "format": "binary"})]
Texts = Annotated[list[str], BeforeValidator(_listed)]
Flag = Annotated[bool, BeforeValidator(_flag)]


def described(model: type[BaseModel], *kinds: str, required: bool = True) -> dict[str, Any]:
    """The request body of a route for the OpenAPI: a model, in each of the kinds.

    >>> class Wish(BaseModel):
    ...     q: str
    >>> list(described(Wish, JSON)["requestBody"]["content"])
    ['application/json']
    """
    schema = model.model_json_schema(ref_template="#/$defs/{model}")
    return {"requestBody": {"required": required, "content": {kind: {"schema": schema} for kind in kinds or (JSON,)}}}
