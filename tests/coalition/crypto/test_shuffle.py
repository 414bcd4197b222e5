"""The shuffle's properties: pads cancel, one server away is noise, releases are of the messages alone, t-of-n opens."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coalition.crypto import shuffle
from coalition.crypto.frost_errors import FrostTooFewSigners
from coalition.crypto.frost_suites import FrostSuite
from coalition.crypto.shuffle import ShuffleContent, ShuffleShape
from coalition.crypto.shuffle_errors import ShuffleNoise, ShuffleNotOpened
from conformance.crypto_inputs.frost import dealt, scalar
from conformance.crypto_inputs.shuffle import net, unsealing
from conformance.entropy import Entropy

SHAPE = ShuffleShape(6, 32)
MESSAGES = st.lists(st.binary(max_size=14), min_size=1, max_size=5)


@settings(deadline=None)
@given(MESSAGES, st.integers(1, 3), st.data())
def test_who_sends_what_from_where_does_not_show(messages: list[bytes], servers: int, data: st.DataObject) -> None:
    """Two assignments of the same messages to clients and slots, sent in two orders, are released alike."""
    one = net(Entropy("unlinkable"), 6, servers, SHAPE)
    releases = []
    for _ in range(2):
        clients = data.draw(st.permutations(range(6)))
        slots = data.draw(st.permutations(range(6)))
        contents: list[ShuffleContent | None] = [None] * 6
        for client, slot, message in zip(clients, slots, messages, strict=False):
            contents[client] = ShuffleContent(slot, message)
        sent = data.draw(st.permutations(one.submissions(tuple(contents))))
        releases.append(shuffle.combine(SHAPE, tuple(sent), one.served()))
    assert releases[0] == releases[1] == tuple(sorted(messages))


@settings(deadline=None)
@given(st.integers(1, 4), st.integers(2, 4), st.data())
def test_one_server_away_is_its_pads(clients: int, servers: int, data: st.DataObject) -> None:
    """What is left is exactly what the missing server would have taken away, and it is refused as noise."""
    one = net(Entropy(f"{clients} {servers}"), clients, servers, SHAPE)
    contents = tuple(ShuffleContent(at, b"m") if at % 2 else None for at in range(clients))
    sent, served = one.submissions(contents), one.served()
    away = data.draw(st.integers(0, servers - 1))
    rest = served[:away] + served[away + 1 :]
    length = SHAPE.slots * SHAPE.size
    assert shuffle.xor((*sent, *rest), length) == shuffle.xor(
        (shuffle.xor((*sent, *served), length), served[away]), length
    )
    with pytest.raises(ShuffleNoise):
        shuffle.combine(SHAPE, sent, rest)


def test_silence_looks_like_a_message() -> None:
    """Under one pad a message and none differ in their slot alone, and neither shows without the pad."""
    one = net(Entropy("silence"), 1, 1, SHAPE)
    said, silent = (one.submissions((each,))[0] for each in (ShuffleContent(0, b"m"), None))
    assert len(said) == len(silent)
    assert silent == shuffle.pad(SHAPE, one.secrets[0][0], one.round)
    assert shuffle.xor((said, silent), len(said)) == shuffle.placed(SHAPE, ShuffleContent(0, b"m"), len(said))


@given(st.binary(min_size=32, max_size=32), st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))
def test_rounds_have_pads_of_their_own(secret: bytes, one: int, other: int) -> None:
    assert (shuffle.pad(SHAPE, secret, one) == shuffle.pad(SHAPE, secret, other)) == (one == other)


@given(st.binary(max_size=14))
def test_a_slot_is_read_as_it_was_made(message: bytes) -> None:
    made = shuffle.frame(message, 32)
    assert len(made) == 32
    assert shuffle.unframe(made) == message
    assert shuffle.unframe(bytes(32)) is None


@settings(deadline=None, max_examples=10)
@given(st.text(max_size=6), st.binary(max_size=40))
def test_any_enough_members_unseal_and_fewer_do_not(label: str, message: bytes) -> None:
    """Three of four, any three, and all; two are refused, and open nothing if they call it a threshold of two."""
    entropy = Entropy(label)
    keys = dealt(FrostSuite.Ed25519, 3, 4, entropy)
    sealed = shuffle.seal(keys.group.public_key, scalar(FrostSuite.Ed25519, entropy), message)
    for members in (*combinations(range(1, 5), 3), (4, 2, 1, 3)):
        assert shuffle.unseal(**unsealing(keys, sealed, members)) == message
    two = unsealing(keys, sealed, (1, 2))
    with pytest.raises(FrostTooFewSigners):
        shuffle.unseal(**two)
    with pytest.raises(ShuffleNotOpened):
        shuffle.unseal(**{**two, "threshold": 2})
