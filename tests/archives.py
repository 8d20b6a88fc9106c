"""Archives for the tests of bulk jobs: many small documents of the tiny world, the same ones each time."""

import random
from pathlib import Path

import tiny

LANGUAGES = {"en": 0, "ja": 1, "ko": 2}


def sentences(language: str) -> list[str]:
    """The sentences of the tiny world in a language, without tokens."""
    return [line[LANGUAGES[language]] for line in tiny.sentences() if "⟦" not in line[0]]


def paragraphs(count: int, language: str = "ko", seed: int = 1) -> list[str]:
    """Paragraphs of one to four sentences; some are said twice."""
    dice = random.Random(seed)
    known = sentences(language)
    return [" ".join(dice.choices(known, k=dice.randint(1, 4))) for _ in range(count)]


def text(number: int, language: str = "ko", paragraphs_: int = 8) -> str:
    """A document: a heading, a line that every document has, and some paragraphs of its own."""
    lines = [f"# {sentences(language)[number % 7]}", sentences(language)[0], *paragraphs(paragraphs_, language, number)]
    return "\n\n".join(lines) + "\n"


def tree(folder: Path, documents: int, language: str = "ko") -> Path:
    """A directory tree of Markdown documents."""
    for number in range(documents):
        path = folder / f"year-{number % 3}" / f"release-{number:03}.{language}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text(number, language), encoding="utf-8")
    return folder


def outputs(folder: Path) -> dict[str, bytes]:
    """Everything that a job wrote, by its place, but for what is the job's own."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and ".mtkit" not in path.parts)
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}
