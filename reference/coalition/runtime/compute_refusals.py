"""What a Compute module refuses (chapter Compute)."""

from __future__ import annotations

from coalition.runtime.refusals import Refusal


class ProviderSignatureInvalid(Refusal):
    """What a provider is said to have signed, and has not."""

    requirement = "COM-14"


class CardOutdated(Refusal):
    """A card or deregistration of a tick that is not after the provider's last one."""

    requirement = "COM-15"


class UnknownProvider(Refusal):
    """A deregistration of a provider that is not registered."""

    requirement = "COM-16"


class ProviderRetired(Refusal):
    """A card of a provider that left with a marker."""

    requirement = "COM-17"


class AlreadyRequested(Refusal):
    """A request that the module has."""

    requirement = "COM-18"


class RoundBackwards(Refusal):
    """A round that is not after the last one."""

    requirement = "COM-20"


class ForeignReputation(Refusal):
    """A reputation from elsewhere than the organism that the content names."""

    requirement = "COM-27"


class ReputationBackwards(Refusal):
    """A reputation that is not after the provider's last one."""

    requirement = "COM-27"


class UnknownRequest(Refusal):
    """A grant of a request that the module does not have."""

    requirement = "COM-29"


class NotCleared(Refusal):
    """A grant of a request that no round has cleared."""

    requirement = "COM-29"


class AlreadyGranted(Refusal):
    """A second grant of one request."""

    requirement = "COM-29"


class WindowEmpty(Refusal):
    """A grant for no tick."""

    requirement = "COM-30"


class WindowTooEarly(Refusal):
    """A grant from a tick before the round that cleared it."""

    requirement = "COM-30"


class UnknownGrant(Refusal):
    """A log of a grant that the module does not have."""

    requirement = "COM-31"


class ForeignGrant(Refusal):
    """A log of a grant that another provider won."""

    requirement = "COM-31"


class WindowTaken(Refusal):
    """A log of ticks that are not after those of the grant's last log."""

    requirement = "COM-32"
