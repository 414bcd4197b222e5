//! A session with the program.
#![allow(dead_code, reason = "no test asks everything")]

use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use serde_json::{Value, json};

/// The program, and both ends of the pipes to it.
pub(crate) struct Session {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Session {
    pub(crate) fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_coalition-stdio"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().expect("a pipe"));
        Self {
            child,
            input,
            output,
        }
    }

    pub(crate) fn send(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("the session is open");
        input.write_all(bytes).expect("the program reads");
    }

    pub(crate) fn receive(&mut self) -> Value {
        let mut line = String::new();
        self.output
            .read_line(&mut line)
            .expect("the program answers");
        serde_json::from_str(&line).expect("an answer is JSON")
    }

    pub(crate) fn ask(&mut self, method: &str, params: &Value) -> Value {
        let request = json!({"jsonrpc": "2.0", "id": 5, "method": method, "params": params});
        self.send(format!("{request}\n").as_bytes());
        let answer = self.receive();
        assert_eq!(answer["id"], 5);
        answer
    }

    /// The features that the program claims.
    pub(crate) fn claims(&mut self) -> Vec<Value> {
        let harness = json!({"name": "types", "version": "0"});
        let offer = json!({"protocol_versions": [1], "spec_versions": ["0.1"], "harness": harness});
        let answer = self.ask("describe", &offer);
        let features = answer["result"]["features"].as_array();
        features.expect("a list").clone()
    }

    pub(crate) fn value(&mut self, method: &str, params: &Value) -> Value {
        let answer = self.ask(method, params);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"]["value"].clone()
    }

    pub(crate) fn error(&mut self, method: &str, params: &Value) -> String {
        let answer = self.ask(method, params);
        let name = answer["error"]["data"]["error"].as_str();
        name.unwrap_or_else(|| panic!("{method}: {answer}"))
            .to_owned()
    }

    /// Opens the world of this name.
    pub(crate) fn open_world(&mut self, name: &str) {
        let params = json!({"world": name, "seed": "07".repeat(32), "now": "0"});
        assert_eq!(self.value("world.open", &params), json!({"now": "0"}));
    }

    pub(crate) fn finish(mut self) {
        drop(self.input.take());
        assert!(self.child.wait().expect("the program ends").success());
    }
}
