//! A session with an adapter of one operation.

use assay_kit::{Adapter, Answer, Broken, json::Json, operations};

fn broken(error: &'static str) -> Broken {
    Broken {
        error,
        stage: "validate",
    }
}

fn adapter() -> Adapter {
    let mut adapter = Adapter::new("test", "1.2.3", "0.1");
    adapter.claim(&["b", "a"]);
    operations! { adapter, broken;
        "add"(left: u8, right: Option<u8>) => match left.checked_add(right.unwrap_or(0)) {
            Some(sum) => Ok(Answer::new(&sum).with_preimage(vec![left, 0xab])),
            None => Err("TooMuch"),
        };
        "twice"(text: String) => Ok::<_, &str>(Answer::new(&text.repeat(2)));
        "panic"() => { assert!(adapter_is_wrong(), "on purpose"); Err("Never") };
    }
    adapter
}

fn ask(line: &str) -> String {
    let mut out = Vec::new();
    adapter().answer(line.as_bytes(), &mut out);
    let answer = String::from_utf8(out).unwrap();
    assert_eq!(answer.matches('\n').count(), 1);
    Json::parse(&answer).unwrap();
    answer.trim_end().to_owned()
}

fn code(line: &str) -> (String, i64) {
    let answer = ask(line);
    let Ok(Json::Object(members)) = Json::parse(&answer) else {
        panic!("{answer}")
    };
    let find = |name| &members.iter().find(|(member, _)| member == name).unwrap().1;
    let Json::Object(error) = find("error") else {
        panic!("{answer}")
    };
    let Json::Negative(code) = error[0].1 else {
        panic!("{answer}")
    };
    let mut id = Vec::new();
    find("id").write(&mut id);
    (String::from_utf8(id).unwrap(), code)
}

fn call(method: &str, params: &str) -> String {
    format!(r#"{{"jsonrpc":"2.0","id":7,"method":"{method}","params":{params}}}"#)
}

#[test]
fn a_value_and_its_preimage() {
    assert_eq!(
        ask(&call("add", r#"{"right":2,"left":1}"#)),
        r#"{"jsonrpc":"2.0","id":7,"result":{"value":3,"preimage":"01ab"}}"#
    );
}

#[test]
fn a_broken_rule() {
    assert_eq!(
        ask(&call("add", r#"{"right":255,"left":1}"#)),
        r#"{"jsonrpc":"2.0","id":7,"error":{"code":-32000,"message":"TooMuch","data":{"error":"TooMuch","stage":"validate"}}}"#
    );
}

#[test]
fn ill_shaped_parameters() {
    for params in [
        r#"{"left":1}"#,
        r#"{"left":1,"right":null,"more":0}"#,
        r#"{"left":1,"left":1,"right":null}"#,
        r#"{"left":true,"right":null}"#,
        r#"{"left":1.0,"right":null}"#,
        r#"{"left":"1","right":null}"#,
        r#"{"left":256,"right":null}"#,
        r#"{"left":1e999,"right":null}"#,
        r#"{"left":"\ud800","right":null}"#,
        "[1,null]",
        "null",
    ] {
        assert_eq!(code(&call("add", params)), ("7".into(), -32602), "{params}");
    }
    assert_eq!(
        code(r#"{"jsonrpc":"2.0","id":7,"method":"add"}"#),
        ("7".into(), -32602)
    );
}

#[test]
fn what_is_no_request() {
    for (line, id, expected) in [
        ("", "null", -32700),
        ("garbage", "null", -32700),
        (r#"{"jsonrpc":"2.0","id":7,"#, "null", -32700),
        ("[]", "null", -32600),
        (r#"{"jsonrpc":"2.0","id":7,"method":7}"#, "7", -32600),
        (r#"{"jsonrpc":"1.0","id":7,"method":"add"}"#, "7", -32600),
        (
            r#"{"jsonrpc":"2.0","id":"7","method":"add","params":{}}"#,
            "null",
            -32600,
        ),
        (
            r#"{"jsonrpc":"2.0","id":9007199254740992,"method":"add","params":{}}"#,
            "null",
            -32600,
        ),
        (
            r#"{"jsonrpc":"2.0","method":"add","params":{}}"#,
            "null",
            -32600,
        ),
        (r#"["\ud800"]"#, "null", -32600),
        ("1e999", "null", -32600),
        (
            r#"{"jsonrpc":"2.0","id":7,"method":"add","more":0}"#,
            "7",
            -32600,
        ),
        (
            r#"{"jsonrpc":"2.0","id":7,"method":"add","\ud800":0}"#,
            "7",
            -32600,
        ),
        (r#"{"jsonrpc":"2.0","id":7,"method":"\ud800"}"#, "7", -32600),
        (
            r#"{"jsonrpc":"1","id":7,"method":"add","params":"\ud800"}"#,
            "7",
            -32600,
        ),
        (&call("subtract", "{}"), "7", -32601),
        (&call("subtract", "[]"), "7", -32601),
        (&call("subtract", r#"{"a":"\ud800"}"#), "7", -32601),
        (
            r#"{"jsonrpc":"2.0","id":7,"method":"subtract"}"#,
            "7",
            -32601,
        ),
    ] {
        assert_eq!(code(line), (id.into(), expected), "{line}");
    }
    let mut out = Vec::new();
    adapter().answer(&[0xff, 0xfe], &mut out);
    assert!(out.starts_with(br#"{"jsonrpc":"2.0","id":null,"error":{"code":-32700"#));
}

#[test]
fn a_panic_is_answered() {
    assert_eq!(code(&call("panic", "{}")), ("7".into(), -32603));
}

#[test]
fn a_description() {
    let offer = |protocol: &str, spec: &str| {
        let harness = r#"{"name":"assay","version":"0.1.0"}"#;
        let params = format!(
            r#"{{"protocol_versions":[{protocol}],"spec_versions":["{spec}"],"harness":{harness}}}"#
        );
        call("describe", &params)
    };
    assert_eq!(
        ask(&offer("1, 2", "0.1")),
        concat!(
            r#"{"jsonrpc":"2.0","id":7,"result":{"name":"test","version":"1.2.3","language":"rust","protocol_version":1,"#,
            r#""spec_version":"0.1","features":["a","b"],"limits":{"window":1024,"line":16777216,"deadline_ms":10000}}}"#
        )
    );
    assert_eq!(code(&offer("2", "0.1")).1, -32602);
    assert_eq!(code(&offer("1", "0.2")).1, -32602);
}

#[test]
fn no_line_is_longer_than_the_longest() {
    let text = "x".repeat(9 << 20);
    assert_eq!(
        code(&call("twice", &format!(r#"{{"text":"{text}"}}"#))).1,
        -32603
    );
}

#[test]
fn every_line_is_answered_in_turn() {
    let mut out = Vec::new();
    let input = [
        &call("add", r#"{"right":2,"left":1}"#),
        "",
        &call("twice", r#"{"text":"a"}"#),
    ]
    .join("\n");
    adapter().serve(input.as_bytes(), &mut out).unwrap();
    let lines: Vec<_> = out.split(|byte| *byte == b'\n').collect();
    assert_eq!(lines.len(), 4);
    assert!(lines[2].ends_with(br#""result":{"value":"aa"}}"#));
}

fn adapter_is_wrong() -> bool {
    false
}
