"""What the commands of TeX mean to the engine, for those that a table can tell."""

from __future__ import annotations

ACCENTS = {
    **{"hat": "\u0302", "widehat": "\u0302", "tilde": "\u0303", "widetilde": "\u0303", "bar": "\u0304"},
    **{"breve": "\u0306", "dot": "\u0307", "ddot": "\u0308", "dddot": "\u20db", "ddddot": "\u20dc"},
    **{"check": "\u030c", "widecheck": "\u030c", "mathring": "\u030a", "acute": "\u0301", "grave": "\u0300"},
    **{"vec": "\u20d7", "overrightarrow": "\u2192", "overleftarrow": "\u2190", "overleftrightarrow": "\u2194"},
    **{"underleftrightarrow": "\u034d", "underbar": "\u0332", "r": "\u030a", "H": "\u030b", "v": "\u030c"},
}
"""Each accent as the character that the engine takes."""
AROUND = {
    **{"overline": "overline", "underline": "underline", "overbrace": "overbrace", "underbrace": "underbrace"},
    **{"overbracket": "overbracket", "underbracket": "underbracket", "overparen": "overparen"},
    **{"underparen": "underparen", "cancel": "cancel", "phantom": "std.hide", "hphantom": "std.hide"},
    **{"overgroup": "overparen", "undergroup": "underparen", "sqrt": "sqrt"},
}
"""Commands with one argument, as functions of the engine."""
TALL = {"overbrace", "underbrace", "overbracket", "underbracket", "overparen", "underparen"}
"""Those whose scripts stand above or below."""
DRESSES = {
    **{
        "rm": "upright",
        "up": "upright",
        "it": "italic",
        "normal": "italic",
        "tt": "mono",
        "bb": "bb",
        "cal": "cal",
    },
    **{"scr": "scr", "frak": "frak", "sf": "sans(upright", "sfup": "sans(upright", "sfit": "sans(italic"},
    **{
        "bf": "bold(upright",
        "bfup": "bold(upright",
        "bfit": "bold(italic",
        "bfcal": "bold(cal",
        "bfscr": "bold(scr",
    },
    **{"bffrak": "bold(frak", "bfsf": "bold(sans(upright", "bfsfup": "bold(sans(upright"},
    **{"bfsfit": "bold(sans(italic"},
}
VARIANTS = {
    **{f"{family}{name}": dress for name, dress in DRESSES.items() for family in ("math", "sym")},
    **{"bm": "bold", "boldsymbol": "bold", "pmb": "bold", "mathds": "bb", "mathbbm": "bb", "Bbb": "bb"},
    **{"frak": "frak"},
}
"""Commands that dress letters; a bracket within says that two functions do it."""
SWITCHES = {
    **{"displaystyle": "display", "textstyle": "inline", "scriptstyle": "script", "scriptscriptstyle": "sscript"},
    **{"rm": "upright", "bf": "bold(upright", "it": "italic", "cal": "cal", "sf": "sans(upright"},
    **{"boldmath": "bold", "scr": "scr", "mit": "italic", "tt": "mono"},
}
"""Commands that dress all that follows in their group."""
TEXTS = {
    **dict.fromkeys(("text", "mbox", "hbox", "textrm", "textnormal", "textup", "fbox"), ""),
    **{"textit": 'style: #"italic"', "emph": 'style: #"italic"', "textsl": 'style: #"italic"'},
    **{"textbf": 'weight: #"bold"', "textsf": "font: #t.sans", "texttt": "font: #t.mono"},
}
"""Commands that set words, with what they set of the type."""
OPERATORS = {
    *("arccos", "arcsin", "arctan", "arg", "cos", "cosh", "cot", "coth", "csc", "deg", "dim", "exp", "hom"),
    *(
        "ker",
        "lg",
        "ln",
        "log",
        "sec",
        "sin",
        "sinh",
        "tan",
        "tanh",
        "arcctg",
        "ch",
        "cosec",
        "cotg",
        "ctg",
        "cth",
    ),
    *("sh", "tg", "th"),
}
LIMITED = {
    **{name: name for name in ("lim", "max", "min", "sup", "inf", "argmax", "argmin", "det", "gcd", "Pr")},
    **{"limsup": "lim sup", "liminf": "lim inf", "injlim": "inj lim", "projlim": "proj lim", "plim": "plim"},
}
"""Named operators whose scripts stand below them in a formula by itself."""
OVER_LIMITS = {"varlimsup": "overline", "varliminf": "underline"}
SPACES = {
    **{",": 0.167, "thinspace": 0.167, ":": 0.222, ">": 0.222, "medspace": 0.222, ";": 0.278, "thickspace": 0.278},
    **{"!": -0.167, "negthinspace": -0.167, "negmedspace": -0.222, "negthickspace": -0.278, "quad": 1.0},
    **{"qquad": 2.0, " ": 0.25, "enspace": 0.5, "enskip": 0.5, "nobreakspace": 0.25, "space": 0.25},
}
"""Widths in em."""
BIG = {
    f"{name}{side}": size
    for name, size in {"big": 1.2, "Big": 1.623, "bigg": 2.047, "Bigg": 2.47}.items()
    for side in ("", "l", "r", "m")
}
"""Heights in em of the delimiters that follow."""
SIZES = {"tiny", "scriptsize", "footnotesize", "small", "normalsize", "large", "Large", "LARGE", "huge", "Huge"}
"""Commands of size, of which a formula keeps nothing."""
DELIMITERS = {
    **{name: name for name in "()[]|/"},
    **{"{": "{", "}": "}", "lbrace": "{", "rbrace": "}", "lbrack": "[", "rbrack": "]"},
    **{"langle": "\u27e8", "rangle": "\u27e9", "<": "\u27e8", ">": "\u27e9", "lceil": "\u2308", "rceil": "\u2309"},
    **{"lfloor": "\u230a", "rfloor": "\u230b", "lvert": "|", "rvert": "|", "vert": "|", "lVert": "\u2016"},
    **{"rVert": "\u2016", "Vert": "\u2016", "backslash": "\\", "uparrow": "\u2191", "downarrow": "\u2193"},
    **{
        "updownarrow": "\u2195",
        "Uparrow": "\u21d1",
        "Downarrow": "\u21d3",
        "lgroup": "\u27ee",
        "rgroup": "\u27ef",
    },
    **{"ulcorner": "\u231c", "urcorner": "\u231d", "llcorner": "\u231e", "lrcorner": "\u231f"},
    **{"lmoustache": "\u23b0", "rmoustache": "\u23b1", "llbracket": "\u27e6", "rrbracket": "\u27e7"},
    **{"lBrack": "\u27e6", "rBrack": "\u27e7", "lang": "\u27e8", "rang": "\u27e9", "Updownarrow": "\u21d5"},
}
"""What may stand after `\\left`, as the character; a command or a character by itself."""
CLASSES = {
    **{"mathbin": "binary", "mathrel": "relation", "mathord": "normal", "mathopen": "opening"},
    **{"mathclose": "closing", "mathpunct": "punctuation", "mathinner": "normal"},
}
ARROWS = {
    **{"xrightarrow": "\u2192", "xleftarrow": "\u2190", "xleftrightarrow": "\u2194", "xRightarrow": "\u21d2"},
    **{"xLeftarrow": "\u21d0", "xLeftrightarrow": "\u21d4", "xhookrightarrow": "\u21aa", "xmapsto": "\u21a6"},
    **{"xhookleftarrow": "\u21a9", "xlongequal": "=", "xrightharpoonup": "\u21c0", "xrightleftharpoons": "\u21cc"},
    **{"xtwoheadrightarrow": "\u21a0", "xtofrom": "\u21c4"},
}
"""Arrows as long as what stands on them."""
SYMBOLS = {
    **{
        "{": "{",
        "}": "}",
        "%": "%",
        "#": "#",
        "$": "$",
        "&": "&",
        "_": "_",
        "|": "\u2016",
        "-": "",
        "/": "",
        "\u200b": "",
    },
    **{
        "dag": "\u2020",
        "ddag": "\u2021",
        "P": "\u00b6",
        "copyright": "\u00a9",
        "pounds": "\u00a3",
        "euro": "\u20ac",
    },
    **{"thickapprox": "\u2248", "thicksim": "\u223c", "iff": "\u27fa", "implies": "\u27f9", "impliedby": "\u27f8"},
    **{"ne": "\u2260", "le": "\u2264", "ge": "\u2265", "gets": "\u2190", "owns": "\u220b", "land": "\u2227"},
    **{
        "lor": "\u2228",
        "lnot": "\u00ac",
        "degree": "\u00b0",
        "celsius": "\u2103",
        "micro": "\u00b5",
        "ohm": "\u2126",
    },
    **{"mid": "\u2223", "colon": ":", "vcentcolon": ":", "dotsb": "\u22ef", "dotsm": "\u22ef", "dotsi": "\u22ef"},
    **{"dotsc": "\u2026", "dotso": "\u2026", "iddots": "\u22f0", "square": "\u25a1", "Box": "\u25a1"},
    **{
        "restriction": "\u21be",
        "complement": "\u2201",
        "aa": "\u00e5",
        "AA": "\u00c5",
        "ss": "\u00df",
        "i": "\u0131",
    },
    **{"imath": "\u0131", "jmath": "\u0237", "Eth": "\u00f0", "defeq": "\u225d", "lt": "<", "gt": ">", "And": "&"},
    **{"varGamma": "\U0001d6e4", "varDelta": "\U0001d6e5", "varTheta": "\U0001d6e9", "varLambda": "\U0001d6ec"},
    **{"varXi": "\U0001d6ef", "varPi": "\U0001d6f1", "varSigma": "\U0001d6f4", "varUpsilon": "\U0001d6f6"},
    **{"varPhi": "\U0001d6f7", "varPsi": "\U0001d6f9", "varOmega": "\U0001d6fa"},
    **{"sim": "\u223c", "ast": "\u2217", "cdot": "\u22c5", "cdotp": "\u22c5", "setminus": "\u2216"},
    **{"blacksquare": "\u25a0", "idotsint": "\u222b\u22ef\u222b", "doublecap": "\u22d2", "doublecup": "\u22d3"},
    **{
        "shortparallel": "\u2225",
        "nleqq": "\u2270",
        "nsupseteqq": "\u2289",
        "intop": "\u222b",
        "ointop": "\u222e",
        "smallint": "\u222b",
        "Join": "\u22c8",
    },
    **{
        "leadsto": "\u21dd",
        "lhd": "\u22b2",
        "rhd": "\u22b3",
        "unlhd": "\u22b4",
        "unrhd": "\u22b5",
        "bigcirc": "\u25ef",
    },
    **{"circledR": "\u00ae", "circledS": "\u24c8", "yen": "\u00a5", "maltese": "\u2720", "centerdot": "\u22c5"},
    **{"diagup": "\u2571", "diagdown": "\u2572", "bigstar": "\u2605", "Diamond": "\u25ca", "shortmid": "\u2223"},
}
FENCES = {
    **{"|": ("\u2016", "normal"), "lvert": ("|", "opening"), "rvert": ("|", "closing")},
    **{"lVert": ("\u2016", "opening"), "rVert": ("\u2016", "closing")},
}
"""Bars with the side that they stand on."""
SILENT = SIZES | {
    "nonumber",
    "notag",
    "mathstrut",
    "strut",
    "relax",
    "protect",
    "allowbreak",
    "nobreak",
    "hfill",
    "hfil",
    "limits",
    "nolimits",
    "left.",
    "right.",
    "noindent",
    "newpage",
    "par",
    "displaylimits",
    "ensuremath",
}
"""What changes nothing that a reader of the formula learns."""
PASSED = {
    **{"label": (1, ()), "class": (2, (1,)), "cssId": (2, (1,)), "style": (2, (1,)), "href": (2, (1,))},
    **{"require": (1, ()), "vspace": (1, ()), "smash": (1, (0,)), "mathllap": (1, (0,)), "mathrlap": (1, (0,))},
    **{
        "vcenter": (1, (0,)),
        "mathclap": (1, (0,)),
        "llap": (1, (0,)),
        "rlap": (1, (0,)),
        "clap": (1, (0,)),
        "hypertarget": (2, (1,)),
    },
    **{
        "mathchoice": (4, (0,)),
        "bbox": (1, (0,)),
        "raise": (2, (1,)),
        "lower": (2, (1,)),
        "ensuremath": (1, (0,)),
    },
}
"""Commands with how many arguments they have, and which of them print."""
MATRICES = {
    **{
        "matrix": "#none",
        "pmatrix": '"("',
        "bmatrix": '"["',
        "Bmatrix": '"{"',
        "vmatrix": '"|"',
        "Vmatrix": '"\u2016"',
    },
    **{
        "smallmatrix": "#none",
        "psmallmatrix": '"("',
        "bsmallmatrix": '"["',
        "subarray": "#none",
        "tabular": "#none",
    },
    **{
        "vsmallmatrix": '"|"',
        "Bsmallmatrix": '"{"',
        "Vsmallmatrix": '"\u2016"',
        "array": "#none",
        "darray": "#none",
    },
}
"""Environments of cells, with their brackets."""
PAIRED = {"align", "aligned", "split", "flalign", "xalignat", "eqalign", "IEEEeqnarray"}
"""Environments of pairs of a right and a left side, with space between two pairs."""
CLOSE = {"alignat", "alignedat", "xxalignat"}
"""The same without space, with the number of pairs as an argument."""
LINES = {"gather", "gathered", "multline", "multlined", "equation", "displaymath", "math", "dmath", "lgathered"}
"""Environments of whole lines."""
CASES = {"cases": "", "dcases": "", "rcases": "reverse: #true, ", "drcases": "reverse: #true, ", "numcases": ""}
LETTER_ACCENTS = {
    **{"'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307"},
    **{"u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "r": "\u030a", "k": "\u0328", "d": "\u0323"},
}
"""Accents of letters in words."""
TYPED = {"---": "\u2014", "--": "\u2013", "``": "\u201c", "''": "\u201d", "`": "\u2018", "'": "\u2019"}
"""What is typed for dashes and quotes."""
PLAIN = {name: name for name in ("matrix", "pmatrix", "cases", "eqalign")} | {"displaylines": "gather"}
"""Commands of plain TeX with the rows of an environment."""
OWN = {
    **{"bra": ("\\langle #1 \\vert", 1), "ket": ("\\vert #1 \\rangle", 1), "braket": ("\\langle #1 \\rangle", 1)},
    **{"Bra": ("\\left\\langle #1 \\right|", 1), "Ket": ("\\left| #1 \\right\\rangle", 1)},
    **{
        "Braket": ("\\left\\langle #1 \\right\\rangle", 1),
        "set": ("\\{ #1 \\}", 1),
        "Set": ("\\left\\{ #1 \\right\\}", 1),
        "stackbin": ("\\overset{#1}{#2}", 2),
    },
}
"""Commands that are said by others: what they stand for, and how many arguments they have."""
COLOURS = {
    **{
        "black": "000000",
        "white": "ffffff",
        "red": "ff0000",
        "green": "00ff00",
        "blue": "0000ff",
        "cyan": "00ffff",
    },
    **{"magenta": "ff00ff", "yellow": "ffff00", "gray": "808080", "grey": "808080", "orange": "ff8000"},
    **{"purple": "bf0040", "brown": "bf8040", "teal": "008080", "violet": "800080", "olive": "808000"},
    **{"lime": "bfff00", "pink": "ffbfbf", "darkgray": "404040", "lightgray": "bfbfbf", "navy": "000080"},
    **{"maroon": "800000", "silver": "c0c0c0", "royalblue": "4169e1", "darkgreen": "006400", "crimson": "dc143c"},
}
"""Colours by the names that authors use."""
