//! The table of operations.

use std::{
    collections::{BTreeSet, HashMap},
    panic::{AssertUnwindSafe, catch_unwind},
};

use strict_json::Json;

use crate::{
    Answer, MAX_LINE, Refusal,
    describe::describe,
    request::{Request, id},
};

type Operation = Box<dyn Fn(&Json<'_>) -> Result<Answer, Refusal> + Send>;

/// An adapter: who it is, what it claims, and what it answers.
pub struct Adapter {
    pub(crate) name: &'static str,
    pub(crate) version: &'static str,
    pub(crate) spec_version: &'static str,
    pub(crate) features: BTreeSet<&'static str>,
    operations: HashMap<&'static str, Operation>,
}

impl Adapter {
    /// An adapter that claims nothing yet.
    pub fn new(name: &'static str, version: &'static str, spec_version: &'static str) -> Self {
        Self {
            name,
            version,
            spec_version,
            features: BTreeSet::new(),
            operations: HashMap::new(),
        }
    }

    /// Claims features of the registry, in whatever order (PROTO-8, PROTO-9).
    pub fn claim(&mut self, features: &[&'static str]) {
        self.features.extend(features);
    }

    /// Answers a method by a function of its parameters. [`operations!`](crate::operations) is
    /// shorter.
    pub fn on(
        &mut self,
        method: &'static str,
        operation: impl Fn(&Json<'_>) -> Result<Answer, Refusal> + Send + 'static,
    ) {
        self.operations.insert(method, Box::new(operation));
    }

    /// The methods in the table, `describe` apart.
    pub fn methods(&self) -> impl Iterator<Item = &'static str> {
        self.operations.keys().copied()
    }

    /// Writes the answer to one line, with its `\n`, after `out` (PROTO-2).
    pub fn answer(&self, line: &[u8], out: &mut Vec<u8>) {
        let Ok(line) = std::str::from_utf8(line) else {
            return refuse(None, &Refusal::NotJson, out);
        };
        let Ok(message) = Json::parse(line).or_else(|_| Json::parse_shallow(line)) else {
            return refuse(None, &Refusal::NotJson, out);
        };
        let id = id(&message);
        let start = out.len();
        open(id, out);
        out.extend_from_slice(b"\"result\":");
        match self.result(&message, out) {
            Ok(()) => out.extend_from_slice(b"}\n"),
            Err(refusal) => {
                out.truncate(start);
                refuse(id, &refusal, out);
            }
        }
    }

    fn result(&self, message: &Json<'_>, out: &mut Vec<u8>) -> Result<(), Refusal> {
        let Request { method, params } = Request::of(message)?;
        if method == "describe" {
            return describe(self, params?, out);
        }
        let operation = self.operations.get(method).ok_or(Refusal::UnknownMethod)?;
        let params = params?;
        let answer = catch_unwind(AssertUnwindSafe(|| operation(params)))
            .map_err(|_| Refusal::Internal("the operation panicked"))??;
        within_a_line(answer)?.write(out);
        Ok(())
    }
}

/// No line is longer than the longest; a preimage that would make it so is left out (PROTO-3).
fn within_a_line(answer: Answer) -> Result<Answer, Refusal> {
    const ROOM: usize = MAX_LINE - 128;
    match answer.lengths() {
        (value, _) if value > ROOM => Err(Refusal::Internal("the value is longer than a line")),
        (value, preimage) if value + preimage > ROOM => Ok(answer.without_preimage()),
        _ => Ok(answer),
    }
}

/// Writes an answer that is an error.
pub(crate) fn refuse(id: Option<u64>, refusal: &Refusal, out: &mut Vec<u8>) {
    open(id, out);
    out.extend_from_slice(b"\"error\":");
    refusal.json().write(out);
    out.extend_from_slice(b"}\n");
}

fn open(id: Option<u64>, out: &mut Vec<u8>) {
    out.extend_from_slice(b"{\"jsonrpc\":\"2.0\",\"id\":");
    id.map_or(Json::Null, Json::Unsigned).write(out);
    out.push(b',');
}
