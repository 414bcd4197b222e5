"""A mutant may loop for ever, kill its process or print without end: it costs only itself."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable

import pytest
from toy_suite import ToySuite

from assay import killing
from assay.battery.toy import Toy
from assay.killing import matrix
from assay.suite import Handler


class Odd:
    """A mutant that does something on sums of 7, beside answering rightly."""

    description = "odd"
    requirements = ("TOY-1",)

    def __init__(self, name: str, does: Callable[[], object]) -> None:
        self.name = name
        self._does = does

    def handler(self) -> Handler:
        toy = Toy(add=0)

        class Answering:
            def __call__(_self, line: bytes) -> bytes | None:  # noqa: N805 - the outer self is wanted
                if b'"a":7,' in line:
                    self._does()
                answer: bytes | None = toy(line)
                return answer

            def close(_self) -> None:  # noqa: N805
                toy.close()

        return Answering()


def loop() -> None:
    while True:
        with contextlib.suppress(Exception):  # as a careless adapter does
            sum(range(1000))


def test_an_endless_loop_is_a_time_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(killing, "ANSWER", 0.2)
    (row,) = matrix(ToySuite(), [Odd("loops", loop)])
    assert row.kills == ("toy/sum/plain-7",)
    assert "took longer than 0.2 s" in (row.trouble or "")


def test_a_process_that_cannot_be_interrupted_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(killing, "ANSWER", 3600.0)
    (row,) = matrix(ToySuite(), [Odd("loops", loop)], deadline=0.5)
    assert (row.alive, row.trouble) == (True, "no end after 0.5 s")


def test_a_process_that_waits_for_ever_is_ended() -> None:
    """What takes no processor is late by the clock, some time after."""
    (row,) = matrix(ToySuite(), [Odd("sleeps", lambda: time.sleep(3600))], deadline=0.1)
    assert (row.alive, row.trouble) == (True, "no end after 0.1 s")


def test_a_process_that_dies_takes_no_other_along() -> None:
    dies, right = matrix(ToySuite(), [Odd("dies", lambda: os._exit(5)), Odd("right", lambda: None)], jobs=2)
    assert (dies.alive, dies.trouble) == (True, "the process ended with 5")
    assert (right.alive, right.trouble, right.asked) == (True, None, 63)


def test_noise_is_kept_off_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    (row,) = matrix(ToySuite(), [Odd("noisy", lambda: sys.stderr.write("oh\nno\n"))])
    assert row.noise == ("oh", "no")
    assert capfd.readouterr().err == ""


def test_a_dead_one_is_asked_no_more() -> None:
    whole, brief = (matrix(ToySuite(), ToySuite().mutants(), brief=brief)[0] for brief in (False, True))
    assert 0 < len(brief.kills) < len(whole.kills)
    assert set(brief.kills) < set(whole.kills)
    assert brief.asked < whole.asked


def test_who_lives_is_asked_everything_though_in_brief() -> None:
    (row,) = matrix(ToySuite(), [Odd("right", lambda: None)], brief=True)
    assert (row.alive, row.asked) == (True, 63)
