"""What a run leaves for people: the data report, the learning curve as a picture, the card of the model."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from mtkit.languages import LANGUAGES, directions
from mtkit.training.cleaning import REASONS

if TYPE_CHECKING:
    from mtkit.training.loop import Point
    from mtkit.training.store import Store

__all__ = ["curve_svg", "data_report", "dropped_report"]

_WIDTH, _HEIGHT, _EDGE = 640, 360, 48
_COLOURS = ("#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#8c564b", "#e377c2", "#17becf")


def data_report(store: "Store", overlap: Mapping[str, int], held: int, too_long: int) -> str:
    """Pairs kept per source and direction, and what was dropped and why, as Markdown."""
    both = directions(LANGUAGES)
    counts = _counts(store)
    lines = [
        "# Data report",
        "",
        f"| source | read | {' | '.join('-'.join(pair) for pair in both)} |",
        "|---|---:|" + "---:|" * len(both),
    ]
    total: Counter[str] = Counter()
    for name in sorted(store.read):
        row = counts.get(name, Counter())
        total.update({"read": store.read[name], **row})
        lines.append(f"| {name} | {store.read[name]} | {' | '.join(str(row['-'.join(pair)]) for pair in both)} |")
    lines.append(f"| all | {total['read']} | {' | '.join(str(total['-'.join(pair)]) for pair in both)} |")
    lines += ["", dropped_report(store.dropped, overlap)]
    lines += ["", f"Held out for development: {held} units. Pairs too long for a batch: {too_long}."]
    return "\n".join(lines) + "\n"


def _counts(store: "Store") -> dict[str, Counter[str]]:
    import numpy as np

    found: dict[str, Counter[str]] = {}
    for source, target in directions(LANGUAGES):
        pairs = (store.lengths[:, LANGUAGES.index(source)] > 0) & (store.lengths[:, LANGUAGES.index(target)] > 0)
        for number, count in zip(*np.unique(store.origin[pairs], return_counts=True), strict=True):
            found.setdefault(store.sources[number], Counter())[f"{source}-{target}"] = int(count)
    return found


def dropped_report(dropped: Mapping[str, Mapping[str, int]], overlap: Mapping[str, int]) -> str:
    """What was dropped, by reason and source, as Markdown.

    >>> print(dropped_report({"memory": {"ratio": 2}}, {}))
    | dropped | why | memory | all |
    |---|---|---:|---:|
    | ratio | one side more than three times as long as the other | 2 | 2 |
    """
    table = {name: Counter(reasons) for name, reasons in dropped.items()}
    for name, count in overlap.items():
        table.setdefault(name, Counter())["overlap"] += count
    total = sum(table.values(), Counter[str]())
    # A column for every source would be too wide: the worst of them, and all.
    worst = sorted(table, key=lambda name: -table[name].total())[:4]
    lines = [f"| dropped | why | {' | '.join((*worst, 'all'))} |", "|---|---|" + "---:|" * (len(worst) + 1)]
    for reason, why in REASONS.items():
        if total[reason]:
            cells = (*(str(table[name][reason]) for name in worst), str(total[reason]))
            lines.append(f"| {reason} | {why} | {' | '.join(cells)} |")
    return "\n".join(lines)


def curve_svg(curve: "Sequence[Point]") -> str:
    """The learning curve: training loss and the losses on development sets over minutes, as an SVG picture.

    >>> curve_svg([]).startswith("<svg ")
    True
    """
    series: dict[str, list[tuple[float, float]]] = {}
    for point in curve:
        for name, value in ({"training": point.loss} | point.checks).items():
            if math.isfinite(value):
                series.setdefault(name, []).append((point.seconds / 60, value))
    body = _frame(series) + [
        line for number, (name, dots) in enumerate(series.items()) for line in _line(number, name, dots, series)
    ]
    size = f'width="{_WIDTH}" height="{_HEIGHT}" viewBox="0 0 {_WIDTH} {_HEIGHT}"'
    return (
        "\n".join(
            [
                f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="11">',
                *body,
                "</svg>",
            ]
        )
        + "\n"
    )


def _limits(series: Mapping[str, Sequence[tuple[float, float]]]) -> tuple[float, float, float]:
    dots = [dot for line in series.values() for dot in line]
    return (
        max((x for x, _ in dots), default=1.0) or 1.0,
        min((y for _, y in dots), default=0.0),
        max((y for _, y in dots), default=1.0),
    )


def _frame(series: Mapping[str, Sequence[tuple[float, float]]]) -> list[str]:
    right, low, high = _limits(series)
    style = 'fill="none" stroke="#999"'
    lines = [f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>']
    lines.append(
        f'<rect x="{_EDGE}" y="{_EDGE / 2}" width="{_WIDTH - 2 * _EDGE}" height="{_HEIGHT - 1.5 * _EDGE}" {style}/>'
    )
    for part in (0, 0.25, 0.5, 0.75, 1):
        x, y = _EDGE + part * (_WIDTH - 2 * _EDGE), _HEIGHT - _EDGE - part * (_HEIGHT - 1.5 * _EDGE)
        lines.append(f'<text x="{x:.0f}" y="{_HEIGHT - _EDGE + 16}" text-anchor="middle">{right * part:.3g}</text>')
        lines.append(f'<text x="{_EDGE - 6}" y="{y + 4:.0f}" text-anchor="end">{low + (high - low) * part:.2f}</text>')
    lines.append(
        f'<text x="{_WIDTH / 2}" y="{_HEIGHT - 12}" text-anchor="middle">minutes (loss of a piece, upwards)</text>'
    )
    return lines


def _line(
    number: int, name: str, dots: Sequence[tuple[float, float]], series: Mapping[str, Sequence[tuple[float, float]]]
) -> list[str]:
    right, low, high = _limits(series)
    height = (_HEIGHT - 1.5 * _EDGE) / ((high - low) or 1.0)
    places = [(_EDGE + x / right * (_WIDTH - 2 * _EDGE), _HEIGHT - _EDGE - (y - low) * height) for x, y in dots]
    colour = _COLOURS[number % len(_COLOURS)]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    place = f'x="{_WIDTH - _EDGE - 6}" y="{_EDGE / 2 + 14 * (number + 1)}" text-anchor="end"'
    label = f'<text {place} fill="{colour}">{name}</text>'
    return [f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>', label]
