//! Ratios.

use std::fmt;

use strict_json::{Decode, Encode, Flaw, Json};

use crate::{Result, Rule};

const ONE: u16 = 10_000;

/// A ratio in basis points, 0 to 10000, written as a decimal fraction (ENC-13, ENC-14).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ratio(u16);

impl Ratio {
    /// Reads a decimal fraction that stands for whole basis points.
    pub fn new(written: &str) -> Result<Self> {
        let (whole, fraction) = match written.split_once('.') {
            Some((_, "")) => return Err(Rule::RatioMalformed),
            Some(parts) => parts,
            None => (written, ""),
        };
        let all_digits = |part: &str| part.bytes().all(|digit| digit.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
            return Err(Rule::RatioMalformed);
        }
        let fraction = fraction.trim_end_matches('0');
        let one = match (whole.trim_start_matches('0'), fraction) {
            ("", _) => 0,
            ("1", "") => ONE,
            _ => return Err(Rule::RatioOutOfRange),
        };
        if fraction.len() > 4 {
            return Err(Rule::RatioTooFine);
        }
        let digits = format!("{fraction:0<4}");
        let points: u16 = digits.parse().map_err(|_| Rule::RatioMalformed)?;
        Ok(Self(one + points))
    }

    /// The basis points.
    pub const fn basis_points(self) -> u16 {
        self.0
    }
}

/// The shortest way to write the ratio.
impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0 => f.write_str("0"),
            ONE => f.write_str("1"),
            points => {
                let digits = format!("{points:04}");
                write!(f, "0.{}", digits.trim_end_matches('0'))
            }
        }
    }
}

/// Any string is well-shaped, and one that is no ratio breaks a rule (PROTO-5).
impl Decode for Ratio {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        Ok(Self::new(&String::decode(json)?)?)
    }
}

/// Written in the shortest way, so that equal ratios are equal in canonical JSON (ID-29).
impl Encode for Ratio {
    fn encode(&self) -> Json<'_> {
        Json::text(self.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios() {
        for (written, points, shortest) in [
            ("0.55", 5500, "0.55"),
            ("00.5500", 5500, "0.55"),
            ("0", 0, "0"),
            ("0.0", 0, "0"),
            ("1", 10_000, "1"),
            ("001.000000", 10_000, "1"),
            ("0.0001", 1, "0.0001"),
            ("0.9999000", 9999, "0.9999"),
        ] {
            let ratio = Ratio::new(written).unwrap();
            assert_eq!(ratio.basis_points(), points, "{written}");
            assert_eq!(ratio.to_string(), shortest);
        }
        for written in [
            "", ".", ".5", "1.", "0.5.5", "-0", "+1", "1e0", " 1", "0,5", "٠", "NaN",
        ] {
            assert_eq!(Ratio::new(written), Err(Rule::RatioMalformed), "{written}");
        }
        for written in ["1.0001", "2", "10", "1.00001", "99999999999999999999999"] {
            assert_eq!(Ratio::new(written), Err(Rule::RatioOutOfRange), "{written}");
        }
        assert_eq!(Ratio::new("0.55001"), Err(Rule::RatioTooFine));
    }
}
