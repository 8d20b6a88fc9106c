"""Checkpoints in and out: conversion, export, and one clear error for each broken directory."""

import json
import shutil

import numpy as np
import pytest
import tiny

from mtkit.engines import Decoding
from mtkit.engines.ctranslate2 import CTranslate2Engine
from mtkit.engines.transformers import TransformersEngine
from mtkit.errors import ModelError
from mtkit.models import binary, card, export, loading, selftest, tensors
from mtkit.models.convert import convert

pytestmark = pytest.mark.slow


@pytest.fixture
def broken(tiny_model, tmp_path):
    return shutil.copytree(tiny_model, tmp_path / "model")


def cut(name):
    def damage(folder):
        data = (folder / name).read_bytes()
        (folder / name).write_bytes(data[: len(data) // 2])

    return damage


def config(**values):
    def damage(folder):
        path = folder / "config.json"
        path.write_text(json.dumps(json.loads(path.read_text()) | values))

    return damage


BREAKS = [
    (lambda f: (f / "vocab.json").unlink(), "no vocabulary"),
    (lambda f: (f / "source.spm").unlink(), r"no source.spm"),
    (lambda f: (f / "config.json").unlink(), r"no config.json"),
    (lambda f: (f / "model.safetensors").unlink(), "no weights; expected model.safetensors or pytorch_model.bin"),
    (cut("model.safetensors"), "model.safetensors: not a safetensors file, or cut off"),
    (cut("source.spm"), "source.spm: not a SentencePiece model, or cut off"),
    (cut("vocab.json"), r"vocab.json: cannot be read as a vocabulary"),
    (cut("config.json"), r"config.json: not JSON"),
    (config(d_model=128), r"model.shared.weight is \d+ x 64, config.json says \d+ x 128"),
    (config(encoder_layers=3), r"no model.encoder.layers.2.self_attn.q_proj.weight"),
    (config(vocab_size=400, decoder_vocab_size=400), r"config.json says 400"),
    (config(model_type="t5"), "a t5 model; only MarianMT models can be used"),
    (config(normalize_before=True), "normalize_before is not supported"),
    (config(d_model=None), "no usable"),
    (lambda f: (f / "vocab.json").write_text('["a"]'), "no <unk> and no </s>"),
    (lambda f: (f / "vocab.json").write_text('{"<unk>": 0, "</s>": 0}'), "not a vocabulary"),
]


@pytest.mark.parametrize(("damage", "message"), BREAKS, ids=[message for _, message in BREAKS])
def test_a_broken_directory_gets_one_clear_line(broken, tmp_path, damage, message):
    damage(broken)
    with pytest.raises(ModelError, match=message) as caught:
        loading.load(broken, "ko", "en", cache=tmp_path / "cache")
    assert "\n" not in str(caught.value)
    assert str(broken) in str(caught.value)
    assert not [path for path in tmp_path.glob("cache/models/*") if path.is_dir()]


def test_a_tokenizer_of_another_model_is_noticed(broken, tiny_bilingual, tmp_path):
    shutil.copyfile(tiny_bilingual / "vocab.json", broken / "vocab.json")
    with pytest.raises(ModelError, match=r"knows only \d+ of its \d+ pieces; the tokenizer belongs to another model"):
        loading.load(broken, "ko", "en", cache=tmp_path)


def test_random_weights_fail_the_self_test(broken, tmp_path):
    weights = tensors.read(broken / "model.safetensors")
    dice = np.random.default_rng(1)
    noise = {name: dice.normal(0, value.std() + 1e-3, value.shape).astype("float32") for name, value in weights.items()}
    tensors.write_safetensors(broken / "model.safetensors", noise)
    with pytest.raises(ModelError, match="fails its self-test for"):
        loading.load(broken, "ko", "en", cache=tmp_path / "cache")
    assert not [path for path in tmp_path.glob("cache/models/*") if path.is_dir()]


def test_shuffled_pieces_fail_the_self_test(broken, tmp_path):
    """The weights are good but the vocabulary's order is another model's, as with a published en-ko model."""
    vocab = json.loads((broken / "vocab.json").read_text(encoding="utf-8"))
    order = np.random.default_rng(1).permutation(range(40, len(vocab) - 1)).tolist()
    names = sorted(vocab, key=vocab.get)
    mixed = names[:40] + [names[n] for n in order] + names[-1:]
    (broken / "vocab.json").write_text(json.dumps({p: n for n, p in enumerate(mixed)}, ensure_ascii=False), "utf-8")
    with pytest.raises(ModelError, match="fails its self-test"):
        loading.load(broken, "ko", "en", cache=tmp_path / "cache")


def test_a_directory_is_converted_once_and_again_when_it_changes(broken, tmp_path):
    cache = tmp_path / "cache"
    loading.load(broken, "ko", "en", cache=cache)
    (made,) = [path for path in (cache / "models").iterdir() if path.is_dir()]
    before = (made / "model.bin").stat().st_mtime_ns
    loading.load(broken, "ja", "en", cache=cache)
    assert (made / "model.bin").stat().st_mtime_ns == before
    shutil.copyfile(broken / "source.spm", broken / "target.spm")
    loading.load(broken, "ko", "en", cache=cache)
    assert len([path for path in (cache / "models").iterdir() if path.is_dir()]) == 2


def test_a_converted_directory_that_was_cut_off_is_noticed(tiny_converted, tmp_path):
    folder = shutil.copytree(tiny_converted, tmp_path / "model")
    card.write(folder, card.seal(folder, card.Card("tiny")))
    cut("model.bin")(folder)
    with pytest.raises(ModelError, match=r"model.bin: \d+ bytes instead of \d+"):
        loading.load(folder, "ko", "en", cache=tmp_path / "cache")
    (folder / "card.toml").unlink()
    with pytest.raises(ModelError, match="cannot be loaded"):
        loading.load(folder, "ko", "en", cache=tmp_path / "cache")


def test_the_same_weights_as_the_library_s_own_converter(tiny_model, tmp_path, recwarn):
    from ctranslate2.converters import TransformersConverter

    TransformersConverter(str(tiny_model)).convert(str(tmp_path / "theirs"), quantization="int8")
    convert(tiny_model, tmp_path / "ours")
    ours, theirs = (binary.read(tmp_path / name / "model.bin").variables for name in ("ours", "theirs"))
    assert set(ours) - set(theirs) == {"decoder/projection/bias"}
    assert set(theirs) <= set(ours)
    for name, value in theirs.items():
        if name != "decoder/start_from_zero_embedding":
            kept = ours[name][:-1] if ours[name].shape != value.shape else ours[name]  # without <pad>
            assert np.allclose(kept, value, atol=1e-5), name


@pytest.mark.parametrize("which", ["tiny_model", "tiny_bilingual"])
def test_an_exported_checkpoint_translates_the_same_and_converts_back(request, which, tmp_path):
    source = "ko"
    checkpoint = request.getfixturevalue(which)
    convert(checkpoint, tmp_path / "int8")
    export.export(tmp_path / "int8", tmp_path / "out", form="transformers")
    lines = [line[2] for line in tiny.sentences()]
    decoding = Decoding(beam=4, repetition_penalty=1.0)
    ours = CTranslate2Engine(tmp_path / "int8", compute_type="float32", device="cpu").translate(
        lines, source, "en", decoding
    )
    theirs = TransformersEngine(tmp_path / "out", device="cpu").translate(lines, source, "en", decoding)
    assert sum(a[0].pieces == b[0].pieces for a, b in zip(ours, theirs, strict=True)) >= 0.99 * len(lines)
    convert(tmp_path / "out", tmp_path / "back")
    one, two = (binary.read(tmp_path / name / "model.bin").variables for name in ("int8", "back"))
    assert all(np.array_equal(one[name], two[name]) for name in one if one[name].dtype == "int8")
    assert {p.name for p in (tmp_path / "out").iterdir()} >= {"vocab.json", "source.spm", "target.spm", "card.toml"}


def test_transformers_itself_reads_an_exported_checkpoint(tiny_converted, tmp_path, recwarn):
    from transformers import MarianMTModel, MarianTokenizer

    export.export(tiny_converted, tmp_path / "out", form="transformers")
    tokenizer = MarianTokenizer.from_pretrained(tmp_path / "out")
    model, loading_info = MarianMTModel.from_pretrained(tmp_path / "out", output_loading_info=True)
    assert not loading_info["missing_keys"]
    assert not loading_info["unexpected_keys"]
    batch = tokenizer([">>eng<<안녕하세요."], return_tensors="pt")
    assert tokenizer.decode(model.generate(**batch, max_new_tokens=20)[0], skip_special_tokens=True) == "Hello."


def test_a_bundle_is_checked_where_it_arrives(tiny_converted, tmp_path):
    export.export(tiny_converted, tmp_path / "bundle", name="mine")
    made = card.read(tmp_path / "bundle")
    assert made.name == "mine"
    card.verify(tmp_path / "bundle", made)
    assert loading.load(tmp_path / "bundle", "ko", "en", cache=tmp_path).translate(["안녕하세요."], "ko", "en")
    data = bytearray((tmp_path / "bundle" / "model.bin").read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "bundle" / "model.bin").write_bytes(data)
    with pytest.raises(ModelError, match="the checksum is wrong"):
        card.verify(tmp_path / "bundle", made)
    with pytest.raises(ModelError, match="is there already"):
        export.export(tiny_converted, tmp_path / "bundle")


def test_the_self_test_passes_the_tiny_model_in_every_direction(tiny_converted):
    engine = CTranslate2Engine(tiny_converted)
    assert len(selftest.directions_of(engine, ())) == 6
    assert all(finding.usable >= 5 for finding in selftest.require(engine, selftest.directions_of(engine, ())))
