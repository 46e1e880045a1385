"""Records, values, intervals, fields, complaints, catalogues: the vocabulary.  Nothing here builds anything."""
