"""The DeepL wire: texts, languages, usage. What the official clients, Weblate and CAT tools speak.

Formality becomes the speech level of Korean and Japanese: more is polite, less is plain. `context` is read and changes
nothing: the models see one sentence at a time. Whatever cannot be done is refused by name.
"""

from asyncio import to_thread  # large texts and glossaries take their time: nobody else shall wait for them
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from mtkit.documents import Document
from mtkit.errors import LanguageError
from mtkit.languages import NAMES, normalise
from mtkit.server import keys, markup, texts
from mtkit.server.markup import Tags
from mtkit.server.parameters import FORM, JSON, MULTIPART, Flag, Texts, described, read
from mtkit.server.refusals import Refusal
from mtkit.server.service import Service
from mtkit.server.terms import glossary_of
from mtkit.server.texts import Ask, Done

__all__ = ["Keyed", "formal", "language", "let_in", "router"]

router = APIRouter(tags=["DeepL"])
LIMIT = 1_000_000_000_000  # characters that /v2/usage grants: nobody counts here
_STYLES = {"more": "polite", "prefer_more": "polite", "less": "plain", "prefer_less": "plain"}
_TARGETS = {"en": (("EN-US", "English (American)"), ("EN-GB", "English (British)")), "ja": (("JA", "Japanese"),)} | {
    "ko": (("KO", "Korean"),)
}
_UNKNOWN = ("style_id", "custom_instructions", "translation_memory_id")

Formality = Literal["default", "more", "less", "prefer_more", "prefer_less"]


def _split(value: Any) -> Any:
    """Names in a comma string, or in a list of them."""
    given = value if isinstance(value, list) else [value]
    return [name.strip() for part in given if isinstance(part, str) for name in part.split(",") if name.strip()]


Names = Annotated[list[str], BeforeValidator(_split)]


class Keyed(BaseModel):
    """The key, where it comes as a parameter."""

    model_config = ConfigDict(coerce_numbers_to_str=True)
    auth_key: str | None = None


class Translate(Keyed):
    """What is to be translated and how."""

    text: Texts
    source_lang: str | None = None
    target_lang: str = Field(examples=["KO"])
    context: str | None = None
    split_sentences: Literal["0", "1", "nonewlines"] | None = None
    preserve_formatting: Flag | None = None
    formality: Formality | None = None
    model_type: str | None = None
    glossary_id: str | None = None
    glossary_ids: Names = Field([], max_length=5)
    tag_handling: Literal["xml", "html"] | None = None
    outline_detection: Flag | None = None
    splitting_tags: Names = []
    non_splitting_tags: Names = []
    ignore_tags: Names = []
    show_billed_characters: Flag | None = None
    style_id: str | None = None
    custom_instructions: list[str] | None = None
    translation_memory_id: str | None = None


class Languages(Keyed):
    """Which side of a translation the languages are for."""

    type: Literal["source", "target"] = "source"


class Resource(Keyed):
    """What the languages are for."""

    resource: str


def let_in(request: Request, given: Keyed) -> Service:
    """The service, for those who have a key. Raises Refusal (403)."""
    service: Service = request.app.state.service
    key = keys.bearer(request.headers.get("authorization")) or given.auth_key
    if not keys.valid(service.settings.keys, key):
        raise Refusal(403, "Authorization failed", hint="send Authorization: DeepL-Auth-Key KEY")
    return service


def language(code: str, name: str) -> str:
    """A language by DeepL's code. Raises Refusal (400) with the parameter's name.

    >>> language("EN-US", "target_lang")
    'en'
    """
    try:
        return normalise(code)
    except LanguageError:
        raise Refusal(400, f"Value for '{name}' not supported.", hint=f"{code[:40]!r}: use EN, JA or KO") from None


def formal(service: Service, formality: str | None, target: str) -> str | None:
    """The speech level that a formality asks for; None for the usual one. Raises Refusal (400) where there is none."""
    style = _STYLES.get(formality or "")
    if not style or (target != "en" and service.styles):
        return style
    if formality in ("more", "less"):
        hint = "use prefer_more or prefer_less, which hold where they can"
        raise Refusal(400, f"'formality' is not supported for given 'target_lang': {target.upper()}", hint=hint)
    return None


@router.post("/v2/translate", openapi_extra=described(Translate, JSON, FORM, MULTIPART))
async def translate(request: Request) -> JSONResponse:
    """Translate texts."""
    asked = await read(request, Translate)
    service = let_in(request, asked)
    _check(service, asked)
    if service.settings.probe and texts.is_probe(asked.text, asked.source_lang, asked.target_lang):
        one = {"detected_source_language": "EN", "text": "Test", "billed_characters": 4}
        return JSONResponse({"translations": [one]})
    ask = await to_thread(_ask, request, service, asked)
    done = await texts.translate(service, await to_thread(_documents, asked), ask)
    return JSONResponse({"translations": [_one(*pair, asked) for pair in zip(asked.text, done, strict=True)]})


