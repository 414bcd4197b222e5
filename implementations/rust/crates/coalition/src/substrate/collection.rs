//! Collections.

use strict_json::choice;

use crate::{Preimage, UniqueId};

/// The kind of a collection (SUB-15).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum CollectionKind {
    Map,
    Vec,
    Set,
    Cell,
    Once,
    Depq,
}

choice!(CollectionKind {
    Map {},
    Vec {},
    Set {},
    Cell {},
    Once {},
    Depq {},
});

impl CollectionKind {
    /// `mosaik_collections_` and the kind in lower case.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Map => "mosaik_collections_map",
            Self::Vec => "mosaik_collections_vec",
            Self::Set => "mosaik_collections_set",
            Self::Cell => "mosaik_collections_cell",
            Self::Once => "mosaik_collections_once",
            Self::Depq => "mosaik_collections_depq",
        }
    }
}

/// The preimage of the signature of a collection's state machine (SUB-15).
pub fn collection_signature(
    collection: CollectionKind,
    store_id: &UniqueId,
    type_paths: &[String],
    capacity: Option<u64>,
) -> Preimage {
    let capacity = capacity.map(u64::to_le_bytes);
    let fixed = [collection.tag().as_bytes(), store_id.as_ref()];
    Preimage::fold(
        fixed
            .into_iter()
            .chain(type_paths.iter().map(String::as_bytes))
            .chain(capacity.as_ref().map(<[u8; 8]>::as_slice)),
    )
}
