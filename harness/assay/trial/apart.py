"""A program of the battery judged in a process apart, which is ended when its time is up."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
from tempfile import TemporaryDirectory

import msgspec

from assay.battery.catalogue import Program
from assay.trial.attempt import Outcome, differences

#: Seconds for the process to remove its target, once it is told to end.
_GRACE = 15


def judged(program: Program) -> tuple[Outcome | None, list[str]]:
    """What a program is judged to be, None where there was no time for it; and where that is not as it should be."""
    with TemporaryDirectory(prefix="assay-", ignore_cleanup_errors=True) as folder:
        process = subprocess.Popen(
            [sys.executable, "-m", "assay.trial", program.name, folder],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        try:
            said, log = process.communicate(timeout=program.seconds)
        except subprocess.TimeoutExpired:
            return None, [f"it was not judged in {program.seconds} s"]
        finally:
            _end(process)
    if process.returncode != 0:
        return None, [f"the harness failed: {log.decode('utf-8', 'replace')[-2000:]}"]
    outcome = msgspec.json.decode(said, type=Outcome)
    return outcome, differences(program, outcome)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=_GRACE)
        process.kill()
        process.communicate()
