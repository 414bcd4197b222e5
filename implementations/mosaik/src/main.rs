use std::io::{self, BufReader, BufWriter};

use coalition_mosaik::{service::Service, stdio};

fn main() -> io::Result<()> {
    let input = BufReader::with_capacity(1 << 16, io::stdin().lock());
    let output = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    stdio::serve(input, output, &mut Service::default())
}
