//! The examples in the text, as what tests ask.

use strict_json::{Decode, Json};

/// The parameters of an example.
pub(crate) fn example<T: Decode>(chapter: &str, case: &str) -> T {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../../spec");
    let text = std::fs::read_to_string(format!("{folder}/{chapter}.md"));
    let text = text.expect("the specification stands in the repository");
    let (_, example) = text
        .split_once(&format!("<!-- example {case} -->"))
        .expect("the chapter has the example");
    let (_, params) = example.split_once("```json\n").expect("parameters");
    let (params, _) = params.split_once("\n```").expect("their end");
    let params = Json::parse(params).expect("parameters are JSON");
    T::decode(&params).expect("they are of their type")
}
