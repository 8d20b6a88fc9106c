"""The loop: it goes on exactly, keeps its budget, and stops what does not read its source."""

import math
from dataclasses import replace

import pytest
import training_text

import mtkit.training.model as network
from mtkit.errors import InputError, ModelError
from mtkit.training import optimizer, probes, report, trainer
from mtkit.training.augmentation import Rates
from mtkit.training.data import Source
from mtkit.training.loop import Budget, Point, Recipe
from mtkit.training.trainer import Plan

torch = pytest.importorskip("torch")
SHAPE = network.Shape(32, 1, 1, 2, 64)


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    # Two threads on a machine that is busy wait for each other most of the time.
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def plan(tmp_path):
    path = training_text.corpus(tmp_path / "world.jsonl")
    recipe = Recipe(rate=4e-3, warmup=5, tokens=150, longest=64)
    return Plan(
        (Source(str(path)),), tmp_path / "work", size=training_text.PIECES, shape=SHAPE, recipe=recipe, processes=1
    )


def run(plan, prepared, steps, work=None, budget=None):
    loop = trainer.start(plan, prepared)
    loop.check, loop.path = None, (work or plan.work) / "state.pt"
    loop.path.parent.mkdir(exist_ok=True)
    loop.restore()
    loop.run(budget or Budget(steps=20), stop=lambda: loop.step >= steps)
    return loop


def test_stopped_and_resumed_is_the_same_as_at_once(plan, tmp_path):
    prepared = trainer.prepare(plan)
    whole = run(plan, prepared, 20, tmp_path / "a")
    half = run(plan, prepared, 10, tmp_path / "b")
    assert half.step == 10
    torch.rand(7)  # another program's use of the generator in between
    both = run(plan, prepared, 20, tmp_path / "b")
    assert (both.step, both.batch, both.epoch, both.tokens) == (whole.step, whole.batch, whole.epoch, whole.tokens)
    for name, value in whole.model.state_dict().items():
        assert value.equal(both.model.state_dict()[name]), name
    assert all(value.equal(both.average.weights[name]) for name, value in whole.average.weights.items())
    assert all(a.equal(b) for a, b in zip(whole.optimizer.muon.buffers, both.optimizer.muon.buffers, strict=True))
    assert not all(v.equal(half.model.state_dict()[n]) for n, v in whole.model.state_dict().items())


def test_a_resumed_run_goes_over_the_end_of_an_epoch(plan, tmp_path):
    prepared = trainer.prepare(plan)
    length = len(trainer.start(plan, prepared).epochs(0))
    loop = trainer.start(plan, prepared)
    loop.check, loop.epoch, loop.batch = None, 0, length - 2
    loop.run(Budget(steps=5))
    assert (loop.epoch, loop.batch, loop.step) == (1, 3, 5)


def test_another_plan_is_refused(plan):
    prepared = trainer.prepare(plan)
    run(plan, prepared, 2)
    other = replace(plan, recipe=Recipe(rate=1e-3))
    with pytest.raises(ModelError, match="belongs to another run"):
        trainer.start(other, prepared)
    (plan.work / "state.pt").write_bytes(b"cut")
    with pytest.raises(ModelError, match="not a checkpoint, or cut off"):
        trainer.start(plan, prepared)


def test_a_model_that_does_not_read_is_stopped(plan):
    prepared = trainer.prepare(plan)
    loop = trainer.start(plan, prepared)
    loop.check, loop.step, loop.log_every = None, 300, 1
    with torch.no_grad():  # a decoder that never looks at the encoder
        for layer in loop.model.model.decoder.layers:
            layer.encoder_attn.out_proj.weight.zero_()
            layer.encoder_attn.out_proj.bias.zero_()
    loop.optimizer.step = lambda rate, clip: 0.0
    with pytest.raises(ModelError, match="after 301 steps the model does not read its source"):
        loop.run(Budget(steps=400))
    assert loop.path.exists()


def test_a_model_that_learns_reads(plan):
    recipe = Recipe(rate=1e-2, warmup=20, tokens=300, longest=64, dropout=0.0)
    plan = replace(plan, recipe=recipe, rates=Rates.none())
    prepared = trainer.prepare(plan)
    loop = run(plan, prepared, 200, budget=Budget(steps=200))
    source, target = loop.epochs(9)[0]
    found = probes.reading(loop.model, source, target, prepared.pieces.pad)
    assert found.gap > probes.GAP
    assert len(found.spread) == 1 + SHAPE.encoder
    assert loop.curve[-1].loss < loop.curve[0].loss - 1


def test_no_number_is_one_line(plan):
    loop = trainer.start(plan, trainer.prepare(plan))
    with torch.no_grad():
        loop.model.model.shared.weight.fill_(math.nan)
    loop.check, loop.log_every = None, 1
    with pytest.raises(ModelError, match="no number after 1 steps"):
        loop.run(Budget(steps=5))


def test_time_is_a_budget_over_all_runs(plan):
    prepared = trainer.prepare(plan)
    loop = run(plan, prepared, 10**6, budget=Budget(minutes=0.02))
    assert loop.seconds >= 1.2
    again = run(plan, prepared, 10**6, budget=Budget(minutes=0.02))
    assert again.step == loop.step


