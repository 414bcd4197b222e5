//! How a tree is not of a type.

use std::fmt;

/// A rule that a value of the right shape breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The name of the rule.
    pub error: &'static str,
    /// The stage at which it falls.
    pub stage: &'static str,
}

/// How a tree is not of the type that is read from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// A value that is not of its type; what was expected in its place.
    NotOfType(&'static str),
    /// A member the type does not have.
    Unknown {
        /// The type.
        record: &'static str,
        /// The additional member.
        member: String,
    },
    /// A member the type has and the tree has not.
    Missing {
        /// The type.
        record: &'static str,
        /// The member that is not there.
        member: &'static str,
    },
    /// A member that stands there more than once.
    Repeated {
        /// The type.
        record: &'static str,
        /// The repeated member.
        member: String,
    },
    /// A value that has the shape of its type, and breaks a rule the type carries.
    Broken(Broken),
}

impl From<Broken> for Flaw {
    fn from(broken: Broken) -> Self {
        Self::Broken(broken)
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotOfType(expected) => write!(f, "expected {expected}"),
            Self::Unknown { record, member } => write!(f, "{record} has no member {member:?}"),
            Self::Missing { record, member } => write!(f, "{record} lacks its member {member:?}"),
            Self::Repeated { record, member } => write!(f, "{record} repeats member {member:?}"),
            Self::Broken(broken) => write!(f, "{} is broken", broken.error),
        }
    }
}

impl std::error::Error for Flaw {}
