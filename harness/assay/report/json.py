"""The report as one JSON document."""

from __future__ import annotations

from pathlib import Path

import msgspec

from assay.report.model import Report


def write(report: Report, path: Path) -> None:
    """Write the report, indented, members in a fixed order."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n")
