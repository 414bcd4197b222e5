//! Stretches of time.

use strict_json::record;

/// The instants from `start` until before `end`, or from `start` on (COND-6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The first instant.
    pub start: u64,
    /// The first instant after it, if it ends.
    pub end: Option<u64>,
}

record!(Stretch { start, end });

impl Stretch {
    /// All instants there are.
    pub(super) const ALWAYS: Self = Self {
        start: 0,
        end: None,
    };

    /// The longest stretches that these make up, of which neither starts nor ends go back.
    pub(super) fn joined(pieces: impl IntoIterator<Item = Self>) -> Vec<Self> {
        let mut joined: Vec<Self> = Vec::new();
        for piece in pieces.into_iter().filter(|piece| !piece.is_empty()) {
            match joined.last_mut() {
                Some(last) if last.end.is_none_or(|end| end >= piece.start) => last.end = piece.end,
                _ => joined.push(piece),
            }
        }
        joined
    }

    fn is_empty(&self) -> bool {
        self.end.is_some_and(|end| end <= self.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_touches_is_one() {
        let pieces = [(1, 3), (3, 4), (4, 4), (5, 8), (6, 9)];
        let pieces = pieces.map(|(start, end)| Stretch {
            start,
            end: Some(end),
        });
        let endless = Stretch {
            start: 7,
            end: None,
        };
        let stretch = |start, end| Stretch { start, end };
        assert_eq!(
            Stretch::joined(pieces),
            [stretch(1, Some(4)), stretch(5, Some(9))]
        );
        assert_eq!(
            Stretch::joined(pieces.into_iter().chain([endless])),
            [stretch(1, Some(4)), stretch(5, None)]
        );
        assert_eq!(Stretch::joined([]), []);
    }
}
