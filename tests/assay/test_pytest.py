"""As pytest items the suite comes to what `assay run` comes to."""

from __future__ import annotations

from pathlib import Path

import pytest
from toy_pytest import SUITE, WORKERS, Inner, agrees, alone, uri, verdicts
from toy_suite import WorldSuite
from toy_tools import lines

from assay.rejudge import rejudge
from assay.selection import Selection

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


def test_fresh_cases_are_items_too(inner: Inner) -> None:
    for workers in WORKERS:
        done = inner(*workers, "--target", uri("wrong-value"), *SUITE, "--fresh", "50")
        agrees(done, alone("wrong-value", selection=Selection(fresh=50)))


def test_the_seed_is_one_for_all_processes(inner: Inner, tmp_path: Path) -> None:
    """Fresh cases are the same in every process, though no seed was given."""
    done = inner("-n", "2", "--target", uri(), "--suite", "toy-worlds", "--fresh", "50")
    assert (done.code, len(done.outcomes)) == (0, 50)
    assert lines(tmp_path / ".assay" / "last.ndjson")[0]["header"]["seed"] in done.out
