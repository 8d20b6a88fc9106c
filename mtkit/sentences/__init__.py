"""Sentences: a text into sentences, a long sentence into parts, translated parts into a text.

boundaries      where a sentence ends, cautiously: a missed end costs little, a wrong one a broken sentence
abbreviations   the words whose full stop ends nothing
brackets        quotes and brackets that belong together, and spans as a splitter should see them
clauses         where a long sentence is best divided
joining         white space between translated sentences
"""

from mtkit.sentences.boundaries import split
from mtkit.sentences.clauses import shorten
from mtkit.sentences.joining import join

__all__ = ["join", "shorten", "split"]
