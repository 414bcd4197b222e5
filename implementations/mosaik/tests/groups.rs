//! Group ids of live groups on loopback, and what is and is not folded into them.

use std::{num::NonZero, time::Duration};

use coalition_mosaik::{
    collections::{self, Kind},
    decode::Data,
    groups::{self, Consensus, GroupSpec},
    ids::{network_id, stream_id},
    loopback::Loopback,
};
use mosaik::{
    GroupId, GroupKey, Network, UniqueId,
    collections::{CollectionConfig, Map, SyncConfig},
    groups::{ConsensusConfig, NoOp},
    tickets::{Hs256, Jwt, TicketValidator},
};

const NO_OP_SYNC: &str = "eaaef1b2c7c7717fda72accddba9b23ba259f2b149ceb20e365253e58f667d64";

fn no_op_spec() -> GroupSpec {
    GroupSpec {
        secret: UniqueId::from("group1secret"),
        consensus: Consensus {
            heartbeat_interval_ms: 500,
            heartbeat_jitter_ms: 150,
            max_missed_heartbeats: 10,
        },
        state_machine_signature: UniqueId::from("mosaik_noop_state_machine"),
        state_sync_signature: UniqueId::from(NO_OP_SYNC),
        validators: vec![],
    }
}

/// The rule, written out: what `join()` is expected to fold.
fn folded(spec: &GroupSpec) -> GroupId {
    let consensus = UniqueId::from_parts(&[
        u128::from(spec.consensus.heartbeat_interval_ms).to_le_bytes(),
        u128::from(spec.consensus.heartbeat_jitter_ms).to_le_bytes(),
        u128::from(spec.consensus.max_missed_heartbeats).to_le_bytes(),
    ]);
    let signed = spec
        .secret
        .hashed()
        .derive(consensus)
        .derive(spec.state_machine_signature)
        .derive(spec.state_sync_signature);
    spec.validators.iter().fold(signed, |id, validator| id.derive(validator))
}

async fn announced(network: &Network) -> GroupId {
    let mut catalog = network.discovery().catalog_watch();
    let seen = catalog.wait_for(|catalog| !catalog.local().groups().is_empty());
    let seen = tokio::time::timeout(Duration::from_secs(20), seen).await;
    *seen.expect("in time").unwrap().local().groups().first().unwrap()
}

#[test]
fn a_no_op_group_as_shipped() {
    let id = Loopback::default()
        .visit(async |network| {
            let group = network
                .groups()
                .with_key(GroupKey::from_secret("group1secret"))
                .with_state_machine(NoOp)
                .join();
            // The id that `join()` gives is the one its worker tells the others.
            assert_eq!(announced(network).await, *group.id());
            *group.id()
        })
        .unwrap();
    assert_eq!(id.to_string(), "691fd68d4d081ad30ad716104aeb47f973b86c71223ca21569a8884ce4bb6d43");
    assert_eq!(id, folded(&no_op_spec()));
}

#[test]
fn types_that_say_their_signatures_reach_the_shipped_ids() {
    let mut loopback = Loopback::default();
    let mut spec = no_op_spec();
    assert_eq!(groups::group_id(&mut loopback, spec.clone()).unwrap(), folded(&spec));
    assert_eq!(folded(&spec).to_string(), "691fd68d4d081ad30ad716104aeb47f973b86c71223ca21569a8884ce4bb6d43");

    let validator = || Jwt::with_key(Hs256::new([7; 32])).allow_issuer("i");
    spec.validators = vec![validator().signature(); 2];
    let shipped = loopback
        .parked(|network| {
            let builder = network.groups().with_key(GroupKey::from_secret("group1secret"));
            *builder.require_ticket(validator()).require_ticket(validator()).join().id()
        })
        .unwrap();
    assert_eq!(groups::group_id(&mut loopback, spec).unwrap(), shipped);
}

#[test]
fn the_consensus_digest_by_the_ids_it_makes() {
    let mut loopback = Loopback::default();
    let bounds = [0, 1, 499, 501, u64::from(u32::MAX) + 1, u64::MAX];
    let configs = bounds.iter().flat_map(|&number| {
        let low = number.min(u32::MAX.into()) as u32;
        [(number, 150, 10), (500, number, 10), (500, 150, low), (number, number, low)]
    });
    for (heartbeat_interval_ms, heartbeat_jitter_ms, max_missed_heartbeats) in configs {
        let spec = GroupSpec {
            consensus: Consensus { heartbeat_interval_ms, heartbeat_jitter_ms, max_missed_heartbeats },
            ..no_op_spec()
        };
        assert_eq!(groups::group_id(&mut loopback, spec.clone()).unwrap(), folded(&spec), "{spec:?}");
    }
}

