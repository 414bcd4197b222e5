//! The extension of PCK certificates (TDX-17).

use x509_cert::{
    der::{Decode, Encode, Length, Reader, Result, SliceReader, Tag, asn1::AnyRef},
    spki::ObjectIdentifier,
};

/// Its identifier, under which those of its parts stand.
pub(super) const EXTENSION: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113741.1.13.1");

/// The extension, by its parts.
pub(super) struct Extension<'a> {
    parts: Parts<'a>,
    versions: Parts<'a>,
}

impl<'a> Extension<'a> {
    pub(super) fn read(der: &'a [u8]) -> Option<Self> {
        let parts = Parts::read(der)?;
        let versions = Parts::read(parts.one(&part(&[2])?)?)?;
        Some(Self { parts, versions })
    }

    /// The one part of this number, in DER.
    pub(super) fn part(&self, number: u32) -> Option<&'a [u8]> {
        self.parts.one(&part(&[number])?)
    }

    /// The one version of this number, in DER.
    pub(super) fn version(&self, number: u32) -> Option<&'a [u8]> {
        self.versions.one(&part(&[2, number])?)
    }

    /// The extension with the parts that have to be there, and no others: dcap-qvl reads some of
    /// those too, and refuses values of which the text asks nothing.
    pub(super) fn required(&self) -> Option<Vec<u8>> {
        let version = |number| pair(&[2, number], self.version(number)?);
        let versions = sequence(&[version(17)?, version(18)?].concat())?;
        let part = |number| pair(&[number], self.part(number)?);
        let [ppid, pce_id, fmspc, kind] = [1, 3, 4, 5].map(part);
        sequence(&[ppid?, pair(&[2], &versions)?, pce_id?, fmspc?, kind?].concat())
    }
}

/// The identifier of a part.
fn part(numbers: &[u32]) -> Option<ObjectIdentifier> {
    let mut numbers = numbers.iter();
    numbers.try_fold(EXTENSION, |id, number| id.push_arc(*number).ok())
}

fn pair(numbers: &[u32], value: &[u8]) -> Option<Vec<u8>> {
    let id = part(numbers)?.to_der().ok()?;
    sequence(&[&id, value].concat())
}

fn sequence(content: &[u8]) -> Option<Vec<u8>> {
    let sequence = AnyRef::new(Tag::Sequence, content);
    sequence.and_then(|it| it.to_der()).ok()
}

/// Pairs of an identifier and a value, which is in DER.
struct Parts<'a>(Vec<(ObjectIdentifier, &'a [u8])>);

impl<'a> Parts<'a> {
    /// Reads a sequence of pairs.
    fn read(der: &'a [u8]) -> Option<Self> {
        let pairs = AnyRef::from_der(der).and_then(|it| {
            it.sequence(|pairs| {
                let mut read = Vec::new();
                while !pairs.is_finished() {
                    read.push(pairs.sequence(|pair| -> Result<_> {
                        let id = ObjectIdentifier::decode(pair)?;
                        Ok((id, pair.read_slice(pair.remaining_len())?))
                    })?);
                }
                Ok(read)
            })
        });
        let pairs = pairs.ok()?;
        let each = pairs.iter().all(|(_, value)| is_one_value(value));
        each.then_some(Self(pairs))
    }

    /// The value of the one part of this identifier.
    fn one(&self, id: &ObjectIdentifier) -> Option<&'a [u8]> {
        let mut found = self.0.iter().filter(|(each, _)| each == id);
        let (_, value) = found.next()?;
        found.next().is_none().then_some(*value)
    }
}

/// Whether one value stands here, of whichever kind: the library knows not all of them.
fn is_one_value(der: &[u8]) -> bool {
    let Some((kind, mut rest)) = der.split_first() else {
        return false;
    };
    if kind & 0x1f == 0x1f {
        let more = rest.iter().take_while(|byte| **byte >= 0x80).count();
        rest = rest.get(more + 1..).unwrap_or_default();
    }
    SliceReader::new(rest).is_ok_and(|mut rest| {
        let length = Length::decode(&mut rest);
        length.is_ok_and(|length| length == rest.remaining_len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An extension with more parts than have to be there.
    fn extension(others: &[Vec<u8>], other_versions: &[Vec<u8>]) -> Vec<u8> {
        let versions = [
            &other_versions.concat()[..],
            &pair(&[2, 17], &[2, 1, 11]).unwrap(),
            &pair(&[2, 18], &[4, 1, 0]).unwrap(),
        ];
        let parts = [
            &others.concat()[..],
            &pair(&[1], &[4, 1, 1]).unwrap(),
            &pair(&[2], &sequence(&versions.concat()).unwrap()).unwrap(),
            &pair(&[3], &[4, 1, 3]).unwrap(),
            &pair(&[4], &[4, 1, 4]).unwrap(),
            &pair(&[5], &[10, 1, 5]).unwrap(),
        ];
        sequence(&parts.concat()).unwrap()
    }

    fn reads(others: &[Vec<u8>], other_versions: &[Vec<u8>]) -> bool {
        Extension::read(&extension(others, other_versions)).is_some()
    }

    #[test]
    fn parts_are_known_by_their_identifiers() {
        let der = extension(&[], &[]);
        let read = Extension::read(&der).unwrap();
        assert_eq!(read.part(4), Some(&[4, 1, 4][..]));
        assert_eq!(read.version(17), Some(&[2, 1, 11][..]));
        assert_eq!(read.part(6), None);
        assert_eq!(read.required(), Some(der));
    }

    #[test]
    fn others_have_any_value() {
        let others = [
            pair(&[7], &[4, 0]).unwrap(),
            pair(&[7], &[0x0d, 1, 1]).unwrap(),
            pair(&[8], &[0xbf, 0x81, 0x01, 1, 0]).unwrap(),
        ];
        let versions = [pair(&[2, 1], &[5, 0]).unwrap()];
        let der = extension(&others, &versions);
        let read = Extension::read(&der).unwrap();
        assert_eq!(read.required(), Some(extension(&[], &[])));
    }

    #[test]
    fn a_part_that_stands_twice_is_none() {
        let twice = extension(&[pair(&[4], &[5, 0]).unwrap()], &[]);
        let read = Extension::read(&twice).unwrap();
        assert_eq!((read.part(4), read.required()), (None, None));
        assert!(!reads(&[pair(&[2], &[0x30, 0]).unwrap()], &[]));
    }

    #[test]
    fn every_part_is_a_pair() {
        for value in [
            &[][..],
            &[4],
            &[4, 1],
            &[4, 0, 0],
            &[4, 0x81, 1, 0],
            &[0x1f],
            &[0x1f, 0x80],
            &[0x1f, 0x20],
            &[4, 0x80, 0, 0],
        ] {
            assert!(!reads(&[pair(&[8], value).unwrap()], &[]), "{value:?}");
            assert!(!reads(&[], &[pair(&[2, 1], value).unwrap()]), "{value:?}");
        }
        for other in [&[5, 0][..], &[0x30, 0], &[0x31, 0], &[0x30, 2, 5, 0]] {
            assert!(!reads(&[other.to_vec()], &[]), "{other:?}");
        }
        assert!(Extension::read(&[&extension(&[], &[])[..], &[0]].concat()).is_none());
        assert!(Extension::read(&[]).is_none());
    }
}
