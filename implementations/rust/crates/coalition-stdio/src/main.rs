//! The driver protocol on standard input and output, answered by the crates `coalition` and
//! `coalition-crypto`.
#![forbid(unsafe_code)]

mod operations;

use std::process::ExitCode;

use assay_kit::Adapter;

/// Every feature that is claimed and stands on none of cryptography.
const FEATURES: &[&str] = &[
    "almanac",
    "conditions",
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
    "rotation",
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

/// Those of what is signed, which stand on `crypto.ed25519`.
#[cfg(feature = "crypto")]
const SIGNED: &[&str] = &["atlas", "chronicle", "compute", "stall.audit"];
#[cfg(not(feature = "crypto"))]
const SIGNED: &[&str] = &[];

/// Those of cryptography.
#[cfg(feature = "crypto")]
use operations::crypto::FEATURES as CRYPTO;
#[cfg(not(feature = "crypto"))]
const CRYPTO: &[&str] = &[];

/// The adapter, with its whole table.
fn adapter() -> Adapter {
    let mut adapter = Adapter::new("coalition-stdio", env!("CARGO_PKG_VERSION"), "0.1");
    adapter.claim(FEATURES);
    adapter.claim(SIGNED);
    adapter.claim(CRYPTO);
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

    fn registry() -> serde_json::Value {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../../../spec/registry.json"
        );
        let text =
            std::fs::read_to_string(path).expect("the specification stands in the repository");
        serde_json::from_str(&text).expect("the registry is JSON")
    }

    fn claimed() -> BTreeSet<&'static str> {
        let all = [FEATURES, SIGNED, CRYPTO].concat();
        all.into_iter().collect()
    }

    #[test]
    fn what_a_claimed_feature_stands_on_is_claimed() {
        let registry = registry();
        for name in claimed() {
            let requires = registry["features"][name]["requires"].as_array();
            let requires = requires.unwrap_or_else(|| panic!("the registry has no feature {name}"));
            for each in requires {
                let each = each.as_str().expect("a feature");
                assert!(claimed().contains(each), "{name} stands on {each}");
            }
        }
    }

    #[test]
    fn the_table_is_that_of_the_claimed_features() {
        let registry = registry();
        let operations = registry["operations"].as_object().expect("an object");
        let due: BTreeSet<String> = operations
            .iter()
            .filter(|(_, each)| claimed().contains(each["feature"].as_str().expect("a feature")))
            .map(|(name, _)| name.clone())
            .collect();
        let methods: BTreeSet<String> = adapter().methods().map(String::from).collect();
        assert_eq!(due, methods);
    }
}
