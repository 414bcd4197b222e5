"""Markers, component references, and the laws of republication."""

from __future__ import annotations

from typing import Any

import pytest
from by_hand import ZERO, h, hash_many
from hypothesis import given
from hypothesis import strategies as st

from coalition import (
    CoalitionConfig,
    ComponentRef,
    EvidencePointer,
    OrganismRef,
    RetirementInstant,
    RetirementMarker,
    RetirementPolicy,
    RetirementReason,
    UniqueId,
    examples,
    unique_id,
)
from coalition.errors import DuplicateMember, ReplacementForbidden, ReplacementRequired, UnlistedComponent, ZeroId
from coalition.json_form import replace
from coalition.retirement import ComponentKind, ListedContent, Listing, component_ref, republication, retirement_marker
from conformance import random_inputs
from conformance.entropy import Entropy

AT = RetirementInstant.AtSequence(100)
INSTANT = hash_many(b"enum", b"\x00", (100).to_bytes(8, "little"))
SUCCESSOR = ComponentRef(ComponentKind.Organism, unique_id("successor"))


def test_a_retirement_is_four_fields() -> None:
    """A marker without options: tag, instant, reason, and twice no bytes."""
    made = retirement_marker(RetirementMarker.retired(AT)).value()
    assert made == hash_many(b"retirement-marker.v1", INSTANT, b"\x01", b"", b"")
    exit_ = retirement_marker(RetirementMarker.operator_exit(AT)).value()
    assert exit_ == hash_many(b"retirement-marker.v1", INSTANT, b"\x02", b"", b"")


def test_a_rotation_with_evidence() -> None:
    """Present options are a byte 1 before the digest of the reference, and of the pointer."""
    evidence = EvidencePointer(unique_id("tally"), 7, unique_id("commit"))
    at = RetirementInstant.AtTimestamp(1_700_000_000_000)
    made = retirement_marker(RetirementMarker(at, RetirementReason.Rotation, SUCCESSOR, evidence)).value()
    successor = hash_many(b"component-ref.v1", b"\x01", h(b"successor"), b"")
    pointer = hash_many(b"evidence-pointer.v1", h(b"tally"), (7).to_bytes(8, "little"), h(b"commit"))
    instant = hash_many(b"enum", b"\x01", (1_700_000_000_000).to_bytes(8, "little"))
    assert made == hash_many(b"retirement-marker.v1", instant, b"\x00", b"\x01" + successor, b"\x01" + pointer)


@pytest.mark.parametrize("kind", list(ComponentKind))
def test_a_component_reference_folds_its_kind(kind: ComponentKind) -> None:
    """An absent content hash is no bytes, a present one follows a byte 1 (ENC-17, and not `ZERO_ID`)."""
    bare = component_ref(ComponentRef(kind, unique_id("a"))).value()
    pinned = component_ref(ComponentRef(kind, unique_id("a"), unique_id("b"))).value()
    assert bare == hash_many(b"component-ref.v1", bytes([kind.value]), h(b"a"), b"")
    assert pinned == hash_many(b"component-ref.v1", bytes([kind.value]), h(b"a"), b"\x01" + h(b"b"))


def test_a_sequence_is_not_a_timestamp() -> None:
    """The same number as `AtSequence` and as `AtTimestamp` is two instants."""
    made = [
        RetirementMarker.retired(each(100)) for each in (RetirementInstant.AtSequence, RetirementInstant.AtTimestamp)
    ]
    assert retirement_marker(made[0]).value() != retirement_marker(made[1]).value()


def test_the_component_of_a_reference() -> None:
    """`ComponentRef.organism` takes over the stable id and the pin."""
    reference = OrganismRef("oracle", unique_id("a"), unique_id("b"))
    assert ComponentRef.organism(reference) == ComponentRef(ComponentKind.Organism, unique_id("a"), unique_id("b"))


@pytest.mark.parametrize(
    ("reason", "replaced", "error"),
    [
        (RetirementReason.Rotation, False, ReplacementRequired),
        (RetirementReason.Rotation, True, None),
        (RetirementReason.Retired, False, None),
        (RetirementReason.Retired, True, ReplacementForbidden),
        (RetirementReason.OperatorExit, False, None),
        (RetirementReason.OperatorExit, True, ReplacementForbidden),
        (RetirementReason.Emergency, False, None),
        (RetirementReason.Emergency, True, None),
    ],
)
def test_which_reasons_name_a_replacement(reason: RetirementReason, replaced: bool, error: Any) -> None:
    """RET-3 and RET-4: a rotation must, an end must not, an emergency may."""
    successor = SUCCESSOR if replaced else None
    if error is None:
        assert RetirementMarker(AT, reason, successor).replacement is successor
        return
    with pytest.raises(error):
        RetirementMarker(AT, reason, successor)


# --- republication ---------------------------------------------------------------------------------------------------

