//! Ratios.

use std::fmt;

use strict_json::{Decode, Encode, Flaw, Json};

use crate::{Result, Rule};

const ONE: u16 = 10_000;

/// A ratio as it is written: a decimal fraction that stands for whole basis points (ENC-13, ENC-14).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ratio(String);

impl Ratio {
    /// A ratio as it is written. It is checked where its basis points are asked for.
    pub fn new(written: impl Into<String>) -> Self {
        Self(written.into())
    }

    /// The basis points, 0 to 10000.
    pub fn basis_points(&self) -> Result<u16> {
        let (whole, fraction) = match self.0.split_once('.') {
            Some((_, "")) => return Err(Rule::RatioMalformed),
            Some(parts) => parts,
            None => (self.0.as_str(), ""),
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
        Ok(one + points)
    }
}

/// The shortest way to write the ratio; one that is malformed as it is.
impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.basis_points() {
            Err(_) => f.write_str(&self.0),
            Ok(0) => f.write_str("0"),
            Ok(ONE) => f.write_str("1"),
            Ok(points) => {
                let digits = format!("{points:04}");
                write!(f, "0.{}", digits.trim_end_matches('0'))
            }
        }
    }
}

impl Decode for Ratio {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        String::decode(json).map(Self)
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
            assert_eq!(Ratio::new(written).basis_points(), Ok(points), "{written}");
            assert_eq!(Ratio::new(written).to_string(), shortest);
        }
        for written in [
            "", ".", ".5", "1.", "0.5.5", "-0", "+1", "1e0", " 1", "0,5", "٠", "NaN",
        ] {
            assert_eq!(
                Ratio::new(written).basis_points(),
                Err(Rule::RatioMalformed),
                "{written}"
            );
        }
        for written in ["1.0001", "2", "10", "1.00001", "99999999999999999999999"] {
            assert_eq!(
                Ratio::new(written).basis_points(),
                Err(Rule::RatioOutOfRange),
                "{written}"
            );
        }
        assert_eq!(
            Ratio::new("0.55001").basis_points(),
            Err(Rule::RatioTooFine)
        );
    }
}
