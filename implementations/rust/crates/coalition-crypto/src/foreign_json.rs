//! JSON that others write, by RFC 8259 and within bounds (TICK-3, TDX-7).

use strict_json::Json;

/// How many objects and lists may stand inside one another.
pub(crate) const DEPTH: usize = 127;

/// Reads JSON whose objects and lists are not too far inside one another.
pub(crate) fn parse(text: &[u8]) -> Option<Json<'_>> {
    let json = Json::parse(std::str::from_utf8(text).ok()?).ok()?;
    fits(&json, DEPTH).then_some(json)
}

fn fits(json: &Json<'_>, depth: usize) -> bool {
    match json {
        Json::List(items) => depth > 0 && items.iter().all(|item| fits(item, depth - 1)),
        Json::Object(members) => {
            depth > 0 && members.iter().all(|(_, value)| fits(value, depth - 1))
        }
        Json::TooDeep => false,
        _ => true,
    }
}

/// Whether no object has a member twice.
pub(crate) fn is_distinct(json: &Json<'_>) -> bool {
    match json {
        Json::List(items) => items.iter().all(is_distinct),
        Json::Object(members) => {
            let mut names: Vec<_> = members.iter().map(|(name, _)| name).collect();
            names.sort_unstable();
            names.is_sorted_by(|one, next| one < next)
                && members.iter().all(|(_, value)| is_distinct(value))
        }
        _ => true,
    }
}
