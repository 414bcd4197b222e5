//! An Atlas that runs.

use std::collections::HashMap;

use super::{MemberCard, MemberStatus};
use crate::{PresentId, Refusal, UniqueId, is_signed};

/// An Atlas between two commands: the members, with the card of each that is in force.
///
/// What a card says beside its member, its number and its retirement is compared with nothing
/// (ATL-10).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Atlas {
    members: HashMap<PresentId, Option<MemberCard>>,
}

impl Atlas {
    /// An Atlas of these members without cards.
    pub fn new(members: impl IntoIterator<Item = PresentId>) -> Self {
        Self {
            members: members.into_iter().map(|member| (member, None)).collect(),
        }
    }

    /// Puts a card in the place of the member's card before, if its operator signed it, whose
    /// digest is `digest`.
    pub(super) fn publish(
        &mut self,
        card: MemberCard,
        digest: UniqueId,
        signature: &[u8; 64],
    ) -> Result<(), Refusal> {
        let in_force = self.members.get_mut(&card.stable_id);
        let in_force = in_force.ok_or(Refusal::UncataloguedMember)?;
        if let Some(before) = in_force {
            follows(before, &card)?;
        }
        let operator = in_force.as_ref().unwrap_or(&card).operator;
        if !is_signed(&operator, digest, signature) {
            return Err(Refusal::OperatorSignatureInvalid);
        }
        *in_force = Some(card);
        Ok(())
    }
}

/// A card is newer than the one before it (ATL-8), and takes no retirement back (ATL-9).
fn follows(before: &MemberCard, card: &MemberCard) -> Result<(), Refusal> {
    if before.status == MemberStatus::Retired {
        return Err(Refusal::CardClosed);
    }
    if card.revision <= before.revision {
        return Err(Refusal::RevisionNotAbove);
    }
    if before.status == MemberStatus::Retiring {
        if card.status == MemberStatus::Active {
            return Err(Refusal::StatusBackwards);
        }
        if card.successor_hint != before.successor_hint {
            return Err(Refusal::SuccessorChanged);
        }
    }
    Ok(())
}
