"""The default engine: a converted model run by CTranslate2, without torch."""

import hashlib
import os
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from mtkit.engines import USUAL, Decoding, Hypothesis, batches
from mtkit.engines.vocabulary import END, Vocabulary
from mtkit.errors import EngineError, LanguageError, ModelError

__all__ = ["CTranslate2Engine"]

BATCH = 1024  # pieces in one batch, padding included: the best of 512 to 4096 on two cores
LIMIT = 200  # source pieces of one sentence when a model's card does not say
WINDOW = 1024  # sentences that a stream holds at once


class CTranslate2Engine:
    """Runs a CTranslate2 directory: model.bin, its vocabulary, source.spm and perhaps target.spm.

    `device` is auto, cpu or cuda; `compute_type` int8 on processors and float16 on GPUs when not given; `threads` the
    processor cores to use, 0 for all; `directions` what the model translates, None when its tags tell.

    A padded sentence comes out a little differently, so with `steady` sentences of one length only share a batch: a
    sentence's translation then hangs on nothing but itself. Without, texts of many lengths take about a third less time.

    >>> from mtkit.models.embedded import DIRECTORY
    >>> engine = CTranslate2Engine(DIRECTORY, threads=1)
    >>> [len(hypotheses) for hypotheses in engine.translate(["안녕하세요.", ""], "ko", "en")]
    [1, 1]
    """

    def __init__(
        self,
        directory: str | Path,
        *,
        name: str = "",
        device: str = "auto",
        compute_type: str = "",
        threads: int = 0,
        directions: Sequence[tuple[str, str]] | None = None,
        tag: str | None = None,
        limit: int = LIMIT,
        checksum: str = "",
        batch: int = BATCH,
        steady: bool = True,
    ) -> None:
        self.directory = Path(directory)
        self.name = name or self.directory.name
        self.directions = None if directions is None else tuple(directions)
        self.vocabulary = Vocabulary.load(self.directory, tag=tag)
        self.placeholders, self.annotates = self.vocabulary.placeholders, self.vocabulary.annotates
        self.styles, self.limit, self.batch = self.vocabulary.styles, limit, batch
        self.steady = steady
        self._checksum = checksum
        self._translator = _open(self.directory, _device(device), compute_type, threads)

    @property
    def signature(self) -> str:
        """Library and version, model and checksum, number format."""
        import ctranslate2

        self._checksum = self._checksum or _sha256(self.directory / "model.bin")
        kind = self._translator.compute_type
        kind += "" if self.steady else "|padded"
        return f"ctranslate2:{ctranslate2.__version__}|{self.name}:{self._checksum[:12]}|{kind}"

    @property
    def pieces_known(self) -> int:
        """The size of the target vocabulary."""
        return len(self.vocabulary.target)

    def reaches(self, source: str, target: str) -> None:
        """Raise LanguageError when the model is known not to translate a direction."""
        if self.directions is not None and (source, target) not in self.directions:
            known = ", ".join("-".join(pair) for pair in self.directions)
            raise LanguageError(f"{self.name} does not translate {source}-{target}", hint=f"it translates {known}")
        self.vocabulary.head(target)

    def length(self, sentence: str) -> int:
        """How many pieces the sentence has."""
        return len(self.vocabulary.pieces(sentence))

    def pieces(self, sentence: str) -> tuple[str, ...]:
        """The sentence's pieces, as the columns of an attention."""
        return tuple(self.vocabulary.pieces(sentence))

    def translate(
        self, sentences: Sequence[str], source: str, target: str, decoding: Decoding = USUAL
    ) -> list[tuple[Hypothesis, ...]]:
        """One tuple of hypotheses for each sentence, in order, best first; an empty one stays empty."""
        self.reaches(source, target)
        spelled = [self.vocabulary.pieces(sentence) for sentence in sentences]
        head = self.vocabulary.head(target, decoding.style)
        answers: list[tuple[Hypothesis, ...]] = [(Hypothesis(""),)] * len(spelled)
        waiting = []
        for length, places in batches.classes(spelled, exact=self.steady):
            # With attention one by one: in a batch, CTranslate2 4.8 gives some the attention of a neighbour.
            for together in ([place] for place in places) if decoding.attention else [places]:
                batch = [[*head, *spelled[place], END] for place in together]
                waiting.append((together, self._submit(batch, length, decoding)))
        for places, futures in waiting:
            for place, future in zip(places, futures, strict=True):
                answers[place] = self._hypotheses(_wait(future), len(head))
        return answers

    def complete(
        self, sentences: Sequence[tuple[str, str]], source: str, target: str, decoding: Decoding = USUAL
    ) -> list[tuple[Hypothesis, ...]]:
        """The hypotheses for each (sentence, beginning of its translation), which they keep to the letter.

        Raises EngineError when the model cannot go on.
        """
        self.reaches(source, target)
        head = self.vocabulary.head(target, decoding.style)
        waiting = []
        for sentence, beginning in sentences:
            pieces = self.vocabulary.pieces(sentence)
            batch, prefix = [[*head, *pieces, END]], [self.vocabulary.spell(beginning)[:-1]]
            # One by one: a sentence's translation hangs on nothing but itself, and there are few of them.
            waiting.append(self._submit(batch, len(pieces), decoding, prefix))
        return [self._hypotheses(_wait(futures[0]), len(head)) for futures in waiting]

    def stream(
        self, sentences: Iterable[str], source: str, target: str, decoding: Decoding = USUAL, window: int = WINDOW
    ) -> Iterator[tuple[Hypothesis, ...]]:
        """Like `translate` for an input without end: `window` sentences at a time are read and translated."""
        rest = iter(sentences)
        while part := list(islice(rest, window)):
            yield from self.translate(part, source, target, decoding)

    def score(self, pairs: Sequence[tuple[str, str]], source: str, target: str) -> tuple[float, ...]:
        """The mean log probability of a piece of each given translation, its end included."""
        self.reaches(source, target)
        if not pairs:
            return ()
        sources = [self.vocabulary.encode(text, target) for text, _ in pairs]
        targets = [self.vocabulary.spell(text)[:-1] for _, text in pairs]
        # As in `translate`: padding changes the last digits, and with them which of two equals is the likelier one.
        shapes = dict[object, list[int]]()
        for place in range(len(pairs)):
            shapes.setdefault(self.steady and (len(sources[place]), len(targets[place])), []).append(place)
        scores = [0.0] * len(pairs)
        for places in shapes.values():
            batch = [sources[place] for place in places], [targets[place] for place in places]
            results = self._translator.score_batch(*batch, max_batch_size=self.batch, batch_type="tokens")
            for place, result in zip(places, results, strict=True):
                scores[place] = sum(result.log_probs) / max(1, len(result.log_probs))
        return tuple(scores)

    def _submit(
        self, batch: list[list[str]], length: int, decoding: Decoding, prefix: list[list[str]] | None = None
    ) -> list[Any]:
        try:
            answer: list[Any] = self._translator.translate_batch(
                batch,
                target_prefix=prefix,
                asynchronous=True,
                max_batch_size=self.batch,
                batch_type="tokens",
                beam_size=decoding.beam,
                num_hypotheses=decoding.n_best,
                length_penalty=decoding.length_penalty,
                repetition_penalty=decoding.repetition_penalty,
                no_repeat_ngram_size=decoding.no_repeat_ngram,
                max_decoding_length=batches.longest(length, decoding.max_ratio),
                max_input_length=0,
                disable_unk=True,
                return_scores=True,
                return_attention=decoding.attention,
            )
        except (RuntimeError, ValueError) as error:
            raise EngineError(f"{self.name}: {error}") from None
        return answer

    def _hypotheses(self, result: Any, head: int) -> tuple[Hypothesis, ...]:
        attentions = result.attention or [None] * len(result.hypotheses)
        return tuple(
            Hypothesis(self.vocabulary.decode(pieces), score, tuple(pieces), _columns(attention, head))
            for pieces, score, attention in zip(result.hypotheses, result.scores, attentions, strict=True)
        )


