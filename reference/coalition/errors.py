"""The errors of the reference.

    CoalitionError
    ├── ShapeError             a value that a typed language could not receive (PROTO-6)
    │   ├── WrongType          a bool where an integer is due, text where bytes are
    │   ├── WrongLength        bytes or digits of another length than the type has
    │   ├── IntegerOutOfRange  an integer outside its width
    │   ├── NotCanonical       a number or digits in another form than the one allowed
    │   ├── UnknownKind        a variant the enum does not have
    │   ├── UnknownMember      a member the struct does not have
    │   ├── MissingMember      a member that is not there
    │   └── RepeatedMember     a member that is there twice
    └── RuleError              a value of the right shape that breaks a rule (ERR-1), one class a rule;
                               those of cryptography stand beside what they are about, in `crypto/`

Every error says what rule, which requirement, and the offending value.
"""

from __future__ import annotations

from typing import Any, ClassVar, Literal

Stage = Literal["decode", "validate", "relate", "verify"]


class CoalitionError(Exception):
    """An input was refused. `value` is the offending value, `requirement` the id of the rule."""

    requirement: ClassVar[str]

    def __init__(self, value: Any, detail: str = "") -> None:
        self.value = value
        self.detail = detail
        super().__init__(value, detail)

    def __str__(self) -> str:
        summary = (self.__doc__ or "").splitlines()[0].rstrip(".")
        detail = f" ({self.detail})" if self.detail else ""
        return f"{type(self).__name__} [{self.requirement}]: {summary}{detail}: {_shown(self.value)}"


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 120 else f"{text[:117]}..."


class ShapeError(CoalitionError):
    """A value that a typed language could not receive."""

    requirement = "PROTO-6"


class WrongType(ShapeError):
    """A value of another type than the one due."""


class WrongLength(ShapeError):
    """Bytes of another length than the type has."""


class IntegerOutOfRange(ShapeError):
    """An integer outside the width of its type."""


class NotCanonical(ShapeError):
    """A value written in another form than the one allowed."""


class UnknownKind(ShapeError):
    """A variant that the enum does not have."""


class UnknownMember(ShapeError):
    """A member that the struct does not have."""


class MissingMember(ShapeError):
    """A member that is not there."""


class RepeatedMember(ShapeError):
    """A member that is there twice."""


class RuleError(CoalitionError):
    """A value of the right shape that breaks a rule. The class name is the name of the error, `stage` where it fell."""

    stage: ClassVar[Stage]


class UnsupportedSchemaVersion(RuleError):
    """A schema version other than 1."""

    requirement = "ENC-5"
    stage = "validate"


class ZeroId(RuleError):
    """A present id that is ZERO_ID."""

    requirement = "ENC-4"
    stage = "validate"


class NameEmpty(RuleError):
    """A name without a byte."""

    requirement = "ENC-6"
    stage = "validate"


class NameTooLong(RuleError):
    """A name of more than 255 bytes."""

    requirement = "ENC-6"
    stage = "validate"


class NameHasSeparator(RuleError):
    """A name that holds the separator of the book's preimages."""

    requirement = "ENC-7"
    stage = "validate"


class NameUnassignedCodePoint(RuleError):
    """A name with a code point that Unicode 14.0 does not assign."""

    requirement = "ENC-8"
    stage = "validate"


class NameForbiddenCodePoint(RuleError):
    """A name with a control, format, private-use or line separator character."""

    requirement = "ENC-9"
    stage = "validate"


class NameNotNfc(RuleError):
    """A name that is not in Normalization Form C."""

    requirement = "ENC-10"
    stage = "validate"


class TypeTagEmpty(RuleError):
    """A type tag without a byte."""

    requirement = "ENC-11"
    stage = "validate"


class TypeTagTooLong(RuleError):
    """A type tag of more than 255 bytes."""

    requirement = "ENC-11"
    stage = "validate"


class TypeTagHasSeparator(RuleError):
    """A type tag that holds the separator of the book's preimages."""

    requirement = "ENC-11"
    stage = "validate"


class TextTooLong(RuleError):
    """Free text of more than 4096 bytes."""

    requirement = "ENC-12"
    stage = "validate"


class TextHasControl(RuleError):
    """Free text with a control character."""

    requirement = "ENC-12"
    stage = "validate"


class RatioMalformed(RuleError):
    """A ratio that is no decimal fraction."""

    requirement = "ENC-14"
    stage = "validate"


class RatioOutOfRange(RuleError):
    """A ratio above 1."""

    requirement = "ENC-14"
    stage = "validate"


class RatioTooFine(RuleError):
    """A ratio that is no whole number of basis points."""

    requirement = "ENC-14"
    stage = "validate"


class DuplicateElement(RuleError):
    """An element that stands twice in a set."""

    requirement = "ENC-19"
    stage = "relate"


