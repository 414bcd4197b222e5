"""What the shuffle refuses (chapter Shuffle), one class a rule."""

from __future__ import annotations

from coalition.errors import RuleError


class ShuffleShapeUnusable(RuleError):
    """A round without slots, or slots that hold nothing."""

    requirement = "SHUF-1"
    stage = "validate"


class ShuffleMessageTooLong(RuleError):
    """A message that its slot does not hold."""

    requirement = "SHUF-3"
    stage = "relate"


class ShuffleSlotOutOfRange(RuleError):
    """A slot that the round does not have."""

    requirement = "SHUF-3"
    stage = "relate"


class ShuffleWithoutServers(RuleError):
    """A submission under no pad."""

    requirement = "SHUF-4"
    stage = "validate"


class ShuffleSecretRepeated(RuleError):
    """A secret that stands twice."""

    requirement = "SHUF-4"
    stage = "relate"


class ShuffleLengthMismatch(RuleError):
    """A text of another length than the round's."""

    requirement = "SHUF-6"
    stage = "relate"


class ShuffleNoise(RuleError):
    """A round that is not messages and empty slots."""

    requirement = "SHUF-6"
    stage = "verify"


class ShuffleSealedMalformed(RuleError):
    """A sealed submission that is too short."""

    requirement = "SHUF-9"
    stage = "decode"


class ShuffleNotOpened(RuleError):
    """Parts that do not open the submission."""

    requirement = "SHUF-10"
    stage = "verify"
