//! Markers, component references, republication.

use assay_kit::{Adapter, Answer, operations};
use coalition::{
    ComponentRef, Fingerprint, Listing, RetirementInstant, RetirementMarker, republication,
};

use super::{broken, derived};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "retirement.component_ref"(component: ComponentRef) => component.preimage().map(derived);
        "retirement.marker"(marker: RetirementMarker) => marker.preimage().map(derived);
        "retirement.instant"(instant: RetirementInstant) => Ok(derived(instant.preimage()));
        "retirement.republication"(before: Listing, after: Listing) =>
            republication(&before, &after).map(|republication| Answer::new(&republication));
    }
}
