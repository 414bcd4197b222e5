//! Bytes that are read from their beginning.

use crate::{Result, Rule};

/// What is left of some bytes. To read beyond their end is `TdxTruncated` (TDX-1).
#[derive(Clone, Copy)]
pub(super) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// The next `N` bytes.
    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        let (array, rest) = self.0.split_first_chunk().ok_or(Rule::TdxTruncated)?;
        self.0 = rest;
        Ok(*array)
    }

    /// The next `N` bytes, which are these, or else the rule is broken.
    pub(super) fn expect<const N: usize>(&mut self, expected: [u8; N], rule: Rule) -> Result<()> {
        match self.array()? == expected {
            true => Ok(()),
            false => Err(rule),
        }
    }

    /// An integer, little-endian.
    pub(super) fn u32(&mut self) -> Result<u32> {
        self.array().map(u32::from_le_bytes)
    }

    /// As many bytes as the next two count.
    pub(super) fn counted_by_u16(&mut self) -> Result<Self> {
        let length = self.array().map(u16::from_le_bytes)?;
        self.take(length.into())
    }

    /// As many bytes as the next four count.
    pub(super) fn counted_by_u32(&mut self) -> Result<Self> {
        let length = self.u32()?;
        self.take(length as usize)
    }

    fn take(&mut self, length: usize) -> Result<Self> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(Rule::TdxTruncated)?;
        self.0 = rest;
        Ok(Self(taken))
    }

    /// How many bytes are left.
    pub(super) fn left(&self) -> usize {
        self.0.len()
    }

    /// What is left.
    pub(super) fn rest(self) -> &'a [u8] {
        self.0
    }
}
