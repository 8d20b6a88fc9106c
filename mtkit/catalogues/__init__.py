"""Catalogues (gettext): a site's strings filled, merged, compiled, counted, and releases as catalogues.

The door of the room; `mtkit.documents.po_catalogue` reads and writes the files.
"""

from mtkit.catalogues.fill import Filled, Wanted, fill
from mtkit.catalogues.header import Stamp, localized
from mtkit.documents.po_catalogue import Catalogue, read

__all__ = ["Catalogue", "Filled", "Stamp", "Wanted", "fill", "localized", "read"]
