//! The cards of an Atlas.

use assay_kit::{Adapter, Answer, operations};
use coalition::{
    FreeText, Measurements, MemberCard, PresentId, RetirementMarker, Standing, directory,
    endpoint_hints, lineage, measurements_list,
};

use super::{broken, derived};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "atlas.card"(card: MemberCard) => card.preimage().map(derived);
        "atlas.endpoint_hints"(hints: Vec<FreeText>) => Ok(derived(endpoint_hints(&hints)));
        "atlas.measurements"(measurements: Vec<Measurements>) =>
            Ok(derived(measurements_list(&measurements)));
        "atlas.directory"(cards: Vec<MemberCard>) => directory(cards).map(|cards| Answer::new(&cards));
        "atlas.lineage"(cards: Vec<MemberCard>, member: PresentId) =>
            lineage(&cards, member).map(|lineage| Answer::new(&lineage));
        "atlas.standing"(card: MemberCard, marker: RetirementMarker, reached: bool) =>
            Standing::of(&card, &marker, reached).map(|standing| Answer::new(&standing));
    }
}
