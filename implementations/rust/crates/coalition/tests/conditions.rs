//! Conditions over what was read.

use coalition::{Clause, Condition, Filter, PresentId, Sighting, Stretch, hash};

fn log() -> PresentId {
    hash("log").present().unwrap()
}

/// Sightings of one amount, each of an instant and an origin.
fn seen(of: &[(u64, u8)]) -> Vec<Sighting> {
    let one = |(at, origin): &(u64, u8)| Sighting {
        log: log(),
        at: *at,
        origin: [*origin; 20],
        amount: 1,
    };
    of.iter().map(one).collect()
}

fn count(at_least: u32, window_ms: Option<u64>) -> Clause {
    Clause::Count {
        filter: Filter::default(),
        window_ms,
        at_least,
    }
}

fn run(at_least: u32) -> Clause {
    Clause::Run {
        filter: Filter::default(),
        at_least,
    }
}

fn of(origin: u8, window_ms: u64) -> Clause {
    Clause::Count {
        filter: Filter {
            origin: Some([origin; 20]),
            ..Filter::default()
        },
        window_ms: Some(window_ms),
        at_least: 1,
    }
}

fn stretches(
    clauses: Vec<Clause>,
    at_least: u32,
    sightings: &[Sighting],
) -> Vec<(u64, Option<u64>)> {
    let condition = Condition { clauses, at_least };
    let pair = |Stretch { start, end }| (start, end);
    condition
        .stretches(sightings)
        .into_iter()
        .map(pair)
        .collect()
}

/// One clause by itself, of sightings whose origins are all one or as given.
fn alone(clause: Clause, of: &[(u64, u8)]) -> Vec<(u64, Option<u64>)> {
    stretches(vec![clause], 1, &seen(of))
}

/// COND-3
#[test]
fn a_window_is_open_at_its_end() {
    let two = || count(2, Some(10));
    assert_eq!(alone(two(), &[(5, 0), (14, 0)]), [(14, Some(15))]);
    assert_eq!(alone(two(), &[(5, 0), (15, 0)]), []);
    assert_eq!(alone(count(1, Some(0)), &[(5, 0)]), []);
    assert_eq!(alone(count(1, Some(1)), &[(5, 0)]), [(5, Some(6))]);
    assert_eq!(alone(count(2, None), &[(5, 0), (99, 0)]), [(99, None)]);
}

/// COND-3, COND-6
#[test]
fn a_stretch_is_handed_over_from_sighting_to_sighting() {
    let two = || count(2, Some(10));
    let seen = [(0, 0), (6, 0), (10, 0), (15, 0), (30, 0)];
    assert_eq!(alone(two(), &seen), [(6, Some(20))]);
    assert_eq!(
        alone(two(), &[(0, 0), (6, 0), (11, 0), (40, 0), (40, 0)]),
        [(6, Some(10)), (11, Some(16)), (40, Some(50))]
    );
    assert_eq!(alone(count(1, Some(5)), &[(0, 0), (5, 0)]), [(0, Some(10))]);
}

/// COND-6
#[test]
fn an_end_that_no_u64_holds_is_absent() {
    let last = u64::MAX;
    for (at, window, end) in [
        (last - 1, 1, Some(last)),
        (last - 1, 2, None),
        (last, last, None),
        (0, last, Some(last)),
    ] {
        assert_eq!(alone(count(1, Some(window)), &[(at, 0)]), [(at, end)]);
    }
}

/// COND-4
#[test]
fn another_origin_ends_a_run() {
    let runs = [(1, 7), (2, 7), (3, 7), (4, 8), (5, 8), (6, 7), (7, 7)];
    assert_eq!(
        alone(run(2), &runs),
        [(2, Some(4)), (5, Some(6)), (7, None)]
    );
    assert_eq!(alone(run(3), &runs), [(3, Some(4))]);
    assert_eq!(alone(run(1), &runs), [(1, None)]);
    assert_eq!(alone(run(1), &[]), []);
}

/// COND-4
#[test]
fn what_does_not_pass_breaks_no_run() {
    let mut seen = seen(&[(1, 7), (2, 8), (3, 7)]);
    seen[1].amount = 0;
    let large = Clause::Run {
        filter: Filter {
            above: Some(0),
            ..Filter::default()
        },
        at_least: 2,
    };
    assert_eq!(stretches(vec![large], 1, &seen), [(3, None)]);
    assert_eq!(stretches(vec![run(2)], 1, &seen), []);
}

