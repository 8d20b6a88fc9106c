"""Translation while somebody types: what was translated a moment ago is not translated again.

A translation hangs on its plan alone (the segment, the names that the text before it has, what the memory knows), so
that a kept one is the one that would be made.
"""

from collections import OrderedDict
from threading import Lock

from mtkit.segments import Translation
from mtkit.server.service import Order, Service
from mtkit.translator import Plan

__all__ = ["Recent"]

MOST = 4000  # segments that are kept: some megabytes


class Recent:
    """The latest translations of a service.

    >>> from mtkit.engines.pseudo import PseudoEngine
    >>> from mtkit.segments import Segment
    >>> from mtkit.server.settings import Settings
    >>> service = Service(Settings(engine=PseudoEngine()))
    >>> recent, order = Recent(service), Order("en", "ko", (Segment("abc"),))
    >>> recent.translate(order)[0] is recent.translate(order)[0]
    True
    >>> service.close()
    """

    def __init__(self, service: Service) -> None:
        self.service = service
        self._known = OrderedDict[tuple[str, Plan], Translation]()
        self._lock = Lock()

    def translate(self, order: Order) -> list[Translation]:
        """One translation for each segment, in order; only new ones are made."""
        translator = self.service.translator(order.source, order.target, order.glossary, order.style)
        signature = translator.signature
        keys = [(signature, plan) for plan in translator.plans(order.segments)]
        with self._lock:
            found = {key: self._known[key] for key in keys if key in self._known}
        new = [key for key in dict.fromkeys(keys) if key not in found]
        found |= dict(zip(new, translator.solve([plan for _, plan in new]), strict=True))
        with self._lock:
            for key in keys:
                self._known[key] = found[key]
                self._known.move_to_end(key)
            while len(self._known) > MOST:
                self._known.popitem(last=False)
        return [found[key] for key in keys]
