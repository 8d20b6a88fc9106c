"""What a reviewed release becomes: the document in the other language, a gettext catalogue, a translation memory."""

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
    """A translation memory (TMX 1.4) of what was accepted; of everything when nothing was."""
    from lxml import etree

    pairs = _translated(release)
    accepted = [(segment, one) for segment, one in pairs if one.accepted] or pairs
    about, root = release.about, etree.Element("tmx", version="1.4")
    header = {"creationtool": "mtkit", "creationtoolversion": __version__, "segtype": "block", "o-tmf": "mtkit"}
    etree.SubElement(root, "header", header | {"adminlang": "en", "srclang": about.source, "datatype": "plaintext"})
    body = etree.SubElement(root, "body")
    for texts in dict.fromkeys((segment.source, one.target) for segment, one in accepted):
        unit = etree.SubElement(body, "tu")
        for language, text in zip((about.source, about.target), texts, strict=True):
            variant = etree.SubElement(unit, "tuv", {"{http://www.w3.org/XML/1998/namespace}lang": language})
            etree.SubElement(variant, "seg").text = _written(text)
    return named(release, ".tmx"), etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


KINDS: dict[str, Callable[[Release], tuple[str, bytes]]] = {"document": document, "po": po, "tmx": tmx}


def _translated(release: Release) -> list[tuple[Segment, Reviewed]]:
    pairs = zip(release.document.segments, release.reviewed, strict=True)
    return [(segment, one) for segment, one in pairs if one is not None and segment.source.strip()]


def _place(segment: Segment) -> tuple[str, str]:
    name, _, line = segment.where.rpartition(":")
    return (name.replace(" ", "_"), line) if name and line.isdigit() else (segment.where.replace(" ", "_"), "")


def _written(text: str) -> str:
    """Without the control characters that XML cannot hold."""
    return "".join(char for char in text if char >= " " or char in "\t\n")
