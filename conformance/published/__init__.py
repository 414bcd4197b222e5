"""Figures that others published, each file with its source, for vectors and tests."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any


@cache
def published(name: str) -> Any:
    """The figures of `NAME.json`, an object with a `source`."""
    return json.loads(Path(__file__).with_name(f"{name}.json").read_text("utf-8"))
