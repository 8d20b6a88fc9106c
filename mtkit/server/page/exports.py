"""What a reviewed release becomes: the document in the other language, a gettext catalogue, a translation memory."""

import io
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import PurePath

from mtkit.documents import po_edit
from mtkit.documents.po_layout import Layout
from mtkit.documents.po_syntax import Entry
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
    return f"{_stem(release)}.{release.about.target}{suffix or PurePath(release.about.name).suffix}"


def _stem(release: Release) -> str:
    """The name without its language and suffix."""
    stem, source = PurePath(release.about.name).stem, release.about.source
    for mark in (f".{source}", f"_{source}", f"-{source}"):
        stem = stem.removesuffix(mark)
    return stem


def document(release: Release) -> tuple[str, bytes]:
    """The document in the target language, as far as it is reviewed: name and bytes."""
    return named(release), release.document.render(release.targets, language=release.about.target)


def po(release: Release) -> tuple[str, bytes]:
    """A gettext catalogue: a message for each text, fuzzy as long as nobody has accepted it.

    Its contexts are those of `mtkit gettext`: the release's name, with #2 where one text has another translation.
    """
    from mtkit.catalogues import Catalogue
    from mtkit.catalogues.header import Stamp, stamped

    entries = dict[tuple[str | None, str], Entry]()
    for segment, one in _translated(release):
        entry = _entry(release, segment, one, entries)
        entries[entry.key] = entry
    layout = Layout()
    catalogue = Catalogue(release.about.name, tuple(po_edit.new(entry, layout) for entry in entries.values()))
    titled = catalogue.with_header({"Project-Id-Version": release.about.name})
    done = stamped(titled, release.about.target, Stamp(datetime.now(UTC).strftime("%Y-%m-%d %H:%M+0000")))
    return named(release, ".po"), done.output().data


def _entry(release: Release, segment: Segment, one: Reviewed, known: Mapping[tuple[str | None, str], Entry]) -> Entry:
    """A segment as a message, joined to that of an equal text with an equal translation."""
    context, number = _stem(release), 1
    while (before := known.get((context, segment.source))) and before.strings != (one.target,):
        number += 1
        context = f"{_stem(release)}#{number}"
    sure = one.accepted or (before is not None and not before.fuzzy)
    place = segment.where.replace(" ", "_")
    return Entry(
        raw="",
        line=0,
        id=segment.source,
        strings=(one.target,),
        context=context,
        flags=() if sure else ("fuzzy",),
        references=(*(before.references if before else ()), place),
    )


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
