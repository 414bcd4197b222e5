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
