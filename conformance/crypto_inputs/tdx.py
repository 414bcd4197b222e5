"""Random quotes, by an authority of our own, and what they bind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from coalition.crypto.dcap import TdxBinding, TdxBond, TdxCard, TdxPolicy, bound
from coalition.crypto.dcap_collateral import TcbStatus
from coalition.crypto.tdx_quote import TdxQuote, write
from coalition.unique_id import UniqueId
from conformance import mock_dcap as mock
from conformance.entropy import Entropy


def verifying(world: mock.World, binding: TdxBinding, **changes: Any) -> dict[str, Any]:
    """What verifying takes, of a world whose guest binds what it should."""
    body = world.body
    return {
        "quote": mock.quote(world),
        "collateral": mock.collateral(world),
        "root": mock.root(extras=world.extras),
        "now": mock.NOW,
        "policy": TdxPolicy((bytes(48), body.mr_td), (TcbStatus.UpToDate,)),
        "binding": binding,
        **changes,
    }


def _binding(entropy: Entropy) -> TdxBond | TdxCard:
    if entropy.chance(2):
        return TdxCard(entropy.bytes(32), UniqueId(entropy.bytes(32)), entropy.bytes(32))
    return TdxBond(entropy.bytes(32), entropy.bytes(32), tuple(entropy.bytes(32) for _ in range(entropy.below(3))))


def _parts(entropy: Entropy) -> TdxQuote:
    sizes = {"tee_tcb_svn": 16, "td_attributes": 8, "report_data": 64, "mr_td": 48, "rtmr2": 48}
    body = mock.body(**{name: entropy.bytes(size) for name, size in sizes.items()})
    return TdxQuote(
        entropy.below(2**32),
        entropy.bytes(20),
        body,
        entropy.bytes(64),
        entropy.bytes(64),
        entropy.bytes(384),
        entropy.bytes(64),
        entropy.bytes(entropy.choice((0, 32, 33))),
        entropy.bytes(entropy.below(300)),
        entropy.choice((0, 0, 1, 70)),
    )


def _verify(entropy: Entropy) -> dict[str, Any]:
    binding = _binding(entropy)
    body = mock.body(report_data=bound(binding), mr_td=entropy.bytes(48), rtmr0=entropy.bytes(48))
    world = mock.World(body, fmspc=entropy.bytes(6), qe_svn=entropy.choice((4, 5, 3)), pce_svn=entropy.choice((11, 7)))
    info = mock.text(mock.tcb_info(fmspc=world.fmspc.hex()))
    statuses = (TcbStatus.OutOfDate, TcbStatus.UpToDate)
    policy = TdxPolicy((body.mr_td,), statuses)
    return verifying(world, binding, collateral=mock.collateral(world, info), policy=policy)


OPERATIONS: Final[Mapping[str, Callable[[Entropy], dict[str, Any]]]] = {
    "crypto.tdx_parse": lambda entropy: {"quote": write(_parts(entropy))},
    "crypto.tdx_write": lambda entropy: {"quote": _parts(entropy)},
    "crypto.tdx_verify": _verify,
}
