//! Beacons.

use assay_kit::{Adapter, operations};
use coalition::Data;
use coalition_crypto::{
    Bytes,
    beacon::{BeaconOutput, DrandScheme, Rounds, draw},
};

use super::{broken, bytes, derived};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "crypto.beacon_message"(
            scheme: DrandScheme,
            round: u64,
            previous_signature: Option<Bytes>,
        ) => scheme.message(round, previous_signature.as_deref()).map(bytes);
        "crypto.beacon_verify"(
            scheme: DrandScheme,
            public_key: Bytes,
            round: u64,
            previous_signature: Option<Bytes>,
            signature: Bytes,
        ) => scheme
            .verify(&public_key, round, previous_signature.as_deref(), &signature)
            .map(bytes);
        "crypto.beacon_value"(output: BeaconOutput) => Ok(bytes(output.value()));
        "crypto.beacon_draw"(value: [u8; 32], domain: Data) => Ok(derived(draw(&value, &domain)));
    }
}
