"""The colours of charts and where each may stand; `honesty` measures them, the style sheet turns them.

One tone for all data: which series a mark is of, is said by its shape (filled circle, hollow square) and by
words.  Two tones that differ by three to one from paper and from each other, in grey and in each of the three
colour-vision deficiencies, leave no room for a second strong colour; the measured orange failed for two of them.
"""

from __future__ import annotations

PAPER = "#ffffff"
INK = "#1a1e24"
MUTED = "#5b6670"
DATA = "#12436d"
RULE = "#8a949e"
GUIDE = "#d5dbe1"

CLASSES = {PAPER: "paper", INK: "ink", MUTED: "muted", DATA: "data", RULE: "rule", GUIDE: "guide"}
"""The class of each colour in a drawing for the screen."""

TEXT = (INK, MUTED)
"""Colours of text, at least 4.5 to 1 on paper."""
ADJACENT = ((DATA, PAPER), (RULE, PAPER), (DATA, RULE))
"""Colours of marks that touch, at least 3 to 1.  Guides only help the eye along and carry nothing."""
