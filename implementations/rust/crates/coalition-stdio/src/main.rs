//! The driver protocol on standard input and output, answered by the crates `coalition` and
//! `coalition-crypto`.
#![forbid(unsafe_code)]

mod operations;

use std::process::ExitCode;

use assay_kit::Adapter;

/// Every feature that is claimed but those of cryptography.
const FEATURES: &[&str] = &[
    "almanac",
    "atlas",
    "chronicle",
    "compute",
    "encoding",
    "faults",
    "handshake",
    "identity.coalition",
    "identity.content",
    "identity.lattice",
    "identity.module",
    "identity.oracle",
    "identity.organism",
    "identity.signer",
    "identity.strict-input",
    "identity.surface",
    "lattice.surfaces",
    "retirement",
    "retirement-chains",
    "stall",
    "stall.correlator",
    "stall.intents",
    "stall.ledger",
    "stance",
    "substrate.mosaik-groups",
    "substrate.mosaik-ids",
    "substrate.mosaik-internals",
    "world",
];

/// The adapter, with its whole table.
fn adapter() -> Adapter {
    let mut adapter = Adapter::new("coalition-stdio", env!("CARGO_PKG_VERSION"), "0.1");
    adapter.claim(FEATURES);
    #[cfg(feature = "crypto")]
    adapter.claim(operations::crypto::FEATURES);
    operations::register(&mut adapter);
    adapter
}

fn main() -> ExitCode {
    match adapter().serve_stdio() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("coalition-stdio: {error}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_table_is_that_of_the_claimed_features() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../../../spec/registry.json"
        );
        let text =
            std::fs::read_to_string(path).expect("the specification stands in the repository");
        let registry: serde_json::Value =
            serde_json::from_str(&text).expect("the registry is JSON");
        let mut claimed: BTreeSet<String> = FEATURES.iter().copied().map(String::from).collect();
        #[cfg(feature = "crypto")]
        claimed.extend(
            operations::crypto::FEATURES
                .iter()
                .copied()
                .map(String::from),
        );
        let features = registry["features"].as_object().expect("an object");
        for name in &claimed {
            assert!(
                features.contains_key(name),
                "the registry has no feature {name}"
            );
        }
        let operations = registry["operations"].as_object().expect("an object");
        let due: BTreeSet<String> = operations
            .iter()
            .filter(|(_, each)| claimed.contains(each["feature"].as_str().expect("a feature")))
            .map(|(name, _)| name.clone())
            .collect();
        let methods: BTreeSet<String> = adapter().methods().map(String::from).collect();
        assert_eq!(due, methods);
    }
}
