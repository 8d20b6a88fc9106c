"""The server: one engine behind the LibreTranslate wire, the DeepL wire and a page for people.

app             the application (`create_app`), health, metrics
run             uvicorn around it: listening, stopping
service         engines, bounded queue, merging; batching the thread that feeds an engine
gate            limits, figures and log lines of every request
libretranslate, deepl, glossary_api, document_api      the wires
page            what a browser shows
"""

from mtkit.server.app import create_app
from mtkit.server.settings import Settings

__all__ = ["Settings", "create_app"]
