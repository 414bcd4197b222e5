//! What is of a type, and what is not.

use strict_json::{Broken, Bytes, Decode, Encode, Flaw, Json, MAX_DEPTH};

#[derive(Debug, PartialEq)]
struct Pin {
    name: String,
    index: Option<u8>,
}
strict_json::record!(Pin { name, index });

#[derive(Debug, PartialEq)]
enum Shape {
    Point,
    Line { length: u64 },
}
strict_json::choice!(Shape {
    Point {},
    Line { length },
});

fn decode<T: Decode>(text: &str) -> Result<T, Flaw> {
    T::decode(&Json::parse(text).expect("the text is JSON"))
}

#[test]
fn a_record_has_exactly_its_members() {
    let pin: Pin = decode(r#"{"index":null,"name":"a"}"#).unwrap();
    assert_eq!(
        pin,
        Pin {
            name: "a".into(),
            index: None
        }
    );
    assert!(matches!(
        decode::<Pin>(r#"{"name":"a"}"#),
        Err(Flaw::Missing {
            member: "index",
            ..
        })
    ));
    assert!(matches!(
        decode::<Pin>(r#"{"name":"a","index":1,"x":0}"#),
        Err(Flaw::Unknown { .. })
    ));
    assert!(matches!(
        decode::<Pin>(r#"{"name":"a","index":1,"n\u0061me":"a"}"#),
        Err(Flaw::Repeated { .. })
    ));
    for text in [
        r#"["a",null]"#,
        "null",
        "\"a\"",
        "1",
        r#"{"name":null,"index":1}"#,
    ] {
        assert!(
            matches!(decode::<Pin>(text), Err(Flaw::NotOfType(_))),
            "{text}"
        );
    }
}

#[test]
fn a_choice_has_its_kind_and_the_members_of_it() {
    assert_eq!(
        decode::<Shape>(r#"{"kind":"Point"}"#).unwrap(),
        Shape::Point
    );
    let line = Shape::Line { length: 7 };
    assert_eq!(
        decode::<Shape>(r#"{"length":"7","kind":"Line"}"#).unwrap(),
        line
    );
    assert_eq!(
        line.encode().canonical().unwrap(),
        r#"{"kind":"Line","length":"7"}"#
    );
    for text in [
        "{}",
        r#""Point""#,
        r#"{"kind":"point"}"#,
        r#"{"kind":1}"#,
        r#"{"kind":null}"#,
        r#"{"kind":"Point","length":"7"}"#,
        r#"{"kind":"Point","kind":"Point"}"#,
        r#"{"kind":"Line"}"#,
        r#"{"kind":"Line","length":7}"#,
        r#"{"kind":"Line","length":"07"}"#,
    ] {
        assert!(decode::<Shape>(text).is_err(), "{text}");
    }
}

#[test]
fn nothing_is_coerced() {
    assert_eq!(decode::<u8>("255").unwrap(), 255);
    for text in [
        "256", "-1", "1.0", "1e0", "-0", "true", "\"1\"", "null", "[1]", "1e400",
    ] {
        assert!(
            Json::parse(text)
                .ok()
                .is_none_or(|json| u8::decode(&json).is_err()),
            "{text}"
        );
    }
    assert_eq!(decode::<i8>("-128").unwrap(), -128);
    assert!(decode::<i8>("-129").is_err());
    assert_eq!(decode::<u64>("\"18446744073709551615\"").unwrap(), u64::MAX);
    for text in [
        "\"18446744073709551616\"",
        "1",
        "\"+1\"",
        "\"01\"",
        "\"\"",
        "\" 1\"",
    ] {
        assert!(decode::<u64>(text).is_err(), "{text}");
    }
    for text in ["1", "0", "\"true\"", "null"] {
        assert!(decode::<bool>(text).is_err(), "{text}");
    }
    assert_eq!(decode::<Bytes>("\"00ff\"").unwrap(), Bytes(vec![0, 255]));
    for text in ["\"00F0\"", "\"0\"", "[0]", "\"zz\""] {
        assert!(decode::<Bytes>(text).is_err(), "{text}");
    }
}

#[test]
fn a_broken_rule_can_be_asked_for() {
    const ODD: Broken = Broken {
        error: "Odd",
        stage: "validate",
    };

    type Judged = Result<Vec<Even>, Broken>;

    #[derive(Debug, PartialEq)]
    struct Even(u8);

    impl Decode for Even {
        fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
            match u8::decode(json)? {
                even if even % 2 == 0 => Ok(Self(even)),
                _ => Err(ODD.into()),
            }
        }
    }

    assert_eq!(decode::<Vec<Even>>("[2,3]"), Err(Flaw::Broken(ODD)));
    assert_eq!(decode::<Judged>("[2,3]"), Ok(Err(ODD)));
    assert_eq!(decode::<Judged>("[2]"), Ok(Ok(vec![Even(2)])));
    assert!(matches!(decode::<Judged>("[1.0]"), Err(Flaw::NotOfType(_))));
}

#[test]
fn a_text_is_read_whole() {
    for text in [
        "",
        "1 2",
        "[1,]",
        "{\"a\" 1}",
        "01",
        "\"\\ud800\"",
        "\u{feff}1",
        "nul",
        "'a'",
        "\"\n\"",
    ] {
        assert!(Json::parse(text).is_err(), "{text:?}");
    }
}

#[test]
fn depth_is_bounded_and_never_fatal() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    let text = nested(MAX_DEPTH);
    let mut json = &Json::parse(&text).unwrap();
    for _ in 1..MAX_DEPTH {
        let Json::List(items) = json else {
            panic!("a list at every depth")
        };
        json = &items[0];
    }
    assert_eq!(*json, Json::List(vec![]));
    let text = nested(100_000);
    assert!(Json::parse(&text).is_ok());
    assert!(Json::parse(&text[1..]).is_err());
}

#[test]
fn members_are_read_where_others_cannot_be() {
    let text = r#"{"a":["\ud800"],"\udc00":1e999,"id":7,"id":{"x":1}}"#;
    assert!(Json::parse(text).is_err());
    let expected = vec![
        ("a".into(), Json::Unreadable),
        ("\u{fffd}\u{fffd}\u{fffd}".into(), Json::Unreadable),
        ("id".into(), Json::Unsigned(7)),
        (
            "id".into(),
            Json::Object(vec![("x".into(), Json::Unsigned(1))]),
        ),
    ];
    assert_eq!(Json::parse_shallow(text).unwrap(), Json::Object(expected));
    assert_eq!(Json::parse_shallow("[1e999]").unwrap(), Json::Unreadable);
    assert_eq!(Json::parse_shallow(" 7 ").unwrap(), Json::Unsigned(7));
    for text in ["", "{\"id\":7", "{\"id\":7} x", "{id:7}", "\u{feff}{}"] {
        assert!(Json::parse_shallow(text).is_err(), "{text}");
    }
    assert!(decode::<String>("null").is_err());
    assert!(String::decode(&Json::Unreadable).is_err());
}
