//! The entries of a Chronicle, and audits of them.

use assay_kit::{Adapter, Answer, operations};
use coalition::{
    AnchorStatement, AnchoredDigest, Archive, AuditedChronicle, ChronicleEntry, ChronicleKind,
    ChroniclePayload, UniqueId, committee_signatures,
};

use super::{broken, bytes, derived, folded};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "chronicle.entry"(entry: ChronicleEntry) => entry.preimage().map(derived);
        "chronicle.kind"(kind: ChronicleKind) => Ok(match kind.preimage() {
            Some(preimage) => derived(preimage),
            None => bytes(kind.encoded()),
        });
        "chronicle.payload"(payload: ChroniclePayload) => payload.preimage().map(derived);
        "chronicle.signatures"(statement: UniqueId, committee: Vec<[u8; 32]>) =>
            committee_signatures(statement, &committee).map(|signatures| Answer::new(&signatures));
        "chronicle.anchor"(statement: AnchorStatement) => folded(&statement);
        "chronicle.audit"(
            chronicle: AuditedChronicle,
            archive: Archive,
            others: Vec<Archive>,
            anchors: Vec<AnchoredDigest>,
        ) => chronicle.audit(&archive, &others, &anchors).map(|audit| Answer::new(&audit));
    }
}
