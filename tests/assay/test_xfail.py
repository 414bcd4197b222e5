"""Files of known failures: what they may say, what they excuse, and how they are made."""

from __future__ import annotations

from pathlib import Path

import pytest
from toy_suite import ToySuite
from toy_tools import Ask, Cli, lines, toy_uri, verdicts

from assay.rejudge import rejudge
from assay.report.model import build
from assay.selection import Selection
from assay.shard import Shard
from assay.xfail import Known, XfailError, read

SUITE = ("--suite", "toy")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "known"


def test_a_file_lists_cases_requirements_and_what_is_flaky(file: Path) -> None:
    file.write_text("# ours\n\n toy/sum/plain-7\tissue 5: sums \nTOY-3  issue 6\n  # theirs\nflaky  TOY-2  issue 7\n")
    assert read(file) == Known({"toy/sum/plain-7": "issue 5: sums", "TOY-3": "issue 6"}, {"TOY-2": "issue 7"})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a  x\nb\n", "2: b has no reason"),
        ("flaky\n", "1: flaky is followed by a case or a requirement, and a reason"),
        ("# c\nflaky b \n", "2: b has no reason"),
        ("a  x\n\nflaky a  y\n", "3: a is listed twice, first on line 1"),
        ("toy/*  x\n", "1: toy/* is a pattern"),
        ("\xff", "utf-8"),
    ],
)
def test_errors_name_the_line(file: Path, text: str, words: str) -> None:
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(XfailError) as caught:
        read(file)
    assert words in str(caught.value)


def test_a_requirement_covers_every_case_that_cites_it(ask: Ask) -> None:
    outcome = ask("wrong-on-7", xfail={"TOY-1": "issue 5"})
    assert (verdicts(outcome), outcome.exit) == ({"toy/sum/plain-7": "known-failure"}, 0)
    assert outcome.tally.failing["TOY-1"] == 1


def test_a_twin_of_what_a_requirement_covers_is_covered_or_fails(ask: Ask) -> None:
    outcome = ask("accept-all", xfail={"TOY-1": "no refusals yet"})
    assert (set(verdicts(outcome).values()), outcome.exit) == ({"known-failure"}, 0)


def test_a_requirement_whose_cases_all_pass_is_an_error(ask: Ask) -> None:
    outcome = ask("wrong-on-7", xfail={"TOY-1": "issue 5", "TOY-3": "issue 6"})
    assert outcome.exit == 1
    assert outcome.complaints == [
        "unexpected-pass: all 3 cases of TOY-3 pass, though it is listed as a known failure: issue 6"
    ]


def test_a_requirement_that_is_not_claimed_is_no_error(ask: Ask) -> None:
    assert ask("basic-only", xfail={"TOY-3": "issue 6"}).exit == 0


def test_the_entry_of_a_case_decides_before_that_of_its_requirement(ask: Ask) -> None:
    outcome = ask("wrong-on-7", xfail={"toy/sum/plain-8": "issue 5", "TOY-1": "issue 6"})
    assert verdicts(outcome) == {"toy/sum/plain-7": "known-failure", "toy/sum/plain-8": "unexpected-pass"}
    assert outcome.exit == 1


@pytest.mark.parametrize("modes", [("wrong-on-7",), ()], ids=["fails", "passes"])
def test_a_flaky_case_decides_nothing(ask: Ask, modes: tuple[str, ...]) -> None:
    outcome = ask(*modes, flaky={"toy/sum/plain-7": "issue 7"})
    assert (verdicts(outcome), outcome.exit) == ({"toy/sum/plain-7": "known-flaky"}, 0)
    report = build(outcome, ToySuite())
    assert "but for 1 flaky case: no claim of conformance" in report.headline
    assert "issue 7" in report.others[0]["reason"]
    assert report.requirements["TOY-1"] == "failed", "nobody has shown that it holds"


def test_a_flaky_entry_that_covers_nothing_is_an_error(ask: Ask) -> None:
    outcome = ask(flaky={"toy/sum/nobody": "issue 7"})
    assert (outcome.exit, outcome.complaints) == (1, ["known failure toy/sum/nobody matches no selected case"])


def test_where_nothing_else_is_asked_nothing_is_judged(ask: Ask) -> None:
    only = Selection(filters=("toy/sum/plain-7",))
    outcome = ask("wrong-on-7", selection=only, xfail={"toy/sum/plain-7": "issue 5"})
    assert (outcome.exit, outcome.problem) == (
        3,
        "nothing passed: there are 1 known failure, and nothing else was asked",
    )


KNOWN = {"xfail": {"TOY-1": "a", "toy/root/two": "b"}, "flaky": {"TOY-2": "c"}}


@pytest.mark.parametrize("mode", ["wrong-on-7", "salt", "accept-all", "crash-on-7", "basic-only"])
def test_a_judgement_knows_what_the_run_knew(ask: Ask, history_file: Path, mode: str) -> None:
    live = ask(mode, **KNOWN)
    assert build(rejudge(history_file, ToySuite()), ToySuite()) == build(live, ToySuite())
    header = lines(history_file)[0]["header"]
    assert (header["xfail"], header["flaky"]) == (KNOWN["xfail"], KNOWN["flaky"])


