//! Standard input and output.

use std::{
    io::{self, BufReader, Read, Write},
    thread,
};

use crate::{
    Adapter, Refusal,
    adapter::refuse,
    lines::{Line, read_line},
};

/// How much is read at once.
const INPUT: usize = 256 * 1024;

/// How much is kept back at most while further lines are waiting.
const OUTPUT: usize = 256 * 1024;

/// Room for values as deep as they are read, in unoptimised builds too.
const STACK: usize = 64 * 1024 * 1024;

impl Adapter {
    /// Answers line by line until the input ends (PROTO-4).
    ///
    /// Answers are written as soon as no further complete line is waiting.
    pub fn serve(&self, input: impl Read, mut output: impl Write) -> io::Result<()> {
        let mut input = BufReader::with_capacity(INPUT, input);
        let (mut line, mut answers) = (Vec::new(), Vec::new());
        loop {
            match read_line(&mut input, &mut line)? {
                Line::Whole => self.answer(&line, &mut answers),
                Line::TooLong => refuse(None, &Refusal::NotJson, &mut answers),
                Line::End => break,
            }
            if answers.len() >= OUTPUT || !input.buffer().contains(&b'\n') {
                output.write_all(&answers)?;
                output.flush()?;
                answers.clear();
                answers.shrink_to(2 * OUTPUT);
                line.shrink_to(INPUT);
            }
        }
        output.write_all(&answers)?;
        output.flush()
    }

    /// Serves standard input and output, on a stack that is deep enough.
    pub fn serve_stdio(self) -> io::Result<()> {
        thread::Builder::new()
            .stack_size(STACK)
            .spawn(move || self.serve(io::stdin().lock(), io::stdout().lock()))?
            .join()
            .unwrap_or_else(|_| Err(io::Error::other("the adapter panicked")))
    }
}
