//! What providers sign.

use crate::{PresentId, Refusal, UniqueId, is_signed, provider_id};

/// The signature of a provider over a digest, and the key that makes it.
#[derive(Clone, Copy, Debug)]
pub(super) struct ProviderSignature {
    pub(super) public_key: [u8; 32],
    pub(super) signature: [u8; 64],
}

impl ProviderSignature {
    /// Refuses a key that is not the provider's, and a signature that is not right (COM-14).
    pub(super) fn check(&self, provider: PresentId, digest: UniqueId) -> Result<(), Refusal> {
        let Self {
            public_key,
            signature,
        } = self;
        match provider_id(public_key).id() == *provider && is_signed(public_key, digest, signature)
        {
            true => Ok(()),
            false => Err(Refusal::ProviderSignatureInvalid),
        }
    }
}
