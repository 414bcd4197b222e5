//! Markers, component references, republication.

use assay_kit::{Adapter, Answer, operations};
use coalition::{ComponentRef, Listing, RetirementInstant, RetirementMarker, republication};

use super::{broken, derived, folded};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "retirement.component_ref"(component: ComponentRef) => folded(&component);
        "retirement.marker"(marker: RetirementMarker) => marker.preimage().map(derived);
        "retirement.instant"(instant: RetirementInstant) => folded(&instant);
        "retirement.republication"(before: Listing, after: Listing) =>
            republication(&before, &after).map(|republication| Answer::new(&republication));
    }
}
