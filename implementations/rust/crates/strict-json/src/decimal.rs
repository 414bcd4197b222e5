//! Integers as strings.

use crate::{Decode, Flaw, Json};

/// An integer written as the shortest decimal: no sign but `-`, no leading zero, no `-0`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    /// Whether the integer is below 0.
    negative: bool,
    magnitude: u128,
}

impl Decimal {
    /// Reads the digits, as far as 128 bits and a sign hold them.
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text),
        };
        if !digits.bytes().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        if digits.starts_with('0') && (negative || digits.len() > 1) {
            return None;
        }
        let magnitude = digits.parse().ok()?;
        Some(Self {
            negative,
            magnitude,
        })
    }
}

impl Decode for Decimal {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        match json {
            Json::Text(text) => Self::parse(text),
            _ => None,
        }
        .ok_or(Flaw::NotOfType(
            "the shortest decimal of an integer, as a string",
        ))
    }
}

/// The integer does not fit the type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutsideWidth;

macro_rules! unsigned {
    ($($type:ty)*) => {$(
        impl TryFrom<Decimal> for $type {
            type Error = OutsideWidth;

            fn try_from(decimal: Decimal) -> Result<Self, OutsideWidth> {
                match decimal.negative {
                    true => Err(OutsideWidth),
                    false => Self::try_from(decimal.magnitude).map_err(|_| OutsideWidth),
                }
            }
        }
    )*};
}

macro_rules! signed {
    ($($type:ty)*) => {$(
        impl TryFrom<Decimal> for $type {
            type Error = OutsideWidth;

            fn try_from(decimal: Decimal) -> Result<Self, OutsideWidth> {
                let value = match decimal.negative {
                    true => 0i128.checked_sub_unsigned(decimal.magnitude),
                    false => 0i128.checked_add_unsigned(decimal.magnitude),
                };
                value.and_then(|value| Self::try_from(value).ok()).ok_or(OutsideWidth)
            }
        }
    )*};
}

unsigned!(u8 u16 u32 u64 u128);
signed!(i8 i16 i32 i64 i128);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_shortest_form_is_read() {
        for text in [
            "0",
            "1",
            "-1",
            "10",
            "340282366920938463463374607431768211455",
        ] {
            assert!(Decimal::parse(text).is_some(), "{text}");
        }
        for text in [
            "",
            "-",
            "+1",
            "01",
            "-0",
            "-01",
            "00",
            " 1",
            "1 ",
            "1.0",
            "1e3",
            "0x1",
            "१",
            "340282366920938463463374607431768211456",
        ] {
            assert!(Decimal::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn widths_end_where_they_end() {
        let parse = |text: &str| Decimal::parse(text).unwrap();
        assert_eq!(i8::try_from(parse("-128")), Ok(-128));
        assert_eq!(i8::try_from(parse("-129")), Err(OutsideWidth));
        assert_eq!(u8::try_from(parse("255")), Ok(255));
        assert_eq!(u8::try_from(parse("256")), Err(OutsideWidth));
        assert_eq!(u8::try_from(parse("-1")), Err(OutsideWidth));
        assert_eq!(i128::try_from(parse(&i128::MIN.to_string())), Ok(i128::MIN));
        assert_eq!(i128::try_from(parse(&i128::MAX.to_string())), Ok(i128::MAX));
        assert_eq!(
            i128::try_from(parse("170141183460469231731687303715884105728")),
            Err(OutsideWidth)
        );
    }
}