#[test]
fn validators_count_in_order_and_as_often_as_they_stand() {
    let mut loopback = Loopback::default();
    let [a, b] = [UniqueId::from("a"), UniqueId::from("b")];
    let mut seen = vec![];
    for validators in [vec![], vec![a], vec![a, a], vec![a, b], vec![b, a]] {
        let spec = GroupSpec { validators, ..no_op_spec() };
        let id = groups::group_id(&mut loopback, spec.clone()).unwrap();
        assert_eq!(id, folded(&spec));
        assert!(!seen.contains(&id));
        seen.push(id);
    }
}

#[test]
fn what_a_group_id_does_not_fold() {
    let second = Duration::from_secs(1);
    let other = ConsensusConfig::builder()
        .with_heartbeat_interval(Duration::from_micros(500_999)) // counted in whole milliseconds
        .with_election_timeout(17 * second)
        .with_election_timeout_jitter(3 * second)
        .with_bootstrap_delay(second)
        .with_forward_timeout(5 * second)
        .with_query_timeout(6 * second)
        .build()
        .unwrap();
    let id = Loopback::default()
        .parked(|network| {
            let builder = network.groups().with_key(GroupKey::from_secret("group1secret"));
            *builder.with_consensus_config(other).join().id()
        })
        .unwrap();
    assert_eq!(id, folded(&no_op_spec()));
}

#[test]
fn an_answer_does_not_depend_on_earlier_ones() {
    let mut loopback = Loopback::default();
    let id = groups::group_id(&mut loopback, no_op_spec()).unwrap();
    assert_eq!(groups::group_id(&mut loopback, no_op_spec()).unwrap(), id);
    // Nothing asked so far was announced by the network that answered.
    let groups = loopback.parked(|network| network.discovery().me().groups().len()).unwrap();
    assert_eq!(groups, 0);
}

#[test]
fn log_replay_folds_the_machine_s_type_path_and_two_settings() {
    let ask = |path: &str, batch, timeout| {
        groups::log_replay_signature(path, NonZero::new(batch).unwrap(), timeout)
    };
    let folded = |path: &str, batch: u64, timeout: u64| {
        UniqueId::from("mosaik_log_replay_sync")
            .derive(path)
            .derive(batch.to_le_bytes())
            .derive(timeout.to_le_bytes())
    };
    let no_op = "mosaik::groups::machine::noop::NoOp";
    assert_eq!(ask(no_op, 2000, 25).unwrap().to_string(), NO_OP_SYNC);
    for path in [no_op, "coalition_mosaik::groups::SignedMachine"] {
        for (batch, timeout) in [(2000, 25), (1, 0), (u64::MAX, u64::MAX)] {
            assert_eq!(ask(path, batch, timeout).unwrap(), folded(path, batch, timeout));
        }
    }
    assert!(ask("alloc::string::String", 1, 1).is_err());
}

/// What a collection of this crate's own is expected to fold, with the machine's path spelled out.
fn collection(
    kind: Kind,
    store: UniqueId,
    type_paths: &[&str],
    capacity: Option<u64>,
    sync: (u64, u128, u128, u128),
) -> GroupSpec {
    let (module, machine) = match kind {
        Kind::Map => ("map", "MapStateMachine"),
        Kind::Vec => ("vec", "VecStateMachine"),
        Kind::Set => ("set", "SetStateMachine"),
        Kind::Cell => ("cell", "CellStateMachine"),
        Kind::Once => ("once", "OnceStateMachine"),
        Kind::Depq => ("depq", "DepqStateMachine"),
    };
    let mut signature = UniqueId::from(format!("mosaik_collections_{module}").as_str()).derive(store);
    for path in type_paths {
        signature = signature.derive(path);
    }
    let mut arguments = type_paths.join(", ");
    if let Some(capacity) = capacity {
        signature = signature.derive(capacity.to_le_bytes());
        // rustc names this one value; a hazard for whoever rebuilds the path.
        arguments += &match capacity {
            u64::MAX => ", u64::MAX".into(),
            capacity => format!(", {capacity}"),
        };
    }
    let path = format!("mosaik::collections::{module}::{machine}<{arguments}>");
    GroupSpec {
        secret: store,
        state_machine_signature: signature,
        state_sync_signature: UniqueId::from("mosaik_collections_snapshot_sync")
            .derive(path)
            .derive(sync.0.to_le_bytes())
            .derive(sync.1.to_le_bytes())
            .derive(sync.2.to_le_bytes())
            .derive(sync.3.to_le_bytes()),
        ..no_op_spec()
    }
}

