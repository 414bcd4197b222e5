"""The report as one JSON document; several as a list of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from assay.report.model import Report


def write(reports: Sequence[Report], path: Path) -> None:
    """Write the reports, indented, members in a fixed order."""
    path.parent.mkdir(parents=True, exist_ok=True)
    document = reports[0] if len(reports) == 1 else reports
    path.write_bytes(msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n")
