"""What all tests share: the commands of this environment, and the tools that may be missing."""

from __future__ import annotations

import functools
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HERE = str(ROOT / "tests")
if HERE not in sys.path:
    sys.path.insert(0, HERE)

import debian  # noqa: E402 - beside this file
from needs import missing  # noqa: E402

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # Started in the background of a shell. What the tests start would ignore it, too, and is interrupted by some.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def unpacked() -> Callable[..., Path]:
    """`debian.unpacked`, for those who cannot go on without."""

    @functools.cache
    def unpacked(*packages: str, whole: bool = False) -> Path:
        try:
            return debian.unpacked(*packages, whole=whole)
        except debian.CannotUnpackError as error:
            missing(str(error))

    return unpacked


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def assay() -> list[str]:
    """The command `assay` of this environment."""
    return [sys.executable, "-m", "assay"]


@pytest.fixture(scope="session")
def cargo() -> str:
    """The command `cargo`. Without it the Rust part is left out, in plain words; in CI that is a failure."""
    found = shutil.which("cargo")
    if found is None:
        missing("cargo is not installed: the Rust implementations are neither built nor judged")
    return found


@pytest.fixture(scope="session")
def cargo_target() -> Path:
    """Where Rust is built: outside the checkout, so that a fresh clone does not build the world again."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "coalition-conformance"


def run(command: list[str], **options: object) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, its output captured as text."""
    return subprocess.run(command, check=False, capture_output=True, text=True, **options)  # type: ignore[call-overload]
