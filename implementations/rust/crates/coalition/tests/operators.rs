//! What is the operator's alone, and what needs no committee.

mod stage;

use coalition::{
    AclClause, Command, Deployed, Fault, Observations, PeerId, Refusal, RetirementInstant,
    RetirementMarker, RetirementReason, World,
};
use stage::{
    NOW,
    parties::{COMES, GOES, NEVER, almanac, bond, enter, enter_with, nothing, peer},
};

fn tick() -> Command {
    Command::Tick {
        observed_at: Observations::default(),
    }
}

fn retire(timestamp_ms: u64) -> Command {
    Command::Retire {
        marker: RetirementMarker {
            effective_at: RetirementInstant::AtTimestamp { timestamp_ms },
            reason: RetirementReason::Retired,
            replacement: None,
            evidence: None,
        },
    }
}

fn told(
    world: &mut World,
    key: PeerId,
    component: &Deployed,
    command: Command,
) -> Option<&'static str> {
    let accepted = world.submit(Some(key), *component.deployment, command);
    accepted.err().map(coalition::Denial::name)
}

/// BOND-8
#[test]
fn what_is_the_operators() {
    let key = peer(1);
    for side in [COMES, GOES] {
        let (mut world, almanac) = almanac(&[AclClause::OperatorPublish { side }]);
        enter(&mut world, key, nothing());
        assert_eq!(bond(&mut world, key, &almanac), NEVER);
        let read = world.read(Some(key), *almanac.deployment, "Ticks", None, 1);
        assert!(read.is_ok());
        let denied = told(&mut world, key, &almanac, tick());
        assert_eq!(denied, Some("OperatorPublish"));
        assert!(world.submit(None, *almanac.deployment, tick()).is_ok());
    }
    let (mut world, almanac) = almanac(&[]);
    let clause = AclClause::OperatorPublish { side: GOES };
    enter_with(&mut world, key, vec![], nothing(), &[clause]);
    assert_eq!(bond(&mut world, key, &almanac), NEVER);
    assert_eq!(told(&mut world, key, &almanac, tick()), None);
}

/// BOND-8: a bond comes before whose the command is, and that before what the component says.
#[test]
fn an_end_is_refused_before_the_component_is_asked() {
    let key = peer(1);
    let (mut world, almanac) = almanac(&[]);
    enter(&mut world, key, nothing());
    let denied = told(&mut world, key, &almanac, retire(NOW));
    assert_eq!(denied, Some("NotBonded"));
    bond(&mut world, key, &almanac).expect("it is open");
    let component = *almanac.deployment;
    let ends = |world: &mut World| told(world, key, &almanac, retire(NOW + 9));
    assert_eq!(ends(&mut world), Some("OperatorPublish"));
    world.submit(None, component, retire(NOW + 1)).unwrap();
    assert_eq!(ends(&mut world), Some("OperatorPublish"));
    world.fault(component, Fault::Crash, &[0]).unwrap();
    assert_eq!(ends(&mut world), Some("OperatorPublish"));
    world.advance(NOW + 1).unwrap();
    assert_eq!(ends(&mut world), Some("NotBonded"));
}

/// BOND-8: what breaks a rule of its values is told to whoever says it.
#[test]
fn values_come_before_who_commands() {
    let key = peer(1);
    let (mut world, almanac) = almanac(&[AclClause::OperatorPublish { side: COMES }]);
    let nowhere = || {
        let Command::Retire { mut marker } = retire(NOW) else {
            panic!("an end")
        };
        marker.reason = RetirementReason::Rotation;
        Command::Retire { marker }
    };
    let mut refused = |enters: bool, bonds: bool| {
        if enters {
            enter(&mut world, key, nothing());
        }
        if bonds {
            bond(&mut world, key, &almanac).expect("it is open");
        }
        told(&mut world, key, &almanac, nowhere())
    };
    for (enters, bonds) in [(false, false), (true, false), (true, true)] {
        assert_eq!(refused(enters, bonds), Some("ReplacementRequired"));
    }
    assert_eq!(
        told(&mut world, key, &almanac, tick()),
        Some("OperatorPublish")
    );
}

/// BOND-4, BOND-5
#[test]
fn no_committee_decides_who_is_bonded() {
    let key = peer(1);
    let (mut world, almanac) = almanac(&[]);
    let component = *almanac.deployment;
    enter(&mut world, key, nothing());
    world.fault(component, Fault::Crash, &[0]).unwrap();
    assert_eq!(bond(&mut world, key, &almanac), NEVER);
    assert!(world.show(component, vec![], nothing()).is_ok());
    world.fault(component, Fault::Restart, &[0]).unwrap();
    world.submit(None, component, retire(NOW)).unwrap();
    assert_eq!(bond(&mut world, key, &almanac), Err(Refusal::Retired));
    assert!(world.show(component, vec![], nothing()).is_ok());
}
