"""What FROST refuses (chapter FROST), one class a rule."""

from __future__ import annotations

from coalition.errors import RuleError


class FrostScalarOutOfRange(RuleError):
    """A scalar that is not below the order of its group."""

    requirement = "FROST-2"
    stage = "validate"


class FrostElementMalformed(RuleError):
    """Bytes that encode no element of the group."""

    requirement = "FROST-3"
    stage = "validate"


class FrostIdentityElement(RuleError):
    """The identity where an element is due."""

    requirement = "FROST-4"
    stage = "validate"


class FrostElementOrder(RuleError):
    """A point of the curve outside the group of prime order."""

    requirement = "FROST-5"
    stage = "validate"


class FrostIdentifierZero(RuleError):
    """A participant whose identifier is 0."""

    requirement = "FROST-6"
    stage = "validate"


class FrostThresholdTooSmall(RuleError):
    """A threshold below 2."""

    requirement = "FROST-7"
    stage = "validate"


class FrostGroupTooSmall(RuleError):
    """A group of fewer participants than its threshold."""

    requirement = "FROST-7"
    stage = "relate"


class FrostSignerRepeated(RuleError):
    """A participant that stands twice in a list."""

    requirement = "FROST-10"
    stage = "relate"


class FrostSignerUnlisted(RuleError):
    """A participant that the list of commitments does not have."""

    requirement = "FROST-11"
    stage = "relate"


class FrostTooFewSigners(RuleError):
    """Commitments of fewer participants than the threshold."""

    requirement = "FROST-14"
    stage = "relate"


class FrostSignerUnknown(RuleError):
    """A commitment of a participant that the group does not have."""

    requirement = "FROST-14"
    stage = "relate"


class FrostCommitmentAltered(RuleError):
    """A listed commitment that is not that of the signer's own nonces."""

    requirement = "FROST-15"
    stage = "relate"


class FrostNonceReused(RuleError):
    """Nonces whose commitment has been signed with before."""

    requirement = "FROST-16"
    stage = "relate"


class FrostSharesMismatch(RuleError):
    """Signature shares that are not one of each participant that committed."""

    requirement = "FROST-18"
    stage = "relate"


class FrostSignatureMalformed(RuleError):
    """A signature of another length than the suite has."""

    requirement = "FROST-20"
    stage = "decode"


class FrostSignatureInvalid(RuleError):
    """A signature that does not verify."""

    requirement = "FROST-20"
    stage = "verify"
