"""Exit codes where something goes wrong that says nothing of the target: never 1, and no verdict is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from toy_tools import Cli, toy_uri

from assay.history import Footer, History

SUITE = ("--suite", "toy")
FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")


def _start(tmp_path: Path, *arguments: str, **options: object) -> subprocess.Popen[str]:
    return subprocess.Popen(  # type: ignore[call-overload,no-any-return]
        [sys.executable, "-m", "assay", *arguments], cwd=tmp_path, stderr=subprocess.PIPE, text=True, **options
    )


@pytest.mark.parametrize(("mode", "code"), [("basic-only", 0), ("wrong-value", 1), ("exit-now", 3)])
def test_a_reader_who_leaves_changes_no_verdict(tmp_path: Path, mode: str, code: int) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with _start(tmp_path, "run", *SUITE, "--target", toy_uri(mode), stdout=writer) as process:
        os.close(writer)
        _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (code, "")


@pytest.mark.parametrize("command", [("list",), ("trace",), ("run", "--help"), ("explain", "TOY-1")])
def test_a_reader_who_leaves_is_no_failure(tmp_path: Path, command: tuple[str, ...]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    suite = SUITE if command[0] != "run" else ()
    with _start(tmp_path, *command, *suite, stdout=writer) as process:
        os.close(writer)
        _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (0, "")


@needs_full
@pytest.mark.parametrize("command", [("list", *SUITE), ("run", *SUITE, "--target", "toy:")])
def test_an_output_that_is_full_is_told(tmp_path: Path, command: tuple[str, ...]) -> None:
    with FULL.open("w") as full, _start(tmp_path, *command, stdout=full) as process:
        _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (3, "assay: [Errno 28] No space left on device\n")


def test_a_closed_output_changes_no_verdict(tmp_path: Path) -> None:
    done = subprocess.run(
        f'"{sys.executable}" -m assay run --suite toy --target toy: >&-',
        shell=True, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


@needs_full
@pytest.mark.parametrize("option", ["--html", "--markdown", "--badge", "--junit", "--json"])
def test_a_report_that_cannot_be_written_costs_no_judgement(cli: Cli, option: str) -> None:
    done = cli("run", *SUITE, "--target", "toy:", option, str(FULL))
    assert done.returncode == 2
    assert "cannot write: [Errno 28]" in done.stderr
    assert done.stdout.splitlines()[-1].startswith("toy 1 conforms to toy spec")


@needs_full
@pytest.mark.parametrize("mode", ["basic-only", "wrong-value"])
def test_what_was_not_recorded_is_not_judged(cli: Cli, mode: str) -> None:
    done = cli("run", *SUITE, "--target", toy_uri(mode), "--history", str(FULL))
    assert done.returncode == 3
    assert "toy 1 could not be judged: the history could not be written: [Errno 28]" in done.stdout


@needs_full
def test_what_was_not_recorded_of_a_share_is_not_judged(cli: Cli) -> None:
    assert cli("run", *SUITE, "--target", "toy:", "-j", "2", "--history", str(FULL)).returncode == 3


def test_long_answers_are_not_held_back(tmp_path: Path) -> None:
    history = History(tmp_path / "history.ndjson")
    for _ in range(4):
        history.passed(b'"case"', b"{}", b'"%s"' % (b"x" * 400_000))
        history.settle()
    assert (tmp_path / "history.ndjson").stat().st_size > 1_000_000
    history.close(Footer({}, 0))


@needs_full
def test_known_failures_are_not_read_from_a_device(cli: Cli) -> None:
    assert cli("run", *SUITE, "--target", toy_uri("wrong-value")).returncode == 1
    done = cli("xfail", "write", *SUITE, "-o", str(FULL))
    assert (done.returncode, "cannot write /dev/full" in done.stderr) == (2, True)


def test_an_interruption_is_no_verdict_however_early(tmp_path: Path) -> None:
    # The suite's import waits for us: that is before anything is asked.
    (tmp_path / "waiting.py").write_text(
        "import sys, time\n"
        "from assay.cli import main\n"
        "def wait(name):\n"
        "    print('here', file=sys.stderr, flush=True)\n"
        "    time.sleep(60)\n"
        "import assay.registry\n"
        "assay.registry.load_suite = wait\n"
        "main()\n"
    )
    with subprocess.Popen(
        [sys.executable, "waiting.py", "run", *SUITE], cwd=tmp_path, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == "here\n"
        process.send_signal(signal.SIGINT)
        said = process.stderr.read()
    assert (process.returncode, said.strip()) == (3, "assay: interrupted")


def test_a_fault_of_the_suite_is_no_verdict(tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text(
        "import assay.registry\nfrom assay.cli import main\nassay.registry.load_suite = lambda name: 1 / 0\nmain()\n"
    )
    done = subprocess.run(
        [sys.executable, "broken.py", "run", *SUITE], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    assert "ZeroDivisionError" in done.stderr
    assert "this is a fault of the suite" in done.stderr
