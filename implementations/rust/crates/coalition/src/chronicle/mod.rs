//! The audit log of a coalition (CHR).

mod anchor;
mod audit;
mod class;
mod committee;
mod entry;
mod finding;
mod kind;
mod payload;
mod running;
mod signature;

pub use anchor::{AnchorStatement, AnchoredDigest};
pub use audit::{Archive, AuditedChronicle};
pub(crate) use committee::is_of_quorum;
pub use committee::{committee_signatures, quorum};
pub use entry::ChronicleEntry;
pub use finding::{Audit, AuditFinding};
pub use kind::ChronicleKind;
pub use payload::ChroniclePayload;
pub use running::Chronicle;
pub use signature::{MemberSignature, MemberSignatures};