@pytest.mark.parametrize("shape", [(8, 8), (8, 32), (32, 8), (64, 16)])
def test_muon_makes_updates_orthogonal(shape):
    torch.manual_seed(1)
    made = optimizer.orthogonal(torch.randn(3, *shape) @ torch.diag(torch.logspace(-0.5, 0.5, shape[1])))
    values = torch.linalg.svdvals(made)
    assert values.shape == (3, min(shape))
    assert values.max() < 1.3
    assert values.median() > 0.6


def test_muon_takes_the_hidden_matrices_and_adam_the_rest(plan):
    loop = trainer.start(plan, trainer.prepare(plan))
    hidden = sum(len(group) for group in loop.optimizer.muon.groups)
    assert hidden == (4 + 2) * SHAPE.encoder + (8 + 2) * SHAPE.decoder
    adam = [p for group in loop.optimizer.adam.param_groups for p in group["params"]]
    assert len(adam) + hidden == len([p for p in loop.model.parameters() if p.requires_grad])


def test_fine_tuning_does_without_muon(plan):
    loop = trainer.start(replace(plan, recipe=Recipe.tuning()), trainer.prepare(plan))
    assert loop.optimizer.muon.groups == []
    assert len(loop.optimizer.adam.param_groups[0]["params"]) == len(loop.optimizer.parameters)


def test_an_update_has_the_size_of_the_rate():
    weight = torch.nn.Parameter(torch.zeros(16, 16))
    muon = optimizer.Muon([weight], decay=0.0)
    weight.grad = torch.randn(16, 16, generator=torch.Generator().manual_seed(1))
    muon.step(1e-2)
    assert 0.1e-2 < float(weight.detach().square().mean().sqrt()) < 0.3e-2


def test_the_pull_goes_back_to_the_start():
    layer = torch.nn.Linear(4, 4)
    first = layer.weight.detach().clone()
    pulled = optimizer.Optimizer(layer, decay=0.0, pull=5.0)
    with torch.no_grad():
        layer.weight.add_(1.0)
    for parameter in layer.parameters():
        parameter.grad = torch.zeros_like(parameter)
    pulled.step(0.1, 1.0)
    assert torch.allclose(layer.weight.detach(), first + 0.5)


def test_the_average_follows_and_blends():
    layer = torch.nn.Linear(2, 2)
    average = network.Average(layer)
    first = {name: value.clone() for name, value in average.weights.items()}
    with torch.no_grad():
        layer.weight.add_(1.0)
    average.update(layer, 3)
    assert average.weights["weight"].equal(first["weight"])  # only every fourth step
    average.update(layer, 4)
    moved = average.weights["weight"] - first["weight"]
    assert torch.allclose(moved, torch.full_like(moved, 1 - 5 / 54))
    assert torch.allclose(average.blended(first, 0.5)["weight"], first["weight"] + moved / 2)


def test_export_refuses_what_is_no_model(plan, tmp_path):
    prepared = trainer.prepare(plan)
    loop = trainer.start(plan, prepared)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("do not lose")
    with pytest.raises(InputError, match="is there already and is not a model"):
        trainer.export(plan, prepared, loop, tmp_path / "mine")
    assert (tmp_path / "mine" / "thesis.txt").exists()
    loop.average.weights["model.shared.weight"][0, 0] = math.inf
    with pytest.raises(ModelError, match="no numbers"):
        trainer.export(plan, prepared, loop, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_the_curve_is_a_picture():
    curve = [
        Point(20, 60.0, 7.0, 1e-3, 900.0),
        Point(40, 120.0, 5.5, 1e-3, 900.0),
        Point(40, 120.0, math.nan, 0, 0, {"dev ja-en": 5.9}),
    ]
    picture = report.curve_svg(curve)
    assert picture.count("<polyline") == 2
    assert "dev ja-en" in picture
    assert "nan" not in picture


def test_held_out_units_are_never_trained_on(plan):
    prepared = trainer.prepare(plan)
    held = {unit.texts for unit in prepared.tests[0].units}
    assert len(held) == len(prepared.store) // 20
    trained = {prepared.store.texts(unit) for unit in set(prepared.rows.table[:, 0].tolist())}
    assert trained
    assert not held & trained
    again = trainer.prepare(plan)
    assert {unit.texts for unit in again.tests[0].units} == held


def test_overlap_with_development_sets_is_dropped(plan, tmp_path):
    first = next(training_text.rows())
    for code, text in zip(("en", "ja", "ko"), first, strict=True):
        (tmp_path / f"dev.{code}").write_text(text.upper().rstrip(".。") + "\n", encoding="utf-8")
    prepared = trainer.prepare(replace(plan, development=(str(tmp_path / "dev"),)))
    trained = {prepared.store.texts(unit) for unit in set(prepared.rows.table[:, 0].tolist())}
    assert first not in trained
    assert len(trained) == len(prepared.store) - 1
    assert "| overlap |" in (plan.work / "data.md").read_text(encoding="utf-8")
