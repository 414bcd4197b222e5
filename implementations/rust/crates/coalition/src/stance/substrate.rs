//! What the substrate does of a stance.

use strict_json::record;

use super::{
    CompositionForm, ConsentModel, DecisionRule, FranchiseScope, Legitimacy, PoliticalStance,
    SovereigntyClaim,
};

/// Of each field, whether a primitive of the substrate does what it says (STANCE-5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(
    missing_docs,
    clippy::struct_excessive_bools,
    reason = "the members are those of the table, under the names they have there"
)]
pub struct SubstrateStance {
    pub consent: bool,
    pub decision_rule: bool,
    pub legitimacy: bool,
    pub franchise: bool,
    pub composition: bool,
    pub sovereignty: bool,
    /// Whether the stance is neither compulsory nor of absolute sovereignty (STANCE-6).
    pub consistent: bool,
}

record!(SubstrateStance {
    consent,
    decision_rule,
    legitimacy,
    franchise,
    composition,
    sovereignty,
    consistent,
});

impl SubstrateStance {
    /// What the substrate does of `stance`.
    pub fn of(stance: &PoliticalStance) -> Self {
        let consent = stance.consent != ConsentModel::Compulsory;
        Self {
            consent,
            decision_rule: stance.decision_rule != DecisionRule::Discretion,
            legitimacy: !stance.legitimacy.contains(Legitimacy::PROCLAMATION),
            franchise: !matches!(stance.franchise, FranchiseScope::Jurisdiction { .. }),
            composition: stance.composition != CompositionForm::Nested,
            sovereignty: stance.sovereignty == SovereigntyClaim::None,
            consistent: consent && stance.sovereignty != SovereigntyClaim::Absolute,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_is_done() {
        let all = SubstrateStance {
            consent: true,
            decision_rule: true,
            legitimacy: true,
            franchise: true,
            composition: true,
            sovereignty: true,
            consistent: true,
        };
        assert_eq!(SubstrateStance::of(&PoliticalStance::default()), all);
    }

    #[test]
    fn other_commentary_is_consistent() {
        let stance = PoliticalStance {
            decision_rule: DecisionRule::Discretion,
            composition: CompositionForm::Nested,
            sovereignty: SovereigntyClaim::Shared,
            ..PoliticalStance::default()
        };
        assert!(SubstrateStance::of(&stance).consistent);
        let absolute = PoliticalStance {
            sovereignty: SovereigntyClaim::Absolute,
            ..stance.clone()
        };
        assert!(!SubstrateStance::of(&absolute).consistent);
        let compulsory = PoliticalStance {
            consent: ConsentModel::Compulsory,
            ..stance
        };
        assert!(!SubstrateStance::of(&compulsory).consistent);
    }
}
