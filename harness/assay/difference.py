"""Where two JSON values part."""

from __future__ import annotations

from typing import Any

from assay.codec import same


def pointer(expected: Any, got: Any) -> str | None:
    """The JSON pointer (RFC 6901) of the first place where two values differ; None if that is the whole."""
    found = "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in _path(expected, got))
    return found or None


def _path(expected: Any, got: Any) -> list[str | int]:
    if isinstance(expected, dict) and isinstance(got, dict):
        for name in expected:
            if name not in got or not same(expected[name], got[name]):
                return [name, *(_path(expected[name], got[name]) if name in got else ())]
        return [next(iter(got.keys() - expected.keys()))] if got.keys() - expected.keys() else []
    if isinstance(expected, list) and isinstance(got, list):
        for place, (one, other) in enumerate(zip(expected, got, strict=False)):
            if not same(one, other):
                return [place, *_path(one, other)]
        return [min(len(expected), len(got))] if len(expected) != len(got) else []
    return []
