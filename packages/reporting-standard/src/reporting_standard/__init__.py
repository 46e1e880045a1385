"""A reporting standard for self-replication evaluations, with its checker.

`fields.toml` is the standard; everything else follows from it.

- `standard`     reads fields.toml into frozen records
- `schema`       the JSON Schemas of a report and of a coding
- `reading`      a TOML or JSON file as data, or the faults that prevent it; `places` finds its lines
- `wording`      schema errors in words for the author
- `rules`        what a schema cannot say: counts, intervals, redaction
- `check`        all of these on one file, and the conformance class
- `evaluations`  published evaluations, coded twice; `agreement` and `profile` count them
- `pages`, `template`, `drawing`, `generate`   what is written from the standard
- `__main__`     the command

It uses of the project only `policybrief.words.intervals`, and never Sphinx.
"""

__version__ = "0.1.0"
