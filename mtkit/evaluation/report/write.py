"""The files of a report."""

from collections.abc import Sequence
from pathlib import Path

from mtkit import documents
from mtkit.errors import InputError
from mtkit.evaluation.evaluation import Evaluation, dump
from mtkit.evaluation.report.page import page
from mtkit.glossary import Glossary

__all__ = ["write"]


def write(evaluations: Sequence[Evaluation], folder: str | Path, glossary: Glossary | None = None) -> tuple[Path, ...]:
    """Write index.html, scores.json, scores.csv and scores.md; each is whole or absent. Returns their paths.

    Raises InputError when the folder cannot be made.
    """
    place = Path(folder)
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"cannot be made ({error.strerror})", path=place, hint="say another --report") from error
    tables = [one.to_csv() for one in evaluations]
    header = tables[0].split("\n", 1)[0]
    files = {
        "index.html": page(evaluations, glossary),
        "scores.json": dump(evaluations),
        "scores.csv": "\n".join([header, *(table.split("\n", 1)[1].rstrip("\n") for table in tables)]) + "\n",
        "scores.md": "\n".join(one.to_markdown() for one in evaluations),
    }
    for name, text in files.items():
        documents.write(place / name, text.encode())
    return tuple(place / name for name in files)
