"""`assay compare`."""

from __future__ import annotations

# ruff: noqa: PLC0415 - start-up time: heavy modules are imported where they are used
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assay.cli.choosing import selection_options, take_selection
from assay.cli.common import Text, open_suite, open_target, suite_option

if TYPE_CHECKING:
    from assay.comparison import Comparison, Side
    from assay.selection import Selection
    from assay.suite import Suite

#: Cases named of each requirement, unless all are wanted.
_NAMED = 5


@click.command()
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@suite_option
@selection_options
@click.option(
    "--seed", type=Text(), metavar="TEXT", default="compare", show_default=True, help="Seed of what targets are asked."
)
@click.option("--all", "every", is_flag=True, help="Name every case.")
@click.option("--json", "as_json", is_flag=True, help="Print the comparison as JSON.")
def command(
    *,
    a: str,
    b: str,
    suite_name: str | None,
    seed: str,
    every: bool,
    as_json: bool,
    **shared: Any,
) -> None:
    """Say what A passes and B does not, and the other way round.

    A and B are recorded histories, or targets as of assay run, which are then asked. Beside a history a target is asked
    what the history asked. Histories are judged again, offline; only questions put to both are compared.

    \b
    assay compare before.ndjson after.ndjson
    assay compare reference: stdio:./my-program
    assay compare last-release.ndjson stdio:./my-program --json

    Exit codes: 0 both pass the same cases, 1 they differ, 2 wrong usage, 3 they show no difference but one of them
    could not be judged.
    """  # noqa: D301 - click reads \b as a mark: do not wrap
    from tempfile import TemporaryDirectory

    from assay.comparison import compare
    from assay.verdict import COULD_NOT_JUDGE

    suite = open_suite(suite_name)
    chosen = take_selection(shared, suite)
    recorded = [Path(name) for name in (a, b) if Path(name).is_file()]
    if chosen.narrows() and recorded:
        raise click.UsageError("a history has been asked already: a selection is for two targets")
    if len(recorded) == 1:
        chosen, seed = _asked(recorded[0])
    with TemporaryDirectory(prefix="assay-") as folder:
        sides = []
        for name, place in ((a, "a"), (b, "b")):
            path = Path(name)
            if not path.is_file():
                path = Path(folder) / f"{place}.ndjson"
                if _run(name, suite, chosen, seed, path):
                    click.echo(f"{place.upper()} was interrupted: nothing is compared", err=True)
                    sys.exit(COULD_NOT_JUDGE)
            sides.append(_side(path, suite))
        result = compare(*sides)
    if as_json:
        import msgspec

        click.echo(msgspec.json.format(msgspec.json.encode(result), indent=2))
    else:
        _show(result, suite, every=every)
    sys.exit(result.exit)


def _asked(path: Path) -> tuple[Selection, str]:
    """What a history asked, so that the same can be asked of a target."""
    from assay.history import HistoryError, records

    try:
        for _, record in records(path):
            if record.header is not None:
                return record.header.selection, record.header.seed
    except HistoryError as error:
        raise click.UsageError(str(error)) from None
    raise click.UsageError(f"{path} is empty")


def _run(uri: str, suite: Suite, selection: Selection, seed: str, path: Path) -> bool:
    """Ask a target; whether the user interrupted it."""
    from assay.history import History
    from assay.report.progress import shown
    from assay.runner import Options, run

    target = open_target(uri)
    with shown(selection.fresh or None, quiet=False) as progress:
        return run(
            target, suite, Options(seed=seed, selection=selection, explain=0), History(path), progress
        ).interrupted


def _side(path: Path, suite: Suite) -> Side:
    from assay.comparison import side
    from assay.history import HistoryError
    from assay.rejudge import rejudge
    from assay.report.claim import sentence

    try:
        # Every case counts here, however many fail; causes do not.
        outcome = rejudge(path, suite, keep_passed=True, limit=0, kept=None)
    except HistoryError as error:
        raise click.UsageError(str(error)) from None
    return side(outcome, sentence(outcome, suite))


def _show(result: Comparison, suite: Suite, *, every: bool) -> None:
    from assay.report.clean import line

    click.echo(f"A  {result.a}\nB  {result.b}\n")
    texts = suite.requirements()
    for one, letter, other in (("a", "A", "B"), ("b", "B", "A")):
        cases = [case for case in result.cases if case.passes == one]
        if not cases:
            continue
        names = [each.requirement for each in result.requirements if (each.only_a if one == "a" else each.only_b)]
        click.echo(
            f"{letter} passes and {other} does not: {_count(len(cases), 'case')} of {_count(len(names), 'requirement')}"
        )
        for name in names:
            click.echo(f"  {name}  {texts[name].text if name in texts else ''}")
            cited = [case for case in cases if name in case.requirements]
            for case in cited if every else cited[:_NAMED]:
                click.echo(f"    {case.case}  {case.b if one == 'a' else case.a}: {line(case.reason)}")
            if not every and len(cited) > _NAMED:
                click.echo(f"    … and {len(cited) - _NAMED} more (--all)")
        click.echo()
    for trouble in result.troubles:
        click.echo(f"✗ {line(trouble)}")
    for letter, alone in zip("AB", result.not_common, strict=True):
        if alone:
            click.echo(f"{_count(alone, 'case')} only {letter} was asked: not compared")
    click.echo(
        f"{result.both_pass} of {_count(result.common, 'common case')} pass in both, {result.neither_passes} in neither"
    )
    if result.exit:
        what = f"differ in {_count(len(result.cases), 'case')}" if result.cases else "could not be compared"
        click.echo(f"A and B {what}")
    else:
        click.echo("A and B pass the same cases")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' if number != 1 else ''}"
