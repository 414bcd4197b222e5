"""The identifiers of mosaik, against values from the real crate and from RFC 8032."""

from __future__ import annotations

import pytest
from by_hand import h

from coalition import substrate
from coalition.substrate import CollectionKind, ConsensusConfig
from coalition.unique_id import ZERO_ID, UniqueId, unique_id

NO_OP = "mosaik::groups::machine::noop::NoOp"


def _le(width: int, value: int) -> bytes:
    return value.to_bytes(width, "little")


def test_the_default_consensus_digest() -> None:
    """`ConsensusConfig::default()` folds 500, 150 and 10 as u128."""
    made = substrate.consensus_digest(ConsensusConfig()).value()
    assert made.hex() == "adfe74a86dd01a601b37bf2fa5b6bb292ac49656393b7e0ad47f7766c5bb8022"
    assert made == h(_le(16, 500), _le(16, 150), _le(16, 10))


def test_the_signature_of_log_replay() -> None:
    """`LogReplaySync::<NoOp>` as the crate has it."""
    made = substrate.log_replay_signature(NO_OP, 2000, 25)
    assert made.id().hex() == "eaaef1b2c7c7717fda72accddba9b23ba259f2b149ceb20e365253e58f667d64"


def test_the_group_of_the_no_op_machine() -> None:
    """`GroupId(NoOp, from_secret("group1secret"))`, seen on the crate."""
    made = substrate.group_id(
        substrate.group_key("group1secret"),
        ConsensusConfig(),
        UniqueId.hash("mosaik_noop_state_machine"),
        substrate.log_replay_signature(NO_OP, 2000, 25).id(),
        (),
    )
    assert made.id().hex() == "691fd68d4d081ad30ad716104aeb47f973b86c71223ca21569a8884ce4bb6d43"


def test_the_group_of_a_map() -> None:
    """The group of `Map<String, u64>` under the store "leaderboard", whose id is the group's secret."""
    store = substrate.store_id("leaderboard")
    path = "mosaik::collections::map::MapStateMachine<alloc::string::String, u64>"
    made = substrate.group_id(
        store,
        ConsensusConfig(),
        substrate.collection_signature(CollectionKind.Map, store, ("alloc::string::String", "u64"), None).id(),
        substrate.snapshot_sync_signature(path, 2000, 10_000, 15_000, 5_000).id(),
        (),
    )
    assert made.id().hex() == "46cf72e700cb2c0243344f66639705451e1aa693d26f329aec114318e7103e54"


def test_validators_are_folded_in_their_order() -> None:
    """Each validator's signature derives once more, in the order they were added."""
    one, two = unique_id("one"), unique_id("two")
    group = (ZERO_ID, ConsensusConfig(), ZERO_ID, ZERO_ID)
    bare = substrate.group_id(*group, ()).id()
    assert substrate.group_id(*group, (one, two)).id() == bare.derive(bytes(one)).derive(bytes(two))
    assert substrate.group_id(*group, (two, one)).id() != substrate.group_id(*group, (one, two)).id()


def test_a_priority_queue_folds_its_capacity() -> None:
    """A capacity is one derivation more, eight bytes little-endian."""
    store = unique_id("queue")
    unbounded = substrate.collection_signature(CollectionKind.Depq, store, ("u8",), None).id()
    bounded = substrate.collection_signature(CollectionKind.Depq, store, ("u8",), 7).id()
    assert bytes(unbounded) == h(h(h(b"mosaik_collections_depq"), bytes(store)), b"u8")
    assert bounded == unbounded.derive(_le(8, 7))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("mosaik.tickets.jwt.v1", "4586eafa", "3d8c"),
        ("mosaik.tee.tdx.ticket.v1", "0df6ed85", "44d0"),
        ("alloc::string::String", "3b5a1dd4", "6908"),
    ],
)
def test_ids_of_names_the_crate_has(text: str, start: str, end: str) -> None:
    """Ticket classes and the default stream of a `String`, by the digits that mosaik-facts prints."""
    for made in (substrate.stream_id(text), substrate.network_id(text), substrate.store_id(text)):
        assert made.hex().startswith(start)
        assert made.hex().endswith(end)


def test_the_signature_of_an_empty_tdx_validator() -> None:
    """The chains of `derive` in mosaik's TDX validator come out as on the crate."""
    criteria = unique_id("mosaik.tee.tdx.measurements-criteria.v1").derive(bytes([9]) * 48)
    for number in range(4):
        criteria = criteria.derive(bytes([number + 1]) * 48)
    assert (criteria.hex()[:8], criteria.hex()[-4:]) == ("3b000e64", "52b2")
    tdx = unique_id("mosaik.tee.tdx.ticket.v1").derive(bytes(criteria))
    for _ in range(3):
        tdx = tdx.derive(bytes(8))
    assert (tdx.hex()[:8], tdx.hex()[-4:]) == ("4c641def", "7c30")


@pytest.mark.parametrize(
    ("secret", "public"),
    [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        ),
    ],
)
def test_a_peer_id_is_an_ed25519_public_key(secret: str, public: str) -> None:
    """RFC 8032, section 7.1, tests 1 and 2: the id is the seed, the peer the public key."""
    assert substrate.peer_id(UniqueId.from_hex(secret)).hex() == public


def test_the_id_of_a_ticket_is_derived_from_its_class() -> None:
    """`class.derive(data)`."""
    made = substrate.ticket_id(unique_id("class"), b"data").value()
    assert made == h(bytes(unique_id("class")), b"data")
