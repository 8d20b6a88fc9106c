"""Model cards, the cache folder, and weights files."""

import os

import numpy as np
import pytest

from mtkit.errors import ModelError
from mtkit.models import binary, cache, card, layout, tensors


def test_a_card_comes_back_as_it_was_written(tmp_path):
    (tmp_path / "model.bin").write_bytes(b"abc")
    made = card.Card(
        "x", licence='a "b"\nc', sources=("OPUS", "は"), tag=">>jpn<<", limit=99, scores={"flores ko-en": 12.5}
    )
    sealed = card.seal(tmp_path, made)
    card.write(tmp_path, sealed)
    assert card.read(tmp_path) == sealed
    assert sealed.checksum == card.checksum(tmp_path / "model.bin")
    card.verify(tmp_path, sealed)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda p: p.unlink(), "no model.bin"),
        (lambda p: p.write_bytes(b"ab"), "2 bytes instead of 3"),
        (lambda p: p.write_bytes(b"abd"), "checksum"),
    ],
)
def test_a_file_that_is_not_the_card_s_is_named(tmp_path, damage, message):
    (tmp_path / "model.bin").write_bytes(b"abc")
    sealed = card.seal(tmp_path, card.Card("x"))
    damage(tmp_path / "model.bin")
    with pytest.raises(ModelError, match=message):
        card.verify(tmp_path, sealed)


@pytest.mark.parametrize("text", ["name", "nam = 1", 'name = "x"\nfiles = 3', 'name = "x"\n[files]\na = 1', ""])
def test_a_bad_card_is_a_model_error(tmp_path, text):
    (tmp_path / "card.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match="not a model card"):
        card.read(tmp_path)


def test_a_model_is_placed_whole_or_not_at_all(tmp_path):
    def fails(folder):
        (folder / "half").write_text("x")
        raise ModelError("no")

    with pytest.raises(ModelError):
        cache.place(tmp_path / "m" / "a", fails)
    assert [path.name for path in (tmp_path / "m").iterdir()] == [".a.lock"]
    assert cache.place(tmp_path / "m" / "a", lambda folder: (folder / "one").touch())
    assert not cache.place(tmp_path / "m" / "a", fails)
    assert cache.place(tmp_path / "m" / "a", lambda folder: (folder / "two").touch(), again=True)
    assert [path.name for path in (tmp_path / "m" / "a").iterdir()] == ["two"]


def test_a_cache_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(ModelError, match="cannot be written"):
        cache.place(tmp_path / "file" / "models", lambda folder: None)


def test_the_cache_follows_xdg(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache.default() == tmp_path / "mtkit"
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert str(cache.default()).startswith(os.path.expanduser("~"))


def test_tensors_come_back_and_a_cut_is_noticed(tmp_path):
    path = tmp_path / "m.safetensors"
    wanted = {"b": np.arange(6, dtype="float32").reshape(2, 3), "a": np.ones(4, "float32")}
    tensors.write_safetensors(path, wanted)
    found = tensors.read(path)
    assert all(np.array_equal(found[name], wanted[name]) for name in wanted)
    for size in (0, 4, 20, path.stat().st_size - 1):
        (tmp_path / "cut.safetensors").write_bytes(path.read_bytes()[:size])
        with pytest.raises(ModelError, match="cut off"):
            tensors.read(tmp_path / "cut.safetensors")


def test_half_precision_is_read_as_float32(tmp_path):
    import torch
    from safetensors.torch import save_file

    values = torch.tensor([1.5, -2.25, 3e-5])
    for kind in (torch.float16, torch.bfloat16):
        save_file({"w": values.to(kind)}, tmp_path / "h.safetensors")
        assert np.array_equal(tensors.read(tmp_path / "h.safetensors")["w"], values.to(kind).float().numpy())


def test_marian_s_positions_are_transformers_own():
    from transformers.models.marian.modeling_marian import MarianSinusoidalPositionalEmbedding

    theirs = MarianSinusoidalPositionalEmbedding(20, 12).create_weight().numpy()
    assert np.allclose(layout.positions(20, 12), theirs, atol=1e-6)


@pytest.mark.parametrize("data", [b"", b"\x06\x00", b"PK\x03\x04" * 100, b"\x06\x00\x00\x00\x04\x00abc\x00"])
def test_what_is_no_model_file(tmp_path, data):
    (tmp_path / "model.bin").write_bytes(data)
    with pytest.raises(ModelError, match="not a CTranslate2 model, or cut off"):
        binary.read(tmp_path / "model.bin")
