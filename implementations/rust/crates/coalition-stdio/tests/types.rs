//! The types of the registry, asked of the program: a value of a type that carries a rule is refused
//! when it breaks it, wherever it stands, and a value of the same form without rule is not (PROTO-5).

mod session;

use serde_json::{Map, Value, json};
use session::Session;

/// How deep an enum may hold itself.
const MAX_DEPTH: usize = 4;

/// The enums that chapters add to, with what of them the program has taken up.
const TAKEN_UP: [(&str, &[&str]); 3] = [
    (
        "Command",
        &[
            "Tick",
            "Retire",
            "RegisterBeaconProvider",
            "CommitBeacon",
            "ObservePool",
            "ObserveRefunds",
            "ObserveAttestation",
            "ObservePrice",
            "AdvanceTick",
            "Apply",
            "Seal",
        ],
    ),
    (
        "Component",
        &[
            "Module",
            "IntentRouter",
            "SharedLedger",
            "CrossFeedCorrelator",
        ],
    ),
    (
        "SurfaceRecord",
        &[
            "Tick",
            "Retirement",
            "BeaconTick",
            "BeaconProviderCard",
            "UnsealedPool",
            "Refunds",
            "TallyAttestation",
            "PriceTick",
            "StallEvent",
            "LateEvidence",
            "RoutedIntents",
            "SharedRefunds",
            "SharedAttestation",
            "Correlation",
        ],
    ),
];

/// The verbs to which a broken rule is an outcome (WORLD-7, COMP-7, CHAIN-1, BOND-2).
const OUTCOMES: [&str; 7] = [
    "world.submit",
    "world.deliver",
    "world.follow",
    "world.connect",
    "world.peer",
    "world.show",
    "world.issuer",
];

/// Whether the program reads a variant.
fn is_taken_up(name: &str, variant: &str) -> bool {
    TAKEN_UP
        .iter()
        .all(|(open, variants)| *open != name || variants.contains(&variant))
}

/// Makes values of the registry's types, every option present and every list of one element.
struct Maker<'r> {
    registry: &'r Value,
    /// Which variant of every enum, modulo their number.
    variant: usize,
    made: u32,
    /// What to make in place of a right value, and of which type.
    wrong: Option<(&'static str, Value)>,
    /// How many values of that type come before the one that is wrong.
    before: usize,
}

impl Maker<'_> {
    fn value(&mut self, name: &str, depth: usize) -> Value {
        if let Some(inner) = name.strip_suffix('?') {
            return self.value(inner, depth);
        }
        if let Some(inner) = name.strip_prefix('[') {
            return json!([self.value(inner.trim_end_matches(']'), depth)]);
        }
        if let Some(members) = self.registry["types"].get(name) {
            return Value::Object(self.members(members, depth));
        }
        if let Some(variants) = self.registry["enums"].get(name) {
            let variants = variants.as_object().expect("an object").iter();
            let variants: Vec<_> = variants
                .filter(|(kind, _)| is_taken_up(name, kind))
                .collect();
            let variant = match depth < MAX_DEPTH {
                true => variants.get(self.variant % variants.len()),
                false => variants.iter().find(|(_, members)| !holds(members, name)),
            };
            let (kind, members) = variant.expect("a variant");
            let mut value = self.members(members, depth + 1);
            value.insert("kind".into(), json!(kind));
            return Value::Object(value);
        }
        if let Some(wrong) = self.wrong.take_if(|(of, _)| *of == name) {
            if self.before == 0 {
                return wrong.1;
            }
            self.before -= 1;
            self.wrong = Some(wrong);
        }
        self.leaf(name)
    }

    fn members(&mut self, members: &Value, depth: usize) -> Map<String, Value> {
        let members = members.as_object().expect("an object");
        let value = |(name, of): (&String, &Value)| {
            let of = of.as_str().expect("the name of a type");
            let value = match name.as_str() {
                // Not every `u16` is the threshold of a supermajority (STANCE-2).
                "threshold_bps" => json!(6667),
                _ => self.value(of, depth),
            };
            (name.clone(), value)
        };
        members.iter().map(value).collect()
    }

    /// A right value, and another one each time where the form has more than one.
    fn leaf(&mut self, name: &str) -> Value {
        self.made += 1;
        let digits = |bytes: usize| format!("{:0>width$x}", self.made, width = bytes * 2);
        match name {
            "u8" | "u16" | "u32" | "i8" | "i16" | "i32" | "schema version" => json!(1),
            "u64" | "u128" | "i64" | "i128" | "i256" | "ratio" => json!("1"),
            "bool" => json!(true),
            "id" | "present id" | "bytes32" => json!(digits(32).chars().rev().collect::<String>()),
            "bytes" | "type tag" => json!("01"),
            "data" => json!({"text": "data"}),
            "text" | "name" | "free text" => json!(format!("name {}", self.made)),
            _ => match name.strip_prefix("bytes").map(str::parse) {
                Some(Ok(length)) => json!(digits(length)),
                _ => panic!("the registry has a type {name} that is not known here"),
            },
        }
    }
}

