"""What threshold ECDSA refuses (chapter Threshold ECDSA), one class a rule."""

from __future__ import annotations

from coalition.errors import RuleError


class EcdsaKeyMalformed(RuleError):
    """A public key that is no compressed point of secp256k1."""

    requirement = "FECDSA-1"
    stage = "validate"


class EcdsaSignatureMalformed(RuleError):
    """A signature that has not 64 bytes."""

    requirement = "FECDSA-1"
    stage = "decode"


class EcdsaScalarOutOfRange(RuleError):
    """A half of a signature that is 0 or not below the order."""

    requirement = "FECDSA-2"
    stage = "validate"


class EcdsaHighS(RuleError):
    """A signature whose second half is above half the order."""

    requirement = "FECDSA-3"
    stage = "validate"


class EcdsaSignatureInvalid(RuleError):
    """A signature that does not verify under the committee's key."""

    requirement = "FECDSA-4"
    stage = "verify"


class EcdsaAbortWithoutCulprit(RuleError):
    """An abort that names nobody."""

    requirement = "FECDSA-5"
    stage = "validate"


class EcdsaCulpritRepeated(RuleError):
    """A culprit that is named twice."""

    requirement = "FECDSA-5"
    stage = "relate"


class EcdsaCulpritForeign(RuleError):
    """A culprit that did not take part."""

    requirement = "FECDSA-5"
    stage = "relate"


class EcdsaCoefficientsMismatch(RuleError):
    """Two sharings of one presignature with different thresholds."""

    requirement = "FECDSA-6"
    stage = "relate"


class EcdsaPresignatureReused(RuleError):
    """A presignature that has signed before."""

    requirement = "FECDSA-8"
    stage = "relate"
