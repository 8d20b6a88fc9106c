"""What Prometheus reads at /metrics. No text, no key, no file name is ever a label."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

__all__ = ["Metrics"]

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
_SIZES = (1, 2, 4, 8, 16, 32, 64)


class Metrics:
    """The figures of one server, in a registry of its own.

    >>> metrics = Metrics()
    >>> metrics.merged.inc()
    >>> "mtkit_merged_requests_total 1.0" in metrics.text().decode()
    True
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.total = 0  # characters since the start
        self.requests = self._counter("requests", "Requests by route and status", ("route", "status"))
        self.seconds = Histogram(
            "mtkit_request_seconds", "Time to answer", ("route",), buckets=_SECONDS, registry=self.registry
        )
        self.characters = self._counter("characters", "Characters translated", ("source", "target"))
        self.merged = self._counter("merged_requests", "Requests that joined an equal one in flight")
        self.batch = Histogram("mtkit_batch_sentences", "Sentences of a batch", buckets=_SIZES, registry=self.registry)
        self.flying = Gauge("mtkit_orders_in_flight", "Orders that wait or run", registry=self.registry)

    def _counter(self, name: str, what: str, labels: tuple[str, ...] = ()) -> Counter:
        return Counter(f"mtkit_{name}", what, labels, registry=self.registry)

    def translated(self, source: str, target: str, characters: int) -> None:
        """Count the characters of an order."""
        self.total += characters
        self.characters.labels(source, target).inc(characters)

    def text(self) -> bytes:
        """All figures in Prometheus' text format."""
        return generate_latest(self.registry)
