"""The page: tables and plots as plain HTML, the segments as data that a script shows a screenful at a time."""

import re
from collections.abc import Iterable, Sequence
from html import escape
from importlib.resources import files

from mtkit.evaluation.evaluation import Evaluation, SystemResult
from mtkit.evaluation.report import plots
from mtkit.evaluation.report.rows import script_data
from mtkit.glossary import Glossary
from mtkit.languages import NAMES

__all__ = ["page"]

_QUALITY = (
    (
        "Numbers kept",
        "number_accuracy",
        "numbers, dates and amounts of source and reference that arrive with their value",
    ),
    ("Placeholders kept", "placeholder_survival", "placeholders, tags, addresses and codes that arrive as they were"),
    ("Left-over script", "leftover_rate", "segments with characters that the target language does not write"),
    ("Copied", "copied_rate", "segments that are the source, word for word"),
    ("Empty", "empty_rate", "segments without a translation"),
    ("Repetition", "repetition_rate", "segments that say the same thing three times or more in a row"),
    ("One speech level", "speech_consistency", "sentences in the commonest speech level"),
)
_TERMS = (
    ("Terms right", "success", "terms of the glossary that arrive in an accepted form"),
    ("Preferred form", "exact", "terms that arrive in the preferred form"),
    ("Window 2", "window2", "words of the two around each term that the reference has there too"),
    ("Window 3", "window3", "words of the three around each term that the reference has there too"),
    ("1-TERm", "term_ter", "1 minus the edit rate in which terms weigh double"),
    ("Consistent", "consistency", "mentions that have the form most used in the document"),
    ("Over-used", "over_use", "segments with a term that neither source nor reference has"),
)


def page(evaluations: Sequence[Evaluation], glossary: Glossary | None = None) -> str:
    """The report as one HTML document."""
    sections = "".join(_section(one) for one in evaluations)
    metrics = dict.fromkeys(score.metric for one in evaluations for score in one.systems[0].scores)
    overview = "".join(plots.bars(evaluations, metric) for metric in metrics)
    parts = {
        "title": escape(", ".join(dict.fromkeys(one.test_set.name for one in evaluations))),
        "about": _about(evaluations),
        "legend": _legend(evaluations),
        "overview": overview,
        "sections": sections,
        "style": _file("page.css"),
        "script": _file("page.js"),
        "data": script_data(evaluations, glossary),
    }
    pieces = re.split(r"<!--(\w+)-->", _file("page.html"))
    # Split first, fill later: a text that looks like a slot of the page stays a text.
    return "".join(parts[piece] if number % 2 else piece for number, piece in enumerate(pieces))


def _file(name: str) -> str:
    return files("mtkit.evaluation.report").joinpath(name).read_text(encoding="utf-8")


def _about(evaluations: Sequence[Evaluation]) -> str:
    systems = len({system.name for one in evaluations for system in one.systems})
    segments = sum(len(one.test_set) for one in evaluations)
    words = [_count(systems, "system"), _count(len(evaluations), "direction"), _count(segments, "segment")]
    return escape(" · ".join([*words, f"mtkit {evaluations[0].version}"]))


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _legend(evaluations: Sequence[Evaluation]) -> str:
    longest = max(evaluations, key=lambda one: len(one.systems))
    marks = (f'<span><i class="key s{i % 4}"></i>{escape(s.name)}</span>' for i, s in enumerate(longest.systems))
    return "".join(marks)


def _section(evaluation: Evaluation) -> str:
    test_set = evaluation.test_set
    title = f"{NAMES[test_set.source]} → {NAMES[test_set.target]}"
    main = "chrf" if "chrf" in evaluation.systems[0].segment_scores else evaluation.systems[0].scores[0].metric
    about = f"{test_set.name} · {_count(len(test_set), 'segment')} · {_count(len(test_set.references), 'reference')}"
    figures = plots.histogram(evaluation, main) + plots.by_length(evaluation, main) + plots.scatter(evaluation, main)
    return (
        f'<section><h2>{escape(title)}</h2><p class="about">{escape(about)} · '
        f"<code>sha256:{test_set.checksum[:12]}</code></p>"
        f"{_scores(evaluation)}{_signatures(evaluation)}"
        f'<h3>Beyond overlap</h3>{_quality(evaluation)}<div class="plots">{figures}</div>{_parts(evaluation, main)}</section>'
    )


