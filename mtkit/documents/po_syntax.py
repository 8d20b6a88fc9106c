"""The syntax of PO files: a text becomes entries that hold their own lines, so that what nobody changes stays as it was."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from mtkit.errors import InputError

__all__ = ["Entry", "kinds", "parse", "unescape"]

_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr\[[0-9]{1,2}\]|msgstr|domain)\s*(?=\"|$)")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"\s*')
_ESCAPE = re.compile(r"(?:\\[0-7]{1,3}|\\x[0-9A-Fa-f]{1,2})+|\\(.)", re.DOTALL)
_BYTE = re.compile(r"\\(?:x([0-9A-Fa-f]{1,2})|([0-7]{1,3}))")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_COMMENTS = {".": "extracted", ":": "references", ",": "flags", "=": "flags"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A message: `raw` are its lines as they stand in the file, blank lines before it included; `line` is its msgid's.

    `strings` has a form for each msgstr, `plural` and `context` are None where the entry has none, `notes` are the
    translator's comments, `previous` the msgctxt, msgid and msgid_plural that a fuzzy entry was translated from.

    >>> entry = parse('#, fuzzy\\nmsgid "Hello"\\nmsgstr "안녕"\\n', "ko.po")[0][0]
    >>> entry.id, entry.strings, entry.fuzzy, entry.translated
    ('Hello', ('안녕',), True, False)
    """

    raw: str
    line: int
    id: str
    strings: tuple[str, ...]
    plural: str | None = None
    context: str | None = None
    flags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    extracted: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    previous: tuple[str | None, str | None, str | None] = (None, None, None)
    obsolete: bool = False

    @property
    def key(self) -> tuple[str | None, str]:
        """What tells entries apart: msgctxt and msgid."""
        return self.context, self.id

    @property
    def is_header(self) -> bool:
        """True for the entry with the empty msgid: its msgstr are the file's own fields."""
        return not self.id and self.context is None and not self.obsolete

    @property
    def fuzzy(self) -> bool:
        """True for a translation that a person has to look at before anybody sees it."""
        return "fuzzy" in self.flags

    @property
    def empty(self) -> bool:
        """True where not one form is translated."""
        return not any(self.strings)

    @property
    def translated(self) -> bool:
        """True when every form is there and none is in doubt."""
        return all(self.strings) and not self.fuzzy


def parse(text: str, name: str) -> tuple[tuple[Entry, ...], str]:
    """The entries of a PO text, and what stands after the last one.

    Raises InputError with the line for what is no PO, and for a message that is there twice.

    >>> parse('msgid "a"\\nmsgstr "b\\n', "ko.po")
    Traceback (most recent call last):
    mtkit.errors.InputError: ko.po:2: no closing quotation mark
    """
    reader = _Reader(name)
    lines = text.split("\n")
    last = lines.pop()
    for number, line in enumerate(lines, 1):
        reader.feed(line + "\n", number)
    if last:
        reader.feed(last, len(lines) + 1)
    return reader.close()


def unescape(text: str) -> str:
    """What a quoted string says.

    >>> unescape(r'a\\tb \\"c\\" \\303\\251')
    'a\\tb "c" é'
    """
    return _ESCAPE.sub(_unescaped, text) if "\\" in text else text


def _unescaped(found: re.Match[str]) -> str:
    if found.group(1):
        return _LETTERS.get(found.group(1), found.group(1))
    codes = _BYTE.findall(found.group())
    data = bytes(int(hexadecimal, 16) if hexadecimal else int(octal, 8) & 255 for hexadecimal, octal in codes)
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")


@dataclass(slots=True)
class _Draft:
    """An entry while its lines come in; `strings` holds the quoted texts of each keyword, `|` before the previous ones."""

    lines: list[str] = field(default_factory=list)
    strings: dict[str, list[str]] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    comments: dict[str, list[str]] = field(default_factory=dict)
    open: str = ""  # the keyword that a quoted line belongs to
    obsolete: bool = False
    done: bool = False  # a msgstr is there: another keyword begins another entry