/// COND-1
#[test]
fn an_instant_is_taken_as_a_whole_and_in_the_order_given() {
    assert_eq!(alone(run(2), &[(1, 7), (1, 7), (1, 8)]), []);
    assert_eq!(alone(run(2), &[(1, 7), (1, 8), (1, 7)]), []);
    assert_eq!(alone(run(2), &[(1, 8), (1, 7), (1, 7)]), [(1, None)]);
    assert_eq!(alone(run(2), &[(2, 7), (1, 8), (1, 7)]), [(2, None)]);
    // One run follows the other within an instant.
    let handed = [(1, 7), (2, 7), (3, 8), (3, 8), (4, 7)];
    assert_eq!(alone(run(2), &handed), [(2, Some(4))]);
    assert_eq!(
        alone(count(3, Some(5)), &[(9, 1), (3, 1), (7, 1), (3, 1)]),
        [(7, Some(8))]
    );
}

/// COND-5
#[test]
fn so_many_clauses_are_due() {
    let seen = seen(&[(0, 1), (5, 2), (10, 1)]);
    let both = || vec![of(1, 8), of(2, 8)];
    assert_eq!(stretches(both(), 1, &seen), [(0, Some(18))]);
    assert_eq!(stretches(both(), 2, &seen), [(5, Some(8)), (10, Some(13))]);
    assert_eq!(stretches(both(), 3, &seen), []);
    // One clause takes over from the other in the same instant, and the condition does not end.
    assert_eq!(
        stretches(vec![of(1, 5), of(2, 5)], 1, &seen),
        [(0, Some(15))]
    );
}

/// COND-5
#[test]
fn none_is_always_and_too_many_never() {
    for clause in [count(0, Some(0)), count(0, None), run(0)] {
        assert_eq!(alone(clause.clone(), &[]), [(0, None)]);
        assert_eq!(alone(clause, &[(5, 1), (6, 2)]), [(0, None)]);
    }
    for clause in [count(u32::MAX, None), run(u32::MAX)] {
        assert_eq!(alone(clause, &[(5, 1), (6, 1)]), []);
    }
    assert_eq!(stretches(vec![], 0, &[]), [(0, None)]);
    assert_eq!(stretches(vec![], 1, &seen(&[(5, 1)])), []);
    assert_eq!(stretches(vec![of(1, 2)], 0, &seen(&[(5, 1)])), [(0, None)]);
}

/// Whether a clause holds at an instant, as COND-3 and COND-4 say it.
fn holds(clause: &Clause, at: u64, seen: &[Sighting]) -> bool {
    let mut read: Vec<_> = seen.iter().filter(|one| one.at <= at).collect();
    read.sort_by_key(|one| one.at);
    match clause {
        Clause::Count {
            filter,
            window_ms,
            at_least,
        } => {
            let inside = |one: &&&Sighting| window_ms.is_none_or(|window| at < one.at + window);
            let passed = read.iter().filter(|one| filter.passes(one));
            passed.filter(inside).count() >= *at_least as usize
        }
        Clause::Run { filter, at_least } => {
            let passed = read.iter().rev().filter(|one| filter.passes(one));
            let last: Vec<_> = passed.take(*at_least as usize).collect();
            last.len() == *at_least as usize
                && last.windows(2).all(|two| two[0].origin == two[1].origin)
        }
    }
}

/// COND-1, COND-3 to COND-6: every instant by itself comes to the same.
#[test]
fn instants_asked_one_by_one() {
    const END: u64 = 40;
    let mut state = 1_u32;
    let mut below = |bound: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) % bound
    };
    for _ in 0..2000 {
        let seen: Vec<_> = (0..below(12))
            .map(|_| Sighting {
                amount: below(3).into(),
                ..seen(&[(below(20).into(), u8::from(below(2) == 0))]).remove(0)
            })
            .collect();
        let clauses: Vec<_> = (0..=below(3))
            .map(|_| {
                let filter = Filter {
                    log: None,
                    origin: (below(4) == 0).then_some([1; 20]),
                    above: (below(3) == 0).then_some(0),
                };
                let at_least = below(4);
                match below(2) {
                    0 => Clause::Run { filter, at_least },
                    _ => Clause::Count {
                        filter,
                        window_ms: (below(4) > 0).then(|| below(12).into()),
                        at_least,
                    },
                }
            })
            .collect();
        let at_least = below(4);
        let due = at_least as usize;
        let expected: Vec<_> = (0..END)
            .map(|at| clauses.iter().filter(|one| holds(one, at, &seen)).count() >= due)
            .collect();
        let found = stretches(clauses.clone(), at_least, &seen);
        let within = |at: u64, (start, end): &(u64, Option<u64>)| {
            *start <= at && end.is_none_or(|end| at < end)
        };
        let told: Vec<_> = (0..END)
            .map(|at| found.iter().any(|stretch| within(at, stretch)))
            .collect();
        assert_eq!(told, expected, "{clauses:?} {seen:?}");
        let apart = |two: &[(u64, Option<u64>)]| two[0].1.is_some_and(|end| end < two[1].0);
        assert!(found.windows(2).all(apart), "{found:?}");
    }
}
