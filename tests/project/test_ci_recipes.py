"""The composite action and the generic recipe are run, step by step, as CI would run them."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

WRONG = """
import json, sys
from coalition_python.program import ARGV
import subprocess
child = subprocess.Popen(ARGV, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
for line in sys.stdin.buffer:
    child.stdin.write(line); child.stdin.flush()
    answer = json.loads(child.stdout.readline())
    value = answer.get("result", {}).get("value")
    if b"identity.lattice_root" in line and isinstance(value, str):
        answer["result"] = {"value": value[::-1]}
    print(json.dumps(answer), flush=True)
"""


@pytest.fixture(scope="module")
def out(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the recipe's first step, the installation, was run once."""
    made = tmp_path_factory.mktemp("ci") / ".assay"
    result = _recipe(root, made.parent, made, "install", ASSAY_TARGET="reference:")
    assert result.returncode == 0, result.stdout + result.stderr
    return made


def _recipe(root: Path, where: Path, out: Path, *step: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "NO_COLOR": "1", "ASSAY_PYTHON": sys.executable, "ASSAY_OUT": str(out), **variables}
    command = ["sh", str(root / "ci" / "assay-ci.sh"), *step]
    return subprocess.run(command, cwd=where, env=environment, capture_output=True, text=True, check=False)


def _wrong(folder: Path, out: Path) -> str:
    (folder / "wrong.py").write_text(WRONG, "utf-8")
    return f"stdio:{shlex.quote(str(out / 'venv' / 'bin' / 'python'))} wrong.py"


class _Action:
    """Runs the steps of `action.yml`: inputs with their defaults, `if: always()`, and the files of GITHUB_*."""

    def __init__(self, root: Path, where: Path) -> None:
        self.root, self.where = root, where
        self.action: dict[str, Any] = yaml.safe_load((root / "action.yml").read_text("utf-8"))
        self.files = {name: where / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        self.log = ""

    def __call__(self, **given: str) -> int:
        declared = self.action["inputs"]
        assert given.keys() <= declared.keys()
        assert all(name in given for name, each in declared.items() if each.get("required"))
        inputs = {name: str(each.get("default", "")) for name, each in declared.items()} | given
        code = 0
        for step in self.action["runs"]["steps"]:
            assert step.get("if", "always()") == "always()", "the runner knows no other condition"
            if code == 0 or "if" in step:
                code = self._step(step, inputs) or code
        return code

    def _step(self, step: dict[str, Any], inputs: dict[str, str]) -> int:
        mine = {
            name: re.sub(r"\$\{\{ inputs\.(\w+) \}\}", lambda found: inputs[found[1]], value)
            for name, value in step.get("env", {}).items()
        }
        for file in self.files.values():
            file.touch()
        result = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=self.where,
            env={
                **os.environ,
                "NO_COLOR": "1",
                "GITHUB_ACTION_PATH": str(self.root),
                **{name: str(path) for name, path in self.files.items()},
                **mine,
            },
            capture_output=True,
            text=True,
            check=False,
        )
        self.log += result.stdout + result.stderr
        return result.returncode


@pytest.fixture
def action(root: Path, tmp_path: Path) -> _Action:
    return _Action(root, tmp_path)


def test_the_action_passes_the_reference(action: _Action, out: Path, tmp_path: Path) -> None:
    """All steps run, the outputs name files that are there, and the job's page has the sentence."""
    given = {"require": "identity.lattice encoding", "filter": "identity/lattice-* identity/pair/*"}
    code = action(target="reference:", python=sys.executable, out=str(out), **given)

    assert code == 0, action.log
    outputs = dict(line.split("=", 1) for line in action.files["GITHUB_OUTPUT"].read_text("utf-8").splitlines())
    assert outputs.keys() == action.action["outputs"].keys()
    assert all(Path(file).stat().st_size for file in outputs.values())
    assert "a selection is no claim of conformance" in action.files["GITHUB_STEP_SUMMARY"].read_text("utf-8")


def test_the_action_fails_a_wrong_adapter(action: _Action, out: Path, tmp_path: Path) -> None:
    """A wrong value is exit 1, and the job's page says so all the same."""
    target = _wrong(tmp_path, out)

    code = action(target=target, filter="identity/lattice-*", python=sys.executable, out=str(out))

    assert code == 1, action.log
    assert "does not conform" in action.files["GITHUB_STEP_SUMMARY"].read_text("utf-8")


def test_no_input_becomes_a_part_of_a_script(action: _Action) -> None:
    """Inputs reach the steps as variables alone, so that none of them is run; every one is used."""
    steps = action.action["runs"]["steps"]
    assert all("${{" not in step["run"] for step in steps)
    used = {name for step in steps for name in re.findall(r"inputs\.(\w+)", str(step["env"]))}
    assert used == action.action["inputs"].keys()


@pytest.mark.parametrize(("right", "code"), [(True, 0), (False, 1)])
def test_the_steps_of_the_recipe(root: Path, out: Path, tmp_path: Path, right: bool, code: int) -> None:
    """The steps alone, against the reference and against a wrong adapter."""
    target = "reference:" if right else _wrong(tmp_path, out)
    options = {"ASSAY_TARGET": target, "ASSAY_FILTER": "identity/lattice-*", "ASSAY_STRICT": "true"}
    for report in ("junit.xml", "report.json", "summary.md"):
        (out / report).unlink(missing_ok=True)

    assert _recipe(root, tmp_path, out, "smoke", **options).returncode == 0
    result = _recipe(root, tmp_path, out, "run", **options)
    assert result.returncode == code, result.stdout + result.stderr
    assert _recipe(root, tmp_path, out, "summary", **options).returncode == 0
    assert all((out / report).stat().st_size for report in ("junit.xml", "report.json", "summary.md"))


def test_the_whole_recipe(root: Path, out: Path, tmp_path: Path) -> None:
    """Without an argument everything is done; the judgement is the exit code, and known failures are read."""
    known = tmp_path / "known failures.txt"
    known.write_text("identity/lattice-root/no-such-case  it has gone\n", "utf-8")
    options = {"ASSAY_TARGET": "reference:", "ASSAY_FILTER": "identity/lattice-root/*"}

    assert _recipe(root, tmp_path, out, **options).returncode == 0
    result = _recipe(root, tmp_path, out, "run", **options, ASSAY_XFAIL=str(known))
    assert result.returncode == 1, result.stdout + result.stderr
    assert "no-such-case" in result.stdout


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({}, "ASSAY_TARGET is not set"),
        ({"ASSAY_TARGET": "reference:", "ASSAY_VERSION": "0.0.7"}, "not 0.0.7"),
        ({"ASSAY_TARGET": "reference:", "ASSAY_REQUIRE": "wings"}, "wings"),
    ],
)
def test_wrong_usage_is_2(root: Path, out: Path, tmp_path: Path, variables: dict[str, str], said: str) -> None:
    """A missing target, another version of the suite and an unknown feature are errors of usage."""
    step = ("run",) if "ASSAY_REQUIRE" in variables else ("install",)
    result = _recipe(root, tmp_path, out, *step, **variables)

    assert result.returncode == 2, result.stdout + result.stderr
    assert said in result.stderr
