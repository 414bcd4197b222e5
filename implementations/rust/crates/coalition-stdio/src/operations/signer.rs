//! The two ids of a signer.

use assay_kit::{Adapter, operations};
use coalition::{AclComposition, Bytes, Measurements, Preimage, SignerConfig};

use super::{broken, derived};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "identity.signer_organism_id"(config: SignerConfig) => config.preimage().map(derived);
        "identity.signer_content_hash"(
            config: SignerConfig,
            measurements: Option<Measurements>,
            acl: AclComposition,
        ) => config.content_hash(measurements.as_ref(), &acl).map(derived);
        "identity.signer_content"(config: SignerConfig, measurements: Option<Measurements>) =>
            config.content(measurements.as_ref()).map(derived);
        "identity.committee_pk_digest"(public_key: Bytes) => Ok(derived(Preimage::concat().field(public_key)));
        "identity.signature_digest"(signature: Bytes) => Ok(derived(Preimage::concat().field(signature)));
        "identity.message_digest"(body: Bytes) => Ok(derived(Preimage::concat().field(body)));
    }
}
