"""The battery: every program is judged as its catalogue says, stands in the document, and needs nothing of ours."""

from __future__ import annotations

import dataclasses
import json
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner
from toy_tools import Cli

import assay.battery
from assay.battery import catalogue, stdio, web
from assay.battery.behaviours import ALWAYS, AT_END, AT_START, ON_7
from assay.battery.catalogue import Expected, Program, programs
from assay.cli.battery import command
from assay.rejudge import rejudge
from assay.suite import Case, InvalidParams, Refusal, Value
from assay.trial.apart import judged
from assay.trial.attempt import attempt, differences
from assay.trial.suite import ToySuite
from assay.trial.table import table

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "misbehaving-programs.md"
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux shows the children of others")


def params() -> list[object]:
    return [pytest.param(each, id=each.name, marks=[LINUX] if each.scratch else []) for each in programs().values()]


@pytest.mark.parametrize("program", params())
def test_a_program_is_judged_as_the_catalogue_says(program: Program) -> None:
    """In its time and memory, by what it costs, and with nothing left of it."""
    outcome, found = judged(program)

    assert found == []
    assert outcome is not None
    assert bool(outcome.children) == program.name.startswith("leave-")


@pytest.mark.parametrize(
    "changes",
    [
        {"expect": Expected(exit=0, counts={"crashed": 1, "passed": 71}, case="toy/sum/plain-7", says="SIGSEGV")},
        {"expect": Expected(exit=1, counts={"crashed": 2, "passed": 70}, case="toy/sum/plain-7", says="SIGSEGV")},
        {"expect": Expected(exit=1, counts={"crashed": 1, "passed": 71}, case="toy/sum/plain-8", says="SIGSEGV")},
        {"expect": Expected(exit=1, counts={"crashed": 1, "passed": 71}, case="toy/sum/plain-7", says="SIGTERM")},
        {"mebibytes": 1},
    ],
    ids=["exit", "counts", "case", "says", "memory"],
)
def test_what_is_not_as_the_catalogue_says_is_told(tmp_path: Path, changes: dict[str, object]) -> None:
    # The tests that this process ran before count in its peak, and are not the program's.
    outcome = msgspec.structs.replace(attempt(programs()["crash-on-7"], tmp_path), mebibytes=24)
    assert differences(programs()["crash-on-7"], outcome) == []

    assert len(differences(dataclasses.replace(programs()["crash-on-7"], **changes), outcome)) == 1  # type: ignore[arg-type]


def test_a_program_that_is_not_judged_in_its_time_is_removed() -> None:
    program = dataclasses.replace(programs()["hang-on-7"], seconds=1)

    assert judged(program) == (None, ["it was not judged in 1 s"])


@LINUX
def test_a_child_that_is_left_is_told(tmp_path: Path) -> None:
    with started("silent") as child:
        (tmp_path / "children").write_text(f"{child.pid}\n")
        outcome = attempt(programs()["right"], tmp_path)

    assert f"left behind: {child.pid}" in differences(programs()["right"], outcome)


@pytest.mark.parametrize(
    "name", ["http-second-response-on-7", "http-stall-on-7", "earlier-id", "claim-less-later", "swapped-ids"]
)
def test_the_second_judgement_is_the_first(tmp_path: Path, name: str) -> None:
    live = attempt(programs()[name], tmp_path)

    again = rejudge(tmp_path / "history.ndjson", ToySuite())

    assert {str(verdict): count for verdict, count in again.tally.counts.items() if count} == live.counts
    assert ({result.case.id for result in again.tally.results}, again.exit) == (set(live.cases), live.exit)


def test_no_behaviour_is_left_out() -> None:
    """Each is a program, or part of one."""
    told = {word for program in programs().values() for word in program.behaviours()}

    assert told == {*AT_START, *ON_7, *ALWAYS, *AT_END, *web.RESPONSES, web.RIGHT, web.BAD_CERTIFICATE}


def test_a_program_is_called_as_what_it_does() -> None:
    """A name that is also a behaviour's is that behaviour alone."""
    for program in programs().values():
        if stdio.known(program.name) or web.known(program.name):
            assert program.behaviours() == (program.name,)
        assert (program.transport == "http") == program.name.startswith("http-")


def test_the_page_has_the_table() -> None:
    assert table(programs().values()) in PAGE.read_text("utf-8")


