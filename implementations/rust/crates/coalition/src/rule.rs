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
