"""Reports for the tests: the good example, changed in one place."""

from __future__ import annotations

import copy
import json
import tomllib
from pathlib import Path
from typing import Any

import reporting_standard
from reporting_standard.check import Result, check

EXAMPLES = Path(reporting_standard.__file__).parent / "examples"


def good() -> dict[str, Any]:
    """The good example as plain data, dates as text."""
    data = tomllib.loads((EXAMPLES / "good.toml").read_text("utf-8"))
    plain: dict[str, Any] = json.loads(json.dumps(data, default=str))
    return plain


def changed(**answers: Any) -> dict[str, Any]:
    """The good example with answers replaced: ``section__field__part=value``; None takes one out."""
    data = copy.deepcopy(good())
    for path, value in answers.items():
        *around, last = path.split("__")
        table: Any = data
        for key in around:
            table = table[int(key)] if isinstance(table, list) else table[key]
        if value is None:
            del table[last]
        else:
            table[last] = value
    return data


def checked(folder: Path, data: Any) -> Result:
    """The result of checking *data* (text as it is, anything else as JSON)."""
    file = folder / ("report.toml" if isinstance(data, str) else "report.json")
    file.write_text(data if isinstance(data, str) else json.dumps(data), "utf-8")
    return check(str(file))
