//! What composite organisms run and record.

use assay_kit::{Adapter, operations};
use coalition::{
    Correlation, CorrelatorContent, LateEvidence, LatticesContent, RoutedIntents,
    SharedAttestation, SharedRefunds, StallEvent,
};

use super::{broken, derived, folded};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "intents.content"(content: LatticesContent) => Ok(derived(content.intents()));
        "ledger.content"(content: LatticesContent) => Ok(derived(content.ledger()));
        "correlator.content"(content: CorrelatorContent) => folded(&content);
        "composites.stall_event"(stall: StallEvent) => folded(&stall);
        "composites.late_evidence"(late: LateEvidence) => folded(&late);
        "intents.routed"(routed: RoutedIntents) => folded(&routed);
        "ledger.shared_refunds"(shared: SharedRefunds) => folded(&shared);
        "ledger.shared_attestation"(attestation: SharedAttestation) => folded(&attestation);
        "correlator.correlation"(correlation: Correlation) => folded(&correlation);
    }
}
