"""What the harness's tests share: a toy suite, known through entry points as any suite is, and real child programs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
SITE = str(HERE / "site")
HARNESS = str(HERE.parents[1] / "harness")
if SITE not in sys.path:
    sys.path.insert(0, SITE)

from toy_suite import ARGV, ToySuite  # noqa: E402
from toy_tools import Ask, Cli  # noqa: E402

from assay.history import History  # noqa: E402 - the toy suite has to be found first
from assay.runner import Options, Run, run  # noqa: E402
from assay.targets.stdio import StdioTarget  # noqa: E402


@pytest.fixture(autouse=True)
def _children_find_the_toy(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [SITE, HARNESS, *filter(None, [os.environ.get("PYTHONPATH")])]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(found))
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.fixture
def suite() -> ToySuite:
    return ToySuite()


@pytest.fixture
def history_file(tmp_path: Path) -> Path:
    return tmp_path / "history.ndjson"


@pytest.fixture
def ask(history_file: Path) -> Ask:
    """Run the toy suite against the toy program in some modes: `ask("crash-on-7", deadline=0.5)`."""

    def ask(*modes: str, suite: ToySuite | None = None, **options: Any) -> Run:
        target = StdioTarget("toy", [*ARGV, *modes])
        return run(target, suite or ToySuite(), Options(**{"seed": "test", **options}), History(history_file))

    return ask


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    """Run the command `assay` in an empty folder."""

    def cli(*arguments: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "assay", *arguments],
            cwd=tmp_path,
            env={**os.environ, **(env or {})},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return cli
