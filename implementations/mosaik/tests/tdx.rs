//! Validators of TDX tickets as mosaik folds them in a live group's id. `tests/mosaik` asks for the rest.
#![cfg(feature = "tdx")]

use std::time::Duration;

use chrono::DateTime;
use coalition_mosaik::{
    groups::{self, Consensus, GroupSpec},
    loopback::Loopback,
};
use mosaik::{
    GroupId, GroupKey, UniqueId,
    groups::NoOp,
    tdx::{Measurement, MeasurementsCriteria, Tdx},
    tickets::TicketValidator,
};

fn joined(validator: Tdx) -> GroupId {
    Loopback::default()
        .parked(|network| {
            let group = network.groups().with_key(GroupKey::from_secret("group1secret"));
            *group.with_state_machine(NoOp).require_ticket(validator).join().id()
        })
        .unwrap()
}

/// The id of the same group whose one validator says that this is its signature.
fn told(signature: UniqueId) -> GroupId {
    let consensus =
        Consensus { heartbeat_interval_ms: 500, heartbeat_jitter_ms: 150, max_missed_heartbeats: 10 };
    let spec = GroupSpec {
        secret: UniqueId::from("group1secret"),
        consensus,
        state_machine_signature: UniqueId::from("mosaik_noop_state_machine"),
        state_sync_signature: UniqueId::from(
            "eaaef1b2c7c7717fda72accddba9b23ba259f2b149ceb20e365253e58f667d64",
        ),
        validators: vec![signature],
    };
    groups::group_id(&mut Loopback::default(), spec).unwrap()
}

fn criteria() -> MeasurementsCriteria {
    MeasurementsCriteria::new()
        .require_mrtd(Measurement::new([0xaa; 48]))
        .require_rtmr1(Measurement::new([0xbb; 48]))
}

fn whole() -> Tdx {
    Tdx::baseline(criteria())
        .allow_variant(MeasurementsCriteria::new())
        .allow_variant(criteria())
        .max_age(Duration::from_secs(60))
        .not_before(DateTime::from_timestamp(1_700_000_000, 0).unwrap())
        .max_lifetime(Duration::from_secs(3600))
}

/// The rule of criteria, written out.
fn folded_criteria() -> UniqueId {
    UniqueId::from("mosaik.tee.tdx.measurements-criteria.v1")
        .derive([0xaa; 48])
        .derive([1; 48])
        .derive([0xbb; 48])
        .derive([3; 48])
        .derive([4; 48])
}

#[test]
fn every_part_of_a_validator_is_folded_in_this_order() {
    let empty = MeasurementsCriteria::new().signature();
    assert_eq!(criteria().signature(), folded_criteria());
    let folded = UniqueId::from("mosaik.tee.tdx.ticket.v1")
        .derive(folded_criteria())
        .derive(empty)
        .derive(folded_criteria())
        .derive(60u64.to_le_bytes())
        .derive(1_700_000_000u64.to_le_bytes())
        .derive(3600u64.to_le_bytes());
    assert_eq!(whole().signature(), folded);
}

#[test]
fn a_live_group_folds_the_signature_of_its_tdx_validator() {
    for validator in [Tdx::new(), whole()] {
        assert_eq!(joined(validator.clone()), told(validator.signature()));
    }
    assert_ne!(joined(Tdx::new()), joined(whole()));
}
