"""The reference engine: `MarianMTModel.generate` of a MarianMT checkpoint, for GPUs and to hold others against."""

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtkit.engines import USUAL, Decoding, Hypothesis, batches
from mtkit.engines.vocabulary import END, PAD, UNKNOWN, Vocabulary
from mtkit.errors import EngineError, LanguageError, ModelError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["TransformersEngine", "read_bin"]

SENTENCES = 32  # in one batch
_MISSING = "pip install 'mtkit[transformers]'"


class TransformersEngine:
    """Runs a MarianMT directory with torch: `device` is auto, cpu or cuda, `dtype` float32, bfloat16 or float16.

    >>> TransformersEngine("/nowhere")
    Traceback (most recent call last):
    mtkit.errors.ModelError: /nowhere: no vocabulary; a model directory needs vocab.json or shared_vocabulary.json
    """

    def __init__(
        self,
        directory: str | Path,
        *,
        name: str = "",
        device: str = "auto",
        dtype: str = "float32",
        directions: Sequence[tuple[str, str]] | None = None,
        tag: str | None = None,
        limit: int = 200,
        checksum: str = "",
    ) -> None:
        self.directory = Path(directory)
        self.name = name or self.directory.name
        self.directions = None if directions is None else tuple(directions)
        self.vocabulary = Vocabulary.load(self.directory, tag=tag)
        self.placeholders, self.annotates = self.vocabulary.placeholders, self.vocabulary.annotates
        self.styles, self.limit, self.dtype = self.vocabulary.styles, limit, dtype
        self._checksum = checksum
        self._source = {piece: number for number, piece in enumerate(self.vocabulary.source)}
        self._target = {piece: number for number, piece in enumerate(self.vocabulary.target)}
        self._model = _open(self.directory, device, dtype)

    @property
    def signature(self) -> str:
        """Library and version, model and checksum, number format."""
        import transformers

        self._checksum = self._checksum or _checksum(self.directory)
        return f"transformers:{transformers.__version__}|{self.name}:{self._checksum[:12]}|{self.dtype}"

    @property
    def pieces_known(self) -> int:
        """The size of the target vocabulary."""
        return len(self.vocabulary.target)

    def length(self, sentence: str) -> int:
        """How many pieces the sentence has."""
        return len(self.vocabulary.pieces(sentence))

    def translate(
        self, sentences: Sequence[str], source: str, target: str, decoding: Decoding = USUAL
    ) -> list[tuple[Hypothesis, ...]]:
        """One tuple of hypotheses for each sentence, in order, best first; an empty one stays empty. No attention."""
        if self.directions is not None and (source, target) not in self.directions:
            raise LanguageError(f"{self.name} does not translate {source}-{target}")
        head = self.vocabulary.head(target, decoding.style)
        spelled = [self.vocabulary.pieces(sentence) for sentence in sentences]
        answers: list[tuple[Hypothesis, ...]] = [(Hypothesis(""),)] * len(spelled)
        for length, places in batches.classes(spelled):
            rest = iter(sorted(places, key=lambda place: len(spelled[place])))
            while part := list(islice(rest, SENTENCES)):
                rows = [[*head, *spelled[place], END] for place in part]
                for place, answer in zip(part, self._generate(rows, length, decoding), strict=True):
                    answers[place] = answer
        return answers

    def score(self, pairs: Sequence[tuple[str, str]], source: str, target: str) -> tuple[float, ...]:
        """The mean log probability of a piece of each given translation, its end included."""
        import torch

        found = []
        for text, translation in pairs:
            labels = [self._target.get(piece, self._target[UNKNOWN]) for piece in self.vocabulary.spell(translation)]
            batch = self._batch([self.vocabulary.encode(text, target)])
            start = self._model.config.decoder_start_token_id
            decoder = torch.tensor([[start, *labels[:-1]]], device=self._model.device)
            with torch.inference_mode():
                logits = self._model(**batch, decoder_input_ids=decoder).logits[0].float()
                logits[:, self._banned()] = float("-inf")
                chances = logits.log_softmax(-1)
            found.append(float(chances[range(len(labels)), labels].mean()))
        return tuple(found)

    def _generate(self, rows: list[list[str]], length: int, decoding: Decoding) -> list[tuple[Hypothesis, ...]]:
        import torch

        with torch.inference_mode():
            output = self._model.generate(
                **self._batch(rows),
                num_beams=decoding.beam,
                num_return_sequences=decoding.n_best,
                do_sample=False,
                early_stopping=decoding.beam > 1,
                length_penalty=decoding.length_penalty,
                repetition_penalty=decoding.repetition_penalty,
                no_repeat_ngram_size=decoding.no_repeat_ngram,
                max_new_tokens=batches.longest(length, decoding.max_ratio),
                max_length=None,
                bad_words_ids=None,
                forced_eos_token_id=None,
                suppress_tokens=[*self._banned(), self._target[UNKNOWN]],
                return_dict_in_generate=True,
                output_scores=True,
            )
        scores = self._scores(output, decoding)
        found = [self._hypothesis(ids, score) for ids, score in zip(output.sequences.tolist(), scores, strict=True)]
        return [tuple(found[start : start + decoding.n_best]) for start in range(0, len(found), decoding.n_best)]

    def _scores(self, output: Any, decoding: Decoding) -> list[float]:
        if decoding.beam > 1:
            return [float(score) for score in output.sequences_scores.tolist()]
        chances = self._model.compute_transition_scores(output.sequences, output.scores, normalize_logits=True)
        pad = self._model.config.pad_token_id
        lengths = (output.sequences[:, 1:] != pad).sum(-1).clamp(min=1)
        sums = chances.masked_fill(output.sequences[:, 1:] == pad, 0.0).sum(-1)
        return [float(score) for score in (sums / lengths).tolist()]

    def _hypothesis(self, ids: list[int], score: float) -> Hypothesis:
        pieces = [self.vocabulary.target[number] for number in ids[1:]]
        pieces = pieces[: pieces.index(END)] if END in pieces else pieces
        kept = tuple(piece for piece in pieces if piece != PAD)
        return Hypothesis(self.vocabulary.decode(kept), score, kept)

    def _batch(self, rows: list[list[str]]) -> dict[str, Any]:
        import torch

        pad, unknown = self._model.config.pad_token_id, self._source[UNKNOWN]
        width = max(map(len, rows))
        ids = [[self._source.get(p, unknown) for p in row] + [pad] * (width - len(row)) for row in rows]
        mask = [[1] * len(row) + [0] * (width - len(row)) for row in rows]
        device = self._model.device
        return {"input_ids": torch.tensor(ids, device=device), "attention_mask": torch.tensor(mask, device=device)}

    def _banned(self) -> list[int]:
        return [self._target[PAD]] if PAD in self._target else []


