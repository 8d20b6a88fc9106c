"""The header of a catalogue: what a template's becomes for a language, and the fields that a translation changes."""

from dataclasses import dataclass, replace

from mtkit import __version__
from mtkit.documents import po_edit
from mtkit.documents.po import PLURALS
from mtkit.documents.po_catalogue import Catalogue
from mtkit.documents.po_syntax import Entry
from mtkit.languages import NAMES, normalise

__all__ = ["Stamp", "localized", "stamped"]

GENERATOR = f"mtkit {__version__}"
_DEFAULTS = {
    "Project-Id-Version": ("", "PACKAGE VERSION"),
    "Last-Translator": ("", "FULL NAME <EMAIL@ADDRESS>"),
    "Language-Team": ("", "LANGUAGE <LL@li.org>", "none"),
}
_TITLES = {"SOME DESCRIPTIVE TITLE.": "{} translation of {}.", "Translations template for": "{} translations for"}


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who and when: the date as PO files have it (empty: the date stays), and the translator's name where a file has
    none of its own.

    >>> Stamp("2026-11-30 12:00+0000").translator
    'mtkit (machine translation)'
    """

    date: str = ""
    translator: str = "mtkit (machine translation)"


def stamped(catalogue: Catalogue, language: str, stamp: Stamp) -> Catalogue:
    """With the fields that a translation changes: revision date, generator; translator, language and plural forms
    where there are none.

    >>> from mtkit.documents.po_catalogue import read_bytes
    >>> stamped(read_bytes(b'msgid "a"\\nmsgstr ""\\n', "ko.po"), "ko", Stamp("2026-11-30 12:00+0000")).header["Language"]
    'ko'
    """
    header = catalogue.header
    changes = {"PO-Revision-Date": stamp.date or header.get("PO-Revision-Date", "")}
    if header.get("Last-Translator", "") in _DEFAULTS["Last-Translator"]:
        changes["Last-Translator"] = stamp.translator
    changes |= _missing(catalogue, language)
    return catalogue.with_header(changes | {"X-Generator": GENERATOR})


def _missing(catalogue: Catalogue, language: str) -> dict[str, str]:
    """What `msgfmt --check` asks for and the header has not."""
    header, code = catalogue.header, normalise(language)
    wanted = {
        "Project-Id-Version": "unnamed",
        "Language-Team": NAMES[code],
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    if any(entry.plural is not None for entry in catalogue.messages) and catalogue.forms is None:
        wanted["Plural-Forms"] = PLURALS[code]
    found = {name: text for name, text in wanted.items() if header.get(name, "") in _DEFAULTS.get(name, ("",))}
    if "charset=CHARSET" in header.get("Content-Type", ""):
        found["Content-Type"] = wanted["Content-Type"]
    if catalogue.forms is None and "Plural-Forms" in header:
        found["Plural-Forms"] = PLURALS[code]
    return found


def localized(template: Catalogue, language: str, domain: str, stamp: Stamp) -> Catalogue:
    """A template (POT) as the catalogue of a language, with nothing translated yet.

    >>> from mtkit.documents.po_catalogue import read_bytes
    >>> template = read_bytes(b'# SOME DESCRIPTIVE TITLE.\\n#, fuzzy\\nmsgid ""\\nmsgstr ""\\n', "site.pot")
    >>> print(localized(template, "ko", "site", Stamp()).entries[0].raw.split("msgid")[0], end="")
    # Korean translation of site.
    """
    name = NAMES[normalise(language)]
    entries = [_first(entry, name, domain, template) if entry.is_header else entry for entry in template.entries]
    found = replace(template, entries=tuple(entries), encoding="utf-8", spelled={})
    header = found.header
    wanted = {"Language": language, "Plural-Forms": PLURALS[normalise(language)]}
    if template.encoding != "utf-8":
        wanted["Content-Type"] = "text/plain; charset=UTF-8"
    if header.get("Project-Id-Version", "") in _DEFAULTS["Project-Id-Version"]:
        wanted["Project-Id-Version"] = domain
    return stamped(found.with_header(_missing(found, language) | wanted), language, stamp)


def _first(entry: Entry, language: str, domain: str, template: Catalogue) -> Entry:
    flags = [flag for flag in entry.flags if flag != "fuzzy"]
    entry = po_edit.changed(entry, template.layout, flags=flags)
    raw = entry.raw
    for said, title in _TITLES.items():  # GNU gettext's, Babel's
        raw = raw.replace(said, title.format(language, domain), 1)
    return replace(entry, raw=raw)
