"""The catalogue as words: what a program gives, and the table of the documents."""

from __future__ import annotations

from collections.abc import Iterable

from assay.battery.catalogue import Program
from assay.trial.attempt import counted

_HEAD = "| program | options | what it does | cases that do not pass; exit | what is said |\n|---|---|---|---|---|\n"


def given(program: Program) -> str:
    """The verdicts that do not pass, and the exit code."""
    wrong = {verdict: count for verdict, count in program.expect.counts.items() if verdict != "passed"}
    return f"{counted(wrong) if wrong else 'none'}; exit {program.expect.exit}"


def table(programs: Iterable[Program]) -> str:
    """A table of Markdown for each group of programs."""
    groups: dict[str, list[Program]] = {}
    for program in programs:
        groups.setdefault(program.group, []).append(program)
    parts = (f"### {name}\n\n{_HEAD}{''.join(map(_row, members))}" for name, members in groups.items())
    return "\n".join(parts)


def _row(program: Program) -> str:
    options = " ".join(f"--{name} {value:g}" for name, value in program.options.items())
    says = program.expect.says
    cells = (
        f"`{program.name}`",
        f"`{options}`" if options else "",
        program.what,
        given(program),
        f"“{says}”" if says else "",
    )
    return f"| {' | '.join(cells)} |\n"
