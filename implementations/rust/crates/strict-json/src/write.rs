//! From tree to text.

use std::io::Write as _;

use crate::Json;

impl Json<'_> {
    /// Writes the text, without white space, after `out`.
    ///
    /// What was not kept ([`Json::OtherNumber`], [`Json::TooDeep`], [`Json::Unreadable`]) is written as `null`.
    pub fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Null | Self::OtherNumber | Self::TooDeep | Self::Unreadable => {
                out.extend_from_slice(b"null");
            }
            Self::Bool(true) => out.extend_from_slice(b"true"),
            Self::Bool(false) => out.extend_from_slice(b"false"),
            Self::Unsigned(value) => integer(value, out),
            Self::Negative(value) => integer(value, out),
            Self::Text(text) => string(text, out),
            Self::List(items) => {
                out.push(b'[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push(b',');
                    }
                    item.write(out);
                }
                out.push(b']');
            }
            Self::Object(members) => {
                out.push(b'{');
                for (index, (name, value)) in members.iter().enumerate() {
                    if index > 0 {
                        out.push(b',');
                    }
                    string(name, out);
                    out.push(b':');
                    value.write(out);
                }
                out.push(b'}');
            }
        }
    }
}

fn integer(value: &impl std::fmt::Display, out: &mut Vec<u8>) {
    write!(out, "{value}").expect("memory takes what is written");
}

/// Writes a string as RFC 8785 has it: escaped only where JSON demands it, and in the shortest way.
fn string(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    let bytes = text.as_bytes();
    let mut plain = 0;
    for (index, &byte) in bytes.iter().enumerate() {
        let short = match byte {
            b'"' | b'\\' => byte,
            0x08 => b'b',
            0x09 => b't',
            0x0a => b'n',
            0x0c => b'f',
            0x0d => b'r',
            0..0x20 => 0,
            _ => continue,
        };
        out.extend_from_slice(&bytes[plain..index]);
        plain = index + 1;
        match short {
            0 => write!(out, "\\u{byte:04x}").expect("memory takes what is written"),
            letter => out.extend_from_slice(&[b'\\', letter]),
        }
    }
    out.extend_from_slice(&bytes[plain..]);
    out.push(b'"');
}
