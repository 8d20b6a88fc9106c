"""The report's plots as SVG, coloured by the page's own style so that they follow dark mode and print."""

from collections.abc import Sequence
from html import escape

from mtkit.evaluation.evaluation import Evaluation

__all__ = ["bars", "by_length", "histogram", "scatter"]

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 420, 240, 44, 34, 12
_POINTS = 1500  # points of a scatter plot: more cannot be told apart


def _x(share: float) -> float:
    return LEFT + share * (WIDTH - LEFT - 12)


def _y(share: float) -> float:
    return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP)


def _svg(title: str, body: Sequence[str], height: int = HEIGHT) -> str:
    head = f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}">'
    return f"<figure><figcaption>{escape(title)}</figcaption>{head}{''.join(body)}</svg></figure>"


def _text(x: float, y: float, text: str, kind: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}">{escape(text)}</text>'


def _grid(low: float, high: float, unit: str = "") -> list[str]:
    found = []
    for i in range(5):
        y = _y(i / 4)
        found.append(f'<line x1="{LEFT}" x2="{WIDTH - 12}" y1="{y:.1f}" y2="{y:.1f}" class="grid"/>')
        found.append(_text(LEFT - 6, y + 4, f"{low + (high - low) * i / 4:.0f}{unit}", "end"))
    return found


def bars(evaluations: Sequence[Evaluation], metric: str) -> str:
    """A bar for each system and direction with its interval.

    >>> bars([], "chrf")
    ''
    """
    rows = [
        (f"{one.test_set.direction}  {system.name}", number, score)
        for one in evaluations
        for number, system in enumerate(one.systems)
        for score in system.scores
        if score.metric == metric
    ]
    if not rows:
        return ""
    top = max(100.0 if rows[0][2].value <= 100 else 0.0, *(score.value for _, _, score in rows))
    body, y, scale = [], 6, (WIDTH - 160 - 60) / top
    for label, number, score in rows:
        shown = label if len(label) <= 24 else label[:23] + "…"
        body.append(_text(152, y + 13, shown, "end"))
        body.append(
            f'<rect x="160" y="{y}" width="{max(0, score.value) * scale:.1f}" height="18" class="s{number % 4}"/>'
        )
        if score.interval and score.mean is not None:
            left, right = (160 + (score.mean + side * score.interval) * scale for side in (-1, 1))
            body.append(
                f'<path d="M{left:.1f} {y + 9}H{right:.1f}M{left:.1f} {y + 5}v8M{right:.1f} {y + 5}v8" class="whisker"/>'
            )
        body.append(_text(168 + (score.value + (score.interval or 0)) * scale, y + 13, f"{score.value:.1f}"))
        y += 26
    return _svg(f"{rows[0][2].label}, 95 % intervals", body, y + 4)


def histogram(evaluation: Evaluation, metric: str) -> str:
    """How many segments have which score, a line for each system."""
    body, counts = [], []
    for system in evaluation.systems:
        found = [0] * 20
        for value in system.segment_scores[metric]:
            found[min(19, max(0, int(value / 5)))] += 1
        counts.append(found)
    top = max(1, *(max(found) for found in counts))
    body += _grid(0, top)
    for number, found in enumerate(counts):
        steps = " ".join(
            f"{_x(i / 20):.1f},{_y(n / top):.1f} {_x((i + 1) / 20):.1f},{_y(n / top):.1f}" for i, n in enumerate(found)
        )
        body.append(f'<polyline points="{steps}" class="line s{number % 4}"/>')
    body += [_text(_x(i / 4), HEIGHT - 14, str(i * 25), "middle") for i in range(5)]
    return _svg(f"Segments by {evaluation.systems[0].score(metric).label}", body)


def by_length(evaluation: Evaluation, metric: str) -> str:
    """The score by the length of the source, a line for each system."""
    series = [[p for p in s.parts if (p.by, p.metric) == ("length", metric)] for s in evaluation.systems]
    top = max(100.0, *(part.value for parts in series for part in parts))
    body, count = _grid(0, top), len(series[0])
    for number, parts in enumerate(series):
        points = [((i + 0.5) / count, part.value / top) for i, part in enumerate(parts)]
        line = " ".join(f"{_x(x):.1f},{_y(y):.1f}" for x, y in points)
        body.append(f'<polyline points="{line}" class="line s{number % 4}"/>')
        body += [f'<circle cx="{_x(x):.1f}" cy="{_y(y):.1f}" r="4" class="s{number % 4}"/>' for x, y in points]
    for i, part in enumerate(series[0]):
        body.append(_text(_x((i + 0.5) / count), HEIGHT - 18, part.label, "middle"))
        body.append(_text(_x((i + 0.5) / count), HEIGHT - 5, f"n={part.segments}", "middle small"))
    return _svg(f"{evaluation.systems[0].score(metric).label} by source length (characters)", body)


def scatter(evaluation: Evaluation, metric: str) -> str:
    """Each segment's score under the first and the second system; above the line the second is better."""
    if len(evaluation.systems) < 2:
        return ""
    first, second = evaluation.systems[:2]
    pairs = list(zip(first.segment_scores[metric], second.segment_scores[metric], strict=True))
    pairs = pairs[:: max(1, -(-len(pairs) // _POINTS))]
    body = _grid(0, 100)
    body.append(f'<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" class="whisker"/>')
    body += [
        f'<circle cx="{_x(min(1, a / 100)):.1f}" cy="{_y(min(1, b / 100)):.1f}" r="2.5" class="s1 dot"/>'
        for a, b in pairs
    ]
    body += [_text(_x(i / 4), HEIGHT - 18, str(i * 25), "middle") for i in range(5)]
    body.append(_text(_x(0.5), HEIGHT - 4, f"across: {first.name}   up: {second.name}"[:60], "middle small"))
    return _svg(f"{first.score(metric).label}, segment by segment", body)
