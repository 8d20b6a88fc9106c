"""Bulk jobs: an archive in, its translations out, and nothing lost when the machine goes down in the middle.

job        what is to be done; the events it tells        run       its threads: reader, hands at the engine, writer
sources    trees, lists, ZIP archives, tables             desk      where they meet: batches across documents
tables     JSON lines, CSV, Parquet with a text column    crew      who translates: this process, or (cluster) others
tasks      one input in one language                      store     finished segments, and what became of documents
outputs    names; files whole or absent                   notes     the store's books, the tally, the report

>>> import tempfile
>>> from pathlib import Path
>>> from mtkit import Translator
>>> from mtkit.engines.pseudo import PseudoEngine
>>> crew = LocalCrew(lambda source, target: Translator(source, target, engine=PseudoEngine()))
>>> with tempfile.TemporaryDirectory() as folder:
...     archive, out = Path(folder, "archive"), Path(folder, "out")
...     archive.mkdir()
...     _ = (archive / "news.ko.txt").write_text("소식\\n", encoding="utf-8")
...     tally = Run(Job((archive,), out, ("en",), source="ko"), crew).go()
...     (tally.documents, tally.failed, (out / "news.en.txt").read_text(encoding="utf-8"))
(1, 0, '식소\\n')
"""

from mtkit.bulk.crew import Crew, LocalCrew
from mtkit.bulk.job import Event, Job
from mtkit.bulk.rebuild import rebuild
from mtkit.bulk.run import Run
from mtkit.bulk.store import Store
from mtkit.bulk.tally import Tally

__all__ = ["Crew", "Event", "Job", "LocalCrew", "Run", "Store", "Tally", "rebuild"]
