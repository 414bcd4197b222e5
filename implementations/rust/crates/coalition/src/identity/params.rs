//! What a component runs.

use strict_json::{Bytes, record};

use super::Measurements;
use crate::{Fingerprint, Preimage, fingerprint::or_zero};

/// A content preimage and the measurements of the machine it runs on (ID-14).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContentParams {
    /// The content preimage.
    pub preimage: Bytes,
    /// The measurements, if the component runs in a confidential machine.
    pub measurements: Option<Measurements>,
}

record!(ContentParams {
    preimage,
    measurements,
});

impl Fingerprint for ContentParams {
    fn preimage(&self) -> Preimage {
        content(&self.preimage, self.measurements.as_ref())
    }
}

/// What is hashed to the content fingerprint of a preimage and measurements (ID-14).
pub(super) fn content(preimage: impl AsRef<[u8]>, measurements: Option<&Measurements>) -> Preimage {
    Preimage::hash_many()
        .field("content")
        .field(preimage)
        .field(or_zero(measurements))
}
