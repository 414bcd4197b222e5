"""A history judged again gives the same verdicts, from raw bytes alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from toy_suite import ToySuite
from toy_tools import Ask, lines, verdicts

from assay.history import HistoryError
from assay.rejudge import rejudge
from assay.report.model import build
from assay.selection import Selection

MODES = [
    (),
    ("wrong-on-7",),
    ("crash-on-7",),
    ("crash-always",),
    ("crash-sometimes",),
    ("flaky-on-7",),
    ("repeat-on-7",),
    (r"say:\xff",),
    ("accept-all",),
    ("wrong-reason",),
    ("wrong-preimage",),
    ("salt",),
    ("sorted-leaves",),
    ("basic-only",),
    ("no-features",),
    ("empty-wrong",),
    ("farewell",),
    ("exit-now",),
    ("early",),
    ("spaces",),
    ("swapped-ids",),
    ("claims-what-it-lacks",),
]


@pytest.mark.parametrize("modes", MODES, ids=lambda modes: "+".join(modes) or "right")
def test_the_second_judgement_is_the_first(ask: Ask, history_file: Path, modes: tuple[str, ...]) -> None:
    live = ask(*modes)
    again = rejudge(history_file, ToySuite())
    assert build(again, ToySuite()) == build(live, ToySuite())


@pytest.mark.parametrize("modes", [(), ("crash-always",)])
def test_fresh_cases_are_computed_again(ask: Ask, history_file: Path, modes: tuple[str, ...]) -> None:
    live = ask(*modes, selection=Selection(fresh=300))
    again = rejudge(history_file, ToySuite())
    assert (verdicts(again), again.tally.counts, again.exit) == (verdicts(live), live.tally.counts, live.exit)


def test_the_footer_is_not_believed(ask: Ask, history_file: Path) -> None:
    ask("wrong-on-7")
    history_file.write_bytes(history_file.read_bytes().replace(b'"exit":1', b'"exit":0'))
    assert rejudge(history_file, ToySuite()).exit == 1


def test_a_forged_answer_is_judged_as_it_stands(ask: Ask, history_file: Path) -> None:
    ask()
    history_file.write_bytes(history_file.read_bytes().replace(b'"value":107', b'"value":108'))
    assert verdicts(rejudge(history_file, ToySuite())) == {"toy/sum/plain-7": "failed"}


@pytest.mark.parametrize("cut", [2, 10, 300])
def test_without_its_end_a_history_was_interrupted(ask: Ask, history_file: Path, cut: int) -> None:
    ask()
    history_file.write_bytes(history_file.read_bytes()[:-cut])
    again = rejudge(history_file, ToySuite())
    assert (again.exit, again.interrupted) == (3, True)
    assert again.tally.counts["passed"] >= 60


def test_other_vectors_are_refused(ask: Ask, history_file: Path) -> None:
    class Later(ToySuite):
        def digests(self) -> dict[str, str]:
            return {**super().digests(), "manifest": "ef" * 32}

    ask()
    with pytest.raises(HistoryError, match="manifest"):
        rejudge(history_file, Later())


@pytest.mark.parametrize("content", [b"", b"{}\n", b"hello\n", b'{"event":"x"}\n'])
def test_what_is_no_history_is_refused(history_file: Path, content: bytes) -> None:
    history_file.write_bytes(content)
    with pytest.raises(HistoryError):
        rejudge(history_file, ToySuite())


def test_the_header_holds_the_provenance(ask: Ask, history_file: Path) -> None:
    ask()
    header = lines(history_file)[0]["header"]
    assert header["describe"]["name"] == "toy"
    assert (header["suite"], header["seed"], header["digests"]["manifest"]) == ("toy", "test", "ab" * 32)
    assert "footer" in lines(history_file)[-1]


def test_answers_stand_as_the_bytes_that_came(ask: Ask, history_file: Path) -> None:
    ask(r"say:\xff\xfe")
    garbled = [line for line in lines(history_file) if line.get("end") == "garbled"]
    assert [line["answer_base64"] for line in garbled] == ["//4="]
