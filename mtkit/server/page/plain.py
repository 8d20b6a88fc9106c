"""Text of a request: a string of JSON can hold half a character, which is no text and could not be sent back."""

from typing import Annotated

from pydantic import AfterValidator

__all__ = ["Plain"]


def _plain(text: str) -> str:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError("half a character (a lone surrogate)") from None
    return text


Plain = Annotated[str, AfterValidator(_plain)]
