//! JSON read without loss of strictness.
//!
//! serde's derived readers are too kind for this protocol: a struct may come as an array, a missing
//! option is an absent one, an enum may be a one-member object. So the text becomes this tree first,
//! which refuses a repeated member at any depth and keeps apart what the protocol keeps apart.

use std::collections::{BTreeMap, btree_map::Entry};

use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, SeqAccess, Visitor},
};

#[derive(Debug, Clone, PartialEq)]
pub enum Json {
    Null,
    Bool(bool),
    /// A number written without sign, fraction or exponent that fits in 64 bits.
    Unsigned(u64),
    /// Any other number; no parameter of this protocol is one.
    OtherNumber,
    Text(String),
    Array(Vec<Json>),
    Object(BTreeMap<String, Json>),
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TreeVisitor)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Json;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a JSON value without repeated members")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Unsigned(value))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Json, E> {
        Ok(Json::OtherNumber)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Json, E> {
        Ok(Json::OtherNumber)
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Json, E> {
        Ok(Json::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Json, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Json::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        let mut members = BTreeMap::new();
        while let Some(name) = map.next_key::<String>()? {
            match members.entry(name) {
                Entry::Vacant(place) => place.insert(map.next_value()?),
                Entry::Occupied(seen) => {
                    return Err(A::Error::custom(format!("repeated member {:?}", seen.key())));
                }
            };
        }
        Ok(Json::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Json, serde_json::Error> {
        serde_json::from_str(text)
    }

    #[test]
    fn a_repeated_member_is_refused_at_any_depth() {
        assert!(read(r#"{"a":1,"a":1}"#).is_err());
        assert!(read(r#"[{"a":{"b":null,"b":null}}]"#).is_err());
        assert!(read(r#"{"a":1,"\u0061":1}"#).is_err());
    }

    #[test]
    fn only_plain_integers_are_unsigned() {
        assert_eq!(read("10").unwrap(), Json::Unsigned(10));
        for other in ["1.0", "1e1", "-1", "-0", "18446744073709551616"] {
            assert_eq!(read(other).unwrap(), Json::OtherNumber, "{other}");
        }
    }
}
