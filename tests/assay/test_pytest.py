"""As pytest items the suite comes to what `assay run` comes to, and is not there unless it is asked for."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import msgspec
import pytest
from toy_suite import WORLDS_ARGV, WorldSuite
from toy_tools import Cli, lines, living

from assay.history import History
from assay.rejudge import rejudge
from assay.runner import Options, Run, run
from assay.selection import Selection
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


@pytest.fixture
def inner(tmp_path: Path) -> Inner:
    """Run pytest in an empty folder."""

    def inner(*arguments: str, env: dict[str, str] | None = None, found: bool = False) -> Done:
        report = tmp_path / "out.xml"
        report.unlink(missing_ok=True)
        process = start(tmp_path, *arguments, env=env, found=found)
        out, _ = process.communicate(timeout=120)
        done = Done(process.returncode, out, {}, {}, {})
        for case in ElementTree.parse(report).iter("testcase") if report.exists() else ():
            note(done, case)
        return done

    return inner


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


MODES = [
    (),
    ("wrong-on-7",),
    ("crash-on-7",),
    ("salt",),
    ("accept-all",),
    ("wrong-reason",),
    ("basic-only",),
    ("repeat-on-7",),
    ("say:\\xff",),
]


@pytest.mark.parametrize("modes", MODES, ids=lambda modes: "+".join(modes) or "right")
def test_every_item_has_the_verdict_of_a_run(inner: Inner, modes: tuple[str, ...]) -> None:
    agrees(inner("--target", uri(*modes), *SUITE, found=not modes), alone(*modes))


@pytest.mark.parametrize("modes", MODES[:4] + MODES[6:7], ids=lambda modes: "+".join(modes) or "right")
def test_so_it_has_in_two_processes(inner: Inner, tmp_path: Path, modes: tuple[str, ...]) -> None:
    outcome = alone(*modes)
    agrees(inner("-n", "2", "--target", uri(*modes), *SUITE), outcome)
    again = rejudge(tmp_path / ".assay" / "last.ndjson", WorldSuite())
    assert (again.tally.counts, again.exit) == (outcome.tally.counts, outcome.exit)
    assert sorted(path.name for path in (tmp_path / ".assay").iterdir()) == ["last.ndjson"]


def test_each_process_asks_its_share_once(inner: Inner, tmp_path: Path) -> None:
    """Every case, and every step of a scenario, is asked by one process, and both have a part."""
    assert inner("-n", "2", "--target", uri(), *SUITE).code == 0
    asked = [line["case"] for line in lines(tmp_path / ".assay" / "last.ndjson") if "case" in line]
    second = asked.index("describe", 1)
    shares = asked[1:second], asked[second + 1 :]
    assert min(map(len, shares)) > 20
    whole = sum(len(getattr(question, "steps", (question,))) for question in WorldSuite().cases())
    assert len(set(shares[0]) | set(shares[1])) == len(shares[0]) + len(shares[1]) == whole


def test_a_requested_distribution_is_left_to_xdist(inner: Inner) -> None:
    agrees(inner("-n", "2", "--dist", "loadfile", "--target", uri("wrong-on-7"), *SUITE), alone("wrong-on-7"))


@pytest.mark.parametrize("workers", WORKERS)
def test_the_reference_passes_and_the_sentence_is_that_of_a_run(inner: Inner, workers: tuple[str, ...]) -> None:
    done = inner(*workers, "--target", "reference:", "--suite", "coalition", "--profile", "signer", "-q")
    assert done.code == 0
    assert len(done.outcomes) > 100
    assert set(done.outcomes.values()) == {"passed"}
    assert "coalition-python 0.1.0 conforms to the profile signer of coalition spec 0.1" in done.out


def test_a_failure_is_told_as_a_run_tells_it(inner: Inner) -> None:
    done = inner("--target", uri("salt"), *SUITE, "-k", "toy/root/two", "-rf")
    (text,) = done.texts.values()
    for word in ("TOY-3", "A root folds its leaves", "expected", "got", "deepest", "rerun", "--filter toy/root/two"):
        assert word in text
    assert (
        "FAILED toy-worlds::toy/root/two - Failed: TOY-3: toy.leaf: The field `salt` of the preimage differs"
        in done.out
    )


def test_what_takes_no_conformance_away_is_a_warning(inner: Inner) -> None:
    done = inner("--target", uri("empty-wrong"), *SUITE, "--filter", "toy/reverse/*")
    agrees(done, alone("empty-wrong", selection=Selection(filters=("toy/reverse/*",))))
    assert (done.code, done.outcomes["toy/reverse/empty"]) == (0, "passed")
    assert "ConformanceWarning: TOY-4: toy.reverse: It gives another value." in done.out
    strict = inner("--target", uri("empty-wrong"), *SUITE, "--filter", "toy/reverse/*", "--assay-strict")
    assert (strict.code, strict.outcomes["toy/reverse/empty"]) == (1, "failed")


def test_known_failures_are_expected_and_strict(inner: Inner, tmp_path: Path) -> None:
    known = {"toy/sum/plain-7": "one too many", "toy/world/hit": "likewise"}
    file = tmp_path / "known.txt"
    file.write_text("".join(f"{name} {reason}\n" for name, reason in known.items()))
    options = ("--target", uri("wrong-on-7"), *SUITE, "--xfail", "known.txt")
    wrong = alone("wrong-on-7", xfail=known)
    done = inner(*options)
    assert done.verdicts == verdicts(wrong)
    agrees(done, wrong)
    assert "one too many" in done.texts["toy/sum/plain-7"]
    assert inner(*options, "--runxfail").outcomes["toy/sum/plain-7"] == "failed"
    file.write_text(f"{file.read_text()}toy/sum/plain-8 it is right after all\nflaky toy/sum/plain-9 who knows\n")
    done = inner(*options)
    assert (done.code, done.outcomes["toy/sum/plain-8"], done.outcomes["toy/sum/plain-9"]) == (1, "failed", "skipped")
    assert done.verdicts["toy/sum/plain-8"] == "unexpected-pass"


@pytest.mark.parametrize("workers", WORKERS)
def test_an_entry_that_matches_nothing_is_an_error(inner: Inner, tmp_path: Path, workers: tuple[str, ...]) -> None:
    (tmp_path / "known.txt").write_text("toy/nothing it is gone\n")
    done = inner(*workers, "--target", uri(), *SUITE, "--xfail", "known.txt")
    assert (done.code, done.outcomes["(run)"]) == (1, "error")
    assert "known failure toy/nothing matches no selected case" in done.texts["(run)"]
    # Of a part that was picked by hand the file says nothing.
    assert inner("--target", uri(), *SUITE, "--xfail", "known.txt", "-k", "plain-8").code == 0


def test_what_is_not_claimed_is_skipped_unless_it_is_required(inner: Inner) -> None:
    target = ("--target", uri("basic-only"), *SUITE)
    done = inner(*target, "-rs")
    assert done.outcomes["toy/root/two"] == "skipped"
    assert "the feature toy.root is not claimed" in done.out
    required = inner(*target, "--require", "toy.root")
    assert (required.code, required.outcomes["toy/root/two"]) == (1, "failed")
    assert required.outcomes["toy/sum/above"] == "skipped"
    assert required.outcomes["(run)"] == "error"
    assert inner(*target, "--profile", "rooted").outcomes["toy/leaf/x"] == "failed"
    nothing = inner(*target, "--feature", "toy.root")
    assert nothing.code == 1
    assert "the target claims none of the features selected" in nothing.texts["(run)"]


@pytest.mark.parametrize("workers", WORKERS)
@pytest.mark.parametrize(
    ("mode", "why"),
    [("exit-now", "no licence found"), ("silent", "was silent for 1 s"), ("unknown-feature", "feature")],
)
def test_a_target_that_cannot_be_judged_is_an_error(
    inner: Inner, workers: tuple[str, ...], mode: str, why: str
) -> None:
    done = inner(*workers, "--target", uri(mode), *SUITE, "--start-timeout", "1")
    assert done.code != 0
    assert "could not be judged: no valid describe" in done.out
    assert why in "".join(done.texts.values())
    assert set(done.outcomes.values()) == {"error"}
    assert len(done.outcomes) <= 2, "every other item would say the same"


def test_what_was_not_come_to_is_an_error(inner: Inner) -> None:
    done = inner("--target", uri("crash-always"), *SUITE, "--crash-budget", "3")
    agrees(done, alone("crash-always", budget=3))
    assert "not-run: the crash budget is spent" in "".join(done.texts.values())
    assert "passed" not in done.outcomes.values(), "a SHOULD that was not come to is no warning"


def test_an_empty_selection_is_an_error(inner: Inner, tmp_path: Path) -> None:
    (tmp_path / "test_own.py").write_text("def test_own():\n    pass\n")
    done = inner("test_own.py", "--target", uri(), *SUITE, "--filter", "nothing")
    assert done.code == 2
    assert "nothing was asked: the selection is empty" in done.out


def test_pytest_chooses(inner: Inner, tmp_path: Path) -> None:
    target = ("--target", uri("wrong-on-7"), *SUITE)
    listed = inner("--collect-only", "-q", *target)
    assert listed.out.splitlines()[0] == "toy-worlds::toy/sum/plain-0"
    assert not (tmp_path / ".assay").exists(), "nothing was started"
    named = inner(*target, "toy-worlds::toy/sum/plain-7", "toy-worlds::toy/world/hit")
    assert named.outcomes == {"toy/sum/plain-7": "failed", "toy/world/hit": "failed"}
    last = inner("--lf", *target)
    # pytest asks everything again where it could not keep its cache; what failed fails again in any case.
    assert named.outcomes.items() <= last.outcomes.items()
    assert inner("-x", *target, "-k", "plain").outcomes["toy/sum/plain-7"] == "failed"
    assert rejudge(tmp_path / ".assay" / "last.ndjson", WorldSuite()).tally.seen == 60
    missing = inner(*target, "toy-worlds::toy/sum/plain-70")
    assert missing.code != 0
    assert "not found: toy-worlds::toy/sum/plain-70" in missing.out


def test_a_scenario_is_played_up_to_a_step(inner: Inner) -> None:
    """The sixth step is wrong, and the fifth is not."""
    target = ("--target", uri("wrong-on-7"), *SUITE, "--filter", "toy/world/hit")
    assert inner(*target, "--until", "6").outcomes["toy/world/hit"] == "failed"
    assert inner(*target, "--until", "5").outcomes["toy/world/hit"] == "passed"


def test_a_choice_is_no_claim(inner: Inner) -> None:
    assert "a selection is no claim of conformance" in inner("--target", uri(), *SUITE, "-k", "plain-8").out


def test_fresh_cases_are_items_too(inner: Inner) -> None:
    for workers in WORKERS:
        done = inner(*workers, "--target", uri("wrong-value"), *SUITE, "--fresh", "50")
        agrees(done, alone("wrong-value", selection=Selection(fresh=50)))


def test_the_seed_is_one_for_all_processes(inner: Inner, tmp_path: Path) -> None:
    """Fresh cases are the same in every process, though no seed was given."""
    done = inner("-n", "2", "--target", uri(), "--suite", "toy-worlds", "--fresh", "50")
    assert (done.code, len(done.outcomes)) == (0, 50)
    assert lines(tmp_path / ".assay" / "last.ndjson")[0]["header"]["seed"] in done.out


def test_own_tests_run_beside_it(inner: Inner, tmp_path: Path) -> None:
    (tmp_path / "test_own.py").write_text("def test_own():\n    pass\n")
    for workers in WORKERS:
        done = inner(*workers, "test_own.py", "--target", uri(), *SUITE)
        assert (done.code, len(done.outcomes), done.outcomes["test_own"]) == (0, 96, "passed")
    assert "test_own" not in inner("--target", uri(), *SUITE).outcomes


def test_without_a_target_it_is_not_there(inner: Inner, tmp_path: Path) -> None:
    (tmp_path / "test_own.py").write_text(
        "import sys\ndef test_own(pytestconfig):\n"
        "    assert not any(name.startswith('assay.') and name != 'assay.pytest_plugin' for name in sys.modules)\n"
        "    assert 'assay_seed' not in vars(pytestconfig.option)\n"
    )
    assert inner(found=True).outcomes == {"test_own": "passed"}
    assert inner("--seed", "7", found=True).code == 4


def test_an_option_of_another_plugin_stays_its_own(inner: Inner, tmp_path: Path) -> None:
    (tmp_path / "other.py").write_text(
        "def pytest_addoption(parser):\n    parser.addoption('--target')\n    parser.addoption('--seed', type=int)\n"
    )
    (tmp_path / "test_own.py").write_text(
        "def test_own(pytestconfig):\n    assert pytestconfig.getoption('--target') == 'esp32'\n"
    )
    here = {"PYTHONPATH": os.pathsep.join([str(tmp_path), os.environ["PYTHONPATH"]])}
    assert inner("-p", "other", "--target", "esp32", env=here).outcomes == {"test_own": "passed"}
    suite = ("--assay-suite", "toy-worlds", "--assay-seed", "test")
    agrees(inner("-p", "other", "--seed", "1", "--assay-target", uri(), "--suite", "toy-worlds", env=here), alone())
    agrees(inner("-p", "other", "--target", "esp32", "--assay-target", uri(), *suite, env=here), alone())


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--target", "nowhere", "--suite", "toy"), "is no target"),
        (("--target", "reference:", "--suite", "gone"), "no suite 'gone'"),
        (("--target", "toy:", "--suite", "toy", "--requirement", "TOY-99"), "no requirement 'TOY-99'"),
        (("--target", "toy:", "--suite", "toy", "--require", "toy.none"), "no feature and no profile 'toy.none'"),
        (("--target", "toy:", "--suite", "toy", "--xfail", "gone.txt"), "gone.txt"),
        (("--target", "toy:", "--suite", "toy", "--fresh", "0"), "0 is below 1"),
        (("--target", "toy:", "--suite", "toy", "--shard", "3/2"), "is no share"),
        (("--target", "toy:", "--suite", "toy", "--history", "."), "cannot write the history"),
    ],
)
def test_wrong_usage_is_said(inner: Inner, arguments: tuple[str, ...], why: str) -> None:
    done = inner(*arguments)
    assert done.code == 4
    assert why in done.out


def test_no_history_is_kept_where_none_is_wanted(inner: Inner, tmp_path: Path) -> None:
    assert inner("--target", uri("wrong-on-7"), *SUITE, "--no-history", "-k", "plain-7").code == 1
    assert not (tmp_path / ".assay").exists()


@pytest.mark.parametrize("workers", WORKERS)
def test_an_interruption_keeps_what_was_judged(tmp_path: Path, workers: tuple[str, ...]) -> None:
    process = start(tmp_path, *workers, "--target", uri("hang-on-7"), *SUITE)
    until = time.monotonic() + 60
    while not hanging(tmp_path) and time.monotonic() < until:
        time.sleep(0.1)
    family = sorted(descendants(process.pid))
    for pid in (process.pid, *family) if workers else (process.pid,):
        os.kill(pid, signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 2, out
    found = next((tmp_path / ".assay").iterdir())
    assert sum(line.get("case", "#").startswith("toy/sum") for line in lines(found)) > 5
    until = time.monotonic() + 20
    while living(family) and time.monotonic() < until:
        time.sleep(0.1)
    assert living(family) == []


def hanging(folder: Path) -> bool:
    """Whether a history has stopped growing for want of an answer."""
    sizes = []
    for _ in range(2):
        sizes.append([path.stat().st_size for path in (folder / ".assay").glob("*.ndjson")])
        time.sleep(0.7)
    return bool(sizes[0]) and sizes[0] == sizes[1]


def descendants(pid: int) -> set[int]:
    try:
        found = {int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}
    except OSError:
        return set()
    return found.union(*(descendants(child) for child in found))


def test_the_same_file_of_known_failures_serves_both(inner: Inner, cli: Cli) -> None:
    """`assay xfail write` reads the history of pytest's run as any other."""
    target = ("--target", uri("wrong-on-7"), *SUITE)
    assert inner(*target).code == 1
    assert cli("xfail", "write", "--suite", "toy-worlds", "-o", "known.txt").returncode == 0
    assert inner(*target, "--xfail", "known.txt").code == 0
    assert cli("run", *target, "--xfail", "known.txt").returncode == 0
