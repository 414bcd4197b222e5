"""What moves the ids of streams, lattices, surfaces, logs and modules, and what does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from by_hand import ZERO, h, hash_many, stable_id
from drawn import configs, drawn, ids
from hypothesis import assume, given
from hypothesis import strategies as st

from coalition import ZERO_ID, CoalitionConfig, OrganismRef, TokenPair, UniqueId, examples
from coalition.errors import DuplicateMember, MemberPrefixCollision, SameSymbols, SymbolHasSlash
from coalition.json_form import replace
from coalition.lattice import LatticeOrganism, lattice_organism, lattice_root
from coalition.module import atlas_members, module_id, module_members
from coalition.oracle import oracle_stream_id, pair_preimage
from coalition.organism import group_key
from coalition.stable_id import member_id
from coalition.surface import deployment, log_digest, stream_digest, surface_id


@given(drawn(TokenPair), ids)
def test_a_stream_has_no_orientation(pair: TokenPair, oracle: UniqueId) -> None:
    """A pair and its reverse are one stream, symbols in ascending byte order; the schema is derived last."""
    reverse = TokenPair(pair.quote, pair.base)
    assert oracle_stream_id(oracle, pair).id() == oracle_stream_id(oracle, reverse).id()
    low, high = sorted([pair.base.encode(), pair.quote.encode()])
    assert pair_preimage(pair).value() == b"pair|" + low + b"/" + high
    schema = h(b"oracle.price-tick.v1")
    assert oracle_stream_id(oracle, pair).value() == h(h(bytes(oracle), b"pair|" + low + b"/" + high), schema)


def test_symbols_are_ordered_by_their_bytes_not_by_their_letters() -> None:
    """Upper case comes before lower case, and a longer symbol after its own start."""
    assert pair_preimage(TokenPair("aave", "ZRX")).value() == b"pair|ZRX/aave"
    assert pair_preimage(TokenPair("ETHX", "ETH")).value() == b"pair|ETH/ETHX"
    with pytest.raises(SymbolHasSlash):
        TokenPair("a/b", "c")
    with pytest.raises(SameSymbols):
        TokenPair("a", "a")


def test_a_lattice_has_two_ids() -> None:
    """The builder's root folds the chain id as u64; the stable id folds the name alone."""
    root = lattice_root("testnet-1a", 11_155_111)
    assert root.value() == h(b"builder|testnet-1a|chain=", (11_155_111).to_bytes(8, "little"))
    assert root.value() != stable_id("testnet-1a")
    for organism in LatticeOrganism:
        made = lattice_organism("testnet-1a", 11_155_111, organism).value()
        assert made == h(root.value(), organism.name.lower().encode())


@given(ids, ids, ids)
def test_a_surface_outlives_a_rotation_and_a_deployment_does_not(
    address: UniqueId, before: UniqueId, after: UniqueId
) -> None:
    """The content hash is folded into the deployment and its group key, and not into the surface."""
    assume(before != after)
    assert surface_id(address, "Ticks").value() == h(h(bytes(address), b"surface"), b"Ticks")
    assert deployment(address, before).value() == hash_many(b"deployment", bytes(address), bytes(before))
    assert deployment(address, None).value() == hash_many(b"deployment", bytes(address), ZERO)
    keys = {group_key(deployment(address, each).id()).value() for each in (before, after, None)}
    assert len(keys) == 3


@given(st.lists(ids, max_size=5))
def test_a_log_is_folded_commit_by_commit(commits: list[UniqueId]) -> None:
    """The running digest starts at `ZERO_ID`; a prefix and one commit more give the next, and order counts."""
    assert log_digest(()) == ZERO_ID
    if commits:
        previous = log_digest(tuple(commits[:-1]))
        assert log_digest(tuple(commits)) == stream_digest(previous, commits[-1]).id()
    if len(set(commits)) > 1 and commits != commits[::-1]:
        assert log_digest(tuple(commits)) != log_digest(tuple(reversed(commits)))


@given(configs)
def test_the_atlas_lists_lattices_then_organisms(config: CoalitionConfig) -> None:
    """ID-37: modules are no members, and the order is that of the configuration."""
    expected = [*config.lattices, *(organism.stable_id for organism in config.organisms)]
    assert list(atlas_members(config)) == expected
    assert module_members(tuple(expected)).value() == hash_many(*map(bytes, expected))


def test_a_member_id_names_one_member() -> None:
    """Two members that share 20 bytes, and not 32, are refused; 19 shared bytes are no collision."""
    one = UniqueId(bytes([7]) * 32)
    twin = UniqueId(bytes([7]) * 20 + bytes(12))
    near = UniqueId(bytes([7]) * 19 + bytes(13))
    assert member_id(one) == member_id(twin) == bytes([7]) * 20
    with pytest.raises(MemberPrefixCollision):
        module_members((one, twin))
    with pytest.raises(DuplicateMember):
        module_members((one, one))
    module_members((one, near))
    with pytest.raises(MemberPrefixCollision):
        atlas_members(replace(examples.SEARCHER_ALPHA, lattices=(one,), organisms=(OrganismRef("t", twin),)))


@given(ids, ids)
def test_a_module_belongs_to_its_coalition(first: UniqueId, second: UniqueId) -> None:
    """One configuration under two roots is two modules, and its slot is the same in both."""
    assume(first != second)
    atlas = examples.SUPERCHAIN_ATLAS
    assert atlas.module_id(first) != atlas.module_id(second)
    kinds: list[Callable[..., Any]] = [module_id]
    made = kinds[0](first, atlas.MODULE_KIND, atlas.body, ())
    assert made.id() == atlas.module_id(first)
