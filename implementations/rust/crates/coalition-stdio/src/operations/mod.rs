//! The operations, chapter by chapter.

mod almanac;
#[cfg(feature = "crypto")]
mod atlas;
#[cfg(feature = "crypto")]
mod chronicle;
mod coalition;
mod composites;
#[cfg(feature = "crypto")]
mod compute;
mod conditions;
mod content;
#[cfg(feature = "crypto")]
pub(crate) mod crypto;
mod encoding;
mod handshake;
mod lattice;
mod lattice_surfaces;
mod module;
mod oracle;
mod organism;
mod retirement;
mod signer;
mod stance;
mod substrate;
mod surface;
mod world;

use ::coalition::{Encoding, Fingerprint, Preimage, Rule};
use assay_kit::{Adapter, Answer, Broken, json::hex};

/// Fills the table.
pub(crate) fn register(adapter: &mut Adapter) {
    encoding::register(adapter);
    substrate::register(adapter);
    coalition::register(adapter);
    organism::register(adapter);
    module::register(adapter);
    signer::register(adapter);
    oracle::register(adapter);
    lattice::register(adapter);
    content::register(adapter);
    surface::register(adapter);
    retirement::register(adapter);
    handshake::register(adapter);
    world::register(adapter);
    almanac::register(adapter);
    stance::register(adapter);
    composites::register(adapter);
    lattice_surfaces::register(adapter);
    conditions::register(adapter);
    #[cfg(feature = "crypto")]
    register_signed(adapter);
}

/// Adds cryptography, and what stands on it.
#[cfg(feature = "crypto")]
fn register_signed(adapter: &mut Adapter) {
    compute::register(adapter);
    chronicle::register(adapter);
    atlas::register(adapter);
    composites::register_audits(adapter);
    crypto::register(adapter);
}

/// A broken rule, as the protocol names it.
fn broken(rule: Rule) -> Broken {
    rule.into()
}

/// The answer for a value whose parts cannot contradict one another.
#[expect(clippy::unnecessary_wraps, reason = "it is the body of an operation")]
fn folded(value: &impl Fingerprint) -> Result<Answer, Rule> {
    Ok(derived(value.preimage()))
}

/// An id and the bytes that hash to it.
fn derived(preimage: Preimage) -> Answer {
    Answer::new(&preimage.id()).with_preimage(preimage.into_bytes())
}

/// Bytes that are not hashed.
fn bytes(bytes: impl AsRef<[u8]>) -> Answer {
    Answer::new(hex::encode(bytes.as_ref()).as_str())
}

/// What is encoded, and the bytes that hash to it where it is hashed.
fn encoded(encoding: Encoding) -> Answer {
    let answer = bytes(&encoding);
    match encoding.into_preimage() {
        Some(preimage) => answer.with_preimage(preimage.into_bytes()),
        None => answer,
    }
}
