"""What the tests of the suite share: its cases, read once, and a copy of the project to doctor."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from assay.suite import Case, Question, Scenario
from conformance.entropy import Entropy
from conformance.fresh_scenarios import fresh_scenario
from conformance.scenarios.acts import ACTS
from conformance.scenarios.improvised import Act
from conformance.suite import CoalitionSuite

HERE = str(Path(__file__).parent)
if HERE not in sys.path:
    sys.path.insert(0, HERE)

settings.register_profile("suite", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")

Command = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def suite() -> CoalitionSuite:
    return CoalitionSuite()


@pytest.fixture(scope="session")
def questions(suite: CoalitionSuite) -> list[Question]:
    """Everything that is committed."""
    return list(suite.cases())


@pytest.fixture(scope="session")
def cases(questions: list[Question]) -> list[Case]:
    """What is asked of no world."""
    return [question for question in questions if isinstance(question, Case)]


@pytest.fixture(scope="session")
def scenarios(questions: list[Question]) -> list[Scenario]:
    """What is asked of one."""
    return [question for question in questions if isinstance(question, Scenario)]


@pytest.fixture(scope="session")
def improvised() -> list[Scenario]:
    """Scenarios that nobody wrote, of every act."""
    return [life for act in ACTS for life in lives_of(act)]


@cache
def lives_of(act: Act) -> list[Scenario]:
    """160 lives of an act, the same each time."""
    return [fresh_scenario(f"fresh/world/{number}", Entropy(f"improvised {number}"), act) for number in range(160)]


@pytest.fixture(scope="session")
def lives() -> Callable[[Act], list[Scenario]]:
    return lives_of


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    """A copy of the project's Python parts, its text and its vectors, to be edited."""
    made = tmp_path / "copy"
    for room in ("spec", "vectors", "conformance", "reference", "harness", "implementations/python"):
        shutil.copytree(root / room, made / room, ignore=shutil.ignore_patterns("__pycache__"))
    return made


@pytest.fixture
def within() -> Command:
    """Run Python in a copy: its packages are the ones that are imported."""

    def within(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        rooms = [copy, copy / "reference", copy / "harness", copy / "implementations" / "python"]
        env = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, rooms)), "PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.run(
            [sys.executable, *arguments], cwd=copy, env=env, capture_output=True, text=True, timeout=120, check=False
        )

    return within