class DuplicateKey(RuleError):
    """A key that stands twice in a map."""

    requirement = "ENC-20"
    stage = "relate"


class EmptySet(RuleError):
    """A clause that admits a set without elements."""

    requirement = "ID-33"
    stage = "validate"


class DuplicateMember(RuleError):
    """A stable id that stands twice."""

    requirement = "ID-31"
    stage = "relate"


class MemberPrefixCollision(RuleError):
    """Two members of an Atlas with one MemberId."""

    requirement = "ID-38"
    stage = "relate"


class NoTicketIssuer(RuleError):
    """The tickets root of a coalition without an issuer."""

    requirement = "ID-21"
    stage = "relate"


class ThresholdOutOfRange(RuleError):
    """A threshold of 0 or above the committee size."""

    requirement = "ID-39"
    stage = "relate"


class SymbolHasSlash(RuleError):
    """A symbol that holds the separator of pairs."""

    requirement = "ID-41"
    stage = "validate"


class SameSymbols(RuleError):
    """A pair of equal symbols."""

    requirement = "ID-41"
    stage = "relate"


class SupermajorityOutOfRange(RuleError):
    """A supermajority of half or less, or of more than all."""

    requirement = "STANCE-2"
    stage = "validate"


class UnknownLegitimacyBit(RuleError):
    """A ground of legitimacy that has no name."""

    requirement = "STANCE-3"
    stage = "validate"


class ReplacementRequired(RuleError):
    """A rotation without a replacement."""

    requirement = "RET-3"
    stage = "relate"


class ReplacementForbidden(RuleError):
    """A retirement or operator exit with a replacement."""

    requirement = "RET-4"
    stage = "relate"


class UnlistedComponent(RuleError):
    """An entry for a component that the configuration does not have."""

    requirement = "HS-12"
    stage = "relate"


class DocumentMalformed(RuleError):
    """A document that is not of its schema."""

    requirement = "HS-1"
    stage = "decode"


class UnknownField(RuleError):
    """A member of a document that its schema does not have."""

    requirement = "HS-2"
    stage = "decode"


class MissingField(RuleError):
    """A member of its schema that a document does not have."""

    requirement = "HS-3"
    stage = "decode"


class SilentModule(RuleError):
    """A page that does not say whether a module is shipped."""

    requirement = "HS-3"
    stage = "decode"


class FingerprintMismatch(RuleError):
    """A published root that does not follow from the configuration."""

    requirement = "HS-4"
    stage = "verify"


class ListMismatch(RuleError):
    """A list on the page that is not the configuration's."""

    requirement = "HS-5"
    stage = "verify"


class ModuleMismatch(RuleError):
    """A module slot that does not follow from the page."""

    requirement = "HS-6"
    stage = "verify"


class ForeignSeed(RuleError):
    """A coalition seed other than COALITION_ROOT_SEED."""

    requirement = "HS-7"
    stage = "verify"


class HiddenRotation(RuleError):
    """A slot by instance that pins no content hash."""

    requirement = "HS-8"
    stage = "verify"


class MissingMeasurements(RuleError):
    """A TDX-gated unit whose measurements are not on the page."""

    requirement = "HS-9"
    stage = "verify"


class MeasurementsMismatch(RuleError):
    """Measurements on the page that are not those of the module's configuration."""

    requirement = "HS-9"
    stage = "verify"


class MissingPeerHint(RuleError):
    """A page without a peer hint."""

    requirement = "HS-10"
    stage = "verify"


class MissingChangeChannel(RuleError):
    """A page without a change channel."""

    requirement = "HS-10"
    stage = "verify"


class IssuerMismatch(RuleError):
    """Issuer keys that do not go with the configuration."""

    requirement = "HS-11"
    stage = "verify"


class MemberUnpublished(RuleError):
    """A member that its own operator does not publish."""

    requirement = "HS-13"
    stage = "verify"


class MemberIrreproducible(RuleError):
    """A published stable id that does not follow from its instance name."""

    requirement = "HS-13"
    stage = "verify"


class MemberDrift(RuleError):
    """A content hash that is not the one the member's operator publishes."""

    requirement = "HS-14"
    stage = "verify"


class MrtdWithoutTdx(RuleError):
    """Requirements that expect a measurement and no TDX."""

    requirement = "COM-2"
    stage = "relate"


class RangeBackwards(RuleError):
    """A range of ticks that ends before it starts."""

    requirement = "COM-7"
    stage = "relate"


class WorkloadImageMismatch(RuleError):
    """A workload whose image is not the grant's."""

    requirement = "COM-11"
    stage = "verify"


class WorkloadMrtdMismatch(RuleError):
    """A workload whose measurement is not the one that the grant expects."""

    requirement = "COM-11"
    stage = "verify"
