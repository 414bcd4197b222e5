"""The report as one JSON document; several as a list of them, each with what moved since the run before it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from assay.report.model import Report
from assay.trend import Trend


def write(reports: Sequence[Report], path: Path, trends: Sequence[Trend] = ()) -> None:
    """Write the reports, indented, members in a fixed order.

    Where an implementation has several, each of them has a member `trend` too: its place among them in the order of
    time, counted from 1, when it was recorded, and what it `moved`, null for the first.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    document = [msgspec.to_builtins(report) for report in reports]
    for trend in trends:
        for place, moment in enumerate(trend.moments, 1):
            moved = msgspec.to_builtins(moment.move)
            document[moment.run]["trend"] = {"place": place, "recorded": moment.recorded, "moved": moved}
    shown = document[0] if len(document) == 1 else document
    path.write_bytes(msgspec.json.format(msgspec.json.encode(shown), indent=2) + b"\n")
