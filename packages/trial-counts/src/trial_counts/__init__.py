"""Intervals, bounds, exact tests and trial numbers for counts of successes, on the standard library alone.

`intervals` holds intervals, bounds and numbers of trials, with Fisher's test; `exact_tests` those of Barnard and
Boschloo.  Every function takes plain numbers and gives plain numbers.
"""

__version__ = "0.1.0"
