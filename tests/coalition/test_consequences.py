"""What follows from the readings, as laws over random configurations: what moves a coalition's root."""

from __future__ import annotations

from typing import Any

import pytest
from by_hand import ZERO, h, hash_many
from drawn import configs, drawn, ids
from hypothesis import assume, given
from hypothesis import strategies as st

from coalition import (
    ZERO_ID,
    AclComposition,
    CoalitionConfig,
    Measurements,
    OrganismRef,
    RetirementPolicy,
    TicketIssuerConfig,
    UniqueId,
    examples,
    unique_id,
)
from coalition.acl import AdmitsMeasurementsInSet, ReputationFloor, Side
from coalition.coalition_config import coa_modules
from coalition.errors import DuplicateMember, NoTicketIssuer, UnsupportedSchemaVersion, ZeroId
from coalition.json_form import replace
from coalition.measurements import measurements_fingerprint
from coalition.serialised import canonical_config


@given(configs)
def test_a_lattice_moved_to_the_organisms_changes_the_root(config: CoalitionConfig) -> None:
    """Lists are folded apart: the same stable ids in the other list are another coalition."""
    assume(config.lattices)
    *rest, moved = config.lattices
    other = replace(config, lattices=tuple(rest), organisms=(OrganismRef("moved", moved), *config.organisms))
    assert other.stable_id() != config.stable_id()


@given(configs, st.sampled_from(["lattices", "organisms"]))
def test_reordering_changes_the_root(config: CoalitionConfig, field: str) -> None:
    """The order of lattices, and of organisms, is part of the identity."""
    members = getattr(config, field)
    assume(len(members) > 1)
    assert replace(config, **{field: tuple(reversed(members))}).stable_id() != config.stable_id()


@given(configs)
def test_roles_and_the_retirement_policy_move_nothing(config: CoalitionConfig) -> None:
    """ID-32: every role another, the policy the other, and the root is the same; the JSON is not."""

    def relabelled(reference: OrganismRef | None) -> OrganismRef | None:
        return None if reference is None else replace(reference, role="another label")

    slots = ("atlas", "almanac", "chronicle", "compute", "randomness")
    policies = {
        RetirementPolicy.Conservative: RetirementPolicy.Lenient,
        RetirementPolicy.Lenient: RetirementPolicy.Conservative,
    }
    other = replace(
        config,
        organisms=tuple(map(relabelled, config.organisms)),
        retirement_policy=policies[config.retirement_policy],
        **{slot: relabelled(getattr(config, slot)) for slot in slots},
    )
    assert other.stable_id() == config.stable_id()
    assert canonical_config(other) != canonical_config(config)


@given(configs, st.sampled_from(["instance_name", "coalition_seed"]))
def test_name_and_seed_move_the_root(config: CoalitionConfig, field: str) -> None:
    """Another instance name, or a foreign seed, is another coalition; neither is refused here."""
    value: Any = f"y{config.instance_name[:60]}" if field == "instance_name" else unique_id("foreign seed")
    assert replace(config, **{field: value}).stable_id() != config.stable_id()


@given(configs, ids)
def test_the_pin_decides_whether_a_rotation_moves_the_root(config: CoalitionConfig, rotated: UniqueId) -> None:
    """A pinned content hash is folded, so that a rotation moves the root; an unpinned reference has nothing to move."""
    pinned = OrganismRef("member", unique_id("member"), unique_id("before"))
    assume(rotated != pinned.content_hash)
    before = replace(config, organisms=(*config.organisms, pinned))
    after = replace(config, organisms=(*config.organisms, replace(pinned, content_hash=rotated)))
    loose = replace(config, organisms=(*config.organisms, replace(pinned, content_hash=None)))
    assert len({before.stable_id(), after.stable_id(), loose.stable_id()}) == 3


