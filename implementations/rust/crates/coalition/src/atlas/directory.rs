//! The map that a log of cards makes.

use std::collections::BTreeMap;

use super::MemberCard;
use crate::{MemberId, Result, Rule};

/// The last card of each member, in ascending order of the members (ATL-3).
pub fn directory(cards: Vec<MemberCard>) -> Result<Vec<MemberCard>> {
    let mut members: BTreeMap<MemberId, MemberCard> = BTreeMap::new();
    for card in cards {
        card.check()?;
        let stable_id = card.stable_id;
        let before = members.insert(MemberId::new(stable_id), card);
        if before.is_some_and(|before| before.stable_id != stable_id) {
            return Err(Rule::MemberPrefixCollision);
        }
    }
    Ok(members.into_values().collect())
}
