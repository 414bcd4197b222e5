"""The adapter kit, over a real child process and its pipes."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest

DESCRIBE = {"protocol_versions": [1], "spec_versions": ["0.1"], "harness": {"name": "test", "version": "0"}}


def _code(answer: dict[str, Any]) -> int:
    code: int = answer["error"]["code"]
    return code


def test_describe_says_who_answers(toy: Any) -> None:
    """The frozen shape of PROTO-8: features in ascending order, limits within theirs, and the same when asked again."""
    answer = toy.ask("describe", DESCRIBE, 7)
    assert answer == {
        "jsonrpc": "2.0",
        "id": 7,
        "result": {
            "name": "toy",
            "version": "1.2.3",
            "language": "python",
            "protocol_version": 1,
            "spec_version": "0.1",
            "features": ["toy.a", "toy.b"],
            "limits": {"window": 7, "line": 16_777_216, "deadline_ms": 1234},
        },
    }
    assert toy.ask("describe", DESCRIBE, 7) == answer


@pytest.mark.parametrize(
    "params",
    [
        {**DESCRIBE, "protocol_versions": [2]},
        {**DESCRIBE, "spec_versions": ["0.2", "1.0"]},
        {**DESCRIBE, "protocol_versions": []},
        {**DESCRIBE, "spec_versions": "0.1"},
        {},
        [],
        None,
    ],
)
def test_describe_without_a_common_version_is_ill_shaped(toy: Any, params: Any) -> None:
    """A target that knows none of the versions offered answers -32602."""
    assert _code(toy.ask("describe", params)) == -32602


def test_one_version_among_several_is_enough(toy: Any) -> None:
    """The target picks the version it knows."""
    answer = toy.ask("describe", {**DESCRIBE, "protocol_versions": [9, 1], "spec_versions": ["9.9", "0.1"]})
    assert (answer["result"]["protocol_version"], answer["result"]["spec_version"]) == (1, "0.1")


@pytest.mark.parametrize("params", [{}, {"a": 1}, [], None, 5, {"deep": [[[]]]}])
@pytest.mark.parametrize("method", ["toy.unheard", "", "__class__", "Describe"])
def test_an_unknown_method_is_unknown_whatever_its_parameters(toy: Any, method: str, params: Any) -> None:
    """-32601, with the id of the request."""
    answer = toy.ask(method, params, 9)
    assert (answer["id"], _code(answer)) == (9, -32601)


@pytest.mark.parametrize("ident", [0, 1, 2**53 - 1])
def test_the_id_comes_back_unchanged(toy: Any, ident: int) -> None:
    """An id is opaque, up to 2^53 - 1."""
    assert toy.ask("toy.echo", {"a": 1}, ident) == {"jsonrpc": "2.0", "id": ident, "result": {"value": {"a": 1}}}


@pytest.mark.parametrize("value", ["é", "\u2028", "𝔸", 'a"b\\', "\x7f", "", "\n\t\r", [1, None, True], {"": {}}])
def test_values_come_back_on_one_line(toy: Any, value: Any) -> None:
    """Text of any script, with line feeds and quotes in it, does not end the message."""
    assert toy.ask("toy.echo", {"value": value})["result"]["value"] == {"value": value}


def test_half_a_surrogate_pair_does_not_break_the_answer(toy: Any) -> None:
    """An answer that holds what is no Unicode is still one line of UTF-8, and the session goes on."""
    toy.send(b'{"jsonrpc":"2.0","id":1,"method":"toy.echo","params":{"value":"\\ud800"}}\n')
    assert toy.receive()["id"] == 1
    assert toy.ask("toy.echo", {}, 2)["id"] == 2


def test_shapes_decode_and_refuse(toy: Any) -> None:
    """Parameters with shapes come as keyword arguments; what has another shape never reaches the function."""
    assert toy.ask("toy.add", {"word": "n", "number": "41"})["result"] == {"value": "n42"}
    wrong: list[Any] = [
        {"word": "n"},
        {"word": "n", "number": "1", "more": 1},
        {"word": 1, "number": "1"},
        {"word": "n", "number": 1},
        {"word": "n", "number": "01"},
        {"word": "n", "number": str(2**64)},
        {"word": "n", "number": True},
        [],
        None,
        "n",
    ]
    for params in wrong:
        assert _code(toy.ask("toy.add", params)) == -32602, params


def test_a_broken_rule_has_its_name_and_stage(toy: Any) -> None:
    """-32000 with exactly `error` and `stage` as data, and a message in plain words."""
    error = toy.ask("toy.refuse", {})["error"]
    assert error == {"code": -32000, "message": "a plain word", "data": {"error": "NameEmpty", "stage": "validate"}}


def test_an_ill_shape_that_the_function_finds_itself(toy: Any) -> None:
    """`IllShaped` is -32602, without data."""
    assert toy.ask("toy.ill", {})["error"] == {"code": -32602, "message": "no such shape"}


def test_an_exception_is_a_failure_inside_the_adapter(toy: Any) -> None:
    """-32603 to the harness, the trace on standard error, and the next request is answered."""
    answer = toy.ask("toy.crash", {}, 3)
    assert (answer["id"], _code(answer)) == (3, -32603)
    assert "KeyError" in answer["error"]["message"]
    assert toy.ask("toy.echo", {}, 4)["result"] == {"value": {}}
    assert toy.end() == 0
    assert "Traceback" in toy.log()
    assert "the dog ate it" in toy.log()


@pytest.mark.parametrize(
    "line",
    [
        b'{"jsonrpc":"2.0","id":5,"method":"toy.echo","params":{"a":1,"a":1}}',
        b'{"jsonrpc":"2.0","id":5,"method":"toy.echo","params":{"b":{"a":1,"a":2}}}',
        b'{"jsonrpc":"2.0","id":5,"method":"toy.echo","params":{"b":[{"a":1,"\\u0061":2}]}}',
    ],
)
def test_a_member_that_stands_twice_is_ill_shaped(toy: Any, line: bytes) -> None:
    """Repeated members at any depth of the parameters are -32602, escaped or not."""
    answer = toy.line(line)
    assert (answer["id"], _code(answer)) == (5, -32602)


@pytest.mark.parametrize(
    "line",
    [
        b"no json",
        b"{",
        b'{"jsonrpc":"2.0","id":1,"method":"toy.echo","params":{}} x',
        b'{"jsonrpc":"2.0","id":1,"method":"toy.echo","params":{"a":NaN}}',
        b'{"jsonrpc":"2.0","id":1,"method":"toy.echo","params":{"a":Infinity}}',
        b"\xff\xfe",
        b'{"jsonrpc":"2.0","id":1,"method":"toy.echo","params":{"a":"\xff"}}',
        b"'single'",
    ],
)
def test_a_line_that_is_no_json(toy: Any, line: bytes) -> None:
    """-32700 with the id null, and the session goes on."""
    answer = toy.line(line)
    assert (answer["id"], _code(answer)) == (None, -32700)
    assert toy.ask("toy.echo", {}, 2)["id"] == 2


@pytest.mark.parametrize(
    "line",
    [b"[]", b"5", b"null", b'"describe"', b"{}", b'[{"jsonrpc":"2.0","id":1,"method":"toy.echo","params":{}}]'],
)
def test_json_that_is_no_request(toy: Any, line: bytes) -> None:
    """-32600 with the id null where there is none, a batch included."""
    answer = toy.line(line)
    assert (answer["id"], _code(answer)) == (None, -32600)


@pytest.mark.parametrize(
    "line",
    [
        b'{"jsonrpc":"1.0","id":1,"method":"toy.echo","params":{}}',
        b'{"id":1,"method":"toy.echo","params":{}}',
        b'{"jsonrpc":"2.0","id":1,"params":{}}',
    ],
)
def test_a_request_of_another_protocol(toy: Any, line: bytes) -> None:
    """Another `jsonrpc`, or no method, is -32600."""
    assert _code(toy.line(line)) == -32600


def test_a_line_of_a_mebibyte(toy: Any) -> None:
    """A message of 1 MiB is read whole, and answered whole, through pipes that hold 64 KiB."""
    long = "é" * (1 << 19)
    request = {"jsonrpc": "2.0", "id": 1, "method": "toy.echo", "params": {"value": long}}
    line = json.dumps(request, ensure_ascii=False).encode()
    assert len(line) > 1 << 20
    sender = threading.Thread(target=toy.send, args=(line + b"\n",))
    sender.start()
    answer = toy.receive()
    sender.join()
    assert answer["result"]["value"]["value"] == long


def test_ten_thousand_requests_at_once(toy: Any) -> None:
    """Requests sent before any answer was read are each answered once."""
    count = 10_000
    lines = b"".join(
        json.dumps({"jsonrpc": "2.0", "id": at, "method": "toy.echo", "params": {"at": at}}).encode() + b"\n"
        for at in range(count)
    )
    sender = threading.Thread(target=toy.send, args=(lines,))
    sender.start()
    answers = [toy.receive() for _ in range(count)]
    sender.join()
    assert sorted(answer["id"] for answer in answers) == list(range(count))
    assert all(answer["result"]["value"] == {"at": answer["id"]} for answer in answers)
    assert toy.end() == 0


def test_a_line_in_pieces(toy: Any) -> None:
    """A request that arrives byte by byte, and two that arrive in one write, are each one message."""
    line = b'{"jsonrpc":"2.0","id":1,"method":"toy.echo","params":{"a":"\xc3\xa9"}}\n'
    for at in range(len(line)):
        toy.send(line[at : at + 1])
    assert toy.receive()["result"]["value"] == {"a": "é"}
    toy.send(line + line.replace(b'"id":1', b'"id":2'))
    assert [toy.receive()["id"], toy.receive()["id"]] == [1, 2]


def test_the_end_of_input_is_the_end(toy: Any) -> None:
    """The program exits by itself with status 0, asked anything or not, and says nothing on standard error."""
    toy.ask("toy.echo", {})
    assert toy.end() == 0
    assert toy.log() == ""


def test_a_last_line_without_its_end_is_a_message(toy: Any) -> None:
    """A last line without its line feed is answered (PROTO-3), and the program ends with status 0."""
    toy.send(b'{"jsonrpc":"2.0","id":1,"method":"toy.echo","params":{}}')
    toy.process.stdin.close()
    assert json.loads(toy.process.stdout.read())["id"] == 1
    assert toy.process.wait(timeout=30) == 0


# --- the letter of the protocol --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "ident", "code"),
    [
        pytest.param(
            b'{"jsonrpc":"1.0","id":6,"method":"toy.echo","params":{}}', 6, -32600, id="the id of a request not of ours"
        ),
        pytest.param(
            b'{"jsonrpc":"2.0","id":6,"method":"toy.echo","params":{},"extra":1}',
            6,
            -32600,
            id="a surplus member",
        ),
        pytest.param(
            b'{"jsonrpc":"2.0","id":6,"method":"toy.unheard","params":{"a":1,"a":1}}',
            6,
            -32601,
            id="an unknown method whatever its parameters",
        ),
        pytest.param(
            b'{"jsonrpc":"2.0","id":6,"method":"toy.add","params":{"word":"n","number":' + b"9" * 5000 + b"}}",
            6,
            -32602,
            id="an integer of 5000 digits",
        ),
        pytest.param(
            b'{"jsonrpc":"2.0","id":6,"method":"toy.add","params":' + b"[" * 5000 + b"]" * 5000 + b"}",
            6,
            -32602,
            id="parameters 5000 levels deep",
        ),
        pytest.param(b'{"id":6,"params":{"a":1,"a":2} x', None, -32700, id="a member twice, and then no JSON"),
        pytest.param(b'\xef\xbb\xbf{"jsonrpc":"2.0","id":6,"method":"toy.echo","params":{}}', None, -32700, id="a BOM"),
    ],
)
def test_the_letter_of_the_protocol(toy: Any, line: bytes, ident: int | None, code: int) -> None:
    """PROTO-1, PROTO-6 and PROTO-7 to the letter: the error that is due, with the id wherever it can be read."""
    answer = toy.line(line)
    assert (answer["id"], _code(answer)) == (ident, code)
    assert toy.ask("toy.echo", {}, 2)["id"] == 2


def test_a_parameter_may_be_called_name(start: Any) -> None:
    """`encoding.name` and `surface.surface_id` have a parameter `name`: the kit can declare its shape."""
    source = """
    from assay_kit import Adapter
    from assay_kit.shapes import text

    adapter = Adapter("named", "1", "python", features=["encoding"])

    @adapter.operation("encoding.name", name=text)
    def encoded(name):
        return {"value": name.encode().hex()}

    adapter.serve()
    """
    assert start(source).ask("encoding.name", {"name": "a"})["result"] == {"value": "61"}
