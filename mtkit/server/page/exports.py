"""What a reviewed release becomes: the document in the other language, a gettext catalogue, a translation memory."""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import PurePath

from mtkit import __version__
from mtkit.segments import Segment
from mtkit.server.page.release import Release, Reviewed

__all__ = ["KINDS", "document", "named", "po", "tmx"]


def named(release: Release, suffix: str = "") -> str:
    """The file name of an export: the target language in place of the source's.

    >>> from mtkit.documents import parse
    >>> from mtkit.server.page.release import About
    >>> nothing = parse(b"", format="markdown", name="release.ko.md")
    >>> release = Release(About("1f", "release.ko.md", "ko", "en"), nothing, ())
    >>> named(release), named(release, ".po")
    ('release.en.md', 'release.en.po')
    """
    about, path = release.about, PurePath(release.about.name)
    stem = path.stem
    for mark in (f".{about.source}", f"_{about.source}", f"-{about.source}"):
        stem = stem.removesuffix(mark)
    return f"{stem}.{about.target}{suffix or path.suffix}"


def document(release: Release) -> tuple[str, bytes]:
    """The document in the target language, as far as it is reviewed: name and bytes."""
    return named(release), release.document.render(release.targets, language=release.about.target)


def po(release: Release) -> tuple[str, bytes]:
    """A gettext catalogue: a message for each text, fuzzy as long as nobody has accepted it.

    The same text with another translation further down has its place as its context.
    """
    import polib

    catalogue, written = polib.POFile(wrapwidth=78), dict[tuple[str, str], polib.POEntry]()
    catalogue.metadata = {
        "Project-Id-Version": release.about.name,
        "PO-Revision-Date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M+0000"),
        "Language": release.about.target,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Generator": f"mtkit {__version__}",
    }
    for segment, one in _translated(release):
        context = segment.context
        known = written.get((segment.source, context))
        if known and known.msgstr != one.target:
            context = segment.where
            known = written.get((segment.source, context))
        if known:
            known.occurrences.append(_place(segment))
            continue
        flags = [] if one.accepted else ["fuzzy"]
        entry = polib.POEntry(msgid=segment.source, msgstr=one.target, flags=flags, occurrences=[_place(segment)])
        entry.msgctxt = context or None
        written[segment.source, context] = entry
        catalogue.append(entry)
    return named(release, ".po"), f"{catalogue}\n".encode()


def tmx(release: Release) -> tuple[str, bytes]:
    """A translation memory (TMX) of what was accepted; of everything, unreviewed, when nothing was."""
    from mtkit.memory import Unit, tmx

    pairs, about, stream = _translated(release), release.about, io.BytesIO()
    accepted = [(segment, one) for segment, one in pairs if one.accepted]
    units = [
        Unit(**{about.source: segment.source, about.target: one.target}, origin=about.name, reviewed=one.accepted)
        for segment, one in accepted or pairs
    ]
    tmx.write(dict.fromkeys(units), stream)
    return named(release, ".tmx"), stream.getvalue()


KINDS: dict[str, Callable[[Release], tuple[str, bytes]]] = {"document": document, "po": po, "tmx": tmx}


def _translated(release: Release) -> list[tuple[Segment, Reviewed]]:
    pairs = zip(release.document.segments, release.reviewed, strict=True)
    return [(segment, one) for segment, one in pairs if one is not None and segment.source.strip()]


def _place(segment: Segment) -> tuple[str, str]:
    name, _, line = segment.where.rpartition(":")
    return (name.replace(" ", "_"), line) if name and line.isdigit() else (segment.where.replace(" ", "_"), "")
