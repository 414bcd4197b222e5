//! Worlds, asked of the program.

mod session;

use serde_json::{Value, json};
use session::Session;

/// The lives that chapters tell, each with its chapter.
const LIVES: &[(&str, &str)] = &[
    ("worlds", "world/almanac/life"),
    ("faults", "world/faults/majority"),
    ("compute", "world/compute/life"),
    ("chronicle", "world/chronicle/life"),
    ("atlas", "world/atlas/life"),
    ("retirement-chains", "world/retirement-chains/rotated"),
    ("rotations", "world/rotations/hard-cutover"),
    ("composites", "world/composites/two-events"),
    #[cfg(feature = "crypto")]
    ("bonds", "world/bonds/life"),
    #[cfg(feature = "crypto")]
    ("randomness", "world/randomness/life"),
];

/// The steps of a life that a chapter tells: a verb, its parameters without the world, its answer.
fn told(chapter: &str, name: &str) -> Vec<(String, Value, Value)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../../spec");
    let chapter = std::fs::read_to_string(format!("{folder}/{chapter}.md"));
    let chapter = chapter.expect("the chapter stands in the repository");
    let (_, life) = chapter
        .split_once(&format!("<!-- example {name} -->"))
        .expect("the chapter tells a life");
    let (life, _) = life.split_once("<!-- end of example -->").expect("an end");
    let mut blocks = life.split("```");
    let mut steps = Vec::new();
    while let (Some(words), Some(block)) = (blocks.next(), blocks.next()) {
        let verb = words.split('`').rev().nth(1).expect("a verb");
        let mut lines = block.lines().skip(1).map(|line| {
            serde_json::from_str::<Value>(line).expect("parameters, and the result below them")
        });
        let mut next = || lines.next().expect("two lines");
        steps.push((verb.to_owned(), next(), next()["value"].take()));
    }
    steps
}

/// The life of an Almanac.
fn life() -> Vec<(String, Value, Value)> {
    let (chapter, name) = LIVES[0];
    told(chapter, name)
}

fn in_world(name: &str, mut params: Value) -> Value {
    params["world"] = json!(name);
    params
}

#[test]
fn the_lives_in_the_chapters() {
    let mut session = Session::start();
    for &(chapter, name) in LIVES {
        let steps = told(chapter, name);
        assert!(steps.len() > 10, "{name}");
        for (number, (verb, params, expected)) in steps.into_iter().enumerate() {
            let answer = session.value(&verb, &in_world("5", params));
            assert_eq!(answer, expected, "{name}, step {}: {verb}", number + 1);
        }
    }
    session.finish();
}

/// Two worlds go through one life, step by step in turn, and answer the same (WORLD-15, PROTO-17).
#[test]
fn two_lives_at_a_time() {
    let mut session = Session::start();
    for (verb, params, expected) in life() {
        for world in ["0", "18446744073709551615"] {
            let answer = session.value(&verb, &in_world(world, params.clone()));
            assert_eq!(answer, expected, "{verb}");
        }
    }
    session.finish();
}

#[test]
fn two_ways_to_say_no() {
    let steps = life();
    let find = |verb: &str| {
        let step = steps.iter().find(|(each, ..)| each == verb);
        step.expect("the life has every verb").1.clone()
    };
    let mut session = Session::start();
    session.value("world.open", &in_world("1", find("world.open")));
    let mut component = find("world.deploy");
    let Value::Object(cadence) = &mut component["component"]["content"] else {
        panic!("a content is an object")
    };
    cadence.insert("cadence_ms".into(), json!("0"));
    let refused = session.value("world.deploy", &in_world("1", component));
    assert_eq!(refused, json!({"refused": "CadenceZero"}));

    let mut component = find("world.deploy");
    let lattices = component["component"]["coalition"]["lattices"].as_array_mut();
    let lattices = lattices.expect("a list");
    let almost = lattices[0].as_str().expect("an id")[..62].to_owned() + "00";
    lattices.push(json!(almost));
    let error = session.error("world.deploy", &in_world("1", component));
    assert_eq!(error, "MemberPrefixCollision");

    let deployed = session.value("world.deploy", &in_world("1", find("world.deploy")));
    assert_eq!(deployed.get("refused"), None);
    let mut submit = find("world.submit");
    let observed_at = submit["command"]["observed_at"].as_array_mut();
    let observed_at = observed_at.expect("a list");
    observed_at.push(observed_at[0].clone());
    let refused = session.value("world.submit", &in_world("1", submit));
    assert_eq!(refused, json!({"refused": "DuplicateKey"}));

    let mut submit = find("world.submit");
    submit["command"]["observed_at"] = json!([{"member": "00", "at": "1"}]);
    let answer = session.ask("world.submit", &in_world("1", submit));
    assert_eq!(answer["error"]["code"], -32602);

    let accepted = session.value("world.submit", &in_world("1", find("world.submit")));
    assert_eq!(accepted.get("refused"), None);
    let submit = find("world.submit");
    let refused = session.value("world.submit", &in_world("2", submit));
    assert_eq!(refused, json!({"refused": "UnknownWorld"}));
    session.finish();
}

/// ROT-3, ROT-6: what is no name and what is no set is told whatever the page says.
#[test]
fn what_breaks_a_rule_of_its_values_comes_before_the_page() {
    let (chapter, name) = ("rotations", "world/rotations/hard-cutover");
    let mut session = Session::start();
    let mut connects = Vec::new();
    for (verb, params, expected) in told(chapter, name) {
        if verb == "world.close" {
            break;
        }
        let params = in_world("1", params);
        assert_eq!(session.value(&verb, &params), expected);
        if verb == "world.connect" {
            connects.push(params);
        }
    }
    let unlisted = json!({"kind": "Organism", "instance_name": "another"});
    let unnamed = json!({"kind": "Organism", "instance_name": ""});
    let mut told = |document: Option<&str>, handle: &Value, admits: Value| {
        let mut params = connects[0].clone();
        if let Some(document) = document {
            params["document"] = json!(document);
        }
        params["handle"] = handle.clone();
        params["admits"] = admits;
        session.value("world.connect", &params)["refused"].take()
    };
    let nobody = || json!([]);
    assert_eq!(told(None, &unlisted, Value::Null), "NoSuchHandle");
    assert_eq!(told(None, &unlisted, nobody()), "EmptySet");
    assert_eq!(told(Some("{"), &unlisted, Value::Null), "DocumentMalformed");
    assert_eq!(told(Some("{"), &unlisted, nobody()), "EmptySet");
    assert_eq!(told(Some("{"), &unnamed, Value::Null), "NameEmpty");
    session.finish();
}
