"""One sentence through the engine, and through it again by other means as long as something serious is wrong."""

from mtkit.attempts.judging import Job, Outcome, as_is
from mtkit.attempts.ladder import solve
from mtkit.attempts.pieces import Piece, fit

__all__ = ["Job", "Outcome", "Piece", "as_is", "fit", "solve"]
