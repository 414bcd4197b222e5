//! Content preimages.

use assay_kit::{Adapter, operations};
use coalition::{
    AggregationPolicyId, BeaconFamily, Content, Fingerprint, ScopeRule, TokenPair, beacon_families,
    oracle_pairs, scope_boundaries,
};

use super::{broken, derived};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "identity.content_preimage"(content: Content) => content.preimage().map(derived);
        "identity.scope_boundaries"(rules: Vec<ScopeRule>) => scope_boundaries(&rules).map(derived);
        "identity.oracle_pairs"(pairs: Vec<TokenPair>) => oracle_pairs(&pairs).map(derived);
        "identity.aggregation_policy"(policy: AggregationPolicyId) => Ok(derived(policy.preimage()));
        "identity.beacon_families"(families: Vec<BeaconFamily>) => beacon_families(&families).map(derived);
    }
}
