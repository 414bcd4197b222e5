//! Lines of bounded length.

use std::io::{self, BufRead, Read};

/// The longest line that is read or written, without its `\n` (PROTO-3).
pub const MAX_LINE: usize = 16 * 1024 * 1024;

/// What was read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// A line, or what stood after the last one.
    Whole,
    /// A line longer than the longest. It is skipped to its end.
    TooLong,
    /// The end of the input (PROTO-4).
    End,
}

/// Reads one line into `line`, without its `\n`.
pub(crate) fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<Line> {
    const ROOM: u64 = MAX_LINE as u64 + 1;
    line.clear();
    if input.by_ref().take(ROOM).read_until(b'\n', line)? == 0 {
        return Ok(Line::End);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    } else if line.len() > MAX_LINE {
        input.skip_until(b'\n')?;
        return Ok(Line::TooLong);
    }
    Ok(Line::Whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_whole_or_too_long() {
        let longest = vec![b'x'; MAX_LINE];
        let input = [b"a\n\n", longest.as_slice(), b"\n", &longest, b"x\nb"].concat();
        let (mut input, mut line) = (input.as_slice(), vec![]);
        for (expected, length) in [
            (Line::Whole, 1),
            (Line::Whole, 0),
            (Line::Whole, MAX_LINE),
            (Line::TooLong, MAX_LINE + 1),
            (Line::Whole, 1),
            (Line::End, 0),
        ] {
            assert_eq!(read_line(&mut input, &mut line).unwrap(), expected);
            assert_eq!(line.len(), length);
        }
    }
}
