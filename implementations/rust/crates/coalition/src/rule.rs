//! The rules an input can break (ERR).

use std::fmt;

use strict_json::{Broken, Flaw};

/// Where a broken rule falls (ERR-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// The text of a document could not be read as its schema.
    Decode,
    /// A value breaks a rule by itself.
    Validate,
    /// Values that are right by themselves do not go together.
    Relate,
    /// What is claimed does not follow from what is given.
    Verify,
}

impl Stage {
    /// The name of the stage, as an answer gives it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Decode => "decode",
            Self::Validate => "validate",
            Self::Relate => "relate",
            Self::Verify => "verify",
        }
    }
}

macro_rules! rules {
    ($($name:ident, $stage:ident, $requirement:literal, $wrong:literal;)*) => {
        /// A rule that an input breaks (ERR-1). An input that breaks one is refused, never repaired.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Rule {
            $(
                #[doc = concat!($wrong, " (", $requirement, ")")]
                $name,
            )*
        }

        impl Rule {
            /// All rules, in the order of the table of errors.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The rule of this name.
            pub fn named(name: &str) -> Option<Self> {
                match name {
                    $(stringify!($name) => Some(Self::$name),)*
                    _ => None,
                }
            }

            /// The name of the rule.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)*
                }
            }

            /// The stage at which the rule falls (ERR-2).
            pub fn stage(self) -> Stage {
                match self {
                    $(Self::$name => Stage::$stage,)*
                }
            }

            /// The requirement that states the rule.
            pub fn requirement(self) -> &'static str {
                match self {
                    $(Self::$name => $requirement,)*
                }
            }
        }

        impl fmt::Display for Rule {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self {
                    $(Self::$name => $wrong,)*
                })
            }
        }
    };
}

