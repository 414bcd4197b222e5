"""What RA-TLS refuses (chapter RA-TLS), one class a rule."""

from __future__ import annotations

from coalition.errors import RuleError


class RatlsPeerUnattested(RuleError):
    """A side of the channel without a certificate."""

    requirement = "RATLS-7"
    stage = "relate"


class RatlsSameKey(RuleError):
    """Two sides with one key."""

    requirement = "RATLS-8"
    stage = "relate"


class RatlsCertificateMalformed(RuleError):
    """A certificate that cannot be read."""

    requirement = "RATLS-3"
    stage = "decode"


class RatlsCertificateForged(RuleError):
    """A certificate that its own key did not sign."""

    requirement = "RATLS-3"
    stage = "verify"


class RatlsCertificateOutOfTime(RuleError):
    """A certificate that is not valid now."""

    requirement = "RATLS-3"
    stage = "verify"


class RatlsEvidenceMissing(RuleError):
    """A certificate without evidence."""

    requirement = "RATLS-4"
    stage = "decode"


class RatlsEvidenceCritical(RuleError):
    """Evidence in an extension that is critical."""

    requirement = "RATLS-4"
    stage = "decode"


class RatlsEvidenceMalformed(RuleError):
    """Evidence or claims that are not their deterministic CBOR."""

    requirement = "RATLS-2"
    stage = "decode"


class RatlsEvidenceUnsupported(RuleError):
    """Evidence of another kind than a quote with claims."""

    requirement = "RATLS-2"
    stage = "decode"


class RatlsKeyUnbound(RuleError):
    """Claims about another key than the certificate's."""

    requirement = "RATLS-5"
    stage = "verify"


class RatlsNonceMismatch(RuleError):
    """Claims about another nonce than the verifier's."""

    requirement = "RATLS-5"
    stage = "verify"
