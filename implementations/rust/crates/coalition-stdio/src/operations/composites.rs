//! What composite organisms run and record, and audits of it.

#[cfg(feature = "crypto")]
use assay_kit::Answer;
use assay_kit::{Adapter, operations};
#[cfg(feature = "crypto")]
use coalition::{AuditedComposite, Component, Entry, KeptPage};
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

/// Adds audits, which look at signatures.
#[cfg(feature = "crypto")]
pub(super) fn register_audits(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "composites.audit"(
            component: Component,
            committee: Vec<[u8; 32]>,
            pages: Vec<KeptPage>,
            log: Vec<Entry>,
            attestations: Vec<Entry>,
        ) => {
            let audited = AuditedComposite { component, committee, pages, log, attestations };
            audited.audit().map(|finding| Answer::new(&finding))
        };
    }
}
