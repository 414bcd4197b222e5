//! Conditions over what was read.

use assay_kit::{Adapter, Answer, operations};
use coalition::{Condition, Sighting};

use super::broken;

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "condition.stretches"(condition: Condition, sightings: Vec<Sighting>) =>
            Ok(Answer::new(&condition.stretches(&sightings)));
    }
}
