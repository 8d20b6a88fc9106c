"""What a server answers when it cannot do what was asked: one refusal, spelled the way each wire spells it."""

from mtkit.errors import MtkitError

__all__ = ["Refusal", "busy", "of", "shape"]


class Refusal(MtkitError):
    """A request that is not answered: the HTTP status, one line, and how long to wait (seconds) where that helps.

    >>> str(Refusal(403, "no such API key", hint="ask whoever runs this server"))
    'no such API key; ask whoever runs this server'
    """

    def __init__(self, status: int, message: str, *, hint: str = "", wait: int = 0) -> None:
        super().__init__(message, hint=hint)
        self.status, self.wait = status, wait


def busy(wait: int) -> Refusal:
    """The refusal of a full queue.

    >>> busy(3).status
    429
    """
    return Refusal(429, "Slowdown: too many requests are waiting", hint=f"ask again in {wait} s", wait=wait)


def of(error: MtkitError) -> Refusal:
    """Any error of mtkit as a refusal: what cannot be used was the client's.

    >>> from mtkit.errors import LanguageError
    >>> of(LanguageError("unknown language 'xx'")).status
    400
    """
    return error if isinstance(error, Refusal) else Refusal(400, error.message, hint=error.hint)


def shape(path: str, refusal: Refusal) -> dict[str, str]:
    """The body of a refusal in the words of the wire that a path belongs to.

    >>> shape("/v2/translate", Refusal(404, "no such glossary", hint="see /v2/glossaries"))
    {'message': 'no such glossary', 'detail': 'see /v2/glossaries'}
    >>> shape("/translate", Refusal(400, "no text"))
    {'error': 'no text'}
    """
    if path.startswith(("/v2/", "/v3/")):
        return {"message": refusal.message, "detail": refusal.hint}
    return {"error": str(refusal)}
