//! Lines of succession.

use std::collections::{HashMap, HashSet};

use strict_json::choice;

use super::{MemberCard, MemberStatus};
use crate::{PresentId, Result, UniqueId};

/// Where the line of a member ends (ATL-4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lineage {
    /// With a member that has not retired and names no successor.
    Latest {
        /// The member.
        stable_id: UniqueId,
    },
    /// With a member that has retired and names no successor.
    Ended {
        /// The member.
        stable_id: UniqueId,
    },
    /// With a member of whom there is no card.
    Unlisted {
        /// The member.
        stable_id: UniqueId,
    },
    /// Nowhere.
    Circular {
        /// The first member that it comes to twice.
        stable_id: UniqueId,
    },
}

choice!(Lineage {
    Latest { stable_id },
    Ended { stable_id },
    Unlisted { stable_id },
    Circular { stable_id },
});

/// Follows the line of a member from card to card, each member by the last of its cards (ATL-4).
///
/// Members are told apart by all 32 bytes: unlike the map of a log, it takes two that share a
/// `MemberId`.
pub fn lineage(cards: &[MemberCard], member: PresentId) -> Result<Lineage> {
    cards.iter().try_for_each(MemberCard::check)?;
    let cards: HashMap<_, _> = cards.iter().map(|card| (card.stable_id, card)).collect();
    let mut seen = HashSet::new();
    let mut at = member;
    loop {
        let stable_id = *at;
        if !seen.insert(at) {
            return Ok(Lineage::Circular { stable_id });
        }
        let Some(card) = cards.get(&at) else {
            return Ok(Lineage::Unlisted { stable_id });
        };
        at = match (card.successor_hint, card.status) {
            (Some(successor), _) => successor,
            (None, MemberStatus::Retired) => return Ok(Lineage::Ended { stable_id }),
            (None, _) => return Ok(Lineage::Latest { stable_id }),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Name, Rule};

    fn id(byte: u8) -> PresentId {
        UniqueId::from_bytes([byte; 32]).present().unwrap()
    }

    fn card(member: u8, status: MemberStatus, successor: Option<u8>) -> MemberCard {
        MemberCard {
            role: Name::new("member").unwrap(),
            stable_id: id(member),
            endpoint_hints: vec![],
            ticket_root: None,
            measurements: vec![],
            successor_hint: successor.map(id),
            status,
            operator: [0; 32],
            revision: 0,
        }
    }

    #[test]
    fn a_line_ends_in_four_ways() {
        use MemberStatus::{Active, Retired, Retiring};
        let cards = vec![
            card(1, Active, None),
            card(1, Retiring, Some(2)),
            card(2, Retired, Some(3)),
            card(3, Active, None),
            card(4, Retired, None),
            card(5, Retired, Some(9)),
            card(6, Retired, Some(7)),
            card(7, Retired, Some(8)),
            card(8, Retired, Some(7)),
        ];
        let line = |member| lineage(&cards, id(member)).unwrap();
        assert_eq!(line(1), Lineage::Latest { stable_id: *id(3) });
        assert_eq!(line(4), Lineage::Ended { stable_id: *id(4) });
        assert_eq!(line(5), Lineage::Unlisted { stable_id: *id(9) });
        assert_eq!(line(6), Lineage::Circular { stable_id: *id(7) });
        let active = lineage(&[card(1, Active, Some(2))], id(1));
        assert_eq!(active, Err(Rule::SuccessorOfActive));
    }

    #[test]
    fn members_that_share_a_member_id_are_two() {
        let mut digits = [2; 32];
        digits[20..].fill(7);
        let beside = MemberCard {
            stable_id: UniqueId::from_bytes(digits).present().unwrap(),
            ..card(2, MemberStatus::Retired, None)
        };
        let cards = [
            card(1, MemberStatus::Retired, Some(2)),
            card(2, MemberStatus::Active, None),
            beside,
        ];
        let latest = Lineage::Latest { stable_id: *id(2) };
        assert_eq!(lineage(&cards, id(1)), Ok(latest));
        let listed = Lineage::Unlisted { stable_id: *id(2) };
        assert_eq!(
            lineage(&[cards[0].clone(), cards[2].clone()], id(1)),
            Ok(listed)
        );
    }
}
