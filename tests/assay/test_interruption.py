"""Interruptions that come more than once: what was judged is kept, and no target outlives the run."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from toy_suite import ARGV, ToySuite
from toy_tools import living

from assay import interruption
from assay.rejudge import rejudge

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="this system has no /proc")


class _Started:
    """`assay run` on a target that hangs, hears no SIGTERM, and writes down its number."""

    def __init__(self, tmp_path: Path, *options: str) -> None:
        self._pids = tmp_path / "pids"
        program = shlex.join([*ARGV, "ignore-sigterm", "hang-on-7"])
        target = shlex.join(["sh", "-c", f"echo $$ >> {shlex.quote(str(self._pids))}; exec {program}"])
        command = [sys.executable, "-m", "assay", "run", "--suite", "toy", "--target", f"stdio:{target}"]
        self.history = tmp_path / "history.ndjson"
        self.process = subprocess.Popen(
            [*command, "--seed", "test", "--history", str(self.history), *options],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path,
        )  # fmt: skip
        until = time.monotonic() + 30
        while not self.targets() and time.monotonic() < until:
            time.sleep(0.05)
        # By now it hangs.
        time.sleep(1.5)

    def targets(self) -> list[int]:
        return [int(line) for line in self._pids.read_text().split()] if self._pids.exists() else []

    def end(self) -> str:
        out, err = self.process.communicate(timeout=60)
        assert self.process.returncode == 3, err
        assert "Traceback" not in err
        assert self.targets()
        assert living(self.targets()) == []
        return out


@pytest.mark.parametrize("options", [(), ("-j", "2")])
def test_two_signals_at_a_time_are_one_interruption(tmp_path: Path, options: tuple[str, ...]) -> None:
    started = _Started(tmp_path, *options)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGINT):
        started.process.send_signal(number)
        time.sleep(0.05)
    assert started.end().splitlines()[-1] == "toy 1 could not be judged: interrupted"
    again = rejudge(started.history, ToySuite())
    assert again.stopped == "interrupted"
    assert again.tally.counts["passed"] > 0


@pytest.mark.parametrize("options", [(), ("-j", "2")])
def test_one_interruption_after_another_leaves_no_target(tmp_path: Path, options: tuple[str, ...]) -> None:
    started = _Started(tmp_path, *options)
    while started.process.poll() is None:
        started.process.send_signal(signal.SIGINT)
        time.sleep(0.3)
    started.end()


class _Work:
    interrupted = False
    waiting = False
    discarded = 0

    def discard(self) -> None:
        self.discarded += 1


def test_a_later_signal_ends_the_work_anyhow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interruption, "TOGETHER", 0.0)
    work = _Work()

    def interrupted_twice() -> None:
        with interruption.interruptible(work):
            os.kill(os.getpid(), signal.SIGTERM)
            assert work.interrupted
            os.kill(os.getpid(), signal.SIGTERM)

    with pytest.raises(KeyboardInterrupt):
        interrupted_twice()
    assert work.discarded == 1


def test_a_fault_leaves_no_target() -> None:
    work = _Work()
    with pytest.raises(ZeroDivisionError), interruption.interruptible(work):
        _ = 1 / 0
    assert work.discarded == 1


def test_another_thread_cannot_be_interrupted() -> None:
    done: list[bool] = []

    def run() -> None:
        with interruption.interruptible(_Work()):
            done.append(True)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert done == [True]