const DEFAULT_SYNC: (u64, u128, u128, u128) = (2000, 10_000, 15_000, 5_000);

#[test]
fn every_compiled_collection_folds_as_predicted() {
    let mut loopback = Loopback::default();
    let store = UniqueId::from("leaderboard");
    for compiled in collections::compiled() {
        let paths: Vec<String> = compiled.type_paths.iter().map(ToString::to_string).collect();
        let id =
            collections::group_id(&mut loopback, compiled.kind, store, &paths, compiled.capacity).unwrap();
        let spec = collection(compiled.kind, store, &compiled.type_paths, compiled.capacity, DEFAULT_SYNC);
        println!("{:?} {paths:?} {:?} {id}", compiled.kind, compiled.capacity);
        assert_eq!(id, folded(&spec), "{:?} {paths:?} {:?}", compiled.kind, compiled.capacity);
        // So the suite's group id, told the two signatures, is the live collection's.
        assert_eq!(groups::group_id(&mut loopback, spec).unwrap(), id);
    }
}

#[test]
fn the_leaderboard_as_writer_and_as_reader() {
    let leaderboard = "46cf72e700cb2c0243344f66639705451e1aa693d26f329aec114318e7103e54";
    let mut loopback = Loopback::default();
    let written = loopback.visit(async |network| {
        let _map = Map::<String, u64>::writer(network, "leaderboard");
        announced(network).await
    });
    let read = loopback.visit(async |network| {
        let _map = Map::<String, u64>::reader(network, "leaderboard");
        announced(network).await
    });
    assert_eq!(written.unwrap().to_string(), leaderboard);
    assert_eq!(read.unwrap().to_string(), leaderboard);
}

#[test]
fn a_collection_folds_its_sync_settings_and_its_validators() {
    let validator = || Jwt::with_key(Hs256::new([7; 32])).allow_issuer("i");
    let config = CollectionConfig::default()
        .with_sync(
            SyncConfig::default()
                .with_fetch_batch_size(3)
                .with_snapshot_ttl(Duration::from_millis(4))
                .with_snapshot_request_timeout(Duration::from_millis(5))
                .with_fetch_timeout(Duration::from_millis(6)),
        )
        .require_ticket(validator());
    let id = Loopback::default()
        .visit(async |network| {
            let _map = Map::<String, u64>::writer_with_config(network, "leaderboard", config);
            announced(network).await
        })
        .unwrap();
    let paths = ["alloc::string::String", "u64"];
    let mut spec = collection(Kind::Map, UniqueId::from("leaderboard"), &paths, None, (3, 4, 5, 6));
    spec.validators = vec![validator().signature()];
    assert_eq!(id, folded(&spec));
}

#[test]
fn a_stream_takes_the_name_of_its_type_unless_told() {
    Loopback::default()
        .visit(async |network| {
            let streams = network.streams();
            let default = streams.producer::<String>().build().unwrap();
            assert_eq!(*default.stream_id(), UniqueId::from("alloc::string::String"));
            assert!(default.stream_id().to_string().starts_with("3b5a1dd4"));
            assert!(default.stream_id().to_string().ends_with("6908"));

            let named = streams.producer::<String>().with_stream_id("s").build().unwrap();
            assert_eq!(*named.stream_id(), stream_id(&Data::Text("s".into())));
            let consumer = streams.consumer::<Vec<u8>>().build();
            assert_eq!(*consumer.stream_id(), UniqueId::from("alloc::vec::Vec<u8>"));
        })
        .unwrap();
}

#[test]
fn a_network_is_named_by_its_text() {
    Loopback::default()
        .parked(|network| {
            assert_eq!(*network.network_id(), network_id(&Data::Text("coalition-mosaik".into())));
        })
        .unwrap();
}
