//! `describe`, and the way from a method's name to its operation.

use serde_json::{Value, json, value::RawValue};

use crate::{
    decode::{self, Decoded, Members},
    json::Json,
    loopback::Loopback,
    operations,
    rpc::{self, Refusal},
    stdio::LINE,
};

/// The release that answers; a test holds it to the pin in Cargo.toml.
pub const MOSAIK: &str = "0.3.18";

const PROTOCOL_VERSION: u32 = 1;
const SPEC_VERSION: &str = "0.1";
const FEATURES: [&str; 2] = ["substrate.mosaik-groups", "substrate.mosaik-ids"];

#[derive(Default)]
pub struct Service {
    loopback: Loopback,
}

impl Service {
    pub fn call(&mut self, method: &str, raw: &RawValue) -> Result<Value, Refusal> {
        if method == "describe" {
            return describe(rpc::params(raw)?);
        }
        let operation = operations::find(method)?;
        let mut members = Members::of(rpc::params(raw)?)?;
        let call = operation(&mut members)?;
        members.finish()?;
        Ok(json!({"value": call(&mut self.loopback)?}))
    }
}

fn describe(params: Json) -> Decoded<Value> {
    let mut members = Members::of(params)?;
    let protocols = members.take("protocol_versions", |list| decode::list(list, decode::u32))?;
    let specs = members.take("spec_versions", |list| decode::list(list, decode::text))?;
    members.take("harness", |harness| {
        let mut members = Members::of(harness)?;
        members.take("name", decode::text)?;
        members.take("version", decode::text)?;
        members.finish()
    })?;
    members.finish()?;
    if !protocols.contains(&PROTOCOL_VERSION) || !specs.iter().any(|spec| spec == SPEC_VERSION) {
        return Err(Refusal::InvalidParams(format!(
            "this program speaks protocol {PROTOCOL_VERSION} and specification {SPEC_VERSION}"
        )));
    }
    Ok(json!({
        "name": env!("CARGO_PKG_NAME"),
        "version": env!("CARGO_PKG_VERSION"),
        "language": "rust",
        "protocol_version": PROTOCOL_VERSION,
        "spec_version": SPEC_VERSION,
        "features": FEATURES,
        // The first group id waits for a network to come up.
        "limits": {"window": 64, "line": LINE, "deadline_ms": 60_000},
        "confirms": format!("mosaik {MOSAIK}"),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_named_release_is_the_pinned_one() {
        let manifest = include_str!("../Cargo.toml");
        assert!(manifest.contains(&format!("mosaik = {{ version = \"={MOSAIK}\"")));
    }

    #[test]
    fn features_are_claimed_in_ascending_order() {
        assert!(FEATURES.is_sorted_by(|a, b| a < b));
    }
}
