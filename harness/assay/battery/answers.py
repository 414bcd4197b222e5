"""Answers that are not as they should be: what they say, under which id, when and in which order."""

from __future__ import annotations

import os

from .behaviours import always, at_end, at_start, ident, on_7, with_id
from .toy import Toy

_RIGHT = '{"jsonrpc":"2.0","id":ID,"result":{"value":%s}}'
#: What is said instead of the answer to the one question. ID stands for its id; `\x` escapes are bytes.
SAYINGS = {
    "not-json": "not json",
    "invalid-utf-8": r"\xff\xfe",
    "broken-text": _RIGHT % r'"\xc3("',
    "nan": _RIGHT % "NaN",
    "infinity": _RIGHT % "Infinity",
    "lone-surrogate": _RIGHT % r'"\\ud800"',
    "deep-nesting": _RIGHT % ("[" * 100_000 + "]" * 100_000),
    "huge-integer": _RIGHT % ("9" * 10_000),
    "huge-exponent": _RIGHT % "1e999999999",
    "member-twice": '{"jsonrpc":"2.0","id":ID,"result":{"value":108},"result":{"value":107}}',
    "id-twice": '{"jsonrpc":"2.0","id":1,"id":ID,"result":{"value":107}}',
    "value-twice": '{"jsonrpc":"2.0","id":ID,"result":{"value":108,"value":107}}',
    "no-result": '{"jsonrpc":"2.0","id":ID}',
    "result-and-error": '{"jsonrpc":"2.0","id":ID,"result":{"value":107},"error":{"code":-32000,"message":""}}',
    "extra-in-result": '{"jsonrpc":"2.0","id":ID,"result":{"value":107,"note":"x"}}',
    "extra-in-answer": '{"jsonrpc":"2.0","id":ID,"result":{"value":107},"note":"x"}',
    "null-id": '{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"parse error"}}',
    "batch": '[{"jsonrpc":"2.0","id":ID,"result":{"value":107}}]',
    "empty-line": "",
    "byte-order-mark": r"\xef\xbb\xbf{}",
}


def said(saying: str, good: bytes) -> bytes:
    """The bytes of a saying, with the id of the right answer in it."""
    return saying.encode().decode("unicode_escape").encode("latin-1").replace(b"ID", ident(good)) + b"\n"


@on_7
def wrong(_toy: Toy, good: bytes, _count: int) -> bytes:
    """Another value."""
    return good.replace(b'"value":107', b'"value":108').replace(b'"sum":80', b'"sum":81') + b"\n"


@on_7
def flaky(toy: Toy, good: bytes, _count: int) -> bytes:
    """Another value, the first time."""
    if toy.held:
        return good + b"\n"
    toy.held.append(good)
    return wrong(toy, good, 0)


@on_7
def unknown_id(_toy: Toy, good: bytes, _count: int) -> bytes:
    """An id that nobody used."""
    return with_id(good, b"1") + b"\n"


@on_7
def text_id(_toy: Toy, good: bytes, _count: int) -> bytes:
    """The id as text."""
    return with_id(good, b'"%s"' % ident(good)) + b"\n"


@on_7
def repeat(_toy: Toy, good: bytes, _count: int) -> bytes:
    """The answer, twice."""
    return (good + b"\n") * 2


@always
def earlier_id(toy: Toy, good: bytes, _count: int) -> bytes:
    """At the one question, an id that was answered before."""
    before, toy.held = toy.held, [good]
    return (with_id(good, ident(before[0])) if before and _is_107(good) else good) + b"\n"


@always
def swapped_ids(toy: Toy, good: bytes, _count: int) -> bytes:
    """The sums 107 and 108 under each other's id, where both are asked before one is answered; once."""
    if len(toy.held) > 1 or not (_is_107(good) or b'"value":108}' in good):
        return good + b"\n"
    toy.held.append(good)
    if len(toy.held) == 1:
        return b""
    one, other = toy.held
    return with_id(one, ident(other)) + b"\n" + with_id(other, ident(one)) + b"\n"


@always
def out_of_order(toy: Toy, good: bytes, count: int) -> bytes:
    """Eight answers at a time, in reverse. The last of the 72 are given at once, so that nothing is held for ever."""
    toy.held.append(good + b"\n")
    if len(toy.held) < 8 and count < 64:
        return b""
    held, toy.held = toy.held, []
    return b"".join(reversed(held))


@always
def accept_all(_toy: Toy, good: bytes, _count: int) -> bytes:
    """A value where there should be a refusal."""
    accepted = b'{"jsonrpc":"2.0","id":%s,"result":{"value":256}}' % ident(good)
    return (accepted if b'"error"' in good else good) + b"\n"


@always
def wrong_reason(_toy: Toy, good: bytes, _count: int) -> bytes:
    """A refusal by another name."""
    return good.replace(b"OVERFLOW", b"TOO_BIG") + b"\n"


@always
def wrong_preimage(_toy: Toy, good: bytes, _count: int) -> bytes:
    """A preimage that does not hash to the value."""
    return good.replace(b'"preimage":"', b'"preimage":"00') + b"\n"


@always
def empty_wrong(_toy: Toy, good: bytes, _count: int) -> bytes:
    """Something for the empty text."""
    return good.replace(b'{"value":""}', b'{"value":"?"}') + b"\n"


@always
def wrong_value(_toy: Toy, good: bytes, _count: int) -> bytes:
    """Another value for every text."""
    return good.replace(b'"value":"', b'"value":"?') + b"\n"


@always
def spaces(_toy: Toy, good: bytes, _count: int) -> bytes:
    """The right answer, with the spaces that JSON allows."""
    return good.replace(b":", b" : ").replace(b",", b" , ") + b"\n"


@always
def slow(_toy: Toy, good: bytes, _count: int) -> bytes:
    """The right answer, a byte a write."""
    for byte in good + b"\n":
        os.write(1, bytes([byte]))
    return b""


@at_start
def right(_toy: Toy) -> None:
    """Nothing."""


@at_start
def salt(toy: Toy) -> None:
    """Hash with another tag."""
    toy.salt = b"LEAF"


@at_start
def sorted_leaves(toy: Toy) -> None:
    """Sort what has an order."""
    toy.sort = True


@at_start
def basic_only(toy: Toy) -> None:
    """Claim one feature."""
    toy.features = ["toy.basic"]


@at_start
def unknown_feature(toy: Toy) -> None:
    """Claim a feature that there is not."""
    toy.features = ["toy.basic", "toy.wings"]


@at_start
def no_features(toy: Toy) -> None:
    """Claim nothing."""
    toy.features = []


@at_start
def claims_what_it_lacks(toy: Toy) -> None:
    """Claim roots, and know no method for them."""
    toy.lacks = ("toy.leaf", "toy.root")


@at_start
def early(_toy: Toy) -> None:
    """Answer before anything was asked."""
    os.write(1, b'{"jsonrpc":"2.0","id":1,"result":{"value":1}}\n')


@at_end
def farewell(_toy: Toy) -> None:
    """Say something after the last answer."""
    os.write(1, b"one more thing\n")


def _is_107(good: bytes) -> bool:
    return b'"value":107}' in good
