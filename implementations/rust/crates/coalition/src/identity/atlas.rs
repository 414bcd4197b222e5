//! The members of an Atlas.

use super::MemberId;
use crate::{
    CoalitionConfig, Fingerprint, Preimage, Result, Rule, UniqueId, check_present,
    encoding::check_distinct,
};

/// The members of a coalition's Atlas: its lattices, then its organisms (ID-37, ID-38).
pub fn atlas_members(config: &CoalitionConfig) -> Result<Vec<UniqueId>> {
    config.check()?;
    let organisms = config.organisms.iter().map(|organism| organism.stable_id);
    let members = config
        .lattices
        .iter()
        .copied()
        .chain(organisms)
        .collect::<Vec<_>>();
    check(&members)?;
    Ok(members)
}

/// The members of a module, folded in order (ID-20).
pub fn module_members(members: &[UniqueId]) -> Result<Preimage> {
    check(members)?;
    Ok(Preimage::hash_many().fields(members))
}

/// No member is zero, none stands twice, and none shares its short id with another (ID-38).
fn check(members: &[UniqueId]) -> Result<()> {
    members.iter().try_for_each(check_present)?;
    check_distinct(members, Rule::DuplicateMember)?;
    check_distinct(
        members.iter().map(MemberId::prefix),
        Rule::MemberPrefixCollision,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_ids_tell_members_apart() {
        let mut bytes = [7; 32];
        let one = UniqueId::from_bytes(bytes);
        bytes[20] = 8;
        let same_prefix = UniqueId::from_bytes(bytes);
        bytes[19] = 8;
        let other = UniqueId::from_bytes(bytes);
        assert!(module_members(&[one, other]).is_ok());
        assert_eq!(
            module_members(&[one, same_prefix]),
            Err(Rule::MemberPrefixCollision)
        );
        assert_eq!(module_members(&[one, one]), Err(Rule::DuplicateMember));
        assert_eq!(module_members(&[UniqueId::ZERO]), Err(Rule::ZeroId));
    }
}
