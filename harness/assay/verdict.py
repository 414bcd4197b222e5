"""The verdicts, and which exit code each one gives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

Verdict = Literal[
    "passed",
    "failed",
    "wrong-reason",
    "skipped",
    "known-failure",
    "known-flaky",
    "unexpected-pass",
    "flaky",
    "crashed",
    "timed-out",
    "garbled",
    "unreachable",
    "not-run",
    "harness-fault",
]

CONFORMS: Final = 0
DOES_NOT_CONFORM: Final = 1
USAGE: Final = 2
COULD_NOT_JUDGE: Final = 3

#: The published table. A verdict that leaves the question open gives 3, one that answers it with no gives 1.
EXIT: Final[Mapping[Verdict, int]] = {
    "passed": CONFORMS,
    "skipped": CONFORMS,
    "known-failure": CONFORMS,
    "known-flaky": CONFORMS,
    "failed": DOES_NOT_CONFORM,
    "wrong-reason": DOES_NOT_CONFORM,
    "unexpected-pass": DOES_NOT_CONFORM,
    "flaky": DOES_NOT_CONFORM,
    "crashed": DOES_NOT_CONFORM,
    "timed-out": DOES_NOT_CONFORM,
    "garbled": DOES_NOT_CONFORM,
    "unreachable": COULD_NOT_JUDGE,
    "not-run": COULD_NOT_JUDGE,
    "harness-fault": COULD_NOT_JUDGE,
}


def excused(counts: Mapping[Any, int]) -> str | None:
    """What was listed beforehand and so decided nothing, in words; None where nothing was."""
    failures, flaky = counts.get("known-failure", 0), counts.get("known-flaky", 0)
    # Plural throughout: the sentence is looked for by machines.
    words = [f"{failures} known failure{'s' if failures > 1 else ''}"] if failures else []
    words += [f"{flaky} flaky case{'s' if flaky > 1 else ''}"] if flaky else []
    return " and ".join(words) or None


def exit_code(counts: Mapping[Verdict, int], *, warned: int, interrupted: bool, faulty: bool) -> int:
    """The exit code of a run.

    `counts` holds what decides; `warned` is how many failed SHOULDs were left out of it; `faulty` says that the target
    broke the protocol in a way no single case answers for. Nothing passed and nothing wrong is no work done, and no
    work is never 0.
    """
    if interrupted:
        return COULD_NOT_JUDGE
    codes = {EXIT[verdict] for verdict, count in counts.items() if count}
    if faulty or DOES_NOT_CONFORM in codes:
        return DOES_NOT_CONFORM
    if COULD_NOT_JUDGE in codes or not (counts.get("passed") or warned):
        return COULD_NOT_JUDGE
    return CONFORMS