class _Reader:
    def __init__(self, name: str) -> None:
        self.name = name
        self.entries: list[Entry] = []
        self.seen: dict[tuple[str | None, str], int] = {}
        self.draft = _Draft()
        self.blank: list[str] = []  # lines that belong to the next entry, unless a string goes on after them

    def feed(self, line: str, number: int) -> None:
        body = line.strip()
        if not body:
            self.blank.append(line)
        elif body[0] != "#":
            self._statement(line, body, number, obsolete=False)
        elif body.startswith("#~"):
            self._obsolete(line, body[2:].strip(), number)
        else:
            self._comment(line, body[1:], number)

    def _obsolete(self, line: str, body: str, number: int) -> None:
        if body.startswith("|"):
            self._begin(line)
            self._previous(body[1:], number)
        elif body:
            self._statement(line, body, number, obsolete=True)
        else:
            self.blank.append(line)

    def _comment(self, line: str, body: str, number: int) -> None:
        self._begin(line)
        if body.startswith("|"):
            self._previous(body[1:], number)
            return
        kind = _COMMENTS.get(body[:1], "notes")
        text = body[1:] if kind != "notes" else body
        self.draft.comments.setdefault(kind, []).append(text.removeprefix(" "))

    def _previous(self, body: str, number: int) -> None:
        self._strings(body.strip(), number, "|")

    def _statement(self, line: str, body: str, number: int, *, obsolete: bool) -> None:
        """A line of keywords and quoted strings."""
        if body[0] == '"':
            self._take(line)
        else:
            starts = body.startswith(("msgctxt", "domain")) or (
                body.startswith("msgid") and not body.startswith("msgid_plural") and "msgid" in self.draft.strings
            )
            self._begin(line, new=starts and self.draft.done)
        if self.draft.strings.keys() & {"msgid", "msgctxt"} and obsolete != self.draft.obsolete:
            raise self._error("#~ before a part of the entry only", number)
        self.draft.obsolete = obsolete
        self._strings(body, number, "")

    def _begin(self, line: str, *, new: bool | None = None) -> None:
        """Take a line into the draft, into a fresh one when the entry was complete."""
        if self.draft.done and (new or new is None):
            self._finish()
        self._take(line)

    def _take(self, line: str) -> None:
        self.draft.lines += [*self.blank, line]
        self.blank = []

    def _strings(self, body: str, number: int, prefix: str) -> None:
        at = 0
        while at < len(body):
            if found := _KEYWORD.match(body, at):
                self._open(prefix + found.group(1), number)
            elif body[at] == '"':
                found = self._quoted(body, at, number, prefix)
            else:
                raise self._error(f"{body[at : at + 20]!r} is no keyword, comment or quoted string", number)
            at = found.end()

    def _open(self, keyword: str, number: int) -> None:
        if keyword in self.draft.strings:
            raise self._error(f"a second {keyword} in one entry", number)
        self.draft.strings[keyword] = []
        self.draft.places[keyword] = number
        self.draft.open = keyword
        self.draft.done = self.draft.done or keyword.startswith("msgstr")

    def _quoted(self, body: str, at: int, number: int, prefix: str) -> re.Match[str]:
        found = _QUOTED.match(body, at)
        if not found:
            raise self._error("no closing quotation mark", number)
        if not self.draft.open or self.draft.open.startswith("|") != bool(prefix):
            raise self._error("a string without msgid or msgstr before it", number)
        self.draft.strings[self.draft.open].append(found.group(1))
        return found

    def close(self) -> tuple[tuple[Entry, ...], str]:
        if self.draft.done or self.draft.strings.keys() & {"msgid", "msgctxt", "msgid_plural"}:
            self._finish()
        return tuple(self.entries), "".join((*self.draft.lines, *self.blank))

    def _finish(self) -> None:
        entry = self._entry()
        if not entry.obsolete:
            first = self.seen.setdefault(entry.key, entry.line)
            if first != entry.line:
                shown = f"{entry.id[:40]!r}" if entry.id else "the header"
                raise self._error(
                    f"{shown} is there twice", entry.line, f"it is in line {first} too: keep one (msguniq)"
                )
        self.entries.append(entry)
        self.draft = _Draft()

    def _entry(self) -> Entry:
        draft, texts = self.draft, {key: unescape("".join(parts)) for key, parts in self.draft.strings.items()}
        line = draft.places.get("msgid") or next(iter(draft.places.values()))
        if "msgid" not in texts:
            raise self._error("an entry without msgid", line)
        comments = {kind: tuple(draft.comments.get(kind, ())) for kind in ("notes", "extracted", "references")}
        return Entry(
            "".join(draft.lines),
            line,
            texts["msgid"],
            self._forms(texts, line),
            texts.get("msgid_plural"),
            texts.get("msgctxt"),
            tuple(flag.strip() for text in draft.comments.get("flags", ()) for flag in text.split(",") if flag.strip()),
            previous=(texts.get("|msgctxt"), texts.get("|msgid"), texts.get("|msgid_plural")),
            obsolete=draft.obsolete,
            **comments,
        )

    def _forms(self, texts: dict[str, str], line: int) -> tuple[str, ...]:
        names = [key for key in texts if key.startswith("msgstr")]
        wanted = ["msgstr"] if "msgid_plural" not in texts else [f"msgstr[{n}]" for n in range(max(1, len(names)))]
        if names != wanted:
            odd = next((name for name, right in zip(names, wanted, strict=False) if name != right), "")
            found = f"{odd} where {wanted[names.index(odd)]} belongs" if odd else f"an entry without {wanted[0]}"
            raise self._error(found, self.draft.places.get(odd, line))
        return tuple(texts[name] for name in names)

    def _error(self, message: str, line: int, hint: str = "") -> InputError:
        return InputError(message, path=self.name, line=line, hint=hint)


def kinds(raw: str) -> Iterator[tuple[str, str]]:
    """Each line of an entry with what it is: "" (blank), "#", "#.", "#:", "#,", "#|", or the keyword it belongs to.

    >>> [kind for kind, _ in kinds('#. x\\nmsgid ""\\n"a"\\nmsgstr ""\\n')]
    ['#.', 'msgid', 'msgid', 'msgstr']
    """
    keyword = ""
    for line in _LINE.findall(raw):
        body = line.strip().removeprefix("#~").strip()
        if found := _KEYWORD.match(body):
            keyword = found.group(1)
        if body.startswith("#"):
            yield body[:2] if body[1:2] in "|.:,=" else "#", line
        else:
            yield keyword if body else "", line
