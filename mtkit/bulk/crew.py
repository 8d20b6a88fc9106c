"""Who translates: threads of this process around one engine, or (see `cluster`) workers on other machines."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from mtkit.bulk.desk import Direction
from mtkit.bulk.values import pack, settings
from mtkit.translator import Plan, Translator

__all__ = ["Crew", "LocalCrew", "answers"]


class Crew(Protocol):
    """Plans in, packed translations out."""

    hands: int  # batches that are worked on at the same time

    def planner(self, direction: Direction) -> Translator:
        """The translator that makes the plans of a direction, always the same one."""

    def settings(self, direction: Direction) -> str:
        """What the translations depend on; see `values.settings`."""

    def readings(self, direction: Direction) -> Mapping[str, str]:
        """How Korean reads the glossary's forms in other letters."""

    def solve(self, hand: int, direction: Direction, plans: Sequence[Plan]) -> tuple[list[str | None], list[str], int]:
        """For each plan a packed translation, or None and the reason why not; and how many tokens went in."""

    def close(self) -> None:
        """Send everybody home."""


class LocalCrew:
    """Two hands at one engine: while one looks at what came out, the engine works for the other.

    >>> from mtkit.engines.pseudo import PseudoEngine
    >>> crew = LocalCrew(lambda source, target: Translator(source, target, engine=PseudoEngine()))
    >>> crew.settings(("en", "ko")).split("|")[1:3]
    ['en-ko', 'pseudo']
    """

    def __init__(self, make: Callable[[str, str], Translator], hands: int = 2) -> None:
        self.hands = hands
        self._make = make
        self._known: dict[Direction, Translator] = {}
        self._settings: dict[Direction, str] = {}
        self._readings: dict[Direction, Mapping[str, str]] = {}

    def planner(self, direction: Direction) -> Translator:
        """The direction's translator, made when it is first asked for."""
        if direction not in self._known:
            made = self._make(*direction)
            for other in self._known.values():
                if other.engine.signature == made.engine.signature:
                    made.engine = other.engine  # one model in memory, and one queue for all cores
            self._known[direction] = made
        return self._known[direction]

    def settings(self, direction: Direction) -> str:
        """Those of the translator."""
        if direction not in self._settings:
            self._settings[direction] = settings(self.planner(direction))
        return self._settings[direction]

    def readings(self, direction: Direction) -> Mapping[str, str]:
        """Those of the glossary."""
        if direction not in self._readings:
            glossary = self.planner(direction).glossary
            self._readings[direction] = glossary.readings if glossary else {}
        return self._readings[direction]

    def solve(self, hand: int, direction: Direction, plans: Sequence[Plan]) -> tuple[list[str | None], list[str], int]:
        """Translate here."""
        return answers(self.planner(direction), plans)

    def close(self) -> None:
        """Nothing to do: the engine goes with the process."""


def answers(translator: Translator, plans: Sequence[Plan]) -> tuple[list[str | None], list[str], int]:
    """Plans through a translator. When one of them makes it fail, the others are found by halves and go on."""
    try:
        tokens = sum(translator.engine.length(piece.text) for plan in plans for piece in plan.pieces if piece.wanted)
        return [pack(translation) for translation in translator.solve(plans)], [""] * len(plans), tokens
    except Exception as error:  # whatever it is, it is this sentence's, and a night's work goes on
        if len(plans) == 1:
            return [None], [f"{plans[0].segment.where}: {type(error).__name__}: {error}"], 0
    half = len(plans) // 2
    (first, wrong, some), (second, more, others) = answers(translator, plans[:half]), answers(translator, plans[half:])
    return first + second, wrong + more, some + others
