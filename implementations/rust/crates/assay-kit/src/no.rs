//! The two ways to say no in a world.

use strict_json::Broken;

use crate::Refusal;

/// Why a world does not do what it is asked. Either way it is left as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum No {
    /// An outcome, by its name: the result says so (PROTO-19).
    Refused(&'static str),
    /// No outcome: the answer is an error (PROTO-20).
    Error(Refusal),
}

impl From<Refusal> for No {
    fn from(refusal: Refusal) -> Self {
        Self::Error(refusal)
    }
}

impl From<Broken> for No {
    fn from(broken: Broken) -> Self {
        Self::Error(broken.into())
    }
}
