//! BLAKE3.

use assay_kit::{Adapter, operations};
use coalition_crypto::blake3::{Blake3Mode, HashMessage, blake3};

use super::{broken, bytes};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "crypto.blake3"(mode: Blake3Mode, message: HashMessage, output_length: u16) =>
            Ok(bytes(blake3(&mode, &message, output_length)));
    }
}
