"""A program that verifies Ed25519 by another policy is told which policy it has."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from conformance.ed25519_policies import NOTES, OTHERS

PROGRAM = """
import sys
from assay_kit import Adapter
from coalition.crypto.ed25519 import verdicts
from coalition.json_form import arguments, parameters
from conformance.ed25519_policies import misses

adapter = Adapter("by-another-policy", "1.0.0", "python", features=["crypto.ed25519"])


@adapter.operation("crypto.ed25519_verdicts")
def answer(params):
    return {"value": misses(arguments(parameters(verdicts), params)["inputs"])[sys.argv[1]]}


adapter.serve()
"""


@pytest.mark.parametrize("flag", OTHERS)
def test_the_report_names_the_policy(flag: str, tmp_path: Path) -> None:
    """The first mistake of the report is the sentence of the policy."""
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, "utf-8")
    command = [sys.executable, "-m", "assay", "run", "--no-history", "--filter", "crypto/ed25519-verdicts/speccheck"]
    done = subprocess.run(
        [*command, "--target", f"stdio:{sys.executable} {program} {flag}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert NOTES[flag].description in " ".join(done.stdout.split())
