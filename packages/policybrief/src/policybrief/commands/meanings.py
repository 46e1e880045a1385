"""What each key of the files of the material says: editors show it to who writes one, the reference prints it."""

OF_FIGURES = {
    "kind": "what it is, as the chapter prints it",
    "title": "a sentence that says what the figure shows; a claim ties it to the numbers",
    "message": "the same in words for who does not see it, with its numbers as {record.value}",
    "subtitle": "how to read it, in one line within the drawing",
    "note": "what a reader must know beneath it",
    "claims": "what of title and message follows from the data, checked in each build",
    "counts": "numbers that follow from the rows: texts print them as {name}, claims test them",
    "records": "records of evidence that it rests on beside those that its values name",
    "panels": "its axes, each with its rows",
    "head": "the title of the first column",
    "states": "what a cell may be: a sign and a word, perhaps a meaning, and a fill where the figure is drawn",
    "columns": "the columns after the first: key and title",
    "rows": "its rows: a label, perhaps a detail, and a cell for each column",
    "arrows": "whether each column follows from the one before",
    "tally": "of boxes: the `state` whose rows are counted for each column, and the `label` of that line",
    "up": "what leads up a rung",
    "down": "what leads down a rung",
    "lanes": "the names of the lanes",
    "entries": "days in lanes: lane, what, and date or instrument, perhaps until; or asked, a recommendation",
    "span": "a stretch of days that the figure is about: from, to, label",
    "cut_off": "whether the last day of the evidence is marked",
    "instruments": "the instruments that are its rows, by id",
    "functions": "the functions that are its columns, by their keys in the profile",
    "evaluations": "the folder of the evaluations that are its rows, within the material",
    "squares": "whether shares are drawn as squares",
    "events": "its dates: kind, what, who, and date or instrument",
    "recommendations": "whether the dates that recommendations set join them",
}
"""A figure."""
OF_RECORDS = {
    "statement": "one sentence on what the sources show; it prints values as {name} and {name:count}",
    "kind": "what sort of thing it reports",
    "certainty": "how sure its sources let one be",
    "reasons": "why this certainty, and not a higher or a lower one",
    "not_shown": "what a reader might think that it shows, and it does not",
    "as_of": "the day whose state it tells",
    "sources": "where it was read, each with a place in the source",
    "use": "whether it may be printed as ours, as the word of whom `attribution` names, or in an annex alone",
    "attribution": "who says so, where the sentence must name them",
    "conflicts": "where sources differ, in sentences",
    "values": "its numbers, dates and lists, each under a name of its own",
}
"""A record of evidence."""
OF_CITATIONS = {
    "key": "the key of the source in the bibliography",
    "locator": "where in it: page, section, table or article",
    "read": "how much of it was read",
    "checked": "the day on which the place was last compared",
}
"""A source of a record."""
OF_VALUES = {
    "successes": "of a count: how many succeeded",
    "trials": "of a count: of how many",
    "attempt": "of a count: the attempt rule, such as `single` or `pass@10`",
    "number": "a number as its source prints it",
    "unit": "`percent`, `points`, or a noun in the plural",
    "low": "the lower end of its interval, as its source prints it",
    "high": "the upper end of its interval",
    "prefix": "what the source puts before the number, such as `over`",
    "amount": "an amount of money",
    "currency": "its currency, in three letters",
    "year": "the year of its prices",
    "date": "a day",
    "names": "a list of names",
    "tasks": "of an estimate: what is to be done, each with `what`, `low` and `high`",
    "anchors": "of an estimate: the ids of the records that it is held against",
    "formula": "how it follows from other values",
    "of": "of a formula: the values that it is computed of",
    "label": "what it is, in a few words",
}
"""A value of a record."""
OF_INSTRUMENTS = {
    "name": "its short name",
    "year": "the year in its label",
    "date": "the day on which it was adopted or came into force",
    "force": "how firmly it binds",
    "force_note": "the same in a few words",
    "as_of": "the day whose state it tells",
    "sources": "where it was read, as in a record",
    "covers": "what it says of each function: state, what, locator, source, as_of",
    "attribution": "who says so, where it was not read itself",
    "type": "for authors: what sort of text it is",
    "use": "for authors: as in a record",
    "note": "for authors: what else is to be known of it",
    "companies": "for authors: which companies it is of",
    "participants": "for authors: who takes part",
}
"""A law, promise or network."""
OF_TABLES = {
    "title": "its caption",
    "head": "the title of the first column",
    "note": "what stands beneath it",
    "widths": "how wide the columns are, the first among them, as shares",
    "columns": "the columns after the first: key and title",
    "rows": "its rows: id, label, perhaps a number, and a text for each column",
}
"""A table of words."""
OF_SEARCHES = {
    "question": "what was asked",
    "terms": "in which words",
    "where": "in which catalogue",
    "date": "on which day",
    "read": "how many documents were read",
    "taken": "how many of them became sources",
}
"""A search."""
OF_PROFILES = {
    "kinds": "kinds of evidence: id, and `words` for readers; `is` says what rules take it for",
    "sources": "kinds of sources, in the same way",
    "appraisal": "how sources are appraised: `reviews`, `relations`, and `relation`, what these are called",
    "count": "what a count counts: its `unit`, and whether it has `attempts`",
    "functions": "what may be asked of an instrument: key and words",
    "finding": "the parts of findings: key, `words`, and whether it is `required`",
    "recommendation": "the parts of recommendations; `apart` ones stand in an annex",
    "hazards": "`files` of patterns that must never stand in the brief",
    "lexicons": "the files of words to weigh, by language",
}
"""A profile."""
