"""What a target says of itself or answers acts on no terminal, looks like no line of ours, and fills no memory."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from toy_suite import ToySuite
from toy_tools import Cli

from assay.history import History
from assay.rejudge import rejudge
from assay.report.model import build
from assay.runner import Options, run
from assay.targets.stdio import StdioTarget
from assay.units import BEGINNING, LONG

SUITE = ("--suite", "toy")
#: Clears the screen, names the window, turns the text round, hides a space, goes back, and goes on like a line of ours.
EVIL = "\x1b[2J\x1b]0;title\x07\x9b31m\u202eright\u200b\rover\nevil 1 conforms to toy spec 0.1"
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]")
PROGRAM = """
import os, sys
from assay.battery.stdio import serve
from assay.battery.toy import Toy
EVIL = {evil!r}
class Evil(Toy):
    def describe(self):
        return {{**super().describe(), "name": EVIL, "version": "v" * 100_000}}
    def body(self, request):
        mode, method = {mode!r}, request["method"]
        if method == "describe":
            if mode == "describe":
                sys.stderr.write(EVIL)
                return {{"error": {{"code": -5, "message": EVIL}}}}
            return super().body(request)
        if mode == "value":
            return {{"result": {{"value": EVIL}}}}
        if mode == "message":
            return {{"error": {{"code": -5, "message": EVIL}}}}
        if mode == "error":
            return {{"error": {{"code": -32000, "message": EVIL, "data": {{"error": EVIL, "stage": EVIL}}}}}}
        if mode == "member":
            return {{"result": {{"value": 1, EVIL: 1}}}}
        if mode == "log":
            sys.stderr.write(EVIL)
            sys.stderr.flush()
            os._exit(3)
        if mode == "long":
            return {{"result": {{"value": "x" * 1_000_000}}}}
        if mode == "names":
            name = "E" * 20_000 + str(request["id"])
            return {{"error": {{"code": -32000, "message": "no", "data": {{"error": name, "stage": name}}}}}}
        return super().body(request)
serve([], Evil)
"""
MODES = ("describe", "value", "message", "error", "member", "log")


@pytest.fixture
def evil(tmp_path: Path) -> str:
    (tmp_path / "evil.py").write_text("")
    return shlex.join([sys.executable, str(tmp_path / "evil.py")])


def program(tmp_path: Path, mode: str) -> None:
    (tmp_path / "evil.py").write_text(PROGRAM.format(evil=EVIL, mode=mode))


@pytest.mark.parametrize("mode", MODES)
def test_nothing_a_target_says_acts_on_a_terminal(cli: Cli, tmp_path: Path, evil: str, mode: str) -> None:
    program(tmp_path, mode)
    target = ("--target", f"stdio:{evil}")
    commands: list[tuple[str, ...]] = [
        ("run", *SUITE, "-v", "--all-failures", *target, "--junit", "junit.xml"),
        ("judge", *SUITE, "--wide"),
        ("smoke", *SUITE, *target),
    ]
    if mode in ("describe", "error"):
        commands += [
            ("run", *SUITE, "--dry-run", *target),
            ("compare", *SUITE, "toy:", f"stdio:{evil}", "--all"),
            ("latency", *SUITE, *target),
            ("xfail", "write", *SUITE, "-o", "known"),
        ]
    for command in commands:
        done = cli(*command)
        told = done.stdout + done.stderr
        assert "Traceback" not in told
        assert CONTROL.search(told) is None, command
        assert not re.search("^evil 1 conforms", told, re.MULTILINE), command
    for element in ElementTree.parse(tmp_path / "junit.xml").iter():
        for text in (element.text or "", *element.attrib.values()):
            assert CONTROL.search(text) is None


def test_a_long_name_is_cut_and_the_sentence_stays_one_line(cli: Cli, tmp_path: Path, evil: str) -> None:
    program(tmp_path, "right")
    done = cli("run", *SUITE, "--target", f"stdio:{evil}", "--json", "report.json", "--html", "report.html")
    assert done.returncode == 0
    last = done.stdout.splitlines()[-1]
    assert last.endswith("[80 of 100000 characters] conforms to toy spec 0.1 draft (4 requirements, 72 cases, "
                         "vectors abababababab); profile all")  # fmt: skip
    assert len(last) < 500
    assert (tmp_path / "report.json").stat().st_size < 20_000


def test_long_answers_are_judged_and_not_held(tmp_path: Path, evil: str) -> None:
    program(tmp_path, "long")
    path = tmp_path / "history.ndjson"
    suite = ToySuite()
    live = run(StdioTarget("toy", shlex.split(evil)), suite, Options(seed="test"), History(path))
    for found in (live, rejudge(path, suite)):
        assert found.exit == 1
        assert found.tally.counts["passed"] == 0
        assert all(len(each.raw or b"") < 2 * BEGINNING for each in found.exchanges())
        example = build(found, suite).failures[0]
        assert example.reason == "another value"
    assert path.stat().st_size > 72 * LONG


def test_many_long_names_make_no_long_report(cli: Cli, tmp_path: Path, evil: str) -> None:
    program(tmp_path, "names")
    done = cli("run", *SUITE, "--target", f"stdio:{evil}", "--json", "report.json", "--junit", "report.xml")
    assert done.returncode == 1
    assert (tmp_path / "report.json").stat().st_size < 500_000
    assert (tmp_path / "report.xml").stat().st_size < 500_000
