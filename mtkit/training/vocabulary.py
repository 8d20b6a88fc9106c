"""The pieces that a model is trained on: SentencePiece models with the ids of vocab.json, `<pad>` last."""

import json
import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from mtkit.engines import vocabulary as spelling
from mtkit.errors import CorpusError, ModelError
from mtkit.languages import TAGS

__all__ = ["SIGNS", "STYLES", "Pieces", "lay_out", "learn"]

STYLES = tuple(spelling.STYLES.values())
SIGNS = (*TAGS.values(), *(f"⟦{number}⟧" for number in range(8)), "⟪", "⇒", "⟫", *STYLES)
FILES = ("source.spm", "target.spm", "vocab.json", "tokenizer_config.json")
_CONFIG = {
    "tokenizer_class": "MarianTokenizer",
    "source_lang": "mul",
    "target_lang": "mul",
    "unk_token": spelling.UNKNOWN,
    "eos_token": spelling.END,
    "pad_token": spelling.PAD,
    "model_max_length": 512,
}


class Pieces:
    """Texts as ids of one model and back.

    >>> from mtkit.models.embedded import DIRECTORY
    >>> pieces = Pieces.load(DIRECTORY)
    >>> pieces.decode(pieces.target("⟦0⟧ 안녕")), pieces.multilingual
    ('⟦0⟧ 안녕', True)
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._spelling = spelling.Vocabulary.load(directory)
        table = {piece: number for number, piece in enumerate(self._spelling.target)}
        if self._spelling.source != self._spelling.target:
            raise ModelError(
                f"{directory}: separate vocabularies", hint="only models with one vocab.json can be trained"
            )
        if spelling.PAD not in table:
            raise ModelError(f"{directory}: no {spelling.PAD} in the vocabulary")
        self.size = len(table)
        self.pad, self.end, self.unknown = table[spelling.PAD], table[spelling.END], table[spelling.UNKNOWN]
        self._source, self._source_ids = _processor(directory / "source.spm", table)
        second = directory / "target.spm"
        self._target, self._target_ids = (
            _processor(second, table) if second.exists() else (self._source, self._source_ids)
        )
        self._table = table
        self._tags: dict[str, list[int]] = {}

    @classmethod
    def load(cls, directory: str | Path) -> "Pieces":
        """The pieces of a model directory. Raises ModelError when its files are missing or disagree."""
        return cls(Path(directory))

    @property
    def multilingual(self) -> bool:
        """True when a tag asks for the language."""
        return self._spelling.multilingual

    @property
    def placeholders(self) -> bool:
        """True when the pieces have `⟦0⟧`."""
        return self._spelling.placeholders

    @property
    def annotates(self) -> bool:
        """True when the pieces have `⟪`, `⇒` and `⟫`."""
        return self._spelling.annotates

    def head(self, language: str, style: int = 0) -> list[int]:
        """The ids before a source: the tag of the wanted language and a speech level (1 plain, 2 polite, 3 casual)."""
        if language not in self._tags:  # the spelling looks through all pieces for it
            self._tags[language] = [self._table[self._spelling.tag(language)]] if self.multilingual else []
        tag = self._tags[language]
        return tag + ([self._table[STYLES[style - 1]]] if style and self._spelling.styles else [])

    def source(self, text: str) -> list[int]:
        """A source text as ids, without tag and end."""
        return [self._source_ids[number] for number in self._source.encode(text)]

    def target(self, text: str) -> list[int]:
        """A target text as ids, without end."""
        return [self._target_ids[number] for number in self._target.encode(text)]

    def decode(self, ids: Sequence[int]) -> str:
        """The text that ids of the target side spell."""
        return self._spelling.decode([self._spelling.target[number] for number in ids])


def _processor(path: Path, table: dict[str, int]) -> tuple[Any, list[int]]:
    from sentencepiece import SentencePieceProcessor

    processor = SentencePieceProcessor(model_file=str(path))
    unknown = table[spelling.UNKNOWN]
    names = [processor.id_to_piece(number) for number in range(processor.get_piece_size())]
    return processor, [table.get(name, unknown) for name in names]


def learn(texts: Iterable[str], to: str | Path, size: int) -> None:
    """Learn a unigram model with byte fallback, the signs among its pieces, and write it to the file `to`.

    Raises CorpusError when the text is too small for so many pieces.
    """
    import sentencepiece

    path = Path(to)
    fresh = path.with_name(f".{path.name}.new")
    with fresh.open("wb") as file:
        try:
            sentencepiece.SentencePieceTrainer.train(
                sentence_iterator=iter(texts),
                model_writer=file,
                vocab_size=size,
                model_type="unigram",
                character_coverage=0.9996,
                byte_fallback=True,
                pad_id=0,
                unk_id=1,
                bos_id=-1,
                eos_id=2,
                pad_piece=spelling.PAD,
                user_defined_symbols=list(SIGNS),
                normalization_rule_name="nmt_nfkc",
                num_threads=os.cpu_count(),
                max_sentence_length=4000,
                minloglevel=2,
            )
        except RuntimeError as error:
            fresh.unlink()
            reason = str(error).rsplit("]", 1)[-1].strip() or str(error)
            raise CorpusError(
                f"no {size} pieces can be learned ({reason})", hint="use other --pieces or more text"
            ) from None
    fresh.replace(path)


def lay_out(model: str | Path, to: str | Path) -> None:
    """Write the tokenizer of a new MarianMT directory from a SentencePiece model: `<pad>` becomes the last id.

    Raises ModelError when the file is not a model or lacks the tags.
    """
    from sentencepiece import SentencePieceProcessor

    path, folder = Path(model), Path(to)
    try:
        processor = SentencePieceProcessor(model_file=str(path))
    except (OSError, RuntimeError):
        raise ModelError(f"{path}: not a SentencePiece model, or cut off") from None
    names = [processor.id_to_piece(number) for number in range(processor.get_piece_size())]
    if missing := [name for name in (spelling.PAD, *SIGNS) if name not in names]:
        raise ModelError(
            f"{path}: no piece {missing[0]}", hint="learn one with --pieces, or use the embedded model's source.spm"
        )
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("source.spm", "target.spm"):
        shutil.copyfile(path, folder / name)
    names.remove(spelling.PAD)
    table = {name: number for number, name in enumerate([*names, spelling.PAD])}
    (folder / "vocab.json").write_text(json.dumps(table, ensure_ascii=False), encoding="utf-8")
    (folder / "tokenizer_config.json").write_text(json.dumps(_CONFIG), encoding="utf-8")
