//! The line loop: one request in, one answer out, until standard input ends.

use std::io::{self, BufRead, BufReader, Read, Write};

use crate::{
    rpc::{self, Request},
    service::Service,
};

/// The longest line read, without its end, as `describe` declares it.
pub const LINE: usize = 16 * 1024 * 1024;

pub fn serve(
    mut input: BufReader<impl Read>,
    mut output: impl Write,
    service: &mut Service,
) -> io::Result<()> {
    let mut line = Vec::new();
    while let Some(whole) = next_line(&mut input, &mut line)? {
        let answer = match whole {
            true => reply(&line, service),
            false => rpc::anonymous(-32700, "the line is longer than limits.line"),
        };
        output.write_all(answer.as_bytes())?;
        output.write_all(b"\n")?;
        // Requests already here are answered together; nothing waits for a line still on its way.
        if !input.buffer().contains(&b'\n') {
            output.flush()?;
        }
    }
    output.flush()
}

fn reply(line: &[u8], service: &mut Service) -> String {
    match Request::read(line) {
        Ok(request) => {
            let outcome = service.call(&request.method, request.params);
            rpc::answer(request.id, outcome)
        }
        Err(answer) => answer,
    }
}

/// The next line without its end: `None` at the end of input, `false` if it was over-long and dropped.
fn next_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<Option<bool>> {
    line.clear();
    input.by_ref().take(LINE as u64 + 1).read_until(b'\n', line)?;
    if line.is_empty() {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
        return Ok(Some(true));
    }
    if line.len() <= LINE {
        return Ok(Some(true)); // the last line, unended
    }
    line.clear();
    input.skip_until(b'\n')?;
    Ok(Some(false))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_at_the_limit_is_read_and_a_longer_one_dropped() {
        let mut text = vec![b'a'; LINE];
        text.push(b'\n');
        text.extend(vec![b'b'; LINE + 1]);
        text.extend(b"\nc");
        let (mut input, mut line) = (&text[..], Vec::new());
        assert_eq!(next_line(&mut input, &mut line).unwrap(), Some(true));
        assert_eq!(line.len(), LINE);
        assert_eq!(next_line(&mut input, &mut line).unwrap(), Some(false));
        assert_eq!(next_line(&mut input, &mut line).unwrap(), Some(true));
        assert_eq!(line, b"c");
        assert_eq!(next_line(&mut input, &mut line).unwrap(), None);
    }
}
