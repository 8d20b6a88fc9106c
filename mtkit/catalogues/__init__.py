"""Catalogues (gettext): a site's strings filled, merged, compiled, counted and checked, and releases as catalogues.

The door of the room; `mtkit.documents.po_catalogue` reads and writes the files.
"""

from mtkit.catalogues.fill import Filled, Wanted, fill
from mtkit.catalogues.header import Stamp, localized
from mtkit.catalogues.merge import merge
from mtkit.catalogues.releases import Release, export, find, restored, units
from mtkit.catalogues.survey import Stats, broken, check, count
from mtkit.documents.mo import dump, load
from mtkit.documents.po_catalogue import Catalogue, read

__all__ = [
    "Catalogue",
    "Filled",
    "Release",
    "Stamp",
    "Stats",
    "Wanted",
    "broken",
    "check",
    "count",
    "dump",
    "export",
    "fill",
    "find",
    "load",
    "localized",
    "merge",
    "read",
    "restored",
    "units",
]
