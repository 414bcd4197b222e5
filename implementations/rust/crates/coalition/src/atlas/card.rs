//! Cards of members.

use strict_json::{choice, record};

use crate::{
    Fingerprint, FreeText, Measurements, Name, Preimage, PresentId, Result, Rule, UniqueId,
    encoding::{list, option},
};

/// Where in its life a member is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
#[repr(u8)]
pub enum MemberStatus {
    Active = 0,
    Retiring = 1,
    Retired = 2,
}

choice!(MemberStatus {
    Active {},
    Retiring {},
    Retired {},
});

/// What a member's operator says of it (ATL-1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberCard {
    /// What it is to the coalition.
    pub role: Name,
    /// The member.
    pub stable_id: PresentId,
    /// Where it is found.
    pub endpoint_hints: Vec<FreeText>,
    /// The root of its tickets.
    pub ticket_root: Option<PresentId>,
    /// What it measures.
    pub measurements: Vec<Measurements>,
    /// Who comes after it.
    pub successor_hint: Option<PresentId>,
    /// Where in its life it is.
    pub status: MemberStatus,
    /// The key under which the member's next card is signed (ATL-7).
    pub operator: [u8; 32],
    /// The number of the card.
    pub revision: u64,
}

record!(MemberCard {
    role,
    stable_id,
    endpoint_hints,
    ticket_root,
    measurements,
    successor_hint,
    status,
    operator,
    revision,
});

/// What is hashed of endpoint hints, whose order counts.
pub fn endpoint_hints(hints: &[FreeText]) -> Preimage {
    list().fields(hints)
}

/// What is hashed of measurements, whose order counts.
pub fn measurements_list(measurements: &[Measurements]) -> Preimage {
    list().fields(measurements.iter().map(Fingerprint::fingerprint))
}

impl MemberCard {
    /// Refuses a successor of an active member, and of oneself (ATL-2).
    pub fn check(&self) -> Result<()> {
        match self.successor_hint {
            Some(successor) if successor == self.stable_id => Err(Rule::SelfSuccessor),
            Some(_) if self.status == MemberStatus::Active => Err(Rule::SuccessorOfActive),
            _ => Ok(()),
        }
    }

    /// What [`fingerprint`](Self::fingerprint) hashes.
    pub fn preimage(&self) -> Result<Preimage> {
        self.check()?;
        Ok(Preimage::hash_many()
            .field("member-card.v1")
            .field(&self.role)
            .field(self.stable_id)
            .field(endpoint_hints(&self.endpoint_hints).id())
            .field(option(self.ticket_root))
            .field(measurements_list(&self.measurements).id())
            .field(option(self.successor_hint))
            .field([self.status as u8])
            .field(self.operator)
            .field(self.revision.to_le_bytes()))
    }

    /// The digest of the card, which its operator and the committee sign (ATL-1).
    pub fn fingerprint(&self) -> Result<UniqueId> {
        Ok(self.preimage()?.id())
    }
}