def read_bin(path: str | Path) -> "dict[str, NDArray[Any]]":
    """The tensors of a PyTorch file as float32, read without running what it holds. Raises ModelError when broken."""
    try:
        import torch
    except ImportError:
        raise ModelError(f"{path}: reading a .bin file needs torch", hint=_MISSING) from None
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
        return {name: value.float().numpy() for name, value in state.items() if value.is_floating_point()}
    except Exception as error:  # torch has no one exception for a broken file: RuntimeError, pickle's, zip's, EOFError
        line = (str(error) or type(error).__name__).split("\n")[0][:100]
        raise ModelError(f"{path}: not a PyTorch checkpoint, or cut off ({line})") from None


def _open(directory: Path, device: str, dtype: str) -> Any:
    try:
        import torch
        from transformers import MarianMTModel
        from transformers.utils import logging
    except ImportError:
        raise ModelError("the transformers engine needs torch and transformers", hint=_MISSING) from None
    cuda = torch.cuda.is_available()
    if device == "cuda" and not cuda:
        raise EngineError("no CUDA device", hint="use --device cpu")
    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        model = MarianMTModel.from_pretrained(str(directory), dtype=getattr(torch, dtype))
    except (OSError, RuntimeError, ValueError, KeyError) as error:
        reason = str(error).split("\n")[0]
        raise ModelError(f"{directory}: cannot be loaded ({reason})") from None
    finally:
        if shown:
            logging.enable_progress_bar()
    return model.to("cuda" if cuda and device != "cpu" else "cpu").eval()


def _checksum(directory: Path) -> str:
    import hashlib

    path = next(path for name in ("model.safetensors", "pytorch_model.bin") if (path := directory / name).exists())
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
