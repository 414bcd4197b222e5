"""What an implementer reads first: one cause told once, the likeliest first, nothing longer than a screen."""

from __future__ import annotations

import io
import json
import re
import shlex
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree

import pytest
from toy_suite import ToySuite
from toy_tools import Ask, Cli, toy_uri

from assay.report.excerpt import cut, cut_pair
from assay.report.model import Report, build
from assay.report.terminal import write
from assay.selection import Selection
from assay.suite import Case
from assay.trial.suite import reverse_case

SUITE = ("--suite", "toy")


class LongSuite(ToySuite):
    """One case whose texts are long, and differ near the end."""

    def cases(self, files: Sequence[Path] = ()) -> Iterator[Case]:
        case = reverse_case("toy/reverse/long", "ab" * 2000, ("TOY-2",))
        yield case


def shown(report: Report, *, wide: bool = False) -> str:
    stream = io.StringIO()
    write(report, stream, wide=wide)
    return stream.getvalue()


def report(ask: Ask, *modes: str, suite: ToySuite | None = None, whole: bool = False, **options: object) -> Report:
    return build(ask(*modes, suite=suite, **options), suite or ToySuite(), whole=whole)


def test_failures_of_one_part_are_one_cause_told_by_the_part_itself(ask: Ask) -> None:
    (cause,) = report(ask, "salt").causes
    assert (cause.kind, cause.operations, cause.field, cause.requirement) == (
        "explained",
        ("toy.leaf",),
        "salt",
        "TOY-3",
    )
    assert (cause.count, set(cause.cases)) == (3, {"toy/leaf/x", "toy/root/two", "toy/root/three"})
    assert cause.cases[0] == "toy/leaf/x"


def test_twins_are_counted_with_what_made_them_fail(ask: Ask) -> None:
    causes = report(ask, "accept-all").causes
    assert sum(cause.count for cause in causes) == 3
    (cause,) = [cause for cause in causes if "toy/sum/above" in cause.cases]
    assert (cause.cases[-1], cause.summary) == ("toy/sum/limit", "It accepts what must be refused with OVERFLOW.")


def test_causes_come_in_the_order_in_which_to_mend_them(ask: Ask) -> None:
    found = report(ask, "crash-on-7", "salt", "accept-all")
    kinds = [cause.kind for cause in found.causes]
    assert kinds == sorted(kinds, key=["broken", "explained", "wrong", "refusal", "other", "warning"].index)
    assert {"broken", "explained", "refusal"} <= set(kinds)
    assert [failure.case for failure in found.failures] == [cause.cases[0] for cause in found.causes]


def test_the_cause_that_explains_most_comes_first(ask: Ask) -> None:
    counts = [cause.count for cause in report(ask, "salt", "sorted-leaves").causes if cause.kind == "explained"]
    assert counts == sorted(counts, reverse=True)


def test_every_told_failure_stands_in_one_cause(ask: Ask) -> None:
    found = report(ask, "salt", "wrong-on-7", "accept-all")
    named = [case for cause in found.causes for case in cause.cases]
    assert (
        len(named)
        == len(set(named))
        == sum(found.verdicts[verdict] for verdict in found.verdicts if verdict != "passed")
    )


def test_the_list_stands_before_the_headline(ask: Ask) -> None:
    lines = shown(report(ask, "salt")).splitlines()
    at = lines.index("Likely mistakes")
    assert lines[at + 1].startswith("  1. toy.leaf: The field `salt` of the preimage differs. (3 cases")
    assert len(lines) - at < 8


def test_other_cases_are_named(ask: Ask) -> None:
    text = shown(report(ask, "salt"))
    assert "and 2 more cases fail through this part:" in text
    assert "toy/root/three, toy/root/two" in text or "toy/root/two, toy/root/three" in text


def test_a_part_is_told_with_its_own_exchange(ask: Ask, history_file: Path) -> None:
    (failure,) = report(ask, "salt", selection=Selection(filters=("toy/root/*",))).failures
    assert failure.deepest is not None
    assert '"method":"toy.leaf"' in (failure.deepest.request or "")
    recorded = history_file.read_text().splitlines()[failure.deepest.record - 1]
    assert json.loads(recorded)["kind"] == "drill"


def test_prose_keeps_to_eighty_columns(ask: Ask) -> None:
    for line in shown(report(ask, "accept-all", "salt")).splitlines():
        copied = line.lstrip().startswith(("→", "←", "asked", "rerun", "toy 1 does not", "whole", "field"))
        assert copied or len(line) <= 80, line


def test_long_values_are_cut_and_the_whole_is_pointed_to(ask: Ask, history_file: Path) -> None:
    found = report(ask, "wrong-value", suite=LongSuite())
    (failure,) = found.failures
    assert failure.request is not None
    assert max(map(len, (failure.params, failure.request, failure.got, failure.expected))) < 450
    assert "[400 of 40" in failure.params
    text = shown(found)
    (command,) = re.findall(r"whole +(sed .*)", text)
    line = subprocess.run(shlex.split(command), capture_output=True, text=True, check=True).stdout
    assert json.loads(line)["case"] == "toy/reverse/long"
    assert json.loads(line)["request"]["params"] == {"text": "ab" * 2000}


def test_everything_is_printed_if_wanted(ask: Ask) -> None:
    found = report(ask, "wrong-value", suite=LongSuite(), whole=True)
    assert "ab" * 2000 in shown(found, wide=True)


def test_cutting() -> None:
    assert cut("abc", 3) == "abc"
    assert cut("abcd", 3) == "abc… [3 of 4 characters]"
    assert cut("abcd", None) == "abcd"
    left, right = cut_pair("x" * 1000 + "l", "x" * 1000 + "r" + "y" * 500, 100)
    assert (left, right[:60]) == ("…" + "x" * 40 + "l [from 960 of 1001 characters]", "…" + "x" * 40 + "r" + "y" * 18)
    assert cut_pair("l" + "x" * 200, "r", 100) == ("l" + "x" * 99 + "… [100 of 201 characters]", "r")


def test_the_command_repeats_a_fresh_case(cli: Cli) -> None:
    done = cli("run", *SUITE, "--target", toy_uri("wrong-value"), "--fresh", "20", "--seed", "a b")
    (command, *_) = re.findall(r"rerun  assay (.*)", done.stdout)
    words = shlex.split(command)
    assert words[words.index("--fresh") + 1] == "20"
    assert words[words.index("--seed") + 1] == "a b"
    again = cli(*words)
    assert (again.returncode, "1 failed" in again.stdout) == (1, True)


@pytest.mark.parametrize("command", ["run", "judge"])
def test_all_views_tell_the_same_causes(cli: Cli, tmp_path: Path, command: str) -> None:
    done = cli("run", *SUITE, "--target", toy_uri("salt"), "--json", "r.json", "--junit", "r.xml")
    if command == "judge":
        again = cli("judge", *SUITE, "--json", "r.json", "--junit", "r.xml")
        assert again.stdout == done.stdout
    causes = json.loads((tmp_path / "r.json").read_text())["causes"]
    assert [cause["operations"] for cause in causes] == [["toy.leaf"]]
    failures = ElementTree.parse(tmp_path / "r.xml").getroot().findall(".//failure")
    diagnosis = f"toy.leaf: {causes[0]['summary']}"
    assert len(failures) == 3
    for failure in failures:
        assert (failure.get("message") or "").startswith(diagnosis)
        assert (failure.text or "").splitlines()[0] == diagnosis
