//! Worlds of one number, which only grows.

use assay_kit::{Adapter, Broken, No, verbs};

/// The one rule beside growth: 13 is refused as input, not as an outcome.
const UNLUCKY: Broken = Broken {
    error: "Unlucky",
    stage: "validate",
};

fn grow(world: &mut u8, by: u8) -> Result<u8, No> {
    if by == 13 {
        return Err(UNLUCKY.into());
    }
    *world = world.checked_add(by).ok_or(No::Refused("Full"))?;
    Ok(*world)
}

/// A session, and what it has answered.
struct Session(Adapter);

impl Session {
    fn start() -> Self {
        let mut adapter = Adapter::new("test", "1.2.3", "0.1");
        verbs! { adapter;
            open "world.open"(from: u8) => (from, from);
            "world.grow"(world, by: u8) => grow(world, by);
            "world.break"(world) => { *world = 0; assert!(*world > 0, "on purpose"); Ok(*world) };
            close "world.close"(world) => world;
        }
        Self(adapter)
    }

    /// What the answer has beside `jsonrpc` and `id`.
    fn ask(&self, method: &str, params: &str) -> String {
        let line = format!(
            r#"{{"jsonrpc":"2.0","id":1,"method":"world.{method}","params":{{{params}}}}}"#
        );
        let mut out = Vec::new();
        self.0.answer(line.as_bytes(), &mut out);
        let answer = String::from_utf8(out).unwrap();
        let answer = answer.strip_prefix(r#"{"jsonrpc":"2.0","id":1,"#).unwrap();
        answer.strip_suffix("}\n").unwrap().to_owned()
    }
}

fn value(value: u8) -> String {
    format!(r#""result":{{"value":{value}}}"#)
}

fn refused(name: &str) -> String {
    format!(r#""result":{{"value":{{"refused":"{name}"}}}}"#)
}

#[test]
fn a_name_is_free_before_and_after_its_world() {
    let session = Session::start();
    for from in [3, 5] {
        let open = format!(r#""world":"7","from":{from}"#);
        assert_eq!(
            session.ask("close", r#""world":"7""#),
            refused("UnknownWorld")
        );
        assert_eq!(session.ask("open", &open), value(from));
        assert_eq!(session.ask("open", &open), refused("WorldExists"));
        assert_eq!(
            session.ask("grow", r#""world":"7","by":1"#),
            value(from + 1)
        );
        assert_eq!(session.ask("close", r#""world":"7""#), value(from + 1));
        assert_eq!(
            session.ask("grow", r#""world":"7","by":1"#),
            refused("UnknownWorld")
        );
    }
}

#[test]
fn every_name_is_a_u64_in_its_form() {
    let session = Session::start();
    for name in ["0", "18446744073709551615"] {
        let open = format!(r#""from":1,"world":"{name}""#);
        assert_eq!(session.ask("open", &open), value(1), "{name}");
    }
    for params in [
        r#""world":1,"by":1"#,
        r#""world":"01","by":1"#,
        r#""world":"18446744073709551616","by":1"#,
        r#""by":1"#,
        r#""world":"0""#,
        r#""world":"0","world":"0","by":1"#,
        r#""world":"0","by":1,"more":1"#,
    ] {
        let answer = session.ask("grow", params);
        assert!(
            answer.starts_with(r#""error":{"code":-32602"#),
            "{params}: {answer}"
        );
    }
    assert_eq!(session.ask("close", r#""world":"0""#), value(1));
}

#[test]
fn worlds_do_not_see_each_other() {
    let session = Session::start();
    assert_eq!(session.ask("open", r#""world":"1","from":10"#), value(10));
    assert_eq!(session.ask("open", r#""world":"2","from":20"#), value(20));
    assert_eq!(session.ask("grow", r#""world":"1","by":1"#), value(11));
    assert_eq!(session.ask("grow", r#""world":"2","by":1"#), value(21));
    assert_eq!(session.ask("close", r#""world":"2""#), value(21));
    assert_eq!(session.ask("close", r#""world":"1""#), value(11));
    let another = Session::start();
    assert_eq!(
        another.ask("close", r#""world":"1""#),
        refused("UnknownWorld")
    );
}

#[test]
fn what_is_refused_is_an_outcome_and_what_breaks_a_rule_an_error() {
    let session = Session::start();
    assert_eq!(session.ask("open", r#""world":"1","from":250"#), value(250));
    assert_eq!(
        session.ask("grow", r#""world":"1","by":6"#),
        refused("Full")
    );
    assert_eq!(
        session.ask("grow", r#""world":"1","by":13"#),
        r#""error":{"code":-32000,"message":"Unlucky","data":{"error":"Unlucky","stage":"validate"}}"#
    );
    assert_eq!(session.ask("close", r#""world":"1""#), value(250));
}

#[test]
fn a_panic_closes_its_world_and_no_other() {
    let session = Session::start();
    assert_eq!(session.ask("open", r#""world":"1","from":1"#), value(1));
    assert_eq!(session.ask("open", r#""world":"2","from":2"#), value(2));
    let answer = session.ask("break", r#""world":"1""#);
    assert!(answer.starts_with(r#""error":{"code":-32603"#), "{answer}");
    assert_eq!(
        session.ask("grow", r#""world":"1","by":1"#),
        refused("UnknownWorld")
    );
    assert_eq!(session.ask("grow", r#""world":"2","by":1"#), value(3));
}
