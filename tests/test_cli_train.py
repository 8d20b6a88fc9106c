"""The whole way of `mtkit train`: prepare, train, stop, go on, export, convert, score, fine-tune; and its bad inputs."""

import json
import os
import signal
import subprocess
import sys

import pytest
import training_text

from mtkit.cli import main
from mtkit.engines.ctranslate2 import CTranslate2Engine
from mtkit.models import card
from mtkit.models.convert import convert

pytest.importorskip("torch")
COMMON = ["--pieces", str(training_text.PIECES), "--shape", "64,2,1,4,128", "--threads", "1", "--longest", "64"]
ONE_THREAD = os.environ | {"OMP_NUM_THREADS": "1"}


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A model trained from nothing on the small world, interrupted once on the way."""
    folder = tmp_path_factory.mktemp("train")
    data = training_text.corpus(folder / "world.jsonl")
    command = ["train", "--data", str(data), "--work", str(folder / "work"), "--out", str(folder / "model"), *COMMON]
    command += ["--steps", "300", "--rate", "0.006", "--tokens", "300", "--licence", "CC0-1.0"]
    program = [sys.executable, "-m", "mtkit", *command]
    with subprocess.Popen(program, stderr=subprocess.PIPE, text=True, env=ONE_THREAD) as process:
        for line in process.stderr:
            if line.startswith("step 40"):
                process.send_signal(signal.SIGINT)
                break
        rest = process.stderr.read()
    assert process.returncode == 130
    assert "state saved; the same command goes on" in rest
    assert not (folder / "model").exists()
    done = subprocess.run(program, capture_output=True, text=True, env=ONE_THREAD, check=False)
    assert done.returncode == 0, done.stderr
    return folder, command, done


@pytest.mark.slow
def test_it_goes_on_where_it_was_stopped(trained):
    folder, _, done = trained
    assert "going on from step 4" in done.stderr
    assert done.stdout.strip() == str(folder / "model")
    assert "step 300 " in done.stderr


@pytest.mark.slow
def test_the_model_translates_what_it_has_not_seen(trained):
    folder, *_ = trained
    found = card.read(folder / "model").scores
    assert found["held-out ko-en float32 BLEU"] > 50
    assert abs(found["held-out ko-en float32 BLEU"] - found["held-out ko-en int8 BLEU"]) < 10
    convert(folder / "model", folder / "int8")
    engine = CTranslate2Engine(folder / "int8", threads=1)
    [(best, *_)] = engine.translate(["ミナは2010年に本を買いました。"], "ja", "ko")
    assert best.text == "미나는 2010년에 책을 샀습니다."


@pytest.mark.slow
def test_what_a_run_leaves(trained):
    folder, *_ = trained
    model = folder / "model"
    card.verify(model, card.read(model))
    assert card.read(model).licence == "CC0-1.0"
    vocabulary = json.loads((model / "vocab.json").read_text(encoding="utf-8"))
    config = json.loads((model / "config.json").read_text(encoding="utf-8"))
    assert vocabulary["<pad>"] == config["pad_token_id"] == config["decoder_start_token_id"] == len(vocabulary) - 1
    assert vocabulary["</s>"] == config["eos_token_id"]
    text = (model / "README.md").read_text(encoding="utf-8")
    assert "tok:ko-mecab" in text
    assert "300 steps" in text
    assert "| world | 144 |" in (folder / "work" / "data.md").read_text(encoding="utf-8")
    assert (folder / "work" / "curve.svg").read_text(encoding="utf-8").count("<polyline") == 7


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Recommended. pip install sacremoses")
def test_the_checkpoint_opens_in_transformers(trained):
    from transformers import MarianMTModel, MarianTokenizer

    folder, *_ = trained
    tokenizer = MarianTokenizer.from_pretrained(folder / "model")
    model = MarianMTModel.from_pretrained(folder / "model", dtype="float32")
    inputs = tokenizer([">>eng<< 켄는 2001년에 차을 보았습니다."], return_tensors="pt")
    output = model.generate(**inputs, num_beams=2, max_new_tokens=40)
    assert tokenizer.decode(output[0], skip_special_tokens=True) == "Ken saw a car in 2001."


@pytest.mark.slow
def test_export_only_and_a_finished_budget(trained, tmp_path, capsys):
    _, command, _ = trained
    place = command.index("--out")
    elsewhere = [*command[:place], *command[place + 2 :], "--out", str(tmp_path / "again"), "--no-score"]
    for extra in (["--export-only"], []):
        assert main([*elsewhere, *extra]) == 0
        assert (tmp_path / "again" / "model.safetensors").exists()
        assert "going on from step 300" in capsys.readouterr().err


@pytest.mark.slow
def test_fine_tuning_goes_on_from_a_model(trained, tmp_path, capsys):
    folder, *_ = trained
    memory = tmp_path / "memory.tsv"
    rows = [(f"{a} 씨는 {n}년에 왔습니다.", f"Mx. {a} came in {n}.") for n in range(40) for a in ("미나", "켄")]
    memory.write_text("ko\ten\n" + "".join(f"{k}\t{e}\n" for k, e in rows), encoding="utf-8")
    out = tmp_path / "tuned"
    command = ["train", "--init", str(folder / "model"), "--data", str(memory), "--work", str(tmp_path / "work")]
    assert main([*command, "--out", str(out), "--steps", "20", "--directions", "ko-en", "--threads", "1"]) == 0
    told = capsys.readouterr().err
    assert "before:" in told
    assert "after:" in told
    assert (out / "vocab.json").read_bytes() == (folder / "model" / "vocab.json").read_bytes()
    assert str(folder / "model") in (out / "README.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_embedded_model_can_be_gone_on_from(tmp_path, capsys):
    data = training_text.corpus(tmp_path / "world.jsonl")
    command = ["train", "--init", "embedded", "--data", str(data), "--work", str(tmp_path / "work"), "--threads", "1"]
    assert main([*command, "--steps", "2", "--tokens", "200", "--no-score"]) == 0
    assert (tmp_path / "work" / "model" / "model.safetensors").exists()


BAD = [
    (["--data", "nowhere.tmx"], "nowhere.tmx: no such file"),
    (["--data", "world.jsonl:much"], "'much' is no weight"),
    (["--data", "world.jsonl", "--init", "nowhere"], "nowhere: no such model directory"),
    (["--data", "world.jsonl", "--shape", "huge"], "unknown shape 'huge'"),
    (["--data", "world.jsonl", "--shape", "30,1,1,4,8"], "a multiple of the heads"),
    (["--data", "world.jsonl", "--vocab", "world.jsonl"], "not a SentencePiece model"),
    (["--data", "world.jsonl", "--pieces", "9000"], "no 9000 pieces can be learned"),
    (["--data", "world.jsonl", "--dev", "nowhere"], "nowhere: no such file"),
    (["--data", "world.jsonl", "--glossary", "nowhere.tsv"], "nowhere.tsv: no such file"),
    (["--data", "world.jsonl", "--weights", "world.jsonl"], "not a table of weights"),
    (["--data", "world.jsonl", "--weights", "nowhere.toml"], "nowhere.toml: cannot be read"),
    (["--data", "world.jsonl", "--pieces", str(training_text.PIECES), "--export-only"], "nothing trained yet"),
    (["--data", "world.jsonl", "--init", "embedded", "--vocab", "x.spm"], "has its own vocabulary"),
]


@pytest.mark.parametrize(("options", "line"), BAD)
def test_bad_input_is_one_line(tmp_path, monkeypatch, capsys, options, line):
    monkeypatch.chdir(tmp_path)
    training_text.corpus(tmp_path / "world.jsonl")
    assert main(["train", "--work", "work", "--shape", "tiny", "--threads", "1", *options]) == 2
    told = capsys.readouterr().err.strip().split("\n")
    assert line in told[-1]
    assert told[-1].startswith("mtkit: ")


@pytest.mark.parametrize("options", [["--minutes", "0"], ["--directions", "ja-ja"], ["--directions", "ja-xx"]])
def test_bad_options_are_refused_by_the_parser(options, capsys):
    with pytest.raises(SystemExit) as caught:
        main(["train", "--work", "w", "--data", "d", *options])
    assert caught.value.code == 2
    assert "error: argument" in capsys.readouterr().err