rules! {
    UnsupportedSchemaVersion, Validate, "ENC-5", "a schema version other than 1";
    ZeroId, Validate, "ENC-4", "a present id that is ZERO_ID";
    NameEmpty, Validate, "ENC-6", "a name without a byte";
    NameTooLong, Validate, "ENC-6", "a name of more than 255 bytes";
    NameHasSeparator, Validate, "ENC-7", "| in a name";
    NameUnassignedCodePoint, Validate, "ENC-8", "a code point that Unicode 14.0 does not assign";
    NameForbiddenCodePoint, Validate, "ENC-9", "a control, format, surrogate, private-use, line or paragraph separator character";
    NameNotNfc, Validate, "ENC-10", "a name that is not in Normalization Form C";
    TypeTagEmpty, Validate, "ENC-11", "a type tag without a byte";
    TypeTagTooLong, Validate, "ENC-11", "a type tag of more than 255 bytes";
    TypeTagHasSeparator, Validate, "ENC-11", "0x7C in a type tag";
    TextTooLong, Validate, "ENC-12", "free text of more than 4096 bytes";
    TextHasControl, Validate, "ENC-12", "a control character in free text";
    RatioMalformed, Validate, "ENC-14", "a ratio that is no decimal fraction";
    RatioOutOfRange, Validate, "ENC-14", "a ratio above 1";
    RatioTooFine, Validate, "ENC-14", "a ratio that is no whole number of basis points";
    DuplicateElement, Relate, "ENC-19", "an element twice in a set";
    DuplicateKey, Relate, "ENC-20", "a key twice in a map";
    EmptySet, Validate, "ID-33", "a clause that admits a set without elements";
    DuplicateMember, Relate, "ID-31", "a stable id twice";
    MemberPrefixCollision, Relate, "ID-38", "two members with one MemberId";
    NoTicketIssuer, Relate, "ID-21", "the tickets root of a coalition without issuer";
    ThresholdOutOfRange, Relate, "ID-39", "a threshold of 0 or above the committee size";
    SymbolHasSlash, Validate, "ID-41", "/ in a symbol";
    SameSymbols, Relate, "ID-41", "a pair of equal symbols";
    SupermajorityOutOfRange, Validate, "STANCE-2", "a supermajority of half or less, or of more than all";
    UnknownLegitimacyBit, Validate, "STANCE-3", "a ground of legitimacy that has no name";
    BeaconProofInvalid, Verify, "RND-5", "a proof that is not that of the round under the card";
    ReplacementRequired, Relate, "RET-3", "a rotation without a replacement";
    ReplacementForbidden, Relate, "RET-4", "a retirement or exit with a replacement";
    UnlistedComponent, Relate, "HS-12", "an entry for a component the configuration does not have";
    DocumentMalformed, Decode, "HS-1", "a document that is not of its schema";
    UnknownField, Decode, "HS-2", "a member the schema does not have";
    MissingField, Decode, "HS-3", "a member the document does not have";
    SilentModule, Decode, "HS-3", "a page that does not say whether a module is shipped";
    FingerprintMismatch, Verify, "HS-4", "a root that does not follow from the configuration";
    ListMismatch, Verify, "HS-5", "a list that is not the configuration's";
    ModuleMismatch, Verify, "HS-6", "a slot that does not follow from the page";
    ForeignSeed, Verify, "HS-7", "another seed than COALITION_ROOT_SEED";
    HiddenRotation, Verify, "HS-8", "a slot by instance that pins no content hash";
    MissingMeasurements, Verify, "HS-9", "a gated unit without measurements";
    MeasurementsMismatch, Verify, "HS-9", "measurements that are not the module's";
    MissingPeerHint, Verify, "HS-10", "a page without a peer hint";
    MissingChangeChannel, Verify, "HS-10", "a page without a change channel";
    IssuerMismatch, Verify, "HS-11", "issuer keys that do not go with the configuration";
    MemberUnpublished, Verify, "HS-13", "a member its operator does not publish";
    MemberIrreproducible, Verify, "HS-13", "a published stable id that does not follow from its instance name";
    MemberDrift, Verify, "HS-14", "a content hash that is not the published one";
    PointMalformed, Validate, "TBLS-1", "bytes that are no compressed point of the curve";
    PointIsIdentity, Validate, "TBLS-2", "the point at infinity as a key, signature or commitment";
    PointNotInSubgroup, Validate, "TBLS-3", "a point outside the subgroup of prime order";
    ScalarOutOfRange, Validate, "TBLS-4", "a scalar that is not below the order";
    ScalarZero, Validate, "TBLS-4", "a secret, share or coefficient that is zero";
    TagLength, Validate, "TBLS-5", "a domain separation tag of no byte, or of more than 255";
    BlsSignatureInvalid, Verify, "TBLS-7", "a signature that is not the message's under the key";
    IndexZero, Validate, "SHARE-3", "the index 0";
    DuplicateIndex, Relate, "SHARE-4", "an index twice";
    IndexNotListed, Relate, "SHARE-5", "an index that is not of its set";
    TooFewShares, Relate, "SHARE-6", "fewer shares than the threshold";
    SharesInconsistent, Verify, "SHARE-7", "shares that lie on no one polynomial";
    RecipientKeyUnusable, Validate, "SEAL-3", "a recipient's key that is not canonical, or with which every secret is zero";
    BoxRejected, Verify, "SEAL-4", "a box that does not open, whatever the reason";
    ReceiptMalformed, Decode, "SEAL-7", "a plaintext that is no receipt in its one form";
    DeliveryMismatch, Verify, "SEAL-8", "a signature whose digest is not the outcome's";
    DuplicateProvider, Relate, "TBLS-9", "a provider twice in a committee";
    SchemeNotBls, Validate, "TBLS-10", "a scheme that is not one of BLS";
    IndexOutOfRange, Relate, "TBLS-13", "an index above the size of the committee";
    PartialInvalid, Verify, "TBLS-15", "a partial that is not the message's under its share key";
    TooFewPartials, Relate, "TBLS-17", "fewer right partials than the threshold";
    FrostScalarOutOfRange, Validate, "FROST-2", "a scalar that is not below the order";
    FrostElementMalformed, Validate, "FROST-3", "bytes that encode no element";
    FrostIdentityElement, Validate, "FROST-4", "the identity where an element is due";
    FrostElementOrder, Validate, "FROST-5", "a point outside the group of prime order";
    FrostIdentifierZero, Validate, "FROST-6", "a participant 0";
    FrostThresholdTooSmall, Validate, "FROST-7", "a threshold below 2";
    FrostGroupTooSmall, Relate, "FROST-7", "fewer participants than the threshold";
    FrostSignerRepeated, Relate, "FROST-10", "a participant twice in a list";
    FrostSignerUnlisted, Relate, "FROST-11", "a participant that did not commit";
    FrostTooFewSigners, Relate, "FROST-14", "commitments of fewer participants than the threshold";
    FrostSignerUnknown, Relate, "FROST-14", "a commitment of a participant the group does not have";
    FrostCommitmentAltered, Relate, "FROST-15", "the signer's own entry is not its commitment";
    FrostNonceReused, Relate, "FROST-16", "nonces that were signed with before";
    FrostSharesMismatch, Relate, "FROST-18", "not one share of each participant that committed";
    FrostSignatureMalformed, Decode, "FROST-20", "a signature of another length";
    FrostSignatureInvalid, Verify, "FROST-20", "a signature that does not verify";
    SignatureRejected, Verify, "EDS-2", "a signature that the strict rule does not take";
    EcdsaKeyMalformed, Validate, "FECDSA-1", "a public key that is no compressed point of secp256k1";
    EcdsaSignatureMalformed, Decode, "FECDSA-1", "a signature that has not 64 bytes";
    EcdsaScalarOutOfRange, Validate, "FECDSA-2", "a half of a signature that is 0 or not below the order";
    EcdsaHighS, Validate, "FECDSA-3", "a signature whose second half is above half the order";
    EcdsaSignatureInvalid, Verify, "FECDSA-4", "a signature that does not verify under the committee's key";
    EcdsaAbortWithoutCulprit, Validate, "FECDSA-5", "an abort that names nobody";
    EcdsaCulpritRepeated, Relate, "FECDSA-5", "a culprit that is named twice";
    EcdsaCulpritForeign, Relate, "FECDSA-5", "a culprit that did not take part";
    EcdsaCoefficientsMismatch, Relate, "FECDSA-6", "two sharings of one presignature with different thresholds";
    EcdsaPresignatureReused, Relate, "FECDSA-8", "a presignature that has signed before";
    WrongDegree, Relate, "DKG-1", "another number of coefficients or commitments than the round's";
    PossessionInvalid, Verify, "DKG-3", "a dealing without a right proof that its dealer knows its secret";
    DealtShareInvalid, Verify, "DKG-4", "a dealt share that is not what is committed to";
    UnknownDealer, Relate, "DKG-5", "a dealer that has dealt nothing";
    DuplicateComplaint, Relate, "DKG-5", "a second complaint by one member about one dealer";
    TooFewDealers, Relate, "DKG-9", "fewer qualified dealers than the threshold";
    MissingShare, Relate, "DKG-10", "a dealing whose share a member did not get";
    InvalidTicket, Verify, "TICK-2", "a ticket that is not taken, or a peer without one that is";
    VrfKeyUnusable, Validate, "VRF-5", "a key that is no point, or of small order";
    VrfProofMalformed, Decode, "VRF-4", "a proof that cannot be read";
    VrfProofRejected, Verify, "VRF-6", "a proof that is not of this key and this input";
    TdxTruncated, Decode, "TDX-1", "a quote that ends before a part that it declares";
    TdxTrailing, Decode, "TDX-1", "a quote with bytes other than zero behind its signature data";
    TdxVersionUnsupported, Decode, "TDX-2", "a quote of another version than 4";
    TdxKeyTypeUnsupported, Decode, "TDX-2", "a quote of another attestation key than ECDSA on P-256";
    TdxNotTdx, Decode, "TDX-2", "a quote of another kind of enclave";
    TdxVendorUnknown, Decode, "TDX-2", "a quote of another vendor's quoting enclave";
    TdxCertificationUnsupported, Decode, "TDX-3", "certification data of another type";
    TdxCertificationTruncated, Decode, "TDX-3", "certification data that declares more than there is";
    TdxCertificationOverlong, Decode, "TDX-3", "certification data with bytes behind what it declares";
    DcapCollateralMalformed, Decode, "TDX-7", "collateral that is not of its form";
    DcapCollateralEarly, Verify, "TDX-8", "collateral that is issued after now";
    DcapCollateralExpired, Verify, "TDX-8", "collateral that should have been renewed before now";
    DcapChainInvalid, Verify, "TDX-9", "certificates that do not lead to the root";
    DcapCertificateOutOfTime, Verify, "TDX-9", "a certificate that is not valid now";
    DcapCrlInvalid, Verify, "TDX-10", "a list of revoked certificates that its issuer did not sign";
    DcapCrlExpired, Verify, "TDX-10", "a list of revoked certificates that is not current";
    DcapRevoked, Verify, "TDX-10", "a certificate that is revoked";
    DcapCollateralForged, Verify, "TDX-11", "collateral whose signature does not verify";
    DcapIdentityUnsupported, Verify, "TDX-12", "collateral for another kind of enclave";
    TdxQeReportForged, Verify, "TDX-13", "a report of the quoting enclave that the PCK certificate did not sign";
    TdxAttestationKeyUnbound, Verify, "TDX-14", "an attestation key that is not in the quoting enclave's report";
    TdxQuotingEnclaveUnknown, Verify, "TDX-15", "a quoting enclave that is not the one of the identity";
    TdxQuoteForged, Verify, "TDX-16", "a quote that its attestation key did not sign";
    DcapPlatformMismatch, Verify, "TDX-17", "tCB information of another platform";
    DcapTcbUnlisted, Verify, "TDX-18", "a platform or enclave below every listed level";
    TdxModuleUnknown, Verify, "TDX-19", "a TDX module that is not the one listed";
    DcapTcbRevoked, Verify, "TDX-20", "a level that is revoked";
    DcapTcbUnaccepted, Verify, "TDX-20", "a level whose status is not accepted";
    TdxDebug, Verify, "TDX-21", "a guest that can be debugged";
    TdxAttributesReserved, Verify, "TDX-21", "reserved attributes that are set";
    TdxSeptVeEnabled, Verify, "TDX-21", "a guest without SEPT_VE_DISABLE";
    TdxMeasurementMismatch, Verify, "TDX-22", "a guest of other measurements";
    TdxNonceReused, Relate, "TDX-23", "a bond's nonce that was used before";
    TdxReportDataMismatch, Verify, "TDX-24", "report data that do not bind the presenter";
    RatlsPeerUnattested, Relate, "RATLS-7", "a side of the channel without a certificate";
    RatlsSameKey, Relate, "RATLS-8", "two sides with one key";
    RatlsCertificateMalformed, Decode, "RATLS-3", "a certificate that cannot be read";
    RatlsCertificateForged, Verify, "RATLS-3", "a certificate that its own key did not sign";
    RatlsCertificateOutOfTime, Verify, "RATLS-3", "a certificate that is not valid now";
    RatlsEvidenceMissing, Decode, "RATLS-4", "a certificate without evidence";
    RatlsEvidenceCritical, Decode, "RATLS-4", "evidence in an extension that is critical";
    RatlsEvidenceMalformed, Decode, "RATLS-2", "evidence or claims that are not their deterministic CBOR";
    RatlsEvidenceUnsupported, Decode, "RATLS-2", "evidence of another kind than a quote with claims";
    RatlsKeyUnbound, Verify, "RATLS-5", "claims about another key than the certificate's";
    RatlsNonceMismatch, Verify, "RATLS-5", "claims about another nonce than the verifier's";
    RecipeDigestMismatch, Verify, "RECIPE-2", "a recipe that is not the declared one";
    RecipeBuildMismatch, Verify, "RECIPE-3", "a build whose measurement is not declared";
    ShuffleShapeUnusable, Validate, "SHUF-1", "a round without slots, or slots that hold nothing";
    ShuffleMessageTooLong, Relate, "SHUF-3", "a message that its slot does not hold";
    ShuffleSlotOutOfRange, Relate, "SHUF-3", "a slot that the round does not have";
    ShuffleWithoutServers, Validate, "SHUF-4", "a submission under no pad";
    ShuffleSecretRepeated, Relate, "SHUF-4", "a secret that stands twice";
    ShuffleLengthMismatch, Relate, "SHUF-6", "a text of another length than the round's";
    ShuffleNoise, Verify, "SHUF-6", "a round that is not messages and empty slots";
    ShuffleSealedMalformed, Decode, "SHUF-9", "a sealed submission that is too short";
    ShuffleNotOpened, Verify, "SHUF-10", "parts that do not open the submission";
    KeyNotRefreshed, Relate, "DKG-11", "two keys of one committee that are the same";
    UnknownCommitteeKey, Relate, "DKG-13", "a digest that is none of the committee's keys'";
    KeyOutsideWindow, Relate, "DKG-13", "a signature committed outside its key's window";
    NothingToRefresh, Relate, "DKG-14", "a refresh of shares that are the secret itself, or after the last epoch";
    ShareStale, Verify, "DKG-16", "a share that is not the committee's";
    EpochMismatch, Relate, "DKG-17", "a partial of another epoch than the committee's";
    ConstantInvalid, Verify, "DKG-18", "a dealing whose constant is not the dealer's share";
    PreviousSignatureMissing, Relate, "BEACON-3", "a chained round without the signature before it";
    PreviousSignatureSurplus, Relate, "BEACON-3", "an unchained round with one";
    PayloadMismatch, Relate, "CHR-1", "a payload that is not of the entry's kind, or about what the kind is not about";
    SuccessorOfActive, Relate, "ATL-2", "an active member's card that names a successor";
    SelfSuccessor, Relate, "ATL-2", "a card that names its own member as the successor";
    MrtdWithoutTdx, Relate, "COM-2", "requirements that expect a measurement and no TDX";
    RangeBackwards, Relate, "COM-7", "a range of ticks that ends before it starts";
    WorkloadImageMismatch, Verify, "COM-11", "a workload whose image is not the grant's";
    WorkloadMrtdMismatch, Verify, "COM-11", "a workload whose measurement is not the one that the grant expects";
}

impl std::error::Error for Rule {}

impl From<Rule> for Broken {
    fn from(rule: Rule) -> Self {
        Self {
            error: rule.name(),
            stage: rule.stage().name(),
        }
    }
}

impl From<Rule> for Flaw {
    fn from(rule: Rule) -> Self {
        Self::Broken(rule.into())
    }
}
