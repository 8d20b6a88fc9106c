"""How a model spells a sentence: SentencePiece pieces behind the tag of the wanted language and a speech level."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mtkit.errors import LanguageError, ModelError
from mtkit.languages import NAMES, TAGS

__all__ = ["END", "PAD", "STYLES", "Vocabulary"]

END, PAD, UNKNOWN = "</s>", "<pad>", "<unk>"
STYLES = {"plain": "⟨plain⟩", "polite": "⟨polite⟩", "casual": "⟨casual⟩"}
_CONTROL = frozenset({END, PAD, "<s>"})
_SHARE = 0.5  # of the SentencePiece pieces that the model must know, else the two do not belong together


class Vocabulary:
    """The pieces of one model: `source` and `target` in the order of their ids, and the SentencePiece models.

    >>> from mtkit.models.embedded import DIRECTORY
    >>> vocabulary = Vocabulary.load(DIRECTORY)
    >>> vocabulary.encode("⟦0⟧ 안녕", "en")[:3]
    ['>>eng<<', '▁', '⟦0⟧']
    >>> vocabulary.decode(vocabulary.pieces("⟪광주⇒Gwangju⟫ ⟦1⟧"))
    '⟪광주⇒Gwangju⟫ ⟦1⟧'
    """

    def __init__(
        self, source: Sequence[str], target: Sequence[str], encoder: Any, decoder: Any, tag: str | None = None
    ) -> None:
        self.source, self.target = tuple(source), tuple(target)
        self._encoder, self._decoder, self._tag = encoder, decoder, tag
        self._known = frozenset(self.source)

    @classmethod
    def load(cls, directory: str | Path, *, tag: str | None = None) -> "Vocabulary":
        """Read the vocabulary of a CTranslate2 or MarianMT directory; `tag` replaces the target tag ("" is none).

        Raises ModelError when files are missing or do not belong together.
        """
        folder = Path(directory)
        source, target = _tables(folder)
        first = folder / "source.spm"
        second = folder / "target.spm"
        encoder = _sentencepiece(first)
        decoder = _sentencepiece(second) if second.exists() else encoder
        for path, processor, table in ((first, encoder, source), (second, decoder, target)):
            _belong(path, processor, table)
        return cls(source, target, encoder, decoder, tag)

    @property
    def multilingual(self) -> bool:
        """True when the model is told the wanted language by a tag."""
        return bool(self._tag) or (self._tag is None and any(_is_tag(piece) for piece in self.source))

    @property
    def placeholders(self) -> bool:
        """True when the model has `⟦0⟧`."""
        return "⟦0⟧" in self._known

    @property
    def annotates(self) -> bool:
        """True when the model has `⟪`, `⇒` and `⟫`."""
        return {"⟪", "⇒", "⟫"} <= self._known

    @property
    def styles(self) -> bool:
        """True when the model has the speech levels."""
        return set(STYLES.values()) <= self._known

    def head(self, target: str, style: str | None = None) -> list[str]:
        """The pieces before the sentence: the tag of the target language and the style."""
        tag = [self.tag(target)] if self.multilingual else []
        return tag + ([STYLES[style]] if style and self.styles else [])

    def reaches(self, target: str) -> bool:
        """True when the model can be asked for a language."""
        try:
            self.head(target)
        except LanguageError:
            return False
        return True

    def tag(self, target: str) -> str:
        """The tag that asks for a language. Raises LanguageError when the model has none for it."""
        if self._tag is not None:
            return self._tag
        wanted = TAGS[target]
        for piece in (wanted, *sorted(p for p in self.source if p.startswith(wanted[:5] + "_") and _is_tag(p))):
            if piece in self._known:
                return piece
        raise LanguageError(f"this model does not translate into {NAMES[target]}", hint="choose another with --model")

    def pieces(self, sentence: str) -> list[str]:
        """The sentence as pieces, without tag and end."""
        return list(self._encoder.encode(sentence, out_type=str))

    def encode(self, sentence: str, target: str, style: str | None = None) -> list[str]:
        """The sentence as the model wants it: tag, style, pieces, end."""
        return [*self.head(target, style), *self.pieces(sentence), END]

    def spell(self, translation: str) -> list[str]:
        """A translation as the model would write it, with its end: what scoring needs."""
        return [*self._decoder.encode(translation, out_type=str), END]

    def decode(self, pieces: Sequence[str]) -> str:
        """The text that pieces of the target side spell."""
        return str(self._decoder.decode([piece for piece in pieces if piece not in _CONTROL])).strip()


def _is_tag(piece: str) -> bool:
    return piece.startswith(">>") and piece.endswith("<<")


def _tables(folder: Path) -> tuple[list[str], list[str]]:
    """The source and target pieces by id."""
    for shared in ("vocab.json", "shared_vocabulary.json"):
        if (folder / shared).exists():
            table = _table(folder / shared)
            second = folder / "target_vocab.json"
            return table, _table(second) if shared == "vocab.json" and second.exists() else table
    if (folder / "source_vocabulary.json").exists():
        return _table(folder / "source_vocabulary.json"), _table(folder / "target_vocabulary.json")
    raise ModelError(f"{folder}: no vocabulary", hint="a model directory needs vocab.json or shared_vocabulary.json")


def _table(path: Path) -> list[str]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{path}: cannot be read as a vocabulary ({error})") from None
    pieces = sorted(data, key=lambda piece: data[piece]) if isinstance(data, dict) else data
    numbered = not isinstance(data, dict) or sorted(data.values()) == list(range(len(data)))
    if not isinstance(pieces, list) or not numbered or not all(isinstance(piece, str) for piece in pieces):
        raise ModelError(f"{path}: not a vocabulary", hint="expected piece to id, each id once, or a list of pieces")
    if missing := [piece for piece in (UNKNOWN, END) if piece not in pieces]:
        raise ModelError(f"{path}: no {' and no '.join(missing)} among {len(pieces)} pieces")
    return pieces


def _sentencepiece(path: Path) -> Any:
    from sentencepiece import SentencePieceProcessor

    if not path.exists():
        raise ModelError(f"{path.parent}: no {path.name}", hint="a model directory needs source.spm and target.spm")
    try:
        return SentencePieceProcessor(model_file=str(path))
    except (OSError, RuntimeError):
        raise ModelError(f"{path}: not a SentencePiece model, or cut off") from None


def _belong(path: Path, processor: Any, table: Sequence[str]) -> None:
    known = frozenset(table)
    size = processor.get_piece_size()
    found = sum(processor.id_to_piece(number) in known for number in range(size))
    if found < size * _SHARE:
        raise ModelError(
            f"{path}: the model knows only {found} of its {size} pieces",
            hint="the tokenizer belongs to another model",
        )
