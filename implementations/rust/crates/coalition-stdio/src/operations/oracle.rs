//! Oracle pairs and their streams.

use assay_kit::{Adapter, operations};
use coalition::{PresentId, TokenPair};

use super::{broken, bytes, derived};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "identity.pair"(pair: TokenPair) => Ok(bytes(pair.pair()));
        "identity.oracle_stream_id"(stable_id: PresentId, pair: TokenPair) =>
            Ok(derived(pair.stream_id(stable_id)));
        "identity.oracle_pair_id"(stable_id: PresentId, pair: TokenPair) =>
            Ok(derived(pair.pair_id(stable_id)));
    }
}