def _grid(head: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are HTML already; the first cell of a row is its heading."""
    top = "".join(f'<th scope="col">{cell}</th>' for cell in head)
    body = "".join(
        f'<tr><th scope="row">{row[0]}</th>' + "".join(f"<td>{cell}</td>" for cell in row[1:]) + "</tr>" for row in rows
    )
    return f'<div class="scroll"><table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'


def _scores(evaluation: Evaluation) -> str:
    scores = evaluation.systems[0].scores
    head = ["System", *(escape(score.label) + (" ↑" if score.higher_is_better else " ↓") for score in scores)]
    best = [_best(evaluation, score.metric) for score in scores]
    rows = []
    for number, system in enumerate(evaluation.systems):
        cells = [_score(evaluation, system, s.metric, best[i]) for i, s in enumerate(scores)]
        rows.append([f'<i class="key s{number % 4}"></i>{escape(system.name)}', *cells])
    return _grid(head, rows) + _verdicts(evaluation)


def _best(evaluation: Evaluation, metric: str) -> float:
    scores = [system.score(metric) for system in evaluation.systems]
    return (max if scores[0].higher_is_better else min)(score.value for score in scores)


def _score(evaluation: Evaluation, system: SystemResult, metric: str, best: float) -> str:
    score = system.score(metric)
    value = f"{score.value:.2f}"
    shown = f"<b>{value}</b>" if score.value == best and len(evaluation.systems) > 1 else value
    around = (
        ""
        if score.interval is None
        else f' <small title="95 % bootstrap interval around {score.mean:.2f}">± {score.interval:.2f}</small>'
    )
    return shown + around + _against(evaluation, system.name, metric, score.higher_is_better)


def _against(evaluation: Evaluation, system: str, metric: str, higher_is_better: bool) -> str:
    for found in evaluation.comparisons:
        if (found.system, found.metric) == (system, metric):
            better = (found.difference > 0) == higher_is_better
            kind = "same" if not found.significant else "better" if better else "worse"
            return f'<br><span class="delta {kind}">{found.difference:+.2f}, p {_p(found.p_value)}</span>'
    return ""


def _p(value: float) -> str:
    return "&lt; 0.001" if value < 0.001 else f"{value:.3f}"


def _verdicts(evaluation: Evaluation) -> str:
    """Who is significantly better, in words: colour alone does not say it."""
    if not evaluation.comparisons:
        return ""
    lines, first = [], evaluation.comparisons[0]
    for system in evaluation.systems[1:]:
        found = [c for c in evaluation.comparisons if c.system == system.name and c.significant]
        words = [_verdict(evaluation, c.metric, c.difference) for c in found]
        said = ", ".join(words) if words else "no significant difference"
        lines.append(f"<li><b>{escape(system.name)}</b> against {escape(first.baseline)}: {said}</li>")
    test = {"bs": "paired bootstrap", "ar": "approximate randomisation"}[first.test]
    note = f"{test}, {first.samples:,} samples, seed {first.seed}, p &lt; 0.05"
    return f'<ul class="verdicts">{"".join(lines)}</ul><p class="note">{note}</p>'


def _verdict(evaluation: Evaluation, metric: str, difference: float) -> str:
    score = evaluation.systems[0].score(metric)
    word = "better" if (difference > 0) == score.higher_is_better else "worse"
    return f'<span class="{word}">{word}</span> on {escape(score.label)}'


def _signatures(evaluation: Evaluation) -> str:
    scores = "".join(
        f"<li><code>{escape(s.label)}|{escape(s.signature)}</code></li>" for s in evaluation.systems[0].scores
    )
    systems = "".join(f"<li>{escape(s.name)}: <code>{escape(s.signature)}</code></li>" for s in evaluation.systems)
    checksum = f"<li>{escape(evaluation.test_set.name)}: <code>sha256:{evaluation.test_set.checksum}</code></li>"
    return f"<details><summary>Signatures: how to repeat these scores</summary><ul>{checksum}{systems}{scores}</ul></details>"


def _quality(evaluation: Evaluation) -> str:
    systems = evaluation.systems
    columns = [(system.quality, system.terminology) for system in systems]
    names = [escape(system.name) for system in systems]
    if evaluation.ceiling:
        columns.append(evaluation.ceiling)
        names.append("Reference")
    rows = [_shares(name, why, [getattr(quality, key) for quality, _ in columns]) for name, key, why in _QUALITY]
    rows.insert(1, ["Length ratio", *(f"{quality.length_ratio:.2f}" for quality, _ in columns)])
    if all(terms for _, terms in columns):
        rows += [_shares(name, why, [getattr(terms, key) for _, terms in columns]) for name, key, why in _TERMS]
    return _grid(["", *names], rows) + _costs(systems)


def _costs(systems: Sequence[SystemResult]) -> str:
    found = [system for system in systems if system.cost]
    rows = []
    for cost, name in ((system.cost, escape(system.name)) for system in found):
        if cost:
            tokens = f"{cost.tokens_per_second:.0f}" if cost.tokens_per_second else "–"
            rate = f"{cost.segments_per_second:.1f}"
            rows.append([name, rate, tokens, f"{cost.start:.2f} s", f"{cost.peak_memory:.0f} MB", str(cost.reused)])
    head = ["Speed and cost", "Segments/s", "Source tokens/s", "Start", "Peak memory", "Reused segments"]
    return _grid(head, rows) if rows else ""


def _shares(name: str, why: str, values: Sequence[float | None]) -> list[str]:
    shown = ["–" if value is None else f"{100 * value:.1f} %" for value in values]
    return [f'{escape(name)} <small class="why">{escape(why)}</small>', *shown]


def _parts(evaluation: Evaluation, metric: str) -> str:
    tables = []
    for by in dict.fromkeys(part.by for part in evaluation.systems[0].parts):
        columns = [[p for p in s.parts if (p.by, p.metric) == (by, metric)] for s in evaluation.systems]
        rows = [
            [escape(group[0].label), str(group[0].segments), *(f"{part.value:.2f}" for part in group)]
            for group in zip(*columns, strict=True)
        ]
        head = [f"By {by}", "n", *(escape(system.name) for system in evaluation.systems)]
        tables.append(_grid(head, rows))
    label = escape(evaluation.systems[0].score(metric).label)
    return f'<details><summary>{label} by length, kind, document, numbers and terms</summary><div class="parts">{"".join(tables)}</div></details>'
