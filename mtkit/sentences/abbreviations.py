"""The words whose full stop ends no sentence, and the words that mostly begin one."""

__all__ = ["COUNTED", "MONTHS", "STARTERS", "TITLES", "TRAILING"]

# Something always follows.
_TITLES = """
dr mr mrs ms messrs prof gen sen rep gov capt col lt sgt maj adm rev hon fr mt ft st vs cf e.g i.e eg ie approx
al pres supt cmdr viz ca incl resp
"""
TITLES = frozenset(_TITLES.split())
# A number follows.
_COUNTED = """
no nos fig figs vol vols p pp sec ch art eq pt para app ex tel ext est nr op
"""
COUNTED = frozenset(_COUNTED.split())
_MONTHS = """
jan feb mar apr jun jul aug sep sept oct nov dec
"""
MONTHS = frozenset(_MONTHS.split())
# A sentence may end here too: it does when the next word looks like a beginning.
_TRAILING = """
inc ltd co corp llc bros jr sr etc a.m p.m am pm u.s u.k u.n u.s.a e.u d.c ph.d m.d b.a m.a b.s m.s b.c a.d ave
blvd dept univ assn intl mfg rd hrs min max avg tech
"""
TRAILING = frozenset(_TRAILING.split())
_STARTERS = """
the a an in on at it its this that these those he she they we you i but and or however according for as with
when while after before since there here his her their our your my if to from by one two many most some all both
each no not also then so now yet still under over during meanwhile moreover furthermore additionally what why
how who through following despite although because last next today yesterday earlier later once such other
another new first second third finally
"""
STARTERS = frozenset(_STARTERS.split())
