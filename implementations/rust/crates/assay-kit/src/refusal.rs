//! The kinds of no.

use std::borrow::Cow;

use strict_json::{Broken, Flaw, Json};

/// How much of a message is kept, for it may quote a member as long as a line.
const MAX_MESSAGE: usize = 200;

/// Why a message has no result (PROTO-6, PROTO-7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A line that is not JSON: `-32700`.
    NotJson,
    /// JSON that is no request: `-32600`.
    NotARequest(&'static str),
    /// A method that is not in the table: `-32601`.
    UnknownMethod,
    /// Parameters that a typed language could not receive: `-32602` (PROTO-6).
    IllShaped(Cow<'static, str>),
    /// A failure inside the adapter: `-32603`.
    Internal(&'static str),
    /// A rule that well-shaped parameters break: `-32000` (PROTO-7).
    Rule(Broken),
}

impl From<Flaw> for Refusal {
    fn from(flaw: Flaw) -> Self {
        if let Flaw::Broken(broken) = flaw {
            return Self::Rule(broken);
        }
        let message: String = flaw.to_string().chars().take(MAX_MESSAGE).collect();
        Self::IllShaped(message.into())
    }
}

impl From<Broken> for Refusal {
    fn from(broken: Broken) -> Self {
        Self::Rule(broken)
    }
}

impl Refusal {
    /// The member `error` of the answer.
    pub(crate) fn json(&self) -> Json<'_> {
        let (code, message) = match self {
            Self::NotJson => (-32700, "parse error"),
            Self::NotARequest(why) => (-32600, *why),
            Self::UnknownMethod => (-32601, "unknown method"),
            Self::IllShaped(why) => (-32602, why.as_ref()),
            Self::Internal(why) => (-32603, *why),
            Self::Rule(broken) => (-32000, broken.error),
        };
        let mut members = vec![
            ("code".into(), Json::Negative(code)),
            ("message".into(), Json::text(message)),
        ];
        if let Self::Rule(Broken { error, stage }) = self {
            let data = vec![
                ("error".into(), Json::text(*error)),
                ("stage".into(), Json::text(*stage)),
            ];
            members.push(("data".into(), Json::Object(data)));
        }
        Json::Object(members)
    }
}
