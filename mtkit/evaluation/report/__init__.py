"""The report: one HTML page that needs no network and no server, with the same scores as JSON, CSV and Markdown."""

from mtkit.evaluation.report.page import page
from mtkit.evaluation.report.write import write

__all__ = ["page", "write"]
