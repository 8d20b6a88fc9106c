"""Translation while somebody types: a few segments at a time, and never twice what was translated a moment ago.

A translation hangs on its plan alone (the segment, the names that the text before it has, what the memory knows), so
that a kept one is the one that would be made. Between two steps whoever asked can go away: what was done is kept.
"""

from collections import OrderedDict
from threading import Lock

from mtkit.segments import Translation
from mtkit.server.service import Order, Service
from mtkit.translator import Plan, Translator

__all__ = ["Recent", "Typed"]

MOST = 4000  # segments that are kept: some megabytes
STEP = 8  # segments of one step: a moment for the embedded model

_Key = tuple[str, Plan]  # the translator's signature, and what it is asked


class Recent:
    """The latest translations of a service.

    >>> from mtkit.engines.pseudo import PseudoEngine
    >>> from mtkit.segments import Segment
    >>> from mtkit.server.settings import Settings
    >>> service = Service(Settings(engine=PseudoEngine()))
    >>> recent, order = Recent(service), Order("en", "ko", (Segment("abc"),))
    >>> typed = recent.typed(order)
    >>> while typed.left:
    ...     typed.step()
    >>> typed.done[0].target, recent.typed(order).left
    ('cba', [])
    >>> service.close()
    """

    def __init__(self, service: Service) -> None:
        self.service = service
        self._known = OrderedDict[_Key, Translation]()
        self._lock = Lock()

    def typed(self, order: Order) -> "Typed":
        """The work on an order, with what is known of it already."""
        translator = self.service.translator(order.source, order.target, order.glossary, order.style)
        signature = translator.signature
        keys = [(signature, plan) for plan in translator.plans(order.segments)]
        with self._lock:
            known = {key: self._known[key] for key in keys if key in self._known}
        return Typed(self, translator, keys, known)

    def keep(self, found: dict[_Key, Translation]) -> None:
        """Remember translations, and forget the oldest."""
        with self._lock:
            for key, translation in found.items():
                self._known[key] = translation
                self._known.move_to_end(key)
            while len(self._known) > MOST:
                self._known.popitem(last=False)


class Typed:
    """A text on its way: `left` to translate, a few of them in each `step`, and `done` when nothing is left."""

    def __init__(
        self, recent: Recent, translator: Translator, keys: list[_Key], found: dict[_Key, Translation]
    ) -> None:
        self._recent, self._translator, self._keys, self._found = recent, translator, keys, found
        self.left = [key for key in dict.fromkeys(keys) if key not in found]

    def step(self) -> None:
        """Translate the next segments."""
        part, self.left = self.left[:STEP], self.left[STEP:]
        found = dict(zip(part, self._translator.solve([plan for _, plan in part]), strict=True))
        self._found |= found
        self._recent.keep(found)

    @property
    def done(self) -> list[Translation]:
        """One translation for each segment, in order."""
        self._recent.keep({key: self._found[key] for key in self._keys})
        return [self._found[key] for key in self._keys]