seeds = st.integers(0, 10**9)


def _config(seed: int, policy: RetirementPolicy) -> CoalitionConfig:
    drawn: CoalitionConfig = random_inputs.draw(CoalitionConfig, Entropy(f"republication {seed}"))
    return replace(drawn, retirement_policy=policy)


def _hashes(seed: int, config: CoalitionConfig) -> dict[UniqueId, UniqueId]:
    """Content hashes of some components, drawn from two, so that many agree between two listings."""
    entropy = Entropy(f"hashes {seed}")
    found: dict[UniqueId, UniqueId] = {}
    for stable_id in config.component_ids():
        hashed = unique_id(f"content {entropy.below(2)}")
        if not entropy.chance(3):
            found[stable_id] = hashed
    return found


def _listing(config: CoalitionConfig, hashes: dict[UniqueId, UniqueId]) -> Listing:
    return Listing(config, tuple(ListedContent(*pair) for pair in hashes.items()))


policies = st.sampled_from(list(RetirementPolicy))


@given(seeds, policies, policies, st.booleans())
def test_what_makes_an_operator_publish_again(
    seed: int, before_policy: RetirementPolicy, after_policy: RetirementPolicy, moved: bool
) -> None:
    """A moved root does under either policy; a changed content only under the conservative policy before the change."""
    config = _config(seed, before_policy)
    later = replace(config, retirement_policy=after_policy)
    if moved:
        later = replace(later, instance_name=f"{config.instance_name[:60]} moved")
    then, now = _hashes(seed, config), _hashes(seed + 1, later)
    changed = any(then[each] != now[each] for each in then.keys() & now.keys())
    made = republication(_listing(config, then), _listing(later, now))
    assert (made.root_before, made.root_after) == (config.stable_id(), later.stable_id())
    assert made.root_moves is moved
    assert made.reissue is (moved or (changed and before_policy is RetirementPolicy.Conservative))


@given(seeds, policies)
def test_nothing_changed_is_nothing_to_publish(seed: int, policy: RetirementPolicy) -> None:
    """A listing against itself moves no root and needs no page, whatever the order of its contents."""
    config = _config(seed, policy)
    hashes = _hashes(seed, config)
    backwards = dict(reversed(hashes.items()))
    made = republication(_listing(config, hashes), _listing(config, backwards))
    assert (made.root_moves, made.reissue) == (False, False)


@given(seeds)
def test_an_entry_that_comes_or_goes_is_no_change_of_content(seed: int) -> None:
    """RET-6: only a component listed before and after can change."""
    config = _config(seed, RetirementPolicy.Conservative)
    hashes = _hashes(seed, config)
    for before, after in ((hashes, {}), ({}, hashes)):
        assert republication(_listing(config, before), _listing(config, after)).reissue is False


@given(seeds)
def test_changing_the_policy_alone_publishes_nothing(seed: int) -> None:
    """The policy is not folded, and the one in force is that before the change (RET-8)."""
    strict, lenient = (_config(seed, policy) for policy in (RetirementPolicy.Conservative, RetirementPolicy.Lenient))
    hashes = _hashes(seed, strict)
    rotated = dict.fromkeys(hashes, unique_id("rotated"))
    assert republication(_listing(strict, hashes), _listing(lenient, hashes)).reissue is False
    assert republication(_listing(strict, hashes), _listing(lenient, rotated)).reissue is bool(hashes)
    assert republication(_listing(lenient, hashes), _listing(strict, rotated)).reissue is False


@given(seeds)
def test_the_root_moves_both_ways_or_neither(seed: int) -> None:
    """Swapping before and after swaps the roots, and keeps the verdict on them."""
    first, second = (_config(seed + step, RetirementPolicy.Lenient) for step in (0, 1))
    forth, back = (
        republication(_listing(first, {}), _listing(second, {})),
        republication(_listing(second, {}), _listing(first, {})),
    )
    assert (forth.root_before, forth.root_after) == (back.root_after, back.root_before)
    assert forth.root_moves is back.root_moves is (first.stable_id() != second.stable_id())


def test_what_a_listing_may_list() -> None:
    """Components of the configuration, modules among them, each at most once."""
    config = examples.ETH_SUPERCHAIN
    assert config.atlas is not None
    for stable_id in (config.lattices[0], config.organisms[0].stable_id, config.atlas.stable_id):
        entry = ListedContent(stable_id, unique_id("hash"))
        assert Listing(config, (entry,)).hashes() == {stable_id: unique_id("hash")}
        with pytest.raises(DuplicateMember):
            Listing(config, (entry, ListedContent(stable_id, unique_id("other"))))
    with pytest.raises(UnlistedComponent):
        Listing(config, (ListedContent(unique_id("stranger"), unique_id("hash")),))
    with pytest.raises(ZeroId):
        ListedContent(config.lattices[0], UniqueId(ZERO))
