"""Known failures: a file of lines `case-id  reason`. Strict: a pass is an error, an unmatched line is one too."""

from __future__ import annotations

from pathlib import Path


class XfailError(Exception):
    """The file is none; the text says where."""


def read(path: Path) -> dict[str, str]:
    """Case id → reason. Empty lines and lines that start with `#` say nothing."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise XfailError(f"{path}: {error}") from None
    known: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, _, reason = line.strip().partition(" ")
        if not reason.strip():
            raise XfailError(f"{path}:{number}: {name} has no reason")
        if name in known:
            raise XfailError(f"{path}:{number}: {name} is listed twice")
        known[name] = reason.strip()
    return known
