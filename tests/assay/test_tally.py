"""Twins, known failures, SHOULDs and requirements, over real answers."""

from __future__ import annotations

from toy_tools import Ask, verdicts

from assay.selection import Selection


def test_a_right_answer_with_a_wrong_twin_fails(ask: Ask) -> None:
    outcome = ask("accept-all")
    assert verdicts(outcome) == {"toy/sum/limit": "failed", "toy/sum/above": "failed", "toy/sum/text": "failed"}
    reasons = {result.case.id: result.reason for result in outcome.tally.results}
    assert "its twin toy/sum/above is failed" in reasons["toy/sum/limit"]


def test_a_refusal_for_another_reason_is_not_enough(ask: Ask) -> None:
    assert verdicts(ask("wrong-reason")) == {"toy/sum/above": "wrong-reason", "toy/sum/limit": "failed"}


def test_a_twin_whose_feature_is_not_claimed_does_not_count(ask: Ask) -> None:
    outcome = ask("basic-only", "accept-all", selection=Selection(filters=("toy/sum/limit", "toy/sum/above")))
    assert outcome.exit == 0
    assert outcome.tally.skipped == {"toy.strict": 1}


def test_a_right_value_with_a_wrong_preimage_fails(ask: Ask) -> None:
    assert verdicts(ask("wrong-preimage")) == {"toy/root/two": "failed", "toy/root/three": "failed"}


def test_a_failed_should_warns(ask: Ask) -> None:
    outcome = ask("empty-wrong")
    assert (outcome.exit, outcome.tally.warnings["failed"], outcome.tally.warned["TOY-4"]) == (0, 1, 1)


def test_a_failed_should_fails_under_strict(ask: Ask) -> None:
    outcome = ask("empty-wrong", strict=True)
    assert (outcome.exit, outcome.tally.counts["failed"]) == (1, 1)


def test_a_requirement_passes_only_with_every_unit(ask: Ask) -> None:
    tally = ask("wrong-on-7").tally
    assert tally.asked["TOY-1"] == 62
    assert dict(tally.failing) == {"TOY-1": 1}


def test_a_known_failure_is_no_failure(ask: Ask) -> None:
    outcome = ask("wrong-on-7", xfail={"toy/sum/plain-7": "issue 5"})
    assert (verdicts(outcome), outcome.exit) == ({"toy/sum/plain-7": "known-failure"}, 0)
    assert outcome.tally.failing["TOY-1"] == 1, "the requirement does not pass for all that"


def test_a_known_failure_that_passes_is_an_error(ask: Ask) -> None:
    outcome = ask(xfail={"toy/sum/plain-7": "issue 5"})
    assert (verdicts(outcome), outcome.exit) == ({"toy/sum/plain-7": "unexpected-pass"}, 1)


def test_a_known_failure_that_matches_nothing_is_an_error(ask: Ask) -> None:
    outcome = ask(xfail={"toy/sum/nobody": "issue 5"})
    assert outcome.exit == 1
    assert outcome.complaints == ["known failure toy/sum/nobody matches no selected case"]


def test_a_required_feature_has_to_be_claimed(ask: Ask) -> None:
    assert ask("basic-only", require=("toy.root",)).exit == 1
    assert ask(require=("toy.root",)).exit == 0


def test_a_target_that_claims_nothing_is_not_judged(ask: Ask) -> None:
    assert ask("no-features").exit == 3


def test_an_empty_selection_is_not_judged(ask: Ask) -> None:
    outcome = ask(selection=Selection(filters=("nothing/*",)))
    assert (outcome.exit, outcome.problem) == (3, "nothing was asked: the selection is empty")
