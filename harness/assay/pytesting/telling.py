"""What is said of a case that did not pass: the first line is what pytest shows of it in its summary."""

from __future__ import annotations

import io
import shlex
from functools import cached_property
from pathlib import Path

from rich.console import Console

from assay.report.causes import Member, group
from assay.report.excerpt import SHOWN
from assay.report.failure import failure
from assay.report.model import Cause, causes_of
from assay.report.rerun import rerun
from assay.report.terminal import tell
from assay.runner import Run
from assay.suite import Suite
from assay.tally import Result

#: Columns of what is told: pytest has lines of its own around it.
_WIDTH = 100


class Teller:
    """Tells the failures of one run. What they have in common is found when the first is told."""

    def __init__(self, run: Run, suite: Suite, history: Path | None) -> None:
        self._run = run
        self._suite = suite
        self._history = history

    def tell(self, result: Result) -> str:
        """The failure as `assay run` tells it: requirement, difference, guess, and how to ask it again."""
        name = result.case.id
        cites = ", ".join(result.case.requirements)
        if name not in self._members:
            # It has no exchange of its own to be told: its twin has, or nothing was sent.
            return f"{cites}: {result.verdict}: {result.reason}\n{'rerun':>10}  {self._rerun(result)}"
        cause, member = self._members[name]
        told = failure(self._run, self._suite, member, SHOWN)
        lines = io.StringIO()
        console = Console(file=lines, width=_WIDTH, color_system=None, highlight=False, soft_wrap=True, emoji=False)
        tell(console, told, "case", lambda _: self._whole(name), wide=False)
        return f"{cites}: {cause.operations[0]}: {cause.summary}\n{lines.getvalue().rstrip()}"

    def _whole(self, name: str) -> str:
        if self._history is None:
            return "no history was kept"
        return f"grep -F {shlex.quote(name)} {shlex.quote(str(self._history))}"

    def _rerun(self, result: Result) -> str:
        names = [result.case.id] if result.mate is None else [result.mate, result.case.id]
        return rerun(self._run, tuple(names))

    @cached_property
    def _members(self) -> dict[str, tuple[Cause, Member]]:
        groups = group(self._run, self._suite)
        pairs = zip(causes_of(groups, self._suite), groups, strict=True)
        return {member.result.case.id: (cause, member) for cause, each in pairs for member in each.members}
