"""What changed between two texts of a Sphinx project, as one marked text.

`lowered` is the form in which a chapter is compared: standard docutils nodes, as XML.  `tokens` cuts text into
words that no mark may split, `merge` makes one tree of two, `marks` accepts, rejects and shows the marks in it,
`docx` writes them as tracked changes.
"""

__version__ = "0.1.0"
