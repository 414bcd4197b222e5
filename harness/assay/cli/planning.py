"""Showing what `assay run --dry-run` found."""

# ruff: noqa: PLC0415 - start-up time: heavy modules are imported where they are used

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from assay.verdict import COULD_NOT_JUDGE

if TYPE_CHECKING:
    from assay.plan import Plan
    from assay.runner import Options
    from assay.suite import Suite
    from assay.targets.base import Target


def show_plan(target: Target | None, suite: Suite, options: Options) -> int:
    """Print the plan. The exit code says that nothing was judged, whatever the plan holds."""
    from assay.plan import describe, plan
    from assay.report.clean import indented, line
    from assay.session import NoDescribeError

    try:
        described = describe(target, suite, options) if target is not None else None
    except NoDescribeError as error:
        if error.log:
            click.echo("its standard error:\n" + indented(error.log))
        click.echo(
            f"{target.uri if target is not None else ''} could not be planned: no valid describe: {line(str(error))}"
        )
        return COULD_NOT_JUDGE
    found = plan(suite, options, described)
    _counts(found)
    for trouble in found.troubles:
        click.secho(f"✗ {trouble}", fg="red")
    click.echo(_sentence(found))
    return COULD_NOT_JUDGE


def _counts(found: Plan) -> None:
    rows = [(name, count, "") for name, count in sorted(found.asked.items())]
    rows += [(name, count, "not claimed: skipped") for name, count in sorted(found.unclaimed.items())]
    width = max((len(name) for name, _, _ in rows), default=0)
    for name, count, note in rows:
        click.secho(f"{count:>8}  {name:<{width}}  {note}".rstrip(), dim=bool(note))


def _sentence(found: Plan) -> str:
    if not found.selected:
        return "a dry run: nothing would be asked: the selection is empty"
    who = "a target that claims everything"
    if found.describe is not None:
        who = found.describe.title
    asked = found.asked.total()
    if not asked:
        return f"a dry run: nothing would be asked of {who}: it claims none of the features selected"
    skipped = found.unclaimed.total()
    rest = f", {skipped} skipped" if skipped else ""
    return (
        f"a dry run: {asked} cases in {found.units} units, of {found.requirements} requirements, "
        f"would be asked of {who}{rest}; nothing was judged"
    )
