"""The command that runs a campaign: what it fails of, what it says, and what it keeps."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

Campaign = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def campaign(tmp_path: Path) -> Campaign:
    """The command, with a list of its own that is empty unless one is given."""

    def campaign(*arguments: str, listed: str = "[kinds]\n") -> subprocess.CompletedProcess[str]:
        path = tmp_path / "survivors.toml"
        path.write_text(listed, "utf-8")
        command = [sys.executable, "-m", "conformance.campaign", "-j", "1", "--survivors", str(path), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    return campaign


BLIND = ("--modules", "presence", "--ask", "encoding/hash/*")


def test_the_command_fails_of_a_survivor(campaign: Campaign) -> None:
    """Blind to absent ids, the suite lets mutants live; none is listed, and each is named. Seeing, it lets none."""
    blind = campaign(*BLIND)
    seeing = campaign("--modules", "presence", "--ask", "encoding/present-id/*")

    assert blind.returncode == 1, blind.stdout + blind.stderr
    assert "✗ lives, and is not listed: presence: check_present: swap_op: == ZERO_ID → != ZERO_ID" in blind.stdout
    assert seeing.returncode == 0, seeing.stdout + seeing.stderr
    assert "100.0 %" in seeing.stdout
    assert "\x1b" not in blind.stdout + seeing.stdout


def test_the_command_takes_the_list(campaign: Campaign, tmp_path: Path) -> None:
    """The same survivor, listed, is not named; once it dies, its entry is. A journal gives the same without a trial."""
    listed = """
        [kinds]
        blind = "of hashes alone"
        [[survivor]]
        module = "presence"
        where = "check_present"
        kind = "blind"
        reason = "no vector of a hash has an id"
    """
    journal = tmp_path / "journal.ndjson"

    blind = campaign(*BLIND, "--journal", str(journal), listed=listed)
    written = journal.read_bytes()
    again = campaign(*BLIND, "--journal", str(journal), listed=listed)
    seeing = campaign("--modules", "presence", "--ask", "encoding/present-id/*", listed=listed)

    assert "1 blind: of hashes alone" in blind.stdout
    assert "not listed: presence: check_present: swap_op" not in blind.stdout
    assert (again.stdout, journal.read_bytes()) == (blind.stdout, written)
    assert seeing.returncode == 1
    assert "✗ stale in the list: presence: check_present: swap_op" in seeing.stdout


def test_an_interrupted_campaign_keeps_what_it_tried(tmp_path: Path) -> None:
    """Ctrl-C ends it with 3, and what was tried stands in the journal."""
    journal = tmp_path / "journal.ndjson"
    command = [sys.executable, "-m", "conformance.campaign", "-m", "acl", "-j", "2", "--ask", "identity/acl/*"]
    with subprocess.Popen([*command, "--journal", str(journal)], stdout=subprocess.PIPE, text=True) as process:
        while not journal.exists() or journal.read_bytes().count(b"\n") < 3:
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate()

    assert process.returncode == 3, output
    assert "interrupted after" in output
    assert journal.read_bytes().count(b'"end":') >= 2


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (("--modules", "no-such"), 2, "no module matches no-such"),
        (("--sample", "0"), 2, "0 is not in the range"),
        (("--survivors", "no-such.toml"), 3, "no-such.toml"),
    ],
)
def test_exit_codes(campaign: Campaign, arguments: tuple[str, ...], code: int, word: str) -> None:
    """Usage is 2, what cannot be judged 3."""
    result = campaign(*arguments)

    assert result.returncode == code, result.stdout
    assert word in result.stdout + result.stderr
