"""`assay battery`."""

# ruff: noqa: PLC0415 - start-up time: heavy modules are imported where they are used

from __future__ import annotations

import shlex
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import click

from assay.cli.tables import show_json, show_table

if TYPE_CHECKING:
    from assay.battery.catalogue import Program
    from assay.trial.attempt import Outcome

_COLUMNS = ("program", "transport", "what it does", "what it gives")


@click.group()
def command() -> None:
    """Programs that misbehave: list them, start them, see them judged.

    \b
    assay battery list
    assay battery show hang-on-7
    assay battery run crash-on-7 http-bomb-on-7
    assay run --suite battery --target "stdio:$(assay battery command crash-on-7)"
    """  # noqa: D301 - click reads \b as a mark: do not wrap


@command.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print the catalogue.")
@click.option("--markdown", is_flag=True, help="Print the table of the documents.")
def list_programs(*, as_json: bool, markdown: bool) -> None:
    """List the programs, with what each does and what it is judged to be."""
    from assay.battery.catalogue import CATALOGUE, programs
    from assay.trial.table import given, table

    if as_json:
        click.echo(CATALOGUE.read_text("utf-8"), nl=False)
    elif markdown:
        click.echo(table(programs().values()), nl=False)
    else:
        rows = [(each.name, each.transport, each.what, given(each)) for each in programs().values()]
        show_table(_COLUMNS, rows)


@command.command()
@click.argument("name")
def show(*, name: str) -> None:
    """Say of a program what it does, how it is started and what it should be judged to be."""
    from assay.trial.table import given

    program = _program(name)
    lines = {
        "does": program.what,
        "transport": program.transport,
        "command": shlex.join(program.command()),
        "options": " ".join(f"--{option} {value:g}" for option, value in program.options.items()),
        "gives": given(program),
        "costs": program.expect.case or "",
        "says": program.expect.says,
        "within": f"{program.seconds} s and {program.mebibytes} MiB",
    }
    click.echo(program.name)
    for label, words in lines.items():
        if words:
            click.echo(f"  {label:<10} {words}")


@command.command(name="command")
@click.argument("name")
@click.option("--scratch", metavar="FOLDER", help="Where it remembers what was before; some programs need one.")
def command_line(*, name: str, scratch: str | None) -> None:
    """Print the command line that starts a program, for a shell.

    One over standard input and output answers there. One over HTTP prints its URL first, and stays until it is ended.
    """
    program = _program(name)
    if program.scratch and scratch is None:
        raise click.UsageError(f"{name} needs --scratch FOLDER")
    click.echo(shlex.join(program.command(scratch or "")))


@command.command()
def cases() -> None:
    """Print the questions that the programs know the answers to, and the answers: a JSON object a line."""
    import msgspec

    from assay.suite import Case
    from assay.trial.suite import ToySuite

    for case in ToySuite().cases():
        if isinstance(case, Case):
            named = {"id": case.id, "method": case.operation, "params": case.params, "expect": case.expect}
            click.echo(msgspec.json.encode(named))


@command.command()
@click.argument("names", nargs=-1, metavar="[PROGRAM]...")
@click.option("--jobs", "-j", type=click.IntRange(1, 64), default=1, show_default=True, metavar="N",
              help="Programs that are judged at a time.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def run(*, names: tuple[str, ...], jobs: int, as_json: bool) -> None:
    """Judge programs of the battery, all unless some are named, each in a process of its own with its time and memory.

    Exit codes: 0 all were judged as the catalogue says, 1 some were not, 2 wrong usage.
    """
    from assay.battery.catalogue import programs
    from assay.trial.apart import judged

    chosen = [_program(name) for name in names] or list(programs().values())
    wrong, found = 0, {}
    with ThreadPoolExecutor(jobs) as pool:
        for program, (outcome, differences) in zip(chosen, pool.map(judged, chosen), strict=True):
            wrong += bool(differences)
            found[program.name] = {"outcome": outcome, "differences": differences}
            if not as_json:
                _tell(program, outcome, differences)
    if as_json:
        show_json(found)
    else:
        click.echo(f"{len(chosen) - wrong} of {len(chosen)} as the catalogue says")
    sys.exit(1 if wrong else 0)


def _tell(program: Program, outcome: Outcome | None, differences: list[str]) -> None:
    from assay.trial.attempt import counted

    gave = "" if outcome is None else f"{counted(outcome.counts)}; exit {outcome.exit}; {outcome.mebibytes} MiB"
    click.echo(f"{'✗' if differences else '✓'} {program.name}: {gave or 'not judged'}")
    for difference in differences:
        click.echo(f"    {difference}")


def _program(name: str) -> Program:
    from assay.battery.catalogue import programs

    program = programs().get(name)
    if program is None:
        raise click.UsageError(f"no program {name!r} in the battery; `assay battery list` shows them")
    return program
