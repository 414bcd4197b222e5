"""The errors of BLS12-381: points, scalars, tags, signatures."""

from __future__ import annotations

from coalition.errors import RuleError


class PointMalformed(RuleError):
    """Bytes that are not the compressed form of a point of the curve."""

    requirement = "TBLS-1"
    stage = "validate"


class PointIsIdentity(RuleError):
    """A point at infinity where a key, a signature or a commitment is due."""

    requirement = "TBLS-2"
    stage = "validate"


class PointNotInSubgroup(RuleError):
    """A point of the curve outside the subgroup of prime order."""

    requirement = "TBLS-3"
    stage = "validate"


class ScalarOutOfRange(RuleError):
    """A scalar that is not below the order of the group."""

    requirement = "TBLS-4"
    stage = "validate"


class ScalarZero(RuleError):
    """A secret that is zero."""

    requirement = "TBLS-4"
    stage = "validate"


class TagLength(RuleError):
    """A domain separation tag of no byte, or of more than 255."""

    requirement = "TBLS-5"
    stage = "validate"


class BlsSignatureInvalid(RuleError):
    """A BLS signature that is not the message's under the key."""

    requirement = "TBLS-7"
    stage = "verify"
