"""Cutting long values so that a report can be read: what is left out is counted, and the history has the whole."""

from __future__ import annotations

#: Characters of a value, a request or an answer that a report shows, unless everything is wanted.
SHOWN = 400
#: Characters shown before the place where two long values part.
_BEFORE = 40


def cut(text: str, limit: int | None = SHOWN) -> str:
    """The text, or its beginning and how many characters it has."""
    if limit is None or len(text) <= limit:
        return text
    return f"{text[:limit]}… [{limit} of {len(text)} characters]"


def cut_pair(left: str, right: str, limit: int | None = SHOWN) -> tuple[str, str]:
    """Two values that differ, both cut around the place where they part if either is long."""
    if limit is None or max(len(left), len(right)) <= limit:
        return left, right
    at = next((n for n, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    # Where the beginnings are shown anyway, nothing is gained by starting later.
    start = max(0, at - _BEFORE) if at + _BEFORE > limit else 0
    return _slice(left, start, limit), _slice(right, start, limit)


def _slice(text: str, start: int, limit: int) -> str:
    if not start:
        return cut(text, limit)
    end = min(len(text), start + limit)
    return f"…{text[start:end]}{'…' if end < len(text) else ''} [from {start} of {len(text)} characters]"
