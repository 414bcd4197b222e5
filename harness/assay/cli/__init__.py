"""The command `assay`. Each subcommand is imported only when it is called: `assay --version` costs next to nothing."""

from __future__ import annotations

import importlib
from typing import Any, Final

import click

import assay

#: Subcommand → the module that defines `command`, and the line shown in the list.
COMMANDS: Final = {
    "run": "Ask a target the suite's cases and say whether it conforms.",
    "list": "List the cases that a selection asks.",
    "judge": "Judge a recorded history again, offline.",
    "merge": "Make one history of those of all shares.",
    "report": "Views of recorded histories: HTML, Markdown, badge, JUnit, JSON.",
    "compare": "What one of two targets or histories passes and the other does not.",
    "latency": "Time a target, operation by operation.",
    "xfail": "Make a file of known failures from a history.",
    "smoke": "Check an adapter before it is judged.",
    "vectors": "Write, check and compare the golden vectors.",
    "release": "Freeze the list of a version of the specification, and check that nothing in it moved.",
    "trace": "Requirement → reference → vectors → checks → mutants.",
    "explain": "Print a requirement with all that hangs on it.",
    "battery": "Programs that misbehave: list them, start them, see them judged.",
    "mutants": "Prove the suite: every wrong implementation must fail it.",
}


class _Lazy(click.Group):
    def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        main: Any = super().main
        if not standalone_mode:
            return main(*args, standalone_mode=False, **extra)
        from assay.cli.ending import end  # noqa: PLC0415 - start-up time

        return end(lambda: main(*args, standalone_mode=False, **extra))

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"assay.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(assay.__version__, prog_name="assay")
def main() -> None:
    """Ask an implementation what the specification asks of it.

    \b
    assay run                                  the bundled reference
    assay run --target "stdio:./my-program"    a program on standard input and output
    assay run --target http://localhost:8080/  a service
    assay explain ID-12                        what a requirement says

    Exit codes: 0 conforms, 1 does not, 2 wrong usage, 3 could not judge.
    """  # noqa: D301 - click reads \b as a mark: do not wrap