def test_processes_judge_entries_together(cli: Cli, file: Path) -> None:
    file.write_text("TOY-1  issue 5\nflaky TOY-2  issue 6\n")
    done = cli("run", *SUITE, "--target", toy_uri("wrong-on-7"), "--xfail", "known", "-j", "3")
    assert done.returncode == 0, done.stdout
    file.write_text("TOY-1  issue 5\nTOY-3  issue 6\n")
    done = cli("run", *SUITE, "--target", toy_uri("wrong-on-7"), "--xfail", "known", "-j", "3")
    assert (done.returncode, "all 3 cases of TOY-3 pass" in done.stdout) == (1, True)


def test_a_share_says_nothing_of_the_entries_of_others(ask: Ask) -> None:
    for number in (1, 2, 3):
        assert ask(selection=Selection(shard=Shard(number, 3)), xfail={"TOY-1": "issue 5"}).complaints == []


MODES = ["wrong-on-7", "accept-all", "wrong-reason", "salt", "sorted-leaves", "crash-on-7", "basic-only", "empty-wrong"]


@pytest.mark.parametrize("mode", MODES)
def test_what_is_written_excuses_the_run_that_it_comes_from(cli: Cli, file: Path, mode: str) -> None:
    before = cli("run", *SUITE, "--target", toy_uri(mode))
    assert cli("xfail", "write", "-o", "known", *SUITE).returncode == 0
    after = cli("run", *SUITE, "--target", toy_uri(mode), "--xfail", "known")
    assert after.returncode == 0, file.read_text() + after.stdout
    assert ("no claim of conformance" in after.stdout) == (before.returncode == 1)
    assert bool(read(file)) == (before.returncode == 1)


def test_a_reason_is_the_verdict_and_the_cause(cli: Cli, file: Path) -> None:
    cli("run", *SUITE, "--target", toy_uri("sorted-leaves"))
    cli("xfail", "write", *SUITE, "-o", "known")
    reason = "failed: the leaves were sorted before folding"
    assert read(file).failures == {"toy/root/three": reason, "toy/root/two": reason}


def test_what_is_flaky_is_written_as_flaky(cli: Cli, file: Path) -> None:
    cli("run", *SUITE, "--target", toy_uri("flaky-on-7"))
    cli("xfail", "write", *SUITE, "-o", "known")
    assert list(read(file).flaky) == ["toy/sum/plain-7"]
    assert cli("run", *SUITE, "--target", toy_uri("flaky-on-7"), "--xfail", "known").returncode == 0


def test_a_file_keeps_its_comments_and_reasons(cli: Cli, file: Path) -> None:
    file.write_text("# ours\ntoy/sum/plain-7   issue 5\n\n# gone\ntoy/sum/plain-8  issue 6\nTOY-3  issue 7\n")
    cli("run", *SUITE, "--target", toy_uri("wrong-on-7", "empty-wrong"), "--strict", "--xfail", "known")
    done = cli("xfail", "write", *SUITE, "-o", "known")
    assert "dropped toy/sum/plain-8: it fails no more" in done.stdout
    assert "dropped TOY-3" in done.stdout
    kept, _, added = file.read_text().partition("# gone\n")
    assert kept == "# ours\ntoy/sum/plain-7   issue 5\n\n"
    assert added.startswith("toy/reverse/empty  failed: ")
    assert len(added.splitlines()) == 1


def test_a_part_says_nothing_of_the_rest(cli: Cli, file: Path) -> None:
    file.write_text("toy/sum/plain-8  issue 6\n")
    cli("run", *SUITE, "--target", toy_uri("salt"), "--filter", "toy/leaf/*")
    cli("xfail", "write", *SUITE, "-o", "known")
    assert list(read(file).failures) == ["toy/sum/plain-8", "toy/leaf/x"]


def test_what_was_not_judged_is_not_listed(cli: Cli, file: Path) -> None:
    cli("run", *SUITE, "--target", toy_uri("crash-always"), "--crash-budget", "2")
    done = cli("xfail", "write", *SUITE, "-o", "known")
    assert done.returncode == 3
    assert "were not judged and are not listed" in done.stderr
    assert {reason.partition(":")[0] for reason in read(file).failures.values()} == {"crashed"}


def test_what_never_spoke_leaves_no_file(cli: Cli, file: Path) -> None:
    cli("run", *SUITE, "--target", "stdio:/bin/false")
    assert cli("xfail", "write", *SUITE, "-o", "known").returncode == 3
    assert not file.exists()


def test_fresh_cases_and_broken_files_are_wrong_usage(cli: Cli, file: Path) -> None:
    cli("run", *SUITE, "--target", "toy:", "--fresh", "9")
    assert cli("xfail", "write", *SUITE, "-o", "known").returncode == 2
    cli("run", *SUITE, "--target", "toy:")
    file.write_text("toy/sum/plain-8\n")
    done = cli("xfail", "write", *SUITE, "-o", "known")
    assert (done.returncode, "known:1: toy/sum/plain-8 has no reason" in done.stderr) == (2, True)


def test_a_baseline_requires_what_it_claimed(cli: Cli, tmp_path: Path) -> None:
    cli("run", *SUITE, "--target", "toy:", "--history", "before.ndjson")
    done = cli("run", *SUITE, "--target", toy_uri("basic-only"), "--baseline", "before.ndjson")
    assert done.returncode == 1
    assert "the required feature toy.strict is not claimed" in done.stdout
    assert cli("judge", *SUITE).returncode == 1
    cli("run", *SUITE, "--target", toy_uri("basic-only"), "--history", "less.ndjson")
    assert cli("run", *SUITE, "--target", "toy:", "--baseline", "less.ndjson").returncode == 0
    (tmp_path / "none").write_text("hello\n")
    assert cli("run", *SUITE, "--target", "toy:", "--baseline", "none").returncode == 2
