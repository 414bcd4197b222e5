"""What the tests of the plugin share: a pytest in a folder of its own, and what `assay run` comes to beside it."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import msgspec
from toy_suite import WORLDS_ARGV, WorldSuite

from assay.history import History
from assay.runner import Options, Run, run
from assay.targets.stdio import StdioTarget
from assay.verdict import COULD_NOT_JUDGE, EXIT

#: What is reported of an item of each verdict; of the others a failure, or an error where nothing could be judged.
OUTCOMES = {"passed": "passed", "skipped": "skipped", "known-failure": "skipped", "known-flaky": "skipped"}
WORKERS: list[tuple[str, ...]] = [(), ("-n", "2")]
SUITE = ("--suite", "toy-worlds", "--seed", "test")


class Done(msgspec.Struct):
    """What one pytest came to: exit code, output, and of every case its outcome, verdict and text."""

    code: int
    out: str
    outcomes: dict[str, str]
    verdicts: dict[str, str]
    texts: dict[str, str]


Inner = Callable[..., Done]


def uri(*modes: str) -> str:
    return f"stdio:{shlex.join([*WORLDS_ARGV, *modes])}"


def start(
    folder: Path, *arguments: str, env: dict[str, str] | None = None, found: bool = False
) -> subprocess.Popen[str]:
    """Plugins that are not needed take longer to load than the toy to be judged; `found` loads all that there are."""
    plugins = [] if found else ["-p", "assay.pytest_plugin", *(["-p", "xdist"] if "-n" in arguments else [])]
    command = [sys.executable, "-m", "pytest", *plugins, "--junitxml", "out.xml", *arguments]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST")}
    environment["COLUMNS"] = "200"
    if not found:
        environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    (folder / "pytest.ini").touch()
    return subprocess.Popen(
        command,
        cwd=folder,
        env={**environment, **(env or {})},
        stdout=subprocess.PIPE,
        text=True,
        stderr=subprocess.STDOUT,
    )


def note(done: Done, case: ElementTree.Element) -> None:
    name = case.attrib["name"]
    kinds = {"failure": "failed", "error": "error", "skipped": "skipped"}
    results = [each for each in case if each.tag in kinds]
    done.outcomes[name] = next((kinds[each.tag] for each in results), "passed")
    done.texts[name] = "\n".join(f"{each.get('message')}\n{each.text}" for each in results)
    for each in case.iter("property"):
        if each.get("name") == "verdict":
            done.verdicts[name] = each.attrib["value"]


def alone(*modes: str, **options: Any) -> Run:
    """What `assay run` comes to."""
    given = Options(**{"seed": "test", "keep_passed": True, "kept": None, **options})
    return run(StdioTarget("toy", [*WORLDS_ARGV, *modes]), WorldSuite(), given, History(None))


def verdicts(outcome: Run) -> dict[str, str]:
    passed = {question.id: "passed" for question in outcome.tally.passed or ()}
    return {**passed, **{result.case.id: result.verdict for result in outcome.tally.results}}


def expected(outcome: Run) -> dict[str, str]:
    """Case → what pytest is to report."""
    undecided = {
        result.case.id for result in outcome.tally.results if not result.decides and result.verdict != "skipped"
    }
    found = {}
    for name, verdict in verdicts(outcome).items():
        wrong = "error" if EXIT[verdict] == COULD_NOT_JUDGE else "failed"  # type: ignore[index]
        found[name] = "passed" if name in undecided and wrong == "failed" else OUTCOMES.get(verdict, wrong)
    return found


def agrees(done: Done, outcome: Run) -> None:
    done.outcomes.pop("(run)", None)
    assert done.verdicts == verdicts(outcome)
    assert done.outcomes == expected(outcome)
    assert bool(done.code) == bool(outcome.exit)
