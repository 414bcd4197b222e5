//! What a component says about the agreement it is (STANCE).

mod decision;
mod delegation;
mod evidence;
mod franchise;
mod legitimacy;
mod political;
mod substrate;

pub use decision::{DecisionRule, Supermajority};
pub use delegation::{Delegation, Revocability, SubstrateDelegation};
pub use evidence::{ConsentEvidence, recorded};
pub use franchise::FranchiseScope;
pub use legitimacy::Legitimacy;
pub use political::{
    CompositionForm, ConsentModel, PoliticalStance, SovereigntyClaim, stance_content,
};
pub use substrate::SubstrateStance;
