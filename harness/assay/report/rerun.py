"""The command that shows a failure again."""

from __future__ import annotations

import glob
import shlex

from assay.runner import Run


def rerun(run: Run, cases: tuple[str, ...], until: int | None = None) -> str:
    """The command that asks just these cases of the same target again, scenarios up to the step `until`."""
    header = run.header
    words = ["assay", "run"]
    if header.suite_option is not None:
        words += ["--suite", header.suite_option]
    words += ["--target", header.target]
    for case in cases:
        words += ["--filter", glob.escape(case)]
    for file in header.selection.files:
        words += ["--file", file]
    if header.selection.shard is not None and not cases:
        words += ["--shard", str(header.selection.shard)]
    if header.selection.fresh:
        # Which cases are computed is decided by these, too.
        words += ["--fresh", str(header.selection.fresh)]
        for feature in header.selection.features:
            words += ["--feature", feature]
    if header.selection.profile is not None and (not cases or header.selection.fresh):
        words += ["--profile", header.selection.profile]
    if (last := until or header.selection.until) is not None:
        words += ["--until", str(last)]
    if not cases or header.selection.fresh:
        words += ["--seed", header.seed]
    return shlex.join(words)
