//! Stances, evidence of consent, delegations.

use assay_kit::{Adapter, Answer, operations};
use coalition::{
    AclComposition, Bytes, ConsentEvidence, Delegation, Legitimacy, PoliticalStance,
    SubstrateDelegation, SubstrateStance, recorded, stance_content,
};

use super::{broken, derived, encoded, folded};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "stance.fingerprint"(stance: PoliticalStance) => folded(&stance);
        "stance.substrate"(stance: PoliticalStance) => Ok(Answer::new(&SubstrateStance::of(&stance)));
        "stance.checked"(acl: AclComposition) => Ok(Answer::new(&Legitimacy::checked(&acl)));
        "stance.content_preimage"(preimage: Bytes, stance: PoliticalStance) =>
            Ok(derived(stance_content(&preimage, &stance)));
        "stance.consent_evidence"(evidence: ConsentEvidence) => Ok(encoded(evidence.encoding()));
        "stance.recorded"(evidence: Vec<ConsentEvidence>) => Ok(Answer::new(&recorded(evidence)));
        "stance.delegation"(delegation: Delegation) => folded(&delegation);
        "stance.delegated"(delegation: Delegation) =>
            Ok(Answer::new(&SubstrateDelegation::of(&delegation)));
    }
}
