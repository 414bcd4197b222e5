"""How the command ends where something goes wrong that is no verdict: never with 1, which says “does not conform”."""

# ruff: noqa: PLC0415 - start-up time: heavy modules are imported where they are used

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
from collections.abc import Callable
from typing import Any, NoReturn

import click

from assay.verdict import COULD_NOT_JUDGE


class _Output(io.FileIO):
    """Standard output. Who stops reading, as `head` does, has read enough: the verdict stands."""

    def write(self, data: Any) -> int:
        try:
            return super().write(data)
        except BrokenPipeError:
            _to_nowhere(self.fileno())
            return len(data)


def end(work: Callable[[], Any]) -> NoReturn:
    """Do the work of a command and leave with its exit code: 3 where it was interrupted or went wrong by itself."""
    _keep_writing()
    try:
        code = _worked(work)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        code = _unjudged("interrupted")
    except OSError as error:
        code = _unjudged(str(error))
    except Exception:
        import traceback

        traceback.print_exc()
        code = _unjudged("this is a fault of the suite, not of what it judges")
    with contextlib.suppress(ValueError):  # not the main thread
        # Only leaving is left, and what it leaves with is settled.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(code)


def _worked(work: Callable[[], Any]) -> Any:
    try:
        code = work()
    except SystemExit as left:
        code = left.code
    if sys.stdout is not None:
        # Now, or what fails at the very end would change the exit code.
        sys.stdout.flush()
    return code


def _unjudged(why: str) -> int:
    click.echo(f"assay: {why}", err=True)
    if sys.stdout is not None and sys.stdout is not sys.__stdout__:
        _to_nowhere(sys.stdout.fileno())
    return COULD_NOT_JUDGE


def _keep_writing() -> None:
    old: object = sys.stdout
    if old is None:  # closed by whoever started this
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - for as long as the process lives
        return
    if old is not sys.__stdout__ or not isinstance(old, io.TextIOWrapper):
        return
    binary = io.BufferedWriter(_Output(old.fileno(), "wb", closefd=False))
    sys.stdout = io.TextIOWrapper(binary, encoding=old.encoding, errors=old.errors, line_buffering=old.line_buffering)


def _to_nowhere(descriptor: int) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)