def test_a_reference_that_pins_nothing_folds_zero_and_never_equals_a_pinned_one() -> None:
    """`ZERO_ID` stands for the absent pin, and a present pin that is `ZERO_ID` is refused."""
    loose = OrganismRef("a", unique_id("a"))
    assert bytes(loose.fingerprint()) == hash_many(b"organism-ref", h(b"a"), ZERO)
    with pytest.raises(ZeroId):
        OrganismRef("a", unique_id("a"), ZERO_ID)
    with pytest.raises(ZeroId):
        OrganismRef("a", ZERO_ID)


@given(configs, st.permutations(range(5)))
def test_a_module_in_another_slot_is_another_coalition(config: CoalitionConfig, order: list[int]) -> None:
    """Slots are five and stand in their order, absent ones folded as `ZERO_ID`: none can pass for another."""
    slots = ("atlas", "almanac", "chronicle", "compute", "randomness")
    moved = replace(config, **{slots[to]: config.modules()[at] for at, to in enumerate(order)})
    same = moved.modules() == config.modules()
    assert (moved.stable_id() == config.stable_id()) is same
    assert len(coa_modules(moved).encode()) == 5 * (8 + 32)


@given(st.lists(drawn(Measurements), min_size=1, max_size=4), st.randoms(use_true_random=False), st.integers(0, 10_000))
def test_one_root_has_one_canonical_json(sets: list[Measurements], random: Any, points: int) -> None:
    """ID-29: a ratio written with zeros, and a set in another order, fold to one root and write one JSON."""
    ordered = list({measurements_fingerprint(each).value(): each for each in sets}.values())
    shuffled = list(ordered)
    random.shuffle(shuffled)
    short = f"{points // 10_000}.{points % 10_000:04d}"

    def config(ratio: str, members: list[Measurements]) -> CoalitionConfig:
        clauses = (
            ReputationFloor(Side.RequireTicket, unique_id("reputation"), ratio),
            AdmitsMeasurementsInSet(Side.VerifyPeer, tuple(members)),
        )
        issuer = TicketIssuerConfig("issuer", AclComposition(clauses))
        return replace(examples.SEARCHER_ALPHA, ticket_issuer=issuer)

    one, other = config(short, ordered), config(f"00{short}00", shuffled)
    assert one.stable_id() == other.stable_id()
    assert canonical_config(one) == canonical_config(other)


@given(configs, configs)
def test_two_canonical_texts_are_two_roots(first: CoalitionConfig, second: CoalitionConfig) -> None:
    """Configurations that agree in roles and policy have one JSON exactly where they have one root."""
    first, second = (
        replace(each, organisms=(), retirement_policy=RetirementPolicy.Lenient) for each in (first, second)
    )
    strip: dict[str, Any] = dict.fromkeys(("atlas", "almanac", "chronicle", "compute", "randomness"))
    first, second = replace(first, **strip), replace(second, **strip)
    assert (canonical_config(first) == canonical_config(second)) is (first.stable_id() == second.stable_id())


@given(configs)
def test_a_stable_id_stands_once(config: CoalitionConfig) -> None:
    """ID-31 holds between the lists and the slots, not only within one."""
    for stable in config.component_ids():
        with pytest.raises(DuplicateMember):
            replace(config, lattices=(*config.lattices, stable))
        with pytest.raises(DuplicateMember):
            replace(config, organisms=(*config.organisms, OrganismRef("again", stable)))


@pytest.mark.parametrize("version", [0, 2, 0x31, 255])
def test_another_schema_version_is_never_hashed(version: int) -> None:
    """ENC-5: a version other than 1 makes no configuration."""
    with pytest.raises(UnsupportedSchemaVersion):
        replace(examples.SEARCHER_ALPHA, schema_version=version)


def test_a_coalition_without_issuer_has_no_tickets() -> None:
    """ID-21: no root of tickets is derived from `ZERO_ID`."""
    with pytest.raises(NoTicketIssuer):
        examples.SEARCHER_ALPHA.ticket_issuer_root()
