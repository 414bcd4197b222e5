//! What a component runs.

use strict_json::{Bytes, record};

use super::Measurements;
use crate::{Fingerprint, Preimage, Result, fingerprint::folded_or_zero};

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
    fn check(&self) -> Result<()> {
        self.measurements
            .as_ref()
            .map_or(Ok(()), Fingerprint::check)
    }

    fn fold(&self) -> Result<Preimage> {
        fold(&self.preimage, self.measurements.as_ref())
    }
}

/// The content fingerprint of a preimage and measurements that are checked (ID-14).
pub(super) fn fold(
    preimage: impl AsRef<[u8]>,
    measurements: Option<&Measurements>,
) -> Result<Preimage> {
    Ok(Preimage::hash_many()
        .field("content")
        .field(preimage)
        .field(folded_or_zero(measurements)?))
}
