from __future__ import annotations

from toy_suite import ToySuite
from toy_tools import verdicts

from assay.battery.toy import Toy
from assay.history import History
from assay.runner import Options, Run, run
from assay.targets.inprocess import InProcessTarget


class Odd(Toy):
    """Right but for the sum of 7 and 100, which `twist` gets to see."""

    def twist(self, answer: bytes) -> bytes | None:
        return answer

    def __call__(self, line: bytes) -> bytes | None:
        answer: bytes = super().__call__(line)
        return self.twist(answer) if b'{"a":7,"b":100}' in line else answer


class Indented(Odd):
    def twist(self, answer: bytes) -> bytes | None:
        return answer.replace(b",", b",\n")


class Raises(Odd):
    def twist(self, answer: bytes) -> bytes | None:
        raise ValueError(answer)


class Silent(Odd):
    def twist(self, answer: bytes) -> bytes | None:
        return None if answer else answer


def ask(factory: type[Odd]) -> Run:
    return run(InProcessTarget("test", factory), ToySuite(), Options(seed="test"), History(None))


def test_a_right_handler_passes() -> None:
    assert ask(Odd).exit == 0


def test_each_oddity_costs_one_case() -> None:
    for factory, verdict in ((Indented, "garbled"), (Raises, "crashed"), (Silent, "timed-out")):
        assert verdicts(ask(factory)) == {"toy/sum/plain-7": verdict}
