//! Group ids of mosaik's own collections, for the types compiled in.
//!
//! A collection keeps its group to itself. But its worker announces the id in the peer entry, which is
//! public: on a network with nothing else on it, the one group announced is the collection's.

use std::{
    any::{Any, type_name},
    time::Duration,
};

use mosaik::{
    GroupId, Network, StoreId,
    collections::{Cell, Map, Once, PriorityQueue, Set, Vec as List},
};
use tokio::time::timeout;

use crate::{loopback::Loopback, rpc::Refusal};

const ANNOUNCE_TIMEOUT: Duration = Duration::from_secs(20);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Map,
    Vec,
    Set,
    Cell,
    Once,
    Depq,
}

impl Kind {
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "Map" => Self::Map,
            "Vec" => Self::Vec,
            "Set" => Self::Set,
            "Cell" => Self::Cell,
            "Once" => Self::Once,
            "Depq" => Self::Depq,
            _ => return None,
        })
    }
}

/// Opens a writer; the handle is only kept alive.
type Open = fn(&Network, StoreId) -> Box<dyn Any>;

/// A collection whose type rustc has seen. The paths are rustc's own rendering, as mosaik folds it.
pub struct Compiled {
    pub kind: Kind,
    pub type_paths: Vec<&'static str>,
    pub capacity: Option<u64>,
    open: Open,
}

macro_rules! compiled {
    ($kind:ident, $collection:ident, [$($argument:ty),+]) => {
        compiled!(@ $kind, [$($argument),+], None, $collection::<$($argument),+>)
    };
    ($kind:ident, $collection:ident, [$($argument:ty),+], $capacity:expr) => {
        compiled!(@ $kind, [$($argument),+], Some($capacity), $collection::<$($argument),+, { $capacity }>)
    };
    (@ $kind:ident, [$($argument:ty),+], $capacity:expr, $collection:ty) => {
        Compiled {
            kind: Kind::$kind,
            type_paths: vec![$(type_name::<$argument>()),+],
            capacity: $capacity,
            open: |network, store| Box::new(<$collection>::writer(network, store)),
        }
    };
}

pub fn compiled() -> Vec<Compiled> {
    vec![
        compiled!(Map, Map, [String, u64]),
        compiled!(Map, Map, [u64, String]),
        compiled!(Map, Map, [String, Vec<u8>]),
        compiled!(Map, Map, [[u8; 32], Vec<u8>]),
        compiled!(Vec, List, [u64]),
        compiled!(Vec, List, [String]),
        compiled!(Set, Set, [String]),
        compiled!(Set, Set, [u64]),
        compiled!(Cell, Cell, [u64]),
        compiled!(Cell, Cell, [String]),
        compiled!(Once, Once, [String]),
        compiled!(Once, Once, [u64]),
        compiled!(Depq, PriorityQueue, [u64, String, u64], u64::MAX),
        compiled!(Depq, PriorityQueue, [u64, String, u64], 16),
    ]
}

pub fn group_id(
    loopback: &mut Loopback,
    kind: Kind,
    store_id: StoreId,
    type_paths: &[String],
    capacity: Option<u64>,
) -> Result<GroupId, Refusal> {
    let found = compiled().into_iter().find(|collection| {
        collection.kind == kind && collection.type_paths == type_paths && collection.capacity == capacity
    });
    let Some(Compiled { open, .. }) = found else {
        return Err(Refusal::Internal(format!(
            "{kind:?} of {type_paths:?} with capacity {capacity:?} is not compiled into this program"
        )));
    };
    loopback.visit(async |network| {
        let _writer = open(network, store_id);
        announced(network).await
    })?
}

async fn announced(network: &Network) -> Result<GroupId, Refusal> {
    let mut catalog = network.discovery().catalog_watch();
    let one = catalog.wait_for(|catalog| !catalog.local().groups().is_empty());
    match timeout(ANNOUNCE_TIMEOUT, one).await {
        Ok(Ok(catalog)) => Ok(catalog.local().groups().first().copied().expect("just seen")),
        _ => Err(Refusal::Internal("the collection's group was not announced".into())),
    }
}
