"""What a world, or a component in it, refuses (chapter Worlds). A refusal is an outcome, and no error of the input.

The class name is the name of the refusal. A command that breaks a rule of its types is refused with the name of that
rule's error, which is a `RuleError` and has no class here (WORLD-7).
"""

from __future__ import annotations

from typing import Any, ClassVar


class Refusal(Exception):
    """What was asked is refused. `value` is what it was refused for, `requirement` the id of the rule."""

    requirement: ClassVar[str]

    def __init__(self, value: Any) -> None:
        self.value = value
        super().__init__(f"{type(self).__name__} [{self.requirement}]: {value!r}")


class WorldExists(Refusal):
    """A world is opened under a name that is in use."""

    requirement = "PROTO-15"


class UnknownWorld(Refusal):
    """A name that no open world has."""

    requirement = "PROTO-15"


class TimeBackwards(Refusal):
    """An instant before the present."""

    requirement = "WORLD-1"


class UnknownClass(Refusal):
    """A component of a class that is not played."""

    requirement = "WORLD-2"


class EmptyCommittee(Refusal):
    """A component without a committee."""

    requirement = "WORLD-2"


class AlreadyDeployed(Refusal):
    """A deployment that the world has had."""

    requirement = "WORLD-4"


class ConnectTimeout(Refusal):
    """What nobody runs: it is not there, and nobody can say so."""

    requirement = "CHAIN-1"


class UnknownPeer(Refusal):
    """A peer that the world does not have."""

    requirement = "WORLD-5"


class UnknownComponent(Refusal):
    """A deployment that the world does not have."""

    requirement = "WORLD-5"


class UnknownSurface(Refusal):
    """A surface that the component does not have."""

    requirement = "WORLD-5"


class UnknownCommand(Refusal):
    """A command that the class of the component does not take."""

    requirement = "WORLD-19"


class LimitOutOfRange(Refusal):
    """A page of no entry, or of too many."""

    requirement = "WORLD-9"


class Retired(Refusal):
    """A command after the retirement marker."""

    requirement = "WORLD-12"


class NoQuorum(Refusal):
    """A command to a committee of which too few are up and together."""

    requirement = "FLT-3"


class SelfReplacement(Refusal):
    """A marker that names its own deployment as the replacement."""

    requirement = "WORLD-13"


class CadenceZero(Refusal):
    """An Almanac whose slots have no length."""

    requirement = "ALM-1"


class SlotTaken(Refusal):
    """A second tick in one slot."""

    requirement = "ALM-3"


class UnknownMember(Refusal):
    """An observation of a member that the coalition does not have."""

    requirement = "ALM-4"


class ObservationBackwards(Refusal):
    """An observation older than one of the same member that is committed."""

    requirement = "ALM-5"
