//! What Unicode 14.0 assigns, and what no name holds (ENC-8, ENC-9).

mod ranges;

/// First and last code point.
type Range = (u32, u32);

/// Whether Unicode 14.0 assigns the code point (ENC-8).
pub(crate) fn is_assigned(point: char) -> bool {
    holds(ranges::ASSIGNED, point)
}

/// Whether the general category is one that no name has (ENC-9).
pub(crate) fn is_forbidden(point: char) -> bool {
    holds(ranges::FORBIDDEN, point)
}

fn holds(ranges: &[Range], point: char) -> bool {
    let point = u32::from(point);
    let after = ranges.partition_point(|&(first, _)| first <= point);
    after > 0 && point <= ranges[after - 1].1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_of_a_range_belong_to_it() {
        assert!(is_assigned('\u{377}') && !is_assigned('\u{378}') && is_assigned('\u{37a}'));
        assert!(is_forbidden('\u{0}') && is_forbidden('\u{9f}') && !is_forbidden(' '));
        assert!(is_forbidden('\u{e000}') && is_forbidden('\u{10fffd}'));
        assert!(!is_assigned('\u{10ffff}'));
    }

    #[test]
    fn the_ranges_are_those_of_the_registry() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../../../spec/registry.json"
        );
        let Ok(text) = std::fs::read_to_string(path) else {
            let workspace = concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.lock");
            let packaged = !std::path::Path::new(workspace).exists();
            assert!(packaged, "the specification stands in the repository");
            return;
        };
        let registry: serde_json::Value =
            serde_json::from_str(&text).expect("the registry is JSON");
        for (name, ours) in [
            ("assigned", ranges::ASSIGNED),
            ("forbidden", ranges::FORBIDDEN),
        ] {
            let theirs: Vec<Range> = serde_json::from_value(registry["unicode"][name].clone())
                .expect("pairs of numbers");
            assert_eq!(ours, theirs, "{name}");
        }
    }
}
