//! The records of an Almanac.

use assay_kit::{Adapter, operations};
use coalition::{AlmanacTick, Observation, Observations};

use super::{broken, folded};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "almanac.tick"(tick: AlmanacTick) => folded(&tick);
        "almanac.observations"(observed_at: Observations) => folded(&observed_at);
        "almanac.observation"(observation: Observation) => folded(&observation);
    }
}
