"""`python:` targets, each in a child process."""

from __future__ import annotations

from pathlib import Path

import pytest
from toy_suite import ToySuite
from toy_tools import verdicts

from assay.history import History
from assay.runner import Options, Run, run
from assay.targets.uri import parse

SOURCE = """
from assay.battery.toy import Toy

toy = Toy()

class Refused(Exception):
    error, stage = "OVERFLOW", "sum"

class IllShaped(Exception):
    code = -32602

def result(method):
    def call(params):
        print("noise on standard output")
        body = toy.body({"method": method, "params": params})
        if "result" in body:
            return body["result"]["value"]
        raise Refused() if body["error"]["code"] == -32000 else IllShaped()
    return call

table = {name: result(name) for name in ("toy.sum", "toy.reverse", "toy.leaf", "toy.root")}
table["describe"] = lambda params: toy.describe()
broken = {**table, "toy.sum": lambda params: 1 / 0}
number = 5
"""


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "impl.py").write_text(SOURCE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ask(spec: str) -> Run:
    return run(parse(f"python:{spec}"), ToySuite(), Options(seed="test"), History(None))


@pytest.mark.parametrize("spec", ["impl:toy", "impl:Toy", "impl:table"])
def test_a_handler_a_class_and_a_mapping_are_served(module: Path, spec: str) -> None:
    assert module.exists()
    assert ask(spec).exit == 0


def test_an_exception_is_a_failure_inside_the_adapter(module: Path) -> None:
    assert module.exists()
    outcome = ask("impl:broken")
    assert outcome.exit == 1
    reasons = {result.reason for result in outcome.tally.results if result.mate is None}
    assert all("ZeroDivisionError" in reason for reason in reasons)
    assert verdicts(outcome)["toy/sum/plain-0"] == "failed"


@pytest.mark.parametrize("spec", ["nowhere:x", "impl:nothing", "impl:number"])
def test_what_cannot_be_served_is_not_judged(module: Path, spec: str) -> None:
    assert module.exists()
    outcome = ask(spec)
    assert outcome.exit == 3
    assert "assay.host" in outcome.log
