"""From text to batches: the store keeps what is clean, an epoch keeps every pair, and both come out the same again."""

from collections import Counter

import numpy as np
import pytest
import training_text
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.errors import CorpusError, ModelError
from mtkit.glossary import Glossary
from mtkit.languages import LANGUAGES, directions
from mtkit.training import store as stores
from mtkit.training import vocabulary
from mtkit.training.augmentation import Rates
from mtkit.training.batches import Batches, Epoch, Rows, rows_of
from mtkit.training.data import Source
from mtkit.training.vocabulary import Pieces


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = tmp_path_factory.mktemp("world")
    path = training_text.corpus(folder / "world.jsonl")
    pieces = Pieces.load(training_text.tokenizer(folder / "tokenizer"))
    store = stores.prepare([Source(str(path))], pieces.directory, folder, processes=1)
    return folder, path, pieces, store


def batches(world, rates, seed="1/0", tokens=200, joined=0.0):
    _, _, pieces, store = world
    rows = rows_of(store, {}, directions(), longest=64)
    epoch = Epoch.plan(rows, seed=1, number=0, tokens=tokens, joined=joined, longest=64)
    return Batches(store, rows, epoch, pieces, rates=rates, glossary=None, seed=seed)


def test_the_store_holds_the_text(world):
    *_, store = world
    assert [store.texts(unit) for unit in range(len(store))] == list(training_text.rows())
    assert store.read == {"world": len(store)}
    assert store.dropped == {}


def test_the_store_is_made_once_for_a_content(world, tmp_path):
    folder, path, pieces, store = world
    before = (store.folder / "store.json").stat().st_mtime_ns
    copy = tmp_path / "world.jsonl"
    copy.write_bytes(path.read_bytes())
    assert stores.prepare([Source(str(copy), 3.0)], pieces.directory, folder).folder == store.folder
    assert (store.folder / "store.json").stat().st_mtime_ns == before
    copy.write_bytes(path.read_bytes() + b'{"en": "One more.", "ko": "\xed\x95\x98\xeb\x82\x98 \xeb\x8d\x94."}\n')
    assert stores.fingerprint([Source(str(copy))], pieces.directory / "source.spm") not in str(store.folder)


def test_many_processes_make_the_same_store(world, tmp_path, monkeypatch):
    _, path, pieces, store = world
    monkeypatch.setattr(stores, "CHUNK", 50)
    other = stores.prepare([Source(str(path))], pieces.directory, tmp_path, processes=2)
    for name in ("store.json", "text.bin", "lengths.npy", "keys.npy", "levels.npy", "offsets.npy"):
        assert (other.folder / name).read_bytes() == (store.folder / name).read_bytes(), name


def test_duplicates_and_bad_lines_are_counted(world, tmp_path):
    pieces = world[2]
    path = tmp_path / "m.tsv"
    path.write_text("en\tko\nMina saw.\t미나는 보았다.\nmina saw\t미나는 보았다\nKen\tKen\n", encoding="utf-8")
    store = stores.prepare([Source(str(path))], pieces.directory, tmp_path, processes=1)
    assert store.dropped == {"m": {"language": 1, "empty": 1, "duplicate": 1}}
    assert len(rows_of(store, {}, directions(), longest=64)) == 2


