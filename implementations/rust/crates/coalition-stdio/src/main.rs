//! The driver protocol on standard input and output, answered by the crate `coalition`.
#![forbid(unsafe_code)]

mod operations;

use std::process::ExitCode;

use assay_kit::Adapter;

/// Every feature of the registry.
const FEATURES: &[&str] = &[
    "encoding",
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
    "retirement",
    "substrate.mosaik-groups",
    "substrate.mosaik-ids",
    "substrate.mosaik-internals",
];

/// The adapter, with its whole table.
fn adapter() -> Adapter {
    let mut adapter = Adapter::new("coalition-stdio", env!("CARGO_PKG_VERSION"), "0.1");
    adapter.claim(FEATURES);
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
    fn the_table_and_the_claims_are_those_of_the_registry() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../../../spec/registry.json"
        );
        let text =
            std::fs::read_to_string(path).expect("the specification stands in the repository");
        let registry: serde_json::Value =
            serde_json::from_str(&text).expect("the registry is JSON");
        let names = |member: &str| -> BTreeSet<String> {
            let members = registry[member].as_object().expect("an object");
            members.keys().cloned().collect()
        };
        let methods = adapter().methods().map(String::from).collect();
        assert_eq!(names("operations"), methods);
        let features = FEATURES.iter().copied().map(String::from).collect();
        assert_eq!(names("features"), features);
    }
}
