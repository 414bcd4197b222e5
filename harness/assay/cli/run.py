"""`assay run`."""

# ruff: noqa: PLC0415 - start-up time: heavy modules are imported where they are used

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from assay.cli.choosing import Display, display_options, selection_options, take_selection
from assay.cli.common import Seconds, Text, check_releases, open_suite, open_target, suite_option
from assay.cli.files import Files, file_options

if TYPE_CHECKING:
    from assay.runner import Options
    from assay.suite import Suite
    from assay.targets.base import Target

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.option("--target", "-t", "uri", default="reference:", show_default=True, metavar="URI",
              help="reference:, python:module:object, stdio:command, docker:image, http://… or https://…")  # fmt: skip
@suite_option
@selection_options
@click.option("--jobs", "-j", type=click.IntRange(1, 64), default=1, show_default=True, metavar="N",
              help="Processes, each with a target of its own.")  # fmt: skip
@click.option(
    "--seed", type=Text(), metavar="TEXT", help="Seed of order, ids and fresh cases; random unless given, and printed."
)
@click.option(
    "--require",
    multiple=True,
    metavar="NAME",
    help="Fail where the target does not claim this feature, or all of this profile. Repeatable.",
)
@click.option("--baseline", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="HISTORY",
              help="Require every feature that the target of this history claimed.")  # fmt: skip
@click.option("--xfail", type=_FILE, help='Known failures: a file of lines "case-or-requirement  reason".')
@click.option("--strict", is_flag=True, help="A failed SHOULD decides the exit code too.")
@click.option("--window", type=click.IntRange(1, 1024), help="Requests in flight, at most.")
@click.option("--deadline", type=Seconds(), metavar="SECONDS", help="Time for one answer, at most.")
@click.option("--start-timeout", type=Seconds(), default=30.0, show_default=True, metavar="SECONDS",
              help="Time to start and answer describe.")  # fmt: skip
@click.option("--crash-budget", type=click.IntRange(1), default=20, show_default=True, metavar="N",
              help="Restarts before the target is given up.")  # fmt: skip
@click.option(
    "--history", type=_FILE, default=Path(".assay/last.ndjson"), show_default=True, help="Where every exchange goes."
)
@click.option("--no-history", is_flag=True, help="Keep no history.")
@click.option("--dry-run", is_flag=True, help="Say what would be asked; a given target is asked describe alone.")
@file_options
@display_options
def command(
    uri: str,
    suite_name: str | None,
    jobs: int,
    seed: str | None,
    require: tuple[str, ...],
    baseline: Path | None,
    xfail: Path | None,
    strict: bool,
    window: int | None,
    deadline: float | None,
    start_timeout: float,
    crash_budget: int,
    history: Path,
    no_history: bool,
    dry_run: bool,
    **shared: Any,
) -> None:
    """Ask a target the suite's cases and say whether it conforms.

    \b
    assay run --target "stdio:./my-program --driver"
    assay run --filter 'identity/*' --requirement ID-12
    assay run --profile signer
    assay run --fresh 1000 --seed today
    assay run -j 4 --shard 1/3 --history one.ndjson
    assay run --html report.html --junit report.xml --json report.json
    assay run --dry-run --target stdio:./my-program

    Exit codes: 0 conforms, 1 does not, 2 wrong usage, 3 could not judge; a dry run judges nothing.
    """  # noqa: D301 - click reads \b as a mark: do not wrap
    import secrets

    from assay.profiles import UnknownNameError, check_names
    from assay.runner import EXPLAINED, Options
    from assay.xfail import Known, XfailError, read

    suite = open_suite(suite_name)
    check_releases(suite)
    selection = take_selection(shared, suite)
    display = Display.take(shared)
    try:
        known = read(xfail) if xfail is not None else Known()
        check_names(suite, require)
    except (UnknownNameError, XfailError) as error:
        raise click.UsageError(str(error)) from None
    if baseline is not None:
        require = (*require, *(name for name in claimed_by(baseline, suite) if name not in require))
    written = Files.take(shared)
    options = Options(
        seed=seed if seed is not None else secrets.token_hex(4),
        selection=selection,
        strict=strict,
        require=require,
        xfail=known.failures,
        flaky=known.flaky,
        window=window,
        deadline=deadline,
        start_timeout=start_timeout,
        budget=crash_budget,
        explain=None if display.every else EXPLAINED,
        keep_passed=written.junit is not None,
        suite_option=suite_name,
    )
    if dry_run:
        from assay.cli.planning import show_plan

        if written.wanted():
            raise click.UsageError("a dry run judges nothing: there is no report to write")
        given = click.get_current_context().get_parameter_source("uri") is not ParameterSource.DEFAULT
        sys.exit(show_plan(open_target(uri) if given else None, suite, options))
    path = None if no_history else history
    code = _execute(
        open_target(uri),
        suite,
        options,
        path=path,
        jobs=jobs,
        files=written,
        display=display,
    )
    sys.exit(code)


def claimed_by(history: Path, suite: Suite) -> tuple[str, ...]:
    """The features that the target of a history claimed; an error of usage where it is none of this suite."""
    from assay.history import HistoryError, records

    try:
        _, first = next(records(history), (0, None))
    except HistoryError as error:
        raise click.UsageError(str(error)) from None
    header = first.header if first is not None else None
    if header is None or header.suite != suite.name or header.describe is None:
        raise click.UsageError(f"{history} is no baseline: no target of the suite {suite.name} described itself in it")
    return header.describe.features


def _execute(
    target: Target,
    suite: Suite,
    options: Options,
    *,
    path: Path | None,
    jobs: int,
    files: Files,
    display: Display,
) -> int:
    from assay.cli.output import publish
    from assay.history import History
    from assay.parallel import run_parallel
    from assay.report.progress import shown
    from assay.runner import run

    try:
        history = History(path)
    except OSError as error:
        raise click.UsageError(f"cannot write the history: {error}") from None
    with shown(options.selection.fresh or None, quiet=display.quiet) as progress:
        if jobs == 1:
            outcome = run(target, suite, options, history, progress)
        else:
            outcome = run_parallel(target, suite, options, path, jobs, progress)
    publish(outcome, suite, files=files, display=display)
    return outcome.exit
