//! JSON-RPC 2.0 envelopes, one line each.

use std::{collections::BTreeMap, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, Visitor},
};
use serde_json::{json, value::RawValue};

use crate::json::Json;

/// Why a request has no result.
#[derive(Debug)]
pub enum Refusal {
    UnknownMethod(String),
    InvalidParams(String),
    /// The adapter cannot answer, though the request is well formed.
    Internal(String),
}

impl Refusal {
    /// Names the member in which an ill-shaped parameter was found.
    pub fn inside(self, member: &str) -> Self {
        match self {
            Self::InvalidParams(message) => Self::InvalidParams(format!("{member}: {message}")),
            other => other,
        }
    }

    const fn code(&self) -> i32 {
        match self {
            Self::UnknownMethod(_) => -32601,
            Self::InvalidParams(_) => -32602,
            Self::Internal(_) => -32603,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::UnknownMethod(message) | Self::InvalidParams(message) | Self::Internal(message)) = self;
        f.write_str(message)
    }
}

pub struct Request<'a> {
    pub id: u64,
    pub method: String,
    /// Still text: a repeated member inside has to be answered with the request's id.
    pub params: &'a RawValue,
}

impl<'a> Request<'a> {
    /// An `Err` is the whole answer, without an id since none could be trusted.
    pub fn read(line: &'a [u8]) -> Result<Self, String> {
        let envelope: Envelope = serde_json::from_slice(line)
            .map_err(|error| anonymous(-32700, &format!("not a request: {error}")))?;
        envelope
            .into_request()
            .ok_or_else(|| anonymous(-32600, "not a JSON-RPC 2.0 request of this protocol"))
    }
}

struct Envelope<'a>(BTreeMap<String, &'a RawValue>);

impl<'a> Envelope<'a> {
    fn into_request(mut self) -> Option<Request<'a>> {
        let version: String = self.scalar("jsonrpc")?;
        let id: u64 = self.scalar("id")?;
        let method: String = self.scalar("method")?;
        let params = self.0.remove("params").unwrap_or(RawValue::NULL);
        let fits = version == "2.0" && id < 1 << 53 && self.0.is_empty();
        fits.then_some(Request { id, method, params })
    }

    fn scalar<T: for<'de> Deserialize<'de>>(&mut self, name: &str) -> Option<T> {
        serde_json::from_str(self.0.remove(name)?.get()).ok()
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Envelope<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MemberVisitor;

        impl<'de> Visitor<'de> for MemberVisitor {
            type Value = BTreeMap<String, &'de RawValue>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = BTreeMap::new();
                while let Some((name, value)) = map.next_entry::<String, _>()? {
                    if members.insert(name, value).is_some() {
                        return Err(A::Error::custom("repeated member"));
                    }
                }
                Ok(members)
            }
        }

        deserializer.deserialize_map(MemberVisitor).map(Self)
    }
}

/// The tree of a request's parameters; what is malformed only here is still answerable.
pub fn params(raw: &RawValue) -> Result<Json, Refusal> {
    serde_json::from_str(raw.get()).map_err(|error| Refusal::InvalidParams(error.to_string()))
}

pub fn answer(id: u64, outcome: Result<serde_json::Value, Refusal>) -> String {
    match outcome {
        Ok(result) => json!({"jsonrpc": "2.0", "id": id, "result": result}),
        Err(refusal) => {
            json!({"jsonrpc": "2.0", "id": id, "error": {"code": refusal.code(), "message": refusal.to_string()}})
        }
    }
    .to_string()
}

pub fn anonymous(code: i32, message: &str) -> String {
    json!({"jsonrpc": "2.0", "id": null, "error": {"code": code, "message": message}}).to_string()
}