@contextmanager
def started(*arguments: str, module: str = "assay.battery", where: Path | None = None, **options: object) -> Iterator:
    flags = ["-S", "-E"] if where else []
    process = subprocess.Popen(
        [sys.executable, *flags, "-m", module, *arguments],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=where,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


QUESTION = b'{"jsonrpc":"2.0","id":5,"method":"toy.sum","params":{"a":7,"b":100}}'


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder that holds a copy of the package, and nothing else."""
    shutil.copytree(Path(assay.battery.__file__).parent, tmp_path / "copied", ignore=lambda *_: ["__pycache__"])
    return tmp_path


@pytest.mark.parametrize(
    ("words", "said"),
    [([], b'"value":107}'), (["wrong-on-7"], b'"value":108}'), (["nan-on-7"], b"NaN"), (["start-once"], b"--scratch")],
)
def test_a_copy_runs_with_python_alone(elsewhere: Path, words: list[str], said: bytes) -> None:
    """Without the harness, and without any package that is installed."""
    with started(*words, module="copied", where=elsewhere) as process:
        answer, log = process.communicate(QUESTION + b"\n")

    assert said in answer + log


def test_a_copy_serves_http(elsewhere: Path) -> None:
    with started("http-wrong-value-on-7", module="copied", where=elsewhere) as process:
        url = process.stdout.readline().decode().strip()
        with urllib.request.urlopen(urllib.request.Request(url, QUESTION)) as response:
            assert b'"value":108}' in response.read()


@pytest.mark.parametrize("words", [["nonsense"], ["right", "nonsense"], ["http-nonsense"], ["right", "http-right"]])
def test_a_word_that_is_none_is_refused(words: list[str]) -> None:
    with started(*words) as process:
        _, log = process.communicate(b"")

    assert process.returncode != 0
    assert words[-1].encode() in log


def test_behaviours_may_be_put_together() -> None:
    with started("salt", "wrong-on-7") as process:
        answers, _ = process.communicate(QUESTION + b"\n" + QUESTION.replace(b"7,", b"8,") + b"\n")

    assert [json.loads(line)["result"]["value"] for line in answers.splitlines()] == [108, 108]


def test_the_list_is_the_catalogue(cli: Cli) -> None:
    lines = cli("battery", "list").stdout.splitlines()

    assert [line.split("\t")[0] for line in lines] == list(programs())
    assert "crash-on-7\tstdio\tkills itself with a signal\t1 crashed; exit 1" in lines
    assert json.loads(cli("battery", "list", "--json").stdout) == json.loads(catalogue.CATALOGUE.read_text())
    assert cli("battery", "list", "--markdown").stdout in PAGE.read_text("utf-8")


def test_one_is_shown(cli: Cli) -> None:
    shown = cli("battery", "show", "hang-on-7").stdout

    for words in ("never answers", "-m assay.battery hang-on-7", "--deadline 1", "1 timed-out; exit 1", "128 MiB"):
        assert words in shown


def test_the_command_line_starts_it(cli: Cli) -> None:
    line = cli("battery", "command", "wrong-on-7").stdout.strip()

    done = cli("run", "--suite", "battery", "--target", f"stdio:{line}")

    assert (done.returncode, "does not conform to battery spec 0.1" in done.stdout) == (1, True)
    assert "toy/sum/plain-7" in done.stdout
    assert cli("battery", "command", "leave-child").returncode == 2
    assert cli("battery", "command", "leave-child", "--scratch", "a b").stdout.endswith("--scratch 'a b'\n")


@pytest.mark.parametrize("arguments", [("show", "wings"), ("command", "wings"), ("run", "wings")])
def test_what_is_no_program_is_an_error_of_usage(cli: Cli, arguments: tuple[str, str]) -> None:
    done = cli("battery", *arguments)

    assert (done.returncode, "no program 'wings'" in done.stderr) == (2, True)


def test_some_are_judged(cli: Cli) -> None:
    done = cli("battery", "run", "crash-on-7", "http-redirect-on-7", "-j", "2")

    first, second, third = done.stdout.splitlines()
    assert first.startswith("✓ crash-on-7: 1 crashed, 71 passed; exit 1; ")
    assert second.startswith("✓ http-redirect-on-7: 1 garbled, 71 passed; exit 1; ")
    assert (third, done.returncode) == ("2 of 2 as the catalogue says", 0)


def test_what_is_judged_otherwise_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = dataclasses.replace(programs()["wrong-on-7"], expect=Expected(exit=0, counts={"passed": 72}))
    monkeypatch.setattr(catalogue, "programs", lambda: {"wrong-on-7": wanted})

    done = CliRunner().invoke(command, ["run"])
    as_json = CliRunner().invoke(command, ["run", "--json"])

    assert done.output.startswith("✗ wrong-on-7: 1 failed, 71 passed; exit 1; ")
    assert "    exit 1, not 0\n    1 failed, 71 passed; not 72 passed\n0 of 1 as the catalogue says\n" in done.output
    (found,) = json.loads(as_json.output).values()
    assert found["differences"] == ["exit 1, not 0", "1 failed, 71 passed; not 72 passed"]
    assert (done.exit_code, as_json.exit_code) == (1, 1)


def test_the_questions_can_be_had_without_the_harness(cli: Cli) -> None:
    """Each is answered by the right program as it is expected to be."""
    rows = [json.loads(line) for line in cli("battery", "cases").stdout.splitlines()]
    asked = [{"jsonrpc": "2.0", "id": 1, "method": row["method"], "params": row["params"]} for row in rows]
    with started("right") as process:
        answers, _ = process.communicate("".join(json.dumps(request) + "\n" for request in asked).encode())

    assert len(rows) == sum(isinstance(case, Case) for case in ToySuite().cases()) == 72
    for row, line in zip(rows, answers.splitlines(), strict=True):
        answer, expect = json.loads(line), row["expect"]
        if expect["type"] == Value.__struct_config__.tag:
            assert answer["result"]["value"] == expect["value"]
        elif expect["type"] == Refusal.__struct_config__.tag:
            assert answer["error"]["data"] == {"error": expect["error"], "stage": expect["stage"]}
        else:
            assert (expect["type"], answer["error"]["code"]) == (InvalidParams.__struct_config__.tag, -32602)
