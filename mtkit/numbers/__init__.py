"""Numbers, dates, times, amounts and money: found in a text, compared across languages, written in another one."""

from mtkit.numbers.comparing import missing
from mtkit.numbers.finding import find
from mtkit.numbers.rendering import render
from mtkit.numbers.values import Number, Value, flat

__all__ = ["Number", "Value", "find", "flat", "missing", "render"]
