//! What mosaik's identifiers are, seen on the crate itself. Literals come from an independent
//! computation; where a rule is folded here, the fold is written out with `H` alone.

use coalition_mosaik::{decode::Data, ids};
use mosaik::{Bytes, Datum, GroupKey, UniqueId, tickets::Ticket};

fn hex(id: UniqueId) -> String {
    id.to_string()
}

/// An id whose last bytes are these and whose others are zero.
fn tail(digits: &str) -> String {
    format!("{digits:0>64}")
}

#[test]
fn text_is_hashed_unless_it_is_64_hexadecimal_digits() {
    let root = mosaik::unique_id!("coalition.root.v1");
    assert_eq!(hex(root), "bb8eb9bda9e543d8587c1d10516bef9c6b74c27c4631b46f7876a74171fc9746");
    assert_eq!(root, UniqueId::from("coalition.root.v1"));
    assert_eq!(root, mosaik::id!("coalition.root.v1"));
    assert_eq!(hex(UniqueId::from("AB".repeat(32).as_str())), "ab".repeat(32));
    assert_eq!(
        hex(UniqueId::from(format!("{}zz", "ab".repeat(31)).as_str())),
        "7baf95b9a481cb25dc3c15632859cc74dcca93e7d353b8b3bb3e19a51fa99b2b"
    );
}

#[test]
fn bytes_follow_the_same_rule_so_32_raw_bytes_are_hashed() {
    let zero = "2ada83c1819a5372dae1238fc1ded123c8104fdaa15862aaee69428a1820fcda";
    assert_eq!(hex(UniqueId::from(&[0; 32][..])), zero);
    assert_eq!(hex(UniqueId::zero().hashed()), zero);
    assert_eq!(UniqueId::from("ab".repeat(32).as_bytes()), UniqueId::from_bytes([0xab; 32]));
    assert_ne!(UniqueId::hash("ab".repeat(32).as_bytes()), UniqueId::from_bytes([0xab; 32]));
    assert_eq!(UniqueId::hash(b"x"), UniqueId::from("x"));
}

#[test]
fn derive_hashes_the_id_and_the_info_without_lengths() {
    let root = UniqueId::from("coalition.root.v1");
    assert_eq!(
        hex(root.derive("module").derive("atlas")),
        "84a603343a5d60fd15dac4ed6307e9d09a3590db64d0e169376c61ce2f1238a3"
    );
    assert_eq!(
        hex(root.derive("moduleatlas")),
        "0c9be6023d5b90ab22258c00e7f447b421e72b8e60a82340436580353ab4afdc"
    );
    assert_eq!(root.derive("moduleatlas"), UniqueId::from_parts(&[root.as_bytes(), &b"moduleatlas"[..]]));
    assert_eq!(root.derive(""), root.hashed());
}

#[test]
fn parts_are_concatenated_without_lengths() {
    assert_eq!(UniqueId::from_parts(&["a", "bc"]), UniqueId::hash(b"abc"));
    assert_eq!(UniqueId::from_parts(&["ab", "", "c"]), UniqueId::hash(b"abc"));
    let none: [&str; 0] = [];
    assert_eq!(
        hex(UniqueId::from_parts(&none)),
        "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262"
    );
}

#[test]
fn integers_are_little_endian_at_the_right_edge() {
    assert_eq!(hex(UniqueId::from_u8(1)), tail("01"));
    assert_eq!(hex(UniqueId::from_u16(0x0102)), tail("0201"));
    assert_eq!(hex(UniqueId::from_u32(0x0102_0304)), tail("04030201"));
    assert_eq!(hex(UniqueId::from_u64(1)), tail("0100000000000000"));
    assert_eq!(hex(UniqueId::from_u128(1)), tail("01000000000000000000000000000000"));
    // So one number has another id at each width, but for those whose bytes read the same.
    assert_ne!(UniqueId::from_u16(1), UniqueId::from_u8(1));
    assert_eq!(UniqueId::from_u16(0x0100), UniqueId::from_u8(1));
}

#[test]
fn a_negative_integer_is_not_sign_extended() {
    assert_eq!(hex(UniqueId::from_i8(-1)), tail("ff"));
    assert_eq!(hex(UniqueId::from_i16(-2)), tail("feff"));
    assert_eq!(hex(UniqueId::from_i32(-2)), tail("feffffff"));
    assert_eq!(hex(UniqueId::from_i64(-2)), tail("feffffffffffffff"));
    assert_eq!(hex(UniqueId::from_i128(-2)), tail("feffffffffffffffffffffffffffffff"));
    assert_eq!(hex(UniqueId::from_i16(i16::MIN)), tail("0080"));
    // A signed number is thus the unsigned one of the same bytes.
    assert_eq!(UniqueId::from_i8(-1), UniqueId::from_u8(255));
    assert_eq!(UniqueId::from_i64(-1), UniqueId::from_u64(u64::MAX));
    assert_ne!(UniqueId::from_i16(-1), UniqueId::from_i8(-1));
}

#[test]
fn a_peer_is_the_public_key_of_its_seed() {
    // RFC 8032, section 7.1, test 1.
    let seed = UniqueId::from("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    assert_eq!(hex(ids::peer_id(seed)), "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
}

#[test]
fn a_group_key_is_made_as_an_id_and_an_id_is_one_verbatim() {
    for text in ["k", "", &"AB".repeat(32)] {
        let (text, bytes) = (Data::Text(text.into()), Data::Bytes(text.into()));
        assert_eq!(ids::group_key(&text), ids::unique_id(&text));
        assert_eq!(ids::group_key(&bytes), ids::unique_id(&bytes));
    }
    let id = UniqueId::from("k");
    assert_eq!(*GroupKey::from_secret(id).secret(), id);
    assert_eq!(*GroupKey::from(id).secret(), id);
}

#[test]
fn a_ticket_is_named_by_class_and_data() {
    let class = mosaik::tickets::Jwt::CLASS;
    let ticket = Ticket::new(class, Bytes::from_static(b"x"));
    assert_eq!(ticket.id(), UniqueId::from_parts(&[class.as_bytes(), &b"x"[..]]));
    // Unlike an id from data, which would decode this.
    let digits = "ab".repeat(32);
    let ticket = Ticket::new(class, Bytes::from(digits.clone()));
    assert_eq!(ticket.id(), UniqueId::from_parts(&[class.as_bytes(), digits.as_bytes()]));
}

#[test]
fn an_id_is_written_as_hexadecimal_or_as_32_raw_bytes() {
    let id = UniqueId::from_bytes([0xab; 32]);
    assert_eq!(serde_json::to_string(&id).unwrap(), format!("\"{}\"", "ab".repeat(32)));
    assert_eq!(id.encode().unwrap(), vec![0xab; 32]);
    assert_eq!(UniqueId::decode(&[0xab; 32]).unwrap(), id);

    let upper = format!("\"{}\"", "AB".repeat(32));
    assert_eq!(serde_json::from_str::<UniqueId>(&upper).unwrap(), id);
    assert!(serde_json::from_str::<UniqueId>("\"coalition.root.v1\"").is_err());

    let ticket = Ticket::new(id, Bytes::from_static(b"xyz"));
    assert_eq!(ticket.encode().unwrap(), [&[0xab; 32][..], b"\x03xyz"].concat());
}
