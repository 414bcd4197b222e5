"""What the digest of a handshake page moves with, and what it does not."""

from __future__ import annotations

import json
from typing import Any

import pytest
import rfc8785
from by_hand import ZERO, acl, coalition_root, h, hash_many, organism_ref, stable_id
from hypothesis import given
from hypothesis import strategies as st
from page_by_hand import ALMANAC, ALMANAC_HASH, ATLAS, PIN, ROOT, Edit, Page, chain_page, edited, put, text_of

from coalition.handshake import digest, fingerprint, read_page, write_page
from conformance import random_inputs
from conformance.entropy import Entropy


def test_the_digest_folds_the_canonical_json() -> None:
    """HS-15: `hash_many(["handshake-page.v1", RFC 8785 of the document])`."""
    assert digest(text_of(chain_page())).value() == hash_many(b"handshake-page.v1", rfc8785.dumps(chain_page()))


def _shuffled(value: Any, random: Any) -> Any:
    if isinstance(value, dict):
        items = list(value.items())
        random.shuffle(items)
        return {key: _shuffled(inner, random) for key, inner in items}
    return [_shuffled(inner, random) for inner in value] if isinstance(value, list) else value


@given(st.randoms(), st.sampled_from([None, 1, "\t"]), st.booleans(), st.text(st.sampled_from(" \t\r\n"), max_size=4))
def test_white_space_members_order_and_escapes_move_nothing(
    random: Any, indent: Any, escaped: bool, around: str
) -> None:
    """One page in any order of members, any white space, escaped or not, has one fingerprint and one digest."""
    page = edited(put("change_channel", "änderungen €"))
    text = around + json.dumps(_shuffled(page, random), indent=indent, ensure_ascii=escaped) + around
    assert digest(text).value() == hash_many(b"handshake-page.v1", rfc8785.dumps(page))
    assert bytes(fingerprint(text)) == ROOT


@given(st.integers(0, 10**9))
def test_canonicalising_twice_is_canonicalising_once(seed: int) -> None:
    """A page written canonically reads back as itself, writes the same text, and keeps fingerprint and digest."""
    page = random_inputs.page(Entropy(f"page {seed}"))
    text = write_page(page)
    assert read_page(text) == page
    assert write_page(read_page(text)) == text
    assert text.encode() == rfc8785.dumps(json.loads(text))
    assert fingerprint(text) == page.config.stable_id()


def _leaves(value: Any, path: str = "") -> list[str]:
    if isinstance(value, dict):
        return [leaf for key, inner in value.items() for leaf in _leaves(inner, f"{path}.{key}")]
    if isinstance(value, list):
        return [leaf for at, inner in enumerate(value) for leaf in _leaves(inner, f"{path}.{at}")]
    return [path[1:]]


def _other(path: str, page: Page) -> Any:
    """Another right value at a leaf, as far as its own type goes; None where there is but one."""
    target: Any = page
    for step in path.split("."):
        target = target[int(step)] if isinstance(target, list) else target[step]
    if isinstance(target, bool):
        return not target
    if isinstance(target, int):
        return {"issuer.threshold": 1}.get(path)
    if target is None or path.endswith((".kind", "schema")):
        return None
    return f"{int(target) + 1}" if target.isdigit() and len(target) < 20 else _turned(target)


def _turned(text: str) -> str:
    if len(text) in (2, 64, 96) and not set(text) - set("0123456789abcdef"):
        return ("1" if text[0] != "1" else "2") + text[1:]
    return f"{text}x"


MOVABLE = [path for path in _leaves(chain_page()) if _other(path, chain_page()) is not None]


@pytest.mark.parametrize("path", MOVABLE)
def test_the_digest_moves_with_everything_on_the_page(path: str) -> None:
    """HS-15: whichever value is another, the digest is another."""
    page = edited(put(path, _other(path, chain_page())))
    assert digest(text_of(page)).value() != digest(text_of(chain_page())).value()


ROTATIONS: list[tuple[str, Edit]] = [
    ("a new committee of a member", put("committees.0.members", ["06" * 32])),
    ("a new committee of a module", lambda page: page["committees"].append({"stable_id": ATLAS.hex(), "members": []})),
    ("a new build of the same measurements", put("builds.0.built_at", "1800000000000")),
    ("a new content hash of a member that is not pinned", put("organisms.0.content_hash", h(b"new").hex())),
    ("a new content hash of a lattice", put("lattices.0.content_hash", h(b"new").hex())),
    ("another time of publication", put("published_at", "1800000000000")),
]


@pytest.mark.parametrize(("what", "edit"), ROTATIONS, ids=[what for what, _ in ROTATIONS])
def test_a_rotation_that_keeps_the_fingerprint_moves_the_digest(what: str, edit: Edit) -> None:
    """HS-16: the fingerprint stays, the digest does not."""
    assert what
    page = edited(edit)
    assert bytes(fingerprint(text_of(page))) == ROOT
    assert digest(text_of(page)).value() != digest(text_of(chain_page())).value()


def test_the_digest_asks_no_more_than_a_readable_page() -> None:
    """The digest of a page whose fingerprint is wrong can be had: HS-4 to HS-12 are not its affair."""
    page = edited(put("fingerprint", h(b"x").hex()), put("peer_hints", []))
    assert digest(text_of(page)).value() == hash_many(b"handshake-page.v1", rfc8785.dumps(page))


def test_a_ratio_stands_in_the_digest_as_it_was_written() -> None:
    """One root, two pages: `0.5` and `0.50` fold to the same basis points and are two documents."""
    clause = {
        "kind": "ReputationFloor",
        "side": {"kind": "RequireTicket"},
        "organism": h(b"reputation").hex(),
        "floor": "0.5",
    }
    folded = hash_many(b"clause", b"reputation-floor", b"\x00", h(b"reputation"), (5000).to_bytes(2, "little"))
    issuer = hash_many(b"ticket-issuer", b"shared", acl(folded))
    members = [organism_ref(stable_id("feed")), organism_ref(stable_id("intents"), PIN)]
    slots = [organism_ref(ATLAS), organism_ref(ALMANAC, ALMANAC_HASH), ZERO, ZERO, ZERO]
    root = coalition_root("chain", [stable_id("l1"), stable_id("l2")], members, slots, issuer)
    found = []
    for floor in ("0.5", "0.50"):
        page = edited(
            put("config.ticket_issuer.acl.clauses", [{**clause, "floor": floor}]), put("fingerprint", root.hex())
        )
        assert bytes(fingerprint(text_of(page))) == root
        found.append(digest(text_of(page)).value())
    assert found[0] != found[1]
