"""The laws of the house that can be read off the code: layers, light imports, late heavy libraries, line ends."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import mtkit

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted((ROOT / "mtkit").rglob("*.py"))
NAMES = [str(path.relative_to(ROOT)) for path in FILES]

LAYERS = {
    0: "errors languages segments",
    1: "documents glossary sentences placeholders numbers corpus",
    2: "annotations checks engines guards memory models protection",
    3: "attempts bulk catalogues evaluation training translator",
    4: "__init__ __main__ cli server",
}
LAYER = {room: layer for layer, rooms in LAYERS.items() for room in rooms.split()}
SIDEWAYS = {
    ("documents", "placeholders"): "a message of a catalogue has directives",
    ("catalogues", "translator"): "what a catalogue lacks is translated",
    ("languages", "errors"): "an unknown language is an error",
    ("checks", "annotations"): "what is no language in a text is the same for both",
    ("checks", "guards"): "a loop and a foreign script are the same in one output and in a finished document",
    ("models", "engines"): "loading a model gives an engine",
    ("bulk", "translator"): "a job runs the two halves of the main flow, and many documents share the second",
    ("translator", "attempts"): "what is tried again when an output is bad, on its own page",
    ("training", "evaluation"): "a model in training is scored as a finished one is",
    ("cli", "server"): "`serve` starts it, `translate --server` asks it",
    ("__main__", "cli"): "the command's entry",
}
HEAVY = {  # the rooms that may import a heavy or foreign library
    "ahocorasick": {"glossary"},
    "ctranslate2": {"engines", "models"},
    "fastapi": {"server"},
    "huggingface_hub": {"models"},
    "fluent": {"documents"},
    "javaproperties": {"documents"},
    "lxml": {"documents", "glossary", "server"},
    "markdown_it": {"documents"},
    "pyarrow": {"bulk"},
    "rapidfuzz": {"catalogues", "memory"},
    "ray": {"bulk"},
    "prometheus_client": {"server"},
    "pydantic": {"server"},
    "sacrebleu": {"evaluation"},
    "safetensors": {"models"},
    "sentencepiece": {"engines", "training"},
    "starlette": {"server"},
    "torch": {"engines", "training", "cli"},
    "yaml": {"documents"},
    "transformers": {"engines", "training"},
    "uvicorn": {"server"},
}


def room(path):
    return path.relative_to(ROOT / "mtkit").parts[0].removesuffix(".py")


def imports(path):
    """Every module that a file imports, in functions too, but for type checking alone."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if node in typing:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "mtkit":
            yield from (f"mtkit.{alias.name}" for alias in node.names if alias.name in LAYER)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_imports_point_down(path):
    own = room(path)
    for module in imports(path):
        parts = module.split(".")
        if parts[0] == "mtkit" and len(parts) > 1 and parts[1] != own:
            down = LAYER[parts[1]] < LAYER[own]
            assert down or (own, parts[1]) in SIDEWAYS, f"{own} imports {parts[1]}"


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_heavy_libraries_stay_in_their_rooms(path):
    for module in imports(path):
        assert room(path) in HEAVY.get(module.split(".")[0], {room(path)}), module


@pytest.mark.parametrize(
    "statement", ["import mtkit", "from mtkit.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass"]
)
def test_the_doors_are_light(statement):
    code = f"import sys\n{statement}\nprint(*sorted({set(HEAVY)!r} & set(sys.modules)), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == ""


def test_every_public_name_is_there_and_told_of():
    for name in mtkit.__all__:
        assert getattr(mtkit, name).__doc__


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_a_line_ends_at_a_newline_only(path):
    calls = (n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Attribute))
    assert not [node.lineno for node in calls if node.attr == "splitlines"]


def test_the_readme_is_short_and_shows_a_result_soon():
    lines = (ROOT / "README.md").read_text(encoding="utf-8").split("\n")
    assert len(lines) <= 150
    assert any(line.strip().startswith("make demo") for line in lines[:20])
