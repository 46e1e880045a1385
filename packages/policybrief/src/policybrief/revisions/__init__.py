"""Revisions: cut, read back, told to readers, published, verified.

A cut revision is a folder ``revisions/<number>/`` that is written once: its register, its lowered chapters
and a manifest.  A publication is a folder to which revisions are added and from which nothing is taken.
`manifest` says what a revision consists of, `frozen` reads what was cut, `history` what it means for the
draft, `chapter` prints that, `cut` writes, `publish` and `derived` make the publication, `verify` checks it.
"""
