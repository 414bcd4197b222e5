//! Audits of composite organisms, rule by rule.

mod router;

use coalition::{
    AuditedComposite, Command, CommitteeSignature, CompositeFinding, Delivery, Deployed, Entry,
    KeptPage, RetirementInstant, RetirementMarker, RetirementReason, Rule, StallPolicy,
    SurfaceRecord, World,
};
use router::{COMMITTEE, pool, router, stage};

const FOUNDED: CompositeFinding = CompositeFinding::Founded;

fn unfounded(index: u64) -> CompositeFinding {
    CompositeFinding::Unfounded { index }
}

/// A router that has decided an event of which a pool came too late, and one that was whole; what
/// it committed, and what was published.
fn history(policy: StallPolicy) -> AuditedComposite {
    let (mut world, deployed) = stage(policy, false);
    let mut pages = Vec::new();
    for (lattice, event, sealed) in [(0, 0, Some(0)), (1, 0, None), (1, 2, None), (0, 2, Some(2))] {
        let (delivery, _) = pool(lattice, event);
        bring(&mut world, &deployed, &delivery);
        pages.push(kept(delivery));
        if let Some(event) = sealed {
            submit(&mut world, &deployed, Command::Seal { event });
        }
    }
    let marker = RetirementMarker {
        effective_at: RetirementInstant::AtSequence { sequence: 0 },
        reason: RetirementReason::Retired,
        replacement: None,
        evidence: None,
    };
    submit(&mut world, &deployed, Command::Retire { marker });
    let page = world.read(None, *deployed.deployment, "RoutedIntents", None, 1024);
    let member = CommitteeSignature::of(&COMMITTEE[0], *deployed.deployment).member;
    AuditedComposite {
        component: router("acme.intents", policy, true),
        committee: vec![member],
        pages,
        log: page.expect("a page").entries,
        attestations: vec![],
    }
}

fn bring(world: &mut World, component: &Deployed, delivery: &Delivery) {
    let delivered = world.deliver(*component.deployment, delivery);
    assert!(delivered.is_ok(), "{delivered:?}");
}

fn submit(world: &mut World, component: &Deployed, command: Command) {
    let accepted = world.submit(None, *component.deployment, command);
    assert!(accepted.is_ok(), "{accepted:?}");
}

fn kept(delivery: Delivery) -> KeptPage {
    let Delivery {
        surface,
        content_hash,
        entries,
    } = delivery;
    KeptPage {
        surface,
        content_hash,
        entries,
    }
}

/// What an audit finds of a history that was changed.
fn found(policy: StallPolicy, change: impl FnOnce(&mut AuditedComposite)) -> CompositeFinding {
    let mut audited = history(policy);
    change(&mut audited);
    audited.audit().expect("no rule is broken")
}

#[test]
fn what_was_committed_follows() {
    for (policy, length) in [
        (StallPolicy::PartialEvidence, 2 + 1 + 2 + 1),
        (StallPolicy::StallEvent, 1 + 1 + 2 + 1),
    ] {
        assert_eq!(history(policy).log.len(), length);
        assert_eq!(found(policy, |_| ()), FOUNDED);
        assert_eq!(found(policy, |audited| audited.pages.reverse()), FOUNDED);
    }
}

/// Wherever a log ends between two events, it follows; within one, a record is left out.
#[test]
fn a_log_has_all_records_of_an_event() {
    for (length, finding) in [
        (0, FOUNDED),
        (1, unfounded(1)),
        (2, FOUNDED),
        (3, FOUNDED),
        (4, unfounded(4)),
        (5, FOUNDED),
    ] {
        let found = found(StallPolicy::PartialEvidence, |audited| {
            audited.log.truncate(length);
        });
        assert_eq!(found, finding, "{length}");
    }
}

#[test]
fn what_nobody_published_founds_nothing() {
    for (page, index) in [(0, 0), (1, 2), (2, 3), (3, 3)] {
        let found = found(StallPolicy::PartialEvidence, |audited| {
            audited.pages.remove(page);
        });
        assert_eq!(found, unfounded(index), "{page}");
    }
    let forged = found(StallPolicy::PartialEvidence, |audited| {
        audited.pages[2].entries[0].index += 1;
    });
    assert_eq!(forged, unfounded(3));
}

#[test]
fn an_entry_is_the_one_that_the_replay_commits_there() {
    let changed = |change: fn(&mut Entry)| {
        found(StallPolicy::PartialEvidence, |audited| {
            change(&mut audited.log[4]);
        })
    };
    assert_eq!(changed(|entry| entry.index += 1), unfounded(4));
    let emptied = changed(|entry| match &mut entry.record {
        SurfaceRecord::RoutedIntents { routed } => routed.intents.clear(),
        other => panic!("{other:?}"),
    });
    assert_eq!(emptied, unfounded(4));
    let swapped = found(StallPolicy::PartialEvidence, |audited| {
        audited.log.swap(1, 2);
    });
    assert_eq!(swapped, unfounded(1));
    let repeated = found(StallPolicy::PartialEvidence, |audited| {
        let first = audited.log[0].clone();
        audited.log[5] = first;
    });
    assert_eq!(repeated, unfounded(5));
}

/// What cannot have been made of what it points at is accused before what stands in front of it.
#[test]
fn evidence_comes_before_everything_else_of_an_event() {
    let found = found(StallPolicy::PartialEvidence, |audited| {
        audited.log[3].index += 1;
        let SurfaceRecord::RoutedIntents { routed } = &mut audited.log[4].record else {
            panic!("a record of an event")
        };
        routed.evidence[0].clock_event += 1;
    });
    assert_eq!(found, unfounded(4));
}

#[test]
fn nothing_is_behind_a_marker() {
    let behind = found(StallPolicy::PartialEvidence, |audited| {
        let marker = audited.log[5].clone();
        audited.log.push(marker);
    });
    assert_eq!(behind, unfounded(6));
    let moved = found(StallPolicy::PartialEvidence, |audited| {
        audited.log.drain(..5);
    });
    assert_eq!(moved, unfounded(0));
}

#[test]
fn a_router_attests_nothing() {
    let found = found(StallPolicy::PartialEvidence, |audited| {
        audited.attestations = audited.log[5..].to_vec();
    });
    assert_eq!(found, CompositeFinding::Unattested { index: 0 });
}

#[test]
fn what_breaks_a_rule_is_no_finding() {
    let mut audited = history(StallPolicy::PartialEvidence);
    audited.committee.push(audited.committee[0]);
    assert_eq!(audited.audit(), Err(Rule::DuplicateElement));
    let mut audited = history(StallPolicy::PartialEvidence);
    let SurfaceRecord::Retirement { marker } = &mut audited.log[5].record else {
        panic!("a marker is the last")
    };
    marker.reason = RetirementReason::Rotation;
    assert_eq!(audited.audit(), Err(Rule::ReplacementRequired));
}
