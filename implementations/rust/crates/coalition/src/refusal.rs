//! What a world refuses.

use std::fmt;

use crate::Rule;

macro_rules! refusals {
    ($($name:ident, $requirement:literal, $what:literal;)*) => {
        /// What a world refuses, by name. It is an outcome, and leaves the world as it was (PROTO-19).
        ///
        /// Names of worlds are the protocol's affair, and so are their two refusals (PROTO-15).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Refusal {
            $(
                #[doc = concat!($what, " (", $requirement, ")")]
                $name,
            )*
        }

        impl Refusal {
            /// All refusals, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The name of the refusal.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)*
                }
            }

            /// The requirement that states it.
            pub fn requirement(self) -> &'static str {
                match self {
                    $(Self::$name => $requirement,)*
                }
            }
        }

        impl fmt::Display for Refusal {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self {
                    $(Self::$name => $what,)*
                })
            }
        }
    };
}

refusals! {
    TimeBackwards, "WORLD-1", "an instant before the present";
    UnknownClass, "WORLD-2", "a component of a class that is not played";
    EmptyCommittee, "WORLD-2", "a component without a committee";
    AlreadyDeployed, "WORLD-4", "a deployment that the world has had";
    UnknownPeer, "WORLD-5", "a peer that the world does not have";
    UnknownComponent, "WORLD-5", "a deployment that the world does not have";
    UnknownSurface, "WORLD-5", "a surface that the component does not have";
    UnknownCommand, "WORLD-19", "a command that the class does not take";
    LimitOutOfRange, "WORLD-9", "a page of no entry, or of more than 1024";
    Retired, "WORLD-12", "a command after the marker";
    SelfReplacement, "WORLD-13", "a marker that leads back to its own deployment";
    CadenceZero, "ALM-1", "an Almanac whose slots have no length";
    SlotTaken, "ALM-3", "a second tick in one slot";
    UnknownMember, "ALM-4", "an observation of one who is no member";
    ObservationBackwards, "ALM-5", "an observation older than a committed one of the same member";
    NoSuchMember, "FLT-2", "a fault of a member that the committee does not have";
    NoEffect, "FLT-2", "a fault that changes nothing";
    NoQuorum, "FLT-3", "a command to a component of which too few members are present";
    ProviderSignatureInvalid, "COM-14", "what a provider is said to have signed, and has not";
    CardOutdated, "COM-15", "a card or deregistration of a tick that is not after the provider's last one";
    UnknownProvider, "COM-16", "a deregistration of a provider that is not registered";
    ProviderRetired, "COM-17", "a card of a provider that left with a marker";
    AlreadyRequested, "COM-18", "a request that the module has";
    RoundBackwards, "COM-20", "a round that is not after the last one";
    ForeignReputation, "COM-27", "a reputation from elsewhere than the organism that the content names";
    ReputationBackwards, "COM-27", "a reputation that is not after the provider's last one";
    UnknownRequest, "COM-29", "a grant of a request that the module does not have";
    NotCleared, "COM-29", "a grant of a request that no round has cleared";
    AlreadyGranted, "COM-29", "a second grant of one request";
    WindowEmpty, "COM-30", "a grant for no tick";
    WindowTooEarly, "COM-30", "a grant from a tick before the round that cleared it";
    UnknownGrant, "COM-31", "a log of a grant that the module does not have";
    ForeignGrant, "COM-31", "a log of a grant that another provider won";
    WindowTaken, "COM-32", "a log of ticks that are not after those of the grant's last log";
    UnsupportedEntrySchema, "CHR-9", "a Chronicle whose entries have another version";
    CommitteeKeyTwice, "CHR-9", "a committee that signs, with a key twice";
    SequenceMismatch, "CHR-10", "an entry of another number than the next";
    SequenceExhausted, "CHR-10", "an entry where no number is left";
    UnknownSigner, "CHR-11", "the signature of one who is no member";
    MemberSignatureInvalid, "CHR-11", "a member's signature that is not right";
    PredecessorUnknown, "CHR-12", "an entry of a successor that was not told its predecessor's last number";
    AlreadyResumed, "CHR-12", "a predecessor's number a second time";
    NoPredecessor, "CHR-12", "a predecessor's number for a Chronicle that succeeds nobody";
    NoAnchor, "CHR-13", "a statement to an anchor that is not there";
    NothingToAnchor, "CHR-13", "a statement to an anchor that knows as much";
    UncataloguedMember, "ATL-6", "the card of one who is no member";
    OperatorSignatureInvalid, "ATL-7", "a card that the member's operator did not sign";
    RevisionNotAbove, "ATL-8", "a card that is no newer than the one in force";
    StatusBackwards, "ATL-9", "the card of a retiring member that calls it active";
    SuccessorChanged, "ATL-9", "the card of a retiring member with another successor";
    CardClosed, "ATL-9", "a card after one that says `Retired`";
    BeaconSignatureInvalid, "RND-9", "a card that its provider has not signed";
    FamilyNotAdmitted, "RND-10", "a card of a family that the content does not list";
    BeaconKeyUnusable, "RND-11", "a card whose key nothing verifies under";
    BeaconCardOutdated, "RND-12", "a card of a tick that is not after the provider's last one";
    UnknownBeaconProvider, "RND-14", "a round of a provider that is not registered";
    BeaconRoundBackwards, "RND-15", "a round that is not above the last one";
    BeaconTickBackwards, "RND-16", "a round of an earlier tick than the last round's";
    BeaconRejected, "RND-17", "a round whose proof does not verify under the provider's card";
    ConnectTimeout, "CHAIN-1", "a reference to what nobody runs";
    ChainEnded, "CHAIN-3", "a chain that ends at a component that is over";
    ChainCycle, "CHAIN-4", "a chain that comes back to where it was";
    TooManyHops, "CHAIN-5", "a chain with more replacements than are followed";
    PinnedBuild, "CHAIN-6", "a chain away from the one build that was pinned";
    NoSuchHandle, "ROT-3", "a handle to what the page does not list";
    BuildNotAdmitted, "ROT-6", "a handle that ends at measurements that its holder does not admit";
    NotBonded, "BOND-7", "a peer that has no living bond with the component";
    OperatorPublish, "BOND-8", "a command that is the operator's alone";
    RecogniseIssuer, "BOND-13", "a bond without a ticket that the issuer takes";
    UnattestedPeer, "BOND-15", "a bond with one that shows no measurements, where some are asked for";
    RequireMrtd, "BOND-15", "a bond with one of another MRTD";
    AdmitsMeasurementsEqual, "BOND-16", "a bond with one of other measurements";
    AdmitsMeasurementsInSet, "BOND-16", "a bond with one whose measurements are none of the set";
    ReputationFloor, "BOND-17", "a bond with one whose score is below the floor, or who has no card";
    MarketSettlement, "BOND-18", "a bond with one for whom the market has settled nothing";
    ComputeModulePin, "BOND-19", "a bond with one that is no member of the Compute in the slot";
    ComputeModuleRequesterAcl, "BOND-20", "a bond with one whom the Compute in the slot would not admit";
    AnyCommitteeMember, "BOND-21", "a bond with one that is no member of the signer";
    OutcomePredicate, "BOND-22", "a bond with one whose level is below the floor";
    SpanTooSmall, "COMP-2", "a composite organism over fewer than two members";
    SpanMismatch, "COMP-2", "a content whose sources or feeds are not those of the span";
    LengthZero, "COMP-4", "a deadline, a cadence or a bin without length";
    NotSpanned, "COMP-5", "entries of a surface that the component does not read";
    PinnedContent, "COMP-6", "entries of a build other than the one that is pinned";
    CommitMismatch, "COMP-7", "an entry whose commit is not that of its record there";
    WrongRecord, "COMP-7", "a record of a kind that the surface does not have";
    ConflictingEvidence, "COMP-8", "another commit for a clock event that has one";
    OutsideClock, "COMP-9", "a slot that is no event of the span";
    UnresolvedEvidence, "COMP-11", "evidence that points at nothing that was brought";
    AlreadySealed, "COMP-12", "to seal an event that is sealed";
    RefundsTooLarge, "COMP-23", "refunds of a slot that come to more than a u128";
}

impl std::error::Error for Refusal {}

/// Why a world does not take what it is given: it refuses it, or the value breaks a rule.
///
/// What a broken rule is depends on the verb: of a configuration an error (PROTO-20), of a command
/// one more refusal (WORLD-7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Denial {
    /// By the table of refusals.
    Refusal(Refusal),
    /// By the table of errors.
    Rule(Rule),
}

impl Denial {
    /// The name of the refusal, or of the rule.
    pub fn name(self) -> &'static str {
        match self {
            Self::Refusal(refusal) => refusal.name(),
            Self::Rule(rule) => rule.name(),
        }
    }
}

impl From<Refusal> for Denial {
    fn from(refusal: Refusal) -> Self {
        Self::Refusal(refusal)
    }
}

impl From<Rule> for Denial {
    fn from(rule: Rule) -> Self {
        Self::Rule(rule)
    }
}

impl fmt::Display for Denial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refusal(refusal) => refusal.fmt(f),
            Self::Rule(rule) => rule.fmt(f),
        }
    }
}

impl std::error::Error for Denial {}
