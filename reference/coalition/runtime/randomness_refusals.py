"""What a Randomness module refuses (chapter Randomness)."""

from __future__ import annotations

from coalition.runtime.refusals import Refusal


class BeaconSignatureInvalid(Refusal):
    """A card that its provider has not signed."""

    requirement = "RND-9"


class FamilyNotAdmitted(Refusal):
    """A card of a scheme whose family the content does not list."""

    requirement = "RND-10"


class BeaconKeyUnusable(Refusal):
    """A card whose key nothing can be verified under."""

    requirement = "RND-11"


class BeaconCardOutdated(Refusal):
    """A card of a tick that is not after the provider's last one."""

    requirement = "RND-12"


class UnknownBeaconProvider(Refusal):
    """A round of a provider that is not registered."""

    requirement = "RND-14"


class BeaconRoundBackwards(Refusal):
    """A round that is not above the last one."""

    requirement = "RND-15"


class BeaconTickBackwards(Refusal):
    """A round of an earlier tick than the last one's."""

    requirement = "RND-16"


class BeaconRejected(Refusal):
    """A round whose proof does not verify under the provider's card."""

    requirement = "RND-17"