def _columns(attention: list[list[float]] | None, head: int) -> tuple[tuple[float, ...], ...] | None:
    return None if attention is None else tuple(tuple(row[head:]) for row in attention)


def _wait(future: Any) -> Any:
    # result() cannot be interrupted: looking at done() lets Ctrl-C through.
    pause = 0.0005
    while not future.done():
        time.sleep(pause)
        pause = min(pause * 1.5, 0.02)
    try:
        return future.result()
    except RuntimeError as error:
        raise EngineError(str(error)) from None


def _open(directory: Path, device: str, compute_type: str, threads: int) -> Any:
    import ctranslate2

    if not (directory / "model.bin").exists():
        raise ModelError(f"{directory}: no model.bin", hint="not a CTranslate2 directory")
    kind = compute_type or ("float16" if device == "cuda" else "int8")
    inter, intra = (1, 0) if device == "cuda" else _threads(threads)
    try:
        return ctranslate2.Translator(
            str(directory),
            device=device,
            compute_type=kind,
            inter_threads=inter,
            intra_threads=intra,
            max_queued_batches=-1,
        )
    except (RuntimeError, ValueError, MemoryError) as error:
        reason = str(error).split("\n")[0]
        raise ModelError(f"{directory}: cannot be loaded ({reason})") from None


def _device(device: str) -> str:
    import ctranslate2

    if device not in ("auto", "cpu", "cuda"):
        raise EngineError(f"unknown device {device!r}", hint="use auto, cpu or cuda")
    found = ctranslate2.get_cuda_device_count()
    if device == "cuda" and not found:
        raise EngineError("no CUDA device", hint="use --device cpu")
    return "cuda" if found and device != "cpu" else "cpu"


def _threads(threads: int) -> tuple[int, int]:
    """Parallel batches and cores for each: a core per batch was 1.3 to 1.7 times as fast as all cores on one batch."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return threads or cores or 1, 1


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
