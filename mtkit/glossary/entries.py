"""One concept of a glossary: what it is called in the three languages, and how it may and may not be written."""

import re
from dataclasses import dataclass, field, fields

from mtkit.errors import GlossaryError
from mtkit.languages import LANGUAGES

__all__ = ["CASES", "KINDS", "LONGEST", "Entry"]

KINDS = ("person", "organisation", "place", "event", "product", "term")
CASES = ("auto", "exact", "ignore")
LONGEST = 200  # characters in a form; what is longer is a sentence
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffd]")
_TOKEN = re.compile(r"[⟦⟧⟪⟫⇒]")
_SUSPECT = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffd⟦⟧⟪⟫⇒|]")


@dataclass(frozen=True, slots=True)
class Entry:
    """A concept: preferred form, aliases and forbidden forms per language; abbreviation, kind, Korean reading.

    `case` is auto (a capital of the form must be one in the text), exact or ignore. `dnt` (do not translate) lends a
    language without a form the form of another; `introduce` writes the first mention of a document with the
    abbreviation in brackets, and later ones as the abbreviation alone. `reading` is how Korean reads a form in Latin letters; it decides the
    particle. `where` says where the entry was read, and is no part of it.

    >>> entry = Entry(en="Korea Electric Power Corporation", ko="한국전력공사", abbreviation="KEPCO", reading="켑코")
    >>> entry.form("ko"), entry.form("ja"), entry.forms("en")
    ('한국전력공사', None, ('Korea Electric Power Corporation', 'KEPCO'))
    """

    en: str = ""
    ja: str = ""
    ko: str = ""
    en_aliases: tuple[str, ...] = ()
    ja_aliases: tuple[str, ...] = ()
    ko_aliases: tuple[str, ...] = ()
    abbreviation: str = ""
    en_forbidden: tuple[str, ...] = ()
    ja_forbidden: tuple[str, ...] = ()
    ko_forbidden: tuple[str, ...] = ()
    kind: str = "term"
    reading: str = ""
    case: str = "auto"
    dnt: bool = False
    introduce: bool = False
    note: str = ""
    domain: str = ""
    where: str = field(default="", compare=False)

    def form(self, language: str) -> str | None:
        """The preferred form, None when the language has none.

        >>> Entry(en="GIST", dnt=True).form("ja")
        'GIST'
        """
        own: str = getattr(self, language)
        if own or not self.dnt:
            return own or None
        return next((form for form in (self.en, self.ja, self.ko) if form), None)

    def aliases(self, language: str) -> tuple[str, ...]:
        """The other accepted forms of a language."""
        aliases: tuple[str, ...] = getattr(self, f"{language}_aliases")
        return aliases

    def forbidden(self, language: str) -> tuple[str, ...]:
        """The forms that must not be written."""
        forbidden: tuple[str, ...] = getattr(self, f"{language}_forbidden")
        return forbidden

    def forms(self, language: str) -> tuple[str, ...]:
        """Every accepted form, the preferred one first, the abbreviation last.

        >>> Entry(ja="エンコアード", ja_aliases=("エンコアード社",), ko="인코어드").forms("ja")
        ('エンコアード', 'エンコアード社')
        """
        preferred = self.form(language)
        if not preferred:
            return ()
        found = (preferred, *self.aliases(language), *((self.abbreviation,) if self.abbreviation else ()))
        return tuple(dict.fromkeys(found)) if len(found) > 1 else found

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that have a form.

        >>> Entry(en="Seoul", ko="서울").languages
        ('en', 'ko')
        """
        return tuple(language for language in LANGUAGES if self.form(language))

    def problem(self) -> str | None:
        """What makes this entry unusable, in a few words; None when it is sound.

        >>> Entry(en="Seoul").problem()
        'only one language has a form (en)'
        >>> Entry(en="Seoul", ko="서울\\x07").problem()
        "control character '\\\\x07' in '서울\\\\x07'"
        """
        return self._bad_side() or self._bad_form() or self._contradiction()

    def _bad_side(self) -> str | None:
        if self.kind not in KINDS:
            return f"unknown kind {self.kind!r} (use one of {', '.join(KINDS)})"
        if self.case not in CASES:
            return f"unknown case {self.case!r} (use one of {', '.join(CASES)})"
        if self.introduce and not self.abbreviation:
            return "introduce without an abbreviation to introduce"
        if self.en and self.ja and self.ko:
            return None
        for language in LANGUAGES:
            if not self.form(language) and (self.aliases(language) or self.forbidden(language)):
                return f"aliases or forbidden forms but no preferred {language} form"
        if len(self.languages) < 2:
            return (
                f"only one language has a form ({self.languages[0]})" if self.languages else "no form in any language"
            )
        return None

    def _bad_form(self) -> str | None:
        if not _SUSPECT.search(joined := "\t".join(self.texts())) and len(joined) <= LONGEST:
            return None
        for text in self.texts():
            if len(text) > LONGEST:
                return f"a form of {len(text)} characters (at most {LONGEST}): {text[:20]!r}..."
            if bad := _CONTROL.search(text):
                return f"control character {bad.group()!r} in {text[:40]!r}"
            if bad := _TOKEN.search(text):
                return f"{bad.group()!r} in {text[:40]!r} is a sign of mtkit's own"
        if bar := [text for text in self.texts() if "|" in text]:
            return f"'|' in {bar[0][:40]!r} stands between forms, never in one"
        return None

    def _contradiction(self) -> str | None:
        if not (self.en_forbidden or self.ja_forbidden or self.ko_forbidden):
            return None
        for language in LANGUAGES:
            both = set(self.forms(language)).intersection(self.forbidden(language))
            if both:
                return f"{language} form {min(both)!r} is both accepted and forbidden"
        return None

    def texts(self) -> tuple[str, ...]:
        """Every form, accepted or forbidden, and the reading."""
        single = (self.en, self.ja, self.ko, self.abbreviation, self.reading)
        accepted = self.en_aliases + self.ja_aliases + self.ko_aliases
        return tuple(filter(None, single + accepted + self.en_forbidden + self.ja_forbidden + self.ko_forbidden))

    def checked(self, path: str = "", line: int = 0) -> "Entry":
        """The entry itself. Raises GlossaryError when it has a problem."""
        if problem := self.problem():
            raise GlossaryError(problem, path=path, line=line)
        return self

    def key(self) -> str:
        """All that a translation can depend on, as one line (no note, no domain).

        >>> Entry(en="Seoul", ko="서울", kind="place").key()
        'en=Seoul\\tko=서울\\tkind=place'
        """
        parts = []
        for column in fields(self):
            value = getattr(self, column.name)
            if value and column.name not in ("note", "domain", "where"):
                parts.append(f"{column.name}={'|'.join(value) if isinstance(value, tuple) else value}")
        return "\t".join(part for part in parts if part not in ("kind=term", "case=auto"))