/// Whether a variant holds its enum, by itself or in a pair.
fn holds(members: &Value, name: &str) -> bool {
    let members = members.to_string();
    members.contains(name) || members.contains("Pair")
}

fn registry() -> Value {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../../spec/registry.json"
    );
    let text = std::fs::read_to_string(path).expect("the specification stands in the repository");
    serde_json::from_str(&text).expect("the registry is JSON")
}

/// Puts a wrong value in the place of every value of its type, one after another, in every operation,
/// and counts the places.
fn everywhere(of: &'static str, wrong: &Value, judge: impl Fn(&Value, &str)) -> usize {
    let registry = registry();
    let mut session = Session::start();
    let mut places = 0;
    let claimed = session.claims();
    session.open_world("1");
    let operations = registry["operations"].as_object().expect("an object");
    for (method, operation) in operations {
        if !claimed.contains(&operation["feature"]) {
            continue;
        }
        for variant in 0..16 {
            for before in 0.. {
                let mut maker = Maker {
                    registry: &registry,
                    variant,
                    made: 0,
                    wrong: Some((of, wrong.clone())),
                    before,
                };
                let params = Value::Object(maker.members(&operation["params"], 0));
                if maker.wrong.is_some() {
                    break;
                }
                let answer = session.ask(method, &params);
                judge(&answer, &format!("{method} {params}"));
                places += 1;
            }
        }
    }
    session.finish();
    places
}

/// A rule about several values may be broken too, but no other rule about one. A command that breaks
/// one is an outcome (WORLD-7).
fn refused(error: &'static str) -> impl Fn(&Value, &str) {
    move |answer, asked| {
        let named = match OUTCOMES.iter().any(|verb| asked.starts_with(verb)) {
            true => &answer["result"]["value"]["refused"],
            false => &answer["error"]["data"]["error"],
        };
        assert_eq!(named, error, "{asked}");
    }
}

#[test]
fn types_with_a_rule() {
    for (of, wrong, error) in [
        ("present id", json!("0".repeat(64)), "ZeroId"),
        ("name", json!(""), "NameEmpty"),
        ("type tag", json!("7c"), "TypeTagHasSeparator"),
        ("free text", json!("\u{7f}"), "TextHasControl"),
        ("ratio", json!("half"), "RatioMalformed"),
        ("schema version", json!(2), "UnsupportedSchemaVersion"),
    ] {
        assert!(everywhere(of, &wrong, refused(error)) > 0, "{of}");
    }
}

#[test]
fn types_without_a_rule() {
    let accepted = |answer: &Value, asked: &str| {
        let error = &answer["error"]["data"]["error"];
        assert!(
            *error != "ZeroId" && answer["error"]["code"] != -32602,
            "{asked}: {error}"
        );
    };
    for of in ["id", "bytes32"] {
        assert!(everywhere(of, &json!("0".repeat(64)), accepted) > 0, "{of}");
    }
    assert!(everywhere("text", &json!(""), accepted) > 0);
}
