"""What a build complains of: the chain of evidence, words, typed numbers, hazards, and chapters as text.

Each module tells its own complaints; the sentences of all of them are in `policybrief.words.complaints`.
"""
