//! One message, taken apart.

use strict_json::{Flaw, Json};

use crate::Refusal;

/// The least integer that is no id (PROTO-2).
const ID_END: u64 = 1 << 53;

/// A message that names its method.
pub(crate) struct Request<'j, 'a> {
    pub(crate) method: &'j str,
    pub(crate) params: Result<&'j Json<'a>, Refusal>,
}

/// The id of a message, if it has one (PROTO-2).
pub(crate) fn id(message: &Json<'_>) -> Option<u64> {
    let Json::Object(members) = message else {
        return None;
    };
    let mut ids = members.iter().filter(|(name, _)| name == "id");
    match (ids.next(), ids.next()) {
        (Some((_, Json::Unsigned(id))), None) if *id < ID_END => Some(*id),
        _ => None,
    }
}

impl<'j, 'a> Request<'j, 'a> {
    /// Takes a JSON-RPC 2.0 request apart, which has an id and no member beyond the four (PROTO-1, PROTO-7).
    pub(crate) fn of(message: &'j Json<'a>) -> Result<Self, Refusal> {
        let Json::Object(members) = message else {
            return Err(Refusal::NotARequest("a message is an object"));
        };
        let (mut version, mut method, mut params) = (None, None, None);
        for (name, value) in members {
            let slot = match name.as_ref() {
                "jsonrpc" => &mut version,
                "method" => &mut method,
                "params" => &mut params,
                "id" => continue,
                _ => return Err(Refusal::NotARequest("a request has no such member")),
            };
            if slot.replace(value).is_some() {
                return Err(Refusal::NotARequest("a member is repeated"));
            }
        }
        match version {
            Some(Json::Text(version)) if version == "2.0" => (),
            _ => return Err(Refusal::NotARequest("jsonrpc is \"2.0\"")),
        }
        let Some(Json::Text(method)) = method else {
            return Err(Refusal::NotARequest("method is a text"));
        };
        if id(message).is_none() {
            return Err(Refusal::NotARequest("id is an integer from 0 below 2^53"));
        }
        let missing = Flaw::Missing {
            record: "request",
            member: "params",
        };
        Ok(Self {
            method,
            params: params.ok_or_else(|| missing.into()),
        })
    }
}
