"""A release freezes a list, once; what moves in it is named, and what is added after it takes no conformance away."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

import pytest
from toy_suite import WORLDS_ARGV
from toy_tools import Cli, toy_uri

SUITE = ("--suite", "toy")
#: The suite as it was before the case was added.
BEFORE = {"TOY_WITHOUT": "toy/sum/plain-7"}


def headline(text: str) -> str:
    return text.splitlines()[-1]


def freeze(cli: Cli, version: str = "0.1", env: Mapping[str, str] | None = None) -> None:
    done = cli("release", "freeze", *SUITE, version, env={"TOY_SPEC": version, **(env or {})})
    assert done.returncode == 0, done.stderr


def found(cli: Cli, env: Mapping[str, str] | None = None) -> tuple[int, str]:
    """What `assay release check` finds; `assay trace` must find the same."""
    done = cli("release", "check", *SUITE, env=dict(env or {}))
    traced = cli("trace", *SUITE, env=dict(env or {}))
    problems = [line for line in done.stdout.splitlines() if line.startswith("✗")]
    assert [line for line in traced.stdout.splitlines() if line.startswith("✗")] == problems
    assert traced.returncode == done.returncode
    return done.returncode, done.stdout


def test_a_version_without_a_list_is_a_draft(cli: Cli) -> None:
    assert found(cli) == (0, "0.1 is a draft: no list is frozen\n")


def test_a_list_is_written_once(cli: Cli, tmp_path: Path) -> None:
    freeze(cli)
    path = tmp_path / "releases" / "0.1.json"
    before = path.read_bytes()
    frozen = json.loads(before)
    assert (len(frozen["requirements"]), len(frozen["cases"]), frozen["vectors"]) == (4, 72, "ab" * 32)
    again = cli("release", "freeze", *SUITE, "0.1", env=BEFORE)
    assert (again.returncode, "never written again" in again.stderr) == (2, True)
    assert path.read_bytes() == before
    assert found(cli) == (0, "0.1: 4 requirements and 72 cases as released\n")
    assert cli("release", "freeze", *SUITE, "0.2").returncode == 2
    assert "conforms to toy spec 0.1 (" in headline(cli("run", *SUITE, "--target", "toy:").stdout)


def test_nothing_is_frozen_while_something_frozen_moved(cli: Cli) -> None:
    freeze(cli)
    done = cli("release", "freeze", *SUITE, "0.2", env={"TOY_SPEC": "0.2", "TOY_EDIT": '{"expect": 1}'})
    assert (done.returncode, "toy/sum/plain-8" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("env", "problem"),
    [
        ({"TOY_EDIT": '{"expect": 1}'}, "the case toy/sum/plain-8 is not what 0.1 was released with"),
        ({"TOY_EDIT": '{"params": {"a": 8, "b": 101}}'}, "the case toy/sum/plain-8 is not what 0.1"),
        ({"TOY_EDIT": '{"operation": "toy.reverse"}'}, "the case toy/sum/plain-8 is not what 0.1"),
        ({"TOY_EDIT": '{"unit": "limit"}'}, "the case toy/sum/plain-8 is not what 0.1"),
        ({"TOY_EDIT": '{"features": ["toy.root"]}'}, "the case toy/sum/plain-8 is not what 0.1"),
        ({"TOY_EDIT": '{"requirements": ["TOY-2"]}'}, "the case toy/sum/plain-8 is not what 0.1"),
        ({"TOY_WITHOUT": "toy/sum/plain-8"}, "the case toy/sum/plain-8, which 0.1 was released with, is gone"),
        ({"TOY_WITHOUT": "TOY-2"}, "the requirement TOY-2, which 0.1 was released with, is gone"),
        ({"TOY_LEVEL": "1"}, "the requirement TOY-2 was a MUST in 0.1 as released, and is a SHOULD"),
    ],
)
def test_what_is_frozen_does_not_move(cli: Cli, env: dict[str, str], problem: str) -> None:
    freeze(cli)
    code, said = found(cli, env)
    assert (code, said.count("✗"), problem in said) == (1, 1, True), said


def test_a_comment_may_be_mended(cli: Cli) -> None:
    freeze(cli)
    assert found(cli, {"TOY_EDIT": '{"comment": "clearer"}'})[0] == 0


def test_a_later_version_may_withdraw_but_not_edit(cli: Cli) -> None:
    freeze(cli)
    later = {"TOY_SPEC": "0.2"}
    assert found(cli, {**later, "TOY_WITHOUT": "toy/sum/plain-8 TOY-2"})[0] == 0
    code, said = found(cli, {**later, "TOY_EDIT": '{"expect": 1}'})
    assert (code, "toy/sum/plain-8 is not what 0.1 was released with" in said) == (1, True)


def test_a_requirement_id_is_never_used_again(cli: Cli) -> None:
    freeze(cli)
    freeze(cli, "0.2", {"TOY_WITHOUT": "TOY-2"})
    assert found(cli, {"TOY_SPEC": "0.3", "TOY_WITHOUT": "TOY-2"})[0] == 0
    code, said = found(cli, {"TOY_SPEC": "0.3"})
    assert code == 1
    assert "the requirement id TOY-2 was withdrawn with 0.2 and is used again in the specification now" in said


@pytest.mark.parametrize("content", ["", "{}", '{"format": "other"}'])
def test_a_list_that_is_none_is_named(cli: Cli, tmp_path: Path, content: str) -> None:
    (tmp_path / "releases").mkdir()
    (tmp_path / "releases" / "0.1.json").write_text(content)
    assert found(cli)[0] == 1
    for command in (("run", "--target", "toy:"), ("judge", "releases/0.1.json")):
        done = cli(*command, *SUITE)
        assert (done.returncode, "0.1.json" in done.stderr) == (2, True), done.stderr


def test_the_list_of_another_version_is_none(cli: Cli, tmp_path: Path) -> None:
    freeze(cli)
    (tmp_path / "releases" / "0.1.json").rename(tmp_path / "releases" / "0.2.json")
    assert "is not the list of toy 0.2" in found(cli)[1]


@pytest.mark.parametrize(
    ("mode", "verdict"),
    [("wrong-on-7", "failed"), ("crash-on-7", "crashed"), ("flaky-on-7", "flaky"), ("repeat-on-7", "garbled")],
)
def test_what_was_added_takes_no_conformance_away(cli: Cli, tmp_path: Path, mode: str, verdict: str) -> None:
    target = ("--target", toy_uri(mode))
    assert cli("run", *SUITE, *target).returncode == 1
    freeze(cli, env=BEFORE)
    done = cli("run", *SUITE, *target, "--json", "r.json", "--html", "r.html", "--junit", "r.xml", "--markdown", "r.md")
    assert done.returncode == 0, done.stdout
    said = headline(done.stdout)
    assert said.startswith("toy 1 conforms to toy spec 0.1 (4 requirements, 71 cases, ")
    assert f"; added after the release: 1 {verdict}" in said
    assert f"1 {verdict} (added-after-release)" in done.stdout
    report = json.loads((tmp_path / "r.json").read_bytes())
    assert report["added_after_release"] == {verdict: 1}
    assert verdict not in report["verdicts"]
    assert report["failures"][0]["added_after_release"] is True
    assert report["requirements"]["TOY-1"] == "passed"
    assert f"added-after-release: 1 {verdict}" in (tmp_path / "r.html").read_text("utf-8")
    assert f"1 {verdict} (added-after-release)" in (tmp_path / "r.md").read_text("utf-8")
    (entry,) = ElementTree.parse(tmp_path / "r.xml").iterfind(".//testcase[@name='toy/sum/plain-7']")
    assert entry.find("failure") is None
    skipped = entry.find("skipped")
    assert skipped is not None
    assert "added-after-release" in str(skipped.get("message"))
    judged = cli("judge", *SUITE)
    assert (judged.returncode, headline(judged.stdout)) == (0, said)


def test_what_was_added_decides_when_strict(cli: Cli) -> None:
    freeze(cli, env=BEFORE)
    done = cli("run", *SUITE, "--target", toy_uri("wrong-on-7"), "--strict")
    assert (done.returncode, "1 of 72 cases and 1 of 4 requirements fail" in headline(done.stdout)) == (1, True)
    assert cli("judge", *SUITE).returncode == 1
    assert cli("run", *SUITE, "--target", "toy:", "--strict").returncode == 0


def test_what_was_released_decides_all_the_same(cli: Cli) -> None:
    freeze(cli, env={"TOY_WITHOUT": "toy/sum/plain-6"})
    done = cli("run", *SUITE, "--target", toy_uri("wrong-on-7"))
    assert (done.returncode, "1 of 71 cases" in headline(done.stdout)) == (1, True)
    assert "; added after the release: 1 passed" in headline(done.stdout)


def test_a_twin_that_was_added_takes_nothing_from_the_released_one(cli: Cli, tmp_path: Path) -> None:
    freeze(cli, env={"TOY_WITHOUT": "toy/sum/above"})
    done = cli("run", *SUITE, "--target", toy_uri("wrong-reason"), "--json", "r.json")
    assert done.returncode == 0, done.stdout
    assert json.loads((tmp_path / "r.json").read_bytes())["added_after_release"] == {"wrong-reason": 1}


def test_a_twin_that_was_released_fails_the_added_one(cli: Cli, tmp_path: Path) -> None:
    freeze(cli, env={"TOY_WITHOUT": "toy/sum/limit"})
    done = cli("run", *SUITE, "--target", toy_uri("wrong-reason"), "--json", "r.json")
    assert done.returncode == 1
    report = json.loads((tmp_path / "r.json").read_bytes())
    assert (report["added_after_release"], report["verdicts"]["wrong-reason"]) == ({"failed": 1}, 1)


def test_asked_alone_it_is_work_done(cli: Cli) -> None:
    freeze(cli, env=BEFORE)
    for mode, code in ((), 0), (("wrong-on-7",), 0), (("crash-on-7",), 0):
        done = cli("run", *SUITE, "--target", toy_uri(*mode), "--filter", "toy/sum/plain-7")
        assert done.returncode == code, done.stdout


def test_a_known_failure_that_passes_is_an_error_wherever_it_was_added(cli: Cli, tmp_path: Path) -> None:
    freeze(cli, env=BEFORE)
    (tmp_path / "known.txt").write_text("toy/sum/plain-7  not yet\n")
    assert cli("run", *SUITE, "--target", "toy:", "--xfail", "known.txt").returncode == 1
    done = cli("run", *SUITE, "--target", toy_uri("wrong-on-7"), "--xfail", "known.txt")
    assert (done.returncode, "; added after the release: 1 known-failure" in done.stdout) == (0, True)


def test_fresh_cases_were_added_to_nothing(cli: Cli) -> None:
    freeze(cli)
    assert cli("run", *SUITE, "--target", toy_uri("wrong-value"), "--fresh", "5").returncode == 1


def test_a_history_is_judged_by_the_list_it_was_asked_with(cli: Cli) -> None:
    assert cli("run", *SUITE, "--target", "toy:").returncode == 0
    freeze(cli)
    done = cli("judge", *SUITE)
    assert (done.returncode, "judged by other release (none)" in done.stderr) == (2, True)


def test_what_was_added_is_listed(cli: Cli) -> None:
    freeze(cli, env={"TOY_WITHOUT": "toy/sum/plain-7 TOY-4"})
    code, said = found(cli)
    assert code == 0
    assert "added-after-release (1):\n  toy/sum/plain-7\n" in said
    assert "requirements added after the release (1):\n  TOY-4\n" in said


WORLDS = ("--suite", "toy-worlds")


@pytest.mark.parametrize(
    ("env", "problem"),
    [
        ({"TOY_HIT": "77 4"}, "the case toy/world/hit is not what 0.1 was released with"),
        ({"TOY_HIT": "3 77"}, "the case toy/world/hit is not what 0.1 was released with"),
        ({"TOY_WITHOUT": "toy/world/hit"}, "the case toy/world/hit, which 0.1 was released with, is gone"),
    ],
)
def test_a_released_scenario_does_not_move(cli: Cli, env: dict[str, str], problem: str) -> None:
    assert cli("release", "freeze", *WORLDS, "0.1").returncode == 0
    done = cli("release", "check", *WORLDS, env=env)
    assert (done.returncode, done.stdout.count("✗"), problem in done.stdout) == (1, 1, True), done.stdout


def test_a_scenario_that_was_added_takes_no_conformance_away(cli: Cli, tmp_path: Path) -> None:
    target = ("--target", f"stdio:{shlex.join([*WORLDS_ARGV, 'crash-on-7'])}")
    before = {"TOY_WITHOUT": "toy/world/hit toy/sum/plain-7"}
    assert cli("release", "freeze", *WORLDS, "0.1", env=before).returncode == 0
    done = cli("run", *WORLDS, *target, "--json", "r.json")
    assert done.returncode == 0, done.stdout
    report = json.loads((tmp_path / "r.json").read_bytes())
    assert report["added_after_release"] == {"crashed": 2}
    assert report["requirements"]["TOY-5"] == "passed"
    judged = cli("judge", *WORLDS)
    assert (judged.returncode, headline(judged.stdout)) == (0, headline(done.stdout))


def test_shares_and_processes_count_what_was_added_apart(cli: Cli) -> None:
    freeze(cli, env={"TOY_WITHOUT": "toy/sum/plain-7 toy/sum/plain-8"})
    target = ("--target", toy_uri("wrong-on-7"))
    whole = cli("run", *SUITE, *target)
    assert "; added after the release: 1 failed, 1 passed" in headline(whole.stdout)
    assert headline(cli("run", *SUITE, *target, "-j", "3").stdout) == headline(whole.stdout)
    for share in (1, 2):
        done = cli("run", *SUITE, *target, "--shard", f"{share}/2", "--history", f"{share}.ndjson")
        assert done.returncode == 0, done.stdout
    assert cli("merge", "1.ndjson", "2.ndjson", "--output", "all.ndjson").returncode == 0
    merged = cli("judge", *SUITE, "all.ndjson")
    assert (merged.returncode, headline(merged.stdout)) == (0, headline(whole.stdout))
