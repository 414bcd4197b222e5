//! Kinds of entries.

use strict_json::choice;

use crate::{Name, Preimage};

/// What an entry records (CHR-1).
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum ChronicleKind {
    CoalitionPublished,
    MemberAdded,
    MemberRemoved,
    OrganismRotated,
    OrganismRetired,
    ModuleUpgraded,
    ModuleRetired,
    TicketIssuerRotated,
    CoalitionRetired,
    /// Anything else, under a name that its writers agreed on.
    Other {
        name: Name,
    },
}

choice!(ChronicleKind {
    CoalitionPublished {},
    MemberAdded {},
    MemberRemoved {},
    OrganismRotated {},
    OrganismRetired {},
    ModuleUpgraded {},
    ModuleRetired {},
    TicketIssuerRotated {},
    CoalitionRetired {},
    Other { name },
});

impl ChronicleKind {
    /// The number of the kind.
    pub fn number(&self) -> u8 {
        match self {
            Self::CoalitionPublished => 0,
            Self::MemberAdded => 1,
            Self::MemberRemoved => 2,
            Self::OrganismRotated => 3,
            Self::OrganismRetired => 4,
            Self::ModuleUpgraded => 5,
            Self::ModuleRetired => 6,
            Self::TicketIssuerRotated => 7,
            Self::CoalitionRetired => 8,
            Self::Other { .. } => 9,
        }
    }

    /// What is hashed of a kind that has a name; any other is its number (ENC-21).
    pub fn preimage(&self) -> Option<Preimage> {
        match self {
            Self::Other { name } => Some(
                Preimage::hash_many()
                    .field("enum")
                    .field([self.number()])
                    .field(name),
            ),
            _ => None,
        }
    }

    /// The bytes that stand for the kind.
    pub fn encoded(&self) -> Vec<u8> {
        match self.preimage() {
            Some(preimage) => preimage.id().as_bytes().to_vec(),
            None => vec![self.number()],
        }
    }
}
