//! Content preimages.

use assay_kit::{Adapter, operations};
use coalition::{
    AggregationPolicyId, BeaconFamily, Content, ScopeRule, Set, TokenPair, scope_boundaries,
};

use super::{broken, derived, folded};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "identity.content_preimage"(content: Content) => folded(&content);
        "identity.scope_boundaries"(rules: Vec<ScopeRule>) => Ok(derived(scope_boundaries(&rules)));
        "identity.oracle_pairs"(pairs: Set<TokenPair>) => folded(&pairs);
        "identity.aggregation_policy"(policy: AggregationPolicyId) => folded(&policy);
        "identity.beacon_families"(families: Set<BeaconFamily>) => folded(&families);
    }
}
