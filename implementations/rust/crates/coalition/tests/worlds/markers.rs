//! How components end.

use coalition::{
    ComponentKind, Deployed, Phase, Refusal, RetirementInstant, RetirementMarker, RetirementReason,
    Rule, SurfaceRecord,
};

use crate::stage::{NOW, hash, retire, retired, rotation, stage, submit, tick};

/// WORLD-11, WORLD-12
#[test]
fn a_marker_is_the_last_record() {
    let (mut world, Deployed { deployment, .. }) = stage(1000);
    assert_eq!(submit(&mut world, deployment, tick(&[])), Ok(vec![0]));
    let marker = RetirementMarker {
        effective_at: RetirementInstant::AtTimestamp {
            timestamp_ms: u64::MAX,
        },
        ..retired()
    };
    assert_eq!(submit(&mut world, deployment, retire(marker)), Ok(vec![1]));
    world.advance(NOW + 1000).unwrap();
    for command in [tick(&[]), retire(marker), retire(retired())] {
        let refused = submit(&mut world, deployment, command);
        assert_eq!(refused, Err(Refusal::Retired.into()));
    }
    let page = world.read(None, *deployment, "Ticks", Some(0), 9).unwrap();
    let [last] = page.entries.as_slice() else {
        panic!("one entry is behind the first")
    };
    assert_eq!(last.record, SurfaceRecord::Retirement { marker });
}

/// WORLD-7, WORLD-13
#[test]
fn a_marker_leads_elsewhere() {
    let (mut world, deployed) = stage(1000);
    let own = deployed.address;
    let with_reason = |reason, marker: RetirementMarker| RetirementMarker { reason, ..marker };
    let elsewhere = rotation(hash("elsewhere"), None);
    for (marker, denial) in [
        (
            with_reason(RetirementReason::Rotation, retired()),
            Rule::ReplacementRequired.into(),
        ),
        (
            with_reason(RetirementReason::Retired, elsewhere),
            Rule::ReplacementForbidden.into(),
        ),
        (
            with_reason(RetirementReason::OperatorExit, elsewhere),
            Rule::ReplacementForbidden.into(),
        ),
        (rotation(own, None), Refusal::SelfReplacement.into()),
        (
            rotation(own, Some(deployed.content_hash)),
            Refusal::SelfReplacement.into(),
        ),
        (
            with_reason(RetirementReason::Emergency, rotation(own, None)),
            Refusal::SelfReplacement.into(),
        ),
    ] {
        let refused = submit(&mut world, deployed.deployment, retire(marker));
        assert_eq!(refused, Err(denial), "{marker:?}");
    }
    let mut organism = rotation(own, None);
    organism.replacement.as_mut().unwrap().kind = ComponentKind::Organism;
    let refused = submit(&mut world, deployed.deployment, retire(organism));
    assert_eq!(refused, Err(Refusal::SelfReplacement.into()));

    for marker in [
        elsewhere,
        rotation(hash("elsewhere"), Some(deployed.content_hash)),
        rotation(own, Some(hash("another build"))),
        with_reason(RetirementReason::Emergency, retired()),
    ] {
        let (mut world, _) = stage(1000);
        let accepted = submit(&mut world, deployed.deployment, retire(marker));
        assert_eq!(accepted, Ok(vec![0]), "{marker:?}");
    }
}

/// WORLD-14
#[test]
fn a_marker_takes_effect_at_its_instant() {
    let at_time = |timestamp_ms| RetirementInstant::AtTimestamp { timestamp_ms };
    let at_slot = |sequence| RetirementInstant::AtSequence { sequence };
    let (slot, next) = (NOW / 1000, NOW / 1000 * 1000 + 1000);
    for (effective_at, last, first) in [
        (at_time(NOW + 10), Some(NOW + 9), NOW + 10),
        (at_time(NOW), None, NOW),
        (at_time(0), None, NOW),
        (at_slot(slot + 1), Some(next - 1), next),
        (at_slot(slot), None, NOW),
        (at_slot(0), None, NOW),
        (at_slot(u64::MAX), Some(u64::MAX - 1), u64::MAX),
        (at_time(u64::MAX), Some(u64::MAX - 1), u64::MAX),
    ] {
        let cadence_ms = match effective_at {
            RetirementInstant::AtSequence { sequence: u64::MAX } => 1,
            _ => 1000,
        };
        let (mut world, Deployed { deployment, .. }) = stage(cadence_ms);
        let status = world.status(*deployment).unwrap();
        assert_eq!((status.now, status.phase), (NOW, Phase::Active));
        assert_eq!(status.effective_at, None);
        let marker = RetirementMarker {
            effective_at,
            ..retired()
        };
        submit(&mut world, deployment, retire(marker)).unwrap();
        let before = last.map(|now| (now, Phase::Retiring));
        for (now, phase) in before.into_iter().chain([(first, Phase::Retired)]) {
            world.advance(now).unwrap();
            let status = world.status(*deployment).unwrap();
            assert_eq!((status.now, status.phase), (now, phase), "{effective_at:?}");
            assert_eq!(status.effective_at, Some(effective_at));
        }
    }
}
