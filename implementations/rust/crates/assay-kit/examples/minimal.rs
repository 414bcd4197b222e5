//! A whole adapter for the feature `identity.lattice`: two operations, and an implementation of them.
//!
//! ```sh
//! cargo build --example minimal
//! assay smoke --target stdio:target/debug/examples/minimal
//! assay run --target stdio:target/debug/examples/minimal
//! ```

use assay_kit::{Adapter, Answer, Broken, json::choice, operations};

/// The implementation: what it returns is the bytes that are hashed.
mod lattice {
    /// One of the six organisms of a lattice.
    pub(crate) enum Organism {
        Zipnet,
        Unseal,
        Offer,
        Atelier,
        Relay,
        Tally,
    }

    impl Organism {
        fn name(&self) -> &'static [u8] {
            match self {
                Self::Zipnet => b"zipnet",
                Self::Unseal => b"unseal",
                Self::Offer => b"offer",
                Self::Atelier => b"atelier",
                Self::Relay => b"relay",
                Self::Tally => b"tally",
            }
        }
    }

    /// A name may not be empty.
    #[derive(Debug)]
    pub(crate) struct NoName;

    /// ID-25
    pub(crate) fn root(instance_name: &str, chain_id: u64) -> Result<Vec<u8>, NoName> {
        match instance_name {
            "" => Err(NoName),
            name => Ok([
                b"builder|",
                name.as_bytes(),
                b"|chain=",
                &chain_id.to_le_bytes(),
            ]
            .concat()),
        }
    }

    /// ID-43
    pub(crate) fn organism(root: &[u8], organism: &Organism) -> Vec<u8> {
        [blake3::hash(root).as_bytes(), organism.name()].concat()
    }
}

use lattice::Organism;

// How the enum is read: `{"kind": "Zipnet"}`. Structs are read with `record!`.
choice!(Organism {
    Zipnet {},
    Unseal {},
    Offer {},
    Atelier {},
    Relay {},
    Tally {},
});

/// What the implementation refuses, as the specification calls it.
fn broken(_: lattice::NoName) -> Broken {
    Broken {
        error: "NameEmpty",
        stage: "validate",
    }
}

/// An id, with the bytes that were hashed.
fn derived(preimage: Vec<u8>) -> Answer {
    Answer::new(blake3::hash(&preimage).as_bytes()).with_preimage(preimage)
}

fn main() -> std::io::Result<()> {
    let mut adapter = Adapter::new("minimal", env!("CARGO_PKG_VERSION"), "0.1");
    adapter.claim(&["identity.lattice"]);
    operations! { adapter, broken;
        "identity.lattice_root"(instance_name: String, chain_id: u64) =>
            lattice::root(&instance_name, chain_id).map(derived);
        "identity.lattice_organism"(instance_name: String, chain_id: u64, organism: Organism) =>
            lattice::root(&instance_name, chain_id)
                .map(|root| derived(lattice::organism(&root, &organism)));
    }
    adapter.serve_stdio()
}
