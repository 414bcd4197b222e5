"""Nothing is left behind, whatever ended the run; and no run removes what another still uses."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from assay.targets.container import sweep
from assay.targets.owner import LABEL, STALE, abandoned, owner

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(command, environment, tmp_path) -> Iterator[Start]:
    """Start a run without waiting for it."""
    started: list[subprocess.Popen[str]] = []

    def start(target: str, *options: str) -> subprocess.Popen[str]:
        started.append(
            subprocess.Popen(
                command(target, *options),
                cwd=tmp_path,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
        )
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


def of(engine: Any, process: subprocess.Popen[str]) -> list[Any]:
    """The containers of that run, whatever their state."""
    found = engine.api.containers(all=True, filters={"label": LABEL})
    return [entry for entry in found if entry["Labels"][LABEL].split(".")[1] == str(process.pid)]


def wait_for(engine: Any, process: subprocess.Popen[str], count: int, state: str | None = None) -> list[Any]:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        entries = of(engine, process)
        if len(entries) == count and all(state in (None, entry["State"]) for entry in entries):
            return entries
        time.sleep(0.05)
    raise AssertionError(f"not {count} containers of that run, but {of(engine, process)}")


@pytest.mark.parametrize("mode", ["", "-m battery crash-always", "-m battery exit-now", "-m battery stay"])
def test_after_the_end(engine, toy, start, mode: str) -> None:
    process = start(f"docker:{toy} {mode}", "--crash-budget", "3")
    process.communicate(timeout=120)

    assert of(engine, process) == []


@pytest.mark.parametrize("target", ["docker:{} -m battery silent", "docker+http:{} -c 'import time; time.sleep(99)'"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_after_an_interruption(engine, toy, start, target: str, number: signal.Signals) -> None:
    process = start(target.format(toy))
    wait_for(engine, process, 1, "running")
    process.send_signal(number)
    said, _ = process.communicate(timeout=60)

    assert process.returncode == 3, said
    assert of(engine, process) == []


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("delay", [0.3, 0.4, 0.5, 0.6, 0.8])
def test_after_an_interruption_while_it_starts(engine, toy, start, delay: float, times: int) -> None:
    """The signal falls before, in and after the making of the container; where exactly is no matter."""
    process = start(f"docker:{toy} -m battery silent")
    time.sleep(delay)
    for _ in range(times):
        process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)

    assert of(engine, process) == []


def test_the_next_run_sweeps_what_a_killed_one_left_and_spares_the_living(engine, toy, start, judge) -> None:
    killed, living = (start(f"docker:{toy} -m battery silent") for _ in range(2))
    wait_for(engine, killed, 1, "running")
    wait_for(engine, living, 1, "running")
    killed.kill()
    killed.wait()

    assert judge(f"docker:{toy}").returncode == 0

    assert of(engine, killed) == []
    assert [entry["State"] for entry in of(engine, living)] == ["running"]


def test_parallel_runs_spare_each_other(engine, toy, start) -> None:
    runs = [start(f"docker:{toy} -m battery crash-on-7") for _ in range(3)]
    said = [process.communicate(timeout=120)[0] for process in runs]

    assert [process.returncode for process in runs] == [1, 1, 1], said
    assert all("1 crashed 71 passed" in " ".join(each.split()) for each in said), said
    assert all(of(engine, process) == [] for process in runs)


def test_a_sweep_spares_ours(engine, toy) -> None:
    container = engine.containers.create(toy, labels={LABEL: owner()})
    try:
        sweep(engine)
        container.reload()
    finally:
        container.remove(force=True)


def test_whose_owner_is_dead() -> None:
    place, pid, started = owner().split(".")

    assert not abandoned(owner(), running=False, age=2 * STALE)
    assert abandoned(f"{place}.{pid}.{int(started) + 1}", running=True, age=0)
    assert abandoned(f"{place}.4999999.1", running=True, age=0)


@pytest.mark.parametrize(
    ("running", "age", "swept"), [(True, 2 * STALE, False), (False, 0, False), (False, 2 * STALE, True)]
)
def test_an_owner_elsewhere_is_given_time(running: bool, age: float, swept: bool) -> None:
    _, pid, started = owner().split(".")

    assert abandoned(f"another-boot.{pid}.{started}", running=running, age=age) is swept
