"""Changes to one PO entry that leave every line alone that the change is not about."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from mtkit.documents.po_layout import Layout, escape, fold
from mtkit.documents.po_syntax import Entry, kinds, unescape

__all__ = ["changed", "fields", "new", "retired", "with_fields"]

_RANKS = {"": 0, "#": 1, "#.": 2, "#:": 3, "#,": 4, "#=": 4, "#|": 5}
_Line = tuple[str, str]  # what it is, and the line


def changed(
    entry: Entry,
    layout: Layout,
    *,
    strings: Sequence[str] | None = None,
    flags: Sequence[str] | None = None,
    extracted: Sequence[str] | None = None,
) -> Entry:
    """The entry with other strings, flags or extracted comments; the lines of all that stays are the same.

    >>> from mtkit.documents.po_syntax import parse
    >>> (entry,), _ = parse('#: a.py:1\\nmsgid "Hello"\\nmsgstr ""\\n', "ko.po")
    >>> print(changed(entry, Layout(), strings=["안녕"], flags=["fuzzy"]).raw, end="")
    #: a.py:1
    #, fuzzy
    msgid "Hello"
    msgstr "안녕"
    """
    lines = list(kinds(entry.raw))
    if not any(kind.startswith("msgstr") for kind, _ in lines):  # msgid and msgstr on one line
        entry = new(entry, layout)
        lines = list(kinds(entry.raw))
    if strings is not None and tuple(strings) != entry.strings:
        lines = _with_strings(lines, entry, strings, layout)
    if flags is not None:
        lines = _with_flags(lines, entry.flags, flags, layout)
    if extracted is not None:
        lines = _with_comments(lines, entry.extracted, extracted, layout)
    return replace(
        entry,
        raw=_joined(lines, entry.raw, layout),
        strings=entry.strings if strings is None else tuple(strings),
        flags=entry.flags if flags is None else tuple(flags),
        extracted=entry.extracted if extracted is None else tuple(extracted),
    )


def _joined(lines: Iterable[_Line], raw: str, layout: Layout) -> str:
    """The lines as a text; a file whose last line has no end keeps it so."""
    text = "".join(line if line.endswith("\n") else line + layout.newline for _, line in lines)
    return text if raw.endswith("\n") else text.removesuffix(layout.newline)


def _with_strings(lines: list[_Line], entry: Entry, strings: Sequence[str], layout: Layout) -> list[_Line]:
    old = dict(enumerate(entry.strings))
    found = [line for line in lines if not line[0].startswith("msgstr")]
    for number, text in enumerate(strings):
        keyword = "msgstr" if entry.plural is None else f"msgstr[{number}]"
        same = [line for line in lines if line[0] == keyword] if old.get(number) == text else []
        found += same or [(keyword, layout.string(keyword, text))]
    return found


def _with_flags(lines: list[_Line], old: Sequence[str], flags: Sequence[str], layout: Layout) -> list[_Line]:
    added = [flag for flag in flags if flag not in old]
    gone = [flag for flag in old if flag not in flags]
    found = list[_Line]()
    for kind, line in lines:
        if kind in ("#,", "#=") and ((added and kind == "#,") or any(flag in line for flag in gone)):
            left = [flag.strip() for flag in line.strip()[2:].split(",")]
            kept = [flag for flag in left if flag and flag not in gone]
            text, added = ", ".join([*added, *kept] if kind == "#," else kept), [] if kind == "#," else added
            found += [(kind, f"{kind} {text}{layout.newline}")] if text else []
        else:
            found.append((kind, line))
    return _inserted(found, "#,", [f"#, {', '.join(added)}"] if added else [], layout)


def _with_comments(lines: list[_Line], old: Sequence[str], comments: Sequence[str], layout: Layout) -> list[_Line]:
    gone = {text for text in old if text not in comments}
    left = [line for line in lines if line[0] != "#." or line[1].strip()[2:].removeprefix(" ") not in gone]
    return _inserted(left, "#.", [f"#. {text}" for text in comments if text not in old], layout)


def _inserted(lines: list[_Line], kind: str, texts: Sequence[str], layout: Layout) -> list[_Line]:
    """With new comment lines where GNU gettext writes them: after their like, before the later kinds."""
    place = next(at for at, line in enumerate(lines) if _RANKS.get(line[0], 9) > _RANKS[kind])
    return [*lines[:place], *((kind, text + layout.newline) for text in texts), *lines[place:]]


def new(entry: Entry, layout: Layout) -> Entry:
    """The entry with lines of its own, in the order that GNU gettext writes them; one blank line before them.

    >>> print(new(Entry("", 0, "Hello", ("",), references=("a.py:1",)), Layout()).raw.strip())
    #: a.py:1
    msgid "Hello"
    msgstr ""
    """
    prefix = "#~ " if entry.obsolete else ""
    lines = [f"# {text}".rstrip() for text in entry.notes]
    lines += [f"#. {text}".rstrip() for text in entry.extracted]
    lines += [f"#: {text}" for text in entry.references]
    lines += [f"#, {', '.join(entry.flags)}"] if entry.flags else []
    raw = "".join(line + layout.newline for line in ("", *lines))
    keywords = ("msgctxt", "msgid", "msgid_plural")
    mark = "#~| " if entry.obsolete else "#| "
    for keyword, text in zip(keywords, entry.previous, strict=True):
        raw += "" if text is None else layout.string(keyword, text, mark)
    for keyword, text in zip(keywords, (entry.context, entry.id, entry.plural), strict=True):
        raw += "" if text is None else layout.string(keyword, text, prefix)
    for number, text in enumerate(entry.strings):
        raw += layout.string("msgstr" if entry.plural is None else f"msgstr[{number}]", text, prefix)
    return replace(entry, raw=raw)


def retired(entry: Entry, layout: Layout) -> Entry:
    """The entry as an obsolete one: its translation is kept for the day its message comes back.

    >>> print(retired(Entry("", 0, "Bye", ("안녕",), references=("a.py:1",)), Layout()).raw.strip())
    #~ msgid "Bye"
    #~ msgstr "안녕"
    """
    return new(replace(entry, obsolete=True, extracted=(), references=()), layout)


def fields(entry: Entry) -> dict[str, str]:
    """The fields of a header entry, in order.

    >>> fields(Entry("", 1, "", ("Language: ko\\\\nX-Generator: mtkit\\\\n".replace("\\\\n", "\\n"),)))
    {'Language': 'ko', 'X-Generator': 'mtkit'}
    """
    pairs = (line.partition(":") for line in entry.strings[0].split("\n") if ":" in line)
    return {name.strip(): value.strip() for name, _, value in pairs}


def with_fields(entry: Entry, changes: dict[str, str], layout: Layout) -> Entry:
    """The header with these fields set: in their places, new ones at the end; the other lines as they are.

    >>> header = new(Entry("", 1, "", ("Language: \\nX-Generator: a\\n",)), Layout())
    >>> print(with_fields(header, {"Language": "ko"}, Layout()).raw.strip())
    msgid ""
    msgstr ""
    "Language: ko\\n"
    "X-Generator: a\\n"
    """
    left = {name: value for name, value in changes.items() if fields(entry).get(name) != value}
    found, text = list[_Line](), ""
    lines = [line for line in kinds(entry.raw) if line[0] == "msgstr"]
    for said, group in _logical(lines):
        name = said.partition(":")[0].strip()
        if name in left:
            said = f"{name}: {left.pop(name)}\n"
            group = _quoted(said, layout)
        found += group
        text += said
    for name, value in left.items():
        found += _quoted(f"{name}: {value}\n", layout)
        text += f"{name}: {value}\n"
    head = [line for line in kinds(entry.raw) if line[0] != "msgstr"]
    body = [("msgstr", f'msgstr ""{layout.newline}'), *found]
    return replace(entry, raw=_joined([*head, *body], entry.raw, layout), strings=(text,))


def _logical(lines: Iterable[_Line]) -> Iterable[tuple[str, list[_Line]]]:
    """What the lines say, a field at a time, with the lines that say it."""
    said, group = "", list[_Line]()
    for kind, line in lines:
        text = line.strip().removeprefix("msgstr").strip()
        if text == '""':
            continue
        said += unescape(text[1:-1])
        group.append((kind, line.replace(line[: line.index('"')], "", 1)))
        if said.endswith("\n") and said.count("\n") == 1:
            yield said, group
            said, group = "", []
        elif said.endswith("\n"):
            yield from ((part + "\n", [(kind, f'"{escape(part)}\\n"\n')]) for part in said[:-1].split("\n"))
            said, group = "", []
    if said:
        yield said + "\n", [(kind, f'"{escape(said)}\\n"\n') for kind in ("msgstr",)]


def _quoted(text: str, layout: Layout) -> list[_Line]:
    room = layout.width - 2 if layout.width else 0
    return [("msgstr", f'"{part}"{layout.newline}') for part in fold(escape(text), room, parts=layout.parts)]
