//! The fastest thing to talk to over lines, so that what is measured is the other side.
//!
//! `echo` gives every line back. `echo rpc` answers each JSON-RPC request with the text of its first parameter as the
//! value, and `describe` with a fixed claim. Requests are those of the benchmark: compact, without escapes.

use std::io::{self, Read, Write};

fn main() -> io::Result<()> {
    let rpc = std::env::args().nth(1).as_deref() == Some("rpc");
    let (mut input, mut output) = (io::stdin().lock(), io::stdout().lock());
    let mut buffer = vec![0_u8; 1 << 18];
    let mut rest: Vec<u8> = Vec::new();
    let mut answers: Vec<u8> = Vec::new();
    loop {
        let count = input.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        rest.extend_from_slice(&buffer[..count]);
        let mut start = 0;
        while let Some(length) = rest[start..].iter().position(|&byte| byte == b'\n') {
            let line = &rest[start..start + length];
            if rpc {
                answer(line, &mut answers);
            } else {
                answers.extend_from_slice(line);
            }
            answers.push(b'\n');
            start += length + 1;
        }
        rest.drain(..start);
        output.write_all(&answers)?;
        output.flush()?;
        answers.clear();
    }
}

/// Appends the answer to one request.
fn answer(line: &[u8], answers: &mut Vec<u8>) {
    let id = between(line, b"\"id\":", b',');
    answers.extend_from_slice(b"{\"jsonrpc\":\"2.0\",\"id\":");
    answers.extend_from_slice(id);
    if between(line, b"\"method\":\"", b'"') == b"describe" {
        answers.extend_from_slice(
            b",\"result\":{\"name\":\"echo\",\"version\":\"0.1.0\",\"language\":\"rust\",\"protocol_version\":1,\
              \"spec_version\":\"0.1\",\"features\":[\"echo\"],\
              \"limits\":{\"window\":64,\"line\":1048576,\"deadline_ms\":10000}}}",
        );
        return;
    }
    answers.extend_from_slice(b",\"result\":{\"value\":\"");
    answers.extend_from_slice(between(line, b"\"text\":\"", b'"'));
    answers.extend_from_slice(b"\"}}");
}

/// What stands after `mark`, up to `end`; empty where the mark is missing.
fn between<'a>(line: &'a [u8], mark: &[u8], end: u8) -> &'a [u8] {
    let Some(at) = line.windows(mark.len()).position(|window| window == mark) else {
        return &[];
    };
    let tail = &line[at + mark.len()..];
    let length = tail.iter().position(|&byte| byte == end).unwrap_or(tail.len());
    &tail[..length]
}