def test_nothing_usable_is_one_line(world, tmp_path):
    path = tmp_path / "m.tsv"
    path.write_text("en\tko\nonly\tEnglish\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="no usable pair of texts among 1 units"):
        stores.prepare([Source(str(path))], world[2].directory, tmp_path, processes=1)
    assert [found.name for found in tmp_path.iterdir() if not found.name.startswith(".")] == ["m.tsv"]


WIDTHS = st.lists(st.integers(4, 90), min_size=1, max_size=120)


@settings(max_examples=60, deadline=None)
@given(WIDTHS, st.integers(90, 400), st.integers(0, 5))
def test_every_row_is_in_one_batch_and_no_batch_is_too_big(widths, tokens, number):
    table = np.array([[unit, 0, 1, width] for unit, width in enumerate(widths)], np.int32)
    epoch = Epoch.plan(Rows(table, np.ones(len(table))), seed=7, number=number, tokens=tokens)
    assert sorted(row for batch in epoch.batches for row, _ in batch) == list(range(len(table)))
    for batch in epoch.batches:
        assert len(batch) * max(widths[row] for row, _ in batch) <= tokens


def test_weights_say_how_often(world):
    table = np.array([[unit, 0, 1, 10] for unit in range(3000)], np.int32)
    weights = np.repeat(np.array([0.0, 0.5, 2.0], np.float32), 1000)
    epoch = Epoch.plan(Rows(table, weights), seed=1, number=0, tokens=500)
    seen = Counter(int(row) for batch in epoch.batches for row, _ in batch)
    assert not any(seen[row] for row in range(1000))
    assert 400 < sum(seen[row] for row in range(1000, 2000)) < 600
    assert all(seen[row] == 2 for row in range(2000, 3000))


def test_epochs_differ_and_come_again():
    table = np.array([[unit, 0, 1, 5 + unit % 20] for unit in range(500)], np.int32)
    first, again, second = (Epoch.plan(Rows(table, np.ones(500)), seed=1, number=n, tokens=200) for n in (0, 0, 1))
    assert all((a == b).all() for a, b in zip(first.batches, again.batches, strict=True))
    assert [len(batch) for batch in first.batches] != [len(batch) for batch in second.batches]


def test_batches_spell_every_pair_with_its_tag(world):
    *_, pieces, _ = world
    wanted = Counter((tag, row[s], row[t]) for row in training_text.rows() for s, t, tag in _directions())
    found = Counter()
    for source, target in batches(world, Rates.none()):
        assert (source[:, -1] >= 0).all()
        for left, right in zip(source.tolist(), target.tolist(), strict=True):
            assert left.count(pieces.end) == right.count(pieces.end) == 1
            tag, *rest = left[: left.index(pieces.end)]
            found[tag, pieces.decode(rest), pieces.decode(right[: right.index(pieces.end)])] += 1
    names = {pieces.head(language)[0]: language for language in LANGUAGES}
    assert Counter({(names[tag], a, b): n for (tag, a, b), n in found.items()}) == wanted


def _directions():
    for source, target in directions():
        yield LANGUAGES.index(source), LANGUAGES.index(target), target


def test_a_batch_is_the_same_whoever_asks_first(world):
    rates = Rates(mask=0.3, wrap=0.2, annotate=0.3, disturb=0.3)
    one, two = batches(world, rates), batches(world, rates)
    late = [two[number] for number in reversed(range(len(two)))][::-1]
    assert all((a[0].equal(b[0]) and a[1].equal(b[1])) for a, b in zip(one, late, strict=True))
    other = batches(world, rates, seed="2/0")
    assert not all(a[0].equal(b[0]) for a, b in zip(one, other, strict=True))


def test_styles_are_asked_for_as_the_target_has_them(world):
    *_, pieces, _ = world
    polite = pieces.head("ko", 2)
    sources = [line for source, _ in batches(world, Rates(0, 0, 0, 0, style=1.0, joined=0)) for line in source.tolist()]
    assert all(line[1] == polite[1] for line in sources if line[0] == polite[0])
    assert all(line[1] != polite[1] for line in sources if line[0] == pieces.head("en")[0])


def test_short_sentences_are_joined_with_the_next(world):
    *_, pieces, _ = world
    joined = batches(world, Rates.none(), joined=1.0, tokens=400)
    texts = {pieces.decode(line[: line.index(pieces.end)]) for _, target in joined for line in target.tolist()}
    (first, *_), (second, *_) = list(training_text.rows())[:2]
    assert f"{first} {second}" in texts


def test_held_out_and_overlap_leave_no_trace(world):
    *_, store = world
    mask = np.zeros(len(store), bool)
    mask[3] = True
    rows = rows_of(store, {}, directions(), longest=64, without=mask)
    assert 3 not in rows.table[:, 0]
    assert len(rows) == 6 * (len(store) - 1)


def test_too_long_is_counted_and_no_pair_is_one_line(world):
    *_, store = world
    with pytest.raises(CorpusError, match="no pair to train on"):
        rows_of(store, {}, directions(), longest=5)
    assert rows_of(store, {}, directions(), longest=24).too_long + len(
        rows_of(store, {}, directions(), longest=24)
    ) == 6 * len(store)


def test_the_tokenizer_has_the_signs_and_pad_last(world):
    *_, pieces, _ = world
    assert pieces.pad == pieces.size - 1 == training_text.PIECES - 1
    assert pieces.placeholders
    assert pieces.annotates
    assert pieces.decode(pieces.target("⟦7⟧ 미나 ⟪a⇒b⟫")) == "⟦7⟧ 미나 ⟪a⇒b⟫"


@pytest.mark.parametrize(
    ("make", "line"),
    [
        (lambda path: path.write_bytes(b"nonsense"), "not a SentencePiece model"),
        (lambda path: None, "not a SentencePiece model"),
    ],
)
def test_a_bad_vocabulary_is_one_line(tmp_path, make, line):
    make(tmp_path / "x.spm")
    with pytest.raises(ModelError, match=line):
        vocabulary.lay_out(tmp_path / "x.spm", tmp_path / "to")


def test_too_many_pieces_for_the_text(tmp_path):
    with pytest.raises(CorpusError, match="no 9000 pieces can be learned"):
        vocabulary.learn(["one sentence", "二つ"], tmp_path / "x.spm", 9000)
    assert list(tmp_path.iterdir()) == []


def test_terms_of_a_glossary_are_annotated(world):
    _, _, pieces, store = world
    rows = rows_of(store, {}, [("ko", "en")], longest=64)
    epoch = Epoch.plan(rows, seed=1, number=0, tokens=400)
    glossary = Glossary.of({"미나": "Mina"}, "ko", "en")
    made = Batches(store, rows, epoch, pieces, rates=Rates(0, 0, 1.0, 0, 0, 0), glossary=glossary, seed="1")
    sources = [pieces.decode(line[1 : line.index(pieces.end)]) for source, _ in made for line in source.tolist()]
    assert any("⟪미나⇒Mina⟫" in source for source in sources)
