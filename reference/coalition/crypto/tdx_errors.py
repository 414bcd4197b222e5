"""What quotes are refused for (chapter TDX), one class a rule, in the order of the checks."""

from __future__ import annotations

from coalition.errors import RuleError


class TdxTruncated(RuleError):
    """A quote that ends before a part that it declares."""

    requirement = "TDX-1"
    stage = "decode"


class TdxTrailing(RuleError):
    """A quote with bytes other than zero behind its signature data."""

    requirement = "TDX-1"
    stage = "decode"


class TdxVersionUnsupported(RuleError):
    """A quote of another version than 4."""

    requirement = "TDX-2"
    stage = "decode"


class TdxKeyTypeUnsupported(RuleError):
    """A quote of another attestation key than ECDSA on P-256."""

    requirement = "TDX-2"
    stage = "decode"


class TdxNotTdx(RuleError):
    """A quote of another kind of enclave."""

    requirement = "TDX-2"
    stage = "decode"


class TdxVendorUnknown(RuleError):
    """A quote of another vendor's quoting enclave."""

    requirement = "TDX-2"
    stage = "decode"


class TdxCertificationUnsupported(RuleError):
    """Certification data of another type."""

    requirement = "TDX-3"
    stage = "decode"


class TdxCertificationTruncated(RuleError):
    """Certification data that declares more than there is."""

    requirement = "TDX-3"
    stage = "decode"


class TdxCertificationOverlong(RuleError):
    """Certification data with bytes behind what it declares."""

    requirement = "TDX-3"
    stage = "decode"


class DcapCollateralMalformed(RuleError):
    """Collateral that is not of its form."""

    requirement = "TDX-7"
    stage = "decode"


class DcapCollateralEarly(RuleError):
    """Collateral that is issued after now."""

    requirement = "TDX-8"
    stage = "verify"


class DcapCollateralExpired(RuleError):
    """Collateral that should have been renewed before now."""

    requirement = "TDX-8"
    stage = "verify"


class DcapChainInvalid(RuleError):
    """Certificates that do not lead to the root."""

    requirement = "TDX-9"
    stage = "verify"


class DcapCertificateOutOfTime(RuleError):
    """A certificate that is not valid now."""

    requirement = "TDX-9"
    stage = "verify"


class DcapCrlInvalid(RuleError):
    """A list of revoked certificates that its issuer did not sign."""

    requirement = "TDX-10"
    stage = "verify"


class DcapCrlExpired(RuleError):
    """A list of revoked certificates that is not current."""

    requirement = "TDX-10"
    stage = "verify"


class DcapRevoked(RuleError):
    """A certificate that is revoked."""

    requirement = "TDX-10"
    stage = "verify"


class DcapCollateralForged(RuleError):
    """Collateral whose signature does not verify."""

    requirement = "TDX-11"
    stage = "verify"


class DcapIdentityUnsupported(RuleError):
    """Collateral for another kind of enclave."""

    requirement = "TDX-12"
    stage = "verify"


class TdxQeReportForged(RuleError):
    """A report of the quoting enclave that the PCK certificate did not sign."""

    requirement = "TDX-13"
    stage = "verify"


class TdxAttestationKeyUnbound(RuleError):
    """An attestation key that is not in the quoting enclave's report."""

    requirement = "TDX-14"
    stage = "verify"


class TdxQuotingEnclaveUnknown(RuleError):
    """A quoting enclave that is not the one of the identity."""

    requirement = "TDX-15"
    stage = "verify"


class TdxQuoteForged(RuleError):
    """A quote that its attestation key did not sign."""

    requirement = "TDX-16"
    stage = "verify"


class DcapPlatformMismatch(RuleError):
    """TCB information of another platform."""

    requirement = "TDX-17"
    stage = "verify"


class DcapTcbUnlisted(RuleError):
    """A platform or enclave below every listed level."""

    requirement = "TDX-18"
    stage = "verify"


class TdxModuleUnknown(RuleError):
    """A TDX module that is not the one listed."""

    requirement = "TDX-19"
    stage = "verify"


class DcapTcbRevoked(RuleError):
    """A level that is revoked."""

    requirement = "TDX-20"
    stage = "verify"


class DcapTcbUnaccepted(RuleError):
    """A level whose status is not accepted."""

    requirement = "TDX-20"
    stage = "verify"


class TdxDebug(RuleError):
    """A guest that can be debugged."""

    requirement = "TDX-21"
    stage = "verify"


class TdxAttributesReserved(RuleError):
    """Reserved attributes that are set."""

    requirement = "TDX-21"
    stage = "verify"


class TdxSeptVeEnabled(RuleError):
    """A guest without SEPT_VE_DISABLE."""

    requirement = "TDX-21"
    stage = "verify"


class TdxMeasurementMismatch(RuleError):
    """A guest of other measurements."""

    requirement = "TDX-22"
    stage = "verify"


class TdxNonceReused(RuleError):
    """A bond's nonce that was used before."""

    requirement = "TDX-23"
    stage = "relate"


class TdxReportDataMismatch(RuleError):
    """Report data that do not bind the presenter."""

    requirement = "TDX-24"
    stage = "verify"