def _check(service: Service, asked: Translate) -> None:
    size, most = sum(map(len, asked.text)), service.settings.characters
    if size > most:
        raise Refusal(413, f"the texts have {size} characters, {most} at most", hint="send less at once")
    for name in _UNKNOWN:
        if getattr(asked, name):
            raise Refusal(400, f"'{name}' is not supported here", hint="leave it out; a glossary can be given")


def _documents(asked: Translate) -> list[Document]:
    return [_document(text, asked) for text in asked.text]


def _document(text: str, asked: Translate) -> Document:
    if asked.tag_handling == "html":
        return markup.html(text)
    if (asked.split_sentences or "1") != "1":
        text = markup.on_one_line(text)
    if asked.tag_handling is None:
        return markup.plain(text)
    names = (asked.splitting_tags, asked.non_splitting_tags, asked.ignore_tags)
    splitting, joined, ignored = (frozenset(map(str.lower, some)) for some in names)
    return markup.xml(text, Tags(splitting, joined, ignored, asked.outline_detection is not False))


def _ask(request: Request, service: Service, asked: Translate) -> Ask:
    source = language(asked.source_lang, "source_lang") if asked.source_lang else None
    target = language(asked.target_lang, "target_lang")
    ids = [*asked.glossary_ids, *([asked.glossary_id] if asked.glossary_id else [])]
    if ids and not source:
        raise Refusal(400, "Use of a glossary requires the source_lang parameter to be specified")
    glossary = glossary_of(request, source, target, None, ids) if ids and source else None
    return Ask(source, target, glossary, formal(service, asked.formality, target))


def _one(text: str, done: Done, asked: Translate) -> dict[str, Any]:
    found: dict[str, Any] = {"detected_source_language": done.guess.language.upper(), "text": done.text}
    # The official client wants it whether it was asked for or not.
    found["billed_characters"] = len(text)
    return found | ({"model_type_used": asked.model_type} if asked.model_type else {})


@router.get("/v2/languages")
@router.post("/v2/languages", operation_id="post_v2_languages")
async def languages(request: Request) -> list[dict[str, Any]]:
    """The languages to translate from (type=source) or into (type=target)."""
    asked = await read(request, Languages)
    service = let_in(request, asked)
    if asked.type == "source":
        return [{"language": code.upper(), "name": NAMES[code]} for code in sorted({s for s, _ in service.directions})]
    return [
        {"language": code, "name": name, "supports_formality": plain != "en" and service.styles}
        for plain in sorted({t for _, t in service.directions})
        for code, name in _TARGETS[plain]
    ]


@router.get("/v3/languages")
async def languages_of_a_resource(request: Request) -> list[dict[str, Any]]:
    """The languages of a resource (translate_text, translate_document, glossary), and what each can do."""
    asked = await read(request, Resource)
    service = let_in(request, asked)
    if asked.resource not in _RESOURCES:
        raise Refusal(400, "Value for 'resource' not supported.", hint=f"use {', '.join(_RESOURCES)}")
    sources, targets = ({pair[side] for pair in service.directions} for side in (0, 1))
    found = [
        _resource_language(code, NAMES[code], code in sources, code in targets and code != "en", asked, service)
        for code in sorted(sources | targets)
    ]
    if "en" in targets and asked.resource != "glossary":
        found += [_resource_language(code, name, False, True, asked, service) for code, name in _TARGETS["en"]]
    return found


_RESOURCES = {
    "translate_text": ("formality", "tag_handling", "glossary", "auto_detection"),
    "translate_document": ("formality", "glossary", "auto_detection"),
    "glossary": (),
}


def _resource_language(
    code: str, name: str, source: bool, target: bool, asked: Resource, service: Service
) -> dict[str, Any]:
    plain = code[:2].lower()
    can = [n for n in _RESOURCES[asked.resource] if n != "formality" or (plain != "en" and service.styles)]
    return {
        "lang": plain + code[2:],
        "name": name,
        "usable_as_source": source,
        "usable_as_target": target or asked.resource == "glossary",
        "status": "stable",
        "features": {name: {"status": "stable"} for name in can},
    }


@router.get("/v3/languages/resources")
async def resources(request: Request) -> list[dict[str, Any]]:
    """The resources, and the features that languages have for each."""
    let_in(request, await read(request, Keyed))
    sides = {"formality": ("target",), "auto_detection": ("source",)}
    return [
        {
            "name": name,
            "features": [
                {"name": feature} | {f"needs_{side}_support": True for side in sides.get(feature, ("source", "target"))}
                for feature in features
            ],
        }
        for name, features in _RESOURCES.items()
    ]


@router.get("/v2/usage")
@router.post("/v2/usage", operation_id="post_v2_usage")
async def usage(request: Request) -> dict[str, int]:
    """How much was translated since the server started; the limit is none."""
    service = let_in(request, await read(request, Keyed))
    return {"character_count": service.metrics.total, "character_limit": LIMIT}
