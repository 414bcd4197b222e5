//! Stances.

use strict_json::{choice, record};

use super::{DecisionRule, FranchiseScope, Legitimacy};
use crate::{Fingerprint, Preimage};

/// Whether one may stay away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
#[repr(u8)]
pub enum ConsentModel {
    Voluntary = 0,
    Compulsory = 1,
}

choice!(ConsentModel {
    Voluntary {},
    Compulsory {},
});

/// What it is put together of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
#[repr(u8)]
pub enum CompositionForm {
    Direct = 0,
    MultiOperator = 1,
    Nested = 2,
}

choice!(CompositionForm {
    Direct {},
    MultiOperator {},
    Nested {},
});

/// What it claims to stand above.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
#[repr(u8)]
pub enum SovereigntyClaim {
    None = 0,
    Shared = 1,
    Absolute = 2,
}

choice!(SovereigntyClaim {
    None {},
    Shared {},
    Absolute {},
});

/// What a component says about the agreement it is. It enforces nothing, and is never refused for
/// what it claims (STANCE-4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PoliticalStance {
    /// Whether one may stay away.
    pub consent: ConsentModel,
    /// Who decides.
    pub decision_rule: DecisionRule,
    /// On what grounds.
    pub legitimacy: Legitimacy,
    /// For whom.
    pub franchise: FranchiseScope,
    /// What it is put together of.
    pub composition: CompositionForm,
    /// What it claims to stand above.
    pub sovereignty: SovereigntyClaim,
}

record!(PoliticalStance {
    consent,
    decision_rule,
    legitimacy,
    franchise,
    composition,
    sovereignty,
});

/// The book's default.
impl Default for PoliticalStance {
    fn default() -> Self {
        Self {
            consent: ConsentModel::Voluntary,
            decision_rule: DecisionRule::Majority,
            legitimacy: Legitimacy::CONSENT,
            franchise: FranchiseScope::Open,
            composition: CompositionForm::Direct,
            sovereignty: SovereigntyClaim::None,
        }
    }
}

/// The six fields (STANCE-1).
impl Fingerprint for PoliticalStance {
    fn preimage(&self) -> Preimage {
        Preimage::hash_many()
            .field("political-stance.v1")
            .field([self.consent as u8])
            .field(self.decision_rule.encoding())
            .field(self.legitimacy.bits().to_le_bytes())
            .field(self.franchise.encoding())
            .field([self.composition as u8])
            .field([self.sovereignty as u8])
    }
}

/// The content preimage of a component that carries a stance, from the one it would have without
/// (STANCE-8).
pub fn stance_content(preimage: &[u8], stance: &PoliticalStance) -> Preimage {
    Preimage::hash_many()
        .field("stance-content.v1")
        .field(preimage)
        .field(stance.fingerprint())
}
