"""The verdict as a badge, in the endpoint format that badge services read."""

from __future__ import annotations

from pathlib import Path

import msgspec

from assay.report.claim import Claim
from assay.report.view import View
from assay.verdict import CONFORMS, DOES_NOT_CONFORM, excused


class Badge(msgspec.Struct, frozen=True, rename="camel"):
    """The endpoint format."""

    schema_version: int
    label: str
    message: str
    color: str


def badge(view: View) -> Badge:
    """Two words on an implementation. They never claim more than the sentence of the report does."""
    report = view.report
    spec = f" {report.claim.spec_version}{'' if report.claim.released else ' draft'}" if report.describe else ""
    message, color = _words(view)
    return Badge(1, f"{report.suite}{spec}", message, color)


def _words(view: View) -> tuple[str, str]:
    report = view.report
    if report.exit == DOES_NOT_CONFORM:
        return "does not conform", "red"
    if report.exit != CONFORMS:
        return "could not be judged", "lightgrey"
    if view.selection is not None:
        return "passes a selection", "blue"
    if but := excused(report.verdicts):
        return but, "yellow"
    return _claimed(report.claim)


def _claimed(claim: Claim) -> tuple[str, str]:
    if claim.profile is not None:
        return f"conforms: {claim.profile}", "green"
    what = f"conforms: {', '.join(claim.widest)}" if claim.widest else "conforms"
    if left := len(claim.not_claimed):
        return f"{what}, {left} feature{'s' if left > 1 else ''} not claimed", "green"
    return what, "brightgreen"


def write(view: View, path: Path) -> None:
    """Write the badge as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(msgspec.json.encode(badge(view)) + b"\n")
