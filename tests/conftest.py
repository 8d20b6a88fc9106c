"""What the tests of several rooms share: small trained Marian models, made once and kept in the temporary folder."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def tiny_model() -> Path:
    """A MarianMT checkpoint for all six directions, with tags, placeholders and styles."""
    import tiny

    return tiny.folder("multilingual", tiny.multilingual)


@pytest.fixture(scope="session")
def tiny_bilingual() -> Path:
    """A Korean to English MarianMT checkpoint with two SentencePiece models and no tags."""
    import tiny

    return tiny.folder("bilingual", tiny.bilingual)


@pytest.fixture(scope="session")
def tiny_converted(tiny_model: Path) -> Path:
    """`tiny_model` as an int8 CTranslate2 directory."""
    import tiny

    from mtkit.models.convert import convert

    return tiny.folder("converted", lambda to: convert(tiny_model, to))
