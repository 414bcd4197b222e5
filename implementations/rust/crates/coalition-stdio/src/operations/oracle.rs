//! Oracle pairs and their streams.

use assay_kit::{Adapter, operations};
use coalition::{TokenPair, UniqueId};

use super::{broken, bytes, derived};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "identity.pair"(pair: TokenPair) => pair.preimage().map(bytes);
        "identity.oracle_stream_id"(stable_id: UniqueId, pair: TokenPair) =>
            pair.stream_id(&stable_id).map(derived);
        "identity.oracle_pair_id"(stable_id: UniqueId, pair: TokenPair) =>
            pair.pair_id(&stable_id).map(derived);
    }
}
