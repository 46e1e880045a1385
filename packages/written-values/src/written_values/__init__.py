"""Values that know how they are written in a language, and named formulas that derive one from another.

- `values`       counts, quantities, amounts, days, names and estimates, and the style in which they are written
- `tables`       a value from a table of a data file
- `formulas`     the formulas by their names
- `derivation`   what is still to be computed, each value after those that it is of; costly answers are kept

Nothing here knows where a value comes from or where it is printed.
"""

__version__ = "0.1.0"
