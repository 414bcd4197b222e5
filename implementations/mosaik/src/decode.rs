//! From JSON to what a typed language receives, by the rules PROTO-5 and PROTO-6.

use std::{collections::BTreeMap, fmt::Display, str::FromStr};

use mosaik::UniqueId;

use crate::{json::Json, rpc::Refusal};

pub type Decoded<T> = Result<T, Refusal>;

fn wrong<T>(message: impl Into<String>) -> Decoded<T> {
    Err(Refusal::InvalidParams(message.into()))
}

/// The members of an object, taken out by name; none may be left over.
pub struct Members(BTreeMap<String, Json>);

impl Members {
    pub fn of(value: Json) -> Decoded<Self> {
        match value {
            Json::Object(members) => Ok(Self(members)),
            _ => wrong("expected an object"),
        }
    }

    pub fn take<T>(&mut self, name: &str, decode: impl FnOnce(Json) -> Decoded<T>) -> Decoded<T> {
        match self.0.remove(name) {
            Some(value) => decode(value).map_err(|refusal| refusal.inside(name)),
            None => wrong(format!("missing member {name:?}")),
        }
    }

    pub fn finish(self) -> Decoded<()> {
        match self.0.into_keys().next() {
            None => Ok(()),
            Some(name) => wrong(format!("unknown member {name:?}")),
        }
    }
}

/// What the protocol calls data: mosaik converts text and bytes by different `From` impls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Data {
    Text(String),
    Bytes(Vec<u8>),
}

impl AsRef<[u8]> for Data {
    fn as_ref(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
        }
    }
}

pub fn data(value: Json) -> Decoded<Data> {
    let mut members = Members::of(value)?;
    let data = match members.0.contains_key("text") {
        true => Data::Text(members.take("text", text)?),
        false => Data::Bytes(members.take("bytes", bytes)?),
    };
    members.finish()?;
    Ok(data)
}

pub fn text(value: Json) -> Decoded<String> {
    match value {
        Json::Text(text) => Ok(text),
        _ => wrong("expected a string"),
    }
}

pub fn bytes(value: Json) -> Decoded<Vec<u8>> {
    let digits = text(value)?;
    let nibble = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
    let decoded: Option<Vec<u8>> =
        pairs.iter().map(|[high, low]| Some(nibble(*high)? << 4 | nibble(*low)?)).collect();
    match decoded {
        Some(bytes) if rest.is_empty() => Ok(bytes),
        _ => wrong("expected pairs of lower-case hexadecimal digits"),
    }
}

pub fn fixed<const N: usize>(value: Json) -> Decoded<[u8; N]> {
    let bytes = bytes(value)?;
    let length = bytes.len();
    bytes.try_into().or_else(|_| wrong(format!("expected {N} bytes, got {length}")))
}

pub fn bytes32(value: Json) -> Decoded<[u8; 32]> {
    fixed(value)
}

/// An id given verbatim: `from_bytes` is mosaik's one constructor that never hashes.
pub fn id(value: Json) -> Decoded<UniqueId> {
    bytes32(value).map(UniqueId::from_bytes)
}

pub fn list<T>(value: Json, decode: impl Fn(Json) -> Decoded<T>) -> Decoded<Vec<T>> {
    match value {
        Json::Array(items) => items.into_iter().map(decode).collect(),
        _ => wrong("expected an array"),
    }
}

pub fn option<T>(value: Json, decode: impl FnOnce(Json) -> Decoded<T>) -> Decoded<Option<T>> {
    match value {
        Json::Null => Ok(None),
        value => decode(value).map(Some),
    }
}

pub fn u32(value: Json) -> Decoded<u32> {
    match value {
        Json::Unsigned(number) => number.try_into().or_else(|_| wrong("integer outside its width")),
        _ => wrong("expected an integer"),
    }
}

/// An integer in a string. Writing it again must give the same text, which leaves the shortest form.
pub fn decimal<T: FromStr + Display>(value: Json) -> Decoded<T> {
    let digits = text(value)?;
    match digits.parse::<T>() {
        Ok(number) if number.to_string() == digits => Ok(number),
        _ => wrong("expected the shortest decimal of an integer within its width"),
    }
}

/// An enum whose variants carry nothing: `{"kind": "Name"}`.
pub fn kind<T>(value: Json, of: impl FnOnce(&str) -> Option<T>) -> Decoded<T> {
    let mut members = Members::of(value)?;
    let name = members.take("kind", text)?;
    members.finish()?;
    of(&name).map_or_else(|| wrong(format!("unknown kind {name:?}")), Ok)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> Json {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn decimals_have_one_form() {
        assert_eq!(decimal::<u64>(json(r#""0""#)).unwrap(), 0);
        assert_eq!(decimal::<i8>(json(r#""-128""#)).unwrap(), -128);
        assert_eq!(decimal::<u128>(json(&format!("\"{}\"", u128::MAX))).unwrap(), u128::MAX);
        for bad in ["\"01\"", "\"+1\"", "\"-0\"", "\"\"", "\" 1\"", "\"1.0\"", "\"256\"", "1", "true", "null"]
        {
            assert!(decimal::<u8>(json(bad)).is_err(), "{bad}");
        }
        assert!(decimal::<u8>(json("\"-1\"")).is_err());
        assert!(decimal::<i8>(json("\"128\"")).is_err());
    }

    #[test]
    fn hexadecimal_is_lower_case_and_whole() {
        assert_eq!(bytes(json("\"\"")).unwrap(), Vec::<u8>::new());
        assert_eq!(bytes(json("\"00af\"")).unwrap(), [0, 0xaf]);
        for bad in ["\"0\"", "\"AF\"", "\"0x00\"", "\"zz\"", "\"é\"", "0", "null"] {
            assert!(bytes(json(bad)).is_err(), "{bad}");
        }
        assert!(bytes32(json(&format!("\"{}\"", "00".repeat(31)))).is_err());
        assert!(bytes32(json(&format!("\"{}\"", "00".repeat(33)))).is_err());
    }

    #[test]
    fn data_is_text_or_bytes_and_never_both() {
        assert_eq!(data(json(r#"{"text":"é"}"#)).unwrap(), Data::Text("é".into()));
        assert_eq!(data(json(r#"{"bytes":"ff"}"#)).unwrap(), Data::Bytes(vec![0xff]));
        for bad in
            ["{}", "[]", "\"a\"", r#"{"text":"a","bytes":""}"#, r#"{"text":null}"#, r#"{"text":"a","x":1}"#]
        {
            assert!(data(json(bad)).is_err(), "{bad}");
        }
    }

    #[test]
    fn integers_are_not_coerced() {
        assert_eq!(u32(json("4294967295")).unwrap(), u32::MAX);
        for bad in ["4294967296", "-1", "1.0", "1e0", "true", "\"1\"", "null"] {
            assert!(u32(json(bad)).is_err(), "{bad}");
        }
    }
}
