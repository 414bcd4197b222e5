//! Lower-case hexadecimal digits, two a byte.

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// Writes the digits of `bytes` after `out`.
pub fn encode_into(bytes: &[u8], out: &mut Vec<u8>) {
    out.reserve(bytes.len() * 2);
    for byte in bytes {
        let digit = |nibble: u8| DIGITS[usize::from(nibble)];
        out.extend_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
    }
}

/// The digits of `bytes`.
pub fn encode(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble)]);
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        out.push(digit(byte >> 4));
        out.push(digit(byte & 15));
    }
    out
}

/// The bytes that `digits` stand for; `None` for an odd number, another digit or an upper-case one.
pub fn decode(digits: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    pairs.iter().map(|pair| byte(*pair)).collect()
}

/// Exactly `N` bytes.
pub fn decode_array<const N: usize>(digits: &str) -> Option<[u8; N]> {
    let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
    if pairs.len() != N || !rest.is_empty() {
        return None;
    }
    let mut bytes = [0; N];
    for (slot, pair) in bytes.iter_mut().zip(pairs) {
        *slot = byte(*pair)?;
    }
    Some(bytes)
}

fn byte([high, low]: [u8; 2]) -> Option<u8> {
    Some(nibble(high)? << 4 | nibble(low)?)
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let bytes: Vec<u8> = (0..=255).collect();
        assert_eq!(decode(&encode(&bytes)), Some(bytes));
        assert_eq!(decode(""), Some(vec![]));
    }

    #[test]
    fn nothing_else_is_read() {
        for digits in ["0", "0G", "AB", "0x", " 0", "é"] {
            assert_eq!(decode(digits), None, "{digits}");
        }
        assert_eq!(decode_array::<2>("00"), None);
        assert_eq!(decode_array::<1>("0000"), None);
        assert_eq!(decode_array::<1>("000"), None);
    }
}
