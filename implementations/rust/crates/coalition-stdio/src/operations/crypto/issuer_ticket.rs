//! Tickets of a coalition's issuer.

use assay_kit::{Adapter, Answer, operations};
use coalition::PageIssuer;
use coalition_crypto::{
    Bytes,
    issuer_ticket::{digest, issue, validate},
};

use super::{broken, bytes, derived};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "crypto.issuer_ticket_digest"(subject: [u8; 32], expires_ms: u64) =>
            Ok(derived(digest(&subject, expires_ms)));
        "crypto.issuer_ticket"(subject: [u8; 32], expires_ms: u64, seeds: Vec<[u8; 32]>) =>
            issue(&subject, expires_ms, &seeds).map(bytes);
        "crypto.issuer_ticket_validate"(
            issuer: PageIssuer,
            data: Bytes,
            peer: [u8; 32],
            now_ms: u64,
        ) => validate(&issuer, &data, &peer, now_ms).map(|expiration| Answer::new(&expiration));
    }
}
