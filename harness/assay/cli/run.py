"""`assay run`."""

# ruff: noqa: PLC0415 - start-up time: heavy modules are imported where they are used

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assay.cli.common import open_suite, open_target, suite_option
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
@click.option(
    "--filter", "-k", "filters", multiple=True, metavar="GLOB", help="Only cases whose id matches. Repeatable."
)
@click.option(
    "--requirement", "-r", "requirements", multiple=True, metavar="ID", help="Only cases that cite it. Repeatable."
)
@click.option("--feature", "features", multiple=True, metavar="NAME", help="Only cases of this feature. Repeatable.")
@click.option("--file", "files", multiple=True, metavar="PATH", help="Only cases of this vector file. Repeatable.")
@click.option(
    "--fresh", type=click.IntRange(1), metavar="N", help="Ask N cases computed on the spot, not the committed ones."
)
@click.option("--shard", metavar="I/N", help="Only share I of N, the same on every machine; see assay merge.")
@click.option("--jobs", "-j", type=click.IntRange(1, 64), default=1, show_default=True, metavar="N",
              help="Processes, each with a target of its own.")  # fmt: skip
@click.option("--seed", metavar="TEXT", help="Seed of order, ids and fresh cases; random unless given, and printed.")
@click.option(
    "--require", multiple=True, metavar="FEATURE", help="Fail where the target does not claim it. Repeatable."
)
@click.option("--xfail", type=_FILE, help='Known failures: a file of lines "case-id  reason".')
@click.option("--strict", is_flag=True, help="A failed SHOULD decides the exit code too.")
@click.option("--window", type=click.IntRange(1, 1024), help="Requests in flight, at most.")
@click.option("--deadline", type=click.FloatRange(min=0.001), metavar="SECONDS", help="Time for one answer, at most.")
@click.option("--start-timeout", type=click.FloatRange(min=0.001), default=30.0, show_default=True, metavar="SECONDS",
              help="Time to start and answer describe.")  # fmt: skip
@click.option("--crash-budget", type=click.IntRange(1), default=20, show_default=True, metavar="N",
              help="Restarts before the target is given up.")  # fmt: skip
@click.option(
    "--history", type=_FILE, default=Path(".assay/last.ndjson"), show_default=True, help="Where every exchange goes."
)
@click.option("--no-history", is_flag=True, help="Keep no history.")
@file_options
@click.option("--all-failures", is_flag=True, help="Tell every cause in full and name every case.")
@click.option("--wide", is_flag=True, help="Print requests, answers and values whole, however long.")
@click.option("--quiet", "-q", is_flag=True, help="Only the headline.")
@click.option("--verbose", "-v", is_flag=True, help="Also cases that were skipped, or failed with their twin.")
def command(
    uri: str,
    suite_name: str | None,
    filters: tuple[str, ...],
    requirements: tuple[str, ...],
    features: tuple[str, ...],
    files: tuple[str, ...],
    fresh: int | None,
    shard: str | None,
    jobs: int,
    seed: str | None,
    require: tuple[str, ...],
    xfail: Path | None,
    strict: bool,
    window: int | None,
    deadline: float | None,
    start_timeout: float,
    crash_budget: int,
    history: Path,
    no_history: bool,
    all_failures: bool,
    wide: bool,
    quiet: bool,
    verbose: bool,
    **views: Any,
) -> None:
    """Ask a target the suite's cases and say whether it conforms.

    \b
    assay run --target "stdio:./my-program --driver"
    assay run --filter 'identity/*' --requirement ID-12
    assay run --fresh 1000 --seed today
    assay run -j 4 --shard 1/3 --history one.ndjson
    assay run --html report.html --junit report.xml --json report.json
    """  # noqa: D301 - click reads \b as a mark: do not wrap
    import secrets

    from assay.runner import EXPLAINED, Options
    from assay.selection import Selection, SelectionError, check
    from assay.shard import Shard, ShardError
    from assay.xfail import XfailError, read

    suite = open_suite(suite_name)
    try:
        share = Shard.parse(shard) if shard is not None else None
        selection = Selection(filters, requirements, features, files, fresh or 0, share)
        check(selection, suite)
        known = read(xfail) if xfail is not None else {}
    except (SelectionError, ShardError, XfailError) as error:
        raise click.UsageError(str(error)) from None
    for name in require:
        if name not in suite.features():
            raise click.UsageError(f"the suite has no feature {name!r}")
    written = Files.take(views)
    options = Options(
        seed=seed if seed is not None else secrets.token_hex(4),
        selection=selection,
        strict=strict,
        require=require,
        xfail=known,
        window=window,
        deadline=deadline,
        start_timeout=start_timeout,
        budget=crash_budget,
        explain=None if all_failures else EXPLAINED,
        keep_passed=written.junit is not None,
        suite_option=suite_name,
    )
    path = None if no_history else history
    code = _execute(
        open_target(uri),
        suite,
        options,
        path=path,
        jobs=jobs,
        files=written,
        quiet=quiet,
        verbose=verbose,
        wide=wide,
    )
    sys.exit(code)


def _execute(
    target: Target,
    suite: Suite,
    options: Options,
    *,
    path: Path | None,
    jobs: int,
    files: Files,
    quiet: bool,
    verbose: bool,
    wide: bool,
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
    with shown(options.selection.fresh or None, quiet=quiet) as progress:
        if jobs == 1:
            outcome = run(target, suite, options, history, progress)
        else:
            outcome = run_parallel(target, suite, options, path, jobs, progress)
    publish(
        outcome,
        suite,
        files=files,
        quiet=quiet,
        verbose=verbose,
        wide=wide,
        every=options.explain is None,
    )
    return outcome.exit
