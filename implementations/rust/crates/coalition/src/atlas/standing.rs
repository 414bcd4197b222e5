//! What a card should show.

use strict_json::record;

use super::{MemberCard, MemberStatus};
use crate::{ComponentKind, PresentId, Result, RetirementMarker};

/// What a member's card should show after its marker (ATL-5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Where in its life it is.
    pub status: MemberStatus,
    /// Who comes after it.
    pub successor_hint: Option<PresentId>,
}

record!(Standing {
    status,
    successor_hint,
});

impl Standing {
    /// What follows from a marker, whose `effective_at` is reached or not.
    pub fn of(card: &MemberCard, marker: &RetirementMarker, reached: bool) -> Result<Self> {
        card.check()?;
        marker.check()?;
        let is_another_build = marker
            .replacement
            .is_some_and(|replacement| replacement.address == card.stable_id);
        if is_another_build || card.status == MemberStatus::Retired {
            return Ok(Self {
                status: card.status,
                successor_hint: card.successor_hint,
            });
        }
        let successor = marker.replacement.filter(|replacement| {
            matches!(
                replacement.kind,
                ComponentKind::Lattice | ComponentKind::Organism
            )
        });
        Ok(Self {
            status: match reached {
                true => MemberStatus::Retired,
                false => MemberStatus::Retiring,
            },
            successor_hint: successor.map(|replacement| replacement.address),
        })
    }
}
