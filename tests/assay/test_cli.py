"""The command, as a user calls it: exit codes, words, files."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest
from toy_tools import Cli, toy_uri

SUITE = ("--suite", "toy")


def test_a_right_target_conforms_and_says_so(cli: Cli, tmp_path: Path) -> None:
    done = cli("run", *SUITE, "--target", "toy:")
    assert done.returncode == 0, done.stdout + done.stderr
    headline = done.stdout.splitlines()[-1]
    assert headline == (
        "toy 1 conforms to toy spec 0.1 draft (4 requirements, 72 cases, vectors abababababab); profile all"
    )
    assert (tmp_path / ".assay" / "last.ndjson").exists()
    assert cli("judge", *SUITE).returncode == 0


@pytest.mark.parametrize(
    "target", ["stdio:/bin/false", "stdio:/bin/cat", "stdio:/no/such/program", "http://127.0.0.1:9/"]
)
def test_what_does_not_describe_itself_is_not_judged(cli: Cli, target: str) -> None:
    done = cli("run", *SUITE, "--target", target)
    assert done.returncode == 3
    assert "could not be judged: no valid describe" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("--target", "nothing"),
        ("--target", "wings:"),
        ("--requirement", "TOY-99"),
        ("--feature", "toy.wings"),
        ("--require", "toy.wings"),
        ("--file", "none.json"),
        ("--xfail", "none"),
        ("--fresh", "0"),
        ("--no-such-option",),
    ],
)
def test_wrong_usage_is_2(cli: Cli, arguments: tuple[str, ...]) -> None:
    assert cli("run", *SUITE, *arguments).returncode == 2


def test_an_unknown_suite_is_wrong_usage(cli: Cli) -> None:
    done = cli("run", "--suite", "wings")
    assert (done.returncode, "no suite 'wings'" in done.stderr) == (2, True)


def test_an_empty_selection_says_so(cli: Cli) -> None:
    done = cli("run", *SUITE, "--target", "toy:", "--filter", "nothing/*")
    assert (done.returncode, "the selection is empty" in done.stdout) == (3, True)


def test_a_failure_is_told_in_full(cli: Cli) -> None:
    done = cli("run", *SUITE, "--target", toy_uri("salt"), "--filter", "toy/root/*")
    assert done.returncode == 1
    for word in (
        "TOY-3  A root folds its leaves in the order given.",
        'toy.root {"texts":["x","y"]}',
        "toy.root → toy.leaf",
        "salt (ascii) at byte 0 of the preimage",
        '"method":"toy.root"',
        "alike",
    ):
        assert word in done.stdout


def test_the_printed_command_asks_just_that_case(cli: Cli) -> None:
    done = cli("run", *SUITE, "--target", toy_uri("wrong-on-7"))
    (command,) = re.findall(r"rerun  assay (.*)", done.stdout)
    again = cli(*shlex.split(command))
    assert again.returncode == 1
    assert "1 failed" in again.stdout
    assert "passed" not in again.stdout


def test_a_near_miss_is_named(cli: Cli) -> None:
    done = cli("run", *SUITE, "--target", toy_uri("sorted-leaves"))
    assert "toy.root: the leaves were sorted before folding" in done.stdout
    assert "mistake  sorted (order)" in done.stdout


def test_unclaimed_features_are_said(cli: Cli) -> None:
    done = cli("run", *SUITE, "--target", toy_uri("basic-only"))
    assert done.returncode == 0
    assert "not claimed: toy.root, toy.strict" in done.stdout
    assert cli("run", *SUITE, "--target", toy_uri("basic-only"), "--require", "toy.root").returncode == 1


def test_known_failures_come_from_a_file(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "xfail").write_text("# ours\n\ntoy/sum/plain-7  issue 5\n")
    done = cli("run", *SUITE, "--target", toy_uri("wrong-on-7"), "--xfail", "xfail")
    assert done.returncode == 0
    assert "no claim of conformance" in done.stdout
    (tmp_path / "xfail").write_text("toy/sum/plain-7\n")
    assert cli("run", *SUITE, "--xfail", "xfail").returncode == 2


def test_json_and_junit_tell_the_same(cli: Cli, tmp_path: Path) -> None:
    done = cli("run", *SUITE, "--target", toy_uri("accept-all"), "--json", "out/r.json", "--junit", "out/r.xml")
    report = json.loads((tmp_path / "out" / "r.json").read_text())
    assert report["exit"] == done.returncode == 1
    assert report["headline"] == done.stdout.splitlines()[-1]
    assert report["verdicts"] == {"failed": 3, "passed": 69}
    root = ElementTree.parse(tmp_path / "out" / "r.xml").getroot()
    cases = [case for case in root.iter("testcase") if case.get("classname") != "assay"]
    assert len(cases) == 72
    assert len([case for case in cases if case.find("failure") is not None]) == 3


def test_junit_holds_what_xml_cannot(cli: Cli, tmp_path: Path) -> None:
    done = cli("run", *SUITE, "--target", toy_uri(r"say:\x01\x02"), "--junit", "r.xml")
    assert done.returncode == 1
    ElementTree.parse(tmp_path / "r.xml")


def test_a_run_that_was_not_judged_is_no_green_junit(cli: Cli, tmp_path: Path) -> None:
    cli("run", *SUITE, "--target", "stdio:/bin/false", "--junit", "r.xml")
    assert ElementTree.parse(tmp_path / "r.xml").getroot().find(".//error") is not None


def test_judge_refuses_what_is_no_history(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "h").write_text("hello\n")
    assert cli("judge", *SUITE, "h").returncode == 2
    assert cli("judge", *SUITE, "missing").returncode == 2


def test_quiet_is_the_headline_alone(cli: Cli) -> None:
    assert len(cli("run", *SUITE, "--target", toy_uri("wrong-on-7"), "-q").stdout.splitlines()) == 1


def test_no_colour_is_written_to_a_pipe(cli: Cli) -> None:
    assert "\x1b" not in cli("run", *SUITE, "--target", toy_uri("wrong-on-7"), env={"NO_COLOR": ""}).stdout


def test_fresh_cases_repeat_with_the_seed(cli: Cli) -> None:
    done = cli("run", *SUITE, "--target", "toy:", "--fresh", "50", "--seed", "s")
    assert done.returncode == 0
    assert "passes 50 fresh cases" in done.stdout
    assert "no claim of conformance" in done.stdout


def test_an_interruption_keeps_what_was_judged(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "assay", "run", *SUITE, "--target", toy_uri("hang-on-7")],
        cwd=tmp_path, env=dict(os.environ), stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    history = tmp_path / ".assay" / "last.ndjson"
    while not (history.exists() and b"header" in history.read_bytes()):
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=30)
    assert process.returncode == 3
    assert "interrupted" in out
    judged = subprocess.run(
        [sys.executable, "-m", "assay", "judge", *SUITE], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert judged.returncode == 3


def test_smoke_passes_a_right_adapter(cli: Cli) -> None:
    done = cli("smoke", *SUITE, "--target", "toy:")
    assert done.returncode == 0, done.stdout
    assert "the adapter speaks the protocol" in done.stdout


@pytest.mark.parametrize(
    ("target", "where"),
    [
        ("stdio:/bin/cat", "starts and answers describe"),
        (toy_uri("accept-all"), "an unknown method is -32601"),
        (toy_uri("crash-always"), "stays alive"),
    ],
)
def test_smoke_says_where_an_adapter_is_broken(cli: Cli, target: str, where: str) -> None:
    done = cli("smoke", *SUITE, "--target", target)
    assert done.returncode == 1
    assert f"your adapter is broken at: {where}" in done.stdout


def test_smoke_minds_no_wrong_value(cli: Cli) -> None:
    assert cli("smoke", *SUITE, "--target", toy_uri("salt")).returncode == 0


def test_vectors_are_written_and_checked(cli: Cli, tmp_path: Path) -> None:
    assert cli("vectors", "check", *SUITE).returncode == 1
    assert cli("vectors", "write", *SUITE).returncode == 0
    assert cli("vectors", "check", *SUITE).returncode == 0
    (tmp_path / "vectors" / "sum.json").write_text("{}")
    (tmp_path / "vectors" / "old.json").write_text("{}")
    done = cli("vectors", "check", *SUITE)
    assert done.returncode == 1
    for word in ("sum.json differs", "old.json is not generated any more", "test in sum.json"):
        assert word in done.stdout
    assert "removed old.json" in cli("vectors", "write", *SUITE).stdout


def test_vectors_are_compared_with_a_folder_or_a_revision(cli: Cli, tmp_path: Path) -> None:
    cli("vectors", "write", *SUITE)
    git = ["git", "-C", str(tmp_path), "-c", "user.name=t", "-c", "user.email=t@t"]
    subprocess.run([*git, "init", "-q"], check=True)
    (tmp_path / "vectors" / "sum.json").write_text("{}")
    subprocess.run([*git, "add", "vectors"], check=True)
    subprocess.run([*git, "commit", "-qm", "x"], check=True)
    for against in ("HEAD", "vectors"):
        done = cli("vectors", "diff", *SUITE, "--against", against)
        assert done.returncode == 0
        assert "test in sum.json" in done.stdout
        assert "off-by-one" in done.stdout
    assert cli("vectors", "diff", *SUITE, "--against", "no-such-revision").returncode == 2


def test_trace_prints_the_table(cli: Cli) -> None:
    done = cli("trace", *SUITE)
    assert (done.returncode, "TOY-1" in done.stdout) == (0, True)
    assert json.loads(cli("trace", *SUITE, "--json").stdout)["rows"][0]["requirement"] == "TOY-1"


def test_explain_prints_a_requirement(cli: Cli) -> None:
    done = cli("explain", *SUITE, "TOY-1")
    assert done.returncode == 0
    for word in ("TOY-1 (MUST)", "above 255 it overflows", "page 1", "check-TOY-1", "off-by-one"):
        assert word in done.stdout


def test_explain_suggests(cli: Cli) -> None:
    done = cli("explain", *SUITE, "TOI-1")
    assert (done.returncode, "did you mean TOY-1" in done.stderr) == (2, True)


def test_mutants_die_or_are_named(cli: Cli) -> None:
    done = cli("mutants", *SUITE)
    assert (done.returncode, "1 of 1 mutants die" in done.stdout) == (0, True)
    assert "1 of 1 mutants die" in cli("mutants", *SUITE, "--brief").stdout
    done = cli("mutants", *SUITE, env={"TOY_SURVIVOR": "1"})
    assert (done.returncode, "none-at-all survives" in done.stdout) == (1, True)
    rows = json.loads(cli("mutants", *SUITE, "--json").stdout)
    assert (rows[0]["mutant"], rows[0]["alive"], len(rows[0]["kills"])) == ("off-by-one", False, 61)
    assert cli("mutants", *SUITE, "--filter", "nothing").returncode == 3


def test_every_command_has_help(cli: Cli) -> None:
    for command in ((), ("run",), ("judge",), ("smoke",), ("vectors",), ("trace",), ("explain",), ("mutants",)):
        assert cli(*command, "--help").returncode == 0
    assert cli("--version").stdout == "assay, version 0.1.0\n"


def test_the_version_costs_no_heavy_import() -> None:
    code = "import sys\nfrom assay.cli import main\nmain(['--version'], standalone_mode=False)\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert loaded.isdisjoint({"rich", "httpx", "msgspec", "junitparser", "jsonschema", "importlib.metadata"})


@pytest.mark.parametrize(
    "option", ["--filter", "--requirement", "--feature", "--file", "--profile", "--seed", "--target"]
)
def test_an_argument_that_is_no_text_is_wrong_usage(cli: Cli, option: str) -> None:
    done = cli("run", *SUITE, option, os.fsdecode(b"stdio:\xff"))
    assert done.returncode == 2
    assert "'stdio:\\udcff' is not UTF-8" in done.stderr


def test_files_may_have_any_name(cli: Cli, tmp_path: Path) -> None:
    name = os.fsdecode(b"\xff")
    reports = [word for kind in ("json", "junit", "html", "markdown") for word in (f"--{kind}", f"{name}.{kind}")]
    done = cli("run", *SUITE, "--target", toy_uri("wrong-value"), "--history", f"{name}.ndjson", *reports)
    assert done.returncode == 1, done.stderr
    assert json.loads((tmp_path / f"{name}.json").read_text())["history"] == "\\udcff.ndjson"
    assert cli("judge", *SUITE, f"{name}.ndjson").returncode == 1


@pytest.mark.parametrize("value", ["nan", "inf", "1e7", "0"])
@pytest.mark.parametrize("option", ["--deadline", "--start-timeout"])
def test_seconds_are_what_a_clock_can_wait_for(cli: Cli, option: str, value: str) -> None:
    assert cli("run", *SUITE, option, value).returncode == 2


@pytest.mark.parametrize("target", ["http://", "http://host:99999/", "https://:80/", "http://[::1", "http://host:0/"])
def test_an_address_without_a_host_is_wrong_usage(cli: Cli, target: str) -> None:
    assert cli("run", *SUITE, "--target", target).returncode == 2
