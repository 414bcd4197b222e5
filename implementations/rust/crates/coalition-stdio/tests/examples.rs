//! The examples in the text of the specification, asked of the program.

mod session;

use serde_json::Value;
use session::Session;

/// Operation, parameters and value of every example, in the order of a chapter.
fn examples(chapter: &str) -> Vec<(String, Value, String)> {
    let mut examples = Vec::new();
    for text in chapter.split("<!-- example ").skip(1) {
        let text = text
            .split("<!-- end of example -->")
            .next()
            .expect("an end");
        let operation = text
            .split_once("`, ")
            .and_then(|(_, rest)| rest.split_once(" of\n"));
        let params = text
            .split_once("```json\n")
            .and_then(|(_, rest)| rest.split_once("\n```"));
        let value = text
            .lines()
            .rev()
            .find_map(|line| line.strip_prefix("value "));
        let (Some((operation, _)), Some((params, _)), Some(value)) = (operation, params, value)
        else {
            continue;
        };
        let params = serde_json::from_str(params).expect("parameters are JSON");
        examples.push((operation.to_owned(), params, value.trim().to_owned()));
    }
    examples
}

#[test]
fn examples_of_the_text() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../../spec");
    let mut session = Session::start();
    let claimed = session.claims();
    let registry = std::fs::read_to_string(format!("{path}/registry.json"));
    let registry = registry.expect("the specification stands in the repository");
    let registry: Value = serde_json::from_str(&registry).expect("the registry is JSON");
    let mut asked = 0;
    for file in std::fs::read_dir(path).expect("a folder") {
        let file = file.expect("a file").path();
        if file.extension().is_none_or(|extension| extension != "md") {
            continue;
        }
        let chapter = std::fs::read_to_string(&file).expect("a text");
        for (operation, params, expected) in examples(&chapter) {
            let feature = &registry["operations"][&operation]["feature"];
            if !claimed.contains(feature) || operation.starts_with("world.") {
                continue;
            }
            let value = session.value(&operation, &params);
            let same = value.as_str() == Some(&expected)
                || serde_json::from_str(&expected).is_ok_and(|expected: Value| expected == value);
            assert!(same, "{operation} {params}: {value} is not {expected}");
            asked += 1;
        }
    }
    assert!(asked > 20, "{asked}");
    session.finish();
}
