"""Small Marian models for the tests: real checkpoints, trained for half a minute on a tiny trilingual world."""

import hashlib
import itertools
import json
import shutil
import tempfile
from pathlib import Path

from mtkit.languages import LANGUAGES, TAGS
from mtkit.models import cache, selftest

SYMBOLS = [*TAGS.values(), *(f"⟦{n}⟧" for n in range(8)), "⟪", "⇒", "⟫", "⟨plain⟩", "⟨polite⟩", "⟨casual⟩"]
NAMES = [("Mina", "ミナ", "미나"), ("Ken", "ケン", "켄"), ("Sora", "ソラ", "소라"), ("⟦0⟧",) * 3, ("⟦1⟧",) * 3]
THINGS = [("a book", "本", "책"), ("a car", "車", "차"), ("water", "水", "물"), ("a map", "地図", "지도")]
DEEDS = [
    ("bought", "買いました", "샀습니다"),
    ("saw", "見ました", "보았습니다"),
    ("found", "見つけました", "찾았습니다"),
]


def sentences() -> list[tuple[str, str, str]]:
    """Every sentence of the tiny world in English, Japanese and Korean."""
    made = [
        (f"{n[0]} {d[0]} {t[0]}.", f"{n[1]} は {t[1]}を{d[1]}。", f"{n[2]} 가 {t[2]}을 {d[2]}.")
        for n, t, d in itertools.product(NAMES, THINGS, DEEDS)
    ]
    return made + list(zip(*(selftest.PAIRS[code] for code in LANGUAGES), strict=True))


def folder(name: str, make) -> Path:
    """The tiny model of a name, made once for a version of this file."""
    version = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:12]
    place = Path(tempfile.gettempdir()) / f"mtkit-tiny-{version}" / name
    cache.place(place, make)
    return place


def multilingual(to: Path) -> None:
    """One model for the six directions, with tags, placeholders and styles, `<pad>` last."""
    lines = sentences()
    spell = _sentencepiece(to / "source.spm", [text for line in lines for text in line], SYMBOLS)
    shutil.copyfile(to / "source.spm", to / "target.spm")
    pieces = [spell.id_to_piece(number) for number in range(spell.get_piece_size())]
    vocab = {piece: number for number, piece in enumerate([*pieces[1:], pieces[0]])}
    pairs = []
    for one, two in itertools.permutations(range(3), 2):
        tag = TAGS[LANGUAGES[two]]
        pairs += [([tag, *_pieces(spell, line[one])], _pieces(spell, line[two])) for line in lines]
    _finish(to, vocab, pairs, "mul", "mul")


def bilingual(to: Path) -> None:
    """Korean to English as OPUS-MT models are: two SentencePiece models, one joint vocabulary, no tag."""
    lines = [(korean, english) for english, _, korean in sentences() if "⟦" not in english]
    source = _sentencepiece(to / "source.spm", [korean for korean, _ in lines])
    target = _sentencepiece(to / "target.spm", [english for _, english in lines])
    joint = dict.fromkeys(["</s>", "<unk>"])
    for spell in (source, target):
        joint.update(dict.fromkeys(spell.id_to_piece(number) for number in range(spell.get_piece_size())))
    joint.pop("<pad>", None)
    vocab = {piece: number for number, piece in enumerate([*joint, "<pad>"])}
    _finish(to, vocab, [(_pieces(source, k), _pieces(target, e)) for k, e in lines], "ko", "en")


def _pieces(spell, text: str) -> list[str]:
    return spell.encode(text, out_type=str)


def _sentencepiece(path: Path, lines: list[str], symbols: list[str] | None = None):
    from sentencepiece import SentencePieceProcessor, SentencePieceTrainer

    SentencePieceTrainer.train(
        sentence_iterator=iter(lines * 3),
        model_prefix=str(path.with_suffix("")),
        vocab_size=420 if symbols else 120,
        hard_vocab_limit=False,
        byte_fallback=bool(symbols),
        user_defined_symbols=symbols or [],
        character_coverage=1.0,
        pad_id=0,
        unk_id=1,
        eos_id=2,
        bos_id=-1,
        pad_piece="<pad>",
        minloglevel=2,
    )
    path.with_suffix(".model").rename(path)
    path.with_suffix(".vocab").unlink()
    return SentencePieceProcessor(model_file=str(path))


def _finish(to: Path, vocab: dict[str, int], pairs, source: str, target: str) -> None:
    (to / "vocab.json").write_text(json.dumps(vocab, ensure_ascii=False), encoding="utf-8")
    config = {"tokenizer_class": "MarianTokenizer", "source_lang": source, "target_lang": target}
    config |= {"unk_token": "<unk>", "eos_token": "</s>", "pad_token": "<pad>", "model_max_length": 512}
    (to / "tokenizer_config.json").write_text(json.dumps(config), encoding="utf-8")
    from transformers.utils.logging import disable_progress_bar

    rows = [([vocab[p] for p in (*s, "</s>")], [vocab[p] for p in (*t, "</s>")]) for s, t in pairs]
    model = _model(len(vocab), vocab)
    _train(model, rows, vocab["<pad>"])
    disable_progress_bar()
    model.save_pretrained(to)


def _model(size: int, vocab: dict[str, int]):
    import torch
    from transformers import MarianConfig, MarianMTModel

    torch.manual_seed(1)
    pad = vocab["<pad>"]
    config = MarianConfig(
        vocab_size=size,
        d_model=64,
        encoder_layers=2,
        decoder_layers=2,
        encoder_ffn_dim=128,
        decoder_ffn_dim=128,
        encoder_attention_heads=4,
        decoder_attention_heads=4,
        max_position_embeddings=128,
        pad_token_id=pad,
        decoder_start_token_id=pad,
        eos_token_id=vocab["</s>"],
        bos_token_id=None,
        forced_eos_token_id=None,
        scale_embedding=True,
        activation_function="relu",
        dropout=0.0,
        attention_dropout=0.0,
        activation_dropout=0.0,
        init_std=64**-0.5,
        num_beams=1,
    )
    model = MarianMTModel(config)
    for name, weight in model.named_parameters():
        if weight.dim() == 2 and "embed" not in name and "shared" not in name:
            torch.nn.init.xavier_uniform_(weight)
    return model


def _train(model, rows, pad: int, steps: int = 600) -> None:
    import torch

    # One thread: the same weights on every machine, and sooner, as nothing here is large enough to share.
    threads = torch.get_num_threads()
    torch.set_num_threads(1)

    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3, betas=(0.9, 0.98))
    dice = torch.Generator().manual_seed(1)
    model.train()
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = 3e-3 * min(1.0, (step + 1) / 40, 2 * (1 - step / steps))
        picked = [rows[i] for i in torch.randint(len(rows), (64,), generator=dice).tolist()]
        sources, targets = (_padded([row[side] for row in picked], pad) for side in (0, 1))
        start = torch.cat([torch.full_like(targets[:, :1], pad), targets[:, :-1]], 1)
        output = model(input_ids=sources, attention_mask=(sources != pad).long(), decoder_input_ids=start)
        loss = torch.nn.functional.cross_entropy(output.logits.flatten(0, 1), targets.flatten(), ignore_index=pad)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
    torch.set_num_threads(threads)
    model.eval()


def _padded(rows: list[list[int]], pad: int):
    import torch

    width = max(map(len, rows))
    return torch.tensor([row + [pad] * (width - len(row)) for row in rows])
